"""The whole: publications, recommendations and vocabularies, with the facts about the set."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Annotated, Any

import attrs
from attrs import frozen

from lobkit.declare import Derived, Property, rdf_type
from lobkit.errors import ValueRefused
from lobkit.model.agent import Organisation
from lobkit.model.publication import Publication
from lobkit.model.recommendation import Recommendation
from lobkit.namespaces import DCAT, DCTERMS, LOB
from lobkit.shape import checked
from lobkit.skos import Collection, Concept, ConceptScheme
from lobkit.values import Iri, LangMap

Record = Publication | Recommendation | ConceptScheme | Concept | Collection
"""What can stand on its own in a catalog."""


@rdf_type(DCAT.Catalog, "A set of records with the facts about it.")
@frozen
class Catalog:
    """Records, and the facts about the set (DCAT 3, section 6.3).

    Raises:
        ValueRefused: also where two records have one IRI, which no graph could keep apart.
    """

    title: Annotated[LangMap | None, Property(DCTERMS.title, "The name of the thing.")] = None
    description: Annotated[LangMap | None, Property(DCTERMS.description, "What it is for, in a few sentences.")] = None
    publisher: Annotated[Organisation | None, Property(DCTERMS.publisher, "The organisation that published it.")] = None
    license: Annotated[Iri | None, Property(DCTERMS.license, "The licence under which it may be used.")] = None
    created: Annotated[datetime.date | None, Property(DCTERMS.created, "The day on which it was made.")] = None
    modified: Annotated[datetime.date | None, Property(DCTERMS.modified, "The day of the last change.")] = None
    publications: Annotated[tuple[Publication, ...], Property(LOB.publications, "The publications, in order.")] = ()
    recommendations: Annotated[
        tuple[Recommendation, ...],
        Property(LOB.recommendations, "What it advises, in the printed order."),
    ] = ()
    schemes: Annotated[tuple[ConceptScheme, ...], Property(LOB.schemes, "The vocabularies that it brings.")] = ()
    concepts: Annotated[tuple[Concept, ...], Property(LOB.concepts, "The concepts that it brings.")] = ()
    collections: Annotated[tuple[Collection, ...], Property(LOB.collections, "The collections that it brings.")] = ()
    iri: Iri | None = None

    def __attrs_post_init__(self) -> None:
        checked(self)
        seen: dict[Iri, str] = {} if self.iri is None else {self.iri: "the catalog itself"}
        for place, record in self._placed():
            if record.iri is not None and seen.setdefault(record.iri, place) != place:
                raise ValueRefused(f"{place} has the IRI of {seen[record.iri]}, {record.iri}; keep one of them")

    @property
    def resources(self) -> Annotated[tuple[Record, ...], Derived(DCAT.resource, "Its records, without their order.")]:
        """All records, in the order publications, recommendations, schemes, concepts, collections."""
        return tuple(self.records())

    def records(self) -> Iterator[Record]:
        """All records, one by one."""
        for _, record in self._placed():
            yield record

    def _placed(self) -> Iterator[tuple[str, Record]]:
        for name in RECORD_FIELDS:
            for at, record in enumerate(getattr(self, name)):
                yield f"{name}[{at}]", record

    @property
    def bare(self) -> bool:
        """Whether it says nothing about the set, so that its records say all."""
        return self == Catalog.of(self.records())

    def _with(self, found: dict[str, list[Record]]) -> Catalog:
        """The same facts about other records."""
        fields: dict[str, Any] = {name: tuple(records) for name, records in found.items()}
        return attrs.evolve(self, **fields)

    @classmethod
    def of(cls, records: Iterable[Record | Catalog]) -> Catalog:
        """The catalog of some records; a catalog among them brings its facts and its records.

        Raises:
            ValueRefused: where two catalogs both bring facts, or two records have one IRI.
        """
        facts: Catalog | None = None
        found: dict[str, list[Record]] = {name: [] for name in RECORD_FIELDS}
        for one in records:
            inner: Iterable[Record] = (one,)  # type: ignore[assignment]
            if isinstance(one, Catalog):
                inner = one.records()
                alone = one._with({name: [] for name in RECORD_FIELDS})
                if alone != cls() and facts is not None:
                    raise ValueRefused("two catalogs bring facts of their own; keep them in files of their own")
                facts = alone if alone != cls() else facts
            for record in inner:
                found[RECORD_FIELDS_BY_CLASS[type(record)]].append(record)
        return (facts or cls())._with(found)


RECORD_FIELDS_BY_CLASS: dict[type, str] = {
    Publication: "publications",
    Recommendation: "recommendations",
    ConceptScheme: "schemes",
    Concept: "concepts",
    Collection: "collections",
}
RECORD_FIELDS = tuple(RECORD_FIELDS_BY_CLASS.values())

ROOTS = (Catalog, Publication, Recommendation, ConceptScheme, Concept, Collection)
"""The classes whose things can stand at the top of a file."""
