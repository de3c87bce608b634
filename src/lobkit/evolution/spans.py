"""Where each value stands in a text, from its first sign to its last, so that it can be changed and nothing else."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Any

import yaml

from lobkit.formats.format import Place
from lobkit.formats.triples import Triple
from lobkit.formats.turtle_lines import positions
from lobkit.formats.yaml_blocks import inline

Span = tuple[int, int]
"""The offsets of the first sign and of what follows the last."""

Write = Callable[[str, str], str]
"""How a value is written where another stood: the text that stood there, and the new value."""

_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def json_spans(text: str, base: int = 0, head: Place = ()) -> dict[Place, Span]:
    """The spans of the scalars of a well-formed JSON text."""
    found: dict[Place, Span] = {}
    steps: list[str | int] = []
    in_object: list[bool] = []
    awaits_key = False
    for match in _JSON_TOKEN.finditer(text):
        token = match[0]
        if token in "{[":
            steps.append("" if token == "{" else 0)
            in_object.append(token == "{")
            awaits_key = token == "{"
        elif token in "}]":
            steps.pop()
            in_object.pop()
            awaits_key = False
        elif token == ",":
            awaits_key = in_object[-1]
            if not awaits_key:
                steps[-1] = int(steps[-1]) + 1
        elif token == ":":
            awaits_key = False
        elif awaits_key:
            steps[-1] = json.loads(token)
        else:
            found[(*head, *steps)] = (base + match.start(), base + match.end())
    return found


def write_json(_: str, value: str) -> str:
    """A JSON string."""
    return json.dumps(value, ensure_ascii=False)


def yaml_spans(text: str) -> dict[Place, Span]:
    """The spans of the scalars of a well-formed YAML text, below the number of their document; aliases have none."""
    found: dict[Place, Span] = {}
    steps: list[str | int] = [-1]
    kinds: list[str] = ["document"]
    key_next: list[bool] = [False]
    # The loader in Python counts signs; the one in C counts them otherwise on some versions.
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.DocumentStartEvent):
            steps[0] = int(steps[0]) + 1
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            kinds.append("mapping" if isinstance(event, yaml.MappingStartEvent) else "sequence")
            key_next.append(kinds[-1] == "mapping")
            steps.append("" if kinds[-1] == "mapping" else 0)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            for stack in (kinds, key_next, steps):
                stack.pop()
            _next_value(kinds, key_next, steps)
        elif isinstance(event, yaml.ScalarEvent) and key_next[-1]:
            steps[-1] = event.value
            key_next[-1] = False
        elif isinstance(event, (yaml.ScalarEvent, yaml.AliasEvent)):
            if isinstance(event, yaml.ScalarEvent):
                found[tuple(steps)] = _span(text, event)
            _next_value(kinds, key_next, steps)
    return found


def _next_value(kinds: list[str], key_next: list[bool], steps: list[str | int]) -> None:
    if kinds[-1] == "sequence":
        steps[-1] = int(steps[-1]) + 1
    else:
        key_next[-1] = kinds[-1] == "mapping"


def _span(text: str, event: Any) -> Span:
    """The signs of a scalar without its anchor."""
    start, end = event.start_mark.index, event.end_mark.index
    anchor = re.match(r"&\S+\s+", text[start:end])
    return start + (anchor.end() if anchor else 0), end


def write_yaml(before: str, value: str) -> str:
    """A YAML scalar in the style of the one that stood there."""
    if before[:1] == "'":
        return "'" + value.replace("'", "''") + "'"
    return json.dumps(value, ensure_ascii=False) if before[:1] == '"' else inline(value)


_IRI_OR_NAME = re.compile(r"<[^>]*>|[^\s<>\[\](),;\"']*[^\s<>\[\](),;.\"']")


def turtle_spans(text: str) -> tuple[list[Triple], Callable[[Triple], Span | None]] | None:
    """The statements of a Turtle or N-Triples text, and the span of each object; None where it is not followed."""
    read = positions(text)
    if read is None:
        return None
    triples, places = read
    starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def span(triple: Triple) -> Span | None:
        place = places.found.get(triple)
        if place is None:
            return None
        start = starts[place[0] - 1] + place[1] - 1
        match = _IRI_OR_NAME.match(text, start)
        return (start, match.end()) if match else None

    return triples, span


_PREFIX = re.compile(r"(?:@prefix|\bPREFIX)\s+([^\s:]*):\s*<([^>]*)>", re.IGNORECASE)
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_\-]*[A-Za-z0-9_])?")


def turtle_writer(text: str) -> Write:
    """Writes an IRI by a prefix of the text where the one that stood there was, and else in full."""
    prefixes = dict(_PREFIX.findall(text))

    def write(before: str, value: str) -> str:
        if before[:1] != "<":
            for prefix, iri in sorted(prefixes.items(), key=lambda one: -len(one[1])):
                if iri and value.startswith(iri) and _LOCAL.fullmatch(value[len(iri) :]):
                    return f"{prefix}:{value[len(iri) :]}"
        return f"<{value}>"

    return write


def line_and_column(text: str) -> Callable[[int], tuple[int, int]]:
    """Gives the line and column of an offset, both counted from 1."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def locate(at: int) -> tuple[int, int]:
        line = bisect_right(starts, at)
        return line, at - starts[line - 1] + 1

    return locate


_COMMENT = re.compile(r"#[^\n]*")
_DASH = re.compile(r"[ \t]*-[ \t]+")
_TO_THE_END = re.compile(r"[ \t]*(#[^\n]*)?(?=\n|\Z)")


def without_places(text: str, spans: list[Span], kept: set[int]) -> Iterator[tuple[Span, str]]:
    """What takes values out of a list and leaves the comments that stand by them: spans, and what stands there then.

    Args:
        text: the text.
        spans: of the values of the list, in their order.
        kept: the positions of the values that stay, at least one.
    """
    gone = [at for at in range(len(spans)) if at not in kept]
    lines = {at: _line_of(text, spans[at]) for at in gone}
    for at in gone:
        line = lines[at]
        if None not in lines.values() and line is not None:
            yield line
        elif at < min(kept):
            start, end = spans[at][0], spans[at + 1][0]
            comments = "".join(f"{one}\n" for one in _COMMENT.findall(text, spans[at][1], end))
            yield (start, end), comments and comments + text[spans[at][1] : end].rpartition("\n")[2]
        else:
            start, end = spans[at - 1][1], spans[at][1]
            yield (start, end), "".join(f" {one}\n" for one in _COMMENT.findall(text, start, spans[at][0]))


def _line_of(text: str, span: Span) -> tuple[Span, str] | None:
    """The line of an item of YAML that is on a line of its own, and the comment in its place."""
    start = text.rfind("\n", 0, span[0]) + 1
    rest = _TO_THE_END.match(text, span[1])
    if rest is None or not _DASH.fullmatch(text, start, span[0]):
        return None
    if rest[1]:
        indent = text[start : span[0]].partition("-")[0]
        return (start, rest.end()), indent + rest[1]
    return ((start, rest.end() + 1) if rest.end() < len(text) else (max(start - 1, 0), rest.end())), ""
