"""One published version of a vocabulary, as far as two versions are compared: a flat entry for each concept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import field, frozen

from lobkit.errors import Finding
from lobkit.formats.triples import Triple

Text = tuple[str, str]
"""Language tag in lower case (empty where there is none) and text."""

Texts = frozenset[Text]
Names = frozenset[str]

NOTES = ("note", "scopeNote", "example", "historyNote", "changeNote", "editorialNote")
UNTAGGED = "und"
"""The tag of a text without a language (BCP 47, section 4.1), where a form has no other place for it."""

MAPPINGS = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch", "mappingRelation")


@frozen
class Entry:
    """What a version says of one concept; either direction of a relation counts, and counts once.

    Args:
        iri: the address of the concept.
        labels, alt_labels, hidden_labels: of SKOS and of SKOS-XL alike.
        definitions: texts; of a definition that is a thing of its own, the text that it holds.
        notes: property and text of all other notes.
        notations: codes, without their datatypes.
        broader, related: concepts.
        schemes: what it is in; what it stands at the top of is among them (SKOS Reference, S7).
        top_of: the schemes that it stands at the top of.
        collections: those that it is a member of, directly.
        mappings: property and target, as said of this concept or from the other end.
        deprecated: whether it is marked as retired: by owl:deprecated, a status, or a class.
        successors: what takes its place.
        rest: all other statements, as property and value.
        names: labels in the words of RDFS, by which some vocabularies call what they retired; shown, and not compared.
        lang: the language in which it is told to people.
    """

    iri: str
    labels: Texts = frozenset()
    alt_labels: Texts = frozenset()
    hidden_labels: Texts = frozenset()
    definitions: Texts = frozenset()
    notes: frozenset[tuple[str, str, str]] = frozenset()
    notations: Names = frozenset()
    broader: Names = frozenset()
    related: Names = frozenset()
    schemes: Names = frozenset()
    top_of: Names = frozenset()
    collections: Names = frozenset()
    mappings: frozenset[tuple[str, str]] = frozenset()
    deprecated: bool = False
    successors: Names = frozenset()
    rest: frozenset[tuple[str, str]] = frozenset()
    names: Texts = frozenset()
    lang: str = field(default="en", eq=False)

    @property
    def retired(self) -> bool:
        """Whether it should no longer be used: it is marked so, or has a successor."""
        return self.deprecated or bool(self.successors)

    def label(self) -> str:
        """The preferred label in the language in which it is told, else in any; else the end of its IRI."""
        return in_language(self.labels or self.names, self.lang) or local_name(self.iri)

    def definition(self) -> str:
        """The definition in the language in which it is told, else in any; else an empty text."""
        return in_language(self.definitions, self.lang)


def in_language(texts: Iterable[Text], lang: str) -> str:
    """The text in a language, else in English, in Dutch, or in whichever comes first; empty where there is none."""
    by = dict(sorted(texts, reverse=True))
    return next((by[one] for one in (lang, "en", "nl", *sorted(by)) if one in by), "")


def local_name(iri: str) -> str:
    """What follows the last `#` or `/` of an IRI."""
    return iri.rstrip("/#").replace("#", "/").rpartition("/")[2] or iri


@frozen
class Doubled:
    """Several texts of one kind that a concept has in one language.

    Args:
        iri: the concept.
        kind: such as `prefLabel`.
        lang: the language, in lower case; empty where the texts have none.
        texts: in the order of the alphabet.
    """

    iri: str
    kind: str
    lang: str
    texts: tuple[Text, ...]


@frozen
class Spot:
    """Where something stands in a file: how the file calls the concept, the name of the file, line and column."""

    name: str
    source: str | None = None
    line: int | None = None
    column: int | None = None


@frozen
class Edition:
    """A version of a vocabulary.

    Args:
        entries: the concepts that it describes, by IRI.
        version: what it says of itself: a version number, else the date of its last change, else None.
        dated: whether the version is such a date.
        scheme: the scheme that most of its concepts are in, or None.
        title: the name of that scheme, in the language in which it is told.
        titles: the same in every language.
        source: the name of the file.
        others: the schemes and collections that it describes, each with its name.
        tombstones: what it retires without calling it a concept any longer, by IRI.
        replaced: of what it does not describe, the concepts that say that they replace it.
        findings: what was noticed while it was read.
        named: concepts elsewhere that it maps to, by IRI, with their names and nothing more.
        linked: what has mappings to other such things, and is called no concept anywhere; the mappings are those only.
        nameless: mappings of which one end has no address.
        spots: where the doubled texts stand, as far as the file has lines.
    """

    entries: Mapping[str, Entry]
    version: str | None = None
    dated: bool = False
    scheme: str | None = None
    title: str = ""
    source: str = ""
    others: Mapping[str, str] = field(factory=dict, repr=False)
    tombstones: Mapping[str, Entry] = field(factory=dict, repr=False)
    replaced: Mapping[str, Names] = field(factory=dict, repr=False)
    findings: tuple[Finding, ...] = field(default=(), eq=False, repr=False)
    named: Mapping[str, Entry] = field(factory=dict, eq=False, repr=False)
    linked: Mapping[str, Entry] = field(factory=dict, eq=False, repr=False)
    nameless: tuple[Triple, ...] = field(default=(), eq=False, repr=False)
    titles: Texts = field(default=frozenset(), eq=False, repr=False)
    spots: Mapping[Doubled, Spot] = field(factory=dict, eq=False, repr=False)

    def label(self, iri: str) -> str:
        """What it calls a concept of its own or at the end of a mapping: in its language, else in any; or nothing."""
        entry = self.entry_named(iri)
        return entry.label() if entry is not None and entry.labels | entry.names else ""

    def entry_named(self, iri: str) -> Entry | None:
        """What it says of a concept of its own, or at least of the names of one at the end of a mapping."""
        return self.entry(iri) or self.linked.get(iri) or self.named.get(iri)

    def entry(self, iri: str) -> Entry | None:
        """What is said of a concept, also where it is said only that it is gone."""
        return self.entries.get(iri) or self.tombstones.get(iri)

    def heirs(self, iri: str) -> Names:
        """What takes the place of a concept, also of one that is not described any longer."""
        entry = self.entry(iri)
        return entry.successors if entry is not None else self.replaced.get(iri, frozenset())

    @property
    def name(self) -> str:
        """For people: the title, else the end of the scheme's address, else the file."""
        return self.title or (local_name(self.scheme) if self.scheme else self.source) or "vocabulary"
