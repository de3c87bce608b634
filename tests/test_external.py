"""Parsers that share no code with lobkit accept every RDF file that it writes, and read the same statements."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest

import lobkit
from lobkit.exchange import FORMATS
from lobkit.vocabularies import VOCABULARIES

pytestmark = pytest.mark.external
EXAMPLES = Path(__file__).parent.parent / "examples"

N3 = """
const { Parser } = require(process.argv[1] + '/n3');
const quads = new Parser({ format: process.argv[2] }).parse(require('fs').readFileSync(0, 'utf8'));
console.log(quads.length);
"""
JSONLD = """
const jsonld = require(process.argv[1] + '/jsonld');
const text = require('fs').readFileSync(0, 'utf8');
jsonld.toRDF(JSON.parse(text), { format: 'application/n-quads' }).then(nquads => process.stdout.write(nquads));
"""


def sources() -> dict[str, list[object]]:
    catalog = lobkit.read(EXAMPLES, base="https://example.org/lob/")
    return {"catalog": [catalog]} | {name: list(one.roots()) for name, one in VOCABULARIES.items()}


def run(command: list[str], text: str) -> str:
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def need(program: str) -> str:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    return program


def modules() -> str:
    if "LOBKIT_NODE_MODULES" not in os.environ:
        pytest.skip("the Node.js parsers are not installed")
    return os.environ["LOBKIT_NODE_MODULES"]


def canonical(nquads: str) -> set[str]:
    dataset = ox.Dataset(ox.parse(input=nquads.encode(), format=ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}


CASES = [(name, form, enrich) for name in sources() for form in ("turtle", "ntriples") for enrich in (False, True)]


@pytest.mark.parametrize(("name", "form", "enrich"), CASES)
def test_rapper_reads_what_is_written(name, form, enrich):
    """Raptor reads the same graph."""
    things = sources()[name]
    text = "".join(FORMATS[form].serialize(things, enrich=enrich))
    read = run([need("rapper"), "-q", "-i", form, "-o", "ntriples", "-", "https://example.org/base"], text)

    assert canonical(read) == canonical("".join(FORMATS["ntriples"].serialize(things, enrich=enrich)))


@pytest.mark.parametrize(("name", "form", "enrich"), CASES)
def test_serdi_reads_what_is_written(name, form, enrich):
    """Serd reads the same graph."""
    things = sources()[name]
    text = "".join(FORMATS[form].serialize(things, enrich=enrich))
    read = run([need("serdi"), "-q", "-i", form, "-o", "ntriples", "-"], text)

    assert canonical(read) == canonical("".join(FORMATS["ntriples"].serialize(things, enrich=enrich)))


@pytest.mark.parametrize(("name", "form", "enrich"), CASES)
def test_n3_reads_what_is_written(name, form, enrich):
    """N3.js reads as many statements as were written."""
    things = sources()[name]
    text = "".join(FORMATS[form].serialize(things, enrich=enrich))
    kind = {"turtle": "text/turtle", "ntriples": "application/n-triples"}[form]
    count = int(run([need("node"), "-e", N3, modules(), kind], text))

    assert count == "".join(FORMATS["ntriples"].serialize(things, enrich=enrich)).count("\n")


@pytest.mark.parametrize("name", sources())
def test_jsonld_js_reads_what_is_written(name):
    """jsonld.js makes the graph that the RDF writers make."""
    things = sources()[name]
    text = "".join(FORMATS["jsonld"].serialize(things))
    assert json.loads(text)["@context"]["@version"] == 1.1
    read = run([need("node"), "-e", JSONLD, modules()], text)

    assert canonical(read) == canonical("".join(FORMATS["ntriples"].serialize(things)))
