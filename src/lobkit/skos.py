"""SKOS: concepts, concept schemes and collections, with all that a vocabulary needs."""

from __future__ import annotations

import datetime
from typing import Annotated

from attrs import frozen

from lobkit.agent import Agent, Organisation
from lobkit.declare import Property, rdf_type
from lobkit.display import as_html, mimebundle
from lobkit.namespaces import DCTERMS, OWL, RDFS, REG, SKOS
from lobkit.shape import checked
from lobkit.values import Iri, LangMap, LangString

Texts = frozenset[LangString]
Iris = frozenset[Iri]


@rdf_type(SKOS.Concept, "A unit of thought in a vocabulary.")
@frozen
class Concept:
    """A unit of thought, with its labels, notes and links (SKOS Reference, sections 3 to 10)."""

    iri: Iri
    pref_label: Annotated[LangMap | None, Property(SKOS.prefLabel, "The preferred label, one for each language.")] = (
        None
    )
    alt_labels: Annotated[Texts, Property(SKOS.altLabel, "Other labels that readers may see.")] = frozenset()
    hidden_labels: Annotated[Texts, Property(SKOS.hiddenLabel, "Labels for searching only.")] = frozenset()
    notations: Annotated[frozenset[str], Property(SKOS.notation, "Codes of the concept within its scheme.")] = (
        frozenset()
    )
    definition: Annotated[LangMap | None, Property(SKOS.definition, "What it means.")] = None
    scope_note: Annotated[LangMap | None, Property(SKOS.scopeNote, "What to file here, and what elsewhere.")] = None
    notes: Annotated[Texts, Property(SKOS.note, "General notes.")] = frozenset()
    examples: Annotated[Texts, Property(SKOS.example, "Examples of use.")] = frozenset()
    history_notes: Annotated[Texts, Property(SKOS.historyNote, "How it came about, and what it was before.")] = (
        frozenset()
    )
    change_notes: Annotated[Texts, Property(SKOS.changeNote, "What was changed in its description.")] = frozenset()
    editorial_notes: Annotated[Texts, Property(SKOS.editorialNote, "Notes for those who keep the vocabulary.")] = (
        frozenset()
    )
    in_scheme: Annotated[Iris, Property(SKOS.inScheme, "The schemes that it belongs to.")] = frozenset()
    top_concept_of: Annotated[Iris, Property(SKOS.topConceptOf, "The schemes in which it stands at the top.")] = (
        frozenset()
    )
    defined_by: Annotated[Iri | None, Property(RDFS.isDefinedBy, "The scheme that defines it, of those it is in.")] = (
        None
    )
    broader: Annotated[Iris, Property(SKOS.broader, "Concepts that are more general.")] = frozenset()
    narrower: Annotated[Iris, Property(SKOS.narrower, "Concepts that are more specific.")] = frozenset()
    related: Annotated[Iris, Property(SKOS.related, "Concepts that are associated with it.")] = frozenset()
    exact_match: Annotated[Iris, Property(SKOS.exactMatch, "The same concept in another scheme.")] = frozenset()
    close_match: Annotated[Iris, Property(SKOS.closeMatch, "Nearly the same concept in another scheme.")] = frozenset()
    broad_match: Annotated[Iris, Property(SKOS.broadMatch, "A more general concept in another scheme.")] = frozenset()
    narrow_match: Annotated[Iris, Property(SKOS.narrowMatch, "A more specific concept in another scheme.")] = (
        frozenset()
    )
    related_match: Annotated[Iris, Property(SKOS.relatedMatch, "An associated concept in another scheme.")] = (
        frozenset()
    )
    deprecated: Annotated[bool | None, Property(OWL.deprecated, "Whether it should no longer be used.")] = None
    replaced_by: Annotated[Iris, Property(DCTERMS.isReplacedBy, "The concepts that take its place.")] = frozenset()
    created: Annotated[datetime.date | None, Property(DCTERMS.created, "The day on which it was made.")] = None
    modified: Annotated[datetime.date | None, Property(DCTERMS.modified, "The day of the last change.")] = None
    sources: Annotated[Iris, Property(DCTERMS.source, "Where it was taken from.")] = frozenset()

    __attrs_post_init__ = checked
    _repr_mimebundle_ = mimebundle
    _repr_html_ = as_html


@rdf_type(SKOS.ConceptScheme, "A set of concepts that belong together.")
@frozen
class ConceptScheme:
    """A vocabulary as a whole: what it is, who made it, its version, licence and topmost concepts."""

    iri: Iri
    title: Annotated[LangMap, Property(DCTERMS.title, "The name of the thing.")]
    pref_label: Annotated[LangMap | None, Property(SKOS.prefLabel, "The preferred label, one for each language.")] = (
        None
    )
    description: Annotated[LangMap | None, Property(DCTERMS.description, "What it is for, in a few sentences.")] = None
    definition: Annotated[LangMap | None, Property(SKOS.definition, "What it means.")] = None
    history_notes: Annotated[Texts, Property(SKOS.historyNote, "How it came about, and what it was before.")] = (
        frozenset()
    )
    top_concepts: Annotated[Iris, Property(SKOS.hasTopConcept, "Its topmost concepts.")] = frozenset()
    version: Annotated[str | None, Property(OWL.versionInfo, "Its version, as a semantic version number.")] = None
    created: Annotated[datetime.date | None, Property(DCTERMS.created, "The day on which it was made.")] = None
    modified: Annotated[datetime.date | None, Property(DCTERMS.modified, "The day of the last change.")] = None
    status: Annotated[Iri | None, Property(REG.status, "How far it can be relied on, as a concept of a register.")] = (
        None
    )
    creators: Annotated[frozenset[Agent], Property(DCTERMS.creator, "Who made it.")] = frozenset()
    publisher: Annotated[Organisation | None, Property(DCTERMS.publisher, "The organisation that published it.")] = None
    rights_holder: Annotated[Agent | None, Property(DCTERMS.rightsHolder, "Who holds the rights in it.")] = None
    license: Annotated[Iri | None, Property(DCTERMS.license, "The licence under which it may be used.")] = None
    sources: Annotated[Iris, Property(DCTERMS.source, "Where it was taken from.")] = frozenset()
    subjects: Annotated[Iris, Property(DCTERMS.subject, "Concepts elsewhere that say what it is about.")] = frozenset()

    __attrs_post_init__ = checked
    _repr_mimebundle_ = mimebundle
    _repr_html_ = as_html


@rdf_type(SKOS.Collection, "A labelled group of concepts that is not a concept itself.")
@frozen
class Collection:
    """A labelled group of concepts (SKOS Reference, section 9)."""

    iri: Iri
    pref_label: Annotated[LangMap | None, Property(SKOS.prefLabel, "The preferred label, one for each language.")] = (
        None
    )
    definition: Annotated[LangMap | None, Property(SKOS.definition, "What it means.")] = None
    members: Annotated[Iris, Property(SKOS.member, "The concepts and collections in it.")] = frozenset()
    notes: Annotated[Texts, Property(SKOS.note, "General notes.")] = frozenset()
    in_scheme: Annotated[Iris, Property(SKOS.inScheme, "The schemes that it belongs to.")] = frozenset()
    defined_by: Annotated[Iri | None, Property(RDFS.isDefinedBy, "The scheme that defines it, of those it is in.")] = (
        None
    )

    __attrs_post_init__ = checked
    _repr_mimebundle_ = mimebundle
    _repr_html_ = as_html
