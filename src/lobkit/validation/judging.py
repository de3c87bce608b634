"""Judges one source, piece by piece: what the rules say of its records, and what is remembered of them."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import takewhile
from typing import Any

from attrs import evolve, frozen

from lobkit import exchange, sources
from lobkit.compiled.named import named_in
from lobkit.doubled import outer_first
from lobkit.errors import Finding, LobkitError, ReadError, Severity
from lobkit.exchange import FICHE
from lobkit.formats.format import Format, Member, Parsed, Place, path_text, resolver
from lobkit.formats.json_lines import JSON_LINES, parsed_lines
from lobkit.formats.json_places import place_in
from lobkit.formats.nquads import NQUADS
from lobkit.formats.ntriples import NTRIPLES
from lobkit.formats.turtle import TURTLE
from lobkit.model import Catalog, Publication, Recommendation
from lobkit.shape import is_declared
from lobkit.sources import Source
from lobkit.validation import rules  # noqa: F401 - it enters its rules in the table
from lobkit.validation.across import Part, Traits, traits
from lobkit.validation.codes import CODES
from lobkit.validation.in_memory import doubted
from lobkit.validation.looking import Found, looks, parts
from lobkit.validation.selection import Selection

_BY_SUBJECT = (NTRIPLES, NQUADS, TURTLE)
"""The formats that are read without places first, and in which a record is found again by its IRI."""

_PIECE = 1000
"""How many lines of a file are judged before what was found is handed on."""


@frozen
class Task:
    """All that the judging of one file needs; it travels to other processes."""

    selection: Selection
    format: str | None
    base: str | None
    classes: tuple[type[Any], ...]
    today: datetime.date


@frozen
class Verdict:
    """What the judging of one source, or a piece of it, gave.

    Args:
        findings: in the order of their lines.
        judged: how many records were looked at.
        traits: what is remembered of the records that stand on their own.
        names: the IRIs of records that stand within others, or that could not be read.
        parts: the things with an IRI inside records, each once for all that is said of it here.
    """

    findings: Sequence[Finding] = ()
    judged: int = 0
    traits: Sequence[Traits] = ()
    names: Iterable[str] = ()
    parts: Sequence[Part] = ()


# ── records in memory ────────────────────────────────────────────────────────────────────────────────────────────────


def judge_records(records: Sequence[Any], task: Task) -> Verdict:
    """Records that no file holds.

    Raises:
        LobkitError: where something is no record.
    """
    for one in records:
        if not is_declared(type(one)):
            raise LobkitError(
                f"{type(one).__name__} is neither a path nor a record; give a path, a record or a catalog"
            )
    piece = _Piece(None, task.selection.of(None), task)
    for at, record in enumerate(records, start=1):
        place: Place = () if len(records) == 1 else (f"record {at}",)
        parsed = doubted(record, place, task.classes)
        if parsed is None:
            piece.record(record, place)
        else:
            piece.findings += _counted(parsed.findings, piece.codes, None)
            piece.parsed(parsed)
    return piece.verdict()


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def judge_file(source: Source, task: Task) -> Iterator[Verdict]:
    """A file, in one piece or in several."""
    label = sources.label_of(source)
    codes = task.selection.of(label)
    try:
        form = exchange.format_in(source, task.format)
        if form is JSON_LINES:
            yield from _judge_lines(source, label, codes, task)
            return
        parsed = exchange.parse_source(source, form.name, base=task.base, lenient=True, classes=task.classes)
        plain = _judged_plainly(parsed, label, codes, task) if form in _BY_SUBJECT else None
        if plain is not None:
            yield plain.verdict()
            return
        parsed = parsed.located()
    except ReadError as error:
        yield Verdict(_counted(error.findings, codes, None))
        return
    piece = _Piece(label, codes, task)
    piece.findings += _counted(parsed.findings, codes, form)
    piece.parsed(parsed)
    if not piece.judged and not parsed.findings:
        piece.findings += _vacuous(label, codes)
    piece.findings.sort(key=place_in_file)
    yield piece.verdict()


def _judged_plainly(parsed: Parsed, label: str, codes: frozenset[str], task: Task) -> _Piece | None:
    """A file of RDF of which no rule has anything to tell, judged as it was read: to find all places takes far longer.

    None where something is to tell, and where it takes more to find again what is remembered of a record.
    """
    if parsed.explained is None or not parsed.records:
        return None
    piece = _Piece(label, codes, task)
    for one in parsed.records:
        start = _start_of(one, parsed)
        if start is None or not piece.plain(one, start):
            return None
    return piece


def _start_of(record: Any, parsed: Parsed) -> Place | None:
    """The place of a record of RDF, as a reading with all places gives it; None where only such a reading tells it.

    Its IRI says it; a catalog without one has to be all that there is, and to hold nothing with an IRI but its records.
    """
    if type(record) is not Catalog:
        return None if getattr(record, "iri", None) is None else (f"<{record.iri}>",)
    alone = len(parsed.records) == 1 and record.iri is None and record.publisher is None
    return parsed.start() if alone and not _holds_twice(record) else None


def _holds_twice(catalog: Catalog) -> bool:
    """Whether one record of a catalog is a part of another one, too."""
    records = {one.iri for one in catalog.records() if one.iri is not None}
    return any(not records.isdisjoint(iri for iri, _, _ in named_in(one)) for one in catalog.records())


def judge_whole(source: Source, task: Task) -> list[Verdict]:
    """A file, to be handed from one process to another."""
    return list(judge_file(source, task))


def _vacuous(label: str, codes: frozenset[str]) -> list[Finding]:
    """A file in which nothing was judged does not pass in silence."""
    message = "no record was found here; is it the right file?"
    return [Finding("LOB114", message, source=label)] if "LOB114" in codes else []


def _judge_lines(source: Source, label: str, codes: frozenset[str], task: Task) -> Iterator[Verdict]:
    """Line by line, so that no more than a piece of the file is in memory."""
    lines = _Lines(source)
    piece = _Piece(label, codes, task)
    last, judged, told = 0, 0, False
    try:
        for at, parsed in parsed_lines(lines, task.classes, lenient=True):
            if isinstance(parsed, ReadError):
                piece.findings += sorted(_on(_counted(parsed.findings, codes, None), label, at), key=place_in_file)
            else:
                _judge_line(piece, parsed, lines.text, at)
            if at - last >= _PIECE:
                yield piece.verdict()
                judged, told, last = judged + piece.judged, told or bool(piece.findings), at
                piece = _Piece(label, codes, task)
    except ReadError as error:
        piece.findings += error.at(label).findings
        piece.findings.sort(key=place_in_file)
    if not judged + piece.judged and not told and not piece.findings:
        piece.findings += _vacuous(label, codes)
    yield piece.verdict()


def _judge_line(piece: _Piece, parsed: Parsed, text: Callable[[], str], at: int) -> None:
    before, start = len(piece.findings), (f"line {at}",)
    if parsed.findings or parsed.made:
        piece.findings += _counted(parsed.findings, piece.codes, None)
        piece.parsed(parsed, start)
    else:
        for record in parsed.records:
            piece.record(record, start, text)
        piece.settle(len(parsed.records))
    if len(piece.findings) > before:
        piece.findings[before:] = sorted(_on(piece.findings[before:], str(piece.source), at), key=place_in_file)


class _Lines:
    """The lines of a file, of which the last one is at hand."""

    def __init__(self, source: Source) -> None:
        self._lines = sources.lines_of(source)
        self._last = b""

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        for at, line in self._lines:
            self._last = line
            yield at, line

    def text(self) -> str:
        """What the last one says; it was read before, so that it is UTF-8."""
        return self._last.decode()


def _on(findings: Iterable[Finding], source: str, line: int) -> list[Finding]:
    return [evolve(one, source=source, line=line, column=one.column or 1) for one in findings]


def place_in_file(one: Finding) -> tuple[int, int]:
    """What findings in one file are sorted by."""
    return one.line or 0, one.column or 0


def _counted(findings: Iterable[Finding], codes: frozenset[str], form: Format | None) -> list[Finding]:
    """The findings that count, as bad as their codes say; a sheet says itself how bad its gaps are."""
    kept = [one for one in findings if one.code in codes and one.code != "LOB501"]
    return kept if form is FICHE else [evolve(one, severity=_severity(one.code)) for one in kept]


def _severity(code: str) -> Severity:
    return CODES[code].severity if code in CODES else Severity.VIOLATION


# ── records ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Piece:
    """Takes record after record of one source.

    Args:
        source: its name.
        codes: of the findings that count in it.
        task: all else.
    """

    def __init__(self, source: str | None, codes: frozenset[str], task: Task) -> None:
        self.source, self.codes, self.task = source, codes, task
        self.findings: list[Finding] = []
        self.judged = 0
        self._whole, self._apart, self._parts = looks(codes), looks(codes, task.classes), parts(task.classes)
        self._traits: list[Traits] = []
        self._names: list[str] = []
        self._kinds: list[type[Any]] = []
        self._shared: dict[str, Any] = {}
        self._named: list[Part] = []

    def verdict(self) -> Verdict:
        """What was found."""
        self.settle()
        return Verdict(self.findings, self.judged, self._traits, self._names, self._named)

    def settle(self, records: int = 0) -> None:
        """Counts what stands on its own since the last time; a catalog counts by what it holds."""
        kinds = self._kinds
        if kinds or records:
            self.judged += len(kinds) - kinds.count(Catalog) or len(kinds) or records
            self._kinds = []

    def plain(self, record: Any, start: Place) -> bool:
        """Judges a record of which no rule has anything to tell, and that holds no named thing in a set; else False."""
        if self._whole[type(record)](record, self.task.today):
            return False
        if any(_up_to_member(at) != at for _, _, at in named_in(record, start)):
            return False
        self.record(record, start)
        return True

    def record(self, record: Any, start: Place, text: Callable[[], str] | None = None) -> None:
        """Judges a record in which nothing is missed: the way of nearly all.

        Args:
            record: the record.
            start: its place.
            text: gives the JSON text that it was read from.
        """
        if self._whole[type(record)](record, self.task.today):
            parsed = Parsed((record,)) if text is None else _with_places(record, text())
            for place, thing in self._parts.of(record, () if text is not None else start):
                self._look(parsed, place, thing)
        self._parts.names(record, self._names)
        own = [(start, record)] if type(record) is Publication else _on_their_own(self._parts.of(record, start))
        for place, thing in own:
            self._kinds.append(type(thing))
            self._traits.append(traits(thing, self.source, place))
        self._note(own)

    def parsed(self, parsed: Parsed, start: Place = ()) -> None:
        """Judges what a reading gave, with `start` before the places of what is remembered."""
        made: Sequence[tuple[Place, Any]] = parsed.made or (() if parsed.nodes else self._made(parsed))
        if parsed.nodes:
            # What could not be read as a whole is judged thing by thing, as far as it was: one fault hides no other.
            alone = looks(self.codes)
            for one in parsed.nodes:
                self._tell(parsed, one.place, one.thing, alone.faults_of(one.thing, self.task.today, one.missed))
        else:
            for place, thing in made:
                self._look(parsed, place, thing)
        nodes = [(one.place, one.thing) for one in parsed.nodes if type(one.thing) in self.task.classes]
        self._kinds += [type(thing) for _, thing in _on_their_own(nodes or made)]
        self.settle(len(parsed.records))
        missed = {one.place: one.missed for one in parsed.nodes}
        own = outer_first(_on_their_own(made, nodes))  # a catalog comes before what it holds
        for place, thing in own:
            self._traits.append(traits(thing, self.source, (*start, *place), missed.get(place, frozenset())))
        half_known = [place for place, fields in missed.items() if fields]
        self._note(own, start, parsed.resolve, half_known)
        self._names += parsed.names or _names(made)

    def _note(
        self,
        own: Sequence[tuple[Place, Any]],
        start: Place = (),
        resolve: Callable[[Place], Place] | None = None,
        half_known: Sequence[Place] = (),
    ) -> None:
        """Notes what has an IRI inside records on their own, once for all that is said of it.

        Args:
            own: the records, each with its place.
            start: what stands before their places.
            resolve: gives the members of sets their positions; without it, places end at the set.
            half_known: the places of things that could not be read as a whole, which are like nothing else.
        """
        places = {place for place, _ in own} if len(own) > 1 else ()
        for place, record in own:
            told: dict[str, Any] | None = None
            for iri, thing, at in named_in(record, place):
                if places and any(at[:cut] in places for cut in range(len(place) + 1, len(at) + 1)):
                    continue  # a catalog holds it as a record on its own
                told = _told_by_rule(record) if told is None else told
                if (told and told.setdefault(iri, thing) != thing) or _holds_any(at, half_known):
                    continue
                known = self._shared.get(iri)
                if known is None:
                    self._shared[iri] = thing
                elif known is thing or known == thing:
                    continue
                where = _up_to_member(at) if resolve is None else resolve(at)
                self._named.append(Part(str(iri), self.source, (*start, *where), thing))

    def _made(self, parsed: Parsed) -> list[tuple[Place, Any]]:
        """The things in records that could stand at the top of a file, each with its place."""
        count = len(parsed.records)
        starts = parsed.starts or ([()] if count == 1 else [(f"record {at + 1}",) for at in range(count)])
        pairs = zip(parsed.records, starts, strict=True)
        return [each for record, start in pairs for each in self._parts.of(record, start)]

    def _look(self, parsed: Parsed, place: Place, thing: Any) -> None:
        self._tell(parsed, place, thing, self._apart[type(thing)](thing, self.task.today))

    def _tell(self, parsed: Parsed, place: Place, thing: Any, found: Iterable[Found]) -> None:
        iri = getattr(thing, "iri", None)
        for code, inner, message in found:
            at = parsed.resolve((*place, *inner))
            line, column = (parsed.locate(at) if parsed.locate else None) or (None, None)
            severity = CODES[code].severity
            self.findings.append(Finding(code, message, path_text(at), severity, self.source, line, column, iri))


def _names(things: Sequence[tuple[Place, Any]]) -> list[str]:
    return [str(thing.iri) for _, thing in things if getattr(thing, "iri", None) is not None]


def _on_their_own(
    things: Sequence[tuple[Place, Any]], more: Sequence[tuple[Place, Any]] = ()
) -> Sequence[tuple[Place, Any]]:
    """Those that stand inside no other record but a catalog; `more` are records that could not be read as a whole."""
    if len(things) == 1 and not more:
        return things
    records = {place for place, thing in (*things, *more) if not isinstance(thing, Catalog)}
    return [(place, thing) for place, thing in things if not any(place[:cut] in records for cut in range(len(place)))]


def _told_by_rule(record: Any) -> dict[str, Any]:
    """What has an IRI in a record of which a rule tells what is described in two ways; nothing for other records."""
    return {record.iri or "": record} if isinstance(record, (Publication, Recommendation)) else {}


def _holds_any(place: Place, others: Sequence[Place]) -> bool:
    """Whether one of some things stands at a place, or inside of it."""
    return any(one[: len(place)] == place for one in others)


def _up_to_member(place: Place) -> Place:
    return tuple(takewhile(lambda step: not isinstance(step, Member), place))


def _with_places(record: Any, text: str) -> Parsed:
    """A record with its places in the JSON text that it was read from; few are asked for."""

    def resolve(place: Place) -> Place:
        members = any(isinstance(step, Member) for step in place)
        return resolver(json.loads(text))(place) if members else place

    return Parsed((record,), locate=partial(place_in, text), resolve=resolve)
