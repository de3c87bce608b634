"""Stores and clusters of others: Apache Jena loads what lobkit writes, and Apache Spark runs the recipe of the docs."""

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

import lobkit
from lobkit.exchange import FORMATS
from lobkit.faults import complete
from lobkit.formats.nquads import NQUADS, in_graph
from lobkit.model import ROOTS
from lobkit.values import Iri, LangMap
from lobkit.vocabularies import VOCABULARIES

pytestmark = pytest.mark.external
ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "howto" / "scale.md").read_text("utf-8")
GRAPH = Iri("https://example.org/graph/2026")

# Quotes, line ends of all kinds, a full stop that ends no statement, and letters beyond the first plane.
TRICKY = ('"', "\\", "a\nb .\n", "\r\n", "\u2028", "\u0085", "x .", "\u202eé😀", "<a> \\u0041", "")
THINGS = [
    *(complete(cls) for cls in ROOTS),
    *(root for one in VOCABULARIES.values() for root in one.roots()),
    *(lobkit.Publication(LangMap({"nl": f"t{text}", "zh-Hant": "x"}), iri=Iri(f"https://example.org/é/{at}"))
      for at, text in enumerate(TRICKY)),
]  # fmt: skip


def quads(text: str) -> set[str]:
    """Statements with canonical blank nodes (RDFC-1.0), tags in lower case as RDF 1.1 compares them."""
    dataset = ox.Dataset(ox.parse(input=text.encode(), format=ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}


def jena(*call: str | Path) -> str:
    """What a command of Jena prints; it says nothing else."""
    if "LOBKIT_JENA" not in os.environ or shutil.which("java") is None:
        pytest.skip("Apache Jena is not installed")
    command = ["java", "-cp", os.environ["LOBKIT_JENA"], *map(str, call)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize("name", ["ntriples", "nquads"])
def test_jena_finds_nothing_wrong_and_reads_the_same(name, tmp_path):
    """`riot --validate` has no word to say; what Jena writes again are the same statements, in the same graph."""
    text = "".join(FORMATS[name].serialize(THINGS) if name == "ntriples" else NQUADS.serialize(THINGS, graph=GRAPH))
    file = tmp_path / f"a{FORMATS[name].extensions[0]}"
    file.write_text(text, encoding="utf-8")

    assert jena("riotcmd.riot", "--validate", file) == ""
    assert quads(jena("riotcmd.riot", "--output=nquads", file)) == quads(text)


def test_jena_loads_parts_into_its_store(tmp_path):
    """Parts of two years, in two graphs, each part with blank nodes of its own: the store holds what they say."""
    parts = []
    for number, thing in enumerate(THINGS):
        part = tmp_path / f"part-{number:06}.nq"
        part.write_text("".join(NQUADS.serialize([thing], start=number, graph=Iri(f"{GRAPH}{number % 2}"))), "utf-8")
        parts.append(part)
    jena("tdb2.tdbloader", "--loc", tmp_path / "store", *parts)

    whole = "".join(part.read_text("utf-8") for part in parts)
    assert in_graph("".join(FORMATS["ntriples"].serialize(THINGS)), GRAPH).count("\n") == whole.count("\n")
    assert quads(jena("tdb2.tdbdump", "--loc", tmp_path / "store")) == quads(whole)


def test_spark_writes_the_bytes_of_one_process(tmp_path, monkeypatch):
    """The lines of the page, in Spark's local mode, from two files to many partitions. PySpark is 480 MB: install it by hand."""
    sql = pytest.importorskip("pyspark.sql")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    # In a partition, a line holds one record, and no catalog.
    things = [one for one in THINGS if not isinstance(one, lobkit.Catalog)]
    things += [lobkit.Publication(LangMap(nl=f"Titel {at}")) for at in range(500)]
    lines = [*(line for thing in things for line in FORMATS["jsonl"].serialize([thing])), "{\n"]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_text("\n".join(lines[:200]), "utf-8")
    (tmp_path / "in" / "b.jsonl").write_text("".join(lines[200:]), "utf-8")

    examples = doctest.DocTestParser().get_examples(PAGE)
    (define,) = (one.source for one in examples if one.source.startswith("def statements"))
    (run,) = re.findall(r"(?ms)^```py\n(.*?)^```", PAGE)
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    settings = {"spark.ui.enabled": "false", "spark.default.parallelism": "4", "spark.driver.bindAddress": "127.0.0.1"}
    with sql.SparkSession.builder.master("local[2]").config(map=settings).getOrCreate() as spark:
        names = {"__name__": "page", "spark": spark}
        exec(
            "from lobkit.partitions import Task, convert_lines\n" + define + run.replace("s3a://bucket", str(tmp_path)),
            names,
        )

    parts = sorted((tmp_path / "out").glob("part-*"))
    written = "".join(part.read_bytes().decode() for part in parts).split("\n")
    bad = [line for line in written if line.startswith("#")]
    assert len(parts) > 2
    assert "\n".join(line for line in written if not line.startswith("#")) == "".join(
        FORMATS["ntriples"].serialize(things)
    )
    assert len(bad) == 1
    assert f":{len(lines)}:2: LOB101: this is no JSON" in bad[0]
