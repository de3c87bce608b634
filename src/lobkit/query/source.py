"""Where records come from, and the questions that they are asked one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import frozen

from lobkit.query.asking import Askable, Facet, Plain, askable

if TYPE_CHECKING:
    from lobkit.query.search import Index

R = TypeVar("R")
Row = tuple[R, object]
"""A record, and what it stands in."""


class Source(Generic[R]):
    """Where records come from, each with what it stands in, and the index of their text once it is asked for.

    Args:
        cls: the class of the records.
        rows: gives them, in order.
        outer: the class of what they stand in.
    """

    def __init__(self, cls: type[R], rows: Callable[[], Iterable[Row[R]]], outer: type[Any] | None = None) -> None:
        self.asked: Askable = askable(cls, outer)
        self._rows = rows

    @cached_property
    def rows(self) -> tuple[Row[R], ...]:
        """The records with what they stand in."""
        return tuple(self._rows())

    @cached_property
    def index(self) -> Index:
        """The full text of the records, in memory."""
        from lobkit.query.search import Index  # noqa: PLC0415 - only where words are asked for

        return Index.of(record for record, _ in self.rows)


@frozen
class Condition:
    """One question that a record must satisfy.

    Args:
        by: the facet or property that is asked; None for words.
        accepted: the values of which one must be there; None among them stands for no value.
        words: the words that the text must hold.
    """

    by: Facet | Plain | None
    accepted: Any = frozenset()
    words: str = ""

    def fits(self, source: Source[Any]) -> Callable[[int, object, object], bool]:
        """The question as a test of a record at a position."""
        if self.by is None:
            found = source.index.positions(self.words)
            return lambda at, record, within: at in found
        of, accepted, none = self.by.of, self.accepted, not isinstance(self.accepted, range) and None in self.accepted

        def test(at: int, record: object, within: object) -> bool:
            values = of(record, within)
            return any(value in accepted for value in values) if values else none

        return test
