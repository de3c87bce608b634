"""Who is above whom, over any number of steps: answered in constant time mostly, whatever the hierarchy's shape."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TypeAlias

from lobkit.workbench.skosfile import Adjacent

Marks: TypeAlias = "tuple[array[int], array[int], array[int], array[int]]"
_WITNESS = 2000
"""So many concepts are looked at to show the way from one to another; a longer way is shown by its first step."""


class Hierarchy:
    """A graph of steps upwards.

    Circles are allowed: what runs in a circle counts as one. Above that, two depth-first walks number the graph, and
    most questions are answered by comparing numbers (the idea is that of GRAIL: Yildirim, Chaoji and Zaki, 2010).
    """

    def __init__(self, up: Adjacent) -> None:
        self.up = up
        self._circle: dict[int, int] = {}
        self._circles: list[list[int]] = []
        self._find_circles()

    # ── circles ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _find_circles(self) -> None:
        """Tarjan's strongly connected components, without recursion; those above come before those below."""
        order: dict[int, int] = {}
        low: dict[int, int] = {}
        stack: list[int] = []
        for root in self.up:
            if root in order:
                continue
            order[root] = low[root] = len(order)
            stack.append(root)
            walk: list[tuple[int, Iterator[int]]] = [(root, iter(self.up.get(root, ())))]
            while walk:
                node, others = walk[-1]
                for other in others:
                    if other not in order:
                        order[other] = low[other] = len(order)
                        stack.append(other)
                        walk.append((other, iter(self.up.get(other, ()))))
                        break
                    if other not in self._circle:
                        low[node] = min(low[node], order[other])
                else:
                    walk.pop()
                    if walk:
                        low[walk[-1][0]] = min(low[walk[-1][0]], low[node])
                    if low[node] == order[node]:
                        self._close(node, stack)

    def _close(self, node: int, stack: list[int]) -> None:
        found: list[int] = []
        while not found or found[-1] != node:
            found.append(stack.pop())
            self._circle[found[-1]] = len(self._circles)
        self._circles.append(found)

    def circles(self) -> Iterator[list[int]]:
        """The groups of two or more that are above each other, each sorted."""
        return (sorted(one) for one in self._circles if len(one) > 1)

    def turns(self, node: int) -> bool:
        """Whether a node is above itself."""
        circle = self._circle.get(node)
        return circle is not None and (len(self._circles[circle]) > 1 or node in self.up.get(node, ()))

    def same_circle(self, one: int, other: int) -> bool:
        """Whether two nodes are the same, or above each other."""
        return one == other or (one in self._circle and self._circle[one] == self._circle.get(other))

    # ── reaching ─────────────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def _above(self) -> list[tuple[int, ...]]:
        found: list[tuple[int, ...]] = [()] * len(self._circles)
        for node, others in self.up.items():
            here = self._circle[node]
            above = {*found[here], *(self._circle[other] for other in others)} - {here}
            found[here] = tuple(sorted(above))
        return found

    @cached_property
    def _marks(self) -> tuple[Marks, Marks]:
        below: list[list[int]] = [[] for _ in self._circles]
        for here, others in enumerate(self._above):
            for other in sorted(others):
                below[other].append(here)
        return self._marked(below, False), self._marked(below, True)

    def _marked(self, below: list[list[int]], turned: bool) -> Marks:
        """For each circle: when a walk down enters and leaves it, the least mark below it, and its own mark."""
        enter, leave, least, mark = (array("i", [-1]) * len(below) for _ in range(4))
        clock = count = 0
        roots = [one for one, others in enumerate(self._above) if not others]
        for root in reversed(roots) if turned else roots:
            walk = [(root, iter(reversed(below[root]) if turned else below[root]))]
            enter[root] = clock = clock + 1
            while walk:
                node, others = walk[-1]
                for other in others:
                    if enter[other] < 0:
                        enter[other] = clock = clock + 1
                        walk.append((other, iter(reversed(below[other]) if turned else below[other])))
                        break
                else:
                    walk.pop()
                    leave[node] = clock
                    count += 1
                    mark[node] = count
                    least[node] = min([count, *(least[one] for one in below[node])])
        return enter, leave, least, mark

    def reaches(self, low: int, high: int) -> bool:
        """Whether one or more steps upwards lead from the first to the second."""
        start, goal = self._circle.get(low), self._circle.get(high)
        if start is None or goal is None:
            return False
        if start == goal:
            return low != high or self.turns(low)
        known = self._known(start, goal)
        if known is not None:
            return known
        seen, waiting = {start}, [start]
        while waiting:
            for other in self._above[waiting.pop()]:
                if other in seen:
                    continue
                seen.add(other)
                known = self._known(other, goal)
                if known:
                    return True
                if known is None:
                    waiting.append(other)
        return False

    def _known(self, start: int, goal: int) -> bool | None:
        """What the marks say; None where they leave it open."""
        if start == goal:
            return True
        if goal > start:
            return False  # those above come first
        for enter, leave, least, mark in self._marks:
            if enter[goal] <= enter[start] and leave[start] <= leave[goal]:
                return True
            if not (least[goal] <= least[start] and mark[start] <= mark[goal]):
                return False
        return None

    def way(self, low: int, high: int) -> list[int]:
        """The statements that lead upwards from the first to the second; of a long way, the first one."""
        came: dict[int, tuple[int, int]] = {}
        waiting = [low]
        for node in waiting:
            for other, at in self.up.get(node, {}).items():
                if other == high:
                    return [*_steps(came, low, node), at]
                if other not in came and other != low and self.reaches(other, high):
                    came[other] = (node, at)
                    waiting.append(other)
            if len(came) > _WITNESS:
                break
        return [at for other, at in self.up.get(low, {}).items() if self.reaches(other, high)][:1]


def _steps(came: Mapping[int, tuple[int, int]], start: int, end: int) -> list[int]:
    found = []
    while end != start:
        end, at = came[end]
        found.append(at)
    return found[::-1]
