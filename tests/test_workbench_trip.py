"""Any SKOS file is read without loss: the graph that comes out is isomorphic to the one that went in."""

import pyoxigraph
import pytest

from lobkit.errors import ReadError, WriteError
from lobkit.exchange import FORMATS, write_text
from lobkit.vocabularies import VOCABULARIES
from lobkit.workbench import skosfile

PREFIXES = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <http://example.org/v/> .
@prefix hash: <http://example.org/v#> .
"""

ODD = {
    "several schemes, hash and slash addresses": """
        ex:s1 a skos:ConceptScheme . hash:s2 a skos:ConceptScheme ; skos:hasTopConcept hash:c .
        hash:c a skos:Concept ; skos:inScheme ex:s1 , hash:s2 ; skos:prefLabel "plain", "tagged"@en-GB, "漢字"@ja .""",
    "labels that are things": """
        ex:c a skos:Concept ; skosxl:prefLabel ex:l , [ a skosxl:Label ; skosxl:literalForm "été"@fr ; dct:created "2020"^^xsd:gYear ] .
        ex:l skosxl:literalForm "summer"@en ; skosxl:labelRelation ex:m .""",
    "ordered collections, nested, with one that is empty": """
        ex:o a skos:OrderedCollection ; skos:memberList ( ex:a ex:b [ a skos:Collection ; skos:member ex:c ] ) .
        ex:e a skos:OrderedCollection ; skos:memberList () .""",
    "notes that are things, and foreign properties": """
        ex:c skos:definition [ rdf:value "what it is"@en ; dct:source [ dct:title "a \\"book\\"\\n" ] ] ;
          <http://example.net/strange%20property> 5 , 5.0 , 5e0 , true , "05"^^xsd:integer , "2020-02-31"^^xsd:date .
        [] dct:title "nobody's" . _:shared dct:relation _:shared . ex:c dct:relation _:shared .""",
    "private datatypes of notations": """
        ex:c skos:notation "303.4833"^^ex:udc , "X"^^xsd:string , "02"^^xsd:integer .""",
    "a term that SKOS does not have": "ex:c skos:broader: ex:d ; skos:prefLabel \"\"@en , \" x \"@en .",
    "no SKOS at all": "ex:c dct:title 'x' .",
    "statements made twice": 'ex:c skos:prefLabel "x"@en . ex:d skos:broader ex:c . ex:c skos:prefLabel "x"@EN .',
}  # fmt: skip
FORMS = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}


def graph_of(text, form="turtle"):
    """The statements in canonical form (RDF Dataset Canonicalization), by an independent road through the text."""
    name = {"turtle": "TURTLE", "nt": "N_TRIPLES", "xml": "RDF_XML", "json-ld": "JSON_LD"}[form]
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(input=text.encode(), format=getattr(pyoxigraph.RdfFormat, name)))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ODD)
def test_a_trip_loses_nothing(name, form, tmp_path):
    """Foreign properties, blank nodes, lists, datatypes and tags come back from every form that takes any statement."""
    if form == "rdf" and "broader:" in ODD[name]:
        pytest.skip("RDF/XML has no way to write a property that ends in a colon")
    before = tmp_path / "before.ttl"
    before.write_text(PREFIXES + ODD[name], encoding="utf-8")
    after = tmp_path / f"after.{form}"

    skosfile.read(before).write(after)

    assert graph_of(after.read_text("utf-8"), FORMS[form]) == graph_of(PREFIXES + ODD[name])
    again = tmp_path / "again.ttl"
    skosfile.read(after).write(again)
    assert graph_of(again.read_text("utf-8")) == graph_of(PREFIXES + ODD[name])


@pytest.mark.parametrize("form", ["rdf", "jsonld"])
def test_an_address_that_is_relative_stays_so_or_is_refused(form, tmp_path):
    """Without a base nobody can tell what it is short for: the text forms keep it, the others say that they cannot."""
    file = skosfile.parse("<apple> <http://www.w3.org/2004/02/skos/core#broader> <fruit> .")
    file.write(tmp_path / "kept.ttl")

    assert skosfile.read(tmp_path / "kept.ttl").broader("apple") == ["fruit"]
    with pytest.raises(WriteError, match=r"cannot take this: .*; take turtle or ntriples"):
        file.write(tmp_path / f"lost.{form}")


def test_what_rdfxml_cannot_write_is_refused(tmp_path):
    """A property without a name in XML is told, and no file appears."""
    with pytest.raises(WriteError, match="take turtle"):
        skosfile.parse(PREFIXES + ODD["a term that SKOS does not have"]).write(tmp_path / "out.rdf")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", VOCABULARIES)
@pytest.mark.parametrize("form", ["yaml", "json", "jsonld"])
def test_the_own_forms_are_read_as_well(name, form, tmp_path):
    """A vocabulary in lobkit's own forms is the same graph as in Turtle."""
    write_text(FORMATS[form].serialize(VOCABULARIES[name].roots()), tmp_path / f"v.{form}")
    write_text(FORMATS["turtle"].serialize(VOCABULARIES[name].roots()), tmp_path / "v.ttl")

    skosfile.read(tmp_path / f"v.{form}").write(tmp_path / "out.ttl")

    assert graph_of((tmp_path / "out.ttl").read_text("utf-8")) == graph_of((tmp_path / "v.ttl").read_text("utf-8"))


def test_language_tags_keep_their_spelling(tmp_path):
    """The parser has them in lower case; people write `en-GB`."""
    skosfile.parse('<urn:a> <urn:p> "x"@en-GB, "y"@zh-Hant, "z"@nl .').write(tmp_path / "out.ttl")

    assert (tmp_path / "out.ttl").read_text("utf-8").strip() == '<urn:a> <urn:p> "x"@en-GB, "y"@zh-Hant, "z"@nl .'


def test_the_same_file_gives_the_same_bytes(tmp_path):
    """Blank nodes are named by their order, and subjects stay in theirs."""
    file = tmp_path / "v.ttl"
    file.write_text(PREFIXES + "".join(ODD.values()), encoding="utf-8")
    written = []
    for _ in range(2):
        skosfile.read(file).write(tmp_path / "out.ttl")
        written.append((tmp_path / "out.ttl").read_bytes())
    skosfile.read(tmp_path / "out.ttl").write(tmp_path / "again.ttl")

    assert written[0] == written[1] == (tmp_path / "again.ttl").read_bytes()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("v.trig", "<urn:g> { <urn:a> <urn:p> <urn:b> }", "LOB112: the statements of the named graph <urn:g> would lose"),
        ("v.nq", "<urn:a> <urn:p> <urn:b> <urn:g> .", "LOB112: the statements of the named graph <urn:g> would lose"),
        ("v.ttl", "<urn:a> <urn:p> <<( <urn:a> <urn:p> <urn:b> )>> .", "statements about statements are not taken"),
        ("v.ttl", '<urn:a> <urn:p> "b"@nl--ltr .', "LOB101: 'b'@nl--ltr would lose its direction; write @nl"),
        ("v.ttl", "<urn:a> <urn:p> <urn:b>", "v.ttl:1:24: LOB101: this cannot be read"),
        ("v.jsonld", '{"@context": "https://example.org/c", "@id": "urn:a"}', "LOB101: this cannot be read"),
        ("v.xlsx", "x", "v.xlsx: LOB101: this is no workbook"),
        ("v.odt", "x", "v.odt: LOB002: the extension does not say a format; name that of the vocabulary: one of turtle"),
        ("v.bib", "x", "v.bib: LOB002: BibTeX holds no vocabulary; name another form, of turtle"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(name, text, said, tmp_path):
    """With the file, the place, and what is wrong; nothing is fetched."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ReadError) as caught:
        skosfile.read(tmp_path / name)
    assert said in str(caught.value)


def test_an_ill_formed_address_or_tag_keeps_nobody_from_reading():
    """The rest of the file is read, and what a strict reader refuses is told."""
    file = skosfile.parse(
        PREFIXES + 'ex:c skos:prefLabel "x"@en-waytoolongsubtag ; skos:broader <http://example.org/a b> .'
    )

    assert len(file.statements) == 2
    assert [one.code for one in file.findings] == ["LOB101"]


def test_the_views_know_either_direction():
    """One direction of a relation is enough, sub-properties count, and lists keep their order."""
    file = skosfile.parse(
        PREFIXES
        + """ex:s skos:hasTopConcept ex:a . ex:a skos:narrower ex:b . ex:b skos:related ex:c ; skos:broadMatch ex:z .
        ex:o skos:memberList ( ex:c ex:a ) ; skos:member ex:b . ex:b skosxl:altLabel [ skosxl:literalForm "B"@en ] ;
        skos:altLabel "be"@en ; skos:notation "1" ; skos:definition "second"@en ."""
    )
    ex = "http://example.org/v/"

    assert set(file.concepts) == {ex + one for one in "abcz"}
    assert (file.schemes, file.collections, file.ordered_collections) == ([ex + "s"], [ex + "o"], [ex + "o"])
    assert (file.broader(ex + "b"), file.linked(ex + "b", skosfile.m.BROADER)) == ([ex + "a"], [ex + "a", ex + "z"])
    assert (file.in_scheme(ex + "a"), file.top_concepts(ex + "s")) == ([ex + "s"], [ex + "a"])
    assert file.related(ex + "c") == [ex + "b"]
    assert file.members(ex + "o") == [ex + "c", ex + "a", ex + "b"]
    assert [one.value for one in file.labels(ex + "b", "altLabel")] == ["be", "B"]
    assert file.mappings(ex + "z") == [(skosfile.m.NARROW, ex + "b")]
    assert [one.value for one in (*file.notations(ex + "b"), *file.notes(ex + "b"))] == ["1", "second"]
