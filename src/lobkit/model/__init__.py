"""The model: publications, recommendations, agents and catalogs, each a plain frozen attrs class."""

from lobkit.agent import Agent, Organisation, Person
from lobkit.model.catalog import ROOTS, Catalog, Record
from lobkit.model.publication import (
    Container,
    Link,
    Provenance,
    Publication,
    RelatedPublication,
    Relation,
    Section,
)
from lobkit.model.recommendation import Recommendation
from lobkit.schemas.context import ADDRESSES, CONTEXT_IRI

ADDRESSES[ROOTS] = CONTEXT_IRI

__all__ = [
    "ROOTS",
    "Agent",
    "Catalog",
    "Container",
    "Link",
    "Organisation",
    "Person",
    "Provenance",
    "Publication",
    "Recommendation",
    "Record",
    "RelatedPublication",
    "Relation",
    "Section",
]
