"""SKOS statements out of rows and trees, and a Turtle text of statements about named things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lobkit.evolution.edition import MAPPINGS, NOTES, Edition, Entry, Text
from lobkit.formats.triples import Term, Triple
from lobkit.formats.turtle_terms import iri_text
from lobkit.namespaces import DCTERMS, NAMESPACES, OWL, RDF, SKOS, XSD

TEXT_KEYS = ("prefLabel", "altLabel", "hiddenLabel", "definition", *NOTES)
LINK_KEYS = ("broader", "related", "inScheme", "topConceptOf", *MAPPINGS)

Lines = dict[str, tuple[int, int]]
"""Line and column of concepts and schemes, by IRI."""


def iri(value: str) -> Term:
    """A term for an IRI."""
    return Term("iri", value)


def text(value: str, lang: str = "") -> Term:
    """A term for a text."""
    return Term("literal", value, "" if lang else XSD.string, lang)


TRUE = Term("literal", "true", XSD.boolean)


def values_of(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """What an entry says in SKOS, as key, language and value."""
    for key, texts in (
        ("prefLabel", entry.labels),
        ("altLabel", entry.alt_labels),
        ("hiddenLabel", entry.hidden_labels),
        ("definition", entry.definitions),
    ):
        yield from ((key, lang, value) for lang, value in sorted(texts))
    yield from ((key, lang, value) for key, lang, value in sorted(entry.notes))
    yield from (("notation", "", code) for code in sorted(entry.notations))
    links = {
        "broader": entry.broader,
        "related": entry.related,
        "inScheme": entry.schemes,
        "topConceptOf": entry.top_of,
    }
    for key, names in links.items():
        yield from ((key, "", name) for name in sorted(names) if name[:1] != "[")
    yield from ((key, "", name) for key, name in sorted(entry.mappings) if name[:1] != "[")
    if entry.deprecated:
        yield "deprecated", "", "true"
    yield from (("isReplacedBy", "", name) for name in sorted(entry.successors))


def statements_of(concept: str, values: Iterable[tuple[str, str, str]]) -> Iterator[Triple]:
    """The statements that key, language and value make of a concept."""
    subject = iri(concept)
    yield subject, RDF.type, iri(SKOS.Concept)
    for key, lang, value in values:
        if key in TEXT_KEYS:
            yield subject, SKOS.iri + key, text(value, lang)
        elif key == "notation":
            yield subject, SKOS.notation, text(value)
        elif key == "deprecated":
            yield subject, OWL.deprecated, TRUE
        elif key == "isReplacedBy":
            yield subject, DCTERMS.isReplacedBy, iri(value)
        else:
            yield subject, SKOS.iri + key, iri(value)


def scheme_statements(scheme: str, titles: Iterable[Text], version: str | None) -> Iterator[Triple]:
    """The statements that name a scheme."""
    yield iri(scheme), RDF.type, iri(SKOS.ConceptScheme)
    for lang, title in sorted(titles):
        yield iri(scheme), DCTERMS.title, text(title, lang)
    if version:
        yield iri(scheme), OWL.versionInfo, text(version)


def edition_statements(edition: Edition) -> Iterator[Triple]:
    """What an edition says in SKOS; foreign words and collections are not among it."""
    if edition.scheme:
        yield from scheme_statements(edition.scheme, edition.titles, None if edition.dated else edition.version)
    for entry in edition.entries.values():
        yield from statements_of(entry.iri, values_of(entry))


def turtle(triples: Iterable[Triple]) -> Iterator[str]:
    """A Turtle text of statements about named things, a paragraph each, in the order of the things."""
    by: dict[Term, dict[str, list[Term]]] = {}
    for subject, predicate, object_ in triples:
        values = by.setdefault(subject, {}).setdefault(predicate, [])
        if object_ not in values:
            values.append(object_)
    yield "".join(f"@prefix {space.prefix}: <{space.iri}> .\n" for space in NAMESPACES if space in _USED)
    for subject, said in by.items():
        lines = [
            f"{'a' if predicate == RDF.type else _name(predicate)} {', '.join(map(_term, values))}"
            for predicate, values in said.items()
        ]
        yield f"\n{_term(subject)} " + " ;\n  ".join(lines) + " .\n"


_USED = (SKOS, DCTERMS, OWL)


def _name(name: str) -> str:
    known = name.startswith(tuple(space.iri for space in _USED))
    return iri_text(name) if known else f"<{name}>"


def _term(term: Term) -> str:
    if term.kind == "iri":
        return _name(term.value)
    return "true" if term == TRUE else str(term)
