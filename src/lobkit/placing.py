"""A file that appears whole or not at all."""

from __future__ import annotations

import errno
import gzip
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import IO

from lobkit.errors import WriteError

Piece = str | bytes | memoryview
"""A part of a text, or of its UTF-8; it is written before the next one is asked for."""


def write_text(pieces: Iterable[Piece], target: str | Path) -> None:
    """Writes pieces of text, or of its UTF-8, to a file that appears whole or not at all, or to standard output (`-`).

    Raises:
        WriteError: where the place cannot take it.
    """
    if str(target) == "-":
        _write_out(pieces)
        return
    path = Path(os.path.realpath(target))
    try:
        if path.exists() and not path.is_file():
            if path.is_dir():
                raise WriteError(f"{target}: LOB004: this is a folder; name a file in it")
            with path.open("wb") as stream:  # a pipe or device cannot be renamed to
                stream.writelines(map(_as_bytes, pieces))
            return
        _write_beside(map(_as_bytes, pieces), path)
    except OSError as problem:
        raise WriteError(f"{target}: LOB004: cannot be written: {problem.strerror or problem}") from None


def appears_whole(target: str | Path) -> bool:
    """Whether nothing of what is written can be seen before all of it is there: of a file, and of no pipe or device."""
    path = Path(target)
    return str(target) != "-" and (path.is_file() or not path.exists())


class Begun:
    """Notes whether some of what is written has left, so that it is too late to write something else."""

    def __init__(self, target: str | Path) -> None:
        self.late = False
        self._whole = appears_whole(target)

    def noted(self, pieces: Iterable[Piece]) -> Iterator[Piece]:
        """The pieces, one by one."""
        for one in pieces:
            self.late = not self._whole
            yield one


def put_on_disk(pieces: Iterable[bytes]) -> IO[bytes]:
    """Pieces in a file without a name, from its beginning, in the folder for temporary files; it ends when closed.

    Raises:
        OSError: where there is no room for them; nothing is left then.
    """
    whole = tempfile.TemporaryFile(prefix="lobkit-")  # noqa: SIM115 - the caller closes it
    try:
        whole.writelines(pieces)
        whole.seek(0)
    except BaseException:
        with suppress(OSError):  # to close it is to write what had no room once more
            whole.close()
        raise
    return whole


def no_room(problem: OSError) -> WriteError:
    """What is told where something could not be put on disk for a while."""
    message = f"what has to wait for the end cannot be kept: {problem.strerror or problem}"
    return WriteError(f"LOB004: {message}; let TMPDIR name a folder with more room")


def _write_out(pieces: Iterable[Piece]) -> None:
    """Writes to standard output; that its reader left is for the caller to tell, or not."""
    if sys.stdout is None:
        raise WriteError("<stdout>: LOB004: cannot be written: it is closed")
    try:
        raw = getattr(sys.stdout, "buffer", None)
        if isinstance(raw, io.RawIOBase):
            for one in pieces:
                _write_raw(raw, _as_text(one))
        else:
            sys.stdout.writelines(map(_as_text, pieces))
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as problem:
        raise WriteError(f"<stdout>: LOB004: cannot be written: {problem.strerror or problem}") from None


def _write_raw(raw: io.RawIOBase, text: str) -> None:
    """Writes all of a text where nothing is buffered (PYTHONUNBUFFERED): Python drops what is not taken at once."""
    left = memoryview(text.replace("\n", os.linesep).encode(sys.stdout.encoding, sys.stdout.errors or "strict"))
    while left:
        taken = raw.write(left)
        if taken is None:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        left = left[taken:]


def _as_text(piece: Piece) -> str:
    return piece if isinstance(piece, str) else str(piece, "utf-8")


def _as_bytes(piece: Piece) -> bytes | memoryview:
    return piece.encode("utf-8") if isinstance(piece, str) else piece


def _write_beside(pieces: Iterable[bytes | memoryview], path: Path) -> None:
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    handle, name = _beside(path)
    try:
        with os.fdopen(handle, "w+b") as raw:
            if path.name.lower().endswith(".gz"):
                # No name and no time in the header: the same records give the same bytes.
                with gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed:
                    packed.writelines(pieces)
            else:
                raw.writelines(pieces)
            raw.flush()
            os.chmod(name or raw.fileno(), mode)
            name = name or _named(raw, path)
        os.replace(name, path)
    except BaseException:
        if name is not None:
            Path(name).unlink(missing_ok=True)
        raise


def _beside(path: Path) -> tuple[int, str | None]:
    """An open file in the folder of another, and its name.

    Where the system can, it has no name until it is whole: then nothing of it is left when the process is killed.
    """
    nameless = getattr(os, "O_TMPFILE", None)
    if nameless is not None and Path("/proc/self/fd").is_dir():
        try:
            return os.open(path.parent, nameless | os.O_RDWR, 0o600), None
        except OSError:
            pass  # this file system has none; where the folder itself is at fault, the next line says so
    return tempfile.mkstemp(prefix=_hidden(path), suffix=".part", dir=path.parent)


def _named(whole: IO[bytes], path: Path) -> str:
    """Gives a file without a name the name from which it is put in its place."""
    name = str(path.parent / f"{_hidden(path)}{token_hex(8)}.part")
    try:
        # `src_dir_fd` makes Python follow the link; without it, the link itself would get a second name.
        os.link(f"/proc/self/fd/{whole.fileno()}", name, src_dir_fd=whole.fileno())
    except OSError:  # nameless files are there, but naming one is refused, as some containers do
        whole.seek(0)
        with open(name, "xb") as copy:
            os.fchmod(copy.fileno(), os.fstat(whole.fileno()).st_mode)
            shutil.copyfileobj(whole, copy)
    return name


def _hidden(path: Path) -> str:
    return f".{path.name[:100]}."


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
