"""How a call ends where nobody takes its output: on a full disk, and where the reader of a pipe left."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from click import Context

from lobkit.cli import main

FULL = Path("/dev/full")
pytestmark = pytest.mark.skipif(not FULL.exists(), reason="a device that is full is Linux's")
RECORDS = '{"type": "Publication", "id": "https://example.org/a", "title": {"nl": "Kiezen"}, "themas": ["https://w3id.org/lobkit/thema/doorstromen"]}\n'  # fmt: skip
CONCEPT = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://example.org/c> a skos:Concept ; skos:prefLabel " with a space that --fix takes away"@en .
"""
CALLS = [
    "convert a.jsonl --to turtle",
    "convert a.jsonl --to jsonl --jobs 2",
    "convert a.jsonl --to nquads --graph https://example.org/g",
    "crosswalk a.jsonl --mappings thema",
    "facets a.jsonl",
    "facets a.jsonl --output-format json",
    "new",
    "schema context",
    "schema json-schema",
    "schema ontology",
    "schema shacl",
    "search a.jsonl kiezen",
    "search a.jsonl kiezen --output-format json",
    "show a.jsonl",
    "suggest a.jsonl",
    "validate a.jsonl --output-format json",
    "vocab check a.ttl",
    "vocab check a.ttl --diff",
    "vocab convert thema --to csv",
    "vocab diff thema thema",
    "vocab export thema",
    "vocab list",
    "vocab mappings thema",
    "vocab migrate a.jsonl --from thema --to thema --dry-run --output-format text",
    "vocab python thema",
    "vocab show thema",
]
ANSWERS = ["--help", "--version", "convert -h", "scale -h", "vocab -h", "vocab check -h"]
"""What click writes."""


@pytest.fixture(autouse=True)
def _sources(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.jsonl").write_text(RECORDS, "utf-8")
    Path("a.ttl").write_text(CONCEPT, "utf-8")


def ended(call, output, monkeypatch):
    """The exit code of a call that writes to some output, which is closed behind it as at the end of a process."""
    with suppress(BrokenPipeError), output, monkeypatch.context() as patched:  # what a buffer still holds has no reader
        patched.setattr(sys, "stdout", output)
        with pytest.raises(SystemExit) as end:
            main(call.split())
    return end.value.code


def verbs(group, path=()):
    context = Context(group)
    for name in group.list_commands(context):
        verb = group.get_command(context, name)
        yield from verbs(verb, (*path, name)) if hasattr(verb, "list_commands") else [" ".join((*path, name))]


def test_no_verb_is_forgotten():
    """Each writes to standard output but `scale`, which writes to a folder."""
    missing = {verb for verb in verbs(main) if not any(call.startswith(verb) for call in CALLS)}

    assert missing == {"scale"}


@pytest.mark.parametrize("call", CALLS + ANSWERS)
def test_a_full_disk_is_told(call, monkeypatch, capsys):
    """As for a file, with the same code and exit code."""
    code = ended(call, FULL.open("w"), monkeypatch)

    assert code == 2
    assert capsys.readouterr().err.splitlines()[-1] == "<stdout>: LOB004: cannot be written: No space left on device"


@pytest.mark.parametrize("call", CALLS + ANSWERS)
def test_a_reader_that_left_is_no_trouble_to_tell(call, monkeypatch, capsys):
    """As with `| head -1`."""
    reading, writing = os.pipe()
    os.close(reading)
    code = ended(call, os.fdopen(writing, "w"), monkeypatch)

    assert code == 2
    assert "LOB004" not in capsys.readouterr().err


def process(call, output, unbuffered):
    """What a call of its own process ends with, and what it says."""
    command = [sys.executable, "-c", "from lobkit.cli import main; main()", *call.split()]
    told, known = subprocess.PIPE, {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    done = subprocess.run(command, stdout=output, stderr=told, text=True, check=False, env=known)
    return done.returncode, done.stderr


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("call", ["convert a.jsonl --to json", "--help"])
def test_python_says_no_more_at_its_end(call, unbuffered):
    """What stays in a buffer is not tried once more, whether Python keeps one or none."""
    with FULL.open("w") as full:
        told = process(call, full, unbuffered)
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as left:
        _, quiet = process(call, left, unbuffered)

    assert told == (2, "<stdout>: LOB004: cannot be written: No space left on device\n")
    assert quiet == ""


def test_an_output_that_is_closed_is_told(monkeypatch, capsys):
    """As `>&-` does."""
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(SystemExit) as end:
        main(["show", "a.jsonl"])

    assert end.value.code == 2
    assert capsys.readouterr().err == "<stdout>: LOB004: cannot be written: it is closed\n"


def test_where_standard_error_takes_nothing_the_exit_code_says_it(monkeypatch):
    """It is that of a wrong call."""
    with FULL.open("w") as full, monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", full)
        with pytest.raises(SystemExit) as end:
            main(["nonsense"])

    assert end.value.code == 2


FORKED = """
import os, signal
from lobkit.cli.ending import _ended_by_sigterm
with _ended_by_sigterm():
    if not (child := os.fork()):
        os.kill(os.getpid(), signal.SIGTERM)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    os.kill(os.getpid(), signal.SIGTERM)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_fork_that_has_not_begun_its_work_is_ended_without_a_word():
    """By the signal itself; its parent ends in order, as ever."""
    done = subprocess.run([sys.executable, "-c", FORKED], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (128 + signal.SIGTERM, f"-{signal.SIGTERM.value}\n", "")
