"""What can change between two versions of a vocabulary, and what each change does to those who use it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cached_property

from attrs import evolve, field, frozen

from lobkit.errors import Finding, LobkitError, Severity, shown
from lobkit.evolution.edition import Edition, Text
from lobkit.evolution.versions import Verdict, asked_for


class Kind(StrEnum):
    """The kinds of change, in the order in which they are told."""

    ADDED = "added"
    REMOVED = "removed"
    DEPRECATED = "deprecated"
    RESTORED = "restored"
    REPLACED = "replaced"
    MERGED = "merged"
    SPLIT = "split"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"
    TOPPED = "topped"
    RELABELLED = "relabelled"
    REDEFINED = "redefined"
    RENOTATED = "renotated"
    REMAPPED = "remapped"
    RELATED = "related"
    RESCHEMED = "reschemed"
    REGROUPED = "regrouped"
    RESYNONYMED = "resynonymed"
    RENOTED = "renoted"
    AMENDED = "amended"


DEFINITIONS: Mapping[Kind, str] = {
    Kind.ADDED: "A concept that the old version does not describe.",
    Kind.REMOVED: "A concept of the old version of which the new one says nothing.",
    Kind.DEPRECATED: "Marked as retired in the new version, and not in the old one.",
    Kind.RESTORED: "Marked as retired in the old version, and not in the new one.",
    Kind.REPLACED: "Has one successor that it had not: a concept that is new, and takes the place of no other.",
    Kind.MERGED: "Has one successor that it had not, which was there before, or takes the place of others as well.",
    Kind.SPLIT: "Has several successors, not all of which it had.",
    Kind.WITHDRAWN: "Described in both versions, with fewer successors than before and no new one.",
    Kind.MOVED: "In both versions, under other broader concepts.",
    Kind.TOPPED: "In both versions, at the top of other schemes.",
    Kind.RELABELLED: "In both versions, with another set of preferred labels; one change for each language.",
    Kind.REDEFINED: "In both versions, with another set of definitions; one change for each language.",
    Kind.RENOTATED: "In both versions, with another set of notations.",
    Kind.REMAPPED: "In both versions, with other mappings: exact, close, broad, narrow, related or other matches.",
    Kind.RELATED: "In both versions, with other associated concepts.",
    Kind.RESCHEMED: "In both versions, in other schemes.",
    Kind.REGROUPED: "In both versions, a member of other collections.",
    Kind.RESYNONYMED: "In both versions, with other alternative or hidden labels; one change for each language.",
    Kind.RENOTED: "In both versions, with other notes than definitions.",
    Kind.AMENDED: "In both versions, with other statements in words that are not SKOS's.",
}
"""What each kind is; its count is the number of concepts of which it is true."""

VERDICTS: Mapping[tuple[Kind, str], Verdict] = {
    (Kind.ADDED, ""): Verdict.COMPATIBLE,
    (Kind.REMOVED, ""): Verdict.BREAKING,
    (Kind.DEPRECATED, ""): Verdict.COMPATIBLE,  # Semantic Versioning 2.0.0, clause 7
    (Kind.RESTORED, ""): Verdict.COMPATIBLE,
    (Kind.REPLACED, ""): Verdict.COMPATIBLE,
    (Kind.MERGED, ""): Verdict.COMPATIBLE,
    (Kind.SPLIT, ""): Verdict.COMPATIBLE,
    (Kind.WITHDRAWN, ""): Verdict.COMPATIBLE,
    (Kind.MOVED, ""): Verdict.COMPATIBLE,
    (Kind.TOPPED, ""): Verdict.COMPATIBLE,
    (Kind.RELABELLED, "added"): Verdict.EDITORIAL,
    (Kind.RELABELLED, "respelled"): Verdict.EDITORIAL,
    (Kind.RELABELLED, "changed"): Verdict.COMPATIBLE,
    (Kind.RELABELLED, "removed"): Verdict.COMPATIBLE,
    (Kind.RELABELLED, "taken"): Verdict.BREAKING,
    (Kind.REDEFINED, "added"): Verdict.EDITORIAL,
    (Kind.REDEFINED, "respelled"): Verdict.EDITORIAL,
    (Kind.REDEFINED, "changed"): Verdict.COMPATIBLE,
    (Kind.REDEFINED, "removed"): Verdict.COMPATIBLE,
    (Kind.RENOTATED, "added"): Verdict.COMPATIBLE,
    (Kind.RENOTATED, "removed"): Verdict.BREAKING,
    (Kind.RENOTATED, "changed"): Verdict.BREAKING,
    (Kind.REMAPPED, ""): Verdict.COMPATIBLE,
    (Kind.RELATED, ""): Verdict.COMPATIBLE,
    (Kind.RESCHEMED, "added"): Verdict.COMPATIBLE,
    (Kind.RESCHEMED, "removed"): Verdict.BREAKING,
    (Kind.RESCHEMED, "changed"): Verdict.BREAKING,
    (Kind.REGROUPED, ""): Verdict.COMPATIBLE,
    (Kind.RESYNONYMED, ""): Verdict.EDITORIAL,
    (Kind.RENOTED, ""): Verdict.EDITORIAL,
    (Kind.AMENDED, ""): Verdict.EDITORIAL,
}
"""What each change does: breaking is what makes an address, a code or a label name nothing, or something else."""


@frozen
class Change:
    """One change of one concept.

    Args:
        kind: what changed.
        concept: its IRI.
        label: its preferred label, for people: in the new version where it has one there.
        verdict: what the change does to those who use the vocabulary.
        how: `added`, `removed`, `changed`, `respelled` (only case, spaces, accents or signs), or `taken` (the label
            names another concept now); empty where there is but one way.
        lang: the language, for labels and definitions; empty for texts without one.
        before, after: the values that went and came, sorted: texts, codes, or IRIs.
    """

    kind: Kind
    concept: str
    label: str
    verdict: Verdict
    how: str = ""
    lang: str | None = None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def change_of(
    kind: Kind,
    concept: str,
    label: str,
    before: Iterable[str] = (),
    after: Iterable[str] = (),
    *,
    how: str = "",
    lang: str | None = None,
) -> Change:
    """A change with the verdict of its kind."""
    verdict = VERDICTS.get((kind, how), VERDICTS.get((kind, ""), Verdict.COMPATIBLE))
    return Change(kind, concept, label, verdict, how, lang, tuple(sorted(before)), tuple(sorted(after)))


def by_language(old: Iterable[Text], new: Iterable[Text]) -> Iterator[tuple[str, str, set[str], set[str]]]:
    """For each language in which the texts differ: how, what went, and what came."""
    old, new = set(old), set(new)
    for lang in sorted({lang for lang, _ in old ^ new}):
        before = {text for tag, text in old if tag == lang}
        after = {text for tag, text in new if tag == lang}
        yield lang, how_changed(before, after), before - after, after - before


def how_changed(before: set[str], after: set[str]) -> str:
    """Whether texts were added, removed, changed, or only written in another way."""
    if not before:
        return "added"
    if not after:
        return "removed"
    return "respelled" if {spelled(one) for one in before} == {spelled(one) for one in after} else "changed"


def spelled(text: str) -> str:
    """A text without case, accents, spaces and punctuation, so that equal ones say the same; `C` and `C++` do not."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign) and unicodedata.category(sign)[0] != "Z")
    return _PUNCTUATION.sub("", kept) or text


_PUNCTUATION = re.compile(r"[\s\-‐‑‒–—/.,;:!?'’‘\"“”„()\[\]]+")


@frozen
class Comparison:
    """Two versions of a vocabulary, and what lies between them.

    Args:
        old, new: the versions.
        changes: kind by kind, concept by concept.
        findings: what should not have been done, or is not finished.
    """

    old: Edition = field(repr=False)
    new: Edition = field(repr=False)
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...] = ()

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def __len__(self) -> int:
        return len(self.changes)

    @cached_property
    def verdict(self) -> Verdict:
        """That of the worst change."""
        return max((one.verdict for one in self.changes), default=Verdict.NONE)

    @property
    def asks_for(self) -> str | None:
        """The lowest version number that says so; None where the old version has no number, or nothing changed."""
        return asked_for(None if self.old.dated else self.old.version, self.verdict)

    @property
    def conforms(self) -> bool:
        """Whether there is no finding of severity violation."""
        return not any(one.severity is Severity.VIOLATION for one in self.findings)

    def of(self, kind: Kind | str, lang: str | None = None) -> tuple[Change, ...]:
        """The changes of a kind, in one language where one is named."""
        wanted = Kind(kind)
        return tuple(one for one in self.changes if one.kind is wanted and lang in (None, one.lang))

    def concepts(self, kind: Kind | str, lang: str | None = None) -> tuple[str, ...]:
        """The IRIs of the concepts with a change of a kind, each once, sorted."""
        return tuple(sorted({one.concept for one in self.of(kind, lang)}))

    def counts(self) -> dict[str, int]:
        """How many concepts have a change of each kind."""
        return {str(kind): len(self.concepts(kind)) for kind in Kind}

    def retired(self, kind: Kind | str) -> tuple[str, ...]:
        """Those concepts with a change of a kind that were retired at the same time, of which it may only be a part.

        Some vocabularies take its labels and its place from a concept when they retire it.
        """
        gone = {one.concept for one in self.of(Kind.DEPRECATED)}
        return tuple(iri for iri in self.concepts(kind) if iri in gone)

    def languages(self, kind: Kind | str) -> dict[str, dict[str, int]]:
        """How many concepts changed in each language, and how."""
        found: dict[str, dict[str, int]] = {}
        for one in self.of(kind):
            if one.lang is not None:
                row = found.setdefault(one.lang, {})
                row[one.how] = row.get(one.how, 0) + 1
        return dict(sorted(found.items()))

    def judged(self, treat: Mapping[str, str]) -> Comparison:
        """The same, where some kinds of change are judged otherwise: `{"moved": "breaking"}`.

        Raises:
            LobkitError: for a word that is no kind or no verdict.
        """
        table = {_kind(kind): _verdict(verdict) for kind, verdict in treat.items()}
        changes = tuple(evolve(one, verdict=table.get(one.kind, one.verdict)) for one in self.changes)
        return evolve(self, changes=changes)


def _kind(word: str) -> Kind:
    if word not in set(Kind):
        raise LobkitError(f"{shown(word)} is no kind of change; choose one of {', '.join(Kind)}")
    return Kind(word)


def _verdict(word: str) -> Verdict:
    known = {str(one): one for one in Verdict if one}
    if word not in known:
        raise LobkitError(f"{shown(word)} is no verdict; choose one of {', '.join(known)}")
    return known[word]
