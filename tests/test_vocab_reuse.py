"""A vocabulary of any make is put to use: handles, facets of other projects' records, and modules that checkers read."""

import importlib.util
import json
import sys
from typing import Annotated

import jsonschema
import pyshacl
import pytest
import rdflib
from attrs import frozen
from click.testing import CliRunner

import lobkit
from lobkit.cli import main
from lobkit.declare import Property, rdf_type
from lobkit.errors import LeftOutWarning, LobkitError, ReadError, ValueRefused
from lobkit.exchange import FORMATS
from lobkit.schemas.json_schema import json_schema_of
from lobkit.schemas.shacl import shacl_of
from lobkit.shape import checked
from lobkit.vocabularies import VOCABULARIES, UnknownConcept

SKOS = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix : <http://example.org/animals#> .
<http://example.org/animals> a skos:ConceptScheme ; dct:title "Animals \\"and\\" more"@en ; owl:versionInfo "1.2.0" .
:cat a skos:Concept ; skos:inScheme <http://example.org/animals> ; skos:prefLabel "Cat"@en, "Kat"@nl ; skos:notation "A2" ; skos:definition "It purrs \\"\\"\\"loudly\\"\\"\\"\\\\"@en .
:c0417 a skos:Concept ; skos:inScheme <http://example.org/animals> ; xl:prefLabel [ xl:literalForm "Guinea pig"@en ] ; skos:altLabel "Cavia" ; skos:broader :c0400 .
:c0400 a skos:Concept ; skos:inScheme <http://example.org/animals> ; skos:prefLabel "Rodent"@en-GB ; skos:notation "A1" .
:dog a skos:Concept ; skos:inScheme <http://example.org/animals> ; skos:prefLabel "Dog"@en ; owl:deprecated true ; dct:isReplacedBy :cat .
"""  # fmt: skip


@pytest.fixture
def animals(tmp_path):
    """A small vocabulary with hash IRIs, codes, XL labels, and quotes where they hurt."""
    path = tmp_path / "animals.ttl"
    path.write_text(SKOS, "utf-8")
    return path


def test_concepts_are_found_by_any_of_their_names(animals):
    """Slug, label in any language, notation, IRI; in the order of the notations."""
    found = lobkit.vocabulary(animals)

    assert list(found) == ["c0417", "dog", "c0400", "cat"]
    assert found.find("guinea-pig") == found["c0417"] == found.find("http://example.org/animals#c0417")
    assert found.find("kat") == found.find("A2") == found["cat"]
    assert (found["cat"].label, found["cat"].pref_label("en"), found["cat"].notation) == ("Kat", "Cat", "A2")
    assert (found["c0417"].label, found["c0417"].notation) == ("Guinea pig", "")
    assert found["dog"].concept.replaced_by == {found["cat"]}
    assert found.scheme().version == "1.2.0"
    assert found.handle.__name__ == "Animals"


def test_a_name_that_is_none_is_told_with_the_nearest(animals):
    """As for lobkit's own."""
    with pytest.raises(UnknownConcept, match=r"'Guinea pug' is no concept of Animals; did you mean 'Guinea pig'"):
        lobkit.vocabulary(animals).find("Guinea pug")


@pytest.mark.parametrize("name", VOCABULARIES)
def test_own_vocabularies_read_as_any_other(name, tmp_path):
    """Written as Turtle and read as a file of somebody else's, the handles say the same."""
    path = tmp_path / "x.ttl"
    lobkit.write(lobkit.Catalog.of(VOCABULARIES[name].roots()), path)
    found, own = lobkit.vocabulary(path), VOCABULARIES[name]

    assert list(found) == list(own)
    assert [one.label for one in found.values()] == [one.label for one in own.values()]
    assert [one.concept.definition for one in found.values()] == [one.concept.definition for one in own.values()]


def test_two_concepts_with_one_last_part(tmp_path):
    """Their whole addresses are their keys."""
    (tmp_path / "x.ttl").write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . <http://a.example/1/x> a skos:Concept . <http://a.example/2/x> a skos:Concept . <http://a.example/2/y> a skos:Concept ."
    )
    assert sorted(lobkit.vocabulary(tmp_path / "x.ttl")) == ["http://a.example/1/x", "http://a.example/2/x", "y"]


def test_one_scheme_of_several_is_named(tmp_path):
    """Nothing is guessed; what belongs to no scheme goes with each."""
    path = tmp_path / "x.ttl"
    path.write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix : <http://a.example/> . "
        ":a skos:topConceptOf :s1 ; skos:prefLabel 'a' . :s2 skos:hasTopConcept :b . :b skos:prefLabel 'b' . :c a skos:Concept ."
    )
    with pytest.raises(LobkitError, match=r"holds 2 schemes; name one of http://a.example/s1, http://a.example/s2"):
        lobkit.vocabulary(path)
    assert sorted(lobkit.vocabulary(path, scheme="http://a.example/s1", name="One")) == ["a", "c"]
    with pytest.raises(LobkitError, match="is no scheme of"):
        lobkit.vocabulary(path, scheme="http://a.example/s3")
    with pytest.raises(LobkitError, match="cannot be the name of a class"):
        lobkit.vocabulary(path, scheme="http://a.example/s1", name="class")


@pytest.fixture
def shelter(animals):
    """A class of another project, with a facet whose concepts are those of a file."""
    Animals = lobkit.vocabulary(animals).handle  # noqa: N806 - it is a class

    @rdf_type("https://example.org/def#Shelter", "A house for animals.")
    @frozen
    class Shelter:
        iri: lobkit.Iri
        animals: Annotated[frozenset[Animals], Property("https://example.org/def#animals", "Who lives there.")] = (
            frozenset()
        )
        __attrs_post_init__ = checked

    return Shelter


def test_a_foreign_scheme_is_a_facet_in_every_form(animals, shelter):
    """Written and read back equal, in each format that holds any class."""
    known = lobkit.vocabulary(animals)
    one = shelter(
        lobkit.Iri("https://example.org/1"),
        frozenset({shelter.__annotations__["animals"].__origin__.__args__[0](known["cat"])}),
    )
    for form in (one for one in FORMATS.values() if one.serialize and one.parse and one.multiple and one.lossless):
        assert form.parse("".join(form.serialize([one])), (shelter,)).records == (one,)


def test_a_concept_that_is_none_is_refused_by_all(animals, shelter):
    """By Python, the reader, JSON Schema and SHACL alike."""
    tree = {"id": "https://example.org/1", "type": "Shelter", "animals": ["http://example.org/animals#cow"]}
    validator = jsonschema.Draft202012Validator(json_schema_of((shelter,)))
    shapes = rdflib.Graph().parse(data=shacl_of((shelter,)), format="turtle")

    with pytest.raises(ReadError, match="LOB204"):
        FORMATS["json"].parse(json.dumps(tree), (shelter,))
    with pytest.raises(ValueRefused, match="is no concept of Animals"):
        lobkit.vocabulary(animals).handle("http://example.org/animals#cow")
    assert not validator.is_valid(tree)
    assert validator.is_valid({**tree, "animals": ["http://example.org/animals#cat"]})
    for name, fits in (("cow", False), ("cat", True)):
        data = f"<https://example.org/1> a <https://example.org/def#Shelter> ; <https://example.org/def#animals> <http://example.org/animals#{name}> ."
        assert pyshacl.validate(rdflib.Graph().parse(data=data, format="turtle"), shacl_graph=shapes)[0] is fits


# ── modules ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def module(path, *options):
    done = CliRunner().invoke(main, ["vocab", "python", str(path), *map(str, options)])
    assert done.exit_code == 0, done.stderr
    return done.stdout


def loaded(path, monkeypatch):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    made = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, path.stem, made)
    spec.loader.exec_module(made)
    return made


def test_a_module_needs_no_file_beside_it(animals, tmp_path, monkeypatch):
    """Members by readable names: slugs, and labels where the slug is a code."""
    target = tmp_path / "animals_module.py"
    module(animals, "-o", target)
    animals.unlink()
    made = loaded(target, monkeypatch)

    assert made.Animals.CAT == "http://example.org/animals#cat"
    assert (made.Animals.CAT.label, made.Animals.GUINEA_PIG.slug) == ("Kat", "c0417")
    assert list(made.animals.values()) == [
        made.Animals.GUINEA_PIG,
        made.Animals.DOG,
        made.Animals.RODENT,
        made.Animals.CAT,
    ]
    assert made.animals["dog"].concept.deprecated
    assert made.animals.find("cavia") is made.animals["c0417"]


def test_names_stay_when_labels_change(animals, tmp_path, monkeypatch):
    """A module that is made again keeps the names of its members; a new concept gets a name of its own."""
    target = tmp_path / "animals_module.py"
    module(animals, "-o", target)
    text = SKOS.replace('"Guinea pig"', '"Cavy"') + ':c0499 a skos:Concept ; skos:prefLabel "Guinea pig"@en .'
    animals.write_text(text, "utf-8")
    module(animals, "-o", target)
    made = loaded(target, monkeypatch)

    assert made.Animals.GUINEA_PIG.label == "Cavy"
    assert made.Animals.GUINEA_PIG_C0499.label == "Guinea pig"


def test_the_same_vocabulary_gives_the_same_module(animals, tmp_path):
    """Byte for byte, also when it is made again."""
    target = tmp_path / "animals_module.py"
    module(animals, "-o", target)
    first = target.read_bytes()
    module(animals, "-o", target)

    assert target.read_bytes() == first == module(animals).encode()


@pytest.mark.once
def test_type_checkers_understand_it(animals, tmp_path):
    """mypy in its strict mode: members are concepts of their class, and a name that is none is an error."""
    api = pytest.importorskip("mypy.api")
    module(animals, "-o", tmp_path / "animals_module.py")
    (tmp_path / "use.py").write_text(
        "from typing import Annotated\n\nfrom attrs import frozen\n\nfrom animals_module import Animals, animals\n"
        "from lobkit.declare import Property, rdf_type\n\n\n"
        '@rdf_type("https://example.org/def#S", "A house.")\n@frozen\nclass Shelter:\n'
        '    animals: Annotated[frozenset[Animals], Property("https://example.org/def#a", "Who.")] = frozenset()\n\n\n'
        'one: Animals = Animals.CAT\nother: Animals = animals["dog"]\nShelter(frozenset({one, other}))\nAnimals.COW\n'
    )
    arguments = ["--strict", "--cache-dir", str(tmp_path / "cache"), "animals_module.py", "use.py"]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        told, _, _ = api.run(arguments)

    assert told.splitlines()[0] == 'use.py:18: error: "type[Animals]" has no attribute "COW"  [attr-defined]'
    assert told.splitlines()[-1].startswith("Found 1 error in 1 file")


@pytest.mark.parametrize(
    ("there", "told"),
    [("def (", "the module that is there is no Python (line 1)"), ("x = 1", "has no class 'Animals'")],
)
def test_another_file_is_not_overwritten(animals, tmp_path, there, told):
    """Only a module of the same class is made again."""
    target = tmp_path / "other.py"
    target.write_text(there)
    done = CliRunner().invoke(main, ["vocab", "python", str(animals), "-o", str(target)])

    assert (done.exit_code, target.read_text()) == (2, there)
    assert told in done.stderr


# ── what a form has room for once ────────────────────────────────────────────────────────────────────────────────────

TWICE = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix ex: <https://example.org/v/> .
<https://example.org/v> a skos:ConceptScheme ; skos:prefLabel "V"@nl .
ex:a a skos:Concept ; skos:inScheme <https://example.org/v> ;
  skos:prefLabel "Een"@nl , "Eén"@nl , "One"@en ;
  skos:definition "Een getal"@nl , "Het eerste"@nl ;
  skos:scopeNote "Tel"@nl , "Tel op"@nl ;
  skos:notation "1" , "I" .
"""
LABEL = "twice.ttl:4:18: SKOS104 ex:a: 2 preferred labels in nl: 'Een', 'Eén'; keep one, and make the other an alternative label"
DEFINITION = "twice.ttl:5:19: SKOS222 ex:a: 2 definitions in nl; keep one, and make the other a note"
NOTE = "twice.ttl:6:18: LOB105 ex:a: 2 scope notes in nl; keep one for each language"
GONE = {LABEL: "'Eén' is left out", DEFINITION: "'Het eerste' is left out", NOTE: "'Tel op' is left out"}
TOLD = {
    "python": [LABEL, DEFINITION, NOTE],
    "convert --to json-schema": [LABEL, DEFINITION],
    "convert --to html": [LABEL, DEFINITION],
    "convert --to svg": [LABEL],
    "convert --to dot": [LABEL],
    "convert --to jskos": [LABEL],
    "convert --to shacl": [],
    "convert --to turtle": [],
}


@pytest.fixture
def twice(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "twice.ttl").write_text(TWICE, "utf-8")
    return "twice.ttl"


@pytest.mark.parametrize("call", TOLD)
def test_who_has_room_for_one_text_tells_of_the_others(call, twice):
    """In the words of the check, at its place, with what is left out; who keeps all tells nothing."""
    done = CliRunner().invoke(main, ["vocab", *call.split(), twice])

    assert done.exit_code == 0
    assert done.stderr.splitlines() == [f"{one}; {GONE[one]}" for one in TOLD[call]]
    assert [one for one in TOLD[call] if GONE[one].split("'")[1] in done.stdout] == []


def test_the_words_are_those_of_the_check(twice):
    """A label and a definition are told where and as `vocab check` tells them."""
    done = CliRunner().invoke(main, ["vocab", "check", twice, "--brief", "-q", "--select", "SKOS104,SKOS222"])
    assert done.stdout.splitlines() == [LABEL, DEFINITION]


def test_python_is_warned_of_what_the_handles_leave_out(twice):
    """One warning, and the findings one by one; both notations are there."""
    with pytest.warns(LeftOutWarning) as warned:
        found = lobkit.vocabulary(twice)

    assert str(warned[0].message).splitlines() == [f"{one}; {GONE[one]}" for one in (LABEL, DEFINITION, NOTE)]
    assert [one.code for one in found.findings] == ["SKOS104", "SKOS222", "LOB105"]
    assert found["a"].concept.notations == {"1", "I"}


def test_a_table_tells_the_line_of_its_concept(twice, tmp_path):
    """A cell has several values, too."""
    CliRunner().invoke(main, ["vocab", "convert", twice, "-o", "twice.csv"])
    told = CliRunner().invoke(main, ["vocab", "python", "twice.csv"]).stderr.splitlines()
    assert [one.partition(" <")[0] for one in told] == ["twice.csv:2:1: SKOS104", "twice.csv:2:1: SKOS222", "twice.csv:2:1: LOB105"]  # fmt: skip


def test_what_is_no_tag_stands_beside_what_has_none(tmp_path):
    """Both have the tag `und` in the class, so that one of them is left out."""
    (tmp_path / "x.ttl").write_text("@prefix skos: <http://www.w3.org/2004/02/skos/core#> . <urn:v:a> a skos:Concept ; skos:prefLabel 'b' , 'a'@abcdefgh-x .")  # fmt: skip
    with pytest.warns(LeftOutWarning, match="2 preferred labels without language tag: 'b', 'a'; .*; 'a' is left out"):
        found = lobkit.vocabulary(tmp_path / "x.ttl")
    assert [one.label for one in found.values()] == ["b"]


@pytest.mark.parametrize("form", ["turtle", "jskos", "csv"])
def test_a_vocabulary_comes_by_standard_input(form, animals):
    """Where its form is named, to each verb that takes a vocabulary of any make."""
    made = CliRunner().invoke(main, ["vocab", "convert", str(animals), "--to", form]).stdout
    for call in ("convert --to turtle", "python", "mappings", f"diff {animals}"):
        done = CliRunner().invoke(main, ["vocab", *call.split(), "-", "--from", form], input=made)
        assert done.exit_code == 0, done.stderr
        assert "c0417" in done.stdout or call.startswith(("mappings", "diff"))
    assert CliRunner().invoke(main, ["vocab", "python", "-"], input=made).exit_code == 2
