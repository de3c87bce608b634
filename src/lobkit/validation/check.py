"""Judges records, files and folders: all findings at once, in order, and never a traceback."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from lobkit import exchange
from lobkit.errors import Finding, LobkitError, ReadError, Severity
from lobkit.exchange import FICHE, Source
from lobkit.formats.format import Format, Parsed, Place, path_text
from lobkit.formats.json import JSON_LINES, parsed_lines
from lobkit.model import ROOTS, Catalog, Publication
from lobkit.shape import is_declared
from lobkit.validation.across import Across, Positioned, Traits, traits
from lobkit.validation.codes import CODES, UNREADABLE, matching
from lobkit.validation.report import Report
from lobkit.validation.rules import faults, faults_of, things_in

Watch = Callable[[Iterable[Any]], Iterable[Any]]


@frozen
class Selection:
    """Which findings count.

    Args:
        select: codes, or beginnings of codes such as `LOB3`; none stands for all.
        ignore: codes or beginnings that do not count.
        per_file: pairs of a pattern of file names and codes that do not count in those files.
        exclude: patterns of files that are passed over in folders.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclude: tuple[str, ...] = ()
    codes: frozenset[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        chosen = (matching(self.select) if self.select else frozenset(CODES)) - matching(self.ignore)
        # What could not be read is told whatever is selected, or a broken file would pass.
        object.__setattr__(self, "codes", chosen | frozenset(UNREADABLE))
        for _, codes in self.per_file:
            matching(codes)

    def of(self, source: str | None) -> frozenset[str]:
        """The codes that count in a file."""
        codes = self.codes
        for pattern, ignored in self.per_file if source is not None else ():
            if _fits(Path(str(source)), pattern):
                codes -= matching(ignored)
        return codes | frozenset(UNREADABLE)

    def takes(self, path: Path) -> bool:
        """Whether a file that was found in a folder is judged."""
        return not any(_fits(path, pattern) for pattern in self.exclude)


def _fits(path: Path, pattern: str) -> bool:
    """Whether a pattern names a file, or a folder above it."""
    folder = pattern.rstrip("/*")
    return path.match(pattern) or any(parent.match(folder) for parent in path.parents if folder)


@frozen
class _Task:
    """All that the judging of one file needs; it travels to other processes."""

    selection: Selection
    format: str | None
    base: str | None
    classes: tuple[type[Any], ...]
    today: datetime.date


@frozen
class _Verdict:
    """What the judging of one file gave."""

    findings: tuple[Finding, ...]
    judged: int
    traits: tuple[Traits, ...]
    names: frozenset[str]


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
        LobkitError: only for a code, a format or a source that is none.
    """
    chosen = selection or Selection(tuple(select), tuple(ignore))
    task = _Task(chosen, format, base, classes, today or datetime.date.today())
    sources = [source] if isinstance(source, (str, Path)) or is_declared(type(source)) else list(source)
    across = Across()
    findings: list[Finding] = []
    judged = 0
    for verdict in _verdicts(sources, task, jobs, each):
        findings += verdict.findings
        judged += verdict.judged
        across.take(verdict.traits, verdict.names)
    found = [one for one in across.findings(_positions(task)) if one.code in chosen.of(one.source)]
    return Report(_in_order(findings, found), judged)


def _in_order(findings: list[Finding], across: list[Finding]) -> tuple[Finding, ...]:
    """The findings by file, and by line within a file."""
    order: dict[str | None, int] = {}
    for one in findings + across:
        order.setdefault(one.source, len(order))
    return tuple(sorted(findings + across, key=lambda one: (order[one.source], one.line or 0, one.column or 0)))


def _verdicts(sources: list[Any], task: _Task, jobs: int, each: Watch) -> Iterator[_Verdict]:
    records = [one for one in sources if not isinstance(one, (str, Path))]
    if records:
        yield _judge_records(records, task)
    files = list(_files([one for one in sources if isinstance(one, (str, Path))], task))
    ready = [one for one in files if not isinstance(one, Finding)]
    for one in files:
        if isinstance(one, Finding):
            yield _Verdict((one,), 0, (), frozenset())
    judge = partial(_judge_file, task=task)
    if jobs > 1 and len(ready) > 1:
        # Other processes have no standard input of ours.
        yield from (judge(one) for one in ready if str(one) == "-")
        ready = [one for one in ready if str(one) != "-"]
        with ProcessPoolExecutor(min(jobs, len(ready))) as pool:
            verdicts = pool.map(judge, ready, chunksize=max(1, len(ready) // (8 * jobs)))
            # What watches sees a file pass when it was judged, not when it was handed over.
            yield from (verdict for _, verdict in zip(each(ready), verdicts, strict=True))
    else:
        yield from map(judge, each(ready))


def _files(sources: Iterable[Source], task: _Task) -> Iterator[Source | Finding]:
    """Each file once, however it is named, and a finding for a folder that holds none."""
    seen: set[str] = set()
    for one in _named(sources, task):
        if isinstance(one, Finding):
            yield one
        elif (place := os.path.realpath(one)) not in seen:
            seen.add(place)
            yield one


def _named(sources: Iterable[Source], task: _Task) -> Iterator[Source | Finding]:
    for source in sources:
        if str(source) == "-" or not Path(source).is_dir():
            yield source
            continue
        inside = [path for path in exchange.records_in(Path(source), task.classes) if task.selection.takes(path)]
        yield from inside
        if not inside:
            yield Finding("LOB001", "no file here has an extension that lobkit reads", source=str(source))


# ── records in memory ────────────────────────────────────────────────────────────────────────────────────────────────


def _judge_records(records: Sequence[Any], task: _Task) -> _Verdict:
    for one in records:
        if not is_declared(type(one)):
            raise LobkitError(
                f"{type(one).__name__} is neither a path nor a record; give a path, a record or a catalog"
            )
    return _judge(Parsed(tuple(records)), None, task.selection.of(None), task)


def _made(records: Sequence[Any], classes: tuple[type[Any], ...]) -> list[tuple[Place, Any]]:
    """The things in records that could stand at the top of a file, each with its place."""
    made: list[tuple[Place, Any]] = []
    for at, record in enumerate(records):
        start: Place = () if len(records) == 1 else (f"record {at + 1}",)
        made += [((*start, *place), thing) for place, thing in _roots_in(record, classes)]
    return made


def _roots_in(record: Any, classes: tuple[type[Any], ...]) -> Iterator[tuple[Place, Any]]:
    for place, thing in things_in(record):
        if place == () or type(thing) in classes:
            yield place, thing


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _judge_file(source: Source, task: _Task) -> _Verdict:
    label = "<stdin>" if str(source) == "-" else str(source)
    codes = task.selection.of(label)
    try:
        form = exchange.format_in(source, task.format)
        if form is JSON_LINES:
            return _judge_lines(source, label, codes, task)
        parsed = exchange.parse_source(source, form.name, base=task.base, lenient=True, classes=task.classes).located()
    except ReadError as error:
        return _Verdict(_counted(error.findings, codes, None), 0, (), frozenset())
    verdict = _judge(parsed, label, codes, task)
    found = _counted(parsed.findings, codes, form)
    return evolve(
        verdict, findings=(*found, *verdict.findings, *_vacuous(verdict.judged, parsed.findings, label, codes))
    )


def _vacuous(judged: int, found: Sequence[Finding], label: str, codes: frozenset[str]) -> tuple[Finding, ...]:
    """A file in which nothing was judged does not pass in silence."""
    if judged or found or "LOB114" not in codes:
        return ()
    return (Finding("LOB114", "no record was found here; is it the right file?", source=label),)


def _judge_lines(source: Source, label: str, codes: frozenset[str], task: _Task) -> _Verdict:
    """Line by line, so that the memory does not grow with the file."""
    findings: list[Finding] = []
    remembered: list[Traits] = []
    names: set[str] = set()
    judged = 0
    try:
        for at, parsed in parsed_lines(exchange.lines_of(source), task.classes, lenient=True, placed=True):
            if isinstance(parsed, ReadError):
                findings += [_on(one, label, at) for one in _counted(parsed.findings, codes, None)]
                continue
            verdict = _judge(parsed, label, codes, task)
            judged += verdict.judged
            names |= verdict.names
            remembered += [evolve(one, place=(f"line {at}", *one.place)) for one in verdict.traits]
            findings += [_on(one, label, at) for one in (*_counted(parsed.findings, codes, None), *verdict.findings)]
    except ReadError as error:
        findings += error.findings
    findings += _vacuous(judged, findings, label, codes)
    return _Verdict(tuple(findings), judged, tuple(remembered), frozenset(names))


def _on(finding: Finding, source: str, line: int) -> Finding:
    return evolve(finding, source=source, line=line, column=finding.column or 1)


def _counted(findings: Iterable[Finding], codes: frozenset[str], form: Format | None) -> tuple[Finding, ...]:
    """The findings that count, as bad as their codes say; a sheet says itself how bad its gaps are."""
    kept = [one for one in findings if one.code in codes and one.code != "LOB501"]
    if form is FICHE:
        return tuple(kept)
    return tuple(evolve(one, severity=_severity(one.code)) for one in kept)


def _severity(code: str) -> Severity:
    return CODES[code].severity if code in CODES else Severity.VIOLATION


def _judge(parsed: Parsed, source: str | None, codes: frozenset[str], task: _Task) -> _Verdict:
    """What the rules say of what a source gave."""
    made = parsed.made or _made(parsed.records, task.classes)
    findings = []
    for place, iri, code, message in _faults(parsed, made, codes, task):
        at = parsed.resolve(place)
        line, column = (parsed.locate(at) if parsed.locate else None) or (None, None)
        findings.append(Finding(code, message, path_text(at), CODES[code].severity, source, line, column, iri))
    missed = {one.place: one.missed for one in parsed.nodes}
    publications = {place for place, thing in made if type(thing) is Publication}
    remembered = [
        traits(thing, source, place, missed.get(place, frozenset()))
        for place, thing in made
        if not any(place[:cut] in publications for cut in range(len(place)))
    ]
    names = parsed.names or frozenset(str(thing.iri) for _, thing in made if getattr(thing, "iri", None) is not None)
    return _Verdict(tuple(findings), _judged(parsed, made, task), tuple(remembered), names)


def _judged(parsed: Parsed, made: Sequence[tuple[Place, Any]], task: _Task) -> int:
    """How many records were looked at: what stands on its own; a catalog counts by what it holds."""
    things = [(one.place, one.thing) for one in parsed.nodes if type(one.thing) in task.classes] or made
    publications = {place for place, thing in things if type(thing) is Publication}
    kinds = [
        type(thing) for place, thing in things if not any(place[:cut] in publications for cut in range(len(place)))
    ]
    return sum(kind is not Catalog for kind in kinds) or len(kinds) or len(parsed.records)


def _faults(
    parsed: Parsed, made: Sequence[tuple[Place, Any]], codes: frozenset[str], task: _Task
) -> Iterator[tuple[Place, str | None, str, str]]:
    """Place, record, code and message of what the rules say.

    Where something could not be read, each thing is judged by itself, as far as it was: one fault hides no other.
    """
    if parsed.nodes:
        for one in parsed.nodes:
            for code, inner, message in faults_of(one.thing, codes, task.today, one.missed):
                yield (*one.place, *inner), getattr(one.thing, "iri", None), code, message
        return
    for place, thing in made:
        for code, inner, message in faults(thing, codes, task.today, task.classes):
            yield (*place, *inner), getattr(thing, "iri", None), code, message


def _positions(task: _Task) -> Positioned:
    """Finds where a key of a record stands, by reading its file again: few need it, and nothing is kept for others."""
    known: dict[str, Parsed | None] = {}

    def position(one: Traits, key: str) -> tuple[int, int] | None:
        if one.place and str(one.place[0]).startswith("line "):
            return int(str(one.place[0])[5:]), 1
        if one.source is None or one.source == "<stdin>":
            return None
        if one.source not in known:
            known.clear()
            try:
                known[one.source] = exchange.parse_source(
                    one.source, task.format, base=task.base, lenient=True, classes=task.classes
                ).located()
            except LobkitError:  # it could be read a moment ago; without it, the finding goes without its line
                known[one.source] = None
        parsed = known[one.source]
        return parsed.locate((*one.place, key)) if parsed is not None and parsed.locate is not None else None

    return position
