"""Who is linked to whom, each with the statement that says so: numbers side by side, since there are many."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Hashable, ItemsView, Iterable, Iterator, Mapping
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
        self._names, self._starts = array("i"), array("i")
        self._others, self._statements = array("i"), array("i")
        row: dict[int, int] = {}
        for link in sorted(range(len(firsts)), key=firsts.__getitem__):
            if not self._names or firsts[link] != self._names[-1]:
                self._close(row)
                row = {}
                self._names.append(firsts[link])
            row.setdefault(others[link], statements[link])
        self._close(row)

    def _close(self, row: dict[int, int]) -> None:
        """Adds the links of one thing, and notes where those of the next begin."""
        self._others.extend(row)
        self._statements.extend(row.values())
        self._starts.append(len(self._others))

    def _place(self, one: object) -> int:
        if not isinstance(one, int):
            return -1
        at = bisect_left(self._names, one)
        return at if at < len(self._names) and self._names[at] == one else -1

    def __getitem__(self, one: int) -> dict[int, int]:
        at = self._place(one)
        if at < 0:
            raise KeyError(one)
        return self.row(at)

    def row(self, at: int) -> dict[int, int]:
        """The links of the thing with a number in the order of things."""
        start, end = self._starts[at], self._starts[at + 1]
        return dict(zip(self._others[start:end], self._statements[start:end], strict=True))

    def items(self) -> ItemsView[int, Mapping[int, int]]:
        """The things with their links, one after another."""
        return _Rows(self)

    def __contains__(self, one: object) -> bool:
        return self._place(one) >= 0

    def __iter__(self) -> Iterator[int]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class _Rows(ItemsView[int, Mapping[int, int]]):
    """The rows without looking each up by its name."""

    def __init__(self, links: Links) -> None:
        super().__init__(links)
        self._links = links

    def __iter__(self) -> Iterator[tuple[int, Mapping[int, int]]]:
        for at, name in enumerate(self._links):
            yield name, self._links.row(at)


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
