"""Records as columns with types and meanings, from the shape: what every frame is made of."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import product
from typing import Any, Literal

from attrs import frozen

from lobkit.datatypes import BOOLEAN, DATE, DECIMAL, YEAR
from lobkit.description import LiteralRange, PropertyShape
from lobkit.display.things import in_scheme_order, name_of
from lobkit.query.asking import Askable, Facet
from lobkit.shape import is_declared, shape_of
from lobkit.values import ConceptIri, LangMap

Kind = Literal["text", "integer", "number", "boolean", "date", "category"]
Concepts = Literal["label", "iri"]
"""How concepts stand in a frame."""


@frozen
class Column:
    """One column.

    Args:
        name: the Python name of the property, or of the facet.
        kind: what a cell holds, or each member of its list.
        many: whether a cell holds a list, in order; an empty one is an empty list and never missing.
        definition: what it means, for people.
        values: the cells; None is missing.
        categories: all values that a category can have, in the order of their scheme.
    """

    name: str
    kind: Kind
    many: bool
    definition: str
    values: tuple[Any, ...] = ()
    categories: tuple[str, ...] = ()


def columns(
    rows: Sequence[tuple[Any, object]],
    asked: Askable,
    lang: str = "nl",
    long: Iterable[str] = (),
    concepts: Concepts = "label",
) -> tuple[Column, ...]:
    """The columns of records.

    Args:
        rows: the records, each with what it stands in.
        asked: what they can be asked by.
        lang: the language of titles and labels, where there is one.
        long: facets that get a row for each concept instead of a list, so that they can be grouped by; a record without
            one keeps a row in which it is missing.
        concepts: whether concepts stand by their labels or by their IRIs.
    """
    facets = [asked.facet(name) for name in long]
    rest = [one for one in asked.facets.values() if one not in facets]
    spread = list(_spread(rows, facets))
    made = [Column("record", "integer", False, "The position of the record, from 0.", tuple(at for at, _, _ in spread))]
    if shape_of(asked.cls).iri != "none":
        addresses = tuple(_text(getattr(record, "iri", None)) for _, (record, _), _ in spread)
        made.append(Column("iri", "text", False, "The address that names it.", addresses))
    for one in _plain_properties(asked):
        cells = tuple(_cell(getattr(record, one.name), one, lang) for _, (record, _), _ in spread)
        made.append(Column(one.name, _kind(one), one.cardinality.many, one.definition, cells))
    for plain in asked.plain.values():
        if plain.attribute is None and isinstance(plain.holds, LiteralRange) and plain.holds.datatype is YEAR:
            years = tuple(next(iter(plain.of(*row)), None) for _, row, _ in spread)
            made.append(Column(plain.name, "integer", False, f"The {plain.name} of what it stands in.", years))
    for facet in rest:
        many = _is_many(facet, asked)
        found = [in_scheme_order(facet.of(*row)) for _, row, _ in spread]
        made.append(
            _concepts(facet, found if many else [one[0] if one else None for one in found], many, lang, concepts)
        )
    for number, facet in enumerate(facets):
        made.append(_concepts(facet, [chosen[number] for _, _, chosen in spread], False, lang, concepts))
    return tuple(made)


def _spread(
    rows: Sequence[tuple[Any, object]], facets: Sequence[Facet]
) -> Iterator[tuple[int, tuple[Any, object], tuple[Any, ...]]]:
    """Each row with its position, once for each combination of concepts."""
    for at, row in enumerate(rows):
        for chosen in product(*(in_scheme_order(facet.of(*row)) or [None] for facet in facets)):
            yield at, row, chosen


def _plain_properties(asked: Askable) -> list[PropertyShape]:
    by_facet = {facet.attribute for facet in asked.facets.values()}
    return [one for one in shape_of(asked.cls).properties if one.name not in by_facet]


def _is_many(facet: Facet, asked: Askable) -> bool:
    for one in shape_of(asked.cls).properties:
        if one.name == facet.attribute:
            return one.cardinality.many
    return False


def _concepts(facet: Facet, found: Sequence[Any], many: bool, lang: str, how: Concepts) -> Column:
    known = list(facet.tree.parents) or sorted({one for cell in found for one in (cell if many else (cell,)) if one})
    names = _names(known, lang, how)
    cells = [tuple(names[one] for one in cell) if many else (None if cell is None else names[cell]) for cell in found]
    definition = f"{facet.title('en')}: {'concepts' if many else 'a concept'} of {facet.concepts.__name__}."
    return Column(facet.name, "category", many, definition, tuple(cells), tuple(names.values()))


def _names(known: Iterable[ConceptIri], lang: str, how: Concepts) -> dict[ConceptIri, str]:
    """What stands for each concept; two of one label are told apart by their IRIs."""
    found: dict[ConceptIri, str] = {}
    for one in known:
        label = one.pref_label(lang) if how == "label" else str(one)
        found[one] = label if label not in found.values() else f"{label} ({one})"
    return found


def _kind(one: PropertyShape) -> Kind:
    if not isinstance(one.range, LiteralRange):
        return "text"
    datatype = one.range.datatype
    if datatype.json == "integer":
        return "integer"
    if datatype is DECIMAL:
        return "number"
    if datatype is BOOLEAN:
        return "boolean"
    return "date" if datatype is DATE else "text"


def _cell(value: Any, one: PropertyShape, lang: str) -> Any:
    if one.cardinality.many:
        members = value if isinstance(value, tuple) else in_scheme_order(value or ())
        return tuple(_single(member, lang) for member in members)
    return None if value is None else _single(value, lang)


def _single(value: Any, lang: str) -> Any:
    if isinstance(value, LangMap):
        return value.best(lang)
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, (bool, int, datetime.date)):
        return value
    return name_of(value, lang) if is_declared(type(value)) else str(value)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
