"""Pictures of counts with Altair: counted before they are drawn, so that a hundred thousand records are few rows."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import Any, Literal, get_args

from attrs import frozen

from lobkit.datatypes import YEAR
from lobkit.description import LiteralRange
from lobkit.display.things import in_scheme_order
from lobkit.errors import LobkitError, shown
from lobkit.query.asking import Askable, Facet
from lobkit.query.png import packed, size_of

Plot = Literal["years", "themes", "together", "gaps"]

_WORDS = {
    "nl": {
        "count": "aantal",
        "year": "jaar",
        "none": "(geen)",
        "years": "{things} per jaar en {by}",
        "themes": "{facet} per {by}",
        "together": "{facet}: wat samengaat",
        "gaps": "{facet} zonder {things}",
        "of": "{n} {things}",
        "without": "{n} zonder {what}",
        "all": "alle",
        "gap": "geen",
        "twice": "wie meer dan een {by} heeft, telt bij elk mee",
    },
    "en": {
        "count": "count",
        "year": "year",
        "none": "(none)",
        "years": "{things} by year and {by}",
        "themes": "{facet} by {by}",
        "together": "{facet}: which go together",
        "gaps": "{facet} without {things}",
        "of": "{n} {things}",
        "without": "{n} without {what}",
        "all": "any",
        "gap": "none",
        "twice": "with more than one {by}, counted for each",
    },
}
_THINGS = {
    "nl": {"Publication": ("publicatie", "publicaties"), "Recommendation": ("aanbeveling", "aanbevelingen")},
    "en": {"Publication": ("publication", "publications"), "Recommendation": ("recommendation", "recommendations")},
}
_COLOURS = ["#1b6ca8", "#e07b00", "#2a8c5a", "#8b4fb3", "#b8405e", "#a58a00", "#00868b", "#5a4a3a"]
_GREY = "#8a8f96"
"""Told apart also by those who see few colours, on white."""


@frozen
class _Asked:
    """What is drawn, and in which words."""

    rows: Sequence[tuple[Any, object]]
    asked: Askable
    facet: Facet
    by: Facet
    lang: str

    def say(self, key: str, **more: object) -> str:
        name = self.asked.cls.__name__
        things = _THINGS[self.lang].get(name, (name, name))[more.get("n") != "1"]
        by = self.by.title(self.lang).lower()
        return _WORDS[self.lang][key].format(facet=self.facet.title(self.lang), by=by, things=things, **more)

    def labels(self, facet: Facet, found: Mapping[Any, int] | None = None) -> dict[Any, str]:
        """The label of each concept, in the order of the scheme; those of an open scheme as they were found."""
        known = list(facet.tree.parents) or in_scheme_order(one for one in found or () if one is not None)
        return {one: one.pref_label(self.lang) for one in known}


def plot(
    rows: Sequence[tuple[Any, object]], asked: Askable, kind: str, facet: str | None, by: str | None, lang: str
) -> Any:
    """A picture of the counts of records.

    Raises:
        UnknownFacet, LobkitError: where a facet, kind or language is none, or Altair is not installed.
    """
    if kind not in get_args(Plot):
        raise LobkitError(f"{shown(kind)} is no picture; choose one of {', '.join(get_args(Plot))}")
    if lang not in _WORDS:
        raise LobkitError(f"pictures speak {' and '.join(_WORDS)}, not {shown(lang)}")
    what = _Asked(rows, asked, asked.facet(facet or "thema"), asked.facet(by or "sector"), lang)
    return _DRAWN[kind](_charts(), what)


@cache
def _charts() -> Any:
    """Altair, with charts that bring their own picture: a notebook needs no script from elsewhere to show them."""
    try:
        import altair as alt  # noqa: PLC0415 - only where a picture is asked for
    except ImportError:
        raise LobkitError("pictures need Altair; install it with: pip install 'lobkit[plots]'") from None

    class Picture(alt.LayerChart):
        """A chart that brings its own picture, beside the Vega-Lite for notebooks that draw that themselves."""

        def _repr_mimebundle_(self, *args: object, **options: object) -> tuple[dict[str, Any], dict[str, Any]]:
            spec = self.to_dict()
            kind = f"application/vnd.vegalite.v{alt.SCHEMA_VERSION.lstrip('v').split('.')[0]}+json"
            made: dict[str, Any] = {"text/plain": spec["description"], kind: spec}
            try:
                import vl_convert  # noqa: PLC0415 - the same
            except ImportError:
                return made, {}
            # PNG and not SVG, which a notebook does not show before somebody trusts it.
            png = packed(vl_convert.vegalite_to_png(spec, scale=2))
            width, height = size_of(png)
            size = {"width": width // 2, "height": height // 2}
            return made | {"image/png": base64.b64encode(png).decode("ascii")}, {"image/png": size}

    return alt, Picture


def _picture(charts: Any, layers: Sequence[Any], values: list[dict[str, Any]], title: str, notes: Sequence[str]) -> Any:
    alt, picture = charts
    subtitle = [" · ".join(note for note in notes if note)]
    said = f"{title}. {subtitle[0]}"
    return picture(
        layer=list(layers),
        data=alt.Data(values=values),
        title=alt.TitleParams(title, subtitle=subtitle, anchor="start"),
        description=said,
        usermeta={"lobkit": "counted before it was drawn"},
    )


# ── counted ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _pairs(what: _Asked) -> Counter[tuple[Any, Any]]:
    """How many records each pair of concepts has; None stands for a record without one."""
    found: Counter[tuple[Any, Any]] = Counter()
    for row in what.rows:
        firsts = what.facet.of(*row) or (None,)
        seconds = what.by.of(*row) or (None,)
        found.update((first, second) for first in firsts for second in seconds)
    return found


def _years(what: _Asked) -> tuple[Counter[tuple[int, Any]], int]:
    """How many records each year and concept has, and how many have no year."""
    plain = next(
        one for one in what.asked.plain.values() if isinstance(one.holds, LiteralRange) and one.holds.datatype is YEAR
    )
    found: Counter[tuple[int, Any]] = Counter()
    without = 0
    for row in what.rows:
        years = plain.of(*row)
        without += not years
        found.update((year, concept) for year in years for concept in what.by.of(*row) or (None,))
    return found, without


def _together(what: _Asked) -> Counter[tuple[Any, Any]]:
    """How many records each two concepts share; the diagonal says how many each has."""
    found: Counter[tuple[Any, Any]] = Counter()
    for row in what.rows:
        values = in_scheme_order(frozenset(what.facet.of(*row)))
        found.update((one, one) for one in values)
        for one, other in combinations(values, 2):
            found.update([(one, other), (other, one)])
    return found


# ── drawn ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _draw_years(charts: Any, what: _Asked) -> Any:
    alt, _ = charts
    found, without = _years(what)
    labels: dict[Any, str] = what.labels(what.by, {concept: 1 for _, concept in found})
    if any(concept is None for _, concept in found):
        labels[None] = what.say("none")
    values = [
        {"year": year, "part": labels[concept], "order": list(labels).index(concept), "n": n}
        for (year, concept), n in sorted(found.items(), key=lambda one: (one[0][0], str(one[0][1])))
    ]
    years = [year for year, _ in found]
    span = list(range(min(years), max(years) + 1)) if years and max(years) - min(years) < 100 else sorted(set(years))
    title = what.by.title(what.lang)
    by_year: Counter[int] = Counter()
    for (year, _), n in found.items():
        by_year[year] += n
    most = max(by_year.values(), default=0)
    # Vega would divide a short axis into halves of records.
    whole = alt.Axis(values=list(range(most + 1)), format="d") if most <= 10 else alt.Axis(format="d")
    colours = [*_COLOURS[: len(labels) - (None in labels)], *([_GREY] if None in labels else [])]
    bars = (
        alt.Chart()
        .mark_bar()
        .encode(
            x=alt.X("year:O", title=what.say("year"), scale=alt.Scale(domain=span), axis=alt.Axis(labelOverlap=True)),
            y=alt.Y("sum(n):Q", title=what.say("count"), axis=whole, scale=alt.Scale(domain=[0, max(1, most)])),
            color=alt.Color(
                "part:N",
                title=title,
                legend=alt.Legend(labelLimit=300),
                scale=alt.Scale(domain=list(labels.values()), range=colours),
            ),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("year:O", title=what.say("year")),
                alt.Tooltip("part:N", title=title),
                alt.Tooltip("n:Q", title=what.say("count")),
            ],
        )
        .properties(width=max(240, min(700, 24 * len(span))), height=260)
    )
    notes = (_size(what), what.say("twice"), what.say("without", n=without, what=what.say("year")) if without else "")
    return _picture(charts, [bars], values, _capital(what.say("years")), notes)


def _draw_themes(charts: Any, what: _Asked) -> Any:
    found = _pairs(what)
    rows = what.labels(what.facet, {one: 1 for one, _ in found})
    columns = what.labels(what.by, {other: 1 for _, other in found})
    for axis, used in ((rows, {one for one, _ in found}), (columns, {other for _, other in found})):
        if None in used:
            axis[None] = what.say("none")
    title = _capital(what.say("themes"))
    return _grid(charts, what, found, rows, columns, title, (_size(what), what.say("twice")))


def _draw_together(charts: Any, what: _Asked) -> Any:
    found = _together(what)
    labels = what.labels(what.facet, {one: 1 for one, _ in found})
    return _grid(charts, what, found, labels, labels, _capital(what.say("together")), (_size(what),))


def _draw_gaps(charts: Any, what: _Asked) -> Any:
    """Only what has none is filled; the last column stands for the whole."""
    found = _pairs(what)
    rows = what.labels(what.facet, {one: 1 for one, _ in found})
    columns: dict[Any, str] = what.labels(what.by, {other: 1 for _, other in found})
    whole = what.say("all")
    counts = {(one, label): found[one, other] for one in rows for other, label in columns.items()}
    used = {one for one, _ in found}
    values = [
        {"row": rows[one], "column": label, "n": n, "gap": n == 0, "said": what.say("gap") if n == 0 else ""}
        for (one, label), n in counts.items()
    ] + [
        {
            "row": label,
            "column": whole,
            "n": int(one in used),
            "gap": one not in used,
            "said": "" if one in used else what.say("gap"),
        }
        for one, label in rows.items()
    ]
    return _cells(
        charts,
        what,
        values,
        list(rows.values()),
        [*columns.values(), whole],
        _capital(what.say("gaps")),
        (_size(what),),
        True,
    )


def _grid(
    charts: Any,
    what: _Asked,
    found: Mapping[tuple[Any, Any], int],
    rows: Mapping[Any, str],
    columns: Mapping[Any, str],
    title: str,
    notes: Sequence[str],
) -> Any:
    """A table of counts, the darker the more."""
    values = [
        {"row": row, "column": column, "n": found.get((one, other), 0), "said": str(found.get((one, other), 0))}
        for one, row in rows.items()
        for other, column in columns.items()
    ]
    return _cells(charts, what, values, list(rows.values()), list(columns.values()), title, notes, False)


def _cells(
    charts: Any,
    what: _Asked,
    values: list[dict[str, Any]],
    rows: list[str],
    columns: list[str],
    title: str,
    notes: Sequence[str],
    gaps: bool,
) -> Any:
    alt, _ = charts
    most = max((one["n"] for one in values), default=0)
    long = max((len(one) for one in columns), default=0) > 14
    x = alt.X(
        "column:N", title=None, sort=columns, axis=alt.Axis(orient="top", labelAngle=-40 if long else 0, labelLimit=260)
    )
    y = alt.Y("row:N", title=None, sort=rows, axis=alt.Axis(labelLimit=260))
    tooltip = [
        alt.Tooltip("row:N", title=what.facet.title(what.lang)),
        alt.Tooltip("column:N", title=" "),
        alt.Tooltip("n:Q", title=what.say("count")),
    ]
    count = alt.Color("n:Q", legend=None, scale=alt.Scale(range=["#f4f7fa", "#0b4a80"], domain=[0, max(1, most)]))
    gap = alt.condition("datum.gap", alt.value("#b8405e"), alt.value("#e9eef3"))
    ink = alt.condition(f"datum.n > {most / 2}", alt.value("white"), alt.value("#1b1f24"))
    base = alt.Chart().encode(x=x, y=y, tooltip=tooltip)
    boxes = base.mark_rect(stroke="white").encode(color=gap if gaps else count)
    words = base.mark_text(fontSize=11).encode(text="said:N", color=alt.value("white") if gaps else ink)
    size = {"width": max(120, (54 if long else 70) * len(columns)), "height": max(40, 24 * len(rows))}
    return _picture(charts, [boxes.properties(**size), words], values, title, notes)


def _size(what: _Asked) -> str:
    return what.say("of", n=f"{len(what.rows):,}".replace(",", "." if what.lang == "nl" else ","))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


_DRAWN: dict[str, Callable[[Any, _Asked], Any]] = {
    "years": _draw_years,
    "themes": _draw_themes,
    "together": _draw_together,
    "gaps": _draw_gaps,
}
