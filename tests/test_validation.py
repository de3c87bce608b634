"""Reports: what counts, in which form it is told, and what the reports of other validators become."""

import datetime
import json
import sys

import jsonschema
import pyshacl
import pytest
import rdflib
from click.testing import CliRunner

import lobkit
from lobkit.cli import main
from lobkit.errors import Finding, LobkitError, Severity
from lobkit.validation.check import Selection
from lobkit.validation.report import OUTPUT_FORMATS, Report
from lobkit.validation.settings import selection_for
from tests.laws.validators import jsonschema_rs

TODAY = datetime.date(2026, 1, 1)
BAD = '{"type": "Publication",\n "id": "https://example.org/a",\n "title": {"en": "X"},\n "language": "nl",\n "year": 2091}\n'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.json").write_text(BAD, encoding="utf-8")
    (tmp_path / "good.yaml").write_text("type: Publication\ntitle:\n  nl: Y\n", encoding="utf-8")
    return tmp_path


# ── what counts ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ({}, ["LOB307", "LOB305"]),
        ({"select": ["LOB305"]}, ["LOB305"]),
        ({"select": ["LOB3"], "ignore": ["LOB307"]}, ["LOB305"]),
        ({"ignore": ["LOB"]}, []),
    ],
)
def test_codes_are_selected_and_ignored_by_their_beginnings(folder, options, codes):
    """What is ignored wins over what is selected."""
    assert [one.code for one in lobkit.validate("bad.json", today=TODAY, **options)] == codes


def test_a_code_that_is_none_is_an_error(folder):
    """A misspelt code must not switch off all rules in silence."""
    with pytest.raises(LobkitError, match="'LBO3' is no code and no beginning of one; codes are LOB001 to LOB"):
        lobkit.validate("bad.json", select=["LBO3"])


@pytest.mark.parametrize(
    ("pattern", "left"), [("bad.json", []), ("*.json", []), ("*.yaml", ["LOB305"]), ("archief/*", ["LOB305"])]
)
def test_settings_can_differ_by_file(folder, pattern, left):
    """Per file, by a pattern of its name; the settings stand in lobkit.toml."""
    (folder / "lobkit.toml").write_text(f'ignore = ["LOB307"]\n[per-file-ignores]\n"{pattern}" = ["LOB305"]\n', "utf-8")

    assert [one.code for one in lobkit.validate(".", selection=selection_for(folder), today=TODAY)] == left


def test_files_can_be_passed_over(folder):
    """A page that is no sheet stays out of the report; a file that is named is judged all the same."""
    (folder / "README.md").write_text("# Over deze map\n", "utf-8")
    (folder / "lobkit.toml").write_text('exclude = ["README.md"]\n', "utf-8")
    selection = selection_for(folder)

    assert not any(one.source == "README.md" for one in lobkit.validate(".", selection=selection, today=TODAY))
    assert lobkit.validate("README.md", selection=selection).by_code() == {"LOB401": 1}


def test_a_file_without_records_does_not_pass(folder):
    """Nothing was judged, and so nothing was shown to be right."""
    (folder / "leeg.yaml").write_text("# later\n", "utf-8")

    assert lobkit.validate("leeg.yaml").by_code() == {"LOB114": 1}


def test_settings_hold_for_the_folders_below_them(folder):
    """The nearest settings above the working directory, also those in a pyproject.toml."""
    (folder / "pyproject.toml").write_text('[tool.lobkit]\nselect = ["LOB305"]\n', "utf-8")
    (folder / "records").mkdir()

    assert selection_for(folder / "records").codes >= {"LOB305"}
    assert "LOB307" not in selection_for(folder / "records").codes


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('ignroe = ["LOB3"]', "'ignroe' is no setting of lobkit; did you mean 'ignore'?"),
        ('ignore = "LOB3"', r"'ignore' is a list of codes such as \['LOB3', 'LOB406'\], not 'LOB3'"),
        ('ignore = ["XYZ"]', "'XYZ' is no code"),
        ("per-file-ignores = 3", "is a table of patterns"),
        ("ignore = [", "these settings cannot be read"),
    ],
)
def test_settings_that_say_something_else_are_refused(folder, text, message):
    """With the file, and what can stand there."""
    (folder / "lobkit.toml").write_text(text, encoding="utf-8")

    with pytest.raises(LobkitError, match=message) as caught:
        selection_for(folder)
    assert "lobkit.toml" in str(caught.value)


def test_what_cannot_be_read_is_told_whatever_is_ignored(folder):
    """A broken file does not pass for a good one."""
    report = lobkit.validate("weg.json", ignore=["LOB"])

    assert report.by_code() == {"LOB001": 1}
    assert report.judged == 0


# ── many files ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_processes_side_by_side_give_the_same_report(folder):
    """The same findings in the same order, also those that need two files."""
    for at in range(12):
        (folder / f"r{at:02}.json").write_text(BAD.replace("/a", f"/{at % 6}"), encoding="utf-8")

    alone, beside = (lobkit.validate(".", jobs=jobs, today=TODAY) for jobs in (1, 2))

    assert alone == beside
    assert alone.judged == 14
    assert alone.by_code()["LOB501"] == 6


def test_duplicates_are_told_with_both_places(folder):
    """The second one is told, with its own line and the place of the first."""
    (folder / "two.json").write_text(BAD.replace("2091", "2019"), encoding="utf-8")

    (found,) = [one for one in lobkit.validate(".", today=TODAY) if one.code == "LOB501"]

    assert (
        str(found)
        == "two.json:2:2: LOB501 id: a second record has the IRI https://example.org/a (the first stands at bad.json:2); keep one of them"
    )


def test_parts_of_a_series_are_no_duplicates(folder):
    """Titles that differ in a digit only are two publications."""
    lines = [f'{{"type":"Publication","title":{{"nl":"Kiezen in het mbo, deel {at}"}},"year":2019}}\n' for at in (1, 2)]
    (folder / "parts.jsonl").write_text("".join(lines), encoding="utf-8")

    assert lobkit.validate("parts.jsonl").findings == ()


def test_a_catalog_in_memory_is_judged_with_its_places():
    """Records that no file holds have a place in their catalog."""
    one = lobkit.Publication(lobkit.LangMap(nl="X"), year=2091)

    report = lobkit.validate(lobkit.Catalog(publications=(one,)), today=TODAY)

    assert (
        report.text() == "<text>: LOB305 publications[0].year: 2091 is still to come (it is 2026); is a digit wrong?\n"
    )


def test_what_is_no_record_is_an_error():
    """A mistake of the caller is no finding."""
    with pytest.raises(LobkitError, match="int is neither a path nor a record"):
        lobkit.validate([5])


# ── forms ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def report(folder):
    return lobkit.validate("bad.json", today=TODAY)


def test_every_form_says_the_same(report):
    """No form leaves a finding out."""
    for name, form in OUTPUT_FORMATS.items():
        assert all(form(report).count(code) >= 1 for code in ("LOB305", "LOB307")), name


def test_json_has_all_fields_and_counts(report):
    """For programs: the whole, with its verdict."""
    whole = json.loads(report.json())

    assert whole["conforms"] is False
    assert whole["judged"] == 1
    assert whole["counts"] == {"violation": 1, "warning": 1, "info": 0}
    assert whole["findings"][1] == {
        "code": "LOB305", "message": "2091 is still to come (it is 2026); is a digit wrong?", "path": "year",
        "severity": "violation", "source": "bad.json", "line": 5, "column": 2, "record": "https://example.org/a",
    }  # fmt: skip
    assert [json.loads(line) for line in report.jsonl().splitlines()] == whole["findings"]


def test_sarif_points_at_the_line_and_explains_the_rule(report):
    """SARIF 2.1.0: each result has its rule, its level and its region."""
    (run,) = json.loads(report.sarif())["runs"]
    result = run["results"][1]

    assert result["ruleId"] == run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "LOB305"
    assert result["level"] == "error"
    place = result["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "bad.json"}, "region": {"startLine": 5, "startColumn": 2}}


def test_annotations_of_github_escape_what_would_end_them():
    """A message with a percent sign or a line end stays one annotation."""
    one = Finding("LOB305", "100%\nmis", "year", Severity.WARNING, "a,b.json", 5, 2)

    assert Report((one,)).github() == "::warning file=a%2Cb.json,line=5,col=2,title=LOB305::year: 100%25%0Amis\n"


def test_the_report_graph_is_one_that_shacl_knows(report):
    """Each result has what SHACL asks of one (section 3.6.2), and comes back as the same code and place."""
    graph = rdflib.Graph().parse(data=report.shacl(), format="turtle")
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")

    (whole,) = graph.subjects(rdflib.RDF.type, sh.ValidationReport)
    assert graph.value(whole, sh.conforms).toPython() is False
    for result in graph.objects(whole, sh.result):
        for needed in (sh.focusNode, sh.resultSeverity, sh.sourceConstraintComponent):
            assert graph.value(result, needed) is not None
    back = Report.from_shacl(graph)
    assert sorted((one.code, one.path, one.severity, one.record) for one in back) == sorted(
        (one.code, one.path, one.severity, one.record) for one in report
    )


def test_a_summary_counts_by_rule(report):
    """Most first, and the whole in the last line."""
    assert report.summary().splitlines()[-1] == "1 record: 1 violation, 1 warning, 0 infos"


# ── the findings of others ───────────────────────────────────────────────────────────────────────────────────────────

TREE = '{"type": "Publication",\n "title": {"nl": "X"},\n "tittel": "Y",\n "year": "2019",\n "themas": ["https://example.org/x"]}'
TOLD = [(3, "LOB102", "tittel"), (4, "LOB104", "year"), (5, "LOB204", "themas[0]")]


def _of_ajv():
    """As ajv prints its errors, with the options allErrors and verbose off."""
    return [
        {"instancePath": "", "keyword": "additionalProperties", "params": {"additionalProperty": "tittel"}, "message": "must NOT have additional properties"},
        {"instancePath": "/year", "keyword": "type", "params": {"type": "integer"}, "message": "must be integer"},
        {"instancePath": "/themas/0", "keyword": "oneOf", "params": {"passingSchemas": None}, "message": "must match exactly one schema in oneOf"},
    ]  # fmt: skip


def test_errors_of_json_schema_validators_become_findings():
    """jsonschema, jsonschema-rs and ajv: the same codes at the same lines, in the order of the text."""
    schema = json.loads(lobkit.schema("json-schema"))
    data = json.loads(TREE)
    theirs = {
        "jsonschema": list(jsonschema.Draft202012Validator(schema).iter_errors(data)),
        "jsonschema-rs": list(jsonschema_rs.validator_for(schema).iter_errors(data)),
        "ajv": _of_ajv(),
    }
    for name, errors in theirs.items():
        report = Report.from_json_schema(errors, source="a.json", text=TREE)
        assert [(one.line, one.code, one.path) for one in report] == TOLD, name
        assert not report.conforms


def test_lines_of_yaml_are_found_as_well():
    """A JSON Schema validator sees the tree only; the text gives the lines."""
    text = "type: Publication\ntitle:\n  nl: X\nyear: '2019'\n"
    errors = jsonschema.Draft202012Validator(json.loads(lobkit.schema("json-schema"))).iter_errors(
        {"type": "Publication", "title": {"nl": "X"}, "year": "2019"}
    )

    (found,) = Report.from_json_schema(errors, source="a.yaml", text=text)

    assert (found.line, found.column, found.path) == (4, 1, "year")


def test_results_of_a_shacl_engine_become_findings():
    """With their focus node, their key, and a message for people."""
    data = """<https://x.org/a> a <http://purl.org/ontology/bibo/Document> ; <http://purl.org/dc/terms/title> "X"@nl ;
        <http://purl.org/dc/terms/issued> 2019 ; <http://purl.org/dc/terms/subject> <https://x.org/y> ."""
    shapes = rdflib.Graph().parse(data=lobkit.schema("shacl"), format="turtle")
    _, results, _ = pyshacl.validate(rdflib.Graph().parse(data=data, format="turtle"), shacl_graph=shapes)

    report = Report.from_shacl(results, data=data, shapes=shapes)

    told = [(one.code, one.path, one.record) for one in report if one.severity is Severity.VIOLATION]
    assert ("LOB204", "themas", "https://x.org/a") in told
    assert ("LOB104", "year", "https://x.org/a") in told
    assert report.judged == 1


# ── the command line ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["good.yaml"], 0),
        (["bad.json"], 1),
        (["bad.json", "weg.json"], 2),
        (["bad.json", "--ignore", "LOB305"], 0),
        (["bad.json", "--select", "XYZ"], 2),
        (["bad.json", "--output-format", "xml"], 2),
        ([], 2),
    ],
)
def test_the_exit_code_says_how_it_went(folder, arguments, code):
    """0 no violation, 1 violations, 2 a wrong call or a source that cannot be read."""
    assert CliRunner().invoke(main, ["validate", *arguments]).exit_code == code


def test_findings_are_the_output_and_the_summary_goes_beside_it(folder):
    """Standard output holds the report only, so that it can be piped."""
    done = CliRunner().invoke(main, ["validate", "bad.json", "--output-format", "json"])

    assert json.loads(done.stdout)["judged"] == 1
    assert "LOB305" in done.stderr


def test_a_report_can_go_to_a_file(folder):
    """Written whole, and nothing on standard output."""
    done = CliRunner().invoke(main, ["validate", "bad.json", "--output-format", "sarif", "-o", "r.sarif"])

    assert done.stdout == ""
    assert json.loads((folder / "r.sarif").read_text("utf-8"))["version"] == "2.1.0"


def test_standard_input_is_judged(monkeypatch, folder):
    """`-` with its format, and lines all the same."""
    done = CliRunner().invoke(main, ["validate", "-", "--from", "json"], input=BAD)

    assert "<stdin>:5:2: LOB305" in done.stdout
    assert sys.stdin is not None


@pytest.mark.parametrize("code", ["LOB1", "LOB305"])
def test_a_selection_keeps_what_makes_a_file_unreadable(code):
    """LOB001 to LOB004 are always selected."""
    assert {"LOB001", "LOB002", "LOB003", "LOB004"} <= Selection(select=(code,)).codes
