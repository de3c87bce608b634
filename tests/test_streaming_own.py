"""Records of another project's model pass from file to file one by one, as lobkit's own do, and are no catalog."""

import random
from typing import Annotated

import pytest
from attrs import frozen
from click.testing import CliRunner

import lobkit
from lobkit.cli import main
from lobkit.cli import records as verbs
from lobkit.conversion import convert
from lobkit.declare import Property, rdf_type
from lobkit.shape import checked
from lobkit.streaming import stream
from lobkit.values import Iri, LangMap

EX = "https://example.org/streamed#"
NAME = "tests.test_streaming_own:MODEL"


@rdf_type(EX + "School", "A school.")
@frozen
class School:
    """It has a name of its own, wherever it stands."""

    iri: Iri
    title: Annotated[LangMap, Property(EX + "title", "Its title.")]
    rooms: Annotated[tuple[str, ...], Property(EX + "rooms", "Its rooms, in order.")] = ()
    __attrs_post_init__ = checked


@rdf_type(EX + "Lesson", "A lesson.")
@frozen
class Lesson:
    """It may have a name."""

    name: Annotated[str, Property(EX + "name", "Its title.")]
    school: Annotated[School | None, Property(EX + "school", "Where it is given.")] = None
    steps: Annotated[tuple[str, ...], Property(EX + "steps", "What is done, in order.")] = ()
    words: Annotated[frozenset[str], Property(EX + "words", "What it is about.")] = frozenset()
    iri: Iri | None = None
    __attrs_post_init__ = checked


@rdf_type(EX + "Note", "A note.")
@frozen
class Note:
    """It has no name at all."""

    text: Annotated[str, Property(EX + "text", "What it says.")]
    __attrs_post_init__ = checked


MODEL = lobkit.Model((Lesson, Note, School), "streamed", "https://example.org/")


def records(count=40):
    """Things of all classes in no order of classes; schools stand inside lessons and on their own."""
    draw = random.Random(7)
    found = []
    for at in range(count):
        school = School(Iri(f"{EX}s{at % 3}"), LangMap(nl=f"School {at % 3}", en="School"), ("a", "b", "a"))
        named = Iri(f"{EX}l{at}") if at % 4 else None
        words = frozenset(draw.sample(["kiezen", "leren", 'zeg "nee"', "reünie"], at % 4))
        made = {
            0: Lesson(
                f"Les {at}", school if at % 5 else None, tuple(f"stap {n}\nverder" for n in range(at % 4)), words, named
            ),
            1: Note(f"Noot {at}\nmet een regel"),
            2: School(Iri(f"{EX}own{at}"), LangMap(nl=f"Op zichzelf {at}")),
        }
        found.append(made[draw.choice([0, 0, 1, 2])])
    return found


def run(*call):
    return CliRunner().invoke(main, [*map(str, call), "--model", NAME])


@pytest.fixture
def one_by_one(monkeypatch):
    """Fails where records are read as a whole."""
    monkeypatch.setattr(verbs, "_convert_own", lambda *_: pytest.fail("read as a whole"))


@pytest.mark.usefixtures("one_by_one")
@pytest.mark.parametrize("enrich", [False, True])
@pytest.mark.parametrize("to", ["jsonl", "nt", "nq", "ttl", "yaml", "ttl.gz"])
@pytest.mark.parametrize("from_", ["jsonl", "nt", "nq.gz", "ttl", "ttl.gz"])
def test_records_pass_one_by_one_with_the_bytes_of_a_writing(tmp_path, from_, to, enrich):
    """In the order of the file, which no order of classes disturbs."""
    if enrich and to not in ("nt", "nq", "ttl"):
        pytest.skip("derived statements are written in RDF only")
    MODEL.write(records(), tmp_path / f"a.{from_}")
    MODEL.write(records(), tmp_path / f"b.{to}", enrich=enrich)
    done = run("convert", tmp_path / f"a.{from_}", "-o", tmp_path / f"c.{to}", *(["--enrich"] if enrich else []))

    assert (done.exit_code, done.output) == (0, "")
    assert (tmp_path / f"c.{to}").read_bytes() == (tmp_path / f"b.{to}").read_bytes()
    assert list(MODEL.read(tmp_path / f"c.{to}")) == records()


@pytest.mark.usefixtures("one_by_one")
@pytest.mark.parametrize("to", ["jsonl", "ttl"])
def test_statements_in_any_order_are_sorted_on_disk(tmp_path, to):
    """`--memory` holds for a model too; the order is that of a reading of the whole file."""
    MODEL.write(records(), tmp_path / "a.nt")
    lines = (tmp_path / "a.nt").read_text("utf-8").splitlines(keepends=True)
    random.Random(3).shuffle(lines)
    (tmp_path / "a.nt").write_text("".join(lines), "utf-8")
    done = run("convert", tmp_path / "a.nt", "-o", tmp_path / f"c.{to}", "--memory", 0)
    MODEL.write(MODEL.read(tmp_path / "a.nt"), tmp_path / f"b.{to}")

    assert (done.exit_code, done.output) == (0, "")
    assert (tmp_path / f"c.{to}").read_bytes() == (tmp_path / f"b.{to}").read_bytes()


@pytest.mark.usefixtures("one_by_one")
def test_standard_input_passes_one_by_one():
    """From a pipe to a pipe."""
    text = "".join(MODEL.serialized(records(), "jsonl"))
    done = CliRunner().invoke(
        main, ["convert", "-", "--from", "jsonl", "--to", "turtle", "-o", "-", "--model", NAME], input=text
    )

    assert done.exit_code == 0
    assert done.output == "".join(MODEL.serialized(records(), "turtle"))


@pytest.mark.parametrize("to", ["jsonl", "nt", "ttl", "yaml"])
def test_every_fault_is_told_and_no_file_is_left(tmp_path, to):
    """A key that is unknown, a line that is none and an IRI that stands twice, in one call."""
    school = f'{{"type": "School", "iri": "{EX}s", "title": {{"nl": "S"}}}}'.replace('"iri"', '"id"')
    text = '{"type": "Note", "text": "a", "b": 1}\n' + school + "\n{\n" + school + "\n"
    (tmp_path / "a.jsonl").write_text(text, "utf-8")
    done = run("convert", tmp_path / "a.jsonl", "-o", tmp_path / f"c.{to}")

    assert done.exit_code == 1
    assert [line.split("a.jsonl:")[1][:10] for line in done.output.splitlines()] == [
        "1:31: LOB1",
        "3:2: LOB10",
        "4:1: LOB50",
    ]
    assert [one.name for one in tmp_path.iterdir()] == ["a.jsonl"]


@pytest.mark.parametrize("to", ["nt", "ttl"])
def test_what_a_graph_would_mix_is_told_with_its_line(tmp_path, to):
    """A school that two lessons describe otherwise."""
    first, second = (Lesson("L", School(Iri(EX + "s"), LangMap(nl=name))) for name in "AB")
    MODEL.write([first, second], tmp_path / "a.jsonl")
    done = run("convert", tmp_path / "a.jsonl", "-o", tmp_path / f"c.{to}")

    assert done.exit_code == 1
    assert "a.jsonl:2" in done.output
    assert f"{EX}s was described otherwise" in done.output
    assert [one.name for one in tmp_path.iterdir()] == ["a.jsonl"]


def test_a_stream_takes_the_classes_of_a_model(tmp_path):
    """In Python, too: records as they come."""
    MODEL.write(records(), tmp_path / "a.jsonl")
    MODEL.write(records(), tmp_path / "a.yaml")

    assert list(stream(tmp_path / "a.jsonl", classes=MODEL.roots)) == records()
    assert list(stream(tmp_path / "a.yaml", classes=MODEL.roots)) == records()
    assert not convert(tmp_path / "a.yaml", tmp_path / "c.nt", model=NAME)  # it is read as a whole
