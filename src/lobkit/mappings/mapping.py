"""A mapping of one concept to another, and a set of them with the facts about the set (SSSOM 1.1)."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from typing import Any

from attrs import evolve, field, frozen

from lobkit.namespaces import SKOS
from lobkit.skos import Concept
from lobkit.vocabularies import VOCABULARIES

SEMAPV = "https://w3id.org/semapv/vocab/"
UNSPECIFIED = f"{SEMAPV}UnspecifiedMatching"
NO_TERM = "https://w3id.org/sssom/NoTermFound"
"""Stands for the concept that was looked for and not found."""

_TURNED = {SKOS.broadMatch: SKOS.narrowMatch, SKOS.narrowMatch: SKOS.broadMatch}
_BOTH_WAYS = {SKOS.exactMatch, SKOS.closeMatch, SKOS.relatedMatch, *_TURNED}


def own_label(iri: str) -> str:
    """What one of lobkit's own vocabularies calls a concept, in English as the labels of mappings; else nothing."""
    for one in VOCABULARIES.values():
        concept = (one.handle.members() or {}).get(iri)
        if isinstance(concept, Concept) and concept.pref_label:
            return concept.pref_label.best("en")
    return ""


@frozen
class ConceptMapping:
    """One mapping.

    Args:
        subject, predicate, object: the statement, as IRIs; empty where SSSOM states a literal by its label only.
        justification: how the mapping came about, a term of SEMAPV.
        confidence: how sure its makers are, between 0 and 1; None where they do not say.
        negated: whether it says that the statement does *not* hold.
        subject_label, object_label: for people.
        rest: the other slots of SSSOM, as text; references to entities are IRIs, several values have `|` between them.
        line: where it stands in a table; it makes no difference between two mappings.
    """

    subject: str
    predicate: str
    object: str
    justification: str = UNSPECIFIED
    confidence: float | None = None
    negated: bool = False
    subject_label: str = ""
    object_label: str = ""
    rest: tuple[tuple[str, str], ...] = ()
    line: int | None = field(default=None, eq=False, repr=False)

    @property
    def match(self) -> str:
        """The kind of match, for people: `exactMatch`."""
        return self.predicate.removeprefix(SKOS.iri)

    def turned(self) -> ConceptMapping | None:
        """The same, said of its object; None where that does not follow (SKOS Reference, S43, S44)."""
        if self.predicate not in _BOTH_WAYS:
            return None
        return evolve(
            self,
            subject=self.object,
            object=self.subject,
            predicate=_TURNED.get(self.predicate, self.predicate),
            subject_label=self.object_label,
            object_label=self.subject_label,
        )


@frozen
class MappingSet:
    """Mappings, and what is said of all of them.

    Args:
        mappings: in the order of the source.
        metadata: the slots of the set, such as `mapping_set_id` and `license`, as plain values.
        prefixes: the prefixes by which identifiers are written.
        filled_in: the slots that lobkit filled in itself out of a vocabulary, which is no set of mappings.
    """

    mappings: tuple[ConceptMapping, ...] = ()
    metadata: MappingOf[str, Any] = field(factory=dict)
    prefixes: MappingOf[str, str] = field(factory=dict)
    filled_in: frozenset[str] = field(default=frozenset(), eq=False)

    def __iter__(self) -> Iterator[ConceptMapping]:
        return iter(self.mappings)

    def __len__(self) -> int:
        return len(self.mappings)

    def by_subject(self) -> dict[str, list[ConceptMapping]]:
        """The mappings of each concept, in both directions where that follows; not those of literals and of nothing."""
        found: dict[str, list[ConceptMapping]] = {}
        for one in self.mappings:
            if NO_TERM in (one.subject, one.object) or not (one.subject and one.object):
                continue
            for way in (one, one.turned()):
                if way is not None and way not in found.get(way.subject, ()):
                    found.setdefault(way.subject, []).append(way)
        return found
