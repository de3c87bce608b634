"""rdflib: a graph filled by hand and serialised, and a graph parsed and walked to plain trees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rdflib import BNode, Graph, Literal, Node, URIRef

from benchmarks.peers.by_hand import Hand
from lobkit import Publication
from lobkit.namespaces import BIBO, DCTERMS, FOAF, LOB, NAMESPACES, RDF

_HAND = Hand(
    URIRef,
    BNode,
    lambda text, lang: Literal(text, lang=lang),
    lambda text, datatype: Literal(text, datatype=datatype, normalize=False),
)


def graph_of(publications: Iterable[Publication]) -> Graph:
    """The graph of some publications."""
    graph = Graph()
    for namespace in NAMESPACES:
        graph.bind(namespace.prefix, namespace.iri)
    add = graph.add
    for one in publications:
        for triple in _HAND.of(one):
            add(triple)
    return graph


def serialize(publications: Iterable[Publication], name: str) -> str:
    """The publications as text, by way of a graph."""
    return graph_of(publications).serialize(format=name)


def parse(raw: bytes, name: str) -> list[dict[str, Any]]:
    """The records of an RDF file, from its bytes, as plain trees, which nobody has checked."""
    graph = Graph()
    graph.parse(data=raw, format=name)
    walk = _Walk(graph)
    return [walk.publication(node) for node in graph.subjects(URIRef(RDF.type), URIRef(BIBO.Document))]


def _u(iri: object) -> URIRef:
    return URIRef(str(iri))


_A, _FIRST, _REST, _NIL = _u(RDF.type), _u(RDF.first), _u(RDF.rest), _u(RDF.nil)
_TITLE, _TEXT, _AUTHORS = _u(DCTERMS.title), _u(DCTERMS.description), _u(BIBO.authorList)
_SECTORS, _THEMAS, _AUDIENCES = _u(DCTERMS.educationLevel), _u(DCTERMS.subject), _u(DCTERMS.audience)
_YEAR, _SUMMARY, _ADVICE, _SECTIONS = _u(DCTERMS.issued), _u(LOB.summary), _u(LOB.recommendations), _u(LOB.sections)
_PLAIN = {
    _u(DCTERMS.type): "soort",
    _u(LOB.fullText): "fullText",
    _u(BIBO.doi): "doi",
    _u(DCTERMS.language): "language",
}
_AGENT = {_u(FOAF.name): "name", _u(FOAF.givenName): "givenName", _u(LOB.particle): "particle"}
_AGENT[_u(FOAF.familyName)] = "familyName"
_PERSON = _u(FOAF.Person)
_SECTION = {_u(LOB.heading): "heading", _u(LOB.body): "body"}


class _Walk:
    """From the nodes of a graph to trees: each node is asked once for all that is said of it."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def said(self, node: Node) -> dict[Node, list[Any]]:
        found: dict[Node, list[Any]] = {}
        for predicate, value in self.graph.predicate_objects(node):
            found.setdefault(predicate, []).append(value)
        return found

    def members(self, cell: Any) -> list[Any]:
        items = []
        value = self.graph.value
        while cell != _NIL:
            items.append(value(cell, _FIRST))
            cell = value(cell, _REST)
        return items

    def listed(self, said: dict[Node, list[Any]], path: URIRef, make: Any) -> list[Any]:
        return [make(node) for node in self.members(said[path][0])] if path in said else []

    def publication(self, node: Node) -> dict[str, Any]:
        said = self.said(node)
        tree: dict[str, Any] = {"id": str(node), "type": "Publication", "title": _texts(said[_TITLE])}
        tree["authors"] = self.listed(said, _AUTHORS, self.author)
        if _YEAR in said:
            tree["year"] = int(str(said[_YEAR][0]))
        tree["sectors"] = sorted(str(one) for one in said.get(_SECTORS, ()))
        tree["themas"] = sorted(str(one) for one in said.get(_THEMAS, ()))
        tree.update((key, str(said[path][0])) for path, key in _PLAIN.items() if path in said)
        tree["summary"] = self.listed(said, _SUMMARY, self.section)
        tree["recommendations"] = self.listed(said, _ADVICE, self.recommendation)
        return {key: value for key, value in tree.items() if value != []}

    def author(self, node: Node) -> dict[str, Any]:
        said = self.said(node)
        tree = {key: str(said[path][0]) for path, key in _AGENT.items() if path in said}
        tree["type"] = "Person" if said[_A][0] == _PERSON else "Organisation"
        return tree

    def section(self, node: Node) -> dict[str, Any]:
        said = self.said(node)
        tree: dict[str, Any] = {"type": "Section"}
        tree.update((key, str(said[path][0])) for path, key in _SECTION.items() if path in said)
        if _SECTIONS in said:
            tree["sections"] = self.listed(said, _SECTIONS, self.section)
        return tree

    def recommendation(self, node: Node) -> dict[str, Any]:
        said = self.said(node)
        tree: dict[str, Any] = {"type": "Recommendation", "text": _texts(said[_TEXT])}
        if _THEMAS in said:
            tree["themas"] = sorted(str(one) for one in said[_THEMAS])
        if _AUDIENCES in said:
            tree["audiences"] = sorted(str(one) for one in said[_AUDIENCES])
        return tree


def _texts(literals: list[Any]) -> dict[str, str]:
    return {str(one.language): str(one) for one in literals}
