"""A vocabulary becomes a table, JSKOS, a closed list or a picture; what a form cannot say is told."""

import json
import re
import xml.etree.ElementTree as ElementTree

import jsonschema
import pyshacl
import pytest
import rdflib
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import lobkit
from lobkit.cli import main
from lobkit.errors import ReadError
from lobkit.evolution.compare import compare
from lobkit.evolution.edition import Edition, Entry
from lobkit.evolution.entries import edition_of
from lobkit.evolution.source import read_edition
from lobkit.reuse import closed
from lobkit.reuse.jskos import from_jskos, to_jskos
from lobkit.reuse.statements import edition_statements, turtle
from lobkit.reuse.tables import from_csv, from_xlsx, rows_of, to_csv, to_xlsx
from lobkit.vocabularies import VOCABULARIES, picture

EX = "https://example.org/v/"

_words = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=8
).filter(lambda text: text.strip())
_texts = st.one_of(
    _words, st.sampled_from(["|", "a | b", "\\", "a\\|b", " x ", "=1+1", '"', "a\nb", ";", "\\|", "x\\"])
)
_langs = st.sampled_from(["", "en", "nl", "zh-hant"])
_labels = st.dictionaries(_langs, _texts, max_size=3).map(lambda found: frozenset(found.items()))
_many = st.frozensets(st.tuples(_langs, _texts), max_size=3)
_names = st.frozensets(st.sampled_from("abc").map(lambda name: EX + name), max_size=2)
_entries = st.builds(
    Entry,
    iri=st.sampled_from("abcd").map(lambda name: EX + name),
    labels=_labels,
    alt_labels=_many,
    hidden_labels=_many,
    definitions=_many,
    notes=st.frozensets(st.tuples(st.sampled_from(["note", "scopeNote", "changeNote"]), _langs, _texts), max_size=3),
    notations=st.frozensets(_texts, max_size=2),
    broader=_names,
    schemes=st.just(frozenset({"https://example.org/v"})),
    top_of=st.sampled_from([frozenset(), frozenset({"https://example.org/v"})]),
    mappings=st.frozensets(st.tuples(st.sampled_from(["exactMatch", "broadMatch"]), st.sampled_from(["https://other.example/x"])), max_size=2),
    deprecated=st.booleans(),
    successors=_names,
)  # fmt: skip
_editions = st.lists(_entries, min_size=1, max_size=3, unique_by=lambda one: one.iri).map(
    lambda entries: edition_of(
        edition_statements(Edition({one.iri: one for one in entries}, scheme="https://example.org/v"))
    )
)


def from_turtle(edition):
    from lobkit.formats.rdf import read_triples  # noqa: PLC0415

    return edition_of(read_triples("".join(turtle(edition_statements(edition))), "turtle"))


FORMS = {
    "a table": lambda edition: edition_of(from_csv(to_csv(edition))),
    "JSKOS": lambda edition: edition_of(from_jskos(json.loads(to_jskos(edition)))[0]),
    "Turtle": from_turtle,
}


@pytest.mark.parametrize("form", FORMS)
@given(_editions)
def test_a_vocabulary_comes_back_as_it_went(form, edition):
    """Bars, backslashes, spaces at the ends, texts without a language: nothing of SKOS is lost."""
    comparison = compare(edition, FORMS[form](edition))
    assert comparison.changes == ()


@pytest.mark.parametrize("name", VOCABULARIES)
@pytest.mark.parametrize("end", [".csv", ".xlsx", ".jskos.json", ".ttl"])
def test_own_vocabularies_come_back(name, end, tmp_path):
    """By the command, through a file; only dates and sources, which are no SKOS, are told and left out."""
    path = tmp_path / f"x{end}"
    done = CliRunner().invoke(main, ["vocab", "convert", name, "-o", str(path)])
    comparison = compare(read_edition(name), read_edition(path))

    assert done.exit_code == 0
    assert {str(one.kind) for one in comparison} <= {"amended"}
    assert ("left out: " in done.stderr) is (end in (".csv", ".xlsx") or bool(len(comparison)))


@given(_editions)
def test_a_workbook_holds_texts_only(tmp_path_factory, edition):
    """No cell is a formula, and the same vocabulary gives the same bytes."""
    openpyxl = pytest.importorskip("openpyxl")
    path = tmp_path_factory.mktemp("x") / "x.xlsx"
    to_xlsx(edition, path)
    first = path.read_bytes()
    to_xlsx(edition, path)
    sheet = openpyxl.load_workbook(path).worksheets[0]

    assert path.read_bytes() == first
    assert [[cell.value or "" for cell in row] for row in sheet.iter_rows()] == rows_of(edition)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert compare(edition, edition_of(from_xlsx(path))).changes == ()


def test_tables_that_excel_saved_are_read():
    """With semicolons, a byte order mark, and rows that were emptied."""
    text = '\ufeffiri;prefLabel@nl;altLabel@nl;deprecated\r\nhttps://example.org/v/a;Appel;"Rode appel | Moes";nee\r\n;;;\r\n'
    (entry,) = edition_of(from_csv(text)).entries.values()

    assert (entry.labels, entry.alt_labels, entry.deprecated) == (
        {("nl", "Appel")},
        {("nl", "Rode appel"), ("nl", "Moes")},
        False,
    )


@pytest.mark.parametrize(
    ("text", "code", "line", "told"),
    [
        ("iri,label\nhttps://e.org/a,x\n", "LOB102", 1, "'label' is no column; write one of iri, prefLabel"),
        ("prefLabel@nl\nx\n", "LOB103", 1, "the column 'iri' is missing"),
        ("iri,prefLabel@n_l\nhttps://e.org/a,x\n", "LOB106", 1, "'n_l' is no language tag"),
        ("iri,prefLabel\na,x\n", "LOB106", 2, "'iri' is the one absolute address of a concept, not ['a']"),
        ("iri,broader\nhttps://e.org/a,b\n", "LOB106", 2, "'broader' holds absolute addresses, not 'b'"),
        ("iri\nhttps://e.org/a\nhttps://e.org/a\n", "LOB105", 3, "<https://e.org/a> stood in line 2 already"),
        ("iri,deprecated\nhttps://e.org/a,perhaps\n", "LOB106", 2, "'deprecated' is true or false, not 'perhaps'"),
        ('iri,prefLabel\nhttps://e.org/a,"x\n', "LOB101", 2, "the table is broken"),
        (
            "#license: x\nsubject_id\tpredicate_id\n",
            "LOB101",
            1,
            "this is a set of mappings (SSSOM/TSV) and no vocabulary",
        ),
        ("subject_id\tpredicate_id\tobject_id\n", "LOB101", 1, "lobkit vocab mappings and crosswalk read it"),
    ],
)
def test_a_table_that_is_wrong_is_refused(text, code, line, told):
    """With its line, and what to write instead."""
    with pytest.raises(ReadError) as refused:
        list(from_csv(text))
    assert [(one.code, one.line) for one in refused.value.findings] == [(code, line)]
    assert told in refused.value.findings[0].message


def test_a_workbook_that_is_none_is_refused(tmp_path):
    """As any file that is not of its form."""
    (tmp_path / "x.xlsx").write_text("hello")
    with pytest.raises(ReadError, match="LOB101: this is no workbook"):
        read_edition(tmp_path / "x.xlsx")


JSKOS = {
    "uri": EX + "a", "type": ["http://www.w3.org/2004/02/skos/core#Concept"], "prefLabel": {"en": "A", "de-": "…"},
    "altLabel": {"en": ["AA", None]}, "notation": ["1"], "broader": [{"uri": EX + "b", "prefLabel": {"en": "B"}}, None],
    "replacedBy": [{"uri": EX + "c"}], "deprecated": True, "narrower": [None], "location": {"type": "Point"}, "startDate": "2020",
    "mappings": [
        {"from": {"memberSet": [{"uri": EX + "a"}]}, "to": {"memberSet": [{"uri": "https://o.example/x"}]}, "type": ["http://www.w3.org/2004/02/skos/core#closeMatch"]},
        {"from": {"memberSet": [{"uri": EX + "a"}]}, "to": {"memberSet": [{"uri": "https://o.example/x"}, {"uri": "https://o.example/y"}]}},
    ],
}  # fmt: skip


def test_jskos_of_others_is_read_and_what_has_no_place_is_told(tmp_path):
    """Alone or in a list; closed world marks, places and bundles are left out and named."""
    (tmp_path / "x.json").write_text(json.dumps([JSKOS], indent=0))
    edition = read_edition(tmp_path / "x.json")
    (entry,) = edition.entries.values()

    assert (entry.labels, entry.alt_labels, entry.notations) == ({("en", "A")}, {("en", "AA")}, {"1"})
    assert (entry.broader, entry.successors, entry.deprecated) == ({EX + "b"}, {EX + "c"}, True)
    assert entry.mappings == {("closeMatch", "https://o.example/x")}
    told = {"prefLabel.de-", "location", "startDate", "mappings[1]"}
    assert {one.path.removeprefix("[0].") for one in edition.findings} == told
    assert all(one.line is not None and one.line > 2 for one in edition.findings)


def test_jskos_that_is_none_is_refused_at_its_line(tmp_path):
    """Every fault of the file at once."""
    (tmp_path / "x.json").write_text('{"uri": "urn:s", "concepts": [\n  3,\n  {"prefLabel": {"en": "A"}}\n]}')
    with pytest.raises(ReadError) as refused:
        read_edition(tmp_path / "x.json")
    assert [(one.code, one.line, one.path) for one in refused.value.findings] == [
        ("LOB104", 2, "concepts[0]"),
        ("LOB103", 3, "concepts[1]"),
    ]


# ── closed lists and pictures ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_closed_list_takes_the_concepts_and_nothing_else(name):
    """JSON Schema and SHACL give one verdict."""
    found = lobkit.vocabulary(name)
    schema = jsonschema.Draft202012Validator(json.loads(closed.json_schema(found)))
    shape = (
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n<urn:shape> a sh:NodeShape ; sh:targetSubjectsOf <urn:p> ; "
        f"sh:property [ sh:path <urn:p> ; sh:node <urn:list> ] .\n{closed.shacl(found, 'urn:list')}"
    )
    for iri, fits in [*((one, True) for one in found.values()), (found.iri + "/niets", False)]:
        data = rdflib.Graph().parse(data=f"<urn:s> <urn:p> <{iri}> .", format="turtle")
        assert schema.is_valid(str(iri)) is fits
        assert pyshacl.validate(data, shacl_graph=rdflib.Graph().parse(data=shape, format="turtle"))[0] is fits


def test_the_schema_shows_labels_and_what_is_retired(tmp_path):
    """An editor completes them, and strikes out what is deprecated."""
    (tmp_path / "x.ttl").write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix owl: <http://www.w3.org/2002/07/owl#> . "
        "<urn:v:a> a skos:Concept ; skos:prefLabel 'A'@en ; owl:deprecated true ."
    )
    told = json.loads(closed.json_schema(lobkit.vocabulary(tmp_path / "x.ttl", name="V")))
    assert told["oneOf"] == [{"const": "urn:v:a", "title": "A", "description": "A", "deprecated": True}]


TREE = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix : <https://example.org/v/> .
:a a skos:Concept ; skos:prefLabel "<Animals> & \\"more\\""@en ; skos:definition "<script>alert(1)</script>"@en .
:b a skos:Concept ; skos:prefLabel "Birds"@en ; skos:broader :a ; skos:related :c .
:c a skos:Concept ; skos:prefLabel "Chicken"@en ; skos:broader :b, :a .
:x a skos:Concept ; skos:prefLabel "X"@en ; skos:broader :y . :y a skos:Concept ; skos:prefLabel "Y"@en ; skos:broader :x .
:z a skos:Concept ; skos:prefLabel "Z"@en ; skos:broader :z, :a .
"""


@pytest.fixture
def tree(tmp_path):
    """A concept under two others, a circle, a concept under itself, and labels that would break a page."""
    (tmp_path / "tree.ttl").write_text(TREE)
    return lobkit.vocabulary(tmp_path / "tree.ttl", name="Tree")


def test_each_concept_stands_in_the_tree(tree):
    """Under each of its broader ones; circles are entered once and end."""
    lines = [(one.depth, one.label) for one in picture.tree(tree.concepts)]

    assert lines == [
        (0, '<Animals> & "more"'),
        (1, "Birds"),
        (2, "Chicken"),
        (1, "Chicken"),
        (1, "Z"),
        (0, "X"),
        (1, "Y"),
        (2, "X"),
    ]


def test_a_picture_needs_nothing_and_breaks_nothing(tree):
    """Well-formed, escaped, without any reference to something outside."""
    drawn = picture.svg(tree.concepts, title="<T>")
    texts = ["".join(one.itertext()) for one in ElementTree.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text")]

    assert texts[0] == 'https://example.org/v/a<Animals> & "more"'
    assert len(texts) == 8
    assert not re.search(r"href|url\(|<script|<style|@import", drawn)


def test_graphviz_text_is_quoted(tree):
    """Each link once, circles and all."""
    drawn = picture.dot(tree.concepts)

    assert '"https://example.org/v/a" [label="<Animals> & \\"more\\"", URL="https://example.org/v/a"];' in drawn
    assert drawn.count(" -> ") == 8
    assert '"https://example.org/v/b" -> "https://example.org/v/c" [dir=none' in drawn


def test_a_notebook_shows_the_tree_and_runs_nothing(tree):
    """Balanced lists; markup in labels and definitions is text."""
    shown = tree._repr_html_()
    ElementTree.fromstring(f"<div>{shown}</div>")

    assert "<script" not in shown
    assert "&lt;script&gt;" in shown
    assert shown.count("<li>") == 8


def test_a_long_vocabulary_is_cut_in_a_notebook(tree):
    """And says how much more there is."""
    shown = picture.html(tree.concepts, most=3)
    ElementTree.fromstring(f"<div>{shown}</div>")
    assert shown.endswith("<p>… and 5 more</p>\n")


@pytest.mark.parametrize("form", ["turtle", "csv", "jskos", "json-schema", "shacl", "dot", "svg", "html"])
def test_the_command_writes_every_form(form):
    """To standard output where no file is named."""
    done = CliRunner().invoke(main, ["vocab", "convert", "sector", "--to", form])
    assert (done.exit_code, "https://w3id.org/lobkit/sector/havo-vwo" in done.stdout) == (0, True)


@pytest.mark.parametrize("arguments", [["--to", "xlsx"], [], ["-o", "x.unknown"]])
def test_a_form_that_is_not_said_is_asked_for(arguments):
    """A usage error."""
    assert CliRunner().invoke(main, ["vocab", "convert", "sector", *arguments]).exit_code == 2


@pytest.mark.parametrize(("source", "verb"), [("thema", "vocab export"), ("docs/howto/thema-2.ttl", "convert")])
def test_json_is_one_form(source, verb, tmp_path):
    """That of lobkit; JSKOS has a name of its own, and who asks for it under the other one is told of both."""
    target = tmp_path / "v.json"
    refused = CliRunner().invoke(main, ["vocab", "convert", source, "-o", str(target)])
    assert refused.exit_code == 2
    assert f"lobkit {verb} {source} -o {target}" in refused.stderr
    assert f"{tmp_path / 'v.jskos.json'}, or say --to jskos" in refused.stderr

    done = CliRunner().invoke(main, [*verb.split(), source, "-o", str(target)])
    assert done.exit_code == 0
    assert "@graph" in (tree := json.loads(target.read_text("utf-8"))) or tree["type"] == "Catalog"

    asked = CliRunner().invoke(main, ["vocab", "convert", source, "--to", "jskos", "-o", str(target)])
    assert asked.exit_code == 0
    assert "uri" in json.loads(target.read_text("utf-8"))


# ── what is left out ─────────────────────────────────────────────────────────────────────────────────────────────────

WHOLE = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix ex: <https://example.org/v/> .
ex:v a skos:ConceptScheme ; dct:title "V"@nl , "W"@en ; owl:versionInfo "1.0" ; skos:hasTopConcept ex:a .
ex:a a skos:Concept ; skos:inScheme ex:v ; skos:prefLabel "a"@nl , "b"@en-GB ; skos:notation "1" ; skos:narrower ex:b ;
  skos:closeMatch <https://example.com/a> ; owl:deprecated true .
ex:b a skos:Concept ; skos:inScheme ex:v ; skos:prefLabel "c" ; skos:related ex:a ; dct:replaces ex:a .
"""
LEFT_OUT = {
    "ex:v dct:description 'x'@nl .": "<https://example.org/v/v>: dcterms:description",
    "ex:v dct:title 'V' .": "",
    "ex:v2 a skos:ConceptScheme ; dct:title 'X' .": "<https://example.org/v/v2>: dcterms:title, rdf:type",
    "ex:a a ex:Kind .": "<https://example.org/v/a>: rdf:type <https://example.org/v/Kind>",
    "ex:a skos:notation '1'^^ex:code .": "<https://example.org/v/a>: the datatype of skos:notation",
    "ex:a skos:broaderTransitive ex:b .": "<https://example.org/v/a>: skos:broaderTransitive",
    "ex:a skos:broader [ ] .": "<https://example.org/v/a>: skos:broader",
    "ex:a skos:note [ ex:value 'x' ] .": "<https://example.org/v/a>: skos:note other than as a text",
    "ex:a skos:prefLabel ex:label .": "<https://example.org/v/a>: skos:prefLabel other than as a text",
    "ex:a xl:altLabel ex:l . ex:l xl:literalForm 'x'@nl .": "<https://example.org/v/a>: <http://www.w3.org/2008/05/skos-xl#altLabel>",
    "ex:g a skos:Collection ; skos:member ex:a .": "<https://example.org/v/g>: rdf:type, skos:member",
    "[] a skos:Collection ; skos:member ex:a .": "something without address: rdf:type, skos:member",
    "ex:gone owl:deprecated true .": "<https://example.org/v/gone>: owl:deprecated",
    "ex:c skos:exactMatch <https://example.com/c> .": "<https://example.org/v/c>: skos:exactMatch",
    "ex:c skos:exactMatch ex:a .": "",
    "ex:b skos:broader ex:a .": "",
    "ex:b skos:narrower ex:x .": "<https://example.org/v/b>: skos:narrower",
}  # fmt: skip


@pytest.mark.parametrize("more", ["", *LEFT_OUT])
def test_what_no_form_says_is_told(more, tmp_path):
    """Statement by statement; what is said from the other end, or in other words of the same meaning, is not lost."""
    (tmp_path / "v.ttl").write_text(WHOLE + more, "utf-8")
    told = {}
    for form in ("turtle", "csv", "jskos"):
        done = CliRunner().invoke(main, ["vocab", "convert", str(tmp_path / "v.ttl"), "--to", form])
        told[form] = [one for one in done.stderr.splitlines() if one.startswith("left out: ")]
    expected = LEFT_OUT.get(more, "")

    assert [one.startswith(f"left out: {expected} (not in what is converted)") for one in told["turtle"][:1]] == [True] * bool(expected)  # fmt: skip
    assert [one.replace("what is converted", "JSKOS") for one in told["turtle"]] == told["jskos"]
    assert sum("dcterms:title, owl:versionInfo" in one for one in told["csv"]) == 1


def test_things_that_lose_the_same_share_a_line(tmp_path):
    """Ten are named, and the others counted."""
    codes = "".join(f"ex:c{at:02} a skos:Concept ; skos:notation '{at}'^^ex:code .\n" for at in range(25))
    (tmp_path / "v.ttl").write_text(WHOLE + codes, "utf-8")
    done = CliRunner().invoke(main, ["vocab", "convert", str(tmp_path / "v.ttl"), "--to", "turtle"])

    (line,) = done.stderr.splitlines()
    assert line.startswith("left out: <https://example.org/v/c00>, ")
    assert line.endswith(", <https://example.org/v/c09> and 15 more: the datatype of skos:notation (not in what is converted)")  # fmt: skip


def test_a_scheme_keeps_its_title_in_every_language(tmp_path):
    """In Turtle and JSKOS, there and back."""
    (tmp_path / "v.ttl").write_text(WHOLE, "utf-8")
    for name in ("x.ttl", "x.jskos.json"):
        CliRunner().invoke(main, ["vocab", "convert", str(tmp_path / "v.ttl"), "-o", str(tmp_path / name)])
        assert read_edition(tmp_path / name).titles == {("nl", "V"), ("en", "W")}


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("x.jsonld", "JSON-LD is written by 'lobkit convert v.ttl -o x.jsonld'"),
        ("x.nt", "N-Triples is written by 'lobkit convert v.ttl -o x.nt'"),
        ("x.json", "'lobkit convert v.ttl -o x.json' writes"),
        ("x.odt", "say with --to which form to write"),
    ],
)
def test_a_form_that_another_verb_writes_is_told(target, told, tmp_path, monkeypatch):
    """With the call that writes it."""
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["vocab", "convert", "v.ttl", "-o", target])
    assert (done.exit_code, told in done.stderr) == (2, True)
