"""A room imports only from the floors below its own: no circle, and no arrow that runs up."""

import ast
from pathlib import Path

import pytest

import lobkit

SOURCE = Path(lobkit.__file__).parent

FLOORS = [
    {"namespaces", "errors", "names", "memory", "processes", "dutch"},
    {"placing"},
    {"scalars"},
    {"datatypes", "vocabularies.slugs"},
    {"values"},
    {"declare", "description"},
    {"shape"},
    {"cards"},
    {"display.html"},
    {"display.things"},
    {"display", "display.tables"},
    {"agent"},
    {"skos", "schemas.context", "formats.format"},
    {"formats.problems"},
    {"formats.depth"},
    {"formats.tree", "formats.triples"},
    {"formats.turtle_terms", "formats.yaml_blocks"},
    {"compiled.source", "compiled.long_texts"},
    {"compiled.structs", "compiled.json_writer", "compiled.json_reader", "compiled.native_files"},
    {"compiled.makers", "compiled.named"},
    {"compiled.texts", "compiled.things"},
    {"compiled.trees", "compiled.contexts", "compiled.reading_natively"},
    {"compiled.lines"},
    {"compiled.documents", "compiled.writing_natively"},
    {"converter", "compiled.json_text", "compiled.ntriples_text", "compiled.terms", "compiled.turtle_text"},
    {"compiled.turtle_file"},
    {"compiled.ntriples_things", "compiled.turtle_things"},
    {"compiled.graphs"},
    {"compiled.yaml_text", "compiled.yaml_trees"},
    {"formats.json", "formats.json_places", "formats.yaml", "formats.turtle_lines"},
    {"formats.json_lines"},
    {"formats.graph_index", "formats.spots"},
    {"formats.statements", "faults"},
    {"testing"},
    {"formats.graph"},
    {"formats.rdf"},
    {"formats.in_order", "formats.turtle_in_order"},
    {"formats.scattered"},
    {"formats.ntriples", "formats.turtle", "formats.jsonld", "schemas.json_schema"},
    {"formats.nquads"},
    {"schemas.shacl", "schemas.ontology"},
    {"vocabularies.picture"},
    {"vocabularies"},
    {"query.asking", "query.png"},
    {"query.dutch", "query.sparql"},
    {"query.pages"},
    {"query.search"},
    {"query.source"},
    {"query.columns", "query.plots"},
    {"query.frames"},
    {"query.facets"},
    {"query.selection"},
    {"model.identifiers"},
    {"model.recommendation"},
    {"model.publication"},
    {"model.selections"},
    {"model.overview"},
    {"model.catalog", "model.terms"},
    {"model"},
    {
        "fiche.outline",
        "fiche.authors",
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
    {"doubled"},
    {"sources"},
    {"registry"},
    {"reading", "writing"},
    {"record_by_record"},
    {"exchange"},
    {
        "citing.asked",
        "workbench.links",
        "workbench.statements",
        "workbench.meaning",
        "workbench.catalogue",
        "workbench.waivers",
        "evolution.edition",
    },
    {"reuse.statements"},
    {"reuse.tables", "reuse.jskos"},
    {"workbench.source", "workbench.entailment", "workbench.written"},
    {"workbench.skosfile", "workbench.places"},
    {"workbench.hierarchy", "workbench.owning"},
    {"workbench.known"},
    {"workbench.faults"},
    {"workbench.integrity", "workbench.wording", "workbench.structure", "workbench.fittings", "workbench.profiles"},
    {"published", "evolution.versions"},
    {"evolution.entries", "evolution.nameless", "evolution.singles"},
    {"evolution.changes"},
    {"evolution.guards", "evolution.history"},
    {"evolution.compare", "evolution.report"},
    {"reuse.losses"},
    {"evolution.source", "evolution.succession", "evolution.facets", "evolution.spans"},
    {"evolution.places"},
    {"evolution.rewrite"},
    {"evolution.migrate", "reuse.handles"},
    {"reuse.module", "reuse.closed", "mappings.mapping"},
    {"mappings.sssom", "mappings.crosswalk"},
    {"mappings.files"},
    {"as_catalog"},
    {"validation.codes"},
    {"validation.looking", "validation.kept", "validation.selection"},
    {
        "validation.rules",
        "validation.in_memory",
        "validation.across",
        "validation.sarif",
        "validation.gitlab",
        "validation.shacl",
        "validation.json_schema",
    },
    {"validation.page"},
    {"validation.report", "validation.judging"},
    {"validation.check", "workbench.check"},
    {"workbench.turtle_edit"},
    {"workbench.repairs"},
    {"validation.settings", "project"},
    {"partitions"},
    {"whole"},
    {"scale", "side_by_side", "streaming"},
    {"conversion"},
    {"laws"},
    {"", "cli.ending"},
    {"cli.frame", "cli.verbs"},
    {"cli.find", "cli.records", "cli.validate", "cli.vocab", "cli.schema", "cli.scale", "cli.suggest"},
    {"cli.evolution", "cli.reuse", "cli.vocab_check"},
    {"cli.crosswalk"},
    {"cli"},
]
"""From the ground up; `` is the front door."""

FLOOR = {room: at for at, rooms in enumerate(FLOORS) for room in rooms}
DERIVED = {"datatypes", "values", "declare", "description", "shape", "faults", "testing"}


def room_of(path: Path) -> str:
    name = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
    return name.removesuffix("__init__").removesuffix(".")


ROOMS = {room_of(path): path for pattern in ("*.py", "*.pyi") for path in SOURCE.rglob(pattern)}
EMPTY = {
    "compiled",
    "formats",
    "schemas",
    "fiche",
    "citing",
    "suggesting",
    "query",
    "validation",
    "evolution",
    "reuse",
    "mappings",
    "workbench",
}


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
