"""N-Triples, written one statement a line, with no graph in between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lobkit.compiled.ntriples_text import Lines
from lobkit.formats.format import Format
from lobkit.formats.rdf import raw_reader, reader
from lobkit.formats.triples import Described, Triples
from lobkit.names import Names


def serialize(
    records: Iterable[Any], *, enrich: bool = False, start: int = 0, known: Names | None = None
) -> Iterator[str]:
    """The statements of the records, in their order, one record a piece.

    A blank node is named by its record's number, so that parts of a whole can be written apart; below a nested thing
    with an IRI it is named by that IRI, since other records may tell the same of it.

    Args:
        records: the records.
        enrich: whether to add the statements that follow from the records.
        start: how many records of the same whole stand before the first.
        known: where the IRI of each record is noted before it comes here, so that none is noted twice.
    """
    described = Described() if known is None else Described(roots=known, noted=True)
    if not enrich:
        yield from map(Lines(start, described).of, records)
        return
    triples = Triples(enrich, described, start)
    for record in records:
        triples.described.next_record()
        yield "".join(f"{subject} <{predicate}> {object_} .\n" for subject, predicate, object_ in triples.of(record))


NTRIPLES = Format(
    "ntriples", "N-Triples", "application/n-triples", (".nt",), reader("nt"), serialize, parse_raw=raw_reader("nt")
)
