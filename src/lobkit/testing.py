"""Hypothesis strategies for every declared class, from its shape: for lobkit's own laws and for other projects' tests."""

from __future__ import annotations

import datetime
import re
from collections.abc import Hashable, Iterator
from functools import cache
from typing import Any, TypeVar, cast

from hypothesis import reject
from hypothesis import strategies as st

from lobkit.datatypes import (
    BOOLEAN,
    DATE,
    DECIMAL,
    INTEGER,
    LANGUAGE,
    PARTIAL_DATE,
    STRING,
    YEAR,
    Datatype,
)
from lobkit.description import (
    Cardinality,
    IriRange,
    LangMapRange,
    LangStringRange,
    LiteralRange,
    NodeRange,
    PropertyShape,
    Range,
)
from lobkit.errors import ValueRefused
from lobkit.faults import Faulty, examples_of, names_of_faults, single_fault
from lobkit.scalars import PartialDate
from lobkit.shape import shape_of
from lobkit.values import Iri, LangMap, LangString

T = TypeVar("T")

# Tags that collide when case is folded, and one that YAML 1.1 takes for False.
_TAGS = st.sampled_from(["nl", "NL", "en", "nl-BE", "nl-be", "zh-Hant", "no", "fy", "de-1996", "x-lob"])

# What breaks writers: quotes, line ends, brackets, words that YAML reads as something else, marks that turn direction.
_TRICKY = st.sampled_from(
    [
        "", " ", "a", "no", "null", "012", "12:30", "1e5", "- a", "# a", "a: b", "a #b", "|", ">", "---", "...", "@", "`",
        '"""', '"', "'", "\\", "\\u0041", '\\"', "\n", "\n\n", "\r\n", "\r", "\ta", "a\n b\n", " a\nb", "a\n\n", "a \nb",
        "<b>", "&amp;", "<http://x.org/>", "{}", "[]", "# TRANSFER", "## TRANSFER\n\nx", "\u202eabc", "\u200b", "\u0085",
        "\u2028", "\ufeff", "\x7f", "é", "e\u0301", "😀", "%", "x" * 120, ("Een zin. " * 20).strip(), "* a\n* b",
    ]
)  # fmt: skip
_ANY = st.text(
    st.characters(
        exclude_categories=["Cs"],
        exclude_characters="".join(chr(at) for at in range(32) if at not in (9, 10, 13)) + "\ufffe\uffff",
    ),
    max_size=12,
)

texts: st.SearchStrategy[str] = _TRICKY | _ANY
"""Texts that every form must carry, with a taste for those that break writers."""

iris: st.SearchStrategy[Iri] = st.one_of(
    st.sampled_from(
        [
            "https://example.org/a",
            "https://example.org/a#b",
            "https://example.org/a,b;c(d)?e=%20&f='g'",
            "urn:nbn:nl:ui:22-2066/19444",
            "mailto:a@example.org",
            "https://example.org/é/ü",
            "http://www.w3.org/2004/02/skos/core#Concept",
            "https://w3id.org/lobkit/thema/a.b",
            "title:x",
            "type:x",
            "https://example.org/./a/../b",
        ]
    ),
    st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=3).map("https://example.org/{}".format),
).map(Iri)
"""Absolute IRIs, few enough to meet again."""

lang_strings: st.SearchStrategy[LangString] = st.builds(LangString, texts, _TAGS)
"""Texts with a language."""


_SOME_TAGS = st.lists(_TAGS, min_size=1, max_size=3, unique_by=str.lower)
_FILLED = texts.filter(bool)


@st.composite
def lang_maps(draw: st.DrawFn) -> LangMap:
    """Language maps of one to three languages."""
    return LangMap({tag: draw(_FILLED) for tag in draw(_SOME_TAGS)})


@st.composite
def _partial_dates(draw: st.DrawFn) -> PartialDate:
    day = draw(st.dates(datetime.date(1000, 1, 1)))
    parts = (day.year, day.month, day.day)
    return PartialDate(*parts[: draw(st.integers(1, 3))])


_BY_DATATYPE: dict[Datatype, st.SearchStrategy[Any]] = {
    STRING: texts,
    INTEGER: st.integers(-(2**53) + 1, 2**53 - 1),
    YEAR: st.integers(1000, 9999) | st.sampled_from([2014, 2015, 2020, 2021]),
    DECIMAL: st.decimals(allow_nan=False, allow_infinity=False, places=4)
    | st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9),
    BOOLEAN: st.booleans(),
    DATE: st.dates(datetime.date(1000, 1, 1)),
    PARTIAL_DATE: _partial_dates(),
    LANGUAGE: _TAGS.map(str.lower),
}


def literals(datatype: Datatype) -> st.SearchStrategy[Any]:
    """Values of one row of the table of datatypes; of a row of your own, its examples."""
    if datatype in _BY_DATATYPE:
        return _BY_DATATYPE[datatype]
    return st.sampled_from(list(examples_of(datatype)))


def records(cls: type[T]) -> st.SearchStrategy[T]:
    """Valid things of a declared class, drawn from its shape: nested things, empty lists, duplicates in lists and all.

    >>> from hypothesis import given
    >>> from lobkit import Publication
    >>> @given(records(Publication))
    ... def test_every_publication_has_a_title(publication):
    ...     assert publication.title
    >>> test_every_publication_has_a_title()
    """
    return cast("st.SearchStrategy[T]", _things(cls, 2))


@st.composite
def sharing(draw: st.DrawFn, cls: type[T]) -> list[T]:
    """Several valid records of a declared class, which may have things with an IRI in common that stand inside them.

    No two of them have one IRI, so that all can stand in one file.

    >>> from hypothesis import given
    >>> from lobkit import Publication
    >>> @given(sharing(Publication))
    ... def test_there_are_several(publications):
    ...     assert len(publications) > 1
    >>> test_there_are_several()
    """
    found = draw(st.lists(_things(cls, 2, shared=True), min_size=2, max_size=3, unique_by=lambda one: _iri(one) or one))
    return cast("list[T]", found)


def _iri(thing: Any) -> Iri | None:
    return getattr(thing, "iri", None)


@st.composite
def faulty(draw: st.DrawFn, cls: type[Any]) -> Faulty:
    """Records of a declared class with one fault, as plain data: what your own checks must refuse.

    A field is missing, doubled, of a wrong type or form, foreign or unknown, in the record or in what is nested in it.

    >>> from hypothesis import given
    >>> from lobkit import Publication, ReadError
    >>> from lobkit.formats.tree import structure
    >>> @given(faulty(Publication))
    ... def test_no_fault_passes(one):
    ...     try:
    ...         structure(one.tree, (Publication,))
    ...     except ReadError:
    ...         return
    ...     raise AssertionError(one.what)
    >>> test_no_fault_passes()
    """
    thing = draw(records(cls))
    return single_fault(thing, draw(st.sampled_from(range(len(names_of_faults(thing))))))


@st.composite
def _things(draw: st.DrawFn, cls: type[Any], depth: int, *, shared: bool = False, inside: bool = False) -> Any:
    """The things of a class; what makes them is looked up when they are drawn, since a class can hold itself."""
    for _ in range(3):
        thing = _made(cls, draw(_fields(cast(Hashable, cls), depth, shared, inside)))
        if thing is not None:
            return thing
    return reject()


_NAMES = st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=3)
"""Few of which meet again: two things of one IRI are shared on purpose, or refused."""


@cache
def _common(cls: Any) -> st.SearchStrategy[Any]:
    """A thing with an IRI, the same one wherever it is drawn in one example."""
    name = st.just(Iri(f"https://example.org/common/{cls.__name__}"))
    fields = st.fixed_dictionaries({**_by_field(cls, 1, False), "iri": name})
    made = fields.map(lambda values: _made(cls, values)).filter(lambda thing: thing is not None)
    return st.shared(made, key=f"lobkit {cls.__module__} {cls.__qualname__}")


@cache
def _fields(cls: Any, depth: int, shared: bool, inside: bool) -> st.SearchStrategy[dict[str, Any]]:
    shape = shape_of(cls)
    fields = _by_field(cls, depth, shared)
    if shape.iri != "none":
        names = _NAMES.map(f"https://example.org/{cls.__name__}/{{}}".format).map(Iri) if shared and inside else iris
        fields["iri"] = names if shape.iri == "required" else st.none() | names
    return st.fixed_dictionaries(fields)


def _by_field(cls: type[Any], depth: int, shared: bool) -> dict[str, st.SearchStrategy[Any]]:
    """What can stand in each field but the IRI."""
    return {one.name: _values(one, depth, shared) for one in shape_of(cls).properties}


def _made(cls: type[Any], values: dict[str, Any]) -> Any:
    """The thing, or None where the class refuses the values together, as it may."""
    try:
        return shape_of(cls).make(values)
    except ValueRefused:
        return None


def _values(one: PropertyShape, depth: int, shared: bool) -> st.SearchStrategy[Any]:
    if isinstance(one.range, NodeRange) and depth == 0 and one.cardinality is not Cardinality.ONE:
        empty: dict[Cardinality, Any] = {
            Cardinality.OPTIONAL: None,
            Cardinality.ORDERED: (),
            Cardinality.UNORDERED: frozenset(),
        }
        return st.just(empty[one.cardinality])
    item = _items(one.range, depth, shared)
    match one.cardinality:
        case Cardinality.ONE:
            return item.filter(bool) if one.filled else item
        case Cardinality.OPTIONAL:
            return st.none() | item
        case Cardinality.ORDERED:
            some = st.lists(item, max_size=3).map(tuple)
            return st.none() | some if one.nullable else some
        case Cardinality.UNORDERED:
            return st.frozensets(item, max_size=3)


def _items(range_: Range, depth: int, shared: bool) -> st.SearchStrategy[Any]:
    match range_:
        case LiteralRange(datatype=datatype):
            return literals(datatype)
        case LangMapRange():
            return lang_maps()
        case LangStringRange():
            return lang_strings
        case IriRange(iri_class=iri_class):
            concepts = range_.concept_class
            members = concepts.members() if concepts is not None else None
            return st.sampled_from(sorted(members)).map(iri_class) if members else _fitting(iri_class)
        case NodeRange(classes=classes):
            return st.one_of([one for cls in classes for one in _nested(cls, max(depth - 1, 0), shared)])


def _nested(cls: type[Any], depth: int, shared: bool) -> Iterator[st.SearchStrategy[Any]]:
    """The things of a class that stand inside others."""
    yield _things(cls, depth, shared=shared, inside=True)
    if shared and shape_of(cls).iri != "none":
        yield _common(cast(Hashable, cls))


def _fitting(iri_class: type[Iri]) -> st.SearchStrategy[Iri]:
    """The IRIs that a class of IRIs takes."""
    if iri_class is Iri:
        return iris
    return iris.filter(lambda iri: re.fullmatch(iri_class.pattern, iri) is not None).map(iri_class)
