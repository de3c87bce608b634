"""What is kept while records pass by, in few bytes each: a million of them is a usual number."""

from __future__ import annotations

import heapq
import pickle
import zlib
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, Generic, TypeVar

from attrs import fields

from lobkit.errors import Finding

T = TypeVar("T")

_BLOCK = 2000
"""How many things are packed together; as many lie about unpacked."""

_GROUPED = 100_000
"""How many marks are grouped at once, unless that took too many turns."""

_TURNS = 16
"""How often the marks are gone through at most."""


class Packed(Generic[T]):
    """Things that are seldom looked at again, in the order in which they came.

    Args:
        plain, make: from a thing to a plain value, which is packed faster, and back.
    """

    def __init__(self, plain: Callable[[T], Any], make: Callable[[Any], T]) -> None:
        self._plain, self._make = plain, make
        self._blocks: list[bytes] = []
        self._open: list[T] = []

    def __len__(self) -> int:
        return len(self._blocks) * _BLOCK + len(self._open)

    def __iter__(self) -> Iterator[T]:
        for number in range(len(self._blocks) + 1):
            yield from self._block(number)

    def append(self, one: T) -> None:
        """Takes in one more."""
        if len(self._open) == _BLOCK:
            self._pack(self._open)
            self._open = []
        self._open.append(one)

    def extend(self, more: Sequence[T]) -> None:
        """Takes in some more."""
        self._open += more
        if len(self._open) > _BLOCK:
            full = len(self._open) // _BLOCK * _BLOCK
            for first in range(0, full, _BLOCK):
                self._pack(self._open[first : first + _BLOCK])
            self._open = self._open[full:]

    def at(self, numbers: Collection[int]) -> dict[int, T]:
        """Those of these numbers, counted from 0."""
        found: dict[int, T] = {}
        for number, some in groupby(sorted(numbers), lambda at: at // _BLOCK):
            block = self._block(number)
            found.update((at, block[at % _BLOCK]) for at in some)
        return found

    def _pack(self, block: list[T]) -> None:
        plain = [self._plain(one) for one in block]
        self._blocks.append(zlib.compress(pickle.dumps(plain, pickle.HIGHEST_PROTOCOL), 1))

    def _block(self, number: int) -> list[T]:
        if number == len(self._blocks):
            return self._open
        return [self._make(one) for one in pickle.loads(zlib.decompress(self._blocks[number]))]


class Marks:
    """What numbered things have of one kind, such as their DOI, by a number that is nearly always its own."""

    def __init__(self) -> None:
        self._numbers = array("I")
        self._marks = array("q")

    def extend(self, first: int, values: Sequence[object]) -> None:
        """Notes what things have that are numbered from `first` on; what is empty is nothing."""
        if all(values):
            self._numbers.extend(range(first, first + len(values)))
            self._marks.extend(map(hash, values))
        elif any(values):
            self._numbers.extend([number for number, value in enumerate(values, start=first) if value])
            self._marks.extend([hash(value) for value in values if value])

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

    def among(self, marks: Iterable[int]) -> list[int]:
        """The numbers of things whose mark is one of these."""
        if not self._marks:
            return []
        wanted = set(marks)
        return [number for number, mark in zip(self._numbers, self._marks, strict=True) if mark in wanted]

    def without(self, others: Marks, more: Iterable[int]) -> list[int]:
        """The numbers of things whose mark is none of these."""
        if not self._marks:
            return []
        waiting = set(self._marks).difference(others._marks, more)
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
            self._of(one).add(one, self._place(one))

    def add_across(self, found: Iterable[Finding]) -> None:
        """Takes in findings of any files, in any order, when all others are there."""
        for one in found:
            self._of(one).across.append(one)

    def _of(self, one: Finding) -> _OfSource:
        return self._sources.get(one.source) or self._sources.setdefault(one.source, _OfSource())


class _OfSource:
    """The findings in one source."""

    def __init__(self) -> None:
        self.across: list[Finding] = []
        self._found: Packed[Finding] = Packed(_fields_of, _finding)
        self._last: Any = None
        self._in_order = True

    def __len__(self) -> int:
        return len(self._found) + len(self.across)

    def add(self, one: Finding, place: Any) -> None:
        if self._last is not None and place < self._last:
            self._in_order = False
        self._last = place
        self._found.append(one)

    def sorted(self, place: Callable[[Finding], Any]) -> Iterable[Finding]:
        found: Iterable[Finding] = self._found if self._in_order else sorted(self._found, key=place)
        return heapq.merge(found, sorted(self.across, key=place), key=place) if self.across else found


_NAMES = [one.name for one in fields(Finding)]
_fields_of = attrgetter(*_NAMES)


def _finding(values: tuple[Any, ...]) -> Finding:
    return Finding(*values)
