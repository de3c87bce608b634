"""An OWL ontology of the terms that a model adds to the standard ones, in Turtle, tied to those."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen

from lobkit.description import (
    Cardinality,
    IriRange,
    LangMapRange,
    LangStringRange,
    LiteralRange,
    NodeRange,
    NodeShape,
    PropertyShape,
)
from lobkit.errors import DeclarationError
from lobkit.formats.turtle_terms import iri_text
from lobkit.namespaces import NAMESPACES, RDF, RDFS, SKOS
from lobkit.shape import shape_of, shapes_of


@frozen
class Term:
    """What people call a term, and which standard terms it stands beside.

    Args:
        nl, en: its labels.
        definition: what it means, in Dutch; the English stands in the declaration.
        ties: pairs of a property and a standard term, such as `(RDFS.subClassOf, BIBO.DocumentPart)`.
    """

    nl: str
    en: str
    definition: str
    ties: tuple[tuple[str, str], ...] = ()


@frozen
class Named:
    """The ontology as a whole, and the concepts that it brings beside classes and properties.

    Args:
        iri: the namespace without its last sign.
        title, description: by language.
        version: a semantic version number.
        terms: by IRI.
        concepts: by IRI, those of the scheme that the IRI itself says.
    """

    iri: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    version: str
    terms: Mapping[str, Term]
    concepts: Mapping[str, Term]


def own_terms(classes: tuple[type[Any], ...], namespace: str) -> dict[str, str]:
    """The IRIs below a namespace that the declarations use, with their English definitions, in order."""
    found: dict[str, str] = {}
    for shape in shapes_of(*classes):
        pairs = [(shape.type, shape.definition)]
        pairs += [(one.path, one.definition) for one in shape.properties]
        pairs += [(one.path, one.definition) for one in shape.derived]
        for iri, definition in pairs:
            if iri.startswith(namespace):
                found.setdefault(iri, definition)
    return found


def ontology_of(classes: tuple[type[Any], ...], about: Named) -> str:
    """The terms below the namespace that the declarations of these classes use, as Turtle.

    Raises:
        DeclarationError: for a term without labels, or labels without a term.
    """
    definitions = own_terms(classes, about.iri)
    if odd := set(definitions) ^ set(about.terms):
        raise DeclarationError(f"labels and declarations differ in {', '.join(sorted(odd))}; give each term its labels")
    shapes = shapes_of(*classes)
    paragraphs = [_head(about)]
    paragraphs += [_paragraph(iri, about, definitions[iri], _kind(iri, shapes)) for iri in definitions]
    paragraphs += [_concept(iri, term) for iri, term in about.concepts.items()]
    text = "\n".join(paragraphs)
    used = [space for space in NAMESPACES if f"{space.prefix}:" in text]
    return "".join(f"@prefix {space.prefix}: <{space.iri}> .\n" for space in used) + "\n" + text


def _head(about: Named) -> str:
    lines = [f"<{about.iri}> a owl:Ontology", *_texts("dcterms:title", about.title)]
    lines += _texts("dcterms:description", about.description)
    return _lines(
        [*lines, f"owl:versionInfo {_quoted(about.version)}", f"owl:versionIRI <{about.iri}/{about.version}>"]
    )


def _paragraph(iri: str, about: Named, definition: str, kind: list[str]) -> str:
    term = about.terms[iri]
    lines = [f"{_name(iri)} a {kind[0]}", *_texts("rdfs:label", {"nl": term.nl, "en": term.en})]
    lines += _texts("rdfs:comment", {"nl": term.definition, "en": definition})
    lines += [*kind[1:], *(f"{_name(one)} {_name(other)}" for one, other in term.ties)]
    return _lines([*lines, f"rdfs:isDefinedBy <{about.iri}>"])


def _concept(iri: str, term: Term) -> str:
    scheme = iri.rpartition("/")[0]
    lines = [f"<{iri}> a skos:Concept", *_texts("skos:prefLabel", {"nl": term.nl, "en": term.en})]
    lines += [*_texts("skos:definition", {"nl": term.definition}), f"skos:inScheme <{scheme}>"]
    return _lines([*lines, *(f"{_name(one)} {_name(other)}" for one, other in term.ties)])


def _kind(iri: str, shapes: Iterable[NodeShape]) -> list[str]:
    """What a term is in OWL, and the lines that say where it stands."""
    if any(shape.type == iri for shape in shapes):
        return ["owl:Class"]
    uses = list(_uses(iri, shapes))
    kinds = {_property_kind(one) for _, one in uses}
    ranges = {_range_of(one) for _, one in uses} - {None}
    lines = [min(kinds) if len(kinds) == 1 else "rdf:Property"]
    lines.append(f"rdfs:domain {_either([shape.type for shape, _ in uses])}")
    return [*lines, *(f"rdfs:range {one}" for one in ranges if len(ranges) == 1)]


def _uses(iri: str, shapes: Iterable[NodeShape]) -> Iterator[tuple[NodeShape, PropertyShape | None]]:
    for shape in shapes:
        for one in shape.properties:
            if one.path == iri:
                yield shape, one
        for derived in shape.derived:
            if derived.path == iri:
                yield shape, None


def _property_kind(one: PropertyShape | None) -> str:
    plain = (LiteralRange, LangMapRange, LangStringRange)
    literal = one is not None and one.cardinality is not Cardinality.ORDERED and isinstance(one.range, plain)
    return "owl:DatatypeProperty" if literal else "owl:ObjectProperty"


def _range_of(one: PropertyShape | None) -> str | None:
    if one is None:
        return None
    if one.cardinality is Cardinality.ORDERED:
        return _name(RDF.List)
    match one.range:
        case NodeRange(classes=classes):
            return _either([shape_of(cls).type for cls in classes])
        case LiteralRange(datatype=datatype):
            return _name(datatype.iris[0] if len(datatype.iris) == 1 else RDFS.Literal)
        case IriRange(concept_class=concept_class) if concept_class is not None:
            return _name(SKOS.Concept)
        case LangMapRange() | LangStringRange():
            return _name(RDF.langString)
    return None


def _either(classes: list[str]) -> str:
    names = [_name(one) for one in dict.fromkeys(classes)]
    return names[0] if len(names) == 1 else f"[ a owl:Class ; owl:unionOf ( {' '.join(names)} ) ]"


def _name(iri: str) -> str:
    text = iri_text(iri)
    return text if text[0] == "<" or any(text.startswith(f"{space.prefix}:") for space in NAMESPACES) else f"<{iri}>"


def _texts(path: str, texts: Mapping[str, str]) -> list[str]:
    return [f"{path} {_quoted(text)}@{lang}" for lang, text in texts.items()]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _lines(lines: list[str]) -> str:
    return " ;\n  ".join(lines) + " .\n"


__all__ = ["Named", "Term", "ontology_of", "own_terms"]
