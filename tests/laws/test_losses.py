"""Law 1 for formats that do not carry everything: what is not told as lost comes back equal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobkit.citing.losses import differences, losses_of
from lobkit.exchange import FORMATS
from lobkit.model import ROOTS, Publication
from lobkit.shape import shape_of
from lobkit.testing import records

READ = [one for one in FORMATS.values() if one.parse and one.serialize and not one.lossless]


def back(form, things):
    return form.parse("".join(form.serialize(things)), ROOTS)


@pytest.mark.parametrize("form", READ, ids=lambda form: form.name)
@given(thing=records(Publication))
def test_what_is_not_told_as_lost_comes_back_equal(form, thing):
    """Each field of a publication, whatever is in it, is equal after writing and reading, or its loss is told."""
    told = {one.path for one in losses_of(form, [thing])}
    (read,) = back(form, [thing]).records

    for one in shape_of(Publication).properties:
        if not any(path == one.key or path.startswith((f"{one.key}.", f"{one.key}[")) for path in told):
            assert getattr(read, one.name) == getattr(thing, one.name)
    assert read.iri == thing.iri or "id" in told
    assert (read == thing) == (not told)


@pytest.mark.parametrize("form", READ, ids=lambda form: form.name)
@given(thing=records(Publication))
def test_what_came_back_loses_nothing_more(form, thing):
    """A record that went through the format goes through it again unchanged, with nothing to tell but its key."""
    (once,) = back(form, [thing]).records
    again = back(form, [once])

    assert list(differences(once, again.records[0])) == []
    assert again.findings == ()
    assert losses_of(form, [once]) == ()


@pytest.mark.parametrize("form", READ, ids=lambda form: form.name)
@given(things=st.lists(records(Publication), min_size=2, max_size=4))
def test_several_publications_come_back_one_by_one(form, things):
    """Nothing of one record is taken for another's."""
    read = back(form, things)

    assert read.records == tuple(record for thing in things for record in back(form, [thing]).records)
    assert read.findings == ()
