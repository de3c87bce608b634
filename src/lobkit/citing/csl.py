"""CSL-JSON: what Zotero, pandoc and citation processors exchange; out and in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from lobkit.agent import Agent, Organisation, Person
from lobkit.citing.draft import NOT_UNDERSTOOD, Draft, Notes
from lobkit.citing.reference import (
    abstract_of,
    agents_of,
    concepts_of,
    headline,
    is_doctoral,
    keys_of,
    name_of,
    person,
    publications_of,
    without_comma,
)
from lobkit.errors import ValueRefused, shown
from lobkit.formats.format import Format, Parsed, Place
from lobkit.formats.json import locator, parse_tree
from lobkit.model.publication import Container, Publication

_TYPES = {
    "proefschrift": "thesis",
    "inaugurale-rede-lectorale-rede": "speech",
    "onderzoeksrapport": "report",
    "samenvatting-onderzoeksrapport": "report",
    "artikel": "article-journal",
}
_KINDS = {
    "report": "onderzoeksrapport",
    "article": "artikel",
    "article-journal": "artikel",
    "article-magazine": "artikel",
    "article-newspaper": "artikel",
}
"""By type of CSL; a thesis says in `genre` whether it is one for a doctorate."""


def serialize(records: Iterable[Any], *, enrich: bool = False) -> Iterator[str]:
    """A list of items, one for each publication."""
    publications = publications_of(records, CSL.title)
    items = [item(one, key) for one, key in zip(publications, keys_of(publications), strict=True)]
    yield json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def item(publication: Publication, key: str) -> dict[str, Any]:
    """A publication as an item of CSL-JSON.

    The tussenvoegsel stands within `family`: Zotero drops `non-dropping-particle`, and the name would lose its half.
    """
    title, lang = headline(publication)
    soort = publication.soort
    place = publication.container or Container()
    keywords = ", ".join(without_comma(one.label) for one in concepts_of(publication))
    values = {
        "id": key,
        "citation-key": key,
        "type": _TYPES[soort.slug] if soort is not None else "document",
        "genre": soort.label if soort is not None and soort.slug != "artikel" else None,
        "title": title,
        "author": [_name(one) for one in agents_of(publication)],
        "issued": {"date-parts": [[publication.year]]} if publication.year is not None else None,
        "language": publication.language or lang,
        "container-title": place.container_title,
        "volume": place.volume,
        "issue": place.issue,
        "page": place.pages,
        "ISSN": place.issn,
        "publisher": publication.publisher.name if publication.publisher is not None else None,
        "URL": publication.full_text,
        "DOI": publication.doi,
        "ISBN": ", ".join(sorted(publication.isbns)),
        "abstract": abstract_of(publication),
        "keyword": keywords,
        "note": f"lob-id: {publication.iri}" if publication.iri is not None else None,
    }
    return {name: value for name, value in values.items() if value or name == "title"}


def _name(agent: Agent) -> dict[str, str]:
    if isinstance(agent, Organisation):
        return {"literal": agent.name}
    name = name_of(agent)
    return {"family": name.family, "given": name.given} if name.given else {"family": name.family}


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def parse(text: str, classes: tuple[type[Any], ...], *, lenient: bool = False) -> Parsed:
    """The publications of a CSL-JSON text: a list of items, or one item.

    Raises:
        ReadError: for what is no JSON or no item, with line and column.
    """
    tree = parse_tree(text)
    locate = locator(text)
    notes = Notes(lenient)
    items = tree if isinstance(tree, list) else [tree]
    for at, one in enumerate(items):
        start: Place = (at,) if isinstance(tree, list) else ()
        if isinstance(one, dict):
            _Item(one, start, Draft(notes, locate(start), str(one.get("id", ""))), locate).read()
        else:
            notes.refuse("LOB104", f"expected an item with its fields, not {shown(one)}", locate(start))
    return notes.parsed()


class _Item:
    """One item while it is read."""

    def __init__(self, tree: dict[str, Any], start: Place, draft: Draft, locate: Any) -> None:
        self.tree, self.start, self.draft, self.locate = tree, start, draft, locate

    def read(self) -> None:
        """Every field gets its place, or is kept."""
        for field, value in self.tree.items():
            at = self.locate((*self.start, field))
            if field == "author":
                self._authors(value, at)
            elif field == "issued":
                self._issued(value, at)
            elif field in ("id", "citation-key", "type"):
                continue
            elif isinstance(value, (str, int)) and not isinstance(value, bool):
                self._text(field, str(value), at)
            else:
                self.draft.keep(field, json.dumps(value, ensure_ascii=False), at)
        self._kind()
        key = self.tree.get("citation-key", self.tree.get("id"))
        self.draft.key = str(key) if key is not None else None
        self.draft.notes.take(self.draft)

    def _kind(self) -> None:
        """The type, where the words of `genre` have not said more."""
        kind = self.tree.get("type", "document")
        if "soort" in self.draft.values or kind == "document":
            return
        doctoral = kind == "thesis" and is_doctoral(str(self.tree.get("genre", "")))
        at = self.locate((*self.start, "type"))
        self.draft.kind("proefschrift" if doctoral else _KINDS.get(str(kind)), str(kind), "type", at)

    def _text(self, field: str, text: str, at: Any) -> None:
        draft = self.draft
        match field:
            case "title":
                draft.title = text
            case "genre":
                draft.genre(text, field, at)
            case "language":
                draft.language(text, field, at)
            case "abstract":
                draft.abstract(text)
            case "publisher":
                draft.publisher(text, field, at)
            case "ISBN":
                draft.isbns([one.strip() for one in text.split(",")], field, at)
            case "keyword":
                for one in text.split(","):
                    draft.keyword(one.strip(), field, at)
            case "note":
                draft.note(text, field, at)
            case _ if field in _FIELDS:
                draft.put(_FIELDS[field], text, field, at)
            case _:
                draft.keep(field, text, at)

    def _issued(self, value: Any, at: Any) -> None:
        parts = value.get("date-parts") if isinstance(value, dict) else None
        if isinstance(parts, list) and len(parts) == 1 and isinstance(parts[0], list) and parts[0] and len(value) == 1:
            self.draft.date("-".join(str(part) for part in parts[0]), "issued", at)
        elif isinstance(value, dict) and isinstance(value.get("raw"), str) and len(value) == 1:
            self.draft.date(value["raw"], "issued", at)
        else:
            shown_value = json.dumps(value, ensure_ascii=False)
            self.draft.keep("issued", shown_value, at, NOT_UNDERSTOOD, "this is no year")

    def _authors(self, value: Any, at: Any) -> None:
        for one in value if isinstance(value, list) else [value]:
            agent = _agent(one) if isinstance(one, dict) else None
            if agent is None:
                reason = "this is no name that is understood"
                self.draft.keep("author", json.dumps(one, ensure_ascii=False), at, NOT_UNDERSTOOD, reason)
                continue
            self.draft.authors.append(agent)
            if isinstance(one, dict) and one.get("suffix"):
                self.draft.keep(
                    "author", json.dumps(one, ensure_ascii=False), at, why="a name has no place for a suffix"
                )


_FIELDS = {
    "container-title": "container_title",
    "volume": "volume",
    "issue": "issue",
    "page": "pages",
    "ISSN": "issn",
    "URL": "full_text",
    "DOI": "doi",
}
_PARTS = frozenset({"family", "given", "non-dropping-particle", "dropping-particle", "suffix"})


def _agent(tree: dict[str, Any]) -> Agent | None:
    """A person or an organisation; None for what is not understood."""
    if not all(isinstance(value, str) for value in tree.values()):
        return None
    try:
        if set(tree) == {"literal"}:
            return Organisation(tree["literal"])
        if "family" in tree and set(tree) <= _PARTS:
            particles = (tree.get("dropping-particle", ""), tree.get("non-dropping-particle", ""))
            found: Person = person(tree["family"], tree.get("given", ""), " ".join(one for one in particles if one))
            return found
    except ValueRefused:
        return None
    return None


CSL = Format(
    "csl",
    "CSL-JSON",
    "application/vnd.citationstyles.csl+json",
    (".csl.json",),
    parse,
    serialize,
    lossless=False,
    note="what a reference list needs; `lobkit.losses` tells the rest",
    root="Publication",
)
