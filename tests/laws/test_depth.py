"""A hundred levels are what every form takes, however a thing came to stand so deep: one verdict of all of them."""

from typing import Annotated

import pytest
from attrs import frozen

from lobkit.compiled.graphs import records_of
from lobkit.compiled.source import Unusual
from lobkit.declare import Property, rdf_type
from lobkit.errors import ReadError, WriteError
from lobkit.exchange import FORMATS
from lobkit.formats import triples
from lobkit.formats.depth import is_too_deep
from lobkit.formats.format import MAX_DEPTH
from lobkit.shape import checked
from lobkit.values import Iri


@rdf_type("https://example.org/def#Box", "What holds others of its kind, some of which have an IRI.")
@frozen
class Box:
    iri: Iri | None = None
    first: Annotated["Box | None", Property("https://example.org/def#first", "One.")] = None
    second: Annotated["Box | None", Property("https://example.org/def#second", "Another one.")] = None
    __attrs_post_init__ = checked


def _boxes(levels, high, named, near):
    """A box that holds another one in itself and again so many levels down; this one has some levels itself.

    Args:
        levels: how deep the box stands that holds nothing.
        high: how many of them it belongs to what stands twice.
        named: whether those between have IRIs as well.
        near: the field in which it stands near; the other one holds those between.
    """
    shared = Box()
    for at in reversed(range(high)):
        shared = Box(Iri(f"https://e.org/low/{at}"), **{near: shared})
    deep = shared
    for at in range(levels - high - 1):
        deep = Box(Iri(f"https://e.org/{at}") if named else None, **{near: deep})
    return Box(Iri("https://e.org/root"), **{near: shared, "second" if near == "first" else "first": deep})


@pytest.mark.parametrize("near", ["first", "second"])
@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize("high", [1, 2, 40])
@pytest.mark.parametrize("name", ["json", "jsonl", "yaml", "ntriples", "nquads", "turtle"])
def test_what_stands_near_and_again_too_deep_is_refused(name, high, named, near):
    """By every writer; what is just not too deep comes back, by both readers."""
    form, good, bad = FORMATS[name], _boxes(MAX_DEPTH, high, named, near), _boxes(MAX_DEPTH + 1, high, named, near)
    for options in [{}, {"enrich": True}] if name in ("ntriples", "nquads", "turtle") else [{}]:
        parsed = form.parse("".join(form.serialize([good], **options)), (Box,))
        assert parsed.records == parsed.placed().records == (good,)
        with pytest.raises(WriteError, match="nested deeper than 100 levels"):
            "".join(form.serialize([bad], **options))


@pytest.mark.parametrize("high", [1, 2, 40])
@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize("name", ["ntriples", "nquads", "turtle"])
def test_what_was_written_so_deep_is_refused_by_both_readers(name, named, high, monkeypatch):
    """As writers wrote it that looked only at what they described, in their order and in another one."""
    monkeypatch.setattr(triples, "is_too_deep", lambda thing, depth: False)
    text = "".join(FORMATS[name].serialize([_boxes(MAX_DEPTH + 1, high, named, "first")]))

    other = text.replace(" a <", "  a <") if name == "turtle" else "".join(sorted(text.splitlines(True)))
    for one in (text, other):
        with pytest.raises(Unusual):
            records_of(one.encode(), "turtle" if name == "turtle" else "nt", (Box,))
        with pytest.raises(ReadError, match="nested deeper than 100 levels"):
            FORMATS[name].parse(one, (Box,))


@pytest.mark.parametrize("name", ["ntriples", "turtle"])
def test_the_readers_that_are_fast_take_what_is_not_too_deep(name):
    """Else the tests above would hold of readers that take nothing."""
    good = _boxes(MAX_DEPTH, 40, True, "first")
    text = "".join(FORMATS[name].serialize([good]))
    assert records_of(text.encode(), "turtle" if name == "turtle" else "nt", (Box,)) == (good,)


def test_what_shares_itself_over_and_over_is_looked_at_once():
    """Two boxes in each box are the same one: there are more ways down than anybody could walk."""
    shared = Box(Iri("https://e.org/0"))
    for at in range(1, 60):
        shared = Box(Iri(f"https://e.org/{at}"), shared, shared)
    assert not is_too_deep(shared, MAX_DEPTH - 59)
    assert is_too_deep(shared, MAX_DEPTH - 58)
