"""From the statements of a file to an edition: each statement in the entry of the concept that it says something of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property, lru_cache

from attrs import define, evolve, field

from lobkit.compiled.texts import without_collecting
from lobkit.evolution.edition import MAPPINGS, NOTES, Edition, Entry, Names, Text, Texts, in_language, local_name
from lobkit.formats.triples import Term, Triple
from lobkit.namespaces import DCTERMS, OWL, RDF, RDFS, SKOS

_SKOS = SKOS.iri
_XL = "http://www.w3.org/2008/05/skos-xl#"
_XL_FORM = f"{_XL}literalForm"
_SCHEMA = ("https://schema.org/", "http://schema.org/")

LABELS = ("prefLabel", "altLabel", "hiddenLabel")
# The general mapping says nothing of the other direction (SKOS Reference, S43, S44).
_INVERSE_MAPPINGS = {"broadMatch": "narrowMatch", "narrowMatch": "broadMatch", "mappingRelation": ""}

# Who takes the place of a retired concept: said of the retired one, or of the new one.
SUCCESSOR = (
    DCTERMS.isReplacedBy,
    "http://purl.obolibrary.org/obo/IAO_0100001",
    "http://www.loc.gov/mads/rdf/v1#useInstead",
    *(f"{schema}supersededBy" for schema in _SCHEMA),
)
PREDECESSOR = (DCTERMS.replaces, *(f"{schema}supersedes" for schema in _SCHEMA))

VERSION = (
    OWL.versionInfo,
    *(f"{schema}version" for schema in _SCHEMA),
    "http://purl.org/pav/version",
    DCTERMS.hasVersion,
    OWL.iri + "versionIRI",
)
_DATES = (DCTERMS.modified, DCTERMS.issued)
TITLES = (DCTERMS.title, "http://purl.org/dc/elements/1.1/title", SKOS.prefLabel, RDFS.label)

# Beside owl:deprecated, vocabularies say by a status or a class that a concept is retired.
_STATUS = frozenset({"status", "term_status", "creativeworkstatus", "conceptstatus"})
_RETIRED = frozenset(
    {"deprecated", "retired", "superseded", "obsolete", "withdrawn", "deprecatedclass", "obsoletesubject"}
)

_RELATIONS = {f"{_SKOS}{one}" for one in ("broader", "narrower", "related", "broaderTransitive", "narrowerTransitive")}


def edition_of(triples: Iterable[Triple], source: str = "", lang: str = "en") -> Edition:
    """The edition that the statements of a file make, told in a language."""
    with without_collecting():
        return _Builder(triples, lang.lower()).edition(source)


_Said = Mapping[str, list[Term]]


@define(slots=False)
class _Builder:
    """Sorts statements into entries."""

    triples: Iterable[Triple]
    lang: str
    by_subject: dict[Term, dict[str, list[Term]]] = field(factory=dict, init=False)
    inverse: dict[str, dict[Term, list[Term]]] = field(factory=dict, init=False)
    told: dict[Term, str] = field(factory=dict, init=False)
    at: Term | None = field(default=None, init=False)
    said: dict[str, list[Term]] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        turned = {f"{_SKOS}{one}" for one in ("narrower", "broader", "related", "member", "hasTopConcept", *MAPPINGS)}
        turned |= {*PREDECESSOR, f"{_SKOS}topConceptOf"}
        last, said = None, self.said
        for subject, predicate, object_ in self.triples:
            if subject is not last:
                last, said = subject, self.by_subject.setdefault(subject, {})
            values = said.setdefault(predicate, [])
            if object_ not in values:
                values.append(object_)
            if predicate in turned:
                self.inverse.setdefault(predicate, {}).setdefault(object_, []).append(subject)

    def edition(self, source: str) -> Edition:
        concepts = set(self._concepts())
        entries = {one.value: self._entry(one) for one in sorted(concepts, key=lambda one: one.value)}
        gone = (one for one in self.by_subject if one not in concepts and one.kind == "iri" and self._is_gone(one))
        tombstones = {one.value: self._entry(one) for one in gone}
        scheme = self._scheme(entries.values())
        version, dated = self._version(scheme)
        titles = self._titles(scheme) if scheme else frozenset()
        replaced: dict[str, set[str]] = {}
        for old, new in ((old, new) for one in PREDECESSOR for old, new in self.inverse.get(one, {}).items()):
            if old not in self.by_subject and old.kind == "iri":
                replaced.setdefault(old.value, set()).update(one.value for one in new if one in concepts)
        gone_for_good = {iri: frozenset(names) for iri, names in replaced.items() if names}
        return Edition(
            entries,
            version,
            dated,
            scheme,
            in_language(titles, self.lang),
            source,
            self._others(),
            tombstones,
            gone_for_good,
            named=dict(self._named(concepts)),
            linked=self._linked(concepts),
            nameless=tuple(self._nameless()),
            titles=titles,
        )

    def _linked(self, concepts: set[Term]) -> dict[str, Entry]:
        """What has mappings without being a concept otherwise; those to a concept are told with the concept."""
        found: dict[Term, set[tuple[str, str]]] = {}
        for kind in MAPPINGS:
            for end, subjects in self.inverse.get(f"{_SKOS}{kind}", {}).items():
                if end.kind == "iri" and end not in concepts:
                    for subject in subjects:
                        if subject.kind == "iri" and subject not in concepts:
                            found.setdefault(subject, set()).add((kind, end.value))
        ordered = sorted(found, key=lambda one: one.value)
        return {one.value: evolve(self._entry(one), mappings=frozenset(found[one])) for one in ordered}

    def _nameless(self) -> Iterator[Triple]:
        """Mappings of which one end has no address."""
        for kind in MAPPINGS:
            for end, subjects in self.inverse.get(f"{_SKOS}{kind}", {}).items():
                nameless = (one for one in subjects if end.kind != "iri" or one.kind != "iri")
                yield from ((one, f"{_SKOS}{kind}", end) for one in nameless)

    def _named(self, concepts: set[Term]) -> Iterator[tuple[str, Entry]]:
        for kind in MAPPINGS:
            for end in self.inverse.get(f"{_SKOS}{kind}", {}):
                said = self.by_subject.get(end)
                if said is not None and end not in concepts and end.kind == "iri":
                    names = frozenset(_text(t) for t in said.get(_NAME, _NONE) if t.kind == "literal")
                    yield end.value, Entry(end.value, self._labels(said, "prefLabel"), names=names, lang=self.lang)

    def _others(self) -> dict[str, str]:
        classes = {SKOS.ConceptScheme, SKOS.Collection, f"{_SKOS}OrderedCollection"}
        found = (one for one in self.by_subject if one.kind == "iri" and self._typed(one) & classes)
        return {one.value: self._title(one.value) or local_name(one.value) for one in found}

    def _values(self, subject: Term, *predicates: str) -> list[Term]:
        if subject is not self.at:  # the same one is asked for many times in a row
            self.at, self.said = subject, self.by_subject.get(subject, {})
        if len(predicates) == 1:
            return self.said.get(predicates[0], _NONE)
        return [value for predicate in predicates for value in self.said.get(predicate, _NONE)]

    def _typed(self, subject: Term) -> set[str]:
        return {one.value for one in self._values(subject, RDF.type)}

    def _turned(self, object_: Term, *predicates: str) -> list[Term]:
        if len(predicates) == 1:
            table = self.inverse.get(predicates[0])
            return table.get(object_, _NONE) if table else _NONE
        tables = [self.inverse[predicate] for predicate in predicates if predicate in self.inverse]
        return [subject for table in tables for subject in table.get(object_, _NONE)] if tables else _NONE

    def _concepts(self) -> Iterator[Term]:
        """What is typed a concept, and what must be one by its place in a hierarchy and has a label."""
        others = {f"{_SKOS}{one}" for one in ("ConceptScheme", "Collection", "OrderedCollection")}
        for subject, properties in self.by_subject.items():
            types = self._typed(subject)
            if subject.kind != "iri" or types & others:
                continue
            if types & self._subclasses or (self._labelled(properties) and self._placed(subject, properties)):
                yield subject

    @cached_property
    def _subclasses(self) -> set[str]:
        """Classes that the file itself declares to be kinds of concepts."""
        found: set[str] = {SKOS.Concept}
        pairs = [
            (subject.value, one.value) for subject in self.by_subject for one in self._values(subject, RDFS.subClassOf)
        ]
        while more := {lower for lower, upper in pairs if upper in found} - found:
            found |= more
        return found

    def _labelled(self, properties: Mapping[str, list[Term]]) -> bool:
        return SKOS.prefLabel in properties or f"{_XL}prefLabel" in properties

    def _placed(self, subject: Term, properties: Mapping[str, list[Term]]) -> bool:
        said = _RELATIONS | {SKOS.inScheme, SKOS.topConceptOf}
        turned = (f"{_SKOS}broader", f"{_SKOS}narrower", f"{_SKOS}related", SKOS.hasTopConcept)
        return bool(said & properties.keys()) or bool(self._turned(subject, *turned))

    def _is_gone(self, subject: Term) -> bool:
        return self._is_deprecated(subject) or bool(self._values(subject, *SUCCESSOR))

    def _is_deprecated(self, subject: Term) -> bool:
        said = self.by_subject.get(subject, {})
        if any(one.value.strip() in ("true", "1") for one in said.get(_DEPRECATED, _NONE)):
            return True
        if any(_is_retired(one.value) for one in said.get(_TYPE, _NONE)):
            return True
        return any(_is_status(word) and any(_is_retired(one.value) for one in values) for word, values in said.items())

    def _entry(self, one: Term) -> Entry:
        said = self.by_subject.get(one, {})
        top_of = self._ends(one, said, _TOP_OF, _HAS_TOP)
        return Entry(
            iri=one.value,
            labels=self._labels(said, "prefLabel"),
            alt_labels=self._labels(said, "altLabel"),
            hidden_labels=self._labels(said, "hiddenLabel"),
            definitions=self._texts(said, _DEFINITION),
            notes=frozenset((name, *text) for name, iri in _NOTES if iri in said for text in self._texts(said, iri)),
            notations=frozenset(t.value for t in said.get(_NOTATION, _NONE)),
            broader=self._ends(one, said, *_BROADER),
            related=self._ends(one, said, *_RELATED),
            schemes=top_of | {t.value for t in said.get(_IN_SCHEME, _NONE)},
            top_of=top_of,
            collections=self._collections(one),
            mappings=self._mappings(one, said),
            deprecated=self._is_deprecated(one),
            successors=self._successors(one, said),
            rest=self._rest(said),
            lang=self.lang,
            names=frozenset(_text(t) for t in said.get(_NAME, _NONE) if t.kind == "literal"),
        )

    def _labels(self, said: _Said, kind: str) -> Texts:
        plain, xl = _LABELS[kind]
        if plain not in said and xl not in said:
            return frozenset()
        found = [_text(t) for t in said.get(plain, _NONE) if t.kind == "literal"]
        found += [_text(t) for label in said.get(xl, _NONE) for t in self._values(label, _XL_FORM)]
        return frozenset(found)

    def _texts(self, said: _Said, predicate: str) -> Texts:
        found: list[Text] = []
        for term in said.get(predicate, _NONE):
            if term.kind == "literal":
                found.append(_text(term))
                continue
            held = self._values(term, RDF.iri + "value", RDFS.label, *TITLES)
            inner = [_text(t) for t in held if t.kind == "literal"]
            found += inner or [("", f"<{term.value}>" if term.kind == "iri" else self._described(term))]
        return frozenset(found)

    def _ends(self, one: Term, said: _Said, plain: str, turned: str) -> Names:
        ends = {self._name(t) for t in said.get(plain, _NONE) if t.kind != "literal"}
        ends.update(self._name(t) for t in self._turned(one, turned))
        return frozenset(ends)

    def _name(self, term: Term) -> str:
        return term.value if term.kind == "iri" else self._described(term)

    def _collections(self, one: Term) -> Names:
        return frozenset(self._name(t) for t in self._turned(one, _MEMBER)) | self._in_lists.get(one, frozenset())

    @cached_property
    def _in_lists(self) -> Mapping[Term, Names]:
        """The ordered collections of each member, from their lists (SKOS Reference, S36)."""
        found: dict[Term, set[str]] = {}
        for subject in self.by_subject:
            for cell in self._values(subject, f"{_SKOS}memberList"):
                seen: set[Term] = set()
                while cell not in seen and cell in self.by_subject:
                    seen.add(cell)
                    for member in self._values(cell, RDF.first):
                        found.setdefault(member, set()).add(self._name(subject))
                    cell = next(iter(self._values(cell, RDF.rest)), cell)
        return {term: frozenset(names) for term, names in found.items()}

    def _mappings(self, one: Term, said: _Said) -> frozenset[tuple[str, str]]:
        found: set[tuple[str, str]] = set()
        for kind, iri, mirrored in _MAPPINGS:
            if iri in said:
                found |= {(kind, self._name(t)) for t in said[iri] if t.kind != "literal"}
            if mirrored and iri in self.inverse:
                found |= {(mirrored, self._name(t)) for t in self._turned(one, iri)}
        return frozenset(found)

    def _successors(self, one: Term, said: _Said) -> Names:
        found = {t.value for iri in SUCCESSOR for t in said.get(iri, _NONE) if t.kind == "iri" or ":" in t.value}
        return frozenset(found | {t.value for t in self._turned(one, *PREDECESSOR)})

    def _rest(self, said: _Said) -> frozenset[tuple[str, str]]:
        """What is said in other words; a blank node counts by what is said of it, since its name means nothing."""
        words = ((predicate, t) for predicate, values in said.items() if predicate not in _KNOWN for t in values)
        return frozenset((predicate, self._described(t) if t.kind == "blank" else _plain(t)) for predicate, t in words)

    def _described(self, term: Term) -> str:
        """What is said of a blank node, in one order; of one that stands inside itself, only that."""
        if term.kind != "blank":
            return _plain(term)
        if term not in self.told:
            self.told[term] = "[…]"
            said = [
                f"<{predicate}> {self._described(value)}"
                for predicate, values in self.by_subject.get(term, {}).items()
                for value in values
            ]
            self.told[term] = f"[{' ; '.join(sorted(said))}]"
        return self.told[term]

    def _scheme(self, entries: Iterable[Entry]) -> str | None:
        counts = Counter(scheme for one in entries for scheme in one.schemes)
        declared = sorted(t.value for t in self.by_subject if SKOS.ConceptScheme in self._typed(t) and t.kind == "iri")
        if counts:
            most = max(counts.values())
            return min(scheme for scheme, count in counts.items() if count == most)
        return declared[0] if declared else None

    def _version(self, scheme: str | None) -> tuple[str | None, bool]:
        """Of the scheme, else of whatever in the file calls itself a scheme or an ontology."""
        whole = [Term("iri", scheme)] if scheme else []
        whole += [t for t in self.by_subject if self._typed(t) & {SKOS.ConceptScheme, OWL.Ontology} and t not in whole]
        for one in whole:
            for predicate in VERSION:
                for value in self._values(one, predicate):
                    if value.kind == "literal" or predicate.endswith("versionIRI"):
                        return (value.value.strip() if value.kind == "literal" else local_name(value.value)), False
        dates = sorted(v.value for one in whole for v in self._values(one, *_DATES) if v.kind == "literal")
        return (dates[-1], True) if dates else (None, False)

    def _title(self, scheme: str) -> str:
        return in_language(self._titles(scheme), self.lang)

    def _titles(self, scheme: str) -> Texts:
        """In every language, a title in the first words that have one there."""
        found: dict[str, Text] = {}
        for predicate in TITLES:
            texts = [_text(t) for t in self._values(Term("iri", scheme), predicate) if t.kind == "literal"]
            for lang, text in sorted(texts):
                found.setdefault(lang, (lang, text))
        return frozenset(found.values())


_NONE: list[Term] = []
_LABELS = {kind: (f"{_SKOS}{kind}", f"{_XL}{kind}") for kind in LABELS}
_DEFINITION, _NOTATION, _NAME = SKOS.definition, SKOS.notation, RDFS.label
_IN_SCHEME, _TOP_OF, _HAS_TOP = SKOS.inScheme, SKOS.topConceptOf, SKOS.hasTopConcept
_BROADER, _RELATED = (SKOS.broader, SKOS.narrower), (SKOS.related, SKOS.related)
_DEPRECATED, _MEMBER, _TYPE = OWL.deprecated, SKOS.member, RDF.type
_NOTES = tuple((name, f"{_SKOS}{name}") for name in NOTES)
_MAPPINGS = tuple((name, f"{_SKOS}{name}", _INVERSE_MAPPINGS.get(name, name)) for name in MAPPINGS)

_KNOWN = {
    RDF.type,
    OWL.deprecated,
    *(f"{_SKOS}{one}" for one in (*LABELS, *NOTES, *MAPPINGS, "definition", "notation", "inScheme", "topConceptOf")),
    *(f"{_XL}{one}" for one in LABELS),
    *_RELATIONS,
    *SUCCESSOR,
    *PREDECESSOR,
}


@cache
def _is_status(predicate: str) -> bool:
    return local_name(predicate).lower() in _STATUS


@lru_cache(maxsize=4096)
def _is_retired(value: str) -> bool:
    return local_name(value).lower() in _RETIRED


def _text(term: Term) -> Text:
    return term.lang.lower(), term.value


def _plain(term: Term) -> str:
    return term.value if term.kind == "literal" and not term.lang else str(term)
