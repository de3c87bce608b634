"""Lines that are read together give what each of them gives alone."""

import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lobkit.compiled.makers import are_plain
from lobkit.errors import ReadError, ValueRefused
from lobkit.exchange import FORMATS
from lobkit.faults import complete
from lobkit.formats.json_lines import parsed_lines
from lobkit.values import Iri
from tests.laws.forms import FAMILIES
from tests.laws.test_one_reading import CHANGES

_BEGINNINGS = st.sampled_from(["https://", "http://", "https://h", "http://h/", "urn:", "", "HTTPS://", "\nhttps://"])
_TEXTS = st.builds(str.__add__, _BEGINNINGS, st.text('ab/:#?=&%[]@ \n"\\é\ud800', max_size=8))


@given(st.lists(_TEXTS, max_size=4))
@example(["https://a\nhttps://b", "a"])
@example(["https://a#b#c"])
@example(["https://a:80", "b"])
@example(["https://", "http://"])
@example([])
def test_what_is_plain_for_all_is_an_iri_for_each(texts):
    if are_plain(texts):
        assert [Iri(text) for text in texts] == texts


def test_the_usual_ones_are_plain():
    assert are_plain(
        ["https://example.org/a/b?c=d&e=f#g", "http://example.org/~a_b-c.d", "https://example.org/#?"] * 40
    )


def _alone(raw, classes):
    """What each line gives by itself; where any is refused, the findings of all."""
    results = [each for _, each in parsed_lines(enumerate(raw.split(b"\n"), start=1), classes)]
    findings = [finding for each in results if isinstance(each, ReadError) for finding in each.findings]
    return findings or [record for each in results for record in each.records]


def _together(raw, classes):
    try:
        return list(FORMATS["jsonl"].parse_raw(raw, classes).records)
    except ReadError as error:
        return list(error.findings)


@pytest.mark.once
@pytest.mark.parametrize("cls", FAMILIES, ids=lambda cls: cls.__name__)
def test_a_damaged_line_among_many_is_read_as_it_is_alone(cls):
    line, chance = "".join(FORMATS["jsonl"].serialize([complete(cls)])), random.Random(cls.__name__)
    refused = 0
    for at in range(100):
        lines = [line] * 70
        for place in chance.sample(range(70), 1 + at % 3):
            lines[place] = CHANGES[at % len(CHANGES)](line, chance)
        raw = "".join(lines).encode("utf-8", "surrogatepass")
        try:
            alone = _alone(raw, FAMILIES[cls])
        except ReadError as error:  # no UTF-8
            alone = list(error.findings)
        assert [str(one) for one in _together(raw, FAMILIES[cls])] == [str(one) for one in alone]
        refused += bool(alone) and not isinstance(alone[0], cls)
    assert 10 < refused < 100


def test_an_iri_that_is_none_is_told_at_its_line_among_many():
    publication = complete(next(iter(FAMILIES)))
    line = "".join(FORMATS["jsonl"].serialize([publication]))
    wrong = line.replace(str(publication.iri), "https://example.org/a b")
    with pytest.raises(ReadError) as error:
        FORMATS["jsonl"].parse_raw((line * 40 + wrong + line * 40).encode(), tuple(FAMILIES)[:1])
    assert [finding.line for finding in error.value.findings] == [41]
    with pytest.raises(ValueRefused):
        Iri("https://example.org/a b")
