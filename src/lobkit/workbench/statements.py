"""The statements of a file as columns of numbers: each term is kept once, and each statement in the file's order."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from functools import cached_property

from lobkit.formats.triples import Term, Triple
from lobkit.namespaces import OWL


class Statements:
    """A graph, as a set of statements in the order of its source; terms and statements are named by their numbers.

    Hundreds of thousands of concepts fit: a statement costs twelve bytes, and a term is kept once. What is asked often
    is indexed when it is first asked: by subject, and by predicate in both directions.

    >>> graph = Statements.of([(Term("iri", "urn:a"), "urn:p", Term("literal", "x", lang="nl"))])
    >>> len(graph), [graph.terms[value] for value in graph.values(graph.number("urn:a"), "urn:p")]
    (1, [Term(kind='literal', value='x', datatype='', lang='nl')])
    """

    def __init__(
        self,
        terms: list[Term],
        subjects: array[int],
        predicates: array[int],
        objects: array[int],
        *,
        doubles: bool = False,
    ) -> None:
        self.terms = terms
        columns = subjects, predicates, objects
        self._columns = columns if doubles else _without_doubles(*columns)

    @classmethod
    def of(cls, triples: Iterable[Triple]) -> Statements:
        """The statements of any source of triples."""
        numbers: dict[Term, int] = {}
        names: dict[str, int] = {}
        columns = array("i"), array("i"), array("i")
        for subject, predicate, object_ in triples:
            columns[0].append(numbers.setdefault(subject, len(numbers)))
            at = names.get(predicate)
            if at is None:
                at = names[predicate] = numbers.setdefault(Term("iri", predicate), len(numbers))
            columns[1].append(at)
            columns[2].append(numbers.setdefault(object_, len(numbers)))
        return cls(list(numbers), *columns)

    def __len__(self) -> int:
        return len(self._columns[0])

    def __iter__(self) -> Iterator[Triple]:
        """The statements as triples, in the order of the source."""
        terms = self.terms
        for subject, predicate, object_ in zip(*self._columns, strict=True):
            yield terms[subject], terms[predicate].value, terms[object_]

    def triple(self, at: int) -> Triple:
        """One statement, by its number."""
        subject, predicate, object_ = (column[at] for column in self._columns)
        return self.terms[subject], self.terms[predicate].value, self.terms[object_]

    @property
    def subjects(self) -> array[int]:
        """The subject of each statement."""
        return self._columns[0]

    @property
    def predicates(self) -> array[int]:
        """The predicate of each statement."""
        return self._columns[1]

    @property
    def objects(self) -> array[int]:
        """The object of each statement."""
        return self._columns[2]

    @cached_property
    def _numbers(self) -> dict[Term, int]:
        return {term: at for at, term in enumerate(self.terms)}

    @cached_property
    def _names(self) -> dict[str, int]:
        return {term.value: at for at, term in enumerate(self.terms) if term.kind == "iri"}

    def number(self, name: str | Term) -> int:
        """The number of an IRI, of a blank node as `_:label`, or of a term; -1 where the file does not have it."""
        if isinstance(name, Term):
            return self._numbers.get(name, -1)
        if name.startswith("_:"):
            return self._numbers.get(Term("blank", name[2:]), -1)
        return self._names.get(name, -1)

    def name(self, number: int) -> str:
        """The IRI of a term, `_:label` of a blank node, or the text of a literal."""
        term = self.terms[number]
        return f"_:{term.value}" if term.kind == "blank" else term.value

    def used(self) -> Iterable[int]:
        """The predicates that occur."""
        return self._by_predicate.keys()

    def with_predicate(self, predicate: str | int) -> array[int]:
        """The numbers of the statements that have a predicate."""
        at = predicate if isinstance(predicate, int) else self.number(predicate)
        return self._by_predicate.get(at, _NONE)

    def pairs(self, predicate: str | int) -> Iterator[tuple[int, int, int]]:
        """Subject, object and number of each statement that has a predicate."""
        subjects, _, objects = self._columns
        for at in self.with_predicate(predicate):
            yield subjects[at], objects[at], at

    def about(self, subject: int) -> Iterable[int]:
        """The numbers of the statements about a subject."""
        order, ends = self._by_subject
        return order[ends[subject] : ends[subject + 1]]

    def values(self, subject: int, predicate: str | int) -> list[int]:
        """The objects of the statements about a subject that have a predicate."""
        at = predicate if isinstance(predicate, int) else self.number(predicate)
        if subject < 0 or at < 0:
            return []
        _, predicates, objects = self._columns
        return [objects[one] for one in self.about(subject) if predicates[one] == at]

    def joined(self) -> Statements | None:
        """The same statements by the same numbers, with one name for all that `owl:sameAs` calls the same.

        None where it makes no difference: of what is called the same, only one is told anything of.
        """
        identity = self.number(OWL.sameAs)
        if identity not in self._by_predicate:
            return None
        name = _groups(self.pairs(identity))
        told = {one for one, word in zip(self.subjects, self.predicates, strict=True) if word != identity}
        if len({name[one] for one in told if one in name}) == sum(one in name for one in told):
            return None
        subjects, objects = (array("i", (name.get(one, one) for one in column)) for column in self._columns[::2])
        return Statements(self.terms, subjects, self.predicates, objects, doubles=True)

    @cached_property
    def _by_predicate(self) -> dict[int, array[int]]:
        found: dict[int, array[int]] = {}
        for at, predicate in enumerate(self.predicates):
            if predicate not in found:
                found[predicate] = array("i")
            found[predicate].append(at)
        return found

    @cached_property
    def _by_subject(self) -> tuple[array[int], array[int]]:
        """The statements ordered by subject, and where each subject's begin."""
        subjects = self.subjects
        order = array("i", sorted(range(len(self)), key=subjects.__getitem__))
        ends = array("i", bytes(4 * (len(self.terms) + 1)))
        for subject in subjects:
            ends[subject + 1] += 1
        for at in range(len(self.terms)):
            ends[at + 1] += ends[at]
        return order, ends


_NONE = array("i")


def _groups(pairs: Iterable[tuple[int, int, int]]) -> dict[int, int]:
    """By thing: the first of all that pairs join with it."""
    near: dict[int, list[int]] = {}
    for one, other, _ in pairs:
        near.setdefault(one, []).append(other)
        near.setdefault(other, []).append(one)
    found: dict[int, int] = {}
    for start in near:
        waiting = [] if start in found else [start]
        for one in waiting:
            if one not in found:
                found[one] = start
                waiting += near[one]
    return found


def _without_doubles(
    subjects: array[int], predicates: array[int], objects: array[int]
) -> tuple[array[int], array[int], array[int]]:
    """A graph is a set (RDF 1.1 Concepts, section 3.1): a statement that is made again says nothing new."""
    doubles: set[int] = set()
    seen: set[tuple[int, int]] = set()
    last = -1
    for at in sorted(range(len(subjects)), key=subjects.__getitem__):
        if subjects[at] != last:
            seen.clear()
            last = subjects[at]
        pair = predicates[at], objects[at]
        if pair in seen:
            doubles.add(at)
        seen.add(pair)
    if not doubles:
        return subjects, predicates, objects
    kept = [at for at in range(len(subjects)) if at not in doubles]
    return (
        array("i", (subjects[at] for at in kept)),
        array("i", (predicates[at] for at in kept)),
        array("i", (objects[at] for at in kept)),
    )
