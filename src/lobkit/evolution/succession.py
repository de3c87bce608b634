"""What takes the place of a concept: one certain concept, several for a person to choose from, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from attrs import frozen

from lobkit.evolution.edition import Edition, Entry
from lobkit.evolution.guards import successors
from lobkit.namespaces import folder_of


@frozen
class Candidate:
    """A concept that may take the place of another.

    Args:
        iri: its address.
        label: its preferred label.
        definition: what it means, where that is known.
        relation: how it stands to the other: `replaced-by`, or the mapping, such as `skos:exactMatch`.
        confidence: of the mapping, between 0 and 1, where it is stated.
    """

    iri: str
    label: str = ""
    definition: str = ""
    relation: str = "replaced-by"
    confidence: float | None = None

    def __str__(self) -> str:
        sure = f" {self.confidence:g}" if self.confidence is not None else ""
        how = f" ({self.relation}{sure})" if self.relation != "replaced-by" else ""
        return f"<{self.iri}>" + (f" '{self.label}'" if self.label else "") + how


@frozen
class Step:
    """What is to be done with one concept in a record.

    Args:
        iri: the concept.
        label: its preferred label.
        target: the one certain concept to write instead; None where a person decides.
        why: the reason, as part of a sentence.
        candidates: what a person can choose from.
        known: whether the address is known at all.
    """

    iri: str
    label: str
    target: str | None
    why: str
    candidates: tuple[Candidate, ...] = ()
    known: bool = True


Lookup = Callable[[str], Step | None]
"""What is to be done with an address; None where it stays as it is."""


def succession(old: Edition, new: Edition) -> Lookup:
    """What the new version of a vocabulary does to each address in records that were made with the old one.

    A successor is certain where every way over `dcterms:isReplacedBy` (and its like) ends in the same concept, which is
    in use in the new version.
    """
    folders = {folder_of(iri) for iri in {**old.entries, **new.entries}}
    labels = _by_label(new)
    known: dict[str, Step | None] = {}

    def look(iri: str) -> Step | None:
        if iri not in known:
            known[iri] = _step(iri, old, new, labels, folders)
        return known[iri]

    return look


def _by_label(edition: Edition) -> Mapping[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for iri, entry in edition.entries.items():
        for text in entry.labels if not entry.retired else ():
            found.setdefault(text, []).append(iri)
    return found


def _step(
    iri: str, old: Edition, new: Edition, labels: Mapping[tuple[str, str], list[str]], folders: set[str]
) -> Step | None:
    after, before = new.entry(iri), old.entry(iri)
    if iri in new.entries and after is not None and not after.retired:
        return None
    if after is None and before is None:
        if folder_of(iri) not in folders:
            return None  # another vocabulary's
        return Step(iri, "", None, "neither version knows it", known=False)
    label = (before or after or Entry(iri)).label()
    ends = [one for one in successors(iri, new) if not new.heirs(one)]
    live = [one for one in ends if one in new.entries and not new.entries[one].retired]
    if len(ends) == 1 and live == ends:
        return Step(iri, label, live[0], _why(iri, live[0], new), (_candidate(live[0], new),))
    candidates = tuple(_candidate(one, new) for one in ends)
    if not candidates:
        candidates = tuple(_mapped(after or before or Entry(iri), new))
    if not candidates and before is not None:
        alike = sorted({one for text in before.labels for one in labels.get(text, ()) if one != iri})
        candidates = tuple(_candidate(one, new, "same label") for one in alike)
    return Step(iri, label, None, _why_not(after, ends, live), candidates)


def _why(iri: str, target: str, new: Edition) -> str:
    if target in new.heirs(iri):
        return "it was replaced"
    return "it was replaced, and what replaced it as well"


def _why_not(after: Entry | None, ends: list[str], live: list[str]) -> str:
    if len(ends) > 1:
        return f"it was split into {len(ends)} concepts"
    if ends and not live:
        return f"its successor <{ends[0]}> is not in use"
    if after is None:
        return "it was removed, and nothing says what takes its place"
    if after.successors:
        return "its successors run in a circle"
    return "it is deprecated, and nothing takes its place"


def _mapped(entry: Entry, new: Edition) -> Iterator[Candidate]:
    """Concepts in use that a retired one is mapped to: a hint, and no successor."""
    for kind, target in sorted(entry.mappings, reverse=True):
        if kind in ("exactMatch", "closeMatch") and target in new.entries and not new.entries[target].retired:
            yield _candidate(target, new, f"skos:{kind}")


def _candidate(iri: str, edition: Edition, relation: str = "replaced-by") -> Candidate:
    entry = edition.entry(iri) or Entry(iri)
    return Candidate(iri, entry.label(), entry.definition(), relation)
