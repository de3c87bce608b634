"""What is made of a declared class is checked: by the line for it, or else when it is written or judged."""

from typing import Annotated

import pytest
from attrs import define, evolve, frozen

import lobkit
from lobkit.datatypes import STRING
from lobkit.declare import Property, rdf_type
from lobkit.errors import DeclarationError, ValueRefused, WriteError
from lobkit.exchange import FORMATS
from lobkit.formats.triples import Triples
from lobkit.shape import checked, shape_of
from lobkit.values import Datatype

EX = "https://example.org/def#"
Text = Annotated[str, Property(EX + "text", "A text.")]


def declared(make=frozen, bases=(), **body):
    """A class with a text, and with what else its body says."""
    return rdf_type(EX + "Note", "A note.")(make(type("Note", bases, {"__annotations__": {"text": Text}, **body})))


@pytest.mark.parametrize("make", [shape_of, lambda cls: lobkit.Model((cls,), name="x", base="https://example.org/")])
@pytest.mark.parametrize(
    ("cls", "message"),
    [
        (declared(), "Note does not check what it is given; write `__attrs_post_init__ = checked` in it, with "),
        (declared(define, __attrs_post_init__=checked), "Note can be changed when it has been checked; write @frozen"),
        (declared(define(slots=False), __attrs_post_init__=checked), "write @frozen, not @define"),
    ],
)
def test_a_class_that_takes_whatever_it_is_given_is_refused(make, cls, message):
    """With the line to add."""
    with pytest.raises(DeclarationError) as told:
        make(cls)

    assert message in str(told.value)


@pytest.mark.parametrize(
    "cls",
    [
        declared(__attrs_post_init__=checked),
        declared(frozen(slots=False), __attrs_post_init__=checked),
        declared(define(frozen=True), __attrs_post_init__=checked),
        declared(bases=(declared(__attrs_post_init__=checked),)),
    ],
    ids=["with slots", "without slots", "defined", "inherited"],
)
def test_the_line_checks_whatever_kind_of_class_it_is(cls):
    """A subclass has it from the class above."""
    assert cls("a") == cls("a")
    with pytest.raises(ValueRefused, match=r"Note\.text: expected text, not 5"):
        cls(5)


# ── what writes checks what nobody has checked ───────────────────────────────────────────────────────────────────────


@rdf_type(EX + "Leaf", "It forgets to check.")
@frozen
class Leaf:
    text: Text
    iri: lobkit.Iri | None = None

    def __attrs_post_init__(self) -> None:
        """Does something else."""


@rdf_type(EX + "Tree", "It makes itself.")
@frozen(init=False)
class Tree:
    name: Annotated[str, Property(EX + "name", "A name.")]
    words: Annotated[frozenset[str], Property(EX + "words", "Words.")]
    leaves: Annotated[tuple[Leaf, ...], Property(EX + "leaves", "Leaves.")]
    iri: lobkit.Iri | None
    __attrs_post_init__ = checked

    def __init__(self, name, words=frozenset(), leaves=(), iri=None):
        if name == "none":
            raise ValueError("a tree has a name")
        for field, value in {"name": name, "words": words, "leaves": leaves, "iri": iri}.items():
            object.__setattr__(self, field, value)


@rdf_type(EX + "Seed", "It decides what becomes of it.")
@frozen
class Seed:
    name: Annotated[str, Property(EX + "name", "A name.")]
    __attrs_post_init__ = checked

    def __new__(cls, name):
        if name == "none":
            raise ValueError("a seed has a name")
        return super().__new__(cls)


MODEL = lobkit.Model((Tree, Seed), name="tree", base="https://example.org/")
WRITTEN = [
    (one.name, enrich)
    for one in FORMATS.values()
    for enrich in ((False, True) if one.name in ("turtle", "ntriples", "nquads") else (False,))
    if one.serialize and one.lossless and not one.root
]


WRONG = [
    (lambda: Tree(None), "Tree.name: expected text, not None", "LOB104 name"),
    (lambda: Tree(""), "Tree.name: a text is needed here", "LOB106 name"),
    (lambda: Tree("a\0"), "Tree.name: the character U+0000", "LOB106 name"),
    (lambda: Tree("a", "b"), "Tree.words: expected a frozenset, not 'b'", "LOB104 words"),
    (lambda: Tree("a", frozenset({1, "b"})), "Tree.words: expected text, not 1", "LOB104 words[1]"),
    (lambda: Tree("a", leaves=[Leaf("b")]), "Tree.leaves: expected a tuple, not [Leaf(", "LOB104 leaves"),
    (lambda: Tree("a", leaves=("b",)), "Tree.leaves: expected a Leaf, not 'b'", "LOB104 leaves[0]"),
    (lambda: Tree("a", leaves=(Leaf("b"), Leaf(5))), "Leaf.text: expected text, not 5", "LOB104 leaves[1].text"),
    (
        lambda: Tree("a", leaves=(Leaf("b", "https://example.org/b"),)),
        "Leaf.iri: expected an Iri, not 'https:",
        "LOB104 leaves[0].id",
    ),
    (lambda: Tree("a", iri="https://example.org/a"), "Tree.iri: expected an Iri, not 'https:", "LOB104 id"),
]


@pytest.mark.parametrize(("form", "enrich"), WRITTEN)
@pytest.mark.parametrize(("tree", "message"), [one[:2] for one in WRONG])
def test_what_was_never_checked_is_checked_when_it_is_written(form, enrich, tree, message, tmp_path):
    """An `__attrs_post_init__` or an `__init__` of one's own may forget it; nothing is written that cannot be read."""
    file = tmp_path / "tree"
    with pytest.raises(WriteError) as told:
        MODEL.write([Tree("a", leaves=(Leaf("b"),)), tree()], file, format=form, enrich=enrich)

    assert message in str(told.value)
    assert "call checked(self) in its __attrs_post_init__" in str(told.value)
    assert not file.exists()


def told(report):
    return [f"{one.code} {one.path}: {one.message}" for one in report]


@pytest.mark.parametrize(("tree", "message", "place"), WRONG)
def test_validate_tells_of_a_thing_in_memory_what_keeps_it_from_being_written(tree, message, place):
    """At the field, in the same words; the things beside it are judged as ever, and it counts as judged."""
    (found,) = told(MODEL.validate(tree()))
    report = MODEL.validate([Tree("a"), tree(), Seed("b")])

    assert found.startswith(f"{place}: {message.partition(': ')[2]}")
    assert told(report) == [found.replace(" ", " record 2.", 1)]
    assert report.judged == 3


def test_a_wrong_record_is_still_one_of_its_iri():
    """A second record with that IRI is told beside what is wrong with it."""
    iri = lobkit.Iri("https://example.org/p")
    report = MODEL.validate([Tree("a", "b", iri=iri), Tree("c", iri=iri)])

    assert [each.split(":")[0] for each in told(report)] == ["LOB104 record 1.words", "LOB501 record 2.id"]


SHOUTED = evolve(STRING, name="shout", check=lambda value: str(value.upper()), examples=("A",))


@rdf_type(EX + "Shout", "Its datatype has no answer to what is no text.")
@frozen
class Shout:
    text: Annotated[str, SHOUTED, Property(EX + "text", "A text.")]

    def __attrs_post_init__(self) -> None:
        """It forgets to check."""


def test_what_a_datatype_of_ones_own_raises_is_told():
    """By name, where a thing is judged as where it is written."""
    model = lobkit.Model((Shout,), name="x", base="https://example.org/")
    message = "5 is no shout: the rule for it ends in AttributeError: 'int' object has no attribute 'upper'"

    (found,) = told(model.validate(Shout(5)))
    assert found.startswith(f"LOB104 text: {message}")
    with pytest.raises(WriteError, match=message):
        list(model.serialized(Shout(5), "json"))
    with pytest.raises(ValueRefused, match=message) as refused:
        checked(Shout(5))
    assert isinstance(refused.value.__cause__, AttributeError)


def test_a_thing_that_was_never_filled_is_told():
    """All that it lacks."""
    assert {one.code for one in MODEL.validate(object.__new__(Tree))} == {"LOB104"}


def test_what_is_chosen_is_told_also_of_a_wrong_thing():
    """As with all other findings."""
    assert told(lobkit.validate(Tree("a", "b"), classes=(Tree,), ignore=["LOB104"])) == []
    assert told(lobkit.validate(Tree("a", "b"), classes=(Tree,), select=["LOB104"])) != []


@pytest.mark.parametrize(("form", "enrich"), WRITTEN)
def test_what_is_right_is_written(form, enrich, tmp_path):
    """Checked or not."""
    trees = (Tree("a", frozenset({"b", "c"}), (Leaf("d"),)), Tree("e", iri=lobkit.Iri("https://example.org/e")))
    MODEL.write(trees, tmp_path / "tree", format=form, enrich=enrich)

    assert MODEL.read(tmp_path / "tree", format=form) == trees
    assert MODEL.validate(trees).conforms


@pytest.mark.parametrize("form", [name for name, enrich in WRITTEN if not enrich])
@pytest.mark.parametrize("thing", [Tree("nine", leaves=(Leaf("d"),)), Seed("nine")])
def test_a_class_that_makes_its_things_is_asked_by_every_reader(thing, form, tmp_path):
    """No road passes by an `__init__` or a `__new__` of one's own."""
    file = tmp_path / "thing"
    MODEL.write([thing], file, format=form)
    file.write_text(file.read_text("utf-8").replace("nine", "none"), encoding="utf-8")

    with pytest.raises(lobkit.ReadError, match=f"a {type(thing).__name__.lower()} has a name"):
        MODEL.read(file, format=form)


# ── but not twice ────────────────────────────────────────────────────────────────────────────────────────────────────

LOOKED: list[str] = []


def _looked(value: object) -> str:
    LOOKED.append(str(value))
    return str(STRING.check(value))


COUNTED = evolve(STRING, name="counted", check=_looked, examples=("a",))
assert isinstance(COUNTED, Datatype)


@rdf_type(EX + "Line", "It has the line.")
@frozen
class Line:
    text: Annotated[str, COUNTED, Property(EX + "text", "A text.")]
    __attrs_post_init__ = checked


@rdf_type(EX + "Own", "It has a rule of its own besides.")
@frozen
class Own:
    text: Annotated[str, COUNTED, Property(EX + "text", "A text.")]

    def __attrs_post_init__(self) -> None:
        checked(self)


@pytest.mark.parametrize("cls", [Line, Own])
def test_what_was_checked_is_not_checked_again(cls):
    """Writing costs what it costs."""
    one, model = cls("a"), lobkit.Model((cls,), name="x", base="https://example.org/")
    LOOKED.clear()
    for form, enrich in WRITTEN:
        assert "a" in "".join(model.serialized([one], form, enrich=enrich))
    assert list(Triples().of(one))

    assert LOOKED == []
