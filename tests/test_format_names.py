"""Formats answer to the names that people know them by, on the command line and in Python alike."""

import pytest
from click.testing import CliRunner

import lobkit
from lobkit.cli import main
from lobkit.errors import ReadError, WriteError
from lobkit.partitions import Task
from lobkit.registry import FORMATS, format_named

CATALOG = lobkit.Catalog(publications=(lobkit.Publication(lobkit.LangMap(nl="Kiezen")),))
RDFLIB = {"turtle": "turtle", "ttl": "turtle", "nt": "ntriples", "nquads": "nquads", "json-ld": "jsonld", "xml": "rdfxml", "trig": "trig"}  # fmt: skip
RIOT = {"TURTLE": "turtle", "N-Triples": "ntriples", "N-Quads": "nquads", "RDF/XML": "rdfxml", "JSONLD": "jsonld", "nq": "nquads"}  # fmt: skip
OTHERS = {
    "jsonl": "jsonl",
    "ndjson": "jsonl",
    "yml": "yaml",
    ".ttl": "turtle",
    "text/turtle": "turtle",
    "bib": "bibtex",
}


@pytest.mark.parametrize(("name", "meant"), [*RDFLIB.items(), *RIOT.items(), *OTHERS.items()])
def test_a_name_that_is_usual_elsewhere_is_known(name, meant):
    """rdflib's, riot's, extensions and media types."""
    assert format_named(name) is FORMATS[meant]


@pytest.mark.parametrize("one", FORMATS.values(), ids=lambda one: one.name)
def test_a_format_has_its_own_name_and_that_of_its_extensions(one):
    """No other name takes them away."""
    assert [format_named(name).name for name in (one.name, *one.extensions)] == [one.name] * (1 + len(one.extensions))


def test_all_doors_know_the_names(tmp_path):
    """Reading, writing, judging, losses, parts and verbs."""
    file = tmp_path / "records"
    lobkit.write(CATALOG, file, format="nt")

    assert "".join(lobkit.serialized(CATALOG, "nt")) == file.read_text("utf-8")
    assert lobkit.read(file, format="nt") == CATALOG
    assert lobkit.validate(file, format="N-Triples").conforms
    assert lobkit.losses(CATALOG, "yml") == ()
    assert Task("nq") == Task("nquads")
    for verb in (["convert", "--to", "ttl"], ["validate"], ["show"], ["vocab", "check"]):
        done = CliRunner().invoke(main, [*verb, str(file), "--from", "nt"])
        assert "is no format" not in done.output
        assert done.exit_code in (0, 1)
    for verb in (["export", "thema"], ["convert", "thema"], ["mappings", "thema"]):
        assert CliRunner().invoke(main, ["vocab", *verb, "--to", "ttl"]).exit_code == 0


def test_a_name_that_is_none_is_told_with_the_nearest(tmp_path):
    """At the call, and not when somebody takes the first piece."""
    with pytest.raises(WriteError, match=r"'turtel' is no format that is written; did you mean turtle\? Else choose"):
        lobkit.serialized(CATALOG, "turtel")
    with pytest.raises(WriteError, match="'trig' is no format that is written; choose one of json, jsonl"):
        lobkit.serialized(CATALOG, "trig")
    with pytest.raises(WriteError, match="'a text' is no record"):
        lobkit.serialized("a text", "turtle")  # type: ignore[arg-type]
    with pytest.raises(ReadError, match=r"'jsnol' is no format; did you mean jsonl\?"):
        lobkit.read(__file__, format="jsnol")
    told = CliRunner().invoke(main, ["convert", str(tmp_path), "--to", "turtel"])
    assert (told.exit_code, "'turtel' is no format here; did you mean turtle?" in told.output) == (2, True)
