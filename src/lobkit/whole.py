"""The whole of lines that were converted in parts: what no part can see of it, and what is told in the end."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import takewhile
from operator import itemgetter
from typing import Any

from attrs import evolve

from lobkit.compiled.named import named_in
from lobkit.doubled import fresh, on_its_own, otherwise, roots_in
from lobkit.errors import Finding, Mixed, ReadError, Severity, first_place, second
from lobkit.formats.format import Parsed, Place, path_text, resolver
from lobkit.formats.json_lines import parsed_lines
from lobkit.names import Names
from lobkit.partitions import Part, Task, convert_cut, cuts
from lobkit.sources import Source, input_kept, is_there_again, label_of, lines_of

_SIZE = 2**20
"""Bytes of lines that are looked at at once where something is to be told."""


class Whole:
    """Finds what stands in two parts: an IRI of two records, or a thing that two of them describe otherwise."""

    def __init__(self) -> None:
        self._roots = Names()
        self._nested: dict[str, str] = {}

    def told(self, part: Part, source: str) -> list[Finding]:
        """All that is wrong with a part: its bad lines, and what stood before."""
        return [*(one.at(source) for bad in part.bad for one in bad.findings), *self.take(part, source)]

    def take(self, part: Part, source: str) -> list[Finding]:
        """Takes the names of a part in; what stood before is found."""
        found = []
        named: list[tuple[int, str, str | None]] = [(*one, None) for one in part.roots]
        if part.nested:  # line by line, so that the same line is told wherever the lines are cut
            named = sorted([*named, *part.nested], key=itemgetter(0))
        for line, iri, said in named:
            if said is None:
                if not self._roots.add(iri):
                    found.append(_twice(second(iri), source, line, iri))
                elif iri in self._nested:
                    found.append(_twice(on_its_own(iri), source, line, iri))
            elif self._nested.setdefault(iri, said) != said:
                found.append(_twice(otherwise(iri), source, line, iri))
            elif iri in self._roots:
                found.append(_twice(on_its_own(iri), source, line, iri))
        return found


def _twice(message: str, source: str, line: int, iri: str) -> Finding:
    return Finding("LOB501", message, source=source, line=line, column=1, record=iri)


# ── what is told in the end ───────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def told_by_line(source: Source, task: Task) -> Iterator[None]:
    """Lets whatever converts JSON Lines tell all that is wrong with them, in the words of those that do it in parts.

    The lines are read again for that, where they can be.

    Raises:
        ReadError: instead of the first problem that was met.
    """
    with input_kept():
        try:
            yield
        except (ReadError, Mixed) as problem:
            if is_there_again(source):
                _tell(source, task, problem.__cause__)
            raise


def _tell(source: Source, task: Task, cause: BaseException | None) -> None:
    whole, found, record = Whole(), list[Finding](), 0
    for cut in cuts([source], _SIZE):
        part = convert_cut(evolve(cut, record=record), task)
        found += whole.told(part, label_of(source))
        record += part.count
    if found:
        raise refused(found, source, task.classes) from cause


def refused(found: Iterable[Finding], source: Source, classes: tuple[type[Any], ...]) -> ReadError:
    """What is told in the end of lines that passed one by one, in the order of the lines.

    The field of what is said twice is looked up in its line, and the first of two records in the lines before it, where
    they can be read again.
    """
    told = list(found)
    told += fresh(hidden_in(told, source, classes), told)
    ordered = sorted(told, key=lambda one: (one.line or 0, one.column or 0))
    asked: dict[int, list[int]] = {}
    for at, one in enumerate(ordered):
        if one.code == "LOB501" and not one.path and one.record is not None and one.line is not None:
            asked.setdefault(one.line, []).append(at)
    if asked and is_there_again(source):
        seconds = {str(ordered[at].record) for some in asked.values() for at in some if _is_second(ordered[at])}
        first = _first_lines(seconds, source, classes, max(asked))
        for line, raw in takewhile(lambda each: each[0] <= max(asked), lines_of(source)):
            for _, parsed in parsed_lines([(line, raw)], classes, lenient=True) if line in asked else ():
                if isinstance(parsed, Parsed):
                    placed = _placed([ordered[at] for at in asked[line]], parsed, raw, first)
                    for at, one in zip(asked[line], placed, strict=True):
                        ordered[at] = one
    return ReadError(ordered)


def _is_second(finding: Finding) -> bool:
    return finding.message == second(str(finding.record))


def hidden_in(found: Iterable[Finding], source: Source, classes: tuple[type[Any], ...]) -> Iterator[Finding]:
    """The records that a catalog on a line holds twice, where another fault of the line keeps it from being one."""
    faulty = {one.line for one in found if one.code != "LOB501" and one.line is not None}
    if not faulty or not is_there_again(source):
        return
    last = max(faulty)
    for at, line in takewhile(lambda each: each[0] <= last, lines_of(source)):
        if at in faulty and b"Catalog" in line:
            for _, parsed in parsed_lines([(at, line)], classes, lenient=True):
                twice = [one for one in parsed.findings if one.code == "LOB501"]
                yield from (evolve(one, severity=Severity.VIOLATION, source=label_of(source)) for one in twice)


def _first_lines(iris: set[str], source: Source, classes: tuple[type[Any], ...], last: int) -> dict[str, int]:
    """The lines on which the first records of some names stand, up to a line."""
    wanted, found = set(iris), dict[str, int]()
    lines = takewhile(lambda each: each[0] <= last, lines_of(source)) if wanted else ()
    for at, parsed in parsed_lines(lines, classes, lenient=True):
        for _, iri in roots_in(parsed) if isinstance(parsed, Parsed) else ():
            if iri in wanted:
                wanted.remove(iri)
                found[iri] = at
        if not wanted:
            break
    return found


def _placed(found: Iterable[Finding], parsed: Parsed, line: bytes, first: dict[str, int]) -> Iterator[Finding]:
    """What is told of a line, with the places in it, and the place of the first record where it is of a second one.

    Args:
        found: in the order of the line.
        parsed, line: what the line gives, and what it says.
        first: the lines of the first records of those names that two have.
    """
    told: dict[str, int] = {}
    for one in found:
        iri = str(one.record)
        roots = [place for place, name in roots_in(parsed) if name == iri]
        seconds = roots[1:] if first.get(iri) == one.line else roots
        if not roots:
            yield evolve(one, path=_path_of(iri, parsed.records, line))
        elif not _is_second(one):
            yield evolve(one, path=path_text((*roots[0], "id")))
        elif iri not in first or not seconds:
            yield one
        else:
            at = min(told.get(iri, 0), len(seconds) - 1)
            told[iri] = at + 1
            place = first_place(one.source, first[iri], path_text(roots[0]), seen_from=(one.source, one.line))
            yield evolve(one, path=path_text((*seconds[at], "id")), message=second(iri, place))


def _path_of(iri: str, records: Sequence[Any], line: bytes) -> str:
    """Where in a line the thing of an IRI stands; the one that says something else, where it stands there twice."""
    tree = json.loads(line)
    many = isinstance(tree, dict) and "@graph" in tree
    found: list[tuple[Any, Place]] = []
    for at, record in enumerate(records):
        inside = named_in(record, ("@graph", at) if many else ())
        found += [(thing, place) for name, thing, place in inside if str(name) == iri]
    other = next((place for thing, place in found if thing != found[0][0]), found[0][1] if found else None)
    return "" if other is None else path_text((*resolver(tree)(other), "id"))
