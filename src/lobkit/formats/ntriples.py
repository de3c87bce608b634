"""N-Triples, written one statement a line, with no graph in between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lobkit.compiled.ntriples_text import Lines
from lobkit.formats.format import Format
from lobkit.formats.rdf import raw_reader, reader
from lobkit.formats.triples import Triples


def serialize(records: Iterable[Any], *, enrich: bool = False, start: int = 0) -> Iterator[str]:
    """The statements of the records, in their order, one record a piece.

    A blank node is named by its record's number, so that parts of a whole can be written apart: `start` says how many
    records stand before the first.
    """
    if not enrich:
        yield from map(Lines(record=start).of, records)
        return
    triples = Triples(enrich, record=start)
    for record in records:
        triples.described.next_record()
        yield "".join(f"{subject} <{predicate}> {object_} .\n" for subject, predicate, object_ in triples.of(record))


NTRIPLES = Format(
    "ntriples", "N-Triples", "application/n-triples", (".nt",), reader("nt"), serialize, parse_raw=raw_reader("nt")
)
