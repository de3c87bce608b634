"""SPARQL over a catalog, in memory, with Python's values and no connection."""

import gc
import socket

import pytest

import lobkit
from lobkit import Catalog, Iri, LangMap, Publication
from lobkit.model import selections
from lobkit.query.sparql import QueryRefused
from tests.query.shelf import CATALOG, EX


def test_rows_come_as_python_values():
    """IRIs, whole numbers, years, dates, texts and what is unbound."""
    (row,) = CATALOG.sparql(
        "SELECT ?p ?year ?label (3 AS ?n) (1.5e0 AS ?x) ?none WHERE { ?p dcterms:issued ?year ; dcterms:type soort:proefschrift ; dcterms:title ?label }"
    )

    assert row == {
        "p": Iri(EX + "talk"),
        "year": 2016,
        "label": "Het goede loopbaangesprek",
        "n": 3,
        "x": 1.5,
        "none": None,
    }


def test_labels_of_the_vocabularies_can_be_asked():
    """The concepts stand beside the records."""
    query = 'SELECT ?label (COUNT(?p) AS ?n) { ?p dcterms:educationLevel ?s . ?s skos:prefLabel ?label FILTER(LANG(?label) = "nl") } GROUP BY ?label ORDER BY DESC(?n) ?label'

    assert [tuple(row.values()) for row in CATALOG.sparql(query)] == [("mbo", 2), ("ho", 1), ("vmbo", 1)]


def test_ask_and_construct():
    """A question of yes or no, and triples."""
    assert CATALOG.sparql("ASK { ?p lob:jaartal jaartal:voor-2015 }") is True
    assert CATALOG.sparql("CONSTRUCT { ?p dcterms:issued ?y } { ?p dcterms:issued ?y FILTER(isIRI(?p)) }") == [
        (Iri(EX + "talk"), "http://purl.org/dc/terms/issued", 2016)
    ]
    assert Catalog().sparql("SELECT ?p { ?p dcterms:issued ?y }") == []


@pytest.fixture
def address():
    """A server that would notice a call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        with pytest.raises(TimeoutError):
            server.accept()


SERVICES = [
    "SELECT * { SERVICE <A> { ?s ?p ?o } }",
    "SELECT * { service silent <A> { ?s ?p ?o } }",
    "SELECT * { SERVICE#comment\n<A> { ?s ?p ?o } }",
    "SELECT * { BIND(<A> AS ?u) SERVICE ?u { ?s ?p ?o } }",
    "SELECT * { S\\u0045RVICE <A> { ?s ?p ?o } }",
    'SELECT * { BIND("a\\u0022" AS ?x) SERVICE <A> { ?s ?p ?o } BIND("b" AS ?y) }',
    'SELECT * { # "\nSERVICE <A> { ?s ?p ?o } # "\n }',
    "SELECT * { BIND('''a'b\"''' AS ?x) SERVICE <A> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { ?a ?b ?c FILTER(?a<?b)SERVICE<A>{ ?s ?p ?o } } } }",
]


@pytest.mark.parametrize("query", SERVICES)
def test_no_query_opens_a_connection(query, address):
    """SERVICE is refused, however it is written."""
    with pytest.raises(QueryRefused, match="never opens a connection"):
        CATALOG.sparql(query.replace("A>", f"{address}>"))


@pytest.mark.parametrize(
    "query",
    [
        'ASK { ?service ?p "SERVICE <x> {" }',
        "ASK { <a:SERVICE> ?p ?o } # SERVICE",
        "PREFIX ex: <https://example.org/> ASK { ?s ex:service ?o }",
    ],
)
def test_the_word_alone_is_no_service(query):
    """Strings, IRIs, comments, names and variables may hold it."""
    assert CATALOG.sparql(query) is False


@pytest.mark.parametrize(
    "query", ["", "SELECT", "INSERT DATA { <a:a> <a:a> <a:a> }", "SELECT * { ?s nobody:knows ?o }"]
)
def test_what_is_no_query_is_refused(query):
    """With what the parser said."""
    with pytest.raises(QueryRefused, match="the query cannot be answered: "):
        CATALOG.sparql(query)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * { ?s a nope:Thing }", "the prefix nope: is not declared; write PREFIX nope: <…> above it, or use one of rdf, "),
        ("ASK { ?s :p _:b }", "the prefix : is not declared"),
        ("PREFIX b: <x:> ASK { ?s a:p/b:q/c:r:s+ 'd:d', <e:e> ?f } # g:g", "the prefixes a:, c: are not declared"),
    ],
)  # fmt: skip
def test_a_prefix_that_is_not_declared_is_named(query, said):
    """With those that need no declaration; what only looks like one is none."""
    with pytest.raises(QueryRefused) as refused:
        CATALOG.sparql(query)

    assert said in str(refused.value)


def test_indexes_and_stores_go_with_their_catalog():
    """Nothing of a catalog is kept when it is gone."""
    catalog = Catalog(publications=(Publication(LangMap(nl="Tijdelijk")),))
    key = id(catalog)
    assert catalog.search("tijdelijk")
    catalog.sparql("ASK { ?s ?p ?o }")
    assert (key in selections._SOURCES, key in selections._STORES) == (True, True)
    del catalog
    gc.collect()

    assert (key in selections._SOURCES, key in selections._STORES) == (False, False)


def test_a_catalog_that_brings_a_vocabulary_can_be_asked():
    """Its own concepts are not stated twice."""
    scheme, *concepts = lobkit.thema.roots()
    assert Catalog(schemes=(scheme,), concepts=tuple(concepts)).sparql("SELECT ?t { ?t skos:notation 'T05' }") == [
        {"t": lobkit.thema["loopbaangesprek"]}
    ]
