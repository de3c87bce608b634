"""Between the model and triples: statements out of things, and things out of statements."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from attrs import define, field, frozen

from lobkit.errors import ReadError, ValueRefused, WriteError, shown
from lobkit.formats.format import FAILED, MAX_DEPTH, Parsed, Place, Problems
from lobkit.namespaces import RDF, XSD
from lobkit.shape import (
    Cardinality,
    DerivedShape,
    IriRange,
    LangMapRange,
    LangStringRange,
    LiteralRange,
    NodeRange,
    NodeShape,
    PropertyShape,
    Range,
    is_declared,
    shape_of,
    shapes_of,
)
from lobkit.values import Iri, LangMap, LangString


@frozen
class Term:
    """A term of RDF: an IRI, a blank node or a literal, in lexical form."""

    kind: str
    """`iri`, `blank` or `literal`."""
    value: str
    datatype: str = ""
    lang: str = ""

    def __str__(self) -> str:
        """The term in N-Triples."""
        if self.kind == "iri":
            return f"<{self.value}>"
        return f"_:{self.value}" if self.kind == "blank" else literal(self.value, self.datatype, self.lang)


Names = dict[int, list[Term]]
"""The names of nested nodes, by the identity of the thing that they stand for."""

Triple = tuple[Term, str, Term]
"""Subject, predicate and object."""

# This function of the standard library's C code escapes just what N-Triples asks for (RDF 1.1 N-Triples, section 2.4).
quoted: Callable[[str], str] = json.encoder.encode_basestring


def literal(lexical: str, datatype: str, lang: str) -> str:
    """A literal in N-Triples; plain text has no datatype (RDF 1.1 Concepts, section 3.3)."""
    if lang:
        return f"{quoted(lexical)}@{lang}"
    return quoted(lexical) if datatype in ("", XSD.string) else f"{quoted(lexical)}^^<{datatype}>"


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def leaf(value: Any, range_: Range) -> list[Term]:
    """The terms of a value that is no node; a language map gives one for each language."""
    match range_:
        case LangMapRange():
            return [Term("literal", text, lang=lang) for lang, text in value.items()]
        case LangStringRange():
            return [Term("literal", value.text, lang=value.lang)]
        case LiteralRange(datatype=datatype):
            return [Term("literal", datatype.lexical(value), datatype.datatype_of(value))]
        case _:
            return [Term("iri", str(value))]


def in_order(values: Iterable[Any], range_: Range) -> list[Any]:
    """The members of a set in the one order in which they are written."""
    if isinstance(range_, NodeRange):
        return sorted(values, key=lambda one: "".join(_sort_key(one)))
    return sorted(values, key=lambda one: [str(term) for term in leaf(one, range_)])


def _sort_key(thing: Any) -> Iterator[str]:
    return (str(part) for triple in Triples().of(thing) for part in triple)


def derived_values(thing: Any, one: DerivedShape) -> tuple[Any, ...]:
    """What a derived property states of a thing, as a tuple of IRIs and declared things."""
    value = getattr(thing, one.name)
    return () if value is None else value if isinstance(value, tuple) else (value,)


@define
class Described:
    """The things with an IRI that a file has described: none may be described twice in different words."""

    things: dict[str, Any] = field(factory=dict)
    roots: dict[str, None] = field(factory=dict)

    def first(self, thing: Any, iri: str) -> bool:
        """Whether a nested thing is still to be described.

        Raises:
            WriteError: where its IRI was described otherwise before, since a graph would mix the two.
        """
        if iri not in self.things:
            self.things[iri] = thing
            return True
        known = self.things[iri]
        if known != thing:
            raise WriteError(f"{iri} is described in two ways: {shown(known)} and {shown(thing)}; keep one")
        if iri in self.roots:
            raise WriteError(f"{iri} stands on its own and inside another record, which a graph cannot tell; keep one")
        return False

    def root(self, record: Any, iri: str) -> None:
        """Notes a record that stands on its own.

        Raises:
            WriteError: where its IRI was described before, on its own or inside another record.
        """
        if iri in self.things:
            raise WriteError(f"{iri} is described twice; keep one record of it")
        self.things[iri] = record
        self.roots[iri] = None


@define
class Triples:
    """Makes the statements of things, with blank nodes numbered in order."""

    enrich: bool = False
    described: Described = field(factory=Described)
    blanks: int = 0

    def of(self, thing: Any) -> Iterator[Triple]:
        """The statements of one thing and all that is nested in it.

        Raises:
            WriteError: for things nested too deep, or one IRI described in two ways.
        """
        subject = self._name(thing)
        if subject.kind == "iri":
            self.described.root(thing, subject.value)
        yield from self._node(thing, subject, 0)

    def _blank(self) -> Term:
        self.blanks += 1
        return Term("blank", f"b{self.blanks}")

    def _name(self, thing: Any) -> Term:
        iri = getattr(thing, "iri", None) if shape_of(type(thing)).iri != "none" else None
        return self._blank() if iri is None else Term("iri", str(iri))

    def _node(self, thing: Any, subject: Term, depth: int) -> Iterator[Triple]:
        if depth > MAX_DEPTH:
            raise WriteError(f"things are nested deeper than {MAX_DEPTH} levels, which no reader takes")
        shape = shape_of(type(thing))
        yield subject, RDF.type, Term("iri", shape.type)
        names: Names = {}
        for one in shape.properties:
            yield from self._property(subject, one, getattr(thing, one.name), depth, names)
        if self.enrich:
            yield from self._derived(subject, thing, shape, names)

    def _derived(self, subject: Term, thing: Any, shape: NodeShape, names: Names) -> Iterator[Triple]:
        said: set[tuple[str, Term]] = set()
        for one in shape.derived:
            for value in derived_values(thing, one):
                terms = names[id(value)] if is_declared(type(value)) else [Term("iri", str(value))]
                for term in terms:
                    if (one.path, term) not in said:
                        said.add((one.path, term))
                        yield subject, one.path, term

    def _property(self, subject: Term, one: PropertyShape, value: Any, depth: int, names: Names) -> Iterator[Triple]:
        if value is None or (one.cardinality is Cardinality.ORDERED and value == () and one.default == ()):
            return
        if one.cardinality is Cardinality.ORDERED:
            yield from self._list(subject, one, value, depth, names)
            return
        many = one.cardinality is Cardinality.UNORDERED
        for item in in_order(value, one.range) if many else (value,):
            yield from self._item(subject, one.path, item, one.range, depth, names)

    def _item(self, subject: Term, path: str, item: Any, range_: Range, depth: int, names: Names) -> Iterator[Triple]:
        if not isinstance(range_, NodeRange):
            for term in leaf(item, range_):
                yield subject, path, term
            return
        name = self._name(item)
        names.setdefault(id(item), []).append(name)
        yield subject, path, name
        if name.kind == "blank" or self.described.first(item, name.value):
            yield from self._node(item, name, depth + 1)

    def _list(
        self, subject: Term, one: PropertyShape, items: tuple[Any, ...], depth: int, names: Names
    ) -> Iterator[Triple]:
        cell = self._blank() if items else Term("iri", RDF.nil)
        yield subject, one.path, cell
        for at, item in enumerate(items):
            yield from self._item(cell, RDF.first, item, one.range, depth, names)
            rest = self._blank() if at + 1 < len(items) else Term("iri", RDF.nil)
            yield cell, RDF.rest, rest
            cell = rest


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@define
class Statements:
    """A graph, by subject and predicate, in the order of the source; statements that stand twice count once."""

    by_subject: dict[Term, dict[str, list[Term]]] = field(factory=dict)
    objects: dict[Term, int] = field(factory=dict)
    used: dict[tuple[Term, str], None] = field(factory=dict)

    def add(self, subject: Term, predicate: str, object_: Term) -> None:
        """Takes one statement in."""
        values = self.by_subject.setdefault(subject, {}).setdefault(predicate, [])
        if object_ not in values:
            values.append(object_)
            if object_.kind != "literal" and predicate != RDF.type:
                self.objects[object_] = self.objects.get(object_, 0) + 1

    def take(self, subject: Term, predicate: str) -> list[Term]:
        """The values of a property, which count as placed from now on."""
        self.used[subject, predicate] = None
        return self.by_subject.get(subject, {}).get(predicate, [])

    def left(self) -> Iterator[tuple[Term, str, list[Term]]]:
        """What nobody took."""
        for subject, properties in self.by_subject.items():
            for predicate, values in properties.items():
                if (subject, predicate) not in self.used:
                    yield subject, predicate, values


def parse_triples(triples: Iterable[Triple], classes: tuple[type[Any], ...], *, lenient: bool = False) -> Parsed:
    """The things that a graph describes: each subject of a known class that is part of no other thing.

    Raises:
        ReadError: with the subject and predicate of each problem; also for statements that have no place.
    """
    statements = Statements()
    for triple in triples:
        statements.add(*triple)
    reader = _Reader(statements, Problems(lenient))
    records = reader.roots(classes)
    reader.refuse_left(classes)
    findings = reader.problems.findings()
    if findings and (not lenient or not records):
        raise ReadError(findings)
    return Parsed(records, findings, tuple(reader.problems.unplaced))


@cache
def _by_type(classes: tuple[type[Any], ...]) -> dict[str, NodeShape]:
    return {shape_of(cls).type: shape_of(cls) for cls in classes}


@define
class _Reader:
    """Makes things out of statements."""

    statements: Statements
    problems: Problems
    open: dict[Term, None] = field(factory=dict)
    made: dict[Term, None] = field(factory=dict)

    def roots(self, classes: tuple[type[Any], ...]) -> tuple[Any, ...]:
        nested = self._nested(classes)
        found = []
        for subject, properties in self.statements.by_subject.items():
            types = [term.value for term in properties.get(RDF.type, [])]
            if subject not in nested and any(one in _by_type(classes) for one in types):
                found.append(self.node(subject, classes, (_subject_text(subject),)))
        return tuple(one for one in found if one is not FAILED)

    def _nested(self, classes: tuple[type[Any], ...]) -> set[Term]:
        """The subjects that stand inside another thing: by a property whose values are nodes, or in its list."""
        nested: set[Term] = set()
        types = {shape.type: shape for shape in shapes_of(*classes)}
        for properties in self.statements.by_subject.values():
            for one in properties.get(RDF.type, []):
                shape = types.get(one.value)
                for each in shape.properties if shape else ():
                    if isinstance(each.range, NodeRange):
                        values = properties.get(each.path, [])
                        nested.update(
                            self._members(values[0]) if each.cardinality is Cardinality.ORDERED and values else values
                        )
        return nested

    def _members(self, cell: Term) -> Iterator[Term]:
        seen: set[Term] = set()
        while cell not in seen and cell in self.statements.by_subject:
            seen.add(cell)
            yield from self.statements.by_subject[cell].get(RDF.first, [])
            rest = self.statements.by_subject[cell].get(RDF.rest, [])
            cell = rest[0] if rest else cell

    def node(self, subject: Term, classes: tuple[type[Any], ...], place: Place) -> Any:
        if subject in self.open:
            self.problems.add("LOB109", place, f"{_subject_text(subject)} stands inside itself")
            return FAILED
        if len(self.open) > MAX_DEPTH:
            self.problems.add("LOB101", place, f"nested deeper than {MAX_DEPTH} levels")
            return FAILED
        shape = self._chosen(subject, classes, place)
        if shape is None:
            return FAILED
        self.open[subject] = None
        values = self._properties(subject, shape, place)
        del self.open[subject]
        self.made[subject] = None
        if any(value is FAILED for value in values.values()):
            return FAILED
        try:
            thing = shape.cls(**values)
        except ValueRefused as refused:
            self.problems.add("LOB106", place, str(refused))
            return FAILED
        self._check_derived(subject, thing, shape, place)
        return thing

    def _chosen(self, subject: Term, classes: tuple[type[Any], ...], place: Place) -> NodeShape | None:
        types = [term.value for term in self.statements.take(subject, RDF.type)]
        fitting = [shape for iri, shape in _by_type(classes).items() if iri in types]
        if len(fitting) == 1:
            self._refuse_types(types, fitting[0], place)
            return fitting[0]
        names = " or ".join(f"{shape.name} <{shape.type}>" for shape in _by_type(classes).values())
        if subject not in self.statements.by_subject:
            self.problems.add("LOB103", place, f"nothing is said about {subject}; expected {names}")
        else:
            said = ", ".join(types) or "none"
            self.problems.add("LOB108", place, f"its rdf:type must be one of {names}, not {said}")
        return None

    def _refuse_types(self, types: list[str], shape: NodeShape, place: Place) -> None:
        """Another class says something that the thing has no place for, unless the class derives its classes."""
        if not any(one.path == RDF.type for one in shape.derived):
            for other in (one for one in types if one != shape.type):
                self.problems.add("LOB102", place, f"a {shape.name} is no <{other}> besides; take that rdf:type out")

    def _properties(self, subject: Term, shape: NodeShape, place: Place) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for one in shape.properties:
            terms = self.statements.take(subject, one.path)
            value = self._property(terms, one, (*place, one.key))
            if value is FAILED and self.problems.lenient and not one.required:
                self._unplace(subject, one.path, terms)
            elif value is not None or one.required or one.default is None:
                values[one.name] = value
        if shape.iri != "none":
            values["iri"] = self._own_iri(subject, shape, place)
        elif subject.kind == "iri":
            self.problems.add("LOB102", place, f"a {shape.name} has no address of its own; make {subject} a blank node")
        return values

    def _own_iri(self, subject: Term, shape: NodeShape, place: Place) -> Any:
        if subject.kind == "iri":
            return self._refused(lambda: Iri(subject.value), place)
        if shape.iri == "required":
            self.problems.add("LOB103", place, f"a {shape.name} needs an IRI, not a blank node")
            return FAILED
        return None

    def _property(self, terms: list[Term], one: PropertyShape, place: Place) -> Any:
        """The value of a property; None where it is absent."""
        if not terms:
            if one.required:
                self.problems.add("LOB103", place, f"<{one.path}> is missing: {one.definition}")
                return FAILED
            return None
        if one.cardinality is Cardinality.UNORDERED:
            items = [self._value(term, one.range, (*place, at)) for at, term in enumerate(terms)]
            return self._set(items, place)
        if isinstance(one.range, LangMapRange):
            return self._lang_map(terms, place)
        if len(terms) > 1:
            many = ", ".join(shown(term.value, 40) for term in terms[:3])
            self.problems.add("LOB105", place, f"{len(terms)} values of <{one.path}> where one is declared: {many}")
            return FAILED
        if one.cardinality is Cardinality.ORDERED:
            return self._list(terms[0], one.range, place)
        return self._value(terms[0], one.range, place)

    def _set(self, items: list[Any], place: Place) -> Any:
        if any(item is FAILED for item in items):
            return FAILED
        if len(set(items)) < len(items):
            self.problems.add("LOB105", place, "one value stands here in two ways of writing; keep one")
            return FAILED
        return frozenset(items)

    def _lang_map(self, terms: list[Term], place: Place) -> Any:
        texts: dict[str, str] = {}
        for term in terms:
            if term.kind != "literal" or not term.lang:
                self.problems.add("LOB104", place, f"expected a text with its language, not {shown(str(term))}")
                return FAILED
            lang = term.lang.lower()
            if lang in texts:
                self.problems.add("LOB105", place, f"two texts in the language {lang!r}; keep one for each language")
                return FAILED
            texts[lang] = term.value
        return self._refused(lambda: LangMap(texts), place)

    def _list(self, cell: Term, range_: Range, place: Place) -> Any:
        items: list[Any] = []
        seen: set[Term] = set()
        shared = False
        nil = Term("iri", RDF.nil)
        while cell != nil:
            first, rest = self.statements.take(cell, RDF.first), self.statements.take(cell, RDF.rest)
            if cell in seen or len(first) != 1 or len(rest) != 1 or cell.kind != "blank":
                why = (
                    "it runs in a circle"
                    if cell in seen
                    else "each cell is a blank node with one rdf:first and one rdf:rest"
                )
                self.problems.add("LOB110", place, f"expected a list (rdf:List), and this is none: {why}")
                return FAILED
            shared = shared or self.statements.objects.get(cell, 0) > 1
            self._take_list_type(cell)
            seen.add(cell)
            items.append(self._value(first[0], range_, (*place, len(items))))
            cell = rest[0]
        if shared:
            self.problems.add("LOB110", place, "two lists share a tail, which cannot be told from a copy")
            return FAILED
        return FAILED if any(item is FAILED for item in items) else tuple(items)

    def _take_list_type(self, cell: Term) -> None:
        if self.statements.by_subject[cell].get(RDF.type) == [Term("iri", RDF.List)]:
            self.statements.take(cell, RDF.type)

    def _value(self, term: Term, range_: Range, place: Place) -> Any:
        match range_:
            case NodeRange(classes=classes):
                if term.kind == "literal":
                    self.problems.add("LOB104", place, f"expected {range_.expects}, not {shown(str(term))}")
                    return FAILED
                if term.kind == "blank" and self.statements.objects.get(term, 0) > 1 and term in self.made:
                    self.problems.add("LOB109", place, "one blank node stands in two places; give it an IRI")
                    return FAILED
                return self.node(term, classes, place)
            case IriRange(iri_class=iri_class):
                if term.kind != "iri":
                    self.problems.add("LOB104", place, f"expected {range_.expects}, not {shown(str(term))}")
                    return FAILED
                return self._refused(lambda: iri_class(term.value), place, iri_class.code)
            case LangStringRange():
                if term.kind != "literal" or not term.lang:
                    self.problems.add("LOB104", place, f"expected a text with its language, not {shown(str(term))}")
                    return FAILED
                return self._refused(lambda: LangString(term.value, term.lang), place)
            case LiteralRange(datatype=datatype):
                return self._literal(term, datatype, place)
        raise AssertionError(range_)

    def _literal(self, term: Term, datatype: Any, place: Place) -> Any:
        given = term.datatype or XSD.string
        if term.kind != "literal" or term.lang or given not in datatype.iris:
            wanted = " or ".join(f"<{iri}>" for iri in datatype.iris)
            self.problems.add(
                "LOB104", place, f"expected a {datatype.name} with datatype {wanted}, not {shown(str(term))}"
            )
            return FAILED
        value = self._refused(lambda: datatype.check(datatype.parse(term.value)), place)
        if value is not FAILED and datatype.datatype_of(value) != given:
            self.problems.add("LOB106", place, f"{shown(term.value)} is not of the datatype <{given}>")
            return FAILED
        return value

    def _refused(self, make: Callable[[], Any], place: Place, code: str = "LOB106") -> Any:
        try:
            return make()
        except ValueRefused as refused:
            self.problems.add(code, place, str(refused))
            return FAILED

    def _check_derived(self, subject: Term, thing: Any, shape: NodeShape, place: Place) -> None:
        """Derived statements in the source must be those that follow; they are not kept."""
        for one in shape.derived:
            follows = {str(value) for value in derived_values(thing, one) if isinstance(value, Iri)}
            follows |= {shape.type} if one.path == RDF.type else set()
            nodes = any(is_declared(type(value)) for value in derived_values(thing, one))
            for term in self.statements.take(subject, one.path):
                fits = term.value in follows or (nodes and (term in self.made or term.kind == "blank"))
                if not fits:
                    said = f"<{one.path}> {term}"
                    self.problems.add("LOB111", (*place, one.name), f"{shown(said)} does not follow from the record")

    def _unplace(self, subject: Term, predicate: str, values: list[Term]) -> None:
        self.problems.unplaced += [f"{subject} <{predicate}> {value} ." for value in values]

    def refuse_left(self, classes: tuple[type[Any], ...]) -> None:
        """Every statement has a place, or is a problem."""
        strays: set[Term] = set()
        for subject, predicate, values in self.statements.left():
            self._unplace(subject, predicate, values)
            if subject in self.made:
                place = (_subject_text(subject),)
                self.problems.add("LOB102", place, f"<{predicate}> is no property of what it is said of")
            elif subject not in strays:
                strays.add(subject)
                types = [term.value for term in self.statements.by_subject[subject].get(RDF.type, [])]
                names = ", ".join(shape.name for shape in map(shape_of, classes))
                said = f"its types are {', '.join(types)}" if types else "it has no rdf:type"
                self.problems.add("LOB108", (_subject_text(subject),), f"belongs to no record ({names}): {said}")


def _subject_text(subject: Term) -> str:
    return str(subject)


__all__ = ["Statements", "Term", "Triple", "Triples", "leaf", "literal", "parse_triples", "quoted"]
