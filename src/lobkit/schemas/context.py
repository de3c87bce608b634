"""The JSON-LD context: what each key of the JSON form means in RDF."""

from __future__ import annotations

from functools import cache
from typing import Any

from lobkit.description import Cardinality, IriRange, LangMapRange, LangStringRange, LiteralRange, PropertyShape
from lobkit.namespaces import BASE, XSD
from lobkit.shape import shapes_of

CONTEXT_IRI = f"{BASE}context/0.1/lobkit.jsonld"
"""The address of the context of lobkit's own model; it is known by heart and never fetched."""

ADDRESSES: dict[tuple[type[Any], ...], str] = {}
"""The address of the context of each model, by its root classes; a record takes the context of its model."""


@cache
def context_of(classes: tuple[type[Any], ...]) -> dict[str, Any]:
    """The flat context of these classes and all that can be nested in them.

    Every term is written out with `@id`, so that none can serve as a prefix of an IRI that happens to begin alike.
    """
    terms: dict[str, Any] = {
        "@version": 1.1,
        "id": "@id",
        "type": "@type",
        "value": "@value",
        "lang": "@language",
        "gYear": {"@id": XSD.gYear},
        "gYearMonth": {"@id": XSD.gYearMonth},
        "date": {"@id": XSD.date},
    }
    shapes = shapes_of(*classes)
    terms |= {shape.name: {"@id": shape.type} for shape in sorted(shapes, key=lambda shape: shape.name)}
    properties = {one.key: _term(one) for shape in shapes for one in shape.properties}
    stated = (one for shape in shapes for one in shape.derived if one.range is not None)
    properties |= {one.key: {"@id": one.path, "@type": "@id"} for one in stated}
    return terms | dict(sorted(properties.items()))


def is_own_context(context: Any, classes: tuple[type[Any], ...]) -> bool:
    """Whether a context is the one of these classes, by its address or in full."""
    if isinstance(context, str):
        return context in addresses_of(classes)
    return isinstance(context, dict) and context == context_of(classes)


def addresses_of(classes: tuple[type[Any], ...]) -> list[str]:
    """The addresses of the contexts of the models that hold all of these classes."""
    return [address for roots, address in ADDRESSES.items() if set(classes) <= set(roots)]


def _term(one: PropertyShape) -> dict[str, str]:
    term = {"@id": one.path}
    match one.range:
        case IriRange():
            term["@type"] = "@id"
        case LiteralRange(datatype=datatype) if datatype.json != "object" and datatype.iris[0] != XSD.string:
            term["@type"] = datatype.iris[0]
    if one.cardinality is Cardinality.ORDERED:
        term["@container"] = "@list"
    elif isinstance(one.range, (LangMapRange, LangStringRange)) and not (
        isinstance(one.range, LangStringRange) and one.cardinality is not Cardinality.UNORDERED
    ):
        term["@container"] = "@language"
    elif one.cardinality is Cardinality.UNORDERED:
        term["@container"] = "@set"
    return term
