"""Records pass from file to file one by one, and nothing is checked less."""

import pytest
from click.testing import CliRunner

import lobkit
from lobkit.cli import main
from lobkit.errors import ReadError
from lobkit.exchange import FORMATS
from lobkit.names import Names
from lobkit.record_by_record import records_text
from lobkit.streaming import stream, write_records
from lobkit.values import Iri, LangMap

THINGS = [
    lobkit.Publication(
        LangMap(nl=f"Titel {at}"),
        authors=(lobkit.Person("Boer, P. den"), lobkit.Organisation("Euroguidance")),
        iri=Iri(f"https://example.org/{at}") if at % 3 else None,
    )
    for at in range(7)
]


def lines(things):
    return "".join(FORMATS["jsonl"].serialize(things))


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.nt", "a.yaml", "a.ttl"])
def test_a_stream_gives_the_records_of_a_reading(tmp_path, name):
    """Record by record or as a whole: the same records in the same order."""
    write_records(THINGS, tmp_path / name)

    assert list(stream(tmp_path / name)) == THINGS
    assert lobkit.read(tmp_path / name).publications == tuple(THINGS)


@pytest.mark.parametrize("name", [one.name for one in FORMATS.values() if one.serialize and one.parse])
def test_a_file_holds_what_is_serialized(tmp_path, name):
    """To the byte, whether a format makes a text of its bytes or the bytes at once, by each way to write a file."""
    thing = lobkit.read("examples/portfolio.yaml")
    text = "".join(lobkit.serialized(thing, name)).encode()
    lobkit.write(thing, tmp_path / "a", format=name)
    write_records(thing.records(), tmp_path / "b", format=name)

    assert (tmp_path / "a").read_bytes() == text
    assert (tmp_path / "b").read_bytes() == text


def test_parts_put_together_are_the_whole():
    """Partitions that know how many records stand before them give the bytes of one process."""
    whole = "".join(records_text(THINGS, "ntriples"))

    assert "".join("".join(records_text(THINGS[at : at + 2], "ntriples", start=at)) for at in (0, 2, 4, 6)) == whole


def test_convert_streams_with_the_bytes_of_a_writing(tmp_path):
    """What convert writes record by record is what `write` writes of the whole."""
    (tmp_path / "a.jsonl").write_text(lines(THINGS), "utf-8")
    done = CliRunner().invoke(main, ["convert", str(tmp_path / "a.jsonl"), "-o", str(tmp_path / "a.nt")])
    lobkit.write(lobkit.Catalog.of(THINGS), tmp_path / "b.nt")

    assert (done.exit_code, done.output) == (0, "")
    assert (tmp_path / "a.nt").read_bytes() == (tmp_path / "b.nt").read_bytes()


def test_a_stream_tells_every_bad_line_and_leaves_no_file(tmp_path):
    """All problems of all lines are told, with their lines, and nothing is written."""
    text = lines(THINGS[:1]) + '{"type": "Publication"}\n' + lines(THINGS[1:2]) + "{\n"
    (tmp_path / "a.jsonl").write_text(text, "utf-8")
    done = CliRunner().invoke(main, ["convert", str(tmp_path / "a.jsonl"), "-o", str(tmp_path / "a.nt")])

    assert done.exit_code == 1
    assert "a.jsonl:2:1: LOB103" in done.output
    assert "a.jsonl:4:2: LOB101" in done.output
    assert [one.name for one in tmp_path.iterdir()] == ["a.jsonl"]


def test_two_records_with_one_iri_are_refused(tmp_path):
    """In a stream as in a catalog, an IRI names one record."""
    (tmp_path / "a.jsonl").write_text(lines([THINGS[1], THINGS[2], THINGS[1]]), "utf-8")
    with pytest.raises(ReadError, match=r"a\.jsonl:3:1: LOB501: a second record has the IRI https://example\.org/1"):
        list(stream(tmp_path / "a.jsonl"))


def test_names_are_told_apart_also_when_there_are_many():
    """The compact set of names grows without losing one."""
    names = Names()

    assert all(names.add(str(at)) for at in range(20_000))
    assert not any(names.add(str(at)) for at in range(20_000))
    assert len(names) == 20_000
    assert all(str(at) in names for at in range(20_000))
    assert "20000" not in names


def test_names_that_were_put_away_are_found_again(monkeypatch):
    """Names of which most lies on disk are told apart as before, each double at once."""
    monkeypatch.setattr(Names, "_FEW", 100)
    monkeypatch.setattr(Names, "_MANY", 3000)
    names = Names()

    assert all(names.add(str(at)) for at in range(20_000))
    assert not any(names.add(str(at)) for at in range(0, 20_000, 7))
    assert len(names) == 20_000
    assert all(str(at) in names for at in range(0, 20_000, 3))
    assert not any(str(at) in names for at in range(20_000, 40_000))


@pytest.mark.parametrize("to", ["nt", "nq", "jsonl"])
def test_a_thing_inside_a_record_and_on_its_own_is_refused_in_either_order(tmp_path, to):
    """Reader and writer share the names of records, and the writer still finds what a graph could not tell apart."""
    inner = lobkit.Recommendation(LangMap(nl="Doe dit"), iri=Iri("https://example.org/r"))
    outer = lobkit.Publication(LangMap(nl="X"), recommendations=(inner,), iri=Iri("https://example.org/p"))
    for things in ([inner, outer], [outer, inner]):
        (tmp_path / "a.jsonl").write_text(lines(things), "utf-8")
        done = CliRunner().invoke(main, ["convert", str(tmp_path / "a.jsonl"), "-o", str(tmp_path / f"b.{to}")])
        assert ("keep one" in done.output) == (to != "jsonl")
        assert (done.exit_code == 0) == (to == "jsonl")


@pytest.mark.parametrize("faulty", ["shuffled", "graph", "wrong"])
def test_quads_that_do_not_stand_in_order_are_read_as_a_whole(tmp_path, faulty):
    """In any order, in a named graph, or with a fault: what a reading of the whole gives or tells."""
    statements = "".join(lobkit.serialized(lobkit.Catalog.of(THINGS), "nquads")).splitlines(keepends=True)
    changed = {
        "shuffled": statements[::-1],
        "graph": [one.replace(" .\n", " <https://example.org/g> .\n") for one in statements],
        "wrong": [*statements, '<https://example.org/1> <https://example.org/p> "x" .\n'],
    }[faulty]
    (tmp_path / "a.nq").write_text("".join(changed), "utf-8")
    done = CliRunner().invoke(
        main, ["convert", str(tmp_path / "a.nq"), "-o", str(tmp_path / "b.jsonl"), "--memory", "0"]
    )

    if faulty == "shuffled":
        assert done.exit_code == 0, done.output
        assert list(stream(tmp_path / "b.jsonl")) == list(lobkit.read(tmp_path / "a.nq").records())
    else:
        with pytest.raises(ReadError) as told:
            lobkit.read(tmp_path / "a.nq")
        assert done.output == "".join(f"{one}\n" for one in told.value.findings)
        assert [one.name for one in tmp_path.iterdir()] == ["a.nq"]
