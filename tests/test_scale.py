"""Dask: the bytes of one process, also when a worker dies midway, and nothing finished is done again."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from hashlib import blake2b
from pathlib import Path

import pytest
from click.testing import CliRunner

import lobkit
from lobkit.cli import main
from lobkit.exchange import FORMATS
from lobkit.model import Catalog
from lobkit.partitions import Task, plan
from lobkit.scale import convert_all, finish
from lobkit.values import Iri, LangMap

THINGS = [
    lobkit.Publication(
        LangMap(nl=f"Titel {at}"),
        authors=(lobkit.Person("Boer, P. den"), lobkit.Organisation("Euroguidance")),
        summary=(lobkit.Section("Kop", f"Tekst {at}. " * 60),),
        iri=Iri(f"https://example.org/{at}"),
    )
    for at in range(4000)
]
SIZE = 40_000
EXPECTED = "".join(FORMATS["ntriples"].serialize(THINGS))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("in")
    lines = [line for thing in THINGS for line in FORMATS["jsonl"].serialize([thing])]
    (made / "a.jsonl").write_text("".join(lines[:1500]), "utf-8")
    (made / "b.jsonl").write_text("".join(lines[1500:]), "utf-8")
    return made


def sources(folder):
    return sorted(folder.glob("*.jsonl"))


def whole(outcome):
    return "".join(path.read_text("utf-8") for path in outcome.parts)


def finish_all(folder, target, size=SIZE):
    """Every partition, as workers finish them, but in this process."""
    target.mkdir(exist_ok=True)
    for numbered in reversed(list(enumerate(plan([one.resolve() for one in sources(folder)], size=size)))):
        finish(numbered, Task("ntriples"), str(target.resolve()))


def test_what_is_finished_is_not_done_again(folder, tmp_path):
    """A call that finds all parts finished starts no worker, and says how many it kept."""
    finish_all(folder, tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    outcome = convert_all(sources(folder), tmp_path, Task("ntriples"), size=SIZE)

    assert whole(outcome) == EXPECTED
    assert (outcome.records, outcome.bad, outcome.kept) == (4000, 0, len(outcome.parts))
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir() if path.name in before} == before


def test_the_manifest_says_what_belongs_together(folder, tmp_path):
    """Parts with digests, where each came from, and no part of an earlier run with other partitions."""
    finish_all(folder, tmp_path, size=SIZE // 2)
    finish_all(folder, tmp_path)
    outcome = convert_all(sources(folder), tmp_path, Task("ntriples"), size=SIZE)
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))

    assert [one["file"] for one in manifest["parts"]] == [path.name for path in outcome.parts]
    assert sorted(path.name for path in tmp_path.glob("*.nt")) == [path.name for path in outcome.parts]
    assert (manifest["records"], manifest["bad"], manifest["twice"]) == (4000, 0, [])
    for one, path in zip(manifest["parts"], outcome.parts, strict=True):
        assert one["file_digest"] == blake2b(path.read_bytes(), digest_size=16).hexdigest()
        with open(one["source"], "rb") as stream:
            stream.seek(one["offset"])
            assert one["source_digest"] == blake2b(stream.read(one["size"]), digest_size=16).hexdigest()


@pytest.mark.skipif(shutil.which("jq") is None or shutil.which("b2sum") is None, reason="needs jq and b2sum")
def test_a_copy_is_checked_as_the_docs_say(folder, tmp_path):
    """The command of the docs takes what was written, and refuses a part that lacks its end."""
    finish_all(folder, tmp_path)
    outcome = convert_all(sources(folder), tmp_path, Task("ntriples"), size=SIZE)
    page = (Path(__file__).parent.parent / "docs" / "howto" / "scale.md").read_text("utf-8")
    (command,) = re.findall(r"(?m)^jq .*b2sum.*$", page)
    check = partial(subprocess.run, command, shell=True, cwd=tmp_path, capture_output=True, text=True)

    assert check().returncode == 0
    outcome.parts[1].write_bytes(outcome.parts[1].read_bytes()[:-1])
    assert "part-000001.nt: FAILED" in check().stdout


def test_without_dask_the_message_says_what_to_install(folder, tmp_path, monkeypatch):
    """An extra that is not there is named."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = CliRunner().invoke(main, ["scale", str(folder), "-o", str(tmp_path)])

    assert (done.exit_code, done.output) == (2, "Dask is not installed; pip install 'lobkit[scale]'\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing/*.jsonl"], "missing/*.jsonl: LOB001: no file of JSON Lines is here"),
        (["IN", "--graph", "https://example.org/g"], "only N-Quads name a graph, not N-Triples; take nquads"),
        (["IN", "--to", "turtle"], "'turtle' is no format here; choose one of jsonl, ntriples, nquads"),
    ],
)
def test_a_wrong_call_says_what_instead(folder, tmp_path, arguments, message):
    """Nothing is written."""
    done = CliRunner().invoke(main, ["scale", *(one.replace("IN", str(folder)) for one in arguments), "-o", str(tmp_path / "o")])  # fmt: skip

    assert done.exit_code == 2
    assert message in done.output
    assert not (tmp_path / "o").exists()


# ── with a cluster ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.external
def test_a_worker_that_is_killed_midway_changes_no_byte(folder, tmp_path):
    """Two workers; one is killed as soon as some parts are there; the whole is what one process writes."""
    distributed = pytest.importorskip("distributed")
    quiet = {"dashboard_address": None, "silence_logs": 50, "host": "127.0.0.1"}
    killed = []
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, **quiet) as cluster:
        workers = [worker.pid for worker in cluster.workers.values()]

        def kill():
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline:
                if len(list(tmp_path.glob("part-*.json"))) >= 3:
                    os.kill(workers[0], signal.SIGKILL)
                    killed.append(len(list(tmp_path.glob("part-*.json"))))
                    return
                time.sleep(0.005)

        thread = threading.Thread(target=kill)
        thread.start()
        outcome = convert_all(sources(folder), tmp_path, Task("ntriples"), scheduler=cluster.scheduler_address, size=SIZE)  # fmt: skip
        thread.join()

    assert len(killed) == 1
    assert killed[0] < len(outcome.parts), "it was killed after the work was done"
    assert whole(outcome) == EXPECTED == "".join(lobkit.serialized(Catalog.of(THINGS), "ntriples"))
    assert list(tmp_path.glob(".*.part")) == []


@pytest.mark.external
def test_a_call_that_is_killed_is_finished_by_the_next(folder, tmp_path):
    """All processes are killed midway: no half file stands under a name that counts, and the next call does the rest."""
    pytest.importorskip("distributed")
    # The file is large enough for many partitions of the smallest size that the command line takes.
    many = tmp_path / "many.jsonl"
    lines = "".join(FORMATS["jsonl"].serialize(THINGS))
    with many.open("w", encoding="utf-8") as stream:
        for at in range(4):
            stream.write(lines.replace("https://example.org/", f"https://example.org/{at}/"))
    target = tmp_path / "out"
    command = [sys.executable, "-c", "from lobkit.cli import main; main()", "scale", str(many), "-o", str(target), "--partition-size", "1"]  # fmt: skip
    first = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    deadline = time.monotonic() + 120
    while len(list(target.glob("part-*.json"))) < 2 and time.monotonic() < deadline and first.poll() is None:
        time.sleep(0.01)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    done_before = len(list(target.glob("part-*.json")))
    assert not (target / "manifest.json").exists()
    second = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)

    assert second.returncode == 0, second.stderr
    assert f"{4 * len(THINGS)} records in " in second.stderr
    assert done_before >= 2
    assert "finished before" in second.stderr
    parts = json.loads((target / "manifest.json").read_text("utf-8"))["parts"]
    CliRunner().invoke(main, ["convert", str(many), "-o", str(tmp_path / "one.nt")])
    assert "".join((target / one["file"]).read_text("utf-8") for one in parts) == (tmp_path / "one.nt").read_text(
        "utf-8"
    )


@pytest.mark.external
def test_bad_lines_are_set_aside_with_their_reasons(tmp_path):
    """The rest is converted; the command ends with 1 and says where the bad lines are."""
    pytest.importorskip("distributed")
    lines = [line for thing in THINGS[:3] for line in FORMATS["jsonl"].serialize([thing])]
    (tmp_path / "a.jsonl").write_text("".join([lines[0], "{\n", lines[1], lines[1]]), "utf-8")
    command = [sys.executable, "-c", "from lobkit.cli import main; main()", "scale", str(tmp_path / "*.jsonl"), "-o", str(tmp_path / "out")]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

    assert done.returncode == 1
    assert "a.jsonl:4:1: LOB501: a second record has the IRI https://example.org/1; keep one of them" in done.stderr
    assert "3 records in 1 parts" in done.stderr
    (bad,) = map(json.loads, (tmp_path / "out" / "bad.jsonl").read_text("utf-8").splitlines())
    assert (bad["line"], bad["text"]) == (2, "{")
    assert "a.jsonl:2:2: LOB101: this is no JSON" in bad["findings"][0]


@pytest.mark.external
def test_ctrl_c_while_dask_starts_ends_it_without_a_traceback(folder, tmp_path):
    """The terminal tells the workers, too, which are not yet ready to answer."""
    pytest.importorskip("distributed")
    command = [sys.executable, "-c", "from lobkit.cli import main; main()", "scale", str(folder), "-o", str(tmp_path)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    if not children.exists():
        running.kill()
        pytest.skip("the system does not tell of the children of a process")
    while running.poll() is None and not any(
        task.joinpath("children").read_text() for task in Path(f"/proc/{running.pid}/task").iterdir()
    ):
        time.sleep(0.02)
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=60)

    assert running.returncode == -signal.SIGINT
    assert (out, err.strip()) == (b"", b"")
    assert not (tmp_path / "manifest.json").exists()
