"""CSV: a publication a row, its columns from the shape; what a spreadsheet would run is made harmless."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from attrs import frozen

from lobkit.citing.reference import publications_of
from lobkit.description import (
    Cardinality,
    IriRange,
    LangMapRange,
    LangStringRange,
    LiteralRange,
    NodeRange,
    PropertyShape,
)
from lobkit.formats.format import Format
from lobkit.model.publication import Publication
from lobkit.shape import shape_of
from lobkit.values import LangMap
from lobkit.vocabularies import ConceptHandle

BETWEEN = " | "
"""Between several values in one cell; a label can hold a comma, and a spreadsheet parts cells at semicolons."""

# A spreadsheet runs what begins with one of these signs, also as letters of full width. A program that parts cells at
# semicolons or tabs instead of commas finds new beginnings within a cell.
_RUNS = re.compile(r"(^|[;\t\r\n])(\s*)('*)([=+\-@\uff1d\uff0b\uff0d\uff20])")


def guarded(text: str) -> str:
    """A text that no spreadsheet runs: an apostrophe stands before a sign with which a formula begins.

    Nothing is lost: `unguarded` takes the apostrophes out again, and only those.

    >>> guarded('=HYPERLINK("https://example.org")')
    '\\'=HYPERLINK("https://example.org")'
    >>> unguarded(guarded("- een; =twee")), guarded("20 - 30")
    ('- een; =twee', '20 - 30')
    """
    return _RUNS.sub(r"\1\2'\3\4", text)


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return _RUNS.sub(lambda match: f"{match[1]}{match[2]}{match[3][1:]}{match[4]}", text)


@frozen
class Column:
    """A column: its name, the way to its value from a publication, and the language of the text that it holds."""

    name: str
    path: tuple[PropertyShape, ...] = ()
    lang: str | None = None

    def cell(self, publication: Publication) -> str | int:
        """What stands in this column for a publication."""
        value: Any = publication
        if not self.path:
            return publication.iri or ""
        for one in self.path:
            value = getattr(value, one.name) if value is not None else None
        if self.lang is not None:
            return guarded(value[self.lang]) if value is not None and self.lang in value else ""
        if type(value) is int:
            return value
        return guarded(_words(value, self.path[-1]))


@lru_cache(maxsize=32)
def columns(languages: tuple[str, ...] = ("nl", "en")) -> tuple[Column, ...]:
    """The columns in the order of the shape; a text in several languages has a column for each."""
    return (Column("id"), *_columns(shape_of(Publication).properties, (), "", languages))


def _columns(
    properties: Iterable[PropertyShape], path: tuple[PropertyShape, ...], before: str, languages: tuple[str, ...]
) -> Iterator[Column]:
    for one in properties:
        name, way = f"{before}{one.key}", (*path, one)
        if isinstance(one.range, LangMapRange):
            yield from (Column(f"{name}.{lang}", way, lang) for lang in languages)
        elif isinstance(one.range, NodeRange) and not one.cardinality.many:
            yield from _columns(shape_of(one.range.classes[0]).properties, way, f"{name}.", languages)
        else:
            yield Column(name, way)


def _words(value: Any, one: PropertyShape) -> str:
    """A value or several in words."""
    if value is None or value in ((), frozenset()):
        return ""
    if not one.cardinality.many:
        return _word(value, one)
    if one.cardinality is Cardinality.UNORDERED:
        return BETWEEN.join(sorted(_word(item, one) for item in value))
    words = [_word(item, one) for item in value]
    return ("\n\n" if any("\n" in word for word in words) else BETWEEN).join(words)


def _word(item: Any, one: PropertyShape) -> str:
    if isinstance(item, ConceptHandle):
        return item.label
    match one.range:
        case NodeRange():
            return _nested(item)
        case LiteralRange(datatype=datatype):
            return datatype.lexical(item)
        case LangMapRange():
            return str(item.best("nl")) if isinstance(item, LangMap) else ""
        case LangStringRange() | IriRange():
            return str(item)


def _nested(thing: Any) -> str:
    """What a thing says in words: the text that it must have, or else all that it has."""
    properties = shape_of(type(thing)).properties
    needed = [one for one in properties if one.required and isinstance(one.range, LiteralRange | LangMapRange)]
    words = [_words(getattr(thing, one.name), one) for one in needed or properties]
    return "\n".join(word for word in words if word)


def serialize(records: Iterable[Any], *, enrich: bool = False) -> Iterator[str]:
    """A heading and a row for each publication (RFC 4180), behind the mark by which Excel knows UTF-8."""
    publications = publications_of(records, CSV.title)
    used = {lang for one in publications for lang in one.title}
    chosen = columns(("nl", "en", *sorted(used - {"nl", "en"})))
    yield "\ufeff" + _row([one.name for one in chosen])
    for publication in publications:
        yield _row([one.cell(publication) for one in chosen])


def _row(cells: list[str | int] | list[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n").writerow(cells)
    return stream.getvalue()


CSV = Format(
    "csv",
    "CSV",
    "text/csv",
    (".csv",),
    None,
    serialize,
    lossless=False,
    note="a row a publication, for spreadsheets; `lobkit.losses` tells the rest",
    root="Publication",
)
