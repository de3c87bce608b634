"""Where the source says what a thing made of statements holds: the statement behind each place in it."""

from __future__ import annotations

from lobkit.formats.format import Locate, Member, Place
from lobkit.formats.triples import Term
from lobkit.formats.turtle_lines import Positions


class Spots(dict[Place, tuple[object, ...]]):
    """From a place to the statement that says it: its subject, and its predicate and object where they are known."""

    def resolve(self, place: Place) -> Place:
        """Gives each member of a set the position that its statement has in the source."""
        found: list[str | int] = []
        for step in place:
            found.append(self._position(tuple(found), step) if isinstance(step, Member) else step)
        return tuple(found)

    def _position(self, place: Place, member: Member) -> int:
        at = 0
        while (*place, at) in self:
            term = self[(*place, at)][-1]
            if isinstance(term, Term) and term.value == str(member):
                return at
            at += 1
        return 0

    def locator(self, positions: Positions) -> Locate:
        """From a place in a thing to the place of the statement that says it."""

        def locate(place: Place) -> tuple[int, int] | None:
            while place and place not in self:
                place = place[:-1]
            return positions.of(*self[place]) if place else None

        return locate
