"""Counts by concept, as a faceted search shows them: with the hierarchy, with zeros, and under a filter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from lobkit.query.asking import Facet
from lobkit.query.source import Condition, Source
from lobkit.values import ConceptIri


@frozen
class Count:
    """How many records a concept has.

    Args:
        concept: the concept.
        count: the records filed under it or under a narrower one, each once.
        narrower: the counts of the concepts right below it.
        asked: whether the selection asks for it.
    """

    concept: ConceptIri
    count: int
    narrower: tuple[Count, ...] = ()
    asked: bool = False

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Count]]:
        """This count and those below it, each with its depth."""
        yield depth, self
        for one in self.narrower:
            yield from one.walk(depth + 1)


@frozen
class FacetCounts(Mapping[str, int]):
    """The counts of one facet: a mapping from concepts to numbers, which answers to any name of a concept.

    Args:
        facet: what was counted.
        counts: the topmost concepts, in the order of their scheme, with those below them.
        without: how many records have no concept of it.
        total: how many records were counted.
    """

    facet: Facet
    counts: tuple[Count, ...]
    without: int
    total: int
    _by_concept: dict[str, int] = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_by_concept", {one.concept: one.count for _, one in self.walk()})

    def walk(self) -> Iterator[tuple[int, Count]]:
        """All counts, broader before narrower, each with its depth."""
        for one in self.counts:
            yield from one.walk()

    def __getitem__(self, name: str) -> int:
        return self._by_concept.get(self.facet.find(name), 0)

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_concept)

    def __len__(self) -> int:
        return len(self._by_concept)

    def lines(self, lang: str = "nl") -> list[str]:
        """The counts as lines of a table for a terminal."""
        rows = [("  " * depth + one.concept.pref_label(lang), one.count, one.asked) for depth, one in self.walk()]
        if self.without:
            rows.append((_NONE.get(lang, _NONE["en"]), self.without, False))
        width = max((len(label) for label, _, _ in rows), default=0)
        head = self.facet.title(lang)
        return [head, *(f"  {label:{width}}  {n:6}{'  ←' if asked else ''}".rstrip() for label, n, asked in rows)]

    def __str__(self) -> str:
        return "\n".join(self.lines())


_NONE = {"nl": "(geen)", "en": "(none)"}


class Facets(Mapping[str, FacetCounts]):
    """The counts of several facets by name, such as `thema`."""

    def __init__(self, found: Sequence[FacetCounts], size: int, name: str) -> None:
        self._found = {one.facet.name: one for one in found}
        self.name = name
        """The class of what was counted."""
        self.size = size
        """How many records satisfy all that was asked."""

    def __getitem__(self, name: str) -> FacetCounts:
        for one in self._found.values():
            if name in one.facet.names:
                return one
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def tables(self, lang: str = "nl") -> Iterator[tuple[str, list[tuple[int, ConceptIri, int, bool]], int]]:
        """Each facet as its title, its rows (depth, concept, count, asked), and how many records have none of it."""
        for one in self._found.values():
            rows = [(depth, each.concept, each.count, each.asked) for depth, each in one.walk()]
            yield one.facet.title(lang), rows, one.without

    def text(self, lang: str = "nl") -> str:
        """The counts for a terminal, with labels in a language."""
        return "\n\n".join("\n".join(one.lines(lang)) for one in self._found.values())

    def __str__(self) -> str:
        return self.text()

    __repr__ = __str__

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        from lobkit.display import bundle  # noqa: PLC0415 - not before somebody looks
        from lobkit.query.pages import facets_page  # noqa: PLC0415 - the same

        return bundle(self.text(), facets_page(self.tables(), self.size, self.name))


def count(source: Source[Any], conditions: Sequence[Condition], facets: Sequence[Facet]) -> Facets:
    """The counts of facets, over the records that satisfy the conditions on other facets."""
    tests = [(one.by, one.fits(source)) for one in conditions]
    found: list[Counter[ConceptIri]] = [Counter() for _ in facets]
    without, totals = [0] * len(facets), [0] * len(facets)
    above = [facet.tree.above for facet in facets]
    size = 0
    for at, (record, within) in enumerate(source.rows):
        failed = {by for by, test in tests if not test(at, record, within)} if tests else ()
        if len(failed) > 1 or None in failed:
            continue
        size += not failed
        for number, facet in enumerate(facets):
            if failed and facet not in failed:
                continue
            totals[number] += 1
            values = facet.of(record, within)
            without[number] += not values
            if len(values) == 1 and len(above[number].get(values[0], ())) < 2:
                found[number][values[0]] += 1
            else:
                found[number].update({up for value in values for up in above[number].get(value, (value,))})
    asked = [_asked(conditions, facet) for facet in facets]
    made = [_of(*one) for one in zip(facets, found, without, totals, asked, strict=True)]
    return Facets(made, size, source.asked.cls.__name__)


def _asked(conditions: Sequence[Condition], facet: Facet) -> frozenset[Any]:
    return frozenset(value for one in conditions if one.by == facet for value in one.accepted)


def _of(facet: Facet, found: Counter[ConceptIri], without: int, total: int, asked: frozenset[Any]) -> FacetCounts:
    parents = facet.tree.parents
    concepts = [*parents, *sorted(one for one in found if one not in parents)]
    below: dict[ConceptIri | None, list[ConceptIri]] = {}
    for concept in concepts:
        for parent in parents.get(concept) or (None,):
            below.setdefault(parent, []).append(concept)
    seen: set[ConceptIri] = set()

    def made(concept: ConceptIri) -> Count:
        seen.add(concept)
        inner = tuple(made(one) for one in below.get(concept, ()) if one not in seen)
        return Count(concept, found[concept], inner, concept in asked)

    tops = [made(one) for one in below.get(None, ())]
    rest = [made(one) for one in concepts if one not in seen]  # a circle has no top
    return FacetCounts(facet, tuple(tops + rest), without, total)
