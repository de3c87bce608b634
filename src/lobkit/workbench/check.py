"""Checks SKOS files: integrity, quality and profiles, each finding with its cause, its reason and its repair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from attrs import evolve, frozen

from lobkit.compiled.texts import without_collecting
from lobkit.errors import Finding, LobkitError, ReadError, Severity, shown
from lobkit.formats.triples import Triple
from lobkit.validation.report import Report

# Each enters its rules in the table.
from lobkit.workbench import fittings, integrity, skosfile, structure, wording  # noqa: F401
from lobkit.workbench import meaning as m
from lobkit.workbench.catalogue import CHECKS, Check
from lobkit.workbench.faults import RULES, Case, Fault
from lobkit.workbench.known import Known, Names, ends_of_matches, names_of
from lobkit.workbench.places import Locate, locator
from lobkit.workbench.profiles import Profile, profile, unmet
from lobkit.workbench.skosfile import SkosFile
from lobkit.workbench.source import JSKOS, TABLE, is_own_name
from lobkit.workbench.waivers import Waiver

TIERS = {"integrity": "SKOS1", "quality": "SKOS2"}
"""The tiers that are not asked by name of a profile, and how their codes begin."""


@frozen
class VocabularyFinding(Finding):
    """A finding in a vocabulary.

    Args:
        statements: those that cause it, in Turtle with the prefixes of the file.
        why: why it matters.
        repair: what to do about it.
        said: the condition of the SKOS Reference, or who asks it.
    """

    statements: tuple[str, ...] = ()
    why: str = ""
    repair: str = ""
    said: str = ""

    def explained(self, reason: bool = True) -> str:
        """The finding with its statements, and with the reason where it is asked for, a line each."""
        lines = [str(self), *(f"    {one} ." for one in self.statements)]
        if reason:
            lines.append(f"    why: {self.why} ({self.said})")
        return "\n".join(line.replace("\r", "\\r").replace("\n", "\\n") for line in lines) + "\n"


def check(
    sources: str | Path | SkosFile | Sequence[str | Path | SkosFile],
    *,
    profiles: Iterable[str] = (),
    tiers: Iterable[str] = ("integrity", "quality"),
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    waivers: Iterable[Waiver] = (),
    format: str | None = None,
    known: Iterable[str | Path | SkosFile] = (),
) -> Report:
    """Checks SKOS files of any make.

    Args:
        sources: a path, `-` for standard input, a file that is read already, or several of them.
        profiles: names of profiles (`nl-sbb`, `vocpub`, `skohub`, `lobkit`), or paths of files with one.
        tiers: which of `integrity` and `quality` to look at.
        select: codes or beginnings of codes that count; none stands for all.
        ignore: codes or beginnings of codes that do not count.
        waivers: findings that are lived with; what they waive is left out, and each counts what it took away.
        format: the name of a format, where the extension of a path does not say it.
        known: vocabularies that matches lead to, as files, so that a match to what they do not have is told
            (SKOS265); the sources themselves and lobkit's own vocabularies are known already.

    Returns:
        A report; `judged` counts the concepts. A file that cannot be read is a finding.

    Raises:
        LobkitError: for a code, tier or profile that is none.
        ReadError: where a vocabulary in `known` cannot be read.
    """
    found = [sources] if isinstance(sources, (str, Path, SkosFile)) else list(sources)
    asked = [profile(name) for name in profiles]
    codes = _codes(tiers, select, ignore, asked)
    lived_with = list(waivers)
    with without_collecting():
        given = tuple(names_of(one if isinstance(one, SkosFile) else skosfile.read(one)) for one in known)
        asking = _Asking(asked, codes, lived_with)
        if len(found) != 1:
            return Report.of(one.report() for one in _one_by_one(found, format, asking, given))
        file = _read(found[0], format)
        beside = (file,) if isinstance(file, SkosFile) else ()
        return asking.judged(file, Known(given, beside)).report()


def _codes(
    tiers: Iterable[str], select: Iterable[str], ignore: Iterable[str], profiles: Sequence[Profile]
) -> frozenset[str]:
    every = {*CHECKS, *(code for one in profiles for code in one.codes)}
    chosen: set[str] = {code for code in every if code.startswith("SKOS3")}
    for tier in tiers:
        if tier not in TIERS:
            raise LobkitError(f"{shown(tier)} is no tier; it is {' or '.join(TIERS)}, and profiles are asked by name")
        chosen |= {code for code in every if code.startswith(TIERS[tier])}
    known = {*every, *(f"SKOS3{at:02}" for at in range(100))}
    picked = {code for choice in select for code in _matching(choice, known)}
    dropped = {code for choice in ignore for code in _matching(choice, known)}
    codes = frozenset((chosen & picked if picked else chosen) - dropped)
    if not codes:
        raise LobkitError(
            "no check is left to make by these choices of tiers, codes and profiles; those of a profile are made only "
            "where it is named"
        )
    return codes


def _matching(choice: str, known: Iterable[str]) -> set[str]:
    found = {code for code in known if code.startswith(choice)}
    if not found or not choice.startswith("SKOS"):
        raise LobkitError(f"{shown(choice)} is no code of a check and no beginning of one; they are SKOS101 to SKOS399")
    return found


def _read(source: str | Path | SkosFile, format: str | None) -> SkosFile | Report:
    """The file, or what is told of one that cannot be read."""
    try:
        return source if isinstance(source, SkosFile) else skosfile.read(source, format=format)
    except ReadError as error:
        return Report(error.findings, 0)


_ACROSS = frozenset({"SKOS265"})
"""The checks whose answer depends on the other files."""


_UNSAID: Mapping[str, frozenset[str]] = {TABLE: frozenset({"SKOS202", "SKOS238"}), JSKOS: frozenset({"SKOS238"})}
"""The checks that ask for what a form has no place for: the other side of a relation, the title of a scheme."""


@frozen
class _Asking:
    """What is asked of each file."""

    profiles: Sequence[Profile]
    codes: frozenset[str]
    waivers: Sequence[Waiver]

    def judged(self, file: SkosFile | Report, known: Known) -> _Judged:
        if isinstance(file, Report):
            return _Judged((), list(file.findings), 0)
        case = Case(file, known)
        unsaid = _UNSAID.get(file.loaded.form, frozenset())
        found = list(_found(case, self.profiles, self.codes - unsaid))
        kept = [one for one in found if not _waived(one[0], case, self.waivers)]
        ill = tuple(_ill_formed(one) for one in file.findings if one.code == "LOB101")
        ill = ill if "SKOS276" in self.codes else ()
        ill = tuple(one for one in ill if not _waive("SKOS276", None, file.source, self.waivers))
        ill += tuple(one for one in file.findings if one.code != "LOB101")
        count = len(case.concepts)
        vacuous = _vacuous(file, self.codes) if self.codes and self.codes <= unsaid else () if count else _nothing(file)
        return _Judged((*vacuous, *ill), list(_told(kept, case)), count)


@frozen
class _Judged:
    """What is told of a file as a whole, and of what is in it."""

    whole: tuple[Finding, ...]
    findings: list[Finding]
    count: int

    def report(self) -> Report:
        return Report((*self.whole, *_in_order(self.findings)), self.count)


def _one_by_one(
    sources: Sequence[str | Path | SkosFile], format: str | None, asking: _Asking, given: tuple[Names, ...]
) -> list[_Judged]:
    """Several files, each let go before the next is read, since together they can be large.

    What crosses files is asked at the end, when the names in all of them are known, and only of the files that lead to
    what another one does not have; these are read once more.
    """
    looks = [_look(one, format, asking, given) for one in sources]
    across = evolve(asking, profiles=(), codes=asking.codes & _ACROSS)
    known = Known(given, tuple(one.names for one in looks if one.names is not None))
    for one in looks:
        if any(map(known.lacks, one.ends)):
            one.judged.findings.extend(across.judged(_read(one.source, format), known).findings)
    return [one.judged for one in looks]


@frozen
class _Look:
    """What a first look at a file gives: what is told of it alone, and what the others are compared with.

    Args:
        source: where it can be read once more; the file itself where it cannot.
        judged: what is told without regard to the others.
        names: its names; None where nobody asks for them.
        ends: the addresses that its matches lead to.
    """

    source: str | Path | SkosFile
    judged: _Judged
    names: Names | None = None
    ends: frozenset[str] = frozenset()


def _look(source: str | Path | SkosFile, format: str | None, asking: _Asking, given: tuple[Names, ...]) -> _Look:
    file = _read(source, format)
    judged = evolve(asking, codes=asking.codes - _ACROSS).judged(file, Known(given))
    if isinstance(file, Report) or asking.codes.isdisjoint(_ACROSS):
        return _Look(source, judged)
    again = source if _can_be_read_again(source) else file
    return _Look(again, judged, names_of(file, said_by_scheme=True), ends_of_matches(file))


def _can_be_read_again(source: str | Path | SkosFile) -> bool:
    """Whether a source is a file, and no stream that is empty once it was read."""
    return not isinstance(source, SkosFile) and (is_own_name(source) or Path(source).is_file())


def _vacuous(file: SkosFile, codes: Iterable[str]) -> tuple[Finding, ...]:
    message = f"this form has no place for what {', '.join(sorted(codes))} asks, so that nothing was checked"
    return (Finding("LOB114", message, source=file.source),)


def _nothing(file: SkosFile) -> tuple[Finding, ...]:
    if any(term.value.startswith((m.CORE, m.XL)) for term in file.statements.terms if term.kind == "iri"):
        return ()
    message = "nothing here is said in terms of SKOS, so that nothing was checked"
    return (Finding("LOB114", message, source=file.source),)


def _ill_formed(one: Finding) -> Finding:
    row = CHECKS["SKOS276"]
    message = f"{one.message.removeprefix('this cannot be read: ')}; {row.repair}"
    return VocabularyFinding(
        row.code, message, "", row.severity, one.source, one.line, one.column, None, (), row.why, row.repair, row.said
    )


Found = tuple[Fault, Check, Severity]


def _found(case: Case, profiles: Sequence[Profile], codes: frozenset[str]) -> Iterator[Found]:
    faults = chain(_by_rules(case, codes), _by_identity(case, codes))
    yield from ((fault, CHECKS[fault.code], CHECKS[fault.code].severity) for fault in faults)
    for one in profiles:
        for fault, row, severity in unmet(one, case):
            if fault.code in codes:
                yield fault, row, severity


def _by_rules(case: Case, codes: frozenset[str]) -> Iterator[Fault]:
    for rule, able in RULES.items():
        if not codes.isdisjoint(able):
            yield from (fault for fault in rule(case) if fault.code in codes)


def _by_identity(case: Case, codes: frozenset[str]) -> Iterator[Fault]:
    """What is inconsistent only because `owl:sameAs` makes two things one (SKOS Reference, 10.6.8)."""
    first = frozenset(code for code in codes if code.startswith(TIERS["integrity"]))
    joined = case.statements.joined() if first else None
    if joined is None:
        return
    file = SkosFile(evolve(case.file.loaded, statements=joined), case.file.source)
    known = {(one.code, one.statements) for one in _by_rules(case, first)}
    for fault in _by_rules(Case(file), first):
        if (fault.code, fault.statements) not in known:
            yield evolve(fault, fact=f"{fault.fact}, as owl:sameAs makes several things one")


def _waived(fault: Fault, case: Case, waivers: Sequence[Waiver]) -> bool:
    subject = None if fault.subject is None else case.statements.name(fault.subject)
    return _waive(fault.code, subject, case.file.source, waivers)


def _waive(code: str, subject: str | None, source: str | None, waivers: Sequence[Waiver]) -> bool:
    for waiver in waivers:
        if waiver.covers(code, subject, source):
            waiver.used += 1
            return True
    return False


def _told(found: Sequence[Found], case: Case) -> Iterator[Finding]:
    triples = {at: case.statements.triple(at) for fault, _, _ in found for at in fault.statements}
    locate = locator(case.file.loaded, triples.values())
    for fault, row, severity in found:
        yield _finding(fault, row, severity, case, [triples[at] for at in fault.statements], locate)


def _finding(
    fault: Fault, row: Check, severity: Severity, case: Case, triples: list[Triple], locate: Locate
) -> Finding:
    places = [place for triple in triples if (place := locate(triple)) is not None]
    line, column = places[0] if places else (None, None)
    thing = None if fault.subject is None else case.terms[fault.subject]
    subject = thing.value if thing is not None and thing.kind == "iri" else None
    path = "" if fault.subject is None else case.name(fault.subject)
    said = tuple(_statement(triple, case) for triple in triples)
    message = f"{fault.fact}; {row.repair}"
    return VocabularyFinding(
        row.code, message, path, severity, case.file.source, line, column, subject, said, row.why, row.repair, row.said
    )


def _statement(triple: Triple, case: Case) -> str:
    subject, predicate, object_ = triple
    return f"{case.namer.term(subject)} {case.namer.iri(predicate)} {case.namer.term(object_)}"


def _in_order(findings: Iterable[Finding]) -> list[Finding]:
    """By tier, and by line within a tier."""
    return sorted(findings, key=lambda one: (one.code[:5], one.line or 0, one.column or 0, one.code, one.path))


def unused(waivers: Iterable[Waiver]) -> list[Finding]:
    """The waivers that took nothing away, as findings."""
    return [
        Finding("LOB115", f"this waiver waives nothing: {one}; drop it", severity=Severity.WARNING)
        for one in waivers
        if not one.used
    ]


def explained(report: Report) -> str:
    """A report for people: each finding with its cause; why and how to repair it where a code comes by first."""
    known: set[str] = set()
    pieces = []
    for one in report:
        pieces.append(one.explained(one.code not in known) if isinstance(one, VocabularyFinding) else f"{one}\n")
        known.add(one.code)
    return "".join(pieces)
