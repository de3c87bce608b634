"""One process and several tell the same of any file of JSON Lines, however damaged, and write the same bytes."""

import gzip
import json
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import patch

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lobkit import conversion, side_by_side
from lobkit.cli import main
from lobkit.errors import ReadError
from lobkit.model import Publication, Recommendation
from lobkit.partitions import Task, convert_lines, plan
from lobkit.project import Model

WORK = {"type": "Publication", "title": {"nl": "Leren kiezen"}}
BOER = {"type": "Person", "id": "https://example.org/boer", "name": "Boer"}
ADVICE = {"type": "Recommendation", "text": {"nl": "Doe dit"}}
RIGHT = [
    WORK,
    {**WORK, "title": {"nl": "één – twee"}, "year": 2015},
    {**WORK, "id": "https://example.org/1"},
    {**WORK, "id": "https://example.org/2", "authors": [BOER]},
    {**WORK, "authors": [BOER, {"type": "Person", "name": "Bos"}]},
    {**ADVICE, "id": "https://example.org/advice"},
    {**WORK, "recommendations": [{**ADVICE, "id": "https://example.org/within"}]},
    {"@graph": [WORK]},
    {"@graph": []},
    {"@graph": [{**WORK, "authors": [BOER]}, {**WORK, "year": 2015}]},
    {"type": "Catalog"},
    {"type": "Catalog", "publications": [{**WORK, "authors": [{"type": "Person", "name": "Bos"}]}, WORK]},
]
WRONG = [
    {**WORK, "year": "2015"},
    {**WORK, "authors": [{**BOER, "name": "Bos"}]},
    {**WORK, "authors": [BOER, {**BOER, "name": "Bos"}]},
    {**WORK, "id": "https://example.org/boer"},
    {**WORK, "id": "https://example.org/within"},
    {**WORK, "id": "https://example.org/4", "recommendations": [{**ADVICE, "id": "https://example.org/4"}]},
    {"type": "Catalog", "title": {"nl": "Met feiten"}, "publications": [WORK]},
    {"@graph": [WORK, 3]},
    {"type": "Organisation", "id": "https://example.org/1", "name": "Geen"},
    {"type": "Publication"},
    None,
    3,
    [],
]
TEXTS = [
    *(json.dumps(one, ensure_ascii=False) for one in (*RIGHT, *WRONG)),
    *("", "  ", "{", "}", "[", "# geen", "\ufeff", "\x0b", "\x00", "\u2028", json.dumps(WORK) + "\r", '{"type": '),
    '{"type": "Publication", "title": {"nl": "x"}, "title": {"nl": "y"}}',
    '{"type": "Publication", "title": {"nl": "\\ud83d"}}',
    '{"type": "Publication", "title": {"nl": NaN}}',
]
FORMS = {"ntriples": "nt", "nquads": "nq", "jsonl": "jsonl"}
DAMAGE = st.tuples(
    st.floats(0, 1),
    st.integers(0, 9),
    st.sampled_from([b"", b"\n", b"\r\n", b"\xef\xbb\xbf", b'"', b"{", b"\xff", b"\x00", b","]) | st.binary(max_size=2),
)
"""Where bytes are taken out, how many, and what stands there instead."""


def outcome(convert, target):
    """What a conversion tells, or the bytes that it writes, or False where it leaves it to a reading of the whole."""
    try:
        if not convert():
            assert not target.exists()
            return False
    except ReadError as error:
        assert not target.exists()
        return error.findings
    return target.read_bytes()


def both(raw, form, enrich=False, size=150):
    """The outcomes of one process, and of several, between which some hundred bytes are cut."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "a.jsonl", Path(folder) / f"b.{FORMS[form]}"
        source.write_bytes(raw)
        one = outcome(lambda: conversion.convert(source, target, enrich=enrich), target)
        target.unlink(missing_ok=True)
        with (
            patch.object(side_by_side, "_SIZE", size),
            patch.object(side_by_side, "ProcessPoolExecutor", ThreadPoolExecutor),
        ):
            several = outcome(lambda: side_by_side.convert(source, target, Task(form, enrich), jobs=2), target)
    return one, several


def lines(*trees):
    return "".join(json.dumps(one) + "\n" for one in trees).encode()


@settings(deadline=None, max_examples=300)
@given(
    st.lists(st.sampled_from(TEXTS), max_size=9),
    st.lists(DAMAGE, max_size=2),
    st.sampled_from([("ntriples", False), ("ntriples", True), ("nquads", False), ("jsonl", False)]),
    st.booleans(),
)
@example(["{", '"type": "Publication"}'], [], ("ntriples", False), False)
def test_they_agree(texts, damage, form, packed):
    """In code, file, line, column, field and message; also in which of two things is told."""
    raw = "\n".join(texts).encode()
    for where, length, instead in damage:
        at = int(where * len(raw))
        raw = raw[:at] + instead + raw[at + length :]
    one, several = both(gzip.compress(raw) if packed else raw, *form)
    assert one == several


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("tree", [one for one in RIGHT if "@graph" in one or one["type"] == "Catalog"])
def test_a_line_may_hold_a_graph_or_a_catalog(form, tree):
    """Several processes number the blank nodes behind it as one process does."""
    some = [{**WORK, "authors": [{"type": "Person", "name": str(at)}]} for at in range(5)]
    one, several = both(lines(*some, tree, *some, tree, *some), form)
    assert isinstance(one, bytes)
    assert one == several


def test_each_fault_is_told():
    """Else they could agree by telling nothing: the faults of lines, and what only the whole can see."""
    one, _ = both(lines(RIGHT[2], WRONG[0], WRONG[1], RIGHT[3], RIGHT[2], WRONG[2]), "ntriples")
    assert [(one.code, one.line, one.path) for one in one] == [
        ("LOB104", 2, "year"),
        ("LOB501", 4, "authors[0].id"),
        ("LOB501", 5, "id"),
        ("LOB501", 6, "authors[1].id"),
    ]


@pytest.mark.parametrize("jobs", [[], ["--jobs", "2"]], ids=["one", "jobs"])
def test_the_command_line_tells_them(tmp_path, jobs):
    """In the same words, by the same exit code."""
    (tmp_path / "a.jsonl").write_bytes(lines(RIGHT[3], WRONG[0], WRONG[1]))
    done = CliRunner().invoke(main, ["convert", str(tmp_path / "a.jsonl"), "-o", str(tmp_path / "b.nt"), *jobs])
    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        f"{tmp_path}/a.jsonl:2:58: LOB104 year: expected a year as a whole number without quotes, not '2015'",
        f"{tmp_path}/a.jsonl:3:1: LOB501 authors[0].id: {BOER['id']} was described otherwise before; keep one description",
    ]


MODEL = Model((Publication, Recommendation), name="works", base="https://example.org/works/")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "trees",
    [
        [RIGHT[2], RIGHT[0], RIGHT[2]],
        [RIGHT[3], WRONG[0], WRONG[1]],
        [RIGHT[3], RIGHT[4]],
        [WRONG[2], RIGHT[7], WRONG[3]],
    ],
)
def test_a_model_of_another_project_gets_the_same(tmp_path, form, trees):
    """Also where it is read as a whole."""
    (tmp_path / "a.jsonl").write_bytes(lines(*trees))
    call = ["convert", str(tmp_path / "a.jsonl"), "--model", "tests.test_one_or_several:MODEL"]
    call += ["-o", str(tmp_path / f"b.{FORMS[form]}")]
    one, several = (CliRunner().invoke(main, [*call, *jobs]) for jobs in ([], ["--jobs", "2"]))
    assert (one.exit_code, one.stderr) == (several.exit_code, several.stderr)


def test_json_over_several_lines_cannot_be_planned(tmp_path):
    """`lobkit scale` says so of the file, and sets no single line of it aside."""
    (tmp_path / "a.jsonl").write_bytes(lines(WORK))
    (tmp_path / "b.jsonl").write_text(json.dumps([WORK, WORK], indent=1))
    with pytest.raises(ReadError, match=r"b\.jsonl:1:1: LOB101: in JSON Lines each record stands on one line"):
        list(plan([tmp_path / "a.jsonl", tmp_path / "b.jsonl"]))


def test_parts_that_are_made_anywhere_hold_a_record_a_line():
    """The next part has to know its number before this one was read."""
    part = convert_lines([json.dumps({"@graph": [WORK, WORK]})], Task("ntriples"))
    assert [one.findings[0].message.partition(";")[0] for one in part.bad] == [
        "a line holds one record here, not a catalog or a graph"
    ]
