"""How rules look at records: for each class it is decided once, from its shape, which of them matter, and where."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeVar, cast

from attrs import frozen

from lobkit.compiled.source import Source
from lobkit.description import Cardinality, NodeRange, NodeShape, PropertyShape
from lobkit.formats.format import Member, Place
from lobkit.shape import shape_of

Fault = tuple[Place, str]
"""Where in a thing, and what is wrong and what instead."""

Found = tuple[str, Place, str]
"""A fault with its code before it."""

OfThing = Callable[[Any, datetime.date], Collection[Fault]]
OfField = Callable[[PropertyShape, Any], Collection[Fault]]
Look = Callable[[Any, datetime.date], Sequence[Found]]
T = TypeVar("T", bound=OfThing)
F = TypeVar("F", bound=OfField)


@frozen
class Rule:
    """A rule on things of some classes, wherever they stand in a record, or on some of their fields.

    Args:
        code: of what it finds.
        check: gives what is wrong with a thing; of a rule on fields, what is wrong with the value of a field.
        reads: the fields that it reads: where one of them could not be read from the source, it says nothing.
        of: whether it is a rule on the things of a class.
        about: whether it is a rule on a field.
    """

    code: str
    check: Callable[..., Collection[Fault]]
    reads: frozenset[str] = frozenset()
    of: Callable[[type[Any]], bool] = lambda cls: False
    about: Callable[[PropertyShape], bool] = lambda one: False

    def asked(self, shape: NodeShape) -> list[PropertyShape | None]:
        """What it is asked of things of a class: the fields, or None for the thing itself."""
        return [*([None] if self.of(shape.cls) else []), *(one for one in shape.properties if self.about(one))]


RULES: list[Rule] = []
"""Every rule on one record, in the order of the codes."""


def rule(code: str, of: type[Any], *reads: str, subclasses: bool = False) -> Callable[[T], T]:
    """Enters a function as a rule on the things of a class. All of them pass by: let it say `()` early.

    Args:
        code: of what it finds.
        of: the class.
        reads: the fields that it reads; it is not asked where one of them could not be read from the source.
        subclasses: whether it also holds for classes that are declared below it.
    """

    def enter(check: T) -> T:
        holds = (lambda cls: issubclass(cls, of)) if subclasses else (lambda cls: cls is of)
        RULES.append(Rule(code, check, frozenset(reads), of=holds))
        return check

    return enter


def rule_on_fields(code: str, about: Callable[[PropertyShape], bool]) -> Callable[[F], F]:
    """Enters a function as a rule on the fields of any class that are of a kind; it is asked where there is a value.

    Args:
        code: of what it finds.
        about: whether it says something about a field; asked once for each class.
    """

    def enter(check: F) -> F:
        RULES.append(Rule(code, check, about=about))
        return check

    return enter


# ── looking ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class Looks(dict[type[Any], Look]):
    """What the rules of some codes say of a thing and of all that is nested in it, by the class of the thing.

    A look is compiled when the first thing of its class comes by; where all is well, it makes nothing.

    Args:
        codes: of the findings that count.
        apart: the classes whose things are looked at by themselves, and passed over within others.
    """

    def __init__(self, codes: frozenset[str], apart: tuple[type[Any], ...] = ()) -> None:
        super().__init__()
        self._codes = codes
        self._apart = frozenset(apart)
        self._asked_of: dict[type[Any], list[tuple[Rule, PropertyShape | None]]] = {}

    def __missing__(self, cls: type[Any]) -> Look:
        shape = shape_of(cls)
        source = Source(f"look_at_{shape.name}", "thing, today")
        source.add("found = ()")
        for rule, one in self._asked(cls):
            _add_rule(source, rule, one)
        for one in _nested(shape):
            if not self._apart.issuperset(_classes(one)):
                _add_nested(source, one, source.use(self, "looks"), self._apart.intersection(_classes(one)))
        source.add("return found")
        self[cls] = look = cast(Look, source.function())
        return look

    def _asked(self, cls: type[Any]) -> list[tuple[Rule, PropertyShape | None]]:
        """The rules on things of a class, each with its field, or with None where it is on the whole thing."""
        if cls not in self._asked_of:
            rules = [one for one in RULES if one.code in self._codes]
            self._asked_of[cls] = [(one, field) for one in rules for field in one.asked(shape_of(cls))]
        return self._asked_of[cls]

    def faults_of(self, thing: Any, today: datetime.date, missed: frozenset[str]) -> Iterator[Found]:
        """What the rules say of one thing, in its own fields; `missed` names those that could not be read."""
        for rule, one in self._asked(type(thing)):
            value = thing if one is None else getattr(thing, one.name)
            if not missed & rule.reads and (one is None or value):
                told = rule.check(thing, today) if one is None else rule.check(one, value)
                yield from ((rule.code, *fault) for fault in told)


@lru_cache(maxsize=64)
def looks(codes: frozenset[str], apart: tuple[type[Any], ...] = ()) -> Looks:
    """The looks by the rules of some codes."""
    return Looks(codes, apart)


def _add_rule(source: Source, rule: Rule, one: PropertyShape | None) -> None:
    check, told = source.use(rule.check, rule.check.__name__), source.use(_told, "told")
    asked = f"{check}(thing, today)" if one is None else f"{check}({source.use(one, 'field')}, value)"
    noted = f"if faults: found = {told}(found, {rule.code!r}, faults)"
    if one is None:
        source.add(f"faults = {asked}\n{noted}")
    else:
        source.add(f"value = thing.{one.name}\nif value:\n    faults = {asked}\n    {noted}")


def _add_nested(source: Source, one: PropertyShape, looks: str, apart: Collection[type[Any]]) -> None:
    """Adds the lines that look into a field that holds things."""
    source.add(f"value = thing.{one.name}\nif value is not None:")
    match one.cardinality:
        case Cardinality.ORDERED:
            items, step = "enumerate(value)", f"({one.key!r}, at)"
        case Cardinality.UNORDERED:
            items, step = f"{source.use(placed_values, 'placed_values')}(value)", f"({one.key!r}, *at)"
        case _:
            items, step = "(((), value),)", f"({one.key!r},)"
    source.add(f"for at, item in {items}:", 2)
    if apart:
        source.add(f"if type(item) in {source.use(apart, 'apart')}: continue", 3)
    source.add(f"inner = {looks}[type(item)](item, today)", 3)
    source.add(f"if inner: found = {source.use(_under, 'under')}(found, {step}, inner)", 3)


def _told(found: Sequence[Found], code: str, faults: Collection[Fault]) -> Sequence[Found]:
    return [*found, *((code, place, message) for place, message in faults)]


def _under(found: Sequence[Found], step: Place, inner: Sequence[Found]) -> Sequence[Found]:
    return [*found, *((code, (*step, *place), message) for code, place, message in inner)]


# ── fields that hold things ──────────────────────────────────────────────────────────────────────────────────────────


def _classes(one: PropertyShape) -> tuple[type[Any], ...]:
    return one.range.classes if isinstance(one.range, NodeRange) else ()


def _nested(shape: NodeShape) -> list[PropertyShape]:
    """The fields that hold things."""
    return [one for one in shape.properties if isinstance(one.range, NodeRange)]


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


Field = tuple[str, Callable[[Any], Any]]


# ── walking ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def things_in(thing: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """A thing and all that is nested in it, each with its place."""
    yield place, thing
    for one in _nested(shape_of(type(thing))):
        for at, item in placed_values(getattr(thing, one.name)):
            yield from things_in(item, (*place, one.key, *at))


class Parts(dict[type[Any], tuple[Field, ...]]):
    """The things of some classes that stand within others.

    Args:
        classes: their classes.
    """

    def __init__(self, classes: tuple[type[Any], ...]) -> None:
        super().__init__()
        self._classes = frozenset(classes)

    def __missing__(self, cls: type[Any]) -> tuple[Field, ...]:
        nested = _nested(shape_of(cls))
        leading = [one for one in nested if _reached(_classes(one)) & self._classes]
        self[cls] = fields = tuple((one.key, attrgetter(one.name)) for one in leading)
        return fields

    def names(self, thing: Any, names: list[str]) -> None:
        """Adds the IRIs of what is nested in a thing of these classes."""
        for _, value_of in self[type(thing)]:
            if value := value_of(thing):
                for item in value if type(value) in (tuple, frozenset) else (value,):
                    if type(item) in self._classes and (iri := getattr(item, "iri", None)) is not None:
                        names.append(str(iri))
                    self.names(item, names)

    def of(self, thing: Any, place: Place = ()) -> list[tuple[Place, Any]]:
        """A thing and what is nested in it of these classes, each with its place."""
        found = [(place, thing)]
        for key, value_of in self[type(thing)]:
            if value := value_of(thing):
                for at, item in placed_values(value):
                    inner = self.of(item, (*place, key, *at))
                    found += inner if type(item) in self._classes else inner[1:]
        return found


@lru_cache(maxsize=64)
def parts(classes: tuple[type[Any], ...]) -> Parts:
    """The things of these classes within others."""
    return Parts(classes)


class _Names(dict[type[Any], Callable[[Any, list[str]], None]]):
    """Adds the IRIs of a thing and of all that is nested in it to a list, by the class of the thing."""

    def __missing__(self, cls: type[Any]) -> Callable[[Any, list[str]], None]:
        source = Source(f"names_in_{cls.__name__}", "thing, names")
        source.add("iri = thing.iri\nif iri is not None: names.append(iri)" if hasattr(cls, "iri") else "pass")
        for one in _nested(shape_of(cls)):
            if any(hasattr(other, "iri") for other in _reached(_classes(one))):
                items = "value" if one.cardinality.many else "(value,)"
                source.add(f"value = thing.{one.name}\nif value is not None:\n    for item in {items}:")
                source.add(f"{source.use(self, 'names_in')}[type(item)](item, names)", 3)
        self[cls] = names = cast(Callable[[Any, list[str]], None], source.function())
        return names


_NAMES = _Names()


def names_in(thing: Any) -> list[str]:
    """The IRIs of a thing and of all that is nested in it; those in a set come in no order."""
    names: list[str] = []
    _NAMES[type(thing)](thing, names)
    return names


def placed_values(value: Any) -> Iterable[tuple[Place, Any]]:
    """The values of a field, each with its position where there are several."""
    if isinstance(value, tuple):
        return [((at,), item) for at, item in enumerate(value)]
    if isinstance(value, frozenset):
        return [((Member(item),), item) for item in sorted(value, key=str)]
    return () if value is None else [((), value)]
