"""Many names in little memory, to find the one that stands twice."""

from __future__ import annotations

from hashlib import blake2b


class Names:
    """A set of names, in ten bytes each once they are many: enough to find every double, and to take none for one.

    The last is so but once in 10^12 sets.

    >>> names = Names()
    >>> names.add("https://example.org/a"), names.add("https://example.org/a")
    (True, False)
    """

    _WIDTH = 10
    _EMPTY = bytes(_WIDTH)
    _FEW = 10_000

    def __init__(self) -> None:
        # The first ones are kept as they are, which costs a megabyte at most, and a tenth of the time.
        self._few: set[str] | None = set()
        self._count = 0
        self._slots = 1 << 4
        self._table = bytearray(self._slots * self._WIDTH)

    def __len__(self) -> int:
        return self._count

    @classmethod
    def _digest(cls, name: str) -> bytes:
        return blake2b(name.encode(), digest_size=cls._WIDTH).digest()

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
        new = self._put(self._digest(name))
        if new:
            self._count += 1
            if self._count * 5 > self._slots * 4:
                self._grow()
        return new

    def _pack(self) -> None:
        few, self._few = self._few or (), None
        self._slots = 1 << (2 * self._count - 1).bit_length()
        self._table = bytearray(self._slots * self._WIDTH)
        for name in few:
            self._put(self._digest(name))

    def __contains__(self, name: object) -> bool:
        if self._few is not None:
            return name in self._few
        digest = self._digest(str(name))
        return self._table[(at := self._slot(digest) * self._WIDTH) : at + self._WIDTH] == digest

    def _slot(self, digest: bytes) -> int:
        """Where a digest stands, or the empty slot where it would stand."""
        width, table = self._WIDTH, self._table
        at = int.from_bytes(digest[:8], "little") & (self._slots - 1)
        while (found := table[at * width : at * width + width]) != digest and found != self._EMPTY:
            at = (at + 1) & (self._slots - 1)
        return at

    def _put(self, digest: bytes) -> bool:
        at = self._slot(digest) * self._WIDTH
        if self._table[at : at + self._WIDTH] == digest:
            return False
        self._table[at : at + self._WIDTH] = digest
        return True

    def _grow(self) -> None:
        before = self._table
        self._slots *= 2
        self._table = bytearray(self._slots * self._WIDTH)
        for at in range(0, len(before), self._WIDTH):
            digest = bytes(before[at : at + self._WIDTH])
            if digest != self._EMPTY:
                self._put(digest)
