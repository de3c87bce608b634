"""Where a text of records uses concepts, in each form, and how a use of one is changed there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from attrs import evolve, frozen

from lobkit.compiled.trees import unstructure
from lobkit.errors import ReadError
from lobkit.evolution.facets import Use, is_record, uses_in_tree, uses_in_triples
from lobkit.evolution.spans import (
    Span,
    Write,
    json_spans,
    turtle_spans,
    turtle_writer,
    write_json,
    write_yaml,
    yaml_spans,
)
from lobkit.formats import json, yaml
from lobkit.formats.format import Format, Place
from lobkit.formats.rdf import read_triples
from lobkit.formats.tree import Tree
from lobkit.formats.triples import Triple
from lobkit.namespaces import RDF
from lobkit.schemas.context import is_own_context
from lobkit.shape import shapes_of

Classes = tuple[type[Any], ...]


@frozen
class Found:
    """The uses in a text, and how the text is changed there."""

    uses: list[Use]
    span: Callable[[Use], Span | None]
    write: Write


def found_in(text: str, form: Format, classes: Classes) -> Found | None:
    """The uses in a text; None where it holds no record of these classes."""
    match form.name:
        case "json" | "jsonld":
            return _in_json(text, form, classes)
        case "jsonl":
            return _in_lines(text, classes)
        case "yaml":
            return _in_yaml(text, classes)
        case "turtle" | "ntriples":
            return _in_turtle(text, form.name, classes)
        case _:
            return _elsewhere(text, form, classes)


def _in_json(text: str, form: Format, classes: Classes) -> Found | None:
    tree = json.parse_tree(text)
    own = isinstance(tree, dict) and (is_own_context(tree.get("@context"), classes) or "@context" not in tree)
    if form.name == "jsonld" and not own:
        return _elsewhere(text, form, classes)
    if not is_record(tree, classes):
        return None
    spans: dict[Place, Span] = {}

    def span(use: Use) -> Span | None:
        if not spans:  # found only when something is to be changed, since it takes longer than reading
            spans.update(json_spans(text))
        return spans.get(use.place)

    return Found(list(uses_in_tree(tree, classes)), span, write_json)


def _in_lines(text: str, classes: Classes) -> Found | None:
    uses: list[Use] = []
    lines: dict[str | int, tuple[str, int]] = {}
    found: dict[str | int, dict[Place, Span]] = {}
    base, records = 0, False
    for at, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            head = f"line {at}"
            tree = _line(line, at)
            records = records or is_record(tree, classes)
            uses += [moved(use, head) for use in uses_in_tree(tree, classes)]
            lines[head] = line, base
        base += len(line) + 1

    def span(use: Use) -> Span | None:
        head = use.place[0]
        if head not in found:
            found[head] = json_spans(*lines[head], (head,))
        return found[head].get(use.place)

    return Found(uses, span, write_json) if records else None


def moved(use: Use, head: str | int) -> Use:
    """A use in one of the trees of a file."""
    return evolve(use, place=(head, *use.place), within=use.within if use.owner else (head, *use.within))


def _line(line: str, at: int) -> Tree:
    try:
        return json.parse_tree(line)
    except ReadError as error:
        raise ReadError([evolve(one, line=at) for one in error.findings]) from None


def _in_yaml(text: str, classes: Classes) -> Found | None:
    trees = yaml.parse_trees(text)
    if not any(is_record(tree, classes) for tree in trees):
        return None
    uses = [moved(use, at) for at, tree in enumerate(trees) for use in uses_in_tree(tree, classes)]
    spans: dict[Place, Span] = {}

    def span(use: Use) -> Span | None:
        if not spans:  # found only when something is to be changed, since it takes longer than reading
            spans.update(yaml_spans(text))
        return spans.get(use.place)

    return Found(uses, span, write_yaml)


def _in_turtle(text: str, name: str, classes: Classes) -> Found | None:
    read = turtle_spans(text)
    if read is None:
        triples = list(read_triples(text, "nt" if name == "ntriples" else "turtle"))
        if not _are_there(triples, classes):
            return None
        uses = [use for use, _ in uses_in_triples(triples, classes)]
        return Found(uses, lambda use: None, lambda before, value: value)
    triples, span = read
    if not _are_there(triples, classes):
        return None
    pairs = {id(use): (use, triple) for use, triple in uses_in_triples(triples, classes)}
    found = [use for use, _ in pairs.values()]
    write = turtle_writer(text) if name == "turtle" else turtle_writer("")
    return Found(found, lambda use: span(pairs[id(use)][1]), write)


def _are_there(triples: Iterable[Triple], classes: Classes) -> bool:
    """Whether a graph has things of these classes."""
    types = {shape.type for shape in shapes_of(*classes)}
    return any(predicate == RDF.type and end.value in types for _, predicate, end in triples)


def _elsewhere(text: str, form: Format, classes: Classes) -> Found | None:
    """A form that is not changed in place: its uses are told."""
    if form.parse is None:
        return None
    parsed = form.parse(text, classes)
    trees = [unstructure(record) for record in parsed.records]
    uses = [moved(use, at) for at, tree in enumerate(trees) for use in uses_in_tree(tree, classes)]
    return Found(uses, lambda use: None, lambda before, value: value)
