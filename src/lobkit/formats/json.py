"""JSON: accepted fast, and explained with line and column where something is wrong."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from typing import Any

from lobkit.compiled.documents import read_document
from lobkit.compiled.json_text import indented
from lobkit.compiled.source import Unusual
from lobkit.compiled.texts import without_collecting
from lobkit.compiled.trees import unstructure
from lobkit.errors import Finding, ReadError, shown
from lobkit.formats.format import Format, Locate, Parsed, Place, decoded, line_and_column, refuse_characters, resolver
from lobkit.formats.problems import FAILED, Problems
from lobkit.formats.tree import Tree, refuse_context, said_whole, structure_node


class _Doubled(ValueError):
    """An object has one key twice."""


def parse(text: str, classes: tuple[type[Any], ...], *, lenient: bool = False) -> Parsed:
    """The records of a JSON text: one object, or `@graph` with a list of them.

    Raises:
        ReadError: with the line and column of each problem.
    """
    return accepted(text, lambda: text, classes, lambda: explained_document(text, classes, lenient))


def parse_raw(raw: bytes, classes: tuple[type[Any], ...], *, lenient: bool = False) -> Parsed:
    """The same from bytes, as they stand in a file: no text is made of them before somebody asks for places.

    Raises:
        ReadError: with the line and column of each problem, or with the first byte that is not UTF-8.
    """
    return accepted(raw, lambda: decoded(raw), classes, lambda: explained_document(decoded(raw), classes, lenient))


def accepted(
    source: str | bytes,
    text: Callable[[], str],
    classes: tuple[type[Any], ...],
    explained: Callable[[], Parsed],
    *,
    bare: bool = True,
) -> Parsed:
    """What the fast way takes of a document; places are looked up when somebody asks. The rest is `explained`.

    Args:
        source: the document.
        text: gives it as a text.
        classes: what can stand in it.
        explained: reads it the slow way.
        bare: whether a list under `@graph` may stand there without a context.

    Raises:
        ReadError: as `explained`.
    """
    try:
        with without_collecting(len(source)):
            raw = source if isinstance(source, bytes) else source.encode()
            document = read_document(raw, classes, bare=bare)
    except (Unusual, UnicodeEncodeError):
        return explained()
    places, whole = cache(lambda: locator(text())), cache(lambda: resolver(json.loads(text())))
    return Parsed(
        tuple(document.records),
        locate=lambda place: places()(place),
        resolve=lambda place: whole()(place),
        explained=explained,
        starts=tuple(("@graph", at) for at in range(len(document.records))) if document.several else (),
    )


def explained_document(text: str, classes: tuple[type[Any], ...], lenient: bool) -> Parsed:
    """What `parse` gives, the slow way, which takes whatever is right and tells all that is wrong."""
    tree, doubled = _tree(text)
    if doubled and not lenient:
        raise ReadError(doubled)
    return structure_document(tree, text, classes, lenient=lenient, before=doubled)


def parse_tree(text: str) -> Tree:
    """The plain tree of a JSON text, with no key twice.

    Raises:
        ReadError: where the text is no JSON.
    """
    tree, doubled = _tree(text)
    if doubled:
        raise ReadError(doubled)
    return tree


def _tree(text: str) -> tuple[Tree, list[Finding]]:
    """A tree, and the keys that stand in it twice, of which it has the last value."""
    refuse_characters(text)
    try:
        try:
            return json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant), []
        except _Doubled:
            return json.loads(text, parse_constant=_refuse_constant), _doubled_keys(text)
    except json.JSONDecodeError as problem:
        raise ReadError([_ill_formed(text, problem)]) from None
    except RecursionError:
        raise ReadError([Finding("LOB101", "brackets are nested too deep", line=1, column=1)]) from None
    except ValueError as problem:
        line, column = _place_of_constant(text)
        raise ReadError([Finding("LOB101", f"this is no JSON: {problem}", line=line, column=column)]) from None


def structure_document(
    tree: Tree, text: str, classes: tuple[type[Any], ...], *, lenient: bool, before: Iterable[Finding] = ()
) -> Parsed:
    """The records of a tree that was read from a JSON text; `before` holds what was wrong with the text itself."""
    problems = Problems(lenient, before)
    problems.roots = classes
    many = isinstance(tree, dict) and "@graph" in tree
    trees = _graph(tree, problems) if many else [tree]
    records = []
    for at, one in enumerate(trees):
        place: Place = ("@graph", at) if many else ()
        record = structure_node(one, classes, place, problems, root=True)
        if record is not FAILED:
            records.append(record)
    return problems.parsed(records, locator(text), resolver(tree))


def _graph(tree: dict[str, Tree], problems: Problems) -> list[Tree]:
    refuse_context(tree, (), problems)
    for key in tree:
        if key not in ("@graph", "@context"):
            problems.add("LOB102", (key,), f"{shown(key)} cannot stand beside '@graph'")
            problems.leave_out((key,), said_whole(key, tree))
    if isinstance(tree["@graph"], list):
        return tree["@graph"]
    problems.add("LOB104", ("@graph",), f"expected a list, not {shown(tree['@graph'])}")
    return []


def serialize(records: Iterable[Any], *, enrich: bool = False) -> Iterator[str]:
    """A JSON text: the record itself where there is one, else `@graph` with all of them."""
    if find_spec("msgspec") is None:
        yield from serialize_trees([unstructure(record) for record in records])
    else:
        yield indented(records)


def serialize_trees(trees: list[dict[str, Tree]]) -> Iterator[str]:
    """Trees as a document that people can read and compare."""
    whole: Tree = trees[0] if len(trees) == 1 else {"@graph": trees}
    yield json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


# ── explaining: only where the fast way found something wrong ────────────────────────────────────────────────────────


def _unique(pairs: list[tuple[str, Tree]]) -> dict[str, Tree]:
    tree = dict(pairs)
    if len(tree) < len(pairs):
        raise _Doubled
    return tree


def _ill_formed(text: str, problem: json.JSONDecodeError) -> Finding:
    """What is wrong, alike on every Python: they differ on where a comma too many stands."""
    before = text[: problem.pos + (text[problem.pos : problem.pos + 1] == ",")].rstrip()
    after = text[len(before) :].lstrip()[:1]
    if before.endswith(",") and after in ("}", "]"):
        line, column = line_and_column(text, len(before) - 1)
        message = f"this is no JSON: a comma stands before {after!r}, after the last value; take it out"
        return Finding("LOB101", message, line=line, column=column)
    message = f"this is no JSON: {_plainly(problem.msg, text[problem.pos : problem.pos + 2])}"
    return Finding("LOB101", message, line=problem.lineno, column=problem.colno)


def _plainly(said: str, there: str) -> str:
    """What the decoder says, for people who know no grammar."""
    if there[:1] in ("/", "#"):
        return "it has no comments; take this one out"
    if there[:1] in ("'", "’", "‘", "“", "”"):
        return f'texts stand between straight double quotes; write " instead of {there[0]}'
    if there[:1] == "\ufeff":
        return "a byte order mark stands here, as where files were joined; take it out"
    if there[:2] in ("Tr", "Fa", "No"):
        return "write true, false and null in lower case"
    if said == "Extra data" and there[:1] == ",":
        return "a comma stands after the end of the record; take it out"
    if said.startswith("Unterminated string"):
        return 'the text that begins here has no closing " on its line'
    return {
        "Expecting value": "a value is missing here" if there else "the file ends where a value is needed",
        "Expecting ',' delimiter": "a comma is missing before this, or a bracket is not closed",
        "Expecting ':' delimiter": "a colon is missing between a key and its value",
        "Expecting property name enclosed in double quotes": "a key between double quotes is needed here",
        "Extra data": EXTRA,
        "Invalid control character at": "a tab or a line end stands in a text; write \\t or \\n, or close the text",
    }.get(said, said)


EXTRA = "more stands after the end of the record; put a list of records under '@graph', or name the file .jsonl"
"""What is said of a second record in a document."""


def _place_of_constant(text: str) -> tuple[int, int]:
    """Where NaN or Infinity stands outside of texts."""
    found = (one for one in _TOKEN.finditer(text) if one[0] in ("NaN", "Infinity", "-Infinity"))
    return next((line_and_column(text, one.start()) for one in found), (1, 1))


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON; write one in figures, or take the key out")


def _doubled_keys(text: str) -> list[Finding]:
    problems = Problems()
    places: list[tuple[int, int]] = []
    for place, at, doubled in _walk(text):
        if doubled:
            problems.add("LOB105", place, f"the key {shown(place[-1])} stands here twice; keep one")
            places.append(line_and_column(text, at))
    return [
        Finding(one.code, one.message, one.path, line=line, column=column)
        for one, (line, column) in zip(problems.findings(), places, strict=True)
    ] or [Finding("LOB105", "a key stands twice in one object", line=1, column=1)]


def locator(text: str) -> Locate:
    """Gives the place of a value in the text; of a missing one, the place of what should hold it."""
    offsets: dict[Place, int] = {}
    ends: list[int] = []

    def locate(place: Place) -> tuple[int, int]:
        if not offsets:  # found only when somebody asks, since it takes longer than reading
            offsets.update((place, at) for place, at, _ in _walk(text))
            ends.extend(at for at, sign in enumerate(text) if sign == "\n")
        while place and place not in offsets:
            place = place[:-1]
        at = offsets.get(place, 0)
        line = bisect_left(ends, at)
        return line + 1, at - (ends[line - 1] if line else -1)

    return locate


_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def _walk(text: str) -> Iterator[tuple[Place, int, bool]]:
    """Each key and list item of a valid JSON text: its place, its offset, and whether it is a key that stood before."""
    steps: list[str | int] = []  # the step within each open container
    keys: list[set[str] | None] = []  # the keys of each open object; None for a list
    fresh = False  # whether the next token opens an item of a list
    await_key = False
    yield (), len(text) - len(text.lstrip()), False
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token in "}]":
            steps.pop()
            keys.pop()
            fresh = await_key = False
        elif token == ",":
            await_key = keys[-1] is not None
            fresh = not await_key
            steps[-1] = "" if await_key else int(steps[-1]) + 1
        elif token == ":":
            await_key = False
        elif await_key:
            steps[-1] = json.loads(token)
            known = keys[-1] or set()
            yield tuple(steps), match.start(), steps[-1] in known
            known.add(str(steps[-1]))
            keys[-1] = known
        else:
            if fresh:
                yield tuple(steps), match.start(), False
            fresh = await_key = False
            if token in "{[":
                steps.append("" if token == "{" else 0)
                keys.append(set() if token == "{" else None)
                await_key, fresh = token == "{", token == "["


JSON = Format("json", "JSON", "application/json", (".json",), parse, serialize, parse_raw=parse_raw)
