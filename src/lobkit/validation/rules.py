"""Rules on one record: what its types cannot say, one function a rule, which says `()` where all is well."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from lobkit.agent import Organisation, Person
from lobkit.description import IriRange, LiteralRange, NodeRange, PropertyShape
from lobkit.errors import shown
from lobkit.formats.format import path_text
from lobkit.formats.problems import UNKNOWN
from lobkit.model.identifiers import ISBN, ISSN, isbn_fits, issn_fits, orcid_fits, ror_fits
from lobkit.model.publication import Link, Publication, Section
from lobkit.model.recommendation import Recommendation
from lobkit.skos import Concept
from lobkit.validation.looking import Fault, names_in, placed_values, rule, rule_on_fields, things_in

# ── vocabulary ───────────────────────────────────────────────────────────────────────────────────────────────────────


@rule_on_fields("LOB205", lambda one: bool(_retired(one)))
def deprecated_concept(one: PropertyShape, value: Any) -> Collection[Fault]:
    """A concept that should no longer be used has a successor that should."""
    retired = _retired(one)
    return [((one.key, *at), retired[iri]) for at, iri in placed_values(value) if iri in retired]


def _retired(one: PropertyShape) -> Mapping[str, str]:
    """The deprecated concepts that a field can hold, each with what is told of it."""
    concepts = one.range.concept_class if isinstance(one.range, IriRange) else None
    return {} if concepts is None else _retired_in(concepts)


@cache
def _retired_in(concepts: Any) -> Mapping[str, str]:
    members = concepts.members() or {}
    return {
        str(iri): f"{_named(members, iri)} should no longer be used; {_successors(concept, members)}"
        for iri, concept in members.items()
        if isinstance(concept, Concept) and concept.deprecated
    }


def _successors(concept: Concept, members: Mapping[str, Any]) -> str:
    successors = " or ".join(_named(members, successor) for successor in sorted(concept.replaced_by))
    return f"use {successors} instead" if successors else "it has no successor; choose another"


def _named(members: Mapping[str, Any], iri: str) -> str:
    concept = members.get(iri)
    label = concept.pref_label.best("nl") if isinstance(concept, Concept) and concept.pref_label else ""
    return f"'{label}' ({iri})" if label else iri


# ── bibliography ─────────────────────────────────────────────────────────────────────────────────────────────────────


@rule("LOB301", Publication, "printed_authors")
def authors_not_parsed(publication: Publication, today: datetime.date) -> Collection[Fault]:
    """A line of authors that was kept as printed waits for a person to part it."""
    if publication.printed_authors is None:
        return ()
    printed = shown(publication.printed_authors)
    return [(("printedAuthors",), f"the authors {printed} were not understood; write them one by one under 'authors'")]


@rule("LOB301", Person, "name", "family_name", UNKNOWN)
def name_not_parsed(person: Person, today: datetime.date) -> Collection[Fault]:
    """A name of several words has a family name, without which nobody can sort or cite it."""
    if person.family_name is not None or not re.search(r"\S[,\s]+\S", person.name):
        return ()
    return [(("name",), f"the name {shown(person.name)} is not split; fill in 'familyName' and 'givenName'")]


@rule("LOB305", Publication, "year")
def year_in_the_future(publication: Publication, today: datetime.date) -> Collection[Fault]:
    """Nothing has been published yet in a year to come."""
    if publication.year is None or publication.year <= today.year:
        return ()
    return [(("year",), f"{publication.year} is still to come (it is {today.year}); is a digit wrong?")]


_CHECKED = {ISBN.name: isbn_fits, ISSN.name: issn_fits}


@rule_on_fields("LOB306", lambda one: isinstance(one.range, LiteralRange) and one.range.datatype.name in _CHECKED)
def check_digits(one: PropertyShape, value: Any) -> Collection[Fault]:
    """The check digit of an ISBN or ISSN tells whether a digit was misread."""
    name = one.range.expects
    return [
        ((one.key, *at), f"the check digit of the {name} {shown(text)} does not fit; is a digit wrong?")
        for at, text in placed_values(value)
        if not _CHECKED[name](text)
    ]


_ORCID = re.compile(r"https?://orcid\.org/(.*)")
_ROR = re.compile(r"https?://ror\.org/(.*)")


@rule("LOB306", Person, "iri")
def orcid(person: Person, today: datetime.date) -> Collection[Fault]:
    """An ORCID has sixteen digits in fours, the last of which checks the others."""
    match = _ORCID.fullmatch(person.iri) if person.iri is not None else None
    if match is None:
        return ()
    if not re.fullmatch(r"(?:[0-9]{4}-){3}[0-9]{3}[0-9X]", match[1]):
        return [(("id",), f"{shown(match[1])} is no ORCID; write one such as https://orcid.org/0000-0002-1825-0097")]
    if orcid_fits(match[1]):
        return ()
    return [(("id",), f"the check digit of the ORCID {shown(match[1])} does not fit; is a digit wrong?")]


@rule("LOB306", Organisation, "iri")
def ror(organisation: Organisation, today: datetime.date) -> Collection[Fault]:
    """A ROR name has nine signs, the last two of which check the others."""
    match = _ROR.fullmatch(organisation.iri) if organisation.iri is not None else None
    if match is None:
        return ()
    if not re.fullmatch(r"0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}", match[1]):
        return [(("id",), f"{shown(match[1])} is no name of ROR; write one such as https://ror.org/05dxps055")]
    if ror_fits(match[1]):
        return ()
    return [(("id",), f"the check digits of the ROR name {shown(match[1])} do not fit; is a sign wrong?")]


@rule("LOB307", Publication, "title", "language")
def title_in_own_language(publication: Publication, today: datetime.date) -> Collection[Fault]:
    """A publication has its title in the language that it is written in."""
    language = publication.language
    if language is None:
        return ()
    for tag in publication.title:
        if tag == language or _same_language(tag, language):
            return ()
    there = ", ".join(publication.title)
    return [(("title",), f"the publication is in {shown(language)}, its title only in {there}; add the printed one")]


def _same_language(one: str, other: str) -> bool:
    return one.split("-")[0] == other.split("-")[0]


@rule("LOB501", Publication, subclasses=True)
@rule("LOB501", Recommendation, subclasses=True)
def one_name_for_two(thing: Any, today: datetime.date) -> Collection[Fault]:
    """An IRI names one thing: two things in one record that share it would become one mixture in a graph."""
    names = names_in(thing)
    return list(_two_of_one_name(thing)) if len(names) > 1 and len(set(names)) < len(names) else ()


def _two_of_one_name(thing: Any) -> Iterator[Fault]:
    first: dict[str, tuple[str, Any]] = {}
    for place, one in things_in(thing):
        iri = getattr(one, "iri", None)
        if iri is not None:
            where, known = first.setdefault(iri, (path_text(place) or "the record itself", one))
            if known is not one and known != one:
                yield (*place, "id"), f"{iri} is also the IRI of {where}, which says something else; keep one of them"


# ── text and links ───────────────────────────────────────────────────────────────────────────────────────────────────


@rule("LOB406", Section, "body", "sections", "heading", UNKNOWN)
def empty_section(section: Section, today: datetime.date) -> Collection[Fault]:
    """A section says something, or holds sections that do."""
    if section.sections or (section.body and not section.body.isspace()):
        return ()
    name = f"the section {shown(section.heading)}" if section.heading else "this section"
    return [((), f"{name} is empty; fill it in, or take it out")]


def _holds_sections(one: PropertyShape) -> bool:
    return one.cardinality.many and isinstance(one.range, NodeRange) and Section in one.range.classes


@rule_on_fields("LOB407", _holds_sections)
def doubled_section(one: PropertyShape, value: Any) -> Collection[Fault]:
    """No two sections side by side say the same."""
    if len(value) < 2 or len({_plain(section.heading or "") for section in value}) == len(value):
        return ()
    return list(_doubled(one, value))


def _doubled(one: PropertyShape, value: Any) -> Iterator[Fault]:
    seen: dict[tuple[str, str], int] = {}
    for at, section in enumerate(value):
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
def headings_that_jump(section: Section, today: datetime.date) -> Collection[Fault]:
    """Each heading in a text stands at most one level below the one before it."""
    if "#" not in section.body:
        return ()
    levels = [len(match[1]) for match in _HEADING.finditer(_FENCED.sub("", section.body))]
    for before, after in pairwise(levels):
        if after > before + 1:
            message = f"a heading of level {after} follows one of level {before}; write {'#' * (before + 1)}"
            return [(("body",), f"{message}, or add what lies between")]
    return ()


_BREAKS_OFF = re.compile(r"[a-zà-ÿ,][ \t]*\Z|[a-zà-ÿ]-[ \t]*\Z")
_GOES_ON = re.compile(r"[ \t]*[a-zà-ÿ]")
# What is no running text: headings, items of lists, quotes, tables, pictures, and what is indented as code.
_SET_APART = re.compile(r"[ \t]*(?:#|[-*+>|!][ \t]|[0-9]{1,3}[.)][ \t]|\||```|~~~)|(?: {4}|\t)")
_PAGE_NUMBER = re.compile(r"[ \t]*[0-9]{1,3}[ \t]*\Z")
_HEADER = "LOB ONDERZOEK"
_LEFT_OVER = re.compile(rf"(?m)^[ \t]*#*[ \t]*{_HEADER}[ \t]*$")


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


# An empty line after what may be the middle of a sentence: what `_BREAKS_OFF` finds is always one of these.
_MAY_BREAK_OFF = re.compile(r"\n(?<=[a-zà-ÿ, \t-]\n)[ \t]*\n")


def _may_be_cut(text: str) -> bool:
    """Whether it is worth looking closer: most texts are not, and this is known from a glance."""
    if _HEADER in text:
        return True
    # Where a block between fences is taken out, what stood before and after it meet.
    return "\n" in text and (_MAY_BREAK_OFF.search(text) is not None or "`" in text or "~" in text)


@rule("LOB409", Section, "body")
def cut_by_a_page(section: Section, today: datetime.date) -> Collection[Fault]:
    """A sentence that a page break cut in two belongs together."""
    if not _may_be_cut(section.body):
        return ()
    text = _FENCED.sub("", section.body)
    if match := _LEFT_OVER.search(text):
        return [(("body",), f"the header of a page, {shown(match[0].strip())}, stands in the text; take it out")]
    if around := _cut(text):
        message = f"a sentence breaks off and goes on after an empty line, at {shown(around)}; join its halves"
        return [(("body",), message)]
    return ()


@rule_on_fields("LOB409", _holds_sections)
def cut_between_sections(one: PropertyShape, value: Any) -> Collection[Fault]:
    """A sentence does not begin in one section and end in the next."""
    if len(value) < 2:
        return ()
    message = "this goes on with the sentence of the section before; join the two"
    return [
        ((one.key, at + 1, "body"), message)
        for at, (before, after) in enumerate(pairwise(value))
        if not after.heading and _breaks_off(before) and re.match(r"\s*[a-zà-ÿ]", after.body)
    ]


def _breaks_off(section: Section) -> bool:
    last = section.body.rstrip().rpartition("\n")[2]
    return _BREAKS_OFF.search(last) is not None and not _SET_APART.match(last) and not section.sections


@rule("LOB410", Link, "url", "label", "note", UNKNOWN)
def link_that_says_nothing(link: Link, today: datetime.date) -> Collection[Fault]:
    """A link has an address, or at least words."""
    if link.url is not None or (link.label or "").strip() or (link.note or "").strip():
        return ()
    return [((), "this link has neither an address nor words; fill one in, or take the link out")]


# ── catalog ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@rule("LOB505", Publication, "iri", "recommendations")
def advice_of_another(publication: Publication, today: datetime.date) -> Collection[Fault]:
    """A recommendation that stands inside a publication is that publication's."""
    own = publication.iri
    found: Collection[Fault] = ()
    for at, one in enumerate(publication.recommendations):
        if one.publication is not None and one.publication != own:
            message = f"it names {one.publication} and stands inside {own or 'another'}; take one of them out"
            found = [*found, (("recommendations", at, "publication"), message)]
    return found
