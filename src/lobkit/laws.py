"""The laws, for the classes of another project: a few lines of pytest hold a model of one's own to all of them.

This is the whole test::

    @pytest.mark.parametrize("law", laws.of(MODEL), ids=str)
    def test_the_law_holds(law):
        law()
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from functools import cache
from typing import Any

from attrs import field, frozen
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lobkit.compiled.trees import unstructure
from lobkit.errors import ReadError, WriteError
from lobkit.exchange import FORMATS
from lobkit.faults import Faulty, complete, graph_faults, single_faults, text_of_graph
from lobkit.formats.format import Format
from lobkit.formats.tree import structure
from lobkit.formats.triples import Triples
from lobkit.project import Model
from lobkit.shape import shapes_of
from lobkit.testing import faulty, records, sharing
from lobkit.validation.shacl import judged

_calm = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
)
"""Other validators take their time; how many examples there are is for the profile of the project to say."""


@frozen
class Law:
    """A law on one class: call it, and it raises an AssertionError with a counterexample where it does not hold."""

    name: str
    hold: Callable[[], None] = field(repr=False)

    def __call__(self) -> None:
        """Holds the class to it."""
        self.hold()

    def __str__(self) -> str:
        return self.name


def of(model: Model) -> list[Law]:
    """Every law on every root class of a model.

    Nothing is lost in any format, also where several records share what stands inside them; JSON is the RDF; Python,
    JSON Schema (jsonschema) and SHACL (pySHACL) accept what is valid, and refuse each single fault.
    """
    found: list[Law] = []
    for cls in model.roots:
        found += [
            Law(f"a {cls.__name__} comes back equal from {form.title}", _comes_back(model, cls, form))
            for form in FORMATS.values()
            if form.parse and form.serialize and form.lossless and form.root in (None, cls.__name__)
        ]
        found += [
            Law(f"several of {cls.__name__} come back equal from {form.title}", _several_come_back(model, cls, form))
            for form in FORMATS.values()
            if form.parse and form.serialize and form.lossless and form.multiple
        ]
        found += [
            Law(f"the JSON-LD of a {cls.__name__} is the graph that is written", _is_the_graph(model, cls)),
            Law(f"a valid {cls.__name__} is valid in Python, JSON Schema and SHACL", _is_taken(model, cls)),
            Law(f"a faulty {cls.__name__} is refused by Python and JSON Schema", _is_refused(model, cls)),
            Law(f"every single fault of a {cls.__name__} is refused by both", _all_refused(model, cls)),
            Law(f"a faulty graph of a {cls.__name__} is refused by Python and SHACL", _graph_is_refused(model, cls)),
        ]
    return found


# ── nothing is lost, and JSON is the RDF ─────────────────────────────────────────────────────────────────────────────


def _text(model: Model, thing: Any, form: str) -> str:
    return _text_of([thing], model, form)


def _text_of(things: list[Any], model: Model, form: str) -> str:
    """The text of some things; those that hold two things of one IRI are set aside, as the writers refuse them."""
    try:
        return "".join(model.serialized(things, form))
    except WriteError:
        assume(False)
        raise


def _comes_back(model: Model, cls: type[Any], form: Format) -> Callable[[], None]:
    @_calm
    @given(records(cls))
    def hold(thing: Any) -> None:
        assert form.parse is not None
        text = _text(model, thing, form.name)
        found = form.parse(text, model.roots).records
        assert found == (thing,), f"{form.title} gives {found} back, from\n{text}"
        assert "".join(model.serialized(found, form.name)) == text, f"{form.title} writes it otherwise the second time"

    return hold


def _several_come_back(model: Model, cls: type[Any], form: Format) -> Callable[[], None]:
    @_calm
    @given(sharing(cls))
    def hold(things: list[Any]) -> None:
        assert form.parse is not None
        text = _text_of(things, model, form.name)
        found = form.parse(text, model.roots).records
        assert found == tuple(things), f"{form.title} gives {found} back, from\n{text}"

    return hold


def _is_the_graph(model: Model, cls: type[Any]) -> Callable[[], None]:
    @_calm
    @given(records(cls))
    def hold(thing: Any) -> None:
        text = _text(model, thing, "jsonld")
        assert _canonical(text, "JSON_LD") == _canonical(_text(model, thing, "ntriples"), "N_TRIPLES"), text

    return hold


def _canonical(text: str, form: str) -> set[str]:
    import pyoxigraph as ox  # noqa: PLC0415 - not before a graph is compared

    dataset = ox.Dataset(ox.parse(input=text.encode(), format=getattr(ox.RdfFormat, form)))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}


# ── one verdict ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _is_taken(model: Model, cls: type[Any]) -> Callable[[], None]:
    @_calm
    @given(records(cls))
    def hold(thing: Any) -> None:
        tree, text = unstructure(thing), _text(model, thing, "ntriples")
        assert structure(tree, model.roots) == thing
        errors = [one.message for one in _json_schema(model).iter_errors(tree)]
        assert not errors, f"JSON Schema: {errors}"
        conforms, told = _by_shacl(model, text)
        assert conforms, f"SHACL: {told}"

    return hold


def _refused_by_both(model: Model, one: Faulty) -> None:
    try:
        structure(one.tree, model.roots)
    except ReadError:
        assert not _json_schema(model).is_valid(one.tree), f"JSON Schema lets pass: {one.what}"
        return
    raise AssertionError(f"Python lets pass: {one.what}: {json.dumps(one.tree, ensure_ascii=False)}")


def _is_refused(model: Model, cls: type[Any]) -> Callable[[], None]:
    @_calm
    @given(faulty(cls))
    def hold(one: Faulty) -> None:
        _refused_by_both(model, one)

    return hold


def _all_refused(model: Model, cls: type[Any]) -> Callable[[], None]:
    def hold() -> None:
        for one in single_faults(complete(cls)):
            _refused_by_both(model, one)

    return hold


def _graph_is_refused(model: Model, cls: type[Any]) -> Callable[[], None]:
    shapes = {shape.type: shape for shape in shapes_of(*model.roots)}

    @_calm
    @given(st.data())
    def hold(data: st.DataObject) -> None:
        thing = data.draw(records(cls))
        _text(model, thing, "ntriples")
        what, triples = data.draw(st.sampled_from(list(graph_faults(list(Triples().of(thing)), shapes))))
        assume(triples)
        text = text_of_graph(triples)
        assert not _read(model, text), f"Python lets pass: {what}\n{text}"
        assert not _by_shacl(model, text)[0], f"SHACL lets pass: {what}\n{text}"

    return hold


def _read(model: Model, text: str) -> bool:
    parse = FORMATS["ntriples"].parse
    assert parse is not None
    try:
        return parse(text, model.roots).records != ()
    except ReadError:
        return False


@cache
def _json_schema(model: Model) -> Any:
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - of the extra, and not before it judges

    return Draft202012Validator(json.loads(model.schema("json-schema")))


@cache
def _shapes(model: Model) -> Any:
    from rdflib import Graph  # noqa: PLC0415 - not before SHACL judges

    return Graph().parse(data=model.schema("shacl"), format="turtle")


def _by_shacl(model: Model, text: str) -> tuple[bool, str]:
    """The verdict of pySHACL, and what it says; data that no shape judged does not pass."""
    import pyshacl  # noqa: PLC0415 - of the extra, and not before it judges
    from rdflib import Graph  # noqa: PLC0415 - the same

    # Of a form that a datatype does not have, which is what many faults are, rdflib tells with a traceback.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    graph = Graph().parse(data=text, format="nt")
    try:
        conforms, _, told = pyshacl.validate(graph, shacl_graph=_shapes(model))
    except ValueError as problem:
        if "recursive rdf:rest" not in str(problem):
            raise
        return False, "a list that runs in a circle"  # of which pySHACL cannot write a report
    passed_over = [str(one) for one in judged(graph, _shapes(model))[0] if one.severity == "violation"]
    return bool(conforms) and not passed_over, "\n".join([str(told), *passed_over])
