"""Law 1 for formats that do not carry everything: what is not told as lost comes back equal."""

import csv
import io
import re

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lobkit.citing.losses import differences, losses_of
from lobkit.citing.table import guarded, unguarded
from lobkit.errors import WriteError
from lobkit.exchange import FORMATS
from lobkit.model import ROOTS, Publication
from lobkit.shape import shape_of
from lobkit.testing import records, texts
from lobkit.values import LangMap
from lobkit.vocabularies import soort
from tests.laws.filled import record

READ = [one for one in FORMATS.values() if one.parse and one.serialize and not one.lossless]


def told_of(form, things):
    """The losses; a title of nothing but spaces or brackets, which a format would not give back, is set aside."""
    try:
        return losses_of(form, things)
    except WriteError as refused:
        assume("give back" not in str(refused) and "give it back" not in str(refused))
        raise


def back(form, things):
    return form.parse("".join(form.serialize(things)), ROOTS)


@pytest.mark.parametrize("form", READ, ids=lambda form: form.name)
@given(thing=records(Publication))
def test_what_is_not_told_as_lost_comes_back_equal(form, thing):
    """Each field of a publication, whatever is in it, is equal after writing and reading, or its loss is told."""
    told = {one.path for one in told_of(form, [thing])}
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
    told_of(form, [thing])
    (once,) = back(form, [thing]).records
    again = back(form, [once])

    assert list(differences(once, again.records[0])) == []
    assert again.findings == ()
    assert losses_of(form, [once]) == ()


@pytest.mark.parametrize("form", READ, ids=lambda form: form.name)
@given(things=st.lists(records(Publication), min_size=2, max_size=4))
def test_several_publications_come_back_one_by_one(form, things):
    """Nothing of one record is taken for another's."""
    for thing in things:
        told_of(form, [thing])
    read = back(form, things)

    assert read.records == tuple(record for thing in things for record in back(form, [thing]).records)
    assert read.findings == ()


WRITTEN = [one for one in FORMATS.values() if one.serialize and not one.parse]


def placed(thing):
    """Each text of its own, with its place as a loss would name it."""
    for one in shape_of(type(thing)).properties:
        value = getattr(thing, one.name)
        for at, item in enumerate(
            sorted(value, key=str) if isinstance(value, frozenset) else value if isinstance(value, tuple) else [value]
        ):
            step = f"{one.key}[{at}]" if isinstance(value, tuple) else one.key
            if isinstance(item, LangMap):
                yield from ((text, f"{step}.{lang}") for lang, text in item.items())
            elif hasattr(item, "__attrs_attrs__"):
                yield from ((token, f"{step}.{path}") for token, path in placed(item))
            elif str(item).startswith("token"):
                yield item, f"{step}.{item}" if isinstance(value, frozenset) else step


@pytest.mark.parametrize("form", WRITTEN + READ, ids=lambda form: form.name)
@pytest.mark.parametrize("kind", [None, *soort])
def test_a_text_is_in_the_file_or_told_as_lost(form, kind):
    """Of a record with a text of its own in every field, each text stands in the file or is told, and never both."""
    thing = record(kind)
    written = "".join(form.serialize([thing]))
    told = [one.path for one in losses_of(form, [thing])]
    absent = {path for token, path in placed(thing) if token not in written}
    covered = {
        path for _, path in placed(thing) if any(path == one or path.startswith((f"{one}.", f"{one}[")) for one in told)
    }

    assert len(list(placed(thing))) >= 30
    assert absent <= covered
    if form in WRITTEN:
        assert covered <= absent


@pytest.mark.parametrize("form", WRITTEN, ids=lambda form: form.name)
@given(thing=records(Publication))
def test_what_is_told_of_a_format_that_is_only_written_leaves_no_trace(form, thing):
    """Without a part that is told as lost the text is the same, whatever the record; a record of the rest loses nothing there."""
    thing = attrs.evolve(thing, year=2015)
    written = "".join(form.serialize([thing]))
    whole = {one.path for one in losses_of(form, [thing])} & {one.key for one in shape_of(Publication).properties}
    for one in shape_of(Publication).properties:
        if one.key in whole:
            without = attrs.evolve(thing, **{one.name: one.default})
            assert "".join(form.serialize([without])) == written
            assert one.key not in {loss.path for loss in losses_of(form, [without])}


@given(thing=records(Publication))
def test_a_spreadsheet_runs_nothing_of_a_record(thing):
    """No cell, and no piece of one that a program could take for a cell, begins with a sign that runs; all comes back."""
    written = "".join(FORMATS["csv"].serialize([thing]))
    header, row = csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline=""))
    cells = dict(zip(header, row, strict=True))

    for name, cell in cells.items():
        if name not in ("id", "year"):
            assert not any(re.match(r"\s*[=+\-@＝＋－＠]", piece) for piece in re.split(r"[;\t\r\n]", cell))
    for lang, title in thing.title.items():
        assert unguarded(cells[f"title.{lang}"]) == title


@given(text=texts | st.text("=+-@';\t\n a", max_size=12))
def test_a_guard_is_taken_off_again(text):
    """Guarding loses nothing, whatever apostrophes stand there already."""
    assert unguarded(guarded(text)) == text
