"""Two versions of any vocabulary are compared concept by concept; what should not have happened is told."""

import json

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from lobkit.cli import main
from lobkit.errors import LobkitError, ReadError
from lobkit.evolution.changes import VERDICTS, Kind
from lobkit.evolution.compare import compare
from lobkit.evolution.entries import edition_of
from lobkit.evolution.report import FORMS
from lobkit.evolution.source import diff
from lobkit.evolution.versions import Verdict, asked_for, not_raised
from lobkit.formats.rdf import read_triples
from lobkit.vocabularies import VOCABULARIES

HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix : <http://example.org/v#> .
"""
NAMES = "http://example.org/v#"


def edition(text, version="1.0.0"):
    head = HEAD + ": a skos:ConceptScheme .\n" + (f': owl:versionInfo "{version}" .\n' if version else "")
    return edition_of(read_triples(head + text, "turtle"), "v.ttl")


def changed(old, new):
    comparison = compare(edition(old), edition(new, "9.0.0"))
    return {
        str(kind): {iri.removeprefix(NAMES) for iri in comparison.concepts(kind)}
        for kind in Kind
        if comparison.of(kind)
    }


A = ':a a skos:Concept ; skos:prefLabel "Apple"@en . '
B = ':b a skos:Concept ; skos:prefLabel "Bear"@en . '
C = ':c a skos:Concept ; skos:prefLabel "Cherry"@en . '
RETIRED = ':a a skos:Concept ; skos:prefLabel "Apple"@en ; owl:deprecated true'

CHANGES = {
    "nothing": (A + B, A + B, {}),
    "added": (A, A + B, {"added": {"b"}}),
    "removed": (A + B, A, {"removed": {"b"}}),
    "deprecated": (A, RETIRED + " .", {"deprecated": {"a"}}),
    "deprecated by a status": (A, A + ':a schema:creativeWorkStatus "Retired" .', {"deprecated": {"a"}, "amended": {"a"}}),
    "deprecated, and no concept any longer": (A, ":a owl:deprecated true .", {"deprecated": {"a"}}),
    "restored": (RETIRED + " .", A, {"restored": {"a"}}),
    "replaced by a new one": (A, RETIRED + " ; dct:isReplacedBy :b . " + B, {"added": {"b"}, "deprecated": {"a"}, "replaced": {"a"}}),
    "replaced, said by the new one": (A, RETIRED + " . :b dct:replaces :a . " + B, {"added": {"b"}, "deprecated": {"a"}, "replaced": {"a"}}),
    "replaced, and not described any longer": (A, ":b dct:replaces :a . " + B, {"added": {"b"}, "removed": {"a"}, "replaced": {"a"}}),
    "merged into one that was there": (A + B, RETIRED + " ; dct:isReplacedBy :b . " + B, {"deprecated": {"a"}, "merged": {"a"}}),
    "two merged into a new one": (
        A + B,
        RETIRED + " ; dct:isReplacedBy :c . " + B + ":b owl:deprecated true ; dct:isReplacedBy :c . " + C,
        {"added": {"c"}, "deprecated": {"a", "b"}, "merged": {"a", "b"}},
    ),
    "split": (A, RETIRED + " ; dct:isReplacedBy :b, :c . " + B + C, {"added": {"b", "c"}, "deprecated": {"a"}, "split": {"a"}}),
    "withdrawn": (RETIRED + " ; dct:isReplacedBy :b . " + B, RETIRED + " . " + B, {"withdrawn": {"a"}}),
    "moved": (A + B + C + ":a skos:broader :b .", A + B + C + ":a skos:broader :c .", {"moved": {"a"}}),
    "topped": (A + ":a skos:inScheme : .", A + ": skos:hasTopConcept :a .", {"topped": {"a"}}),
    "moved to the top": (A + B + ":a skos:broader :b .", A + B, {"moved": {"a"}}),
    "the other direction says the same": (A + B + ":a skos:broader :b .", A + B + ":b skos:narrower :a .", {}),
    "both directions say the same": (A + B + ":a skos:broader :b .", A + B + ":b skos:narrower :a . :a skos:broader :b .", {}),
    "relabelled": (A, A.replace("Apple", "Pear"), {"relabelled": {"a"}}),
    "labelled in one more language": (A, A + ':a skos:prefLabel "Appel"@nl .', {"relabelled": {"a"}}),
    "case of a language tag": (A.replace("@en", "@en-GB"), A.replace("@en", "@en-gb"), {}),
    "a label of SKOS-XL says the same": (A, ':a a skos:Concept ; xl:prefLabel [ xl:literalForm "Apple"@en ] .', {}),
    "redefined": (A + ':a skos:definition "x"@en .', A + ':a skos:definition "y"@en .', {"redefined": {"a"}}),
    "a definition that is a thing says the same": (A + ':a skos:definition "x"@en .', A + ':a skos:definition [ rdf:value "x"@en ] .', {}),
    "renotated": (A + ':a skos:notation "1" .', A + ':a skos:notation "2" .', {"renotated": {"a"}}),
    "remapped": (A, A + ":a skos:exactMatch <http://other.example/a> .", {"remapped": {"a"}}),
    "a mapping from the other end": (A + ":a skos:broadMatch :x .", A + ":x skos:narrowMatch :a .", {}),
    "related": (A + B, A + B + ":b skos:related :a .", {"related": {"a", "b"}}),
    "reschemed": (A + ":a skos:inScheme : .", A + ":a skos:inScheme :other .", {"reschemed": {"a"}}),
    "regrouped": (A, A + ":g a skos:Collection ; skos:member :a .", {"regrouped": {"a"}}),
    "regrouped in an order": (A, A + ":g a skos:OrderedCollection ; skos:memberList ( :a ) .", {"regrouped": {"a"}}),
    "resynonymed": (A, A + ':a skos:altLabel "Malus"@la .', {"resynonymed": {"a"}}),
    "renoted": (A, A + ':a skos:changeNote "was pear"@en .', {"renoted": {"a"}}),
    "amended": (A, A + ":a rdfs:seeAlso <http://other.example/> .", {"amended": {"a"}}),
    "the name of a blank node says nothing": (A + ":a schema:x [ rdf:value 1 ] .", A + ":a schema:x _:q . _:q rdf:value 1 .", {}),
    "a concept by its place alone": (':a skos:prefLabel "Apple"@en ; skos:inScheme : .', A + ":a skos:inScheme : .", {}),
    "a concept of a class of the file's own": (
        'schema:Fruit rdfs:subClassOf skos:Concept . :a a schema:Fruit ; skos:prefLabel "Apple"@en .', A, {},
    ),
    "what other vocabularies have is not counted": (A, A + ":a skos:broadMatch <http://other.example/b> .", {"remapped": {"a"}}),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_counted_under_its_kind_and_no_other(name):
    """Each kind has one definition, whatever the form in which a file says it."""
    old, new, expected = CHANGES[name]
    assert changed(old, new) == expected


def test_every_kind_of_change_is_shown_above():
    """No kind without an example."""
    assert {kind for _, _, expected in CHANGES.values() for kind in expected} == set(Kind)
    assert {kind for kind, _ in VERDICTS} == set(Kind)


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        (A, A, Verdict.NONE),
        (A, A + B, Verdict.COMPATIBLE),
        (A + B, A, Verdict.BREAKING),
        (A, RETIRED + " .", Verdict.COMPATIBLE),
        (A, A.replace("Apple", "APPLE"), Verdict.EDITORIAL),
        (A, A.replace("Apple", "Pear"), Verdict.COMPATIBLE),
        (A, A.replace("Apple", "Apple+"), Verdict.COMPATIBLE),
        (A, A + ':a skos:prefLabel "Appel"@nl .', Verdict.EDITORIAL),
        (A + B, A.replace("Apple", "Pear") + B.replace("Bear", "Apple"), Verdict.BREAKING),
        (A, A + ':a skos:definition "x"@en .', Verdict.EDITORIAL),
        (A + ':a skos:notation "1" .', A, Verdict.BREAKING),
        (A + ":a skos:inScheme : .", A, Verdict.BREAKING),
        (A, A + ':a skos:note "x"@en .', Verdict.EDITORIAL),
    ],
)
def test_the_verdict_is_that_of_the_worst_change(old, new, verdict):
    """Breaking is what makes an address, a code or a label that was right name nothing, or something else."""
    assert compare(edition(old), edition(new)).verdict is verdict


GUARDS = {
    "removed without deprecation": (A + B, A, "2.0.0", ["LOB701"]),
    "removed after deprecation": (RETIRED + " ; dct:isReplacedBy :b . " + B, B, "2.0.0", []),
    "a label taken": (A + B, A.replace("Apple", "Pear") + B.replace("Bear", "Apple"), "2.0.0", ["LOB702"]),
    "a label taken from one that is gone": (A, B.replace("Bear", "Apple"), "2.0.0", ["LOB701", "LOB702"]),
    "a label handed on": (A, RETIRED.replace("Apple", "old") + " ; dct:isReplacedBy :b . " + B.replace("Bear", "Apple"), "1.1.0", []),
    "a label that two had": (A + B.replace("Bear", "Apple"), A.replace("Apple", "Pear") + B.replace("Bear", "Apple"), "1.1.0", []),
    "a version not raised": (A, A + B, "1.0.0", ["LOB703"]),
    "a version lowered": (A, A + B, "0.9.0", ["LOB703"]),
    "a version raised too little": (A, A + B, "1.0.1", ["LOB703"]),
    "a version raised enough": (A, A + B, "1.1.0", []),
    "no version any longer": (A, A + B, None, ["LOB703"]),
    "without successor": (A, RETIRED + " .", "1.1.0", ["LOB704"]),
    "a chain": (A + B + C, RETIRED + " ; dct:isReplacedBy :b . " + B + ":b owl:deprecated true ; dct:isReplacedBy :c . " + C, "1.1.0", ["LOB705", "LOB707"]),
    "a circle": (A + B, RETIRED + " ; dct:isReplacedBy :b . " + B + ":b owl:deprecated true ; dct:isReplacedBy :a . ", "1.1.0", ["LOB706"]),
    "a circle of one": (A, RETIRED + " ; dct:isReplacedBy :a . ", "1.1.0", ["LOB706"]),
    "a successor that is deprecated": (A + B + ":b owl:deprecated true .", RETIRED + " ; dct:isReplacedBy :b . " + B + ":b owl:deprecated true . ", "1.1.0", ["LOB707"]),
    "a live child": (A + B + ":b skos:broader :a .", RETIRED + " ; dct:isReplacedBy :c . " + B + ":b skos:broader :a . " + C, "1.1.0", ["LOB708"]),
    "a live child, from above": (A + B + ":b skos:broader :a .", RETIRED + " ; skos:narrower :b ; dct:isReplacedBy :c . " + B + C, "1.1.0", ["LOB708"]),
    "a notation taken": (A + B + ':a skos:notation "1" .', A + B + ':b skos:notation "1" .', "2.0.0", ["LOB709"]),
    "a successor that is nowhere": (A, RETIRED + " ; dct:isReplacedBy :x .", "1.1.0", ["LOB710"]),
    "a successor in another vocabulary": (A, RETIRED + " ; dct:isReplacedBy <http://other.example/x> .", "1.1.0", []),
    "a successor and no mark": (A + B, A + B + ":a dct:isReplacedBy :b .", "1.1.0", ["LOB711"]),
    "what was so before": (RETIRED + " .", RETIRED + " . " + B, "1.1.0", []),
}  # fmt: skip


@pytest.mark.parametrize("name", GUARDS)
def test_what_should_not_happen_is_found(name):
    """Each guard finds its case, and nothing where all is in order or was so before."""
    old, new, version, codes = GUARDS[name]
    assert [one.code for one in compare(edition(old), edition(new, version)).findings] == codes


def test_a_finding_says_what_to_do():
    """The removed concept is named by its label, and the one that has its label now is proposed."""
    (removed, _) = compare(edition(A), edition(B.replace("Bear", "Apple"), "2.0.0")).findings

    assert str(removed) == (
        "v.ttl: LOB701 <http://example.org/v#a>: 'Apple' was removed without having been deprecated; keep it in the file "
        "with owl:deprecated true and what takes its place (dcterms:isReplacedBy <http://example.org/v#b>)"
    )


@pytest.mark.parametrize(
    ("version", "verdict", "asked"),
    [
        ("1.2.3", Verdict.BREAKING, "2.0.0"),
        ("1.2.3", Verdict.COMPATIBLE, "1.3.0"),
        ("1.2.3", Verdict.EDITORIAL, "1.2.4"),
        ("1.2.3", Verdict.NONE, None),
        ("0.2.3", Verdict.BREAKING, "0.3.0"),
        ("0.2.3", Verdict.COMPATIBLE, "0.2.4"),
        ("v9.02", Verdict.COMPATIBLE, "9.3"),
        ("3", Verdict.BREAKING, "4"),
        ("2.0.0-rc.1", Verdict.EDITORIAL, "2.0.0"),
        ("2024-01-31", Verdict.BREAKING, None),
        ("spring edition", Verdict.BREAKING, None),
        (None, Verdict.BREAKING, None),
    ],
)
def test_the_version_that_a_verdict_asks_for(version, verdict, asked):
    """Semantic versioning, with the shorter numbers of vocabularies; a date or a name asks for nothing in particular."""
    assert asked_for(version, verdict) == asked


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("2024-01-31", "2024-02-01", False),
        ("2024-01-31", "2023-02-01", True),
        ("spring", "autumn", False),
        ("spring", "spring", True),
        ("1.0.0", "2.0.0", False),
        ("1.0.0-rc.1", "1.0.0", False),
        ("9.02", "9.04", False),
    ],
)
def test_a_version_that_was_not_raised(old, new, told):
    """Dates and numbers have an order; two names are only equal or not."""
    assert (not_raised(old, new, Verdict.EDITORIAL) is not None) is told


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_version_does_not_differ_from_itself(name):
    """Our own vocabularies, by their names."""
    comparison = diff(name, name)
    assert (len(comparison), comparison.findings, len(comparison.new.entries)) == (0, (), len(VOCABULARIES[name]))


_names = st.sampled_from("abcd")
_facts = st.one_of(
    st.builds('skos:prefLabel "{}"@{}'.format, _names, st.sampled_from(["en", "nl"])),
    st.builds("skos:broader :{}".format, _names),
    st.builds('skos:definition "{}"@en'.format, _names),
    st.just("owl:deprecated true"),
    st.builds("dct:isReplacedBy :{}".format, _names),
)
_editions = st.lists(st.tuples(_names, _facts), max_size=10).map(
    lambda facts: "".join(f":{name} a skos:Concept ; {fact} .\n" for name, fact in facts)
)
_MIRRORED = {Kind.ADDED: Kind.REMOVED, Kind.DEPRECATED: Kind.RESTORED}
_SAME = (Kind.MOVED, Kind.RELABELLED, Kind.REDEFINED)


@given(_editions, _editions)
def test_the_way_back_is_the_mirror(old, new):
    """What is added on the way is removed on the way back, and what changed changes back."""
    there, back = compare(edition(old), edition(new)), compare(edition(new), edition(old))

    for kind, other in _MIRRORED.items():
        assert there.concepts(kind) == back.concepts(other)
        assert there.concepts(other) == back.concepts(kind)
    for kind in _SAME:
        assert {(one.concept, one.before, one.after) for one in there.of(kind)} == {
            (one.concept, one.after, one.before) for one in back.of(kind)
        }
    assert (there.verdict is Verdict.NONE) == (len(there) == 0) == (len(back) == 0)


EVERYTHING = (
    A + B + C + ':a skos:notation "1" ; skos:definition "<b>"@en .',
    RETIRED + ' ; dct:isReplacedBy :b, :d . :b a skos:Concept ; skos:prefLabel "Be*ar"@en ; skos:broader :d ; skos:altLabel "x" ; '
    'skos:exactMatch <http://other.example/b> . :d a skos:Concept ; skos:prefLabel "D"@en .',
)  # fmt: skip


def test_the_rdf_form_says_what_came_and_went():
    """Deltas as skos-history writes them, in well-formed Turtle."""
    text = FORMS["turtle"](compare(edition(EVERYTHING[0]), edition(EVERYTHING[1])))
    store = ox.Store()
    store.load(text.encode(), format=ox.RdfFormat.TURTLE)
    rows = store.query(
        "PREFIX delta: <http://www.w3.org/2004/delta#> PREFIX hist: <http://purl.org/skos-history/> "
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT ?concept ?old ?new WHERE { "
        "?concept hist:conceptHistory ?c . ?c delta:deletion [ skos:prefLabel ?old ] ; delta:insertion [ skos:prefLabel ?new ] }"
    )

    assert [(row["concept"].value, row["old"].value, row["new"].value) for row in rows] == [
        (NAMES + "b", "Bear", "Be*ar")
    ]


def test_the_json_form_holds_all():
    """Counts, languages, changes and findings."""
    told = json.loads(FORMS["json"](compare(edition(EVERYTHING[0]), edition(EVERYTHING[1]))))

    assert told["verdict"] == "breaking"
    assert told["asksFor"] == "2.0.0"
    assert told["languages"]["relabelled"] == {"en": {"changed": 1}}
    assert told["counts"]["split"] == 1
    assert {one["code"] for one in told["findings"]} >= {"LOB701", "LOB703"}


def test_the_changelog_shows_labels_as_they_are():
    """Signs of Markdown in a label are escaped, and each concept is a link."""
    text = FORMS["markdown"](compare(edition(EVERYTHING[0]), edition(EVERYTHING[1])))

    assert "- [Be\\*ar](<http://example.org/v#b>) relabelled (en): ‘Bear’ → ‘Be\\*ar’\n" in text
    assert [line for line in text.splitlines() if line.startswith("### ")] == ["### Added", "### Changed", "### Deprecated", "### Removed"]  # fmt: skip


def run(tmp_path, old, new, *options, versions=("1.0.0", "2.0.0")):
    for name, text, version in (("old.ttl", old, versions[0]), ("new.ttl", new, versions[1])):
        (tmp_path / name).write_text(f'{HEAD}: a skos:ConceptScheme ; owl:versionInfo "{version}" .\n{text}')
    return CliRunner().invoke(main, ["vocab", "diff", str(tmp_path / "old.ttl"), str(tmp_path / "new.ttl"), *options])


@pytest.mark.parametrize(
    ("old", "new", "options", "code"),
    [
        (A, A + B, [], 0),
        (A + B, A, [], 1),
        (A, A + B, ["--fail-on", "breaking"], 0),
        (A, A + B, ["--fail-on", "compatible"], 1),
        (A, A + B, ["--treat", "added=breaking", "--fail-on", "breaking"], 1),
        (A, A, ["--fail-on", "editorial"], 0),
        (A, A + B, ["--treat", "added"], 2),
        (A, A + B, ["--treat", "adde=breaking"], 2),
        (A, "", [], 1),
    ],
)
def test_how_the_command_ends(tmp_path, old, new, options, code):
    """0 where all is in order, 1 for violations, what --fail-on names and a file without concepts, 2 for a wrong call."""
    assert run(tmp_path, old, new, *options).exit_code == code


def test_a_file_without_concepts_is_told():
    """With what a vocabulary has."""
    with pytest.raises(ReadError) as refused:
        diff("examples/portfolio.yaml", "thema")
    assert "examples/portfolio.yaml: LOB108: no SKOS concept is described here" in str(refused.value)


def test_a_kind_that_is_none_is_refused():
    """With the kinds that there are."""
    with pytest.raises(LobkitError, match="'adde' is no kind of change; choose one of added, removed"):
        diff("thema", "thema", treat={"adde": "breaking"})


def test_what_retirement_takes_away_is_told_apart():
    """A vocabulary that takes label and place from what it retires; it is still called by its name."""
    old = A + B + ":a skos:broader :b ."
    new = ':a a skos:Concept ; owl:deprecated true ; rdfs:label "Apple"@en . ' + B
    comparison = compare(edition(old), edition(new, "2.0.0"))

    assert comparison.concepts("relabelled") == comparison.retired("relabelled") == (NAMES + "a",)
    assert "1 moved (1 of them retired)" in FORMS["text"](comparison)
    assert comparison.new.entries[NAMES + "a"].label() == "Apple"


def test_a_scheme_or_collection_that_is_gone_is_told():
    """Its address can be used as well as that of a concept."""
    (found,) = compare(edition(A + ":g a skos:Collection ; skos:member :a ."), edition(A, "2.0.0")).findings
    assert (found.code, found.record) == ("LOB701", NAMES + "g")


def test_labels_are_told_in_the_language_that_is_asked_for(tmp_path):
    """The nearest, where there is none."""
    done = run(
        tmp_path,
        A,
        A + 'skos:x rdfs:label "x" . :b a skos:Concept ; skos:prefLabel "Beer"@nl, "Bear"@en .',
        "--lang",
        "nl",
    )
    assert "'Beer' [compatible]" in done.stdout


_ROLES = ["stay", "remove", "add", "relabel", "redefine", "move", "renotate", "split", "merge", "replace", "retire"]


@given(st.lists(st.sampled_from(_ROLES), min_size=1, max_size=25))
def test_what_was_planted_is_counted_and_nothing_else(roles):
    """Any number of changes at once: each concept is counted under the kinds of its own change, whatever the others do."""
    old, new = [":top a skos:Concept . :other a skos:Concept ."], [":top a skos:Concept . :other a skos:Concept ."]
    planted: dict[str, set[str]] = {}

    def plant(name, *kinds):
        for kind in kinds:
            planted.setdefault(kind, set()).add(NAMES + name)

    for at, role in enumerate(roles):
        name = f"n{at}"
        said = f':{name} a skos:Concept ; skos:prefLabel "L{at}"@en ; skos:definition "D{at}"@en ; skos:notation "{at}" ; skos:broader :top '
        retired = f"{said} ; owl:deprecated true "
        after = {
            "stay": said, "add": said, "remove": "",
            "relabel": said.replace(f'"L{at}"', f'"M{at}"'), "redefine": said.replace(f'"D{at}"', f'"E{at}"'),
            "move": said.replace(":top", ":other"), "renotate": said.replace(f'"{at}"', f'"x{at}"'),
            "split": f"{retired} ; dct:isReplacedBy :{name}a, :{name}b . :{name}a a skos:Concept . :{name}b a skos:Concept ",
            "merge": f"{retired} ; dct:isReplacedBy :top ", "retire": retired,
            "replace": f"{retired} ; dct:isReplacedBy :{name}a . :{name}a a skos:Concept ",
        }[role]  # fmt: skip
        old += [f"{said} ."] if role != "add" else []
        new += [f"{after} ."] if after else []
        kinds = {
            "relabel": "relabelled",
            "redefine": "redefined",
            "move": "moved",
            "renotate": "renotated",
            "remove": "removed",
            "add": "added",
        }
        plant(name, *([kinds[role]] if role in kinds else []))
        if role in ("split", "merge", "replace", "retire"):
            plant(
                name, "deprecated", *({"split": ["split"], "merge": ["merged"], "replace": ["replaced"]}.get(role, []))
            )
        for end in {"split": "ab", "replace": "a"}.get(role, ""):
            plant(f"{name}{end}", "added")

    comparison = compare(edition("\n".join(old)), edition("\n".join(new), "9.0.0"))
    assert {str(kind): set(comparison.concepts(kind)) for kind in Kind if comparison.of(kind)} == planted
