"""N-Triples, written one statement a line, with no graph in between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lobkit.compiled.ntriples_text import Lines
from lobkit.formats.format import Format
from lobkit.formats.rdf import reader
from lobkit.formats.triples import Triples


def serialize(records: Iterable[Any], *, enrich: bool = False) -> Iterator[str]:
    """The statements of the records, in their order, one record a piece."""
    if not enrich:
        yield from map(Lines().of, records)
        return
    triples = Triples(enrich)
    for record in records:
        yield "".join(f"{subject} <{predicate}> {object_} .\n" for subject, predicate, object_ in triples.of(record))


NTRIPLES = Format("ntriples", "N-Triples", "application/n-triples", (".nt",), reader("nt"), serialize)
