"""From things to Turtle for people: a function for each class, with its constant words written out beforehand."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable
from functools import cache
from typing import Any, cast

from attrs import define, field

from lobkit.compiled.makers import members_of
from lobkit.compiled.source import Known, Source, Writers
from lobkit.datatypes import STRING, Datatype
from lobkit.description import (
    Cardinality,
    IriRange,
    LangMapRange,
    LangStringRange,
    LiteralRange,
    NodeRange,
    PropertyShape,
    Range,
)
from lobkit.errors import WriteError
from lobkit.formats.format import MAX_DEPTH
from lobkit.formats.triples import Described, in_order, leaf, order_of
from lobkit.formats.turtle_terms import PREFIXES, iri_text, long_text, name_of, prefix_of, term_text, text_of
from lobkit.namespaces import XSD
from lobkit.shape import shape_of
from lobkit.values import Iri

Out = Callable[[str], object]

Write = Callable[[Any, "Page", Out, str, int], None]
"""Writes predicates and objects of a thing: the thing, the page, where they go, their indent, how deep it stands."""

_LONG = 80
"""How many signs several objects may take together on one line."""

BITS = {prefix: 1 << at for at, prefix in enumerate(dict.fromkeys(PREFIXES.values()))}
"""A bit for each prefix, so that several are remembered at once."""


@define
class Page:
    """A file under way: what it has described, the prefixes that it uses, and what still wants a paragraph."""

    described: Described = field(factory=Described)
    used: int = 0
    waiting: deque[tuple[str, Any, int]] = field(factory=deque)

    @property
    def known(self) -> int:
        """Tells whether prefixes came to those that are used."""
        return self.used

    @property
    def prefixes(self) -> set[str]:
        """The prefixes that are used so far."""
        return {prefix for prefix, bit in BITS.items() if self.used & bit}

    def statement(self, record: Any) -> str:
        """The paragraph of a record, and of the things with an IRI that it holds.

        Raises:
            WriteError: for things nested too deep, or one IRI described in two ways.
        """
        parts: list[str] = []
        iri = _iri(record)
        if iri is not None:
            self.described.root(record, iri)
        self.paragraph("[" if iri is None else self.name(iri), record, 0, parts.append)
        while self.waiting:
            self.paragraph(*self.waiting.popleft(), parts.append)
        return "".join(parts)

    def paragraph(self, head: str, thing: Any, depth: int, out: Out, cls: type[Any] | None = None) -> None:
        """The paragraph of one thing, which begins with its name or with a bracket; others may be waiting afterwards.

        Args:
            head: what it begins with.
            thing: the thing, or what has the fields of its class.
            depth: how deep it stands.
            out: where it goes.
            cls: its class, where `thing` is of another one.
        """
        out(f"\n{head}")
        _WRITERS[cls or type(thing)](thing, self, out, "  ", depth)
        out("\n] .\n" if head == "[" else " .\n")

    def name(self, iri: str) -> str:
        """An IRI in Turtle; its prefix is remembered."""
        text = name_of(iri)
        if text[0] != "<":
            self.used |= BITS[prefix_of(text)]
        return text

    def named(self, thing: Any, iri: str, depth: int) -> str:
        """The name of a nested thing, which gets a paragraph of its own, and stands as deep as if it had none."""
        name = self.name(iri)
        if self.described.first(thing, str(iri), depth):
            self.waiting.append((name, thing, depth))
        return name

    def rare(self, value: Any, range_: Range) -> list[str]:
        """The objects of a value of a rare kind."""
        return [term_text(one, self.name) for one in leaf(value, range_)]


def _iri(thing: Any) -> str | None:
    """The IRI of a thing, where it has one."""
    iri = getattr(thing, "iri", None) if shape_of(type(thing)).iri != "none" else None
    return None if iri is None else str(iri)


@define
class _Writer(Source):
    """The source of a writer, with the prefixes that every thing of the class uses: they are remembered once."""

    always: int = field(default=0, kw_only=True)

    def uses(self, bits: int, indent: int) -> None:
        """Adds the line that remembers prefixes, where it is needed."""
        if bits & ~self.always:
            self.add(f"page.used |= {bits & ~self.always}", indent)


def _compiled(cls: type[Any]) -> Write:
    shape = shape_of(cls)
    always = bits_of(shape.type, *(one.path for one in shape.properties if one.required and not one.cardinality.many))
    source = _Writer(f"turtle_{shape.name}", "thing, page, out, indent, depth", always=always)
    deep = f"things are nested deeper than {MAX_DEPTH} levels, which no reader takes"
    source.add(f"if depth > {MAX_DEPTH}: raise {source.use(WriteError, 'WriteError')}({deep!r})")
    source.add_check(cls)
    source.values |= {"long_text": long_text, "joined": _joined}
    source.values["writers"] = _WRITERS.within(shape.properties)
    source.add(f"page.used |= {always}\nout({' a ' + iri_text(shape.type)!r})")
    for one in shape.properties:
        _property(one, source)
    return source.function()  # type: ignore[no-any-return]


_WRITERS: Writers[Write] = Writers(_compiled)


def bits_of(*iris: str) -> int:
    """The prefixes of IRIs that are known beforehand."""
    found = 0
    for text in map(iri_text, iris):
        found |= 0 if text[0] == "<" else BITS[prefix_of(text)]
    return found


def _property(one: PropertyShape, source: _Writer) -> None:
    start = f" ;\\n{{indent}}{_in_braces(iri_text(one.path))} "
    source.add(f"value = thing.{one.name}")
    source.add("if value:" if one.cardinality.many else "if value is not None:")
    source.uses(bits_of(one.path, *_datatypes(one.range)), 2)
    if one.cardinality is Cardinality.ORDERED:
        _list(one, source, start)
        if one.default != ():
            source.add("elif value is not None:")
            source.uses(bits_of(one.path), 2)
            source.add(f"out(f'{start}()')", 2)
    elif one.cardinality is Cardinality.UNORDERED:
        _set(one, source, start)
    elif isinstance(one.range, LangMapRange):
        source.add(f"objects = [{_with_language(source, 'text', 'lang')} for lang, text in value.items()]", 2)
        source.add(f"out(f'{start}{{objects[0] if len(objects) == 1 else joined(objects, indent)}}')", 2)
    elif is_rare(one.range):
        source.add(f"text = joined({_rare(one.range, source, 'value')}, indent)\nout(f'{start}{{text}}')", 2)
    elif isinstance(one.range, NodeRange):
        _node(one.range, source, "value", "indent", 2, before=start)
    else:
        source.add(f"text = {_object(one.range, source, 'value')}\nout(f'{start}{{text}}')", 2)


def _in_braces(text: str) -> str:
    """A text as it stands in an f-string between apostrophes."""
    return repr(text)[1:-1].replace("{", "{{").replace("}", "}}").replace("'", "\\'")


def _set(one: PropertyShape, source: _Writer, start: str) -> None:
    if isinstance(one.range, NodeRange):
        source.add(f"value = {source.use(in_order, 'in_order')}(value, {source.use(one.range, 'range')})", 2)
        source.add("whole, objects = out, []\nfor item in value:\n    parts = []\n    out = parts.append", 2)
        _node(one.range, source, "item", "indent", 3)
        source.add("objects.append(''.join(parts))", 3)
        source.add("out = whole", 2)
    else:
        source.add(f"objects = {_members(one, source)}", 2)
    source.add(f"out(f'{start}{{objects[0] if len(objects) == 1 else joined(objects, indent)}}')", 2)


def _members(one: PropertyShape, source: _Writer) -> str:
    """The expression of the objects of a set, in the one order in which they are written."""
    if isinstance(one.range, IriRange) and (known := _known(cast(Hashable, one.range.iri_class))):
        if (bits := _same_bits(known)) is not None:
            source.uses(bits, 2)
            return source.look(_sets_of(cast(Hashable, one.range)), "texts", "value")
    order = source.use(order_of(cast(Hashable, one.range)), "order")
    members = f"(sorted(value, key={order}) if len(value) > 1 else value)"
    if is_rare(one.range):
        return f"[text for item in {members} for text in {_rare(one.range, source, 'item')}]"
    return f"[{_object(one.range, source, 'item')} for item in {members}]"


@cache
def _known(iri_class: type[Iri]) -> dict[Iri, str]:
    """The members of a closed scheme, and their names in Turtle."""
    return {one: iri_text(str(one)) for one in (members_of(iri_class) or {}).values()}


@cache
def _sets_of(range_: Any) -> Known[frozenset[Iri], list[str]]:
    """The objects of sets of concepts of a closed scheme, in the order in which they are written."""
    known, order = _known(range_.iri_class), order_of(range_)
    return Known(lambda value: [known[iri] for iri in sorted(value, key=order)])


def _same_bits(known: dict[Iri, str]) -> int | None:
    """The prefix that all members of a scheme have, where it is one."""
    found = {bits_of(iri) for iri in known}
    return found.pop() if len(found) == 1 else None


def _joined(objects: list[str], indent: str) -> str:
    return (f",\n{indent}  " if sum(map(len, objects)) > _LONG else ", ").join(objects)


def _list(one: PropertyShape, source: _Writer, start: str) -> None:
    begin = f"out(f'{start}(\\n')\ninner = indent + '  '\nfor item in value:"
    if isinstance(one.range, NodeRange):
        source.add(begin, 2)
        _node(one.range, source, "item", "inner", 3, before="{inner}", after="\\n")
    elif is_rare(one.range):
        texts = _rare(one.range, source, "item")
        source.add(f"{begin}\n    for text in {texts}: out(f'{{inner}}{{text}}\\n')", 2)
    else:
        text = _object(one.range, source, "item")  # before the loop, since it may add a line
        source.add(f"{begin}\n    text = {text}\n    out(f'{{inner}}{{text}}\\n')", 2)
    source.add("out(f'{indent})')", 2)


def _node(
    range_: NodeRange, source: _Writer, name: str, indent: str, level: int, *, before: str = "", after: str = ""
) -> None:
    """Adds the lines that write a nested thing: in brackets, or its name; with what stands before and after it."""
    kinds = {shape_of(cls).iri for cls in range_.classes}
    if kinds != {"none"}:
        iri = f"{name}.iri" if "none" not in kinds else f"getattr({name}, 'iri', None)"
        named = f"page.named({name}, iri, depth + 1)"
        source.add(f"if (iri := {iri}) is not None: out(f'{before}{{{named}}}{after}')\nelse:", level)
        level += 1
    source.add(f"out(f'{before}[')\nwriters[type({name})]({name}, page, out, {indent} + '  ', depth + 1)", level)
    source.add(f"out(f'\\n{{{indent}}}]{after}')", level)


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


def _rare(range_: Range, source: Source, name: str) -> str:
    """The expression of the objects of a value of a rare kind."""
    return f"page.rare({name}, {source.use(range_, 'range')})"


def _text(source: Source, name: str) -> str:
    """The expression of a text; one of several lines stands as it reads."""
    return f"long_text({name}) if '\\n' in {name} else {source.quoted(name)}"


def _with_language(source: Source, text: str, lang: str) -> str:
    return f"({_text(source, text)}) + f'@{{{lang}}}'"


def _object(range_: Range, source: _Writer, name: str) -> str:
    """The expression of one object."""
    match range_:
        case IriRange(iri_class=iri_class) if known := _known(cast(Hashable, iri_class)):
            if (bits := _same_bits(known)) is None:
                return f"page.name({name})"
            source.uses(bits, 2)
            return f"{source.use(known.__getitem__, 'known')}({name})"
        case IriRange():
            return f"page.name({name})"
        case LangStringRange():
            return _with_language(source, f"{name}.text", f"{name}.lang")
        case LiteralRange(datatype=datatype):
            return _literal(datatype, source, name)
    raise AssertionError(range_)


def _literal(datatype: Datatype, source: Source, name: str) -> str:
    lexical = f"{source.use(datatype.lexical, 'lexical')}({name})"
    if datatype.iris[0] == XSD.string:
        return _text(source, name) if datatype is STRING else f"{source.use(text_of, 'text_of')}({lexical})"
    if is_bare(datatype):
        return lexical
    end = f"^^{iri_text(datatype.iris[0])}"
    if not datatype.plain:
        return f"{source.use(text_of, 'text_of')}({lexical}) + {end!r}"
    return f"f'\"{{{name if datatype.lexical is str else lexical}}}\"{_in_braces(end)}'"
