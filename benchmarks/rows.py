"""The rows of the table: what is measured, against whom, and what the floor is."""

from __future__ import annotations

import hashlib
import io
import json
import multiprocessing
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from benchmarks import records
from benchmarks.measure import Row, Side, Work
from lobkit.compiled.trees import unstructure
from lobkit.exchange import FORMATS
from lobkit.model import ROOTS


@cache
def _lines(count: int) -> list[str]:
    return list(records.lines(count))


def _objects(count: int) -> list[Any]:
    return list(FORMATS["jsonl"].parse("".join(_lines(count)), ROOTS).records)


def _made(name: str, count: int) -> str:
    return "".join(FORMATS[name].serialize(_objects(count)))


def _text(name: str, count: int) -> str:
    """The records as text, made by a process that ends, so that a side begins with no memory in hand."""
    if name == "jsonl":
        return "".join(_lines(count))
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_made, (name, count))


def _raw(name: str, count: int) -> bytes:
    """The records as the bytes of a file."""
    return _text({"nt": "ntriples", "json-ld": "jsonld"}.get(name, name), count).encode()


def _reading(name: str) -> Callable[[int], Work]:
    """lobkit's reader of a format, from the bytes of a file to all objects at once."""

    def prepare(count: int) -> Work:
        raw, form = _raw(name, count), FORMATS[name]
        parse, parse_raw = form.parse, form.parse_raw
        if parse_raw is not None:
            return lambda: parse_raw(raw, ROOTS).records
        assert parse is not None
        return lambda: parse(raw.decode(), ROOTS).records

    return prepare


def _writing(name: str) -> Callable[[int], Work]:
    """lobkit's writer of a format, from objects to a text in memory."""

    def prepare(count: int) -> Work:
        objects, serialize = _objects(count), FORMATS[name].serialize
        assert serialize is not None
        return lambda: "".join(serialize(objects))

    return prepare


def _writing_raw(name: str) -> Callable[[int], Work]:
    """The same to the bytes of a file."""

    def prepare(count: int) -> Work:
        objects, serialize_raw = _objects(count), FORMATS[name].serialize_raw
        assert serialize_raw is not None
        return lambda: b"".join(serialize_raw(objects))

    return prepare


# ── outcomes: what sides did, in a form that can be compared ─────────────────────────────────────────────────────────


def _digest(text: str | bytes) -> str:
    return hashlib.sha256(text if isinstance(text, bytes) else text.encode()).hexdigest()[:16]


def same_trees(trees: Iterable[dict[str, Any]]) -> str:
    """The records as plain trees, in the order of their names, since a graph has none of its own."""
    ordered = sorted(trees, key=lambda tree: str(tree["id"]))
    return "trees " + _digest(json.dumps(ordered, sort_keys=True, ensure_ascii=False, default=str))


def same_objects(objects: Iterable[Any]) -> str:
    """lobkit's objects as plain trees."""
    return same_trees(map(unstructure, objects))


def same_bytes(text: str | bytes) -> str:
    """The text itself."""
    return "bytes " + _digest(text)


def same_graph(name: str) -> Callable[[str | bytes], str]:
    """The statements, whatever the blank nodes are called."""

    def outcome(text: str | bytes) -> str:
        import pyoxigraph as ox  # noqa: PLC0415 - the sides that are measured without it have no use for it

        form = {"nt": ox.RdfFormat.N_TRIPLES, "turtle": ox.RdfFormat.TURTLE}[name]
        dataset = ox.Dataset(ox.parse(input=text, format=form))
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        return "graph " + _digest("\n".join(sorted(str(quad) for quad in dataset)))

    return outcome


# ── floors ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _parse_json_alone(count: int) -> Work:
    import orjson  # noqa: PLC0415 - only in the process of this floor

    raw = _raw("jsonl", count)
    return lambda: [orjson.loads(line) for line in raw.splitlines()]


def _parse_document_alone(name: str) -> Callable[[int], Work]:
    def prepare(count: int) -> Work:
        import orjson  # noqa: PLC0415 - only in the process of this floor

        raw = _raw(name, count)
        return lambda: orjson.loads(raw)

    return prepare


def _write_bytes(name: str) -> Callable[[int], Work]:
    """Puts the finished pieces together as bytes, and does nothing else."""

    def prepare(count: int) -> Work:
        serialize = FORMATS[name].serialize
        assert serialize is not None
        pieces = list(serialize(_objects(count)))

        def work() -> bytes:
            stream = io.BytesIO()
            for piece in pieces:
                stream.write(piece.encode())
            return stream.getvalue()

        return work

    return prepare


def _tokenise_rdf(name: str) -> Callable[[int], Work]:
    """Finds the statements with a compiled parser, and drops them."""

    def prepare(count: int) -> Work:
        import pyoxigraph as ox  # noqa: PLC0415 - only in the process of this floor

        raw = _raw(name, count)
        form = {"nt": ox.RdfFormat.N_TRIPLES, "turtle": ox.RdfFormat.TURTLE}[name]
        return lambda: sum(1 for _ in ox.parse(input=raw, format=form))

    return prepare


def _yaml_events(count: int) -> Work:
    """The events of the C parser, dropped."""
    import yaml  # noqa: PLC0415 - only in the process of this floor

    text = _text("yaml", count)
    return lambda: sum(1 for _ in yaml.parse(text, Loader=yaml.CSafeLoader))


# ── peers, entered in their own processes ────────────────────────────────────────────────────────────────────────────


def _pydantic_reads(count: int) -> Work:
    from benchmarks.peers import with_pydantic  # noqa: PLC0415 - only in its own process

    raw = _raw("jsonl", count)
    return lambda: with_pydantic.parse(raw)


def _pydantic_reads_document(count: int) -> Work:
    from benchmarks.peers import with_pydantic  # noqa: PLC0415 - only in its own process

    raw = _raw("json", count)
    return lambda: with_pydantic.parse_document(raw)


def _pydantic_trees(publications: Any) -> str:
    return same_trees(one.model_dump(mode="json", by_alias=True, exclude_defaults=True) for one in publications)


def _pydantic_writes(count: int) -> Work:
    from benchmarks.peers import with_pydantic  # noqa: PLC0415 - only in its own process

    publications = with_pydantic.parse(_raw("jsonl", count))
    return lambda: with_pydantic.serialize(publications)


def _pydantic_writes_raw(count: int) -> Work:
    from benchmarks.peers import with_pydantic  # noqa: PLC0415 - only in its own process

    publications = with_pydantic.parse(_raw("jsonl", count))
    return lambda: with_pydantic.serialize_raw(publications)


def _rdflib_writes(name: str) -> Callable[[int], Work]:
    def prepare(count: int) -> Work:
        from benchmarks.peers import with_rdflib  # noqa: PLC0415 - only in its own process

        objects = _objects(count)
        return lambda: with_rdflib.serialize(objects, name)

    return prepare


def _rdflib_reads(name: str) -> Callable[[int], Work]:
    def prepare(count: int) -> Work:
        from benchmarks.peers import with_rdflib  # noqa: PLC0415 - only in its own process

        raw = _raw(name, count)
        return lambda: with_rdflib.parse(raw, name)

    return prepare


def _pyoxigraph_writes(name: str) -> Callable[[int], Work]:
    def prepare(count: int) -> Work:
        from benchmarks.peers import with_pyoxigraph  # noqa: PLC0415 - only in its own process

        objects = _objects(count)
        return lambda: with_pyoxigraph.serialize(objects, name)

    return prepare


def _there_and_back(count: int) -> Work:
    text, read = "".join(_lines(count)), FORMATS["jsonl"].parse
    write, again = FORMATS["turtle"].serialize, FORMATS["turtle"].parse
    assert read is not None
    assert write is not None
    assert again is not None

    def work() -> tuple[Any, Any]:
        before = read(text, ROOTS).records
        return before, again("".join(write(before)), ROOTS).records

    return work


def _all_equal(pair: tuple[Any, Any]) -> str:
    before, after = ({one.iri: one for one in objects} for objects in pair)
    return f"{sum(after.get(iri) == one for iri, one in before.items())} of {len(before)} came back equal"


def _linkml(count: int) -> Work:
    from benchmarks.peers import with_linkml  # noqa: PLC0415 - only in its own process

    text = with_linkml.document(list(records.records(count)))
    with_linkml.there_and_back(with_linkml.document(list(records.records(1))))  # the classes are made once
    return lambda: with_linkml.there_and_back(text)


def _linkml_equal(pair: tuple[Any, Any]) -> str:
    from benchmarks.peers import with_linkml  # noqa: PLC0415 - only in its own process

    return with_linkml.equal(pair)


def _pyyaml_reads(count: int) -> Work:
    import yaml  # noqa: PLC0415 - only in its own process

    raw = _raw("yaml", count)
    return lambda: list(yaml.load_all(raw, Loader=yaml.CSafeLoader))


def _pyyaml_writes(count: int) -> Work:
    import yaml  # noqa: PLC0415 - only in its own process

    trees = [json.loads(line) for line in _lines(count)]
    return lambda: yaml.dump_all(trees, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=1000)


def _yaml_trees(text: str) -> str:
    import yaml  # noqa: PLC0415 - only in the process of a side that writes YAML

    return same_trees(yaml.load_all(text, Loader=yaml.CSafeLoader))


# ── judging ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _lobkit_judges(count: int) -> Work:
    from lobkit.validation.check import validate  # noqa: PLC0415 - only in its own process

    objects = _objects(count)
    return lambda: validate(objects)


def _lobkit_verdict(report: Any) -> str:
    return f"conforms: {report.conforms}, {report.judged} records"


def _pyshacl_judges(count: int) -> Work:
    import pyshacl  # noqa: PLC0415 - only in its own process
    import rdflib  # noqa: PLC0415 - the same

    from lobkit.published import SCHEMAS  # noqa: PLC0415 - the same

    data = rdflib.Graph().parse(data=_text("ntriples", count), format="nt")
    shapes = rdflib.Graph().parse(data=SCHEMAS["shacl"].path.read_text("utf-8"), format="turtle")
    return lambda: (pyshacl.validate(data, shacl_graph=shapes), data)


def _pyshacl_verdict(given: Any) -> str:
    import rdflib  # noqa: PLC0415 - only in its own process

    from lobkit.namespaces import BIBO, RDF  # noqa: PLC0415 - the same

    (conforms, _, _), data = given
    judged = sum(1 for _ in data.subjects(rdflib.URIRef(str(RDF.type)), rdflib.URIRef(str(BIBO.Document))))
    return f"conforms: {conforms}, {judged} records"


# ── the table ────────────────────────────────────────────────────────────────────────────────────────────────────────

_JSON_FLOOR = Side("parse the JSON alone (orjson)", _parse_json_alone)


def _json_row(key: str, work: str, collect: bool, wanted: float) -> Row:
    mine = Side("lobkit", _reading("jsonl"), same_objects, collect)
    theirs = Side("pydantic", _pydantic_reads, _pydantic_trees, collect)
    floor = Side(_JSON_FLOOR.name, _parse_json_alone, None, collect)
    return Row(key, work, (mine, theirs), floor, {"pydantic": wanted})


ROWS = (
    _json_row("json-in", "JSON Lines → validated objects, as a user calls it", True, 3),
    _json_row("json-in-no-gc", "JSON Lines → validated objects, both with garbage collection off", False, 1.1),
    Row(
        "json-document-in",
        "a JSON document of several records → validated objects",
        (
            Side("lobkit", _reading("json"), same_objects),
            Side("pydantic", _pydantic_reads_document, _pydantic_trees),
        ),
        Side(_JSON_FLOOR.name, _parse_document_alone("json")),
        {"pydantic": 1.5},
    ),
    Row(
        "jsonld-in",
        "JSON-LD with lobkit's context → validated objects",
        (
            Side("lobkit", _reading("jsonld"), same_objects),
            Side("rdflib", _rdflib_reads("json-ld"), same_trees),
        ),
        Side(_JSON_FLOOR.name, _parse_document_alone("jsonld")),
        {"rdflib": 20},
        part=0.1,
        note="rdflib gives plain trees that nobody checked",
    ),
    Row(
        "json-out",
        "objects → JSON Lines",
        (Side("lobkit", _writing("jsonl"), same_bytes), Side("pydantic", _pydantic_writes, same_bytes)),
        Side("write the same bytes", _write_bytes("jsonl")),
        {"pydantic": 2},
    ),
    Row(
        "json-out-raw",
        "objects → JSON Lines, as the bytes of a file",
        (Side("lobkit", _writing_raw("jsonl"), same_bytes), Side("pydantic", _pydantic_writes_raw, same_bytes)),
        Side("write the same bytes", _write_bytes("jsonl")),
        {"pydantic": 2},
    ),
    Row(
        "nt-out",
        "objects → N-Triples",
        (
            Side("lobkit", _writing("ntriples"), same_graph("nt")),
            Side("rdflib", _rdflib_writes("nt"), same_graph("nt")),
            Side("pyoxigraph", _pyoxigraph_writes("nt"), same_graph("nt")),
        ),
        Side("write the same bytes", _write_bytes("ntriples")),
        {"rdflib": 20, "pyoxigraph": 2},
        part=0.1,
    ),
    Row(
        "turtle-out",
        "objects → Turtle, readable",
        (
            Side("lobkit", _writing("turtle"), same_graph("turtle")),
            Side("rdflib", _rdflib_writes("turtle"), same_graph("turtle")),
            Side("pyoxigraph", _pyoxigraph_writes("turtle"), same_graph("turtle")),
        ),
        Side("write the same bytes", _write_bytes("turtle")),
        {"rdflib": 80, "pyoxigraph": 2},
        part=0.1,
        note="rdflib nests blank nodes as lobkit does; pyoxigraph writes them flat",
    ),
    Row(
        "nt-in",
        "N-Triples in lobkit's order → objects",
        (
            Side("lobkit", _reading("ntriples"), same_objects),
            Side("rdflib", _rdflib_reads("nt"), same_trees),
        ),
        Side("find the statements (pyoxigraph)", _tokenise_rdf("nt")),
        {"rdflib": 18},
        part=0.1,
        note="rdflib gives plain trees that nobody checked",
    ),
    Row(
        "turtle-in",
        "Turtle → objects",
        (
            Side("lobkit", _reading("turtle"), same_objects),
            Side("rdflib", _rdflib_reads("turtle"), same_trees),
        ),
        Side("find the statements (pyoxigraph)", _tokenise_rdf("turtle")),
        {"rdflib": 10},
        part=0.1,
        note="rdflib gives plain trees that nobody checked",
    ),
    Row(
        "there-and-back",
        "JSON → objects → Turtle → objects",
        (Side("lobkit", _there_and_back, _all_equal), Side("LinkML", _linkml, _linkml_equal)),
        _JSON_FLOOR,
        {"LinkML": 40},
        part=0.02,
        note="LinkML's loader gives lists back in another order, and no doubles",
    ),
    Row(
        "yaml-in",
        "YAML → validated objects, with positions",
        (Side("lobkit", _reading("yaml"), same_objects), Side("PyYAML CSafeLoader", _pyyaml_reads, same_trees)),
        Side("the events of the C parser", _yaml_events),
        {"PyYAML CSafeLoader": 2},
        part=0.1,
        note="PyYAML gives plain trees, without positions, that nobody checked",
    ),
    Row(
        "yaml-out",
        "objects → YAML",
        (Side("lobkit", _writing("yaml"), _yaml_trees), Side("PyYAML CSafeDumper", _pyyaml_writes, _yaml_trees)),
        Side("write the same bytes", _write_bytes("yaml")),
        {"PyYAML CSafeDumper": 8},
        part=0.1,
        note="PyYAML starts from plain trees",
    ),
    Row(
        "judge",
        "validate, all rules",
        (Side("lobkit", _lobkit_judges, _lobkit_verdict), Side("pySHACL", _pyshacl_judges, _pyshacl_verdict)),
        None,
        {"pySHACL": 500},
        part=0.02,
        note="objects and graph are in memory before",
    ),
)  # fmt: skip


def find(key: str, name: str) -> Side:
    """The side of that name in the row of that key."""
    row = next(one for one in ROWS if one.key == key)
    return next(side for side in (*row.sides, row.floor) if side is not None and side.name == name)
