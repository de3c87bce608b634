"""From things to N-Triples: a function for each class, which writes what `Triples` states, a line each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
from lobkit.formats.triples import (
    Described,
    in_order,
    labels_below,
    labels_in_record,
    literal,
    may_have_blanks,
    quoted,
)
from lobkit.namespaces import RDF, XSD
from lobkit.shape import shape_of
from lobkit.values import Iri

Write = Callable[[Any, str, "Lines", int], None]


@define
class Lines:
    """The lines of a file under way: what it has described, and how many records it has."""

    record: int = 0
    described: Described = field(factory=Described)
    blank: Callable[[], str] = field(default=str)
    out: Callable[[str], None] = field(default=print)
    first: Callable[[Any, str, int], bool] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.first = self.described.first

    def of(self, record: Any) -> str:
        """The lines of one record.

        Raises:
            WriteError: for things nested too deep, or one IRI described in two ways.
        """
        parts: list[str] = []
        self.out = parts.append
        self.record += 1
        self.blank = labels_in_record(self.record).__next__
        self.described.next_record()
        iri = getattr(record, "iri", None) if shape_of(type(record)).iri != "none" else None
        if iri is not None:
            self.described.root(record, str(iri))
        _WRITERS[type(record)](record, self.blank() if iri is None else f"<{iri}>", self, 0)
        return "".join(parts)

    def below(self, thing: Any, iri: str, depth: int) -> None:
        """Adds the lines of a nested thing with an IRI, by which the blank nodes below it are named."""
        around, self.blank = self.blank, labels_below(iri).__next__
        _WRITERS[type(thing)](thing, f"<{iri}>", self, depth)
        self.blank = around


def _compiled(cls: type[Any]) -> Write:
    shape = shape_of(cls)
    source = Source(f"ntriples_{shape.name}", "thing, subject, lines, depth")
    deep = f"things are nested deeper than {MAX_DEPTH} levels, which no reader takes"
    source.add(f"if depth > {MAX_DEPTH}: raise {source.use(WriteError, 'WriteError')}({deep!r})")
    source.add_check(cls)
    source.values |= {"writers": _WRITERS.within(shape.properties), "literal": literal}
    source.add("out = lines.out\nblank = lines.blank")
    source.add(f"out(f'{{subject}} <{RDF.type}> <{shape.type}> .\\n')")
    for one in shape.properties:
        _property(one, source)
    if len(source.lines) == 1:
        source.add("pass")
    return source.function()  # type: ignore[no-any-return]


_WRITERS: Writers[Write] = Writers(_compiled)


def _property(one: PropertyShape, source: Source) -> None:
    source.add(f"value = thing.{one.name}")
    if one.cardinality is Cardinality.ORDERED:
        source.add("if value:")
        _list(one, source)
        if one.default != ():
            source.add(f"elif value is not None: out(f'{{subject}} <{one.path}> <{RDF.nil}> .\\n')")
    elif one.cardinality is Cardinality.UNORDERED:
        source.add("if value:")
        _set(one, source)
    else:
        source.add("if value is not None:")
        _statement(one.path, "subject", one.range, source, "value", 2)


def _set(one: PropertyShape, source: Source) -> None:
    if isinstance(one.range, NodeRange):
        range_ = source.use(one.range, "range")
        source.add(f"for item in {source.use(in_order, 'in_order')}(value, {range_}):", 2)
        _statement(one.path, "subject", one.range, source, "item", 3)
        return
    objects = "objects"
    if isinstance(one.range, IriRange) and members_of(one.range.iri_class) is not None:
        objects = source.look(Known(_sorted_names), "names", "value")
    else:
        source.add(f"objects = [{_object(one.range, source, 'item')} for item in value]", 2)
        source.add("if len(objects) > 1: objects.sort()", 2)
    source.add(f"for item in {objects}: out(f'{{subject}} <{one.path}> {{item}} .\\n')", 2)


def _sorted_names(concepts: frozenset[Iri]) -> list[str]:
    """The names of the members of a set of a closed scheme."""
    return sorted(f"<{one}>" for one in concepts)


def _list(one: PropertyShape, source: Source) -> None:
    source.add(f"cell = blank()\nout(f'{{subject}} <{one.path}> {{cell}} .\\n')\nleft = len(value)", 2)
    source.add("for item in value:\n    left -= 1", 2)
    _statement(RDF.first, "cell", one.range, source, "item", 3)
    source.add("if left:", 3)
    source.add(f"rest = blank()\nout(f'{{cell}} <{RDF.rest}> {{rest}} .\\n')\ncell = rest", 4)
    source.add(f"else: out(f'{{cell}} <{RDF.rest}> <{RDF.nil}> .\\n')", 3)


def _statement(path: str, subject: str, range_: Range, source: Source, name: str, indent: int) -> None:
    """Adds the lines that state one value, and all that is nested in it."""
    if isinstance(range_, LangMapRange):
        source.add(
            f"for lang, text in {name}.items():"
            f" out(f'{{{subject}}} <{path}> {{{source.quoted('text')}}}@{{lang}} .\\n')",
            indent,
        )
    elif isinstance(range_, NodeRange):
        kinds = {shape_of(cls).iri for cls in range_.classes}
        iri = "None" if kinds == {"none"} else f"{name}.iri" if "none" not in kinds else f"getattr({name}, 'iri', None)"
        source.add(f"iri = {iri}\nnode = blank() if iri is None else '<' + iri + '>'", indent)
        source.add(f"out(f'{{{subject}}} <{path}> {{node}} .\\n')", indent)
        _description(range_, source, name, indent)
    else:
        source.add(f"object_ = {_object(range_, source, name)}", indent)
        source.add(f"out(f'{{{subject}}} <{path}> {{object_}} .\\n')", indent)


def _description(range_: NodeRange, source: Source, name: str, indent: int) -> None:
    """Adds the lines that describe a nested thing."""
    here = f"writers[type({name})]({name}, node, lines, depth + 1)"
    if any(shape_of(cls).iri != "none" and may_have_blanks(shape_of(cls)) for cls in range_.classes):
        source.add(f"if iri is None: {here}", indent)
        source.add(f"elif lines.first({name}, str(iri), depth + 1): lines.below({name}, str(iri), depth + 1)", indent)
    else:
        source.add(f"if iri is None or lines.first({name}, str(iri), depth + 1): {here}", indent)


def _object(range_: Range, source: Source, name: str) -> str:
    """The expression of the object of a statement."""
    match range_:
        case IriRange(iri_class=iri_class) if (members := members_of(iri_class)) is not None:
            known = {one: f"<{one}>" for one in members.values()}
            return f"{source.use(known.__getitem__, 'known')}({name})"
        case IriRange():
            return f"'<' + {name} + '>'"  # of a subclass of str, an f-string makes a copy first
        case LangStringRange():
            return f'f"{{{source.quoted(f"{name}.text")}}}@{{{name}.lang}}"'
        case LiteralRange(datatype=datatype) if datatype.plain and datatype.datatype is None:
            lexical = name if datatype.lexical is str else f"{source.use(datatype.lexical, 'lexical')}({name})"
            end = "" if datatype.iris[0] == XSD.string else f"^^<{datatype.iris[0]}>"
            return f"f'\"{{{lexical}}}\"{end}'"
        case LiteralRange(datatype=datatype) if datatype.is_text and datatype.iris[0] == XSD.string:
            return source.quoted(name)
        case LiteralRange(datatype=datatype):
            return f"{source.use(_literal(datatype), 'text')}({name})"
    raise AssertionError(range_)


def _literal(datatype: Datatype) -> Callable[[Any], str]:
    lexical, untyped = datatype.lexical, datatype.datatype is None and datatype.iris[0] == XSD.string
    if datatype is STRING:
        return quoted
    if untyped:
        return lambda value: quoted(lexical(value))
    return lambda value: literal(lexical(value), datatype.datatype_of(value), "")
