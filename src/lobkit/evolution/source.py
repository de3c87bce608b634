"""Where an edition comes from: a file, or one of lobkit's own vocabularies by its name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from attrs import evolve

from lobkit import exchange
from lobkit.errors import Finding, ReadError
from lobkit.evolution.changes import Comparison
from lobkit.evolution.compare import compare
from lobkit.evolution.edition import Edition, edition_of
from lobkit.formats import json
from lobkit.formats.rdf import read_triples
from lobkit.formats.triples import Triple, Triples
from lobkit.model import ROOTS
from lobkit.reuse.jskos import from_jskos, is_jskos
from lobkit.reuse.tables import from_csv, from_xlsx
from lobkit.schemas.context import is_own_context
from lobkit.vocabularies import VOCABULARIES

EditionLike = str | Path | Edition
"""What names an edition: a path, the name of one of lobkit's own vocabularies, or an edition itself."""


def read_edition(source: EditionLike, *, version: str | None = None) -> Edition:
    """The version of a vocabulary that a file holds.

    Args:
        source: a path, or `thema`, `sector`, `jaartal` or `soort` for lobkit's own.
        version: the version, where the file does not say it.

    Raises:
        ReadError: where the file cannot be read, or describes no concept.
    """
    edition = source if isinstance(source, Edition) else load_edition(source)[0]
    return evolve(edition, version=version, dated=False) if version is not None else edition


def load_edition(source: str | Path) -> tuple[Edition, tuple[Finding, ...]]:
    """As `read_edition`, with what was left out of a form that says more than SKOS."""
    if str(source) in VOCABULARIES and not Path(source).exists():
        make = Triples()
        roots = VOCABULARIES[str(source)].roots()
        return edition_of((triple for root in roots for triple in make.of(root)), str(source)), ()
    label = "<stdin>" if str(source) == "-" else str(source)
    noticed: list[Finding] = []
    try:
        edition = edition_of(_triples(source, noticed), "" if str(source) == "-" else str(source))
    except ReadError as error:
        raise error.at(label) from None
    if not edition.entries:
        message = "no SKOS concept is described here; a vocabulary has resources of the class skos:Concept"
        raise ReadError([Finding("LOB108", message, source=label)])
    return edition, tuple(one.at(label) for one in noticed)


def _triples(source: str | Path, noticed: list[Finding]) -> Iterator[Triple]:
    """The statements of a vocabulary in RDF, in one of lobkit's own forms, as JSKOS, or as a table."""
    name = str(source).lower().removesuffix(".gz")
    if name.endswith(".xlsx"):
        yield from from_xlsx(Path(source))
        return
    if name.endswith((".csv", ".tsv")):
        yield from from_csv(exchange.text_of(source), str(source))
        return
    form = exchange.format_of(source, _by_extension(source))
    text = exchange.text_of(source)
    if form.name == "json" and is_jskos(tree := json.parse_tree(text)):
        statements, findings = from_jskos(tree)
        noticed += findings
        yield from statements
    elif form.name in RDF_NAMES and not _is_own(text, form.name):
        yield from read_triples(text, RDF_NAMES[form.name])
    elif form.parse is not None:
        make = Triples()
        for record in form.parse(text, ROOTS).records:
            yield from make.of(record)


RDF_NAMES = {"turtle": "turtle", "ntriples": "nt", "nquads": "nq", "trig": "trig", "rdfxml": "xml", "jsonld": "jsonld"}
_EXTENSIONS = {".xml": "rdfxml", ".owl": "rdfxml", ".n3": "turtle", ".skos": "rdfxml"}


def _by_extension(source: str | Path) -> str | None:
    return _EXTENSIONS.get(Path(str(source).removesuffix(".gz")).suffix.lower())


def _is_own(text: str, name: str) -> bool:
    """Whether a JSON-LD text is lobkit's own form, whose context needs no fetching."""
    if name != "jsonld":
        return False
    tree = json.parse_tree(text)
    return isinstance(tree, dict) and (is_own_context(tree.get("@context"), ROOTS) or "@context" not in tree)


def diff(
    old: EditionLike,
    new: EditionLike,
    *,
    old_version: str | None = None,
    new_version: str | None = None,
    treat: dict[str, str] | None = None,
) -> Comparison:
    """What changed between two versions of a vocabulary, concept by concept, and whether it breaks anyone.

    Args:
        old, new: paths, or names of lobkit's own vocabularies.
        old_version, new_version: where the files do not say them.
        treat: verdicts for kinds of change that are judged otherwise, such as `{"moved": "breaking"}`.

    Raises:
        ReadError: where a file cannot be read, or describes no concept.
    """
    return compare(read_edition(old, version=old_version), read_edition(new, version=new_version), treat)
