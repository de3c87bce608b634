"""Themes, sectors and a kind for a publication, each with the words that speak for it; a person decides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from attrs import field, frozen

from lobkit.description import LangMapRange, LiteralRange, NodeRange
from lobkit.dutch import parts
from lobkit.errors import LobkitError, shown
from lobkit.model.publication import Publication
from lobkit.shape import shape_of
from lobkit.suggesting.labels import Hit, Label, hits
from lobkit.values import LangMap
from lobkit.vocabularies import ConceptHandle, Sector, Soort, soort, thema

LEAST = 0.3
"""The score from which something is suggested, chosen by the texts of `tests/suggest/tuning.yaml`."""

_KINDS = {"pref": 0.65, "alt": 0.6, "hidden": 0.5}
"""How much a label says; by the same texts."""
_COMMON_WORD = 0.3
"""A hidden label of one plain word, such as *beleid*: said once, it is just enough for a suggestion."""
_WAYS = {"itself": 1.0, "compound": 0.7, "spelled out": 0.6}
_PLACES = {"title": 1.5, "summary": 1.0, "recommendations": 0.8, "transfer": 0.6}
"""The fields that are read, with how much they say of what a publication is about."""
_SELF = re.compile(r"(?i)\b(?:(dit|deze|this|the present|onderhavig|onderhavige)|(het|de|the)) (?:\w+ ){0,1}$")


@frozen
class Evidence:
    """Words that speak for a suggestion.

    Args:
        words: as they stand in the record.
        path: the property that holds them, such as `summary[0].body`.
        start, end: where they stand in its text, counted from 0.
        label: the label of the vocabulary that they fit.
        way: `itself`, within a `compound`, or `spelled out`.
        weight: how much they say, from 0 to 1.
    """

    words: str
    path: str
    start: int
    end: int
    label: str
    way: str
    weight: float = field(repr=False)


@frozen
class Suggestion:
    """A concept that a publication may be filed under.

    Args:
        concept: the theme, sector or kind.
        score: from 0 to 1; not a probability.
        evidence: the words that speak for it, strongest first.
        known: whether the record has the concept already.
    """

    concept: ConceptHandle
    score: float
    evidence: tuple[Evidence, ...]
    known: bool = False


def suggest(publication: Publication, *, least: float = LEAST) -> tuple[Suggestion, ...]:
    """Themes, then sectors, then at most one kind, each group by its score; the record stays as it is.

    The words of a record are held against the labels of the vocabularies: preferred, alternative and hidden ones, in
    the language of the text, with Dutch inflection, compounds (*profielkeuzes*) and compounds that are spelled out
    (*gesprekken over de loopbaan*).

    Args:
        publication: whose title, summary, transfer and recommendations are read.
        least: the score from which something is suggested.

    >>> from lobkit.values import LangMap
    >>> one = suggest(Publication(LangMap(nl="Loopbaangesprekken in het mbo")))
    >>> [(each.concept.label, each.score, each.evidence[0].words) for each in one]
    [('Loopbaangesprek', 0.97, 'Loopbaangesprekken'), ('mbo', 0.97, 'mbo')]

    Raises:
        ModuleNotFoundError: without snowballstemmer; `pip install 'lobkit[search]'` brings it.
        LobkitError: for what is no publication.
    """
    if not isinstance(publication, Publication):
        several = "; ask for the publications in it one by one" if isinstance(publication, Iterable) else ""
        raise LobkitError(f"expected a Publication, not {shown(publication)}{several}")
    gathered: dict[ConceptHandle, list[Evidence]] = {}
    for path, text, languages in texts_of(publication):
        for lang in languages:
            for hit in hits(text, lang):
                weight = _weight(hit, text, path)
                if weight > 0:
                    words = text[hit.start : hit.end]
                    one = Evidence(words, path, hit.start, hit.end, hit.label.text, hit.way, weight)
                    gathered.setdefault(hit.label.concept, []).append(one)
    for one in _from_container(publication):
        gathered.setdefault(soort["artikel"], []).append(one)
    made = [_suggestion(publication, concept, found) for concept, found in gathered.items()]
    return _in_order([one for one in made if one.score >= least])


def _in_order(made: list[Suggestion]) -> tuple[Suggestion, ...]:
    """Themes, sectors, and the one kind that has most to say for itself."""
    ranked = sorted(made, key=lambda one: (-one.score, one.concept.notation))
    kinds = [one for one in ranked if isinstance(one.concept, Soort)][:1]
    others = [one for one in ranked if not isinstance(one.concept, Soort)]
    themes = [one for one in others if one.concept.scheme == thema.iri]
    return (*themes, *(one for one in others if one not in themes), *kinds)


def _suggestion(publication: Publication, concept: ConceptHandle, found: list[Evidence]) -> Suggestion:
    """The evidence as one score: each further word adds less, and a word that is said again half as much."""
    ranked = sorted(found, key=lambda one: (-one.weight, one.path, one.start))
    said: dict[str, int] = {}
    doubt = 1.0
    for one in ranked:
        again = said.get(one.label, 0)
        said[one.label] = again + 1
        doubt *= 1 - min(one.weight, 0.97) / 2**again
    known = concept in publication.themas or concept in publication.sectors or concept == publication.soort
    return Suggestion(concept, round(1 - doubt, 2), tuple(ranked), known)


def _weight(hit: Hit, text: str, path: str) -> float:
    label = hit.label
    base = _COMMON_WORD if _is_common(label) else _KINDS[label.kind]
    if isinstance(label.concept, Soort):
        return _weight_of_kind(hit, text, path, base)
    place = next(weight for name, weight in _PLACES.items() if path.startswith(name))
    return base * _WAYS[hit.way] * place


def _is_common(label: Label) -> bool:
    """Whether a label is one plain word that texts on anything may hold; compounds and names of schools say more."""
    plain = label.kind == "hidden" and len(label.stems) == 1 and not isinstance(label.concept, Sector)
    return plain and not (label.lang == "nl" and parts(label.text))


def _weight_of_kind(hit: Hit, text: str, path: str, base: float) -> float:
    """What a text says of itself: *dit proefschrift*; other texts that it speaks of say nothing about it."""
    if path.endswith(".heading") or path.startswith("transfer") or hit.way == "spelled out":
        return 0.0
    if re.search(r"(?i)\b(?:een|a|an|any|elk|ieder) (?:\w+ )?$", text[: hit.start]):
        return 0.0
    before = _SELF.search(text[: hit.start])
    if before is not None and before[1]:
        return 0.7
    if before is not None:
        return 0.45
    return base * 0.5 if base == _COMMON_WORD or hit.way == "compound" else base


def _from_container(publication: Publication) -> Iterator[Evidence]:
    """A journal with a volume or number holds articles."""
    place = publication.container
    if place is not None and place.container_title and (place.volume or place.issue) and (place.pages or place.issn):
        title = place.container_title
        yield Evidence(title, "container.containerTitle", 0, len(title), "a journal with its number", "itself", 0.6)


# ── which texts ──────────────────────────────────────────────────────────────────────────────────────────────────────


def texts_of(publication: Publication) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The texts that are read: the path, the text, and the languages whose labels are looked for."""
    whole = _languages(publication.language) if publication.language else _languages(*publication.title)
    for one in shape_of(Publication).properties:
        if one.key in _PLACES:
            yield from _texts(getattr(publication, one.name), one.key, whole)


def _texts(value: Any, path: str, languages: tuple[str, ...]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    if isinstance(value, tuple):
        for at, item in enumerate(value):
            yield from _texts(item, f"{path}[{at}]", languages)
    elif isinstance(value, LangMap):
        yield from ((f"{path}.{tag}", text, _languages(tag)) for tag, text in value.items())
    elif isinstance(value, str):
        yield path, value, languages
    elif value is not None:
        for one in shape_of(type(value)).properties:
            plain = isinstance(one.range, LiteralRange) and one.range.datatype.name == "text"
            if (plain or isinstance(one.range, LangMapRange | NodeRange)) and not isinstance(
                getattr(value, one.name), frozenset
            ):
                yield from _texts(getattr(value, one.name), f"{path}.{one.key}", languages)


def _languages(*tags: str) -> tuple[str, ...]:
    """The languages of labels for texts with these tags; where none of them has labels, both."""
    known = [tag.partition("-")[0] for tag in tags]
    return tuple(lang for lang in ("nl", "en") if lang in known) or ("nl", "en")


__all__ = ["Evidence", "Label", "Suggestion", "suggest", "texts_of"]
