"""PNG packed as small as it goes, so that a notebook with pictures stays small."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def packed(png: bytes) -> bytes:
    """The same picture, its data deflated again with the most effort (PNG, third edition, section 10)."""
    parts = list(_parts(png))
    data = zlib.compress(zlib.decompress(b"".join(content for kind, content in parts if kind == b"IDAT")), 9)
    kept = [part for part in parts if part[0] not in (b"IDAT", b"IEND")]
    return _SIGNATURE + b"".join(_part(*one) for one in [*kept, (b"IDAT", data), (b"IEND", b"")])


def size_of(png: bytes) -> tuple[int, int]:
    """How many dots wide and high a picture is."""
    _, header = next(_parts(png))
    return int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")


def _parts(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12


def _part(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content).to_bytes(4, "big")
    return len(content).to_bytes(4, "big") + kind + content + check
