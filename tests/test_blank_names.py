"""Findings name blank nodes alike on every run, whatever names a parser gives them (law 5)."""

import pytest

from lobkit.errors import ReadError
from lobkit.exchange import FORMATS
from lobkit.formats import rdf
from lobkit.model import ROOTS

PREFIXES = """\
@prefix dct: <http://purl.org/dc/terms/> .
@prefix bibo: <http://purl.org/ontology/bibo/> .
"""
TEXTS = {
    "turtle": PREFIXES
    + """\
[] a bibo:Document ; dct:foo "x" .
[] a bibo:Document ; dct:title "A"@nl ; bibo:authorList ( [ a dct:Boer ] ) .
_:a1 a bibo:Document ; dct:foo [ dct:title "y" ] .
""",
    "trig": PREFIXES + '[] a bibo:Document ; dct:foo "x" .\n_:b a bibo:Document ; dct:foo [] .\n',
    "rdfxml": """\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dct="http://purl.org/dc/terms/"
  xmlns:bibo="http://purl.org/ontology/bibo/">
<bibo:Document><dct:foo>x</dct:foo></bibo:Document><bibo:Document rdf:nodeID="a1"><dct:foo>x</dct:foo></bibo:Document>
</rdf:RDF>
""",
    "jsonld": """\
{"@context": {"foo": "http://purl.org/dc/terms/foo"}, "@graph": [
 {"@type": "http://purl.org/ontology/bibo/Document", "foo": {"foo": "x"}},
 {"@type": "http://purl.org/ontology/bibo/Document", "foo": "y"}]}
""",
    "ntriples": """\
_:z <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://purl.org/ontology/bibo/Document> .
_:z <http://purl.org/dc/terms/foo> _:y .
_:y <http://purl.org/dc/terms/foo> "x" .
""",
}


@pytest.fixture(params=[True, False], ids=["pyoxigraph", "rdflib"])
def _road(request, monkeypatch):
    monkeypatch.setattr(rdf, "has_pyoxigraph", lambda: request.param)


def told(name, text, *, lenient=False):
    try:
        read = FORMATS[name].parse(text, ROOTS, lenient=lenient)
    except ReadError as error:
        return [str(one) for one in error.findings]
    return [str(one) for one in (*read.findings, *read.left_out)]


@pytest.mark.usefixtures("_road")
@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("lenient", [False, True])
def test_every_reading_tells_the_same(name, lenient):
    """The same words in the same order; parsers name blank nodes anew each time."""
    first = told(name, TEXTS[name], lenient=lenient)

    assert len(first) > 1
    assert all(told(name, TEXTS[name], lenient=lenient) == first for _ in range(5))


@pytest.mark.usefixtures("_road")
def test_a_name_that_is_made_is_no_label_of_the_text():
    """`_:a1` stands in the text, so that what has no label is called otherwise; places are found all the same."""
    assert [": ".join(line.removeprefix("<text>:").split(": ")[:2]) for line in told("turtle", TEXTS["turtle"])] == [
        "3:1: LOB103 _:aa1.title",
        "3:22: LOB102 _:aa1.<http://purl.org/dc/terms/foo>",
        "4:59: LOB108 _:aa2.authors[0]",
        "5:1: LOB103 _:a1.title",
        "5:24: LOB102 _:a1.<http://purl.org/dc/terms/foo>",
        "5:32: LOB108 _:aa5",
    ]


@pytest.mark.parametrize(
    ("name", "called"),
    [("trig", ["_:a1", "_:b"]), ("rdfxml", ["_:aa1", "_:a1"]), ("jsonld", ["_:a1", "_:a3"])],
)
def test_what_has_no_label_is_numbered_as_it_appears(name, called):
    """Also where the form has no lines; what has a label keeps it."""
    missing = [line for line in told(name, TEXTS[name]) if "LOB103" in line]

    assert [line.split(" ")[2].removesuffix(".title:") for line in missing] == called


def test_a_label_that_looks_as_if_it_was_made_is_kept():
    """Stores write the names that they gave; who reads a finding looks for them in the file."""
    text = TEXTS["trig"].replace("_:b ", "_:cb59d3ba6cca21895ad6887cd982803 ")

    assert "_:cb59d3ba6cca21895ad6887cd982803.title" in " ".join(told("trig", text))


@pytest.mark.parametrize("name", ["turtle", "ntriples"])
def test_the_pure_road_keeps_the_order_of_the_source(monkeypatch, name):
    """A graph of rdflib has no order, and records have."""
    monkeypatch.setattr(rdf, "has_pyoxigraph", lambda: False)
    title, document = "<http://purl.org/dc/terms/title>", "<http://purl.org/ontology/bibo/Document>"
    type_ = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    text = "".join(
        f'<https://example.org/{at}> {title} "A"@NL .\n<https://example.org/{at}>  {type_} {document} .\n'
        for at in range(50)
    )
    found = rdf.read_triples(text, "nt" if name == "ntriples" else name)

    assert [subject.value for subject, predicate, _ in found if predicate.endswith("title")] == [
        f"https://example.org/{at}" for at in range(50)
    ]
