"""Single faults, drawn from the shape: each spoils one field of a valid record, in its tree or in its graph."""

import copy
import datetime
import itertools
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from attrs import frozen

from lobkit.compiled.trees import unstructure
from lobkit.datatypes import (
    BOOLEAN,
    DATE,
    DECIMAL,
    INTEGER,
    LANGUAGE,
    PARTIAL_DATE,
    STRING,
    YEAR,
    Datatype,
)
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
from lobkit.errors import ValueRefused
from lobkit.formats.triples import Term, Triple
from lobkit.namespaces import RDF, XSD
from lobkit.scalars import PartialDate
from lobkit.shape import shape_of
from lobkit.values import Iri, LangMap, LangString

NOBODY = "https://example.org/nobody"
NIL = Term("iri", RDF.nil)
_FORMS = [
    "", "x", "1,5", "1e5", "2015", "999", "2015-02-29", "2015-13-01", "1 mei 2015", "nl_NL", "nederlands!",
    "https://doi.org/10.1000/182", "978-90-313", "00289922",
]  # fmt: skip


def wrong_forms(datatype: Datatype) -> list[Any]:
    """Values of the right JSON type and a form that the datatype does not have; of free text there are none."""
    if datatype.bounds is not None:
        return [datatype.bounds[0] - 1, datatype.bounds[1] + 1, 1.5]
    if datatype.json != "string" or not datatype.patterns:
        return []
    return [form for form in _FORMS if not any(re.fullmatch(pattern, form) for pattern in datatype.patterns)]


def every_node(tree: Any, shape: NodeShape) -> Iterator[tuple[dict[str, Any], NodeShape]]:
    """Each node of a tree with its shape, outermost first."""
    yield tree, shape
    for one in shape.properties:
        if isinstance(one.range, NodeRange) and one.key in tree:
            by_name = {cls.__name__: shape_of(cls) for cls in one.range.classes}
            value = tree[one.key]
            for item in value if isinstance(value, list) else [value]:
                yield from every_node(item, by_name[item["type"]])


def _members(range_: IriRange) -> Mapping[str, Any]:
    """The concepts that there are; none where any IRI will do."""
    concepts = range_.concept_class
    return (concepts.members() or {}) if concepts is not None else {}


def wrong_items(one: PropertyShape) -> list[Any]:
    """Values that no item of a property may have."""
    match one.range:
        case LiteralRange(datatype=datatype):
            wrong: dict[str, list[Any]] = {
                "string": [5, True, ["a"], {"a": "b"}],
                "integer": ["2015", True, [2015]],
                "boolean": ["true", 1],
                "object": [
                    "2015",
                    {"type": "gYear"},
                    {"type": "gYear", "value": "2015-03"},
                    {"type": "year", "value": "2015"},
                ],
            }
            return [*wrong[datatype.json], *wrong_forms(datatype), *([""] if one.filled else [])]
        case LangMapRange():
            return ["tekst", {}, {"nl": 5}, {"nl": ""}, {"nl_NL": "tekst"}, {"nl": ["tekst"]}]
        case LangStringRange():
            return ["tekst", {"nl": "tekst"}, {"value": "tekst", "lang": "nl_NL"}, {"value": "tekst"}]
        case IriRange() if _members(one.range):
            return ["Loopbaangesprek", NOBODY, 5, {"id": NOBODY}]
        case IriRange():
            return ["geen adres", "www.example.org/a", "", "https://example.org/a b", 5]
        case NodeRange():
            return ["tekst", 5, {"type": "Niets"}, []]
    raise AssertionError(one.range)


def tree_faults(node: dict[str, Any], shape: NodeShape) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each single fault of one node, with its name, as the node that it makes."""
    yield "unknown key", {**node, "onbekend": "x"}
    yield "wrong type", {**node, "type": "Niets"}
    if shape.iri != "none":
        yield "id that is no address", {**node, "id": "geen adres"}
    if shape.iri == "required":
        yield "id missing", {key: value for key, value in node.items() if key != "id"}
    for one in shape.properties:
        for name, value in _field_faults(one, node.get(one.key)):
            yield f"{one.key}: {name}", {**node, one.key: value}
        if one.required:
            yield f"{one.key}: missing", {key: value for key, value in node.items() if key != one.key}


def _field_faults(one: PropertyShape, value: Any) -> Iterator[tuple[str, Any]]:
    yield "null", None
    wrong = wrong_items(one)
    if isinstance(one.range, LangStringRange) and one.cardinality is Cardinality.UNORDERED:
        yield "texts without languages", ["tekst"]
        yield "bad tag", {"nl_NL": ["tekst"]}
        yield "one text", {"nl": "tekst"}
        yield "doubled text", {"nl": ["tekst", "tekst"]}
    elif one.cardinality.many:
        yield "no list", "tekst"
        for item in wrong:
            yield f"item {item!r}", [*(value or []), item]
        if one.cardinality is Cardinality.UNORDERED and value:
            yield "doubled", [*value, value[0]]
    else:
        for item in wrong:
            yield f"value {item!r}", item
        if value is not None:
            yield "doubled", [value, value]


@frozen
class Faulty:
    """A record with one fault.

    Args:
        what: the fault, such as `Publication: title: missing`.
        tree: the record as plain data, as JSON and YAML hold it.
    """

    what: str
    tree: dict[str, Any]


def single_faults(thing: Any) -> Iterator[Faulty]:
    """Each single fault of a thing: in each field of itself and of all that is nested in it, one after another."""
    whole = unstructure(thing)
    for what in _spoilt(whole, shape_of(type(thing))):
        yield Faulty(what, copy.deepcopy(whole))


def names_of_faults(thing: Any) -> list[str]:
    """What is wrong in each of its `single_faults`, without the trees: a catalog has a thousand of them."""
    return list(_spoilt(unstructure(thing), shape_of(type(thing))))


def single_fault(thing: Any, at: int) -> Faulty:
    """One of its `single_faults`, by its place among them.

    Raises:
        IndexError: where there are not so many.
    """
    whole = unstructure(thing)
    for number, what in enumerate(_spoilt(whole, shape_of(type(thing)))):
        if number == at:
            return Faulty(what, whole)
    raise IndexError(f"the thing has no fault number {at}")


def _spoilt(whole: dict[str, Any], shape: NodeShape) -> Iterator[str]:
    """What is wrong with the tree, while each fault stands in it in turn."""
    for node, own in list(every_node(whole, shape)):
        before = dict(node)
        for name, spoilt in tree_faults(before, own):
            node.clear()
            node.update(spoilt)
            yield f"{own.name}: {name}"
        node.clear()
        node.update(before)


SAMPLES: dict[Datatype, Any] = {
    STRING: "tekst",
    INTEGER: 7,
    YEAR: 2019,
    DECIMAL: Decimal("1.5"),
    BOOLEAN: True,
    DATE: datetime.date(2015, 3, 1),
    PARTIAL_DATE: PartialDate(2015, 3),
    LANGUAGE: "nl",
}
"""A value of each of lobkit's own datatypes; others have examples."""


def examples_of(datatype: Datatype) -> tuple[Any, ...]:
    """The values by which a datatype of your own is tested.

    Raises:
        ValueRefused: where it has none.
    """
    if not datatype.examples:
        raise ValueRefused(f"the datatype {datatype.name!r} has no examples; give it some, so that values can be drawn")
    return datatype.examples


def complete(cls: type[Any], depth: int = 2) -> Any:
    """A thing with a value in every field, nested as deep as asked."""
    shape = shape_of(cls)
    values = {one.name: _complete_value(one, depth, f"{cls.__name__}-{one.name}-{depth}") for one in shape.properties}
    if shape.iri != "none":
        values["iri"] = Iri(f"https://example.org/{cls.__name__}-{depth}-{next(COUNT)}")
    return cls(**values)


COUNT = itertools.count()


def _complete_value(one: PropertyShape, depth: int, name: str) -> Any:
    if isinstance(one.range, NodeRange) and depth == 0:
        return {"ORDERED": (), "UNORDERED": frozenset(), "OPTIONAL": None}[one.cardinality.name]
    value = _complete_item(one, depth)
    if one.cardinality is Cardinality.ORDERED:
        return (value, value) if isinstance(one.range, LiteralRange) else (value,)
    return frozenset({value}) if one.cardinality is Cardinality.UNORDERED else value


def _complete_item(one: PropertyShape, depth: int) -> Any:
    match one.range:
        case LiteralRange(datatype=datatype):
            return SAMPLES[datatype] if datatype in SAMPLES else examples_of(datatype)[0]
        case LangMapRange():
            return LangMap(nl="tekst")
        case LangStringRange():
            return LangString("tekst", "nl")
        case IriRange(iri_class=iri_class):
            return iri_class(next(iter(_members(one.range)), "https://example.org/elders"))
        case NodeRange(classes=classes):
            return complete(classes[0], depth - 1)
    raise AssertionError(one.range)


# ── graphs ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def graph_faults(triples: list[Triple], shapes: dict[str, NodeShape]) -> Iterator[tuple[str, list[Triple]]]:
    """Each single fault of a graph, with its name, as the graph that it makes."""
    kinds = {subject: shapes[o.value] for subject, p, o in triples if p == RDF.type and o.value in shapes}
    for at, (subject, predicate, object_) in enumerate(triples):
        rest = triples[:at] + triples[at + 1 :]
        if predicate in (RDF.first, RDF.rest):
            for name, instead in _cell_faults(subject, predicate, object_):
                yield f"list: {name}", rest + instead
        elif predicate == RDF.type and subject in kinds:
            yield f"{kinds[subject].name}: type missing", rest
            yield f"{kinds[subject].name}: unknown property", [*triples, (subject, NOBODY, Term("literal", "x"))]
        elif subject in kinds:
            one = next(one for one in kinds[subject].properties if one.path == predicate)
            for name, instead in _statement_faults(subject, one, object_, triples):
                yield f"{one.key}: {name}", rest + instead


def _cell_faults(subject: Term, predicate: str, object_: Term) -> Iterator[tuple[str, list[Triple]]]:
    yield "first or rest missing", []
    if predicate == RDF.rest:
        yield "it runs in a circle", [(subject, RDF.rest, subject)]
        yield "its rest is a text", [(subject, RDF.rest, Term("literal", "x"))]
        yield (
            "two rests",
            [(subject, RDF.rest, object_), (subject, RDF.rest, NIL if object_ != NIL else Term("blank", "zz"))],
        )
    else:
        yield "two members in one cell", [(subject, RDF.first, object_), (subject, RDF.first, Term("literal", "zz"))]


def _statement_faults(
    subject: Term, one: PropertyShape, object_: Term, triples: list[Triple]
) -> Iterator[tuple[str, list[Triple]]]:
    if one.required and sum(s == subject and p == one.path for s, p, _ in triples) == 1:
        yield "missing", []
    if one.cardinality is Cardinality.ORDERED:
        yield "no list", [(subject, one.path, Term("literal", "x"))]
        yield (
            "two lists",
            [(subject, one.path, object_), (subject, one.path, NIL if object_ != NIL else Term("blank", "zz"))],
        )
        return
    for wrong in _wrong_terms(one, object_):
        yield f"value {wrong}", [(subject, one.path, wrong)]
    if one.cardinality is not Cardinality.UNORDERED and not isinstance(one.range, (NodeRange, LangMapRange)):
        other = _another(one, object_)
        if other is not None:
            yield "doubled", [(subject, one.path, object_), (subject, one.path, other)]
    if isinstance(one.range, LangMapRange):
        yield (
            "two texts in a language",
            [
                (subject, one.path, object_),
                (subject, one.path, Term("literal", object_.value + "!", lang=object_.lang)),
            ],
        )


def _another(one: PropertyShape, object_: Term) -> Term | None:
    match one.range:
        case IriRange() if _members(one.range):
            return next((Term("iri", str(iri)) for iri in _members(one.range) if iri != object_.value), None)
        case IriRange():
            return Term("iri", object_.value + "x")
        case LangStringRange():
            return Term("literal", object_.value + "x", lang=object_.lang)
        case LiteralRange(datatype=datatype) if datatype.json == "string" and not datatype.patterns:
            return Term("literal", object_.value + "x", object_.datatype)
        case LiteralRange(datatype=datatype) if datatype is YEAR:
            return Term("literal", "1999" if object_.value != "1999" else "1998", object_.datatype)
    return None


def _wrong_terms(one: PropertyShape, object_: Term) -> list[Term]:
    text, nowhere = Term("literal", "tekst", XSD.string), Term("iri", NOBODY)
    match one.range:
        case LiteralRange(datatype=datatype):
            tagged = Term("literal", object_.value, lang="nl")
            wrong = [nowhere, tagged, Term("literal", object_.value, XSD.anyURI)]
            forms = [str(form) for form in wrong_forms(datatype) if not isinstance(form, float)]
            empty = [Term("literal", "", XSD.string)] if one.filled else []
            return [*wrong, *empty, *(Term("literal", form, datatype.iris[0]) for form in forms)]
        case LangMapRange():
            return [text, nowhere, Term("literal", "", lang=object_.lang)]
        case LangStringRange():
            return [text, nowhere]
        case IriRange() if _members(one.range):
            return [nowhere, Term("literal", object_.value)]
        case IriRange():
            return [Term("literal", object_.value), Term("blank", "zz")]
        case NodeRange():
            return [text, nowhere]
    raise AssertionError(one.range)


def text_of_graph(triples: list[Triple]) -> str:
    """The statements as N-Triples."""
    return "".join(f"{subject} <{predicate}> {object_} .\n" for subject, predicate, object_ in triples)
