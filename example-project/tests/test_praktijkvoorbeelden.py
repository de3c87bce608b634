"""The records of this project are in order, and its model keeps the laws of lobkit."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given

from lobkit import laws
from lobkit.testing import faulty, records
from praktijkvoorbeelden import MODEL, Praktijkvoorbeeld

VOORBEELDEN = Path(__file__).parent.parent / "voorbeelden"


def minutes(example: Praktijkvoorbeeld) -> int:
    """A piece of this project's own code."""
    return sum(step.minutes or 0 for step in example.steps)


@pytest.mark.parametrize("law", laws.of(MODEL), ids=str)
def test_the_law_holds(law):
    """Every format carries a record whole, and three languages give one verdict."""
    law()


@given(records(Praktijkvoorbeeld))
def test_our_own_code_takes_every_valid_record(example):
    """Whatever record there can be, `minutes` gives a number."""
    assert isinstance(minutes(example), int)


@given(faulty(Praktijkvoorbeeld))
def test_no_fault_comes_through_the_door(one):
    """Whatever is wrong with a record, the validator of this project finds it, and says where."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "record.json"
        file.write_text(json.dumps(one.tree), encoding="utf-8")
        report = MODEL.validate(file)

    assert not report.conforms, one.what
    assert all(finding.line == 1 for finding in report)


def test_our_records_are_in_order():
    """What stands in the folder is right."""
    report = MODEL.validate(VOORBEELDEN)

    assert (report.judged, report.text()) == (2, "")
