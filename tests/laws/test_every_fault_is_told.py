"""Each single fault is told once, at its line: none is missed, and none is invented."""

import json

import pytest

import lobkit
from lobkit.compiled.trees import unstructure
from lobkit.faults import complete, graph_faults, names_of_faults, single_fault, single_faults, text_of_graph
from lobkit.formats.triples import Triples
from lobkit.shape import shapes_of
from tests.laws.forms import FAMILIES

ALONE = {"ignore": ["LOB5"]}
"""Each line is judged by itself: as copies of one record, they would all be duplicates."""


@pytest.mark.once
@pytest.mark.parametrize("cls", FAMILIES)
def test_each_fault_in_a_tree_is_told_once_at_its_line(cls, tmp_path):
    """A file of records with one fault each: as many findings as lines, one for each."""
    thing = complete(cls)
    file = tmp_path / "faults.jsonl"
    file.write_text(json.dumps(unstructure(thing)), encoding="utf-8")
    known = {(one.code, one.path) for one in lobkit.validate(file, classes=FAMILIES[cls], **ALONE)}
    names, lines = zip(*((one.what, json.dumps(one.tree)) for one in single_faults(thing)), strict=True)
    file.write_text("\n".join(lines), encoding="utf-8")

    report = lobkit.validate(file, classes=FAMILIES[cls], **ALONE)

    told = {}
    for one in report:
        if (one.code, one.path) not in known:
            told.setdefault(one.line, []).append(str(one))
    assert len(names) > 20
    assert {names[at]: told.get(at + 1) for at in range(len(names)) if len(told.get(at + 1, [])) != 1} == {}


@pytest.mark.once
@pytest.mark.parametrize("cls", FAMILIES)
def test_each_fault_in_a_graph_is_told_with_its_line(cls, tmp_path):
    """A fault that cuts a graph in two is told at both ends; every other one once."""
    triples = list(Triples().of(complete(cls, depth=1)))
    shapes = {shape.type: shape for shape in shapes_of(*FAMILIES[cls])}
    file = tmp_path / "fault.nt"
    file.write_text(text_of_graph(triples), encoding="utf-8")
    known = {one.code for one in lobkit.validate(file, classes=FAMILIES[cls], **ALONE)}
    for name, spoilt in graph_faults(triples, shapes):
        if not spoilt:
            continue
        file.write_text(text_of_graph(spoilt), encoding="utf-8")

        found = [one for one in lobkit.validate(file, classes=FAMILIES[cls], **ALONE) if one.code not in known]

        assert all(one.line is not None for one in found), name
        assert len(found) == 1 or [one.code for one in found].count("LOB108") == len(found) - 1 == 1, name


def test_a_fault_is_the_same_alone_and_among_all():
    """One can be asked for by its place, without the trees of the others."""
    thing = complete(lobkit.Publication)
    faults = list(single_faults(thing))

    assert [one.what for one in faults] == names_of_faults(thing)
    assert [single_fault(thing, at) for at in range(len(faults))] == faults
    with pytest.raises(IndexError, match="no fault number"):
        single_fault(thing, len(faults))
