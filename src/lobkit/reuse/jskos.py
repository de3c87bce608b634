"""JSKOS, the JSON form of SKOS that mapping and lookup services speak (version 0.6): out and in again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from lobkit.errors import Finding, ReadError, Severity, shown
from lobkit.evolution.edition import MAPPINGS, NOTES, UNTAGGED, Edition, Entry, Text
from lobkit.formats.format import Locate, Place, path_text
from lobkit.formats.triples import Triple
from lobkit.namespaces import SKOS
from lobkit.reuse.statements import Lines, scheme_statements, statements_of

CONTEXT = "https://gbv.github.io/jskos/context.json"
_LISTS = ("altLabel", "hiddenLabel", "definition", *NOTES)
_SETS = {**{key: key for key in ("broader", "related", "inScheme", "topConceptOf")}, "replacedBy": "isReplacedBy"}
_PASSED_OVER = ("@context", "uri", "type", "narrower", "ancestors", "identifier")


def to_jskos(edition: Edition) -> str:
    """The scheme with its concepts, as one JSON object."""
    head: dict[str, Any] = {"@context": CONTEXT}
    if edition.scheme:
        head["uri"] = edition.scheme
    head["type"] = [SKOS.ConceptScheme]
    if edition.titles:
        head["prefLabel"] = _by_language(edition.titles)
    if edition.version and not edition.dated:
        head["version"] = edition.version
    head["concepts"] = [_concept(entry) for entry in edition.entries.values()]
    return json.dumps(head, ensure_ascii=False, indent=2) + "\n"


def _by_language(texts: Iterable[Text]) -> dict[str, str]:
    found = {lang or UNTAGGED: text for lang, text in sorted(texts, reverse=True)}
    return dict(sorted(found.items()))


def _concept(entry: Entry) -> dict[str, Any]:
    made: dict[str, Any] = {"uri": entry.iri, "type": [SKOS.Concept]}
    if entry.notations:
        made["notation"] = sorted(entry.notations)
    if entry.labels:
        made["prefLabel"] = _by_language(entry.labels)
    texts = [("altLabel", entry.alt_labels), ("hiddenLabel", entry.hidden_labels), ("definition", entry.definitions)]
    texts += [(name, frozenset((lang, text) for kind, lang, text in entry.notes if kind == name)) for name in NOTES]
    for key, values in texts:
        for lang, text in sorted(values):
            made.setdefault(key, {}).setdefault(lang or UNTAGGED, []).append(text)
    links = {"broader": entry.broader, "related": entry.related}
    links |= {"inScheme": entry.schemes, "topConceptOf": entry.top_of}
    for key, names in {**links, "replacedBy": entry.successors}.items():
        if names:
            made[key] = [{"uri": name} for name in sorted(names) if name[:1] != "["]
    if entry.deprecated:
        made["deprecated"] = True
    mappings = [_mapping(entry.iri, kind, target) for kind, target in sorted(entry.mappings) if target[:1] != "["]
    if mappings:
        made["mappings"] = mappings
    return made


def _mapping(iri: str, kind: str, target: str) -> dict[str, Any]:
    ends = {"from": {"memberSet": [{"uri": iri}]}, "to": {"memberSet": [{"uri": target}]}}
    return {**ends, "type": [SKOS.iri + kind]}


def is_jskos(tree: Any) -> bool:
    """Whether a JSON tree is JSKOS: objects that say their `uri`, alone or in a list."""
    if isinstance(tree, list):
        return bool(tree) and all(isinstance(one, dict) and "uri" in one for one in tree)
    return isinstance(tree, dict) and ("uri" in tree or tree.get("@context") == CONTEXT)


def from_jskos(
    tree: Any, locate: Locate | None = None, lines: Lines | None = None
) -> tuple[list[Triple], list[Finding]]:
    """The statements of a JSKOS tree, and what was left out.

    Args:
        tree: an object with its `uri`, or a list of them.
        locate: gives the line and column of what is told, where the text is at hand.
        lines: takes the place of each concept and scheme, where `locate` is given.

    Raises:
        ReadError: where it holds what is no concept and no scheme.
    """
    reader = _Reader(locate or (lambda place: None))
    items = [((at,), one) for at, one in enumerate(tree)] if isinstance(tree, list) else [((), tree)]
    statements = [triple for place, one in items for triple in reader.item(one, place)]
    if reader.refused:
        raise ReadError(reader.refused)
    if lines is not None:
        lines.update((iri, at) for iri, place in reader.places.items() if (at := reader.locate(place)) is not None)
    return statements, reader.told


class _Reader:
    """Makes statements of JSKOS objects, and notes what has no place in SKOS."""

    def __init__(self, locate: Locate) -> None:
        self.locate = locate
        self.places: dict[str, Place] = {}
        self.told: list[Finding] = []
        self.refused: list[Finding] = []

    def item(self, one: Any, place: Place) -> Iterator[Triple]:
        if not isinstance(one, dict):
            self._refuse("LOB104", f"expected an object with its uri, not {shown(one)}", place)
            return
        if isinstance(one.get("uri"), str):
            self.places.setdefault(one["uri"], place)
        types = one.get("type") or []
        if SKOS.ConceptScheme in types or "concepts" in one or "topConcepts" in one:
            yield from self._scheme(one, place)
        elif not isinstance(one.get("uri"), str):
            self._refuse("LOB103", "'uri' is missing: the address of the concept", place)
        else:
            yield from statements_of(one["uri"], list(self._values(one, place)))

    def _scheme(self, one: dict[str, Any], place: Place) -> Iterator[Triple]:
        labels = one.get("prefLabel")
        version = one.get("version")
        if isinstance(one.get("uri"), str):
            said = {lang: [text] for lang, text in labels.items()} if isinstance(labels, dict) else {}
            titles = [(lang, text) for _, lang, text in self._texts("prefLabel", said, place, one["uri"])]
            yield from scheme_statements(one["uri"], titles, version if isinstance(version, str) else None)
        for key in ("concepts", "topConcepts"):
            members = one.get(key)
            for at, member in enumerate(members if isinstance(members, list) else ()):
                if member is not None:
                    yield from self.item(member, (*place, key, at))
        for key in sorted(set(one) - {*_PASSED_OVER, "prefLabel", "version", "concepts", "topConcepts"}):
            self._tell((*place, key), one.get("uri"))

    def _values(self, one: dict[str, Any], place: Place) -> Iterator[tuple[str, str, str]]:
        for key, value in one.items():
            if key == "prefLabel" and isinstance(value, dict):
                yield from self._texts(key, {lang: [text] for lang, text in value.items()}, place, one["uri"])
            elif key in _LISTS and isinstance(value, dict):
                yield from self._texts(key, value, place, one["uri"])
            elif key == "notation" and isinstance(value, list):
                yield from ((key, "", str(code)) for code in value if code is not None)
            elif key in _SETS and isinstance(value, list):
                yield from self._links(_SETS[key], value, (*place, key), one["uri"])
            elif key == "deprecated" and value in (True, False):
                yield from [(key, "", "true")] if value else []
            elif key == "mappings" and isinstance(value, list):
                yield from self._mappings(value, (*place, key), one["uri"])
            elif key not in _PASSED_OVER:
                self._tell((*place, key), one["uri"])

    def _texts(self, key: str, texts: dict[str, Any], place: Place, iri: str) -> Iterator[tuple[str, str, str]]:
        for lang, values in texts.items():
            if lang.endswith("-") or not isinstance(values, list):
                self._tell((*place, key, lang), iri)  # `en-` says that there are more: a closed world statement
                continue
            for value in values:
                if isinstance(value, str) and value:
                    yield key, "" if lang == UNTAGGED else lang, value
                elif value is not None:
                    self._tell((*place, key, lang), iri)

    def _links(self, key: str, values: list[Any], place: Place, iri: str) -> Iterator[tuple[str, str, str]]:
        for at, value in enumerate(values):
            name = value.get("uri") if isinstance(value, dict) else value
            if isinstance(name, str):
                yield key, "", name
            elif value is not None:
                self._tell((*place, at), iri)

    def _mappings(self, values: list[Any], place: Place, iri: str) -> Iterator[tuple[str, str, str]]:
        for at, value in enumerate(values):
            targets, kinds = _ends(value, iri)
            if len(targets) == 1 and kinds:
                yield from ((kind, "", targets[0]) for kind in kinds)
            else:
                self._tell((*place, at), iri)

    def _refuse(self, code: str, message: str, place: Place) -> None:
        line, column = self.locate(place) or (None, None)
        self.refused.append(Finding(code, message, path_text(place), line=line, column=column))

    def _tell(self, place: Place, iri: Any) -> None:
        message = "has no place in SKOS as lobkit writes it, and is left out"
        record = iri if isinstance(iri, str) else None
        line, column = self.locate(place) or (None, None)
        self.told.append(
            Finding("LOB102", message, path_text(place), Severity.WARNING, line=line, column=column, record=record)
        )


def _ends(value: Any, iri: str) -> tuple[list[str], list[str]]:
    """The other end of a mapping of one concept to one, and its kinds; nothing for a bundle of several."""
    if not isinstance(value, dict):
        return [], []
    sides = [value.get("from"), value.get("to")]
    members = [
        [one["uri"] for one in side.get("memberSet", []) if isinstance(one, dict) and isinstance(one.get("uri"), str)]
        if isinstance(side, dict)
        else []
        for side in sides
    ]
    kinds = [kind.removeprefix(SKOS.iri) for kind in value.get("type") or [] if isinstance(kind, str)]
    own, other = members
    return (other if own == [iri] else []), [kind for kind in kinds if kind in MAPPINGS]
