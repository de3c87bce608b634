"""YAML is read on two roads: by lines where it is plain to see, else by the parser; both say the same."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lobkit.compiled.source import Unusual
from lobkit.compiled.things import reader_of
from lobkit.compiled.yaml_text import yaml_text
from lobkit.compiled.yaml_trees import trees
from lobkit.errors import ReadError
from lobkit.exchange import FORMATS
from lobkit.formats import yaml
from lobkit.formats.yaml import serialize_tree
from lobkit.model import ROOTS
from lobkit.testing import records
from tests.laws.forms import FAMILIES


def by_lines(text):
    try:
        return list(trees(text))
    except Unusual:
        return None


def by_parser(text):
    """The trees, or why there are none."""
    try:
        documents, doubled = yaml._documents(text, {})
    except ReadError as refused:
        return str(refused)
    return str(ReadError(doubled)) if doubled else documents


def agree(text):
    """Whether the parser gives the same, in the same order and of the same types; what the lines leave alone is well."""
    found = by_lines(text)
    return found is None or repr(found) == repr(by_parser(text))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a: words, of several kinds – “so”\n", "words, of several kinds – “so”"),
        ("a: https://x.org/b?c=d#e\n", "https://x.org/b?c=d#e"),
        ("a: 12\n", 12),
        ("a: -1.5e3\n", -1500.0),
        ("a: 012\n", "012"),
        ("a: no\n", "no"),
        ("a: true\n", True),
        ("a: null\n", None),
        ("a: 'it''s'\n", "it's"),
        ('a: "x\\n\\"y\\""\n', 'x\n"y"'),
        ("a: two\n  lines\n", "two lines"),
        ('a: two\n  "lines".\n', 'two "lines".'),
        ("a: 'two\n\n  lines'\n", "two\nlines"),
        ("a: |-\n  two\n\n    lines # no comment\n", "two\n\n  lines # no comment"),
        ("a: |\n  text\n\n", "text\n"),
        ("a: >-\n  one\n  two \n  three\n\n\n  four\n", "one two  three\n\nfour"),
        ("a: >\n  text\n", "text\n"),
        ("a: []\n", []),
        ("a: [b, 12, https://x.org/c]\n", ["b", 12, "https://x.org/c"]),
        ("a: {}\n", {}),
        ("a: {nl: Titel, en: A title}\n", {"nl": "Titel", "en": "A title"}),
        ("a:\n  - b\n  - 12\n", ["b", 12]),
        ("a:\n- b\n- c: d\n  e: f\n", ["b", {"c": "d", "e": "f"}]),
        ("a:\n  b:\n      c: d\n", {"b": {"c": "d"}}),
        ("# before\n\na: b # after\n# last", "b"),
        ("# before\n---\na: b # after\n  # last\n", "b"),
        ("a: |-\n  b", "b"),
        ("a: b\r\n", "b"),
    ],
)
def test_what_is_plain_to_see(text, tree):
    """Such texts go the short way, and the parser says the same."""
    assert by_lines(text) == [{"a": tree}]
    assert agree(text)


@pytest.mark.parametrize(
    "text",
    [
        "a: |\n  b",  # no line end
        "a: b\na: c\n",  # a key twice
        "a: {b: 1, b: 2}\n",
        "a:\nb: c\n",  # a key without a value
        "a:\n",
        "a: &x b\n",  # anchors, aliases and tags
        "a: *x\n",
        "a: !!str b\n",
        "a: b: c\n",  # no YAML
        "a: b\n   c: d\n",
        "  a: b\n c: d\n",
        "a:\n  - b\n - c\n",
        "- a\n",  # no mapping
        "words\n",
        "a: >\n  folded\n    not\n",
        "a: |2\n    x\n",
        "a: |+\n  x\n",
        "a: |-\n   x\n  y\n",
        "a: |-\n    x\n \n    y\n",  # a space in the middle of a block
        "a: 'b\nc'\n",
        'a: "\\u0041"\n',
        "a: 'b\n",
        "a: [b, [c]]\n",
        "a: [b\n  ]\n",
        "a: b\tc\n",
        "a: b\x7fc\n",
        "a: b\u2028c\n",
        "a: b\ufeffc\n",
        "a: b\rc: d\n",
        "%YAML 1.2\n---\na: b\n",
        "a: b\n...\n",
        "a: b\n---\n",
        "--- a\n",
        "? a\n: b\n",
        "'a': b\n",
        "<<: b\n",
        "".join("  " * at + "a:\n" for at in range(200)) + "  " * 200 + "a: b\n",
    ],
)
def test_what_is_not_plain_to_see(text):
    """Faulty or only rare, it is left to the parser, which tells the two apart."""
    assert by_lines(text) is None


@pytest.mark.parametrize("cls", FAMILIES)
@given(data=st.data())
def test_what_is_written_is_read_by_lines(cls, data):
    """Whatever a record holds: its tree, or it is left to the parser."""
    thing = data.draw(records(cls))
    text = yaml_text(thing)

    assert agree(text)
    if by_lines(text) is not None:
        assert FORMATS["yaml"].parse(text, FAMILIES[cls]).records == (thing,)


PARTS = st.one_of(
    st.sampled_from(
        ["a: ", "b:", "nl: ", "- ", "- a: ", "-", "? ", ": ", ":", ", ", ",", "=", "<<", "---\n", "...", "%", "@", "`"]
    ),
    st.sampled_from(
        ["  ", "    ", " ", "\n", "\n\n", "\n  ", "#", " # c", "\n# c\n", "\t", "\r\n", "\x85", "\u00a0", "é", "“x”"]
    ),
    st.sampled_from(
        ["words", "a b", "12", "-5", "1e3", "null", "~", "no", "'", "''", '"', "\\", "\\n", '\\"', "https://x.org/a#b"]
    ),
    st.sampled_from(
        ["|", "|-", "|\n  x", ">", "|-\n    x\n     y", "[", "]", "[a, b]", "{", "}", "{nl: x}", "&a ", "*a", "!t "]
    ),
)


@given(st.lists(PARTS, max_size=25).map("".join))
@example("a: |-\n  x\n \n  # y\n")
def test_no_text_is_read_in_two_ways(text):
    """Whatever signs stand next to each other."""
    assert agree(text)
    assert agree("a: " + text + "\n")


LINES = st.builds(
    "{0}{1}{2}{3}{4}\n".format,
    st.sampled_from(["", "", "  ", "  ", "    ", " "]),
    st.sampled_from(["", "", "- "]),
    st.sampled_from(["", "a:", "b:", "c:"]),
    st.sampled_from(["", " "]),
    st.sampled_from(
        [
            "",
            "",
            "x",
            "x y",
            "12",
            "'x'",
            "'x",
            "x'",
            "|",
            "|-",
            "[a, b]",
            "{a: b}",
            "# c",
            "x # c",
            '"x"',
            "---",
            "a: b",
        ]
    ),
)


@given(st.lists(LINES, min_size=1, max_size=8).map("".join))
def test_no_lines_are_read_in_two_ways(text):
    """However they are indented."""
    assert agree(text)
    assert agree("a: x\n" + text)


KEYS = st.sampled_from(["a", "b", "nl", "no", "x y", "12", "true", "@c"])
TREES = st.dictionaries(
    KEYS,
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text("ab: #-'\"\n’é|>[]{},", max_size=150),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
        max_leaves=8,
    ),
    min_size=1,
    max_size=4,
)  # fmt: skip


@given(TREES)
def test_every_tree_is_read_as_the_parser_reads_it(tree):
    """As lobkit writes it."""
    assert agree(serialize_tree(tree))


@pytest.mark.parametrize("cls", FAMILIES)
@given(data=st.data())
def test_a_change_gets_one_verdict(cls, data):
    """A record with a line taken out, doubled, moved or broken: the same records, or the same refusal."""
    lines = yaml_text(data.draw(records(cls))).split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    line = lines[at]
    lines[at : at + 1] = data.draw(
        st.sampled_from(
            [[], [line, line], [" " + line], [line[1:]], [line + data.draw(PARTS)], [line[: len(line) // 2]]]
        )
    )
    text = "\n".join(lines)

    assert agree(text)
    assert told(FORMATS["yaml"].parse, text, FAMILIES[cls]) == told(explained, text, FAMILIES[cls])


def explained(text, classes):
    return yaml._explained(text, classes, False)


def told(parse, text, classes):
    try:
        return parse(text, classes).records
    except ReadError as refused:
        return refused.findings


ONE = "type: Publication\ntitle:\n  nl: Een\nyear: 2015\n"
TWO = ONE + "---\ntype: Publication\ntitle:\n  nl: Twee\n"


def test_places_are_there_when_somebody_asks():
    """Nobody pays for them before."""
    one, two = FORMATS["yaml"].parse(ONE, ROOTS), FORMATS["yaml"].parse(TWO, ROOTS)

    assert (len(one.records), len(two.records)) == (1, 2)
    assert one.locate(("title", "nl")) == one.placed().locate(("title", "nl")) == (3, 3)
    assert two.locate is None
    assert two.located().locate(("document 2", "title", "nl")) == (8, 3)


def test_both_roads_are_walked():
    """The short one takes what lobkit writes; the other takes over where a record is as no reader expects it."""
    (tree,) = trees(ONE)

    assert reader_of(ROOTS)(tree) == FORMATS["yaml"].parse(ONE, ROOTS).records[0]
    with pytest.raises(Unusual):
        reader_of(ROOTS)({**tree, "yeer": 1})
