"""Many things as a page: tables that are cut, whatever there is, and bars for counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from lobkit.datatypes import YEAR
from lobkit.description import Cardinality, IriRange, LiteralRange, NodeRange, NodeShape, PropertyShape
from lobkit.display.html import Markup, concept, element, escaped, heard, joined, link, text
from lobkit.display.things import in_scheme_order, name_of, naming, spoken
from lobkit.shape import is_declared, shape_of
from lobkit.values import ConceptIri, LangMap

ROWS = 20
"""How many rows a table of records shows."""
_CELL = 160
"""How many signs a cell shows."""
_IN_CELL = 8
"""How many members of a list a cell shows."""


def columns_of(shape: NodeShape) -> list[PropertyShape]:
    """What a row shows of a record: its name, who made it, its years and its concepts."""
    named = naming(shape)
    makers = next((one for one in shape.properties if isinstance(one.range, NodeRange) and _ordered(one)), None)
    chosen = [one for one in shape.properties if one is makers or _is_year(one) or _is_facet(one)]
    return ([named] if named else []) + [one for one in chosen if one is not named]


def _ordered(one: PropertyShape) -> bool:
    # The first list of things that bear a name of their own.
    return one.cardinality is Cardinality.ORDERED and all(_has_name(cls) for cls in one.range.classes)  # type: ignore[union-attr]


def _has_name(cls: type[Any]) -> bool:
    named = naming(shape_of(cls))
    return named is not None and named.required


def _is_year(one: PropertyShape) -> bool:
    return isinstance(one.range, LiteralRange) and one.range.datatype is YEAR


def _is_facet(one: PropertyShape) -> bool:
    return isinstance(one.range, IriRange) and one.range.concept_class is not None


Look = Callable[[int, str], Any]
"""What to show of the record at a position, under the name of a property."""


def records_table(
    records: Sequence[Any],
    cls: type[Any],
    lang: str = "nl",
    look: Look | None = None,
    within: Callable[[int], object] | None = None,
) -> Markup:
    """The first records as a table, and how many more there are.

    Args:
        records: the records.
        cls: their class.
        lang: the language of labels.
        look: where what is shown is not only what the record says itself.
        within: what the record at a position stands in, where that has a name of its own.
    """
    columns = columns_of(shape_of(cls))
    heads = [element("th", spoken(one.name), scope="col", title=one.definition) for one in columns]
    shown = range(min(ROWS, len(records)))
    outer = [within(at) for at in shown] if within is not None else []
    if any(one is not None for one in outer):
        heads.append(element("th", "in", scope="col", title="What it stands in."))
    body = []
    for at in shown:
        cells = [_cell(look(at, one.name) if look else getattr(records[at], one.name), lang) for one in columns]
        if any(one is not None for one in outer):
            cells.append(Markup("") if outer[at] is None else text(_cut(name_of(outer[at], lang))))
        body.append(element("tr", element("th", cells[0], scope="row"), *(element("td", cell) for cell in cells[1:])))
    made = element("table", element("thead", element("tr", *heads)), element("tbody", *body))
    return joined([made, more_than(len(records) - ROWS)])


def more_than(more: int) -> Markup:
    """That something was left out, where it was."""
    return element("p", f"… and {more:,} more", class_="muted") if more > 0 else Markup("")


def _cell(value: Any, lang: str) -> Markup:
    if value is None:
        return Markup("")
    if isinstance(value, ConceptIri):
        return concept(value, lang)
    if isinstance(value, LangMap):
        best = value.best(lang)
        return text(_cut(best), next(tag for tag in value if value[tag] == best))
    if isinstance(value, (tuple, frozenset)):
        members = in_scheme_order(value) if isinstance(value, frozenset) else value
        shown = [_cell(one, lang) for one in members[:_IN_CELL]]
        more = (
            [element("span", f" and {len(value) - _IN_CELL:,} more", class_="muted")] if len(value) > _IN_CELL else []
        )
        between = heard(", ") if all(isinstance(one, ConceptIri) for one in value) else "; "
        return joined([joined(shown, between), *more])
    return text(_cut(name_of(value, lang) if is_declared(type(value)) else str(value)))


def _cut(value: str) -> str:
    return value if len(value) <= _CELL else f"{value[:_CELL]}…"


Row = tuple[int, ConceptIri, int, bool]
"""The depth of a concept, the concept, how many records it has, and whether it was asked for."""


def counts_table(title: str, rows: Iterable[Row], without: int, lang: str = "nl") -> Markup:
    """The counts of one facet, with a bar for each."""
    every = list(rows)
    most = max((count for _, _, count, _ in every), default=0)
    body = [_count_row(*one, most, lang) for one in every[:60]]
    if without:
        none = {"nl": "(geen)"}.get(lang, "(none)")
        body.append(_counted(element("th", none, scope="row", class_="muted", lang=lang), without, most))
    # For whoever hears the table; whoever sees it needs no heads above labels, numbers and bars.
    words = (heard(word) for word in ("concept", "records"))
    head = element("thead", element("tr", *(element("th", word, scope="col") for word in words), element("td", "")))
    return joined(
        [
            element("table", element("caption", title, lang=lang), head, element("tbody", *body)),
            more_than(len(every) - 60),
        ]
    )


def _count_row(depth: int, one: ConceptIri, count: int, asked: bool, most: int, lang: str) -> Markup:
    words = one.pref_label(lang) + (" ✓" if asked else "")
    style = f"padding-left:{min(depth, 10)}em" if depth else None
    # Said in words too, for whoever does not see weight and tick.
    spoken_asked = element("span", " (asked)", class_="muted", lang="en") if asked else None
    label = element("span", words, title=one, lang=lang, style=style)
    return _counted(element("th", label, spoken_asked, scope="row", class_="asked" if asked else None), count, most)


def _counted(head: Markup, count: int, most: int) -> Markup:
    width = 100 * min(count, most) / most if most else 0
    bar = element("span", "", class_="bar", style=f"width:{width:.1f}%", aria_hidden="true") if count else Markup("")
    return element("tr", head, element("td", f"{count:,}", class_="number"), element("td", bar, class_="bars"))


def facts_list(facts: Iterable[tuple[str, Any]], lang: str = "nl") -> Markup:
    """Facts with their labels; what is None is left out."""
    rows = [
        joined(
            [element("dt", label), element("dd", link(value) if str(value).startswith("http") else _cell(value, lang))]
        )
        for label, value in facts
        if value is not None
    ]
    return element("dl", *rows) if rows else Markup("")


def plain_table(heads: Sequence[str], rows: Iterable[Sequence[object]], caption: str | None = None) -> Markup:
    """A table of texts or pieces of HTML, with as many rows as are given."""
    head = element("tr", *(element("th", word, scope="col") for word in heads))
    body = [element("tr", *(element("td", _plain(cell)) for cell in row)) for row in rows]
    return element("table", caption and element("caption", caption), element("thead", head), element("tbody", *body))


def _plain(cell: object) -> Markup:
    return cell if isinstance(cell, Markup) else Markup("") if cell is None else escaped(_cut(str(cell)))
