"""Each code has a page, and each page says what is true: its wrong example is told as it says, its right one is clean."""

import datetime
import re
from pathlib import Path

import pytest

import lobkit
from lobkit.validation.codes import CODES

PAGES = Path(__file__).parent.parent / "docs" / "rules"
TODAY = datetime.date(2026, 1, 1)
BLOCK = re.compile(r"(?ms)^```(\w+)\n(.*?)^```$")
RUN_AS_A_PAGE = {"LOB107", "LOB114", "LOB205"}
"""Their examples are Python, which `test_documents` runs."""
FILES = {"LOB001", "LOB002", "LOB003", "LOB004"}
"""Faults of a file as such, which no text can show."""
OF_RECORDS = [code for code in CODES if code < "LOB6"]
"""Those on records; those on vocabularies have a table of their own."""
WITH_EXAMPLES = sorted(set(OF_RECORDS) - RUN_AS_A_PAGE - FILES)


def parts(code):
    """The blocks of a page under 'Wrong' and under 'Right'."""
    page = (PAGES / f"{code}.md").read_text("utf-8")
    wrong, right = page.split("\n## Wrong\n")[1].split("\n## Right\n")
    return BLOCK.findall(wrong), BLOCK.findall(right)


def judged(folder, name, text, monkeypatch):
    monkeypatch.chdir(folder)
    (folder / name).write_text(text, encoding="utf-8")
    return lobkit.validate(name, today=TODAY)


def test_every_code_has_a_page():
    """No code without its page, and no page without its code."""
    assert {path.stem for path in PAGES.glob("LOB*.md")} == set(OF_RECORDS)


@pytest.mark.parametrize("code", OF_RECORDS)
def test_a_page_bears_the_title_and_the_severity_of_its_code(code):
    """What the page says of the code is what the code says of itself."""
    page = (PAGES / f"{code}.md").read_text("utf-8")

    assert page.startswith(f"# {code}: {CODES[code].title}\n\nSeverity: **{CODES[code].severity.value}**\n")
    assert page.count("\n## Wrong\n") == page.count("\n## Right\n") == 1


@pytest.mark.parametrize("code", WITH_EXAMPLES)
def test_the_wrong_example_is_told_as_the_page_says(code, tmp_path, monkeypatch):
    """The finding of the page, to the letter, with its file, line and column."""
    (_, text), (_, told) = parts(code)[0]

    report = judged(tmp_path, told.split(":")[0], text, monkeypatch)

    assert report.text() == told
    assert code in report.by_code()
    assert next(one for one in report if one.code == code).severity is CODES[code].severity


@pytest.mark.parametrize("code", WITH_EXAMPLES)
def test_the_right_example_is_clean(code, tmp_path, monkeypatch):
    """What the page advises gives no finding at all, not even a remark."""
    name = parts(code)[0][1][1].split(":")[0]

    report = judged(tmp_path, name, parts(code)[1][0][1], monkeypatch)

    assert report.findings == ()
    assert report.judged > 0


def test_a_file_that_is_not_there(tmp_path):
    """LOB001: nothing is known of the records in it."""
    report = lobkit.validate(tmp_path / "weg.yaml")

    assert report.text() == f"{tmp_path}/weg.yaml: LOB001: cannot be read: No such file or directory\n"
    assert report.unreadable


def test_a_folder_without_records(tmp_path):
    """LOB001: an empty folder passes for nothing."""
    assert "LOB001: no file here has an extension that lobkit reads" in lobkit.validate(tmp_path).text()


def test_an_extension_that_says_no_format(tmp_path):
    """LOB002: what can be read is listed."""
    (tmp_path / "verslag.docx").write_bytes(b"x")

    assert (
        "LOB002: the extension does not say a format; name one (json, jsonl, "
        in lobkit.validate(tmp_path / "verslag.docx").text()
    )


def test_a_file_in_another_encoding(tmp_path):
    """LOB003: with the place of the first byte that is no UTF-8."""
    (tmp_path / "verslag.yaml").write_bytes("type: Publication\ntitle:\n  nl: Zoë kiest\n".encode("latin-1"))

    assert ":3:9: LOB003: byte 0xeb is no UTF-8" in lobkit.validate(tmp_path / "verslag.yaml").text()


def test_a_target_that_cannot_be_written(tmp_path):
    """LOB004: nothing is written, and the folder is named."""
    with pytest.raises(lobkit.WriteError, match="LOB004: cannot be written: No such file or directory"):
        lobkit.write(lobkit.Publication(lobkit.LangMap(nl="X")), tmp_path / "weg" / "a.ttl")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ('{"type":"Publication","title":{"nl":"X"},"year":2091,"isbns":["978-90-313-6018-1"],"tittel":1}', ["LOB305", "LOB306", "LOB102"]),
        ('{"type":"Publication","year":2091}', ["LOB103", "LOB305"]),
        ('{"type":"Publication","title":{"nl":"X"},"authors":[{"type":"Person"},{"type":"Person","name":"Berg, J."}]}', ["LOB103", "LOB301"]),
        ('{"type":"Publication","title":{"nl":"X"},"year":2019,"year":2091}', ["LOB105", "LOB305"]),
        ('{"type":"Publication","id":"geen adres","title":{"nl":"X"},"year":2091}', ["LOB106", "LOB305"]),
    ],
)  # fmt: skip
def test_one_fault_hides_no_other(text, codes, tmp_path):
    """What stands beside a broken value, or in a record without a title, is judged all the same."""
    (tmp_path / "a.json").write_text(text, encoding="utf-8")

    assert [one.code for one in lobkit.validate(tmp_path / "a.json", today=TODAY)] == codes


@pytest.mark.parametrize(
    "text",
    [
        '{"type":"Publication","title":{"nl":"X"},"links":[{"type":"Link","url":"x.org"}]}',
        '{"type":"Publication","title":{"nl":"X"},"summary":[{"type":"Section","body":5}]}',
        '{"type":"Publication","title":{"nl":"X"},"authors":[{"type":"Person","name":"Berg, J.","familyName":5}]}',
        '{"type":"Publication","title":{"nl":5},"language":"nl"}',
        '{"type":"Publication","title":{"nl":"X"},"year":"2012","jaartal":"https://w3id.org/lobkit/jaartal/voor-2015"}',
        '{"type":"Publication","id":"x y","title":{"nl":"X"},"recommendations":[{"type":"Recommendation","text":{"nl":"Y"},"publication":"https://x.org/a"}]}',
    ],
)  # fmt: skip
def test_one_fault_brings_no_second(text, tmp_path):
    """What could not be read counts as there, so that no rule complains that it is missing."""
    (tmp_path / "a.json").write_text(text, encoding="utf-8")

    assert len(lobkit.validate(tmp_path / "a.json", today=TODAY)) == 1
