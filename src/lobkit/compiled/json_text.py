"""From things to JSON Lines, to the letter what `json.dumps` would write."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from itertools import islice
from typing import Any, cast

from lobkit.compiled.source import Source, Unusual, Writers
from lobkit.compiled.structs import struct_to_write
from lobkit.compiled.trees import expression, is_there, too_deep, unstructure, within
from lobkit.formats.format import MAX_DEPTH
from lobkit.shape import shape_of


def json_lines(records: Iterable[Any]) -> Iterator[str]:
    """Things as JSON without spaces, each on a line of its own; some lines at a time.

    Raises:
        WriteError: where things are nested too deep to be read back.
    """
    return map(bytes.decode, raw_json_lines(records))


def raw_json_lines(records: Iterable[Any]) -> Iterator[bytes]:
    """The same in UTF-8, which costs a quarter less.

    Raises:
        WriteError: as `json_lines`.
    """
    left = iter(records)
    while some := list(islice(left, _AT_ONCE)):
        yield _written(some)


def indented(records: Iterable[Any]) -> str:
    """Things as JSON for people, by the native encoder: the one thing, or `@graph` with all of them.

    Raises:
        WriteError: as `json_lines`.
    """
    import msgspec  # noqa: PLC0415 - it has no wheel for every platform

    lines = b"".join(raw_json_lines(records)).removesuffix(b"\n")
    # A line end within a text is an escape, so that each of these stands between two things.
    whole = b'{"@graph":[' + lines.replace(b"\n", b",") + b"]}" if b"\n" in lines or not lines else lines
    return msgspec.json.format(whole, indent=2).decode() + "\n"


def each_indented(records: Iterable[Any], *, depth: int = 0) -> Iterator[str]:
    """Each thing as JSON for people, without a line end.

    Args:
        records: the things.
        depth: how many levels there are above them, by which all their lines but the first are moved in.

    Raises:
        WriteError: as `json_lines`.
    """
    end = "\n" + "  " * depth
    if find_spec("msgspec") is None:
        for one in records:
            yield json.dumps(unstructure(one), ensure_ascii=False, indent=2).replace("\n", end)
        return
    import msgspec  # noqa: PLC0415 - it has no wheel for every platform

    for lines in raw_json_lines(records):
        for line in lines.splitlines():
            yield msgspec.json.format(line, indent=2).decode().replace("\n", end)


_AT_ONCE = 32
"""How many things are written at once: few enough that they stay at hand until they are written."""


def _written(things: list[Any]) -> bytes:
    """Lines by the fastest way; where it does not take the things, by the last one, which says what is wrong."""
    first, last = ways()[0], ways()[-1]
    lines = None if first is last else _tried(first, things)
    return last(things) if lines is None else lines


def _tried(write: Callable[[list[Any]], bytes], things: list[Any]) -> bytes | None:
    try:
        return write(things)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - whatever it is, the last way meets it, too, and says it as it ever did
        return None


@cache
def ways() -> tuple[Callable[[list[Any]], bytes], ...]:
    """The ways to write things as lines that are to be had here, the fastest first; all give the same bytes."""
    found: list[Callable[[list[Any]], bytes]] = []
    try:
        from lobkit.compiled.writing_natively import written  # noqa: PLC0415 - it is compiled where that was possible

        found.append(written)
    except ImportError:
        pass  # nothing is lost but time
    if find_spec("msgspec") is not None:
        found.append(_by_structs)
    return (*found, _plain)


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _plain(things: list[Any]) -> bytes:
    return "".join(_json(unstructure(one)) + "\n" for one in things).encode()


def _by_structs(things: list[Any]) -> bytes:
    import msgspec  # noqa: PLC0415 - it has no wheel for every platform

    try:
        return msgspec.json.Encoder().encode_lines([_WRITERS[type(one)](one, 0) for one in things])
    except (TypeError, OverflowError):  # a subclass of str, or a whole number that is larger than a machine's
        raise Unusual from None


def _compiled(cls: type[Any]) -> Callable[[Any, int], Any]:
    """From a thing, and how deep it stands, to the struct that is written; what is None in it is left out."""
    shape = shape_of(cls)
    source = Source(f"struct_{shape.name}", "thing, depth")
    source.values |= within(_WRITERS, shape.properties)
    source.add(f"if depth > {MAX_DEPTH}: {source.use(too_deep, 'too_deep')}()")
    source.add_check(cls)
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
