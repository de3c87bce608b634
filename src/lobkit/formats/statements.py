"""From triples to the model: things out of statements, in any order, with every statement in its place."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from attrs import define, field

from lobkit.description import (
    EMPTY,
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
from lobkit.errors import ValueRefused, shown
from lobkit.formats.format import MAX_DEPTH, Locate, Parsed, Place
from lobkit.formats.graph_index import Statements, said, short
from lobkit.formats.problems import FAILED, Problems
from lobkit.formats.spots import Spots
from lobkit.formats.triples import Term, Triple, derived_values
from lobkit.formats.turtle_lines import Positions
from lobkit.namespaces import RDF, XSD, last_part
from lobkit.shape import is_declared, shape_of, shapes_of
from lobkit.values import Iri, LangMap, LangString


def parse_triples(
    triples: Iterable[Triple],
    classes: tuple[type[Any], ...],
    *,
    lenient: bool = False,
    explain: Callable[[], tuple[list[Triple], Positions] | None] | None = None,
) -> Parsed:
    """The things that a graph describes: each subject of a known class that is part of no other thing.

    Args:
        triples: the statements, in the order of the source.
        classes: what can stand on its own.
        lenient: whether to leave out what has no place.
        explain: gives the statements again, with their places, when something is wrong; it may know none.

    Raises:
        ReadError: with the subject and predicate of each problem; also for statements that have no place.
    """
    reader, records = _read(triples, classes, lenient)
    explained = explain() if explain is not None and reader.problems.found else None
    if explained is None:
        later = _later(explain, classes, reader) if explain is not None else None
        return reader.problems.parsed(records, later, reader.spots.resolve)
    again, others = _read(explained[0], classes, lenient)
    if [code for code, *_ in again.problems.found] != [code for code, *_ in reader.problems.found]:
        return reader.problems.parsed(records, None, reader.spots.resolve)
    return again.problems.parsed(others, again.spots.locator(explained[1]), again.spots.resolve)


def _read(triples: Iterable[Triple], classes: tuple[type[Any], ...], lenient: bool) -> tuple[_Reader, tuple[Any, ...]]:
    statements = Statements()
    for triple in triples:
        statements.add(*triple)
    reader = _Reader(statements, Problems(lenient), shapes_of(*classes))
    reader.problems.roots = classes
    records = reader.roots(classes)
    reader.refuse_left(classes)
    return reader, records


def _later(
    explain: Callable[[], tuple[list[Triple], Positions] | None], classes: tuple[type[Any], ...], reader: _Reader
) -> Locate:
    """Finds the places only when somebody asks; things are matched by their order, since blank nodes have no names."""
    found: dict[Place, Place] = {}
    known: list[Locate] = []

    def locate(place: Place) -> tuple[int, int] | None:
        if not known:
            known.append(lambda _: None)
            explained = explain()
            if explained is not None:
                again, _ = _read(explained[0], classes, False)
                pairs = zip(reader.problems.made, again.problems.made, strict=False)
                found.update((mine[0], other[0]) for mine, other in pairs if mine[1] == other[1])
                known[0] = again.spots.locator(explained[1])
        for cut in range(len(place), 0, -1):
            if place[:cut] in found:
                return known[0]((*found[place[:cut]], *place[cut:]))
        return None

    return locate


@cache
def _by_type(classes: tuple[type[Any], ...]) -> dict[str, NodeShape]:
    return {shape_of(cls).type: shape_of(cls) for cls in classes}


@define
class _Reader:
    """Makes things out of statements."""

    statements: Statements
    problems: Problems
    shapes: tuple[NodeShape, ...]
    open: dict[Term, None] = field(factory=dict)
    made: dict[Term, Place] = field(factory=dict)
    spots: Spots = field(factory=Spots)
    excused: dict[Term, None] = field(factory=dict)
    visited: dict[Term, Place] = field(factory=dict)

    def roots(self, classes: tuple[type[Any], ...]) -> tuple[Any, ...]:
        nested = self.statements.nested(shapes_of(*classes))
        found = []
        for subject in self.statements.by_subject:
            if subject not in nested and any(one in _by_type(classes) for one in self.statements.types(subject)):
                found.append(self.node(subject, classes, (_subject_text(subject),)))
        return tuple(one for one in found if one is not FAILED)

    def node(self, subject: Term, classes: tuple[type[Any], ...], place: Place) -> Any:
        self.visited.setdefault(subject, place)
        thing = self._node(subject, classes, place)
        self.problems.note(thing, classes, place, _iri_of(subject))
        return thing

    def _node(self, subject: Term, classes: tuple[type[Any], ...], place: Place) -> Any:
        if subject in self.open:
            self.problems.add("LOB109", place, f"{_subject_text(subject)} stands inside itself")
            return FAILED
        if len(self.open) > MAX_DEPTH:
            self.problems.add("LOB101", place, f"nested deeper than {MAX_DEPTH} levels")
            return FAILED
        self.spots.setdefault(place, (subject,))
        shape = self._chosen(subject, classes, place)
        if shape is None:
            return FAILED
        self.open[subject] = None
        values = self._properties(subject, shape, place)
        del self.open[subject]
        self.made[subject] = place

        def leave(one: PropertyShape) -> None:
            self._unplace(subject, one.path, self.statements.take(subject, one.path), (*place, one.key))

        thing, whole = self.problems.make(shape, values, place, _iri_of(subject), leave)
        if whole:
            self._check_derived(subject, thing, shape, place)
        for one in shape.derived:  # where it is not whole, nobody knows what follows; the statements have their place
            self.statements.take(subject, one.path)
        return thing

    def _chosen(self, subject: Term, classes: tuple[type[Any], ...], place: Place) -> NodeShape | None:
        stated, types = self.statements.take(subject, RDF.type), self.statements.types(subject)
        fitting = [shape for iri, shape in _by_type(classes).items() if iri in types]
        if len(fitting) == 1:
            self._refuse_types(subject, stated, fitting[0], place)
            return fitting[0]
        names = " or ".join(f"{shape.name} <{shape.type}>" for shape in _by_type(classes).values())
        if subject not in self.statements.by_subject:
            self.problems.add("LOB103", place, f"nothing is said about {subject}; expected {names}")
        else:
            given = ", ".join(map(_type_text, stated)) or "none"
            self.problems.add("LOB108", place, f"its rdf:type must be one of {names}, not {given}")
        return None

    def _refuse_types(self, subject: Term, stated: list[Term], shape: NodeShape, place: Place) -> None:
        """Another class says something that the thing has no place for, unless the class derives its classes."""
        if not any(one.path == RDF.type for one in shape.derived):
            others = [one for one in stated if one != Term("iri", shape.type)]
            for other in others:
                self.problems.add("LOB102", place, f"a {shape.name} is no {other} besides; take that rdf:type out")
            self._unplace(subject, RDF.type, others, (*place, f"<{RDF.type}>"))

    def _properties(self, subject: Term, shape: NodeShape, place: Place) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for one in shape.properties:
            terms = self.statements.take(subject, one.path)
            if terms:
                self.spots[(*place, one.key)] = (subject, one.path)
            value = self._property(terms, one, (*place, one.key))
            if value is FAILED:
                self._excuse(terms)
                if self.problems.lenient and not one.required:
                    self._unplace(subject, one.path, terms, (*place, one.key))
            if value is not None or one.required or one.default is None:
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
            for at, term in enumerate(terms):
                self.spots[(*place, at)] = (*self.spots[place], term)
            items = [self._value(term, one.range, (*place, at)) for at, term in enumerate(terms)]
            return self._set(items, terms, one.range, place)
        if isinstance(one.range, LangMapRange):
            return self._lang_map(terms, place)
        if len(terms) > 1:
            many = ", ".join(shown(term.value, 40) for term in terms[:3])
            self.spots[place] = (*self.spots[place][:2], terms[1])
            self.problems.add("LOB105", place, f"{len(terms)} values of <{one.path}> where one is declared: {many}")
            return FAILED
        if one.cardinality is Cardinality.ORDERED:
            return self._list(terms[0], one.range, place)
        value = self._value(terms[0], one.range, place)
        if one.filled and value == "":
            self.problems.add("LOB106", place, EMPTY)
            return FAILED
        return value

    def _kept(self, items: list[Any], terms: list[Term], range_: Range, place: Place) -> list[Any] | None:
        classes = range_.classes if isinstance(range_, NodeRange) else ()
        kept = self.problems.kept(items, classes, place)
        if kept is not None and len(kept) < len(items):
            self._excuse([term for term, item in zip(terms, items, strict=True) if item is FAILED])
            for at, (term, item) in enumerate(zip(terms, items, strict=True)):
                if item is FAILED:  # a text is no node, and is told as a record all the same
                    self.problems.note(FAILED, classes, (*place, at), _iri_of(term))
        return kept

    def _set(self, found: list[Any], terms: list[Term], range_: Range, place: Place) -> Any:
        items = self._kept(found, terms, range_, place)
        if items is None:
            return FAILED
        if len(set(items)) < len(items):
            self.problems.add("LOB105", place, "one value stands here in two ways of writing; keep one")
            return FAILED
        return frozenset(items)

    def _lang_map(self, terms: list[Term], place: Place) -> Any:
        texts: dict[str, str] = {}
        for term in terms:
            if term.kind != "literal" or not term.lang:
                self.problems.add("LOB104", place, f"expected a text with its language, not {said(term)}")
                return FAILED
            lang = term.lang.lower()
            if lang in texts:
                self.spots[place] = (*self.spots[place][:2], term)
                self.problems.add("LOB105", place, f"two texts in the language {lang!r}; keep one for each language")
                return FAILED
            texts[lang] = term.value
        return self._refused(lambda: LangMap(texts), place)

    def _list(self, cell: Term, range_: Range, place: Place) -> Any:
        items: list[Any] = []
        members: list[Term] = []
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
            self.spots[(*place, len(items))] = (cell, RDF.first, first[0])
            members.append(first[0])
            items.append(self._value(first[0], range_, (*place, len(items))))
            cell = rest[0]
        if shared:
            self.problems.add("LOB110", place, "two lists share a tail, which cannot be told from a copy")
            return FAILED
        kept = self._kept(items, members, range_, place)
        return FAILED if kept is None else tuple(kept)

    def _take_list_type(self, cell: Term) -> None:
        if self.statements.by_subject[cell].get(RDF.type) == [Term("iri", RDF.List)]:
            self.statements.take(cell, RDF.type)

    def _value(self, term: Term, range_: Range, place: Place) -> Any:
        match range_:
            case NodeRange(classes=classes):
                if term.kind == "literal":
                    self.problems.add("LOB104", place, f"expected {range_.expects}, not {said(term)}")
                    return FAILED
                if term.kind == "blank" and self.statements.objects.get(term, 0) > 1 and term in self.made:
                    self.problems.add("LOB109", place, _TWO_PLACES[any(shape_of(cls).iri != "none" for cls in classes)])
                    return FAILED
                return self.node(term, classes, place)
            case IriRange(iri_class=iri_class):
                if term.kind == "literal" and range_.concept_class is not None:
                    if self._refused(lambda: iri_class(term.value), place, iri_class.code) is not FAILED:
                        self.problems.add("LOB104", place, f"write the address <{term.value}>, not a text")
                    return FAILED
                if term.kind != "iri":
                    wanted = f"{range_.expects}, such as <https://example.org/>"
                    self.problems.add("LOB104", place, f"expected {wanted}, not {said(term)}")
                    return FAILED
                return self._refused(lambda: iri_class(term.value), place, iri_class.code)
            case LangStringRange():
                if term.kind != "literal" or not term.lang:
                    self.problems.add("LOB104", place, f"expected a text with its language, not {said(term)}")
                    return FAILED
                return self._refused(lambda: LangString(term.value, term.lang), place)
            case LiteralRange(datatype=datatype):
                return self._literal(term, datatype, place)
        raise AssertionError(range_)

    def _literal(self, term: Term, datatype: Any, place: Place) -> Any:
        given = term.datatype or XSD.string
        if term.kind != "literal" or term.lang or given not in datatype.iris:
            wanted = " or ".join(map(short, datatype.iris))
            self.problems.add("LOB104", place, f"expected a {datatype.name} with datatype {wanted}, not {said(term)}")
            return FAILED
        value = self._refused(lambda: datatype.taken(term.value), place)
        if value is not FAILED and datatype.datatype_of(value) != given:
            self.problems.add("LOB106", place, f"{shown(term.value)} is not of the datatype {short(given)}")
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
            self.spots.setdefault((*place, one.key), (subject, one.path))
            follows = {str(value) for value in derived_values(thing, one) if isinstance(value, Iri)}
            follows |= {shape.type} if one.path == RDF.type else set()
            nodes = any(is_declared(type(value)) for value in derived_values(thing, one))
            wrong = []
            for term in self.statements.take(subject, one.path):
                fits = term.kind == "iri" and term.value in follows
                if not fits and not (nodes and (term in self.made or term.kind == "blank")):
                    wrong.append(term)
                    self._excuse([term])
                    instead = " and ".join(f"<{value}>" for value in sorted(follows)) or "nothing"
                    message = f"{said(term)} is stated, and {instead} follows from the record; take the statement out"
                    self.problems.add(one.code, (*place, one.key), message)
            self._unplace(subject, one.path, wrong, (*place, f"<{one.path}>"))

    def _excuse(self, terms: list[Term]) -> None:
        """What hangs on a value that could not be read is no fault of its own."""
        self.excused.update(dict.fromkeys(one for one in self.statements.reached(terms) if one not in self.open))

    def _unplace(self, subject: Term, predicate: str, values: list[Term], place: Place) -> None:
        self.problems.gone.add(place)
        for at, value in enumerate(values):
            self.spots[(*place[:-1], f"<{predicate}> {at}")] = (subject, predicate, value)
            self.problems.leave_out((*place[:-1], f"<{predicate}> {at}"), f"{subject} <{predicate}> {value} .")

    def refuse_left(self, classes: tuple[type[Any], ...]) -> None:
        """Every statement has a place, or is a problem."""
        strays: dict[Term, None] = {}
        for subject, predicate, values in self.statements.left():
            around = self.visited.get(subject, (_subject_text(subject),))
            self._unplace(subject, predicate, values, (*around, f"<{predicate}>"))
            if subject in self.made:
                place, step = self.made[subject], f"<{predicate}>"
                self.spots[(*place, step)] = (subject, predicate)
                self.problems.add("LOB102", (*place, step), self._unknown(subject, predicate))
            elif subject not in self.excused:
                strays[subject] = None
        for subject in self.statements.outermost(strays):  # so that a part of what has no place is not told besides
            if subject not in self.excused:
                self._excuse([subject])
                self._refuse_stray(subject, classes)

    def _refuse_stray(self, subject: Term, classes: tuple[type[Any], ...]) -> None:
        place: Place = (_subject_text(subject),)
        self.spots.setdefault(place, (subject,))
        types = ", ".join(map(_type_text, self.statements.by_subject[subject].get(RDF.type, [])))
        names = ", ".join(shape.name for shape in map(shape_of, classes))
        why = f"its types are {types}" if types else "it has no rdf:type"
        if RDF.first in self.statements.by_subject[subject]:
            why = "it is a list to which no record points"
        elif types or subject.kind == "iri" or subject not in self.statements.objects:
            # What has no name and no class, and hangs on another thing, is a part of it and no record.
            self.problems.note(FAILED, classes, place, _iri_of(subject))
        self.problems.add("LOB108", place, f"belongs to no record ({names}): {why}")

    def _unknown(self, subject: Term, predicate: str) -> str:
        types = self.statements.types(subject)
        shape = next(shape for shape in self.shapes if shape.type in types)
        known = {last_part(one.path): one.path for one in shape.properties}
        near = difflib.get_close_matches(last_part(predicate), known, n=1, cutoff=0.7)
        advice = f"did you mean <{known[near[0]]}>?" if near else "take the statement out"
        return f"<{predicate}> is no property of a {shape.name}; {advice}"


_TWO_PLACES = {
    True: "one blank node stands in two places; give it an IRI",
    False: "one blank node stands in two places; write it out twice",
}


def _iri_of(subject: Term) -> str | None:
    return subject.value if subject.kind == "iri" else None


def _type_text(term: Term) -> str:
    """A class in a message; what is none, such as a text, is told from one."""
    return term.value if term.kind == "iri" else said(term)


def _subject_text(subject: Term) -> str:
    return str(subject)
