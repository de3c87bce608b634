"""From things to the plain tree of dicts, lists and scalars that JSON and YAML share: a function for each class."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from functools import cache
from importlib.util import find_spec
from operator import attrgetter
from typing import Any

from attrs import NOTHING

from lobkit.compiled.makers import members_of
from lobkit.compiled.source import Known, Source, Writers
from lobkit.datatypes import DATE, LANGUAGE, Datatype
from lobkit.description import (
    Cardinality,
    IriRange,
    LangMapRange,
    LangStringRange,
    LiteralRange,
    NodeRange,
    PropertyShape,
    Range,
)
from lobkit.errors import WriteError
from lobkit.formats.format import MAX_DEPTH
from lobkit.formats.tree import PARTIAL_TYPES, Tree
from lobkit.shape import shape_of
from lobkit.values import Iri, LangString

Write = Callable[[Any, int], dict[str, Tree]]


def unstructure(thing: Any) -> dict[str, Tree]:
    """The tree of a thing, with its `type`; equal things give equal trees in equal order.

    Raises:
        WriteError: where things are nested too deep to be read back.
    """
    return _WRITERS[type(thing)](thing, 0)


def too_deep() -> None:
    """Refuses what no reader takes.

    Raises:
        WriteError: always.
    """
    raise WriteError(f"things are nested deeper than {MAX_DEPTH} levels, which no reader takes")


def _compiled(cls: type[Any]) -> Write:
    shape = shape_of(cls)
    source = Source(f"tree_{shape.name}", "thing, depth")
    source.values |= within(_WRITERS, shape.properties)
    source.add(f"if depth > {MAX_DEPTH}: {source.use(too_deep, 'too_deep')}()")
    source.add_check(cls)
    alone = f"{{'type': {shape.name!r}}}"
    if shape.iri == "none":
        source.add(f"tree = {alone}")
    else:
        named = f"{{'id': iri + '', 'type': {shape.name!r}}}"
        source.add(f"iri = thing.iri\ntree = {alone} if iri is None else {named}")
    for one in shape.properties:
        source.add(f"value = thing.{one.name}")
        source.add(f"if {is_there(one, 'value')}: tree[{one.key!r}] = {expression(one, source, 'value')}")
    source.add("return tree")
    return source.function()  # type: ignore[no-any-return]


_WRITERS: Writers[Write] = Writers(_compiled)


def within(writers: Writers[Any], properties: Iterable[PropertyShape]) -> dict[str, Any]:
    """The names by which expressions write what is nested in these properties."""
    known = writers.within(properties)

    def several(things: Iterable[Any], depth: int) -> list[Any]:
        return [known[type(one)](one, depth) for one in things]

    return {"writers": known, "several": several}


def is_there(one: PropertyShape, value: str) -> str:
    """The expression of whether the value of a property is written."""
    if one.cardinality is Cardinality.UNORDERED or (one.cardinality is Cardinality.ORDERED and one.default == ()):
        return value
    if one.required and one.default is NOTHING and one.cardinality is not Cardinality.OPTIONAL:
        return "True"
    return f"{value} is not None"


def expression(one: PropertyShape, source: Source, value: str, *, lent: bool = False) -> str:
    """The expression of what stands under the key of a property.

    Args:
        one: the property.
        source: where it will stand; `depth` and what `within` gives are known there.
        value: the expression of the value.
        lent: whether what a thing has inside it may be handed out, since nobody will change it.
    """
    item = _item(one.range, source, "item" if one.cardinality.many else value, lent)
    match one.cardinality:
        case Cardinality.ORDERED if isinstance(one.range, NodeRange):
            # Most lists have one member, for which a comprehension costs more than what it does.
            alone = _item(one.range, source, f"{value}[0]", lent)
            return f"[{alone}] if len({value}) == 1 else several({value}, depth + 1)"
        case Cardinality.ORDERED:
            return _all(item, value)
        case Cardinality.UNORDERED if isinstance(one.range, LangStringRange):
            return f"{source.use(_by_language, 'by_language')}({value})"
        case Cardinality.UNORDERED if isinstance(one.range, IriRange) and _plain(one.range.iri_class) is not None:
            known = source.look(_lists_of(one.range.iri_class), "lists", value)
            return known if lent else f"list({known})"
        case Cardinality.UNORDERED if isinstance(one.range, NodeRange) and all_named(one.range):
            by_name = f"several(sorted({value}, key={source.use(own_name, 'own_name')}), depth + 1)"
            by_all = f"sorted(several({value}, depth + 1), key={source.use(_order, 'order')})"
            return f"{by_name} if {source.use(are_told_apart, 'told_apart')}({value}) else {by_all}"
        case Cardinality.UNORDERED:
            order = "" if _is_text(one.range) else f", key={source.use(_order, 'order')}"
            alone = _item(one.range, source, f"next(iter({value}))", lent)  # most sets have one member
            items = value if item == "item" else _all(item, value)
            return f"[{alone}] if len({value}) == 1 else sorted({items}{order})"
    return item


def _all(item: str, value: str) -> str:
    """The list of what becomes of each item; a function is mapped, which costs less than a comprehension."""
    if item == "item":
        return f"list({value})"
    name, _, given = item.partition("(")
    if given == "item)" and name.isidentifier():
        return f"list(map({name}, {value}))"
    return f"[{item} for item in {value}]"


def value_function(one: PropertyShape) -> Callable[[Any, int], Tree]:
    """From the value of a property, and the depth at which its thing stands, to what stands under its key."""
    source = Source(f"tree_{one.name}", "value, depth")
    source.values |= within(_WRITERS, [one])
    source.add(f"return {expression(one, source, 'value')}")
    return source.function()  # type: ignore[no-any-return]


def _is_text(range_: Range) -> bool:
    return isinstance(range_, IriRange) or (isinstance(range_, LiteralRange) and range_.datatype.json == "string")


def all_named(range_: NodeRange) -> bool:
    """Whether all that stands in a property has an IRI."""
    return all(shape_of(cls).iri == "required" for cls in range_.classes)


own_name = attrgetter("iri")
"""What sets of things that all have an IRI are sorted by."""


def are_told_apart(things: Collection[Any]) -> bool:
    """Whether no two things have one IRI; they may, if they say different things of it."""
    return len(things) == 1 or len(set(map(own_name, things))) == len(things)


def _order(tree: Any) -> bytes:
    """What sets of other values that are no texts are sorted by: their JSON, whether they are trees or structs."""
    try:
        return _native()(tree)
    except (TypeError, OverflowError):  # a subclass of str, or a whole number that is larger than a machine's
        return _json(tree).encode()


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@cache
def _native() -> Callable[[Any], bytes]:
    if find_spec("msgspec") is None:
        return lambda tree: _json(tree).encode()
    import msgspec  # noqa: PLC0415 - it has no wheel for every platform

    return msgspec.json.Encoder().encode


def _by_language(texts: frozenset[LangString]) -> Any:
    by: dict[str, list[str]] = {}
    for one in texts:
        if one.lang in by:
            by[one.lang].append(one.text)
        else:
            by[one.lang] = [one.text]
    for several in by.values():
        if len(several) > 1:
            several.sort()
    return by if len(by) == 1 else {lang: by[lang] for lang in sorted(by)}


def _item(range_: Range, source: Source, name: str, lent: bool) -> str:
    """The expression of one value."""
    match range_:
        case NodeRange():
            return f"writers[type({name})]({name}, depth + 1)"
        case LangMapRange():
            return f"{name}._texts" if lent else f"{name}._texts.copy()"
        case LangStringRange():
            return f"{{'value': {name}.text, 'lang': {name}.lang}}"
        case LiteralRange(datatype=datatype) if datatype.json == "object":
            return f"{source.use(_partial(datatype), 'partial')}({name})"
        case LiteralRange(datatype=datatype) if datatype.json != "string" or (
            lent and (datatype.is_text or datatype is LANGUAGE)
        ):
            return name
        case LiteralRange(datatype=datatype) if lent and datatype is DATE:
            return name  # which is written natively
        case LiteralRange(datatype=datatype) if not datatype.is_text and datatype is not LANGUAGE:
            return f"{source.use(datatype.lexical, 'lexical')}({name})"
        case IriRange(iri_class=iri_class) if (plain := _plain(iri_class)) is not None:
            return f"({source.use(plain, 'plain')}.get({name}) or {name} + '')"
        case _:
            return f"{name} + ''"  # of a subclass of str, that is copied in half the time of str()


@cache
def _plain(iri_class: type[Iri]) -> dict[Iri, str] | None:
    """The texts of the concepts of a closed scheme."""
    members = members_of(iri_class)
    return None if members is None else {one: one + "" for one in members.values()}


@cache
def _lists_of(iri_class: type[Iri]) -> Known[frozenset[Iri], list[str]]:
    """The lists that are written for sets of concepts of a closed scheme."""
    plain = _plain(iri_class)
    assert plain is not None
    # The texts are those that every list holds: to look one up costs half of what a copy does.
    return Known(lambda value: sorted([plain.get(one) or one + "" for one in value]))


def _partial(datatype: Datatype) -> Callable[[Any], Tree]:
    names = {iri: name for name, iri in PARTIAL_TYPES.items()}
    return lambda value: {"type": names[datatype.datatype_of(value)], "value": datatype.lexical(value)}
