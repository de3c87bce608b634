"""From plain trees to things: a function for each class, which takes what is usual and checks all that is declared."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from functools import cache, lru_cache
from typing import Any, cast

import attrs

from lobkit.compiled.source import Source, Unusual
from lobkit.errors import ValueRefused
from lobkit.formats.format import Problems
from lobkit.formats.tree import item_reader, value_reader
from lobkit.shape import (
    Cardinality,
    IriRange,
    LangMapRange,
    LangStringRange,
    LiteralRange,
    NodeRange,
    NodeShape,
    PropertyShape,
    Range,
    checked,
    shape_of,
    shapes_of,
)
from lobkit.values import BOOLEAN, INTEGER, LANGUAGE, STRING, YEAR, Address, ConceptIri, Iri, LangMap, language_tag

Read = Callable[..., Any]

_DEEP = 20
"""How deep things of one class may be nested here; what is deeper is unusual."""

# A part of what `IRI_PATTERN` and `ADDRESS_PATTERN` take, which is nearly all that there is.
_PLAIN_ADDRESS = re.compile(
    r"https?://[A-Za-z0-9.\-]+(?:/[A-Za-z0-9._~/\-]*)?(?:[?#][A-Za-z0-9._~/=&+,\-]*)?"
).fullmatch


@cache
def reader_of(classes: tuple[type[Any], ...]) -> Callable[[Any], Any]:
    """Reads a tree with a `type` to a thing of one of the classes.

    The texts in the tree are taken to hold no character that no record may hold.

    Raises:
        Unusual: where anything is not as it nearly always is, faulty or not.
    """
    by_name = {shape.name: read for shape, read in _family(classes).items() if shape.cls in classes}

    def read(tree: Any) -> Any:
        if type(tree) is not dict:
            raise Unusual
        name = tree.get("type")
        one = by_name.get(name) if type(name) is str else None
        if one is None:
            raise Unusual
        try:
            return one(tree, 0)
        except (ValueRefused, KeyError, TypeError):  # no such concept, or a key of another kind
            raise Unusual from None

    return read


def _family(classes: tuple[type[Any], ...]) -> dict[NodeShape, Read]:
    return {shape: _compiled(cast(Hashable, shape.cls)) for shape in shapes_of(*classes)}


@cache
def _compiled(cls: Any) -> Read:
    """The reader of one class; it takes a tree, where a type may be left out, and its depth."""
    shape = shape_of(cls)
    source = Source(f"read_{shape.name}", "tree, depth")
    source.values["absent"] = absent = object()
    unusual = f"raise {source.use(Unusual, 'Unusual')}"
    if _is_nested_in_itself(cls):
        source.add(f"if depth > {_DEEP}: {unusual}")
    names = [f"v{at}" for at in range(len(shape.properties))]
    keys = ["type", *(one.key for one in shape.properties)]
    if shape.iri != "none":
        names.append("iri")
        keys.append("id")
    # A tree put over all keys that there are grows by those that are unknown, and has the values in a known order.
    nothing = source.use(dict.fromkeys(keys, absent), "nothing")
    source.add(f"whole = {nothing} | tree\nif len(whole) != {len(keys)}: {unusual}")
    source.add(f"{', '.join(['kind', *names])}, = whole.values()")
    source.add(f"if kind != {shape.name!r} and kind is not absent: {unusual}")
    for one, name in zip(shape.properties, names, strict=False):
        _field(one, source, unusual, name)
    if shape.iri != "none":
        _own_iri(shape, source, unusual)
    add_making(source, shape, names)
    return cast(Read, source.function())


def add_making(source: Source, shape: NodeShape, names: list[str]) -> None:
    """Adds the lines that return a thing of checked values, which stand in variables of these names, `iri` last."""
    cls = shape.cls
    values = [*(one.name for one in shape.properties), *(["iri"] if shape.iri != "none" else [])]
    if _is_plain(cls):
        source.add(f"thing = {source.use(object.__new__, 'new')}({source.use(_thawed(cast(Hashable, cls)), 'Thawed')})")
        for name, value in zip(values, names, strict=True):
            source.add(f"thing.{name} = {value}")
        source.add(f"thing.__class__ = {source.use(cls, shape.name)}\nreturn thing")
    else:
        given = ", ".join(f"{name}={value}" for name, value in zip(values, names, strict=True))
        source.add(f"return {source.use(cls, shape.name)}({given})")


@cache
def _thawed(cls: Any) -> type[Any]:
    """The class as it is while a thing is under construction: setting its fields costs next to nothing then."""
    free = {"__slots__": (), "__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    return type(cls.__name__, (cls,), free)


@cache
def _is_nested_in_itself(cls: Any) -> bool:
    ranges = (one.range for shape in shapes_of(cls) for one in shape.properties)
    return any(isinstance(one, NodeRange) and cls in one.classes for one in ranges)


def _is_plain(cls: type[Any]) -> bool:
    """Whether a thing is the sum of its fields, so that checked values make one without being checked again."""
    fields = attrs.fields(cls)
    return (
        cls.__dict__.get("__attrs_post_init__") is checked
        and not hasattr(cls, "__attrs_pre_init__")
        and type(cls) is type
        and not any("__init_subclass__" in base.__dict__ for base in cls.__mro__[:-1])
        and all(name.name in cls.__dict__.get("__slots__", ()) for name in fields)
        and all(one.validator is None and one.converter is None for one in fields)
    )


def _own_iri(shape: NodeShape, source: Source, unusual: str) -> None:
    source.add("if iri is not absent:")
    source.add(f"if type(iri) is not str: {unusual}\niri = {source.use(iri_reader(Iri), 'iri')}(iri)", 2)
    source.add(f"else: {unusual}" if shape.iri == "required" else "else: iri = None")


def _field(one: PropertyShape, source: Source, unusual: str, name: str) -> None:
    """Adds the lines that read a field, from and to a variable."""
    otherwise = unusual if one.required else f"{name} = {constant(one.default, source)}"
    source.add(f"if {name} is absent: {otherwise}\nelse:")
    _value(one, source, unusual, name)


def constant(value: Any, source: Source) -> str:
    """The expression of a default."""
    return repr(value) if value is None or value == () else source.use(value, "default")


def _value(one: PropertyShape, source: Source, unusual: str, name: str) -> None:
    if one.cardinality is Cardinality.UNORDERED and isinstance(one.range, LangStringRange):
        source.add(f"{name} = {source.use(_explained(value_reader(one)), 'texts')}({name})", 2)
    elif one.cardinality.many:
        source.add(f"if type({name}) is not list: {unusual}", 2)
        checks, item = _item(one.range, source, unusual, "item", "depth + 1")
        if checks:
            source.add(f"for item in {name}:\n    {checks}", 2)
        function, _, given = item.partition("(")
        items = name if item == "item" else f"[{item} for item in {name}]"
        if given == "item)":
            items = f"map({function}, {name})"
        if isinstance(one.range, NodeRange) and one.cardinality is Cardinality.ORDERED:
            # Most lists have one member, for which a comprehension costs more than what it does.
            _, alone = _item(one.range, source, unusual, f"{name}[0]", "depth + 1")
            source.add(f"{name} = ({alone},) if len({name}) == 1 else tuple({items})", 2)
        elif one.cardinality is Cardinality.ORDERED:
            source.add(f"{name} = tuple({items})", 2)
        else:
            source.add(f"count = len({name})\n{name} = frozenset({items})\nif len({name}) != count: {unusual}", 2)
    else:
        checks, item = _item(one.range, source, unusual, name, "depth + 1")
        if checks:
            source.add(checks, 2)
        if one.filled:
            source.add(f"if not {name}: {unusual}", 2)
        if item != name:
            source.add(f"{name} = {item}", 2)


def _item(range_: Range, source: Source, unusual: str, name: str, depth: str) -> tuple[str, str]:
    """A line that checks a value, or none; and the expression of what becomes of it."""
    text = f"if type({name}) is not str: {unusual}"
    match range_:
        case LiteralRange(datatype=datatype) if datatype is STRING:
            return text, name
        case LiteralRange(datatype=datatype) if datatype in (YEAR, INTEGER) and datatype.bounds:
            least, most = datatype.bounds
            return f"if type({name}) is not int or not {least} <= {name} <= {most}: {unusual}", name
        case LiteralRange(datatype=datatype) if datatype is BOOLEAN:
            return f"if type({name}) is not bool: {unusual}", name
        case LiteralRange(datatype=datatype) if datatype is LANGUAGE:
            return text, f"{source.use(known_language, 'language')}({name})"
        case LiteralRange(datatype=datatype) if datatype.json == "string":
            return text, f"{source.use(datatype.parse, 'parse')}({name})"
        case LangMapRange():
            return "", f"{source.use(lang_map, 'texts')}({name})"
        case IriRange(iri_class=iri_class) if (members := members_of(iri_class)) is not None:
            return "", f"{source.use(members.__getitem__, iri_class.__name__)}({name})"
        case IriRange(iri_class=iri_class):
            return text, f"{source.use(iri_reader(iri_class), 'iri')}({name})"
        case NodeRange(classes=(cls,)) if not _is_nested_in_itself(cast(Hashable, cls)):
            return "", f"{source.use(_compiled(cast(Hashable, cls)), 'node')}({name}, {depth})"
        case NodeRange(classes=(cls,)) if source.name == f"read_{shape_of(cls).name}":
            return "", f"{source.name}({name}, {depth})"
        case NodeRange(classes=classes):
            return "", f"{source.use(_node(classes), 'node')}({name}, {depth})"
        case _:
            return "", f"{source.use(_explained(item_reader(range_)), 'value')}({name})"


@cache
def _node(classes: tuple[type[Any], ...]) -> Read:
    """Reads a nested thing; its reader is compiled when the first one comes by, since classes can hold one another."""
    known: dict[Any, Read] = {}
    waiting = {shape_of(cls).name: cls for cls in classes}
    absent = shape_of(classes[0]).name if len(classes) == 1 else None

    def read(tree: Any, depth: int) -> Any:
        if type(tree) is not dict:
            raise Unusual
        name = tree.get("type", absent)
        one = known.get(name) if type(name) is str else None
        if one is None:
            cls = waiting.get(name) if type(name) is str else None
            if cls is None:
                raise Unusual
            one = known[name] = _compiled(cast(Hashable, cls))
        return one(tree, depth)

    return read


def _explained(read: Callable[[Any, Any, Problems], Any]) -> Callable[[Any], Any]:
    """A reader of rare kinds of value, by the one that explains."""

    def value(tree: Any) -> Any:
        problems = Problems()
        found = read(tree, (), problems)
        if problems.found:
            raise Unusual
        return found

    return value


@cache
def iri_reader(iri_class: type[Iri]) -> Callable[[str], Iri]:
    """Makes an IRI of a class; the usual ones are known by one look."""
    if iri_class not in (Iri, Address):
        return iri_class
    make = str.__new__

    def read(text: str) -> Iri:
        return make(iri_class, text) if _PLAIN_ADDRESS(text) else iri_class(text)

    return read


@cache
def members_of(iri_class: type[Iri]) -> dict[str, Iri] | None:
    """The concepts of a closed scheme by what names them in a tree."""
    members = iri_class.members() if issubclass(iri_class, ConceptIri) else None
    return None if members is None else {str(one): iri_class(one) for one in members}


known_language = lru_cache(maxsize=1024)(language_tag)


def lang_map(tree: Any) -> LangMap:
    """Texts by language, in the order of the tags."""
    if type(tree) is not dict or not _are_in_order(tuple(tree)):
        raise Unusual
    for text in tree.values():
        if type(text) is not str or not text:
            raise Unusual
    found = _new_map(LangMap)
    _set_texts(found, tree.copy())
    return found


@lru_cache(maxsize=1024)
def _are_in_order(tags: tuple[str, ...]) -> bool:
    """Whether languages stand as a language map has them: at least one, in lower case, in order, none twice."""
    return bool(tags) and all(known_language(tag) == tag for tag in tags) and list(tags) == sorted(set(tags))


_new_map = object.__new__
_set_texts = LangMap.__dict__["_texts"].__set__
