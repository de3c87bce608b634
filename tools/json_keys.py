"""The page of the JSON keys, made from the shapes: each class with its keys, their forms, and which are required."""

import json
from collections.abc import Iterator
from typing import Any

from lobkit.datatypes import BOOLEAN, DATE, DECIMAL, INTEGER, STRING, Datatype
from lobkit.description import (
    Cardinality,
    IriRange,
    LangMapRange,
    LangStringRange,
    LiteralRange,
    NodeRange,
    NodeShape,
    PropertyShape,
    Range,
)
from lobkit.namespaces import NAMESPACES
from lobkit.shape import shapes_of
from lobkit.skos import Concept
from lobkit.values import ConceptIri, Iri

_HEAD = "| key | form | required | meaning | RDF property |\n|---|---|---|---|---|\n"
_HOW_MANY = {Cardinality.ORDERED: "list, in order: ", Cardinality.UNORDERED: "set: "}
_FOLLOWS = "It is not written, and where it is stated it must fit."
_SAMPLES = {DATE: "2015-03-01", DECIMAL: "12.5"}
_IDS = {
    "required": ("the absolute IRI that names it", "yes"),
    "optional": ("the absolute IRI that names it; left out, it has no name of its own", ""),
}


def keys_of(classes: tuple[type[Any], ...]) -> str:
    """A section for each class that these classes need, those that can stand at the top of a document first.

    Behind them stand the concepts that their fields take.
    """
    shapes = shapes_of(*classes)
    ranges: list[Range] = [one.range for shape in shapes for one in shape.properties]
    told_apart = {cls for one in ranges if isinstance(one, NodeRange) and len(one.classes) > 1 for cls in one.classes}

    def says_type(cls: type[Any]) -> str:
        where = [("at the top", classes), ("where several classes can stand", told_apart)]
        return " and ".join(words for words, these in where if cls in these)

    sections = ["".join(_section(shape, says_type(shape.cls))) for shape in shapes]
    taken = {*ranges, *(one.range for shape in shapes for one in shape.derived)}
    closed = {one.concept_class for one in taken if isinstance(one, IriRange)}
    schemes = sorted((one for one in closed if one is not None), key=lambda one: one.__name__)
    return "\n".join([*sections, *("".join(_concepts(one)) for one in schemes if one.members() is not None)])


def _concepts(concepts: type[ConceptIri]) -> Iterator[str]:
    """The concepts of a scheme with their labels."""
    yield f"(keys-{concepts.__name__.lower()})=\n\n### Concepts of {concepts.__name__}\n\n"
    yield "| IRI | label |\n|---|---|\n"
    for iri, one in (concepts.members() or {}).items():
        labels = one.pref_label.values() if isinstance(one, Concept) and one.pref_label else ()
        yield f"| `{iri}` | {_cell(' · '.join(labels))} |\n"


def _section(shape: NodeShape, says_type: str) -> Iterator[str]:
    yield f"(keys-{shape.name.lower()})=\n\n### {shape.name}\n\n{shape.definition} In RDF: `{_short(shape.type)}`.\n\n"
    yield _HEAD
    if shape.iri in _IDS:
        meaning, required = _IDS[shape.iri]
        yield _row("id", "IRI", required, meaning[0].upper() + meaning[1:] + ".", "")
    yield _row("type", f"`{shape.name}`", says_type, "Its class.", "rdf:type")
    for one in shape.properties:
        yield _row(one.key, _form(one), "yes" if one.required else "", one.definition, _short(one.path))
    for derived in shape.derived:
        if derived.range is not None:
            yield _row(derived.key, _item(derived.range), "", f"{derived.definition} {_FOLLOWS}", _short(derived.path))


def _row(key: str, form: str, required: str, meaning: str, path: str) -> str:
    property_ = f"`{path}`" if path else "–"
    return f"| `{key}` | {form} | {required or '–'} | {_cell(meaning)} | {property_} |\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _form(one: PropertyShape) -> str:
    if isinstance(one.range, LangStringRange) and one.cardinality is Cardinality.UNORDERED:
        return 'lists of texts by language: `{"nl": ["…", "…"]}`'
    filled = ", not empty" if one.filled else ""
    absent = "; an empty list is not the same as no key" if one.nullable else ""
    return f"{_HOW_MANY.get(one.cardinality, '')}{_item(one.range)}{filled}{absent}"


def _item(range_: Range) -> str:
    match range_:
        case LiteralRange(datatype=datatype):
            return _literal(datatype)
        case LangMapRange():
            return 'texts by language: `{"nl": "…", "en": "…"}`'
        case LangStringRange():
            return 'text with its language: `{"value": "…", "lang": "nl"}`'
        case IriRange(iri_class=iri_class):
            if range_.concept_class is not None:
                link = f"[{iri_class.__name__}](#keys-{iri_class.__name__.lower()})"
                return f"concept of {iri_class.__name__ if range_.concept_class.members() is None else link} (IRI)"
            return "IRI" if iri_class is Iri else f"IRI ({iri_class.__name__})"
        case NodeRange(classes=classes):
            return " or ".join(f"[{cls.__name__}](#keys-{cls.__name__.lower()})" for cls in classes)


def _literal(datatype: Datatype) -> str:
    if datatype.json == "object":
        return 'date, month or year: `{"type": "gYear", "value": "2015"}`, with `gYearMonth` or `date` likewise'
    kind = {"string": "text", "integer": "whole number", "boolean": "`true` or `false`"}[datatype.json]
    if datatype in (STRING, INTEGER, BOOLEAN):
        return kind
    sample = datatype.examples[0] if datatype.examples else _SAMPLES[datatype]
    return f"{kind} ({datatype.name}, such as `{json.dumps(sample)}`)"


def _short(iri: str) -> str:
    found = max(
        (space for space in NAMESPACES if iri.startswith(space.iri)), key=lambda one: len(one.iri), default=None
    )
    return iri if found is None else f"{found.prefix}:{iri.removeprefix(found.iri)}"
