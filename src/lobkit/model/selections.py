"""Publications and recommendations that were asked for, and what leads from the ones to the others."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator
from typing import Any

from lobkit.model.publication import Publication
from lobkit.model.recommendation import Recommendation
from lobkit.query.selection import Selection
from lobkit.query.source import Row, Source
from lobkit.vocabularies import VOCABULARIES


class Publications(Selection[Publication]):
    """Publications that were asked for."""

    @property
    def recommendations(self) -> Recommendations:
        """What these publications advise; each piece of advice can be asked by what its publication says too."""
        return Recommendations(Source(Recommendation, lambda: _inside(self), Publication))


class Recommendations(Selection[Recommendation]):
    """Pieces of advice that were asked for.

    A piece of advice without themas or sectors of its own counts under those of its publication; its year, soort and
    period are always those of its publication.
    """

    def publication_of(self, at: int) -> Publication | None:
        """The publication of the advice at a position, where the catalog has it."""
        within = self.rows[at][1]
        return within if isinstance(within, Publication) else None


def _inside(publications: Iterable[Publication]) -> Iterator[Row[Recommendation]]:
    for publication in publications:
        for advice in publication.recommendations:
            yield advice, publication


def publications_of(catalog: Any) -> Publications:
    """All publications of a catalog, to be asked."""
    return Publications(_sources(catalog)[0])


def recommendations_of(catalog: Any) -> Recommendations:
    """All advice of a catalog: within its publications, then what stands on its own."""
    return Recommendations(_sources(catalog)[1])


_SOURCES: dict[int, tuple[Source[Publication], Source[Recommendation]]] = {}
"""The sources of each living catalog, so that its index of words is made once."""
_STORES: dict[int, Any] = {}
"""The store of each living catalog that was asked in SPARQL."""


def store_for(catalog: Any) -> Any:
    """A store of the statements of a catalog and of the vocabularies that it does not bring itself."""
    from lobkit.query.sparql import store_of  # noqa: PLC0415 - only where SPARQL is asked

    key = id(catalog)
    if key not in _STORES:
        own = {one.iri for one in (*catalog.schemes, *catalog.concepts)}
        more = [one for vocabulary in VOCABULARIES.values() for one in vocabulary.roots() if one.iri not in own]
        _STORES[key] = store_of([catalog, *more])
        weakref.finalize(catalog, _STORES.pop, key, None)
    return _STORES[key]


def _sources(catalog: Any) -> tuple[Source[Publication], Source[Recommendation]]:
    key = id(catalog)
    if key not in _SOURCES:
        # The sources hold the records and not the catalog, so that they go when it goes.
        publications, advice = catalog.publications, catalog.recommendations
        _SOURCES[key] = (
            Source(Publication, lambda: ((one, None) for one in publications)),
            Source(Recommendation, lambda: _all_advice(publications, advice), Publication),
        )
        weakref.finalize(catalog, _SOURCES.pop, key, None)
    return _SOURCES[key]


def _all_advice(
    publications: tuple[Publication, ...], alone: tuple[Recommendation, ...]
) -> Iterator[Row[Recommendation]]:
    yield from _inside(publications)
    by_iri = {one.iri: one for one in publications if one.iri is not None} if alone else {}
    for advice in alone:
        yield advice, by_iri.get(advice.publication) if advice.publication is not None else None
