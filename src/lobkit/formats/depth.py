"""How deep things are nested, where that is not seen by the way: in RDF, a thing with an IRI is described once only."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from typing import Any, cast

from lobkit.description import NodeRange
from lobkit.formats.format import MAX_DEPTH
from lobkit.shape import shape_of, shapes_of


def is_too_deep(thing: Any, depth: int) -> bool:
    """Whether a thing, or something nested in it, stands deeper than any reader takes.

    Args:
        thing: which stands somewhere else as well, where it was described.
        depth: how deep it stands here.
    """
    safe = _SAFE.get(type(thing))
    if safe is None:
        most = _most_levels(cast(Hashable, type(thing)))
        safe = _SAFE[type(thing)] = -1 if most is None else MAX_DEPTH - most
    return depth > safe and depth + _levels(thing, {}) > MAX_DEPTH


_SAFE: dict[type[Any], int] = {}
"""The depth up to which things of a class need not be looked at, since there is an end to what they can hold."""


@cache
def _nesting(cls: Any) -> tuple[tuple[str, bool], ...]:
    """The fields of a class that hold things, and whether each holds several."""
    properties = shape_of(cls).properties
    return tuple((one.name, one.cardinality.many) for one in properties if isinstance(one.range, NodeRange))


@cache
def _most_levels(cls: Any) -> int | None:
    """How many levels there can be below a thing of a class; None where there is no end to them."""
    within = [one.range.classes for one in shape_of(cls).properties if isinstance(one.range, NodeRange)]
    inner = {inner for classes in within for inner in classes}
    if any(shape.cls is cls for shape in shapes_of(*inner)):
        return None
    levels = [_most_levels(cast(Hashable, one)) for one in inner]
    return None if None in levels else max((1 + one for one in levels if one is not None), default=0)


def _levels(thing: Any, known: dict[int, int]) -> int:
    """How many levels there are below a thing; each thing is looked at once, however often it stands there."""
    found = known.get(id(thing))
    if found is None:
        inner = [
            one
            for name, many in _nesting(cast(Hashable, type(thing)))
            if (value := getattr(thing, name)) is not None
            for one in (value if many else (value,))
        ]
        found = known[id(thing)] = max((1 + _levels(one, known) for one in inner), default=0)
    return found
