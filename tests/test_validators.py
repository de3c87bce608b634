"""What a validator, a converter or `__attrs_post_init__` of somebody's class refuses is a finding, by every road."""

import json
import re
from decimal import Decimal
from typing import Annotated

import attrs
import pytest
from attrs import frozen
from click.testing import CliRunner
from hypothesis import given

import lobkit
from lobkit.cli import main
from lobkit.declare import Property, rdf_type
from lobkit.formats import rdf
from lobkit.partitions import Task, convert_lines
from lobkit.shape import checked, shape_of
from lobkit.testing import records

EX = "https://example.org/lesson#"


def _no_blank_room(room: str | None) -> str | None:
    if room == "?":
        raise ValueError("a room has a number")
    return room


GRADES = {
    "of nothing": lambda: {}["of nothing"],
    "none": lambda: re.match("a", "b").group(),
    "a figure": lambda: Decimal("a figure"),
    "a pattern": lambda: re.compile("("),
    "the next": lambda: next(iter(())),
    "a byte": lambda: b"\xff".decode(),
    "no words": lambda: (_ for _ in ()).throw(ValueError),
}


def _kept(grade: str | None, lesson: object, field: object) -> str | None:
    """A converter of the kind that knows more than its value."""
    return grade


def _grade(lesson: object, field: object, grade: str | None) -> None:
    """A rule that fails, rather than refuse."""
    if grade in GRADES:
        GRADES[grade]()


@rdf_type(EX + "Teacher", "Who gives it.")
@frozen
class Teacher:
    """A nested thing with a rule of its own."""

    name: Annotated[str, Property(EX + "name", "The name.")] = attrs.field(validator=attrs.validators.max_len(5))
    __attrs_post_init__ = checked


@rdf_type(EX + "Lesson", "A lesson.")
@frozen
class Lesson:
    """A class with every kind of rule that attrs has."""

    iri: lobkit.Iri
    minutes: Annotated[int, Property(EX + "minutes", "How long.")] = attrs.field(validator=attrs.validators.le(60))
    level: Annotated[str | None, Property(EX + "level", "For whom.")] = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.in_(["vmbo", "havo"]))
    )
    room: Annotated[str | None, Property(EX + "room", "Where.")] = attrs.field(default=None, converter=_no_blank_room)
    teacher: Annotated[Teacher | None, Property(EX + "teacher", "Who.")] = None
    grade: Annotated[str | None, Property(EX + "grade", "How well.")] = attrs.field(
        default=None, converter=attrs.Converter(_kept, takes_self=True, takes_field=True), validator=_grade
    )

    def __attrs_post_init__(self) -> None:
        checked(self)
        if self.minutes == 13:
            raise TypeError


MODEL = lobkit.Model((Lesson,), name="lesson", base="https://example.org/lesson/")
GOOD = {"id": "https://example.org/1", "type": "Lesson", "minutes": 50}
FAULTS = {
    "minutes": ({"minutes": 70}, "minutes", "'minutes' must be <= 60: 70"),
    "level": ({"level": "mbo"}, "level", "'level' must be in ['vmbo', 'havo'] (got 'mbo')"),
    "converter": ({"room": "?"}, "room", "a room has a number"),
    "post_init": ({"minutes": 13}, "", "its class refuses it (TypeError)"),
    "nested": (
        {"teacher": {"type": "Teacher", "name": "Boersma"}},
        "teacher.name",
        "Length of 'name' must be <= 5: 7",
    ),
}
BROKEN = {
    "of nothing": "KeyError: 'of nothing'",
    "none": "AttributeError: 'NoneType' object has no attribute 'group'",
    "a figure": "decimal.InvalidOperation: [<class 'decimal.ConversionSyntax'>]",
    "a pattern": f"re.{re.error.__name__}: missing ), unterminated subpattern at position 0",
    "the next": "StopIteration",
    "a byte": "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
}
"""What is told of a rule that fails with something else than attrs refuses with."""
FAULTS |= {
    f"a rule that fails: {grade}": (
        {"grade": grade}, "grade", f"the rule for it ends in {told}; mend the value, or the rule where that is wrong"
    )
    for grade, told in BROKEN.items()
}  # fmt: skip
FAULTS["a rule without words"] = ({"grade": "no words"}, "grade", "its class refuses it (ValueError)")
ROADS = ["json", "jsonl", "jsonl, several", "yaml", "jsonld", "turtle", "ntriples", "nquads", "in any order"]


@pytest.fixture
def source(tmp_path):
    """Writes a tree, which may break a rule, in the form of a road."""

    def write(tree, road):
        name = {"turtle": "a.ttl", "ntriples": "a.nt", "nquads": "a.nq", "in any order": "a.nt"}.get(
            road, f"a.{road.split(',')[0]}"
        )
        file = tmp_path / name
        file.write_text(_text(tree, road), encoding="utf-8")
        return file

    return write


def _text(tree, road):
    if road in ("json", "jsonl", "jsonld"):
        return json.dumps(tree) + "\n"
    if road == "jsonl, several":
        return json.dumps({**GOOD, "id": "https://example.org/0"}) + "\n" + json.dumps(tree) + "\n"
    if road == "yaml":
        return "".join(f"{key}: {json.dumps(value)}\n" for key, value in tree.items())
    xsd = "^^<http://www.w3.org/2001/XMLSchema#integer>"
    subject, a = f"<{tree['id']}>", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    lines = [f"{subject} {a} <{EX}Lesson> ."]
    for key in ("minutes", "level", "room", "grade"):
        if key in tree:
            lines.append(f'{subject} <{EX}{key}> "{tree[key]}"{xsd if key == "minutes" else ""} .')
    if "teacher" in tree:
        lines += [
            f"{subject} <{EX}teacher> _:r1b1 .",
            f"_:r1b1 {a} <{EX}Teacher> .",
            f'_:r1b1 <{EX}name> "{tree["teacher"]["name"]}" .',
        ]
    return "".join(f"{line}\n" for line in (reversed(lines) if road == "in any order" else lines))


@pytest.mark.parametrize("road", ROADS)
@pytest.mark.parametrize("fault", FAULTS)
def test_it_is_told_at_its_place(source, road, fault):
    """With code, field and line, by reading, validating and converting."""
    more, path, message = FAULTS[fault]
    file = source({**GOOD, **more}, road)

    with pytest.raises(lobkit.ReadError) as refused:
        MODEL.read(file)
    (told,) = refused.value.findings
    assert (told.code, told.message, told.source) == ("LOB106", message, str(file))
    assert (told.path or "").endswith(path)
    assert told.line is not None or road in ("nquads", "jsonld")
    assert [(one.code, one.message, one.line) for one in MODEL.validate(file)] == [("LOB106", message, told.line)]


@pytest.mark.parametrize("road", ROADS)
def test_what_keeps_the_rules_is_read(source, road):
    """The roads of such a class are the roads of all."""
    file = source({**GOOD, "level": "havo", "teacher": {"type": "Teacher", "name": "Boer"}}, road)

    assert MODEL.read(file)[-1] == Lesson(lobkit.Iri("https://example.org/1"), 50, "havo", None, Teacher("Boer"))


@pytest.mark.parametrize("road", ROADS)
def test_a_lenient_reading_leaves_out_the_field_or_the_record(source, road):
    """A field that a record can do without is left out of it, as any other value that is refused."""
    left = MODEL.load(source({**GOOD, "level": "mbo", "minutes": 40}, road), lenient=True)
    assert left.records[-1] == Lesson(lobkit.Iri("https://example.org/1"), 40)
    (one,) = left.left_out
    assert "mbo" in one.text
    assert not one.whole

    gone = MODEL.load(source({**GOOD, "level": "mbo", "minutes": 70}, road), lenient=True)
    assert [one.iri for one in gone.records] == (["https://example.org/0"] if "several" in road else [])
    assert [one.whole for one in gone.left_out] == [True]


@pytest.mark.parametrize("road", ROADS)
def test_what_a_rule_raised_is_the_cause(source, road):
    """So that whoever wrote it sees where it failed."""
    with pytest.raises(lobkit.ReadError) as refused:
        MODEL.read(source({**GOOD, "grade": "of nothing"}, road))

    assert type(refused.value.__cause__) is KeyError
    assert refused.value.__cause__.__traceback__ is not None


@pytest.mark.parametrize("road", ROADS)
def test_two_faults_are_told_at_once(source, road):
    """Also of a converter and a validator, which attrs asks only when all converters are content."""
    file = source({**GOOD, "room": "?", "level": "mbo"}, road)
    with pytest.raises(lobkit.ReadError) as refused:
        MODEL.read(file)
    both = {"a room has a number", "'level' must be in ['vmbo', 'havo'] (got 'mbo')"}
    assert {one.message for one in refused.value.findings} == both
    assert [one.message for one in MODEL.validate(file)] == [one.message for one in refused.value.findings]


def test_the_making_says_the_same(source):
    """A rule that fails is a refusal wherever a thing is made of values that were read; its own call is left alone."""
    with pytest.raises(lobkit.ValueRefused, match="KeyError: 'of nothing'") as refused:
        shape_of(Lesson).make({"iri": lobkit.Iri("https://example.org/1"), "minutes": 50, "grade": "of nothing"})
    assert type(refused.value.__cause__) is KeyError
    with pytest.raises(KeyError):
        Lesson(lobkit.Iri("https://example.org/1"), 50, grade="of nothing")


def test_no_memory_is_no_refusal(source, monkeypatch):
    """It ends the reading, rather than blame the record."""
    monkeypatch.setitem(GRADES, "much", lambda: (_ for _ in ()).throw(MemoryError))
    for road in ROADS:
        with pytest.raises(MemoryError):
            MODEL.read(source({**GOOD, "grade": "much"}, road))


def test_without_pyoxigraph_it_is_the_same(source, monkeypatch):
    """By rdflib's parser, too."""
    monkeypatch.setattr(rdf, "has_pyoxigraph", lambda: False)
    (told,) = MODEL.validate(source({**GOOD, "minutes": 70}, "turtle"))
    assert (told.code, told.message) == ("LOB106", "'minutes' must be <= 60: 70")


@pytest.mark.parametrize("name", ["a.jsonl", "a.nt"])
def test_the_command_line_tells_it(source, name):
    """No verb ends in a Python traceback, and what is right goes on."""
    road = {"a.jsonl": "jsonl, several", "a.nt": "ntriples"}[name]
    file = source({**GOOD, "minutes": 70}, road)
    model = ["--model", "tests.test_validators:MODEL"]

    for verb in (["validate"], ["convert", "-o", str(file.parent / "b.nq")], ["convert", "--lenient", "--to", "jsonl"]):
        done = CliRunner().invoke(main, [*verb, str(file), *model])
        assert "LOB106" in done.output
        assert f"{name}:2:" in done.output
        assert done.exception is None or isinstance(done.exception, SystemExit)


@given(records(Teacher))
def test_the_strategies_keep_to_the_rules(teacher):
    """What is drawn is what the class takes."""
    assert len(teacher.name) <= 5


def test_parts_set_the_line_aside():
    """As `lobkit scale` and `convert --jobs` do with all that is refused."""
    lines = [json.dumps({**GOOD, **more}) for more in ({}, {"minutes": 70}, {"grade": "the next"}, {"level": "havo"})]
    part = convert_lines(lines, Task("ntriples", model="tests.test_validators:MODEL"))

    assert part.count == 2
    assert [(one.code, one.line) for bad in part.bad for one in bad.findings] == [("LOB106", 2), ("LOB106", 3)]
