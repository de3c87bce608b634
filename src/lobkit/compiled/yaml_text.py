"""From things to YAML: a function for each class, which writes what the tree of a thing would be written as."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from attrs import NOTHING

from lobkit.compiled.source import Source, Writers
from lobkit.compiled.trees import too_deep, value_function
from lobkit.datatypes import BOOLEAN, LANGUAGE
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
from lobkit.formats.format import MAX_DEPTH
from lobkit.formats.yaml_blocks import LONG, LONGEST_AMBIGUOUS, entry, iri_inline, is_usual, text_inline, text_scalar
from lobkit.shape import shape_of
from lobkit.values import ConceptIri

Out = Callable[[str], None]
Write = Callable[[Any, Out, str, str, int], None]
"""The lines of a thing: the thing, where they go, what stands before the first, the indent of the others, the depth."""


def yaml_text(thing: Any) -> str:
    """A thing as one YAML document.

    Raises:
        WriteError: where things are nested too deep to be read back.
    """
    parts: list[str] = []
    _WRITERS[type(thing)](thing, parts.append, "", "", 0)
    return "".join(parts)


def yaml_item(thing: Any) -> str:
    """A thing as an item of a list that a document has under one of its keys.

    Raises:
        WriteError: as `yaml_text`.
    """
    parts: list[str] = []
    _WRITERS[type(thing)](thing, parts.append, "  - ", "    ", 1)
    return "".join(parts)


def _compiled(cls: type[Any]) -> Write:
    shape = shape_of(cls)
    source = Source(f"yaml_{shape.name}", "thing, out, head, indent, depth")
    source.values |= {"usual": is_usual, "text": text_scalar, "iri": iri_inline}
    source.values |= {"word": _word, "concept": _concept, "boolean": _boolean}
    source.add(f"if depth > {MAX_DEPTH}: {source.use(too_deep, 'too_deep')}()")
    source.add_check(cls)
    source.add("inner = indent + '  '")
    if any(one.cardinality.many or isinstance(one.range, LangMapRange) for one in shape.properties):
        source.add("dash, deep = indent + '  - ', indent + '    '")
    named = f"type: {text_inline(shape.name)}\n"
    if shape.iri == "none":
        source.add(f"out(head + {named!r})")
    else:
        source.add(f"name = thing.iri\nif name is None: out(head + {named!r})")
        source.add(f"else: out(f'{{head}}id: {{iri(name)}}\\n{{indent}}' + {named!r})")
    for one in shape.properties:
        _property(one, source)
    return source.function()  # type: ignore[no-any-return]


def _property(one: PropertyShape, source: Source) -> None:
    key = _within(text_inline(one.key))
    source.add(f"value = thing.{one.name}")
    if one.cardinality is Cardinality.UNORDERED or (one.cardinality is Cardinality.ORDERED and one.default == ()):
        source.add("if value:")
    elif one.required and one.default is NOTHING and one.cardinality is not Cardinality.OPTIONAL:
        source.add("if True:")
    else:
        source.add("if value is not None:")
    if one.cardinality.many:
        _several(one, source, key)
    elif isinstance(one.range, NodeRange):
        head = f"f'{{indent}}{key}:\\n{{inner}}'"
        source.add(
            f"{source.use(_WRITERS.within([one]), 'writers')}[type(value)](value, out, {head}, inner, depth + 1)", 2
        )
    elif isinstance(one.range, LangMapRange):
        line = f"f'{{inner}}{{word(lang)}}: {{{_usual_text('words', 'deep')}}}\\n'"
        source.add(f"out(f'{{indent}}{key}:\\n')\nfor lang, words in value.items(): out({line})", 2)
    elif (text := _text(one.range, "value", "inner")) is not None:
        source.add(f"out(f'{{indent}}{key}: {{{text}}}\\n')", 2)
    else:
        _by_tree(one, source)


def _within(text: str) -> str:
    """A text as it stands within an f-string between single quotes."""
    return repr(f'"{text}')[2:-1].replace("{", "{{").replace("}", "}}")


def _several(one: PropertyShape, source: Source, key: str) -> None:
    ordered = one.cardinality is Cardinality.ORDERED
    text = _text(one.range, "item", "deep")
    if text is None and not (ordered and isinstance(one.range, NodeRange)):
        _by_tree(one, source)
        return
    if ordered and one.default != ():
        source.add(f"out(f'{{indent}}{key}:\\n' if value else f'{{indent}}{key}: []\\n')", 2)
    else:
        source.add(f"out(f'{{indent}}{key}:\\n')", 2)
    if text is None:
        write = f"{source.use(_WRITERS.within([one]), 'writers')}[type(item)](item, out, dash, deep, depth + 1)"
        source.add(f"for item in value: {write}", 2)
    else:
        values = "value" if ordered else "(sorted(value) if len(value) > 1 else value)"
        source.add(f"for item in {values}: out(f'{{dash}}{{{text}}}\\n')", 2)


def _by_tree(one: PropertyShape, source: Source) -> None:
    """Rare kinds of value go by their tree."""
    key, tree = text_inline(one.key), value_function(one)

    def lines(value: Any, indent: str, depth: int) -> str:
        return entry(f"{indent}{key}:", tree(value, depth), indent)

    source.add(f"out({source.use(lines, 'lines')}(value, indent, depth))", 2)


def _text(range_: Range, name: str, indent: str) -> str | None:
    """The expression of a value after its key or dash, or None for the rare kinds."""
    match range_:
        case LiteralRange(datatype=datatype) if datatype is BOOLEAN:
            return f"boolean({name})"
        case LiteralRange(datatype=datatype) if datatype.json == "integer":
            return None if name == "item" else name
        case LiteralRange(datatype=datatype) if datatype is LANGUAGE:
            return f"word({name})"
        case LiteralRange(datatype=datatype) if datatype.is_text:
            return _usual_text(name, indent)
        case LiteralRange(datatype=datatype) if datatype.json == "string" and datatype.lexical is str:
            return f"text(str({name}), {indent})"  # a value of somebody else's class need not be a text
        case IriRange(iri_class=iri_class) if issubclass(iri_class, ConceptIri):
            return f"concept({name})"
        case IriRange():
            return f"iri({name})"
        case LangMapRange() | LangStringRange() | LiteralRange() | NodeRange():
            return None


def _usual_text(name: str, indent: str) -> str:
    """The expression of a text; most are short words, which stand as they are."""
    usual = f"{LONGEST_AMBIGUOUS} < len({name}) <= {LONG} and usual({name})"
    return f"{name} if {usual} else text({name}, {indent})"


_boolean = {True: "true", False: "false"}.__getitem__
_word = lru_cache(maxsize=1024)(text_inline)
_concept = lru_cache(maxsize=4096)(iri_inline)


_WRITERS: Writers[Write] = Writers(_compiled)
