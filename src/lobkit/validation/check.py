"""Judges records, files and folders: all findings at once, in order, and never a traceback."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path
from typing import Any, cast

from lobkit import exchange
from lobkit.errors import Finding, LobkitError, shown
from lobkit.formats.format import Parsed
from lobkit.formats.triples import Term
from lobkit.formats.turtle import TURTLE
from lobkit.formats.turtle_lines import positions
from lobkit.model import ROOTS, Publication, Recommendation
from lobkit.processes import ENDED, end_with_parent
from lobkit.shape import is_declared, shape_of
from lobkit.sources import Source, input_kept, is_there_again, text_of
from lobkit.validation.across import Across, Positioned, Traits
from lobkit.validation.judging import Task, Verdict, judge_file, judge_records, judge_whole, place_in_file
from lobkit.validation.kept import Findings
from lobkit.validation.report import Report, Told
from lobkit.validation.selection import Selection
from lobkit.vocabularies import Vocabulary

__all__ = ["Selection", "judged", "validate"]

Watch = Callable[[Iterable[Any]], Iterable[Any]]


def validate(
    source: Any,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    selection: Selection | None = None,
    format: str | None = None,
    base: str | None = None,
    classes: tuple[type[Any], ...] = ROOTS,
    today: datetime.date | None = None,
    jobs: int = 1,
    each: Watch = iter,
) -> Report:
    """Judges a file, a folder, several of them, or records in memory.

    Args:
        source: a path, `-` for standard input, a record or catalog, or an iterable of any of these.
        select: the codes that count, such as `LOB3` or `LOB305`; none stands for all.
        ignore: the codes that do not count.
        selection: instead of these two, also with codes for each file.
        format: the name of a format in `FORMATS`, where the extension does not say it.
        base: the IRI under which records of fiches get a name of their own.
        classes: what can stand at the top of a file.
        today: the day of judging, by which years lie in the future.
        jobs: how many processes judge files side by side.
        each: may watch the files pass by.

    Returns:
        A report; what is wrong is in it, and nothing is raised.

    Raises:
        LobkitError: only where a source, a code, a class or another option is none.
    """
    chosen = selection or Selection(_codes("select", select), _codes("ignore", ignore))
    task = Task(chosen, format, base, _roots(classes), _day(today))
    if type(jobs) is not int or jobs < 1:
        raise LobkitError(f"jobs is a number of processes, 1 or more, and not {shown(jobs)}")
    sources = _sources(source)
    report = judged(sources, task, jobs, each)
    return Report(tuple(report), report.judged)


def _sources(given: Any) -> list[Any]:
    """What is to be judged, one by one.

    Raises:
        LobkitError: where it is neither a source nor records.
    """
    if isinstance(given, (str, Path)) or is_declared(type(given)):
        return [given]
    if isinstance(given, exchange.Loaded):
        raise LobkitError("this is what a reading gave, with its findings; give its `catalog`")
    if isinstance(given, Vocabulary):
        raise LobkitError(f"the vocabulary {given.name} gives handles on concepts; give its records, its `roots()`")
    if isinstance(given, (bytes, Mapping)) or not isinstance(given, Iterable):
        raise LobkitError(
            f"{shown(given)} is neither a path nor a record; give a path, a record, a catalog or several of them"
        )
    return list(given)


def _codes(name: str, given: Any) -> tuple[str, ...]:
    found = tuple(given) if isinstance(given, Iterable) and not isinstance(given, (str, bytes)) else (None,)
    if not all(isinstance(one, str) for one in found):
        raise LobkitError(f"{name} is a list of codes, such as ['LOB3', 'LOB501'], and not {shown(given)}")
    return cast(tuple[str, ...], found)


def _roots(given: Any) -> tuple[type[Any], ...]:
    found = tuple(given) if isinstance(given, Iterable) and not isinstance(given, (str, bytes)) else ()
    if not found or not all(is_declared(one) for one in found):
        raise LobkitError(f"classes are declared classes, such as (lobkit.Publication,), and not {shown(given)}")
    return found


def _day(given: Any) -> datetime.date:
    if given is not None and type(given) is not datetime.date:
        raise LobkitError(f"today is a day, such as datetime.date(2026, 1, 31), and not {shown(given)}")
    return given or datetime.date.today()


def judged(sources: list[Any], task: Task, jobs: int = 1, each: Watch = iter) -> Told:
    """As `validate`, with the findings packed: enough for telling them, in few bytes each."""
    with input_kept():
        return _judged(sources, task, jobs, each)


def _judged(sources: list[Any], task: Task, jobs: int, each: Watch) -> Told:
    across, findings, count = Across(), Findings(place_in_file), 0
    for verdict in _verdicts(sources, task, jobs, each):
        findings.add(verdict.findings)
        across.take(verdict.traits, verdict.names, verdict.parts)
        count += verdict.judged
    found = across.findings(_positions(task))
    findings.add_across(one for one in found if one.code in task.selection.of(one.source))
    return Told(findings, count)


def _verdicts(sources: list[Any], task: Task, jobs: int, each: Watch) -> Iterator[Verdict]:
    records = [one for one in sources if not isinstance(one, (str, Path))]
    if records:
        yield judge_records(records, task)
    files = list(_files([one for one in sources if isinstance(one, (str, Path))], task))
    ready = [one for one in files if not isinstance(one, Finding)]
    for one in files:
        if isinstance(one, Finding):
            yield Verdict((one,))
    if jobs > 1 and len(ready) > 1:
        # Other processes have no standard input of ours.
        for one in ready:
            if str(one) == "-":
                yield from judge_file(one, task)
        ready = [one for one in ready if str(one) != "-"]
        try:
            with ProcessPoolExecutor(min(jobs, len(ready)), initializer=end_with_parent) as pool:
                share = max(1, len(ready) // (8 * jobs))
                verdicts = pool.map(partial(judge_whole, task=task), ready, chunksize=share)
                # What watches sees a file pass when it was judged, not when it was handed over.
                for _, pieces in zip(each(ready), verdicts, strict=True):
                    yield from pieces
        except BrokenProcessPool:
            raise LobkitError(ENDED) from None
    else:
        for one in each(ready):
            yield from judge_file(one, task)


def _files(sources: Iterable[Source], task: Task) -> Iterator[Source | Finding]:
    """Each file once, however it is named, and a finding for a folder that holds none."""
    seen: set[str] = set()
    for one in _named(sources, task):
        if isinstance(one, Finding):
            yield one
        elif (place := os.path.realpath(one)) not in seen:
            seen.add(place)
            yield one


def _named(sources: Iterable[Source], task: Task) -> Iterator[Source | Finding]:
    for source in sources:
        if str(source) == "-" or not Path(source).is_dir():
            yield source
            continue
        inside = [path for path in exchange.records_in(Path(source), task.classes) if task.selection.takes(path)]
        yield from inside
        if not inside:
            yield Finding("LOB001", "no file here has an extension that lobkit reads", source=str(source))


def _positions(task: Task) -> Positioned:
    """Finds where a key of a record stands, by reading its file again: few need it, and nothing is kept for others."""
    known: dict[str, _Places] = {}

    def position(one: Traits, key: str) -> tuple[int, int] | None:
        if one.place and str(one.place[0]).startswith("line "):
            return int(str(one.place[0])[5:]), 1
        source = "-" if one.source == "<stdin>" else one.source
        if one.source is None or source is None or not is_there_again(source):
            return None
        if one.source not in known:
            known.clear()
            known[one.source] = _Places(source, task)
        return known[one.source].of(one, key)

    return position


_SEVERAL = 10
"""So many places in a file of Turtle are looked for one by one: each takes a sixtieth of finding all of them."""


class _Places:
    """The places in a file that can be read again; without them, a finding goes without its line."""

    def __init__(self, source: Source, task: Task) -> None:
        self._source, self._asked = source, 0
        self._is_turtle = exchange.format_in(source, task.format) is TURTLE
        self._parsed: Parsed | None
        try:
            self._parsed = exchange.parse_source(
                source, task.format, base=task.base, lenient=True, classes=task.classes
            )
        except LobkitError:  # it could be read a moment ago
            self._parsed = None

    def of(self, one: Traits, key: str) -> tuple[int, int] | None:
        """The line and column of a key of a record."""
        self._asked += 1
        path = _PATHS.get((Recommendation if one.points_to else Publication, key))
        # Where nothing is wrong with the file, a property with a value stands below the IRI of the record.
        if self._is_turtle and one.iri and path and self._asked <= _SEVERAL and self._has_no_places():
            found = positions(text_of(self._source), frozenset([Term("iri", one.iri)]))
            return None if found is None else found[1].of(Term("iri", one.iri), path)
        if self._parsed is not None:
            self._parsed = self._parsed.located()
        locate = None if self._parsed is None else self._parsed.locate
        return None if locate is None else locate((*one.place, key))

    def _has_no_places(self) -> bool:
        return self._parsed is not None and self._parsed.explained is not None


_PATHS = {(cls, one.key): one.path for cls in (Publication, Recommendation) for one in shape_of(cls).properties}
