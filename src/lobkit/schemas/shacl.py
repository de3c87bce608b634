"""SHACL shapes of declared classes, in Turtle: what any SHACL engine checks, with messages for people."""

from __future__ import annotations

from collections.abc import Iterator
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
from lobkit.formats.turtle_terms import iri_text
from lobkit.namespaces import BASE, NAMESPACES, RDF, XSD
from lobkit.shape import shapes_of
from lobkit.values import IRI_PATTERN, ConceptIri

SHACL_IRI = f"{BASE}shapes/0.1/"
"""The folder of the shapes of lobkit's own model; a new version of the model gets a new one."""

_HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
Lines = list[str]


def shacl_of(classes: tuple[type[Any], ...], folder: str = SHACL_IRI) -> str:
    """The shapes of these classes and of all that can be nested in them, as Turtle.

    Each shape is closed, and each list is checked as a list and member by member.

    Args:
        classes: what can stand on its own in the data.
        folder: the IRI under which each shape gets its name.
    """
    body = [_node(shape, folder) for shape in shapes_of(*classes)]
    if any(one.cardinality is Cardinality.ORDERED for shape in shapes_of(*classes) for one in shape.properties):
        body.append(_list_shapes())
    text = "\n".join(body)
    used = [space for space in NAMESPACES if f"{space.prefix}:" in text]
    head = _HEAD + "".join(f"@prefix {space.prefix}: <{space.iri}> .\n" for space in used)
    return f"{head}@prefix shape: <{folder}> .\n\n{text}"


def _text(text: str, lang: str = "") -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"' + (f"@{lang}" if lang else "")


def _name(iri: str) -> str:
    """An IRI in Turtle, by prefix where this file declares it."""
    text = iri_text(iri)
    return text if text[0] == "<" or any(text.startswith(f"{space.prefix}:") for space in NAMESPACES) else f"<{iri}>"


def _node(shape: NodeShape, folder: str) -> str:
    lines = [
        f"shape:{shape.name} a sh:NodeShape",
        f"sh:targetClass {_name(shape.type)}",
        f"sh:name {_text(shape.name, 'en')}",
        f"sh:description {_text(shape.definition, 'en')}",
        "sh:severity sh:Violation",
        *_own_name(shape),
        "sh:closed true",
        f"sh:ignoredProperties ( {' '.join(_ignored(shape))} )",
        *_own_classes(shape),
    ]
    for one in shape.properties:
        lines += [f"sh:property {_block(each)}" for each in _property_shapes(one, shape)]
    return " ;\n  ".join(lines) + " .\n"


def _own_name(shape: NodeShape) -> Lines:
    kinds = {"required": "sh:IRI", "optional": "sh:BlankNodeOrIRI", "none": "sh:BlankNode"}
    needs = {"required": "needs an address of its own", "none": "has no address of its own; make it a blank node"}
    message = f"sh:message {_text(f'a {shape.name} {needs[shape.iri]}', 'en')}" if shape.iri in needs else ""
    return [f"sh:nodeKind {kinds[shape.iri]}", *([message] if message and shape.iri == "none" else [])]


def _ignored(shape: NodeShape) -> Lines:
    return list(dict.fromkeys([_name(RDF.type), *(_name(one.path) for one in shape.derived)]))


def _own_classes(shape: NodeShape) -> Lines:
    """Another class would say more than the thing has a place for, unless the class derives its classes."""
    if any(one.path == RDF.type for one in shape.derived):
        return []
    message = _text(f"a {shape.name} has no other rdf:type", "en")
    return [f"sh:property {_block([f'sh:path {_name(RDF.type)}', 'sh:maxCount 1', f'sh:message {message}'])}"]


def _block(lines: Lines) -> str:
    return "[\n    " + " ;\n    ".join(lines) + "\n  ]"


def _property_shapes(one: PropertyShape, shape: NodeShape) -> Iterator[Lines]:
    path = _name(one.path)
    about = [
        f"sh:path {path}",
        f"sh:name {_text(one.key, 'en')}",
        f"sh:description {_text(one.definition, 'en')}",
    ]
    single = one.cardinality is not Cardinality.UNORDERED and not isinstance(one.range, LangMapRange)
    least = ["sh:minCount 1"] if one.required else []
    most = ["sh:maxCount 1"] if single else []
    if one.cardinality is Cardinality.ORDERED:
        told = f"{one.key}: one ordered list (rdf:List) of {_plural(one.range)}"
        yield [
            *about,
            *least,
            *most,
            "sh:nodeKind sh:BlankNodeOrIRI",
            "sh:node shape:List",
            f"sh:message {_text(told, 'en')}",
        ]
        members = f"( {path} [ sh:zeroOrMorePath rdf:rest ] rdf:first )"
        told = f"{one.key}: each member is {_expected(one.range)}"
        yield [f"sh:path {members}", *_constraints(one.range), f"sh:message {_text(told, 'en')}"]
        return
    told = f"{one.key}: {_how_many(one, single)}{_expected(one.range)}"
    filled = ["sh:minLength 1"] if one.filled else []
    yield [*about, *least, *most, *_constraints(one.range), *filled, f"sh:message {_text(told, 'en')}"]


def _how_many(one: PropertyShape, single: bool) -> str:
    if not single:
        return "at least one, each " if one.required else "each "
    return f"{one.cardinality.value}, "


def _expected(range_: Range) -> str:
    match range_:
        case LiteralRange(datatype=datatype):
            example = f", such as {datatype.lexical(datatype.examples[0])}" if datatype.examples else ""
            return f"a {datatype.name}{example}"
        case LangMapRange():
            return "a text with its language, one for each language"
        case IriRange(iri_class=iri_class) if not issubclass(iri_class, ConceptIri):
            return f"an {iri_class.kind}"
        case _:
            return range_.expects


def _plural(range_: Range) -> str:
    return _expected(range_).removeprefix("a ").removeprefix("an ")


def _constraints(range_: Range) -> Lines:
    match range_:
        case LiteralRange(datatype=datatype):
            return _literal(datatype)
        case LangMapRange():
            return [f"sh:datatype {_name(RDF.langString)}", "sh:uniqueLang true", "sh:minLength 1"]
        case LangStringRange():
            return [f"sh:datatype {_name(RDF.langString)}"]
        case IriRange(iri_class=iri_class):
            concepts = range_.concept_class
            members = concepts.members() if concepts is not None else None
            if members is not None:
                return [f"sh:in (\n      {_wrapped(members)}\n    )"]
            own = [] if iri_class.pattern == IRI_PATTERN else [f"sh:pattern {_pattern(iri_class.pattern)}"]
            return ["sh:nodeKind sh:IRI", *own]
        case NodeRange(classes=classes):
            types = [f"sh:class {_name(shape.type)}" for shape in (shapes_of(cls)[0] for cls in classes)]
            either = [f"sh:xone ( {' '.join(f'[ {one} ]' for one in types)} )"] if len(types) > 1 else types
            return ["sh:nodeKind sh:BlankNodeOrIRI", *either]


def concept_list(concepts: type[ConceptIri], shape: str) -> str:
    """A shape, in Turtle, of the concepts of a scheme: what a property shape of any project can name with sh:node."""
    members = concepts.members() or ()
    told = f"a concept of {concepts.__name__} <{concepts.scheme}>"
    lines = [
        f"<{shape}> a sh:NodeShape",
        f"sh:name {_text(concepts.__name__, 'en')}",
        f"sh:message {_text(told, 'en')}",
        f"sh:in (\n    {_wrapped(members).replace('      ', '    ')}\n  )",
    ]
    used = [
        space for space in NAMESPACES if any(f" {_name(str(one))}".startswith(f" {space.prefix}:") for one in members)
    ]
    head = _HEAD + "".join(f"@prefix {space.prefix}: <{space.iri}> .\n" for space in used)
    return f"{head}\n" + " ;\n  ".join(lines) + " .\n"


def _wrapped(members: Any) -> str:
    return "\n      ".join(_name(str(one)) for one in members)


def _literal(datatype: Datatype) -> Lines:
    pairs = list(zip(datatype.iris, datatype.patterns, strict=False)) or [(iri, "") for iri in datatype.iris]
    forms = [
        [f"sh:datatype {_name(iri)}", *([f"sh:pattern {_pattern(pattern)}"] if pattern else [])]
        for iri, pattern in pairs
    ]
    bounds = []
    if datatype.bounds is not None and datatype.iris == (XSD.integer,):
        bounds = [f"sh:minInclusive {datatype.bounds[0]}", f"sh:maxInclusive {datatype.bounds[1]}"]
    if len(forms) == 1:
        return [*forms[0], *bounds]
    either = " ".join(f"[ {' ; '.join(form)} ]" for form in forms)
    return [f"sh:or ( {either} )"]


def _pattern(pattern: str) -> str:
    """A pattern for a whole lexical form, in the dialect of XPath, which knows capturing groups only."""
    return _text(f"^({pattern.replace('(?:', '(')})$")


def _list_shapes() -> str:
    """An rdf:List that is one: it ends, and each cell is a blank node with one member and one rest."""
    kind, first, rest, nil = map(_name, (RDF.type, RDF.first, RDF.rest, RDF.nil))
    # Without a message of its own, each part would make an engine describe the list, which may have no end.
    told = f"sh:message {_text('a cell of a list is a blank node with one member and one rest', 'en')}"
    return f"""shape:List a sh:NodeShape ;
  sh:name "List"@en ;
  sh:description "An rdf:List that ends, each cell a blank node with one member and one rest."@en ;
  sh:property [
    sh:path [ sh:zeroOrMorePath {rest} ] ;
    sh:hasValue {nil} ;
    sh:node shape:Cell ;
    sh:message "a list ends in rdf:nil, and each of its cells is a blank node with one member and one rest"@en
  ] .

shape:Cell a sh:NodeShape ;
  sh:name "Cell"@en ;
  {told} ;
  sh:or (
    [ sh:in ( {nil} ) ; {told} ]
    [
      sh:nodeKind sh:BlankNode ; {told} ;
      sh:closed true ;
      sh:ignoredProperties ( {kind} ) ;
      sh:property [ sh:path {first} ; sh:minCount 1 ; sh:maxCount 1 ; {told} ] ;
      sh:property [ sh:path {rest} ; sh:minCount 1 ; sh:maxCount 1 ; {told} ] ;
      sh:property [ sh:path {kind} ; sh:in ( {_name(RDF.List)} ) ; {told} ]
    ]
  ) .
"""
