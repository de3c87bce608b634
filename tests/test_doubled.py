"""An IRI that two records have is told at its line, beside all else that is wrong, by every road."""

import pytest
from click.testing import CliRunner

import lobkit
from lobkit.cli import main
from lobkit.errors import ReadError
from lobkit.streaming import stream

ONE = '{"type": "Publication", "id": "https://example.org/1", "title": {"nl": "A"}}'
BAD = '{"type": "Publication", "id": "https://example.org/3", "title": {"nl": "A"}, "jaar": 3}'
SECOND = "a second record has the IRI https://example.org/1"


def told(*arguments, given=None):
    done = CliRunner().invoke(main, ["convert", *arguments], input=given)
    return [line for line in done.stderr.splitlines() if "LOB" in line], done.exit_code


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def write(name, text):
    with open(name, "w", encoding="utf-8") as file:
        file.write(text)


@pytest.mark.parametrize(
    "road", [["b.nt"], ["b.yaml"], ["b.jsonld"], ["b.jsonl"], ["b.nt", "--jobs", "2"], ["b.jsonl", "--jobs", "2"]]
)
def test_of_lines_the_second_one_is_told_with_the_other_faults(road):
    """One by one, as a whole, or by several processes: the same lines, with that of the first one."""
    write("a.jsonl", f"{ONE}\n\n{BAD}\n{ONE}\n{{\n{ONE}\n")

    found, code = told("a.jsonl", "-o", *road)
    assert [line.split(" ")[0] for line in found] == ["a.jsonl:3:78:", "a.jsonl:4:1:", "a.jsonl:5:2:", "a.jsonl:6:1:"]
    assert found[1] == f"a.jsonl:4:1: LOB501 id: {SECOND} (the first stands at line 1); keep one of them"
    assert code == 1


DOCUMENTS = """\
type: Publication
id: https://example.org/1
title: {nl: A}
---
type: Publication
id: https://example.org/1
title: {nl: B}
"""


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("a.yaml", DOCUMENTS, "a.yaml:6:1: LOB501 document 2.id: {} (the first stands at line 2)"),
        ("a.json", f'{{"@graph": [\n{ONE},\n{ONE}]}}', "a.json:3:25: LOB501 @graph[1].id: {} (the first stands at line 2)"),
        (
            "a.json",
            f'{{"type": "Catalog", "publications": [\n{ONE},\n{ONE}]}}',
            "a.json:3:25: LOB501 publications[1].id: {} (the first stands at line 2)",
        ),
    ],
)  # fmt: skip
def test_in_documents_it_is_told_at_its_id(name, text, place):
    """As `lobkit validate` tells it, and with the place of the first."""
    write(name, text)

    for to in ("b.jsonl", "b.yaml"):
        assert told(name, "-o", to) == ([f"{place.format(SECOND)}; keep one of them"], 1)


def test_it_is_told_beside_another_fault_of_a_document():
    """One fault hides no other."""
    write("a.yaml", f"{DOCUMENTS}---\ntype: Publication\ntitle: {{nl: C}}\njaar: 3\n")

    found, _ = told("a.yaml", "-o", "b.jsonl")
    assert [line.split(" ")[:2] for line in found] == [["a.yaml:6:1:", "LOB501"], ["a.yaml:11:1:", "LOB102"]]


def test_it_is_told_across_files():
    """Of a folder, and of several sources; the file of the first one is named."""
    write("a.yaml", DOCUMENTS.split("---")[0])
    write("b.jsonl", f"\n{ONE}\n")
    expected = [f"b.jsonl:2:1: LOB501 id: {SECOND} (the first stands at a.yaml:2); keep one of them"]

    assert told("a.yaml", "b.jsonl", "-o", "c.jsonl") == (expected, 1)
    assert told(".", "-o", "c.jsonl") == (expected, 1)


@pytest.mark.parametrize(("form", "text", "line"), [("yaml", DOCUMENTS, 6), ("jsonl", f"{ONE}\n{ONE}\n", 2)])
def test_it_is_told_of_standard_input(form, text, line):
    """Which cannot be read again."""
    found, code = told("-", "--from", form, "-o", "c.yaml", given=text)

    assert [one.split(" ")[0] for one in found] == [f"<stdin>:{line}:1:"]
    assert code == 1


def test_a_lenient_reading_leaves_the_second_one_out():
    """And tells it as all that it leaves out; the first one is kept."""
    write("a.yaml", DOCUMENTS)
    read = lobkit.load("a.yaml", lenient=True)

    assert [one.title["nl"] for one in read.catalog.publications] == ["A"]
    assert [(one.code, one.severity, one.line) for one in read.findings] == [("LOB501", "warning", 6)]
    assert [str(one) for one in read.left_out] == ["a.yaml:6:1: left out: the record https://example.org/1 document 2"]


def test_a_recommendation_inside_a_publication_is_no_second_record():
    """It is told only of records that stand on their own."""
    inner = '{"type": "Recommendation", "id": "https://example.org/1", "text": {"nl": "Doe"}}'
    outer = f'{{"type": "Publication", "title": {{"nl": "B"}}, "recommendations": [{inner}]}}'
    write("a.json", f'{{"@graph": [\n{outer},\n{ONE},\n{ONE}]}}')

    found, _ = told("a.json", "-o", "b.jsonl")
    assert [line.split(" ")[0] for line in found] == ["a.json:4:25:"]


def test_a_stream_of_a_whole_file_tells_both_places():
    """Also where the records of a file cannot be read one by one."""
    write("a.yaml", DOCUMENTS)
    with pytest.raises(ReadError) as caught:
        list(stream("a.yaml"))

    assert [(one.line, one.source) for one in caught.value.findings] == [(6, "a.yaml")]


def test_a_catalog_on_a_line_counts_with_all_that_it_holds():
    """Its records stand at its line."""
    write("a.jsonl", f'{ONE}\n{{"type": "Catalog", "title": {{"nl": "B"}}, "publications": [{ONE}]}}\n')

    expected = [f"a.jsonl:2:1: LOB501 publications[0].id: {SECOND} (the first stands at line 1); keep one of them"]
    assert told("a.jsonl", "-o", "b.yaml") == (expected, 1)


def test_a_lenient_reading_leaves_it_out_of_a_catalog_on_a_line_too():
    """And keeps the catalog with its other records; what comes behind counts as well."""
    two = '{"type": "Publication", "id": "https://example.org/2", "title": {"nl": "Z"}}'
    write("a.jsonl", f'{ONE}\n{{"type": "Catalog", "title": {{"nl": "B"}}, "publications": [{ONE}, {two}]}}\n{two}\n')
    read = lobkit.load("a.jsonl", lenient=True)

    assert read.catalog.title == {"nl": "B"}
    assert [str(one.iri) for one in read.catalog.publications] == ["https://example.org/1", "https://example.org/2"]
    assert [(one.record, one.line) for one in read.left_out] == [
        ("https://example.org/1", 2),
        ("https://example.org/2", 3),
    ]


def test_one_sheet_twice_is_told_by_its_files():
    """Also where a form knows no places."""
    record = lobkit.Publication(lobkit.LangMap(nl="Kiezen"), iri=lobkit.Iri("https://example.org/1"))
    for name in ("a.md", "b.md"):
        lobkit.write(record, name)

    expected = [f"b.md: LOB501 id: {SECOND} (the first stands at a.md); keep one of them"]
    assert told(".", "-o", "c.yaml") == (expected, 1)


def test_a_catalog_in_a_file_counts_each_of_its_records_once():
    """They have places of their own there."""
    write("a.json", f'{{"type": "Catalog", "id": "https://example.org/c", "publications": [\n{ONE}]}}')
    write("b.jsonl", f"{ONE}\n")

    expected = [f"b.jsonl:1:1: LOB501 id: {SECOND} (the first stands at a.json:2); keep one of them"]
    assert told("a.json", "b.jsonl", "-o", "c.jsonl") == (expected, 1)


CATALOG = f'{{"type": "Catalog", "id": "https://example.org/c", "publications": [\n%s{ONE},\n{ONE},\n{ONE.replace("/1", "/2")}]}}'

UNTITLED = '{"type": "Publication", "id": "https://example.org/3"},\n'


@pytest.mark.parametrize(("before", "at"), [("", 1), (UNTITLED, 2)])
def test_a_lenient_reading_of_a_catalog_leaves_out_the_second_one_only(before, at):
    """As of records that stand one after another, also behind one that is faulty itself; the catalog is kept."""
    write("a.json", CATALOG % before)
    read = lobkit.load("a.json", lenient=True)

    assert read.catalog.iri == "https://example.org/c"
    assert [str(one.iri)[-1] for one in read.catalog.publications] == ["1", "2"]
    assert [one.path for one in read.findings if one.code == "LOB501"] == [f"publications[{at}].id"]
    gone = [str(one) for one in read.left_out if one.record != "https://example.org/3"]
    assert gone == [f"a.json:{at + 2}:1: left out: the record https://example.org/1 publications[{at}]"]


def test_each_second_one_of_a_catalog_is_told_once():
    """By every verb; with each its own line, and none hides another."""
    write("a.json", (CATALOG % f"{ONE},\n").replace("/2", "/c"))
    found, code = told("a.json", "-o", "b.yaml")
    assert [(line.split(":")[1], "LOB501" in line) for line in found] == [("3", True), ("4", True), ("5", True)]
    assert code == 1

    judged = lobkit.validate("a.json", select=["LOB1", "LOB501"])
    assert [one.code for one in judged] == ["LOB501"] * 3


def test_a_catalog_is_the_first_of_its_name():
    """Of a catalog and a record in it with one IRI, the record is the second, in a folder as well."""
    write("a.json", (CATALOG % "").replace("/2", "/c"))
    write("b.jsonl", f"{ONE}\n")
    read = lobkit.load(".", lenient=True)

    assert read.catalog.iri == "https://example.org/c"
    places = [(one.source, one.path, str(one.record)[-1]) for one in read.left_out]
    assert places == [("a.json", "publications[1]", "1"), ("a.json", "publications[2]", "c"), ("b.jsonl", "", "1")]


def test_a_doubled_list_in_turtle_is_told_once_as_well():
    """One thing twice in a list is a second record like any other."""
    write(
        "a.ttl",
        """@prefix lob: <https://w3id.org/lobkit/def#> . @prefix dcterms: <http://purl.org/dc/terms/> .
<https://example.org/c> a <http://www.w3.org/ns/dcat#Catalog> ;
  lob:publications (<https://example.org/1> <https://example.org/1>) .
<https://example.org/1> a <http://purl.org/ontology/bibo/Document> ; dcterms:title "A"@nl .
""",
    )
    found, code = told("a.ttl", "-o", "b.yaml")
    assert ([line.split(" ")[1] for line in found], code) == (["LOB501"], 1)
    assert len(lobkit.load("a.ttl", lenient=True).catalog.publications) == 1


HELD = f'{{"type": "Catalog", "publications": [{ONE}, {ONE}, {{"type": "Publication", "titel": {{"nl": "A"}}}}]}}'


@pytest.mark.parametrize("road", [["b.nt"], ["b.yaml"], ["b.nt", "--jobs", "2"], ["b.yaml", "--lenient"]])
def test_a_catalog_on_a_line_tells_it_beside_its_other_faults(road):
    """Though it is no catalog then."""
    write("a.jsonl", f"{HELD}\n")

    found, _ = told("a.jsonl", "-o", *road)
    first, *others = found if "--lenient" not in road else [line for line in found if "LOB501" in line]
    assert (
        first
        == f"a.jsonl:1:140: LOB501 publications[1].id: {SECOND} (the first stands at publications[0]); keep one of them"
    )
    assert all("LOB501" not in line for line in others)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", DOCUMENTS),
        ("a.jsonl", f"{ONE}\n{ONE}\n"),
        ("a.jsonl", f'{{"type": "Catalog", "publications": [{ONE}, {ONE}]}}\n'),
        ("a.json", f'{{"@graph": [\n{ONE},\n{ONE}]}}'),
        ("a.json", f'{{"type": "Catalog", "publications": [\n{ONE},\n{ONE}]}}'),
        ("a.json", f'{{"type": "Catalog", "publications": [{ONE}, {ONE}]}}'),
    ],
)  # fmt: skip
def test_it_is_told_in_the_same_words_by_all(name, text):
    """Strict, lenient and judged: with the line of the first one, or its place where both stand on one line."""
    write(name, text)
    with pytest.raises(ReadError) as refused:
        lobkit.read(name)
    (strict,) = [one for one in refused.value.findings if one.code == "LOB501"]
    (lenient,) = [one for one in lobkit.load(name, lenient=True).findings if one.code == "LOB501"]
    judged = [one for one in lobkit.validate(name) if one.code == "LOB501"]

    assert strict.message.startswith(SECOND)
    assert "the first stands at" in strict.message
    assert {one.message for one in (strict, lenient, *judged)} == {strict.message}
    assert len({(one.line, one.column) for one in (strict, lenient)}) == 1


def test_of_another_file_the_first_is_told_with_it():
    """As a place that editors find."""
    write("a.yaml", DOCUMENTS.partition("---")[0])
    write("b.jsonl", f"{ONE}\n")
    (judged,) = [one for one in lobkit.validate(".") if one.code == "LOB501"]

    assert judged.message == f"{SECOND} (the first stands at a.yaml:2); keep one of them"


TWO = ONE.replace("/1", "/2")
OWN = '{"type": "Catalog", "id": "https://example.org/1", "title": {"nl": "C"}, "publications": [%s]}'


@pytest.mark.parametrize("to", ["b.jsonl", "b.nt", "b.ttl", "b.jsonld", "b.jsonl --jobs 2", "b.nt --jobs 2"])
@pytest.mark.parametrize(
    ("lines", "place"),
    [
        ([ONE, TWO, ONE], "3 id line 1"),
        ([ONE, f'{{"type": "Catalog", "publications": [{TWO}, {ONE}]}}'], "2 publications[1].id line 1"),
        ([f'{{"type": "Catalog", "publications": [{TWO}, {ONE}]}}', ONE], "2 id line 1"),
        ([f'{{"type": "Catalog", "publications": [{ONE}, {ONE}]}}'], "1 publications[1].id publications[0]"),
        ([ONE, f'{{"@graph": [{TWO}, {ONE}]}}'], "2 @graph[1].id line 1"),
        ([f'{{"@graph": [{ONE}, {ONE}]}}'], "1 @graph[1].id @graph[0]"),
        ([OWN % ONE], "1 publications[0].id the catalog itself"),
        ([OWN % TWO, ONE], "2 id line 1"),
        ([ONE, OWN % TWO], "2 id line 1"),
        ([ONE, (OWN % ONE).replace("/1", "/c", 1)], "2 publications[0].id line 1"),
    ],
)
def test_of_lines_every_road_tells_what_validate_tells(lines, place, to):
    """The line and field of the second one, and where the first one stands: a line, or a place in the same line."""
    write("a.jsonl", "".join(f"{line}\n" for line in lines))
    line, path, first = place.split(" ", 2)
    (judged,) = lobkit.validate("a.jsonl", select=["LOB501"])
    (told_of,), code = told("a.jsonl", "-o", *to.split())

    assert (judged.line, judged.path) == (int(line), path)
    assert judged.message == f"{SECOND} (the first stands at {first}); keep one of them"
    assert told_of.startswith(f"a.jsonl:{line}:")
    assert told_of.endswith(f" LOB501 {path}: {judged.message}")
    assert code == 1
