"""Whether what was compiled from C is of the source that is here."""

from __future__ import annotations

import zlib
from pathlib import Path


def is_stale(source: int, folder: Path) -> bool:
    """Whether what is in C is another source here than what was compiled; an editable installation has it beside.

    Args:
        source: the checksum that the compiled module tells; 0 where it does not say of what it is.
        folder: where the source would be.
    """
    sources = sorted(folder.glob("json_*.[ch]"))
    if source == 0 or not sources:
        return False
    return zlib.crc32(b"".join(one.read_bytes() for one in sources)) & 0x7FFFFFFF != source


def refuse_stale(source: int) -> None:
    """Leaves alone what was compiled of another source, since it may do something else.

    Raises:
        ImportError: then.
    """
    if is_stale(source, Path(__file__).parent):
        raise ImportError("what lobkit has in C has changed since it was compiled; run `pip install -e .` again")
