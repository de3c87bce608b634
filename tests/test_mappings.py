"""Mapping sets travel as SSSOM/TSV without loss, and records cross over by them with match and confidence kept."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import lobkit
from lobkit.cli import main
from lobkit.errors import ReadError
from lobkit.mappings.crosswalk import certain, cross_over, crosswalk, not_taken
from lobkit.mappings.files import load_mappings, read_mappings, to_skos
from lobkit.mappings.mapping import SEMAPV, ConceptMapping, MappingSet
from lobkit.mappings.sssom import SLOTS, parse, serialize
from lobkit.namespaces import SKOS
from lobkit.vocabularies import VOCABULARIES

U = "http://vocabularies.unesco.org/thesaurus/"
THEMA = "https://w3id.org/lobkit/thema/"

SET = """#curie_map:
#  thema: https://w3id.org/lobkit/thema/
#  unesco: http://vocabularies.unesco.org/thesaurus/
#  orcid: https://orcid.org/
#mapping_set_id: https://example.org/set
#mapping_set_version: 1.10
#license: https://creativecommons.org/publicdomain/zero/1.0/
#creator_id: orcid:0000-0002-1825-0097
#mapping_date: 2026-11-24
subject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\tobject_label\tmapping_justification\tauthor_id\tconfidence\tcomment
thema:ouderbetrokkenheid\tOuderbetrokkenheid\tskos:exactMatch\t\tunesco:concept10707\tParent participation\tsemapv:ManualMappingCuration\torcid:0000-0002-1825-0097|orcid:0000-0001-5109-3700\t0.95\t"says ""exact"",
on two lines"
thema:lob-documenten\t\tskos:exactMatch\tNot\tunesco:concept1\t\tsemapv:LexicalMatching\t\t\t
thema:lob-documenten\t\tskos:closeMatch\t\tunesco:concept2\tPortfolio\tsemapv:LexicalMatching\t\t0.6\t
"""  # fmt: skip


def test_a_set_is_read_by_the_specification():
    """Prefixes are expanded, what holds for all is propagated, several values stay apart, a version stays a text."""
    found, noticed = parse(SET)
    first = found.mappings[0]

    assert noticed == ()
    assert (first.subject, first.match, first.object, first.confidence) == (
        THEMA + "ouderbetrokkenheid",
        "exactMatch",
        U + "concept10707",
        0.95,
    )
    assert dict(first.rest) == {
        "author_id": "https://orcid.org/0000-0002-1825-0097|https://orcid.org/0000-0001-5109-3700",
        "mapping_date": "2026-11-24",
        "comment": 'says "exact",\non two lines',
    }
    assert found.mappings[1].negated
    assert found.metadata["mapping_set_version"] == "1.10"
    assert "mapping_date" not in found.metadata


def test_a_set_is_written_in_the_canonical_form():
    """Sorted rows and slots, only the prefixes that are used, what all rows share once: and nothing changes the second time."""
    text = "".join(serialize(parse(SET)[0]))

    assert text == "".join(serialize(parse(text)[0]))
    assert text.splitlines()[:5] == [
        "#curie_map:",
        "#  orcid: https://orcid.org/",
        "#  thema: https://w3id.org/lobkit/thema/",
        "#  unesco: http://vocabularies.unesco.org/thesaurus/",
        "#mapping_set_id: https://example.org/set",
    ]
    assert [line.split("\t")[0:4:3] for line in text.splitlines() if line.startswith("thema:")] == [
        ["thema:lob-documenten", ""],
        ["thema:lob-documenten", "Not"],
        ["thema:ouderbetrokkenheid", ""],
    ]


_iris = st.sampled_from(["https://a.example/x#", "https://a.example/y/", "urn:z:", THEMA]).flatmap(
    lambda start: st.text("abc019_.-", min_size=1, max_size=4).map(lambda end: start + end)
)
_words = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="|\r"), min_size=1, max_size=8)
_texts = st.one_of(_words, st.sampled_from(['"', '""', "a\tb", "a\nb", "#", " a ", "'"]))
_mappings = st.builds(
    ConceptMapping,
    _iris,
    st.sampled_from([SKOS.exactMatch, SKOS.broadMatch, "http://www.w3.org/2002/07/owl#sameAs"]),
    _iris,
    st.sampled_from([SEMAPV + "ManualMappingCuration", SEMAPV + "LexicalMatching"]),
    st.none() | st.integers(0, 1000).map(lambda n: n / 1000),
    st.booleans(),
    st.just("") | _texts,
    st.just("") | _texts,
    st.fixed_dictionaries(
        {}, optional={"comment": _texts, "mapping_tool": _texts, "subject_source": _iris, "author_id": _iris}
    ).map(lambda slots: tuple(sorted(slots.items(), key=lambda one: SLOTS.index(one[0])))),
)


@given(st.lists(_mappings, max_size=5))
def test_nothing_is_lost(mappings):
    """A set that is written and read is the same set, whatever signs its texts have."""
    written = "".join(serialize(MappingSet(tuple(mappings), {"mapping_set_id": "https://example.org/s"})))
    found, _ = parse(written)

    assert sorted(map(repr, found)) == sorted(map(repr, mappings))
    assert {**found.metadata} == {"mapping_set_id": "https://example.org/s"}


HEAD = (
    "#curie_map:\n#  ex: https://example.org/\nsubject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\n"
)
ROW = "ex:a\tskos:exactMatch\tex:b\tsemapv:ManualMappingCuration\t1\n"
REFUSED = {
    "an undeclared prefix": (HEAD + ROW.replace("ex:b", "other:b"), "LOB722", 4, "the prefix 'other' is not declared; add it to curie_map"),
    "a prefix of its own meaning": (HEAD.replace("#  ex", "#  skos: https://example.org/\n#  ex") + ROW, "LOB722", 1, "always stands for"),
    "a confidence that is none": (HEAD + ROW.replace("\t1\n", "\t1.5\n"), "LOB723", 4, "'1.5' is no number between 0 and 1"),
    "no object": (HEAD + ROW.replace("ex:b", ""), "LOB721", 4, "'object_id' is empty"),
    "no column for the predicate": (HEAD.replace("predicate_id", "predicate") + ROW, "LOB721", 3, "the column 'predicate_id' is missing"),
    "commas": (HEAD.replace("\t", ",") + ROW.replace("\t", ","), "LOB721", 3, "the columns are apart by commas"),
    "a comment among the metadata": ("# This is a comment.\n" + HEAD + ROW, "LOB721", 2, "the metadata are no YAML"),
    "nothing": ("", "LOB721", 1, "there is no table"),
    "an unknown modifier": (HEAD.replace("confidence", "predicate_modifier") + ROW, "LOB723", 4, "'1' is no modifier; write Not"),
    "a broken quote": (HEAD + ROW.replace("ex:a", '"ex:a'), "LOB721", 4, "the table is broken"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_set_is_refused(name):
    """With the line, and what to write instead."""
    text, code, line, told = REFUSED[name]
    with pytest.raises(ReadError) as refused:
        parse(text)
    assert any((one.code, one.line) == (code, line) and told in one.message for one in refused.value.findings), (
        refused.value
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HEAD.replace("confidence", "my_column") + ROW, "LOB724"),
        (HEAD.replace("#curie_map", "#my_key: x\n#curie_map") + ROW, "LOB724"),
        (HEAD + ROW.replace("ex:b", "https://other.example/b"), "LOB725"),
    ],
)
def test_what_is_left_out_or_odd_is_told(text, code):
    """And the rest is read."""
    found, noticed = parse(text)
    assert ([one.code for one in noticed], len(found)) == ([code], 1)


def test_defined_extensions_are_kept():
    """A column that the set defines comes back."""
    text = (
        HEAD.replace("#curie_map", "#extension_definitions:\n#  - slot_name: my_column\n#curie_map").replace(
            "confidence", "my_column"
        )
        + ROW
    )
    found, noticed = parse(text)

    assert (dict(found.mappings[0].rest), noticed) == ({"my_column": "1"}, ())
    assert parse("".join(serialize(found)))[0].mappings == found.mappings


def test_metadata_may_stand_beside(tmp_path):
    """In a file of the same name."""
    block, table = SET.split("subject_id", 1)
    (tmp_path / "x.sssom.yml").write_text("".join(line[1:] for line in block.splitlines(keepends=True)))
    (tmp_path / "x.sssom.tsv").write_text("subject_id" + table)

    assert read_mappings(tmp_path / "x.sssom.tsv") == parse(SET)[0]


@pytest.mark.parametrize("name", VOCABULARIES)
def test_own_mappings_to_sssom_and_back(name):
    """What SKOS says of a mapping survives the trip."""
    found = read_mappings(name)
    again, _ = parse("".join(serialize(found)))
    stated = {one.iri: one for one in VOCABULARIES[name].mappings()}

    assert set(again.mappings) == set(found.mappings)
    assert sum(
        len(one.exact_match | one.close_match | one.broad_match | one.narrow_match | one.related_match)
        for one in stated.values()
    ) == len(found)
    # What a vocabulary filled in is no loss; what a table says is.
    assert to_skos(found)[1] == ()
    assert [one.rpartition(": ")[2] for one in to_skos(again)[1]] == ["subject_label, subject_source_version"] * bool(found)  # fmt: skip


def test_what_skos_cannot_say_is_told():
    """Confidence, justification, negation."""
    text, losses = to_skos(parse(SET)[0])

    assert text.count("skos:exactMatch") == 1
    assert text.count("skos:closeMatch") == 1
    assert len(losses) == 3
    assert any("confidence" in one for one in losses)
    assert any("it is negated" in one for one in losses)


# ── crosswalks ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def record(tmp_path):
    """A publication with two themes."""
    one = lobkit.Publication(
        lobkit.LangMap(nl="x"), themas=frozenset({lobkit.thema["ouderbetrokkenheid"], lobkit.thema["lob-documenten"]}), iri=lobkit.Iri("https://example.org/1")
    )  # fmt: skip
    lobkit.write(one, tmp_path / "x.yaml")
    return tmp_path / "x.yaml"


def test_match_and_confidence_are_kept(record):
    """A line for each concept of the record and each that it is mapped to; what is negated does not count."""
    found = crosswalk(record, parse(SET)[0])

    assert [(one.key, one.concept, one.match, one.target, one.confidence) for one in found] == [
        ("themas", THEMA + "lob-documenten", "closeMatch", U + "concept2", 0.6),
        ("themas", THEMA + "ouderbetrokkenheid", "exactMatch", U + "concept10707", 0.95),
    ]
    assert {one.record for one in found} == {"https://example.org/1"}


@pytest.mark.parametrize(
    ("options", "count"), [({"least": 0.9}, 1), ({"matches": ["closeMatch"]}, 1), ({"matches": ["broadMatch"]}, 0)]
)
def test_kinds_and_confidence_can_be_chosen(record, options, count):
    """What then is mapped to nothing is told."""
    found = crosswalk(record, parse(SET)[0], **options)
    assert (sum(bool(one.match) for one in found), len(found.unmapped)) == (count, 2 - count)


def test_the_other_direction_counts():
    """An exact match is symmetric, and what is broader on the way is narrower on the way back."""
    there = parse(HEAD + ROW + ROW.replace("exactMatch\tex:b", "broadMatch\tex:c"))[0].by_subject()

    assert [(one.match, one.object) for one in there["https://example.org/b"]] == [
        ("exactMatch", "https://example.org/a")
    ]
    assert [(one.match, one.object) for one in there["https://example.org/c"]] == [
        ("narrowMatch", "https://example.org/a")
    ]


def test_a_crosswalk_as_rdf_says_how_sure_it_is(record):
    """Only an exact match is stated outright."""
    store = ox.Store()
    store.load(crosswalk(record, parse(SET)[0]).turtle().encode(), format=ox.RdfFormat.TURTLE)
    outright = store.query("SELECT ?o { <https://example.org/1> <http://purl.org/dc/terms/subject> ?o }")
    sure = store.query(
        "SELECT ?o ?c { [] <http://www.w3.org/1999/02/22-rdf-syntax-ns#object> ?o ; <https://w3id.org/sssom/confidence> ?c } ORDER BY ?c"
    )

    assert [row["o"].value for row in outright] == [U + "concept10707"]
    assert [(row["o"].value, float(row["c"].value)) for row in sure] == [
        (U + "concept2", 0.6),
        (U + "concept10707", 0.95),
    ]


@pytest.mark.parametrize(
    ("rows", "target", "why"),
    [
        (ROW, "b", "skos:exactMatch, confidence 1"),
        (ROW.replace("\t1\n", "\t\n"), "b", "skos:exactMatch"),
        (ROW.replace("\t1\n", "\t0.8\n"), None, "it has no exact match that is certain"),
        (ROW + ROW.replace("ex:b", "ex:c"), None, "it has 2 exact matches"),
        (ROW.replace("exact", "close"), None, "it has no exact match that is certain"),
        (ROW.replace("ex:a\t", "ex:z\t"), None, "no mapping of it is stated"),
        (ROW + ROW.replace("exactMatch\tex:b", "closeMatch\tex:c"), "b", "skos:exactMatch, confidence 1"),
    ],
)
def test_what_is_certain(rows, target, why):
    """One exact match, sure enough; else a person decides."""
    step = certain(parse(HEAD + rows)[0])("https://example.org/a")
    assert (step.target, step.why) == (f"https://example.org/{target}" if target else None, why)


def test_records_cross_over_in_place(record):
    """What is certain is rewritten; the rest is listed with its choices, their match and confidence."""
    before = record.read_text()
    migration = cross_over(record, parse(SET)[0])
    migration.write()

    # The list was sorted, and is.
    themas = f"themas:\n  - {THEMA}lob-documenten\n  - {THEMA}ouderbetrokkenheid\n"
    assert record.read_text() == before.replace(themas, f"themas:\n  - {U}concept10707\n  - {THEMA}lob-documenten\n")
    (finding,) = migration.findings
    assert finding.message.endswith(
        f"it has no exact match that is certain; write <{U}concept2> 'Portfolio' (skos:closeMatch 0.6)"
    )


def test_the_commands(record, tmp_path):
    """A table, JSON, a dry run; and a usage error where a word makes no sense."""
    (tmp_path / "s.sssom.tsv").write_text(SET)
    arguments = ["crosswalk", str(record), "--mappings", str(tmp_path / "s.sssom.tsv")]
    run = CliRunner().invoke

    assert run(main, arguments).stdout.splitlines()[0].startswith("record,path,key,property,concept,")
    assert [one["confidence"] for one in json.loads(run(main, [*arguments, "--to", "json"]).stdout)] == [0.6, 0.95]
    assert (
        "+  - http://vocabularies.unesco.org/thesaurus/concept10707"
        in run(main, [*arguments, "--rewrite", "--dry-run"]).stdout
    )
    assert run(main, [*arguments, "--dry-run"]).exit_code == 2
    assert run(main, ["vocab", "mappings", "thema", "-o", str(tmp_path / "t.sssom.tsv")]).exit_code == 0
    assert "skos:closeMatch" in run(main, ["vocab", "mappings", str(tmp_path / "t.sssom.tsv")]).stdout


def test_a_label_comes_from_the_field_where_the_mappings_have_none(record):
    """A vocabulary that is at hand names its concepts."""
    labels = {one.concept.removeprefix(THEMA): one.concept_label for one in crosswalk(record, parse(SET)[0])}

    assert labels == {"ouderbetrokkenheid": "Ouderbetrokkenheid", "lob-documenten": "Career guidance documents"}


def test_who_rewrites_records_is_told_that_their_classes_refuse_them(record, tmp_path):
    """Only of what was rewritten, and not where the fields take the other vocabulary; `validate` says the same then."""
    mappings = parse(SET)[0]
    assert not_taken(cross_over(record, mappings)) == (f"{U}concept10707",)
    within = parse(SET.replace("unesco:concept10707", "thema:loopbaangesprek"))[0]
    assert not_taken(cross_over(record, within)) == ()

    (tmp_path / "s.sssom.tsv").write_text(SET)
    done = CliRunner().invoke(
        main, ["crosswalk", str(record), "--mappings", str(tmp_path / "s.sssom.tsv"), "--rewrite"]
    )
    assert f"the classes of these records do not take <{U}concept10707> (LOB204); the records then need" in done.stderr
    assert [one.code for one in lobkit.validate(record)] == ["LOB204"]


def test_a_mapping_of_what_a_vocabulary_at_hand_does_not_have_is_told(tmp_path):
    """At either end, with its line, by both verbs; lobkit's own vocabularies are always at hand."""
    table = tmp_path / "set.sssom.tsv"
    rows = "thema:loopbaangesprekken\tskos:exactMatch\tex:b\tsemapv:ManualMappingCuration\t1\n"
    table.write_text(HEAD.replace("#  ex", f"#  thema: {THEMA}\n#  ex") + ROW + rows, "utf-8")
    (tmp_path / "there.ttl").write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix ex: <https://example.org/> .\n"
        'ex:a a skos:Concept ; skos:prefLabel "a"@en . ex:bb a skos:Concept ; skos:prefLabel "b"@en .',
        "utf-8",
    )
    (tmp_path / "record.json").write_text('{"type": "Publication", "title": {"nl": "A"}}', "utf-8")
    subject = f"<{THEMA}loopbaangesprekken>, which thema does not have; the nearest there is <{THEMA}loopbaangesprek>"
    expected = [
        f"{table}:5: LOB726 object_id: exactMatch names <https://example.org/b>, which {tmp_path}/there.ttl does not have; "
        "the nearest there is <https://example.org/bb>",
        f"{table}:6: LOB726 subject_id: exactMatch names {subject}",
        f"{table}:6: LOB726 object_id: exactMatch names <https://example.org/b>, which {tmp_path}/there.ttl does not have; "
        "the nearest there is <https://example.org/bb>",
    ]
    known = ["--known", str(tmp_path / "there.ttl")]
    for verb in (
        ["vocab", "mappings", str(table)],
        ["crosswalk", str(tmp_path / "record.json"), "--mappings", str(table)],
    ):
        done = CliRunner().invoke(main, [*verb, *known])
        assert [line for line in done.stderr.splitlines() if "LOB" in line] == expected
        assert done.exit_code == 0
        alone = CliRunner().invoke(main, verb)
        assert [line for line in alone.stderr.splitlines() if "LOB" in line] == [expected[1]]


MISTYPED = {
    f"{THEMA}loopbaangesprekken": f", which thema does not have; the nearest there is <{THEMA}loopbaangesprek>",
    "http://w3id.org/lobkit/thema/loopbaangesprekken": f", which thema does not have; the nearest there is <{THEMA}loopbaangesprek>",
    "https://w3id.org/lobkit/themas/doorstromen": f", which thema does not have; the nearest there is <{THEMA}doorstromen>",
    "https://w3id.org/lobkit/doorstromen": f", where lobkit has no vocabulary; did you mean <{THEMA}doorstromen>?",
    "htps://w3id.org/lobkit/thema/doorstromen": f", where 'htps' is no scheme of addresses; did you mean <{THEMA}doorstromen>?",
    "http://eurovoc.europe.eu/1802": ", which is nearly <http://eurovoc.europa.eu/>, where lobkit's own mappings lead",
    f"{THEMA}doorstromen": "",
    "https://w3id.org/lobkit/relation/summary-of": "",
    "http://eurovoc.europa.eu/1802": "",
    "http://vocabularies.unesco.org/ontology/concept1": "",
    "https://other.example/doorstromen": "",
    "urn:isbn:1": "",
    "ftp://other.example/x": "",
}  # fmt: skip
"""Addresses at the end of a mapping, and what is told of them without asking a network."""


@pytest.mark.parametrize("iri", MISTYPED)
def test_a_mistyped_address_is_told_at_its_line(iri, tmp_path, monkeypatch):
    """Also where the mistake is in the folder or the scheme; by the check, by the mappings, and by a crosswalk."""
    monkeypatch.chdir(tmp_path)
    Path("v.ttl").write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n<https://example.org/v/a> a skos:Concept ;\n"
        f"  skos:closeMatch <{iri}> .\n",
        "utf-8",
    )
    Path("record.json").write_text('{"type": "Publication", "title": {"nl": "A"}}', "utf-8")
    told = [f"v.ttl:3:19: LOB726 object_id: closeMatch names <{iri}>{MISTYPED[iri]}"] if MISTYPED[iri] else []
    for call in ("vocab mappings v.ttl", "crosswalk record.json --mappings v.ttl"):
        done = CliRunner().invoke(main, call.split())
        assert [line for line in done.stderr.splitlines() if "LOB726" in line] == told
    done = CliRunner().invoke(main, ["vocab", "check", "v.ttl", "--select", "SKOS265", "--brief", "-q"])
    assert [line[:18] for line in done.stdout.splitlines()] == ["v.ttl:3:19: SKOS26"] * len(told)
    assert all(MISTYPED[iri] in line for line in done.stdout.splitlines())


@pytest.mark.parametrize("name", VOCABULARIES)
def test_the_mappings_that_come_with_lobkit_name_what_there_is(name):
    """Nothing of them is told."""
    assert load_mappings(name).findings == ()


LABELLED = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://example.org/v/a> a skos:Concept ; skos:prefLabel "a"@nl ; skos:exactMatch <https://example.org/x/1> ; %s .
%s
"""
ENDS = {
    "in English": ('skos:prefLabel "een"@nl , "one"@en , "eins"@de', "one"),
    "in Dutch": ('skos:prefLabel "eins"@de , "een"@nl', "een"),
    "in any language": ('skos:prefLabel "un"@fr , "eins"@de', "eins"),
    "without language": ('skos:prefLabel "1"', "1"),
    "in the words of RDFS": ('rdfs:label "un"@fr', "un"),
    "not at all": ('rdfs:seeAlso <https://example.org/>', ""),
}  # fmt: skip


@pytest.mark.parametrize("typed", ["a skos:Concept ; ", ""])
@pytest.mark.parametrize("case", ENDS)
def test_the_label_of_a_target_falls_back_as_other_labels_do(case, typed, tmp_path):
    """In English, else Dutch, else any language, whether or not the file says that the target is a concept."""
    said, label = ENDS[case]
    (tmp_path / "v.ttl").write_text(
        LABELLED % ("skos:notation '1'", f"<https://example.org/x/1> {typed}{said} ."), "utf-8"
    )
    found = [one for one in read_mappings(tmp_path / "v.ttl") if one.object == "https://example.org/x/1"]

    assert [(one.subject_label, one.object_label) for one in found] == [("a", label)]


def test_a_target_that_lobkit_knows_has_its_label(tmp_path):
    """Out of SKOS, and where a table leaves the label out, as for the concept of the record."""
    match = f"skos:closeMatch <{THEMA}loopbaangesprek>"
    (tmp_path / "v.ttl").write_text(LABELLED % (match, ""), "utf-8")
    labels = {one.object: one.object_label for one in read_mappings(tmp_path / "v.ttl")}
    assert labels == {"https://example.org/x/1": "", f"{THEMA}loopbaangesprek": "Career conversation"}

    table = HEAD.replace("#  ex", f"#  thema: {THEMA}\n#  ex") + ROW.replace("ex:a", "thema:doorstromen")
    found, _ = parse(table.replace("ex:b", "thema:loopbaangesprek"))
    (tmp_path / "r.json").write_text(
        json.dumps({"type": "Publication", "title": {"nl": "A"}, "themas": [f"{THEMA}doorstromen"]}), "utf-8"
    )
    (one,) = crosswalk(tmp_path / "r.json", found)
    assert (one.concept_label, one.target_label) == ("Moving on to the next sector", "Career conversation")


UNTYPED = f"""@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix ex: <https://example.org/v/> .
ex:a a skos:Concept ; skos:prefLabel "A"@nl ; skos:exactMatch <https://example.com/a> .
<{THEMA}ouderbetrokkenheid> skos:closeMatch <https://example.com/ouders> ; skos:prefLabel "Ouders"@nl .
ex:d skos:broadMatch <https://example.com/d> , ex:a .
ex:e a skos:Collection ; skos:relatedMatch <https://example.com/e> .
"""


def test_a_mapping_of_what_nobody_calls_a_concept_counts(tmp_path, record):
    """Beside typed concepts and without any; that to a concept is told once, from its side as ever."""
    (tmp_path / "m.ttl").write_text(UNTYPED, "utf-8")
    found = read_mappings(tmp_path / "m.ttl")
    told = [(one.subject.rpartition("/")[2], one.subject_label, one.match, one.object.rpartition("/")[2]) for one in found]  # fmt: skip

    assert told == [
        ("a", "A", "exactMatch", "a"),
        ("a", "A", "narrowMatch", "d"),
        ("d", "", "broadMatch", "d"),
        ("e", "", "relatedMatch", "e"),
        ("ouderbetrokkenheid", "Ouders", "closeMatch", "ouders"),
    ]
    crossed = [(one.concept, one.target) for one in crosswalk(record, found) if one.match]
    assert crossed == [(THEMA + "ouderbetrokkenheid", "https://example.com/ouders")]

    (tmp_path / "alone.ttl").write_text(to_skos(found)[0], "utf-8")
    statements = {(one.subject, one.match, one.object) for one in found}
    assert {(one.subject, one.match, one.object) for one in read_mappings(tmp_path / "alone.ttl")} == statements


def test_an_end_without_address_is_told(tmp_path):
    """In the words of the check and at its place, by each verb that has no place for it."""
    (tmp_path / "m.ttl").write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix ex: <https://example.org/v/> .\n"
        "ex:a a skos:Concept ;\n  skos:exactMatch 'b' ;\n  skos:closeMatch [ ] ;\n  skos:broadMatch ex:z .\n"
        "[] skos:relatedMatch ex:q .\n"
    )
    told = [
        "m.ttl:3:19: SKOS262 ex:a: skos:exactMatch leads to the text 'b'; name the concept by its IRI",
        "m.ttl:4:3: SKOS262 ex:a: skos:closeMatch leads to something without address; name the concept by its IRI",
        "m.ttl:6:22: SKOS262: skos:relatedMatch ex:q is said of something without address; name the concept by its IRI",
    ]
    for call in ("mappings", "convert --to jskos", "convert --to turtle"):
        done = CliRunner().invoke(main, ["vocab", *call.split(), str(tmp_path / "m.ttl")])
        assert done.exit_code == 0
        assert [one.removeprefix(f"{tmp_path}/") for one in done.stderr.splitlines()][:3] == told
        assert "broadMatch" in done.stdout
        assert ("exactMatch" in done.stdout, "closeMatch" in done.stdout) == (False, False)


SEVERAL_LABELS = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix ex: <https://example.org/v/> .
<https://example.org/v> a skos:ConceptScheme ; <http://www.w3.org/2002/07/owl#versionInfo> "1.2.0" .
ex:a a skos:Concept ; skos:prefLabel "A"@en , "B"@en , "Aa"@nl ; skos:inScheme <https://example.org/v> ;
  skos:mappingRelation <https://other.example/1> .
<https://other.example/1> skos:prefLabel "One"@en , "Un"@fr ; skos:narrowMatch ex:a .
[] skos:exactMatch ex:a . [] skos:exactMatch ex:a .
"""


def test_a_table_of_mappings_tells_the_labels_that_it_does_not_show(tmp_path, monkeypatch):
    """Those beside others of their language each at its line, those in other languages by count."""
    monkeypatch.chdir(tmp_path)
    Path("v.ttl").write_text(SEVERAL_LABELS, "utf-8")
    done = CliRunner().invoke(main, ["vocab", "mappings", "v.ttl"])
    nameless = "SKOS262: skos:exactMatch ex:a is said of something without address; name the concept by its IRI"

    assert done.stderr.splitlines() == [
        f"v.ttl:6:20: {nameless}",
        f"v.ttl:6:46: {nameless}",
        "v.ttl:3:38: SKOS104 ex:a: 2 preferred labels in en: 'A', 'B'; keep one, and make the other an alternative label; 'B' is left out",
        "left out: labels in other languages than the one shown: 1 in fr, 1 in nl (subject_label and object_label hold one label)",
    ]  # fmt: skip
    done = CliRunner().invoke(main, ["vocab", "mappings", "v.ttl", "--to", "turtle"])
    assert done.stderr.splitlines() == [f"v.ttl:6:20: {nameless}", f"v.ttl:6:46: {nameless}"]


@pytest.mark.parametrize("form", ["turtle", "csv", "jskos"])
def test_a_mapping_of_no_kind_is_carried(form, tmp_path, monkeypatch, record):
    """In one direction, since SKOS says nothing of the other; and a record crosses over by it, as by any other."""
    monkeypatch.chdir(tmp_path)
    Path("v.ttl").write_text(SEVERAL_LABELS.replace("ex:a", f"<{THEMA}ouderbetrokkenheid>"), "utf-8")
    again = f"again.{'ttl' if form == 'turtle' else 'csv' if form == 'csv' else 'jskos.json'}"
    assert CliRunner().invoke(main, ["vocab", "convert", "v.ttl", "--to", form, "-o", again]).exit_code == 0
    for name in ("v.ttl", again):
        found = [(one.match, one.subject.removeprefix(THEMA), one.object) for one in read_mappings(name)]
        assert found == [(kind, "ouderbetrokkenheid", "https://other.example/1") for kind in ("broadMatch", "mappingRelation")]  # fmt: skip
    crossed = [one.match for one in crosswalk(record, read_mappings("v.ttl"), matches=["mappingRelation"]) if one.match]
    assert set(crossed) == {"mappingRelation"}


EXACT = f"""@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<{THEMA}ouderbetrokkenheid> skos:exactMatch <https://example.com/ouders> .
"""
WAYS = {
    "x.yaml": ["themas", "recommendations[0].themas", "recommendations[1].themas"],
    "x.jsonl": ["themas", "recommendations[0].themas", "recommendations[1].themas"],
    "x.ttl": ["themas", "recommendations[0].themas", "recommendations[1].themas"],
}


@pytest.mark.parametrize("name", WAYS)
def test_rows_are_apart_by_where_the_concept_stands(name, tmp_path):
    """One concept of a record and of two things in it without address; only what the record itself says is outright."""
    theme = frozenset({lobkit.thema["ouderbetrokkenheid"]})
    advice = tuple(lobkit.Recommendation(lobkit.LangMap(nl=text), themas=theme) for text in ("Doe dit.", "Doe dat."))
    one = lobkit.Publication(lobkit.LangMap(nl="x"), themas=theme, recommendations=advice, iri=lobkit.Iri("https://example.org/1"))  # fmt: skip
    lobkit.write(one, tmp_path / name)
    (tmp_path / "m.ttl").write_text(EXACT, "utf-8")
    found = crosswalk(tmp_path / name, read_mappings(tmp_path / "m.ttl"))

    assert [(one.record, one.path) for one in found] == [("https://example.org/1", path) for path in WAYS[name]]
    store = ox.Store()
    store.load(found.turtle().encode(), format=ox.RdfFormat.TURTLE)
    assert len(list(store.query("SELECT * { ?s <http://purl.org/dc/terms/subject> ?o }"))) == 1
    parts = "SELECT ?l { [] <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> [ <http://www.w3.org/2000/01/rdf-schema#label> ?l ; <http://purl.org/dc/terms/isPartOf> <https://example.org/1> ] }"
    assert sorted(row["l"].value for row in store.query(parts)) == ["recommendations[0]", "recommendations[1]"]


def test_rows_that_say_the_same_stand_once(tmp_path):
    """A mapping that two people state; records without address stay apart by their lines, in Turtle too."""
    (tmp_path / "m.tsv").write_text(
        f"#curie_map:\n#  t: {THEMA}\n#  e: https://example.com/\n"
        "subject_id\tpredicate_id\tobject_id\tmapping_justification\tauthor_label\n"
        "t:doorstromen\tskos:exactMatch\te:d\tsemapv:ManualMappingCuration\tAn\n"
        "t:doorstromen\tskos:exactMatch\te:d\tsemapv:ManualMappingCuration\tBo\n"
    )
    line = json.dumps({"type": "Publication", "title": {"nl": "x"}, "themas": [f"{THEMA}doorstromen"]})
    (tmp_path / "x.jsonl").write_text(f"{line}\n{line}\n")
    found = crosswalk(tmp_path / "x.jsonl", read_mappings(tmp_path / "m.tsv"))

    assert [one.path for one in found] == ["line 1.themas", "line 2.themas"]
    assert len(set(found.csv().splitlines())) == 3
    assert f'rdfs:label "{tmp_path}/x.jsonl line 2"' in found.turtle()
