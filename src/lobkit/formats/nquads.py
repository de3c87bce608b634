"""N-Quads: N-Triples for stores that keep graphs apart, in the default graph or in one that is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lobkit.formats import ntriples
from lobkit.formats.format import Format
from lobkit.formats.rdf import raw_reader, reader
from lobkit.values import Iri

_END = " .\n"


def serialize(
    records: Iterable[Any], *, enrich: bool = False, start: int = 0, graph: Iri | None = None
) -> Iterator[str]:
    """The statements of the records, in their order, one record a piece.

    Without a graph they stand in the default graph, and can be read back. With one, they are for a store: what is read
    here has no place for the name of a graph, and reading refuses it (LOB112).

    Args:
        records: the records.
        enrich: whether to add the statements that follow from the records.
        start: how many records of the same whole stand before the first, for the names of blank nodes.
        graph: the name of the graph of all statements.
    """
    pieces = ntriples.serialize(records, enrich=enrich, start=start)
    return pieces if graph is None else (in_graph(piece, graph) for piece in pieces)


def in_graph(statements: str, graph: Iri) -> str:
    """Statements in N-Triples as statements of a named graph."""
    # A line end within a literal is escaped (RDF 1.1 N-Triples, section 2.4), so that this ends statements only.
    return statements.replace(_END, f" <{graph}>{_END}")


NQUADS = Format(
    "nquads",
    "N-Quads",
    "application/n-quads",
    (".nq",),
    reader("nq"),
    serialize,
    parse_raw=raw_reader("nq"),
    note="the default graph, or written to one that is named",
)
