"""JSON Lines: a record on each line, as a whole or one by one; each problem is told with its line."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from attrs import evolve

from lobkit.compiled.json_text import json_lines, raw_json_lines
from lobkit.compiled.lines import lines_reader
from lobkit.compiled.long_texts import long_texts
from lobkit.compiled.texts import is_clean, without_collecting
from lobkit.errors import Finding, LeftOut, ReadError
from lobkit.formats.format import Format, Parsed, Place, decoded
from lobkit.formats.json import EXTRA, explained_document


def parse_lines(text: str, classes: tuple[type[Any], ...], *, lenient: bool = False) -> Parsed:
    """The records of a JSON Lines text, one a line; blank lines are passed over.

    Raises:
        ReadError: with every problem of every line.
    """
    return _parsed_lines(text.encode("utf-8", "surrogatepass"), classes, lenient, _passed)


def parse_raw_lines(raw: bytes, classes: tuple[type[Any], ...], *, lenient: bool = False) -> Parsed:
    """The same from bytes, as they stand in a file: no text is made of them first.

    Raises:
        ReadError: with every problem of every line, or with the first one that is not UTF-8.
    """
    return _parsed_lines(raw, classes, lenient, decoded)


def _parsed_lines(raw: bytes, classes: tuple[type[Any], ...], lenient: bool, text_of: TextOf) -> Parsed:
    if is_no_line(raw[: raw.find(b"\n") + 1 or len(raw)]):
        raise ReadError([no_lines()])
    records: list[Any] = []
    findings: list[Finding] = []
    left_out: list[LeftOut] = []
    refused: list[ReadError] = []
    with without_collecting(len(raw)):
        read_on = lines_reader(io.BytesIO(raw), classes, clean=lambda: is_clean(raw), long=long_texts(raw, classes))
        at = 0
        while True:
            before = len(records)
            line = read_on(records)
            at += len(records) - before
            if line is None:
                break
            at += 1
            if not line.strip():
                continue
            parsed = _explained_line(text_of(line.rstrip(b"\r\n"), at), at, classes, lenient)
            if isinstance(parsed, ReadError):
                refused.append(parsed)
                findings += parsed.findings
                left_out.append(_line_left_out(parsed, at))
            else:
                records += parsed.records
                findings += [_on_line(one, at) for one in parsed.findings]
                left_out += [evolve(one, line=at, column=one.column or 1) for one in parsed.left_out]
    if refused and (not lenient or not records):
        raise ReadError(findings) from _cause_of(refused)
    parsed = Parsed(tuple(records), tuple(findings), tuple(left_out))
    return evolve(parsed, explained=lambda: evolve(parsed, made=_made_by_line(raw, classes, lenient), locate=_line_of))


def _cause_of(refused: Iterable[ReadError]) -> BaseException | None:
    return next((one.__cause__ for one in refused if one.__cause__ is not None), None)


def _made_by_line(raw: bytes, classes: tuple[type[Any], ...], lenient: bool) -> tuple[tuple[Place, Any], ...]:
    lines = parsed_lines(enumerate(raw.split(b"\n"), start=1), classes, lenient=lenient)
    return tuple(
        ((f"line {at}", *place), one)
        for at, each in lines
        if isinstance(each, Parsed)
        for place, one in each.made or [((), one) for one in each.records]
    )


def _line_of(place: Place) -> tuple[int, int] | None:
    return (int(str(place[0]).removeprefix("line ")), 1) if place else None


TextOf = Callable[[bytes, int], str]
"""The text of a line, which has this number."""


def _passed(line: bytes, at: int) -> str:
    """Text as it was given, with halves of characters that are no UTF-8."""
    return line.decode("utf-8", "surrogatepass")


def parsed_lines(
    lines: Iterable[tuple[int, str | bytes]], classes: tuple[type[Any], ...], *, lenient: bool = False
) -> Iterator[tuple[int, Parsed | ReadError]]:
    """What each line gives that is not blank, one by one, with its number; an error is handed over, not raised.

    Args:
        lines: the lines, each with its number.
        classes: what can stand on a line.
        lenient: whether to leave out what has no place.

    Raises:
        ReadError: where a line is not UTF-8, since then the whole is no text.
    """
    for at, one in each_line(lines, classes, lenient=lenient):
        yield at, one if isinstance(one, Parsed | ReadError) else Parsed((one,))


def each_line(
    lines: Iterable[tuple[int, str | bytes]], classes: tuple[type[Any], ...], *, lenient: bool = False
) -> Iterator[tuple[int, Any]]:
    """The same, but of a line that is as usual, its record: nothing is put around it.

    Raises:
        ReadError: as `parsed_lines`.
    """
    given: deque[tuple[int, str | bytes]] = deque()
    read_on = lines_reader(_as_bytes(lines, given), classes, by_few=True)
    while True:
        found: list[Any] = []
        raw = read_on(found)
        for record in found:
            yield given.popleft()[0], record
        if raw is None:
            if not found:
                break
            continue
        at, line = given.popleft()
        if raw.strip():
            text = line if isinstance(line, str) else decoded(line.rstrip(b"\r\n"), at)
            yield at, _explained_line(text, at, classes, lenient)
    if given:
        yield 1, ReadError([no_lines()])


def _as_bytes(lines: Iterable[tuple[int, str | bytes]], given: deque[tuple[int, str | bytes]]) -> Iterator[bytes]:
    """Lines as bytes, of which each is also noted with its number; nothing comes of a text that is no JSON Lines."""
    for one in lines:
        at, line = one
        raw = line if isinstance(line, bytes) else line.encode("utf-8", "surrogatepass")
        given.append(one)
        if at == 1 and is_no_line(raw):
            return
        yield raw


def stream_lines(
    lines: Iterable[tuple[int, str | bytes]],
    classes: tuple[type[Any], ...],
    refused_for: Callable[[Any], Iterable[Finding]] = lambda _: (),
) -> Iterator[Any]:
    """The records of JSON Lines, one by one, from numbered lines.

    Args:
        lines: the lines, each with its number.
        classes: what can stand on a line.
        refused_for: gives the reasons why a record that is right in itself cannot stand behind those before it.

    Raises:
        ReadError: with every problem of every line; from the first on, no more records are given.
    """
    refused: list[Finding] = []
    errors: list[ReadError] = []
    for at, parsed in parsed_lines(lines, classes):
        if isinstance(parsed, ReadError):
            errors.append(parsed)
            refused += parsed.findings
            continue
        for record in parsed.records:
            wrong = refused_for(record)
            if wrong:
                refused += [_on_line(one, at) for one in wrong]
            elif not refused:
                yield record
    if refused:
        raise ReadError(refused) from _cause_of(errors)


def is_no_line(line: bytes) -> bool:
    """Whether the first line shows that the text is JSON over several lines, or a list."""
    begun = line.strip()
    return begun.startswith(b"[") or (begun.startswith(b"{") and begun.endswith((b"{", b"[", b'",', b"],")))


def no_lines() -> Finding:
    """What is told then."""
    message = (
        "in JSON Lines each record stands on one line, without a list around them; write each on one, or, "
        "where this is one record or a list under '@graph', name the file .json"
    )
    return Finding("LOB101", message, line=1, column=1)


def _explained_line(line: str, at: int, classes: tuple[type[Any], ...], lenient: bool) -> Parsed | ReadError:
    try:
        return explained_document(line, classes, lenient)
    except ReadError as error:
        told = ReadError(_on_line(_of_a_line(one), at) for one in error.findings)
        told.__cause__ = error.__cause__
        return told


def _of_a_line(finding: Finding) -> Finding:
    return evolve(
        finding, message=finding.message.replace(EXTRA, "a second record stands here; begin a new line with it")
    )


def _on_line(finding: Finding, line: int) -> Finding:
    return evolve(finding, line=line, column=finding.column or 1)


def _line_left_out(problem: ReadError, line: int) -> LeftOut:
    """A line of which nothing could be read, as a record that is left out."""
    known = next((one.record for one in problem.findings if one.record is not None), None)
    return LeftOut(line=line, column=1, record=known, whole=True)


def serialize_lines(records: Iterable[Any], *, enrich: bool = False) -> Iterator[str]:
    """A JSON Lines text: one record a line."""
    yield from json_lines(records)


def serialize_raw_lines(records: Iterable[Any]) -> Iterator[bytes]:
    """The same as the bytes of a file."""
    yield from raw_json_lines(records)


JSON_LINES = Format(
    "jsonl",
    "JSON Lines",
    "application/jsonl",
    (".jsonl", ".ndjson"),
    parse_lines,
    serialize_lines,
    parse_raw=parse_raw_lines,
    serialize_raw=serialize_raw_lines,
    stream=stream_lines,
)
