"""The things with an IRI inside a thing: a function for each class, which looks only where one can stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from lobkit.compiled.source import Source, Writers
from lobkit.description import Cardinality, NodeRange, PropertyShape
from lobkit.formats.format import Member, Place
from lobkit.shape import shape_of, shapes_of

Named = tuple[str, Any, Place]
"""An IRI, the thing that has it, and where that stands."""

Look = Callable[[Any, Place, list[Named]], None]


def _compiled(cls: type[Any]) -> Look:
    properties = [one for one in shape_of(cls).properties if _leads_to_named(one)]
    source = Source(f"named_in_{cls.__name__}", "thing, place, found")
    source.values |= {"looks": _LOOKS.within(properties), "members": _members}
    source.add("pass")
    for one in properties:
        _field(one, source)
    return cast(Look, source.function())


_LOOKS: Writers[Look] = Writers(_compiled)


def _classes(one: PropertyShape) -> tuple[type[Any], ...]:
    return one.range.classes if isinstance(one.range, NodeRange) else ()


def _leads_to_named(one: PropertyShape) -> bool:
    """Whether what stands in a field can have an IRI, or anything inside it."""
    return bool(_classes(one)) and any(shape.iri != "none" for shape in shapes_of(*_classes(one)))


def _field(one: PropertyShape, source: Source) -> None:
    items, step = {
        Cardinality.ORDERED: ("enumerate(value)", f"{one.key!r}, at"),
        Cardinality.UNORDERED: ("members(value)", f"{one.key!r}, at"),
    }.get(one.cardinality, ("((0, value),)", f"{one.key!r}"))
    source.add(f"value = thing.{one.name}\nif value is not None:\n    for at, item in {items}:")
    if any(shape_of(cls).iri != "none" for cls in _classes(one)):
        source.add("iri = getattr(item, 'iri', None)", 3)
        source.add(f"if iri is not None: found.append((iri, item, (*place, {step})))", 3)
    if any(_leads_to_named(inner) for cls in _classes(one) for inner in shape_of(cls).properties):
        source.add(f"looks[type(item)](item, (*place, {step}), found)", 3)


def _members(values: frozenset[Any]) -> list[tuple[Member, Any]]:
    """The members of a set, in one order on every run."""
    return [(Member(one), one) for one in sorted(values, key=str)]


def named_in(thing: Any, place: Place = ()) -> list[Named]:
    """The things with an IRI that are nested in a thing, at any depth, outermost first.

    Args:
        thing: the thing.
        place: where it stands.
    """
    found: list[Named] = []
    _LOOKS[type(thing)](thing, place, found)
    return found
