"""Vocabularies are checked in three tiers: right verdict, right condition, and nothing that the Reference calls consistent."""

import json
import weakref
from pathlib import Path

import pytest
from click.testing import CliRunner

from lobkit.cli import main
from lobkit.errors import LobkitError, Severity
from lobkit.validation.report import OUTPUT_FORMATS
from lobkit.vocabularies import VOCABULARIES
from lobkit.workbench import skosfile
from lobkit.workbench.catalogue import CHECKS, Tier
from lobkit.workbench.check import check, explained, unused
from lobkit.workbench.faults import RULES
from lobkit.workbench.profiles import NAMES, profile
from lobkit.workbench.source import load
from lobkit.workbench.waivers import read_waivers
from tests.skos_reference import ENTAILMENTS, EXAMPLES, EXAMPLES_XL, HEAD, MORE, SAME

WAIVERS = Path(__file__).parent.parent / "src" / "lobkit" / "vocabularies" / "data" / "waivers.toml"


def conditions(text, tiers=("integrity",)):
    return {CHECKS[one.code].said for one in check(skosfile.parse(text), tiers=tiers)}


NUMBERED = EXAMPLES | EXAMPLES_XL | {74: SAME}


@pytest.mark.parametrize("number", NUMBERED)
def test_the_numbered_examples_of_the_reference(number):
    """Each inconsistent example is found with its condition and no other, each consistent one with none."""
    condition, text = NUMBERED[number]
    assert conditions(HEAD + text) == {condition} - {""}


def test_the_examples_are_all_there():
    """Of the 90 that the Reference numbers, the first is its word on how examples are written."""
    assert sorted(NUMBERED | ENTAILMENTS) == list(range(2, 91))
    assert [sum(bool(condition) for condition, _ in kind.values()) for kind in (EXAMPLES, EXAMPLES_XL)] == [16, 8]
    assert [len(EXAMPLES), len(EXAMPLES_XL)] == [16 + 35, 8 + 5]


PROBES = {"broaderTransitive": ("related", "S27"), "narrowerTransitive": ("related", "S27"), "exactMatch": ("broadMatch", "S46")}  # fmt: skip
"""What follows over several steps shows by what it cannot stand beside."""


def follows(text, statement):
    subject, relation, object_ = statement.split()
    file, names = skosfile.parse(HEAD + text), [f"http://example.org/ns/{one}" for one in (subject, object_)]
    if relation == "a":
        return names[0] in (file.concepts if object_ == "Concept" else file.collections)
    if relation.endswith("Label"):
        return object_ in [label.value for label in file.labels(names[0], relation)]
    if relation == "member":
        return names[1] in file.members(names[0])
    if relation in PROBES:
        other, condition = PROBES[relation]
        return condition in conditions(f"{HEAD}{text} <{subject}> skos:{other} <{object_}> .")
    return names[1] in file.linked(names[0], f"http://www.w3.org/2004/02/skos/core#{relation}")


@pytest.mark.parametrize("number", ENTAILMENTS)
def test_what_follows_by_the_reference_follows_here(number):
    """And what does not follow by the Reference does not follow here; what is stated is consistent each time."""
    stated, yes, no = ENTAILMENTS[number]

    assert conditions(HEAD + stated) == set()
    for answer, statements in ((True, yes), (False, no)):
        for statement in filter(None, statements.split(", ")):
            assert follows(stated, statement) is answer, statement


@pytest.mark.parametrize("name", MORE)
def test_what_follows_from_the_conditions_together(name):
    """Entailments count: sub-properties, inverses, transitivity, domains and ranges, matches, SKOS-XL."""
    condition, text = MORE[name]
    assert conditions(HEAD + text) == {condition} - {""}


CLEAN = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix ex: <http://example.org/v/> .

ex:s a skos:ConceptScheme ; dct:title "Fruit"@en ; skos:hasTopConcept ex:a .
ex:a a skos:Concept ; skos:inScheme ex:s ; skos:topConceptOf ex:s ; skos:prefLabel "apple"@en ; skos:notation "1" ;
  skos:definition "A fruit."@en ; skos:narrower ex:b , ex:c ; skos:exactMatch <http://other.example/apple> .
ex:b a skos:Concept ; skos:inScheme ex:s ; skos:prefLabel "braeburn"@en ; skos:notation "2" ;
  skos:definition "A red one."@en ; skos:broader ex:a .
ex:c a skos:Concept ; skos:inScheme ex:s ; skos:prefLabel "cox"@en ; skos:notation "3" ;
  skos:definition "A small one."@en ; skos:broader ex:a .
ex:k a skos:Collection ; skos:prefLabel "kept"@en ; skos:member ex:b , ex:c .
"""

PLANTED = {
    "SKOS201": ("-", 'skos:prefLabel "braeburn"@en ;'),
    "SKOS202": ("-", 'dct:title "Fruit"@en ;'),
    "SKOS203": ("-", 'skos:prefLabel "kept"@en ;'),
    "SKOS204": ("+", 'ex:b skos:altLabel " "@en .'),
    "SKOS205": ("+", 'ex:b skos:altLabel "red  one"@en .'),
    "SKOS206": ("+", 'ex:b skos:altLabel "red\\u200Bone"@en .'),
    "SKOS207": ("+", 'ex:b skos:altLabel "red one" .'),
    "SKOS208": ("+", 'ex:b skos:definition "x"@qq . ex:a skos:definition "y"@qq . ex:c skos:definition "y"@qq .'),
    "SKOS209": ("+", 'ex:b skos:definition "rood"@nl .'),
    "SKOS210": ("x", '"cox"@en', '"cox"@nl', '"A small one."@en', '"Klein."@nl'),
    "SKOS211": ("+", 'ex:b skos:altLabel "rood"@nl . ex:a skos:note "x"@nl . ex:c skos:note "x"@nl .'),
    "SKOS212": ("x", '"cox"@en', '"Braeburn"@en'),
    "SKOS213": ("+", 'ex:b skos:altLabel "Cox"@en .'),
    "SKOS214": ("+", 'ex:b skos:altLabel "Red"@en , "red"@en .'),
    "SKOS215": ("+", 'ex:l a skosxl:Label ; skosxl:literalForm "x"@en .'),
    "SKOS221": ("-", 'skos:definition "A red one."@en ;'),
    "SKOS222": ("+", 'ex:b skos:definition "Another."@en .'),
    "SKOS231": ("+", "ex:b skos:narrower ex:d . ex:d skos:broader ex:b ; skos:narrower ex:b ; skos:inScheme ex:s ; skos:prefLabel \"d\"@en ; skos:note \"n\"@en . ex:b skos:broader ex:d ."),
    "SKOS232": ("+", "ex:b skos:related ex:b ."),
    "SKOS233": ("+", 'ex:b skos:narrower ex:d . ex:a skos:narrower ex:d . ex:d skos:broader ex:a , ex:b ; skos:inScheme ex:s ; skos:prefLabel "d"@en ; skos:note "n"@en .'),
    "SKOS234": ("+", 'ex:d a skos:Concept ; skos:inScheme ex:s ; skos:topConceptOf ex:s ; skos:prefLabel "d"@en ; skos:note "n"@en . ex:s skos:hasTopConcept ex:d .'),
    "SKOS235": ("+", 'ex:d skos:related ex:e ; skos:prefLabel "d"@en ; skos:note "n"@en ; skos:inScheme ex:s ; skos:topConceptOf ex:s . ex:e skos:related ex:d ; skos:prefLabel "e"@en ; skos:note "n"@en ; skos:inScheme ex:s ; skos:topConceptOf ex:s . ex:s skos:hasTopConcept ex:d , ex:e .'),
    "SKOS236": ("+", "ex:b skos:related ex:c . ex:c skos:related ex:b ."),
    "SKOS237": ("+", 'ex:e skos:narrowerTransitive ex:b . ex:b skos:broaderTransitive ex:e . ex:e skos:prefLabel "e"@en ; skos:note "n"@en ; skos:inScheme ex:s ; skos:topConceptOf ex:s . ex:s skos:hasTopConcept ex:e .'),
    "SKOS238": ("x", "skos:narrower ex:b , ex:c", "skos:narrower ex:b"),
    "SKOS239": ("x", "; skos:hasTopConcept ex:a", "", "skos:topConceptOf ex:s ;", ""),
    "SKOS240": ("+", 'ex:d skos:narrower ex:a ; skos:prefLabel "d"@en ; skos:note "n"@en ; skos:inScheme ex:s ; skos:topConceptOf ex:s . ex:a skos:broader ex:d . ex:s skos:hasTopConcept ex:d .'),
    "SKOS241": ("x", "ex:b a skos:Concept ; skos:inScheme ex:s", "ex:b a skos:Concept"),
    "SKOS242": ("+", "ex:b skos:related ex:nowhere ."),
    "SKOS243": ("+", 'ex:b skos:inScheme "the scheme" .'),
    "SKOS244": ("+", 'ex:d skos:related ex:a ; skos:prefLabel "d"@en ; skos:note "n"@en ; skos:inScheme ex:s . ex:a skos:related ex:d .'),
    "SKOS245": ("+", 'ex:t a skos:ConceptScheme ; dct:title "T"@en ; skos:hasTopConcept ex:d . ex:d skos:topConceptOf ex:t ; skos:inScheme ex:t ; skos:prefLabel "d"@en ; skos:note "n"@en ; skos:narrower ex:b . ex:b skos:broader ex:d .'),
    "SKOS246": ("+", "ex:b skos:inScheme ex:other ."),
    "SKOS251": ("-", "; skos:member ex:b , ex:c"),
    "SKOS252": ("+", "ex:k skos:member ex:ghost ."),
    "SKOS253": ("+", 'ex:k skos:member ex:m . ex:m skos:member ex:k ; skos:prefLabel "m"@en .'),
    "SKOS254": ("+", "ex:k skos:memberList ( ex:b ) ."),
    "SKOS255": ("+", "ex:k skos:memberList [ <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> ex:b ] ."),
    "SKOS256": ("+", "ex:k skos:memberList ( ex:b ex:c ex:b ) ."),
    "SKOS257": ("+", "ex:k skos:memberList ( ex:b ex:c ) , ( ex:c ex:b ) ."),
    "SKOS261": ("+", "ex:b skos:closeMatch ex:c . ex:c skos:closeMatch ex:b ."),
    "SKOS262": ("+", 'ex:b skos:closeMatch [ dct:title "x"@en ] .'),
    "SKOS263": ("+", "ex:a skos:closeMatch <http://other.example/apple> ."),
    "SKOS264": ("-", "; skos:exactMatch <http://other.example/apple>"),
    "SKOS265": ("+", 'ex:b skos:exactMatch <https://w3id.org/lobkit/thema/loopbaangesprekken> .'),
    "SKOS271": ("+", 'ex:b skos:notation "22" .'),
    "SKOS272": ("x", 'skos:notation "3"', 'skos:notation "2"'),
    "SKOS273": ("x", 'skos:notation "3"', 'skos:notation "3"@en'),
    "SKOS274": ("+", '<urn:x> dct:title "x" .'),
    "SKOS275": ("+", "ex:b skos:broader: ex:a ."),
    "SKOS276": ("+", "ex:b dct:relation <http://example.org/a b> ."),
}  # fmt: skip


def with_fault(change):
    kind, *parts = change
    if kind == "+":
        return CLEAN + parts[0]
    text = CLEAN
    for old, new in zip(parts[::2], parts[1::2] or [""], strict=True):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def codes_of(text):
    return {one.code for one in check(skosfile.parse(text))}


def test_the_clean_one_is_clean():
    """Otherwise the planted faults would show nothing."""
    report = check(skosfile.parse(CLEAN))

    assert (report.findings, report.judged) == ((), 3)


ALONG = {
    "SKOS210": {"SKOS209"},
    "SKOS212": {"SKOS213"},
}
"""What is rightly told beside a planted fault."""


@pytest.mark.parametrize("code", PLANTED)
def test_a_planted_fault_is_found_alone(code):
    """One fault, one code, and beside it only what is another side of the same thing."""
    assert codes_of(with_fault(PLANTED[code])) - {code} <= ALONG.get(code, set())
    assert code in codes_of(with_fault(PLANTED[code]))


def test_every_check_has_its_planted_fault():
    """A check without one could find nothing, and nobody would know."""
    found = {code for code, row in CHECKS.items() if row.tier is Tier.QUALITY}
    assert found == set(PLANTED)
    conditions = {condition for condition, _ in (*NUMBERED.values(), *MORE.values())} - {""}
    assert {row.said for row in CHECKS.values() if row.tier is Tier.INTEGRITY} == conditions
    assert {code for codes in RULES.values() for code in codes} | {"SKOS276"} == set(CHECKS)


def test_the_tiers_are_never_mixed():
    """Integrity is a violation, quality a warning, and what a profile asks has codes of its own."""
    text = with_fault(PLANTED["SKOS239"]).replace('"cox"@en', '"cox"@en , "orange"@en')
    report = check(skosfile.parse(text), profiles=NAMES)

    for one in report:
        tier = one.code[:5]
        assert tier != "SKOS1" or one.severity is Severity.VIOLATION
        assert tier != "SKOS2" or one.severity is Severity.WARNING
    assert {one.code[:5] for one in report} == {"SKOS1", "SKOS2", "SKOS3"}
    assert {one.code for one in check(skosfile.parse(text), tiers=["integrity"])} == {"SKOS104"}


def test_a_finding_says_where_what_why_and_how_to_repair():
    """Code, line, the statements that cause it, the reason and the repair."""
    text = HEAD + "\n<A> skos:broader <B> .\n<B> skos:broader <C> .\n<A> skos:related <C> ."
    (one,) = check(skosfile.parse(text), tiers=["integrity"])

    assert (one.code, one.line, one.record) == ("SKOS105", HEAD.count("\n") + 4, "http://example.org/ns/A")
    assert one.statements == (
        "<http://example.org/ns/A> skos:related <http://example.org/ns/C>",
        "<http://example.org/ns/A> skos:broader <http://example.org/ns/B>",
        "<http://example.org/ns/B> skos:broader <http://example.org/ns/C>",
    )
    assert (one.why, one.repair, one.said) == (CHECKS["SKOS105"].why, CHECKS["SKOS105"].repair, "S27")


@pytest.mark.parametrize("form", [("nt", 1), ("rdf", 4), ("jsonld", None), ("ttl", 4)])
def test_lines_where_the_form_has_them(form, tmp_path):
    """Turtle, N-Triples and RDF/XML."""
    extension, line = form
    file = tmp_path / f"v.{extension}"
    skosfile.parse(HEAD + '<A> skos:prefLabel "x"@en ; skos:altLabel "x"@en .').write(file)
    (one,) = check(file, tiers=["integrity"])

    assert one.line == line if extension != "ttl" else one.line is not None
    assert one.source == str(file)


HARD_TO_PASS = (
    """@prefix ex: <http://example.org/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ex:a.b skos:note "a . dot"@en , '''one " two . three''' , .5 , 1.5e3 , 7 ; # a comment . with " a quote
  skos:related [ skos:note """
    + '"""a "long" . one\\""""@en'
    + """ ] , ex:d\\.e.f , <http://example.org/x.y#z> . ex:a.c skos:note "x".
ex:g skos:note "y"@en-GB.ex:h skos:note true.
ex:i skos:memberList ( ex:j.k "z." ) .
ex:wanted skos:prefLabel "here"@en , "there"@en .
"""
)


def test_what_is_passed_over_on_the_way_to_a_line():
    """Dots in names, numbers, texts and comments end no statement, so that the line is the right one."""
    (one,) = check(skosfile.parse(HARD_TO_PASS), tiers=["integrity"])

    assert (one.code, one.line, one.column) == ("SKOS104", 6, 26)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "v.yaml",
            "# a vocabulary\n\nid: https://x.org/a\ntype: Concept\nprefLabel:\n  nl: A\ninScheme:\n  - https://x.org/\n",
        ),
        (
            "v.json",
            '\n\n{"type": "Concept", "id": "https://x.org/a", "prefLabel": {"nl": "A"}, "inScheme": ["https://x.org/"]}',
        ),
    ],
)
def test_a_vocabulary_in_an_own_form_has_lines_too(name, text, tmp_path):
    """YAML and JSON, also where the reader that explains was not needed."""
    (tmp_path / name).write_text(text, "utf-8")

    assert load(tmp_path / name).places == {"https://x.org/a": (3, 1)}


@pytest.mark.parametrize("name", NAMES)
def test_a_profile_is_data(name):
    """Each has a table of what it asks, all with a repair and codes that no other profile has."""
    one = profile(name)

    assert one.codes
    assert len(set(one.codes)) == len(one.codes)
    assert all(one.row(code).repair and one.row(code).title for code in one.codes)
    others = {code for other in NAMES if other != name for code in profile(other).codes}
    assert not others & set(one.codes)


def test_a_profile_finds_what_it_asks(tmp_path):
    """What the profiles miss in a vocabulary that is clean otherwise."""
    report = {name: {one.code for one in check(skosfile.parse(CLEAN), profiles=[name])} for name in NAMES}

    assert report == {
        "nl-sbb": set(),
        "vocpub": {"SKOS321", "SKOS322", "SKOS323", "SKOS324", "SKOS325", "SKOS326", "SKOS327", "SKOS329", "SKOS330",
                   "SKOS338", "SKOS339", "SKOS340", "SKOS341", "SKOS348"},
        "skohub": {"SKOS358", "SKOS359"},
        "lobkit": {"SKOS371", "SKOS372", "SKOS375", "SKOS376", "SKOS377", "SKOS378"},
    }  # fmt: skip


def test_a_profile_of_ones_own(tmp_path):
    """A file in the same form."""
    own = tmp_path / "own.yaml"
    own.write_text(
        "name: own\ntitle: Ours\nchecks: {SKOS390: [SKOS234, violation]}\ndemands:\n"
        '- {code: SKOS391, of: concept, any: ["dcterms:source"], min: 1, title: no source, repair: add one}\n',
        encoding="utf-8",
    )
    report = check(skosfile.parse(CLEAN), profiles=[str(own)])

    assert report.by_code() == {"SKOS391": 3}
    assert not report.conforms


@pytest.mark.parametrize("name", VOCABULARIES)
def test_the_four_vocabularies_pass_every_tier(name, tmp_path):
    """Integrity, quality and every profile, with the waivers that are kept and their reasons, as published and as kept."""
    run("vocab", "export", name, "-o", str(tmp_path / f"{name}.ttl"))

    for file in (tmp_path / f"{name}.ttl", WAIVERS.parent / f"{name}.yaml"):
        report = check(file, profiles=NAMES, waivers=read_waivers(WAIVERS))

        assert report.findings == ()
        assert report.judged == len(VOCABULARIES[name])


def test_waivers_take_away_and_are_told_when_unused(tmp_path):
    """By code, by thing, by file; each with a reason."""
    file = tmp_path / "v.toml"
    file.write_text(
        '[[waiver]]\ncode = "SKOS20"\nsubject = "http://example.org/v/b"\nreason = "it has none"\n'
        '[[waiver]]\ncode = "SKOS231"\nreason = "never"\n'
        '[[waiver]]\ncode = "SKOS2"\nfile = "other.ttl"\nreason = "elsewhere"\n',
        encoding="utf-8",
    )
    waivers = read_waivers(file)
    report = check(skosfile.parse(with_fault(PLANTED["SKOS201"])), waivers=waivers)

    assert report.findings == ()
    assert [str(one) for one in unused(waivers)] == [
        "<text>: LOB115: this waiver waives nothing: SKOS231 (never); drop it",
        "<text>: LOB115: this waiver waives nothing: SKOS2 in other.ttl (elsewhere); drop it",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[waiver]]\ncode = 'SKOS201'", "a waiver has a reason"),
        ("[[waiver]]\ncode = 'SKOS201'\nreason = ' '", "a waiver has a reason"),
        ("[[waiver]]\ncode = 'LOB1'\nreason = 'x'", "code is a code such as 'SKOS234', or the beginning of one"),
        ("[[waiver]]\ncode = 'SKOS1'\nreason = 'x'\nwhy = 'y'", "'why' is no key of a waiver"),
        ("[waiver]\ncode = 'SKOS1'", "has tables [[waiver]]"),
        ("[[waiver", "these waivers cannot be read"),
    ],
)  # fmt: skip
def test_a_waiver_that_is_none_is_refused(text, said, tmp_path):
    """With the file, the waiver, and what it should be."""
    (tmp_path / "v.toml").write_text(text, encoding="utf-8")
    with pytest.raises(LobkitError) as caught:
        read_waivers(tmp_path / "v.toml")
    assert said in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path / "v.toml"))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"select": ["SKOS9"]}, "'SKOS9' is no code of a check"),
        ({"ignore": ["LOB1"]}, "'LOB1' is no code of a check"),
        ({"tiers": ["advice"]}, "'advice' is no tier"),
        ({"profiles": ["nlsbb"]}, "'nlsbb' is no profile; it is one of nl-sbb"),
        ({"profiles": ["none.yaml"]}, "none.yaml: this profile cannot be read"),
    ],
)  # fmt: skip
def test_a_wrong_wish_is_refused(options, said):
    """Instead of checking nothing."""
    with pytest.raises(LobkitError) as caught:
        check(skosfile.parse(CLEAN), **options)
    assert said in str(caught.value)


def test_nothing_checked_is_no_pass():
    """A file without any SKOS has not passed."""
    report = check(skosfile.parse("<urn:a> <urn:p> <urn:b> ."), select=["SKOS1"])

    assert [one.code for one in report] == ["LOB114"]
    assert not report.conforms


@pytest.mark.parametrize("form", OUTPUT_FORMATS)
def test_a_report_in_every_form(form):
    """Text, JSON, JSON Lines, SARIF, GitHub and SHACL carry the findings."""
    report = check(skosfile.parse(with_fault(PLANTED["SKOS231"])), profiles=["lobkit"])
    text = OUTPUT_FORMATS[form](report)

    assert "SKOS231" in text
    assert "SKOS371" in text
    if form == "json":
        assert json.loads(text)["findings"][0]["statements"]


def run(*args):
    return CliRunner().invoke(main, args)


def test_the_command_tells_by_its_exit_code(tmp_path):
    """0 without violations, 1 with, 2 for a file that is not there; findings to standard output, the rest beside."""
    good, bad, gone = (tmp_path / name for name in ("good.ttl", "bad.ttl", "gone.ttl"))
    good.write_text(CLEAN + 'ex:b skos:altLabel " red"@en .', encoding="utf-8")
    bad.write_text(with_fault(("+", 'ex:b skos:altLabel "braeburn"@en .')), encoding="utf-8")

    assert [run("vocab", "check", str(one)).exit_code for one in (good, bad, gone)] == [0, 1, 2]
    said = run("vocab", "check", "--brief", str(good), str(bad))
    assert [line.split(": ")[1].split()[0] for line in said.stdout.splitlines()] == ["SKOS205", "SKOS103"]
    assert "6 concepts: 1 violation, 1 warning, 0 infos" in said.stderr
    assert run("vocab", "check", "--brief", "-p", "nl-sbb", str(good)).exit_code == 0
    (tmp_path / "w.toml").write_text('[[waiver]]\ncode = "SKOS105"\nreason = "x"\n', encoding="utf-8")
    told = run("vocab", "check", "-q", "--waivers", str(tmp_path / "w.toml"), str(good)).stderr
    assert told == f"{tmp_path / 'w.toml'}: LOB115: this waiver waives nothing: SKOS105 (x); drop it\n"


CODES = """iri,prefLabel@en,prefLabel@nl,broader,inScheme
https://e.org/a,A,,,https://e.org/s
https://e.org/b,B | Bee,B,https://e.org/a,https://e.org/s
"""


@pytest.mark.parametrize(("name", "line"), [("v.csv", 3), ("v.tsv", 3), ("v.xlsx", 3), ("v.jskos.json", 22)])
def test_tables_and_jskos_are_checked(name, line, tmp_path, monkeypatch):
    """As they are converted, each concept at its line; what a form has no place for is not asked of it."""
    monkeypatch.chdir(tmp_path)
    Path("v.csv").write_text(CODES, "utf-8")
    if name == "v.tsv":
        Path(name).write_text(CODES.replace(",", "\t"), "utf-8")
    elif name != "v.csv":
        assert run("vocab", "convert", "v.csv", "-o", name).exit_code == 0
    report = check(name, known=[name])

    codes = {one.code for one in report}
    assert {"SKOS209", "SKOS221", "SKOS239", "SKOS264"} < codes
    assert "SKOS238" not in codes
    assert ("SKOS202" in codes) is (name == "v.jskos.json")
    # JSKOS has one preferred label in a language, and the conversion told which one it leaves out.
    found = "SKOS221" if name == "v.jskos.json" else "SKOS104"
    assert [(one.line, one.source) for one in report if one.code == found and one.record == "https://e.org/b"] == [(line, name)]  # fmt: skip


def test_a_check_that_a_form_has_no_place_for_is_no_pass(tmp_path):
    """It is told, where nothing else was asked."""
    (tmp_path / "v.csv").write_text(CODES, "utf-8")
    (one,) = check(tmp_path / "v.csv", select=["SKOS238"])
    assert (one.code, "no place for what SKOS238 asks" in one.message) == ("LOB114", True)


def test_a_table_is_not_repaired_in_place(tmp_path):
    """Nor JSKOS, nor lobkit's own forms: what to do is told, and nothing is written."""
    (tmp_path / "v.csv").write_text(CODES, "utf-8")
    done = run("vocab", "check", str(tmp_path / "v.csv"), "--fix", "all")
    assert (done.exit_code, "convert this to Turtle" in done.stderr) == (2, True)
    assert (tmp_path / "v.csv").read_text("utf-8") == CODES


def test_jskos_tells_also_here_what_has_no_place(tmp_path):
    """And it is no fault of the vocabulary."""
    text = '{"uri": "https://e.org/a", "prefLabel": {"en": "A"},\n "startDate": "2001"}'
    done = CliRunner().invoke(main, ["vocab", "check", "-", "--from", "jskos", "--brief", "-q"], input=text)
    assert done.exit_code == 0
    assert "<stdin>:2:2: LOB102 startDate: has no place in SKOS as lobkit writes it, and is left out" in done.stdout


VERBS = ["check {}", "convert {} --to csv", "diff thema {}", "mappings {}", "python {}", "migrate {} --from thema --to thema"]  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    ("name", "text", "code"), [("x.ttl", "<a", 1), ("x.json", "{", 1), ("gone.ttl", None, 2), ("x.odt", "x", 2)]
)
def test_one_rule_of_exit_codes(verb, name, text, code, tmp_path, monkeypatch):
    """1 for a text that is not of its format, which is a violation; 2 for what is not there or has no form."""
    monkeypatch.chdir(tmp_path)
    if text is not None:
        Path(name).write_text(text, "utf-8")
    done = run("vocab", *verb.format(name).split())
    assert (done.exit_code, name in done.output) == (code, True)


def test_a_file_that_is_not_there_counts_more_than_a_faulty_one(tmp_path, monkeypatch):
    """Whatever else is told beside it."""
    monkeypatch.chdir(tmp_path)
    Path("x.json").write_text("{", "utf-8")
    for call in ("vocab migrate x.json gone.json --from thema --to thema", "validate x.json gone.json"):
        assert run(*call.split()).exit_code == 2


def test_people_read_it():
    """The explained form: a line for the finding, its statements, and the reason where a code comes by first."""
    text = (
        HEAD + '<A> skos:prefLabel "x\\ny"@en ; skos:altLabel "x\\ny"@en . <B> skos:prefLabel "z" ; skos:altLabel "z" .'
    )
    said = explained(check(skosfile.parse(text), tiers=["integrity"])).splitlines()

    assert len(said) == 7
    assert said[3].startswith("    why: ")
    assert [line[:4] for line in said] == ["<tex", "    ", "    ", "    ", "<tex", "    ", "    "]


def test_a_deep_chain_and_a_wide_fan_are_walked(tmp_path):
    """No recursion, no quadratic walk: a chain of twenty thousand steps, with shortcuts to its top from everywhere."""
    lines = [f"<c{at}> skos:broader <c{at + 1}> , <c20000> ." for at in range(19_999)]
    lines += [f"<c{at}> skos:related <d{at}> ." for at in range(0, 20_000, 10)]
    lines += [f"<c{at}> skos:related <c{at + 5000}> ." for at in range(0, 1000, 10)]
    report = check(skosfile.parse(HEAD + "\n".join(lines)), select=["SKOS105", "SKOS233", "SKOS231"])

    assert report.by_code() == {"SKOS233": 19_998, "SKOS105": 100}


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_vocabulary_of_lobkit_is_checked_by_its_name(name, tmp_path, monkeypatch):
    """It gives the findings and lines of its export; a file of that name comes first, and `--fix` needs a file."""
    monkeypatch.chdir(tmp_path)
    run("vocab", "export", name, "-o", "a.ttl")
    by_name, by_file = run("vocab", "check", "--brief", name), run("vocab", "check", "--brief", "a.ttl")
    assert by_name.exit_code == by_file.exit_code == 0
    assert by_name.stdout == by_file.stdout.replace("a.ttl:", f"{name}:")
    assert (
        f"comes with lobkit; repair a file of it, from lobkit vocab export {name}"
        in run("vocab", "check", name, "--fix", "all").output
    )

    Path(name).write_text("", encoding="utf-8")
    assert "LOB002" in run("vocab", "check", name).output


THERE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix u: <http://other.example/> .
u:appel a skos:Concept ; skos:prefLabel "appel"@nl ; skos:closeMatch <http://third.example/a> .
u:peer a skos:Concept ; skos:prefLabel "peer"@nl .
<http://third.example/a> a skos:Concept ; skos:prefLabel "a"@nl .
"""
THEMA = "https://w3id.org/lobkit/thema/"
MATCHES = {
    "nothing is known of it": ("<http://third.example/zz>", None),
    "a concept of it": ("<http://other.example/appel>", None),
    "a mistyped one": ("<http://other.example/appels>", "<http://other.example/appel>"),
    "none that is alike": ("<http://other.example/Q12345>", ""),
    "https instead of http": ("<https://other.example/peer>", "<http://other.example/peer>"),
    "another case": ("<http://other.example/Peer>", "<http://other.example/peer>"),
    "one of lobkit's own": (f"<{THEMA}loopbaangesprek>", None),
    "one of lobkit's own, mistyped": (f"<{THEMA}loopbaangesprekken>", f"<{THEMA}loopbaangesprek>"),
    "one of the file itself": ("ex:bb", "<http://example.org/v/b>"),
}


@pytest.mark.parametrize("case", MATCHES)
def test_a_match_to_what_a_known_vocabulary_does_not_have_is_told(case):
    """With the address there that is most alike; what a vocabulary says of others does not make them known."""
    target, nearest = MATCHES[case]
    text = CLEAN.replace("<http://other.example/apple>", target)
    found = list(check(skosfile.parse(text), known=[skosfile.parse(THERE)], select=["SKOS265"]))

    assert len(found) == (0 if nearest is None else 1)
    for one in found:
        assert one.statements == (f"ex:a skos:exactMatch {target}",)
        assert (f"the nearest there is {nearest};" in one.message) == bool(nearest)
        assert ("the nearest" in one.message) == bool(nearest)


def test_vocabularies_that_are_checked_together_know_each_other(tmp_path):
    """Where schemes say where they stand: a part of a vocabulary, such as its mappings, is not taken for the whole."""
    (tmp_path / "there.ttl").write_text(THERE, "utf-8")
    (tmp_path / "here.ttl").write_text(CLEAN, "utf-8")
    files = [tmp_path / "here.ttl", tmp_path / "there.ttl"]
    assert list(check(files, select=["SKOS265"])) == []

    scheme = "u:s a skos:ConceptScheme . u:appel skos:inScheme u:s . u:peer skos:inScheme u:s ."
    files[1].write_text(f"{THERE}{scheme.replace('u:s', '<http://other.example>')}", "utf-8")
    (one,) = check(files, select=["SKOS265"])
    assert one.source == str(files[0])
    assert "<http://other.example/apple>, which " in one.message


LINKED = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://%(own)s.example> a skos:ConceptScheme .
<http://%(own)s.example/1> a skos:Concept ; skos:inScheme <http://%(own)s.example> ; skos:prefLabel "1"@nl ;
  skos:exactMatch <http://%(other)s.example/%(end)s> .
"""


def test_files_are_let_go_one_by_one(tmp_path, monkeypatch):
    """While one is read, no other is held; only those that lead to what another does not have are read once more."""
    files = []
    for own, other, end in (("a", "b", "1"), ("b", "c", "9"), ("c", "a", "1")):
        files.append(tmp_path / f"{own}.ttl")
        files[-1].write_text(LINKED % {"own": own, "other": other, "end": end}, "utf-8")
    alive, seen = weakref.WeakSet(), []
    read = skosfile.read

    def watched(source, **options):
        seen.append((Path(source).name, len(alive)))
        file = read(source, **options)
        alive.add(file)
        return file

    monkeypatch.setattr(skosfile, "read", watched)
    report = check(files, select=["SKOS265", "SKOS104"])

    assert [(Path(one.source).name, one.line) for one in report] == [("b.ttl", 4)]
    assert seen == [("a.ttl", 0), ("b.ttl", 0), ("c.ttl", 0), ("b.ttl", 0)]


def test_a_file_that_is_gone_at_the_second_reading_is_told(tmp_path, monkeypatch):
    """What crosses files was not asked of it."""
    for own, other, end in (("a", "b", "9"), ("b", "a", "1")):
        (tmp_path / f"{own}.ttl").write_text(LINKED % {"own": own, "other": other, "end": end}, "utf-8")
    read = skosfile.read

    def reading(source, **options):
        if source.name == "b.ttl":
            (tmp_path / "a.ttl").unlink()
        return read(source, **options)

    monkeypatch.setattr(skosfile, "read", reading)
    report = check([tmp_path / "a.ttl", tmp_path / "b.ttl"], select=["SKOS265"])
    assert [(Path(one.source).name, one.code) for one in report] == [("a.ttl", "LOB001")]


def test_what_crosses_files_stands_in_its_order(tmp_path):
    """By tier and line, as what a file says alone; a stream, which cannot be read twice, is held."""
    (tmp_path / "b.ttl").write_text(LINKED % {"own": "b", "other": "c", "end": "1"}, "utf-8")
    text = LINKED % {"own": "a", "other": "b", "end": "9"} + '<http://a.example/2> a skos:Concept ; skos:prefLabel " "@nl .'  # fmt: skip
    select = ["--select", "SKOS265,SKOS204", "-q", "--brief"]
    done = CliRunner().invoke(main, ["vocab", "check", "-", str(tmp_path / "b.ttl"), "--from", "turtle", *select], input=text)  # fmt: skip

    assert [one.split(" ")[:2] for one in done.stdout.splitlines()] == [["<stdin>:4:19:", "SKOS265"], ["<stdin>:5:54:", "SKOS204"]]  # fmt: skip


def test_the_command_line_takes_known_vocabularies(tmp_path):
    """And refuses one that it cannot read."""
    (tmp_path / "there.ttl").write_text(THERE, "utf-8")
    (tmp_path / "here.ttl").write_text(CLEAN, "utf-8")
    told = ["vocab", "check", str(tmp_path / "here.ttl"), "--select", "SKOS265", "--brief", "--known"]
    done = CliRunner().invoke(main, [*told, str(tmp_path / "there.ttl")])
    assert "the nearest there is <http://other.example/appel>" in done.stdout

    done = CliRunner().invoke(main, [*told, str(tmp_path / "nowhere.ttl")])
    assert done.exit_code == 2
    assert "nowhere.ttl: LOB001" in done.stderr


@pytest.mark.parametrize(
    "choice", [["--ignore", "SKOS"], ["--tier", "quality", "--select", "SKOS1"], ["--select", "SKOS301"]]
)
def test_a_check_of_nothing_is_refused(choice, tmp_path):
    """It would find nothing wrong in any file."""
    (tmp_path / "x.ttl").write_text(CLEAN, "utf-8")
    done = CliRunner().invoke(main, ["vocab", "check", str(tmp_path / "x.ttl"), *choice])
    assert (done.exit_code, "no check is left to make" in done.stderr) == (2, True)
