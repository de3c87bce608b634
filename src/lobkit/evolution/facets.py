"""Where records use concepts: the values of every field whose type is a class of concepts, in any form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen

from lobkit.description import Cardinality, IriRange, NodeRange, NodeShape, PropertyShape
from lobkit.formats.format import Place
from lobkit.formats.triples import Term, Triple
from lobkit.namespaces import RDF
from lobkit.shape import shape_of, shapes_of


@frozen
class Use:
    """One place where a record uses a concept.

    Args:
        iri: the concept, as the record says it; it need not exist.
        field: the field.
        place: the way to the value, from the top of the file.
        record: the IRI of the record at the top, where it has one.
        owner: the IRI of the thing that holds the field, else of the nearest thing around it.
        within: the way from that thing to the field; from the top of the file where nothing around it has an IRI.
    """

    iri: str
    field: PropertyShape
    place: Place
    record: str | None = None
    owner: str | None = None
    within: Place = ()

    @property
    def group(self) -> Place:
        """The place of the whole field."""
        return self.place[:-1] if self.field.cardinality.many else self.place


def uses_in_tree(tree: Any, classes: tuple[type[Any], ...]) -> Iterator[Use]:
    """The uses in a plain tree: a record, or `@graph` with several.

    Nothing is refused here: what is no value of its field is passed over, since a validation tells of it.
    """
    trees = tree.get("@graph") if isinstance(tree, dict) and "@graph" in tree else None
    if isinstance(trees, list):
        for at, one in enumerate(trees):
            yield from _in_node(one, classes, ("@graph", at))
    else:
        yield from _in_node(tree, classes, ())


def _in_node(
    tree: Any,
    classes: tuple[type[Any], ...],
    place: Place,
    record: str | None = None,
    owner: str | None = None,
    start: int = 0,
) -> Iterator[Use]:
    shape = _shape(tree, classes)
    if shape is None:
        return
    iri = tree.get("id") if isinstance(tree.get("id"), str) else None
    record, owner, start = record or iri, iri or owner, len(place) if iri else start
    for one in shape.properties:
        values = tree.get(one.key)
        many = one.cardinality.many and isinstance(values, list)
        pairs = enumerate(values or ()) if many else [(None, values)]
        for at, value in pairs:
            here = (*place, one.key) if at is None else (*place, one.key, at)
            if isinstance(one.range, NodeRange):
                yield from _in_node(value, one.range.classes, here, record, owner, start)
            elif _is_facet(one) and isinstance(value, str) and many == one.cardinality.many:
                yield Use(value, one, here, record, owner, (*place[start:], one.key))


def _shape(tree: Any, classes: tuple[type[Any], ...]) -> NodeShape | None:
    if not isinstance(tree, dict):
        return None
    by_name = {shape_of(cls).name: shape_of(cls) for cls in classes}
    if "type" in tree:
        return by_name.get(tree["type"]) if isinstance(tree["type"], str) else None
    return next(iter(by_name.values())) if len(by_name) == 1 else None


def _is_facet(one: PropertyShape) -> bool:
    return isinstance(one.range, IriRange) and one.range.concept_class is not None


def is_record(tree: Any, classes: tuple[type[Any], ...]) -> bool:
    """Whether a tree says that it is a record of one of these classes, or holds such records."""
    if isinstance(tree, dict) and isinstance(tree.get("@graph"), list):
        return any(_shape(one, classes) is not None for one in tree["@graph"])
    return _shape(tree, classes) is not None


def uses_in_triples(triples: Iterable[Triple], classes: tuple[type[Any], ...]) -> Iterator[tuple[Use, Triple]]:
    """The uses in a graph, each with the statement that says it; of a list, the statement of its member."""
    shapes = {shape.type: shape for shape in shapes_of(*classes)}
    by: dict[Term, dict[str, list[Term]]] = {}
    above: dict[Term, tuple[Term, str]] = {}
    for subject, predicate, object_ in triples:
        by.setdefault(subject, {}).setdefault(predicate, []).append(object_)
        if object_.kind == "blank":
            above.setdefault(object_, (subject, predicate))
    keys = {one.path: one.key for shape in shapes.values() for one in shape.properties}
    for number, (subject, said) in enumerate(by.items()):
        fitting = [shapes[one.value] for one in said.get(RDF.type, ()) if one.value in shapes]
        for one in (field for shape in fitting[:1] for field in shape.properties if _is_facet(field)):
            top, way = _way(subject, above, keys)
            owner = top.value if top.kind == "iri" else None
            # The label of a blank node is another one at the next reading.
            within = (*way, one.key) if owner is not None else (f"_:{number}", one.key)
            for at, (holder, predicate, value) in enumerate(_said(subject, one, by)):
                place: Place = (str(subject), one.key, at) if one.cardinality.many else (str(subject), one.key)
                yield Use(value.value, one, place, owner, owner, within), (holder, predicate, value)


def _way(subject: Term, above: Mapping[Term, tuple[Term, str]], keys: Mapping[str, str]) -> tuple[Term, Place]:
    """The nearest thing with an IRI around a thing, itself included, and the way from there, by the keys of fields."""
    way: list[str | int] = []
    seen: set[Term] = set()
    at: int | None = None
    while subject.kind == "blank" and subject in above and subject not in seen:
        seen.add(subject)
        subject, predicate = above[subject]
        if predicate == RDF.first:
            at = 0
        elif predicate == RDF.rest:
            at = (at or 0) + 1
        else:
            way[:0] = [keys.get(predicate, predicate)] if at is None else [keys.get(predicate, predicate), at]
            at = None
    return subject, tuple(way)


def _said(subject: Term, one: PropertyShape, by: dict[Term, dict[str, list[Term]]]) -> Iterator[Triple]:
    values = by[subject].get(one.path, [])
    if one.cardinality is not Cardinality.ORDERED:
        yield from ((subject, one.path, value) for value in values if value.kind == "iri")
        return
    for cell in values:
        seen: set[Term] = set()
        while cell not in seen and cell in by:
            seen.add(cell)
            yield from ((cell, RDF.first, value) for value in by[cell].get(RDF.first, ()) if value.kind == "iri")
            cell = next(iter(by[cell].get(RDF.rest, ())), cell)
