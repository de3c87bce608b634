"""Where two roads lead to one thing, both give the same: pyoxigraph's parsers and rdflib's; and what import leaves alone."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lobkit
from lobkit.errors import ReadError
from lobkit.exchange import FORMATS
from lobkit.formats import rdf
from lobkit.formats.nquads import in_graph
from lobkit.testing import records
from tests.laws.forms import FAMILIES, text_of


@pytest.mark.parametrize("name", ["turtle", "ntriples"])
@pytest.mark.parametrize("cls", FAMILIES)
@given(data=st.data())
def test_without_pyoxigraph_the_objects_are_the_same(cls, name, data):
    """Where pyoxigraph cannot be installed, rdflib's parsers give equal records."""
    thing = data.draw(records(cls))
    text = text_of([thing], FORMATS[name])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdf, "has_pyoxigraph", lambda: False)

        assert FORMATS[name].parse(text, FAMILIES[cls]).records == (thing,)


@pytest.mark.parametrize(
    "text",
    [
        "<a> <b> <c> .",
        "@prefix : <x .",
        '<https://x.org/> a <http://purl.org/ontology/bibo/Document> ; <https://x.org/p> "a" .',
    ],
)
def test_without_pyoxigraph_the_verdict_is_the_same(text):
    """Both roads refuse what the other refuses."""
    classes = next(iter(FAMILIES.values()))
    for present in (True, False):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(rdf, "has_pyoxigraph", lambda present=present: present)
            with pytest.raises(ReadError):
                FORMATS["turtle"].parse(text, classes)


def test_import_touches_no_rdf_library():
    """`import lobkit` loads neither rdflib nor pyoxigraph, nor anything else that is heavy."""
    code = "import lobkit, sys; print([name for name in ('rdflib', 'pyoxigraph', 'cattrs', 'click', 'hypothesis') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def test_a_large_file_of_a_named_graph_is_refused_at_its_beginning(monkeypatch):
    """With the finding that a small one gets, and before anything is made of the whole; any other file is read as ever."""
    thing = lobkit.Publication(lobkit.LangMap(nl="Kiezen"), iri=lobkit.Iri("https://example.org/1"))
    text = text_of([thing], FORMATS["nquads"])
    named = in_graph(text, lobkit.Iri("https://example.org/g"))
    parse, classes = FORMATS["nquads"].parse_raw, FAMILIES[lobkit.Publication]
    with pytest.raises(ReadError) as small:
        parse(named.encode(), classes)
    monkeypatch.setattr(rdf, "_LARGE", len(text) - 1)

    assert parse(text.encode(), classes).records == (thing,)
    with pytest.raises(ReadError) as late:  # what is wrong further on is told by the reader of the whole
        parse((text + "?\n" * 2**16 + named).encode(), classes)
    assert late.value.findings[0].code == "LOB101"
    monkeypatch.setattr(rdf, "records_of", lambda *_: pytest.fail("the whole was read"))
    with pytest.raises(ReadError) as large:
        parse(named.encode(), classes)
    assert large.value.findings == small.value.findings
