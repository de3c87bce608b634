"""What the native reader of JSON Lines knows of each class: the fields of its shape, as `json_reader.c` reads them."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from decimal import Decimal
from functools import cache, partial
from threading import RLock
from typing import Any, cast

from attrs import evolve, frozen

from lobkit.compiled.json_reader import (
    AS_SET,
    BOOLEAN,
    BY_NAMES,
    DATE,
    DECIMAL,
    FORM,
    IN_ORDER,
    INTEGER,
    IRI,
    KNOWN,
    ONE,
    PHRASES,
    SOURCE,
    TEXT,
    TEXTS,
    THING,
    TREE,
    Reader,
    listed,
    things,
)
from lobkit.compiled.makers import (
    alone_of,
    members_of,
    partial_date_in,
    phrase_in,
    sets_of,
    values_of,
)
from lobkit.compiled.native_files import refuse_stale
from lobkit.compiled.source import Known
from lobkit.compiled.things import deepest, explained, is_plain
from lobkit.datatypes import BOOLEAN as BOOLEANS
from lobkit.datatypes import DATE as DATES
from lobkit.datatypes import DECIMAL as DECIMALS
from lobkit.datatypes import LANGUAGE, PARTIAL_DATE, STRING, Datatype
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
from lobkit.formats.tree import item_reader
from lobkit.scalars import fitting, language_tag
from lobkit.shape import has_own_init, shape_of, shapes_of
from lobkit.values import Address, Iri, LangMap, LangString

refuse_stale(SOURCE)


@cache
def things_reader(classes: tuple[type[Any], ...]) -> Callable[[list[bytes], list[Any]], int]:
    """Reads lines of JSON to things of some classes.

    The reader adds things to a list, until it comes to a line that is not as usual; it gives how many it read.
    """
    return partial(things, _checked_readers(classes))


@cache
def list_reader(classes: tuple[type[Any], ...]) -> Callable[[bytes, int, list[Any]], int]:
    """Reads a list in JSON, from its bracket on, to things of some classes.

    The reader takes the bytes of a text, where the list begins, and a list to which it adds the things; it gives where
    the list ends, or -1 where not all is as usual.
    """
    return partial(listed, _checked_readers(classes))


def _checked_readers(classes: tuple[type[Any], ...]) -> list[Reader]:
    """The readers of classes that can stand together.

    Raises:
        DeclarationError: where they cannot.
    """
    shapes_of(*classes)
    with _MAKING:
        known = _READERS.copy()
        try:
            return _readers_of(classes)
        except BaseException:  # a reader holds the list of those within, which may never be filled now
            _READERS.clear()
            _READERS.update(known)
            raise


_MAKING = RLock()
_READERS: dict[tuple[type[Any], ...], list[Reader]] = {}


def _readers_of(classes: tuple[type[Any], ...]) -> list[Reader]:
    """The readers of classes; while they are made, which asks for those of what can stand within, the list is empty."""
    if classes not in _READERS:
        _READERS[classes] = found = []
        found.extend([_reader(cls) for cls in classes if not has_own_init(cls)])
    return _READERS[classes]


def _reader(cls: Any) -> Reader:
    shape, plain = shape_of(cls), is_plain(cls)
    names = tuple(one.name for one in shape.properties) + (() if shape.iri == "none" else ("iri",))
    slots = [cls.__dict__[name] if plain else None for name in names]
    own = None
    if shape.iri != "none":
        own = _field("id", slots[-1], _iri(Iri), absent=... if shape.iri == "required" else None)
    fields = tuple(map(_property, shape.properties, slots))
    return Reader(cls, None if plain else names, shape.name.encode(), deepest(cls), own, fields)


_Field = tuple[Any, ...]
_LEAST, _MOST = 1 - 10**18, 10**18 - 1
"""Of the whole numbers that are read natively."""


@frozen
class _Way:
    """How one value is read: its kind, what is made of it, what is known of it, and who says what is not known."""

    kind: int
    made: Any = None
    kept: dict[Any, Any] | None = None
    call: Callable[[Any], Any] | None = None
    bounds: tuple[int, int] = (_LEAST, _MOST)
    slots: tuple[Any, ...] = ()
    """Of what is made."""


def _field(key: str, slot: Any, way: _Way, *, many: int = ONE, filled: bool = False, absent: Any) -> _Field:
    written = f"{json.dumps(key, ensure_ascii=False)}:".encode()
    return (written, slot, way.kind, many, filled, *way.bounds, absent, way.made, way.kept, way.call, way.slots)


def _property(one: PropertyShape, slot: Any) -> _Field:
    many, way = _several(one)
    absent = ... if one.required else one.default
    return _field(one.key, slot, way, many=many, filled=one.filled, absent=absent)


def _several(one: PropertyShape) -> tuple[int, _Way]:
    """How many values a property has, and how each is read."""
    if one.cardinality is not Cardinality.UNORDERED:
        return IN_ORDER if one.cardinality.many else ONE, _way(one.range)
    match one.range:
        case LangStringRange():
            slots = (LangString.__dict__["text"], LangString.__dict__["lang"])
            return ONE, _by_language(PHRASES, LangString, slots)
        case IriRange(iri_class=iri_class) if (sets := sets_of(iri_class)) is not None:
            return BY_NAMES, _Way(KNOWN, members_of(iri_class), sets.kept)
        case IriRange(iri_class=iri_class) if _is_open(iri_class):
            return AS_SET, evolve(_iri(iri_class), kept=alone_of(iri_class).kept)
        case _:
            return AS_SET, _way(one.range)


def _way(range_: Range) -> _Way:
    match range_:
        case NodeRange(classes=classes):
            return _Way(THING, _readers_of(classes))
        case IriRange(iri_class=iri_class) if (members := members_of(iri_class)) is not None:
            return _Way(KNOWN, kept=members)
        case IriRange(iri_class=iri_class):
            return _iri(iri_class) if _is_open(iri_class) else _Way(KNOWN, kept={}, call=iri_class)
        case LangMapRange():
            return _by_language(TEXTS, LangMap, (LangMap.__dict__["_texts"],))
        case LangStringRange():
            return _Way(TREE, call=phrase_in)
        case LiteralRange(datatype=datatype):
            return _literal(datatype) or _Way(TREE, call=explained(item_reader(range_)))


def _is_open(iri_class: type[Iri]) -> bool:
    """Whether all plain addresses are of this class."""
    return iri_class in (Iri, Address)


def _iri(iri_class: type[Iri]) -> _Way:
    return _Way(IRI, iri_class)


def _known(known: Known[Any, Any]) -> _Way:
    return _Way(KNOWN, kept=known.kept, call=known.new)


_LANGUAGES = Known(language_tag)


def _by_language(kind: int, cls: type[Any], slots: tuple[Any, ...]) -> _Way:
    return _Way(kind, cls, _LANGUAGES.kept, _LANGUAGES.new, slots=slots)


def _literal(datatype: Datatype) -> _Way | None:
    if datatype is STRING:
        return _Way(TEXT)
    if datatype is BOOLEANS:
        return _Way(BOOLEAN)
    if datatype is DATES:
        return _Way(DATE)
    if datatype is LANGUAGE:
        return _known(_LANGUAGES)
    if datatype is PARTIAL_DATE:
        return _Way(TREE, call=partial_date_in)
    if datatype.is_told_by_bounds and datatype.bounds:
        least, most = map(int, datatype.bounds)
        return _Way(INTEGER, bounds=(max(least, _LEAST), min(most, _MOST)))
    match datatype.json:
        case "string":
            values = _known(values_of(cast(Hashable, datatype)))
            if datatype.is_told_by_form:
                return evolve(values, kind=FORM, call=fitting(datatype.patterns[0]))
            return evolve(values, kind=DECIMAL, made=Decimal) if datatype is DECIMALS else values
        case "integer":
            return _Way(INTEGER, kept={}, call=datatype.checked)
        case "boolean":
            return _Way(BOOLEAN, call=datatype.checked)
    return None
