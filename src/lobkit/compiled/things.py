"""From plain trees to things: a function for each class, which takes what is usual and checks all that is declared."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cache, partial
from itertools import repeat
from typing import Any, cast

import attrs
from attrs import define, field

from lobkit.compiled.long_texts import NOTHING_LONG, Long
from lobkit.compiled.makers import (
    IN_ORDER,
    alone_of,
    iris_reader,
    is_plain_address,
    known_language,
    lang_map,
    members_of,
    new,
    partial_date_in,
    phrase_in,
    phrases,
    set_texts,
    sets_of,
    thawed,
    values_of,
)
from lobkit.compiled.source import Source, Unusual, readers_of
from lobkit.compiled.structs import expected, field_name
from lobkit.datatypes import BOOLEAN, DATE, LANGUAGE, PARTIAL_DATE, STRING
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
from lobkit.errors import ValueRefused
from lobkit.formats.format import MAX_DEPTH
from lobkit.formats.problems import Problems
from lobkit.formats.tree import item_reader
from lobkit.shape import checks_itself, has_own_init, shape_of, shapes_of
from lobkit.values import Address, Iri, LangMap

Read = Callable[..., Any]

_FIRST_YEAR = 1000
"""Dates before it are not of four digits as they are counted here (`datatypes.checked_year`)."""

_PYTHON = {"integer": "int", "boolean": "bool"}
"""The class of a value that JSON has itself."""

_DEEP = 20
"""How deep things of one class may be nested here; what is deeper is unusual."""


def deepest(cls: type[Any]) -> int:
    """How deep things of a class may be nested in this way of reading."""
    return _DEEP if _is_nested_in_itself(cast(Hashable, cls)) else MAX_DEPTH


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


@cache
def struct_readers(
    classes: tuple[type[Any], ...], long: Long = NOTHING_LONG, *, trusting: bool = False
) -> dict[type, Read]:
    """A reader for each struct that `structs.expected` has for the same; it takes the struct and its depth.

    Where it is `trusting`, it takes a list besides: it adds the texts of all IRIs that it made without a look at them,
    and what it gives is nothing until `are_plain` has said yes to them.

    The types of all values have been checked natively. What is not as it nearly always is, is Unusual, or a concept
    that there is not (KeyError), or a refused value; of a text that was taken as it stands, and is none, msgspec has an
    error of its own.
    """
    return readers_of(partial(_compiled, native=True, long=long, trusting=trusting), expected(classes, long)[1])


@cache
def can_trust(classes: tuple[type[Any], ...]) -> bool:
    """Whether nobody else's code sees a thing of these classes while it is made."""
    return all(is_plain(shape.cls) for shape in shapes_of(*classes))


def _family(classes: tuple[type[Any], ...]) -> dict[NodeShape, Read]:
    return {
        shape: _compiled(cast(Hashable, shape.cls), native=False, long=NOTHING_LONG) for shape in shapes_of(*classes)
    }


@define
class _Reader(Source):
    """The source of a reader of a class; where it is `native`, it reads structs, else trees."""

    cls: type[Any] = field(kw_only=True)
    native: bool = field(default=False, kw_only=True)
    long: Long = field(default=NOTHING_LONG, kw_only=True)
    trusting: bool = field(default=False, kw_only=True)

    @property
    def unusual(self) -> str:
        """The statement that leaves the matter to the reader that explains."""
        return f"raise {self.use(Unusual, 'Unusual')}"

    @property
    def absent(self) -> str:
        """What a variable is where the source says nothing."""
        return "None" if self.native else "absent"


@cache
def _compiled(cls: Any, *, native: bool, long: Long, trusting: bool = False) -> Read:
    """The reader of one class; it takes a tree, where a type may be left out, or a struct, and its depth."""
    shape = shape_of(cls)
    given = "tree, depth, unseen" if trusting else "tree, depth"
    source = _Reader(f"read_{shape.name}", given, cls=cls, native=native, long=long, trusting=trusting)
    if _is_nested_in_itself(cls):
        source.add(f"if depth > {_DEEP}: {source.unusual}")
    names = [f"v{at}" for at in range(len(shape.properties))]
    if shape.iri != "none":
        names.append("iri")
    (_take_struct if native else _take_tree)(shape, source, names)
    for one, name in zip(shape.properties, names, strict=False):
        _field(one, source, name, is_long=(cls, one.name) in long)
    if shape.iri != "none":
        _own_iri(shape, source)
    add_making(source, shape, names)
    return cast(Read, source.function())


def _take_tree(shape: NodeShape, source: _Reader, names: list[str]) -> None:
    source.values["absent"] = absent = object()
    keys = ["type", *(one.key for one in shape.properties), *(["id"] if shape.iri != "none" else [])]
    # A tree put over all keys that there are grows by those that are unknown, and has the values in a known order.
    nothing = source.use(dict.fromkeys(keys, absent), "nothing")
    source.add(f"whole = {nothing} | tree\nif len(whole) != {len(keys)}: {source.unusual}")
    source.add(f"{', '.join(['kind', *names])}, = whole.values()")
    source.add(f"if kind != {shape.name!r} and kind is not absent: {source.unusual}")


def _take_struct(shape: NodeShape, source: _Reader, names: list[str]) -> None:
    for name, kept in zip(names, [*map(field_name, shape.properties), "iri"], strict=False):
        source.add(f"{name} = tree.{kept}")


def add_making(source: Source, shape: NodeShape, names: list[str], *, and_give: str = "") -> None:
    """Adds the lines that return a thing of checked values, which stand in variables of these names, `iri` last.

    Args:
        source: where the lines go.
        shape: of the thing.
        names: of the variables.
        and_give: what is returned besides, as it stands behind the thing in a tuple.
    """
    cls = shape.cls
    values = [*(one.name for one in shape.properties), *(["iri"] if shape.iri != "none" else [])]
    if has_own_init(cls):
        source.add(f"raise {source.use(Unusual, 'Unusual')}")  # what it makes of what is absent, it says itself
    elif is_plain(cls):
        source.add(f"thing = {source.use(thawed(cast(Hashable, cls)), 'Thawed')}()")
        for name, value in zip(values, names, strict=True):
            source.add(f"thing.{name} = {value}")
        source.add(f"thing.__class__ = {source.use(cls, shape.name)}\nreturn thing{and_give}")
    else:
        given = ", ".join(f"{name}={value}" for name, value in zip(values, names, strict=True))
        source.add(f"try: thing = {source.use(cls, shape.name)}({given})")
        source.add("except MemoryError: raise")
        source.add(f"except Exception: raise {source.use(Unusual, 'Unusual')} from None")
        source.add(f"return thing{and_give}")


@cache
def _is_nested_in_itself(cls: Any) -> bool:
    ranges = (one.range for shape in shapes_of(cls) for one in shape.properties)
    return any(isinstance(one, NodeRange) and cls in one.classes for one in ranges)


def is_plain(cls: type[Any]) -> bool:
    """Whether a thing is the sum of its fields, so that checked values make one without being checked again."""
    fields = attrs.fields(cls)
    return (
        checks_itself(cls)
        and not hasattr(cls, "__attrs_pre_init__")
        and not hasattr(cls, "__del__")
        and type(cls) is type
        and not any(name in base.__dict__ for base in cls.__mro__[:-1] for name in ("__init_subclass__", "__new__"))
        and {*cls.__dict__.get("__slots__", ())} - {"__weakref__"} == {one.name for one in fields}
        and all(one.validator is None and one.converter is None for one in fields)
    )


def _own_iri(shape: NodeShape, source: _Reader) -> None:
    source.add(f"if iri is not {source.absent}:")
    if not source.native:
        source.add(f"if type(iri) is not str: {source.unusual}", 2)
    source.add(f"iri = {_iri(Iri, source, 'iri')}", 2)
    if not source.native or shape.iri == "required":
        source.add(f"else: {source.unusual}" if shape.iri == "required" else "else: iri = None")


def _field(one: PropertyShape, source: _Reader, name: str, *, is_long: bool) -> None:
    """Adds the lines that read a field, from and to a variable."""
    value = _long_text(one, source, name) if is_long else _value(one, source, name)
    if source.native and (one.required or one.default is None):
        if value and one.required:
            source.add(value)
        elif value:
            source.add(f"if {name} is not None:")
            source.add(value, 2)
        return
    otherwise = source.unusual if one.required else f"{name} = {constant(one.default, source)}"
    source.add(f"if {name} is {source.absent}: {otherwise}")
    if value:
        source.add("else:")
        source.add(value, 2)


def constant(value: Any, source: Source) -> str:
    """The expression of a default."""
    return repr(value) if value is None or value == () else source.use(value, "default")


def _long_text(one: PropertyShape, source: _Reader, name: str) -> str:
    """The lines that make a text, or a map of texts, of what was taken as it stands."""
    text = source.use(_text_reader(), "text")
    if isinstance(one.range, LangMapRange):
        given = f"for lang, raw in {name}.items():\n    {name}[lang] = given = {text}(raw)\n"
        return f"{given}    if not given: {source.unusual}\n{_native_map(source, name)}"
    return f"{name} = {text}({name})" + (f"\nif not {name}: {source.unusual}" if one.filled else "")


@cache
def _text_reader() -> Callable[[Any], str]:
    import msgspec  # noqa: PLC0415 - it has no wheel for every platform

    return msgspec.json.Decoder(str).decode


def _value(one: PropertyShape, source: _Reader, name: str) -> str:
    """The lines that check a value and make it what a thing has; none where it is so already."""
    unusual = source.unusual
    if one.cardinality is Cardinality.UNORDERED and isinstance(one.range, LangStringRange):
        return f"{name} = {source.use(phrases, 'phrases')}({name})"
    if source.native and isinstance(one.range, LangMapRange):
        return _native_map(source, name)
    if not one.cardinality.many:
        check, item = _item(one.range, source, name)
        lines = [check] if check else []
        if one.filled and not source.native:
            lines.append(f"if not {name}: {unusual}")
        if item != name:
            lines.append(f"{name} = {item}")
        return "\n".join(lines)
    lines = [] if source.native else [f"if type({name}) is not list: {unusual}"]
    if one.cardinality is Cardinality.UNORDERED and isinstance(one.range, IriRange):
        if (sets := sets_of(one.range.iri_class)) is not None:
            return "\n".join([*lines, f"names = tuple({name})", f"{name} = {source.look(sets, 'sets', 'names')}"])
    check, item = _item(one.range, source, "item")
    if check:
        lines.append(f"for item in {name}:\n    {check}")
    function, _, given = item.partition("(")
    items = name if item == "item" else f"[{item} for item in {name}]"
    if given == "item)":
        items = f"map({function}, {name})"
    if isinstance(one.range, IriRange) and members_of(one.range.iri_class) is None:
        items = _iris(one.range.iri_class, source, name)
    if isinstance(one.range, NodeRange) and one.cardinality is Cardinality.ORDERED:
        # Most lists have one member, for which a comprehension costs more than what it does.
        _, alone = _item(one.range, source, f"{name}[0]")
        lines.append(f"{name} = ({alone},) if len({name}) == 1 else tuple({items})")
    elif one.cardinality is Cardinality.ORDERED:
        lines.append(f"{name} = tuple({items})")
    else:
        _, alone = _item(one.range, source, f"{name}[0]")
        single = f"frozenset(({alone},))"
        if isinstance(one.range, IriRange):
            single = source.look(alone_of(one.range.iri_class), "alone", f"{name}[0]")
        lines.append(
            f"if len({name}) == 1: {name} = {single}\n"
            f"else:\n    count = len({name})\n    {name} = frozenset({items})\n    if len({name}) != count: {unusual}"
        )
    return "\n".join(lines)


def _item(range_: Range, source: _Reader, name: str) -> tuple[str, str]:
    """The line that checks a value, or none; and the expression of what becomes of it."""
    text = "" if source.native else f"if type({name}) is not str: {source.unusual}"
    match range_:
        case LiteralRange(datatype=datatype) if datatype is STRING:
            return text, name
        case LiteralRange(datatype=datatype) if datatype.is_told_by_bounds and datatype.bounds:
            least, most = datatype.bounds
            is_good = f"type({name}) is int and {least} <= {name} <= {most}"
            return "" if source.native else f"if not ({is_good}): {source.unusual}", name
        case LiteralRange(datatype=datatype) if datatype is BOOLEAN:
            return "" if source.native else f"if type({name}) is not bool: {source.unusual}", name
        case LiteralRange(datatype=datatype) if datatype is LANGUAGE:
            return text, f"{source.use(known_language, 'language')}({name})"
        case LiteralRange(datatype=datatype) if datatype is DATE and source.native:
            return f"if {name}.year < {_FIRST_YEAR}: {source.unusual}", name
        case LiteralRange(datatype=datatype) if datatype.json == "string":
            return text, source.look(values_of(cast(Hashable, datatype)), "values", name)
        case LiteralRange(datatype=datatype) if datatype.json in _PYTHON:
            python, check = _PYTHON[datatype.json], source.use(datatype.checked, "check")
            return "" if source.native else f"if type({name}) is not {python}: {source.unusual}", f"{check}({name})"
        case LangMapRange():
            return "", f"{source.use(lang_map, 'texts')}({name})"
        case IriRange(iri_class=iri_class) if (members := members_of(iri_class)) is not None:
            return "", f"{source.use(members, iri_class.__name__)}[{name}]"
        case IriRange(iri_class=iri_class):
            return text, _iri(iri_class, source, name)
        case LangStringRange():
            return "", f"{source.use(phrase_in, 'phrase')}({name})"
        case LiteralRange(datatype=datatype) if datatype is PARTIAL_DATE:
            return "", f"{source.use(partial_date_in, 'date')}({name})"
        case NodeRange(classes=classes):
            unseen = ", unseen" if source.trusting else ""
            return "", f"{_node_reader(classes, source, name)}({name}, depth + 1{unseen})"
        case _:
            return "", f"{source.use(explained(item_reader(range_)), 'value')}({name})"


def _node_reader(classes: tuple[type[Any], ...], source: _Reader, name: str) -> str:
    """The expression of the reader of a nested thing."""
    if len(classes) == 1:
        if classes[0] is source.cls:
            return source.name
        if not _is_nested_in_itself(cast(Hashable, classes[0])):
            cls = cast(Hashable, classes[0])
            nested = _compiled(cls, native=source.native, long=source.long, trusting=source.trusting)
            return source.use(nested, "node")
    if source.native:
        return f"{source.use(struct_readers(classes, source.long, trusting=source.trusting), 'readers')}[type({name})]"
    return source.use(_node(classes), "node")


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
            one = known[name] = _compiled(cast(Hashable, cls), native=False, long=NOTHING_LONG)
        return one(tree, depth)

    return read


def explained(read: Callable[[Any, Any, Problems], Any]) -> Callable[[Any], Any]:
    """A reader of rare kinds of value, by the one that explains; what that one does not take is Unusual."""

    def value(tree: Any) -> Any:
        problems = Problems()
        found = read(tree, (), problems)
        if problems.found:
            raise Unusual
        return found

    return value


def _iri(iri_class: type[Iri], source: _Reader, name: str) -> str:
    """The expression of an IRI of a class; the usual ones are known by one look."""
    known = source.use(iri_class, iri_class.__name__)
    if iri_class not in (Iri, Address):
        return f"{known}({name})"
    make, plain = source.use(str.__new__, "make"), source.use(is_plain_address, "plain")
    if source.trusting and iri_class is Iri:
        return f"unseen.append({name}) or {make}({known}, {name})"
    return f"{make}({known}, {name}) if {plain}({name}) else {known}({name})"


def _iris(iri_class: type[Iri], source: _Reader, name: str) -> str:
    """The expression of several IRIs of a class."""
    if source.trusting and iri_class is Iri:
        make, each = source.use(str.__new__, "make"), source.use(repeat(iri_class), "each")
        return f"unseen.extend({name}) or map({make}, {each}, {name})"
    return f"{source.use(iris_reader(iri_class), 'iris')}({name})"


def _native_map(source: _Reader, name: str) -> str:
    """The lines that make a map of texts that are known to be such, and that are nobody else's."""
    return (
        f"tags = tuple({name})\nif not {source.look(IN_ORDER, 'in_order', 'tags')}: {source.unusual}\n"
        f"texts = {source.use(new, 'new')}({source.use(LangMap, 'LangMap')})\n"
        f"{source.use(set_texts, 'set_texts')}(texts, {name})\n"
        f"{name} = texts"
    )
