"""The words that a model speaks: `Property` for a field, `Derived` for what follows, `rdf_type` for a class."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from attrs import field, frozen

from lobkit.values import Iri

C = TypeVar("C", bound=type[Any])

TYPE_MARK = "__lobkit_rdf_type__"


@frozen
class Property:
    """What a field means in every form.

    Args:
        iri: the RDF property.
        definition: one English sentence for people; it reaches the reference, the schemas and the ontology.
        key: the JSON key, where it is not the lowerCamelCase of the field's name.
    """

    iri: Iri = field(converter=Iri)
    definition: str
    key: str | None = None


@frozen
class Derived:
    """What a Python property of a class means: a statement that follows from the fields.

    It is never stored. Writers add it when they are asked to enrich; readers check it and leave it out.

    Args:
        iri: the RDF property.
        definition: one English sentence for people.
        code: the code of the finding where a source states something else than what follows.
    """

    iri: Iri = field(converter=Iri)
    definition: str
    code: str = "LOB111"


def rdf_type(iri: str, definition: str) -> Callable[[C], C]:
    """Says which RDF class the objects of a Python class are; the class itself stays as it is."""
    meaning = Property(iri, definition)

    def mark(cls: C) -> C:
        setattr(cls, TYPE_MARK, meaning)
        return cls

    return mark
