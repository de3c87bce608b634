"""From statements to things: a function for each class, which takes a graph as it nearly always is."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from typing import Any, cast

from lobkit.compiled.makers import lang_map
from lobkit.compiled.ntriples_things import things_in_order
from lobkit.compiled.source import Source, Unusual
from lobkit.compiled.terms import NOT_PLAIN, iri_of, literal_of, phrase_of, split_of, text_of
from lobkit.compiled.texts import has_controls, has_half_characters, is_as_written, is_clean
from lobkit.compiled.things import add_making, constant
from lobkit.compiled.turtle_things import things_in_layout
from lobkit.datatypes import STRING
from lobkit.description import (
    Cardinality,
    IriRange,
    LangMapRange,
    LangStringRange,
    LiteralRange,
    NodeRange,
    NodeShape,
    PropertyShape,
    Range,
)
from lobkit.formats.depth import is_too_deep
from lobkit.formats.format import MAX_DEPTH
from lobkit.namespaces import RDF
from lobkit.shape import shape_of, shapes_of
from lobkit.values import Iri

Graph = dict[str, dict[str, Any]]
"""By subject and predicate, the object or a list of several, each term as in N-Triples; what is read is taken out."""

Done = dict[str, Any]
"""The things with an IRI that were read, since several may hold them."""

Read = Callable[[Graph, str, int, Done], Any]

_TYPE, _FIRST, _REST, _NIL = f"<{RDF.type}>", f"<{RDF.first}>", f"<{RDF.rest}>", f"<{RDF.nil}>"
_is_blank = re.compile("_:[A-Za-z0-9]+").fullmatch


def records_of(raw: bytes, name: str, classes: tuple[type[Any], ...]) -> tuple[Any, ...]:
    """The records of a text in N-Triples (`nt`) or Turtle (`turtle`).

    Raises:
        Unusual: where the reader that explains has to look.
    """
    if has_controls(raw):
        raise Unusual
    if is_as_written(raw):
        with suppress(Unusual):
            return tuple((things_in_order if name == "nt" else things_in_layout)(raw, classes))
    if not is_clean(raw) or has_half_characters(raw):
        raise Unusual
    try:
        return tuple(_records(_lines(raw.decode()) if name == "nt" else _parsed(raw), classes))
    except (*NOT_PLAIN, UnicodeDecodeError):
        raise Unusual from None


def _records(graph: Graph, classes: tuple[type[Any], ...]) -> Iterator[Any]:
    """The things that can stand on their own and are part of no other, in the order of their first statements.

    What comes before the thing that holds it waits for that; where something is left in the end, the graph is unusual.
    """
    read, heads = _one_of(classes), {f"<{shape_of(cls).type}>" for cls in classes}
    held = set(_held(graph, classes))
    done: Done = {}
    for subject in list(graph):
        if subject in graph:
            if subject not in held and graph[subject].get(_TYPE) in heads:
                yield read(graph, subject, 0, done)
                done.pop(subject, None)  # who stands on its own stands in no other
        elif subject not in done and subject[0] == "<":
            raise Unusual
    if graph:
        raise Unusual


def _held(graph: Graph, classes: tuple[type[Any], ...]) -> Iterator[str]:
    """What may be part of another thing, of all that is of a class that can stand on its own: this, and seldom more."""
    holding = _holding(classes)
    if holding:
        for properties in graph.values():
            for predicate in holding & properties.keys():
                found = properties[predicate]
                yield from (found,) if type(found) is str else found


@cache
def _holding(classes: tuple[type[Any], ...]) -> frozenset[str]:
    """The predicates by which things of these classes are held by others, be it from a cell of a list."""
    return frozenset(
        _FIRST if one.cardinality is Cardinality.ORDERED else f"<{one.path}>"
        for shape in shapes_of(*classes)
        for one in shape.properties
        if isinstance(one.range, NodeRange) and not set(classes).isdisjoint(one.range.classes)
    )


def _lines(text: str) -> Graph:
    """The statements of lines as lobkit writes them; the terms are checked where they are read."""
    graph: Graph = {}
    last: str | None = None
    properties: dict[str, Any] = {}
    for line in text.split("\n"):
        parts = line.split(" ", 2)
        if len(parts) != 3 or parts[2][-2:] != " .":
            if line:
                raise Unusual
            continue
        subject, predicate, object_ = parts
        if subject != last:
            last = subject
            properties = graph.setdefault(subject, {})
        if predicate in properties:
            _add(properties, predicate, object_[:-2])
        else:
            properties[predicate] = object_[:-2]
    return graph


def _parsed(raw: bytes) -> Graph:
    if find_spec("pyoxigraph") is None:  # not in Pyodide
        raise Unusual
    import pyoxigraph as ox  # noqa: PLC0415 - nothing heavy before it is needed

    graph: Graph = {}
    last: Any = None
    properties: dict[str, Any] = {}
    try:
        for one in ox.parse(input=raw, format=ox.RdfFormat.TURTLE):
            if one.subject != last:
                last = one.subject
                properties = graph.setdefault(str(last), {})
            predicate = str(one.predicate)
            if predicate in properties:
                _add(properties, predicate, str(one.object))
            else:
                properties[predicate] = str(one.object)
    except (SyntaxError, ValueError):
        raise Unusual from None
    return graph


def _add(properties: dict[str, Any], predicate: str, object_: str) -> None:
    """Adds an object to a property that has one; a statement that stands twice counts once."""
    known = properties[predicate]
    if type(known) is str:
        if known != object_:
            properties[predicate] = [known, object_]
    elif object_ not in known:
        known.append(object_)


@cache
def _one_of(classes: tuple[type[Any], ...]) -> Read:
    """Reads a node of one of several classes; one with an IRI may stand in several places."""
    by_type = {f"<{shape_of(cls).type}>": cls for cls in classes}

    def read(graph: Graph, subject: str, depth: int, done: Done) -> Any:
        properties = graph.pop(subject, None)
        if properties is None:
            found = done[subject]
            if type(found) not in classes or is_too_deep(found, depth):
                raise Unusual
            return found
        cls = by_type[properties.pop(_TYPE)]
        thing = _compiled(cast(Hashable, cls))(graph, subject, properties, depth, done)
        if subject[0] == "<":
            done[subject] = thing
        return thing

    return read


@cache
def _compiled(cls: Any) -> Callable[..., Any]:
    shape = shape_of(cls)
    source = Source(f"graph_{shape.name}", "graph, subject, properties, depth, done")
    unusual = f"raise {source.use(Unusual, 'Unusual')}"
    source.values |= {"text": text_of, "texts": _texts, "phrase": phrase_of, "cells": _cells, "is_blank": _is_blank}
    source.add(f"if depth > {MAX_DEPTH}: {unusual}")
    names = [f"v{at}" for at in range(len(shape.properties))]
    # Put over all that there can be, properties grow by what is unknown or follows from the record.
    nothing = dict.fromkeys(f"<{one.path}>" for one in shape.properties)
    source.add(f"whole = {source.use(nothing, 'nothing')} | properties\nif len(whole) != {len(names)}: {unusual}")
    source.add(f"{', '.join(names)}, = whole.values()" if names else "pass")
    for one, name in zip(shape.properties, names, strict=True):
        _field(one, source, unusual, name)
    if _own_iri(shape, source, unusual):
        names.append("iri")
    add_making(source, shape, names)
    return cast("Callable[..., Any]", source.function())


def _own_iri(shape: NodeShape, source: Source, unusual: str) -> bool:
    if shape.iri == "none":
        source.add(f"if not is_blank(subject): {unusual}")
        return False
    source.add(f"if subject[0] == '<': iri = {source.use(iri_of(Iri), 'iri')}(subject)")
    source.add(f"elif {shape.iri == 'required'} or not is_blank(subject): {unusual}\nelse: iri = None")
    return True


def _field(one: PropertyShape, source: Source, unusual: str, name: str) -> None:
    source.add(f"if {name} is None: " + (unusual if one.required else f"{name} = {constant(one.default, source)}"))
    source.add("else:")
    if one.cardinality is Cardinality.ORDERED:
        source.add(f"{name} = tuple([{_value(one.range, source, 'item')} for item in cells(graph, {name})])", 2)
    elif one.cardinality is Cardinality.UNORDERED:
        source.add(f"several = ({name},) if type({name}) is str else {name}", 2)
        source.add(f"{name} = frozenset([{_value(one.range, source, 'item')} for item in several])", 2)
        source.add(f"if len({name}) != len(several): {unusual}", 2)
    else:
        source.add(f"{name} = {_value(one.range, source, name)}", 2)
        if one.filled:
            source.add(f"if not {name}: {unusual}", 2)


def _value(range_: Range, source: Source, name: str) -> str:
    """The expression of what becomes of a term."""
    match range_:
        case LangMapRange():
            return f"texts({name})"
        case LangStringRange():
            return f"phrase({name})"
        case LiteralRange(datatype=datatype) if datatype is STRING:
            return f"text({name})"
        case LiteralRange(datatype=datatype):
            return f"{source.use(literal_of(cast(Hashable, datatype)), 'literal')}({name})"
        case IriRange(iri_class=iri_class):
            return f"{source.use(iri_of(iri_class), 'iri')}({name})"
        case NodeRange(classes=classes):
            return f"{source.use(_one_of(classes), 'node')}(graph, {name}, depth + 1, done)"
    raise AssertionError(range_)


def _texts(terms: Any) -> Any:
    found = {}
    for term in (terms,) if type(terms) is str else terms:
        text, lang = split_of(term)
        if lang in found:
            raise Unusual
        found[lang] = text
    return lang_map(dict(sorted(found.items())) if len(found) > 1 else found)


def _cells(graph: Graph, cell: Any) -> list[str]:
    """The members of a list whose cells say nothing else."""
    found: list[str] = []
    while cell != _NIL:
        if type(cell) is not str or not _is_blank(cell):
            raise Unusual
        properties = graph.pop(cell, None)
        if properties is None or len(properties) != 2 or type(properties.get(_FIRST)) is not str:
            raise Unusual
        found.append(properties[_FIRST])
        cell = properties.get(_REST)
    return found
