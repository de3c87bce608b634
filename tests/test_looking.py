"""The quick ways of judging say what the plain ways say: compiled looks, places, outlines of titles, and what is packed."""

import datetime
import difflib
import json
import re
import unicodedata

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import lobkit
from lobkit.errors import Finding
from lobkit.formats.json import locator
from lobkit.formats.json_lines import serialize_lines
from lobkit.formats.json_places import place_in
from lobkit.model import ROOTS
from lobkit.shape import shape_of
from lobkit.testing import records
from lobkit.validation import across, kept
from lobkit.validation.check import judged
from lobkit.validation.codes import CODES
from lobkit.validation.judging import Task, place_in_file
from lobkit.validation.looking import RULES, looks, names_in, parts, things_in
from lobkit.validation.selection import Selection
from lobkit.vocabularies import folded

ALL = frozenset(CODES)
TODAY = datetime.date(2000, 1, 1)
"""Most years of drawn records lie after it, so that many of them have faults."""


# ── looks ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def asked_one_by_one(record):
    """Each rule, of each thing or field that it is about, in order."""
    for place, thing in things_in(record):
        for rule in RULES:
            for one in rule.asked(shape_of(type(thing))):
                value = thing if one is None else getattr(thing, one.name)
                if one is None or value:
                    for inner, message in rule.check(thing, TODAY) if one is None else rule.check(one, value):
                        yield rule.code, (*place, *inner), message


@pytest.mark.parametrize("cls", ROOTS)
def test_a_compiled_look_says_what_each_rule_says(cls):
    """Of every thing in a record, with its place, in the same order."""

    @given(records(cls))
    def same(record):
        assert list(looks(ALL)[cls](record, TODAY)) == list(asked_one_by_one(record))

    same()


def test_what_is_looked_at_apart_is_passed_over():
    """A recommendation within a publication is a record of its own."""
    advice = lobkit.Recommendation(lobkit.LangMap(nl="Doe dit"), publication=lobkit.Iri("https://example.org/b"))
    publication = lobkit.Publication(lobkit.LangMap(nl="X"), year=2001, recommendations=(advice,))

    assert parts(ROOTS).of(publication) == [((), publication), (("recommendations", 0), advice)]
    assert [code for code, *_ in looks(ALL, ROOTS)[lobkit.Publication](publication, TODAY)] == ["LOB305", "LOB505"]
    assert looks(ALL, ROOTS)[lobkit.Recommendation](advice, TODAY) == ()


@given(records(lobkit.Catalog))
def test_names_are_those_of_all_that_is_nested(catalog):
    """Each as often as it stands there; the members of a set have no order."""
    iris = [getattr(thing, "iri", None) for _, thing in things_in(catalog)]

    assert sorted(names_in(catalog)) == sorted(iri for iri in iris if iri is not None)


# ── places ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def places(tree, place=()):
    """Each place in a tree, and some that it does not have."""
    yield place
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, value in inside:
        yield from places(value, (*place, step))
    yield from ((*place, "nergens"), (*place, 99))


@given(records(lobkit.Publication), st.sampled_from([None, 2]))
def test_one_place_is_found_where_the_list_of_all_has_it(record, indent):
    """Also of what is missing: there, what should hold it."""
    tree = json.loads("".join(serialize_lines([record])))
    text = json.dumps(tree, indent=indent)
    located = locator(text)

    assert {at: place_in(text, at) for at in places(tree)} == {at: located(at) for at in places(tree)}


@pytest.mark.parametrize("text", [' {"a" : [ ] , "b":{ }, "é\\n":[1, {"q":"]"}] }', "{}", "[ 1,\n 2 ]", '"x"'])
def test_space_and_brackets_in_texts_lead_nowhere(text):
    """Between any two signs of JSON may be space."""
    assert {at: place_in(text, at) for at in places(json.loads(text))} == {
        at: locator(text)(at) for at in places(json.loads(text))
    }


# ── titles ───────────────────────────────────────────────────────────────────────────────────────────────────────────

titles = st.text("abcdeeeehiklmnnorstuvz0123456789", min_size=1, max_size=60)


@st.composite
def alike(draw):
    """A title, and one that differs from it in a few signs."""
    title = draw(titles)
    at, most = draw(st.integers(0, len(title))), draw(st.integers(0, 5))
    return title, title[:at] + draw(st.text("aen9", max_size=5)) + title[at + most :]


@given(alike())
def test_outlines_let_no_pair_through_that_is_nearly_the_same(pair):
    """What they pass over, the close look would not have told either."""
    rows = [across.Traits(None, None, (), title=title or "x") for title in pair]
    kept_titles = across._Titles()
    kept_titles.extend(0, [one.title for one in rows], [(2001, "boer")] * 2)
    (found,) = kept_titles.alike()
    matcher = difflib.SequenceMatcher(None, rows[0].title, rows[1].title, autojunk=False)

    if matcher.ratio() >= 0.92:
        assert [(one.number, one.before) for one in found] == [(1, [0])]


@given(st.text())
def test_labels_are_folded_sign_by_sign(text):
    """As the whole text at once would be: without case, accents, spacing and most signs."""
    plain = unicodedata.normalize("NFKD", text).casefold()

    assert folded(text) == re.sub(r"[^\w<>]|_", "", "".join(one for one in plain if not unicodedata.combining(one)))


# ── what is kept ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(kept, "_BLOCK", 3)
    monkeypatch.setattr(kept, "_GROUPED", 4)


@pytest.mark.parametrize("count", [0, 1, 3, 4, 7, 9])
def test_what_is_packed_comes_back(small_blocks, count):
    """All of it in its order, or some by number."""
    packed = kept.Packed(tuple, list)
    packed.extend([[at] for at in range(count // 2)])
    for at in range(count // 2, count):
        packed.append([at])

    assert (len(packed), list(packed)) == (count, [[at] for at in range(count)])
    assert packed.at(range(0, count, 2)) == {at: [at] for at in range(0, count, 2)}


@given(st.lists(st.sampled_from(["", "a", "b", "c", "d"]), max_size=30))
def test_marks_group_what_has_the_same(values):
    """Two at least, in their order; what is empty is nothing."""
    marks = kept.Marks()
    marks.extend(0, values[:7])
    marks.extend(7, values[7:])
    wanted = [[at for at, value in enumerate(values) if value == one] for one in "abcd"]

    assert sorted(marks.shared()) == sorted(group for group in wanted if len(group) > 1)


def test_many_marks_are_grouped_in_turns(small_blocks):
    """No group is lost between two turns, and none is told twice."""
    marks = kept.Marks()
    marks.extend(0, [f"{at % 40}" for at in range(100)])

    assert sorted(marks.shared()) == sorted([at for at in range(100) if at % 40 == one] for one in range(40))


def test_findings_stand_by_source_and_place(small_blocks):
    """However they come, and whatever was found across records."""
    findings = kept.Findings(place_in_file)
    for source, line in (("b", 1), ("b", 4), ("b", 9), ("b", 12), ("a", 3), ("a", 1), ("b", 13)):
        findings.add([Finding("LOB305", "x", source=source, line=line)])
    findings.add_across(Finding("LOB501", "y", source=source, line=9) for source in "acb")

    assert [(one.source, one.line, one.code[-3:]) for one in findings] == [
        ("b", 1, "305"), ("b", 4, "305"), ("b", 9, "305"), ("b", 9, "501"), ("b", 12, "305"), ("b", 13, "305"),
        ("a", 1, "305"), ("a", 3, "305"), ("a", 9, "501"), ("c", 9, "501"),
    ]  # fmt: skip
    assert len(findings) == 10


def test_a_report_is_told_alike_from_packed_findings(small_blocks, tmp_path):
    """The command line tells of packed findings what `validate` gives as a list."""
    faulty = attrs.evolve(
        lobkit.Publication(lobkit.LangMap(nl="X"), year=2999), iri=lobkit.Iri("https://example.org/a")
    )
    file = tmp_path / "a.jsonl"
    file.write_text("".join(serialize_lines([faulty] * 10)) + '{"type": "Publication"}\n', "utf-8")
    report = lobkit.validate(file, today=TODAY)
    told = judged([file], Task(Selection(), None, None, ROOTS, TODAY))

    assert (told.text(), told.summary(), told.json()) == (report.text(), report.summary(), report.json())
    assert "".join(told.lines()) == report.text()
    assert report.by_code() == {"LOB305": 10, "LOB501": 9, "LOB504": 0} or report.by_code() == {
        "LOB305": 10,
        "LOB501": 9,
        "LOB103": 1,
    }
