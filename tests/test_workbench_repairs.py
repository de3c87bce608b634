"""Repairs are safe, optional, the same every time, shown before they are made, and change nothing else."""

import pytest
from click.testing import CliRunner

from lobkit.cli import main
from lobkit.errors import LobkitError
from lobkit.workbench import skosfile
from lobkit.workbench.check import check
from lobkit.workbench.repairs import REPAIRS, difference, repaired
from tests.test_workbench_check import CLEAN, PLANTED, with_fault

TEXT = """# the vocabulary
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix ex: <http://example.org/v/> .

ex:s a skos:ConceptScheme ; dct:title "S"@en .
ex:a a skos:Concept ;   # the first
  skos:prefLabel "love"@en ; # stays
  skos:altLabel "love"@en , "  x  y"@en-GB ;
  skos:related ex:a , ex:c .
ex:b skos:broader: ex:top .
ex:b skos:prefLabel \"\"\"b
 \"\"\"@en ; skos:broader ex:top , ex:a . # both
ex:top a skos:Concept ; skos:narrower ex:a ; skos:hiddenLabel ""@en .
ex:c a skos:Concept ; skos:note [ dct:title "n" ] .
"""

REPAIRED = """# the vocabulary
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix ex: <http://example.org/v/> .

ex:s a skos:ConceptScheme ; dct:title "S"@en ;
  skos:hasTopConcept ex:top, ex:c .
ex:a a skos:Concept ;   # the first
  skos:prefLabel "love"@en ; # stays
  skos:altLabel "x y"@en-GB ;
  skos:related ex:c ;
  skos:inScheme ex:s ;
  skos:narrower ex:b ;
  skos:broader ex:top .
ex:b skos:prefLabel "b"@en ; skos:broader ex:a ;
  skos:inScheme ex:s . # both
ex:top a skos:Concept ; skos:narrower ex:a ;
  skos:inScheme ex:s ;
  skos:topConceptOf ex:s .
ex:c a skos:Concept ; skos:note [ dct:title "n" ] ;
  skos:inScheme ex:s ;
  skos:topConceptOf ex:s ;
  skos:related ex:a .
"""


def test_all_repairs_at_once():
    """Comments, order and spacing of the rest stay as they are."""
    assert repaired(skosfile.parse(TEXT), ["all"]).text == REPAIRED


def test_a_second_run_changes_nothing():
    """What is repaired is in order, also in the eyes of the other repairs."""
    made = repaired(skosfile.parse(REPAIRED), ["all"])

    assert (made.text, dict(made.counts)) == (REPAIRED, {})


@pytest.mark.parametrize("code", sorted(set(REPAIRS) & set(PLANTED)))
def test_a_repair_repairs_its_fault_and_makes_none(code):
    """After it, the check finds nothing, and no other check finds more than before."""
    before = with_fault(PLANTED[code])
    made = repaired(skosfile.parse(before), [code])
    left = {one.code for one in check(skosfile.parse(made.text))}

    assert made.counts == {code: 1}
    assert not made.whole
    # A top concept that is named on one side only is what SKOS238 repairs in its turn.
    assert left <= {one.code for one in check(skosfile.parse(before))} - {code} | {"SKOS238"}
    assert left - {"SKOS238"} == set()


def test_each_repair_is_optional():
    """What is not asked stays."""
    text = repaired(skosfile.parse(TEXT), ["SKOS205"]).text

    assert text == TEXT.replace('"  x  y"', '"x y"').replace('"""b\n """', '"b"')


def test_the_language_of_untagged_texts_is_named_by_people():
    """Without a language, SKOS207 is not repaired."""
    text = CLEAN + 'ex:b skos:altLabel "rood" .'

    assert repaired(skosfile.parse(text), ["SKOS207"], language="nl").text == text.replace('"rood"', '"rood"@nl')
    with pytest.raises(LobkitError, match="name the language"):
        repaired(skosfile.parse(text), ["SKOS207"])
    with pytest.raises(LobkitError, match="'SKOS231' is not repaired"):
        repaired(skosfile.parse(text), ["SKOS231"])


@pytest.mark.parametrize("form", ["rdfxml", "jsonld", "ntriples"])
def test_other_forms_are_repaired_too(form, tmp_path):
    """N-Triples in place, the others written anew, which is told."""
    name = tmp_path / f"v.{'nt' if form == 'ntriples' else 'rdf' if form == 'rdfxml' else 'jsonld'}"
    skosfile.parse(with_fault(PLANTED["SKOS205"])).write(name)
    file = skosfile.read(name)
    made = repaired(file, ["all"])

    assert made.whole == (form != "ntriples")
    assert "red one" in made.text
    assert not check(skosfile.parse(made.text, form)).findings
    if form == "ntriples":
        assert difference(file.loaded.text, made.text, "v.nt").count("\n-") == 1


def run(*args):
    return CliRunner().invoke(main, args)


def test_people_see_it_before_it_is_made(tmp_path):
    """--diff shows and changes nothing; --fix changes the file as it was shown, and checks what is left."""
    file = tmp_path / "v.ttl"
    file.write_text(TEXT, encoding="utf-8")

    shown = run("vocab", "check", str(file), "--fix", "SKOS205", "--diff")
    assert shown.exit_code == 0
    assert '\n-  skos:altLabel "love"@en , "  x  y"@en-GB ;\n+  skos:altLabel "love"@en , "x y"@en-GB ;' in shown.stdout
    assert file.read_text("utf-8") == TEXT

    made = run("vocab", "check", str(file), "--fix", "all", "--tier", "integrity")
    assert file.read_text("utf-8") == REPAIRED
    assert (made.exit_code, made.stdout) == (0, "")
    assert "SKOS205: 2 repaired" in made.stderr
    assert run("vocab", "check", str(file), "--select", "SKOS9").exit_code == 2
