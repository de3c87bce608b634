"""Many names in little memory, to find the one that stands twice."""

from __future__ import annotations

import tempfile
import weakref
from array import array
from hashlib import blake2b
from itertools import accumulate
from typing import IO

_KNOWN, _LEFT = 2, 6
"""Bytes of a digest that stay in memory for a name that was put away, and those that lie on disk, beside its box."""

_BOXES = 1 << 16


class Names:
    """A set of names, in some ten bytes each once they are many: enough to find every double, and to take none for one.

    The last is so but once in 10^12 sets. From two million names on, most of what is known of them lies on disk, in a
    file without a name in the folder for temporary files, and two bytes of each stay in memory.

    >>> names = Names()
    >>> names.add("https://example.org/a"), names.add("https://example.org/a")
    (True, False)
    """

    _FEW = 10_000
    _MANY = 2_000_000

    def __init__(self) -> None:
        # The first ones are kept as they are, which costs a megabyte at most, and a tenth of the time.
        self._few: set[str] | None = set()
        self._count = 0
        # A digest has ten bytes: two say its box, eight stand there. Small boxes grow one by one, so that no table is
        # in memory twice while it grows.
        self._boxes: list[bytearray] = []
        self._loose = 0
        self._away: list[_Away] = []

    def __len__(self) -> int:
        return self._count

    def add(self, name: str) -> bool:
        """Takes a name in; whether it is new."""
        if self._few is not None:
            if name in self._few:
                return False
            self._few.add(name)
            self._count += 1
            if self._count > self._FEW:
                self._pack()
            return True
        digest = blake2b(name.encode(), digest_size=10).digest()
        number, rest = digest[0] << 8 | digest[1], digest[2:]
        box = self._boxes[number]
        if rest in box and _stands(box, rest):
            return False
        if self._away and any(one.holds(number, rest) for one in self._away):
            return False
        box += rest
        self._count += 1
        self._loose += 1
        if self._loose >= self._MANY:
            self._put_away()
        return True

    def __contains__(self, name: object) -> bool:
        if self._few is not None:
            return name in self._few
        digest = blake2b(str(name).encode(), digest_size=10).digest()
        number, rest = digest[0] << 8 | digest[1], digest[2:]
        return _stands(self._boxes[number], rest) or any(one.holds(number, rest) for one in self._away)

    def _pack(self) -> None:
        few, self._few = self._few or (), None
        self._boxes = [bytearray() for _ in range(_BOXES)]
        self._count = 0
        for name in few:
            self.add(name)

    def _put_away(self) -> None:
        self._away.append(_Away(self._boxes))
        self._boxes = [bytearray() for _ in range(_BOXES)]
        self._loose = 0


def _stands(box: bytes | bytearray, rest: bytes, start: int = 0, end: int | None = None) -> bool:
    """Whether a digest stands in a box, and not across two of its digests."""
    return _place(box, rest, start, len(box) if end is None else end) >= 0


def _place(box: bytes | bytearray, part: bytes, start: int, end: int) -> int:
    """The offset of a part among parts of the same width, or -1."""
    at = box.find(part, start, end)
    while at > 0 and (at - start) % len(part):
        at = box.find(part, at + 1, end)
    return at


class _Away:
    """Digests of which little is in memory: enough to know nearly every new one without a look at the disk."""

    def __init__(self, boxes: list[bytearray]) -> None:
        """Puts the digests of all boxes away, which are empty afterwards."""
        width = _KNOWN + _LEFT
        self._starts = array("I", accumulate((len(box) // width for box in boxes), initial=0))
        known = bytearray()
        self._file: IO[bytes] = tempfile.TemporaryFile(prefix="lobkit-")  # noqa: SIM115 - it is closed with this object
        weakref.finalize(self, self._file.close)
        for box in boxes:
            left = bytearray(len(box) // width * _LEFT)
            parts = bytearray(len(box) // width * _KNOWN)
            for at in range(_KNOWN):
                parts[at::_KNOWN] = box[at::width]
            for at in range(_LEFT):
                left[at::_LEFT] = box[_KNOWN + at :: width]
            known += parts
            self._file.write(left)
            box.clear()
        self._known = bytes(known)

    def holds(self, number: int, rest: bytes) -> bool:
        """Whether a digest is among them."""
        known, left, end = rest[:_KNOWN], rest[_KNOWN:], self._starts[number + 1] * _KNOWN
        start = self._starts[number] * _KNOWN
        while (at := _place(self._known, known, start, end)) >= 0:
            self._file.seek(at // _KNOWN * _LEFT)
            if self._file.read(_LEFT) == left:
                return True
            start = at + _KNOWN
        return False
