"""Turtle as lobkit writes it is read record by record; what is otherwise, at its end too, is left to the whole."""

import io
import random

import attrs
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import lobkit
from lobkit import conversion
from lobkit.cli import main
from lobkit.exchange import FORMATS
from lobkit.formats import turtle_in_order
from lobkit.formats.format import NotInOrder
from lobkit.formats.turtle_in_order import records_in_paragraphs
from lobkit.model import ROOTS, Catalog
from lobkit.model.catalog import RECORD_FIELDS_BY_CLASS
from lobkit.names import Names
from lobkit.streaming import spread, stream
from lobkit.testing import records as any_record
from lobkit.testing import sharing
from lobkit.values import Iri, LangMap
from tests.test_as_catalog import records
from tests.test_placing import Tight

EX = "https://example.org/"


@pytest.fixture(autouse=True, params=[1, 300, 2**19])
def size(request, monkeypatch):
    """Line by line, some lines at once, and the file at once."""
    monkeypatch.setattr(turtle_in_order, "_SIZE", request.param)
    monkeypatch.setattr(turtle_in_order, "_AHEAD", 100)


def written(things):
    return "".join(FORMATS["turtle"].serialize(things))


def found_in(text, classes=ROOTS, whole=Catalog):
    return list(records_in_paragraphs(io.BytesIO(text.encode("utf-8", "surrogatepass")), classes, Names(), whole))


def of_the_whole(text):
    """The records that a reading of the whole file gives."""
    return list(spread(FORMATS["turtle"].parse(text, ROOTS).records))


THINGS = {
    "a record": records()[1:2],
    "a record without a name": records()[:1],
    "records": records(),
    "a catalog": [Catalog.of(records())],
    "a catalog of records with names": [Catalog.of([one for one in records() if one.iri is not None])],
    "a catalog of one record": [Catalog.of(records()[1:2])],
    "an empty catalog": [Catalog()],
    "nothing": [],
}


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("name", THINGS)
def test_what_is_written_is_read_record_by_record(name, mark):
    """With parts that have names, shared or not, which stand behind all records of a catalog."""
    assert found_in(mark + written(THINGS[name])) == list(spread(THINGS[name]))


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_any_records_are_those_of_a_reading_of_the_whole(data):
    """Of a catalog, and one after another; or they are left to that reading."""
    things = []
    for cls in RECORD_FIELDS_BY_CLASS:
        things += data.draw(st.one_of(st.lists(any_record(cls), max_size=2), sharing(cls)))
    try:
        text = written([Catalog.of(things)] if data.draw(st.booleans()) else things)
    except lobkit.LobkitError:
        return  # two records with one name, or one that a part has too
    try:
        found = found_in(text)
    except NotInOrder:
        return
    assert found == things == of_the_whole(text)


def changed(text, draw):
    """A text with some of its lines or paragraphs left out, twice, in another place or with other words."""
    end = draw.choice(["\n", "\n\n", " .\n"])
    parts = text.split(end)
    for _ in range(draw.randint(1, 2)):
        at, other = draw.randrange(len(parts)), draw.randrange(len(parts))
        kind = draw.randrange(5)
        if kind == 0:
            del parts[at]
        elif kind == 1:
            parts.insert(other, parts[at])
        elif kind == 2:
            parts[at], parts[other] = parts[other], parts[at]
        elif kind == 3:
            parts[at] = parts[at].replace("boer", "r", 1)
        else:
            parts[at] = parts[at].replace(draw.choice('"<>;,\\ \n'), draw.choice(['"', ">", " ", "\\", '"""', ""]), 1)
        parts = parts or [""]
    return end.join(parts)


@pytest.mark.parametrize("name", [name for name in THINGS if name != "nothing"])
def test_a_changed_file_gives_what_a_reading_of_the_whole_gives(name):
    """Whatever was changed: where it is not left to that reading, the records are the same."""
    draw, text = random.Random(name), written(THINGS[name])
    taken = left = 0
    for _ in range(300):
        other = changed(text, draw)
        try:
            found = found_in(other)
        except NotInOrder:
            left += 1
        else:
            assert found == of_the_whole(other)
            taken += 1
    assert taken
    assert left


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text + "# the end\n",
        lambda text: text + "<https://e.org/a> a <https://e.org/B> .\n",
        lambda text: text.replace("Boer 2", "Bo\\u0065r 2"),
        lambda text: text.replace("Boer 2", "Bo\x01er 2"),
        lambda text: text.replace("Boer 2", "Bo\udc80er 2"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("lob:publications (", 'dcterms:title "Alles"@nl ;\n  lob:publications (', 1),
        lambda text: text.replace("\n[ a dcat:Catalog", "\n<https://example.org/set> a dcat:Catalog").replace(
            "\n] .\n", " .\n", 1
        ),
        lambda text: text + "\n[ a dcat:Catalog\n] .\n",
        lambda text: text.replace("    <https://example.org/1>\n", "", 1),
        lambda text: text.replace("    <https://example.org/1>\n", 2 * "    <https://example.org/1>\n", 1),
        lambda text: text.replace("@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n", ""),
        lambda text: text[:-1],
    ],
)
def test_what_is_not_as_it_is_written_is_left_to_the_whole(change, tmp_path):
    """Also what is right; `convert` does and tells what a reading of the whole does and tells, and leaves no file."""
    text = written([Catalog.of(records())])
    assert change(text) != text
    with pytest.raises(NotInOrder):
        found_in(change(text))

    (tmp_path / "a.ttl").write_bytes(change(text).encode("utf-8", "surrogateescape"))
    done = CliRunner().invoke(main, ["convert", str(tmp_path / "a.ttl"), "-o", str(tmp_path / "b.jsonl")])
    told = _told_of_the_whole(tmp_path / "a.ttl", tmp_path / "c.jsonl")
    assert done.output.startswith(told) if told else done.output == ""
    assert bool(done.exit_code) == bool(told)
    assert (tmp_path / "b.jsonl").is_file() == (tmp_path / "c.jsonl").is_file() == (not told)
    if not told:
        assert (tmp_path / "b.jsonl").read_bytes() == (tmp_path / "c.jsonl").read_bytes()


def _told_of_the_whole(source, target):
    try:
        lobkit.write(lobkit.read(source), target)
    except lobkit.ReadError as error:
        return "".join(f"{one}\n" for one in error.findings)
    return ""


def test_a_text_that_looks_like_a_paragraph_is_none():
    """Of the thing that is named, just as it would stand; it is told from the real one, or left to the whole."""
    advice = lobkit.Recommendation(LangMap(nl="Doe dit"), iri=Iri(EX + "r"))
    part = written([advice]).partition("\n\n")[2]
    decoy = lobkit.Section("Kop", f"Zo staat het er:\n\n{part}\nEn verder.")
    things = [
        lobkit.Publication(LangMap(nl="A"), recommendations=(advice,), iri=Iri(EX + "a")),
        lobkit.Publication(LangMap(nl="B"), summary=(decoy,), iri=Iri(EX + "b")),
    ]
    assert f"\n{part}" in written(things)
    assert found_in(written(things)) == things
    with pytest.raises(NotInOrder):
        found_in(written([Catalog.of(things)]))
    assert of_the_whole(written([Catalog.of(things)])) == things


def test_a_record_inside_itself_is_left_to_the_whole():
    """It ends, in any case."""
    text = written([lobkit.Recommendation(LangMap(nl="Doe dit"), iri=Iri(EX + "r"))])
    inside = written([attrs.evolve(records()[1], recommendations=())]).replace(
        "bibo:authorList", f"lob:recommendations ( <{EX}1> ) ;\n  bibo:authorList"
    )
    assert found_in(text)
    with pytest.raises(NotInOrder):
        found_in(inside)


def test_a_packed_file_that_is_cut_is_told_as_a_whole(tmp_path):
    """It is unpacked on disk first, which ends before its end."""
    lobkit.write(records(), tmp_path / "a.ttl.gz")
    raw = (tmp_path / "a.ttl.gz").read_bytes()
    (tmp_path / "a.ttl.gz").write_bytes(raw[:-20])
    done = CliRunner().invoke(main, ["convert", str(tmp_path / "a.ttl.gz"), "-o", str(tmp_path / "b.jsonl")])

    assert done.exit_code == 2
    assert "a.ttl.gz: LOB001" in done.output
    assert [one.name for one in tmp_path.iterdir()] == ["a.ttl.gz"]


def test_a_packed_file_that_finds_no_room_is_read_as_a_whole(tmp_path, monkeypatch):
    """Also where the room ends in what was buffered; what has to wait for standard output tells what it needs."""
    lobkit.write(records(), tmp_path / "a.ttl.gz")
    lobkit.write(records(), tmp_path / "a.ttl")
    monkeypatch.setattr("tempfile.TemporaryFile", lambda **_: io.BufferedWriter(Tight(6)))
    done = CliRunner().invoke(main, ["convert", str(tmp_path / "a.ttl.gz"), "-o", str(tmp_path / "b.jsonl")])
    refused = CliRunner().invoke(main, ["convert", str(tmp_path / "a.ttl"), "-o", "-", "--to", "jsonl"])

    assert (done.exit_code, done.output) == (0, "")
    assert list(stream(tmp_path / "b.jsonl")) == records()
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "LOB004: what has to wait for the end cannot be kept: No space left on device; let TMPDIR" in refused.stderr


def test_a_stream_needs_no_more_than_some_of_it(tmp_path, monkeypatch):
    """In Python as on the command line; nothing is parsed as a whole."""
    lobkit.write(records(60), tmp_path / "a.ttl")
    monkeypatch.setattr("lobkit.streaming.parse_source", lambda *_, **__: pytest.fail("read as a whole"))

    assert list(stream(tmp_path / "a.ttl")) == records(60)
    assert conversion.convert(tmp_path / "a.ttl", tmp_path / "b.jsonl")
    assert list(stream(tmp_path / "b.jsonl")) == records(60)
