"""Concepts in a text of records rewritten in place: the values change, and not a sign besides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise

from attrs import evolve, field, frozen

from lobkit.compiled.trees import unstructure
from lobkit.description import Cardinality
from lobkit.errors import Finding, LobkitError, ReadError, Severity, WriteError
from lobkit.evolution.facets import Use, uses_in_tree
from lobkit.evolution.places import Classes, found_in
from lobkit.evolution.spans import (
    Span,
    Write,
    line_and_column,
    without_places,
)
from lobkit.evolution.succession import Lookup, Step
from lobkit.formats.format import Format, Place, path_text
from lobkit.formats.tree import Tree, structure


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
        concepts: those that stood in the text.
    """

    before: str = field(repr=False)
    after: str = field(repr=False)
    steps: tuple[Rewritten, ...] = ()
    findings: tuple[Finding, ...] = ()
    open: tuple[tuple[Use, Step], ...] = ()
    concepts: frozenset[str] = frozenset()


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
    found = found_in(text, form, classes)
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
    concepts = frozenset(use.iri for use in found.uses)
    return Edited(text, after, tuple(steps), tuple(findings), tuple(open_), concepts)


def uses_in(text: str, form: Format, classes: Classes) -> list[Use]:
    """Every use of a concept in a text of records.

    Raises:
        ReadError: where the text is not of its form.
    """
    found = found_in(text, form, classes)
    return found.uses if found is not None else []


def _no_records(source: str | None, classes: Classes) -> Finding:
    names = ", ".join(cls.__name__ for cls in classes)
    message = f"no record of a known class is here ({names}); left as it is; --class names others"
    return Finding("LOB108", message, "", Severity.INFO, source)


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
    """The values of one field into the places where values stand; the place of a value that goes is taken out."""
    before = [use.iri for use, _ in plan]
    after = [step.target if step and step.target else use.iri for use, step in plan]
    between = [text[one[1] : next_[0]] for one, next_ in pairwise(spans)]
    apart = any(not _BETWEEN.fullmatch(one) for one in between)
    # In Turtle one value may stand in several statements, where standing twice does no harm.
    as_set = plan[0][0].field.cardinality is Cardinality.UNORDERED and not apart
    steps = list(_steps(plan, spans, as_set))
    kept = _places_kept(before, after) if as_set else list(range(len(after)))
    values = [after[at] for at in kept]
    # A comment is of the value that it stands by, so that values with comments do not change places.
    if as_set and before == sorted(before) and not any("#" in one for one in between):
        values = sorted(values)
    changed = ((spans[at], before[at], new) for at, new in zip(kept, values, strict=True) if before[at] != new)
    edits = [(span, write(text[slice(*span)], new)) for span, _, new in changed]
    return _Filled(edits + list(without_places(text, spans, set(kept))), steps)


def _places_kept(before: list[str], after: list[str]) -> list[int]:
    """Of the places that have one value now, that where it stood already, else the first."""
    kept: dict[str, int] = {}
    for at, (old, new) in enumerate(zip(before, after, strict=True)):
        if new not in kept or (old == new and before[kept[new]] != new):
            kept[new] = at
    return sorted(kept.values())


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
    concepts: set[str] = set()
    for tree in trees:
        for uses in _groups(uses_in_tree(tree, classes)):
            concepts.update(use.iri for use in uses)
            plan = [(use, look(use.iri)) for use in uses]
            as_set = uses[0].field.cardinality is Cardinality.UNORDERED
            steps += [evolve(step, source=source) for step, _ in _steps(plan, [(0, 0)] * len(plan), as_set)]
            open_ += [(use, step) for use, step in plan if step is not None and step.target is None]
            _put(tree, uses[0], [step.target if step and step.target else use.iri for use, step in plan])
    findings = tuple(_for_a_person(use, step, source, (None, None), can_write=True) for use, step in open_)
    if not steps:
        return Edited(text, text, (), findings, tuple(open_), frozenset(concepts))
    try:
        made = tuple(structure(tree, classes) for tree in trees)
        after = "".join(form.serialize(made))
        if form.parse(after, classes).records != made:
            return None
    except (ReadError, WriteError):
        return None
    return Edited(text, after, tuple(steps), findings, tuple(open_), frozenset(concepts))


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
    found = found_in(after, form, classes)
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
