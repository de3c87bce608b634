"""The rows of other shapes: JSON Lines in and out, against pydantic, as a user calls both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmarks.measure import Row, Side, Work
from benchmarks.rows import same_bytes, same_objects, same_trees
from benchmarks.shapes import SHAPES, things
from lobkit.exchange import FORMATS

_JSON_LINES = FORMATS["jsonl"]


def _raw(cls: type[Any], count: int) -> bytes:
    assert _JSON_LINES.serialize_raw is not None
    return b"".join(_JSON_LINES.serialize_raw(things(cls, count)))


def _reads(cls: type[Any]) -> Callable[[int], Work]:
    def prepare(count: int) -> Work:
        raw, parse = _raw(cls, count), _JSON_LINES.parse_raw
        assert parse is not None
        return lambda: parse(raw, SHAPES).records

    return prepare


def _writes(cls: type[Any]) -> Callable[[int], Work]:
    def prepare(count: int) -> Work:
        objects, serialize = _reads(cls)(count)(), _JSON_LINES.serialize_raw
        assert serialize is not None
        return lambda: b"".join(serialize(objects))

    return prepare


def _pydantic_reads(cls: type[Any]) -> Callable[[int], Work]:
    def prepare(count: int) -> Work:
        from benchmarks.peers import shapes_with_pydantic  # noqa: PLC0415 - only in its own process

        raw = _raw(cls, count)
        return lambda: shapes_with_pydantic.parse(cls.__name__, raw)

    return prepare


def _pydantic_writes(cls: type[Any]) -> Callable[[int], Work]:
    def prepare(count: int) -> Work:
        from benchmarks.peers import shapes_with_pydantic  # noqa: PLC0415 - only in its own process

        objects = shapes_with_pydantic.parse(cls.__name__, _raw(cls, count))
        return lambda: shapes_with_pydantic.serialize_raw(cls.__name__, objects)

    return prepare


def _pydantic_trees(objects: Any) -> str:
    return same_trees(one.model_dump(mode="json", exclude_defaults=True) for one in objects)


def _rows(cls: type[Any]) -> tuple[Row, Row]:
    name, said = cls.__name__.lower(), f"{cls.__name__} ({(cls.__doc__ or '').rstrip('.').lower()})"
    reads = (Side("lobkit", _reads(cls), same_objects), Side("pydantic", _pydantic_reads(cls), _pydantic_trees))
    writes = (Side("lobkit", _writes(cls), same_bytes), Side("pydantic", _pydantic_writes(cls), same_bytes))
    return (
        Row(f"{name}-in", f"JSON Lines → {said}", reads, wanted={"pydantic": 1}, part=0.5),
        Row(f"{name}-out", f"{said} → JSON Lines, as bytes", writes, wanted={"pydantic": 1}, part=0.5),
    )


SHAPE_ROWS: tuple[Row, ...] = tuple(row for cls in SHAPES for row in _rows(cls))


def find_shape(key: str, name: str) -> Side:
    """The side of that name in the row of that key."""
    return next(side for row in SHAPE_ROWS if row.key == key for side in row.sides if side.name == name)
