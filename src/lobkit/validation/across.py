"""Rules across records: duplicates and lost pointers, from a few words that are kept of each record."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from attrs import define, field, frozen

from lobkit.errors import Finding
from lobkit.formats.format import Place, path_text
from lobkit.model.publication import Publication
from lobkit.model.recommendation import Recommendation
from lobkit.validation.codes import CODES
from lobkit.vocabularies import folded

_SAME = 0.92
"""How alike two titles are that are nearly the same, from 0 to 1."""

_CLOSE_LOOK = 200
"""In how large a group of one year and author each title is compared with each; beyond it, equal ones only."""


@frozen
class Traits:
    """What is remembered of a record, and where it stands."""

    iri: str | None
    source: str | None
    place: Place
    doi: str = ""
    title: str = ""
    year: int | None = None
    author: str = ""
    points_to: str = ""

    @property
    def path(self) -> str:
        """The place as text, without the line that a finding tells by itself."""
        return path_text(self.place[1:] if self.place and str(self.place[0]).startswith("line ") else self.place)

    @property
    def where(self) -> str:
        """For messages."""
        return self.iri or " ".join(part for part in (self.source, path_text(self.place)) if part)


Positioned = Callable[[Traits, str], tuple[int, int] | None]
"""Finds the line and column of a key of a record, or of the record itself, where its form has lines."""


def traits(thing: Any, source: str | None, place: Place, missed: frozenset[str] = frozenset()) -> Traits:
    """What is remembered of a record; `missed` names its fields that could not be read."""
    iri = getattr(thing, "iri", None)
    if isinstance(thing, Publication):
        doi = (thing.doi or "").lower()
        if missed & {"year", "authors", "printed_authors"}:
            return Traits(iri, source, place, doi)  # what is half known is like nothing else
        author = thing.authors[0] if thing.authors else None
        name = (getattr(author, "family_name", None) or author.name) if author else thing.printed_authors or ""
        title = folded(thing.title.best(thing.language or "nl"))
        return Traits(iri, source, place, doi, title, thing.year, folded(name))
    if isinstance(thing, Recommendation):
        return Traits(iri, source, place, points_to=str(thing.publication or ""))
    return Traits(iri, source, place)


Fault = tuple[str, Traits, str, str]
"""Code, record, key and message."""


@define
class Across:
    """Takes the traits of record after record, and says at the end what does not fit together."""

    seen: list[Traits] = field(factory=list)
    names: set[str] = field(factory=set)

    def take(self, found: Iterable[Traits], names: Iterable[str]) -> None:
        """Takes in the records of one file; `names` are also those of records that could not be read."""
        self.seen += found
        self.names.update(names)

    def findings(self, position: Positioned) -> Iterator[Finding]:
        """What does not fit together."""
        for code, one, key, message in self._faults():
            line, column = position(one, key) or (None, None)
            path = f"{one.path}.{key}".strip(".") if key else one.path
            yield Finding(code, message, path, CODES[code].severity, one.source, line, column, one.iri)

    def _faults(self) -> Iterator[Fault]:
        yield from self._doubled()
        yield from self._doubled_dois()
        yield from self._nearly_the_same()
        yield from self._lost()

    def _doubled(self) -> Iterator[Fault]:
        first: dict[str, Traits] = {}
        for one in self.seen:
            if one.iri is not None and first.setdefault(one.iri, one) is not one:
                message = f"{one.iri} is also the IRI of another record{_place(first[one.iri])}; keep one of them"
                yield "LOB501", one, "id", message

    def _doubled_dois(self) -> Iterator[Fault]:
        first: dict[str, Traits] = {}
        for one in self.seen:
            if one.doi and first.setdefault(one.doi, one) is not one and not _same_iri(first[one.doi], one):
                message = f"{one.doi} is also the DOI of {first[one.doi].where}; keep one record of the publication"
                yield "LOB503", one, "doi", message

    def _nearly_the_same(self) -> Iterator[Fault]:
        groups: dict[tuple[int | None, str], list[Traits]] = {}
        for one in self.seen:
            if one.title:
                groups.setdefault((one.year, one.author), []).append(one)
        for group in groups.values():
            yield from _alike(group)

    def _lost(self) -> Iterator[Fault]:
        if not any(one.title for one in self.seen):
            return  # recommendations on their own: their publications are elsewhere
        for one in self.seen:
            if one.points_to and one.points_to not in self.names:
                near = difflib.get_close_matches(one.points_to, sorted(self.names), n=1, cutoff=0.8)
                advice = f"did you mean {near[0]}?" if near else "correct the address, or add the publication"
                yield "LOB502", one, "publication", f"{one.points_to} is no publication here; {advice}"


def _place(one: Traits) -> str:
    said = " ".join(part for part in (one.source, path_text(one.place)) if part)
    return f" ({said})" if said else ""


def _same_iri(one: Traits, other: Traits) -> bool:
    return one.iri is not None and one.iri == other.iri


def _alike(group: list[Traits]) -> Iterator[Fault]:
    """Titles that differ in a few signs; a large group is compared by equality, so that time stays linear."""
    if len(group) > _CLOSE_LOOK:
        first: dict[str, Traits] = {}
        pairs = [(first.setdefault(one.title, one), one) for one in group]
    else:
        pairs = [(_twin(group[:at], one) or one, one) for at, one in enumerate(group)]
    for known, one in pairs:
        told_already = _same_iri(known, one) or (one.doi and one.doi == known.doi)
        if known is not one and not told_already and not (one.doi and known.doi):
            message = f"title, author and year are nearly those of {known.where}; is it the same publication?"
            yield "LOB504", one, "title", message


def _twin(before: list[Traits], one: Traits) -> Traits | None:
    for other in before:
        if other.title == one.title:
            return other
        if abs(len(other.title) - len(one.title)) <= 0.1 * len(one.title) + 2:
            matcher = difflib.SequenceMatcher(None, other.title, one.title, autojunk=False)
            if matcher.quick_ratio() >= _SAME and matcher.ratio() >= _SAME and not _differ_in_digits(other, one):
                return other
    return None


def _differ_in_digits(one: Traits, other: Traits) -> bool:
    """'Deel 1' and 'deel 2' are two publications, however alike their titles."""
    return [sign for sign in one.title if sign.isdigit()] != [sign for sign in other.title if sign.isdigit()]
