"""The waist: compiles a declared class, once, to the frozen description from which every form is derived."""

from __future__ import annotations

import datetime
import types
import typing
from collections.abc import Hashable, Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Union, cast, get_args, get_origin

import attrs
from attrs import NOTHING
from attrs.exceptions import FrozenInstanceError

from lobkit.datatypes import DATATYPES, PARTIAL_DATE, Datatype
from lobkit.declare import TYPE_MARK, Derived, Property
from lobkit.description import (
    EMPTY,
    Cardinality,
    DerivedShape,
    IriRange,
    LangMapRange,
    LangStringRange,
    LiteralRange,
    NodeRange,
    NodeShape,
    PropertyShape,
    Range,
    lower_camel,
)
from lobkit.errors import DeclarationError, ValueRefused, WriteError, shown
from lobkit.values import Iri, LangMap, LangString

__all__ = [
    "EMPTY",
    "RESERVED_KEYS",
    "Cardinality",
    "DerivedShape",
    "IriRange",
    "LangMapRange",
    "LangStringRange",
    "LiteralRange",
    "NodeRange",
    "NodeShape",
    "PropertyShape",
    "Range",
    "check_to_write",
    "checked",
    "checks_itself",
    "has_own_init",
    "is_declared",
    "lower_camel",
    "shape_of",
    "shapes_of",
]


_SEEN: set[type[Any]] = set()
"""Classes of which a thing was checked, so that their own `__attrs_post_init__` is known to call `checked`."""


def checked(thing: Any) -> None:
    """Checks every field of a new thing: assign it to `__attrs_post_init__` in the class.

    Raises:
        ValueRefused: where a value is not of the declared type, or no form could carry it.
    """
    shape_of(type(thing)).check(thing)
    _SEEN.add(type(thing))


def checks_itself(cls: type[Any]) -> bool:
    """Whether each thing of a class is checked when it is made, by the line for it and by nothing else."""
    return getattr(cls, "__attrs_post_init__", None) is checked and not has_own_init(cls)


def has_own_init(cls: type[Any]) -> bool:
    """Whether a class has an `__init__` of its own, which may have other defaults than its fields."""
    return "__attrs_init__" in cls.__dict__  # which attrs makes beside it


def check_to_write(thing: Any) -> None:
    """Checks a thing that is about to be written, where its class has never been seen to check one.

    So is one with an `__attrs_post_init__` or an `__init__` of its own, which may forget it.

    Raises:
        WriteError: with what is wrong.
    """
    if type(thing) in _SEEN or checks_itself(type(thing)):
        return
    try:
        shape_of(type(thing)).check(thing)
    except ValueRefused as refused:
        advice = "call checked(self) in its __attrs_post_init__, so that it is told where the thing is made"
        raise WriteError(f"{refused}; {advice}") from None


def shape_of(cls: type[Any]) -> NodeShape:
    """The compiled description of a declared class.

    Raises:
        DeclarationError: where the declaration has no one meaning in every form, with what to change.
    """
    return _compiled(cast(Hashable, cls))  # a class is hashable, which mypy does not take from type[…]


def shapes_of(*classes: type[Any]) -> tuple[NodeShape, ...]:
    """The shapes of these classes and of all that can be nested in them, each once, outermost first.

    Raises:
        DeclarationError: also where one JSON key or one type name would have two meanings among them.
    """
    found: dict[type[Any], NodeShape] = {}
    waiting = list(classes)
    while waiting:
        cls = waiting.pop(0)
        if cls not in found:
            found[cls] = shape_of(cls)
            waiting.extend(_nested_classes(found[cls].properties))
    shapes = tuple(found.values())
    _refuse_two_meanings(shapes)
    return shapes


def is_declared(cls: type[Any]) -> bool:
    """Whether a class says what it means in RDF."""
    return isinstance(cls, type) and TYPE_MARK in cls.__dict__ and attrs.has(cls)


@cache
def _compiled(cls: Any) -> NodeShape:
    if not attrs.has(cls):
        raise DeclarationError(f"{cls!r} is no attrs class; write @frozen above it")
    if not is_declared(cls):
        raise DeclarationError(f"{cls.__name__} does not say its RDF class; write @rdf_type(…) above @frozen")
    try:
        hints = typing.get_type_hints(cls, include_extras=True)
    except NameError as problem:
        raise DeclarationError(f"{cls.__name__}: {problem}; declare or import it where the class is declared") from None
    mark: Property = getattr(cls, TYPE_MARK)
    iri = "none"
    properties = []
    for attribute in attrs.fields(cls):
        where = f"{cls.__name__}.{attribute.name}"
        if not attribute.init:
            raise DeclarationError(f"{where} is not taken by __init__; a value that cannot be read back would be lost")
        if (attribute.alias or attribute.name) != attribute.name:
            raise DeclarationError(f"{where} has the alias {attribute.alias!r}; give it one name without an underscore")
        if attribute.name == "iri":
            iri = _iri_kind(hints["iri"], where)
        else:
            properties.append(_property_shape(hints[attribute.name], attribute, where))
    _refuse_doubles(cls, properties)
    _refuse_unchecked(cls)
    return NodeShape(cls, cls.__name__, mark.iri, mark.definition, iri, tuple(properties), _derived(cls))


def _refuse_unchecked(cls: type[Any]) -> None:
    """A thing of a wrong value could be written, and what is written not be read."""
    if getattr(cls, "__attrs_post_init__", None) is None:
        advice = "write `__attrs_post_init__ = checked` in it, with `from lobkit.shape import checked` above"
        raise DeclarationError(f"{cls.__name__} does not check what it is given; {advice}")
    if not _is_frozen(cls):
        raise DeclarationError(f"{cls.__name__} can be changed when it has been checked; write @frozen, not @define")


def _is_frozen(cls: type[Any]) -> bool:
    try:
        object.__new__(cls).any_name = None
    except FrozenInstanceError:
        return True
    except AttributeError:  # a class with slots has no such attribute
        return False
    return False


def _iri_kind(hint: Any, where: str) -> str:
    if hint is Iri:
        return "required"
    if set(get_args(hint)) == {Iri, types.NoneType}:
        return "optional"
    raise DeclarationError(f"{where} names the thing itself; its type is Iri, or Iri | None")


def _property_shape(hint: Any, attribute: Any, where: str) -> PropertyShape:
    if get_origin(hint) is not Annotated or not any(isinstance(mark, Property) for mark in hint.__metadata__):
        raise DeclarationError(f"{where} does not say what it means; write Annotated[…, Property(iri, 'definition')]")
    meanings = [mark for mark in hint.__metadata__ if isinstance(mark, Property)]
    if len(meanings) > 1:
        raise DeclarationError(f"{where} has two Property entries; keep one")
    marks = [mark for mark in hint.__metadata__ if isinstance(mark, Datatype)]
    cardinality, nullable, item = _cardinality(hint.__origin__, where)
    default = attribute.default
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
        raise DeclarationError(f"{where} has a factory as default; write the frozen value itself, such as ()")
    if cardinality is Cardinality.UNORDERED and default is NOTHING:
        default = frozenset()  # RDF cannot tell an empty set from none (RDF 1.1 Concepts, 3)
    if cardinality is Cardinality.OPTIONAL and default is not None and default is not NOTHING:
        raise DeclarationError(f"{where} may be None but defaults to {shown(default)}: absent would have two meanings")
    if cardinality is Cardinality.UNORDERED and default != frozenset():
        raise DeclarationError(f"{where} is a set that defaults to {shown(default)}: an empty one could not be told")
    if cardinality is Cardinality.ORDERED and default not in (NOTHING, (), None):
        raise DeclarationError(f"{where} is a list that defaults to {shown(default)}; let it default to ()")
    if cardinality is Cardinality.ORDERED and default == () and nullable:
        raise DeclarationError(f"{where} may be None and defaults to (); let it default to None")
    range_ = _range([*_parts(item)], marks, where)
    if isinstance(range_, LangMapRange) and cardinality.many:
        raise DeclarationError(f"{where} holds several LangMaps, which RDF cannot keep apart; hold LangStrings instead")
    if default is None and cardinality is Cardinality.ONE:
        raise DeclarationError(f"{where} defaults to None, which is no value of its type; write `| None` behind it")
    meaning = meanings[0]
    key = meaning.key or lower_camel(attribute.name)
    if '"' in key or "\\" in key or not key.isprintable():
        raise DeclarationError(f"{where} has the JSON key {key!r}; write one of letters, figures and the like")
    shape = PropertyShape(
        attribute.name,
        key,
        str(meaning.iri),
        meaning.definition,
        cardinality,
        range_,
        nullable,
        None if cardinality is Cardinality.OPTIONAL else default,
    )
    if cardinality is Cardinality.ONE and default is not NOTHING and attribute.converter is None:
        try:
            shape.check(default)
        except ValueRefused as refused:
            raise DeclarationError(f"{where} has a default that is no value of it: {refused}") from None
    return shape


def _parts(hint: Any) -> Iterator[Any]:
    """The members of a union, or the type itself; `Annotated` members stay whole."""
    if get_origin(hint) in (Union, types.UnionType):
        for part in get_args(hint):
            yield from _parts(part)
    else:
        yield hint


def _cardinality(hint: Any, where: str) -> tuple[Cardinality, bool, Any]:
    parts = list(_parts(hint))
    nullable = types.NoneType in parts
    rest = [part for part in parts if part is not types.NoneType]
    containers = [part for part in rest if get_origin(part) in (tuple, frozenset, list, set, dict)]
    if not containers:
        item = Union[tuple(rest)] if len(rest) > 1 else rest[0]  # noqa: UP007 - made at run time
        return (Cardinality.OPTIONAL if nullable else Cardinality.ONE), False, item
    if len(rest) > 1:
        raise DeclarationError(f"{where} is a union of a list and something else; choose one")
    container = rest[0]
    arguments = get_args(container)
    if get_origin(container) is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return Cardinality.ORDERED, nullable, arguments[0]
    if get_origin(container) is frozenset:
        if nullable:
            raise DeclarationError(f"{where} may be None beside a set, which RDF cannot tell apart; take out `| None`")
        return Cardinality.UNORDERED, False, arguments[0]
    raise DeclarationError(f"{where} is {hint}; write tuple[T, ...] for an ordered list and frozenset[T] for a set")


def _range(parts: list[Any], marks: list[Datatype], where: str) -> Range:
    if all(is_declared(part) for part in parts):
        return NodeRange(tuple(parts))
    if len(parts) > 1:
        raise DeclarationError(f"{where} is a union of values; only declared classes can be told apart, by their type")
    part = parts[0]
    if get_origin(part) is Annotated:
        marks = [*marks, *(mark for mark in part.__metadata__ if isinstance(mark, Datatype))]
        part = part.__origin__
    if marks:
        if marks[0].json == "object" and marks[0] is not PARTIAL_DATE:
            raise DeclarationError(
                f"{where}: only PartialDate is an object in JSON; carry {marks[0].name!r} as 'string'"
            )
        wanted = marks[0].value_class
        if part in (bool, datetime.date, Decimal, int, str) and wanted is not object and part is not wanted:
            raise DeclarationError(
                f"{where} is declared as {part.__name__}, but values of {marks[0].name!r} are of the class "
                f"{wanted.__name__}; write Annotated[{wanted.__name__}, …], or take another datatype"
            )
        return LiteralRange(marks[0])
    if part is LangMap:
        return LangMapRange()
    if part is LangString:
        return LangStringRange()
    if isinstance(part, type) and issubclass(part, Iri):
        return IriRange(part)
    if part in DATATYPES:
        return LiteralRange(DATATYPES[part])
    known = ", ".join(sorted(cls.__name__ for cls in DATATYPES))
    raise DeclarationError(
        f"{where} has the type {part!r}, which has no datatype; "
        f"use {known}, Iri, a ConceptIri, LangString, LangMap or a declared class, or say how it is written: "
        "Annotated[…, Datatype(…)], with lobkit.datatypes.Datatype (in the docs: Declare a class of your own)"
    )


def _derived(cls: type[Any]) -> tuple[DerivedShape, ...]:
    found = []
    for name, member in vars(cls).items():
        if isinstance(member, property) and member.fget is not None:
            hint = typing.get_type_hints(member.fget, include_extras=True).get("return")
            for mark in getattr(hint, "__metadata__", ()):
                if isinstance(mark, Derived):
                    range_ = _derived_range(getattr(hint, "__origin__", None))
                    found.append(DerivedShape(name, str(mark.iri), mark.definition, mark.code, range_))
    return tuple(found)


def _derived_range(hint: Any) -> IriRange | None:
    parts = [part for part in _parts(hint) if part is not types.NoneType]
    single = len(parts) == 1 and isinstance(parts[0], type) and issubclass(parts[0], Iri)
    return IriRange(parts[0]) if single else None


def _nested_classes(properties: Iterable[PropertyShape]) -> Iterator[type[Any]]:
    for one in properties:
        if isinstance(one.range, NodeRange):
            yield from one.range.classes


RESERVED_KEYS = frozenset({"@context", "@graph", "id", "type", "value", "lang", "gYear", "gYearMonth", "date"})
"""Keys with a meaning of their own in the JSON form (and in its context), which no field may take."""


def _refuse_doubles(cls: type[Any], properties: list[PropertyShape]) -> None:
    by: dict[tuple[str, str], str] = {}
    for one in properties:
        if one.key in RESERVED_KEYS:
            raise DeclarationError(f"{cls.__name__}.{one.name}: the JSON key {one.key!r} is taken; say another `key=`")
        for what, value in (("property", one.path), ("JSON key", one.key)):
            other = by.setdefault((what, value), one.name)
            if other != one.name:
                raise DeclarationError(f"{cls.__name__}: the fields {other} and {one.name} share the {what} {value}")


def _meaning(one: PropertyShape) -> tuple[object, ...]:
    """What a JSON-LD context says of a key: two fields may share the key only when this is equal."""
    kind: object = type(one.range)
    if isinstance(one.range, LiteralRange):
        kind = one.range.datatype
    return (one.path, kind, one.cardinality is Cardinality.ORDERED)


_PARTS_OF_MEANING = ("properties", "kinds of value", "orders")
"""What each part of a meaning is called where two of them differ."""


def _refuse_two_meanings(shapes: Iterable[NodeShape]) -> None:
    keys: dict[str, tuple[str, tuple[object, ...]]] = {}
    names: dict[str, NodeShape] = {}
    types_: dict[str, NodeShape] = {}
    for shape in shapes:
        for what, table, value in (("name", names, shape.name), ("RDF class", types_, shape.type)):
            other = table.setdefault(value, shape)
            if other.cls is not shape.cls:
                raise DeclarationError(f"{other.cls!r} and {shape.cls!r} share the {what} {value}")
        for one in shape.properties:
            if one.key in names:
                raise DeclarationError(f"{shape.name}.{one.name}: the JSON key {one.key!r} is the name of a class")
            place, meaning = keys.setdefault(one.key, (f"{shape.name}.{one.name}", _meaning(one)))
            if meaning != _meaning(one):
                pairs = zip(_PARTS_OF_MEANING, meaning, _meaning(one), strict=True)
                parts = " and ".join(name for name, here, there in pairs if here != there)
                raise DeclarationError(
                    f"the JSON key {one.key!r} means one thing in {place} and another in {shape.name}.{one.name} "
                    f"(the {parts} differ), which a JSON-LD context cannot say; give one of them another `key=`, or "
                    "the same property and kind of value"
                )
