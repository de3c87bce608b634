"""What a publication advises, as a thing of its own that can be counted and linked."""

from __future__ import annotations

from typing import Annotated

from attrs import frozen

from lobkit.declare import Property, rdf_type
from lobkit.display import mimebundle
from lobkit.namespaces import DCTERMS, LOB
from lobkit.shape import checked
from lobkit.values import Iri, LangMap
from lobkit.vocabularies import Sector, Thema


@rdf_type(LOB.Recommendation, "Something that a publication advises to do.")
@frozen
class Recommendation:
    """One piece of advice; it lives inside a publication, or on its own with the address of its publication."""

    text: Annotated[LangMap, Property(DCTERMS.description, "What is advised, in Markdown.")]
    themas: Annotated[frozenset[Thema], Property(DCTERMS.subject, "The themes that it concerns.")] = frozenset()
    sectors: Annotated[
        frozenset[Sector], Property(DCTERMS.educationLevel, "The sectors of education that it concerns.")
    ] = frozenset()
    audiences: Annotated[
        frozenset[str], Property(DCTERMS.audience, "Whom it addresses, such as schools or team leaders.")
    ] = frozenset()
    locator: Annotated[str | None, Property(LOB.locator, "Where in the publication it stands.")] = None
    publication: Annotated[Iri | None, Property(DCTERMS.isPartOf, "The publication that gives the advice.")] = None
    iri: Iri | None = None

    __attrs_post_init__ = checked
    _repr_mimebundle_ = mimebundle
