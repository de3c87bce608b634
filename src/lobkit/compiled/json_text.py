"""From things to JSON Lines, to the letter what `json.dumps` would write."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Iterator
from importlib.util import find_spec
from typing import Any, TypeVar, cast

from lobkit.compiled.source import Source, Writers
from lobkit.compiled.structs import struct_to_write
from lobkit.compiled.trees import expression, is_there, too_deep, unstructure
from lobkit.formats.format import MAX_DEPTH
from lobkit.shape import shape_of

T = TypeVar("T")


def json_lines(records: Iterable[Any]) -> Iterator[str]:
    """Things as JSON without spaces, each on a line of its own.

    Raises:
        WriteError: where things are nested too deep to be read back.
    """
    return map(_native(bytearray.decode) if find_spec("msgspec") is not None else _plain, records)


def raw_json_lines(records: Iterable[Any]) -> Iterator[bytes]:
    """The same in UTF-8, which costs a third less.

    Raises:
        WriteError: as `json_lines`.
    """
    return map(_native(bytes) if find_spec("msgspec") is not None else _plain_bytes, records)


def indented(records: Iterable[Any]) -> str:
    """Things as JSON for people, by the native encoder: the one thing, or `@graph` with all of them.

    Raises:
        WriteError: as `json_lines`.
    """
    import msgspec  # noqa: PLC0415 - it has no wheel for every platform

    lines = [line[:-1] for line in raw_json_lines(records)]
    whole = lines[0] if len(lines) == 1 else b'{"@graph":[' + b",".join(lines) + b"]}"
    return msgspec.json.format(whole, indent=2).decode() + "\n"


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _plain(record: Any) -> str:
    return _json(unstructure(record)) + "\n"


def _plain_bytes(record: Any) -> bytes:
    return _plain(record).encode()


def _native(given: Callable[[bytearray], T]) -> Callable[[Any], T]:
    """The native encoder with a place to write that is used again, which saves a third of its time.

    Args:
        given: makes of the line what is given.
    """
    import msgspec  # noqa: PLC0415 - it has no wheel for every platform

    encode, line = msgspec.json.Encoder().encode_into, bytearray()

    def write(record: Any) -> T:
        try:
            encode(_WRITERS[type(record)](record, 0), line)
            line.append(10)
        except (TypeError, OverflowError):  # a subclass of str, or a whole number that is larger than a machine's
            line[:] = _plain_bytes(record)
        return given(line)

    return write


def _compiled(cls: type[Any]) -> Callable[[Any, int], Any]:
    """From a thing, and how deep it stands, to the struct that is written; what is None in it is left out."""
    shape = shape_of(cls)
    source = Source(f"struct_{shape.name}", "thing, depth")
    source.values["writers"] = _WRITERS
    source.add(f"if depth > {MAX_DEPTH}: {source.use(too_deep, 'too_deep')}()")
    iri = "None" if shape.iri == "none" else "None if (iri := thing.iri) is None else iri + ''"
    source.add(f"return {source.use(struct_to_write(cast(Hashable, cls)), 'struct')}(\n    {iri},\n    {shape.name!r},")
    for one in shape.properties:
        named = f"(value := thing.{one.name})"
        there, written = is_there(one, named), expression(one, source, "value", lent=True)
        if there == "True":
            written = expression(one, source, f"thing.{one.name}", lent=True)
        elif written == "value" and there != named:
            written = f"thing.{one.name}"
        else:
            written = f"({written}) if {there} else None"
        source.add(f"{written},", 2)
    source.add(")")
    return source.function()  # type: ignore[no-any-return]


_WRITERS: Writers[Callable[[Any, int], Any]] = Writers(_compiled)
