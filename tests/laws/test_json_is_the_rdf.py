"""Law 2: the JSON form with its context, read as JSON-LD by any processor, is the graph that the RDF writers make."""

import json

import pyld
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from lobkit.exchange import FORMATS
from lobkit.testing import records
from tests.laws.forms import FAMILIES, text_of


def canonical(nquads: str) -> set[str]:
    """The statements of a graph with canonical blank nodes (RDFC-1.0), tags in lower case as RDF 1.1 compares them."""
    dataset = ox.Dataset(ox.parse(input=nquads.encode(), format=ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}


def by_pyoxigraph(text: str) -> str:
    quads = ox.parse(input=text.encode(), format=ox.RdfFormat.JSON_LD)
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS).decode()


def by_rdflib(text: str) -> str:
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        graph = rdflib.Graph().parse(data=text, format="json-ld")
    finally:
        rdflib.NORMALIZE_LITERALS = before
    return graph.serialize(format="nt")


def by_pyld(text: str) -> str:
    return pyld.jsonld.to_rdf(json.loads(text), {"format": "application/n-quads", "processingMode": "json-ld-1.1"})


PROCESSORS = [by_pyoxigraph, by_rdflib, by_pyld]


@pytest.mark.parametrize("process", PROCESSORS)
@pytest.mark.parametrize("cls", FAMILIES)
@given(data=st.data())
def test_json_ld_is_the_graph_that_is_written(cls, process, data):
    """The graph of the JSON-LD is isomorphic to that of the N-Triples."""
    thing = data.draw(records(cls))
    written = text_of([thing], FORMATS["ntriples"])

    assert canonical(process(text_of([thing], FORMATS["jsonld"]))) == canonical(written)


@pytest.mark.parametrize("cls", FAMILIES)
@given(data=st.data())
def test_turtle_is_the_graph_that_is_written(cls, data):
    """Turtle and N-Triples make one graph, also with derived statements."""
    thing = data.draw(records(cls))
    for enrich in (False, True):
        turtle = text_of([thing], FORMATS["turtle"], enrich=enrich)
        quads = ox.serialize(ox.parse(input=turtle.encode(), format=ox.RdfFormat.TURTLE), format=ox.RdfFormat.N_QUADS)

        assert canonical(quads.decode()) == canonical(text_of([thing], FORMATS["ntriples"], enrich=enrich))
