"""The core works in Pyodide, the Python of the browser, and answers as it does here."""

import json
import os
import shutil
import subprocess
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import lobkit

pytestmark = pytest.mark.external
HERE = Path(__file__).parent
SOURCE = Path(lobkit.__file__).parent.parent


def needed(name: str = "lobkit", extra: str = "search") -> set[str]:
    """The packages that pip would install in the browser for lobkit and its full text."""
    found = set()
    for line in metadata.requires(name) or ():
        one = Requirement(line)
        if one.marker is None or one.marker.evaluate({"sys_platform": "emscripten", "extra": extra}):
            found |= {one.name} | needed(one.name, "")
    return found


@pytest.fixture(scope="module")
def answers(tmp_path_factory) -> dict[str, object]:
    modules = Path(os.environ.get("LOBKIT_NODE_MODULES", ""))
    if shutil.which("node") is None or not (modules / "pyodide").is_dir():
        pytest.skip("Node.js or pyodide is not installed")
    packages = tmp_path_factory.mktemp("packages")
    # What is compiled is for this platform; of PyYAML the pure part serves there.
    for file in (
        one
        for name in needed()
        for one in metadata.files(name)
        if one.suffix not in (".so", ".pyd") and ".." not in one.parts
    ):
        target = packages / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file.locate(), target)
    # Alone: beside it, where it was installed, stand packages that the browser does not have.
    source = tmp_path_factory.mktemp("source")
    shutil.copytree(SOURCE / "lobkit", source / "lobkit", ignore=shutil.ignore_patterns("__pycache__"))
    mounts = {"/packages": packages, "/source": source, "/examples": HERE.parent / "examples"}
    command = [
        "node",
        HERE / "pyodide.mjs",
        modules,
        HERE / "in_pyodide.py",
        *(f"{at}={root}" for at, root in mounts.items()),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_the_browser_answers_as_this_python_does(answers):
    """Reading, asking, counting, searching, showing and judging."""
    catalog = lobkit.read(HERE.parent / "examples" / "catalog")

    assert answers["platform"] == "emscripten"
    assert answers["records"] == repr(catalog)
    assert answers["asked"] == [one.iri for one in catalog.where(sector="mbo", thema="loopbaangesprek")]
    assert answers["counted"] == list(catalog.facets()["thema"].values())
    assert answers["found"] == [str(hit.snippet) for hit in catalog.search("gesprek")]
    assert answers["page"] == catalog._repr_mimebundle_()["text/html"]
    assert answers["report"] == lobkit.validate(catalog).summary()


@pytest.mark.parametrize("form", ["json", "yaml", "jsonld", "turtle", "ntriples"])
def test_the_browser_writes_and_reads_what_this_python_does(answers, form):
    """The same bytes, and the same records back, without pyoxigraph."""
    catalog = lobkit.read(HERE.parent / "examples" / "catalog")

    assert answers[form] == "".join(lobkit.serialized(catalog, form))
    assert answers[f"{form} back"] is True


def test_what_the_browser_cannot_do_is_told(answers):
    """SPARQL needs a compiled library."""
    assert answers["sparql"] == "SPARQL needs pyoxigraph, which is not here; ask lobkit.to_graph(catalog) instead"
