"""Rules on one record: what its types cannot say, one function a rule."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any, TypeVar

from attrs import frozen

from lobkit.agent import Organisation, Person
from lobkit.errors import shown
from lobkit.formats.format import UNKNOWN, Member, Place, path_text
from lobkit.model.identifiers import ISBN, ISSN, isbn_fits, issn_fits, orcid_fits, ror_fits
from lobkit.model.publication import Link, Publication, Section
from lobkit.model.recommendation import Recommendation
from lobkit.shape import IriRange, LiteralRange, NodeRange, PropertyShape, shape_of
from lobkit.skos import Concept

Fault = tuple[Place, str]
"""Where in a record, and what is wrong and what instead."""

Check = Callable[[Any, datetime.date], Iterable[Fault]]
T = TypeVar("T", bound=Check)


@frozen
class Rule:
    """A rule on things of one class, wherever they stand in a record."""

    code: str
    of: type[Any]
    check: Check
    reads: frozenset[str]
    """The fields that it reads: where one of them could not be read from the source, it says nothing."""


RULES: list[Rule] = []
"""Every rule on one record, in the order of the codes."""


def rule(code: str, of: type[Any], *reads: str) -> Callable[[T], T]:
    """Enters a function as a rule on the things of a class; `object` stands for all.

    Args:
        code: of what it finds.
        of: the class, exactly.
        reads: the fields that it reads; it is not asked where one of them could not be read from the source.
    """

    def enter(check: T) -> T:
        RULES.append(Rule(code, of, check, frozenset(reads)))
        return check

    return enter


def faults(
    record: Any, codes: frozenset[str], today: datetime.date, apart: tuple[type[Any], ...] = ()
) -> Iterator[tuple[str, Place, str]]:
    """What the rules say of a record and of all that is nested in it, but for things that are judged apart."""
    for place, thing in things_in(record, apart=apart):
        for code, inner, message in faults_of(thing, codes, today):
            yield code, (*place, *inner), message


def faults_of(
    thing: Any, codes: frozenset[str], today: datetime.date, missed: frozenset[str] = frozenset()
) -> Iterator[tuple[str, Place, str]]:
    """What the rules say of one thing, in its own fields; `missed` names those that could not be read."""
    for one in RULES:
        if one.code in codes and (one.of is object or type(thing) is one.of) and not (missed and missed & one.reads):
            for inner, message in one.check(thing, today):
                yield one.code, inner, message


def things_in(thing: Any, place: Place = (), apart: tuple[type[Any], ...] = ()) -> Iterator[tuple[Place, Any]]:
    """A thing and all that is nested in it, each with its place; those of the classes `apart` are passed over."""
    yield place, thing
    for one in shape_of(type(thing)).properties:
        if isinstance(one.range, NodeRange):
            for at, item in _values(thing, one):
                if type(item) not in apart:
                    yield from things_in(item, (*place, one.key, *at), apart)


def _values(thing: Any, one: PropertyShape) -> Iterator[tuple[Place, Any]]:
    """The values of a property, each with its position where there are several."""
    value = getattr(thing, one.name)
    if isinstance(value, tuple):
        yield from (((at,), item) for at, item in enumerate(value))
    elif isinstance(value, frozenset):
        yield from (((Member(item),), item) for item in sorted(value, key=str))
    elif value is not None:
        yield (), value


# ── vocabulary ───────────────────────────────────────────────────────────────────────────────────────────────────────


@rule("LOB205", object)
def deprecated_concept(thing: Any, today: datetime.date) -> Iterator[Fault]:
    """A concept that should no longer be used has a successor that should."""
    for one in shape_of(type(thing)).properties:
        if not (isinstance(one.range, IriRange) and one.range.concept_class is not None):
            continue
        members = one.range.concept_class.members() or {}
        for at, iri in _values(thing, one):
            concept = members.get(iri)
            if isinstance(concept, Concept) and concept.deprecated:
                successors = " or ".join(_named(members, successor) for successor in sorted(concept.replaced_by))
                advice = f"use {successors} instead" if successors else "it has no successor; choose another"
                yield (one.key, *at), f"{_named(members, iri)} should no longer be used; {advice}"


def _named(members: Any, iri: str) -> str:
    concept = members.get(iri)
    label = concept.pref_label.best("nl") if isinstance(concept, Concept) and concept.pref_label else ""
    return f"'{label}' ({iri})" if label else iri


# ── bibliography ─────────────────────────────────────────────────────────────────────────────────────────────────────


@rule("LOB301", Publication, "printed_authors")
def authors_not_parsed(publication: Publication, today: datetime.date) -> Iterator[Fault]:
    """A line of authors that was kept as printed waits for a person to part it."""
    if publication.printed_authors is not None:
        printed = shown(publication.printed_authors)
        yield ("printedAuthors",), f"the authors {printed} were not understood; write them one by one under 'authors'"


@rule("LOB301", Person, "name", "family_name", UNKNOWN)
def name_not_parsed(person: Person, today: datetime.date) -> Iterator[Fault]:
    """A name of several words has a family name, without which nobody can sort or cite it."""
    if person.family_name is None and re.search(r"\S[,\s]+\S", person.name):
        yield ("name",), f"the name {shown(person.name)} is not split; fill in 'familyName' and 'givenName'"


@rule("LOB305", Publication, "year")
def year_in_the_future(publication: Publication, today: datetime.date) -> Iterator[Fault]:
    """Nothing has been published yet in a year to come."""
    if publication.year is not None and publication.year > today.year:
        yield ("year",), f"{publication.year} is still to come (it is {today.year}); is a digit wrong?"


_CHECKED = {ISBN.name: isbn_fits, ISSN.name: issn_fits}


@rule("LOB306", object)
def check_digits(thing: Any, today: datetime.date) -> Iterator[Fault]:
    """The check digit of an ISBN or ISSN tells whether a digit was misread."""
    for one in shape_of(type(thing)).properties:
        if isinstance(one.range, LiteralRange) and one.range.datatype.name in _CHECKED:
            name = one.range.datatype.name
            for at, text in _values(thing, one):
                if not _CHECKED[name](text):
                    yield (one.key, *at), f"the check digit of the {name} {shown(text)} does not fit; is a digit wrong?"


_ORCID = re.compile(r"https?://orcid\.org/(.*)")
_ROR = re.compile(r"https?://ror\.org/(.*)")


@rule("LOB306", Person, "iri")
def orcid(person: Person, today: datetime.date) -> Iterator[Fault]:
    """An ORCID has sixteen digits in fours, the last of which checks the others."""
    if match := _ORCID.fullmatch(person.iri or ""):
        if not re.fullmatch(r"(?:[0-9]{4}-){3}[0-9]{3}[0-9X]", match[1]):
            yield ("id",), f"{shown(match[1])} is no ORCID; write one such as https://orcid.org/0000-0002-1825-0097"
        elif not orcid_fits(match[1]):
            yield ("id",), f"the check digit of the ORCID {shown(match[1])} does not fit; is a digit wrong?"


@rule("LOB306", Organisation, "iri")
def ror(organisation: Organisation, today: datetime.date) -> Iterator[Fault]:
    """A ROR name has nine signs, the last two of which check the others."""
    if match := _ROR.fullmatch(organisation.iri or ""):
        if not re.fullmatch(r"0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}", match[1]):
            yield ("id",), f"{shown(match[1])} is no name of ROR; write one such as https://ror.org/05dxps055"
        elif not ror_fits(match[1]):
            yield ("id",), f"the check digits of the ROR name {shown(match[1])} do not fit; is a sign wrong?"


@rule("LOB307", Publication, "title", "language")
def title_in_own_language(publication: Publication, today: datetime.date) -> Iterator[Fault]:
    """A publication has its title in the language that it is written in."""
    language = publication.language
    if language is not None and not any(_same_language(tag, language) for tag in publication.title):
        there = ", ".join(publication.title)
        yield (
            ("title",),
            f"the publication is in {shown(language)}, its title only in {there}; add the printed one",
        )


def _same_language(one: str, other: str) -> bool:
    return one.split("-")[0] == other.split("-")[0]


@rule("LOB501", object)
def one_name_for_two(thing: Any, today: datetime.date) -> Iterator[Fault]:
    """An IRI names one thing: two things in one record that share it would become one mixture in a graph."""
    if not isinstance(thing, (Publication, Recommendation)):
        return
    first: dict[str, tuple[str, Any]] = {}
    for place, one in things_in(thing):
        iri = getattr(one, "iri", None)
        if iri is not None:
            where, known = first.setdefault(iri, (path_text(place) or "the record itself", one))
            if known is not one and known != one:
                yield (*place, "id"), f"{iri} is also the IRI of {where}, which says something else; keep one of them"


# ── text and links ───────────────────────────────────────────────────────────────────────────────────────────────────


@rule("LOB406", Section, "body", "sections", "heading", UNKNOWN)
def empty_section(section: Section, today: datetime.date) -> Iterator[Fault]:
    """A section says something, or holds sections that do."""
    if not section.body.strip() and not section.sections:
        name = f"the section {shown(section.heading)}" if section.heading else "this section"
        yield (), f"{name} is empty; fill it in, or take it out"


@rule("LOB407", object)
def doubled_section(thing: Any, today: datetime.date) -> Iterator[Fault]:
    """No two sections side by side say the same."""
    for one in shape_of(type(thing)).properties:
        if isinstance(one.range, NodeRange) and Section in one.range.classes:
            seen: dict[tuple[str, str], int] = {}
            for at, section in enumerate(getattr(thing, one.name) or ()):
                said = (_plain(section.heading or ""), _plain(section.body))
                first = seen.setdefault(said, at)
                if first != at and any(said):
                    name = shown(section.heading) if section.heading else "without a heading"
                    yield (one.key, at), f"the section {name} stands here twice (first as {one.key}[{first}]); keep one"


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


_HEADING = re.compile(r"(?m)^ {0,3}(#{1,6})[ \t]+\S")
_FENCED = re.compile(r"(?ms)^(`{3,}|~{3,}).*?^\1[`~]*[ \t]*$")


@rule("LOB408", Section, "body")
def headings_that_jump(section: Section, today: datetime.date) -> Iterator[Fault]:
    """Each heading in a text stands at most one level below the one before it."""
    levels = [len(match[1]) for match in _HEADING.finditer(_FENCED.sub("", section.body))]
    for before, after in pairwise(levels):
        if after > before + 1:
            wanted = f"write {'#' * (before + 1)}"
            yield (
                ("body",),
                f"a heading of level {after} follows one of level {before}; {wanted}, or add what lies between",
            )
            return


_BREAKS_OFF = re.compile(r"[a-zà-ÿ,][ \t]*\Z|[a-zà-ÿ]-[ \t]*\Z")
_GOES_ON = re.compile(r"[ \t]*[a-zà-ÿ]")
# What is no running text: headings, items of lists, quotes, tables, pictures, and what is indented as code.
_SET_APART = re.compile(r"[ \t]*(?:#|[-*+>|!][ \t]|[0-9]{1,3}[.)][ \t]|\||```|~~~)|(?: {4}|\t)")
_PAGE_NUMBER = re.compile(r"[ \t]*[0-9]{1,3}[ \t]*\Z")
_LEFT_OVER = re.compile(r"(?m)^[ \t]*#*[ \t]*LOB ONDERZOEK[ \t]*$")


def _cut(text: str) -> str | None:
    """The words around an empty line, with or without a page number, that cuts a sentence in two."""
    paragraphs = [one for one in re.split(r"\n[ \t]*\n", text) if one.strip()]
    running = [one for one in paragraphs if not _PAGE_NUMBER.match(one)]
    for before, after in pairwise(running):
        last = before.rpartition("\n")[2]
        set_apart = _SET_APART.match(last) or _SET_APART.match(after) or _SET_APART.match(before)
        if not set_apart and _BREAKS_OFF.search(last) and _GOES_ON.match(after):
            return " ".join(f"{before[-20:]} {after[:20]}".split())
    return None


@rule("LOB409", Section, "body")
def cut_by_a_page(section: Section, today: datetime.date) -> Iterator[Fault]:
    """A sentence that a page break cut in two belongs together."""
    text = _FENCED.sub("", section.body)
    if match := _LEFT_OVER.search(text):
        yield ("body",), f"the header of a page, {shown(match[0].strip())}, stands in the text; take it out"
    elif around := _cut(text):
        yield ("body",), f"a sentence breaks off and goes on after an empty line, at {shown(around)}; join its halves"


@rule("LOB409", object)
def cut_between_sections(thing: Any, today: datetime.date) -> Iterator[Fault]:
    """A sentence does not begin in one section and end in the next."""
    for one in shape_of(type(thing)).properties:
        if isinstance(one.range, NodeRange) and Section in one.range.classes:
            sections = getattr(thing, one.name) or ()
            for at, (before, after) in enumerate(pairwise(sections)):
                if not after.heading and _breaks_off(before) and re.match(r"\s*[a-zà-ÿ]", after.body):
                    yield (
                        (one.key, at + 1, "body"),
                        "this goes on with the sentence of the section before; join the two",
                    )


def _breaks_off(section: Section) -> bool:
    last = section.body.rstrip().rpartition("\n")[2]
    return _BREAKS_OFF.search(last) is not None and not _SET_APART.match(last) and not section.sections


@rule("LOB410", Link, "url", "label", "note", UNKNOWN)
def link_that_says_nothing(link: Link, today: datetime.date) -> Iterator[Fault]:
    """A link has an address, or at least words."""
    if link.url is None and not (link.label or "").strip() and not (link.note or "").strip():
        yield (), "this link has neither an address nor words; fill one in, or take the link out"


# ── catalog ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@rule("LOB505", Publication, "iri", "recommendations")
def advice_of_another(publication: Publication, today: datetime.date) -> Iterator[Fault]:
    """A recommendation that stands inside a publication is that publication's."""
    for at, one in enumerate(publication.recommendations):
        if one.publication is not None and one.publication != publication.iri:
            message = (
                f"it names {one.publication} and stands inside {publication.iri or 'another'}; take one of them out"
            )
            yield ("recommendations", at, "publication"), message
