"""What the README and the docs show, runs."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser

import lobkit

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
MODULES = sorted(Path(lobkit.__file__).parent.rglob("*.py"))


@pytest.fixture(autouse=True)
def _in_the_repository(monkeypatch):
    monkeypatch.chdir(ROOT)


def run_all(path, sybil, namespace):
    document = sybil.parse(path)
    document.namespace.update(namespace)
    for example in document.examples():
        example.evaluate()
    return document


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_examples_of_a_page_run(path, tmp_path, monkeypatch):
    """Every Python block of a page gives what it shows; what it writes stands beside the repository's folders."""
    for one in ROOT.iterdir():
        (tmp_path / one.name).symlink_to(one)
    monkeypatch.chdir(tmp_path)
    run_all(path, Sybil([PythonCodeBlockParser(doctest_optionflags=0)]), {"__name__": "page"})


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(Path(lobkit.__file__).parent)))
def test_the_examples_of_a_module_run(path):
    """Every docstring example gives what it shows."""
    name = ".".join(["lobkit", *path.relative_to(Path(lobkit.__file__).parent).with_suffix("").parts])
    module = __import__(name.removesuffix(".__init__"), fromlist=["_"])
    run_all(path, Sybil([DocTestParser()]), dict(vars(module)))


@pytest.mark.once
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_commands_of_a_page_run(path, tmp_path):
    """Every line of a console block that calls lobkit ends well."""
    for name in ("examples", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    lines = [
        line
        for block in re.findall(r"(?ms)^```console\n(.*?)^```", path.read_text("utf-8"))
        for line in block.splitlines()
        if line.startswith("lobkit ")
    ]
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    for line in lines:
        done = subprocess.run(line, shell=True, cwd=tmp_path, capture_output=True, text=True, env=environment)
        assert done.returncode == 0, f"{line}\n{done.stderr}"
