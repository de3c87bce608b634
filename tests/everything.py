"""A class with a field of every kind, declared as another project would declare it."""

import datetime
from decimal import Decimal
from typing import Annotated

from attrs import frozen

from lobkit.declare import Property, rdf_type
from lobkit.shape import checked
from lobkit.values import Iri, LangMap, LangString, Language, PartialDate, Year
from lobkit.vocabularies import Sector, Thema

EX = "https://example.org/def#"


@rdf_type(EX + "Leaf", "Something small.")
@frozen
class Leaf:
    """A nested thing without an IRI."""

    word: Annotated[str, Property(EX + "word", "A word.")]

    __attrs_post_init__ = checked


@rdf_type(EX + "Twig", "Something small that bears a name.")
@frozen
class Twig:
    """A nested thing that may have an IRI, and holds things like itself."""

    count: Annotated[int, Property(EX + "count", "A number.")] = 0
    twigs: Annotated["tuple[Twig | Leaf, ...]", Property(EX + "twigs", "Smaller ones.")] = ()
    iri: Iri | None = None

    __attrs_post_init__ = checked


@rdf_type(EX + "Everything", "A field of every kind.")
@frozen
class Everything:
    """One field for each kind of value and each cardinality."""

    iri: Iri
    one_text: Annotated[str, Property(EX + "oneText", "Exactly one.")]
    needed_list: Annotated[tuple[str, ...], Property(EX + "neededList", "A list that must be there.")]
    maybe_text: Annotated[str | None, Property(EX + "maybeText", "One or none.")] = None
    some_texts: Annotated[tuple[str, ...], Property(EX + "someTexts", "In order.")] = ()
    list_or_none: Annotated[tuple[int, ...] | None, Property(EX + "listOrNone", "Empty is not absent.")] = None
    text_set: Annotated[frozenset[str], Property(EX + "textSet", "Without order.")] = frozenset()
    number: Annotated[int | None, Property(EX + "number", "Whole.")] = None
    numbers: Annotated[frozenset[int], Property(EX + "numbers", "Whole.")] = frozenset()
    amount: Annotated[Decimal | None, Property(EX + "amount", "Decimal.")] = None
    amounts: Annotated[tuple[Decimal, ...], Property(EX + "amounts", "Decimals.")] = ()
    flag: Annotated[bool | None, Property(EX + "flag", "Yes or no.")] = None
    day: Annotated[datetime.date | None, Property(EX + "day", "A day.")] = None
    days: Annotated[frozenset[datetime.date], Property(EX + "days", "Days.")] = frozenset()
    when: Annotated[PartialDate | None, Property(EX + "when", "A year, month or day.")] = None
    whens: Annotated[tuple[PartialDate, ...], Property(EX + "whens", "Years, months or days.")] = ()
    when_set: Annotated[frozenset[PartialDate], Property(EX + "whenSet", "Years, months or days.")] = frozenset()
    year: Annotated[Year | None, Property(EX + "year", "A year.")] = None
    years: Annotated[tuple[Year, ...], Property(EX + "years", "Years.")] = ()
    tongue: Annotated[Language | None, Property(EX + "tongue", "A language.")] = None
    names: Annotated[LangMap | None, Property(EX + "names", "One text a language.")] = None
    phrase: Annotated[LangString | None, Property(EX + "phrase", "One text with its language.")] = None
    phrases: Annotated[tuple[LangString, ...], Property(EX + "phrases", "Texts with languages, in order.")] = ()
    phrase_set: Annotated[frozenset[LangString], Property(EX + "phraseSet", "Texts with languages.")] = frozenset()
    page: Annotated[Iri | None, Property(EX + "page", "An address.")] = None
    pages: Annotated[tuple[Iri, ...], Property(EX + "pages", "Addresses.")] = ()
    page_set: Annotated[frozenset[Iri], Property(EX + "pageSet", "Addresses.")] = frozenset()
    sector: Annotated[Sector | None, Property(EX + "sector", "A concept.")] = None
    theme_list: Annotated[tuple[Thema, ...], Property(EX + "themeList", "Concepts in order.")] = ()
    leaf: Annotated[Leaf | None, Property(EX + "leaf", "A nested thing.")] = None
    either: Annotated[Leaf | Twig | None, Property(EX + "either", "One of two.")] = None
    leaves: Annotated[tuple[Leaf, ...], Property(EX + "leaves", "Nested things in order.")] = ()
    leaf_set: Annotated[frozenset[Leaf], Property(EX + "leafSet", "Nested things.")] = frozenset()
    mixed: Annotated[tuple[Leaf | Twig, ...], Property(EX + "mixed", "Nested things of two kinds.")] = ()

    __attrs_post_init__ = checked
