"""The record to fill in: it can be read as it is, and says where its schema stands."""

import pytest
from click.testing import CliRunner

import lobkit
from lobkit.cli import main
from lobkit.formats import yaml
from lobkit.template import template
from tests.laws.forms import FAMILIES


@pytest.mark.parametrize("cls", FAMILIES)
def test_a_template_is_a_record(cls):
    """What is not commented out is a valid record of its class."""
    (made,) = yaml.parse(template(cls), FAMILIES[cls]).records

    assert type(made) is cls


@pytest.mark.parametrize(
    ("target", "schema", "first"),
    [
        ("a.yaml", "s.json", "s.json"),
        ("sub/a.yaml", "s.json", "../s.json"),
        ("sub/a.yaml", "sub/s t.json", "s%20t.json"),
        ("a.yaml", "https://example.org/s.json", "https://example.org/s.json"),
        ("-", "sub/s.json", "sub/s.json"),
    ],
)
def test_a_new_record_names_its_schema_as_it_sees_it(tmp_path, monkeypatch, target, schema, first):
    """The first line gives the way from the folder of the record; the schema is put there, unless it is an address."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub").mkdir()
    done = CliRunner().invoke(main, ["new", "-o", target, "--schema", schema])
    text = done.stdout if target == "-" else (tmp_path / target).read_text("utf-8")

    assert (done.exit_code, text.splitlines()[0]) == (0, f"# yaml-language-server: $schema={first}")
    written = tmp_path / schema
    assert schema.startswith("https:") or written.read_text("utf-8") == lobkit.schema("json-schema")


def test_a_schema_that_stands_there_is_left_alone(tmp_path, monkeypatch):
    """A project may keep a schema of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.json").write_text("{}", encoding="utf-8")

    assert CliRunner().invoke(main, ["new", "-o", "a.yaml", "--schema", "s.json"]).exit_code == 0
    assert (tmp_path / "s.json").read_text("utf-8") == "{}"
