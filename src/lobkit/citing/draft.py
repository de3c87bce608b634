"""A publication while it is read from a reference: what has a place, what is kept to the letter, and what is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import attrs

from lobkit.agent import Agent, Organisation
from lobkit.citing.reference import KEY_MARK, is_own_key, language_named, title_language
from lobkit.description import IriRange, LiteralRange
from lobkit.errors import Finding, LeftOut, ReadError, Severity, ValueRefused, shown
from lobkit.formats.format import Parsed, Place
from lobkit.model.publication import Container, Provenance, Publication, Section
from lobkit.scalars import language_tag
from lobkit.shape import shape_of
from lobkit.values import Iri, LangMap
from lobkit.vocabularies import ConceptHandle, UnknownConcept, folded, sector, soort, thema

UNKNOWN, NOT_UNDERSTOOD = "LOB801", "LOB802"
At = tuple[int, int] | None
"""A line and a column, counted from 1."""

_ID = re.compile(r"(?:^|\n)\s*lob-id:\s*(\S+)[ \t]*(?=\n|$)")


class Notes:
    """What is told of a file of references, and what was made of it."""

    def __init__(self, lenient: bool) -> None:
        self.lenient = lenient
        self.findings: list[Finding] = []
        self.records: list[Publication] = []
        self.places: list[At] = []
        self.left_out: list[LeftOut] = []

    def tell(self, code: str, message: str, at: At, path: str = "") -> None:
        """Something that is kept, and that somebody should look at."""
        severity = Severity.INFO if code == UNKNOWN else Severity.WARNING
        line, column = at or (None, None)
        self.findings.append(Finding(code, message, path, severity, None, line, column))

    def refuse(self, code: str, message: str, at: At, path: str = "") -> None:
        """Something for which an entry cannot be taken."""
        severity = Severity.WARNING if self.lenient else Severity.VIOLATION
        line, column = at or (None, None)
        self.findings.append(Finding(code, message, path, severity, None, line, column))

    def take(self, draft: Draft) -> None:
        """The publication that a draft makes, where it makes one."""
        made = draft.publication()
        if made is not None:
            self.records.append(made)
            self.places.append(draft.at)
        else:
            iri = draft.values.get("iri")
            self.leave_out(draft.at, draft.name, whole=True, record=None if iri is None else str(iri))
            for text in draft.kept:
                self.leave_out(draft.at, draft.name, text)

    def leave_out(self, at: At, name: str, text: str = "", *, whole: bool = False, record: str | None = None) -> None:
        """Something that a lenient reading leaves out: an entry, or what was known of it."""
        line, column = at or (None, None)
        self.left_out.append(LeftOut(text, name, None, line, column, record, whole))

    def parsed(self) -> Parsed:
        """What the file gave.

        Raises:
            ReadError: where an entry had to be refused, unless the reading is lenient and gave something.
        """
        found = tuple(sorted(self.findings, key=lambda one: (one.line or 0, one.column or 0)))
        refused = any(one.code not in (UNKNOWN, NOT_UNDERSTOOD) for one in found)
        if refused and (not self.lenient or not self.records):
            raise ReadError(found)
        made = tuple(((f"entry {at}",), one) for at, one in enumerate(self.records, start=1))
        places = {f"entry {at}": where for at, where in enumerate(self.places, start=1)}

        def locate(place: Place) -> tuple[int, int] | None:
            return places.get(str(place[0])) if place else None

        return Parsed(tuple(self.records), found, tuple(self.left_out), made, locate=locate)


def _maker(cls: type[Any], name: str) -> Callable[[str], Any]:
    """How a text becomes the value of a field, which the shape of the class says."""
    range_ = next(one.range for one in shape_of(cls).properties if one.name == name)
    if isinstance(range_, LiteralRange):
        return range_.datatype.parse
    if isinstance(range_, IriRange):
        return range_.iri_class
    raise AssertionError(f"{name} is not made of one text")


class Draft:
    """One reference.

    Args:
        notes: where findings go.
        at: where the reference begins.
        name: what it is called in messages, such as its citation key.
    """

    def __init__(self, notes: Notes, at: At, name: str = "") -> None:
        self.notes = notes
        self.at = at
        self.name = name
        self.kept: list[str] = []
        self.values: dict[str, Any] = {}
        self.container: dict[str, Any] = {}
        self.authors: list[Agent] = []
        self.title: str | None = None
        self.title_lang: str | None = None
        self.key: str | None = None

    # ── what has a place ─────────────────────────────────────────────────────────────────────────────────────────────

    def put(self, name: str, text: str, field: str, at: At) -> None:
        """The value of a field of Publication, or of Container where Publication has no such field."""
        cls, values = (Container, self.container) if name in _CONTAINER else (Publication, self.values)
        if name in values:
            self.keep(field, text, at, NOT_UNDERSTOOD, f"{name} is known already, as {shown(values[name])}")
            return
        try:
            values[name] = _maker(cls, name)(text)
        except ValueRefused as refused:
            self.keep(field, text, at, NOT_UNDERSTOOD, str(refused))

    def publisher(self, text: str, field: str, at: At) -> None:
        """The organisation that published it."""
        if "publisher" in self.values:
            self.keep(field, text, at, UNKNOWN, "the publisher is known already")
        else:
            self.values["publisher"] = Organisation(text)

    def isbns(self, texts: list[str], field: str, at: At) -> None:
        """The ISBNs; what is none is kept."""
        good: set[str] = set()
        for text in texts:
            try:
                good.add(_maker(Publication, "isbns")(text))
            except ValueRefused as refused:
                self.keep(field, text, at, NOT_UNDERSTOOD, str(refused))
        self.values["isbns"] = frozenset(good)

    def language(self, text: str, field: str, at: At) -> None:
        """The language of the publication, by its tag or its name."""
        try:
            self.values["language"] = language_tag(language_named(text))
        except ValueRefused as refused:
            self.keep(field, text, at, NOT_UNDERSTOOD, str(refused))

    def abstract(self, text: str) -> None:
        """The summary."""
        if text:
            self.values["summary"] = (*self.values.get("summary", ()), Section(None, text))

    def date(self, text: str, field: str, at: At) -> None:
        """The year; a month and a day are kept beside it, since a record has no place for them."""
        match = re.fullmatch(r"([1-9][0-9]{3})(?:[-/](.*))?", text.strip())
        rest = (match[2] or "").strip("/- ") if match else ""
        if match is None:
            self.keep(field, text, at, NOT_UNDERSTOOD, f"{shown(text)} is no year")
        elif "year" in self.values and self.values["year"] != int(match[1]):
            self.keep(field, text, at, NOT_UNDERSTOOD, f"another year, {self.values['year']}, is known already")
        else:
            self.values["year"] = int(match[1])
            if rest:
                self.keep(field, text, at, UNKNOWN, "a record holds the year alone")

    def kind(self, slug: str | None, name: str, field: str, at: At) -> None:
        """The kind of publication by the type of the entry; a type that is none of the five is kept."""
        if slug is not None:
            self.values.setdefault("soort", soort[slug])
        else:
            self.keep(field, name, at, NOT_UNDERSTOOD, f"{shown(name)} is none of the kinds of publication")

    def genre(self, text: str, field: str, at: At) -> None:
        """The kind of publication by its own words, which go before the type of the entry."""
        try:
            self.values["soort"] = soort.find(text)
        except UnknownConcept:
            self.keep(field, text, at, UNKNOWN, "it names none of the kinds of publication")

    def keyword(self, text: str, field: str, at: At) -> None:
        """A theme, a sector or a kind by its preferred label; other words are kept."""
        found = _concept(text, (thema, sector, soort))
        if found is None:
            self.keep(field, text, at, UNKNOWN, "it is no theme and no sector")
        elif found.scheme == soort.iri:
            self.values.setdefault("soort", found)
        else:
            name = "themas" if found.scheme == thema.iri else "sectors"
            self.values[name] = self.values.get(name, frozenset()) | {found}

    def note(self, text: str, field: str, at: At) -> None:
        """A note; the address of the record in it is taken out."""
        if match := _ID.search(text):
            self.put_iri(match[1], field, at)
            text = text[: match.start()] + text[match.end() :]
        if text.strip():
            self.keep(field, text.strip(), at, UNKNOWN, "")

    def put_iri(self, text: str, field: str, at: At) -> None:
        """The address of the record."""
        try:
            self.values["iri"] = Iri(text)
        except ValueRefused as refused:
            self.keep(field, text, at, NOT_UNDERSTOOD, str(refused))

    # ── what has none ────────────────────────────────────────────────────────────────────────────────────────────────

    def keep(self, field: str, text: str, at: At, code: str = UNKNOWN, why: str = "") -> None:
        """Keeps a value to the letter, and tells it."""
        reason = why or "a record has no such field"
        self.notes.tell(code, f"{reason}; {shown(text, 40)} is kept in provenance.remainder", at or self.at, field)
        self.kept.append(f"{field}: {text}")

    def publication(self) -> Publication | None:
        """The publication, or None where it cannot be one, which is told."""
        if not self.title:
            message = f"{shown(self.name) if self.name else 'this entry'} has no title; give it one"
            self.notes.refuse("LOB103", message, self.at, "title")
            return None
        lang = self.title_lang or title_language(self.values.get("language"))
        if any(value is not None for value in self.container.values()):
            self.values["container"] = Container(**self.container)
        made = Publication(LangMap({lang: self.title}), tuple(self.authors), **self.values)
        if self.key is not None and not is_own_key(self.key, made):
            self.kept.insert(0, f"{KEY_MARK}{self.key}")
        return attrs.evolve(made, provenance=Provenance(remainder=tuple(self.kept))) if self.kept else made


_CONTAINER = frozenset(one.name for one in shape_of(Container).properties)


def _concept(text: str, vocabularies: tuple[Any, ...]) -> ConceptHandle | None:
    """The concept that has this preferred label in any spelling; other labels would be guesses."""
    for one in vocabularies:
        try:
            found: ConceptHandle = one.find(text)
        except UnknownConcept:
            continue
        if folded(text) in {folded(label) for label in (found.concept.pref_label or {}).values()}:
            return found
    return None
