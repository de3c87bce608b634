"""A SKOS file as people see it: concepts, schemes, collections, labels and links, over statements that are all kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from pathlib import Path

from lobkit.errors import Finding
from lobkit.formats.triples import Term
from lobkit.namespaces import RDF
from lobkit.workbench import meaning as m
from lobkit.workbench.entailment import Entailed
from lobkit.workbench.links import Links
from lobkit.workbench.source import Loaded, load, loads
from lobkit.workbench.statements import Statements
from lobkit.workbench.written import write as write_statements

Adjacent = Mapping[int, Mapping[int, int]]
"""By term: the terms at the other end, each with the statement that says so."""


class SkosFile:
    """A vocabulary of any make. Names are IRIs, or `_:label` for blank nodes; either direction of a relation counts.

    >>> file = parse("@prefix skos: <http://www.w3.org/2004/02/skos/core#> . <urn:a> skos:narrower <urn:b> .")
    >>> list(file.concepts), file.broader("urn:b")
    (['urn:a', 'urn:b'], ['urn:a'])
    """

    def __init__(self, loaded: Loaded, source: str | None = None) -> None:
        self.source = source
        self.loaded = loaded

    @property
    def statements(self) -> Statements:
        """Every statement of the file."""
        return self.loaded.statements

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What a strict reader of the format refuses in it."""
        return self.loaded.findings

    @cached_property
    def entailed(self) -> Entailed:
        """What follows from the statements."""
        return Entailed(self.statements)

    # ── what there is ────────────────────────────────────────────────────────────────────────────────────────────────

    def _names(self, numbers: Iterable[int]) -> list[str]:
        return [self.statements.name(one) for one in numbers]

    @property
    def concepts(self) -> list[str]:
        """The concepts: what is typed as one, and what must be one by its relations (S5, S6, S19, S20)."""
        return self._names(self.entailed.members(m.CONCEPT))

    @property
    def schemes(self) -> list[str]:
        """The concept schemes, also those that are only pointed to (S4, S5)."""
        return self._names(self.entailed.members(m.SCHEME))

    @property
    def collections(self) -> list[str]:
        """The collections, ordered ones included."""
        return self._names(self.entailed.members(m.COLLECTION))

    @property
    def ordered_collections(self) -> list[str]:
        """The ordered collections."""
        return self._names(self.entailed.members(m.ORDERED))

    @property
    def xl_labels(self) -> list[str]:
        """The labels that are things of their own (SKOS-XL)."""
        return self._names(self.entailed.members(m.XL_LABEL))

    # ── what is said of one ──────────────────────────────────────────────────────────────────────────────────────────

    def labels(self, name: str, kind: str = "prefLabel") -> list[Term]:
        """The labels of a kind (`prefLabel`, `altLabel`, `hiddenLabel`), those of SKOS-XL included (S55 to S57)."""
        return [
            self.statements.terms[one] for one in self.label_terms[m.CORE + kind].get(self.statements.number(name), ())
        ]

    def texts(self, name: str, *properties: str) -> list[Term]:
        """The literals that a thing has for properties, given as IRIs."""
        at, terms = self.statements.number(name), self.statements.terms
        found = [terms[one] for predicate in properties for one in self.statements.values(at, predicate)]
        return [one for one in found if one.kind == "literal"]

    def notes(self, name: str, kind: str = "definition") -> list[Term]:
        """The notes of a kind, as literals."""
        return self.texts(name, m.CORE + kind)

    def notations(self, name: str) -> list[Term]:
        """The notations."""
        return self.texts(name, m.NOTATION)

    def linked(self, name: str, relation: str) -> list[str]:
        """What a thing is linked to by a relation of SKOS, given as IRI, from whichever end it is said."""
        return self._names(self.adjacent(relation).get(self.statements.number(name), ()))

    def broader(self, name: str) -> list[str]:
        """The broader concepts; broad matches are of another vocabulary and count only in `linked`."""
        return self._own_links(name, m.BROADER)

    def narrower(self, name: str) -> list[str]:
        """The narrower concepts, without narrow matches."""
        return self._own_links(name, m.NARROWER)

    def related(self, name: str) -> list[str]:
        """The associated concepts, without matches."""
        return self._own_links(name, m.RELATED)

    def _own_links(self, name: str, relation: str) -> list[str]:
        predicates, mapping = self.statements.predicates, set(self.entailed.sayers(m.MAPPING))
        found = self.adjacent(relation).get(self.statements.number(name), {})
        return self._names(o for o, at in found.items() if self.statements.name(predicates[at]) not in mapping)

    def in_scheme(self, name: str) -> list[str]:
        """The schemes that it is in, or at the top of."""
        return self.linked(name, m.IN_SCHEME)

    def top_concepts(self, scheme: str) -> list[str]:
        """The topmost concepts of a scheme."""
        return self.linked(scheme, m.HAS_TOP_CONCEPT)

    def members(self, collection: str) -> list[str]:
        """The members of a collection; of an ordered one in its order (S36)."""
        at = self.statements.number(collection)
        listed = [one for head in self.statements.values(at, m.MEMBER_LIST) for one in self.listed(head)]
        return self._names(dict.fromkeys([*listed, *self.adjacent(m.MEMBER).get(at, ())]))

    def mappings(self, name: str) -> list[tuple[str, str]]:
        """The mappings of a concept, as property and target."""
        return [(relation, other) for relation in m.MAPPINGS for other in self.linked(name, relation)]

    # ── by number, for those who look at everything ──────────────────────────────────────────────────────────────────

    def adjacent(self, relation: str) -> Adjacent:
        """Who is linked to whom by a relation, with the statement that says it; as it follows from the file."""
        if relation not in self._adjacent:
            terms = self.statements.terms
            self._adjacent[relation] = Links(
                pair
                for pair in self.entailed.pairs(relation)
                if terms[pair[0]].kind != "literal" and terms[pair[1]].kind != "literal"
            )
        return self._adjacent[relation]

    @cached_property
    def _adjacent(self) -> dict[str, Adjacent]:
        return {}

    @cached_property
    def label_terms(self) -> Mapping[str, Adjacent]:
        """By kind: the labels of each thing as literals, with the statement that gives them, SKOS-XL included."""
        return {kind: self._labels(kind, xl) for kind, xl in zip(m.LABELS, m.XL_LABELS, strict=True)}

    def _labels(self, kind: str, xl: str) -> Adjacent:
        terms = self.statements.terms
        forms = Links(self.entailed.pairs(m.LITERAL_FORM))
        by_resource = (
            (subject, text, at) for subject, label, at in self.entailed.pairs(xl) for text in forms.get(label, ())
        )
        pairs = chain(self.entailed.pairs(kind), by_resource)
        return Links(pair for pair in pairs if terms[pair[1]].kind == "literal")

    def listed(self, head: int) -> Iterator[int]:
        """The members of an rdf:List; of a list that runs in a circle, each cell once."""
        seen: set[int] = set()
        while head >= 0 and head not in seen:
            seen.add(head)
            yield from self.statements.values(head, RDF.first)
            head = next(iter(self.statements.values(head, RDF.rest)), -1)

    # ── and out again ────────────────────────────────────────────────────────────────────────────────────────────────

    def write(self, target: str | Path, *, format: str | None = None) -> None:
        """Writes all statements to a file that appears whole or not at all, or to standard output (`-`).

        Raises:
            WriteError: where the format or the place cannot take them.
        """
        write_statements(self.statements, target, format=format, prefixes=self.loaded.prefixes)


def read(source: str | Path, *, format: str | None = None) -> SkosFile:
    """Any SKOS file: Turtle, N-Triples, RDF/XML, JSON-LD, or a vocabulary in lobkit's own YAML or JSON.

    Args:
        source: a path, or `-` for standard input.
        format: the name of a format, where the extension does not say it.

    Raises:
        ReadError: where it cannot be read, or has named graphs.
    """
    return SkosFile(load(source, format), "<stdin>" if str(source) == "-" else str(source))


def parse(text: str, form: str = "turtle") -> SkosFile:
    """A SKOS text in a format, by its name."""
    return SkosFile(loads(text, form))
