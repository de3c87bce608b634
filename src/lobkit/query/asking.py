"""What the records of a class can be asked by, from its shape: facets, whose values are concepts, and plain values."""

from __future__ import annotations

import difflib
import re
from collections.abc import Hashable, Iterable, Mapping
from functools import cache
from typing import Any, cast

from attrs import frozen

from lobkit.description import Cardinality, DerivedShape, IriRange, LiteralRange, PropertyShape, lower_camel
from lobkit.errors import LobkitError, ValueRefused, shown
from lobkit.shape import shape_of
from lobkit.values import ConceptIri
from lobkit.vocabularies import ConceptHandle, UnknownConcept, folded

TEXT = "text"
"""The keyword that asks for words, in all the text of a record."""


class UnknownFacet(LobkitError, KeyError):
    """A keyword by which the records cannot be asked."""

    def __str__(self) -> str:
        return str(self.args[0])


def values_of(record: object, name: str) -> tuple[Any, ...]:
    """What a record holds under a name, as a tuple, whatever the cardinality; nothing where it has no such field."""
    value = getattr(record, name, None)
    if isinstance(value, (tuple, frozenset)):
        return tuple(value)
    return () if value is None else (value,)


@frozen
class Facet:
    """A property whose values are concepts of one scheme.

    Args:
        name: the one name by which it is shown, such as `thema`.
        names: all names that it answers to: also that of the field, and its JSON key.
        attribute: the Python attribute of the record.
        outer: the attribute of what the record stands in, which counts where the record says nothing itself.
        concepts: the class of its concepts.
    """

    name: str
    names: tuple[str, ...]
    attribute: str | None
    outer: str | None
    concepts: type[ConceptIri]

    def of(self, record: object, within: object) -> tuple[Any, ...]:
        """The concepts of a record: its own, or where it has none those of what it stands in."""
        own = values_of(record, self.attribute) if self.attribute else ()
        return own if own or self.outer is None else values_of(within, self.outer)

    @property
    def tree(self) -> Tree:
        """Its concepts, in the order of their scheme, with those above each."""
        return tree_of(self.concepts)

    def title(self, lang: str) -> str:
        """What people call it: the name of the scheme where there is a vocabulary."""
        if issubclass(self.concepts, ConceptHandle):
            return self.concepts.vocabulary.scheme().title.best(lang)
        return self.name

    def find(self, name: object) -> ConceptIri:
        """The concept that an IRI, slug, notation or label names.

        Raises:
            UnknownConcept: with the nearest label.
            ValueRefused: for what is no name.
        """
        if isinstance(name, self.concepts):
            return name
        if not isinstance(name, str):
            raise ValueRefused(f"{self.name}: expected a concept or its name, not {shown(name)}")
        if issubclass(self.concepts, ConceptHandle):
            return cast(ConceptIri, self.concepts.vocabulary.find(name))
        for concept in self.tree.parents:
            if folded(name) in (folded(concept), folded(concept.pref_label("nl")), folded(concept.pref_label("en"))):
                return concept
        if self.tree.parents or ":" not in name:
            known = ", ".join(concept.pref_label("en") for concept in self.tree.parents) or "named by IRI"
            raise UnknownConcept(f"{shown(name)} is no concept of {self.concepts.__name__}; its concepts are {known}")
        return self.concepts(name)

    def accepted(self, asked: object) -> frozenset[Any]:
        """The concepts that satisfy a question: those asked for and all below them; None stands for no concept."""
        wanted = [None if one is None else self.find(one) for one in several(asked)]
        return frozenset([*wanted, *(one for one in self.tree.above if self.tree.above[one] & set(wanted))])


@frozen
class Tree:
    """The hierarchy of a scheme.

    Args:
        parents: each concept, in the order of its scheme, with the concepts right above it.
        above: each concept with all above it, itself included.
    """

    parents: Mapping[ConceptIri, frozenset[ConceptIri]]
    above: Mapping[ConceptIri, frozenset[ConceptIri]]


@cache
def tree_of(concepts: Any) -> Tree:
    """The hierarchy of a class of concepts; an open scheme has none."""
    members = concepts.members() or {}
    handles = {iri: concepts(iri) for iri in members}
    parents: dict[ConceptIri, set[ConceptIri]] = {one: set() for one in handles.values()}
    for iri, concept in members.items():
        parents[handles[iri]] |= {handles[above] for above in getattr(concept, "broader", ()) if above in handles}
        for below in getattr(concept, "narrower", ()):
            if below in handles:
                parents[handles[below]].add(handles[iri])
    frozen_parents = {one: frozenset(found) for one, found in parents.items()}
    return Tree(frozen_parents, {one: _above(one, frozen_parents) for one in frozen_parents})


def _above(concept: ConceptIri, parents: Mapping[ConceptIri, frozenset[ConceptIri]]) -> frozenset[ConceptIri]:
    found: set[ConceptIri] = set()
    waiting = [concept]
    while waiting:  # a circle in the hierarchy ends here too
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += parents[one]
    return frozenset(found)


@frozen
class Plain:
    """A property with plain values, such as a year or a language."""

    name: str
    names: tuple[str, ...]
    attribute: str | None
    outer: str | None
    holds: LiteralRange | IriRange

    def of(self, record: object, within: object) -> tuple[Any, ...]:
        """The values of a record: its own, or those of what it stands in where only that has such a field."""
        return values_of(record, self.attribute) if self.attribute else values_of(within, self.outer or "")

    def accepted(self, asked: object) -> range | frozenset[Any]:
        """The values that satisfy a question; None stands for no value.

        Raises:
            ValueRefused: where a value is not of the declared type.
        """
        if isinstance(asked, range):
            if not self._counts:
                raise ValueRefused(f"{self.name}: a range asks for whole numbers; it holds {self.holds.expects}")
            return asked
        return frozenset(None if one is None else self._checked(one) for one in several(asked))

    def _checked(self, value: object) -> Any:
        try:
            if isinstance(self.holds, IriRange):
                return self.holds.iri_class(value)  # type: ignore[arg-type]
            datatype = self.holds.datatype
            if isinstance(value, str) and datatype.json != "string":
                return datatype.parse(value)
            return datatype.check(value)
        except ValueRefused as refused:
            advice = _of_range(value) if self._counts else ""
            raise ValueRefused(f"{self.name}: {refused}{advice}") from None

    @property
    def _counts(self) -> bool:
        """Whether the values are whole numbers, which can be asked for by range."""
        return isinstance(self.holds, LiteralRange) and self.holds.datatype.json == "integer"


_RANGE = re.compile(r"\s*(\d{1,9})\s*(?:\.\.\.?|[-:–—])\s*(\d{1,9})\s*")


def _of_range(value: object) -> str:
    """How a range of numbers is asked for, where somebody wrote one as a text."""
    found = _RANGE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return ""
    first, last = sorted(map(int, found.groups()))
    return f"; ask for a range by range({first}, {last + 1}), on the command line by {first}..{last}"


def several(asked: object) -> tuple[Any, ...]:
    """What was asked for, as a tuple: any one of several satisfies."""
    if asked is None or isinstance(asked, (str, bytes, Mapping)) or not isinstance(asked, Iterable):
        return (asked,)
    return tuple(asked)


@frozen
class Askable:
    """All that the records of a class can be asked by."""

    cls: type[Any]
    facets: Mapping[str, Facet]
    plain: Mapping[str, Plain]

    def facet(self, name: str) -> Facet:
        """The facet of a name.

        Raises:
            UnknownFacet: with the nearest one.
        """
        found = self._by_name(name)
        if isinstance(found, Facet):
            return found
        raise UnknownFacet(f"{shown(name)} is no facet of a {self.cls.__name__}{self._advice(name, self.facets)}")

    def find(self, name: str) -> Facet | Plain:
        """The facet or plain property of a keyword.

        Raises:
            UnknownFacet: with the nearest one.
        """
        found = self._by_name(name)
        if found is None:
            known = {**self.facets, **self.plain, TEXT: None}
            raise UnknownFacet(f"a {self.cls.__name__} cannot be asked by {shown(name)}{self._advice(name, known)}")
        return found

    def accepted(self, one: Facet | Plain, asked: object) -> Any:
        """The values that satisfy a question; a name that another facet knows is told to be its.

        Raises:
            UnknownConcept, ValueRefused: where a value is none.
        """
        try:
            return one.accepted(asked)
        except UnknownConcept as unknown:
            homes = [other for other in self.facets.values() if other is not one and _knows(other, asked)]
            if not homes:
                raise
            said = str(unknown).split(";", maxsplit=1)[0]
            raise UnknownConcept(f"{said}; it is one of {homes[0].name}: ask {homes[0].name}={asked!r}") from None

    def _by_name(self, name: str) -> Facet | Plain | None:
        every: Iterable[Facet | Plain] = (*self.facets.values(), *self.plain.values())
        return next((one for one in every if name in one.names), None)

    def _advice(self, name: str, known: Iterable[str]) -> str:
        known = list(known)
        spellings = {spelling: one.name for one in self.facets.values() for spelling in one.names}
        spellings |= {spelling: spelling for spelling in known}
        near = difflib.get_close_matches(name.lower(), [one for one in spellings if spellings[one] in known], n=1)
        if near:
            return f"; did you mean {spellings[near[0]]!r}?"
        return f"; ask by {', '.join(known)}"


def _knows(facet: Facet, asked: object) -> bool:
    try:
        facet.accepted(asked)
    except (UnknownConcept, ValueRefused):
        return False
    return True


def askable(cls: type[Any], outer: type[Any] | None = None) -> Askable:
    """What the records of a class can be asked by.

    Args:
        cls: a declared class.
        outer: the class of what its records stand in: what a record does not say itself is taken from there.
    """
    return _askable(cast(Hashable, cls), cast(Hashable, outer))


@cache
def _askable(cls: Any, outer: Any) -> Askable:
    own = _concepts(cls)
    around = _concepts(outer) if outer is not None else {}
    facets: dict[str, Facet] = {}
    for concepts in (*own, *(one for one in around if one not in own)):
        name = concepts.__name__.lower()
        attribute, above = own.get(concepts), around.get(concepts)
        names = {name, *_spellings(attribute), *_spellings(above)}
        facets[name] = Facet(name, tuple(sorted(names)), attribute, above, concepts)
    plain: dict[str, Plain] = {}
    for one in shape_of(cls).properties:
        if _is_plain(one):
            plain[one.name] = Plain(one.name, _spellings(one.name), one.name, None, cast(Any, one.range))
    for one in shape_of(outer).properties if outer is not None else ():
        if _is_plain(one) and one.name not in plain:
            plain[one.name] = Plain(one.name, _spellings(one.name), None, one.name, cast(Any, one.range))
    return Askable(cls, facets, plain)


def _concepts(cls: type[Any]) -> dict[type[ConceptIri], str]:
    """The attribute of each scheme; where a class has two properties of one scheme, the first speaks for it."""
    shape = shape_of(cls)
    found: dict[type[ConceptIri], str] = {}
    every: list[PropertyShape | DerivedShape] = [*shape.properties, *shape.derived]
    for one in every:
        if isinstance(one.range, IriRange) and one.range.concept_class is not None:
            found.setdefault(one.range.concept_class, one.name)
    return found


def _spellings(attribute: str | None) -> tuple[str, ...]:
    return () if attribute is None else tuple({attribute: None, lower_camel(attribute): None})


def _is_plain(one: PropertyShape) -> bool:
    if isinstance(one.range, IriRange):
        return one.range.concept_class is None
    return isinstance(one.range, LiteralRange) and one.cardinality is not Cardinality.ORDERED
