"""A commented YAML record to fill in, from the shape of its class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lobkit.datatypes import BOOLEAN, DATE, DECIMAL, INTEGER
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
from lobkit.formats.yaml import modeline
from lobkit.shape import shape_of
from lobkit.skos import Concept

Lines = list[str]


def template(cls: type[Any], schema: str | None = None) -> str:
    """A record with the keys that must be there, and every other key as a comment with its meaning and an example.

    Args:
        cls: the class of the record.
        schema: where its JSON Schema stands, for editors: an address, or a path from the folder of the record.
    """
    shape = shape_of(cls)
    lines = [
        *([modeline(schema).rstrip("\n")] if schema is not None else []),
        f"# {shape.definition} Fill in what you know; take the # away from a line that you use.",
        f"type: {shape.name}",
        *_name(shape),
    ]
    for one in shape.properties:
        lines += ["", f"# {one.definition}", *_entry(one)]
    return "\n".join(lines) + "\n"


def _name(shape: NodeShape) -> Lines:
    if shape.iri == "none":
        return []
    example = f"https://example.org/{shape.name.lower()}/1"
    if shape.iri == "required":
        return ["# The address that names this record.", f"id: {example}"]
    return ["# The address that names this record; without it the record has no name of its own.", f"#id: {example}"]


def _entry(one: PropertyShape) -> Lines:
    """The key with an example of its form; commented out where the key may be absent."""
    mark = "" if one.required else "#"
    concepts = _concepts(one)
    if concepts:
        choice = [f"{iri}  # {_label(member)}" for iri, member in concepts.items()]
        if one.cardinality.many:
            return [f"{mark}{one.key}:", *(f"{mark if at == 0 else '#'}  - {line}" for at, line in enumerate(choice))]
        return [f"{mark if at == 0 else '#'}{one.key}: {line}" for at, line in enumerate(choice)]
    by_language = isinstance(one.range, LangStringRange) and one.cardinality is Cardinality.UNORDERED
    return [f"{mark}{line}" for line in _under(one.key, _value(one), one.cardinality.many and not by_language)]


def _concepts(one: PropertyShape) -> Mapping[str, Any]:
    """The concepts that the values are chosen from; none where they are no concepts, or the scheme is open."""
    concept_class = one.range.concept_class if isinstance(one.range, IriRange) else None
    return (concept_class.members() or {}) if concept_class is not None else {}


def _label(member: object) -> str:
    if isinstance(member, Concept):
        return member.pref_label.best("nl") if member.pref_label is not None else member.iri
    return str(member)


def _under(key: str, value: Lines | str, many: bool) -> Lines:
    """A key and its example, as YAML lays them out."""
    if isinstance(value, str):
        return [f"{key}:", f"  - {value}"] if many else [f"{key}: {value}"]
    first, *rest = value
    if many:
        return [f"{key}:", f"  - {first}", *(f"    {line}" for line in rest)]
    return [f"{key}:", *(f"  {line}" for line in value)]


def _value(one: PropertyShape) -> Lines | str:
    """An example of one value: a scalar, or the lines of a mapping."""
    match one.range:
        case LangMapRange():
            return [f"nl: {'Vul dit in' if one.required else '…'}"]
        case LangStringRange() if one.cardinality is Cardinality.UNORDERED:
            return ["nl:", "  - …"]
        case LangStringRange():
            return ["value: …", "lang: nl"]
        case NodeRange(classes=classes):
            named = [f"id: https://example.org/{one.key}/1"] if shape_of(classes[0]).iri == "required" else []
            return [*named, f"type: {classes[0].__name__}", *_needed(classes[0])]
        case LiteralRange(datatype=datatype) if datatype.json == "object":
            return ["type: gYear", 'value: "2019"']
        case LiteralRange(datatype=datatype):
            example = datatype.lexical(datatype.examples[0]) if datatype.examples else _PLAIN.get(datatype, "…")
            return f'"{example}"' if example[:1].isdigit() and datatype.json == "string" else example
    return next(iter(_concepts(one)), "https://example.org/…")


_PLAIN = {INTEGER: "1", BOOLEAN: "true", DATE: "2019-03-01", DECIMAL: "12.5"}


def _needed(cls: type[Any]) -> Iterator[str]:
    """What a nested thing must say; where it need not say anything, what it may say first."""
    properties = shape_of(cls).properties
    for one in [one for one in properties if one.required] or properties[:1]:
        yield from _under(one.key, _value(one), one.cardinality.many)
