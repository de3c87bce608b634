"""Profiles: what a community asks of a vocabulary beside SKOS; each is a data file, and this judges by it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from attrs import evolve, field, fields, frozen

from lobkit.errors import LobkitError, Severity, shown
from lobkit.formats.triples import Term
from lobkit.namespaces import NAMESPACES, XSD
from lobkit.workbench import meaning as m
from lobkit.workbench.catalogue import CHECKS, Check
from lobkit.workbench.faults import RULES, Case, Fault

NAMES = ("nl-sbb", "vocpub", "skohub", "lobkit")
"""The profiles that come with lobkit."""

_SPACES = {space.prefix: space.iri for space in NAMESPACES} | {
    "dc": "http://purl.org/dc/elements/1.1/",
    "vann": "http://purl.org/vocab/vann/",
}
_CODE = re.compile(r"SKOS3[0-9]{2}")
_CLASSES = {"concept": m.CONCEPT, "scheme": m.SCHEME, "collection": m.COLLECTION}
_DATES = {f"{XSD.iri}{one}" for one in ("date", "dateTime", "dateTimeStamp")}
_TIMES = _DATES | {XSD.gYear, XSD.gYearMonth}
_VALUES: Mapping[str, tuple[Callable[[Term], bool], str]] = {
    "iri": (lambda term: term.kind == "iri", "an address"),
    "node": (lambda term: term.kind != "literal", "a thing"),
    "literal": (lambda term: term.kind == "literal", "a text"),
    "tagged": (lambda term: bool(term.lang), "a text with language tag"),
    "untagged": (lambda term: term.kind == "literal" and not term.lang, "a value without language tag"),
    "string": (lambda term: term.kind == "literal" and not term.lang and term.datatype in ("", XSD.string), "a string"),
    "date": (lambda term: term.datatype in _DATES, "an xsd:date"),
    "time": (lambda term: term.datatype in _TIMES, "an xsd:date, or a year or month of XML Schema"),
}


@frozen
class Demand:
    """One thing that a profile asks.

    Args:
        code: its own.
        of: `concept`, `scheme` or `collection`.
        any: properties, of which the values count together; `^` before one turns it round.
        title: what is wrong where it is not met.
        said: where the profile says it.
        severity: how bad it is.
        min, max: how many values there are at least and at most.
        per_language: whether `max` is counted in each language.
        value: of what kind each value is: iri, node, literal, tagged, untagged, string, date, time.
        languages: the languages that there must be.
        repair: what to do.
    """

    code: str
    of: str
    any: tuple[str, ...]
    title: str
    said: str = ""
    severity: Severity = Severity.VIOLATION
    min: int = 0
    max: int | None = None
    per_language: bool = False
    value: str | None = None
    languages: tuple[str, ...] = ()
    repair: str = ""


@frozen
class Profile:
    """What a community asks.

    Args:
        name, title: for the command line, and for people.
        home: where it is published.
        demands: its own.
        checks: by code of its own: the check of quality that it asks as well, and how bad that is to it.
        left_out: what it asks and this cannot judge, for the docs.
    """

    name: str
    title: str
    home: str
    demands: tuple[Demand, ...]
    checks: Mapping[str, tuple[str, Severity]] = field(factory=dict)
    left_out: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all that it asks, in order."""
        return tuple(sorted([*(one.code for one in self.demands), *self.checks]))

    def row(self, code: str) -> Check:
        """What it asks as a row of the table of checks."""
        if code in self.checks:
            check = CHECKS[self.checks[code][0]]
            return Check(code, check.title, f"{self.title}, {check.code}", check.why, check.repair)
        one = next(demand for demand in self.demands if demand.code == code)
        return Check(one.code, one.title, f"{self.title} {one.said}".strip(), f"{self.title} asks it", one.repair)

    def severity(self, code: str) -> Severity:
        """How bad it is not to meet what it asks."""
        if code in self.checks:
            return self.checks[code][1]
        return next(demand for demand in self.demands if demand.code == code).severity


def profile(name: str) -> Profile:
    """A profile by the name of one that comes with lobkit, or by the path of a file.

    Raises:
        LobkitError: for a file that is none.
    """
    import yaml  # noqa: PLC0415 - not before a profile is asked for

    if name in NAMES:
        text = resources.files("lobkit.workbench").joinpath("profiles", f"{name}.yaml").read_text("utf-8")
    elif name.endswith((".yaml", ".yml")):
        try:
            text = Path(name).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as problem:
            raise LobkitError(f"{name}: this profile cannot be read: {problem}") from None
    else:
        raise LobkitError(f"{shown(name)} is no profile; it is one of {', '.join(NAMES)}, or a file that ends in .yaml")
    try:
        tree = yaml.safe_load(text)
    except yaml.YAMLError as problem:
        raise LobkitError(f"{name}: this profile cannot be read: {problem}") from None
    return _profile(tree, name)


def _profile(tree: Any, place: str) -> Profile:
    known = {"name", "title", "home", "demands", "checks", "left_out"}
    if not isinstance(tree, dict) or not {"name", "title"} <= set(tree) <= known:
        raise LobkitError(f"{place}: a profile has name and title, and may have {', '.join(sorted(known))}")
    checks = {}
    for code, said in tree.get("checks", {}).items():
        if not isinstance(said, list) or len(said) != 2 or said[0] not in CHECKS or not _CODE.fullmatch(code):
            raise LobkitError(
                f"{place}: {shown(code)}: write a code of SKOS300 to SKOS399, with a check and how bad it is"
            )
        checks[code] = (said[0], _severity(said[1], place))
    demands = tuple(_demand(row, place) for row in tree.get("demands", []))
    return Profile(tree["name"], tree["title"], tree.get("home", ""), demands, checks, tuple(tree.get("left_out", ())))


def _severity(word: Any, place: str) -> Severity:
    try:
        return Severity(word)
    except ValueError:
        raise LobkitError(f"{place}: {shown(word)} is no severity; it is violation, warning or info") from None


def _demand(row: Any, place: str) -> Demand:
    names = {one.name for one in fields(Demand)}
    if not isinstance(row, dict) or not {"code", "of", "any", "title"} <= set(row) <= names:
        raise LobkitError(f"{place}: a demand has code, of, any and title, and may have {', '.join(sorted(names))}")
    where = f"{place}: {row['code']}"
    if not _CODE.fullmatch(str(row["code"])):
        raise LobkitError(f"{where}: the code of a demand is SKOS300 to SKOS399")
    if row["of"] not in _CLASSES:
        raise LobkitError(f"{where}: {shown(row['of'])} is none of {', '.join(_CLASSES)}")
    if row.get("value") not in (None, *_VALUES):
        raise LobkitError(f"{where}: {shown(row['value'])} is no kind of value; it is one of {', '.join(_VALUES)}")
    values = dict(row)
    values["any"] = tuple(_iri(one, where) for one in row["any"])
    values["severity"] = _severity(row.get("severity", "violation"), where)
    values["languages"] = tuple(row.get("languages", ()))
    return Demand(**values)


def _iri(name: str, where: str) -> str:
    turned, bare = ("^", name[1:]) if name.startswith("^") else ("", name)
    prefix, sign, local = bare.partition(":")
    if bare.startswith(("http://", "https://")):
        return name
    if not sign or prefix not in _SPACES:
        raise LobkitError(f"{where}: {shown(name)} is no property; write an address, or one of {', '.join(_SPACES)}")
    return f"{turned}{_SPACES[prefix]}{local}"


# ── judging ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def unmet(profile: Profile, case: Case) -> Iterator[tuple[Fault, Check, Severity]]:
    """What a profile asks and a file does not give, with its row of the table, and how bad that is."""
    for code, (check, severity) in profile.checks.items():
        rule = next(rule for rule, able in RULES.items() if check in able)
        for fault in rule(case):
            if fault.code == check:
                yield evolve(fault, code=code), profile.row(code), severity
    for demand in profile.demands:
        values, row = _values(demand, case), profile.row(demand.code)
        for one, at in case.members(_CLASSES[demand.of]).items():
            if one in case.own:
                for fact, statements in _faults(demand, values.get(one, []), case):
                    yield Fault(demand.code, one, statements or (at,), fact), row, demand.severity


def _values(demand: Demand, case: Case) -> Mapping[int, list[tuple[int, int]]]:
    found: dict[int, dict[int, int]] = {}
    for name in demand.any:
        for one, other, at in case.file.entailed.pairs(name.lstrip("^")):
            subject, value = (other, one) if name.startswith("^") else (one, other)
            found.setdefault(subject, {}).setdefault(value, at)
        if name in m.LABELS:
            for subject, labels in case.file.label_terms[name].items():
                for label, at in labels.items():
                    found.setdefault(subject, {}).setdefault(label, at)
    return {subject: list(values.items()) for subject, values in found.items()}


def _faults(demand: Demand, values: list[tuple[int, int]], case: Case) -> Iterator[tuple[str, tuple[int, ...]]]:
    names = " or ".join(case.namer.iri(one.lstrip("^")) for one in demand.any)
    if len(values) < demand.min:
        yield f"{len(values) or 'no'} {names}, where {demand.min} {'is' if demand.min == 1 else 'are'} asked", ()
    terms = [case.terms[value] for value, _ in values]
    groups: dict[str, list[int]] = {}
    for term, (_, at) in zip(terms, values, strict=True):
        groups.setdefault(term.lang.lower() if demand.per_language else "", []).append(at)
    for lang, statements in groups.items():
        if demand.max is not None and len(statements) > demand.max:
            where = f" in {lang or 'no language'}" if demand.per_language else ""
            yield f"{len(statements)} {names}{where}, where {demand.max} may stand", tuple(statements)
    if demand.value is not None:
        fits, word = _VALUES[demand.value]
        for term, (value, at) in zip(terms, values, strict=True):
            if not fits(term):
                yield f"{names} is {case.name(value)} and not {word}", (at,)
    if missing := [lang for lang in demand.languages if not _has(lang, terms)]:
        yield f"no {names} in {', '.join(missing)}", tuple(at for _, at in values)


def _has(lang: str, terms: list[Term]) -> bool:
    return any(term.lang.lower() == lang or term.lang.lower().startswith(f"{lang}-") for term in terms)
