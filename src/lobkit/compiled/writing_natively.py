"""What the native writer of JSON Lines knows of each class: the fields of its shape, as `json_writer.c` writes them."""

from __future__ import annotations

import json
from typing import Any

from lobkit.compiled.json_writer import (
    ALWAYS,
    BOOLEAN,
    DATE,
    DECIMAL,
    INTEGER,
    SOURCE,
    TEXT,
    THING,
    TREE,
    UNLESS_EMPTY,
    UNLESS_NONE,
    Writer,
    lines,
)
from lobkit.compiled.native_files import refuse_stale
from lobkit.compiled.source import classes_within
from lobkit.compiled.trees import all_named, are_told_apart, is_there, own_name, value_function
from lobkit.datatypes import DATE as DATES
from lobkit.datatypes import DECIMAL as DECIMALS
from lobkit.datatypes import LANGUAGE
from lobkit.description import Cardinality, IriRange, LangMapRange, LiteralRange, NodeRange, PropertyShape, Range
from lobkit.formats.format import MAX_DEPTH
from lobkit.shape import check_to_write, checks_itself, shape_of
from lobkit.values import LangMap

refuse_stale(SOURCE)


def written(things: list[Any]) -> bytes:
    """Things as JSON, each on a line of its own.

    Raises:
        Unusual: for what is left to the writers that say what is wrong.
        WriteError: for a thing that never was right.
    """
    if not _WRITERS.keys() >= (classes := set(map(type, things))):
        for cls in classes:
            _know(cls)
    return lines(_WRITERS, things)


_WRITERS: dict[type[Any], Writer] = {}
"""A writer for each class that was met, and for each that can stand within it."""


def _know(cls: type[Any]) -> None:
    if cls in _WRITERS:
        return
    shape = shape_of(cls)
    _WRITERS[cls] = Writer(
        cls,
        f'"type":{json.dumps(shape.name, ensure_ascii=False)}'.encode(),
        None if checks_itself(cls) else check_to_write,
        _WRITERS,
        MAX_DEPTH,
        None if shape.iri == "none" else ("iri", b'"id":', TEXT, False, UNLESS_NONE, None),
        tuple(map(_field, shape.properties)),
    )
    for nested in classes_within(shape.properties):
        _know(nested)


def _field(one: PropertyShape) -> tuple[str, bytes, int, bool, int, Any]:
    key = f",{json.dumps(one.key, ensure_ascii=False)}:".encode()
    when = {"value": UNLESS_EMPTY, "True": ALWAYS}.get(is_there(one, "value"), UNLESS_NONE)
    return (one.name, key, *_value(one), when, _made(one))


def _value(one: PropertyShape) -> tuple[int, bool]:
    """The kind of what is written of a property, and whether there are several of it."""
    if _is_written_by_form(one):
        return DECIMAL if one.range == LiteralRange(DECIMALS) else TEXT, False
    kind, many = _kind(one.range), one.cardinality.many
    in_tree = kind == TREE or (one.cardinality is Cardinality.UNORDERED and kind not in (TEXT, THING))
    return (TREE, False) if in_tree else (kind, many)


def _is_written_by_form(one: PropertyShape) -> bool:
    """Whether it is one value that is written by its lexical form, which is a text."""
    by_form = isinstance(one.range, LiteralRange) and one.range.datatype.json == "string"
    return by_form and _kind(one.range) == TREE and not one.cardinality.many


def _kind(range_: Range) -> int:
    match range_:
        case NodeRange():
            return THING
        case IriRange():
            return TEXT
        case LiteralRange(datatype=datatype) if datatype.is_text or datatype is LANGUAGE:
            return TEXT
        case LiteralRange(datatype=datatype) if datatype is DATES:
            return DATE
        case LiteralRange(datatype=datatype):
            return {"integer": INTEGER, "boolean": BOOLEAN}.get(datatype.json, TREE)
        case _:
            return TREE


def _made(one: PropertyShape) -> Any:
    """What gives the native writer what it writes, where that is not the value itself."""
    if isinstance(one.range, LangMapRange) and not one.cardinality.many:
        return LangMap._texts  # the slot; its texts stand in their order
    if isinstance(one.range, NodeRange):
        return _by_name if one.cardinality is Cardinality.UNORDERED and all_named(one.range) else None
    if isinstance(one.range, LiteralRange) and _is_written_by_form(one):
        return one.range.datatype.lexical
    if _value(one) == (TREE, False):
        tree = value_function(one)
        return lambda value: tree(value, 0)
    return None


def _by_name(things: frozenset[Any]) -> Any:
    """Things by their IRIs; where that leaves their order open, the set, whose order is that of what is written."""
    return sorted(things, key=own_name) if are_told_apart(things) else things
