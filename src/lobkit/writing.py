"""Things of any classes out, as the text of a format."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar, cast

from lobkit.errors import ReadError, WriteError
from lobkit.formats.format import Format, Serialize
from lobkit.formats.nquads import NQUADS
from lobkit.formats.ntriples import NTRIPLES
from lobkit.formats.turtle import TURTLE
from lobkit.registry import FORMATS, format_named, format_of, no_format
from lobkit.sources import Source, refuse_no_path

T = TypeVar("T")


def serialized_things(things: list[Any], format: str, *, enrich: bool = False) -> Iterator[str]:
    """The text of things of any classes in a format, in pieces.

    Raises:
        WriteError: where the format cannot take them.
    """
    return _guarded(_writer(format, enrich)(things, enrich=enrich))


def pieces_to_write(things: list[Any], format: str, *, enrich: bool = False) -> Iterator[str] | Iterator[bytes]:
    """The same for a file, as bytes where a format has them sooner than a text.

    Raises:
        WriteError: as `serialized_things`.
    """
    write, raw = _writer(format, enrich), FORMATS[format].serialize_raw
    return _guarded(write(things, enrich=enrich)) if raw is None else _guarded(raw(things))


def _writer(format: str, enrich: bool) -> Serialize:
    chosen = written_format(format)
    if enrich and chosen not in (TURTLE, NTRIPLES, NQUADS):
        rdf = "turtle, ntriples or nquads"
        raise WriteError(f"derived statements are written in RDF only, not in {chosen.title}; take {rdf}")
    return cast(Serialize, chosen.serialize)


def written_format(name: object) -> Format:
    """The format of a name, which is written.

    Raises:
        WriteError: where there is none.
    """
    chosen = format_named(name)
    if chosen is None or chosen.serialize is None:
        writable = [one.name for one in FORMATS.values() if one.serialize]
        raise WriteError(no_format(name, "format that is written", writable))
    return chosen


def format_to_write(target: Source, name: str | None) -> Format:
    """The format in which a file is written.

    Raises:
        WriteError: where neither the name nor the extension says it, or the target is no place.
    """
    try:
        refuse_no_path(target, "the path of a file to write")
        return format_of(target, name)
    except ReadError as error:
        raise WriteError(str(error)) from None


def _guarded(pieces: Iterator[T]) -> Iterator[T]:
    try:
        yield from pieces
    except RecursionError:
        raise WriteError("things are nested too deep to be written") from None
