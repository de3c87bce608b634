"""Records pass from file to file one by one, and nothing is checked less."""

from pathlib import Path

import pytest
from click.testing import CliRunner

import lobkit
from lobkit import side_by_side, sources
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
    done = CliRunner().invoke(main, ["convert", str(tmp_path / "a.nq"), "-o", str(tmp_path / "b.jsonl")])

    if faulty == "shuffled":
        assert done.exit_code == 0, done.output
        assert list(stream(tmp_path / "b.jsonl")) == list(lobkit.read(tmp_path / "a.nq").records())
    else:
        with pytest.raises(ReadError) as told:
            lobkit.read(tmp_path / "a.nq")
        assert done.output == "".join(f"{one}\n" for one in told.value.findings)
        assert [one.name for one in tmp_path.iterdir()] == ["a.nq"]


@pytest.mark.parametrize("jobs", [[], ["--jobs", "2"]], ids=["one", "jobs"])
@pytest.mark.parametrize("to", ["nt", "nq", "jsonl"])
@pytest.mark.parametrize("more", [[], THINGS[:2]], ids=["alone", "with others"])
def test_a_catalog_with_facts_on_a_line_is_read_as_a_whole(tmp_path, jobs, to, more):
    """With the bytes of a reading of the whole; from a pipe, too, and to standard output."""
    catalog = lobkit.Catalog(title=LangMap(nl="Alles"), publications=tuple(THINGS[4:]))
    text = lines([*more, catalog])
    (tmp_path / "a.jsonl").write_text(text, "utf-8")
    lobkit.write(lobkit.read(tmp_path / "a.jsonl"), tmp_path / f"b.{to}")
    call = ["-o", str(tmp_path / f"c.{to}"), *jobs]
    for source, given in (([str(tmp_path / "a.jsonl")], None), (["-", "--from", "jsonl"], text)):
        done = CliRunner().invoke(main, ["convert", *source, *call], input=given)
        assert (done.exit_code, done.output) == (0, "")
        assert (tmp_path / f"c.{to}").read_bytes() == (tmp_path / f"b.{to}").read_bytes()


def test_where_a_catalog_with_facts_comes_too_late_the_way_out_is_told(tmp_path, monkeypatch):
    """Standard output has taken records by then; in a named graph it has no place."""
    monkeypatch.setattr(side_by_side, "_SIZE", 10_000)
    source = tmp_path / "a.jsonl"
    many = [lobkit.Publication(LangMap(nl=f"Titel {at}")) for at in range(5000)]
    source.write_text(lines([*many, lobkit.Catalog(title=LangMap(nl="Alles"))]), "utf-8")
    graph = ["-o", str(tmp_path / "b.nq"), "--graph", "https://example.org/g"]
    for call in (["--to", "nt", "-o", "-"], ["--to", "nt", "-o", "-", "--jobs", "2"], graph):
        done = CliRunner().invoke(main, ["convert", str(source), *call])
        assert done.exit_code == 1
        assert done.stderr.splitlines() == [
            f"{source}:5001:1: LOB501: a catalog with facts of its own cannot stand in a stream of records; "
            "read the file as a whole: lobkit.read(…), or lobkit convert FILE -o TARGET without --graph"
        ]


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("a.yaml", ["-o", "b.nt"]),
        ("a.jsonl", ["-o", "b.jsonld"]),
        ("a.nt", ["-o", "b.jsonld"]),
        ("a.jsonl", ["-o", "b.nt", "--lenient"]),
        ("a.jsonl", ["a.nt", "-o", "b.nt"]),
        (".", ["-o", "b.nt"]),
    ],
)
@pytest.mark.parametrize("piped", [False, True])
def test_memory_is_held_or_refused(tmp_path, monkeypatch, name, call, piped):
    """What has to be read as a whole and would take more is not begun; with room enough it is written."""
    monkeypatch.chdir(tmp_path)
    for file in {name, "a.nt"} - {"."}:
        lobkit.write(lobkit.Catalog.of(THINGS[:1]), file)
    if piped and len(call) == 2 and name != ".":
        source, given = ["-", "--from", name[2:]], name
    else:
        source, given = [name], None
    text = None if given is None else Path(given).read_text("utf-8")
    done = CliRunner().invoke(main, ["convert", *source, *call, "--memory", "0"], input=text)
    assert done.exit_code == 2
    assert "takes some 1 MB of memory here, and --memory allows 0; allow more, or take one file" in done.stderr
    assert not list(tmp_path.glob("b.*"))

    if len(call) == 2:
        done = CliRunner().invoke(main, ["convert", *source, *call, "--memory", "1"], input=text)
        assert (done.exit_code, done.output) == (0, "")


@pytest.mark.parametrize("to", ["nt", "ttl", "yaml"])
@pytest.mark.parametrize("form", ["jsonl", "nt"])
def test_standard_input_passes_record_by_record(tmp_path, monkeypatch, form, to):
    """Within any limit of the memory, with the bytes of a file; N-Triples in any order are sorted on disk."""
    monkeypatch.setattr(sources, "_IN_MEMORY", 100)
    text = "".join(FORMATS["jsonl" if form == "jsonl" else "ntriples"].serialize(THINGS))
    for order in (1, -1) if form == "nt" else (1,):
        given = "".join(text.splitlines(keepends=True)[::order])
        (tmp_path / f"a.{form}").write_text(given, "utf-8")
        for source, name in ((str(tmp_path / f"a.{form}"), "b"), ("-", "c")):
            call = [source, "--from", form, "-o", str(tmp_path / f"{name}.{to}"), "--memory", "0"]
            done = CliRunner().invoke(main, ["convert", *call], input=given)
            assert (done.exit_code, done.output) == (0, "")
        assert (tmp_path / f"b.{to}").read_bytes() == (tmp_path / f"c.{to}").read_bytes()
