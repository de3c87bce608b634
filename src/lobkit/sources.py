"""Where texts come from: files, packed or not, pipes and standard input, as a whole, in lines or in pieces."""

from __future__ import annotations

import gzip
import io
import os
import stat
import sys
import zlib
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from lobkit.errors import Finding, ReadError, shown
from lobkit.formats.format import NotInOrder, decoded
from lobkit.placing import put_on_disk

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


# ── standard input and pipes, which can be read once only ────────────────────────────────────────────────────────────

_IN_MEMORY = 2**26
"""Bytes of such a source that are kept in memory; what is more lies on disk."""


class _Kept:
    """What was read of a source that comes once, as far as there is room for it.

    Args:
        given: where it comes from.
    """

    def __init__(self, given: Any) -> None:
        self.given = given
        self.lost = False
        self._whole: Any = SpooledTemporaryFile(_IN_MEMORY, prefix="lobkit-")  # noqa: SIM115 - `close` closes it
        self._size = 0
        self._ended = False

    def read(self, at: int, most: int) -> bytes:
        """So many bytes from a place on, or fewer: what was kept, and then what comes next.

        Raises:
            OSError: where there was no room to keep what is asked for.
        """
        if at >= self._size:
            return self._more(most)
        if self.lost:
            message = "what comes only once could not be kept to be read again; let TMPDIR name a folder with more room"
            raise OSError(message)
        self._whole.seek(at)
        return bytes(self._whole.read(min(most, self._size - at)))

    def all(self) -> bytes:
        """All of it.

        Raises:
            OSError: as `read`.
        """
        found = b"" if not self._size else self.read(0, self._size)
        more = b"".join(iter(lambda: self._more(-1), b""))
        return found + more if found else more

    def _more(self, most: int) -> bytes:
        """What comes next; a terminal would wait for more behind the end."""
        found: bytes = b"" if self._ended else self.given.read(most)
        self._ended = self._ended or most < 0 or not found
        self._size += len(found)
        if not self.lost:
            try:
                self._whole.seek(0, os.SEEK_END)
                self._whole.write(found)
            except OSError:  # nothing is told of it unless somebody wants to read again
                self.lost = True
                self.close()
        return found

    def close(self) -> None:
        """Lets go of what was kept."""
        with suppress(OSError):  # it has no room to be put down, and nobody needs it
            self._whole.close()


_KEPT: ContextVar[dict[str, _Kept] | None] = ContextVar("what was read of what comes only once", default=None)


@contextmanager
def input_kept() -> Iterator[None]:
    """While this lasts, standard input and pipes can be read again, to tell where something stands that is wrong.

    What was read is kept in memory up to 64 MB, and beyond on disk, in a file without a name; where that is full, only
    what needs to read again fails, or is told without its line.
    """
    if _KEPT.get() is not None:
        yield
        return
    with ExitStack() as opened_here:
        token = _KEPT.set({})
        try:
            yield
        finally:
            for name, one in (_KEPT.get() or {}).items():
                opened_here.callback(one.close)
                if name != "-":
                    opened_here.callback(one.given.close)
            _KEPT.reset(token)


def comes_once(source: Source) -> bool:
    """Whether a source is standard input, a pipe or a device, and no file that can be opened a second time."""
    if str(source) == "-":
        return True
    try:
        mode = os.stat(source).st_mode
    except (OSError, ValueError):
        return False  # whoever opens it tells
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def is_there_again(source: Source) -> bool:
    """Whether a source can be read a second time: a file always, what comes once where it is kept."""
    if not comes_once(source):
        return True
    kept = _KEPT.get()
    return kept is not None and (str(source) not in kept or not kept[str(source)].lost)


class _FromTheBeginning(io.RawIOBase):
    """A source that comes once: what was kept of it, and then the rest."""

    def __init__(self, kept: _Kept) -> None:
        super().__init__()
        self._kept, self._at = kept, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        found = self._kept.read(self._at, len(buffer))
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)


def _kept(source: Source) -> _Kept | None:
    """What is kept of a source; None for what can be opened again, and where nothing is kept."""
    known = _KEPT.get()
    if known is None or not comes_once(source):
        return None
    name = str(source)
    if name not in known:
        known[name] = _Kept(sys.stdin.buffer if name == "-" else Path(source).open("rb"))  # noqa: SIM115 - input_kept closes it
    return known[name]


def _all_of(source: Source) -> bytes:
    kept = _kept(source)
    if kept is not None:
        return kept.all()
    return sys.stdin.buffer.read() if str(source) == "-" else Path(source).read_bytes()


def _stream_of(source: Source, stack: ExitStack) -> Any:
    kept = _kept(source)
    if kept is not None:
        return io.BufferedReader(_FromTheBeginning(kept), 2**16)
    return sys.stdin.buffer if str(source) == "-" else stack.enter_context(Path(source).open("rb"))


def size_of(source: Source) -> int:
    """The bytes of a source, unpacked; it is read for that.

    Raises:
        ReadError: where it cannot be read.
    """
    with opened(source) as stream:
        return sum(map(len, iter(lambda: stream.read(2**20), b"")))


# ── as a whole, in lines or in pieces ────────────────────────────────────────────────────────────────────────────────


@contextmanager
def opened(source: Source) -> Iterator[Any]:
    """The bytes of a source, unpacked.

    Raises:
        ReadError: where it cannot be read, also while it is.
    """
    with ExitStack() as stack:
        try:
            raw = _stream_of(source, stack)
            stream: Any = raw if hasattr(raw, "peek") else io.BufferedReader(raw)
            if stream.peek(2)[:2] == b"\x1f\x8b":
                stream = stack.enter_context(gzip.open(stream, "rb"))
            yield stream
        except (OSError, EOFError, zlib.error) as problem:
            reason = getattr(problem, "strerror", None) or str(problem)
            raise ReadError([Finding("LOB001", f"cannot be read: {reason}", source=label_of(source))]) from None


@contextmanager
def unpacked(path: Source) -> Iterator[IO[bytes]]:
    """The bytes of a file, in which one can go to any place; a packed one, or a pipe, is put on disk for that.

    Raises:
        ReadError: where it cannot be read.
        NotInOrder: where it cannot be unpacked, be it for want of room.
    """
    with opened(path) as stream:
        if not isinstance(stream, gzip.GzipFile) and not comes_once(path):
            yield stream
            return
        with ExitStack() as stack:
            try:
                whole = stack.enter_context(put_on_disk(iter(partial(stream.read, 2**16), b"")))
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
        raw = _all_of(source)
        raw = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
        return raw.removeprefix(BOM_UTF8)
    except (OSError, EOFError, zlib.error, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise ReadError([Finding("LOB001", f"cannot be read: {reason}", source=label_of(source))]) from None
