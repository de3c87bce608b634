"""YAML, strict and 1.2-like: no key twice, no tags, `no` is text, and every problem with its line and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any
from urllib.parse import quote

import yaml
from attrs import define, field

from lobkit.compiled.source import Unusual
from lobkit.compiled.texts import without_collecting
from lobkit.compiled.things import reader_of
from lobkit.compiled.yaml_text import yaml_text
from lobkit.compiled.yaml_trees import trees
from lobkit.errors import Finding, ReadError, shown
from lobkit.formats.format import MAX_DEPTH, Format, Locate, Parsed, Place, refuse_characters, resolver
from lobkit.formats.problems import FAILED, Problems
from lobkit.formats.tree import Tree, structure_node
from lobkit.formats.yaml_blocks import mapping, resolved

MAX_ALIASED = 100_000
"""How many values aliases may add to a file in all."""

_DEPTH_OF_CONTAINERS = 4 * MAX_DEPTH
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(text: str, classes: tuple[type[Any], ...], *, lenient: bool = False) -> Parsed:
    """The records of a YAML text, one a document.

    Raises:
        ReadError: with the line and column of each problem.
    """

    def explained() -> Parsed:
        return _explained(text, classes, lenient)

    try:
        with without_collecting():
            records = tuple(map(reader_of(classes), trees(text)))
    except Unusual:
        return explained()
    if len(records) != 1:
        return Parsed(records, explained=explained)
    places = cache(lambda: locator(text))  # found only when somebody asks, since it takes longer than reading
    whole = cache(lambda: resolver(parse_tree(text)))
    return Parsed(records, locate=lambda at: places()(at), resolve=lambda at: whole()(at), explained=explained)


def _explained(text: str, classes: tuple[type[Any], ...], lenient: bool) -> Parsed:
    """The slow way, which takes whatever is right, tells all that is wrong, and knows all places."""
    places: dict[Place, tuple[int, int]] = {}
    documents, doubled = _documents(text, places)
    if doubled and not lenient:
        raise ReadError(doubled)
    problems = Problems(lenient, doubled)
    records = []
    for at, tree in enumerate(documents):
        place: Place = () if len(documents) == 1 else (f"document {at + 1}",)
        record = structure_node(tree, classes, place, problems, root=True)
        if record is not FAILED:
            records.append(record)
    if len(documents) == 1:
        places = {place[1:]: at for place, at in places.items()}
    whole = documents[0] if len(documents) == 1 else {f"document {at + 1}": one for at, one in enumerate(documents)}
    return problems.parsed(records, lambda place: _nearest_place(place, places), resolver(whole))


def parse_tree(text: str) -> Tree:
    """The plain tree of a YAML text with one document.

    Raises:
        ReadError: where it is no YAML, or holds another number of documents.
    """
    documents = parse_trees(text)
    if len(documents) != 1:
        raise ReadError([Finding("LOB101", f"expected one YAML document, not {len(documents)}", line=1, column=1)])
    return documents[0]


def parse_trees(text: str) -> list[Tree]:
    """The plain trees of the documents of a YAML text.

    Raises:
        ReadError: where it is no YAML.
    """
    try:
        return list(trees(text))
    except Unusual:
        documents, doubled = _documents(text, {})
    if doubled:
        raise ReadError(doubled)
    return documents


def locator(text: str) -> Locate:
    """Gives the place of a value in a YAML text of one document.

    Raises:
        ReadError: where it is no YAML.
    """
    places: dict[Place, tuple[int, int]] = {}
    _documents(text, places)
    within = {place[1:]: at for place, at in places.items() if place[0] == "document 1"}
    return lambda place: _nearest_place(place, within)


def serialize(records: Iterable[Any], *, enrich: bool = False) -> Iterator[str]:
    """A YAML text, one document a record, long passages as blocks."""
    for at, record in enumerate(records):
        yield "---\n" + yaml_text(record) if at else yaml_text(record)


def modeline(schema: str) -> str:
    """A first line that tells an editor which JSON Schema a file follows.

    Writers leave it out: it would outrank the settings of the reader's editor, and an address that nobody can fetch
    is an error there.

    Args:
        schema: an address, or a path from the folder of the file.
    """
    unbroken = re.sub(r"\s", lambda space: quote(space[0]), schema)  # the server reads up to the first space
    return f"# yaml-language-server: $schema={unbroken}\n"


def serialize_tree(tree: dict[str, Tree]) -> str:
    """One document: keys in their order, plain words where YAML reads them back as they are."""
    return "".join(mapping(tree))


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _nearest_place(place: Place, places: dict[Place, tuple[int, int]]) -> tuple[int, int]:
    while place and place not in places:
        place = place[:-1]
    return places.get(place, (1, 1))


@define
class _Frame:
    """A container that is being filled."""

    value: Any
    place: Place
    anchor: str | None
    key: str | None = None
    size: int = 1


@define
class _Builder:
    """Builds trees from events, without recursion and with bounds."""

    places: dict[Place, tuple[int, int]]
    documents: list[Tree] = field(factory=list)
    frames: list[_Frame] = field(factory=list)
    anchors: dict[str, tuple[Tree, int]] = field(factory=dict)
    aliased: int = 0
    doubled: list[Finding] = field(factory=list)

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._open(event)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            frame = self.frames.pop()
            self._put(frame.value, frame.place, frame.anchor, frame.size)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self.anchors = {}

    def _place(self, event: Any) -> Place:
        """The place of the value that begins here; noted unless its key was noted already."""
        if not self.frames:
            place: Place = (f"document {len(self.documents) + 1}",)
        elif isinstance(self.frames[-1].value, list):
            place = (*self.frames[-1].place, len(self.frames[-1].value))
        else:
            return (*self.frames[-1].place, self.frames[-1].key or "")
        self.places[place] = _position(event)
        return place

    def _awaits_key(self) -> bool:
        return bool(self.frames) and isinstance(self.frames[-1].value, dict) and self.frames[-1].key is None

    def _open(self, event: Any) -> None:
        if event.tag is not None:
            raise _refusal(event, f"the tag {shown(event.tag)} is not taken; the keys say what a value is", "LOB101")
        if self._awaits_key():
            raise _refusal(event, "a key must be plain text", "LOB101")
        if len(self.frames) >= _DEPTH_OF_CONTAINERS:
            raise _refusal(event, "brackets are nested too deep", "LOB101")
        value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.frames.append(_Frame(value, self._place(event), event.anchor))

    def _scalar(self, event: Any) -> None:
        if event.tag is not None:
            raise _refusal(event, f"the tag {shown(event.tag)} is not taken; the keys say what a value is", "LOB101")
        if self._awaits_key():
            self._key(event)
        else:
            self._put(event.value if event.style else resolved(event.value), self._place(event), event.anchor, 1)

    def _key(self, event: Any) -> None:
        frame = self.frames[-1]
        place = (*frame.place, event.value)
        if event.value in frame.value:
            line, _ = self.places[place]
            message = f"the key {shown(event.value)} stands here twice (first in line {line}); keep one"
            self.doubled += _refusal(event, message, "LOB105", place).findings
        frame.key = event.value
        self.places[place] = _position(event)

    def _alias(self, event: Any) -> None:
        if event.anchor not in self.anchors:
            raise _refusal(
                event,
                f"the alias *{event.anchor} has no anchor before it; put a text that begins with * between quotes",
                "LOB101",
            )
        if self._awaits_key():
            raise _refusal(event, "a key must be plain text", "LOB101")
        value, size = self.anchors[event.anchor]
        self.aliased += size
        if self.aliased > MAX_ALIASED:
            raise _refusal(event, f"aliases add more than {MAX_ALIASED} values to the file; write them out", "LOB101")
        self._put(value, self._place(event), None, size)

    def _put(self, value: Tree, place: Place, anchor: str | None, size: int) -> None:
        if anchor is not None:
            self.anchors[anchor] = (value, size)
        if not self.frames:
            self.documents.append(value)
            return
        frame = self.frames[-1]
        frame.size += size
        if isinstance(frame.value, list):
            frame.value.append(value)
        else:
            frame.value[frame.key] = value
            frame.key = None


def _documents(text: str, places: dict[Place, tuple[int, int]]) -> tuple[list[Tree], list[Finding]]:
    """The trees of a text, and the keys that stand in one mapping twice, of which a tree has the last value."""
    refuse_characters(text)
    builder = _Builder(places)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.take(event)
    except yaml.MarkedYAMLError as problem:
        unclosed = "unexpected end of stream" in str(problem.problem) and problem.context_mark is not None
        mark = problem.context_mark if unclosed else problem.problem_mark
        raise ReadError([_syntax(problem.problem or "unreadable", mark)]) from None
    except yaml.YAMLError as problem:
        raise ReadError([_syntax(str(problem).split("\n")[0], None)]) from None
    return builder.documents, builder.doubled


def _syntax(problem: str, mark: Any) -> Finding:
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    # Newer versions of PyYAML stop at a depth of their own, before the builder does.
    message = "brackets are nested too deep" if "nesting depth" in problem else f"this is no YAML: {problem}"
    advice = next((text for part, text in _ADVICE.items() if part in problem), "")
    return Finding("LOB101", message + advice, line=line, column=column)


_ADVICE = {
    "mapping values are not allowed": "; a text with ': ' in it stands between quotes",
    "unexpected end of stream": "; the quote that begins here is never closed",
    "cannot start any token": "; indent with spaces, and put a text that begins with a sign between quotes",
    "expected ':'": "; a key and its value have ': ' between them",
    "expected key": "; the lines of one thing begin at one column",
    "did not find expected '-'": "; the items of one list begin at one column, each with '- '",
}
"""What mostly helps, by a part of what the parser says."""


def _position(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _refusal(event: Any, message: str, code: str, place: Place = ()) -> ReadError:
    line, column = _position(event)
    path = Problems()
    path.add(code, tuple(step for step in place if not str(step).startswith("document ")), message)
    return ReadError(path.findings(lambda _: (line, column)))


YAML = Format("yaml", "YAML", "application/yaml", (".yaml", ".yml"), parse, serialize)
