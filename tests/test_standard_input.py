"""Standard input tells of a fault what a file tells: the same code, line, column, field and message."""

import gzip
import io
import json
import os
import sys
import threading

import pytest
from click.testing import CliRunner

import lobkit
from lobkit import sources
from lobkit.cli import main
from lobkit.exchange import FORMATS

WORK = {"type": "Publication", "title": {"nl": "Leren kiezen"}}
NAMED = {**WORK, "id": "https://example.org/1"}
BOER = {"type": "Person", "id": "https://example.org/boer", "name": "Boer"}
TREES = {
    "a fault of a record": [WORK, {**WORK, "year": "2015"}],
    "one IRI twice": [NAMED, WORK, NAMED],
    "one IRI twice beside a fault": [NAMED, {**WORK, "year": "2015"}, NAMED],
    "a thing in two ways": [{**WORK, "authors": [BOER]}, {**WORK, "authors": [{**BOER, "name": "Bos"}]}],
    "things in two ways": [
        {**WORK, "authors": [BOER, {**BOER, "id": "https://example.org/b"}]},
        {**WORK, "authors": [{**BOER, "name": "Bos"}, {**BOER, "id": "https://example.org/b", "name": "Bo"}]},
    ],
    "one DOI twice": [{**NAMED, "doi": "10.1000/182"}, {**WORK, "doi": "10.1000/182"}],
}
IRI, A, TITLE = (
    "<https://example.org/1>",
    "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>",
    "<http://purl.org/dc/terms/title>",
)
DOCUMENT = "<http://purl.org/ontology/bibo/Document>"
BROKEN = {
    "json": '{"type": "Publication",\n "title": {"nl": "x"},,\n}\n',
    "jsonl": '{"type": "Publication", "title": {"nl": "x"}}\n\n{"type": "Publication", "title": }\n',
    "yaml": "type: Publication\ntitle: {nl: x\n",
    "ntriples": f'{IRI} {A} {DOCUMENT} .\n{IRI} {TITLE} "x"@nl\n',
    "turtle": f'{IRI} a {DOCUMENT} ;\n  {TITLE} "x\n',
}
WRONG_IN_RDF = f'{IRI} {A} {DOCUMENT} .\n{IRI} {TITLE} "x" .\n'


def _cases():
    for form, text in BROKEN.items():
        yield form, "broken", text
    for form in ("ntriples", "turtle"):
        yield form, "a fault of a record", WRONG_IN_RDF
    for what, trees in TREES.items():
        lines = [json.dumps(one) for one in trees]
        yield "json", what, '{"@graph": [\n' + ",\n".join(lines) + "\n]}\n"
        yield "jsonl", what, "".join(f"{line}\n" for line in lines)
        yield "yaml", what, "".join(f"---\n{line}\n" for line in lines)


CASES = [pytest.param(form, text, id=f"{what} in {form}") for form, what, text in _cases()]
CALLS = {
    "validate": ["validate"],
    "show": ["show"],
    "convert": ["convert", "--to", "turtle", "-o", "-"],
    "convert, record by record": ["convert", "--to", "ntriples", "-o", "-"],
    "convert --lenient": ["convert", "--lenient", "--to", "turtle", "-o", "-"],
}


def told(call, source, form, given=None):
    done = CliRunner().invoke(main, [*call, source, "--from", form], input=given)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, (done.output + done.stderr).replace("<stdin>" if source == "-" else source, "SOURCE")


@pytest.mark.parametrize(("form", "text"), CASES)
@pytest.mark.parametrize("call", CALLS)
def test_it_tells_what_a_file_tells(tmp_path, form, text, call):
    """Whatever is wrong, and whoever asks."""
    file = tmp_path / f"a{FORMATS[form].extensions[0]}"
    file.write_text(text, "utf-8")

    of_file = told(CALLS[call], str(file), form)
    assert told(CALLS[call], "-", form, text.encode()) == of_file
    assert told(CALLS[call], "-", form, gzip.compress(text.encode())) == of_file


@pytest.mark.parametrize(("form", "text"), CASES)
def test_a_fault_has_its_line(form, text):
    """In each form that has lines."""
    _, said = told(["validate"], "-", form, text.encode())
    lines = [line for line in said.splitlines() if line.startswith("SOURCE")]
    assert lines
    assert all(line.split(":")[1].isdigit() for line in lines)


def test_in_python_too(monkeypatch):
    """`lobkit.read("-")` tells both places of an IRI."""
    text = "".join(json.dumps(NAMED) + "\n" for _ in range(2))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    with pytest.raises(lobkit.ReadError) as refused:
        lobkit.read("-", format="jsonl")
    assert [(one.source, one.line) for one in refused.value.findings] == [("<stdin>", 2)]


def test_what_is_too_much_for_the_memory_is_kept_on_disk(monkeypatch):
    """And told with its line; by one process and by several."""
    monkeypatch.setattr(sources, "_IN_MEMORY", 100)
    text = "".join(json.dumps(one) + "\n" for one in TREES["a thing in two ways"])
    for jobs in ([], ["--jobs", "2"]):
        code, said = told(["convert", "--to", "ntriples", "-o", "-", *jobs], "-", "jsonl", text)
        assert code == 1
        assert "SOURCE:2:1: LOB501 authors[0].id: https://example.org/boer was described otherwise before" in said


class FullDisk(io.BytesIO):
    """Where there is no more room."""

    def write(self, given):
        raise OSError(28, "No space left on device")


def test_what_the_disk_has_no_room_for_is_told_without_its_line(monkeypatch):
    """Nothing fails for that which would be right."""
    monkeypatch.setattr(sources, "SpooledTemporaryFile", lambda *_, **__: FullDisk())
    text = "".join(json.dumps(one) + "\n" for one in TREES["a thing in two ways"])
    code, said = told(["convert", "--to", "ntriples", "-o", "-"], "-", "jsonl", text)
    assert code == 1
    assert "SOURCE: LOB501: https://example.org/boer is described in two ways" in said
    right = told(["convert", "--to", "ntriples", "-o", "-"], "-", "jsonl", json.dumps(NAMED) + "\n")
    assert right[0] == 0


def test_what_needs_to_be_read_again_and_was_not_kept_says_so(monkeypatch):
    """With what helps, instead of half of it."""
    monkeypatch.setattr(sources, "SpooledTemporaryFile", lambda *_, **__: FullDisk())
    text = "".join(json.dumps(one) + "\n" for one in ({"type": "Recommendation", "text": {"nl": "Doe"}}, NAMED))
    code, said = told(["convert", "--to", "turtle", "-o", "-"], "-", "jsonl", text)
    assert (code, "let TMPDIR name a folder with more room" in said) == (2, True), said


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes with names")
@pytest.mark.parametrize(("form", "text"), CASES)
@pytest.mark.parametrize("call", ["validate", "convert", "convert, record by record"])
def test_a_pipe_with_a_name_tells_what_a_file_tells(tmp_path, form, text, call):
    """It is opened once: a second time, nobody would write into it."""
    file, pipe = tmp_path / f"a{FORMATS[form].extensions[0]}", tmp_path / "pipe"
    file.write_text(text, "utf-8")
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(text, "utf-8"), daemon=True)
    writer.start()

    assert told(CALLS[call], str(pipe), form) == told(CALLS[call], str(file), form)
    writer.join(10)


def test_nothing_is_kept_when_it_is_done(monkeypatch):
    """Whoever reads again later reads what is there then."""
    for name in ("Een", "Twee"):
        text = json.dumps({**WORK, "title": {"nl": name}})
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        assert [one.title["nl"] for one in lobkit.read("-", format="json").publications] == [name]


def test_the_end_is_asked_for_once(monkeypatch):
    """A terminal would wait for more behind it."""

    class Terminal(io.BytesIO):
        ends = 0

        def read(self, most=-1):
            found = super().read(most)
            self.ends += most is None or most < 0 or not found
            return found

    terminal = Terminal("".join(json.dumps(NAMED) + "\n" for _ in range(2)).encode())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(terminal))
    with sources.input_kept():
        for _ in range(3):
            assert len(list(sources.lines_of("-"))) == 2
            assert sources.raw_of("-").count(b"\n") == 2
    assert terminal.ends == 1
