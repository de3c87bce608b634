"""What is kept while records pass by, in few bytes each: a million of them is a usual number."""

from __future__ import annotations

import heapq
import pickle
import zlib
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from lobkit.errors import Finding

T = TypeVar("T")

_BLOCK = 2000
"""How many things are packed together; as many lie about unpacked."""

_GROUPED = 100_000
"""How many marks are grouped at once, unless that took too many turns."""

_TURNS = 16
"""How often the marks are gone through at most."""


class Packed(Generic[T]):
    """Things that are seldom looked at again, in the order in which they came."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._open: list[T] = []

    def __len__(self) -> int:
        return len(self._blocks) * _BLOCK + len(self._open)

    def __iter__(self) -> Iterator[T]:
        for block in self._blocks:
            yield from pickle.loads(zlib.decompress(block))
        yield from self._open

    def add(self, one: T) -> None:
        """Takes in one more."""
        if len(self._open) == _BLOCK:
            self._blocks.append(zlib.compress(pickle.dumps(self._open, pickle.HIGHEST_PROTOCOL), 1))
            self._open = []
        self._open.append(one)

    def at(self, numbers: Collection[int]) -> dict[int, T]:
        """Those of these numbers, counted from 0."""
        found: dict[int, T] = {}
        number, block = -1, self._open
        for at in sorted(numbers):
            if at // _BLOCK != number:
                number = at // _BLOCK
                packed = number < len(self._blocks)
                block = pickle.loads(zlib.decompress(self._blocks[number])) if packed else self._open
            found[at] = block[at % _BLOCK]
        return found


class Marks:
    """What numbered things have of one kind, such as their DOI, by a number that is nearly always its own."""

    def __init__(self) -> None:
        self._numbers = array("I")
        self._marks = array("q")

    def add(self, number: int, value: object) -> None:
        """Notes what a thing has."""
        self._numbers.append(number)
        self._marks.append(hash(value))

    def shared(self) -> Iterator[list[int]]:
        """The numbers of things that may have the same, two at least, in their order."""
        size = len(self._marks)
        turns = min(size // _GROUPED + 1, _TURNS)
        for turn in range(turns):
            groups: dict[int, list[int]] = {}
            alone: dict[int, int] = {}
            for number, mark in zip(self._numbers, self._marks, strict=True):
                if turns > 1 and mark % turns != turn:
                    continue
                first = alone.setdefault(mark, number)
                if first != number:
                    groups.setdefault(mark, [first]).append(number)
            yield from groups.values()

    def without(self, values: Iterable[int]) -> list[int]:
        """The numbers of things whose mark is none of these."""
        waiting = set(self._marks)
        waiting.difference_update(values)
        return [number for number, mark in zip(self._numbers, self._marks, strict=True) if mark in waiting]


class Findings(Collection[Finding]):
    """Findings by source, in the order in which the sources came, and by their place in each.

    Args:
        place: what findings in one source are sorted by.
    """

    def __init__(self, place: Callable[[Finding], Any]) -> None:
        self._place = place
        self._sources: dict[str | None, _OfSource] = {}

    def __len__(self) -> int:
        return sum(map(len, self._sources.values()))

    def __iter__(self) -> Iterator[Finding]:
        for one in self._sources.values():
            yield from one.sorted(self._place)

    def __contains__(self, other: object) -> bool:
        return any(one == other for one in self)

    def add(self, found: Sequence[Finding]) -> None:
        """Takes in findings of one file, sorted by their place."""
        for one in found:
            self._sources.setdefault(one.source, _OfSource()).add(one, self._place(one))

    def add_across(self, found: Iterable[Finding]) -> None:
        """Takes in findings of any files, in any order, when all others are there."""
        for one in found:
            self._sources.setdefault(one.source, _OfSource()).across.append(one)


class _OfSource:
    """The findings in one source."""

    def __init__(self) -> None:
        self.across: list[Finding] = []
        self._found: Packed[Finding] = Packed()
        self._last: Any = None
        self._in_order = True

    def __len__(self) -> int:
        return len(self._found) + len(self.across)

    def add(self, one: Finding, place: Any) -> None:
        if self._last is not None and place < self._last:
            self._in_order = False
        self._last = place
        self._found.add(one)

    def sorted(self, place: Callable[[Finding], Any]) -> Iterable[Finding]:
        found: Iterable[Finding] = self._found if self._in_order else sorted(self._found, key=place)
        return heapq.merge(found, sorted(self.across, key=place), key=place) if self.across else found
