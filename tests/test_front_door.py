"""The front door: every name is there, and nothing is entered before it is asked for."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import lobkit


def run(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_the_names_that_run_are_those_that_type_checkers_see():
    """The table of rooms and the imports for type checkers are one list."""
    tree = ast.parse(Path(lobkit.__file__).read_text("utf-8"))
    (block,) = [node for node in tree.body if isinstance(node, ast.If)]
    seen = {one.name: node.module.removeprefix("lobkit.") for node in block.body for one in node.names}

    assert seen == lobkit._ROOM_OF
    assert sorted(seen) == sorted(lobkit.__all__)


@pytest.mark.parametrize("name", lobkit.__all__)
def test_every_name_is_there(name):
    """What is listed can be had."""
    assert getattr(lobkit, name) is not None


def test_a_name_that_is_none_is_told():
    """As of every module."""
    with pytest.raises(AttributeError, match="module 'lobkit' has no attribute 'reed'"):
        lobkit.reed  # noqa: B018 - asking is the test


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import lobkit", ["attr", "yaml", "lobkit.exchange", "importlib.metadata"]),
        ("import lobkit; lobkit.read('examples/portfolio.yaml')", ["rdflib", "pyoxigraph", "cattrs", "hypothesis"]),
        ("import lobkit; lobkit.validate('examples/portfolio.yaml')", ["rdflib", "cattrs", "hypothesis"]),
    ],
)
def test_nothing_is_imported_before_it_is_needed(code, absent, monkeypatch):
    """Reading a record takes no RDF library, and importing takes next to nothing."""
    monkeypatch.chdir(Path(__file__).parent.parent)

    assert run(f"{code}; import sys; print([one for one in {absent!r} if one in sys.modules])") == "[]\n"
