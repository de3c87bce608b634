"""Records that were asked for: chained, typed, and looked up when somebody looks."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, overload

from lobkit.errors import ValueRefused, shown
from lobkit.query.asking import TEXT
from lobkit.query.source import Condition, Row, Source
from lobkit.values import Iri

if TYPE_CHECKING:
    from pathlib import Path

    import pandas
    import polars
    import pyarrow

    from lobkit.query.columns import Column, Concepts
    from lobkit.query.facets import Facets
    from lobkit.query.plots import Plot
    from lobkit.query.search import Hits

R = TypeVar("R")
Asked = Iri | str | int | bool | datetime.date | range | Iterable[Any] | None
"""What a keyword takes: a concept or any of its names, a value, a range of numbers, several of these, or None."""
Names = str | Iterable[str]
"""One name or several."""


class Selection(Sequence[R], Generic[R]):
    """The records that satisfy all that was asked, in the order of their source.

    Nothing is looked up before somebody counts, indexes or iterates; then it is kept.
    """

    def __init__(self, source: Source[R], conditions: tuple[Condition, ...] = ()) -> None:
        self.source = source
        self.conditions = conditions

    def where(self, **criteria: Asked) -> Self:
        """Those of the records that satisfy all of these too.

        Args:
            criteria: facets (`thema`, `sector`, `soort`, `jaartal`) by concept, slug, notation, IRI or any label in any
                case, where a broader concept finds what is filed under narrower ones; plain properties such as `year`
                and `language` by value or `range`; `text` by words, as in `search`. Several values: any of them
                satisfies. None: the record says nothing.

        Raises:
            UnknownFacet, UnknownConcept, ValueRefused: at once, with what may have been meant.
        """
        found = tuple(self._condition(name, asked) for name, asked in criteria.items())
        return type(self)(self.source, self.conditions + found)

    def _condition(self, name: str, asked: Asked) -> Condition:
        if name == TEXT:
            if not isinstance(asked, str):
                raise ValueRefused(f"text: expected words, not {shown(asked)}")
            return Condition(None, words=asked)
        one = self.source.asked.find(name)
        return Condition(one, self.source.asked.accepted(one, asked))

    @cached_property
    def rows(self) -> tuple[Row[R], ...]:
        """The records with what they stand in."""
        if not self.conditions:
            return self.source.rows
        tests = [one.fits(self.source) for one in self.conditions]
        every = enumerate(self.source.rows)
        return tuple(row for at, row in every if all(test(at, *row) for test in tests))

    def facets(self, *names: str) -> Facets:
        """How many of the records each concept has, as a faceted search shows it.

        Zeros are told, a broader concept counts what is filed under narrower ones, and what was asked of a facet does
        not narrow its own counts, so that they say what another choice would give.

        Args:
            names: the facets to count; none stands for all.

        Raises:
            UnknownFacet: with the nearest one.
        """
        from lobkit.query.facets import count  # noqa: PLC0415 - only where somebody counts

        chosen = [self.source.asked.facet(name) for name in names] or list(self.source.asked.facets.values())
        return count(self.source, self.conditions, chosen)

    def search(self, text: str, *, limit: int = 20, index: Path | str | None = None) -> Hits[R]:
        """The records whose text holds these words, the best first, each with a snippet.

        Args:
            text: words, all of which must be there, in any inflection and within compounds; `"a phrase"` for words
                that follow each other; `begin*` for the beginning of a word.
            limit: how many to give at most.
            index: a file to keep the index in; it is made again when the records have changed.
        """
        from lobkit.query.search import Index, hits  # noqa: PLC0415 - only where words are asked for

        made = self.source.index if index is None else Index.at(index, (record for record, _ in self.source.rows))
        chosen = None if not self.conditions else {id(record) for record, _ in self.rows}
        return hits(made, [record for record, _ in self.source.rows], text, limit, chosen)

    def columns(self, *, lang: str = "nl", long: Names = (), concepts: Concepts = "label") -> tuple[Column, ...]:
        """The records as columns with types and meanings, from which the frames are made.

        Args:
            lang: the language of titles and labels, where there is one.
            long: a facet, or several, that get a row for each concept instead of a list, to group by.
            concepts: whether concepts stand by their `label` or their `iri`.
        """
        from lobkit.query.columns import columns  # noqa: PLC0415 - only where a frame is asked for

        facets = (long,) if isinstance(long, str) else long
        return columns(self.rows, self.source.asked, lang, facets, concepts)

    def to_pandas(self, *, lang: str = "nl", long: Names = (), concepts: Concepts = "label") -> pandas.DataFrame:
        """The records as a pandas frame; see `columns`."""
        from lobkit.query.frames import to_pandas  # noqa: PLC0415 - only where a frame is asked for

        return to_pandas(self.columns(lang=lang, long=long, concepts=concepts))

    def to_polars(self, *, lang: str = "nl", long: Names = (), concepts: Concepts = "label") -> polars.DataFrame:
        """The records as a Polars frame; see `columns`."""
        from lobkit.query.frames import to_polars  # noqa: PLC0415 - only where a frame is asked for

        return to_polars(self.columns(lang=lang, long=long, concepts=concepts))

    def to_arrow(self, *, lang: str = "nl", long: Names = (), concepts: Concepts = "label") -> pyarrow.Table:
        """The records as an Arrow table; see `columns`."""
        from lobkit.query.frames import to_arrow  # noqa: PLC0415 - only where a frame is asked for

        return to_arrow(self.columns(lang=lang, long=long, concepts=concepts))

    def plot(self, kind: Plot = "years", *, facet: str | None = None, by: str | None = None, lang: str = "nl") -> Any:
        """A picture of its counts, as an Altair chart that needs no connection to be shown.

        Args:
            kind: `years` (how many each year, by sector), `themes` (themes by sector), `together` (which themes go
                together) or `gaps` (themes and sectors without any).
            facet: what to count instead of `thema`.
            by: what to part it by instead of `sector`.
            lang: the language of labels, `nl` or `en`.

        Raises:
            UnknownFacet, LobkitError: where a facet or kind is none, or Altair is not installed.
        """
        from lobkit.query.plots import plot  # noqa: PLC0415 - only where a picture is asked for

        return plot(self.rows, self.source.asked, kind, facet, by, lang)

    def __iter__(self) -> Iterator[R]:
        return (record for record, _ in self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> R: ...
    @overload
    def __getitem__(self, at: slice) -> list[R]: ...
    def __getitem__(self, at: int | slice) -> R | list[R]:
        if isinstance(at, slice):
            return [record for record, _ in self.rows[at]]
        return self.rows[at][0]

    def __eq__(self, other: object) -> bool:
        """Two selections of the same records in the same order are equal, and so is a list or tuple of them."""
        return isinstance(other, (Selection, list, tuple)) and list(self) == list(other)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        from lobkit.display import bundle  # noqa: PLC0415 - not before somebody looks
        from lobkit.query.pages import records_page, records_text  # noqa: PLC0415 - the same

        cls = self.source.asked.cls
        page = records_page(self, cls, look=self._value, within=lambda at: self.rows[at][1])
        return bundle(records_text(self, cls), page)

    def _value(self, at: int, name: str) -> Any:
        """What the record at a position is found by under a name: its own, or what it stands in says."""
        facet = next((one for one in self.source.asked.facets.values() if one.attribute == name), None)
        value = getattr(self.rows[at][0], name)
        return value if facet is None or value else frozenset(facet.of(*self.rows[at]))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        name = self.source.asked.cls.__name__
        return f"<{len(self)} {name}{'' if len(self) == 1 else 's'}>"
