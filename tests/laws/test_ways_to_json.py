"""The ways to write JSON Lines are one: what is compiled from C, the structs, and the standard library.

`test_one_writer.py` asks each of them to write things of all classes; here stands what those hardly hold.
"""

import datetime
import gc
import json
import sys
import threading
from decimal import Decimal
from importlib.util import find_spec
from typing import Annotated

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from lobkit.compiled.json_text import raw_json_lines, ways
from lobkit.compiled.source import Unusual
from lobkit.compiled.trees import unstructure
from lobkit.declare import Property, rdf_type
from lobkit.errors import WriteError
from lobkit.faults import complete
from lobkit.formats.format import MAX_DEPTH
from lobkit.model import Person, Publication, Recommendation, Section
from lobkit.namespaces import XSD
from lobkit.scalars import checked_text
from lobkit.shape import checked
from lobkit.values import Datatype, Iri, LangMap, LangString, PartialDate
from tests.laws.forms import FAMILIES

NATIVE = find_spec("lobkit.compiled.json_writer") is not None
native = pytest.mark.skipif(not NATIVE, reason="the native writer was not compiled here")
WAYS = [pytest.param(way, id=way.__module__.rpartition(".")[2] + way.__name__) for way in ways()]


def _plain(things):
    return "".join(
        json.dumps(unstructure(one), ensure_ascii=False, separators=(",", ":")) + "\n" for one in things
    ).encode()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("cls", FAMILIES)
def test_each_way_takes_what_is_usual(cls, way):
    """A thing with a value in every field is left to nobody else."""
    thing = complete(cls)

    assert way([thing]) == _plain([thing])


@pytest.mark.parametrize("way", WAYS)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_each_way_escapes_alike(way, text):
    """All signs, at each place within eight bytes, and in names of languages too."""
    for at in range(9):
        thing = _with("a" * at + text, text)
        assert way([thing]) == _plain([thing])


@pytest.mark.parametrize("way", WAYS)
def test_each_way_escapes_each_sign(way):
    """One by one, among ASCII and others, and in a text that is longer than what is written at once."""
    signs = [chr(code) for code in (*range(0x3100), *range(0xFFF0, 0x10010), 0x10FFFF)]
    things = [_with(f"abc{sign}defgh{around}") for sign in signs for around in ("", "é", "😀")]
    assert way(things) == _plain(things)
    long = [_with('"\n\x01é😀\\' * size) for size in (680, 4095, 4096, 4097, 20_000)]
    assert way(long) == _plain(long)


def _changed(thing, name, value):
    object.__setattr__(thing, name, value)
    return thing


def _with(text, *more):
    """Texts that no class would take: what is written must not depend on what is checked."""
    return _changed(
        _changed(Recommendation(text=LangMap(nl="x")), "text", _changed(LangMap(nl="x"), "_texts", {"nl": text})),
        "audiences",
        more,
    )


# Of a check of its own, so that it is written by its lexical form.
_CODE = Datatype(
    "code", (str(XSD.string),), "string", checked_text, str, checked_text, patterns=("[A-Z]+",), examples=("AB",)
)
_decimals = st.decimals(allow_nan=False, allow_infinity=False, places=3) | st.sampled_from(
    [Decimal("1E+3"), Decimal("-0.0")]
)


@rdf_type("https://e.org/Many", "Sets of all kinds.")
@frozen
class _Many:
    name: Annotated[str, Property("https://e.org/name", "A name.")]
    iri: Iri | None = None
    words: Annotated[frozenset[str], Property("https://e.org/words", "Words.")] = frozenset()
    numbers: Annotated[frozenset[int], Property("https://e.org/numbers", "Numbers.")] = frozenset()
    days: Annotated[frozenset[datetime.date], Property("https://e.org/days", "Days.")] = frozenset()
    in_order: Annotated[tuple[datetime.date, ...], Property("https://e.org/order", "Days in order.")] = ()
    links: Annotated[frozenset[Iri], Property("https://e.org/links", "Links.")] = frozenset()
    labels: Annotated[frozenset[LangString], Property("https://e.org/labels", "Labels.")] = frozenset()
    within: Annotated[frozenset["_Many"], Property("https://e.org/within", "Others.")] = frozenset()
    code: Annotated[str | None, _CODE, Property("https://e.org/code", "A code.")] = None
    price: Annotated[Decimal | None, Property("https://e.org/price", "A price.")] = None
    prices: Annotated[tuple[Decimal, ...], Property("https://e.org/prices", "Prices in order.")] = ()
    since: Annotated[PartialDate | None, Property("https://e.org/since", "Since when.")] = None
    above: Annotated["_Many | None", Property("https://e.org/above", "Another.")] = None
    __attrs_post_init__ = checked


_days = st.dates(datetime.date(1000, 1, 1))
_some_words = st.frozensets(st.text('abé"\\😀', min_size=1, max_size=3), max_size=4)
_many = st.recursive(
    st.builds(
        _Many,
        st.text("ab", min_size=1, max_size=2),
        st.none() | st.sampled_from([Iri(f"https://e.org/{name}") for name in ("a", "b", "a!b", "a/b")]),
        _some_words,
        st.frozensets(st.integers(1 - 2**53, 2**53 - 1), max_size=4),
        st.frozensets(_days, max_size=3),
        st.lists(_days, max_size=3).map(tuple),
        st.frozensets(st.text("ab", min_size=1, max_size=9), min_size=20, max_size=40).map(
            lambda words: frozenset(Iri(f"https://e.org/{word}") for word in words)
        )
        | _some_words.map(lambda words: frozenset(Iri(f"https://e.org/{len(word)}é") for word in words)),
        _some_words.map(lambda words: frozenset(LangString(word, "nl" if "a" in word else "en-gb") for word in words)),
        code=st.none() | st.sampled_from(["AB", "ZZ"]),
        price=st.none() | _decimals,
        prices=st.lists(_decimals, max_size=2).map(tuple),
        since=st.none() | st.sampled_from([PartialDate(2015), PartialDate(2015, 3)]),
    ),
    lambda within: st.builds(_Many, st.just("x"), within=st.frozensets(within, max_size=4), above=st.none() | within),
    max_leaves=8,
)


@pytest.mark.parametrize("way", WAYS)
@given(thing=_many)
def test_each_way_sorts_alike(way, thing):
    """Sets of texts, numbers, dates, labels and things, which stand in the order of what is written of them."""
    try:
        assert way([thing]) == _plain([thing])
    except Unusual:
        assert way is not ways()[-1]


def _nested(levels):
    section = Section(heading="x")
    for _ in range(levels):
        section = Section(sections=(section,))
    return Publication(title=LangMap(nl="Diep"), summary=(section,))


@pytest.mark.parametrize("way", WAYS)
def test_each_way_goes_as_deep(way):
    """And no deeper."""
    assert way([_nested(MAX_DEPTH - 1)]) == _plain([_nested(MAX_DEPTH - 1)])
    with pytest.raises((Unusual, WriteError)):
        way([_nested(MAX_DEPTH)])
    with pytest.raises(WriteError, match="deeper than 100"):
        b"".join(raw_json_lines([_nested(MAX_DEPTH)]))


@native
@pytest.mark.parametrize(
    "make",
    [
        lambda: _changed(Person("A"), "name", 3),
        lambda: _changed(Person("A"), "name", b"A"),
        lambda: _changed(_Many("A"), "in_order", (datetime.datetime(2020, 1, 1),)),
        lambda: _changed(_Many("A"), "within", 3),
        lambda: _changed(_Many("A"), "within", frozenset({3})),
        lambda: _changed(_Many("A"), "above", "x"),
        lambda: _changed(Publication(title=LangMap(nl="x")), "title", {"nl": "x"}),
        lambda: _changed(Publication(title=LangMap(nl="x")), "title", object.__new__(LangMap)),
        lambda: _changed(Publication(title=LangMap(nl="x")), "year", 10**30),
        lambda: _changed(Publication(title=LangMap(nl="x")), "year", True),
        lambda: object.__new__(Publication),
    ],
)
def test_what_is_no_value_of_its_field_is_left_to_the_other_ways(make):
    """Whatever somebody forced into a thing: no crash, and what the next way says of it."""
    with pytest.raises((Unusual, AttributeError, TypeError)):
        ways()[0]([make()])


@rdf_type("https://e.org/Needed", "A thing with a number.")
@frozen
class _Needed:
    count: Annotated[int, Property("https://e.org/count", "A number.")]
    __attrs_post_init__ = checked


class _Said(str):
    """A text that is another one when it is asked for."""

    def __str__(self):
        return "something else"


def _outcome(write, things):
    try:
        return write(things)
    except Exception as problem:  # noqa: BLE001 - it is compared
        return type(problem), str(problem)


@native  # the structs take more of it as it stands
@pytest.mark.parametrize(
    "make",
    [
        lambda: _changed(Person("A"), "name", None),
        lambda: _changed(Person("A"), "name", _Said("A")),
        lambda: _changed(_Many("A"), "iri", _Said("https://e.org/a")),
        lambda: _changed(_Many("A"), "in_order", []),
        lambda: _changed(_Many("A"), "in_order", [datetime.date(2020, 1, 1)]),
        lambda: _changed(_Many("A"), "words", ["b", "a"]),
        lambda: _changed(_Many("A"), "numbers", ()),
        lambda: _changed(_Many("A"), "labels", ""),
        lambda: _changed(_Many("A"), "within", {}),
        lambda: _changed(_Many("A"), "words", frozenset({"a\ud83d", "b"})),
        lambda: _changed(_Many("A"), "price", "none"),
        lambda: _changed(_Many("A"), "iri", None),
        lambda: _changed(Recommendation(text=LangMap(nl="x")), "audiences", ("https://e.org/none",)),
        lambda: _changed(Publication(title=LangMap(nl="x")), "title", None),
        lambda: _changed(Publication(title=LangMap(nl="x")), "sectors", frozenset({"https://e.org/none"})),
        lambda: object.__new__(Person),
        lambda: _nested(MAX_DEPTH),
        lambda: 3,
    ],
)
def test_what_was_forced_into_a_thing_has_one_outcome(make):
    """The same bytes or the same error, whichever way is the fastest here, and whatever else is wrong beside it."""
    for things in ([make()], [Person("A"), make()], [make(), _with("\ud83d")], [_with("\ud83d"), make()]):
        told = _outcome(ways()[-1], things)
        assert _outcome(lambda some: b"".join(raw_json_lines(some)), things) == told


@pytest.mark.parametrize("way", WAYS)
def test_what_is_needed_is_never_left_out(way):
    """Were it forced to be None, no line would tell that it was there."""
    told = _outcome(way, [_changed(_Needed(1), "count", None)])
    assert told == b'{"type":"_Needed","count":null}\n' or told[0] is Unusual


@pytest.mark.skipif(len(ways()) < 2, reason="there is one way here")
def test_an_error_is_told_alone():
    """Without that of a faster way, which says the same in other words."""
    with pytest.raises(WriteError) as told:
        b"".join(raw_json_lines([_nested(MAX_DEPTH)]))
    assert told.value.__context__ is None


@native
def test_half_a_character_is_refused_as_ever():
    """No UTF-8 can hold it."""
    for way in ways():
        with pytest.raises(UnicodeEncodeError):
            way([_with("\ud83d")])


@rdf_type("https://e.org/Open", "A thing of a class without slots.")
@frozen(slots=False)
class _Open:
    name: Annotated[str, Property("https://e.org/name", "A name.")]
    note: Annotated[str | None, Property("https://e.org/note", "A note.")] = None
    __attrs_post_init__ = checked


@pytest.mark.parametrize("way", WAYS)
def test_a_class_without_slots_is_written(way):
    """Its values lie in a dict."""
    assert way([_Open("a", note="b"), _Open("c")]) == _plain([_Open("a", note="b"), _Open("c")])


@native
def test_the_native_writer_keeps_nothing():
    """Neither things nor texts, whether it writes them or leaves them."""
    thing, wrong = complete(Publication), _changed(Person("A"), "name", 3)
    held = [thing, thing.title, thing.title._texts, wrong, Publication, Person]
    gc.collect()
    before = [sys.getrefcount(one) for one in held]
    for _ in range(200):
        ways()[0]([thing, thing])
        with pytest.raises(Unusual):
            ways()[0]([thing, wrong])
    gc.collect()

    # Others may have come by in the meantime: pytest keeps the last errors.
    assert all(sys.getrefcount(one) < count + 50 for one, count in zip(held, before, strict=True))


@native
def test_things_are_written_by_several_threads_at_once():
    """Also the first time, when nothing is known of their classes yet."""
    from lobkit.compiled import writing_natively  # noqa: PLC0415 - it is compiled

    things = [complete(cls) for cls in FAMILIES]
    expected, wrong = _plain(things), []
    writing_natively._WRITERS.clear()
    start = threading.Barrier(8)

    def write():
        start.wait()
        wrong.extend(1 for _ in range(20) if b"".join(raw_json_lines(things)) != expected)

    threads = [threading.Thread(target=write) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert not wrong


@native
def test_the_native_writer_tells_who_calls_it_wrongly():
    """It is called by one module only, but a crash would be nobody's friend."""
    from lobkit.compiled import json_writer  # noqa: PLC0415 - it is compiled

    for arguments in ((), ({},), ({}, ()), ([], [])):
        with pytest.raises(TypeError):
            json_writer.lines(*arguments)
    with pytest.raises(Unusual):
        json_writer.lines({}, [1])
    with pytest.raises(Unusual):
        json_writer.lines({int: 1}, [1])
    with pytest.raises(TypeError):
        json_writer.Writer(Person, b"", None, {}, 1, None, (1,))
    with pytest.raises(TypeError):
        json_writer.Writer(Person, b"", None, {}, 1, None, (("name", b"", 0, 0),))
    with pytest.raises(TypeError):
        json_writer.Writer(Person, b"", None, {}, 1, None, (("name", b"", 0, False, 0, slice.start),))
    assert json_writer.lines({}, []) == b""
