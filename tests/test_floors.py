"""A room imports only from the floors below its own: no circle, and no arrow that runs up."""

import ast
from pathlib import Path

import pytest

import lobkit

SOURCE = Path(lobkit.__file__).parent

FLOORS = [
    {"namespaces", "errors", "dutch"},
    {"values", "vocabularies.slugs"},
    {"declare"},
    {"shape"},
    {"skos", "testing", "schemas.context", "formats.format"},
    {"formats.tree", "formats.triples"},
    {"formats.json", "formats.yaml", "formats.turtle_lines"},
    {"formats.graph_index"},
    {"formats.statements"},
    {"formats.graph"},
    {"formats.rdf"},
    {"formats.ntriples", "formats.turtle", "formats.jsonld", "schemas.json_schema"},
    {"schemas.shacl", "schemas.ontology"},
    {"vocabularies"},
    {"model.agent", "model.identifiers"},
    {"model.recommendation"},
    {"model.publication"},
    {"model.catalog", "model.terms"},
    {"model"},
    {
        "fiche.outline",
        "fiche.authors",
        "cards",
        "template",
        "suggesting.labels",
        "citing.reference",
        "citing.latex",
        "citing.bibtex_entries",
        "citing.losses",
    },
    {
        "fiche.reader",
        "suggesting.suggestions",
        "citing.draft",
        "citing.apa",
        "citing.table",
        "citing.schema_org",
        "citing.datacite",
    },
    {"fiche.writer", "citing.csl", "citing.bibtex", "citing.ris"},
    {"exchange"},
    {"published"},
    {"validation.codes"},
    {"validation.rules", "validation.across", "validation.sarif", "validation.shacl", "validation.json_schema"},
    {"validation.report"},
    {"validation.check"},
    {"validation.settings"},
    {"", "cli.frame"},
    {"cli.records", "cli.validate", "cli.vocab", "cli.schema", "cli.suggest"},
    {"cli"},
]
"""From the ground up; `` is the front door."""

FLOOR = {room: at for at, rooms in enumerate(FLOORS) for room in rooms}
DERIVED = {"values", "declare", "shape", "testing"}


def room_of(path: Path) -> str:
    name = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
    return name.removesuffix("__init__").removesuffix(".")


ROOMS = {room_of(path): path for path in SOURCE.rglob("*.py")}
EMPTY = {"formats", "schemas", "fiche", "citing", "suggesting", "validation"}


def imported(path: Path) -> set[str]:
    """The rooms that a file imports, also within functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "lobkit":
            module = (node.module or "").removeprefix("lobkit").removeprefix(".")
            inner = {f"{module}.{one.name}".removeprefix(".") for one in node.names}
            rooms = inner & set(ROOMS)
            found |= rooms | ({module} if len(rooms) < len(inner) else set())
    return found


def test_every_room_has_a_floor():
    """A new file is given its place in the house."""
    assert set(ROOMS) - EMPTY == set(FLOOR)


@pytest.mark.parametrize("room", sorted(set(ROOMS) - EMPTY))
def test_a_room_imports_only_from_below(room):
    """Every arrow runs down."""
    assert {other for other in imported(ROOMS[room]) if FLOOR[other] >= FLOOR[room]} == set()


@pytest.mark.parametrize(
    "room", sorted(room for room in ROOMS if room.startswith(("formats.", "schemas.")) or room in DERIVED)
)
def test_what_is_derived_knows_no_publication(room):
    """The waist and the derived forms would serve any model."""
    assert {
        other for other in imported(ROOMS[room]) if other.startswith(("model", "fiche", "citing", "vocabularies"))
    } == set()
