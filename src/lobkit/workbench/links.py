"""Who is linked to whom, each with the statement that says so: numbers side by side, since there are many."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar


class Links(Mapping[int, Mapping[int, int]]):
    """By thing: the things at the other end, each with the first statement that says so.

    A link costs twelve bytes, where a dictionary of dictionaries costs some three hundred; what belongs to one thing is
    put together when it is asked for.

    >>> links = Links([(7, 1, 100), (3, 2, 101), (7, 1, 102), (7, 4, 103)])
    >>> dict(links)
    {3: {2: 101}, 7: {1: 100, 4: 103}}
    """

    def __init__(self, pairs: Iterable[tuple[int, int, int]]) -> None:
        firsts, others, statements = array("i"), array("i"), array("i")
        for first, other, at in pairs:
            firsts.append(first)
            others.append(other)
            statements.append(at)
        order = sorted(range(len(firsts)), key=firsts.__getitem__)
        self._others = array("i", (others[one] for one in order))
        self._statements = array("i", (statements[one] for one in order))
        self._names, self._starts = array("i"), array("i")
        last = -1
        for at, one in enumerate(order):
            if firsts[one] != last:
                last = firsts[one]
                self._names.append(last)
                self._starts.append(at)
        self._starts.append(len(order))

    def _place(self, one: object) -> int:
        if not isinstance(one, int):
            return -1
        at = bisect_left(self._names, one)
        return at if at < len(self._names) and self._names[at] == one else -1

    def __getitem__(self, one: int) -> dict[int, int]:
        at = self._place(one)
        if at < 0:
            raise KeyError(one)
        found: dict[int, int] = {}
        for link in range(self._starts[at], self._starts[at + 1]):
            found.setdefault(self._others[link], self._statements[link])
        return found

    def __contains__(self, one: object) -> bool:
        return self._place(one) >= 0

    def __iter__(self) -> Iterator[int]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Hashable)


def shared(uses: Callable[[], Iterable[tuple[K, V, int]]]) -> Iterator[tuple[K, dict[V, int]]]:
    """The keys that two or more have, with who has them and the statement of each.

    It asks for the uses twice, so that only what comes more than once need be kept.

    >>> list(shared(lambda: [("a", 1, 10), ("b", 1, 11), ("a", 2, 12)]))
    [('a', {1: 10, 2: 12})]
    """
    seen: set[int] = set()
    twice: set[int] = set()
    for key, _, _ in uses():
        number = hash(key)
        (twice if number in seen else seen).add(number)
    found: dict[K, dict[V, int]] = {}
    for key, one, at in uses() if twice else ():
        if hash(key) in twice:
            found.setdefault(key, {}).setdefault(one, at)
    return ((key, users) for key, users in found.items() if len(users) > 1)
