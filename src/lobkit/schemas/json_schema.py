"""JSON Schema 2020-12 of declared classes: what an editor completes, and what any validator checks."""

from __future__ import annotations

from typing import Any

from lobkit.datatypes import Datatype
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
from lobkit.namespaces import BASE
from lobkit.scalars import LANGUAGE_PATTERN
from lobkit.schemas.context import addresses_of
from lobkit.shape import shapes_of
from lobkit.skos import Concept
from lobkit.values import IRI_PATTERN, ConceptIri

Schema = dict[str, Any]

JSON_SCHEMA_IRI = f"{BASE}schema/0.1/lobkit.schema.json"
"""The address of the schema of lobkit's own model; a new version of the model gets a new one."""

_TEXT = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]*$"
"""What no form can carry is no text (XML 1.0, section 2.2)."""


def json_schema_of(classes: tuple[type[Any], ...], address: str = JSON_SCHEMA_IRI) -> Schema:
    """The schema of a document that holds things of these classes: one, or `@graph` with several.

    Args:
        classes: what can stand at the top of a document.
        address: the `$id` of the schema.
    """
    shapes = shapes_of(*classes)
    roots = {shape.cls for shape in shapes} & set(classes)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "title": " or ".join(cls.__name__ for cls in classes),
        "description": f"A record by its type ({', '.join(cls.__name__ for cls in classes)}), or @graph with several.",
        "type": "object",
        "if": {"required": ["@graph"]},
        "then": {
            "properties": {
                "@context": {"$ref": "#/$defs/@context"},
                "@graph": {
                    "description": "Several records in one document.",
                    "type": "array",
                    "items": {"$ref": "#/$defs/record"},
                },
            },
            "additionalProperties": False,
        },
        "else": {"$ref": "#/$defs/record"},
        "$defs": {
            "record": _record(classes),
            "@context": {
                "description": "What the keys mean in RDF: the address of the context, or the context itself.",
                "anyOf": [*({"const": address} for address in addresses_of(classes)), {"type": "object"}],
            },
            "text": {"type": "string", "pattern": _TEXT},
            "iri": {"description": "An absolute IRI.", "type": "string", "pattern": _whole(IRI_PATTERN)},
            "texts": {
                "description": "One text for each language, at least one.",
                "type": "object",
                "minProperties": 1,
                "propertyNames": {"pattern": _whole(LANGUAGE_PATTERN)},
                "additionalProperties": {"$ref": "#/$defs/text", "minLength": 1},
            },
            **{shape.name: _node(shape, shape.cls in roots) for shape in shapes},
            **_schemes(shapes),
        },
    }


def concept_enumeration(iri_class: type[ConceptIri]) -> Schema:
    """The concepts of a scheme, each with its label and definition, so that an editor completes them."""
    members = iri_class.members() or {}
    return {
        "title": iri_class.__name__,
        "description": f"A concept of {iri_class.scheme}.",
        "type": "string",
        "oneOf": [{"const": str(iri), **_annotations(member)} for iri, member in members.items()],
    }


def _annotations(member: object) -> Schema:
    """The Dutch label as title, and all labels before the definition, since a list of completions shows no title."""
    if not isinstance(member, Concept):
        return {}
    found: Schema = {}
    told = []
    if member.pref_label is not None:
        found["title"] = label = member.pref_label.best("nl")
        others = ", ".join(text for text in member.pref_label.values() if text != label)
        told.append(f"{label} ({others})" if others else label)
    if member.definition is not None:
        told.append(member.definition.best("nl"))
    if told:
        found["description"] = ": ".join(told)
    if member.deprecated:
        found["deprecated"] = True
    return found


def _record(classes: tuple[type[Any], ...]) -> Schema:
    """A thing that says its type; each type has its own keys, so that a fault is told of that type only."""
    names = [cls.__name__ for cls in classes]
    return {
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"enum": names}},
        "allOf": [_of_type(name) for name in names],
    }


def _of_type(name: str) -> Schema:
    return {
        "if": {"properties": {"type": {"const": name}}, "required": ["type"]},
        "then": {"$ref": f"#/$defs/{name}"},
    }


def _schemes(shapes: tuple[NodeShape, ...]) -> dict[str, Schema]:
    ranges = [one.range for shape in shapes for one in shape.properties if isinstance(one.range, IriRange)]
    ranges += [one.range for shape in shapes for one in shape.derived if one.range is not None]
    closed = {one.concept_class for one in ranges if one.concept_class is not None and _is_closed(one)}
    return {one.__name__: concept_enumeration(one) for one in sorted(closed, key=lambda one: one.__name__)}


def _is_closed(range_: IriRange) -> bool:
    return range_.concept_class is not None and range_.concept_class.members() is not None


def _node(shape: NodeShape, root: bool) -> Schema:
    properties: Schema = {"@context": {"$ref": "#/$defs/@context"}} if root else {}
    required = [one.key for one in shape.properties if one.required]
    if shape.iri != "none":
        properties["id"] = {"$ref": "#/$defs/iri", "description": f"The address that names this {shape.name}."}
    if shape.iri == "required":
        required.insert(0, "id")
    properties["type"] = {"description": shape.definition, "const": shape.name}
    properties |= {one.key: _property(one) for one in shape.properties}
    stated = ((one, one.range) for one in shape.derived if one.range is not None)
    properties |= {one.key: {"description": one.definition, **_item(range_)} for one, range_ in stated}
    made: Schema = {"title": shape.name, "description": shape.definition, "type": "object", "properties": properties}
    if required:
        made["required"] = required
    return {**made, "additionalProperties": False}


def _property(one: PropertyShape) -> Schema:
    if isinstance(one.range, LangStringRange) and one.cardinality is Cardinality.UNORDERED:
        by_language = {"type": "array", "uniqueItems": True, "items": {"$ref": "#/$defs/text"}}
        return {
            "description": one.definition,
            "type": "object",
            "propertyNames": {"pattern": _whole(LANGUAGE_PATTERN)},
            "additionalProperties": by_language,
        }
    item = _item(one.range)
    if not one.cardinality.many:
        return {"description": one.definition, **item, **({"minLength": 1} if one.filled else {})}
    made: Schema = {"description": one.definition, "type": "array", "items": item}
    if one.cardinality is Cardinality.UNORDERED:
        made["uniqueItems"] = True
    return made


def _item(range_: Range) -> Schema:
    match range_:
        case LiteralRange(datatype=datatype):
            return _literal(datatype)
        case LangMapRange():
            return {"$ref": "#/$defs/texts"}
        case LangStringRange():
            tag = {"type": "string", "pattern": _whole(LANGUAGE_PATTERN)}
            return _closed({"value": {"$ref": "#/$defs/text"}, "lang": tag})
        case IriRange(iri_class=iri_class):
            if _is_closed(range_):
                return {"$ref": f"#/$defs/{iri_class.__name__}"}
            plain = iri_class.pattern == IRI_PATTERN
            return {"$ref": "#/$defs/iri"} if plain else {"type": "string", "pattern": _whole(iri_class.pattern)}
        case NodeRange(classes=classes):
            if len(classes) == 1:
                return {"$ref": f"#/$defs/{classes[0].__name__}"}
            return _record(classes)


def _literal(datatype: Datatype) -> Schema:
    if datatype.json == "object":
        names = {iri.rpartition("#")[2]: pattern for iri, pattern in zip(datatype.iris, datatype.patterns, strict=True)}
        return {"anyOf": [_dated(name, pattern) for name, pattern in names.items()]}
    made: Schema = {"type": datatype.json}
    if datatype.json == "string":
        if not datatype.patterns:
            return {"$ref": "#/$defs/text"}
        made["pattern"] = _whole("|".join(datatype.patterns))
    elif datatype.bounds is not None:
        made["minimum"], made["maximum"] = datatype.bounds
    if datatype.examples:
        is_text = datatype.json == "string"
        made["examples"] = [datatype.lexical(one) if is_text else one for one in datatype.examples]
    return made


def _dated(name: str, pattern: str) -> Schema:
    return _closed({"type": {"const": name}, "value": {"type": "string", "pattern": _whole(pattern)}})


def _closed(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _whole(pattern: str) -> str:
    return f"^(?:{pattern})$"
