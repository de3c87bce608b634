"""JSON-LD: the JSON form with its context; other contexts are read too, as long as they stand in the file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from lobkit.compiled.named import named_in
from lobkit.compiled.trees import unstructure
from lobkit.errors import Finding, ReadError, WriteError, shown
from lobkit.formats import json as plain
from lobkit.formats.format import Format, Parsed, decoded
from lobkit.formats.rdf import read_triples
from lobkit.formats.statements import parse_triples
from lobkit.formats.tree import Tree
from lobkit.formats.triples import Described
from lobkit.schemas.context import ADDRESSES, context_of, is_own_context


def parse(text: str, classes: tuple[type[Any], ...], *, lenient: bool = False) -> Parsed:
    """The records of a JSON-LD text.

    Raises:
        ReadError: as for JSON; also for a context that would have to be fetched.
    """
    return plain.accepted(text, lambda: text, classes, lambda: _explained(text, classes, lenient), bare=False)


def parse_raw(raw: bytes, classes: tuple[type[Any], ...], *, lenient: bool = False) -> Parsed:
    """The same from bytes, as they stand in a file.

    Raises:
        ReadError: as `parse`, or with the first byte that is not UTF-8.
    """

    def explained() -> Parsed:
        return _explained(decoded(raw), classes, lenient)

    return plain.accepted(raw, lambda: decoded(raw), classes, explained, bare=False)


def _explained(text: str, classes: tuple[type[Any], ...], lenient: bool) -> Parsed:
    tree = plain.parse_tree(text)
    if isinstance(tree, dict) and _says_what_json_says(tree, classes):
        return plain.structure_document(tree, text, classes, lenient=lenient)
    _refuse_remote(tree)
    return parse_triples(read_triples(text, "jsonld"), classes, lenient=lenient)


def _says_what_json_says(tree: dict[str, Tree], classes: tuple[type[Any], ...]) -> bool:
    """Whether the keys mean what they mean in JSON: for the whole, or for each of several records."""
    if "@context" in tree:
        return is_own_context(tree["@context"], classes)
    several = tree.get("@graph")
    if len(tree) == 1 and isinstance(several, list):
        return bool(several) and all(
            isinstance(one, dict) and is_own_context(one.get("@context"), classes) for one in several
        )
    return "type" in tree


def _refuse_remote(tree: Tree) -> None:
    """No context is fetched: reading a record never opens a connection."""
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            contexts = one.get("@context")
            for context in contexts if isinstance(contexts, list) else [contexts]:
                remote = context.get("@import") if isinstance(context, dict) else context
                if isinstance(remote, str):
                    message = f"the context {shown(remote)} would have to be fetched; put it into the file itself"
                    raise ReadError([Finding("LOB113", message, path="@context")])
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def serialize(records: Iterable[Any], *, enrich: bool = False) -> Iterator[str]:
    """A JSON-LD text with its context in it: one record, or `@graph` with all of them.

    Raises:
        Mixed: as for every form that is a graph.
    """
    if enrich:
        raise WriteError("JSON-LD carries the record itself; take Turtle or N-Triples for derived statements")
    things = list(records)
    _refuse_mixtures(things)
    trees = [unstructure(thing) for thing in things]
    context = context_of(_context_classes(things))
    body: Tree = trees[0] if len(trees) == 1 else {"@graph": trees}
    yield json.dumps({"@context": context, **body}, ensure_ascii=False, indent=2) + "\n"


def _refuse_mixtures(things: list[Any]) -> None:
    """What is said twice of one IRI is one mixture in the graph that a JSON-LD text is.

    Raises:
        Mixed: where two things have one IRI, or one thing is described in two ways.
    """
    described = Described()
    for thing in things:
        if (iri := getattr(thing, "iri", None)) is not None:
            described.root(thing, str(iri))
        for name, inner, _ in named_in(thing):
            described.first(inner, str(name))


def _context_classes(things: list[Any]) -> tuple[type[Any], ...]:
    """The root classes of the model that the things belong to; of things without one, their own classes."""
    classes = tuple(dict.fromkeys(type(thing) for thing in things))
    return next((family for family in ADDRESSES if set(classes) <= set(family)), classes)


JSONLD = Format("jsonld", "JSON-LD", "application/ld+json", (".jsonld",), parse, serialize, parse_raw=parse_raw)
