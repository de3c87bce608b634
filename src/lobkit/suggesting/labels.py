"""The labels of the vocabularies as patterns of stems, and where they stand in a text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from attrs import frozen

from lobkit.dutch import Word, folded, parts, stem, words
from lobkit.vocabularies import ConceptHandle, sector, soort, thema

NEAR = 6
"""How many words a label that is spelled out may spread over: *gesprekken met een mentor over de loopbaan*."""
_SMALL = frozenset(
    stem(word, lang)
    for lang, words_ in (("nl", "de het een van en of op in met voor aan"), ("en", "the a an of and or in on for to"))
    for word in words_.split()
)


@frozen
class Label:
    """A label of a concept as a pattern.

    Args:
        concept: what it names.
        text: as the vocabulary has it.
        kind: `pref`, `alt` or `hidden`.
        lang: `nl` or `en`.
        stems: the stems of its words.
    """

    concept: ConceptHandle
    text: str
    kind: str
    lang: str
    stems: tuple[str, ...]

    @property
    def spelled(self) -> frozenset[str]:
        """The stems that stand near each other where the label is spelled out; none where it has one part only."""
        stems = self.stems
        if len(stems) == 1 and self.lang == "nl":
            stems = parts(self.text)
        content = frozenset(one for one in stems if one not in _SMALL and len(one) > 2)
        return content if len(content) == 2 else frozenset()


@frozen
class Hit:
    """A label in a text: which, where, and whether it stands there itself, within a compound, or spelled out."""

    label: Label
    start: int
    end: int
    way: str


@cache
def labels(lang: str) -> tuple[Label, ...]:
    """All labels of themes, sectors and kinds in a language, the longest first."""
    found: dict[tuple[str, tuple[str, ...]], Label] = {}
    for vocabulary in (thema, sector, soort):
        for handle in vocabulary.values():
            for kind, text in _texts(handle, lang):
                stems = tuple(stem(word.text, lang) for word in words(text))
                if stems:
                    found.setdefault((handle, stems), Label(handle, text, kind, lang, stems))
    return tuple(sorted(found.values(), key=lambda one: -len(one.stems)))


def _texts(handle: ConceptHandle, lang: str) -> Iterator[tuple[str, str]]:
    concept = handle.concept
    yield from (("pref", text) for tag, text in (concept.pref_label or {}).items() if tag == lang)
    yield from (("alt", one.text) for one in sorted(concept.alt_labels) if one.lang == lang)
    yield from (("hidden", one.text) for one in sorted(concept.hidden_labels) if one.lang == lang)


@cache
def _by_stem(lang: str) -> dict[str, tuple[Label, ...]]:
    index: dict[str, list[Label]] = {}
    for one in labels(lang):
        index.setdefault(one.stems[0], []).append(one)
    return {first: tuple(found) for first, found in index.items()}


@cache
def _spelled(lang: str) -> dict[frozenset[str], tuple[Label, ...]]:
    index: dict[frozenset[str], list[Label]] = {}
    for one in labels(lang):
        if one.spelled:
            index.setdefault(one.spelled, []).append(one)
    return {stems: tuple(found) for stems, found in index.items()}


def hits(text: str, lang: str) -> list[Hit]:
    """The labels of a language in a text, in order; within the words of a longer label no shorter one is seen."""
    tokens = list(words(text))
    stems = [_stems(token, lang) for token in tokens]
    found: list[Hit] = []
    at = 0
    while at < len(tokens):
        here = _at(tokens, stems, at, lang)
        found += here
        at += max([len(one.label.stems) for one in here if one.way == "itself"], default=1)
    return sorted([*found, *_near(tokens, stems, lang, found)], key=lambda one: (one.start, one.end))


def _stems(token: Word, lang: str) -> tuple[str, ...]:
    """The stem of a word; of *mbo'ers* also that of what stands before the apostrophe."""
    before = folded(token.text).partition("'")[0]
    return tuple(dict.fromkeys((stem(token.text, lang), stem(before, lang))))


def _at(tokens: list[Word], stems: list[tuple[str, ...]], at: int, lang: str) -> list[Hit]:
    """The labels that begin at a word: the longest of each concept, or else those within a compound."""
    found: dict[str, Hit] = {}
    length = 0
    for first in stems[at]:
        for label in _by_stem(lang).get(first, ()):
            last = at + len(label.stems) - 1
            if len(label.stems) < length or last >= len(tokens):
                continue
            if all(wanted in stems[at + n] for n, wanted in enumerate(label.stems)):
                length = len(label.stems)
                found.setdefault(label.concept, Hit(label, tokens[at].start, tokens[last].end, "itself"))
    if not found and lang == "nl":
        for part in parts(tokens[at].text):
            for label in _by_stem("nl").get(part, ()):
                if len(label.stems) == 1:
                    found.setdefault(label.concept, Hit(label, tokens[at].start, tokens[at].end, "compound"))
    return list(found.values())


def _near(tokens: list[Word], stems: list[tuple[str, ...]], lang: str, found: list[Hit]) -> Iterator[Hit]:
    """Labels of two parts whose parts stand near each other in one sentence, in any order."""
    taken = [(one.start, one.end, one.label.concept) for one in found]
    whole = [(one.start, one.end) for one in found if len(one.label.stems) > 1]
    if lang == "nl":
        stems = [(*own, *parts(token.text)) for token, own in zip(tokens, stems, strict=True)]
    for at, token in enumerate(tokens):
        for other in range(at + 1, min(at + NEAR + 1, len(tokens))):
            for label in _pairs(stems[at], stems[other], lang):
                start, end = token.start, tokens[other].end
                if any(a <= start and end <= b for a, b in whole):
                    continue
                if not any(concept == label.concept and a < end and start < b for a, b, concept in taken):
                    taken.append((start, end, label.concept))
                    yield Hit(label, start, end, "spelled out")


def _pairs(one: tuple[str, ...], other: tuple[str, ...], lang: str) -> Iterator[Label]:
    for first in one:
        for second in other:
            if first != second:
                yield from _spelled(lang).get(frozenset((first, second)), ())
