"""A graph by subject and predicate, which knows what has been taken from it, and what is left."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from attrs import define, field

from lobkit.description import Cardinality, NodeRange, NodeShape
from lobkit.formats.triples import Term
from lobkit.namespaces import RDF, XSD


@define
class Statements:
    """A graph, by subject and predicate, in the order of the source; statements that stand twice count once."""

    by_subject: dict[Term, dict[str, list[Term]]] = field(factory=dict)
    objects: dict[Term, int] = field(factory=dict)
    used: dict[tuple[Term, str], None] = field(factory=dict)

    def add(self, subject: Term, predicate: str, object_: Term) -> None:
        """Takes one statement in."""
        values = self.by_subject.setdefault(subject, {}).setdefault(predicate, [])
        if object_ not in values:
            values.append(object_)
            if object_.kind != "literal" and predicate != RDF.type:
                self.objects[object_] = self.objects.get(object_, 0) + 1

    def take(self, subject: Term, predicate: str) -> list[Term]:
        """The values of a property, which count as placed from now on."""
        self.used[subject, predicate] = None
        return self.by_subject.get(subject, {}).get(predicate, [])

    def types(self, subject: Term) -> list[str]:
        """The classes that are stated of a subject; a text names none."""
        return [term.value for term in self.by_subject.get(subject, {}).get(RDF.type, []) if term.kind == "iri"]

    def left(self) -> Iterator[tuple[Term, str, list[Term]]]:
        """What nobody took."""
        for subject, properties in self.by_subject.items():
            for predicate, values in properties.items():
                if (subject, predicate) not in self.used:
                    yield subject, predicate, values

    def reached(self, starts: Iterable[Term]) -> Iterator[Term]:
        """The subjects that these terms are, and that hang on them by any property, each once."""
        waiting = list(starts)
        seen: set[Term] = set()
        while waiting:
            term = waiting.pop()
            if term in self.by_subject and term not in seen:
                seen.add(term)
                yield term
                for path, values in self.by_subject[term].items():
                    waiting += values if path != RDF.type else []

    def nested(self, shapes: Iterable[NodeShape]) -> set[Term]:
        """The subjects that stand inside a thing of these shapes: as a value where it holds things, or in its list."""
        nested: set[Term] = set()
        types = {shape.type: shape for shape in shapes}
        for subject, properties in self.by_subject.items():
            for one in self.types(subject):
                shape = types.get(one)
                for each in shape.properties if shape else ():
                    if isinstance(each.range, NodeRange):
                        values = properties.get(each.path, [])
                        nested.update(
                            self._members(values[0]) if each.cardinality is Cardinality.ORDERED and values else values
                        )
        return nested

    def _members(self, cell: Term) -> Iterator[Term]:
        seen: set[Term] = set()
        while cell not in seen and cell in self.by_subject:
            seen.add(cell)
            yield from self.by_subject[cell].get(RDF.first, [])
            rest = self.by_subject[cell].get(RDF.rest, [])
            cell = rest[0] if rest else cell

    def outermost(self, subjects: Collection[Term]) -> list[Term]:
        """Those of some subjects that hang on no other of them come first."""
        inner = {term for one in subjects for values in self.by_subject[one].values() for term in values}
        return sorted(subjects, key=lambda one: one in inner)


def said(term: Term) -> str:
    """A term in a message, in N-Triples with the prefix of the datatypes that everybody knows."""
    text = str(term).replace(f"<{term.datatype}>", short(term.datatype)) if term.datatype else str(term)
    return text if len(text) <= 100 else f"{text[:100]}…"


def short(datatype: str) -> str:
    """The IRI of a datatype in a message."""
    return f"xsd:{datatype.removeprefix(XSD.iri)}" if datatype.startswith(XSD.iri) else f"<{datatype}>"
