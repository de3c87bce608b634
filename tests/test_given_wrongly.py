"""What is given to the front door and is of another kind is told in one way: what it is, and what is wanted."""

import inspect
from pathlib import Path

import pytest

import lobkit
from lobkit.errors import LobkitError, shown

ONE = lobkit.Publication(lobkit.LangMap(nl="Leren kiezen"))
PORTFOLIO = str(Path(__file__).parent.parent / "examples" / "portfolio.yaml")
NOTHING_OF_THE_KIND = [None, 3, 1.5, True, object(), b"x", [3], {"a": 1}, len, lobkit.Publication]

CALLS = {
    "cite": lobkit.cite,
    "cite style": lambda given: lobkit.cite(ONE, given),
    "crosswalk records": lambda given: lobkit.crosswalk(given, lobkit.read_mappings("thema")),
    "crosswalk": lambda given: lobkit.crosswalk(PORTFOLIO, given),
    "diff": lambda given: lobkit.diff(given, "thema"),
    "diff new": lambda given: lobkit.diff("thema", given),
    "from_graph": lobkit.from_graph,
    "load": lobkit.load,
    "losses": lambda given: lobkit.losses(given, "bibtex"),
    "losses format": lambda given: lobkit.losses(ONE, given),
    "migrate": lambda given: lobkit.migrate(given, "thema", "thema"),
    "migrate old": lambda given: lobkit.migrate(PORTFOLIO, given, "thema"),
    "read": lobkit.read,
    "read_mappings": lobkit.read_mappings,
    "schema": lobkit.schema,
    "serialized": lambda given: list(lobkit.serialized(given, "json")),
    "serialized format": lambda given: list(lobkit.serialized(ONE, given)),
    "suggest": lobkit.suggest,
    "to_graph": lobkit.to_graph,
    "validate": lobkit.validate,
    "validate select": lambda given: lobkit.validate(ONE, select=given),
    "validate ignore": lambda given: lobkit.validate(ONE, ignore=given),
    "validate classes": lambda given: lobkit.validate(ONE, classes=given),
    "vocabulary": lobkit.vocabulary,
    "write": lambda given: lobkit.write(given, "a.json"),
    "write target": lambda given: lobkit.write(ONE, given),
    "Catalog.of": lobkit.Catalog.of,
    "Model": lambda given: lobkit.Model(given, name="a", base="https://example.org/"),
    "Model.read": lambda given: lobkit.Model((lobkit.Publication,), name="a", base="https://e.org/").read(given),
    "Model.write": lambda given: lobkit.Model((lobkit.Publication,), name="a", base="https://e.org/").write(
        given, "a.json"
    ),
    "Report.of": lobkit.Report.of,
    "Report.from_shacl": lobkit.Report.from_shacl,
    "Report.from_json_schema": lobkit.Report.from_json_schema,
    "jaartal": lambda given: lobkit.jaartal.for_year(given if type(given) is not int else str(given)),
    "LangMap": lambda given: lobkit.LangMap(given) if given is not None else lobkit.LangMap(nl=given),
    "LangString": lambda given: lobkit.LangString(given, "nl"),
    "Iri": lobkit.Iri,
    "PartialDate": lobkit.PartialDate,
    "PartialDate.parse": lobkit.PartialDate.parse,
    "Publication": lobkit.Publication,
    "thema.find": lobkit.thema.find,
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("given", NOTHING_OF_THE_KIND, ids=lambda given: type(given).__name__)
def test_it_is_told_what_was_given(call, given, tmp_path, monkeypatch):
    """By an error of lobkit's own, which names what it was, or the part of it that is wrong."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LobkitError) as refused:
        CALLS[call](given)

    part = next(iter(given)) if isinstance(given, (list, dict, bytes)) else given
    names = (
        shown(given)[:20],
        shown(part)[:20],
        type(given).__name__,
        type(part).__name__,
        getattr(given, "__name__", "–"),
    )
    assert any(name in str(refused.value) for name in names)
    assert list(tmp_path.iterdir()) == []


def test_every_function_of_the_front_door_is_asked():
    """A new one needs a row above."""
    functions = {name for name in lobkit.__all__ if inspect.isfunction(getattr(lobkit, name))}
    assert functions <= CALLS.keys()


@pytest.mark.parametrize("name", ["jobs", "today"])
@pytest.mark.parametrize("given", ["3", 1.5, True, len])
def test_options_of_validate_too(name, given):
    """A number as text, and a day that is none."""
    with pytest.raises(LobkitError, match=f"^{name} is a ") as refused:
        lobkit.validate(ONE, **{name: given})
    assert shown(given) in str(refused.value)


@pytest.mark.parametrize(
    ("given", "advice"),
    [(lobkit.thema, "its `roots()`"), (lobkit.Loaded(lobkit.Catalog()), "its `catalog`")],
)
def test_what_is_nearly_right_gets_advice(given, advice):
    """As writing gives it."""
    for call in (lobkit.validate, lambda one: lobkit.write(one, "a.json")):
        with pytest.raises(LobkitError) as refused:
            call(given)
        assert advice in str(refused.value)


def test_one_code_is_a_list_of_one():
    """A text alone would be a list of its letters."""
    with pytest.raises(LobkitError, match="select is a list of codes"):
        lobkit.validate(ONE, select="LOB305")


def test_no_turtle_is_no_report():
    """The line that is none is told."""
    with pytest.raises(LobkitError, match="expected a graph in Turtle, not 'geen': at line 1"):
        lobkit.Report.from_shacl("geen")
