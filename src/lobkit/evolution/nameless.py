"""Mappings of which one end has no address, told as `vocab check` tells them: no other form has a place for them."""

from __future__ import annotations

from collections.abc import Iterator

from lobkit.errors import Finding
from lobkit.evolution.edition import Edition
from lobkit.formats.triples import Term
from lobkit.namespaces import NAMESPACES
from lobkit.workbench.catalogue import CHECKS
from lobkit.workbench.places import locator
from lobkit.workbench.source import Loaded
from lobkit.workbench.written import Namer


def nameless_in(edition: Edition, loaded: Loaded) -> Iterator[Finding]:
    """A finding for each, with its place where the subject has an address and the form has lines."""
    row = CHECKS["SKOS262"]
    locate = locator(loaded, edition.nameless)
    namer = Namer({**{space.prefix: space.iri for space in NAMESPACES}, **loaded.prefixes})
    for triple in edition.nameless:
        subject, predicate, end = triple
        line, column = locate(triple) or (None, None)
        if subject.kind == "iri":
            fact, name, record = f"{namer.iri(predicate)} leads to {_end(end)}", namer.term(subject), subject.value
        else:
            fact, name, record = (
                f"{namer.iri(predicate)} {namer.term(end)} is said of something without address",
                "",
                None,
            )
        yield Finding(row.code, f"{fact}; {row.repair}", name, row.severity, None, line, column, record)


def _end(end: Term) -> str:
    if end.kind == "blank":
        return "something without address"
    short = end.value if len(end.value) <= 60 else f"{end.value[:60]}…"
    return f"the text {short!r}@{end.lang}" if end.lang else f"the text {short!r}"
