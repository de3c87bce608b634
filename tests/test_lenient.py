"""A lenient reading tells what it leaves out: where, of which record, and which records are gone altogether."""

import pytest
from click.testing import CliRunner

import lobkit
from lobkit.cli import main
from lobkit.errors import LeftOut
from lobkit.exchange import FORMATS
from lobkit.model import ROOTS

LINES = """\
{"type": "Publication", "id": "https://example.org/1", "title": {"nl": "A"}}
{"type": "Publication", "id": "https://example.org/2", "title": {"nl": "B"}, "jaar": 2010}

{"type": "Publication", "id": "https://example.org/3"}
{"type": "Publication", "title": {"nl": "D"}, "authors": [{"type": "Person", "name": "X", "leeftijd": 40}]}
{"type": "Boek", "id": "https://example.org/5"}
{ nee
"""
DOCUMENTS = """\
type: Publication
id: https://example.org/1
title: {nl: A}
---
type: Publication
id: https://example.org/2
title: {nl: B}
jaar: 2010
---
type: Publication
id: https://example.org/3
---
type: Boek
"""
GRAPH = """\
{"@graph": [
 {"type": "Publication", "id": "https://example.org/1", "title": {"nl": "A"}},
 {"type": "Publication", "id": "https://example.org/2", "title": {"nl": "B"}, "jaar": 2010},
 {"type": "Publication", "id": "https://example.org/3"},
 {"type": "Boek"}
]}
"""
TURTLE = """\
@prefix dct: <http://purl.org/dc/terms/> .
@prefix bibo: <http://purl.org/ontology/bibo/> .
<https://example.org/1> a bibo:Document ; dct:title "A"@nl .
<https://example.org/2> a bibo:Document ; dct:title "B"@nl ;
  dct:jaar 2010 ;
  bibo:authorList ( [ a dct:Boer ] ) .
<https://example.org/3> a bibo:Document .
<https://example.org/4> a bibo:Boek .
"""
A, TITLE, DOCUMENT = (
    "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>",
    "<http://purl.org/dc/terms/title>",
    "<http://purl.org/ontology/bibo/Document>",
)
NTRIPLES = f"""\
<https://example.org/1> {A} {DOCUMENT} .
<https://example.org/1> {TITLE} "A"@nl .
# a comment
<https://example.org/2> {A} {DOCUMENT} .
<https://example.org/2> {TITLE} "B"@nl .
<https://example.org/2> <http://purl.org/dc/terms/jaar> "2010" .
<https://example.org/3> {A} {DOCUMENT} .
_:b {A} {DOCUMENT} .
"""


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "a.jsonl",
            LINES,
            [
                "a.jsonl:2:78: left out of https://example.org/2: jaar: 2010",
                "a.jsonl:4:1: left out: the record https://example.org/3",
                "a.jsonl:5:91: left out of authors[0]: leeftijd: 40",
                "a.jsonl:6:1: left out: the record https://example.org/5",
                "a.jsonl:7:1: left out: a whole record",
                "3 records were left out: https://example.org/3 (a.jsonl:4), https://example.org/5 (a.jsonl:6), a.jsonl:7",
            ],
        ),
        (
            "a.yaml",
            DOCUMENTS,
            [
                "a.yaml:8:1: left out of https://example.org/2 document 2: jaar: 2010",
                "a.yaml:10:1: left out: the record https://example.org/3 document 3",
                "a.yaml:13:1: left out: the record document 4",
                "2 records were left out: https://example.org/3 (a.yaml:10), a.yaml:13",
            ],
        ),
        (
            "a.json",
            GRAPH,
            [
                "a.json:3:79: left out of https://example.org/2 @graph[1]: jaar: 2010",
                "a.json:4:2: left out: the record https://example.org/3 @graph[2]",
                "a.json:5:2: left out: the record @graph[3]",
                "2 records were left out: https://example.org/3 (a.json:4), a.json:5",
            ],
        ),
        (
            "a.ttl",
            TURTLE,
            [
                "a.ttl:5:12: left out of https://example.org/2: <https://example.org/2> <http://purl.org/dc/terms/jaar> "
                '"2010"^^<http://www.w3.org/2001/XMLSchema#integer> .',
                "a.ttl:6:19: left out of https://example.org/2: <https://example.org/2> "
                "<http://purl.org/ontology/bibo/authorList> _:a1 .",
                "a.ttl:7:1: left out: the record https://example.org/3",
                "a.ttl:8:1: left out: the record https://example.org/4",
                "a.ttl:8:27: left out of https://example.org/4: <https://example.org/4> "
                f"{A} <http://purl.org/ontology/bibo/Boek> .",
                "2 records were left out: https://example.org/3 (a.ttl:7), https://example.org/4 (a.ttl:8)",
            ],
        ),
        (
            "a.nt",
            NTRIPLES,
            [
                "a.nt:6:57: left out of https://example.org/2: "
                '<https://example.org/2> <http://purl.org/dc/terms/jaar> "2010" .',
                "a.nt:7:1: left out: the record https://example.org/3",
                "a.nt:8:1: left out: the record _:b",
                "2 records were left out: https://example.org/3 (a.nt:7), a.nt:8",
            ],
        ),
    ],
)
def test_what_is_left_out_is_told_with_its_place_and_record(tmp_path, monkeypatch, name, text, told):
    """Each part and each record with its line, in the order of the file, and at the end the records that are gone."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text(text, "utf-8")
    done = CliRunner().invoke(main, ["convert", "--lenient", name, "-o", "b.jsonl"])

    assert [line for line in done.stderr.splitlines() if "left out" in line] == told
    kept = [str(one.iri) for one in lobkit.read("b.jsonl").publications]
    assert kept[:2] == ["https://example.org/1", "https://example.org/2"]
    assert not {"https://example.org/3", "https://example.org/4", "https://example.org/5"} & set(kept)


def test_many_records_that_are_left_out_are_counted(tmp_path, monkeypatch):
    """Ten are named at the end, the others are counted."""
    monkeypatch.chdir(tmp_path)
    good = '{"type": "Publication", "title": {"nl": "A"}}\n'
    (tmp_path / "a.jsonl").write_text(good + '{"type": "Publication"}\n' * 12, "utf-8")
    done = CliRunner().invoke(main, ["convert", "--lenient", "a.jsonl", "-o", "b.jsonl"])

    lines = ", ".join(f"a.jsonl:{at}" for at in range(2, 12))
    assert done.stderr.splitlines()[-1] == f"12 records were left out: {lines} and 2 more"
    assert done.stderr.count("left out: a whole record") == 12


def test_nothing_is_said_of_records_where_all_are_there(tmp_path, monkeypatch):
    """A part that is left out makes no record that is gone."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.json").write_text('{"type": "Publication", "title": {"nl": "A"}, "jaar": 1}', "utf-8")
    done = CliRunner().invoke(main, ["convert", "--lenient", "a.json", "-o", "b.jsonl"])

    assert done.stderr.splitlines()[-1] == "a.json:1:47: left out: jaar: 1"


def test_a_file_of_a_folder_that_cannot_be_read_counts_as_left_out(tmp_path, monkeypatch):
    """It is named at the end among the records that are gone."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.json").write_text('{"type": "Publication", "title": {"nl": "A"}}', "utf-8")
    (tmp_path / "in" / "b.json").write_text("{", "utf-8")
    done = CliRunner().invoke(main, ["convert", "--lenient", "in", "-o", "b.jsonl"])

    assert done.stderr.splitlines()[-1] == "1 record was left out: in/b.json"


def test_of_records_within_one_that_is_gone_the_outer_one_is_told():
    """A recommendation goes with its publication, and is no second loss."""
    inner = '{"type": "Recommendation", "id": "https://example.org/r", "text": {"nl": "Doe"}}'
    text = f'{{"@graph": [{{"type": "Publication", "title": {{"nl": "A"}}}}, {{"type": "Publication", "recommendations": [{inner}]}}]}}'
    read = FORMATS["json"].parse(text, ROOTS, lenient=True)

    assert [one.path for one in read.left_out if one.whole] == ["@graph[1]"]
    assert read.unplaced == ()


@pytest.mark.parametrize("name", ["json", "yaml"])
def test_a_part_of_what_is_left_out_is_told_with_it(name):
    """An unknown key of an author goes with the list of authors, whose text holds it, and is no second loss."""
    authors = '[{"type": "Person", "name": 5, "leeftijd": 40}]'
    text = f'{{"type": "Publication", "title": {{"nl": "A"}}, "authors": {authors}}}\n'
    read = FORMATS[name].parse(text, ROOTS, lenient=True)

    assert read.unplaced == (f"authors: {authors}",)


CLASSES = """\
@prefix dct: <http://purl.org/dc/terms/> .
@prefix lob: <https://w3id.org/lobkit/def#> .
<https://example.org/1> a <http://purl.org/ontology/bibo/Document>, "tekst" ; dct:title "A"@nl ;
  lob:container [ a lob:Container, <https://example.org/T> ] .
"""


def test_a_class_that_has_no_place_is_left_out_as_other_statements():
    """What a lenient reading drops, it tells: also a second class, and one that does not follow from the record."""
    read = FORMATS["turtle"].parse(CLASSES, ROOTS, lenient=True)
    is_a = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

    assert read.records[0].title == {"nl": "A"}
    assert [one.line for one in read.left_out] == [3, 4]
    assert read.unplaced[0] == f'<https://example.org/1> {is_a} "tekst" .'
    assert read.unplaced[1].endswith(f"{is_a} <https://example.org/T> .")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"@graph": [{"type": "Publication", "title": {"nl": "A"}}], "x": [1]}', "x: [1]"),
        ('{"@context": "x", "type": "Publication", "title": {"nl": "A"}}', '@context: "x"'),
        (
            '{"type": "Publication", "title": {"nl": "A"}, "year": 2019, "jaartal": "https://example.org/"}',
            'jaartal: "https://example.org/"',
        ),
    ],
)
def test_a_key_that_is_read_and_not_kept_is_told_as_others(text, told):
    """What stands beside `@graph`, a foreign context, and what does not follow from the record."""
    read = FORMATS["json"].parse(text, ROOTS, lenient=True)

    assert read.records[0].title == {"nl": "A"}
    assert len(read.findings) == 1
    assert read.unplaced == (told,)
    assert (read.left_out[0].line, read.left_out[0].column) == (1, text.index(f'"{told.partition(":")[0]}"') + 1)


def test_what_hangs_on_an_unknown_property_is_no_record():
    """Its statements are told, and no record counts as gone."""
    text = TURTLE.partition("<https://example.org/2>")[0] + "<https://example.org/1> dct:jaar [ dct:van 2010 ] ."
    read = FORMATS["turtle"].parse(text, ROOTS, lenient=True)

    assert [one.line for one in read.left_out] == [4, 4]
    assert [one for one in read.left_out if one.whole] == []


def test_a_text_where_a_catalog_has_a_record_is_told():
    """It is no record, and is counted as one that is gone."""
    text = CATALOGS["turtle"].replace("  <https://example.org/2>\n", '  "twee"\n', 1)
    read = FORMATS["turtle"].parse(text, ROOTS, lenient=True)

    assert [str(one.iri) for one in read.records[0].publications] == ["https://example.org/1", "https://example.org/3"]
    assert [one.line for one in read.left_out if one.whole and one.record is None] == [5]


def test_what_is_left_out_stays_on_one_line():
    """A text from the input forges no second line of output."""
    said = str(LeftOut("a: x\ny", "authors[0]", "a.yaml", 3, record="https://example.org/1"))

    assert said == "a.yaml:3: left out of https://example.org/1 authors[0]: a: x\\ny"


@pytest.mark.parametrize("verb", [["show"], ["search", "kiezen"], ["facets"]])
def test_every_lenient_verb_tells_it(tmp_path, monkeypatch, verb):
    """Not only `convert`: no verb drops something in silence."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.jsonl").write_text(LINES, "utf-8")
    done = CliRunner().invoke(main, [verb[0], "--lenient", "a.jsonl", *verb[1:]])

    assert "3 records were left out: https://example.org/3 (a.jsonl:4)" in done.stderr


CATALOGS = {
    "json": """\
{"type": "Catalog", "title": {"nl": "Alles"}, "publications": [
 {"type": "Publication", "id": "https://example.org/1", "title": {"nl": "A"}},
 {"type": "Publication", "id": "https://example.org/2"},
 {"type": "Publication", "id": "https://example.org/3", "title": {"nl": "C"}}]}
""",
    "yaml": """\
type: Catalog
title: {nl: Alles}
publications:
  - {type: Publication, id: "https://example.org/1", title: {nl: A}}
  - {type: Publication, id: "https://example.org/2"}
  - {type: Publication, id: "https://example.org/3", title: {nl: C}}
""",
    "turtle": """\
@prefix dct: <http://purl.org/dc/terms/> .
@prefix bibo: <http://purl.org/ontology/bibo/> .
[] a <http://www.w3.org/ns/dcat#Catalog> ; dct:title "Alles"@nl ; <https://w3id.org/lobkit/def#publications> (
  <https://example.org/1>
  <https://example.org/2>
  <https://example.org/3> ) .
<https://example.org/1> a bibo:Document ; dct:title "A"@nl .
<https://example.org/2> a bibo:Document ; bibo:authorList ( [ dct:title "x" ] ) .
<https://example.org/3> a bibo:Document ; dct:title "C"@nl .
""",
}


@pytest.mark.parametrize(("name", "line"), [("json", 3), ("yaml", 5), ("turtle", 5)])
def test_of_a_catalog_the_faulty_record_is_left_out_and_no_other(name, line):
    """One bad record does not take those beside it along."""
    read = FORMATS[name].parse(CATALOGS[name], ROOTS, lenient=True)
    (catalog,) = read.records

    assert [str(one.iri) for one in catalog.publications] == ["https://example.org/1", "https://example.org/3"]
    assert catalog.title == {"nl": "Alles"}
    assert [(one.record, one.line) for one in read.left_out if one.whole] == [("https://example.org/2", line)]


def test_of_other_lists_nothing_is_left_out_but_the_whole():
    """A list of authors without one of them would be another list."""
    authors = '[{"type": "Person", "name": "X"}, {"type": "Person"}]'
    text = f'{{"type": "Publication", "title": {{"nl": "A"}}, "authors": {authors}}}'
    read = FORMATS["json"].parse(text, ROOTS, lenient=True)

    assert read.records[0].authors == ()
    assert read.unplaced == (f"authors: {authors}",)


def test_a_catalog_that_lost_all_its_records_tells_each():
    """The list goes as a whole then, and each record is named."""
    text = (
        '{"type": "Catalog", "publications": [{"type": "Publication"}, {"type": "Publication", "id": "https://a.nl/"}]}'
    )
    read = FORMATS["json"].parse(text, ROOTS, lenient=True)

    assert read.records == (lobkit.Catalog(),)
    assert [one.name for one in read.left_out if one.whole] == ["publications[0]", "https://a.nl/ publications[1]"]


def test_the_second_record_of_an_iri_is_left_out_in_other_models_too(tmp_path, monkeypatch):
    """In one file and in several; the first is kept, and the others are told with their places."""
    monkeypatch.chdir(tmp_path)
    line = '{"id": "https://example.org/1", "type": "Practice", "title": {"nl": "%s"}}\n'
    (tmp_path / "a.jsonl").write_text(line % "A" + line % "B", "utf-8")
    (tmp_path / "b.jsonl").write_text(line % "C", "utf-8")
    (tmp_path / "practices.py").write_text(PRACTICES, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    command = ["convert", "--model", "practices:MODEL", "--lenient", "a.jsonl", "b.jsonl", "-o", "c.jsonl"]
    done = CliRunner().invoke(main, command)

    assert done.exit_code == 0, done.output
    assert (tmp_path / "c.jsonl").read_text("utf-8").count("https://example.org/1") == 1
    assert "a.jsonl:2:1: LOB501 id: a second record has the IRI https://example.org/1" in done.output
    assert (
        "2 records were left out: https://example.org/1 (a.jsonl:2), https://example.org/1 (b.jsonl:1)" in done.output
    )


PRACTICES = """
from typing import Annotated
from attrs import frozen
import lobkit
from lobkit.declare import Property, rdf_type
from lobkit.shape import checked
from lobkit.values import Iri, LangMap

@rdf_type("https://example.org/Practice", "A practice.")
@frozen
class Practice:
    title: Annotated[LangMap, Property("https://example.org/title", "Its title.")]
    iri: Iri | None = None
    __attrs_post_init__ = checked

MODEL = lobkit.Model(roots=(Practice,), name="practices", base="https://example.org/practices/")
"""
