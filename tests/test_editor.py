"""The real yaml-language-server, asked over its protocol as an editor asks it, completes and checks records."""

import json
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import pytest
from click.testing import CliRunner

import lobkit
from lobkit.cli import main
from lobkit.formats import yaml

pytestmark = pytest.mark.external
EXAMPLES = Path(__file__).parent.parent / "examples"
PATIENCE = 30
"""How many seconds the server gets for an answer before it counts as silent."""


class Editor:
    """As much of an editor as speaks to the server: it opens files, waits for diagnostics, and asks for completions."""

    def __init__(self, folder: Path, settings: dict[str, Any]) -> None:
        server = Path(os.environ["LOBKIT_NODE_MODULES"]) / "yaml-language-server" / "bin" / "yaml-language-server"
        command = ["node", str(server), "--stdio"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.settings = {"yaml": {"validate": True, "completion": True, "hover": True, **settings}}
        self.heard: Queue[dict[str, Any]] = Queue()
        self.count = 0
        threading.Thread(target=self._listen, daemon=True).start()
        capabilities = {
            "workspace": {"configuration": True},
            "textDocument": {"completion": {"completionItem": {"documentationFormat": ["markdown"]}}},
        }
        root = {"processId": os.getpid(), "rootUri": folder.as_uri(), "capabilities": capabilities}
        self.ask("initialize", root)
        self._say({"method": "initialized", "params": {}})

    def _listen(self) -> None:
        stream = self.process.stdout
        while head := stream.readline():
            while (line := stream.readline()) != b"\r\n":
                head += line
            self.heard.put(json.loads(stream.read(int(head.lower().partition(b"content-length:")[2].split()[0]))))

    def _say(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _wait(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        while True:
            try:
                message = self.heard.get(timeout=PATIENCE)
            except Empty:
                raise AssertionError("the server keeps silent") from None
            if "method" in message and "id" in message:
                sections = (
                    message["params"].get("items", []) if message["method"] == "workspace/configuration" else None
                )
                result = None if sections is None else [self.settings.get(one["section"]) for one in sections]
                self._say({"id": message["id"], "result": result})
            if wanted(message):
                return message

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        self.count += 1
        number = self.count
        self._say({"id": number, "method": method, "params": params})
        return self._wait(lambda one: one.get("id") == number and "method" not in one)["result"]

    def open(self, path: Path, until: Callable[[list[Any]], bool] = lambda found: True) -> list[tuple[int, int, str]]:
        """Line, column (from 1, as lobkit counts) and message of each diagnostic; the server may tell them twice."""
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": path.read_text("utf-8")}
        self._say({"method": "textDocument/didOpen", "params": {"textDocument": document}})

        def told(message: dict[str, Any]) -> bool:
            if message.get("method") != "textDocument/publishDiagnostics":
                return False
            return message["params"]["uri"] == path.as_uri() and until(message["params"]["diagnostics"])

        found = self._wait(told)["params"]["diagnostics"]
        starts = [(one["range"]["start"], one["message"]) for one in found]
        return sorted((start["line"] + 1, start["character"] + 1, message) for start, message in starts)

    def complete(self, path: Path, line: int, column: int) -> dict[str, str]:
        """What the server offers at a place, each with its documentation."""
        at = {"textDocument": {"uri": path.as_uri()}, "position": {"line": line - 1, "character": column - 1}}
        offered = self.ask("textDocument/completion", at)
        items = offered["items"] if isinstance(offered, dict) else offered
        return {one["label"]: one.get("documentation") or "" for one in items}


@pytest.fixture
def editor(tmp_path, request) -> Iterator[Editor]:
    if "LOBKIT_NODE_MODULES" not in os.environ:
        pytest.skip("the language server is not installed")
    one = Editor(tmp_path, getattr(request, "param", {}))
    yield one
    one.process.kill()
    one.process.communicate()


@pytest.fixture
def record(tmp_path) -> Callable[[str], Path]:
    """Writes a record beside the schema of lobkit, and says so in its first line."""

    def write(text: str, *, schema: str | None = "lobkit.schema.json") -> Path:
        (tmp_path / "lobkit.schema.json").write_text(lobkit.schema("json-schema"), encoding="utf-8")
        path = tmp_path / "record.yaml"
        path.write_text((yaml.modeline(schema) if schema else "") + text, encoding="utf-8")
        return path

    return write


FAULTY = """\
type: Publication
title:
  nl: Kijkdag
yaer: 2015
themas:
  - https://w3id.org/lobkit/thema/doorstromen
  - https://w3id.org/lobkit/thema/loopbaangesprekken
authors:
  - type: Person
    naam: Jan
year: "2015"
"""


def test_each_fault_is_shown_where_it_stands(editor, record):
    """A key that is unknown or missing, a value of another type and a foreign concept: line and column are lobkit's own."""
    path = record(FAULTY)
    shown = {(line, column) for line, column, _ in editor.open(path, any)}
    told = {(one.line, one.column) for one in lobkit.validate(path) if one.code in {"LOB102", "LOB104", "LOB204"}}

    assert shown >= {(5, 1), (8, 5), (11, 5), (12, 7)}
    # lobkit names the key of a wrong value, an editor underlines the value itself.
    assert {line for line, _ in shown} == {line for line, _ in told} | {10}


@pytest.mark.parametrize(
    ("line", "name"), [("themas:\n  - ", "thema"), ("sectors:\n  - ", "sector"), ("soort: ", "soort")]
)
def test_the_concepts_are_offered_with_their_labels(editor, record, line, name):
    """Inside `themas` the editor offers each concept, and its documentation begins with the Dutch label."""
    path = record(f"type: Publication\ntitle: {{nl: Kijkdag}}\n{line}\n")
    editor.open(path, any)
    last = line.splitlines()[-1]
    offered = editor.complete(path, 3 + len(line.splitlines()), len(last) + 1)
    vocabulary = lobkit.vocabularies.VOCABULARIES[name]

    assert list(offered) == [str(one) for one in vocabulary.values()]
    assert all(offered[one].startswith(one.label) for one in vocabulary.values())
    assert all(one.pref_label("en") in offered[one] for one in vocabulary.values())


def test_the_classes_and_then_their_keys_are_offered(editor, record):
    """An empty file is offered the classes, and a publication its keys, each with its meaning."""
    path = record("type: \n")
    editor.open(path, any)
    assert "Publication" in editor.complete(path, 2, 7)

    path = record("type: Publication\n\n")
    editor.open(path, any)
    assert editor.complete(path, 3, 1).items() >= {"themas": "The themes that it concerns."}.items()


def test_a_new_record_is_valid_in_the_editor(editor, tmp_path, monkeypatch):
    """`lobkit new --schema` is all that has to be done: no diagnostic, and completion works, without a connection."""
    (tmp_path / "my records").mkdir()
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["new", "-o", "my records/een.yaml", "--schema", "my schemas.json"])
    assert done.exit_code == 0, done.output
    path = tmp_path / "my records" / "een.yaml"
    path.write_text(path.read_text("utf-8") + "soort: \n", encoding="utf-8")

    assert {line for line, _, _ in editor.open(path, any)} == {len(path.read_text("utf-8").splitlines())}


SETTINGS = pytest.mark.parametrize("editor", [{"schemas": {"lobkit.schema.json": ["*.yaml"]}}], indirect=True)


@SETTINGS
def test_what_is_converted_follows_the_settings_of_the_editor(editor, record):
    """A file without a first line of its own is judged by the schema that the settings give to its folder."""
    text = "".join(lobkit.serialized(lobkit.read(EXAMPLES, base="https://example.org/lob/"), "yaml"))
    line = next(at for at, one in enumerate(text.splitlines(), start=1) if one.startswith("  - id: "))
    path = record(text.replace("    title:", "    titel:", 1), schema=None)
    told = editor.open(path, any)

    assert (line, 5, 'Missing property "title".') in told
    assert "Property titel is not allowed." in {message for *_, message in told}


@SETTINGS
def test_several_documents_are_judged_each(editor, record):
    """The settings hold for each document of a file; a first line, for the first only."""
    text = "type: Publication\ntitle: {nl: a}\n---\ntype: Publication\ntitle: {nl: b}\nyear: later\n"
    path = record(text, schema=None)

    assert [(line, column) for line, column, _ in editor.open(path, any)] == [(6, 7)]
