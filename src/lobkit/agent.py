"""Who wrote or published: persons and organisations, always with the name as it was printed."""

from __future__ import annotations

from typing import Annotated

from attrs import frozen

from lobkit.declare import Property, rdf_type
from lobkit.display import as_html, mimebundle
from lobkit.namespaces import FOAF, LOB
from lobkit.shape import checked
from lobkit.values import Iri


@rdf_type(FOAF.Person, "A person who wrote something.")
@frozen
class Person:
    """A person. `iri` is the ORCID or another address that names the person."""

    name: Annotated[str, Property(FOAF.name, "The name, to the letter as printed.")]
    given_name: Annotated[str | None, Property(FOAF.givenName, "Given names or initials.")] = None
    particle: Annotated[str | None, Property(LOB.particle, "The tussenvoegsel, such as 'van den'.")] = None
    family_name: Annotated[str | None, Property(FOAF.familyName, "The surname without its tussenvoegsel.")] = None
    iri: Iri | None = None

    __attrs_post_init__ = checked
    _repr_mimebundle_ = mimebundle
    _repr_html_ = as_html


@rdf_type(FOAF.Organization, "An organisation that wrote or published something.")
@frozen
class Organisation:
    """An organisation. `iri` is the ROR or another address that names it."""

    name: Annotated[str, Property(FOAF.name, "The name, to the letter as printed.")]
    iri: Iri | None = None

    __attrs_post_init__ = checked
    _repr_mimebundle_ = mimebundle
    _repr_html_ = as_html


Agent = Person | Organisation
"""A person or an organisation, told apart by `type`."""
