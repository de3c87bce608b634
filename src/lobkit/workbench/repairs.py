"""Repairs that are safe: each by the code of its check, each optional, each shown before it is made."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from attrs import frozen

from lobkit.errors import LobkitError, shown
from lobkit.formats.triples import Term, Triple
from lobkit.namespaces import RDF
from lobkit.workbench import fittings, integrity, structure, wording  # noqa: F401 - each enters its rules
from lobkit.workbench import meaning as m
from lobkit.workbench.faults import RULES, Case, Fault
from lobkit.workbench.skosfile import SkosFile
from lobkit.workbench.source import RDF_NAMES, loads
from lobkit.workbench.statements import Statements
from lobkit.workbench.turtle_edit import Change, edited
from lobkit.workbench.written import serialized

Repair = Callable[[Case, Fault], Iterator[Change]]
_ORDER = ("SKOS275", "SKOS204", "SKOS205", "SKOS103", "SKOS207", "SKOS232", "SKOS233", "SKOS241", "SKOS239", "SKOS238")
"""What is spelt, dropped and added comes before what depends on it, so that one run does all."""

REPAIRS: dict[str, tuple[Repair, str]] = {}
"""By code: the repair, and what it does."""

_INVERSE = {
    **{one: other for one, others in m.INVERSES.items() for other in others},
    **{one: one for one in (m.RELATED, m.RELATED_MATCH, m.EXACT, m.CLOSE)},
}


@frozen
class Repaired:
    """What a repair made of a text.

    Args:
        text: the new text.
        counts: by code, how many faults it repaired.
        whole: whether the text was written anew, since its form cannot be changed in place.
    """

    text: str
    counts: Mapping[str, int]
    whole: bool = False


def repairs(*codes: str) -> Callable[[Repair], Repair]:
    """Enters a repair in the table; its docstring says what it does."""

    def enter(repair: Repair) -> Repair:
        for code in codes:
            REPAIRS[code] = (repair, (repair.__doc__ or "").strip())
        return repair

    return enter


@repairs("SKOS103")
def _keep_the_better_kind(case: Case, fault: Fault) -> Iterator[Change]:
    """Drops the hidden label that is also another label, and the alternative label that is also preferred."""
    kinds = {kind: at for at, kind in enumerate(m.LABELS)}
    said = [case.statements.triple(at) for at in fault.statements]
    if len(said) == 2 and all(triple[1] in kinds for triple in said):
        yield Change(max(said, key=lambda triple: kinds[triple[1]]), None)


@repairs("SKOS204", "SKOS232")
def _drop(case: Case, fault: Fault) -> Iterator[Change]:
    """Drops the statement."""
    yield from (Change(case.statements.triple(at), None) for at in fault.statements)


@repairs("SKOS205")
def _trim(case: Case, fault: Fault) -> Iterator[Change]:
    """Trims the label, and keeps one space between words."""
    for at in fault.statements:
        subject, predicate, label = case.statements.triple(at)
        new = Term("literal", " ".join(label.value.split()), label.datatype, label.lang)
        yield Change((subject, predicate, label), (subject, predicate, new))


@repairs("SKOS233")
def _drop_the_shortcut(case: Case, fault: Fault) -> Iterator[Change]:
    """Drops the shortcut, from both sides; what is above what stays the same."""
    at = fault.statements[0]
    subject, predicate, object_ = case.statements.triple(at)
    yield Change((subject, predicate, object_), None)
    inverse = _INVERSE.get(predicate)
    number = case.statements.number
    if inverse and number(subject) in case.statements.values(number(object_), inverse):
        yield Change((object_, inverse, subject), None)


@repairs("SKOS238")
def _say_it_twice(case: Case, fault: Fault) -> Iterator[Change]:
    """Adds the other side."""
    for at in fault.statements:
        subject, predicate, object_ = case.statements.triple(at)
        yield Change(None, (object_, _INVERSE[predicate], subject))


@repairs("SKOS239")
def _name_the_tops(case: Case, fault: Fault) -> Iterator[Change]:
    """Adds as top concepts, where the file has one scheme, its concepts that have nothing broader."""
    if fault.subject is None or len(case.members(m.SCHEME)) != 1:
        return
    scheme, broader = case.terms[fault.subject], case.adjacent(m.UP)
    for one in case.concepts:
        if fault.subject in case.schemes.get(one, (fault.subject,)) and not broader.get(one):
            yield Change(None, (scheme, m.HAS_TOP_CONCEPT, case.terms[one]))


@repairs("SKOS241")
def _put_in_the_scheme(case: Case, fault: Fault) -> Iterator[Change]:
    """Adds the scheme, where the file has one."""
    schemes = [one for one in case.members(m.SCHEME) if one in case.described]
    if fault.subject is not None and len(schemes) == 1:
        yield Change(None, (case.terms[fault.subject], m.IN_SCHEME, case.terms[schemes[0]]))


@repairs("SKOS275")
def _spell_the_term(case: Case, fault: Fault) -> Iterator[Change]:
    """Writes the term of SKOS that differs in capitals and punctuation only."""
    known = {_letters(term): term for term in m.TERMS | m.XL_TERMS}
    for at in fault.statements:
        subject, predicate, object_ = case.statements.triple(at)
        if predicate not in m.TERMS and _letters(predicate) in known and predicate.startswith((m.CORE, m.XL)):
            yield Change((subject, predicate, object_), (subject, known[_letters(predicate)], object_))
        elif predicate == RDF.type and object_.kind == "iri" and _letters(object_.value) in known:
            term = Term("iri", known[_letters(object_.value)])
            yield Change((subject, predicate, object_), (subject, predicate, term))


def _letters(iri: str) -> str:
    return re.sub(r"[^a-z0-9/#]", "", iri.lower()).rstrip("/#")


def _tag(lang: str) -> Repair:
    def repair(case: Case, fault: Fault) -> Iterator[Change]:
        for at in fault.statements:
            subject, predicate, text = case.statements.triple(at)
            yield Change((subject, predicate, text), (subject, predicate, Term("literal", text.value, "", lang)))

    return repair


# ── making them ──────────────────────────────────────────────────────────────────────────────────────────────────────


def repaired(file: SkosFile, codes: Iterable[str], *, language: str | None = None) -> Repaired:
    """A file with its faults repaired, as text in its own form.

    Args:
        file: as it was read.
        codes: of the checks whose faults are to be repaired, of those in `REPAIRS`; `all` stands for all of them.
        language: the language of texts without tag, which are then repaired as well (SKOS207).

    Raises:
        LobkitError: for a code whose faults only people can repair.
    """
    table = {code: repair for code, (repair, _) in REPAIRS.items()} | ({"SKOS207": _tag(language)} if language else {})
    wanted = _wanted(codes, table)
    text, counts, whole = file.loaded.text, Counter[str](), False
    for code in wanted:
        changes, count = _changes(file, code, table[code])
        if not changes:
            continue
        counts[code] = count
        _refuse_other_forms(file)
        after = _after(file.statements, changes)
        new = edited(text, changes) if file.loaded.form in ("turtle", "ntriples") else None
        if new is None or not _same(loads(new, file.loaded.form).statements, after):
            new, whole = "".join(serialized(Statements.of(after), file.loaded.form, file.loaded.prefixes)), True
        text = new
        file = SkosFile(loads(text, file.loaded.form), file.source)
    return Repaired(text, counts, whole)


def _refuse_other_forms(file: SkosFile) -> None:
    if file.loaded.form not in RDF_NAMES:
        raise LobkitError(
            f"{file.source or 'the text'}: only forms of RDF are repaired; convert this to Turtle "
            "(lobkit vocab convert … -o repaired.ttl), and repair that"
        )


def _wanted(codes: Iterable[str], table: Mapping[str, Repair]) -> list[str]:
    chosen = list(codes)
    for code in chosen:
        if code != "all" and code not in table:
            hint = " (name the language of its texts)" if code == "SKOS207" else ""
            raise LobkitError(f"{shown(code)} is not repaired{hint}; repairs are all, {', '.join(sorted(table))}")
    order = [*_ORDER, *sorted(table.keys() - set(_ORDER))]
    return [code for code in order if code in table and ("all" in chosen or code in chosen)]


def _changes(file: SkosFile, code: str, repair: Repair) -> tuple[list[Change], int]:
    case = Case(file)
    rule = next(rule for rule, able in RULES.items() if code in able)
    changes: dict[Change, None] = {}
    known = set(file.statements)
    count = 0
    for fault in rule(case):
        if fault.code == code:
            made = [change for change in repair(case, fault) if _is_named(change)]
            changes.update(dict.fromkeys(_new_only(change, known) for change in made))
            count += bool(made)
    return list(changes), count


def _new_only(change: Change, known: set[Triple]) -> Change:
    """A change that adds no statement that is made already."""
    return Change(change.old, None) if change.new in known and change.old is not None else change


def _is_named(change: Change) -> bool:
    """Whether a change is of things with addresses, since blank nodes have no name outside their file."""
    return all(term.kind != "blank" for triple in (change.old, change.new) if triple for term in (triple[0], triple[2]))


def _after(statements: Statements, changes: Iterable[Change]) -> list[Triple]:
    found: dict[Triple, Triple | None] = {triple: triple for triple in statements}
    added: list[Triple] = []
    for change in changes:
        if change.old is not None:
            found[change.old] = change.new
        elif change.new is not None:
            added.append(change.new)
    return list(dict.fromkeys([*(triple for triple in found.values() if triple is not None), *added]))


def _same(statements: Statements, triples: Iterable[Triple]) -> bool:
    """Whether a text says what it should; blank nodes have other names in each reading, so that they count as alike."""
    return Counter(map(_nameless, statements)) == Counter(map(_nameless, triples))


def _nameless(triple: Triple) -> tuple[str, ...]:
    subject, predicate, object_ = triple
    ends = ["_" if term.kind == "blank" else str(term) for term in (subject, object_)]
    lang = object_.lang.lower()
    return ends[0], predicate, ends[1] if not object_.lang else f"{object_.value!r}@{lang}"


def difference(before: str, after: str, name: str) -> str:
    """The change of a text as a unified diff."""
    lines = difflib.unified_diff(
        before.splitlines(keepends=True),
        after.splitlines(keepends=True),
        f"a/{name.lstrip('/')}",
        f"b/{name.lstrip('/')}",
    )
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
