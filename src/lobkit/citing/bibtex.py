"""BibTeX and BibLaTeX: one file that both read, out; theirs, and what Zotero and JabRef write, in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from lobkit.agent import Agent, Organisation, Person
from lobkit.citing.bibtex_entries import Entry, Told, Value, entries, parted
from lobkit.citing.draft import NOT_UNDERSTOOD, UNKNOWN, Draft, Notes
from lobkit.citing.latex import decoded, encoded
from lobkit.citing.reference import (
    LANGUAGES,
    abstract_of,
    agents_of,
    concepts_of,
    headline,
    keys_of,
    language_named,
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
    "proefschrift": ("phdthesis", "school"),
    "inaugurale-rede-lectorale-rede": ("misc", "publisher"),
    "onderzoeksrapport": ("techreport", "institution"),
    "samenvatting-onderzoeksrapport": ("techreport", "institution"),
    "artikel": ("article", "publisher"),
}
"""By kind: the type of the entry, in the names that BibTeX and BibLaTeX share, and where the publisher stands."""


def serialize(records: Iterable[Any], *, enrich: bool = False) -> Iterator[str]:
    """An entry for each publication."""
    publications = publications_of(records, BIBTEX.title)
    for at, (one, key) in enumerate(zip(publications, keys_of(publications), strict=True)):
        yield ("\n" if at else "") + _entry(one, key)


def _entry(publication: Publication, key: str) -> str:
    kind, _ = _kind(publication)
    fields = "".join(f",\n  {name} = {{{value}}}" for name, value in _fields(publication).items() if value)
    return f"@{kind}{{{key}{fields}\n}}\n"


def _kind(publication: Publication) -> tuple[str, str]:
    return _TYPES[publication.soort.slug] if publication.soort is not None else ("misc", "publisher")


def _fields(publication: Publication) -> dict[str, str | None]:
    title, lang = headline(publication)
    soort, place = publication.soort, publication.container or Container()
    article = soort is not None and soort.slug == "artikel"
    keywords = ", ".join(without_comma(one.label) for one in concepts_of(publication))
    return {
        "author": " and ".join(_name(one) for one in agents_of(publication)),
        "title": f"{{{_text(title)}}}",  # the second braces keep capitals and small letters as they are
        "year": str(publication.year) if publication.year is not None else None,
        "type": soort.label if soort is not None and not article else None,
        "journal" if article else "series": _text(place.container_title),
        "volume": _text(place.volume),
        "number": _text(place.issue),
        "pages": _pages(place.pages),
        "issn": place.issn,
        _kind(publication)[1]: _text(publication.publisher.name) if publication.publisher is not None else None,
        "isbn": ", ".join(sorted(publication.isbns)),
        "doi": _verbatim(publication.doi),
        "url": publication.full_text,
        "eprint": _verbatim(publication.handle),
        "eprinttype": "hdl" if publication.handle is not None else None,
        "urn": _verbatim(publication.urn_nbn),
        "langid": _language(lang),
        "language": publication.language,  # as a tag, which Zotero shows as it is
        "keywords": encoded(keywords),
        "abstract": encoded(abstract_of(publication)),
        "lobid": publication.iri,
    }


def _text(text: str | None) -> str | None:
    return None if text is None else encoded(one_line(text))


def _pages(pages: str | None) -> str | None:
    """A range with the two hyphens that LaTeX draws as a dash."""
    return None if pages is None else re.sub(r"(?<=\d)-(?=\d)", "--", encoded(one_line(pages)))


def _verbatim(text: str | None) -> str | None:
    """An address or number that LaTeX takes as it is; signs that would break the entry stand in percent form."""
    return None if text is None else re.sub(r"[{}\\]", lambda sign: f"%{ord(sign[0]):02X}", text)


def _language(tag: str) -> str:
    return LANGUAGES[tag][0] if tag in LANGUAGES else tag


def _name(agent: Agent) -> str:
    if isinstance(agent, Organisation):
        return f"{{{_text(agent.name)}}}"
    name = name_of(agent)
    family, given = _guarded(name.family), _guarded(name.given)
    if given:
        return f"{family}, {given}"
    return family if re.fullmatch(r"\S+", family) else f"{{{_text(name.family)}}}"


def _guarded(part: str) -> str:
    """A part of a name in which no comma and no `and` parts it further."""
    text = _text(part) or ""
    return f"{{{text}}}" if re.search(r",|\band\b", text, re.IGNORECASE) else text


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_KINDS: dict[str, str | None] = {
    "article": "artikel",
    "phdthesis": "proefschrift",
    "techreport": "onderzoeksrapport",
    "report": "onderzoeksrapport",
    "misc": None,
}
_PLACES = {
    "journal": "container_title",
    "journaltitle": "container_title",
    "booktitle": "container_title",
    "series": "container_title",
    "volume": "volume",
    "number": "issue",
    "issue": "issue",
    "issn": "issn",
}
_ADDRESSES = {"doi": "doi", "url": "full_text", "urn": "urn_nbn"}


def parse(text: str, classes: tuple[type[Any], ...], *, lenient: bool = False) -> Parsed:
    """The publications of a BibTeX text.

    Raises:
        ReadError: for an entry that is broken, with line and column; a lenient reading leaves it out and goes on.
    """
    refuse_characters(text)
    notes = Notes(lenient)
    for one in entries(text.replace("\r\n", "\n")):
        if isinstance(one, Entry):
            _Reading(one, Draft(notes, one.at, one.key)).read()
        else:
            _tell(one, notes)
    return notes.parsed()


def _tell(one: Told, notes: Notes) -> None:
    if one.broken:
        notes.refuse("LOB101", one.message, one.at)
        notes.leave_out(one.at, "", whole=True)
        notes.leave_out(one.at, "", one.text)
    else:
        notes.tell(UNKNOWN, f"{one.message} belongs to no entry and is left out: {shown(one.text, 40)}", one.at)


class _Reading:
    """One entry while it is read."""

    def __init__(self, entry: Entry, draft: Draft) -> None:
        self.entry, self.draft = entry, draft
        self.draft.key = entry.key or None

    def read(self) -> None:
        """Every field gets its place, or is kept."""
        seen: dict[str, Value] = {}
        for name, value in self.entry.fields:
            if name in seen:
                message = f"{shown(name)} stands here twice (first in line {seen[name].at[0]}); keep one"
                self.draft.notes.refuse("LOB105", message, value.at, name)
                self.draft.kept.append(f"{name}: {value.text}")
                continue
            seen[name] = value
            for word in value.unknown:
                reason = f"{shown(word)} is no abbreviation that the file explains; put it between braces"
                self.draft.notes.tell(NOT_UNDERSTOOD, reason, value.at, name)
        self._title(seen)
        self._handle(seen)
        for name, value in seen.items():
            _READERS.get(name, _Reading.other)(self, name, value)
        self._kind()
        self.draft.notes.take(self.draft)

    def _kind(self) -> None:
        kind = self.entry.kind
        if "soort" not in self.draft.values and _KINDS.get(kind, "") is not None:
            self.draft.kind(_KINDS.get(kind), kind, "entry type", self.entry.at)

    def _title(self, seen: dict[str, Value]) -> None:
        if "title" in seen:
            parts = [seen.pop(name) for name in ("title", "subtitle") if name in seen]
            self.draft.title = ": ".join(self.plain("title", one) for one in parts)
        if "langid" in seen:
            self.draft.title_lang = language_named(seen["langid"].text)

    def _handle(self, seen: dict[str, Value]) -> None:
        if seen.get("eprinttype", seen.get("archiveprefix", Value("", (0, 0)))).text.lower() == "hdl":
            value = seen.pop("eprint", None)
            seen.pop("eprinttype", seen.pop("archiveprefix", None))
            if value is not None:
                self.draft.put("handle", _address(value.text), "eprint", value.at)

    def plain(self, name: str, value: Value) -> str:
        """A value without LaTeX, on one line; commands that are not known are told."""
        text = decoded(value.text)
        for command in dict.fromkeys(text.unknown):
            self.draft.notes.tell(NOT_UNDERSTOOD, f"{command} is not known; it is kept as it is", value.at, name)
        return re.sub(r"[^\S\u00a0]+", " ", text).strip(" ")

    def place(self, name: str, value: Value) -> None:
        """A fact about the journal, book or series."""
        self.draft.put(_PLACES[name], self.plain(name, value), name, value.at)

    def pages(self, name: str, value: Value) -> None:
        """A range of pages; its double hyphen is a hyphen."""
        source = re.sub(r"(?<=\d)\s*--\s*(?=\d)", "-", value.text)
        self.draft.put("pages", self.plain(name, Value(source, value.at)), name, value.at)

    def address(self, name: str, value: Value) -> None:
        """An address or number, to the letter."""
        text = _address(value.text)
        if name == "doi":
            text = re.sub(r"(?i)^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text)
        self.draft.put(_ADDRESSES[name], text, name, value.at)

    def other(self, name: str, value: Value) -> None:
        """A field that a record does not have."""
        self.draft.keep(name, value.text.strip(), value.at)

    def authors(self, name: str, value: Value) -> None:
        """The persons and organisations of a list."""
        for source in parted(value.text, r"\s+[Aa][Nn][Dd]\s+"):
            self._author(name, source.strip(), value)

    def _author(self, name: str, source: str, value: Value) -> None:
        agent: Agent | None = None
        reason = "this is no name that is understood"
        try:
            if source.lower() == "others":
                reason = "others are meant whose names are not printed"
            elif source:
                agent = self._agent(name, source, value.at)
        except ValueRefused as refused:
            reason = str(refused)
        if agent is None:
            self.draft.keep(name, source, value.at, NOT_UNDERSTOOD, reason)
        else:
            self.draft.authors.append(agent)

    def _agent(self, name: str, source: str, at: tuple[int, int]) -> Agent | None:
        def plain(part: str) -> str:
            return self.plain(name, Value(part, at)).strip()

        if source.startswith("{") and parted(source, r"(?=\Z)")[0] and _is_one_group(source):
            return Organisation(plain(source))
        parts = [part.strip() for part in parted(source, ",")]
        if len(parts) == 2:
            return person(plain(parts[0]), plain(parts[1]))
        if len(parts) == 3:  # von Last, Jr, First
            self.draft.keep(name, source, at, UNKNOWN, "a name has no place for a suffix")
            return person(plain(parts[0]), plain(parts[2]))
        if len(parts) > 3:
            return None
        return _in_order([plain(word) for word in parted(source, r"\s+")])

    def kept(self, method: Callable[[Draft, str, str, Any], None], name: str, value: Value) -> None:
        """A value for the draft, without LaTeX."""
        method(self.draft, self.plain(name, value), name, value.at)


def _is_one_group(source: str) -> bool:
    depth = 0
    for match in re.finditer(r"\\.|[{}]", source, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return match.end() == len(source)
    return False


def _in_order(words: list[str]) -> Person:
    """A name in its spoken order: first names, small words, surname."""
    small = [at for at, word in enumerate(words[:-1]) if word[:1].islower() or word[:1] in "'’"]
    start, end = (small[0], small[-1] + 1) if small else (len(words) - 1, len(words) - 1)
    return person(" ".join(words[end:]), " ".join(words[:start]), " ".join(words[start:end]))


def _address(source: str) -> str:
    r"""An address to the letter; backslashes that other programs put into it are taken out, and `\url{…}`."""
    text = re.sub(r"\{?\\textasciitilde\s*(?:\{\})?\}?|\\~(?:\{\})?", "~", source.strip())
    text = re.sub(r"^\\url\{(.*)\}$", r"\1", text)
    text = re.sub(r"\\([_%&#$~])", r"\1", text)
    return re.sub(r"%(7B|7D|5C)", lambda code: chr(int(code[1], 16)), text)


def _abstract(self: _Reading, name: str, value: Value) -> None:
    source = "\n".join(line.strip(" \t") for line in value.text.split("\n")).strip("\n")
    paragraphs = [decoded(part) for part in source.split("\n")]
    for command in dict.fromkeys(word for part in paragraphs for word in part.unknown):
        self.draft.notes.tell(NOT_UNDERSTOOD, f"{command} is not known; it is kept as it is", value.at, name)
    self.draft.abstract("\n".join(paragraphs))


def _keywords(self: _Reading, name: str, value: Value) -> None:
    for one in re.split(r"[,;]", self.plain(name, value)):
        if one.strip():
            self.draft.keyword(one.strip(), name, value.at)


def _isbns(self: _Reading, name: str, value: Value) -> None:
    self.draft.isbns([one.strip() for one in self.plain(name, value).split(",")], name, value.at)


def _year(self: _Reading, name: str, value: Value) -> None:
    self.draft.date(self.plain(name, value), name, value.at)


_READERS: dict[str, Callable[[_Reading, str, Value], None]] = {
    "author": _Reading.authors,
    **dict.fromkeys(_PLACES, _Reading.place),
    **dict.fromkeys(_ADDRESSES, _Reading.address),
    "pages": _Reading.pages,
    "year": _year,
    "date": _year,
    "keywords": _keywords,
    "isbn": _isbns,
    "abstract": _abstract,
    "type": lambda self, name, value: self.kept(Draft.genre, name, value),
    **dict.fromkeys(
        ("publisher", "institution", "school", "organization"),
        lambda self, name, value: self.kept(Draft.publisher, name, value),
    ),
    "language": lambda self, name, value: self.kept(Draft.language, name, value),
    "note": lambda self, name, value: self.draft.note(self.plain(name, value), name, value.at),
    "lobid": lambda self, name, value: self.draft.put_iri(value.text.strip(), name, value.at),
    "langid": lambda self, name, value: None,
}

BIBTEX = Format(
    "bibtex",
    "BibTeX",
    "application/x-bibtex",
    (".bib",),
    parse,
    serialize,
    lossless=False,
    note="what a reference list needs, for BibTeX and BibLaTeX; `lobkit.losses` tells the rest",
    root="Publication",
)
