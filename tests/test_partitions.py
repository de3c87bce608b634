"""Parts of a whole, put together, are the whole; and what no part can see, the whole finds."""

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import lobkit
from lobkit import conversion, side_by_side, testing
from lobkit.cli import main
from lobkit.errors import ReadError, WriteError
from lobkit.exchange import FORMATS
from lobkit.formats import nquads
from lobkit.model import Catalog
from lobkit.names import Names
from lobkit.partitions import Task, convert_lines, convert_partition, plan
from lobkit.values import Iri, LangMap
from lobkit.whole import Whole

ORCID = Iri("https://orcid.org/0000-0002-1825-0097")
THINGS = [
    lobkit.Publication(
        LangMap(nl=f"Titel {at} – “één”"),
        authors=(lobkit.Person("Boer, P. den", iri=ORCID), lobkit.Organisation("Euroguidance")),
        summary=(lobkit.Section("Kop", "Eerst.\n\nDan .\nEn <https://example.org/> ."),),
        year=2000 + at,
        iri=Iri(f"https://example.org/{at}") if at % 3 else None,
    )
    for at in range(11)
]
LINES = "".join(FORMATS["jsonl"].serialize(THINGS)).splitlines(keepends=True)
FORMS = ["jsonl", "ntriples", "nquads"]


def whole_of(things, form, enrich=False):
    return "".join(lobkit.serialized(Catalog.of(things), form, enrich=enrich))


def run(*arguments):
    return CliRunner().invoke(main, [str(one) for one in arguments])


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("".join(LINES), "utf-8")
    return path


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("size", [1, 700, 10**9])
def test_parts_in_any_order_put_together_are_the_bytes_of_one_process(source, form, size):
    """Whoever converts which part when: in their order the parts are what a writing of the whole gives."""
    planned = list(plan([source], size=size))
    mixed = random.Random(1).sample(list(enumerate(planned)), len(planned))
    made = {number: convert_partition(one, Task(form)).text for number, one in mixed}

    assert "".join(made[number] for number in sorted(made)) == whole_of(THINGS, form)
    assert sum(one.records for one in planned) == len(THINGS)


@given(
    st.lists(testing.records(lobkit.Publication), max_size=4), st.integers(0, 4), st.sampled_from(FORMS), st.booleans()
)
def test_a_cut_changes_nothing(things, cut, form, enrich):
    """For whatever records can go in one file: two parts are the whole, or both ways refuse."""
    task = Task(form, enrich and form != "jsonl")
    lines = [line for thing in things for line in FORMATS["jsonl"].serialize([thing])]
    parts = [convert_lines(lines[:cut], task), convert_lines(lines[cut:], task, line=cut, record=min(cut, len(lines)))]
    whole = Whole()
    refused = [one for part in parts for one in whole.take(part, "a")] or [one for part in parts for one in part.bad]
    try:
        expected = "".join(FORMATS[form].serialize(things, enrich=task.enrich))
    except WriteError:
        assert refused
    else:
        assert refused or "".join(part.text for part in parts) == expected


def test_blank_lines_bad_lines_and_a_mark_at_the_start_keep_the_numbers(tmp_path):
    """A record has the number of its line among those that are not blank, whatever stands in the others."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + f"{LINES[0]}\n  \r\n{{\n{LINES[1].rstrip()}\r\n{LINES[2]}".rstrip("\n").encode())
    parts = [convert_partition(one, Task("ntriples")) for one in plan([path], size=1)]

    assert "".join(part.text for part in parts) == "".join(
        [
            "".join(FORMATS["ntriples"].serialize(THINGS[:1])),
            *("".join(nquads.serialize([THINGS[at]], start=at + 1)) for at in (1, 2)),
        ]
    )
    assert [(one.line, one.text, one.findings[0].code) for part in parts for one in part.bad] == [(4, "{", "LOB101")]


def test_packed_and_plain_files_are_one_whole(tmp_path, source):
    """A packed file is one partition, and counts on."""
    packed = tmp_path / "b.jsonl.gz"
    packed.write_bytes(gzip.compress("".join(LINES).encode()))
    first, second = plan([source, packed])

    assert (first.record, first.records, second.record, second.records) == (0, 11, 11, 11)
    assert "_:r12b1 " in convert_partition(second, Task("ntriples")).text


def test_a_file_that_changed_in_between_is_refused(source):
    """Nobody gets half of one file and half of another."""
    (one,) = plan([source])
    source.write_text("".join(LINES[1:] + LINES[:1]), "utf-8")
    with pytest.raises(ReadError, match="changed while it was read"):
        convert_partition(one, Task("jsonl"))


# ── lobkit convert --jobs ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("blank", ["", " ", "\r"])
def test_a_mark_on_a_line_of_its_own_counts_for_no_record(tmp_path, blank):
    """Behind a byte order mark, the first line can be blank as any other: the parts are the bytes of one process."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + f"{blank}\n{''.join(LINES)}".encode())
    text = "".join(convert_partition(one, Task("ntriples")).text for one in plan([path], size=1))

    assert text == whole_of(THINGS, "ntriples")


@pytest.mark.parametrize("name", ["b.nt", "b.nq", "b.jsonl", "b.nt.gz"])
def test_jobs_write_the_bytes_of_one_process(tmp_path, name):
    """More than one partition, more than one process, the same file."""
    many = [evolve(THINGS[1], iri=Iri(f"https://example.org/x/{at}"), summary=(lobkit.Section("K", "z" * 9000),)) for at in range(600)]  # fmt: skip
    text = "".join(FORMATS["jsonl"].serialize(many))
    (tmp_path / "a.jsonl").write_text(text, "utf-8")
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(text.encode()))
    assert len(list(plan([tmp_path / "a.jsonl"], size=2 * 2**20))) > 2
    one = run("convert", tmp_path / "a.jsonl", "-o", tmp_path / name)
    two = run("convert", tmp_path / "a.jsonl", "-o", tmp_path / f"two-{name}", "--jobs", "2")
    packed = run("convert", tmp_path / "a.jsonl.gz", "-o", tmp_path / f"packed-{name}", "--jobs", "2")

    assert [(done.exit_code, done.output) for done in (one, two, packed)] == [(0, "")] * 3
    assert (tmp_path / name).read_bytes() == (tmp_path / f"two-{name}").read_bytes()
    assert (tmp_path / name).read_bytes() == (tmp_path / f"packed-{name}").read_bytes()


@pytest.mark.parametrize(
    "way", [{"_DESK": 3 * 2**20}, {"_DESK": 10}, {"_forks": lambda: False}], ids=["out", "both", "none"]
)
def test_what_finds_no_room_between_processes_goes_through_a_pipe(tmp_path, monkeypatch, way):
    """Texts that are larger than what is shared, in one direction or both, and systems that share nothing."""
    for name, value in way.items():
        monkeypatch.setattr(side_by_side, name, value)
    many = [evolve(THINGS[1], iri=Iri(f"https://example.org/x/{at}"), summary=(lobkit.Section("K", "z\n" * size),)) for at, size in enumerate([10, 2_000_000, 700_000, 5] * 3)]  # fmt: skip
    (tmp_path / "a.jsonl").write_text("".join(FORMATS["jsonl"].serialize(many)), "utf-8")
    done = run("convert", tmp_path / "a.jsonl", "-o", tmp_path / "b.nt", "--jobs", "2")

    assert (done.exit_code, done.output) == (0, "")
    assert (tmp_path / "b.nt").read_text("utf-8") == whole_of(many, "ntriples")


def test_few_lines_need_no_other_process(tmp_path, source, monkeypatch):
    """Starting one takes longer than converting them."""
    monkeypatch.setattr(side_by_side, "ProcessPoolExecutor", None)
    done = run("convert", source, "-o", tmp_path / "b.nt", "--jobs", "2")

    assert (done.exit_code, done.output) == (0, "")
    assert (tmp_path / "b.nt").read_text("utf-8") == whole_of(THINGS, "ntriples")


def test_jobs_tell_every_bad_line_and_leave_no_file(tmp_path):
    """All problems of all lines, also those that only the whole can see, and nothing is written."""
    (tmp_path / "a.jsonl").write_text("".join([LINES[1], '{"type": "Publication"}\n', LINES[1], "{\n"]), "utf-8")
    done = run("convert", tmp_path / "a.jsonl", "-o", tmp_path / "b.nt", "--jobs", "2")

    assert done.exit_code == 1
    told = [line.split("a.jsonl:")[1].split(" ")[:2] for line in done.output.splitlines()]
    assert told == [["2:1:", "LOB103:"], ["3:1:", "LOB501"], ["4:2:", "LOB101:"]]
    assert [one.name for one in tmp_path.iterdir()] == ["a.jsonl"]


DAMAGED = {
    "a byte that is no UTF-8": ("a.jsonl", "".join(LINES).encode() + b'{"type":"Publication","title":{"nl":"\xff"}}\n'),
    "a packed file with a byte of another": ("a.jsonl.gz", gzip.compress(b"x" * 9, 0, mtime=0)[:10] + b"\xff" * 20),
    "half of a packed file": ("a.jsonl.gz", gzip.compress("".join(LINES).encode(), mtime=0)[:-20]),
    "JSON over several lines": ("a.jsonl", json.dumps([json.loads(line) for line in LINES], indent=1).encode()),
    "the same behind a mark": ("a.jsonl", b"\xef\xbb\xbf[\n" + ",\n".join(LINES).encode() + b"]\n"),
}


@pytest.mark.parametrize("kind", DAMAGED)
def test_jobs_tell_of_a_damaged_file_what_one_process_tells(tmp_path, monkeypatch, kind):
    """The same findings, whichever process found them, and nothing is written."""
    monkeypatch.setattr(side_by_side, "_SIZE", 600)
    name, raw = DAMAGED[kind]
    (tmp_path / name).write_bytes(raw)
    told = []
    for convert in (conversion.convert, lambda *files: side_by_side.convert(*files, Task("ntriples"), jobs=2)):
        with pytest.raises(ReadError) as caught:
            convert(tmp_path / name, tmp_path / "b.nt")
        told.append((caught.value.findings, str(caught.value)))

    assert told[0] == told[1]
    assert len(told[0][0]) == 1
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_a_damaged_packed_file_cannot_be_planned(tmp_path):
    """What cannot be unpacked is told as what cannot be read."""
    name, raw = DAMAGED["a packed file with a byte of another"]
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(ReadError, match="LOB001: cannot be read"):
        list(plan([tmp_path / name]))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with a name are there in Unix only")
def test_jobs_take_a_pipe_and_a_format_that_is_named(tmp_path):
    """A file is opened once, and what it is called says nothing where its format is named."""
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=(tmp_path / "pipe").write_text, args=("".join(LINES), "utf-8"))
    writer.start()
    done = run("convert", tmp_path / "pipe", "--from", "jsonl", "-o", tmp_path / "b.nt", "--jobs", "2")
    writer.join()

    assert (done.exit_code, done.output) == (0, "")
    assert (tmp_path / "b.nt").read_text("utf-8") == whole_of(THINGS, "ntriples")


def _runs(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def _has_begun(process, folder):
    """Whether a process has written something to a file in a folder that has no name there yet."""
    for handle in Path(f"/proc/{process}/fd").iterdir():
        try:
            place = str(handle.readlink())
            if place.startswith(f"{folder}/") and place.endswith(" (deleted)") and handle.stat().st_size:
                return True
        except OSError:
            continue  # it was closed in the meantime
    return False


@pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="files without a name are Linux's")
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    ("sent", "code"),
    [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, -signal.SIGINT), (signal.SIGTERM, 128 + signal.SIGTERM)],
    ids=["killed", "Ctrl-C", "ended"],
)
def test_a_conversion_that_is_ended_leaves_no_half_file_and_no_process(tmp_path, jobs, sent, code):
    """What stood under the name stays; nothing is said; the next call finishes; no process goes on alone.

    A terminal sends Ctrl-C to all of its processes; shells show the code of one that a signal ended as 128 and more.
    """
    with (tmp_path / "a.jsonl").open("w", encoding="utf-8") as stream:
        for at in range(2000):
            stream.writelines(line.replace("https://example.org/", f"https://example.org/{at}/", 1) for line in LINES)
    target = tmp_path / "b.nt"
    command = [sys.executable, "-c", "from lobkit.cli import main; main()", "convert", str(tmp_path / "a.jsonl"), "-o", str(target), "--jobs", str(jobs)]  # fmt: skip
    for _ in range(3):  # Python drops what a signal raises while it drops an object, and the work goes on then
        target.write_text("before", "utf-8")
        running = subprocess.Popen(command, start_new_session=True, stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + 60
        while not _has_begun(running.pid, tmp_path) and time.monotonic() < deadline:
            time.sleep(0.005)
        (os.killpg if sent == signal.SIGINT else os.kill)(running.pid, sent)
        _, told = running.communicate(timeout=60)
        if running.returncode:
            break
    assert running.returncode == code, f"it was ended after the work was done: {told}"
    assert told.strip() == ""

    assert target.read_text("utf-8") == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "b.nt"]
    while _runs(running.pid):
        assert time.monotonic() < deadline, "a process went on alone"
        time.sleep(0.01)
    subprocess.run(command, check=True, timeout=120)
    assert target.read_text("utf-8").count(" <http://purl.org/ontology/bibo/Document> .\n") == 22_000


def _children(process):
    return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="children are found as in Linux")
@pytest.mark.parametrize("name", ["convert", "validate"])
def test_a_process_that_is_ended_is_told(tmp_path, name):
    """As a system does that has no memory left: an error says so, and there is no half file."""
    for part in range(4):
        with (tmp_path / f"{part}.jsonl").open("w", encoding="utf-8") as stream:
            for at in range(1000):
                stream.writelines(
                    line.replace("https://example.org/", f"https://example.org/{part}/{at}/", 1) for line in LINES
                )
    source = tmp_path if name == "validate" else tmp_path / "0.jsonl"
    place = [] if name == "validate" else ["-o", str(tmp_path / "b.nt")]
    command = [sys.executable, "-c", "from lobkit.cli import main; main()", name, str(source), *place, "--jobs", "2"]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while len(children := _children(running.pid)) < 2 and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    os.kill(children[0], signal.SIGKILL)
    _, told = running.communicate(timeout=60)

    assert (running.returncode, "Traceback" in told) == (2, False), told
    assert "a process was ended before its part was done" in told
    assert not (tmp_path / "b.nt").exists()


REFUSED = [
    (["a.jsonl", "-o", "b.ttl", "--jobs", "2"], "--jobs writes JSON Lines, N-Triples or N-Quads, and not Turtle"),
    (["a.jsonl", "-o", "b.nt", "--graph", "https://example.org/g"], "only N-Quads name a graph, not N-Triples; take nquads"),
    (["a.jsonl", "-o", "b.nq", "--graph", "g"], "the graph: 'g' is no absolute IRI"),
    (["a.jsonl", "-o", "b.jsonl", "--jobs", "2", "--enrich"], "derived statements are written in RDF only; take ntriples or nquads"),
    (["a.nt", "-o", "b.jsonl", "--jobs", "2"], "--jobs reads JSON Lines; convert the source to .jsonl first"),
    (["a.jsonl", "a.jsonl", "-o", "b.nt", "--jobs", "2"], "--jobs takes one file of JSON Lines; bring the sources to one file first"),
    ([".", "-o", "b.nq", "--graph", "https://example.org/g"], "--graph takes one file of JSON Lines; bring the sources to one"),
    (["a.jsonl", "-o", "b.nt", "--jobs", "2", "--lenient"], "--jobs leaves nothing out; leave out --lenient, or --jobs"),
    (["missing.jsonl", "-o", "b.nt", "--jobs", "2"], "missing.jsonl: LOB001: cannot be read: No such file or directory"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "message"), REFUSED, ids=lambda one: one if isinstance(one, str) else None)
def test_what_parts_cannot_do_is_refused(source, monkeypatch, arguments, message):
    """With what to do instead, and nothing is written."""
    monkeypatch.chdir(source.parent)
    done = run("convert", *arguments)

    assert done.exit_code == 2
    assert message in done.output
    assert [one.name for one in source.parent.iterdir()] == ["a.jsonl"]


# ── N-Quads ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_n_quads_in_a_named_graph_are_the_same_statements(source):
    """Every statement is in the graph, no literal is touched, and reading says that the name has no place."""
    import pyoxigraph as ox  # noqa: PLC0415

    target = source.with_name("b.nq")
    assert run("convert", source, "-o", target, "--graph", "https://example.org/g").exit_code == 0
    quads = list(ox.parse(target.read_bytes(), format=ox.RdfFormat.N_QUADS))
    plain = [ox.Quad(*triple) for triple in ox.parse(whole_of(THINGS, "ntriples"), format=ox.RdfFormat.N_TRIPLES)]

    assert {str(one.graph_name) for one in quads} == {"<https://example.org/g>"}
    assert len(quads) == len(plain)
    assert {str(ox.Literal(one.object.value)) for one in quads} == {str(ox.Literal(one.object.value)) for one in plain}
    with pytest.raises(ReadError, match="LOB112"):
        lobkit.read(target)


# ── what no part can see ─────────────────────────────────────────────────────────────────────────────────────────────

PERSON = {"type": "Person", "name": "A", "id": str(ORCID)}
TWICE = [
    ([{"id": "https://example.org/1"}, {"id": "https://example.org/1"}], "a second record has the IRI https://example.org/1"),
    ([{"authors": [PERSON]}, {"authors": [{**PERSON, "name": "B"}]}], f"{ORCID} was described otherwise before"),
    ([{"authors": [PERSON]}, {"id": str(ORCID)}], f"{ORCID} stands on its own and inside another record"),
    ([{"id": str(ORCID)}, {"authors": [PERSON]}], f"{ORCID} stands on its own and inside another record"),
    ([{"authors": [PERSON]}, {"authors": [PERSON]}], None),
]  # fmt: skip


@pytest.mark.parametrize(("records", "message"), TWICE, ids=range(len(TWICE)))
def test_what_stands_in_two_parts_is_found(records, message):
    """An IRI names one thing in the whole, described in one way, though each part is right alone."""
    whole = Whole()
    found = []
    for at, record in enumerate(records):
        line = json.dumps({"type": "Publication", "title": {"nl": "X"}} | record)
        part = convert_lines([line], Task("ntriples"), record=at)
        assert part.bad == ()
        found += whole.take(part, "a.jsonl")

    assert [str(one).split(": LOB501: ")[1].split(";")[0] for one in found] == ([message] if message else [])


def test_names_say_what_they_hold():
    """A name is in the set once it was added, and not before."""
    names = Names()
    assert "a" not in names
    names.add("a")
    assert "a" in names
    assert "b" not in names


# ── bulk loads ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", ["ntriples", "nquads"])
def test_parts_load_into_a_store_on_disk_in_any_order(tmp_path, source, form):
    """Oxigraph takes the parts as they are, and answers as it would for the whole; no blank node meets another."""
    import pyoxigraph as ox  # noqa: PLC0415

    rdf = {"ntriples": ox.RdfFormat.N_TRIPLES, "nquads": ox.RdfFormat.N_QUADS}[form]
    store = ox.Store(tmp_path / "store")
    for partition in reversed(list(plan([source], size=900))):
        store.bulk_load(convert_partition(partition, Task(form)).text, format=rdf)
    store.flush()
    del store
    again = ox.Store.read_only(str(tmp_path / "store"))
    authors = "PREFIX bibo: <http://purl.org/ontology/bibo/> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
    authors += "SELECT ?p (COUNT(?a) AS ?n) { ?p bibo:authorList/rdf:rest*/rdf:first ?a } GROUP BY ?p"

    assert len(again) == len(set(whole_of(THINGS, "ntriples").splitlines()))
    assert [row["n"].value for row in again.query(authors)] == ["2"] * len(THINGS)
