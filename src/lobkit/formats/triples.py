"""From the model to triples: the terms of RDF, and the statements of things."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from hashlib import blake2b
from itertools import count
from typing import Any

from attrs import define, field, frozen

from lobkit.datatypes import STRING
from lobkit.description import (
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
)
from lobkit.errors import Mixed, WriteError, shown
from lobkit.formats.depth import is_too_deep
from lobkit.formats.format import MAX_DEPTH
from lobkit.names import Names as Seen
from lobkit.namespaces import RDF, XSD
from lobkit.shape import check_to_write, is_declared, shape_of


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

SHORT = 32
"""Characters up to which that function is the fastest; it looks at each of them twice."""


def quoted_long(text: str) -> str:
    """The same, faster, for a long text of a record, which has no control character but a tab and line ends."""
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    if '"' in text:
        text = text.replace('"', '\\"')
    if "\n" in text:
        text = text.replace("\n", "\\n")
    if "\r" in text:
        text = text.replace("\r", "\\r")
    if "\t" in text:
        text = text.replace("\t", "\\t")
    return f'"{text}"'


def literal(lexical: str, datatype: str, lang: str) -> str:
    """A literal in N-Triples; plain text has no datatype (RDF 1.1 Concepts, section 3.3)."""
    if lang:
        return f"{quoted(lexical)}@{lang}"
    return quoted(lexical) if datatype in ("", XSD.string) else f"{quoted(lexical)}^^<{datatype}>"


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
    found = list(values)
    if len(found) < 2:
        return found
    if isinstance(range_, NodeRange):
        names = {getattr(one, "iri", None) for one in found}
        if None not in names and len(names) == len(found):
            return sorted(found, key=lambda one: f"<{one.iri}>")  # what their first statements begin with
        return sorted(found, key=lambda one: "".join(_sort_key(one)))
    return sorted(found, key=order_of(range_))


@cache
def order_of(range_: Any) -> Callable[[Any], str]:
    """Gives the text by which the values of a set that are no nodes are sorted: their term in N-Triples, or its end."""
    match range_:
        case IriRange():
            return lambda one: one + ">"
        case LangStringRange():
            return lambda one: f"{quoted(one.text)}@{one.lang}"
        case LiteralRange(datatype=datatype) if datatype is STRING:
            return quoted
        case LiteralRange(datatype=datatype):
            return lambda one: literal(datatype.lexical(one), datatype.datatype_of(one), "")
    raise AssertionError(range_)  # a map of texts is no member of a set


def _sort_key(thing: Any) -> Iterator[str]:
    return (str(part) for triple in Triples().of(thing) for part in triple)


def derived_values(thing: Any, one: DerivedShape) -> tuple[Any, ...]:
    """What a derived property states of a thing, as a tuple of IRIs and declared things."""
    value = getattr(thing, one.name)
    return () if value is None else value if isinstance(value, tuple) else (value,)


def labels_in_record(number: int) -> Iterator[str]:
    """The labels of the blank nodes of a record, by its number among the records of the whole."""
    return map(f"_:r{number}b{{}}".format, count(1))


def labels_below(iri: str) -> Iterator[str]:
    """The labels of the blank nodes below a nested thing with an IRI, which follow from that IRI.

    So what is said of it is the same wherever it is said: statements that stand twice are one statement. Below a thing
    with an IRI of its own, that one names them.

    >>> next(labels_below("https://example.org/a"))
    '_:i298558301104281324329363b1'
    """
    digest = blake2b(iri.encode(), digest_size=10).digest()
    # In figures, so that no b stands before the number of the node.
    yield from map(f"_:i{int.from_bytes(digest, 'big')}b{{}}".format, count(1))


def may_have_blanks(shape: NodeShape) -> bool:
    """Whether blank nodes can stand right below a thing: cells of its lists, and things without an IRI."""
    return any(
        one.cardinality is Cardinality.ORDERED
        or (isinstance(one.range, NodeRange) and any(shape_of(cls).iri != "required" for cls in one.range.classes))
        for one in shape.properties
    )


@define
class Described:
    """The things with an IRI that a file has described: none may be described twice in different words.

    Where a record begins with `next_record`, it describes all that it holds, whatever stood in records before it, so
    that parts of a whole can be written apart; else a thing is described once in the file.

    Args:
        things: those with an IRI, by it.
        here: the IRIs of those that this record has described.
        roots: the IRIs of the records.
        noted: whether who hands the records over notes them in `roots`, and has refused the one that stands twice.
    """

    things: dict[str, Any] = field(factory=dict)
    here: dict[str, None] = field(factory=dict)
    roots: Seen = field(factory=Seen)
    noted: bool = False

    def next_record(self) -> None:
        """Forgets what was written, but not what was said."""
        self.here.clear()

    def first(self, thing: Any, iri: str, depth: int = 0) -> bool:
        """Whether a nested thing is still to be described.

        Args:
            thing: the thing.
            iri: its name.
            depth: how deep it stands here.

        Raises:
            Mixed: where its IRI was described otherwise before, since a graph would mix the two.
            WriteError: where it was described before and stands too deep here, so that nobody would take the record.
        """
        known = self.things.setdefault(iri, thing)
        if known is not thing and known != thing:
            raise Mixed(iri, f"{iri} is described in two ways: {shown(known)} and {shown(thing)}; keep one")
        if iri in self.roots:
            raise Mixed(iri, f"{iri} stands on its own and inside another record, which a graph cannot tell; keep one")
        new = iri not in self.here
        self.here[iri] = None
        if not new and is_too_deep(thing, depth):
            raise WriteError(f"things are nested deeper than {MAX_DEPTH} levels, which no reader takes")
        return new

    def root(self, record: Any, iri: str) -> None:
        """Notes a record that stands on its own.

        Raises:
            Mixed: where its IRI was described before, on its own or inside another record.
        """
        if iri in self.things or not (self.noted or self.roots.add(iri)):
            raise Mixed(iri, f"{iri} is described twice; keep one record of it")


@define
class Triples:
    """Makes the statements of things, with blank nodes named by record or by IRI, and numbered within it."""

    enrich: bool = False
    described: Described = field(factory=Described)
    record: int = 0
    labels: Iterator[str] = field(factory=lambda: iter(()))

    def of(self, thing: Any) -> Iterator[Triple]:
        """The statements of one thing and all that is nested in it.

        Raises:
            WriteError: for things nested too deep, or one IRI described in two ways.
        """
        self.record += 1
        self.labels = labels_in_record(self.record)
        subject = self._name(thing)
        if subject.kind == "iri":
            self.described.root(thing, subject.value)
        yield from self._node(thing, subject, 0)

    def _blank(self) -> Term:
        return Term("blank", next(self.labels).removeprefix("_:"))

    def _name(self, thing: Any) -> Term:
        iri = getattr(thing, "iri", None) if shape_of(type(thing)).iri != "none" else None
        return self._blank() if iri is None else Term("iri", str(iri))

    def _node(self, thing: Any, subject: Term, depth: int) -> Iterator[Triple]:
        if depth > MAX_DEPTH:
            raise WriteError(f"things are nested deeper than {MAX_DEPTH} levels, which no reader takes")
        check_to_write(thing)
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
        if name.kind == "blank":
            yield from self._node(item, name, depth + 1)
        elif self.described.first(item, name.value, depth + 1):
            around, self.labels = self.labels, labels_below(name.value)
            yield from self._node(item, name, depth + 1)
            self.labels = around

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
