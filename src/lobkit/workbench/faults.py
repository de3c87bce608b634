"""What a check finds, the file as checks see it, and the table in which each check enters itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from attrs import frozen

from lobkit.formats.triples import Term
from lobkit.namespaces import NAMESPACES, XSD
from lobkit.workbench import meaning as m
from lobkit.workbench.hierarchy import Hierarchy
from lobkit.workbench.known import Known
from lobkit.workbench.owning import owned
from lobkit.workbench.skosfile import Adjacent, SkosFile
from lobkit.workbench.statements import Statements
from lobkit.workbench.written import Namer


@frozen
class Fault:
    """One thing that is wrong.

    Args:
        code: of the check.
        subject: whom it is about, by number; None for the file as a whole.
        statements: the numbers of the statements that cause it.
        fact: what is wrong, as a clause for people.
        key: what tells it apart from the other faults of its subject, for waivers.
    """

    code: str
    subject: int | None
    statements: tuple[int, ...]
    fact: str
    key: str = ""


class Case:
    """A file under examination, with what several checks need."""

    def __init__(self, file: SkosFile, known: Known | None = None) -> None:
        self.file = file
        self.known = known or Known()
        self.statements: Statements = file.statements
        self.terms: list[Term] = file.statements.terms

    def members(self, class_: str) -> Mapping[int, int]:
        """The members of a class, each with the statement that makes it one."""
        return self.file.entailed.members(class_)

    def adjacent(self, relation: str) -> Adjacent:
        """Who is linked to whom, with the statement that says it."""
        return self.file.adjacent(relation)

    @cached_property
    def hierarchy(self) -> Hierarchy:
        """All steps upwards, stated or entailed (S22, S25, S26, S41)."""
        return Hierarchy(self.adjacent(m.UP))

    @cached_property
    def namer(self) -> Namer:
        """Names things as people know them."""
        spaces = {space.prefix: space.iri for space in NAMESPACES}
        return Namer({**spaces, "skosxl": m.XL, **self.file.loaded.prefixes})

    def name(self, number: int) -> str:
        """A term as people write it."""
        return self.namer.term(self.terms[number])

    def text(self, number: int) -> str:
        """A literal as a message shows it: cut when it is long, with its tag."""
        term = self.terms[number]
        short = term.value if len(term.value) <= 60 else f"{term.value[:60]}…"
        return f"{short!r}@{term.lang}" if term.lang else repr(short)

    def names(self, numbers: Iterable[int], limit: int = 5) -> str:
        """Several terms, of many the first few."""
        found = [self.name(one) for one in numbers]
        more = f" and {len(found) - limit} more" if len(found) > limit else ""
        return ", ".join(found[:limit]) + more

    @cached_property
    def schemes(self) -> Mapping[int, tuple[int, ...]]:
        """By thing: the schemes that it is in."""
        known: dict[tuple[int, ...], tuple[int, ...]] = {}
        found = ((one, tuple(others)) for one, others in self.adjacent(m.IN_SCHEME).items())
        return {one: known.setdefault(others, others) for one, others in found}

    @cached_property
    def concepts(self) -> Mapping[int, int]:
        """The concepts of the vocabulary itself, each with the statement that makes it one."""
        own = self.own
        return {one: at for one, at in self.members(m.CONCEPT).items() if one in own}

    @cached_property
    def described(self) -> frozenset[int]:
        """Whatever the file says something about."""
        return frozenset(self.statements.subjects)

    @cached_property
    def own(self) -> frozenset[int]:
        """What the vocabulary itself has: what it describes or implies, without what it knows as an end of matches."""
        return owned(self.file)

    @cached_property
    def mappings(self) -> frozenset[int]:
        """The predicates that are matches."""
        return frozenset(self.statements.number(one) for one in self.file.entailed.sayers(m.MAPPING))

    def is_mapping(self, at: int) -> bool:
        """Whether a statement is a match."""
        return self.statements.predicates[at] in self.mappings


Rule = Callable[[Case], Iterator[Fault]]

RULES: dict[Rule, tuple[str, ...]] = {}
"""The rules, each with the codes that it can find."""


def finds(*codes: str) -> Callable[[Rule], Rule]:
    """Enters a rule in the table."""

    def enter(rule: Rule) -> Rule:
        RULES[rule] = codes
        return rule

    return enter


def same(term: Term) -> tuple[str, str, str]:
    """A literal without the case of its tag, which means nothing (RDF 1.1 Concepts, section 3.3)."""
    datatype = "" if term.datatype == XSD.string else term.datatype
    return term.value, term.lang.lower(), datatype


def plain(term: Term) -> bool:
    """Whether a term is a plain literal: a text, with or without a language tag."""
    return term.kind == "literal" and (bool(term.lang) or term.datatype in ("", XSD.string))


def by_label(found: Mapping[int, int], terms: list[Term]) -> dict[tuple[str, str, str], int]:
    """The labels of a thing without doubles, each with its statement."""
    return {same(terms[label]): at for label, at in reversed(list(found.items()))}
