"""What was asked and counted, as pages for a notebook and as bounded text for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from lobkit.display.html import Markup, element, joined, link, text, whole
from lobkit.display.tables import ROWS, Look, Row, counts_table, more_than, records_table
from lobkit.display.things import counted, name_of
from lobkit.shape import shape_of

Counted = tuple[str, Iterable[Row], int]
"""A facet to show: its title, its counts, and how many records have no concept of it."""
Found = tuple[Any, str, Sequence[tuple[int, int]]]
"""A record that was found, a piece of its text, and where in that the found words stand."""


def facets_grid(facets: Iterable[Counted], lang: str = "nl") -> Markup:
    """The counts of facets beside each other."""
    return element("div", *(element("div", counts_table(*one, lang)) for one in facets), class_="facets")


def facets_page(facets: Iterable[Counted], size: int, name: str, lang: str = "nl") -> Markup:
    """The counts as a page."""
    return whole("Facets", element("p", counted(size, name), class_="muted"), facets_grid(facets, lang))


def records_page(
    records: Sequence[Any],
    cls: type[Any],
    lang: str = "nl",
    look: Look | None = None,
    within: Callable[[int], object] | None = None,
) -> Markup:
    """Records that were asked for as a page; see `records_table`."""
    name = shape_of(cls).name
    head = element("h3", counted(len(records), name))
    return whole(
        name,
        head,
        records_table(records, cls, lang, look, within) if len(records) else element("p", "Nothing was found."),
    )


def records_text(records: Sequence[Any], cls: type[Any], lang: str = "nl") -> str:
    """Records that were asked for as lines: how many, and the names of the first."""
    lines = [counted(len(records), shape_of(cls).name)]
    lines += [f"- {_short(name_of(one, lang))}" for one in records[:ROWS]]
    return "\n".join([*lines, *([f"… and {len(records) - ROWS:,} more"] if len(records) > ROWS else [])])


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= 100 else f"{flat[:100]}…"


def hits_page(hits: Sequence[Found], lang: str = "nl") -> Markup:
    """What was found as a list, with the found words marked."""
    rows = []
    for record, piece, marks in hits[:ROWS]:
        iri = getattr(record, "iri", None)
        address = element("p", link(iri), class_="muted") if iri else None
        name = text(name_of(record, lang), tag="strong")
        rows.append(element("li", name, element("p", _marked(piece, marks)), address))
    head = element("h3", f"{len(hits):,} found")
    return whole("Found", head, element("ol", *rows), more_than(len(hits) - ROWS))


def _marked(piece: str, marks: Sequence[tuple[int, int]]) -> Markup:
    parts: list[Any] = []
    at = 0
    for start, end in marks:
        parts += [piece[at:start], element("mark", piece[start:end])]
        at = end
    return joined([*parts, piece[at:]])


def hits_text(hits: Sequence[tuple[Any, str]], lang: str = "nl") -> str:
    """What was found as lines."""
    shown = enumerate(hits[:ROWS], start=1)
    lines = [f"{at}. {_short(name_of(record, lang))}\n   {piece}" for at, (record, piece) in shown]
    return "\n".join([f"{len(hits):,} found", *lines])
