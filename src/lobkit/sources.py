"""Where texts come from: files, packed or not, and standard input, as a whole, in lines or in pieces."""

from __future__ import annotations

import gzip
import io
import os
import shutil
import sys
import tempfile
import zlib
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import IO, Any

from attrs import define, field

from lobkit.errors import Finding, ReadError, shown
from lobkit.formats.format import NotInOrder, decoded

Source = str | Path
"""A path, or `-` for standard input or output."""


def refuse_no_path(source: object, wanted: str = "the path of a file or folder") -> None:
    """Refuses what names no source, as early as it is given.

    Raises:
        ReadError: with what was given, and what is wanted instead.
    """
    if not isinstance(source, (str, os.PathLike)):
        raise ReadError([Finding("LOB001", f"expected {wanted}, not {shown(source)}")])


def label_of(source: Source) -> str:
    """How a source is called in findings."""
    return "<stdin>" if str(source) == "-" else str(source)


def lines_of(source: Source) -> Iterator[tuple[int, bytes]]:
    """The lines of a text that are not blank, with their numbers; the file is never in memory as a whole.

    Raises:
        ReadError: where it cannot be read.
    """
    with opened(source) as stream:
        for at, line in enumerate(stream, start=1):
            given = line.removeprefix(BOM_UTF8) if at == 1 else line
            if not given.isspace():
                yield at, given


def pieces_of(source: Source, size: int = 2**19) -> Iterator[tuple[int, str]]:
    """The text of a file in pieces of some bytes, each of whole lines, with the number of its first line.

    Raises:
        ReadError: where it cannot be read, or is not UTF-8.
    """
    label = label_of(source)
    with opened(source) as stream:
        at = 1
        while raw := stream.read(size):
            raw += stream.readline()
            try:
                text = decoded(raw.removeprefix(BOM_UTF8) if at == 1 else raw, at)
            except ReadError as error:
                raise error.at(label) from None
            yield at, text
            at += raw.count(b"\n")


# ── standard input, which can be read once only ──────────────────────────────────────────────────────────────────────

_MOST_KEPT = 2**26
"""Bytes of standard input that are kept at most while it passes record by record."""


@define
class _Kept:
    """What was read of standard input, until it was too much."""

    raw: bytes | bytearray = field(factory=bytearray)
    lost: bool = False
    ended: bool = False

    def more(self, most: int = -1) -> bytes:
        """What comes next; a terminal would wait for more behind the end."""
        found = b"" if self.ended else sys.stdin.buffer.read(most)
        self.ended = most < 0 or not found
        if not self.lost:
            self.raw += found
            if most >= 0 and len(self.raw) > _MOST_KEPT:
                self.raw, self.lost = b"", True
        return found

    def all(self) -> bytes:
        found = self.more()
        if not self.lost:
            self.raw = found = bytes(self.raw)
        return found


_KEPT: ContextVar[_Kept | None] = ContextVar("what was read of standard input", default=None)


@contextmanager
def input_kept() -> Iterator[None]:
    """While this lasts, standard input can be read again, to tell where something stands that is wrong with the whole.

    What is read as a whole is kept as a whole; what passes record by record, up to 64 MB.
    """
    if _KEPT.get() is not None:
        yield
        return
    token = _KEPT.set(_Kept())
    try:
        yield
    finally:
        _KEPT.reset(token)


def is_there_again(source: Source) -> bool:
    """Whether a source can be read a second time: a file always, standard input where it was kept."""
    kept = _KEPT.get()
    return str(source) != "-" or (kept is not None and not kept.lost)


class _FromTheBeginning(io.RawIOBase):
    """Standard input: what was kept of it, and then the rest."""

    def __init__(self, kept: _Kept) -> None:
        super().__init__()
        self._kept, self._at = kept, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        found = bytes(self._kept.raw[self._at : self._at + len(buffer)]) or self._kept.more(len(buffer))
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)


def _standard_input() -> Any:
    kept = _KEPT.get()
    return sys.stdin.buffer if kept is None else io.BufferedReader(_FromTheBeginning(kept), 2**16)


def _all_of_standard_input() -> bytes:
    kept = _KEPT.get()
    return sys.stdin.buffer.read() if kept is None else kept.all()


# ── as a whole, in lines or in pieces ────────────────────────────────────────────────────────────────────────────────


@contextmanager
def opened(source: Source) -> Iterator[Any]:
    """The bytes of a source, unpacked.

    Raises:
        ReadError: where it cannot be read, also while it is.
    """
    with ExitStack() as stack:
        try:
            raw: Any = _standard_input() if str(source) == "-" else stack.enter_context(Path(source).open("rb"))
            stream: Any = raw if hasattr(raw, "peek") else io.BufferedReader(raw)
            if stream.peek(2)[:2] == b"\x1f\x8b":
                stream = stack.enter_context(gzip.open(stream, "rb"))
            yield stream
        except (OSError, EOFError, zlib.error) as problem:
            reason = getattr(problem, "strerror", None) or str(problem)
            raise ReadError([Finding("LOB001", f"cannot be read: {reason}", source=label_of(source))]) from None


@contextmanager
def unpacked(path: Source) -> Iterator[IO[bytes]]:
    """The bytes of a file, in which one can go to any place; a packed one is unpacked on disk for that.

    Raises:
        ReadError: where it cannot be read.
        NotInOrder: where it cannot be unpacked, be it for want of room.
    """
    with opened(path) as stream:
        if not isinstance(stream, gzip.GzipFile):
            yield stream
            return
        with ExitStack() as stack:
            try:
                whole = stack.enter_context(tempfile.TemporaryFile(prefix="lobkit-"))
                shutil.copyfileobj(stream, whole)
                whole.seek(0)
            except (OSError, EOFError, zlib.error):
                raise NotInOrder from None
            yield whole


def text_of(source: Source) -> str:
    """The text of a file, unpacked, or of standard input (`-`).

    Raises:
        ReadError: where it cannot be read, or is not UTF-8.
    """
    label = label_of(source)
    try:
        return decoded(raw_of(source))
    except ReadError as error:
        raise error.at(label) from None


def raw_of(source: Source) -> bytes:
    """The bytes of a source, unpacked, without a mark of the byte order.

    Raises:
        ReadError: where it cannot be read.
    """
    try:
        raw = _all_of_standard_input() if str(source) == "-" else Path(source).read_bytes()
        raw = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
        return raw.removeprefix(BOM_UTF8)
    except (OSError, EOFError, zlib.error, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise ReadError([Finding("LOB001", f"cannot be read: {reason}", source=label_of(source))]) from None
