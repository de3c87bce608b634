"""What follows from the statements of a file by the Reference's own rules, each with the statement that says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from lobkit.namespaces import OWL, RDF, RDFS
from lobkit.workbench.meaning import ENDS, INVERSES, SUB_CLASSES, SUB_PROPERTIES, SYMMETRIC, above
from lobkit.workbench.statements import Statements

_OWL = OWL.iri
Pair = tuple[int, int, int]
"""Two terms, and the statement from which their relation follows."""


class Entailed:
    """Relations and classes as they follow from a file: sub-properties, inverses, symmetry, domains and ranges.

    Sub-properties, inverses and sub-classes that the file declares itself count as well: whoever calls `ex:partOf` a
    kind of `skos:broader` has said `skos:broader`. Transitivity is left to those who need it, since it can be large.
    """

    def __init__(self, statements: Statements) -> None:
        self.statements = statements
        self._predicates = {statements.name(at): at for at in statements.used()}
        self._members: dict[str, Mapping[int, int]] = {}

    def pairs(self, relation: str) -> Iterator[Pair]:
        """The pairs of which a relation holds, predicate by predicate; a pair can come more than once."""
        for predicate, turned in self._sayers.get(relation, ()):
            if turned:
                yield from ((object_, subject, at) for subject, object_, at in self.statements.pairs(predicate))
            else:
                yield from self.statements.pairs(predicate)

    def stated(self, relation: str) -> Iterator[Pair]:
        """As `pairs`, without turning any statement round."""
        for predicate, turned in self._sayers.get(relation, ()):
            if not turned:
                yield from self.statements.pairs(predicate)

    def sayers(self, relation: str) -> tuple[str, ...]:
        """The predicates of the file that say a relation, in either direction."""
        return tuple(self.statements.name(one) for one, _ in self._sayers.get(relation, ()))

    @cached_property
    def _sayers(self) -> Mapping[str, tuple[tuple[int, bool], ...]]:
        """By relation: the predicates that say it, and whether they say it turned round."""
        found: dict[str, dict[tuple[int, bool], None]] = {}
        for name, predicate in self._predicates.items():
            for relation, turned in sorted(self._said_by(name)):
                found.setdefault(relation, {})[predicate, turned] = None
        return {relation: tuple(ways) for relation, ways in found.items()}

    def _said_by(self, name: str) -> set[tuple[str, bool]]:
        """All that a statement with a predicate says, straight or turned round."""
        upper, inverse, symmetric = self._properties
        found, waiting = {(name, False)}, [(name, False)]
        while waiting:
            one, turned = waiting.pop()
            steps = [(other, turned) for other in upper.get(one, ())]
            steps += [(other, not turned) for other in inverse.get(one, ())]
            steps += [(one, not turned)] if one in symmetric else []
            for step in steps:
                if step not in found:
                    found.add(step)
                    waiting.append(step)
        return found

    @cached_property
    def _properties(self) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]], set[str]]:
        upper = {one: set(others) for one, others in SUB_PROPERTIES.items()}
        inverse = {one: set(others) for one, others in INVERSES.items()}
        name = self.statements.name
        for lower, higher, _ in self.statements.pairs(RDFS.subPropertyOf):
            upper.setdefault(name(lower), set()).add(name(higher))
        for one, other, _ in self.statements.pairs(f"{_OWL}equivalentProperty"):
            upper.setdefault(name(one), set()).add(name(other))
            upper.setdefault(name(other), set()).add(name(one))
        for one, other, _ in self.statements.pairs(f"{_OWL}inverseOf"):
            inverse.setdefault(name(one), set()).add(name(other))
            inverse.setdefault(name(other), set()).add(name(one))
        symmetric = self.statements.number(f"{_OWL}SymmetricProperty")
        declared = {name(one) for one, class_, _ in self.statements.pairs(RDF.type) if class_ == symmetric}
        return upper, inverse, declared | SYMMETRIC

    @cached_property
    def _kinds(self) -> Mapping[str, frozenset[str]]:
        """By class: all that it is a kind of, as far as it is of SKOS or leads to it."""
        upper = {one: set(others) for one, others in SUB_CLASSES.items()}
        name = self.statements.name
        for lower, higher, _ in self.statements.pairs(RDFS.subClassOf):
            upper.setdefault(name(lower), set()).add(name(higher))
        for one, other, _ in self.statements.pairs(f"{_OWL}equivalentClass"):
            upper.setdefault(name(one), set()).add(name(other))
            upper.setdefault(name(other), set()).add(name(one))
        return {one: frozenset(above(one, upper)) for one in upper}

    def kinds_of(self, class_: str) -> frozenset[str]:
        """A class, with those above it."""
        return self._kinds.get(class_) or frozenset({class_})

    def members(self, class_: str) -> Mapping[int, int]:
        """The members of a class by their numbers, each with the statement that makes it one; typed ones come first."""
        if class_ not in self._members:
            self._members[class_] = self._found(class_)
        return self._members[class_]

    def _found(self, class_: str) -> Mapping[int, int]:
        found: dict[int, int] = {}
        classes = {object_ for _, object_, _ in self.statements.pairs(RDF.type)}
        wanted = {at for at in classes if class_ in self.kinds_of(self.statements.name(at))}
        for subject, object_, at in self.statements.pairs(RDF.type):
            if object_ in wanted:
                found.setdefault(subject, at)
        terms = self.statements.terms
        for relation, ends in self._ends.items():
            for end, of in enumerate(ends):
                if of and class_ in self.kinds_of(of):
                    for pair in self.pairs(relation):
                        if terms[pair[end]].kind != "literal":
                            found.setdefault(pair[end], pair[2])
        return found

    @cached_property
    def _ends(self) -> Mapping[str, tuple[str, str]]:
        """Domain and range of properties, those that the file declares included."""
        found = dict(ENDS)
        name = self.statements.name
        for at, predicate in enumerate((RDFS.domain, RDFS.range)):
            for subject, object_, _ in self.statements.pairs(predicate):
                if name(subject) not in ENDS:
                    ends = list(found.get(name(subject), ("", "")))
                    ends[at] = ends[at] or name(object_)
                    found[name(subject)] = (ends[0], ends[1])
        return found
