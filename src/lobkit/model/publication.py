"""A publication of research, as a sheet of the research bank describes it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Annotated

from attrs import frozen

from lobkit.agent import Agent, Organisation
from lobkit.datatypes import Language, Year
from lobkit.declare import Derived, Property, rdf_type
from lobkit.display import as_html, mimebundle
from lobkit.model.identifiers import Doi, Handle, Isbn, Issn, UrnNbn
from lobkit.model.recommendation import Recommendation
from lobkit.namespaces import BASE, BIBO, DCTERMS, LOB, PROV, RDF, RDFS, SCHEMA
from lobkit.shape import checked
from lobkit.values import Address, ConceptIri, Iri, LangMap
from lobkit.vocabularies import Jaartal, Sector, Soort, Thema, jaartal


@rdf_type(LOB.Section, "A part of a text, with its heading and its parts.")
@frozen
class Section:
    """A part of a summary or transfer; it can hold sections in its turn."""

    heading: Annotated[str | None, Property(LOB.heading, "The heading, as plain text.")] = None
    body: Annotated[str, Property(LOB.body, "The text under the heading, in Markdown.")] = ""
    sections: Annotated[tuple[Section, ...], Property(LOB.sections, "The sections within it, in order.")] = ()

    __attrs_post_init__ = checked
    _repr_mimebundle_ = mimebundle
    _repr_html_ = as_html


@rdf_type(LOB.Link, "A reference to something on the web, which may lack its address.")
@frozen
class Link:
    """A link that a sheet prints beside the full text."""

    url: Annotated[Address | None, Property(LOB.url, "The address, to the letter.")] = None
    label: Annotated[str | None, Property(RDFS.label, "The words of the link.")] = None
    note: Annotated[str | None, Property(LOB.note, "What it leads to, as printed.")] = None

    __attrs_post_init__ = checked
    _repr_mimebundle_ = mimebundle
    _repr_html_ = as_html


class Relation(ConceptIri):
    """How one publication stands to another, such as `Relation.named("summary-of")`."""

    __slots__ = ()
    scheme = BASE + "relation"

    @classmethod
    def members(cls) -> Mapping[str, str]:
        """The relations by IRI."""
        return {f"{cls.scheme}/{name}": name for name in _RELATIONS}

    @classmethod
    def advice(cls, text: str) -> str:
        """The relations that there are."""
        return f"; write {cls.scheme}/ and one of {', '.join(_RELATIONS)}"

    @classmethod
    def named(cls, name: str) -> Relation:
        """The relation of a name."""
        return cls(f"{cls.scheme}/{name}")


_RELATIONS = (
    "follow-up-of",
    "has-follow-up",
    "summary-of",
    "has-summary",
    "translation-of",
    "has-translation",
    "version-of",
    "part-of",
    "cites",
    "related-to",
)


@rdf_type(LOB.RelatedPublication, "Another publication, and how this one stands to it.")
@frozen
class RelatedPublication:
    """Another publication, by its address or at least its title."""

    relation: Annotated[Relation, Property(LOB.relation, "How this publication stands to the other.")]
    target: Annotated[Iri | None, Property(LOB.target, "The address of the other publication.")] = None
    title: Annotated[LangMap | None, Property(DCTERMS.title, "The name of the thing.")] = None

    __attrs_post_init__ = checked
    _repr_mimebundle_ = mimebundle
    _repr_html_ = as_html


@rdf_type(LOB.Container, "The journal, book or series in which a publication appeared.")
@frozen
class Container:
    """Where a publication appeared, for citing."""

    container_title: Annotated[str | None, Property(LOB.containerTitle, "The name of the journal, book or series.")] = (
        None
    )
    volume: Annotated[str | None, Property(BIBO.volume, "The volume.")] = None
    issue: Annotated[str | None, Property(BIBO.issue, "The issue.")] = None
    pages: Annotated[str | None, Property(BIBO.pages, "The pages, such as 12-34.")] = None
    issn: Annotated[Issn | None, Property(BIBO.issn, "The ISSN of the journal or series.")] = None

    __attrs_post_init__ = checked
    _repr_mimebundle_ = mimebundle
    _repr_html_ = as_html


@rdf_type(LOB.Provenance, "Where a record came from.")
@frozen
class Provenance:
    """Where a record came from, and what of its source has no other place."""

    source: Annotated[Iri | None, Property(PROV.hadPrimarySource, "The page or file that was read.")] = None
    source_file: Annotated[str | None, Property(LOB.sourceFile, "The name of the file that was read.")] = None
    retrieved: Annotated[datetime.date | None, Property(DCTERMS.created, "The day on which it was made.")] = None
    remainder: Annotated[
        tuple[str, ...], Property(LOB.remainder, "Lines of the source that have no other place, to the letter.")
    ] = ()

    __attrs_post_init__ = checked
    _repr_mimebundle_ = mimebundle
    _repr_html_ = as_html


# Standard classes by kind of publication; a class is no mapping of the concept.
_CLASSES: Mapping[str, tuple[str, ...]] = {
    "proefschrift": (SCHEMA.Thesis, BIBO.Thesis),
    "inaugurale-rede-lectorale-rede": (SCHEMA.CreativeWork,),
    "onderzoeksrapport": (SCHEMA.Report, BIBO.Report),
    "samenvatting-onderzoeksrapport": (SCHEMA.Report, BIBO.Report),
    "artikel": (SCHEMA.Article, BIBO.Article),
}


@rdf_type(BIBO.Document, "A publication of research.")
@frozen
class Publication:
    """A publication with its criteria, bibliographic facts, summary and transfer.

    >>> Publication(title=LangMap(nl="Kiezen leer je samen"), year=2019).jaartal.label
    '2015 - 2020'
    """

    title: Annotated[LangMap, Property(DCTERMS.title, "The name of the thing.")]
    authors: Annotated[tuple[Agent, ...], Property(BIBO.authorList, "Who wrote it, in the printed order.")] = ()
    printed_authors: Annotated[
        str | None, Property(LOB.printedAuthors, "The line of authors to the letter, where it was not understood.")
    ] = None
    year: Annotated[Year | None, Property(DCTERMS.issued, "The year of publication.")] = None
    soort: Annotated[Soort | None, Property(DCTERMS.type, "The kind of publication.")] = None
    sectors: Annotated[
        frozenset[Sector], Property(DCTERMS.educationLevel, "The sectors of education that it concerns.")
    ] = frozenset()
    themas: Annotated[frozenset[Thema], Property(DCTERMS.subject, "The themes that it concerns.")] = frozenset()
    full_text: Annotated[Address | None, Property(LOB.fullText, "The address of the full text, to the letter.")] = None
    links: Annotated[tuple[Link, ...], Property(LOB.links, "Other links, in the printed order.")] = ()
    doi: Annotated[Doi | None, Property(BIBO.doi, "The DOI, without its resolver.")] = None
    isbns: Annotated[frozenset[Isbn], Property(BIBO.isbn, "The ISBNs, hyphens as printed.")] = frozenset()
    handle: Annotated[Handle | None, Property(BIBO.handle, "The Handle, without its resolver.")] = None
    urn_nbn: Annotated[UrnNbn | None, Property(LOB.urnNbn, "The URN:NBN.")] = None
    language: Annotated[Language | None, Property(DCTERMS.language, "The language of the publication.")] = None
    publisher: Annotated[Organisation | None, Property(DCTERMS.publisher, "The organisation that published it.")] = None
    container: Annotated[Container | None, Property(LOB.container, "Where it appeared.")] = None
    summary: Annotated[tuple[Section, ...], Property(LOB.summary, "What the publication says, in sections.")] = ()
    transfer: Annotated[
        tuple[Section, ...], Property(LOB.transfer, "What a school can take from it, in sections.")
    ] = ()
    recommendations: Annotated[
        tuple[Recommendation, ...], Property(LOB.recommendations, "What it advises, in the printed order.")
    ] = ()
    related_publications: Annotated[
        tuple[RelatedPublication, ...], Property(LOB.relatedPublications, "Publications that belong with it.")
    ] = ()
    provenance: Annotated[Provenance | None, Property(LOB.provenance, "Where the record came from.")] = None
    iri: Iri | None = None

    __attrs_post_init__ = checked
    _repr_mimebundle_ = mimebundle
    _repr_html_ = as_html

    @property
    def jaartal(
        self,
    ) -> Annotated[Jaartal | None, Derived(LOB.jaartal, "The period, which follows from the year.", code="LOB302")]:
        """The period of publication, which follows from the year."""
        return None if self.year is None else jaartal.for_year(self.year)

    @property
    def creators(self) -> Annotated[tuple[Agent, ...], Derived(DCTERMS.creator, "The authors, without their order.")]:
        """The authors, as plain creators for readers that know no lists."""
        return self.authors

    @property
    def classes(self) -> Annotated[tuple[Iri, ...], Derived(RDF.type, "Standard classes that follow from the kind.")]:
        """The classes of BIBO and schema.org that follow from the kind of publication."""
        return () if self.soort is None else tuple(Iri(one) for one in _CLASSES[self.soort.slug])
