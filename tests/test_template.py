"""The record to fill in: it can be read as it is, and says where its schema stands."""

from typing import Annotated

import pytest
from attrs import frozen
from click.testing import CliRunner

import lobkit
from lobkit.cli import main
from lobkit.declare import Property, rdf_type
from lobkit.formats import yaml
from lobkit.shape import checked
from lobkit.template import template
from tests.laws.forms import FAMILIES


@pytest.mark.parametrize("cls", FAMILIES)
def test_a_template_is_a_record(cls):
    """What is not commented out is a valid record of its class."""
    (made,) = yaml.parse(template(cls), FAMILIES[cls]).records

    assert type(made) is cls


@rdf_type("https://example.org/def#Provider", "Who gives courses.")
@frozen
class Provider:
    """A nested thing that must have a name of its own."""

    iri: lobkit.Iri
    name: Annotated[str, Property("https://example.org/def#name", "Its name.")]
    __attrs_post_init__ = checked


@rdf_type("https://example.org/def#Course", "A course.")
@frozen
class Course:
    """It cannot do without one provider, nor without some."""

    iri: lobkit.Iri
    provider: Annotated[Provider, Property("https://example.org/def#provider", "Who gives it.")]
    helpers: Annotated[tuple[Provider, ...], Property("https://example.org/def#helpers", "Who helps, in order.")]
    __attrs_post_init__ = checked


def test_what_is_nested_gets_the_name_that_it_must_have():
    """A template of a model of one's own is a record, in which no two things share a name."""
    (made,) = yaml.parse(template(Course), (Course,)).records

    assert (made.provider.iri, made.helpers[0].iri) == (
        "https://example.org/provider/1",
        "https://example.org/helpers/1",
    )
    assert "id: https://example.org/provider/1" in template(Course)


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
