"""Turtle for people: prefixes, inline `[ ]` and `( )`, one stable order, written with no graph in between."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from attrs import define, field

from lobkit.compiled.turtle_text import Page
from lobkit.description import Cardinality, NodeRange, NodeShape, PropertyShape, Range
from lobkit.errors import WriteError
from lobkit.formats.format import MAX_DEPTH, Format
from lobkit.formats.rdf import raw_reader, reader
from lobkit.formats.triples import Described, derived_values, in_order, leaf
from lobkit.formats.turtle_terms import SCHEMES, iri_text, prefix_of, term_text
from lobkit.namespaces import NAMESPACES, RDF
from lobkit.shape import check_to_write, is_declared, shape_of

_INDENT = "  "

Labels = dict[int, list[str]]
"""Labels of blank nodes, by the identity of the thing that they stand for."""


def serialize(records: Iterable[Any], *, enrich: bool = False) -> Iterator[str]:
    """The records in their order, one paragraph each, each prefix declared before its first use."""
    writer: _Writer | Page = _Writer(enrich) if enrich else Page()
    said: set[str] = set()
    known: Any = None
    for record in records:
        text = writer.statement(record)
        if writer.known != known:
            known = writer.known
            # A prefix may be declared anywhere (Turtle 1.1, section 2.4), so that a stream needs no look ahead.
            yield ("\n" if said else "") + declared(writer.prefixes - said)
            said |= writer.prefixes
        yield text


def declared(prefixes: Collection[str]) -> str:
    """The declarations of prefixes, in the one order in which they stand."""
    spaces = (space for space in (*NAMESPACES, *SCHEMES) if space.prefix in prefixes)
    return "".join(f"@prefix {space.prefix}: <{space.iri}> .\n" for space in spaces)


@define
class _Writer:
    """Writes things as Turtle; things with an IRI become paragraphs of their own."""

    enrich: bool
    described: Described = field(factory=Described)
    waiting: deque[tuple[str, Any, int]] = field(factory=deque)
    prefixes: set[str] = field(factory=set)
    count: int = 0

    def statement(self, record: Any) -> str:
        """The paragraph of a record, and of the things with an IRI that it holds."""
        self.waiting.append((self._head(record), record, 0))
        paragraphs = []
        while self.waiting:
            head, thing, depth = self.waiting.popleft()
            paragraphs.append(f"\n{head}{self._body(thing, _INDENT, depth, closed=head == '[')} .\n")
        return "".join(paragraphs)

    @property
    def known(self) -> int:
        """Tells whether prefixes came to those that are used."""
        return len(self.prefixes)

    def _head(self, record: Any) -> str:
        iri = self._iri(record)
        if iri is None:
            return "["
        self.described.root(record, iri)
        return self._name(iri)

    def _name(self, iri: str) -> str:
        """An IRI in Turtle; its prefix is remembered."""
        text = iri_text(iri)
        if text[0] != "<":
            self.prefixes.add(prefix_of(text))
        return text

    def _iri(self, thing: Any) -> str | None:
        return None if shape_of(type(thing)).iri == "none" or thing.iri is None else str(thing.iri)

    def _body(self, thing: Any, indent: str, depth: int, *, closed: bool) -> str:
        """Predicates and objects, `;` between them; `closed` ends a blank node's bracket."""
        if depth > MAX_DEPTH:
            raise WriteError(f"things are nested deeper than {MAX_DEPTH} levels, which no reader takes")
        check_to_write(thing)
        shape = shape_of(type(thing))
        lines = [f"a {self._types(thing, shape)}"]
        shared = self._shared(thing, shape)
        unused = {key: list(labels) for key, labels in shared.items()}
        for one in shape.properties:
            lines += self._property(getattr(thing, one.name), one, indent, depth, unused)
        if self.enrich:
            lines += self._derived(thing, shape, shared)
        separator = f" ;\n{indent}"
        end = f"\n{indent[: -len(_INDENT)]}]" if closed else ""
        return f" {separator.join(lines)}{end}"

    def _types(self, thing: Any, shape: NodeShape) -> str:
        types = [shape.type]
        if self.enrich:
            types += [str(one) for d in shape.derived if d.path == RDF.type for one in derived_values(thing, d)]
        return ", ".join(map(self._name, dict.fromkeys(types)))

    def _shared(self, thing: Any, shape: NodeShape) -> Labels:
        """Labels for the blank nodes that a derived statement points to as well, one for each time they stand there."""
        labels: Labels = {}
        for one in shape.derived if self.enrich else ():
            for value in derived_values(thing, one):
                if is_declared(type(value)) and self._iri(value) is None:
                    self.count += 1
                    labels.setdefault(id(value), []).append(f"_:n{self.count}")
        return labels

    def _derived(self, thing: Any, shape: NodeShape, shared: Labels) -> list[str]:
        lines = []
        for one in shape.derived:
            if one.path == RDF.type:
                continue
            values: dict[str, None] = {}
            for value in derived_values(thing, one):
                values.update(dict.fromkeys(self._derived_names(value, shared)))
            if values:
                lines.append(f"{self._name(one.path)} {', '.join(values)}")
        return lines

    def _derived_names(self, value: Any, shared: Labels) -> list[str]:
        if is_declared(type(value)):
            return shared[id(value)] if id(value) in shared else [self._name(self._iri(value) or "")]
        return [self._name(str(value))]

    def _property(self, value: Any, one: PropertyShape, indent: str, depth: int, shared: Labels) -> list[str]:
        if value is None or value == frozenset() or (value == () and one.default == ()):
            return []
        path, inner = self._name(one.path), indent + _INDENT
        if one.cardinality is Cardinality.ORDERED:
            return [f"{path} {self._list(value, one.range, indent, depth, shared)}"]
        values = in_order(value, one.range) if one.cardinality is Cardinality.UNORDERED else [value]
        objects = [text for item in values for text in self._objects(item, one.range, indent, depth, shared)]
        separator = f",\n{inner}" if sum(map(len, objects)) > 80 else ", "
        return [f"{path} {separator.join(objects)}"]

    def _list(self, items: tuple[Any, ...], range_: Range, indent: str, depth: int, shared: Labels) -> str:
        inner = indent + _INDENT
        objects = [text for item in items for text in self._objects(item, range_, inner, depth, shared)]
        if not objects:
            return "()"
        return "(\n" + "".join(f"{inner}{one}\n" for one in objects) + f"{indent})"

    def _objects(self, item: Any, range_: Range, indent: str, depth: int, shared: Labels) -> list[str]:
        if not isinstance(range_, NodeRange):
            return [term_text(term, self._name) for term in leaf(item, range_)]
        iri = self._iri(item)
        if iri is not None:
            if self.described.first(item, iri, depth + 1):
                self.waiting.append((self._name(iri), item, depth + 1))
            return [self._name(iri)]
        if shared.get(id(item)):
            label = shared[id(item)].pop(0)
            self.waiting.append((label, item, depth + 1))
            return [label]
        return ["[" + self._body(item, indent + _INDENT, depth + 1, closed=True)]


TURTLE = Format(
    "turtle", "Turtle", "text/turtle", (".ttl",), reader("turtle"), serialize, parse_raw=raw_reader("turtle")
)
