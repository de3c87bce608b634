"""Where two roads lead to one thing, both give the same: pyoxigraph's parsers and rdflib's; and what import leaves alone."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobkit.errors import ReadError
from lobkit.exchange import FORMATS
from lobkit.formats import rdf
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
