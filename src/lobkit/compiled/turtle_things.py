"""From Turtle as lobkit writes it to things: what can stand next is known to the letter, so that no graph is made.

Everything of a record is where `turtle_text` writes it. What is otherwise, right or wrong, is left to the readers that
take any form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from functools import cache
from typing import Any, cast

from lobkit.compiled.makers import iri_reader, known_language, lang_map, members_of, phrase, values_of
from lobkit.compiled.source import Source, Unusual, readers_of
from lobkit.compiled.terms import NOT_PLAIN, characters_of, literal_of, scan, text_in
from lobkit.compiled.things import add_making, constant
from lobkit.compiled.turtle_file import File, Read, matched, name_at, name_match
from lobkit.compiled.turtle_text import bits_of, is_bare, is_rare
from lobkit.datatypes import STRING, Datatype
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
from lobkit.formats.format import MAX_DEPTH
from lobkit.formats.triples import quoted
from lobkit.formats.turtle_terms import iri_text
from lobkit.namespaces import XSD
from lobkit.shape import shape_of
from lobkit.values import ConceptIri, Iri, LangString

_lang = re.compile(r"@([a-z0-9\-]+)").match
_bare = {XSD.integer: re.compile("[+-]?[0-9]+").match, XSD.boolean: re.compile("true|false").match}


def things_in_layout(raw: bytes, classes: tuple[type[Any], ...]) -> list[Any]:
    """The records of a text without unusual escapes (`texts.is_as_written`).

    Raises:
        Unusual: where it is not as lobkit writes it.
    """
    try:
        return _records(File(characters_of(raw)), readers(classes))
    except (*NOT_PLAIN, ValueError):
        raise Unusual from None


def _records(file: File, by_type: dict[str, Read]) -> list[Any]:
    text, end = file.text, len(file.text)
    found: list[Any] = []
    at = file.prefixes(0)
    while at < end:
        if at in file.taken:
            at = file.taken.pop(at)
        elif text.startswith("\n@prefix ", at):
            at = file.prefixes(at + 1)
        elif text.startswith("\n[ a ", at):
            thing, at = file.paragraph(at + 2, None, by_type)
            found.append(thing)
        else:
            name = name_at(text, at + 1)
            iri = file.iri(name)
            if text[at] != "\n" or iri in file.roots or iri in file.things:
                raise Unusual
            file.roots.add(iri)
            thing, at = file.paragraph(at + 1 + len(name), iri, by_type)
            found.append(thing)
    if file.taken:
        raise Unusual
    return found


# ── a function for each class ────────────────────────────────────────────────────────────────────────────────────────


@cache
def readers(classes: tuple[type[Any], ...]) -> dict[str, Read]:
    """The readers of several classes, by their types in Turtle; each is compiled when the first thing comes by."""
    return readers_of(_compiled, {iri_text(shape_of(cls).type): cls for cls in classes})


@cache
def _compiled(cls: Any) -> Read:
    shape = shape_of(cls)
    source = Source(f"layout_{shape.name}", "file, at, iri, indent, depth")
    source.values |= {"Unusual": Unusual, "string": _string, "phrase": _phrase, "name_at": name_match}
    source.add(f"if depth > {MAX_DEPTH}: raise Unusual")
    _own_iri(shape, source)
    names = [f"v{at}" for at in range(len(shape.properties))]
    source.add(f"text = file.text\nused = {bits_of(shape.type)}")
    if names:
        starts = source.use(_starts(tuple(iri_text(one.path) for one in shape.properties)), "starts")
        source.add(f"{', '.join(f'start{at}' for at in range(len(names)))}, = {starts}(indent)")
    for at, (one, name) in enumerate(zip(shape.properties, names, strict=True)):
        source.add(f"if text.startswith(start{at}, at):")
        source.add(f"at += len(start{at})\nused |= {bits_of(one.path)}", 2)
        _field(one, source, name)
        otherwise = "raise Unusual" if one.required else f"{name} = {constant(one.default, source)}"
        source.add(f"else: {otherwise}")
    source.add("file.used |= used")
    add_making(source, shape, names if shape.iri == "none" else [*names, "iri"], and_give=", at")
    return cast(Read, source.function())


def _starts(paths: tuple[str, ...]) -> Callable[[str], tuple[str, ...]]:
    """What stands before the objects of each property, at some indent."""
    return cache(lambda indent: tuple(f" ;\n{indent}{path} " for path in paths))


def _own_iri(shape: NodeShape, source: Source) -> None:
    if shape.iri == "none":
        source.add("if iri is not None: raise Unusual")
        return
    source.add(f"if iri is not None: iri = {source.use(iri_reader(Iri), 'make')}(iri)")
    if shape.iri == "required":
        source.add("else: raise Unusual")


def _field(one: PropertyShape, source: Source, name: str) -> None:
    """Adds the lines that read the objects of a property, and go on to what stands behind them."""
    if isinstance(one.range, LangMapRange):
        source.add(f"{name}, at = {source.use(_texts, 'texts')}(text, at, indent)", 2)
    elif one.cardinality is Cardinality.ORDERED:
        _list(one, source, name)
    elif one.cardinality is Cardinality.UNORDERED:
        source.add("items, more = [], True\nwhile more:", 2)
        _value(one.range, source, "indent", 3)
        source.add("items.append(value)\nmore = text[at] == ','", 3)
        source.add("if more: at = after_comma(text, at, indent)", 3)
        source.values["after_comma"] = _after_comma
        source.add(f"{name} = frozenset(items)\nif len({name}) != len(items): raise Unusual", 2)
    else:
        _value(one.range, source, "indent", 2)
        source.add(f"{name} = value", 2)
        if one.filled:
            source.add(f"if not {name}: raise Unusual", 2)


def _list(one: PropertyShape, source: Source, name: str) -> None:
    indent = 2
    if one.default != ():
        source.add(f"if text.startswith('()', at): {name}, at = (), at + 2\nelse:", indent)
        indent += 1
    source.add("if not text.startswith('(\\n', at): raise Unusual", indent)
    source.add("items, inner, at = [], indent + '  ', at + 2\nwhile text.startswith(inner, at):", indent)
    source.add("at += len(inner)", indent + 1)
    _value(one.range, source, "inner", indent + 1)
    source.add("if text[at] != '\\n': raise Unusual\nitems.append(value)\nat += 1", indent + 1)
    source.add("if not items or not text.startswith(indent + ')', at): raise Unusual", indent)
    source.add(f"{name}, at = tuple(items), at + len(indent) + 1", indent)


def _value(range_: Range, source: Source, inner: str, indent: int) -> None:
    """Adds the lines that read one object, and go on to what stands behind it."""
    match range_:
        case NodeRange(classes=classes):
            by_type = source.use(readers(classes), "by_type")
            source.add(f"value, at = file.node(at, {by_type}, {inner}, depth)", indent)
        case LangStringRange():
            source.add("value, at = phrase(text, at)", indent)
        case LiteralRange(datatype=datatype) if datatype is STRING:
            source.add("value, at = string(text, at)", indent)
        case LiteralRange(datatype=datatype) if is_rare(range_):
            source.add(f"value, at = {source.use(_rare(datatype), 'rare')}(file, at)", indent)
        case LiteralRange(datatype=datatype):
            if not is_bare(datatype) and datatype.iris[0] != XSD.string:
                source.add(f"used |= {bits_of(datatype.iris[0])}", indent)
            source.add(f"value, at = {source.use(_literal(datatype), 'literal')}(text, at)", indent)
        case IriRange(iri_class=iri_class):
            source.add("name = name_at(text, at)[0]\nat += len(name)", indent)
            if (known := _known(cast(Hashable, iri_class))) is None:
                source.add(f"value = {source.use(iri_reader(iri_class), 'make')}(file.iri(name))", indent)
            else:
                source.add(f"value, bits = {source.use(known, 'known')}[name]\nused |= bits", indent)


@cache
def _known(iri_class: Any) -> dict[str, tuple[ConceptIri, int]] | None:
    """The members of a closed scheme by their names in Turtle, with the prefixes that those use."""
    members = members_of(iri_class)
    return None if members is None else {iri_text(iri): (one, bits_of(iri)) for iri, one in members.items()}  # type: ignore[misc]


def _string(text: str, at: int) -> tuple[str, int]:
    """A text, and where it ends."""
    if text[at] != '"':
        raise Unusual
    if not text.startswith('"""', at):
        found, end = scan(text, at + 1, True)
        return text_in(found), end
    at += 3
    end = text.index('"""', at)
    signs = end
    while text[signs - 1] == "\\":
        signs -= 1
    if (end - signs) % 2:  # the last sign of the text is a quotation mark, which is escaped
        end += 1
        if not text.startswith('"""', end):
            raise Unusual
    found = text[at:end]
    return text_in(_unescaped(found) if "\\" in found else found), end + 3


_escape = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"\\": "\\", '"': '"', "n": "\n", "r": "\r", "t": "\t"}


def _unescaped(text: str) -> str:
    return _escape.sub(lambda match: _ESCAPED[match[1]], text)


def _phrase(text: str, at: int) -> tuple[LangString, int]:
    found, at = _string(text, at)
    tag = _lang(text, at)
    if tag is None:
        raise Unusual
    return phrase(found, known_language(tag[1])), tag.end()


def _texts(text: str, at: int, indent: str) -> tuple[Any, int]:
    """A language map."""
    found: dict[str, str] = {}
    while True:
        one, at = _string(text, at)
        tag = _lang(text, at)
        if tag is None or tag[1] in found:
            raise Unusual
        found[tag[1]] = one
        at = tag.end()
        if text[at] != ",":
            return lang_map(found), at
        at = _after_comma(text, at, indent)


def _after_comma(text: str, at: int, indent: str) -> int:
    """Where the next object begins, on the same line or on one of its own."""
    if text[at + 1] == " ":
        return at + 2
    start = f",\n{indent}  "
    if not text.startswith(start, at):
        raise Unusual
    return at + len(start)


@cache
def _literal(datatype: Any) -> Callable[[str, int], tuple[Any, int]]:
    """Reads a literal of a datatype that has one IRI."""
    known = values_of(cast(Hashable, datatype))
    kept, new = known.kept, known.new
    if is_bare(datatype):
        match = _bare[datatype.iris[0]]

        def bare(text: str, at: int) -> tuple[Any, int]:
            found = matched(match, text, at)
            return kept.get(found) or new(found), at + len(found)

        return bare

    end = "" if datatype.iris[0] == XSD.string else f"^^{iri_text(datatype.iris[0])}"

    def read(text: str, at: int) -> tuple[Any, int]:
        found, at = _string(text, at)
        if not text.startswith(end, at):
            raise Unusual
        return kept.get(found) or new(found), at + len(end)

    return read


@cache
def _rare(datatype: Datatype) -> Callable[[File, int], tuple[Any, int]]:
    """Reads a literal of one of several datatypes."""
    read_term = literal_of(cast(Hashable, datatype))

    def read(file: File, at: int) -> tuple[Any, int]:
        found, at = _string(file.text, at)
        if not file.text.startswith("^^", at):
            raise Unusual
        name = name_at(file.text, at + 2)
        return read_term(f"{quoted(found)}^^<{file.iri(name)}>"), at + 2 + len(name)

    return read
