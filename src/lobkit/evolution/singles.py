"""What a file says twice of a concept in one language, where many a form has room for one text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from lobkit.errors import Finding, Severity, ValueRefused
from lobkit.evolution.edition import UNTAGGED, Doubled, Edition, Entry, Spot, Text
from lobkit.formats.triples import Term, Triple
from lobkit.namespaces import NAMESPACES, SKOS, XSD
from lobkit.scalars import language_tag
from lobkit.workbench.catalogue import CHECKS
from lobkit.workbench.places import locator
from lobkit.workbench.source import Loaded
from lobkit.workbench.written import Namer


@frozen
class _Kind:
    """A kind of text: what several are called, which check looks for them, and what to do about it."""

    name: str
    code: str
    severity: Severity
    repair: str


def _checked(name: str, code: str) -> _Kind:
    return _Kind(name, code, CHECKS[code].severity, CHECKS[code].repair)


KINDS: Mapping[str, _Kind] = {
    "prefLabel": _checked("preferred labels", "SKOS104"),
    "definition": _checked("definitions", "SKOS222"),
    # To SKOS any number is fine; lobkit's own class has one in each language.
    "scopeNote": _Kind("scope notes", "LOB105", Severity.WARNING, "keep one for each language"),
}
"""The texts of which lobkit's own class of concepts has one in each language."""


def tag_of(lang: str) -> str:
    """The language of a text as lobkit's own values have it; what is no tag counts as none."""
    try:
        return language_tag(lang.replace("_", "-")) if lang else UNTAGGED
    except ValueRefused:
        return UNTAGGED


def one_of_each(texts: Iterable[Text]) -> dict[str, str]:
    """A text for each language: of several the first in the order of the alphabet."""
    found: dict[str, str] = {}
    for lang, text in sorted(texts):
        found.setdefault(tag_of(lang), text)
    return found


def left_out(edition: Edition, kinds: Iterable[str] = KINDS, entries: Iterable[Entry] | None = None) -> list[Finding]:
    """What a form leaves out that has one text of these kinds in each language, as `vocab check` tells it.

    Args:
        edition: the vocabulary.
        kinds: keys of `KINDS`.
        entries: the concepts that are taken; all where it is not given.
    """
    found = doubled_in(edition.entries.values() if entries is None else entries, tuple(kinds))
    return [_finding(one, edition) for one in found]


def doubled_in(entries: Iterable[Entry], kinds: Iterable[str] = KINDS) -> Iterator[Doubled]:
    """The texts of each kind that stand beside others in their language."""
    for entry in entries:
        for kind in kinds:
            texts = _texts(entry, kind)
            if len(texts) < 2:
                continue
            by_tag: dict[str, list[Text]] = {}
            for lang, text in texts:
                by_tag.setdefault(tag_of(lang), []).append((lang, text))
            for tag, several in sorted(by_tag.items()):
                if len(several) > 1:
                    yield Doubled(entry.iri, kind, "" if tag == UNTAGGED else several[0][0], tuple(several))


def _texts(entry: Entry, kind: str) -> list[Text]:
    if kind == "scopeNote":
        return sorted((lang, text) for key, lang, text in entry.notes if key == kind)
    return sorted(entry.labels if kind == "prefLabel" else entry.definitions)


def spots_of(entries: Iterable[Entry], loaded: Loaded, source: str) -> dict[Doubled, Spot]:
    """Where the first of doubled texts stands in a file, and what the file calls the concept."""
    found = list(doubled_in(entries))
    if not found:
        return {}
    triples = {one: _triples(one) for one in found}
    locate = locator(loaded, [triple for several in triples.values() for triple in several])
    namer = Namer({**{space.prefix: space.iri for space in NAMESPACES}, **loaded.prefixes})
    spots = {}
    for one, several in triples.items():
        places = sorted(place for triple in several if (place := locate(triple)) is not None)
        spots[one] = Spot(namer.iri(one.iri), source, *(places[0] if places else (None, None)))
    return spots


def _triples(one: Doubled) -> list[Triple]:
    subject = Term("iri", one.iri)
    return [
        (subject, SKOS.iri + one.kind, Term("literal", text, "" if lang else XSD.string, lang))
        for lang, text in one.texts
    ]


def _finding(one: Doubled, edition: Edition) -> Finding:
    kind = KINDS[one.kind]
    spot = edition.spots.get(one, Spot(f"<{one.iri}>", edition.source or None))
    where = f"in {one.lang}" if one.lang else "without language tag"
    shown = [_shown(text) for _, text in one.texts]
    said = f": {', '.join(shown)}" if one.kind == "prefLabel" else ""
    gone = f"{', '.join(shown[1:])} {'is' if len(shown) == 2 else 'are'} left out"
    message = f"{len(shown)} {kind.name} {where}{said}; {kind.repair}; {gone}"
    return Finding(kind.code, message, spot.name, kind.severity, spot.source, spot.line, spot.column, one.iri)


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:60]}…")
