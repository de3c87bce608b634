"""A model of another project gets what lobkit's own has; the project itself is in `example-project`, with its own tests."""

import datetime
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import attrs
import pyoxigraph as ox
import pytest
from attrs import frozen
from click.testing import CliRunner

import lobkit
from lobkit import laws
from lobkit.cli import main
from lobkit.datatypes import INTEGER, PARTIAL_DATE, STRING
from lobkit.declare import Property, rdf_type
from lobkit.errors import DeclarationError, LobkitError
from lobkit.exchange import FORMATS
from lobkit.partitions import Task, convert_lines
from lobkit.scalars import matches
from lobkit.schemas.context import CONTEXT_IRI
from lobkit.schemas.json_schema import json_schema_of
from lobkit.shape import checked, shape_of
from lobkit.template import template
from lobkit.values import Datatype
from praktijkvoorbeelden import MODEL, Praktijkvoorbeeld
from tests.laws.validators import jsonschema_takes, python_takes_tree

PROJECT = Path(__file__).parent.parent / "example-project"
VOORBEELDEN = PROJECT / "voorbeelden"
NAME = "praktijkvoorbeelden:MODEL"
EX = "https://example.org/other#"


def run(*call: str, code: int = 0) -> str:
    done = CliRunner().invoke(main, list(call))
    assert done.exit_code == code, done.output
    return done.output


@pytest.mark.parametrize(
    "form", [one.name for one in FORMATS.values() if one.serialize and one.lossless and not one.root]
)
def test_records_go_through_files_of_every_format(form, tmp_path):
    """What the model writes, it reads; one record and several."""
    records = MODEL.read(VOORBEELDEN)
    file = tmp_path / f"all{FORMATS[form].extensions[0]}"
    MODEL.write(records, file)

    assert len(records) == 2
    assert MODEL.read(file) == records
    assert run("convert", str(file), "--to", form, "--model", NAME) == file.read_text("utf-8")


def test_the_context_of_the_model_is_its_own():
    """Its address and its text are taken, by all alike; the address of lobkit's context is another's."""
    tree = json.loads((VOORBEELDEN / "portret.json").read_text("utf-8"))
    own = MODEL.schemas()["context"].iri
    assert own == "https://praktijk.example.org/context/1.0/praktijk.jsonld"
    for context, taken in ((own, True), (json.loads(MODEL.schema("context"))["@context"], True), (CONTEXT_IRI, False)):
        whole = {"@context": context, **tree}
        assert (python_takes_tree(whole, MODEL.roots), jsonschema_takes(whole, MODEL.roots)) == (taken, taken)


def test_what_is_derived_stands_under_the_addresses_of_the_project(monkeypatch):
    """The command line writes what Python gives; nothing in it claims an address of lobkit."""
    for name, one in MODEL.schemas().items():
        assert run("schema", name, "--model", NAME) == MODEL.schema(name)
        assert one.iri.startswith("https://praktijk.example.org/")
    assert json.loads(MODEL.schema("json-schema"))["$id"] == MODEL.schemas()["json-schema"].iri
    statements = list(ox.parse(MODEL.schema("ontology").encode(), format=ox.RdfFormat.TURTLE))
    assert len({one.subject for one in statements}) == len(MODEL.about.terms) + 1


@pytest.mark.parametrize("settings", ["lobkit.toml", "pyproject.toml"])
def test_the_settings_choose_the_model(tmp_path, monkeypatch, settings):
    """In the folder of a project every verb knows its classes."""
    head = "[tool.lobkit]\n" if settings == "pyproject.toml" else ""
    (tmp_path / settings).write_text(f'{head}model = "{NAME}"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    assert run("validate", "-q", str(VOORBEELDEN)) == ""
    assert "type: Praktijkvoorbeeld" in run("new", "--schema", "praktijk.schema.json")
    assert (
        Path("praktijk.schema.json").read_text("utf-8") == MODEL.schema("json-schema") == run("schema", "json-schema")
    )
    run("convert", str(VOORBEELDEN), "-o", "all.ttl")
    assert len(MODEL.read("all.ttl")) == 2


def test_a_fault_of_the_project_s_own_vocabulary_is_told_with_the_nearest(tmp_path):
    """A scheme of its own is a facet as lobkit's are."""
    text = (VOORBEELDEN / "kijkdag.yaml").read_text("utf-8").replace("werkvorm/gesprek", "werkvorm/gesprekje")
    file = tmp_path / "a.yaml"
    file.write_text(text, encoding="utf-8")

    (told,) = MODEL.validate(file)
    assert (told.code, told.line) == ("LOB204", 21)
    assert "did you mean https://praktijk.example.org/werkvorm/gesprek?" in told.message


def test_a_folder_of_a_project_may_hold_other_texts(tmp_path):
    """A sheet holds a publication; where the model has none, a README is no record, and a sheet by name is refused."""
    (tmp_path / "README.md").write_text("# About\n", encoding="utf-8")
    (tmp_path / "a.json").write_text((VOORBEELDEN / "portret.json").read_text("utf-8"), encoding="utf-8")

    assert len(MODEL.read(tmp_path)) == 1
    assert MODEL.validate(tmp_path).conforms
    assert [one.code for one in MODEL.validate(tmp_path / "README.md")] == ["LOB002"]


def test_the_jobs_know_the_model(tmp_path):
    """Side by side, files are judged as one by one."""
    for at in range(12):
        text = (VOORBEELDEN / "portret.json").read_text("utf-8").replace("voorbeeld/portret", f"voorbeeld/{at}")
        context = MODEL.schemas()["context"].iri
        (tmp_path / f"{at}.json").write_text(text.replace("{", f'{{"@context": "{context}",', 1), encoding="utf-8")

    assert MODEL.validate(tmp_path, jobs=2) == MODEL.validate(tmp_path)
    assert MODEL.validate(tmp_path).judged == 12


def test_parts_are_of_the_model(tmp_path):
    """With several processes, the bytes are those of one; another's records are set aside."""
    records = MODEL.read(VOORBEELDEN)
    MODEL.write(records, tmp_path / "all.jsonl")
    MODEL.write(records, tmp_path / "all.nt")
    run("convert", str(tmp_path / "all.jsonl"), "-o", str(tmp_path / "jobs.nt"), "--jobs", "2", "--model", NAME)

    assert (tmp_path / "jobs.nt").read_bytes() == (tmp_path / "all.nt").read_bytes()
    (bad,) = convert_lines(['{"type": "Publication", "title": {"nl": "X"}}'], Task("ntriples", model=NAME)).bad
    assert bad.findings[0].code == "LOB108"


def test_parts_on_dask_are_of_the_model(tmp_path):
    """The verb takes the model, and its workers know it."""
    pytest.importorskip("distributed")
    MODEL.write(MODEL.read(VOORBEELDEN), tmp_path / "all.jsonl")
    MODEL.write(MODEL.read(VOORBEELDEN), tmp_path / "all.nt")
    run("scale", str(tmp_path / "all.jsonl"), "-o", str(tmp_path / "parts"), "--model", NAME)

    assert (tmp_path / "parts" / "part-000000.nt").read_bytes() == (tmp_path / "all.nt").read_bytes()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: lobkit.Model((Praktijkvoorbeeld,), "x", "https://example.org/x"), "ends in neither / nor #"),
        (lambda: lobkit.Model((Praktijkvoorbeeld,), "x", "example"), "is no absolute IRI"),
        (lambda: lobkit.Model((str,), "x", "https://example.org/"), "is no attrs class"),
        (lambda: MODEL.schema("xsd"), "'xsd' is no schema; choose one of context, json-schema, shacl, ontology"),
        (lambda: MODEL.serialized([lobkit.Organisation("A")], "json"), "is no record of the model praktijk"),
        (lambda: MODEL.write([], "a.doc"), "the extension does not say a format"),
    ],
)
def test_a_model_refuses(make, message):
    """What cannot be meant is told, with what to write instead."""
    with pytest.raises((LobkitError, DeclarationError)) as told:
        make()

    assert message in str(told.value)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("praktijkvoorbeelden", "write it as MODULE:NAME"),
        ("nergens:MODEL", "install the project that has it"),
        ("praktijkvoorbeelden:Stap", "is no model (lobkit.Model)"),
    ],
)
def test_a_model_that_is_none_is_told(name, message):
    """A wrong name is a wrong call, with the code for it."""
    assert message in run("validate", "--model", name, str(VOORBEELDEN), code=2)


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.yaml", "a.ttl", "a.nt", "a.nq"])
@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("1,5", "the rule for it ends in decimal.InvalidOperation: [<class 'decimal.ConversionSyntax'>]"),
        ("-1", "below nothing"),
        ("0", "the rule for it ends in ZeroDivisionError"),
    ],
)
def test_what_a_datatype_raises_is_a_finding(tmp_path, name, value, said):
    """As what a validator raises: its functions are another project's, too."""
    model = lobkit.Model((Measured,), name="measured", base=EX)
    (file := tmp_path / name).write_text(
        {
            "a.json": f'{{"type": "Measured", "share": "{value}"}}',
            "a.jsonl": f'{{"type": "Measured", "share": "{value}"}}\n',
            "a.yaml": f"type: Measured\nshare: '{value}'\n",
        }.get(
            name,
            f"_:r1b1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{EX}Measured> .\n"
            f'_:r1b1 <{EX}share> "{value}"^^<{EX}Share> .\n',
        )
    )

    (told,) = model.validate(file)
    assert told.code == "LOB106"
    assert told.message.startswith(f"'{value}' is no share: {said}")
    with pytest.raises(lobkit.ReadError) as refused:
        model.read(file)
    assert [one.message for one in refused.value.findings] == [told.message]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"iris": EX + "a"}, "has as `iris` 'https://example.org/other#a'; write a tuple"),
        ({"iris": ()}, "has 0 `iris` and 0 `patterns`"),
        ({"patterns": "[a-z]"}, "has as `patterns` '[a-z]'; write a tuple"),
        ({"patterns": ("a", "b")}, "has 1 `iris` and 2 `patterns`; write one pattern for each IRI"),
        ({"examples": ["a"]}, "has as `examples` ['a']; write a tuple"),
        ({"json": "number"}, "has as `json` 'number'; write one of string, integer, boolean"),
        ({"examples": ({"a": 1},)}, "has values that cannot be hashed, as {'a': 1}; make their class frozen"),
        ({"json": "integer", "examples": ("a",)}, "has 'a' among its examples: `json` is 'integer'"),
    ],
)
def test_a_datatype_that_no_form_has_a_use_for_is_refused(said, message):
    """When it is made."""
    with pytest.raises(DeclarationError) as told:
        attrs.evolve(STRING, name="word", **said)

    assert f"the datatype 'word' {message}" in str(told.value)


def test_a_datatype_is_no_object():
    """Readers know one object, which is a PartialDate."""
    own = attrs.evolve(PARTIAL_DATE, name="spring")
    body = {
        "__annotations__": {"at": Annotated[str, own, Property(EX + "at", "When.")]},
        "__attrs_post_init__": checked,
    }

    with pytest.raises(DeclarationError, match="carry 'spring' as 'string'"):
        shape_of(rdf_type(EX + "Spring", "A spring.")(frozen(type("Spring", (), body))))


def test_a_datatype_without_examples_is_told_by_the_laws():
    """There is nothing to draw."""
    bare = attrs.evolve(STRING, name="word")
    body = {"__annotations__": {"a": Annotated[str, bare, Property(EX + "a", "A.")]}, "__attrs_post_init__": checked}
    cls = rdf_type(EX + "Bare", "A thing.")(frozen(type("Bare", (), body)))

    for law in laws.of(lobkit.Model((cls,), name="bare", base="https://example.org/bare/")):
        with pytest.raises(lobkit.ValueRefused, match="the datatype 'word' has no examples; give it some"):
            law()


ROOM = Datatype.of_form("room", "[A-D][0-9]{2}", "B12", "D01")
MINUTES = Datatype.between("number of minutes", 1, 60)


def _upstairs(value: object) -> str:
    if not str(ROOM.check(value)).startswith("D"):
        raise ValueError("it is downstairs")
    return str(value)


# What was made of one of the two, and does not say the same any more: the check of its own is asked.
UPSTAIRS = attrs.evolve(ROOM, name="room upstairs", check=_upstairs, parse=_upstairs, examples=("D01",))
EVEN = attrs.evolve(MINUTES, name="even", check=lambda value: 2 * (MINUTES.check(value) // 2), examples=(2, 60))
TAGGED = Datatype.of_form("code", ".{2,3}", '"\\', "é😀\u2028", iri=EX + "Code")


@rdf_type(EX + "Formed", "Datatypes that are told by their forms.")
@frozen
class Formed:
    room: Annotated[str, ROOM, Property(EX + "room", "A room.")]
    minutes: Annotated[int, MINUTES, Property(EX + "minutes", "How long.")]
    upstairs: Annotated[Annotated[str, UPSTAIRS] | None, Property(EX + "upstairs", "A room upstairs.")] = None
    rooms: Annotated[tuple[Annotated[str, ROOM], ...], Property(EX + "rooms", "Rooms.")] = ()
    breaks: Annotated[frozenset[Annotated[int, MINUTES]], Property(EX + "breaks", "Breaks.")] = frozenset()
    codes: Annotated[frozenset[Annotated[str, TAGGED]], Property(EX + "codes", "Codes.")] = frozenset()
    __attrs_post_init__ = checked


FORMED = lobkit.Model((Formed,), name="formed", base="https://example.org/formed/")


@pytest.mark.parametrize("law", laws.of(FORMED), ids=str)
def test_the_laws_hold_for_what_is_told_by_its_form(law):
    """Readers ask its pattern and its bounds, and not its check."""
    law()


@pytest.mark.parametrize("form", ["json", "jsonl", "yaml", "turtle", "ntriples", "nquads"])
@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("B12", "E12", "'E12' is no room; write one such as 'B12'"),
        ("B12", "B123", "'B123' is no room; write one such as 'B12'"),
        ("D07", "C07", "'C07' is no room upstairs: it is downstairs"),
        ("33", "61", "61 is no number of minutes; write 1 to 60"),
        ("33", "0", "0 is no number of minutes; write 1 to 60"),
    ],
)
def test_what_was_right_before_makes_nothing_right(form, right, wrong, message, tmp_path):
    """Values that come by again are remembered, each by the whole of its form."""
    file = tmp_path / "a"
    FORMED.write([Formed("B12", 33, "D07", ("B12",))], file, format=form)
    good = file.read_text("utf-8")
    for _ in range(2):
        assert FORMED.read(file, format=form) == (Formed("B12", 33, "D07", ("B12",)),)
    file.write_text(good.replace(right, wrong), encoding="utf-8")

    with pytest.raises(lobkit.ReadError) as refused:
        FORMED.read(file, format=form)
    assert {one.message for one in refused.value.findings} == {message}
    assert {one.code for one in refused.value.findings} == {"LOB106"}


@pytest.mark.parametrize("form", ["json", "jsonl", "turtle", "ntriples", "nquads"])
def test_a_short_form_is_parsed_once_however_often_it_comes_by(form, tmp_path):
    """By every fast reader; a long one, which hardly comes by again, is not kept."""
    asked: list[str] = []
    own = attrs.evolve(STRING, name="word", parse=lambda text: asked.append(text) or text, examples=("a",))
    body = {"__annotations__": {"a": Annotated[str, own, Property(EX + "a", "A.")]}, "__attrs_post_init__": checked}
    cls = rdf_type(EX + "Word", "A word.")(frozen(type("Word", (), body)))
    model = lobkit.Model((cls,), name="word", base="https://example.org/word/")
    things = tuple(cls(text) for text in ("ja", "nee", "x" * 1000) * 20)
    model.write(things, tmp_path / "a", format=form)

    assert model.read(tmp_path / "a", format=form) == things
    assert sorted(asked) == ["ja", "nee", *["x" * 1000] * 20]


def test_a_check_of_its_own_is_asked_though_the_bounds_stand_beside_it():
    """A whole number is what its check makes of it."""
    body = {"__annotations__": {"a": Annotated[int, EVEN, Property(EX + "a", "A.")]}, "__attrs_post_init__": checked}
    cls = rdf_type(EX + "Even", "A thing.")(frozen(type("Even", (), body)))
    for text in ('{"type":"Even","a":7}', '{"type": "Even", "a": 7}', '{"a": 7.0, "type": "Even"}'):
        assert FORMATS["jsonl"].parse(text, (cls,)).records == (cls(6),)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Datatype.of_form("room", "[A-D]"), "has no examples; write one behind its pattern"),
        (lambda: Datatype.of_form("room", "[A-D]", "A", "E"), "has the example 'E', which it refuses"),
        (lambda: Datatype.of_form("room", "[A-D", "A"), "'room' has a pattern that is none: unterminated"),
        (lambda: Datatype.between("minutes", 480, 1), "'minutes' begins at 480 and ends at 1; write the least first"),
    ],
)
def test_a_form_has_examples_that_fit_and_numbers_their_bounds(make, message):
    """They stand in messages and schemas."""
    with pytest.raises(DeclarationError, match=message):
        make()


# ── the laws can fail ────────────────────────────────────────────────────────────────────────────────────────────────

# A kind of value that comes back otherwise than it was: every law that a text takes part in must see it.
SHOUTED = Datatype(
    "shout", ("http://www.w3.org/2001/XMLSchema#string",), "string", str, str, str.upper, examples=("ja", "nee")
)
# And one whose pattern takes less than Python does.
NARROW = Datatype(
    "short", ("http://www.w3.org/2001/XMLSchema#string",), "string", str, str, str, patterns=("a",), examples=("ja",)
)


def _share(text: str) -> Fraction:
    if text.startswith("-"):
        raise ValueError("below nothing")
    return 1 / Fraction(Decimal(text))


def _moment(value: object) -> datetime.datetime:
    if not isinstance(value, datetime.datetime):
        raise ValueError("no moment")
    return value


MOMENT = Datatype(
    "moment",
    ("http://www.w3.org/2001/XMLSchema#dateTime",),
    "string",
    _moment,
    datetime.datetime.isoformat,
    datetime.datetime.fromisoformat,
    patterns=("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+]00:00",),
    examples=(datetime.datetime(2020, 1, 2, tzinfo=datetime.UTC),),
)


def _money(value: object) -> Decimal:
    if not isinstance(value, Decimal) or value.as_tuple().exponent != -2:
        raise ValueError("no amount with its cents")
    return value


MONEY = Datatype(
    "amount",
    ("http://www.w3.org/2001/XMLSchema#decimal",),
    "string",
    _money,
    str,
    lambda text: Decimal(text) if matches("[0-9]{1,6}[.][0-9]{2}", text) else _money(text),
    patterns=("[0-9]{1,6}[.][0-9]{2}",),
    examples=(Decimal("1.50"), Decimal("20.00")),
)


@frozen
class Grade:
    """A value without an order, whose text is not its form."""

    of: int
    out_of: int


def _grade(value: object) -> Grade:
    if not isinstance(value, Grade):
        raise ValueError("no grade")
    return value


def _parsed_grade(text: str) -> Grade:
    if not matches("[0-9]{1,2}/[0-9]{1,2}", text):
        raise ValueError("no grade such as 7/10")
    return Grade(*map(int, text.split("/")))


GRADE = Datatype(
    "date",  # which is the name of another datatype, too
    (EX + "Grade",),
    "string",
    _grade,
    lambda value: f"{value.of}/{value.out_of}",
    _parsed_grade,
    patterns=("[0-9]{1,2}/[0-9]{1,2}",),
    examples=(Grade(7, 10), Grade(5, 6)),
)


def _level(value: object) -> int:
    if not 1 <= INTEGER.check(value) <= 6:
        raise ValueError("no level from 1 to 6")
    return int(value)


LEVEL = attrs.evolve(INTEGER, check=_level, bounds=(1, 6), examples=(1, 6))  # it keeps the name


@rdf_type(EX + "Timed", "Datatypes whose values JSON does not have.")
@frozen
class Timed:
    at: Annotated[Annotated[datetime.datetime, MOMENT], Property(EX + "at", "When.")]
    price: Annotated[Annotated[Decimal, MONEY] | None, Property(EX + "price", "What it costs.")] = None
    grades: Annotated[tuple[Annotated[Grade, GRADE], ...], Property(EX + "grades", "Grades.")] = ()
    days: Annotated[frozenset[Annotated[datetime.datetime, MOMENT]], Property(EX + "days", "Days.")] = frozenset()
    marks: Annotated[frozenset[Annotated[Grade, GRADE]], Property(EX + "marks", "Marks.")] = frozenset()
    level: Annotated[Annotated[int, LEVEL] | None, Property(EX + "level", "Of which level.")] = None

    __attrs_post_init__ = checked


TIMED = lobkit.Model((Timed,), name="timed", base="https://example.org/timed/")


@pytest.mark.parametrize("law", laws.of(TIMED), ids=str)
def test_the_laws_hold_for_values_that_json_does_not_have(law):
    """Moments, amounts and values of a class of one's own, alone, in lists and in sets; of any name."""
    law()


def test_the_forms_of_such_values_are_told_in_shacl_and_in_a_template():
    """As they are written, and not as Python shows them."""
    assert "such as 7/10" in TIMED.schema("shacl")
    assert '#  - "7/10"' in template(Timed)


def test_examples_of_a_datatype_stand_in_json_schema_in_their_form():
    """As JSON has them."""
    schema = json_schema_of((Timed,))

    assert json.loads(json.dumps(schema))["$defs"]["Timed"]["properties"]["at"]["examples"] == [
        "2020-01-02T00:00:00+00:00"
    ]


SHARE = Datatype("share", (EX + "Share",), "string", lambda value: value, str, _share, examples=(Fraction(1, 2),))


@rdf_type(EX + "Measured", "A datatype that is made by functions of others.")
@frozen
class Measured:
    share: Annotated[Annotated[Fraction, SHARE], Property(EX + "share", "A share.")]

    __attrs_post_init__ = checked


@rdf_type(EX + "Lossy", "It loses its case.")
@frozen
class Lossy:
    word: Annotated[Annotated[str, SHOUTED], Property(EX + "word", "A word.")]

    __attrs_post_init__ = checked


@rdf_type(EX + "Torn", "Python and the schemas judge it differently.")
@frozen
class Torn:
    word: Annotated[Annotated[str, NARROW], Property(EX + "word", "A word.")]

    __attrs_post_init__ = checked


@pytest.mark.parametrize(
    ("cls", "broken"),
    [
        (Lossy, "a Lossy comes back equal from JSON"),
        (Lossy, "a Lossy comes back equal from Turtle"),
        (Torn, "a valid Torn is valid in Python, JSON Schema and SHACL"),
        (Torn, "every single fault of a Torn is refused by both"),
    ],
)
def test_a_law_that_does_not_hold_is_told(cls, broken):
    """The laws of a model that breaks them fail."""
    model = lobkit.Model((cls,), name=cls.__name__.lower(), base="https://example.org/")
    (law,) = [one for one in laws.of(model) if str(one) == broken]

    with pytest.raises(AssertionError):
        law()


HINT = "where these are records of a model of your own, name it: --model MODULE:NAME, or model in the settings\n"


@pytest.mark.parametrize("form", ["json", "jsonl", "yaml", "turtle", "ntriples"])
@pytest.mark.parametrize("call", [["convert", "--to", "json"], ["validate"]])
def test_a_model_that_was_forgotten_is_asked_for_once(form, call, tmp_path):
    """In every form; records that are many are not all told before it."""
    file = tmp_path / f"all{FORMATS[form].extensions[0]}"
    MODEL.write(MODEL.read(VOORBEELDEN), file)
    told = run(call[0], str(file), *call[1:], code=1)

    assert told.count(HINT) == 1
    assert told.endswith(HINT)


def test_a_fault_that_many_records_share_is_told_of_some(tmp_path):
    """And of how many more."""
    file = tmp_path / "a.jsonl"
    file.write_text('{"type": "Praktijkvoorbeeld"}\n' * 5, "utf-8")
    told = run("convert", str(file), "--to", "json", code=1)

    assert [line.split(" ", 2)[1] for line in told.splitlines()[:3]] == ["LOB108"] * 3
    assert told.splitlines(keepends=True)[3:] == ["and so 2 more\n", HINT]


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ('{"type": "Publicatoin", "title": {"nl": "a"}}', []),
        ('{"type": "Publication", "title": {"nl": "a"}, "authors": [{"type": "Mens"}]}', []),
        ('{"type": "Publication", "titel": {"nl": "a"}}', []),
        ('{"type": "Onbekend"}', ["--model", NAME]),
    ],
)
def test_another_fault_asks_for_no_model(text, call, tmp_path):
    """A slip of the pen, a part of a record, another key, or a model that was named."""
    file = tmp_path / "a.jsonl"
    file.write_text(text, "utf-8")

    assert HINT not in run("convert", str(file), "--to", "json", *call, code=1)


def test_a_limit_that_would_not_be_kept_is_refused(tmp_path):
    """What is several, and what is read leniently, is held as a whole; under the limit it passes."""
    file, target = str(tmp_path / "a.nt"), str(tmp_path / "b.jsonl")
    MODEL.write(MODEL.read(VOORBEELDEN), file)
    for call in ([file, "--lenient"], [str(tmp_path)]):
        told = run("convert", *call, "--model", NAME, "-o", target, "--memory", "0", code=2)
        assert "to be read as a whole takes some 1 MB of memory here, and --memory allows 0" in told
        assert not Path(target).exists()
    for memory in ("0", "9"):
        run("convert", file, "--model", NAME, "-o", target, "--memory", memory)
