"""The one door to rdflib: a graph that somebody holds, in and out."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from lobkit.errors import Finding, ReadError
from lobkit.formats.format import Parsed
from lobkit.formats.statements import parse_triples
from lobkit.formats.triples import Term, Triple, Triples
from lobkit.namespaces import NAMESPACES

if TYPE_CHECKING:
    from rdflib import Graph

_NO_BASE = "lobkit-no-base:///"
"""Stands where rdflib would put the working directory, so that relative IRIs can be found and refused."""


def from_graph(graph: Graph, classes: tuple[type[Any], ...], *, lenient: bool = False) -> Parsed:
    """The things that an rdflib graph describes, sorted by their names, since a graph has no order.

    Raises:
        ReadError: as for every RDF source.
    """
    return parse_triples(sorted(triples_of(graph), key=_order), classes, lenient=lenient)


def to_graph(records: Iterable[Any], *, enrich: bool = False) -> Graph:
    """An rdflib graph of the records, with every literal in its own lexical form."""
    from rdflib import Graph  # noqa: PLC0415 - nothing heavy before it is needed

    graph = Graph()
    for namespace in NAMESPACES:
        graph.bind(namespace.prefix, namespace.iri)
    make = Triples(enrich)
    for record in records:
        for subject, predicate, object_ in make.of(record):
            graph.add((_node(subject), _node(Term("iri", predicate)), _node(object_)))
    return graph


def _order(triple: Triple) -> tuple[str, str, str]:
    return str(triple[0]), triple[1], str(triple[2])


def triples_of(graph: Graph) -> Iterator[Triple]:
    """The statements of an rdflib graph, from lexical forms."""
    yield from map(_triple, graph)


def _triple(triple: Any) -> Triple:
    subject, predicate, object_ = triple
    return _term(subject), str(predicate), _term(object_)


def _term(node: Any) -> Term:
    from rdflib import BNode, Literal, URIRef  # noqa: PLC0415

    if isinstance(node, Literal):
        lang = node.language or ""
        return Term("literal", str(node), "" if lang else str(node.datatype or ""), lang)
    if isinstance(node, URIRef):
        if node.startswith(_NO_BASE):
            relative = node.removeprefix(_NO_BASE)
            raise ReadError([Finding("LOB106", f"{relative!r} is a relative IRI; write it in full")])
        return Term("iri", str(node))
    if isinstance(node, BNode):
        return Term("blank", str(node))
    raise ReadError([Finding("LOB101", f"statements with {type(node).__name__} are not taken")])


def _node(term: Term) -> Any:
    from rdflib import BNode, Literal, URIRef  # noqa: PLC0415

    if term.kind == "iri":
        return URIRef(term.value)
    if term.kind == "blank":
        return BNode(term.value)
    if term.lang:
        return Literal(term.value, lang=term.lang)
    # rdflib holds "a" and "a"^^xsd:string apart; RDF 1.1 does not. It also rewrites lexical forms unless told not to.
    plain = term.datatype in ("", "http://www.w3.org/2001/XMLSchema#string")
    return Literal(term.value) if plain else Literal(term.value, datatype=URIRef(term.datatype), normalize=False)


def parse_text(text: str, name: str) -> Iterator[Triple]:
    """The statements of any RDF text, in its order, by one of rdflib's parsers; no connection is opened.

    Raises:
        ReadError: where it is ill-formed.
    """
    import rdflib  # noqa: PLC0415
    from rdflib.plugins.stores.memory import Memory  # noqa: PLC0415

    said: list[Any] = []

    class InOrder(Memory):
        """Notes the statements as they come, since a graph gives them back in any order."""

        def add(self, triple: Any, context: Any, quoted: bool = False) -> None:
            said.append(triple)
            super().add(triple, context, quoted)

    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    dataset = rdflib.Dataset(InOrder(), default_union=False)
    try:
        dataset.parse(data=text, format=name, publicID=_NO_BASE)
    except Exception as problem:  # noqa: BLE001 - rdflib's parsers raise whatever their plug-in raises
        line = getattr(problem, "lines", None)
        raise ReadError(
            [Finding("LOB101", f"this cannot be read: {problem}", line=None if line is None else line + 1)]
        ) from None
    finally:
        rdflib.NORMALIZE_LITERALS = before
    _refuse_named_graphs(dataset)
    return map(_triple, said)


def _refuse_named_graphs(dataset: Any) -> None:
    """Statements without a graph are filed under the base by rdflib."""
    for graph in dataset.graphs():
        name = str(graph.identifier)
        if len(graph) and name not in (_NO_BASE, "urn:x-rdflib:default"):
            message = f"the statements of the named graph {name} would lose its name; put them in the default graph"
            raise ReadError([Finding("LOB112", message)])
