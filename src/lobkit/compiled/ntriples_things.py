"""From N-Triples as lobkit writes them to things: what can stand next is known, so that no graph is made of them.

Every line of a record is where `ntriples_text` writes it, and every blank node has the number that it gives. What is
otherwise, right or wrong, is left to the readers that take any order.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from functools import cache
from itertools import chain, islice
from operator import methodcaller
from typing import Any, cast

from attrs import define, field

from lobkit.compiled.makers import lang_map, members_of
from lobkit.compiled.source import Source, Unusual, readers_of
from lobkit.compiled.terms import (
    NOT_PLAIN,
    characters_of,
    iri_of,
    literal_of,
    phrase_of,
    split_of,
    text_in,
    text_of,
)
from lobkit.compiled.things import add_making, constant
from lobkit.datatypes import STRING
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
from lobkit.formats.depth import is_too_deep
from lobkit.formats.format import MAX_DEPTH
from lobkit.formats.triples import labels_below
from lobkit.namespaces import RDF
from lobkit.shape import shape_of
from lobkit.values import Iri

Row = list[str]
"""Subject, predicate and object of a line, with a character for each byte."""

Found = tuple[Any, str, str, str]
"""A thing, and the row behind it."""

Read = Callable[..., Found]
"""Reads a thing from behind the line with its type: the file, its subject and its depth."""


def _term(iri: str) -> str:
    return f"<{iri}>"


_END = " .\n"
_TERM = "o if o.isascii() else text_in(o)"
"""The expression of an object as text."""
_TYPE, _FIRST, _REST, _NIL = map(_term, (RDF.type, RDF.first, RDF.rest, RDF.nil))


@define
class _File:
    """What is left of a text, and what stood in it before.

    Args:
        next: gives the next row.
        blanks: the blank nodes of a record, or below a thing with an IRI, each where it first stands.
        record: the number of the last record that has blank nodes.
        roots: the IRIs of the records.
        things: the things with an IRI that stand inside records.
    """

    next: Callable[[], Row]
    blanks: list[str] = field(factory=list)
    record: int = 0
    roots: set[str] = field(factory=set)
    things: dict[str, Any] = field(factory=dict)

    def end_of_record(self) -> None:
        """Checks that the blank nodes of a record are numbered as they are written, so that none stands elsewhere."""
        if self.blanks:
            number = int(self.blanks[0][3:-2])
            known = [f"_:r{number}b{at}" for at in range(1, len(self.blanks) + 1)]
            if number <= self.record or self.blanks != known:
                raise Unusual
            self.record = number
            self.blanks.clear()

    def named(self, node: str, by_type: dict[str, Read], depth: int) -> Found:
        """A thing with an IRI inside a record, which is described here, or was before in this file."""
        subject, predicate, object_ = self.next()
        known = self.things.get(node)
        if subject != node:
            if known is None or _term(shape_of(type(known)).type) not in by_type or is_too_deep(known, depth):
                raise Unusual
            return known, subject, predicate, object_
        if predicate != _TYPE or node in self.roots:
            raise Unusual
        around, self.blanks = self.blanks, []
        found = by_type[object_](self, node, depth)
        # They are named as they are written, so that none stands elsewhere; and described once more, it is the same.
        if self.blanks and self.blanks != list(islice(labels_below(text_in(node[1:-1])), len(self.blanks))):
            raise Unusual
        known = self.things.setdefault(node, found[0])
        if known != found[0]:
            raise Unusual
        self.blanks = around
        return found


def things_in_order(raw: bytes, classes: tuple[type[Any], ...]) -> list[Any]:
    """The records of a text without unusual escapes (`texts.is_as_written`).

    Raises:
        Unusual: where it is not as lobkit writes it.
    """
    three_empty = "  "
    lines = chain(chain.from_iterable(_lines(characters_of(raw))), [three_empty])
    rows = map(methodcaller("split", " ", 2), lines)
    file = _File(rows.__next__)
    by_type = readers(classes)
    found = []
    try:
        subject, predicate, object_ = file.next()
        while subject:
            if predicate != _TYPE or subject in file.roots or subject in file.things:
                raise Unusual
            if subject[0] == "<":
                file.roots.add(subject)
            else:
                file.blanks.append(subject)
            thing, subject, predicate, object_ = by_type[object_](file, subject, 0)
            file.end_of_record()
            found.append(thing)
        if next(rows, None) is not None:
            raise Unusual  # a line that begins with spaces is not the end
    except (*NOT_PLAIN, ValueError, StopIteration):
        raise Unusual from None
    return found


_AT_HAND = 2**16
"""How many characters are cut into lines at once: what is made of them then is still at hand for the processor."""


def _lines(text: str) -> Iterator[list[str]]:
    """The lines of a text, without their ends, some at a time."""
    at = 0
    while at < len(text):
        end = text.rfind(_END, at, at + _AT_HAND)
        if end < 0:
            end = text.index(_END, at)
        yield text[at:end].split(_END)
        at = end + len(_END)


@cache
def readers(classes: tuple[type[Any], ...]) -> dict[str, Read]:
    """The readers of several classes, by their types as terms; each is compiled when the first thing of it comes by."""
    return readers_of(_compiled, {_term(shape_of(cls).type): cls for cls in classes})


@cache
def _compiled(cls: Any) -> Read:
    shape = shape_of(cls)
    source = Source(f"rows_{shape.name}", "file, subject, depth")
    source.values |= {"Unusual": Unusual, "text_of": text_of, "split_of": split_of, "phrase_of": phrase_of}
    source.values["text_in"] = text_in
    source.add(f"if depth > {MAX_DEPTH}: raise Unusual")
    _own_iri(shape, source)
    source.add("next_row = file.next\ns, p, o = next_row()")
    names = [f"v{at}" for at in range(len(shape.properties))]
    for one, name in zip(shape.properties, names, strict=True):
        source.add(f"if p == {_term(one.path)!r} and s == subject:")
        _field(one, source, name)
        otherwise = "raise Unusual" if one.required else f"{name} = {constant(one.default, source)}"
        source.add(f"else: {otherwise}")
    add_making(source, shape, names if shape.iri == "none" else [*names, "iri"], and_give=", s, p, o")
    return cast(Read, source.function())


def _own_iri(shape: NodeShape, source: Source) -> None:
    named, blank = f"iri = {source.use(iri_of(Iri), 'iri')}(text_in(subject))", "iri = None"
    if shape.iri == "none":
        named = "raise Unusual"
    elif shape.iri == "required":
        blank = "raise Unusual"
    source.add(f"if subject[0] == '<': {named}\nelse: {blank}")


def _field(one: PropertyShape, source: Source, name: str) -> None:
    """Adds the lines that read the values of a property, from its first row on, to the row behind the last of them."""
    if isinstance(one.range, LangMapRange):
        source.add(f"text, lang = split_of({_TERM})\ntexts = {{lang: text}}\ns, p, o = next_row()", 2)
        source.add(f"while p == {_term(one.path)!r} and s == subject:", 2)
        source.add(f"text, lang = split_of({_TERM})\nif lang in texts: raise Unusual", 3)
        source.add("texts[lang] = text\ns, p, o = next_row()", 3)
        source.add(f"{name} = {source.use(lang_map, 'lang_map')}(texts)", 2)
    elif one.cardinality is Cardinality.ORDERED:
        _list(one, source, name)
    elif one.cardinality is Cardinality.UNORDERED:
        source.add("items = []", 2)
        source.add(f"while p == {_term(one.path)!r} and s == subject:", 2)
        _value(one.range, source, 3)
        source.add("items.append(value)", 3)
        source.add(f"{name} = frozenset(items)\nif len({name}) != len(items): raise Unusual", 2)
    else:
        _value(one.range, source, 2)
        source.add(f"{name} = value", 2)
        if one.filled:
            source.add(f"if not {name}: raise Unusual", 2)


def _list(one: PropertyShape, source: Source, name: str) -> None:
    source.add("items, cell = [], o", 2)
    source.add(f"while cell != {_NIL!r}:", 2)
    source.add("file.blanks.append(cell)\ns, p, o = next_row()", 3)
    source.add(f"if p != {_FIRST!r} or s != cell: raise Unusual", 3)
    _value(one.range, source, 3)
    source.add(f"if p != {_REST!r} or s != cell: raise Unusual", 3)
    source.add("items.append(value)\ncell = o", 3)
    if one.default == ():
        source.add("if not items: raise Unusual", 2)
    source.add(f"{name} = tuple(items)\ns, p, o = next_row()", 2)


def _value(range_: Range, source: Source, indent: int) -> None:
    """Adds the lines that read the value of a row, and go on to the row behind it."""
    if isinstance(range_, NodeRange):
        _node(range_, source, indent)
    else:
        source.add(f"value = {_expression(range_, source)}\ns, p, o = next_row()", indent)


def _node(range_: NodeRange, source: Source, indent: int) -> None:
    by_type = source.use(readers(range_.classes), "by_type")
    if any(shape_of(cls).iri != "none" for cls in range_.classes):
        source.add(f"if o[0] == '<': value, s, p, o = file.named(o, {by_type}, depth + 1)\nelse:", indent)
        indent += 1
    source.add("file.blanks.append(o)\nnode = o\ns, p, o = next_row()", indent)
    source.add(f"if p != {_TYPE!r} or s != node: raise Unusual", indent)
    source.add(f"value, s, p, o = {by_type}[o](file, node, depth + 1)", indent)


def _expression(range_: Range, source: Source) -> str:
    """The expression of what becomes of a term."""
    match range_:
        case LangStringRange():
            return f"phrase_of({_TERM})"
        case LiteralRange(datatype=datatype) if datatype is STRING:
            return f"text_of({_TERM})"
        case LiteralRange(datatype=datatype):
            return f"{source.use(literal_of(cast(Hashable, datatype)), 'literal')}({_TERM})"
        case IriRange(iri_class=iri_class):
            # The names of a closed scheme are looked up as they stand.
            return f"{source.use(iri_of(iri_class), 'iri')}({_TERM if members_of(iri_class) is None else 'o'})"
    raise AssertionError(range_)
