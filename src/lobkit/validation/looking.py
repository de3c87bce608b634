"""How rules look at records: for each class it is decided once, from its shape, which of them matter, and where."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, TypeVar

from attrs import frozen

from lobkit.formats.format import Member, Place
from lobkit.shape import Cardinality, NodeRange, NodeShape, PropertyShape, shape_of

Fault = tuple[Place, str]
"""Where in a thing, and what is wrong and what instead."""

Found = tuple[str, Place, str]
"""A fault with its code before it."""

Check = Callable[[Any, datetime.date], Collection[Fault]]
OfField = Callable[[PropertyShape, Any], Collection[Fault]]
T = TypeVar("T", bound=Check)
F = TypeVar("F", bound=OfField)


@frozen
class Rule:
    """A rule on things of some classes, wherever they stand in a record.

    Args:
        code: of what it finds.
        reads: the fields that it reads: where one of them could not be read from the source, it says nothing.
        checks: what it comes to for the things of a class: nothing, or a function for each field that it is about.
    """

    code: str
    reads: frozenset[str]
    checks: Callable[[NodeShape], Sequence[Check]]


RULES: list[Rule] = []
"""Every rule on one record, in the order of the codes."""


def rule(code: str, of: type[Any], *reads: str, subclasses: bool = False) -> Callable[[T], T]:
    """Enters a function as a rule on the things of a class. It is asked of every record: let it say `()` early.

    Args:
        code: of what it finds.
        of: the class.
        reads: the fields that it reads; it is not asked where one of them could not be read from the source.
        subclasses: whether it also holds for classes that are declared below it.
    """

    def enter(check: T) -> T:
        def checks(shape: NodeShape) -> Sequence[Check]:
            return (check,) if shape.cls is of or (subclasses and issubclass(shape.cls, of)) else ()

        RULES.append(Rule(code, frozenset(reads), checks))
        return check

    return enter


def rule_on_fields(code: str, about: Callable[[PropertyShape], bool]) -> Callable[[F], F]:
    """Enters a function as a rule on the fields of any class that are of a kind; it is asked where there is a value.

    Args:
        code: of what it finds.
        about: whether it says something about a field; asked once for each class.
    """

    def enter(check: F) -> F:
        def checks(shape: NodeShape) -> Sequence[Check]:
            return [_of_field(check, one) for one in shape.properties if about(one)]

        RULES.append(Rule(code, frozenset(), checks))
        return check

    return enter


def _of_field(check: OfField, one: PropertyShape) -> Check:
    value_of = attrgetter(one.name)

    def of_thing(thing: Any, today: datetime.date) -> Collection[Fault]:
        value = value_of(thing)
        return check(one, value) if value else ()

    return of_thing


# ── looking ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class Looks(dict[type[Any], "Look"]):
    """The look at things of each class by the rules of some codes, made when the first thing of it comes by.

    Args:
        codes: of the findings that count.
        apart: the classes whose things are looked at by themselves, and passed over within others.
    """

    def __init__(self, codes: frozenset[str], apart: tuple[type[Any], ...] = ()) -> None:
        super().__init__()
        self._codes = codes
        self._apart = frozenset(apart)

    def __missing__(self, cls: type[Any]) -> Look:
        shape = shape_of(cls)
        found = [(one, check) for one in RULES if one.code in self._codes for check in one.checks(shape)]
        within = [_within(one, self, self._apart & set(_classes(one))) for one in _nested(shape, self._apart)]
        self[cls] = look = Look(
            tuple((one.code, check) for one, check in found), tuple(one.reads for one, _ in found), tuple(within)
        )
        return look

    def faults(self, thing: Any, today: datetime.date) -> Sequence[Found]:
        """What the rules say of a thing and of all that is nested in it; where all is well, nothing is made."""
        look = self[type(thing)]
        found: Sequence[Found] = ()
        for code, check in look.checks:
            if faults := check(thing, today):
                found = [*found, *((code, place, message) for place, message in faults)]
        for inside in look.within:
            if inner := inside(thing, today):
                found = [*found, *inner]
        return found

    def faults_of(self, thing: Any, today: datetime.date, missed: frozenset[str]) -> Iterator[Found]:
        """What the rules say of one thing, in its own fields; `missed` names those that could not be read."""
        look = self[type(thing)]
        for (code, check), reads in zip(look.checks, look.reads, strict=True):
            if not missed & reads:
                for place, message in check(thing, today):
                    yield code, place, message


@frozen
class Look:
    """What is looked at in things of one class.

    Args:
        checks: what its rules come to, each with its code.
        reads: the fields that each of them reads.
        within: looks into each field that holds things.
    """

    checks: tuple[tuple[str, Check], ...]
    reads: tuple[frozenset[str], ...]
    within: tuple[Callable[[Any, datetime.date], Sequence[Found]], ...]


@lru_cache(maxsize=64)
def looks(codes: frozenset[str], apart: tuple[type[Any], ...] = ()) -> Looks:
    """The looks by the rules of some codes."""
    return Looks(codes, apart)


def _classes(one: PropertyShape) -> tuple[type[Any], ...]:
    return one.range.classes if isinstance(one.range, NodeRange) else ()


def _nested(shape: NodeShape, apart: frozenset[type[Any]]) -> Iterator[PropertyShape]:
    """The fields that hold things, unless all of these are looked at apart."""
    return (one for one in shape.properties if not apart.issuperset(_classes(one)))


def _within(
    one: PropertyShape, looks: Looks, apart: Collection[type[Any]]
) -> Callable[[Any, datetime.date], Sequence[Found]]:
    """Looks into a field that holds things."""
    key, value_of, faults = one.key, attrgetter(one.name), looks.faults

    def at(step: Place, found: Sequence[Found]) -> list[Found]:
        return [(code, (*step, *place), message) for code, place, message in found]

    def of_one(thing: Any, today: datetime.date) -> Sequence[Found]:
        item = value_of(thing)
        if item is None or type(item) in apart:
            return ()
        found = faults(item, today)
        return at((key,), found) if found else ()

    def of_list(thing: Any, today: datetime.date) -> Sequence[Found]:
        found: Sequence[Found] = ()
        for number, item in enumerate(value_of(thing) or ()):
            if type(item) not in apart and (inner := faults(item, today)):
                found = [*found, *at((key, number), inner)]
        return found

    def of_set(thing: Any, today: datetime.date) -> Sequence[Found]:
        items = [(step, item) for step, item in placed_values(value_of(thing)) if type(item) not in apart]
        return [each for step, item in items for each in at((key, *step), faults(item, today))]

    return {Cardinality.ORDERED: of_list, Cardinality.UNORDERED: of_set}.get(one.cardinality, of_one)


# ── walking ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def things_in(thing: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """A thing and all that is nested in it, each with its place."""
    yield place, thing
    cls: Any = type(thing)
    for key, value_of in _fields(cls):
        for at, item in placed_values(value_of(thing)):
            yield from things_in(item, (*place, key, *at))


def things_of(classes: tuple[type[Any], ...], thing: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """A thing and what is nested in it of these classes, each with its place, by the fields that lead to any."""
    yield place, thing
    cls: Any = type(thing)
    for key, value_of in _leading(cls, classes):
        for at, item in placed_values(value_of(thing)):
            for inner, one in things_of(classes, item, (*place, key, *at)):
                if one is not item or type(one) in classes:
                    yield inner, one


def names_in(thing: Any, names: list[str]) -> None:
    """Adds the IRIs of a thing and of all that is nested in it."""
    cls: Any = type(thing)
    named, fields = _naming(cls)
    if named and (iri := thing.iri) is not None:
        names.append(iri)
    for value_of in fields:
        value = value_of(thing)
        if type(value) in (tuple, frozenset):
            for item in value:
                names_in(item, names)
        elif value is not None:
            names_in(value, names)


def placed_values(value: Any) -> Iterable[tuple[Place, Any]]:
    """The values of a field, each with its position where there are several."""
    if isinstance(value, tuple):
        return [((at,), item) for at, item in enumerate(value)]
    if isinstance(value, frozenset):
        return [((Member(item),), item) for item in sorted(value, key=str)]
    return () if value is None else [((), value)]


Field = tuple[str, Callable[[Any], Any]]


@cache
def _fields(cls: Any) -> tuple[Field, ...]:
    """The fields that hold things."""
    return tuple((one.key, attrgetter(one.name)) for one in _nested(shape_of(cls), frozenset()))


@cache
def _leading(cls: Any, classes: tuple[type[Any], ...]) -> tuple[Field, ...]:
    """The fields that hold things of some classes, or things in which such things can be nested."""
    return tuple(
        (one.key, attrgetter(one.name))
        for one in _nested(shape_of(cls), frozenset())
        if _reached(_classes(one)) & set(classes)
    )


@cache
def _naming(cls: Any) -> tuple[bool, tuple[Callable[[Any], Any], ...]]:
    """Whether things of a class can have an IRI, and the fields that lead to things that can."""
    fields = _nested(shape_of(cls), frozenset())
    leading = (one for one in fields if any(hasattr(other, "iri") for other in _reached(_classes(one))))
    return hasattr(cls, "iri"), tuple(attrgetter(one.name) for one in leading)


def _reached(classes: Iterable[type[Any]]) -> set[type[Any]]:
    """These classes and all that can be nested in them."""
    found: set[type[Any]] = set()
    waiting = list(classes)
    while waiting:
        cls = waiting.pop()
        if cls not in found:
            found.add(cls)
            waiting += [inner for one in shape_of(cls).properties for inner in _classes(one)]
    return found
