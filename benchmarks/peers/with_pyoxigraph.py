"""pyoxigraph: triples made by hand and serialised by its own writer."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from benchmarks.peers.by_hand import Hand
from lobkit import Publication
from lobkit.namespaces import NAMESPACES

_HAND = Hand(
    ox.NamedNode,
    ox.BlankNode,
    lambda text, lang: ox.Literal(text, language=lang),
    lambda text, datatype: ox.Literal(text, datatype=datatype),
)
_FORMS = {"nt": ox.RdfFormat.N_TRIPLES, "turtle": ox.RdfFormat.TURTLE}
_PREFIXES = {one.prefix: one.iri for one in NAMESPACES}


def serialize(publications: Iterable[Publication], name: str) -> bytes:
    """The publications as text."""
    triples = (ox.Triple(*triple) for one in publications for triple in _HAND.of(one))
    text = ox.serialize(triples, format=_FORMS[name], prefixes=_PREFIXES if name == "turtle" else None)
    assert text is not None
    return text
