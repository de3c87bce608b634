"""From things to JSON on one line: a function for each class, which writes what `json.dumps` would."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from attrs import NOTHING

from lobkit.compiled.source import Source, Writers
from lobkit.errors import WriteError
from lobkit.formats.format import MAX_DEPTH
from lobkit.formats.tree import value_tree
from lobkit.formats.triples import quoted
from lobkit.shape import (
    Cardinality,
    IriRange,
    LangMapRange,
    LangStringRange,
    LiteralRange,
    NodeRange,
    PropertyShape,
    Range,
    shape_of,
)
from lobkit.values import BOOLEAN, STRING, LangMap

Out = Callable[[str], None]


def json_text(thing: Any) -> str:
    """A thing as JSON without spaces.

    Raises:
        WriteError: where things are nested too deep to be read back.
    """
    parts: list[str] = []
    _WRITERS[type(thing)](thing, parts.append, 0)
    return "".join(parts)


def too_deep(depth: int) -> None:
    """Refuses what no reader takes.

    Raises:
        WriteError: where things are nested too deep.
    """
    if depth > MAX_DEPTH:
        raise WriteError(f"things are nested deeper than {MAX_DEPTH} levels, which no reader takes")


def _compiled(cls: type[Any]) -> Callable[[Any, Out, int], None]:
    shape = shape_of(cls)
    source = Source(f"json_{shape.name}", "thing, out, depth")
    source.add(f"{source.use(too_deep, 'too_deep')}(depth)")
    head = '{"type":' + quoted(shape.name)
    if shape.iri == "none":
        source.add(f"out({head!r})")
    else:
        named = ',"type":' + quoted(shape.name)
        source.add(f"iri = thing.iri\nout({head!r} if iri is None else '{{\"id\":' + quoted(iri) + {named!r})")
    source.values["quoted"] = quoted
    for one in shape.properties:
        _property(one, source)
    source.add("out('}')")
    return source.function()  # type: ignore[no-any-return]


_WRITERS: Writers[Callable[[Any, Out, int], None]] = Writers(_compiled)


def _property(one: PropertyShape, source: Source) -> None:
    key = f",{quoted(one.key)}:"
    source.add(f"value = thing.{one.name}")
    if one.cardinality is Cardinality.UNORDERED or (one.cardinality is Cardinality.ORDERED and one.default == ()):
        source.add("if value:")
    elif one.required and one.default is NOTHING and one.cardinality is not Cardinality.OPTIONAL:
        source.add("if True:")
    else:
        source.add("if value is not None:")
    if one.cardinality is Cardinality.ONE or one.cardinality is Cardinality.OPTIONAL:
        _single(one, source, key)
    elif isinstance(one.range, NodeRange) and one.cardinality is Cardinality.ORDERED:
        source.add(f"out({key + '['!r})\ncomma = False", 2)
        source.add("for item in value:\n    if comma: out(',')", 2)
        source.add(f"    {source.use(_WRITERS, 'writers')}[type(item)](item, out, depth + 1)\n    comma = True", 2)
        source.add("out(']')", 2)
    elif (item := _text(one.range, source, "item")) is not None:
        text = f"[{item} for item in {_in_order(one)}]"
        source.add(f"out({key + '['!r} + ','.join({text}) + ']')", 2)
    else:
        _by_tree(one, source, key)


def _in_order(one: PropertyShape) -> str:
    return "value" if one.cardinality is Cardinality.ORDERED else "(sorted(value) if len(value) > 1 else value)"


def _single(one: PropertyShape, source: Source, key: str) -> None:
    if isinstance(one.range, NodeRange):
        source.add(f"out({key!r})\n{source.use(_WRITERS, 'writers')}[type(value)](value, out, depth + 1)", 2)
    elif (text := _text(one.range, source, "value")) is not None:
        source.add(f"out({key!r} + {text})", 2)
    else:
        _by_tree(one, source, key)


def _by_tree(one: PropertyShape, source: Source, key: str) -> None:
    """Rare kinds of value go by their tree."""

    def text(value: Any, depth: int) -> str:
        return json.dumps(value_tree(value, one, depth), ensure_ascii=False, separators=(",", ":"))

    source.add(f"out({key!r} + {source.use(text, 'text')}(value, depth))", 2)


def _text(range_: Range, source: Source, name: str) -> str | None:
    """The expression of a value as JSON, or None for the rare kinds; those of a set sort as their texts do."""
    match range_:
        case LiteralRange(datatype=datatype) if datatype is BOOLEAN:
            return f"('true' if {name} else 'false')"
        case LiteralRange(datatype=datatype) if datatype.json == "integer":
            return None if name == "item" else f"str({name})"
        case LiteralRange(datatype=datatype) if datatype is STRING or datatype.lexical is str:
            return None if datatype.json != "string" else f"quoted({name})"
        case IriRange():
            return f"quoted({name})"
        case LangMapRange():
            return f"{source.use(_lang_map, 'texts')}({name})"
        case LangStringRange() | LiteralRange() | NodeRange():
            return None


def _lang_map(texts: LangMap) -> str:
    return "{" + ",".join([f'"{lang}":{quoted(text)}' for lang, text in texts.items()]) + "}"
