"""What each way to read JSON Lines takes is what the reader that explains takes; all else it leaves alone.

The other laws go the fastest way only: what is compiled from C, the structs, or the standard library's trees.
"""

import datetime
import gc
import json
import random
import sys
import types
from contextlib import suppress
from decimal import Decimal
from importlib.util import find_spec
from typing import Annotated

import pytest
from attrs import define, field, frozen
from hypothesis import given
from hypothesis import strategies as st

from lobkit.compiled import lines
from lobkit.compiled.long_texts import NOTHING_LONG
from lobkit.compiled.source import Unusual
from lobkit.compiled.things import is_plain
from lobkit.compiled.trees import unstructure
from lobkit.declare import Property, rdf_type
from lobkit.errors import DeclarationError, ReadError, ValueRefused
from lobkit.faults import complete
from lobkit.formats.json import explained_document, parse_raw
from lobkit.model import Person, Publication, Recommendation, Section
from lobkit.namespaces import XSD
from lobkit.shape import checked
from lobkit.values import Address, Datatype, Iri, LangMap, LangString, PartialDate
from tests.laws.forms import FAMILIES

native = pytest.mark.skipif(
    find_spec("lobkit.compiled.json_reader") is None, reason="the native reader was not compiled here"
)
structs = pytest.mark.skipif(find_spec("msgspec") is None, reason="there are no structs without msgspec")


def _raw(line):
    return line if isinstance(line, bytes) else line.encode("utf-8", "surrogatepass")


def _native(line, *classes):
    """The thing that the native reader makes of a line; None where it leaves it. So it is with each way."""
    found = []
    assert lines._natively(classes)([_raw(line)], found) == len(found) <= 1
    return found[0] if found else None


def _structs(line, *classes):
    found = []
    assert lines._by_structs(classes, clean=False, long=NOTHING_LONG)([_raw(line)], found) == len(found) <= 1
    return found[0] if found else None


def _struct(line, *classes):
    with suppress(Unusual):
        return lines._by_struct(classes, clean=False, long=NOTHING_LONG)(_raw(line))


def _tree(line, *classes):
    with suppress(Unusual):
        return lines._by_tree(classes, None)(_raw(line))


each_way = pytest.mark.parametrize(
    "taken",
    [
        pytest.param(_native, id="native", marks=native),
        pytest.param(_structs, id="structs", marks=structs),
        pytest.param(_struct, id="struct", marks=structs),
        pytest.param(_tree, id="tree"),
    ],
)


def _explained(line, *classes):
    """What the reader that explains makes of it; None where anything is told of it."""
    try:
        parsed = explained_document(_raw(line).decode(), classes, False)
    except (ReadError, UnicodeDecodeError):
        return None
    return parsed.records[0] if len(parsed.records) == 1 and not parsed.findings else None


def _line(thing):
    return json.dumps(unstructure(thing), ensure_ascii=False, separators=(",", ":"))


def _even(value):
    if value % 2:
        raise ValueRefused("it is odd")
    return value


_EVEN = Datatype(
    "even number", (str(XSD.integer),), "integer", _even, str, lambda text: _even(int(text)), examples=(2, 4)
)
_CODE = Datatype.of_form("code", "[A-Z]{2}[0-9]?", "AB")


@rdf_type("https://e.org/All", "Values of all kinds.")
@frozen
class _All:
    name: Annotated[str, Property("https://e.org/name", "A name.")]
    iri: Iri | None = None
    words: Annotated[frozenset[str], Property("https://e.org/words", "Words.")] = frozenset()
    numbers: Annotated[tuple[int, ...], Property("https://e.org/numbers", "Numbers.")] = ()
    true: Annotated[bool | None, Property("https://e.org/true", "Whether.")] = None
    day: Annotated[datetime.date | None, Property("https://e.org/day", "A day.")] = None
    days: Annotated[frozenset[datetime.date], Property("https://e.org/days", "Days.")] = frozenset()
    link: Annotated[Iri | None, Property("https://e.org/link", "A link.")] = None
    links: Annotated[frozenset[Iri], Property("https://e.org/links", "Links.")] = frozenset()
    pages: Annotated[tuple[Address, ...], Property("https://e.org/pages", "Pages.")] = ()
    title: Annotated[LangMap | None, Property("https://e.org/title", "A title.")] = None
    label: Annotated[LangString | None, Property("https://e.org/label", "A label.")] = None
    labels: Annotated[frozenset[LangString], Property("https://e.org/labels", "Labels.")] = frozenset()
    since: Annotated[PartialDate | None, Property("https://e.org/since", "Since when.")] = None
    price: Annotated[Decimal | None, Property("https://e.org/price", "A price.")] = None
    prices: Annotated[frozenset[Decimal], Property("https://e.org/prices", "Prices.")] = frozenset()
    code: Annotated[str | None, _CODE, Property("https://e.org/code", "A code.")] = None
    codes: Annotated[frozenset[str], _CODE, Property("https://e.org/codes", "Codes.")] = frozenset()
    minutes: Annotated[
        int | None, Datatype.between("minutes", 1, 60), Property("https://e.org/minutes", "Minutes.")
    ] = None
    even: Annotated[tuple[int, ...], _EVEN, Property("https://e.org/even", "Even numbers.")] = ()
    within: Annotated[frozenset["_All"], Property("https://e.org/within", "Others.")] = frozenset()
    above: Annotated["_All | None", Property("https://e.org/above", "Another.")] = None
    __attrs_post_init__ = checked


@rdf_type("https://e.org/Short", "A thing whose class looks at its values itself.")
@define(frozen=True)
class _Short:
    word: Annotated[str, Property("https://e.org/word", "A word.")] = field()
    next: Annotated["_Short | None", Property("https://e.org/next", "Another.")] = None
    iri: Iri | None = None
    __attrs_post_init__ = checked

    @word.validator
    def _look(self, attribute, value):
        if len(value) > 3:
            raise ValueError("too long")


_FULL = _All(
    "Naam – één",
    Iri("https://e.org/a?b=c#d"),
    frozenset({"a", "b"}),
    (0, -3, 2**53 - 1),
    True,
    datetime.date(2024, 2, 29),
    frozenset({datetime.date(1000, 1, 1), datetime.date(9999, 12, 31)}),
    Iri("urn:isbn:90"),
    frozenset({Iri("https://e.org/1"), Iri("https://e.org/é")}),
    (Address("https://e.org/x.pdf"),),
    LangMap(nl="Titel", en="Title"),
    LangString("Een", "nl"),
    frozenset({LangString("Een", "nl"), LangString("Twee", "nl"), LangString("One", "en-gb")}),
    PartialDate(2015, 3),
    Decimal("-12.50"),
    frozenset({Decimal("1"), Decimal("1.25"), Decimal("0." + "3" * 40)}),
    "AB",
    frozenset({"AB", "CD1"}),
    60,
    (0, -2, 8, 8),
    frozenset({_All("x"), _All("y")}),
    _All("z", links=frozenset({Iri("https://e.org/1")})),
)


@each_way
@pytest.mark.parametrize("cls", FAMILIES)
def test_what_is_usual_is_taken(taken, cls):
    """A thing with a value in every field is left to nobody else."""
    thing = complete(cls)

    assert taken(_line(thing), cls) == thing
    assert taken(_line(thing) + "\n", *_beside(cls)) == thing


@each_way
def test_all_kinds_of_values_are_taken(taken):
    """And their sets and lists; with white space, in any order of keys, and with escapes of what is not ASCII."""
    tree = unstructure(_FULL)
    first = {key: tree.pop(key) for key in ("id", "type")}
    for line in (
        _line(_FULL),
        json.dumps(unstructure(_FULL)),
        json.dumps({**first, **dict(reversed(tree.items()))}) + " \r\n",
        "\t" + json.dumps({**first, **tree}, indent=1),
    ):
        made = taken(line, _All)
        if made is None:  # whose IRIs are looked at together has to leave those that are not plain to see
            assert taken is _structs
            continue
        assert made == _FULL
        assert repr(made) == repr(_All(**{name: getattr(made, name) for name in _All.__slots__ if name[0] != "_"}))
        assert type(made.iri) is type(made.link) is Iri
        assert type(made.pages[0]) is Address
        assert {type(one) for one in made.links} == {Iri}


@native
def test_a_class_that_looks_itself_does_so():
    """Its validator is called, also for what stands within, and what it refuses is left to the reader that tells."""
    assert not is_plain(_Short)
    assert _native(
        '{"id":"https://e.org/a","type":"_Short","word":"abc","next":{"type":"_Short","word":"d"}}', _Short
    ) == (_Short("abc", _Short("d"), Iri("https://e.org/a")))
    assert _native('{"type":"_Short","word":"abcd"}', _Short) is None
    assert _native('{"type":"_Short","word":"abc","next":{"type":"_Short","word":"abcd"}}', _Short) is None
    assert _native('{"type":"_Short","word":"abc","word":"abd"}', _Short) is None
    assert _native('{"type":"_Short"}', _Short) is None


_TOGETHER = tuple(cls for cls in FAMILIES if cls.__name__ != "Everything")
"""Classes that can stand in one file; what lobkit tests itself with has keys of another meaning."""


def _beside(cls):
    return _TOGETHER if cls in _TOGETHER else (cls,)


_KINDS = [(_line(thing).encode(), _beside(type(thing))) for thing in [*map(complete, FAMILIES), _FULL]]
_PIECES = [
    b"", b" ", b"\n", b",", b":", b"{", b"}", b"[", b"]", b'"', b"\\", b"\\n", b"\\u00e9", b"\\ud83d\\ude00", b"\\ud83d",
    b"\\u0000", b"\\uffff", b"\\b", b"\\/", b"\x00", b"\x1f", b"\x7f", b"\xc3", b"\xc3\xa9", b"\xed\xa0\x80",
    b"\xef\xbf\xbf", b"\xf0\x9f\x98\x80", b"\xff", b"0", b"-0", b"-1", b"01", b"1.0", b"1e3", b"999999999999999999999",
    b"null", b"true", b"false", b"NaN", b'"nl"', b'"NL"', b"{}", b"[]", b'""', b'"type"', b'"id"', b'"@context":{},',
    b'"2024-02-30"', b'"0999-01-01"', b'"x y"', b'"http://"', b'"https://e.org/a#b#c"', b'"https://e.org/a:b"',
]  # fmt: skip


@each_way
@given(st.data())
def test_what_is_taken_is_what_the_explaining_reader_takes(taken, data):
    """Whatever became of a line: cut, doubled, with something else put in, or with two of its pieces changed over."""
    line, classes = data.draw(st.sampled_from(_KINDS))
    source = random.Random(data.draw(st.integers(0, 2**32)))
    for _ in range(60):
        changed = _changed(line, source)
        made, explained = taken(changed, *classes), _explained(changed, *classes)
        assert made is None or (made == explained and type(made) is type(explained))


def _changed(line, source):
    at, to = sorted(source.choices(range(len(line) + 1), k=2))
    marks = [i for i, byte in enumerate(line) if byte in b'{}[],:"']
    if source.random() < 0.7:  # where words begin and end, most of it happens
        at, to = sorted(source.choices(marks, k=2))
        at, to = at + source.randint(0, 1), to + source.randint(0, 1)
        at, to = sorted((at, to))
    match source.randrange(4):
        case 0:
            return line[:at] + line[to:]
        case 1:
            return line[:at] + source.choice(_PIECES) + line[at:]
        case 2:
            return line[:at] + source.choice(_PIECES) + line[to:]
        case _:
            return line[:to] + line[at:to] + line[to:]


@each_way
@pytest.mark.parametrize(
    "line",
    [
        '{"type":"_All","name":"a","name":"a"}',
        '{"type":"_All","name":"a","name":"b"}',
        '{"type":"_All","type":"_All","name":"a"}',
        '{"id":"https://e.org/a","id":"https://e.org/a","type":"_All","name":"a"}',
        '{"type":"_All","name":"a","id":"https://e.org/a","id":"https://e.org/a"}',
        '{"type":"_All","name":"a","words":["a","a"]}',
        '{"type":"_All","name":"a","links":["https://e.org/a","https://e.org/a"]}',
        '{"type":"_All","name":"a","title":{"nl":"a","nl":"a"}}',
        '{"type":"_All","name":"a","labels":{"nl":["a","a"]}}',
        '{"type":"_All","name":"a","label":{"value":"a","lang":"nl","lang":"nl"}}',
        '{"type":"_All","name":"a","within":[{"type":"_All","name":"a"},{"type":"_All","name":"a"}]}',
    ],
)
def test_nothing_stands_twice(taken, line):
    """No key of an object, no member of a set."""
    assert taken(line, _All) is None


@each_way
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", '""'), ("name", "null"), ("name", "1"), ("words", "null"), ("words", '"a"'), ("numbers", "[1.0]"),
        ("numbers", "[01]"), ("numbers", "[-0]"), ("numbers", "[1e2]"), ("numbers", "[9007199254740993]"),
        ("numbers", "[1000000000000000000]"), ("numbers", "[10000000000000000000000]"), ("numbers", "[true]"),
        ("numbers", "[-]"), ("numbers", "[1,]"), ("numbers", "[,1]"), ("numbers", "[1"), ("true", "1"), ("true", "tru"),
        ("true", "truely"), ("true", '"true"'), ("day", '"2024-02-30"'), ("day", '"2024-2-03"'), ("day", '"0999-12-31"'),
        ("day", '"2024-02-29T00:00:00"'), ("day", '"２024-02-29"'), ("day", '"2024/02/29"'), ("link", '"a b"'),
        ("link", '"https://e.org/a\\u0000"'), ("pages", '["https:///a"]'), ("link", '"https://e.org/a#b#c"'),
        ("pages", '["urn:isbn:90"]'), ("links", '["https://e.org/a",]'), ("title", "{}"), ("title", '{"nl":""}'),
        ("title", '{"NL":"a"}'), ("title", '{"x y":"a"}'), ("title", '{"nl":1}'), ("title", '{"nl":"a",}'),
        ("title", "[]"), ("label", '{"value":"a"}'), ("label", '{"value":"a","lang":"nl","x":1}'), ("label", '"a"'),
        ("labels", '{"nl":"a"}'), ("labels", '{"nl":[1]}'), ("labels", '{"nl":[null]}'), ("since", '"2015"'),
        ("since", '{"type":"gYear","value":"2015-03"}'), ("price", '"1e3"'), ("price", '"1,5"'),
        ("price", '"NaN"'), ("price", "1.5"), ("prices", '["1.0","1"]'), ("code", '"ab"'), ("code", '"AB12"'), ("codes", '["AB","AB"]'),
        ("minutes", "0"), ("minutes", "61"), ("even", "[1]"), ("even", '["2"]'), ("above", '{"name":"a"}'), ("above", '{"type":"Person","name":"a"}'),
        ("above", "[]"), ("above", "null"), ("unknown", "1"), ("@context", "{}"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_left(taken, name, value):
    """Wrong at the place of any kind of value; whether the reader that explains takes it, is for that one to say."""
    rest = "" if name == "name" else '"name":"a",'
    line = f'{{"type":"_All",{rest}"{name}":{value}}}'
    assert taken(line, _All) in (None, _explained(line, _All))


@each_way
def test_each_sign_is_taken_or_left_as_by_the_explaining_reader(taken):
    """At each place within eight bytes, as it stands and as an escape."""
    signs = [
        chr(code) for code in (*range(0x800), *range(0x2000, 0x2100), *range(0xD7F0, 0xE010), *range(0xFFF0, 0x10010))
    ]
    for number, sign in enumerate([*signs, "\U0001f600", "\U0010ffff"]):
        before = "é" * (number % 2) + "a" * (number % 9)
        for written in (sign, json.dumps(sign)[1:-1], f"\\u{ord(sign):04X}" if ord(sign) < 2**16 else sign):
            line = f'{{"type":"_All","name":"{before}{written}b"}}'.encode("utf-8", "surrogatepass")
            assert taken(line, _All) in (None, _explained(line, _All)), (sign, written)


@each_way
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=60))
def test_texts_come_as_they_are(taken, text):
    """With and without escapes, be they short or long."""
    for whole in (text or "a", text * 40 + "b"):
        for ascii_ in (False, True):
            assert taken(json.dumps({"type": "_All", "name": whole}, ensure_ascii=ascii_), _All) == _All(whole)


@each_way
@given(
    st.text("abZ09.-_~/=&+,?#:@%[]é ", max_size=12), st.sampled_from(["http://", "https://", "HTTP://", "httpx://", ""])
)
def test_addresses_are_known_as_elsewhere(taken, rest, scheme):
    """The plain ones by a look at their signs, all others by their class."""
    for key in ("link", "pages", "links", "id"):
        value = f"{scheme}{rest}"
        tree = {"type": "_All", "name": "a", key: [value] if key in ("pages", "links") else value}
        line = json.dumps({"id": tree.pop("id"), **tree} if key == "id" else tree).encode()
        assert taken(line, _All) in (None, _explained(line, _All))


@each_way
def test_every_cut_line_is_left(taken):
    """Wherever it ends, and whatever lies behind it in memory."""
    for line, classes in _KINDS:
        for at in range(len(line)):
            assert taken(line[:at], *classes) is None


def _nested(levels):
    section = Section(heading="x")
    for _ in range(levels):
        section = Section(sections=(section,))
    return Publication(title=LangMap(nl="Diep"), summary=(section,))


@native
def test_what_is_nested_deep_is_left():
    """To readers that say how deep is too deep; neither they nor this one run out of stack."""
    assert _native(_line(_nested(10)), Publication) == _nested(10)
    assert _native(_line(_nested(40)), Publication) is None
    assert _explained(_line(_nested(40)).encode(), Publication) == _nested(40)
    deep = '{"type":"Publication","summary":[' + '{"type":"Section","sections":[' * 100_000
    assert _native(deep, Publication) is None
    assert _native('{"type":"_All","since":' + "[" * 100_000, _All) is None


@native
def test_lines_are_taken_until_one_is_unusual():
    """Those before it are things; the call can go on behind it."""
    (line, classes), found = _KINDS[-1], []
    assert lines._natively(classes)([line, line, b"", line], found) == 2
    assert found == [_FULL] * 2
    assert lines._natively(classes)([], found) == 0


def _listed(raw, start=0):
    from lobkit.compiled.reading_natively import list_reader  # noqa: PLC0415 - it is compiled

    found = []
    end = list_reader((_All,))(raw, start, found)
    return None if end < 0 else (end, found)


@native
def test_a_list_is_taken_to_its_end():
    """From any place in a text, with or without white space; what stands behind it is not looked at."""
    one = _line(_FULL).encode()
    for spaced in (b"", b" ", b"\n  "):
        whole = b"[" + spaced + one + spaced + b"," + spaced + one + spaced + b"]"
        assert _listed(b"{:" + whole + b"]}", 2) == (2 + len(whole), [_FULL] * 2)
        assert _listed(whole) == (len(whole), [_FULL] * 2)
    assert _listed(b"[ ]") == (3, [])
    for wrong in (
        b"",
        b"[",
        one,
        b"[" + one,
        b"[" + one + b",",
        b"[" + one + b",]",
        b"[," + one + b"]",
        b"[null]",
        b"[[]]",
    ):
        assert _listed(wrong) is None


def _outcome(read, *arguments):
    try:
        parsed = read(*arguments)
    except ReadError as problem:
        return problem.findings
    return parsed.records, parsed.findings


@native
@given(st.data())
def test_a_document_is_what_the_explaining_reader_makes_of_it(data):
    """Be it whole or changed at a place: the same records, or the same findings."""
    source = random.Random(data.draw(st.integers(0, 2**32)))
    classes = (Publication, Recommendation)
    for _ in range(10):
        lines = [_line(complete(cls)).encode() for cls in source.choices(classes, k=3)]
        raw = _changed(b'{"@graph":[' + b",".join(lines) + b"]}", source)
        with suppress(UnicodeDecodeError):
            assert _outcome(parse_raw, raw, classes) == _outcome(explained_document, raw.decode(), classes, False)


@native
def test_the_native_reader_keeps_nothing():
    """Neither texts nor things, whether it takes a line or leaves it at any of its signs."""
    line = _line(_FULL).encode()
    for at in range(len(line)):
        _native(line[:at] + b"\x00" + line[at + 1 :], _All)
    gc.collect()
    before, count = len(gc.get_objects()), sys.getallocatedblocks()
    for at in range(len(line)):
        _native(line[:at] + b"\x00" + line[at + 1 :], _All)
        _native(line, _All)
    gc.collect()

    assert len(gc.get_objects()) - before < 100
    assert sys.getallocatedblocks() - count < 500  # of some thousand lines


@native
def test_who_calls_it_wrongly_is_told():
    """It is called by one module only, but a crash would be nobody's friend."""
    from lobkit.compiled import json_reader as r  # noqa: PLC0415 - it is compiled

    for arguments in ((), ([], []), ((), [], []), ([], (), []), ([], [], ())):
        with pytest.raises(TypeError):
            r.things(*arguments)
    for arguments in (
        (),
        ([], b"", 0),
        ([], b"", "0", []),
        ([], b"", 1, []),
        ([], b"", -1, []),
        ([], "", 0, []),
        ((), b"", 0, []),
    ):
        with pytest.raises(TypeError):
            r.listed(*arguments)
    assert r.listed([], b"[", 1, []) == -1
    for readers, line in (([], b"{}"), ([1], b'{"type":"A"}'), ([], "text"), ([], b"")):
        assert r.things(readers, [line], []) == 0
    slot, none = Person.__dict__["name"], (None, None, None, ())
    good = (b'"name":', slot, r.TEXT, r.ONE, False, 0, 0, ..., *none)
    assert r.Reader(Person, None, b"Person", 1, None, (good,))
    for field_ in (
        1,
        (),
        good[:-1],
        (b'"name":', Publication.__dict__["title"], *good[2:]),
        (b'"name":', slice.start, *good[2:]),
        (b'"name":', slot, 99, *good[3:]),
        (b'"name":', slot, r.TEXT, 99, *good[4:]),
        (b'"name":', slot, r.KNOWN, *good[3:]),
        (b'"name":', slot, r.IRI, *good[3:]),
        (b'"name":', slot, r.TEXTS, *good[3:]),
        (b'"name":', slot, r.PHRASES, *good[3:]),
        (b'"name":', slot, r.THING, *good[3:]),
        (b'"name":', slot, r.TEXTS, *good[3:8], LangMap, {}, None, ()),
        (b'"name":', slot, r.TEXTS, *good[3:8], LangMap, {}, None, (slot,)),
        (b'"name":', slot, r.THING, *good[3:8], Person, None, None, ()),
        (b'"name":', slot, r.KNOWN, *good[3:8], None, [], None, ()),
    ):
        with pytest.raises(TypeError):
            r.Reader(Person, None, b"Person", 1, None, (field_,))
    with pytest.raises(TypeError):
        r.Reader(Person, None, b"Person", 1, good, ())
    with pytest.raises(TypeError):
        r.Reader(Person, ("name", "iri"), b"Person", 1, None, (good,))


@rdf_type("https://e.org/Own", "A thing of a class with an `__init__` of its own.")
@frozen(init=False)
class _Own:
    number: Annotated[int, Property("https://e.org/number", "A number.")] = 0
    __attrs_post_init__ = checked

    def __init__(self, number=5):
        self.__attrs_init__(number)


@rdf_type("https://e.org/Bare", "A thing of a class that has no defaults in Python.")
@frozen
class _Bare:
    words: Annotated[frozenset[str], Property("https://e.org/words", "Words.")]
    note: Annotated[str | None, Property("https://e.org/note", "A note.")]
    __attrs_post_init__ = checked


@rdf_type("https://e.org/Hashed", "A thing that keeps its hash.")
@frozen(cache_hash=True)
class _Hashed:
    name: Annotated[str, Property("https://e.org/name", "A name.")]
    within: Annotated[frozenset["_Hashed"], Property("https://e.org/within", "Others.")] = frozenset()
    __attrs_post_init__ = checked


_HASHED = {"type": "_Hashed", "name": "a", "within": [{"type": "_Hashed", "name": "b"}]}


@each_way
@pytest.mark.parametrize(
    ("tree", "thing"),
    [
        ({"type": "_Own"}, _Own(5)),
        ({"type": "_Own", "number": 3}, _Own(3)),
        ({"type": "_Bare"}, _Bare(frozenset(), None)),
        (_HASHED, _Hashed("a", frozenset({_Hashed("b")}))),
    ],
)
def test_what_a_class_says_itself_is_heard(taken, tree, thing):
    """Its defaults, and what it keeps beside its fields."""
    line = json.dumps(tree)
    made = taken(line, type(thing))

    assert _explained(line, type(thing)) == thing
    assert made is None or (made == thing and hash(made) == hash(thing))


@native
def test_classes_that_cannot_stand_together_are_refused():
    """Before the first line is read, whatever stands in it."""

    @rdf_type("https://e.org/Other", "Another thing with a name of its own.")
    @frozen
    class Other:
        words: Annotated[int, Property("https://e.org/other", "A number.")]
        __attrs_post_init__ = checked

    for _ in range(2):
        with pytest.raises(DeclarationError, match="words"):
            _native('{"type":"Other","words":1}', Other, _Bare)


@native
def test_a_class_that_is_declared_late_is_read_natively_then():
    """Nothing of a failed attempt is left, neither for the class nor for those around it."""
    from lobkit.compiled import reading_natively  # noqa: PLC0415 - it is compiled

    before = len(reading_natively._READERS)
    space = {"Annotated": Annotated, "Property": Property}

    def declare(name, within):
        text = f"""class {name}:
    part: Annotated["{within} | None", Property("https://e.org/part", "A part.")] = None
"""
        exec(text, space)
        space[name].__attrs_post_init__ = checked
        space[name].__module__ = "late"
        space[name] = rdf_type(f"https://e.org/{name}", "A thing.")(frozen(space[name]))

    late = types.ModuleType("late")
    late.__dict__.update(space)
    space = late.__dict__
    sys.modules["late"] = late
    try:
        declare("Outer", "Middle")
        declare("Middle", "Inner")
        line = '{"type":"Outer","part":{"type":"Middle","part":{"type":"Inner"}}}'
        with pytest.raises(DeclarationError):
            _native(line, late.Outer)
        assert len(reading_natively._READERS) == before
        declare("Inner", "Inner")
        assert _native(line, late.Outer) == late.Outer(late.Middle(late.Inner()))
    finally:
        del sys.modules["late"]
