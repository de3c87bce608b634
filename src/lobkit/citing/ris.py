"""RIS: what reference managers and library catalogues exchange, a tag a line; out and in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from lobkit.agent import Agent, Organisation
from lobkit.citing.draft import NOT_UNDERSTOOD, UNKNOWN, Draft, Notes
from lobkit.citing.reference import (
    abstract_of,
    agents_of,
    concepts_of,
    headline,
    is_doctoral,
    keys_of,
    name_of,
    one_line,
    person,
    publications_of,
    without_comma,
)
from lobkit.errors import ValueRefused, shown
from lobkit.formats.format import Format, Parsed, refuse_characters
from lobkit.model.publication import Container, Publication

_TYPES = {
    "proefschrift": "THES",
    "inaugurale-rede-lectorale-rede": "SLIDE",
    "onderzoeksrapport": "RPRT",
    "samenvatting-onderzoeksrapport": "RPRT",
    "artikel": "JOUR",
}
_END = "\r\n"
"""The line end of the format's own specification, which Zotero writes as well."""
_SUBJECT = "LOB"
"""Stands beside a lone keyword: Zotero takes one line of keywords with a comma for several."""
_DATABASE = "lobkit"


def serialize(records: Iterable[Any], *, enrich: bool = False) -> Iterator[str]:
    """A record for each publication."""
    publications = publications_of(records, RIS.title)
    for at, (one, key) in enumerate(zip(publications, keys_of(publications), strict=True)):
        lines = [f"{tag}  - {value}" for tag, value in (*_lines(one), ("ID", key))]
        yield (_END if at else "") + "".join(line + _END for line in [*lines, "ER  - "])


def _lines(publication: Publication) -> Iterator[tuple[str, str]]:
    title, lang = headline(publication)
    soort, place = publication.soort, publication.container or Container()
    yield "TY", _TYPES[soort.slug] if soort is not None else "GEN"
    for name in map(_name, agents_of(publication)):
        if name.strip(", "):
            yield "AU", name
    yield "TI", one_line(title)
    if publication.year is not None:
        yield "PY", str(publication.year)
    first, last = _pages(place.pages)
    article = soort is not None and soort.slug == "artikel"
    issn, isbns = [place.issn] if place.issn else [], sorted(publication.isbns)
    publisher = publication.publisher.name if publication.publisher is not None else None
    facts = (
        ("M3", soort.label if soort is not None and not article else None),
        ("T2", place.container_title),
        ("VL", place.volume),
        ("IS", place.issue),
        ("SP", first),
        ("EP", last),
        *(("SN", number) for number in (issn + isbns if article else isbns + issn)),
        ("PB", publisher),
        ("DO", publication.doi),
        ("UR", publication.full_text),
        ("LA", publication.language or lang),
        *(("KW", label) for label in _keywords(publication)),
        ("AN", publication.iri),
        ("DB", _DATABASE if publication.iri is not None else None),
        ("AB", abstract_of(publication)),  # on one line: pandoc refuses a file in which a text goes on
    )
    yield from ((tag, one_line(value)) for tag, value in facts if value and value.strip())


def _name(agent: Agent) -> str:
    """Surname, comma, given names; an organisation has no comma, or it would be a person."""
    if isinstance(agent, Organisation):
        return without_comma(one_line(agent.name)).strip()
    name = name_of(agent)
    family, given = (without_comma(one_line(part)).strip() for part in name)
    return f"{family}, {given}".rstrip() if family else given


def _pages(pages: str | None) -> tuple[str | None, str | None]:
    match = re.fullmatch(r"(\d+)-(\d+)", pages or "")
    return (match[1], match[2]) if match else (pages, None)


def _keywords(publication: Publication) -> list[str]:
    labels = [one.label for one in concepts_of(publication)]
    return [*labels, _SUBJECT] if len(labels) == 1 else labels


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_KINDS = {"RPRT": "onderzoeksrapport"} | dict.fromkeys(("JOUR", "EJOUR", "MGZN", "NEWS", "JFULL"), "artikel")
_TAG = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*)|\s*)$")


class Line(NamedTuple):
    """A tag with its value, and the lines that go on with it."""

    tag: str
    value: str
    at: tuple[int, int]


def parse(text: str, classes: tuple[type[Any], ...], *, lenient: bool = False) -> Parsed:
    """The publications of a RIS text.

    Raises:
        ReadError: for lines outside a record and records without an end, with the line; a lenient reading goes on.
    """
    refuse_characters(text)
    notes = Notes(lenient)
    for one in _records(text.replace("\r\n", "\n").replace("\r", "\n"), notes):
        _Reading(one, Draft(notes, one[0].at, _first(one, ("TI", "T1")))).read()
    return notes.parsed()


def _first(lines: list[Line], tags: tuple[str, ...]) -> str:
    return next((line.value for line in lines if line.tag in tags), "")


def _records(text: str, notes: Notes) -> Iterator[list[Line]]:
    """The lines of each record, from TY to ER."""
    record: list[Line] = []
    for at, line in enumerate(text.split("\n"), start=1):
        match = _TAG.match(line)
        tag = match[1] if match else ""
        if tag == "TY" and record:
            notes.refuse(
                "LOB101", f"a record begins before the one of line {record[0].at[0]} ended; add 'ER  - '", (at, 1)
            )
            yield record
            record = []
        if match is not None and tag == "ER":
            if record:
                yield record
            record = []
        elif match is not None and (record or tag == "TY"):
            record.append(Line(tag, match[2] or "", (at, 1)))
        elif record:
            last = record.pop()
            record.append(last._replace(value=f"{last.value}\n{line.strip()}"))
        elif line.strip():
            message = f"{shown(line.strip(), 40)} belongs to no record; a record begins with 'TY  - ' and its type"
            notes.refuse("LOB101", message, (at, 1))
    if record:
        notes.refuse("LOB101", f"the record of line {record[0].at[0]} has no end; add 'ER  - '", record[0].at)
        yield record


class _Reading:
    """One record while it is read."""

    def __init__(self, lines: list[Line], draft: Draft) -> None:
        self.lines, self.draft = lines, draft
        self.kind = lines[0].value.strip()

    def read(self) -> None:
        """Every line gets its place, or is kept."""
        self._pages()
        self._address()
        self._subject()
        for line in self.lines[1:]:
            _READERS.get(line.tag, _Reading.other)(self, line)
        self._type()
        self.draft.notes.take(self.draft)

    def _taken(self, *tags: str) -> Line | None:
        """The first line with one of these tags, which is taken out."""
        found = next((line for line in self.lines[1:] if line.tag in tags), None)
        if found is not None:
            self.lines.remove(found)
        return found

    def _pages(self) -> None:
        first, last = self._taken("SP"), self._taken("EP")
        if first is not None or last is not None:
            pages = "-".join(line.value.strip() for line in (first, last) if line is not None)
            self.draft.put("pages", pages, "SP", (first or last or self.lines[0]).at)

    def _address(self) -> None:
        """The address of the record, where the record is one of lobkit's."""
        if _first(self.lines, ("DB",)).strip() == _DATABASE and (line := self._taken("AN")):
            self._taken("DB")
            self.draft.put_iri(line.value.strip(), "AN", line.at)

    def _subject(self) -> None:
        keywords = [line for line in self.lines if line.tag == "KW"]
        if len(keywords) == 2 and keywords[1].value == _SUBJECT:
            self.lines.remove(keywords[1])

    def _type(self) -> None:
        if "soort" in self.draft.values or self.kind == "GEN":
            return
        doctoral = self.kind == "THES" and is_doctoral(_first(self.lines, ("M3",)))
        slug = "proefschrift" if doctoral else _KINDS.get(self.kind)
        self.draft.kind(slug, self.kind, "TY", self.lines[0].at)

    def title(self, line: Line) -> None:
        """The title, once."""
        if self.draft.title is not None:
            self.draft.keep(line.tag, line.value, line.at, UNKNOWN, "the title is known already")
        else:
            self.draft.title = one_line(line.value)

    def author(self, line: Line) -> None:
        """A person where there is a comma, else an organisation."""
        agent: Agent | None = None
        reason = "this is no name that is understood"
        parts = [one_line(part) for part in line.value.split(",")]
        try:
            if len(parts) == 1 and parts[0]:
                agent = Organisation(parts[0])
            elif len(parts) in (2, 3) and parts[0]:
                agent = person(parts[0], parts[1])
                if len(parts) == 3 and parts[2]:
                    self.draft.keep(line.tag, line.value, line.at, UNKNOWN, "a name has no place for a suffix")
        except ValueRefused as refused:
            reason = str(refused)
        if agent is None:
            self.draft.keep(line.tag, line.value, line.at, NOT_UNDERSTOOD, reason)
        else:
            self.draft.authors.append(agent)

    def second_author(self, line: Line) -> None:
        """Who gave a talk stands here for some programs; elsewhere it is an editor, for whom there is no place."""
        (self.author if self.kind == "SLIDE" else self.other)(line)

    def numbers(self, line: Line) -> None:
        """An ISSN or ISBNs, told apart by their form."""
        value = one_line(line.value)
        if re.fullmatch(r"\d{4}-\d{3}[\dX]", value):
            self.draft.put("issn", value, line.tag, line.at)
        else:
            known = self.draft.values.get("isbns", frozenset())
            self.draft.isbns(value.split(", "), line.tag, line.at)
            self.draft.values["isbns"] |= known

    def keywords(self, line: Line) -> None:
        """Keywords; programs part them at semicolons and line ends."""
        for one in re.split(r"[;\n]", line.value):
            if one.strip():
                self.draft.keyword(one.strip(), line.tag, line.at)

    def abstract(self, line: Line) -> None:
        """The abstract with its paragraphs."""
        self.draft.abstract("\n".join(part.strip() for part in line.value.split("\n")).strip("\n"))

    def doi(self, line: Line) -> None:
        """The DOI, without a resolver before it."""
        text = re.sub(r"(?i)^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", line.value.strip())
        self.draft.put("doi", text, line.tag, line.at)

    def language(self, line: Line) -> None:
        """The language, by its tag or its name."""
        self.draft.language(one_line(line.value), line.tag, line.at)

    def other(self, line: Line) -> None:
        """A tag for which a record has no place."""
        self.draft.keep(line.tag, line.value, line.at)


def _put(name: str) -> Callable[[_Reading, Line], None]:
    return lambda self, line: self.draft.put(name, one_line(line.value), line.tag, line.at)


def _key(self: _Reading, line: Line) -> None:
    self.draft.key = one_line(line.value)


_READERS: dict[str, Callable[[_Reading, Line], None]] = {
    **dict.fromkeys(("TI", "T1"), _Reading.title),
    **dict.fromkeys(("AU", "A1"), _Reading.author),
    "A2": _Reading.second_author,
    **dict.fromkeys(("PY", "Y1", "DA"), lambda self, line: self.draft.date(one_line(line.value), line.tag, line.at)),
    **dict.fromkeys(("T2", "JF", "JO", "BT"), _put("container_title")),
    "VL": _put("volume"),
    "IS": _put("issue"),
    "SN": _Reading.numbers,
    "PB": lambda self, line: self.draft.publisher(one_line(line.value), line.tag, line.at),
    "DO": _Reading.doi,
    "UR": _put("full_text"),
    "LA": _Reading.language,
    "KW": _Reading.keywords,
    "M3": lambda self, line: self.draft.genre(one_line(line.value), line.tag, line.at),
    "N1": lambda self, line: self.draft.note(line.value, line.tag, line.at),
    **dict.fromkeys(("AB", "N2"), _Reading.abstract),
    "ID": _key,
}

RIS = Format(
    "ris",
    "RIS",
    "application/x-research-info-systems",
    (".ris",),
    parse,
    serialize,
    lossless=False,
    note="what a reference list needs; `lobkit.losses` tells the rest",
    root="Publication",
)
