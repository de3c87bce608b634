"""The page of the JSON keys says what the schema says, and what the prose of the page claims is so."""

import json
import re
from pathlib import Path

import pytest
from tools.json_keys import keys_of

import lobkit
from lobkit.errors import ReadError
from lobkit.formats.json import parse, serialize
from lobkit.model import ROOTS
from lobkit.schemas.json_schema import json_schema_of

DEFS = json_schema_of(ROOTS)["$defs"]
CLASSES = {name: one for name, one in DEFS.items() if "title" in one and one["type"] == "object"}
SECTIONS = dict(re.findall(r"(?ms)^### (\w+)\n(.*?)(?=^\(|\Z)", keys_of(ROOTS)))
ROW = re.compile(r"(?m)^\| `(\w+)` \| (.*?) \| (.*?) \| ")


def test_each_class_of_the_schema_has_a_section():
    """And no other; links between them lead somewhere."""
    assert SECTIONS.keys() == CLASSES.keys()
    page = keys_of(ROOTS)
    assert set(re.findall(r"\]\(#(.*?)\)", page)) <= set(re.findall(r"(?m)^\((.*?)\)=", page))
    prose = Path(__file__).parent.parent.joinpath("docs", "json.md").read_text("utf-8")
    assert set(re.findall(r"\]\(#(.*?)\)", prose)) <= set(re.findall(r"(?m)^\((.*?)\)=", page))


@pytest.mark.parametrize("name", CLASSES)
def test_the_keys_are_those_of_the_schema(name):
    """With those that are required, and which are lists, sets and texts by language."""
    rows = {key: (form, required) for key, form, required in ROW.findall(SECTIONS[name])}
    keys = {key: one for key, one in CLASSES[name]["properties"].items() if key != "@context"}

    assert rows.keys() == keys.keys()
    assert {key for key, (_, required) in rows.items() if required == "yes"} == set(CLASSES[name].get("required", ()))
    for key, one in keys.items():
        form = rows[key][0]
        assert form.startswith("list, in order: ") == (one.get("type") == "array" and "uniqueItems" not in one)
        assert form.startswith("set: ") == ("uniqueItems" in one)
        assert form.startswith("texts by language") == (one.get("$ref") == "#/$defs/texts")
        closed = "oneOf" in DEFS.get(one.get("items", one).get("$ref", "").rpartition("/")[2], {})
        assert ("concept of" in form) == closed


@pytest.mark.parametrize("name", [name for name, one in DEFS.items() if "oneOf" in one])
def test_the_concepts_are_those_of_the_schema(name):
    """Each with its IRI, in the order of the scheme."""
    section = keys_of(ROOTS).partition(f"### Concepts of {name}\n")[2].partition("(keys-")[0]
    assert re.findall(r"(?m)^\| `(.*?)` \|", section) == [one["const"] for one in DEFS[name]["oneOf"]]


TITLE = {"type": "Publication", "title": {"nl": "A"}}
REFUSED = {
    "null": ({**TITLE, "year": None}, "LOB104"),
    "a key that is none": ({**TITLE, "jaar": 2019}, "LOB102"),
    "no type at the top": ({"title": {"nl": "A"}}, "LOB103"),
    "no type where there are several": ({**TITLE, "authors": [{"name": "A"}]}, "LOB103"),
    "no text in any language": ({**TITLE, "title": {}}, "LOB106"),
    "an empty text": ({**TITLE, "title": {"nl": ""}}, "LOB106"),
    "one thing twice in a set": ({**TITLE, "isbns": ["978-90-313-6018-5"] * 2}, "LOB105"),
    "a foreign context": ({**TITLE, "@context": "https://schema.org/"}, "LOB113"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_the_page_says_is_refused(case):
    """With the code that other pages tell of."""
    tree, code = REFUSED[case]
    with pytest.raises(ReadError) as refused:
        parse(json.dumps(tree), ROOTS)
    assert code in {one.code for one in refused.value.findings}


def test_what_the_page_says_is_the_same():
    """An empty list and none, a type that can be left out, whole numbers, and the order of keys and of sets."""
    themas = sorted(str(lobkit.thema[slug]) for slug in ("doorstromen", "kansengelijkheid"))
    one = {"themas": themas[::-1], "year": 2019.0, "links": [{"label": "A"}], "authors": [], **TITLE}
    other = {**TITLE, "year": 2019, "links": [{"type": "Link", "label": "A"}], "themas": themas}
    (first,), (second,) = (parse(json.dumps(tree), ROOTS).records for tree in (one, other))
    assert first == second

    written = json.loads("".join(serialize([first])))
    assert written == other
    keys = [key for key, _, _ in ROW.findall(SECTIONS["Publication"]) if key in written]
    assert list(written) == keys
