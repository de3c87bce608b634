"""Concepts in a text of records rewritten in place: the values change, and not a sign besides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from attrs import evolve, field, frozen

from lobkit.compiled.trees import unstructure
from lobkit.description import Cardinality
from lobkit.errors import Finding, LobkitError, ReadError, Severity, WriteError
from lobkit.evolution.facets import Use, is_record, uses_in_tree, uses_in_triples
from lobkit.evolution.spans import (
    Span,
    Write,
    json_spans,
    line_and_column,
    turtle_spans,
    turtle_writer,
    write_json,
    write_yaml,
    yaml_spans,
)
from lobkit.evolution.succession import Lookup, Step
from lobkit.formats import json, yaml
from lobkit.formats.format import Format, Place, path_text
from lobkit.formats.rdf import read_triples
from lobkit.formats.tree import Tree, structure
from lobkit.schemas.context import is_own_context

Classes = tuple[type[Any], ...]


@frozen
class Rewritten:
    """One value that was rewritten.

    Args:
        before, after: the concepts; `after` is empty where the new concept stood beside the old one already.
        why: the reason, as part of a sentence.
        step: what was known of the old concept.
        path: the place in the record.
        record: the IRI of the record, where it has one.
        source, line, column: where it stands.
    """

    before: str
    after: str
    why: str
    step: Step = field(repr=False)
    path: str = ""
    record: str | None = None
    source: str | None = None
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.source or "<text>", self.line, self.column) if part is not None)
        to = f"→ {self.after}" if self.after else "taken out, since what takes its place stands there too"
        return f"{place}: {self.path}: {self.before} {to} ({self.why})"


@frozen
class Edited:
    """A text and what was done to it.

    Args:
        before, after: the text; equal where nothing was to be done.
        steps: what was rewritten.
        findings: what a person has to decide, and what could not be done.
        open: for each such concept, what is known of it.
    """

    before: str = field(repr=False)
    after: str = field(repr=False)
    steps: tuple[Rewritten, ...] = ()
    findings: tuple[Finding, ...] = ()
    open: tuple[tuple[Use, Step], ...] = ()


@frozen
class _Found:
    """The uses in a text, and how the text is changed there."""

    uses: list[Use]
    span: Callable[[Use], Span | None]
    write: Write


def rewrite(text: str, form: Format, classes: Classes, look: Lookup, source: str | None = None) -> Edited:
    """A text of records with every concept rewritten for which `look` gives a certain one.

    Args:
        text: the records, in a form that lobkit writes.
        form: that form.
        classes: the classes whose things can stand at the top.
        look: what is to be done with each concept.
        source: the name of the file, for the findings.

    Raises:
        ReadError: where the text is not of its form.
    """
    if form.name not in _IN_PLACE:
        whole = _whole(text, form, classes, look, source)
        if whole is not None:
            return whole
    found = _found(text, form, classes)
    if found is None:
        return Edited(text, text, (), (_no_records(source, classes),))
    locate = line_and_column(text)
    steps: list[Rewritten] = []
    findings: list[Finding] = []
    open_: list[tuple[Use, Step]] = []
    edits: list[tuple[Span, str]] = []
    for uses in _groups(found.uses):
        plan = [(use, look(use.iri)) for use in uses]
        if all(step is None for _, step in plan):
            continue
        spans = [found.span(use) for use, _ in plan]
        for (use, step), span in zip(plan, spans, strict=True):
            place = locate(span[0]) if span else (None, None)
            if step is not None and (step.target is None or None in spans):
                findings.append(_for_a_person(use, step, source, place, can_write=None not in spans))
                open_.append((use, step))
        if None in spans or not any(step and step.target for _, step in plan):
            continue
        made = _filled(text, plan, [one for one in spans if one is not None], found.write)
        edits += made.edits
        steps += [evolve(one, source=source, line=line, column=column) for one, (line, column) in made.told(locate)]
    after = _applied(text, edits)
    if edits:
        _verify(after, form, classes, found.uses, look)
    return Edited(text, after, tuple(steps), tuple(findings), tuple(open_))


def uses_in(text: str, form: Format, classes: Classes) -> list[Use]:
    """Every use of a concept in a text of records.

    Raises:
        ReadError: where the text is not of its form.
    """
    found = _found(text, form, classes)
    return found.uses if found is not None else []


def _no_records(source: str | None, classes: Classes) -> Finding:
    names = ", ".join(cls.__name__ for cls in classes)
    return Finding("LOB108", f"no record of a known class is here ({names}); left as it is", "", Severity.INFO, source)


def _for_a_person(
    use: Use, step: Step, source: str | None, place: tuple[int | None, int | None], *, can_write: bool
) -> Finding:
    name = f"'{step.label}' <{use.iri}>" if step.label else f"<{use.iri}>"
    if not step.known:
        code, message = "LOB713", f"{name}: {step.why}; write a concept of the new version"
    elif step.target is not None and not can_write:
        heir = f"<{step.target}>" + "".join(f" '{one.label}'" for one in step.candidates if one.label)
        code, message = "LOB714", f"{name} cannot be rewritten in this form; write {heir} by hand, or convert the file"
    else:
        choices = " or ".join(map(str, step.candidates))
        code, message = "LOB712", f"{name}: {step.why}; write {choices or 'another concept, or take it out'}"
    return Finding(code, message, _path(use), Severity.VIOLATION, source, *place, use.owner or use.record)


def _path(use: Use) -> str:
    """The place within the record, without the line or document that it stands in."""
    head = use.place[:1]
    own = use.place[1:] if head and (isinstance(head[0], int) or head[0].startswith("line ")) else use.place
    return path_text(own)


def _groups(uses: Iterable[Use]) -> Iterator[list[Use]]:
    found: dict[tuple[Place, str], list[Use]] = {}
    for use in uses:
        found.setdefault((use.group, use.field.key), []).append(use)
    yield from found.values()


# ── finding ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _found(text: str, form: Format, classes: Classes) -> _Found | None:
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


def _in_json(text: str, form: Format, classes: Classes) -> _Found | None:
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

    return _Found(list(uses_in_tree(tree, classes)), span, write_json)


def _in_lines(text: str, classes: Classes) -> _Found | None:
    uses: list[Use] = []
    lines: dict[str | int, tuple[str, int]] = {}
    found: dict[str | int, dict[Place, Span]] = {}
    base, records = 0, False
    for at, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            head = f"line {at}"
            tree = _line(line, at)
            records = records or is_record(tree, classes)
            uses += [_moved(use, head) for use in uses_in_tree(tree, classes)]
            lines[head] = line, base
        base += len(line) + 1

    def span(use: Use) -> Span | None:
        head = use.place[0]
        if head not in found:
            found[head] = json_spans(*lines[head], (head,))
        return found[head].get(use.place)

    return _Found(uses, span, write_json) if records else None


def _moved(use: Use, head: str | int) -> Use:
    """A use in one of the trees of a file."""
    return evolve(use, place=(head, *use.place), within=use.within if use.owner else (head, *use.within))


def _line(line: str, at: int) -> Tree:
    try:
        return json.parse_tree(line)
    except ReadError as error:
        raise ReadError([evolve(one, line=at) for one in error.findings]) from None


def _in_yaml(text: str, classes: Classes) -> _Found | None:
    trees = yaml.parse_trees(text)
    if not any(is_record(tree, classes) for tree in trees):
        return None
    uses = [_moved(use, at) for at, tree in enumerate(trees) for use in uses_in_tree(tree, classes)]
    spans: dict[Place, Span] = {}

    def span(use: Use) -> Span | None:
        if not spans:  # found only when something is to be changed, since it takes longer than reading
            spans.update(yaml_spans(text))
        return spans.get(use.place)

    return _Found(uses, span, write_yaml)


def _in_turtle(text: str, name: str, classes: Classes) -> _Found | None:
    read = turtle_spans(text)
    if read is None:
        triples = list(read_triples(text, "nt" if name == "ntriples" else "turtle"))
        uses = [use for use, _ in uses_in_triples(triples, classes)]
        return _Found(uses, lambda use: None, lambda before, value: value)
    triples, span = read
    pairs = {id(use): (use, triple) for use, triple in uses_in_triples(triples, classes)}
    found = [use for use, _ in pairs.values()]
    write = turtle_writer(text) if name == "turtle" else turtle_writer("")
    return _Found(found, lambda use: span(pairs[id(use)][1]), write)


def _elsewhere(text: str, form: Format, classes: Classes) -> _Found | None:
    """A form that is not changed in place: its uses are told."""
    if form.parse is None:
        return None
    parsed = form.parse(text, classes)
    trees = [unstructure(record) for record in parsed.records]
    uses = [_moved(use, at) for at, tree in enumerate(trees) for use in uses_in_tree(tree, classes)]
    return _Found(uses, lambda use: None, lambda before, value: value)


# ── changing ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@frozen
class _Filled:
    """The edits of one field, and what they mean."""

    edits: list[tuple[Span, str]]
    steps: list[tuple[Rewritten, int]]

    def told(self, locate: Callable[[int], tuple[int, int]]) -> Iterator[tuple[Rewritten, tuple[int, int]]]:
        for step, at in self.steps:
            yield step, locate(at)


def _filled(text: str, plan: list[tuple[Use, Step | None]], spans: list[Span], write: Write) -> _Filled:
    """The values of one field into the places where values stand; places that are left over are taken out."""
    before = [use.iri for use, _ in plan]
    after = [step.target if step and step.target else use.iri for use, step in plan]
    apart = any(not _BETWEEN.fullmatch(text[one[1] : next_[0]]) for one, next_ in pairwise(spans))
    # In Turtle one value may stand in several statements, where standing twice does no harm.
    as_set = plan[0][0].field.cardinality is Cardinality.UNORDERED and not apart
    steps = list(_steps(plan, spans, as_set))
    if as_set:
        after = list(dict.fromkeys(after))
        after = sorted(after) if before == sorted(before) else after
    changed = ((span, old, new) for span, old, new in zip(spans, before, after, strict=False) if old != new)
    edits = [(span, write(text[slice(*span)], new)) for span, _, new in changed]
    # What is left over goes, with the comma, or the dash on a line of its own, that stands before it.
    edits += [((spans[at - 1][1], spans[at][1]), "") for at in range(len(after), len(spans))]
    return _Filled(edits, steps)


def _steps(plan: list[tuple[Use, Step | None]], spans: list[Span], as_set: bool) -> Iterator[tuple[Rewritten, int]]:
    seen = {use.iri for use, step in plan if not (step and step.target)}
    for (use, step), span in zip(plan, spans, strict=True):
        if step is not None and step.target is not None:
            after = "" if as_set and step.target in seen else step.target
            seen.add(step.target)
            yield Rewritten(use.iri, after, step.why, step, _path(use), use.owner or use.record), span[0]


_BETWEEN = re.compile(r"(?:\s|,|-(?=\s)|#[^\n]*)*")


_IN_PLACE = ("json", "jsonl", "jsonld", "yaml", "turtle", "ntriples")


def _whole(text: str, form: Format, classes: Classes, look: Lookup, source: str | None) -> Edited | None:
    """A text in another form, written anew; None where it is not what lobkit writes, or cannot name the new concepts.

    A sheet is such a form: it names concepts by their labels, so that only concepts that are installed can be written.
    """
    if form.parse is None or form.serialize is None:
        return None
    records = form.parse(text, classes).records
    trees = [unstructure(record) for record in records]
    try:
        if "".join(form.serialize(records)) != text:
            return None
    except WriteError:
        return None
    steps: list[Rewritten] = []
    open_: list[tuple[Use, Step]] = []
    for tree in trees:
        for uses in _groups(uses_in_tree(tree, classes)):
            plan = [(use, look(use.iri)) for use in uses]
            as_set = uses[0].field.cardinality is Cardinality.UNORDERED
            steps += [evolve(step, source=source) for step, _ in _steps(plan, [(0, 0)] * len(plan), as_set)]
            open_ += [(use, step) for use, step in plan if step is not None and step.target is None]
            _put(tree, uses[0], [step.target if step and step.target else use.iri for use, step in plan])
    findings = tuple(_for_a_person(use, step, source, (None, None), can_write=True) for use, step in open_)
    if not steps:
        return Edited(text, text, (), findings, tuple(open_))
    try:
        made = tuple(structure(tree, classes) for tree in trees)
        after = "".join(form.serialize(made))
        if form.parse(after, classes).records != made:
            return None
    except (ReadError, WriteError):
        return None
    return Edited(text, after, tuple(steps), findings, tuple(open_))


def _put(tree: Tree, use: Use, values: list[str]) -> None:
    node = tree
    for step in use.group[:-1]:
        node = node[step]
    many = sorted(set(values)) if use.field.cardinality is Cardinality.UNORDERED else values
    node[use.group[-1]] = many if use.field.cardinality.many else values[0]


def _applied(text: str, edits: Iterable[tuple[Span, str]]) -> str:
    parts, at = [], 0
    for (start, end), new in sorted(edits):
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at:]])


def _verify(after: str, form: Format, classes: Classes, uses: list[Use], look: Lookup) -> None:
    """The new text says what it should, field by field: reading it again is the proof."""
    found = _found(after, form, classes)
    expected = {key: _meant(group, look) for key, group in _keyed(uses).items()}
    actual = {key: _values(group) for key, group in _keyed(found.uses if found else []).items()}
    if expected != actual:
        raise LobkitError("the rewritten text does not read back as it should, and was not written; please report this")


def _keyed(uses: Iterable[Use]) -> Mapping[tuple[Place, str], list[Use]]:
    return {(group[0].group, group[0].field.key): group for group in _groups(uses)}


def _values(uses: list[Use]) -> list[str]:
    values = [use.iri for use in uses]
    return sorted(set(values)) if uses[0].field.cardinality is Cardinality.UNORDERED else values


def _meant(uses: list[Use], look: Lookup) -> list[str]:
    steps = [(use, look(use.iri)) for use in uses]
    return _values([evolve(use, iri=step.target) if step and step.target else use for use, step in steps])
