"""Reading RDF texts: with pyoxigraph where it is installed, else with the parsers of rdflib; never over the network."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from itertools import islice
from typing import Any

from attrs import evolve

from lobkit.compiled.graphs import records_of
from lobkit.compiled.source import Unusual
from lobkit.compiled.texts import without_collecting
from lobkit.errors import Finding, ReadError, shown
from lobkit.formats.format import Format, Parse, Parsed, ParseRaw, Place, decoded, refuse_characters
from lobkit.formats.statements import parse_triples
from lobkit.formats.triples import Term, Triple
from lobkit.formats.turtle_lines import blank_prefix, positions

# The names of the RDF forms: of pyoxigraph's constant, and of rdflib's parser.
_NAMES = {
    "nt": ("N_TRIPLES", "nt"),
    "nq": ("N_QUADS", "nquads"),
    "turtle": ("TURTLE", "turtle"),
    "trig": ("TRIG", "trig"),
    "xml": ("RDF_XML", "xml"),
    "jsonld": ("JSON_LD", "json-ld"),
}


_PARSER_ERROR = re.compile(
    r"^Parser error (?:at line \d+ (?:column \d+|between columns \d+ and (?:line \d+ column )?\d+)"
    r"|between line \d+ column \d+ and line \d+ column \d+): "
)
"""What pyoxigraph says of the place, which findings tell in their own way."""


_LIKE_MADE = re.compile(r"\b[a-f][0-9a-f]{20,31}\b")
"""What the names look like that pyoxigraph gives: random numbers of 128 bits that begin with a letter."""

_PLAINLY = {  # of N-Triples
    "followed by a dot": "the statement has no dot at its end; write one",
    "has no dot": "the statement has no dot at its end; write one",
    "line jumps": "the statement does not end on its line; write its object and a dot there",
    "in string literals": "a text has no closing quote on its line; write \\n for a line end within it",
    "Unexpected end of file": "a text or an IRI that begins here is never closed",
    "No scheme found": "; write the IRI in full, such as <https://example.org/a>",
    "Invalid IRI code point": "; write it as a percent sign and two figures, such as %20",
}
"""What the parser says in part, and plainer words; behind a semicolon, what helps besides."""

_TOLD = 100
"""So many faulty lines of N-Triples are told one by one."""

_AT_ONCE = 1000
"""How many lines are read at once while one looks for those that are faulty."""


_LARGE = 2**24
"""Bytes of N-Quads from which on their beginning is looked at before anything is made of the whole."""

_BEGINNING = 2**16
"""Bytes of that beginning."""


def reader(name: str) -> Parse:
    """The reader of one RDF form."""

    def parse(text: str, classes: tuple[type[Any], ...], *, lenient: bool = False) -> Parsed:
        return _parsed(text.encode("utf-8", "surrogatepass"), name, classes, lenient, lambda: text)

    return parse


def raw_reader(name: str) -> ParseRaw:
    """The reader of the bytes of a file in one RDF form."""

    def parse_raw(raw: bytes, classes: tuple[type[Any], ...], *, lenient: bool = False) -> Parsed:
        return _parsed(raw, name, classes, lenient, lambda: decoded(raw))

    return parse_raw


def _parsed(raw: bytes, name: str, classes: tuple[type[Any], ...], lenient: bool, text_of: Callable[[], str]) -> Parsed:
    """What a text gives, which is made of the bytes only where somebody has to explain."""

    def explained() -> Parsed:
        text = text_of()
        explain = (lambda: positions(text)) if name in ("turtle", "nt") else None
        return parse_triples(read_triples(text, name), classes, lenient=lenient, explain=explain)

    if name == "nq" and len(raw) > _LARGE:
        _refuse_named_graph_in(raw[: raw.rfind(b"\n", 0, _BEGINNING) + 1])
    if name in ("nt", "nq", "turtle"):
        try:
            with without_collecting(len(raw)):
                # N-Quads in the default graph are N-Triples; of others, the graph makes no term of an object.
                records = records_of(raw, "nt" if name == "nq" else name, classes)
        except Unusual:
            pass  # the reader below takes whatever is right, and tells all that is wrong
        else:
            start = (lambda: _first_bracket(text_of())) if name == "turtle" else (lambda: None)
            return Parsed(records, explained=explained, start=start)
    return explained()


_begins_with_bracket = re.compile(r"(?:@prefix [^\n]*\n)*\n\[ a ").match


def _first_bracket(text: str) -> Place | None:
    """The place of a record in brackets with which a file of Turtle begins: it is the first blank node without a name.

    None where it begins otherwise.
    """
    return (f"_:{blank_prefix(text)}1",) if has_pyoxigraph() and _begins_with_bracket(text) else None


@cache
def has_pyoxigraph() -> bool:
    """Whether the fast parsers are there; where they are not (Pyodide), rdflib's serve."""
    return find_spec("pyoxigraph") is not None


def read_triples(text: str, name: str) -> Iterator[Triple]:
    """The statements of an RDF text.

    Raises:
        ReadError: where it is ill-formed, or keeps statements in named graphs, which records have no place for; of
            N-Triples, with every line that is none.
    """
    refuse_characters(text)
    return _statement_lines(text) if name == "nt" else _statements(text, name)


def _statements(text: str, name: str) -> Iterator[Triple]:
    if not has_pyoxigraph():
        return _named_in_order(_with_rdflib(text, name), text, lambda _: True)  # it gives names even to what has one
    if name == "nt":
        return _with_pyoxigraph(text, name)  # every blank node has a label
    labels = set(_LIKE_MADE.findall(text))
    return _named_in_order(
        _with_pyoxigraph(text, name), text, lambda name: _LIKE_MADE.fullmatch(name) is not None and name not in labels
    )


def _named_in_order(triples: Iterable[Triple], text: str, is_made: Callable[[str], bool]) -> Iterator[Triple]:
    """The same statements, with blank nodes that a parser gave a random name numbered as they appear.

    So that what is told of them is the same on every run.
    """
    names: dict[str, Term] = {}
    prefix = blank_prefix(text)

    def named(term: Term) -> Term:
        if term.kind != "blank":
            return term
        if term.value not in names:
            own = f"{prefix}{len(names) + 1}" if is_made(term.value) else term.value
            names[term.value] = Term("blank", own)
        return names[term.value]

    for subject, predicate, object_ in triples:
        yield named(subject), predicate, named(object_)


def _statement_lines(text: str) -> Iterator[Triple]:
    try:
        yield from _statements(text, "nt")
    except ReadError as error:
        raise ReadError(faults_by_line([(1, text)]) or error.findings) from None


def faults_by_line(pieces: Iterable[tuple[int, str]]) -> list[Finding]:
    """What is wrong with each line of N-Triples, since a statement ends with its line: the first fault of each.

    After so many, the others are only counted.

    Args:
        pieces: the text in pieces of whole lines, each with the number of its first line.
    """
    found = _faulty_lines(pieces)
    told = list(islice(found, _TOLD))
    first = next(found, None)
    if first is not None:
        more = 1 + sum(1 for _ in found)
        lines = f"{more} more lines" if more > 1 else "1 more line"
        told.append(evolve(first, message=f"{lines} from here on cannot be read; mend those before, and read again"))
    return told


def _faulty_lines(pieces: Iterable[tuple[int, str]]) -> Iterator[Finding]:
    for start, text in pieces:
        lines = text.split("\n")
        for at in range(0, len(lines), _AT_ONCE):
            some = lines[at : at + _AT_ONCE]
            if _fault("\n".join(some)) is not None:
                for number, line in enumerate(some, start=start + at):
                    fault = _fault(f"{line}\n")
                    if fault is not None:
                        yield evolve(fault, message=_plainly(fault, line), line=number, column=_column(fault, line))


def _plainly(fault: Finding, line: str) -> str:
    """What the parser says of a line, for people who know no grammar."""
    if line.lstrip().lower().startswith(("@prefix", "@base", "prefix ", "base ")):
        return "N-Triples has no prefixes; this is Turtle, name the file .ttl"
    said = next((plain for part, plain in _PLAINLY.items() if part in fault.message), ";")
    return fault.message + said.removesuffix(";") if said[0] == ";" else f"this cannot be read: {said}"


def _fault(text: str) -> Finding | None:
    try:
        for _ in _statements(text, "nt"):
            pass
    except ReadError as error:
        return error.findings[0]
    return None


def _column(fault: Finding, line: str) -> int:
    """The column in a line; what is missing at its end is missing behind its last sign."""
    end = len(line.rstrip()) + 1
    return end if (fault.line or 1) > 1 else min(fault.column or 1, end)


def _with_pyoxigraph(text: str, name: str) -> Iterator[Triple]:
    import pyoxigraph as ox  # noqa: PLC0415 - nothing heavy before it is needed

    form = getattr(ox.RdfFormat, _NAMES[name][0])

    def term(one: Any) -> Term:
        if isinstance(one, ox.NamedNode):
            return Term("iri", one.value)
        if isinstance(one, ox.BlankNode):
            return Term("blank", one.value)
        if isinstance(one, ox.Literal):
            refuse_direction(one)
            lang = one.language or ""
            return Term("literal", one.value, "" if lang else one.datatype.value, lang)
        raise ReadError([Finding("LOB101", f"statements about statements are not taken: {one}")])

    try:
        for quad in ox.parse(input=text.encode("utf-8", "surrogatepass"), format=form):
            _refuse_named_graph(quad.graph_name, ox.DefaultGraph())
            yield term(quad.subject), quad.predicate.value, term(quad.object)
    except (SyntaxError, ValueError) as problem:
        if isinstance(problem, ReadError):
            raise
        line = getattr(problem, "lineno", None)
        message = problem.msg if isinstance(problem, SyntaxError) else str(problem)
        raise ReadError([_ill_formed(message, line, getattr(problem, "offset", None))]) from None


def refuse_direction(literal: Any) -> None:
    """Refuses a text that states in which direction it runs (RDF 1.2 Concepts, section 3.4), as `"…"@nl--ltr`.

    Raises:
        ReadError: since a text here has a language only, and would lose it.
    """
    if literal.direction is not None:
        direction = f"{literal.language}--{literal.direction.value}"
        message = f"{shown(literal.value)}@{direction} would lose its direction; write @{literal.language}"
        raise ReadError([Finding("LOB101", message)])


def _refuse_named_graph_in(lines: bytes) -> None:
    """Refuses the first lines of N-Quads where they name a graph; all else that is wrong is told with the whole."""
    try:
        for _ in read_triples(lines.decode("utf-8", "replace"), "nq"):
            pass
    except ReadError as error:
        if error.findings[0].code == "LOB112":
            raise


def _refuse_named_graph(graph: object, default: object) -> None:
    if graph != default:
        message = f"the statements of the named graph {graph} would lose its name; put them in the default graph"
        raise ReadError([Finding("LOB112", message)])


def _ill_formed(message: str, line: int | None, column: int | None) -> Finding:
    message = _PARSER_ERROR.sub("", message)
    # The parser calls a statement of N-Triples so, and finds that its dot is missing where the next one begins.
    message = message.replace("Quads must be followed by a dot", "the statement before this has no dot at its end")
    return Finding("LOB101", f"this cannot be read: {message}".rstrip(), line=line, column=column)


def _with_rdflib(text: str, name: str) -> Iterator[Triple]:
    from lobkit.formats.graph import parse_text  # noqa: PLC0415 - nothing heavy before it is needed

    yield from parse_text(text, _NAMES[name][1])


TRIG = Format("trig", "TriG", "application/trig", (".trig",), reader("trig"), note="read only")
RDFXML = Format("rdfxml", "RDF/XML", "application/rdf+xml", (".rdf",), reader("xml"), note="read only")
