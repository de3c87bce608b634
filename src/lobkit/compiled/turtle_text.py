"""From things to Turtle for people: a function for each class, with its constant words written out beforehand."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cache
from typing import Any, cast

from attrs import define, field

from lobkit.compiled.source import Source, Writers
from lobkit.compiled.things import members_of
from lobkit.errors import WriteError
from lobkit.formats.format import MAX_DEPTH
from lobkit.formats.triples import Described, in_order, leaf
from lobkit.formats.turtle_terms import PREFIXES, iri_text, name_of, prefix_of, term_text, text_of
from lobkit.namespaces import XSD
from lobkit.shape import (
    Cardinality,
    IriRange,
    LangMapRange,
    LangStringRange,
    LiteralRange,
    NodeRange,
    PropertyShape,
    Range,
    shape_of,
)
from lobkit.values import Datatype, Iri, LangMap

Write = Callable[[Any, "Page", str, int], str]
"""Predicates and objects of a thing: the thing, the page, its indent, and how deep it stands."""

_LONG = 80
"""How many signs several objects may take together on one line."""

BITS = {prefix: 1 << at for at, prefix in enumerate(dict.fromkeys(PREFIXES.values()))}
"""A bit for each prefix, so that several are remembered at once."""


@define
class Page:
    """A file under way: what it has described, the prefixes that it uses, and what still wants a paragraph."""

    described: Described = field(factory=Described)
    used: int = 0
    waiting: list[tuple[str, Any]] = field(factory=list)

    @property
    def prefixes(self) -> set[str]:
        """The prefixes that are used so far."""
        return {prefix for prefix, bit in BITS.items() if self.used & bit}

    def statement(self, record: Any) -> str:
        """The paragraph of a record, and of the things with an IRI that it holds.

        Raises:
            WriteError: for things nested too deep, or one IRI described in two ways.
        """
        iri = _iri(record)
        if iri is not None:
            self.described.root(record, iri)
        paragraphs = [self._paragraph("[" if iri is None else self.name(iri), record)]
        while self.waiting:
            paragraphs.append(self._paragraph(*self.waiting.pop(0)))
        return "".join(paragraphs)

    def _paragraph(self, head: str, thing: Any) -> str:
        body = _WRITERS[type(thing)](thing, self, "  ", 0)
        return f"\n{head}{body}\n] .\n" if head == "[" else f"\n{head}{body} .\n"

    def name(self, iri: str) -> str:
        """An IRI in Turtle; its prefix is remembered."""
        text = name_of(iri)
        if text[0] != "<":
            self.used |= BITS[prefix_of(text)]
        return text

    def node(self, thing: Any, indent: str, depth: int) -> str:
        """A nested thing: in brackets, or by its name, with a paragraph of its own."""
        iri = _iri(thing)
        if iri is None:
            return f"[{_WRITERS[type(thing)](thing, self, indent + '  ', depth + 1)}\n{indent}]"
        name = self.name(iri)
        if self.described.first(thing, iri):
            self.waiting.append((name, thing))
        return name

    def rare(self, value: Any, range_: Range) -> list[str]:
        """The objects of a value of a rare kind."""
        return [term_text(one, self.name) for one in leaf(value, range_)]


def _iri(thing: Any) -> str | None:
    iri = getattr(thing, "iri", None) if shape_of(type(thing)).iri != "none" else None
    return None if iri is None else str(iri)


def _compiled(cls: type[Any]) -> Write:
    shape = shape_of(cls)
    source = Source(f"turtle_{shape.name}", "thing, page, indent, depth")
    deep = f"things are nested deeper than {MAX_DEPTH} levels, which no reader takes"
    source.add(f"if depth > {MAX_DEPTH}: raise {source.use(WriteError, 'WriteError')}({deep!r})")
    source.values |= {"text_of": text_of, "phrases": _phrases, "joined": _joined, "writers": _WRITERS}
    source.add(f"used = {bits_of(shape.type)}\nlines = [{'a ' + iri_text(shape.type)!r}]")
    for one in shape.properties:
        _property(one, source)
    source.add("page.used |= used\nreturn ' ' + f' ;\\n{indent}'.join(lines)")
    return source.function()  # type: ignore[no-any-return]


_WRITERS: Writers[Write] = Writers(_compiled)


def bits_of(*iris: str) -> int:
    """The prefixes of IRIs that are known beforehand."""
    found = 0
    for text in map(iri_text, iris):
        found |= 0 if text[0] == "<" else BITS[prefix_of(text)]
    return found


def _property(one: PropertyShape, source: Source) -> None:
    path = iri_text(one.path)
    source.add(f"value = thing.{one.name}")
    source.add("if value:" if one.cardinality.many else "if value is not None:")
    if bits := bits_of(one.path, *_datatypes(one.range)):
        source.add(f"used |= {bits}", 2)
    if one.cardinality is Cardinality.ORDERED:
        _list(one, source, path)
        if one.default != ():
            source.add("elif value is not None:")
            source.add(f"used |= {bits_of(one.path)}\nlines.append({path + ' ()'!r})", 2)
    elif one.cardinality is Cardinality.UNORDERED:
        source.add(f"objects = {_members(one, source)}", 2)
        source.add(f"lines.append({path + ' '!r} + (objects[0] if len(objects) == 1 else joined(objects, indent)))", 2)
    elif isinstance(one.range, LangMapRange):
        source.add(f"lines.append({path + ' '!r} + phrases(value, indent))", 2)
    elif is_rare(one.range):
        source.add(f"objects = page.rare(value, {source.use(one.range, 'range')})", 2)
        source.add(f"lines.append({path + ' '!r} + joined(objects, indent))", 2)
    else:
        source.add(f"lines.append({path + ' '!r} + {_expression(one.range, source, 'value', 'indent')})", 2)


def _members(one: PropertyShape, source: Source) -> str:
    """The expression of the objects of a set, in the one order in which they are written."""
    if isinstance(one.range, IriRange) and (known := _known(cast(Hashable, one.range.iri_class))):
        # Of a closed scheme, the place of each member and its text are known.
        places = {iri: at for at, iri in enumerate(in_order(known, one.range))}
        texts = source.use([known[iri] for iri in places], "texts")
        place = source.use(places.__getitem__, "place")
        if len({bits_of(iri) for iri in places}) == 1:
            source.add(f"used |= {bits_of(next(iter(places)))}", 2)
            return f"[{texts}[at] for at in sorted(map({place}, value))]"
    item = _expression(one.range, source, "item", "indent")
    range_ = source.use(one.range, "range")
    members = f"({source.use(in_order, 'in_order')}(value, {range_}) if len(value) > 1 else value)"
    if is_rare(one.range):
        return f"[text for item in {members} for text in {item}]"
    return f"[{item} for item in {members}]"


@cache
def _known(iri_class: type[Iri]) -> dict[Iri, str]:
    """The members of a closed scheme, and their names in Turtle."""
    return {one: iri_text(str(one)) for one in (members_of(iri_class) or {}).values()}


def _joined(objects: list[str], indent: str) -> str:
    return (f",\n{indent}  " if sum(map(len, objects)) > _LONG else ", ").join(objects)


def _phrases(texts: LangMap, indent: str) -> str:
    """The texts of a language map."""
    objects = [f"{text_of(text)}@{lang}" for lang, text in texts.items()]
    return objects[0] if len(objects) == 1 else _joined(objects, indent)


def _list(one: PropertyShape, source: Source, path: str) -> None:
    source.add("inner = indent + '  '", 2)
    item = _expression(one.range, source, "item", "inner")
    if is_rare(one.range):
        source.add(f"objects = [text for item in value for text in {item}]", 2)
        item, values = "item", "objects"
    else:
        values = "value"
    source.add(f"objects = ''.join([inner + {item} + '\\n' for item in {values}])", 2)
    source.add(f"lines.append(f'{path} (\\n{{objects}}{{indent}})')", 2)


def _datatypes(range_: Range) -> tuple[str, ...]:
    """The datatype that stands in the text of each value."""
    if isinstance(range_, LiteralRange) and range_.datatype.datatype is None and not is_bare(range_.datatype):
        return () if range_.datatype.iris[0] == XSD.string else range_.datatype.iris[:1]
    return ()


def is_bare(datatype: Datatype) -> bool:
    """Whether its values stand without quotation marks (Turtle 1.1, section 2.5.2)."""
    return datatype.iris[0] in (XSD.integer, XSD.boolean)


def is_rare(range_: Range) -> bool:
    """Whether the datatype depends on the value."""
    return isinstance(range_, LiteralRange) and range_.datatype.datatype is not None


def _expression(range_: Range, source: Source, name: str, indent: str) -> str:
    """The expression of one object; of a rare kind, of a list of objects."""
    match range_:
        case NodeRange(classes=classes) if {shape_of(cls).iri for cls in classes} == {"none"}:
            inner = f'writers[type({name})]({name}, page, {indent} + "  ", depth + 1)'
            return f'"[" + {inner} + "\\n" + {indent} + "]"'
        case NodeRange():
            return f"page.node({name}, {indent}, depth)"
        case IriRange():
            return f"page.name({name})"
        case LangStringRange():
            return f'f"{{text_of({name}.text)}}@{{{name}.lang}}"'
        case LiteralRange() if is_rare(range_):
            return f"page.rare({name}, {source.use(range_, 'range')})"
        case LiteralRange(datatype=datatype):
            return f"{source.use(_literal(datatype), 'literal')}({name})"
    raise AssertionError(range_)


def _literal(datatype: Datatype) -> Callable[[Any], str]:
    lexical = datatype.lexical
    if datatype.iris[0] == XSD.string:
        return text_of if lexical is str else lambda value: text_of(lexical(value))
    if is_bare(datatype):
        return lexical
    end = f"^^{iri_text(datatype.iris[0])}"
    return lambda value: f"{text_of(lexical(value))}{end}"
