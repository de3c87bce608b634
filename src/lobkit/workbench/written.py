"""Statements out again: Turtle and N-Triples in the order of the source, RDF/XML and JSON-LD by a library."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from lobkit import exchange, placing
from lobkit.errors import ReadError, WriteError
from lobkit.formats.rdf import has_pyoxigraph
from lobkit.formats.triples import Term, quoted
from lobkit.namespaces import NAMESPACES, RDF, XSD
from lobkit.workbench.statements import Statements

# A local name that needs no escape, and that every reader takes (Turtle 1.1, section 6.5, PN_LOCAL), in ASCII.
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_\-]*[A-Za-z0-9_])?")
_PREFIX = re.compile(r"[A-Za-z](?:[A-Za-z0-9_\-]*[A-Za-z0-9_])?|")
_ELEMENT = re.compile(r"[^\W\d][\w.\-]*\Z")
_INTEGER = re.compile(r"[+-]?[0-9]+")


def write(
    statements: Statements, target: str | Path, *, format: str | None = None, prefixes: Mapping[str, str] | None = None
) -> None:
    """Writes statements to a file that appears whole or not at all, or to standard output (`-`).

    Raises:
        WriteError: where the format or the place cannot take them.
    """
    try:
        form = exchange.format_of(target, format or ("turtle" if str(target) == "-" else _by_extension(target))).name
    except ReadError as error:
        raise WriteError(str(error)) from None
    placing.write_text(serialized(statements, form, prefixes or {}), target)


def _by_extension(target: str | Path) -> str | None:
    return "rdfxml" if str(target).lower().endswith((".xml", ".owl", ".skos")) else None


def serialized(statements: Statements, form: str, prefixes: Mapping[str, str]) -> Iterator[str]:
    """The text of statements in a format, in pieces.

    Raises:
        WriteError: for a format that does not take any statement.
    """
    match form:
        case "turtle":
            yield from turtle(statements, prefixes)
        case "ntriples" | "nquads":
            yield from ntriples(statements)
        case "rdfxml" | "jsonld":
            yield _by_library(statements, form, prefixes)
        case _:
            raise WriteError(f"{form} does not take any statement; choose one of turtle, ntriples, rdfxml, jsonld")


def ntriples(statements: Statements) -> Iterator[str]:
    """A line a statement, in the order of the source."""
    rows = list(zip(statements.subjects, statements.predicates, statements.objects, strict=True))
    texts = _texts(statements, (one for subject, _, object_ in rows for one in (subject, object_)), str)
    for subject, predicate, object_ in rows:
        yield f"{texts[subject]} {texts[predicate]} {texts[object_]} .\n"


Paragraph = tuple[int, dict[int, list[int]]]
"""A subject, with its objects by predicate."""


def turtle(statements: Statements, prefixes: Mapping[str, str]) -> Iterator[str]:
    """A paragraph a subject, in the order of the source, with the prefixes of the source."""
    namer = Namer({**{space.prefix: space.iri for space in NAMESPACES}, **prefixes})
    type_ = statements.number(RDF.type)
    texts = _texts(statements, _in_paragraphs(statements), namer.term)
    if type_ >= 0:
        texts[type_] = f"<{RDF.type}>"
    for prefix, iri in sorted(namer.used.items()):
        yield f"@prefix {prefix}: <{iri}> .\n"
    for subject, groups in _paragraphs(statements):
        lines = [
            f"{'a' if predicate == type_ else texts[predicate]} {', '.join(texts[one] for one in objects)}"
            for predicate, objects in groups.items()
        ]
        yield f"\n{texts[subject]} " + " ;\n  ".join(lines) + " .\n"


def _paragraphs(statements: Statements) -> Iterator[Paragraph]:
    predicates, objects = statements.predicates, statements.objects
    for subject in dict.fromkeys(statements.subjects):
        groups: dict[int, list[int]] = {}
        for at in statements.about(subject):
            groups.setdefault(predicates[at], []).append(objects[at])
        yield subject, groups


def _in_paragraphs(statements: Statements) -> Iterator[int]:
    for subject, groups in _paragraphs(statements):
        yield subject
        for objects in groups.values():
            yield from objects


def _texts(statements: Statements, order: Iterable[int], text: Callable[[Term], str]) -> list[str]:
    """Each term as text; blank nodes are named in the order of writing, so that the same file gives the same bytes."""
    labels = _labels(statements, order)
    type_ = statements.number(RDF.type)
    return [
        f"_:b{labels.get(at, 0)}" if term.kind == "blank" else "" if at == type_ and text is not str else text(term)
        for at, term in enumerate(statements.terms)
    ]


class Namer:
    """Writes terms in Turtle, and remembers which prefixes that took."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.used: dict[str, str] = {}
        self._prefixes = {iri: prefix for prefix, iri in prefixes.items() if _PREFIX.fullmatch(prefix)}

    def term(self, term: Term) -> str:
        """A term in Turtle."""
        if term.kind == "iri":
            return self.iri(term.value)
        if term.kind == "blank":
            return f"_:{term.value}"
        if term.lang or term.datatype in ("", XSD.string):
            return str(term)
        if (term.datatype == XSD.boolean and term.value in ("true", "false")) or (
            term.datatype == XSD.integer and _INTEGER.fullmatch(term.value)
        ):
            return term.value  # Turtle 1.1, section 2.5.2: the bare form has this datatype
        return f"{quoted(term.value)}^^{self.iri(term.datatype)}"

    def iri(self, iri: str) -> str:
        """An IRI in Turtle, with its prefix where it has one."""
        cut = max(iri.rfind("/"), iri.rfind("#"), iri.rfind(":")) + 1
        prefix = self._prefixes.get(iri[:cut])
        if prefix is None or not _LOCAL.fullmatch(iri[cut:]):
            return f"<{iri}>"
        self.used[prefix] = iri[:cut]
        return f"{prefix}:{iri[cut:]}"


def _labels(statements: Statements, order: Iterable[int]) -> dict[int, int]:
    blank = {at for at, term in enumerate(statements.terms) if term.kind == "blank"}
    return {one: at for at, one in enumerate(dict.fromkeys(one for one in order if one in blank), 1)} if blank else {}


def _by_library(statements: Statements, form: str, prefixes: Mapping[str, str]) -> str:
    if not has_pyoxigraph():
        raise WriteError(f"{form} of any statement is written with pyoxigraph, which is not installed; take turtle")
    import pyoxigraph as ox  # noqa: PLC0415 - nothing heavy before it is needed

    if form == "rdfxml":
        _refuse_nameless(statements)
    rows = list(zip(statements.subjects, statements.predicates, statements.objects, strict=True))
    labels = _labels(statements, (one for subject, _, object_ in rows for one in (subject, object_)))
    stream = io.BytesIO()
    name = ox.RdfFormat.RDF_XML if form == "rdfxml" else ox.RdfFormat.JSON_LD
    try:
        nodes = [_node(term, f"b{labels.get(at, 0)}", ox) for at, term in enumerate(statements.terms)]
        triples = (ox.Triple(nodes[one], nodes[other], nodes[end]) for one, other, end in rows)
        ox.serialize(triples, stream, name, prefixes=dict(prefixes) or None)
    except (ValueError, OSError) as problem:
        raise WriteError(f"{form} cannot take this: {problem}; take turtle or ntriples") from None
    return stream.getvalue().decode("utf-8") + "\n"


def _node(term: Term, label: str, ox: Any) -> Any:
    if term.kind == "iri":
        return ox.NamedNode(term.value)
    if term.kind == "blank":
        return ox.BlankNode(label)
    if term.lang:
        return ox.Literal(term.value, language=term.lang)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype or XSD.string))


def _refuse_nameless(statements: Statements) -> None:
    """A property is an element in RDF/XML, and its IRI must end in a name (RDF 1.1 XML Syntax, section 2.14)."""
    for predicate in statements.used():
        if not _ELEMENT.search(name := statements.name(predicate)):
            raise WriteError(f"RDF/XML has no way to write the property {name}; take turtle or ntriples")
