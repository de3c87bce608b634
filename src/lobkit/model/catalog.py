"""The whole: publications, recommendations and vocabularies, with the facts about the set."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import attrs
from attrs import frozen

from lobkit.agent import Organisation
from lobkit.declare import Derived, Property, rdf_type
from lobkit.display import as_html
from lobkit.display.things import counted
from lobkit.errors import Doubled, Second, ValueRefused, shown
from lobkit.model.publication import Publication
from lobkit.model.recommendation import Recommendation
from lobkit.model.selections import Publications, Recommendations, publications_of, recommendations_of, store_for
from lobkit.namespaces import DCAT, DCTERMS, LOB
from lobkit.query.selection import Asked, Names
from lobkit.shape import checked
from lobkit.skos import Collection, Concept, ConceptScheme
from lobkit.values import Iri, LangMap

if TYPE_CHECKING:
    from pathlib import Path

    import pandas
    import polars
    import pyarrow

    from lobkit.query.columns import Column, Concepts
    from lobkit.query.facets import Facets
    from lobkit.query.plots import Plot
    from lobkit.query.search import Hits
    from lobkit.query.sparql import Answer

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
        if seconds := list(self._seconds()):
            raise Doubled(seconds)

    def _seconds(self) -> Iterator[Second]:
        seen: dict[Iri, tuple[str, int] | None] = {} if self.iri is None else {self.iri: None}
        for name, at, record in self._placed():
            place = (name, at)
            if record.iri is not None and seen.setdefault(record.iri, place) != place:
                yield Second(name, at, str(record.iri), seen[record.iri])

    @property
    def resources(self) -> Annotated[tuple[Record, ...], Derived(DCAT.resource, "Its records, without their order.")]:
        """All records, in the order publications, recommendations, schemes, concepts, collections."""
        return tuple(self.records())

    def records(self) -> Iterator[Record]:
        """All records, one by one."""
        for _, _, record in self._placed():
            yield record

    def _placed(self) -> Iterator[tuple[str, int, Record]]:
        for name in RECORD_FIELDS:
            for at, record in enumerate(getattr(self, name)):
                yield name, at, record

    def where(self, **criteria: Asked) -> Publications:
        """Its publications that satisfy all of these, to be asked on, counted or looked at.

        Args:
            criteria: `thema`, `sector`, `soort` and `jaartal` by concept, slug, notation, IRI or any label in any
                case; `year`, `language` and other plain properties by value or `range`; `text` by words. Several
                values: any of them satisfies. None: the record says nothing.

        Raises:
            UnknownFacet, UnknownConcept, ValueRefused: at once, with what may have been meant.

        >>> catalog = Catalog(publications=(Publication(LangMap(nl="Kiezen"), year=2019),))
        >>> catalog.where(year=range(2015, 2021)).where(thema=None)
        <1 Publication>
        """
        return publications_of(self).where(**criteria)

    def facets(self, *names: str) -> Facets:
        """How many of its publications each concept has, by facet; zeros are told too.

        Args:
            names: the facets to count; none stands for all.
        """
        return publications_of(self).facets(*names)

    def search(self, text: str, *, limit: int = 20, index: Path | str | None = None) -> Hits[Publication]:
        """Its publications whose text holds these words, the best first; see `Selection.search`."""
        return publications_of(self).search(text, limit=limit, index=index)

    def sparql(self, query: str) -> Answer:
        """The answer to a SPARQL query over its records, what follows from them, and the four vocabularies.

        The usual prefixes need no declaration, nor do `thema:`, `sector:`, `jaartal:` and `soort:`.

        Returns:
            True or false for ASK, a dict a row for SELECT, triples for CONSTRUCT and DESCRIBE.

        Raises:
            QueryRefused: where the query is ill-formed, or names a SERVICE.

        >>> catalog = Catalog(publications=(Publication(LangMap(nl="Kiezen"), year=2019),))
        >>> catalog.sparql("ASK { ?p lob:jaartal jaartal:2015-2020 }")
        True
        """
        from lobkit.query.sparql import ask  # noqa: PLC0415 - only where SPARQL is asked

        return ask(store_for(self), query)

    def columns(self, *, lang: str = "nl", long: Names = (), concepts: Concepts = "label") -> tuple[Column, ...]:
        """Its publications as columns with types and meanings, from which the frames are made.

        Args:
            lang: the language of titles and labels, where there is one.
            long: a facet, or several, that get a row for each concept instead of a list, to group by.
            concepts: whether concepts stand by their `label` or their `iri`.
        """
        return publications_of(self).columns(lang=lang, long=long, concepts=concepts)

    def to_pandas(self, *, lang: str = "nl", long: Names = (), concepts: Concepts = "label") -> pandas.DataFrame:
        """Its publications as a pandas frame; see `columns`."""
        from lobkit.query.frames import to_pandas  # noqa: PLC0415 - only where a frame is asked for

        return to_pandas(self.columns(lang=lang, long=long, concepts=concepts))

    def to_polars(self, *, lang: str = "nl", long: Names = (), concepts: Concepts = "label") -> polars.DataFrame:
        """Its publications as a Polars frame; see `columns`."""
        from lobkit.query.frames import to_polars  # noqa: PLC0415 - only where a frame is asked for

        return to_polars(self.columns(lang=lang, long=long, concepts=concepts))

    def to_arrow(self, *, lang: str = "nl", long: Names = (), concepts: Concepts = "label") -> pyarrow.Table:
        """Its publications as an Arrow table; see `columns`."""
        from lobkit.query.frames import to_arrow  # noqa: PLC0415 - only where a frame is asked for

        return to_arrow(self.columns(lang=lang, long=long, concepts=concepts))

    def plot(self, kind: Plot = "years", *, facet: str | None = None, by: str | None = None, lang: str = "nl") -> Any:
        """A picture of its counts, as an Altair chart that needs no connection to be shown.

        Args:
            kind: `years` (how many each year, by sector), `themes` (themes by sector), `together` (which themes go
                together) or `gaps` (themes and sectors without any).
            facet: what to count instead of `thema`.
            by: what to part it by instead of `sector`.
            lang: the language of labels, `nl` or `en`.

        Raises:
            UnknownFacet, LobkitError: where a facet or kind is none, or Altair is not installed.
        """
        return publications_of(self).plot(kind, facet=facet, by=by, lang=lang)

    @property
    def advice(self) -> Recommendations:
        """All its recommendations, within publications and on their own, to be asked, counted or looked at."""
        return recommendations_of(self)

    def __repr__(self) -> str:
        """How much it holds; what it holds is in its fields, and can be a hundred thousand records."""
        held = [counted(len(getattr(self, name)), cls.__name__) for cls, name in RECORD_FIELDS_BY_CLASS.items()]
        said = ", ".join(part for part in held if not part.startswith("0 ")) or "nothing"
        return f"<Catalog: {said}>"

    _repr_html_ = as_html

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        from lobkit.model.overview import overview  # noqa: PLC0415 - not before somebody looks

        return overview(self)

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
            ValueRefused: where two catalogs both bring facts, two records have one IRI, or something is no record.
        """
        if isinstance(records, (str, bytes)) or not isinstance(records, Iterable):
            raise ValueRefused(f"expected several records, such as [record], not {shown(records)}")
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
                if type(record) not in RECORD_FIELDS_BY_CLASS:
                    names = ", ".join(cls.__name__ for cls in RECORD_FIELDS_BY_CLASS)
                    raise ValueRefused(f"{shown(record)} is no record of lobkit's, which are Catalog, {names}")
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
