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
from lobkit.doubled import fresh, on_its_own, otherwise
from lobkit.errors import Finding, Mixed, ReadError, Severity, second
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
        # Line by line, so that the same line is told wherever the lines are cut.
        for line, iri, said in sorted([*((*one, None) for one in part.roots), *part.nested], key=itemgetter(0)):
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
        raise refused(found, source, task) from cause


def refused(found: Iterable[Finding], source: Source, task: Task) -> ReadError:
    """What is told in the end of lines that were converted in parts, in the order of the lines.

    The field of what is said twice is looked up in its line, where that can be read again.
    """
    told = list(found)
    told += fresh(hidden_in(told, source, task.classes), told)
    ordered = sorted(told, key=lambda one: (one.line or 0, one.column or 0))
    wanted: dict[int, dict[str, str]] = {}
    for one in ordered:
        if one.code == "LOB501" and not one.path and one.record is not None and one.line is not None:
            wanted.setdefault(one.line, {})[one.record] = ""
    if wanted and is_there_again(source):
        _look_up(wanted, source, task)
    paths = {(line, iri): path for line, of_iri in wanted.items() for iri, path in of_iri.items()}
    return ReadError(evolve(one, path=paths.get((one.line or 0, one.record or ""), one.path)) for one in ordered)


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


def _look_up(wanted: dict[int, dict[str, str]], source: Source, task: Task) -> None:
    """Fills in the places of things by their lines and their IRIs."""
    last = max(wanted)
    for at, line in takewhile(lambda each: each[0] <= last, lines_of(source)):
        for _, parsed in parsed_lines([(at, line)], task.classes) if at in wanted else ():
            if isinstance(parsed, Parsed):
                wanted[at] = {iri: _path_of(iri, parsed.records, line) for iri in wanted[at]}


def _path_of(iri: str, records: Sequence[Any], line: bytes) -> str:
    """Where in a line the thing of an IRI stands; the one that says something else, where it stands there twice.

    For a record it is empty, since the line says it.
    """
    tree = json.loads(line)
    many = isinstance(tree, dict) and "@graph" in tree
    found: list[tuple[Any, Place]] = []
    for at, record in enumerate(records):
        if str(getattr(record, "iri", None)) == iri:
            return ""
        inside = named_in(record, ("@graph", at) if many else ())
        found += [(thing, place) for name, thing, place in inside if str(name) == iri]
    other = next((place for thing, place in found if thing != found[0][0]), found[0][1] if found else None)
    return "" if other is None else path_text((*resolver(tree)(other), "id"))
