"""Rules across records: duplicates and lost pointers, from a few words that are kept of each record."""

from __future__ import annotations

import difflib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from lobkit.doubled import on_its_own, otherwise
from lobkit.errors import Finding, first_place, second
from lobkit.formats.format import Place, path_text
from lobkit.model.publication import Publication
from lobkit.model.recommendation import Recommendation
from lobkit.names import Names
from lobkit.validation.codes import CODES
from lobkit.validation.kept import Marks, Packed
from lobkit.vocabularies import folded

_SAME = 0.92
"""How alike two titles are that are nearly the same, from 0 to 1."""

_CLOSE_LOOK = 200
"""In how large a group of one year and author each title is compared with each; beyond it, equal ones only."""

_AT_ONCE = 50_000
"""Of how many records the titles are looked up at once."""


class Traits(NamedTuple):
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


class Part(NamedTuple):
    """A thing with an IRI inside a record, and where it stands."""

    iri: str
    source: str | None
    place: Place
    thing: Any


Positioned = Callable[[Traits, str], tuple[int, int] | None]
"""Finds the line and column of a key of a record, or of the record itself, where its form has lines."""


def traits(thing: Any, source: str | None, place: Place, missed: frozenset[str] = frozenset()) -> Traits:
    """What is remembered of a record; `missed` names its fields that could not be read."""
    named = getattr(thing, "iri", None)
    iri = None if named is None else str(named)
    if isinstance(thing, Publication):
        doi = (thing.doi or "").lower()
        if missed and missed & {"year", "authors", "printed_authors"}:
            return Traits(iri, source, place, doi)  # what is half known is like nothing else
        author = thing.authors[0] if thing.authors else None
        name = (getattr(author, "family_name", None) or author.name) if author else thing.printed_authors or ""
        title = folded(thing.title.best(thing.language or "nl"))
        return Traits(iri, source, place, doi, title, thing.year, _folded_name(name))
    if isinstance(thing, Recommendation):
        return Traits(iri, source, place, points_to=str(thing.publication or ""))
    return Traits(iri, source, place)


_folded_name = lru_cache(maxsize=4096)(folded)

Fault = tuple[str, Traits, str, str]
"""Code, record, key and message."""


class Across:
    """Takes the traits of record after record, and says at the end what does not fit together."""

    def __init__(self) -> None:
        self._seen: Packed[Traits] = Packed(tuple, Traits._make)
        self._iris, self._dois, self._pointers = Marks(), Marks(), Marks()
        self._titles = _Titles()
        self._names: Packed[str] = Packed(str, str)
        self._name_marks = array("q")
        self._parts = _Parts()

    def take(self, found: Sequence[Traits], names: Iterable[str], parts: Iterable[Part] = ()) -> None:
        """Takes in the records of a file, the names of those that are within others or could not be read, and the parts
        of records that have an IRI."""
        if found:
            first = len(self._seen)
            self._seen.extend(found)
            iris, _, _, dois, titles, years, authors, points_to = zip(*found, strict=True)
            self._iris.extend(first, iris)
            self._dois.extend(first, dois)
            self._pointers.extend(first, points_to)
            self._titles.extend(first, titles, zip(years, authors, strict=True))
        more = list(names)
        self._names.extend(more)
        self._name_marks.extend(map(hash, more))
        self._parts.extend(parts)

    def findings(self, position: Positioned) -> Iterator[Finding]:
        """What does not fit together."""
        for code, one, key, message in self._faults(position):
            line, column = position(one, key) or (None, None)
            path = f"{one.path}.{key}".strip(".") if key else one.path
            yield Finding(code, message, path, CODES[code].severity, one.source, line, column, one.iri)

    def _faults(self, position: Positioned) -> Iterator[Fault]:
        yield from self._doubled(position)
        for one in self._parts.otherwise:
            yield "LOB501", one, "id", otherwise(str(one.iri))
        for one in self._seen.at(self._iris.among(self._parts.marks)).values():
            if one.iri in self._parts:
                yield "LOB501", one, "id", on_its_own(str(one.iri))
        yield from self._doubled_dois()
        yield from self._nearly_the_same()
        yield from self._lost()

    def _sharing(self, marks: Marks) -> list[Traits]:
        """The records that may share what the marks are of with another, in their order."""
        numbers = {at for group in marks.shared() for at in group}
        return list(self._seen.at(numbers).values()) if numbers else []

    def _doubled(self, position: Positioned) -> Iterator[Fault]:
        first: dict[str, Traits] = {}
        seconds = [one for one in self._sharing(self._iris) if one.iri and first.setdefault(one.iri, one) is not one]
        of_seconds = {iri: first[iri] for iri in (str(one.iri) for one in seconds)}
        # File by file, since a file is read again for what is looked up in it.
        by_file = sorted(of_seconds.items(), key=lambda each: each[1].source or "")
        lines = {iri: (position(one, "id") or (None, None))[0] for iri, one in by_file}
        for one in seconds:
            iri = str(one.iri)
            line, _ = position(one, "id") or (None, None)
            place = first_place(first[iri].source, lines[iri], first[iri].path, seen_from=(one.source, line))
            yield "LOB501", one, "id", second(iri, place)

    def _doubled_dois(self) -> Iterator[Fault]:
        first: dict[str, Traits] = {}
        for one in self._sharing(self._dois):
            if first.setdefault(one.doi, one) is not one and not _same_iri(first[one.doi], one):
                message = f"{one.doi} is also the DOI of {first[one.doi].where}; keep one record of the publication"
                yield "LOB503", one, "doi", message

    def _nearly_the_same(self) -> Iterator[Fault]:
        found: list[tuple[int, int, Fault]] = []
        for some in self._titles.alike():
            seen = self._seen.at({at for one in some for at in (one.number, *one.before)})
            for each in some:
                one, close = seen[each.number], each.close
                known = next((seen[at] for at in each.before if _is_twin(seen[at], one, close)), None)
                if known is not None and not _told_or_told_apart(known, one):
                    message = f"title, author and year are nearly those of {known.where}; is it the same publication?"
                    found.append((each.group, each.number, ("LOB504", one, "title", message)))
        yield from (fault for _, _, fault in sorted(found, key=lambda each: each[:2]))

    def _lost(self) -> Iterator[Fault]:
        if not self._titles:
            return  # recommendations on their own: their publications are elsewhere
        lost = self._pointers.without(self._iris, self._name_marks)
        names = sorted({*self._names, *(one.iri for one in self._seen if one.iri is not None)}) if lost else []
        for one in self._seen.at(lost).values():
            near = difflib.get_close_matches(one.points_to, names, n=1, cutoff=0.8)
            advice = f"did you mean {near[0]}?" if near else "correct the address, or add the publication"
            yield "LOB502", one, "publication", f"{one.points_to} is no publication here; {advice}"


def _same_iri(one: Traits, other: Traits) -> bool:
    return one.iri is not None and one.iri == other.iri


def _told_or_told_apart(known: Traits, one: Traits) -> bool:
    """Whether two that are alike share an IRI or DOI, which is told already, or have DOIs that tell them apart."""
    return _same_iri(known, one) or bool(one.doi and known.doi)


# ── parts that records share ─────────────────────────────────────────────────────────────────────────────────────────


class _Parts:
    """What is kept of the things with an IRI inside records: some twenty bytes for each IRI.

    Args:
        marks: of their IRIs.
        otherwise: those that were described in other words before.
    """

    def __init__(self) -> None:
        self.marks = array("q")
        self.otherwise: list[Traits] = []
        self._iris, self._said = Names(), Names()

    def __contains__(self, iri: object) -> bool:
        return iri in self._iris

    def extend(self, parts: Iterable[Part]) -> None:
        for one in parts:
            is_first = self._iris.add(one.iri)
            # Equal things have one hash, and of others one in 10^19.
            if self._said.add(f"{hash(one.thing)} {one.iri}") and not is_first:
                self.otherwise.append(Traits(one.iri, one.source, one.place))
            if is_first:
                self.marks.append(hash(one.iri))


# ── titles that differ in a few signs ────────────────────────────────────────────────────────────────────────────────


def _is_twin(other: Traits, one: Traits, close: bool) -> bool:
    if other.title == one.title:
        return True
    if not close or abs(len(other.title) - len(one.title)) > 0.1 * len(one.title) + 2:
        return False
    matcher = difflib.SequenceMatcher(None, other.title, one.title, autojunk=False)
    return matcher.quick_ratio() >= _SAME and matcher.ratio() >= _SAME and not _differ_in_digits(other, one)


def _differ_in_digits(one: Traits, other: Traits) -> bool:
    """'Deel 1' and 'deel 2' are two publications, however alike their titles."""
    return [sign for sign in one.title if sign.isdigit()] != [sign for sign in other.title if sign.isdigit()]


class _Alike(NamedTuple):
    """A record, and those before it that may have nearly the same title, by their numbers.

    Args:
        group: the first record of the same year and author.
        number: of the record.
        before: those that may be alike.
        close: whether titles that differ in a few signs count as well.
    """

    group: int
    number: int
    before: list[int]
    close: bool


class _Titles:
    """What is kept of titles, in groups of one year and author."""

    def __init__(self) -> None:
        self._kin = Marks()
        self._marks = array("q")
        self._outlines = array("Q")
        self._lengths = array("I")

    def __bool__(self) -> bool:
        return any(self._lengths)

    def extend(self, first: int, titles: Sequence[str], kin: Iterable[tuple[int | None, str]]) -> None:
        """Takes in the titles of records, which are numbered from `first` on, each with its year and author."""
        self._kin.extend(first, [one if title else None for title, one in zip(titles, kin, strict=True)])
        self._marks.extend(map(hash, titles))
        self._outlines.extend(map(_outline, titles))
        self._lengths.extend(map(len, titles))

    def alike(self) -> Iterator[list[_Alike]]:
        """The records with those before them that may be nearly the same, so many at once as fit in memory."""
        found: list[_Alike] = []
        for group in self._kin.shared():
            found += self._alike_in(group) if len(group) <= _CLOSE_LOOK else self._equal_in(group)
            if len(found) > _AT_ONCE:
                yield found
                found = []
        yield found

    def _alike_in(self, group: list[int]) -> Iterator[_Alike]:
        """Each title beside each before it."""
        lengths = self._lengths
        before: list[tuple[int, int]] = []
        for number in group:
            mine, length = self._outlines[number], lengths[number]
            # At a ratio of 0.92, what one has and the other has not is at most 0.08 of both together; so the longer is
            # at most 2 / 0.92 - 1 times as long as the shorter.
            most = (1 - _SAME) * 2.174 * length
            near = [other for other, outline in before if (outline ^ mine).bit_count() <= most]
            alike = [other for other in near if abs(lengths[other] - length) <= most]
            if alike:
                yield _Alike(group[0], number, alike, close=True)
            before.append((number, mine))

    def _equal_in(self, group: list[int]) -> Iterator[_Alike]:
        """In a large group equal titles only, so that time stays linear."""
        first: dict[int, int] = {}
        for number in group:
            known = first.setdefault(self._marks[number], number)
            if known != number:
                yield _Alike(group[0], number, [known], close=False)


def _steps(counts: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """For each letter the bits that stand for its being there so many times, up to a number of times."""
    first = 0
    for letter, most in (one.split(":") for one in counts.split()):
        yield letter, tuple(((1 << min(times, int(most))) - 1) << first for times in range(_USUAL))
        first += int(most)


_USUAL = 200
"""Shorter than this are nearly all titles."""

_LETTERS = tuple(_steps("e:8 n:6 a:5 t:5 i:5 r:5 o:5 d:4 s:4 l:4 g:3 v:3 k:3 h:2 m:2"))


def _outline(title: str) -> int:
    """How often a title has each of the usual letters, in 64 bits.

    Where the bits of two titles differ in n places, at least n signs of them have no fellow in the other.
    """
    bits, count, long = 0, title.count, len(title) >= _USUAL
    for letter, steps in _LETTERS:
        bits |= steps[min(count(letter), _USUAL - 1) if long else count(letter)]
    return bits
