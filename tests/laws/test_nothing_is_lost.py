"""Law 1: what is written and read again is equal; law 5: equal things are written alike."""

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lobkit.exchange import FORMATS
from lobkit.formats import graph
from lobkit.model import Catalog, Person, Publication
from lobkit.testing import records, sharing
from lobkit.values import Iri, LangMap
from tests.laws.forms import CASES, FAMILIES, IDS, LOSSLESS, text_of


@pytest.mark.parametrize(("cls", "form"), CASES, ids=IDS)
@given(data=st.data())
def test_a_record_comes_back_equal(cls, form, data):
    """read(write(x, f), f) == x, and writing what was read gives the same text."""
    thing = data.draw(records(cls))
    text = text_of([thing], form)
    read = form.parse(text, FAMILIES[cls]).records

    assert read == (thing,)
    assert text_of(list(read), form) == text


@pytest.mark.parametrize("form", [form for form in LOSSLESS if form.multiple], ids=lambda form: form.name)
@given(data=st.data())
def test_several_records_come_back_in_order(form, data):
    """A file can hold any number of records, of several classes."""
    classes = [cls for cls in FAMILIES if cls.__name__ != "Everything"]
    things = data.draw(st.lists(st.one_of([records(cls) for cls in classes]), min_size=2, max_size=4))

    assert form.parse(text_of(things, form), tuple(classes)).records == tuple(things)


@pytest.mark.parametrize("form", [form for form in LOSSLESS if form.multiple], ids=lambda form: form.name)
@pytest.mark.parametrize("cls", [cls for cls in FAMILIES if cls is not Catalog])  # of which a file holds one
@settings(max_examples=25)
@given(data=st.data())
def test_records_that_share_things_come_back_in_order(cls, form, data):
    """What stands inside several records with an IRI is the same thing in each, with all that is below it."""
    things = data.draw(sharing(cls))

    assert form.parse(text_of(things, form), FAMILIES[cls]).records == tuple(things)


@pytest.mark.parametrize("cls", FAMILIES)
@given(data=st.data())
def test_a_record_comes_back_from_an_rdflib_graph(cls, data):
    """An rdflib graph in and out carries the same record."""
    thing = data.draw(records(cls))
    text_of([thing], FORMATS["ntriples"])

    assert graph.from_graph(graph.to_graph([thing]), FAMILIES[cls]).records == (thing,)


@pytest.mark.parametrize("name", ["turtle", "ntriples"])
@pytest.mark.parametrize("cls", FAMILIES)
@given(data=st.data())
def test_an_enriched_graph_gives_the_same_record(cls, name, data):
    """Derived statements are written when asked for, and left out when read."""
    thing = data.draw(records(cls))
    text = text_of([thing], FORMATS[name], enrich=True)

    assert FORMATS[name].parse(text, FAMILIES[cls]).records == (thing,)


def test_every_writable_format_is_covered():
    """A format that has a writer has a reader and claims to lose nothing, or says what it loses."""
    assert [
        one.name for one in FORMATS.values() if one.serialize and not ((one.parse and one.lossless) or one.note)
    ] == []


@pytest.mark.parametrize("form", [form for form in LOSSLESS if form.multiple], ids=lambda form: form.name)
def test_a_thing_that_stands_in_several_places_is_described_once(form):
    """One person behind three records, the same object or an equal one, comes back in all three, and the graph says each fact once."""
    person = Person("Boer, P. den", family_name="Boer", iri=Iri("https://orcid.org/0000-0002-1825-0097"))
    twin = attrs.evolve(person)
    things = [Publication(LangMap(nl=name), authors=(person, twin, person)) for name in "abc"]
    text = text_of(things, form)

    assert form.parse(text, FAMILIES[Publication]).records == tuple(things)
    if form.name == "turtle":
        assert text.count("Boer, P. den") == 1
    if form.name == "ntriples":  # each record says it, so that parts can be written apart; a graph holds it once
        assert len({line for line in text.splitlines() if "Boer, P. den" in line}) == 1
