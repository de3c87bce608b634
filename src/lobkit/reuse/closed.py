"""The concepts of a vocabulary as closed lists that other validators know: JSON Schema and SHACL."""

from __future__ import annotations

import json

from lobkit.schemas.json_schema import concept_enumeration
from lobkit.schemas.shacl import SHACL_IRI, concept_list
from lobkit.vocabularies import ConceptHandle, Vocabulary


def json_schema(vocabulary: Vocabulary[ConceptHandle, str], iri: str | None = None) -> str:
    """A JSON Schema that takes the IRIs of the concepts and nothing else; editors show their labels and definitions."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    head |= {"$id": iri} if iri else {}
    return json.dumps({**head, **concept_enumeration(vocabulary.handle)}, ensure_ascii=False, indent=2) + "\n"


def shacl(vocabulary: Vocabulary[ConceptHandle, str], iri: str | None = None) -> str:
    """A SHACL shape that takes the concepts and nothing else; point to it from a property shape with sh:node."""
    return concept_list(vocabulary.handle, iri or f"{SHACL_IRI}{vocabulary.handle.__name__}Concept")
