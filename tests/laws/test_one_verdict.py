"""Law 3: Python, JSON Schema and SHACL give one verdict; law 4: a validation that judged nothing does not pass."""

import datetime
import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pyld import jsonld

import lobkit
from lobkit.compiled.trees import unstructure
from lobkit.exchange import FORMATS
from lobkit.faults import (
    complete,
    every_node,
    graph_faults,
    single_faults,
    text_of_graph,
)
from lobkit.formats.triples import Triples
from lobkit.model import ROOTS
from lobkit.shape import shape_of, shapes_of
from lobkit.testing import faulty, records
from lobkit.validation.report import Report
from tests.laws import exceptions
from tests.laws.forms import FAMILIES, text_of
from tests.laws.validators import (
    GRAPH_VALIDATORS,
    TREE_VALIDATORS,
    all_is_judged,
    jsonschema_rs_takes,
    jsonschema_takes,
    pyshacl_takes,
    python_takes_graph,
    python_takes_tree,
    rudof_takes,
)

SHAPES = {cls: {shape.type: shape for shape in shapes_of(*family)} for cls, family in FAMILIES.items()}


def tree_verdicts(tree, classes):
    return {validator.__name__: validator(tree, classes) for validator in TREE_VALIDATORS}


def graph_verdicts(text, classes):
    return {validator.__name__: validator(text, classes) for validator in GRAPH_VALIDATORS}


def none_takes(verdicts):
    return not any(verdicts.values())


@pytest.mark.parametrize("cls", FAMILIES)
@given(data=st.data())
def test_what_is_valid_every_validator_takes(cls, data):
    """No false alarm: a record that Python holds is right for both schema languages, in its tree and in its graph."""
    thing = data.draw(records(cls))
    tree = unstructure(thing)
    text = text_of([thing], FORMATS["ntriples"])
    # pyrudof's decimals have 28 digits.
    assume(not any(len(part) > 25 and part.lstrip("-").replace(".", "").isdigit() for part in text.split('"')))

    assert all(tree_verdicts(tree, FAMILIES[cls]).values())
    assert all(graph_verdicts(text, FAMILIES[cls]).values())
    assert all_is_judged(text, FAMILIES[cls])


@pytest.mark.parametrize("cls", FAMILIES)
@given(data=st.data())
def test_a_single_fault_in_a_tree_no_validator_takes(cls, data):
    """A field that is missing, doubled, of a wrong type or form, foreign or unknown is refused by all."""
    one = data.draw(faulty(cls))

    assert none_takes(tree_verdicts(one.tree, FAMILIES[cls])), one.what


@pytest.mark.once
@pytest.mark.parametrize("cls", FAMILIES)
def test_every_single_fault_in_a_tree_no_validator_takes(cls):
    """The same for each field of each class and each fault, one by one."""
    thing = complete(cls)
    assert all(tree_verdicts(unstructure(thing), FAMILIES[cls]).values())
    faults = list(single_faults(thing))
    for one in faults:
        assert none_takes(tree_verdicts(one.tree, FAMILIES[cls])), one.what
    assert len(faults) > 5 * len(shape_of(cls).properties)


@pytest.mark.parametrize("cls", FAMILIES)
@given(data=st.data())
def test_a_tree_changed_at_random_gets_one_verdict(cls, data):
    """Whatever stands at a place instead, all validators say the same of it."""
    tree = json.loads(json.dumps(unstructure(data.draw(records(cls)))))
    nodes = list(every_node(tree, shape_of(cls)))
    node, shape = data.draw(st.sampled_from(nodes))
    key = data.draw(st.sampled_from([*node, *(one.key for one in shape.properties)]))
    node[key] = data.draw(OTHERS)
    # Two records of one IRI are among the things that no schema language can say.
    names = [str(one["id"]) for one, _ in nodes if "id" in one]
    assume(key != "id" or len(set(names)) == len(names))

    assert len(set(tree_verdicts(tree, FAMILIES[cls]).values())) == 1


OTHERS = st.recursive(
    st.sampled_from(
        [
            None,
            True,
            0,
            2015,
            2015.0,
            2015.5,
            "",
            "x",
            "nl",
            "2015",
            "2015-02-28",
            "https://example.org/a",
            "https://w3id.org/lobkit/thema/doorstromen",
        ]
    ),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["nl", "type", "value", "id"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@pytest.mark.parametrize("cls", FAMILIES)
@given(data=st.data())
def test_a_single_fault_in_a_graph_no_validator_takes(cls, data):
    """Also a list cell out of order, a literal of another datatype, or a type that is missing: then it is not judged."""
    thing = data.draw(records(cls))
    text_of([thing], FORMATS["ntriples"])
    name, triples = data.draw(st.sampled_from(list(graph_faults(list(Triples().of(thing)), SHAPES[cls]))))
    text = text_of_graph(triples)
    assume(text)
    verdicts = graph_verdicts(text, FAMILIES[cls])

    assert not verdicts.pop("python_takes_graph"), name
    assert none_takes(verdicts) or not all_is_judged(text, FAMILIES[cls]), name


@pytest.mark.once
@pytest.mark.parametrize("cls", FAMILIES)
def test_every_single_fault_in_a_graph_is_refused(cls):
    """The same for each statement and each fault, one by one, with the quicker of the two engines."""
    # What stands in a catalog is judged as itself; so deep, its faults would be the same ones over again.
    triples = list(Triples().of(complete(cls, depth=1 if cls is lobkit.Catalog else 2)))
    assert all(graph_verdicts(text_of_graph(triples), FAMILIES[cls]).values())
    for name, spoilt in graph_faults(triples, SHAPES[cls]):
        text = text_of_graph(spoilt)
        if text:
            assert not python_takes_graph(text, FAMILIES[cls]), name
            assert not rudof_takes(text, FAMILIES[cls]) or not all_is_judged(text, FAMILIES[cls]), name


@pytest.mark.parametrize("sentence", exceptions.JSON_SCHEMA)
def test_what_json_schema_cannot_say(sentence):
    """The list of exceptions is exact: Python refuses, JSON Schema lets pass."""
    tree = exceptions.JSON_SCHEMA[sentence]

    assert not python_takes_tree(tree, ROOTS)
    assert jsonschema_takes(tree, ROOTS)
    assert jsonschema_rs_takes(tree, ROOTS)


@pytest.mark.parametrize("sentence", exceptions.TEXTS)
def test_what_the_tree_of_a_text_does_not_show(sentence):
    """The text is refused, its tree is taken."""
    text = exceptions.TEXTS[sentence]
    with pytest.raises(lobkit.ReadError):
        FORMATS["json"].parse(text, ROOTS)

    assert jsonschema_takes(json.loads(text), ROOTS)


def test_a_type_that_is_left_out_is_missed_by_others_only():
    """JSON and its schema need no type where one class is possible; a node of JSON-LD does, and lobkit writes it."""
    assert all(tree_verdicts(exceptions.UNTYPED, ROOTS).values())
    context = json.loads(lobkit.schema("context"))
    as_nodes = jsonld.to_rdf({**context, **exceptions.UNTYPED}, {"format": "application/n-quads"})
    assert not pyshacl_takes(as_nodes, ROOTS)
    (read,) = FORMATS["json"].parse(json.dumps(exceptions.UNTYPED), ROOTS).records
    assert all(graph_verdicts(text_of([read], FORMATS["ntriples"]), ROOTS).values())


@pytest.mark.parametrize("sentence", exceptions.SHACL)
def test_what_shacl_cannot_say(sentence):
    """The list of exceptions is exact: Python refuses, SHACL lets pass."""
    text = exceptions.SHACL[sentence]

    assert not python_takes_graph(text, ROOTS)
    assert pyshacl_takes(text, ROOTS)


@pytest.mark.parametrize("sentence", exceptions.BOTH)
def test_what_only_rules_say(sentence, tmp_path):
    """A record of the right structure can still be wrong, which a rule finds."""
    tree, text = exceptions.BOTH[sentence]
    assert all(tree_verdicts(tree, ROOTS).values())
    assert all(graph_verdicts(text, ROOTS).values())
    for name, content in (("a.json", json.dumps(tree)), ("a.nt", text)):
        (tmp_path / name).write_text(content, encoding="utf-8")
        report = lobkit.validate(tmp_path / name, today=datetime.date(2026, 1, 1))
        assert not report.conforms
        assert "LOB305" in report.by_code()


def test_the_own_context_is_taken_by_all():
    """A document may say what its keys mean."""
    assert all(tree_verdicts(exceptions.OWN_CONTEXT, ROOTS).values())
    assert all(tree_verdicts({"@context": exceptions.OWN_CONTEXT["@context"], **exceptions.P}, ROOTS).values())


def test_a_validation_that_judged_nothing_does_not_pass():
    """Law 4: data without a node for any shape is told, and no empty report passes for a good one."""
    shapes = lobkit.schema("shacl")
    empty = "<https://x.org/a> <https://x.org/b> <https://x.org/c> ."
    results = "@prefix sh: <http://www.w3.org/ns/shacl#> . [ a sh:ValidationReport ; sh:conforms true ] ."
    report = Report.from_shacl(results, data=empty, shapes=shapes)

    assert Report.from_shacl(results).conforms
    assert not report.conforms
    assert [one.code for one in report] == ["LOB114"]
    assert report.judged == 0


def test_a_shape_without_a_node_is_told():
    """Each shape that found nothing to judge is named, as an info."""
    text = text_of([lobkit.Publication(lobkit.LangMap(nl="X"))], FORMATS["ntriples"])
    results = "@prefix sh: <http://www.w3.org/ns/shacl#> . [ a sh:ValidationReport ; sh:conforms true ] ."
    report = Report.from_shacl(results, data=text, shapes=lobkit.schema("shacl"))

    assert report.conforms
    assert report.judged == 1
    assert any("the shape Person judged nothing" in one.message for one in report)
