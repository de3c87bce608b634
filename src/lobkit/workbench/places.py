"""Where the statements that are wrong stand in their file, as far as its form has lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urljoin
from xml.parsers import expat

from lobkit.formats.triples import Term, Triple
from lobkit.formats.turtle_lines import Positions, positions
from lobkit.namespaces import RDF
from lobkit.workbench.source import Loaded

Position = tuple[int, int]
Locate = Callable[[Triple], Position | None]
_XML = "http://www.w3.org/XML/1998/namespace"


def locator(loaded: Loaded, statements: Iterable[Triple]) -> Locate:
    """Gives the line and column of statements: of the value, else of the property, else of the subject.

    Blank nodes have no name that text and statements share: what is said of them is found by what it says, in Turtle
    and N-Triples, and statements that say the same stand in the order of the text.
    """
    given = list(dict.fromkeys(statements))
    subjects = frozenset(subject for subject, _, _ in given if subject.kind == "iri")
    blank = [triple for triple in given if triple[0].kind == "blank"]
    if not given:
        return _nowhere
    if loaded.form in ("turtle", "ntriples"):
        found = positions(loaded.text, None if blank else subjects)
        return _in_turtle(found[1].of, _nameless(loaded.statements if blank else (), *found)) if found else _nowhere
    if loaded.form == "rdfxml":
        return _in_xml(_elements(loaded.text))
    return lambda triple: loaded.places.get(triple[0].value)


def _nameless(statements: Iterable[Triple], read: Iterable[Triple], places: Positions) -> dict[Triple, Position]:
    """Where the statements of blank nodes stand; of those that say the same, the first is the first in the text."""
    same: dict[tuple[str, Term | None], list[Position]] = {}
    for triple in read:
        at = places.of(*triple) if triple[0].kind == "blank" else None
        if at is not None:
            same.setdefault(_without_names(triple), []).append(at)
    turns = {said: iter(found) for said, found in same.items()}
    nameless = (triple for triple in statements if triple[0].kind == "blank")
    return {triple: at for triple in nameless if (at := next(turns.get(_without_names(triple), iter(())), None))}


def _without_names(triple: Triple) -> tuple[str, Term | None]:
    _, predicate, end = triple
    return predicate, None if end.kind == "blank" else _spelt(end)


def _spelt(term: Term) -> Term:
    """As the reading by lines has it: with a tag in lower case."""
    return Term(term.kind, term.value, term.datatype, term.lang.lower())


def _nowhere(_: Triple) -> Position | None:
    return None


def _in_turtle(of: Callable[..., Position | None], nameless: Mapping[Triple, Position]) -> Locate:
    def locate(triple: Triple) -> Position | None:
        subject, predicate, object_ = triple
        return nameless.get(triple) if subject.kind == "blank" else of(subject, predicate, _spelt(object_))

    return locate


def _in_xml(found: dict[tuple[str, str], Position]) -> Locate:
    def locate(triple: Triple) -> Position | None:
        subject, predicate, _ = triple
        return found.get((subject.value, predicate)) or found.get((subject.value, ""))

    return locate


def _elements(text: str) -> dict[tuple[str, str], Position]:
    """By subject and property, and by subject: where the first such element stands (RDF 1.1 XML Syntax, section 2)."""
    found: dict[tuple[str, str], Position] = {}
    # Elements of things and of properties take turns; an empty name stands for a thing without address.
    stack: list[tuple[str, bool, str]] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(name: str, attributes: dict[str, Any]) -> None:
        base = attributes.get(f"{_XML} base", stack[-1][2] if stack else "")
        is_thing = not stack or not stack[-1][1]
        place = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
        if name.replace(" ", "") == f"{RDF.iri}RDF":
            stack.append(("", False, base))
            return
        if not is_thing:
            subject = stack[-1][0]
            if subject:
                found.setdefault((subject, name.replace(" ", "")), place)
            parsed = attributes.get(f"{RDF.iri} parseType") == "Resource"
            stack.append(("", parsed, base))
            return
        subject = _address(attributes, base)
        if subject:
            found.setdefault((subject, ""), place)
            found.setdefault((subject, RDF.type), place)
        stack.append((subject, True, base))

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: stack.pop()
    try:
        parser.Parse(text.encode("utf-8"), True)
    except expat.ExpatError:  # the strict reading has told what is wrong
        return {}
    return found


def _address(attributes: dict[str, Any], base: str) -> str:
    about, name = attributes.get(f"{RDF.iri} about"), attributes.get(f"{RDF.iri} ID")
    if about is not None:
        return urljoin(base, str(about)) if base else str(about)
    return f"{base}#{name}" if name is not None else ""
