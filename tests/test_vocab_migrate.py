"""Records are brought from one version of a vocabulary to the next: what is certain is rewritten, and nothing besides."""

import gzip
import json
import re
from typing import Annotated

import attrs
import pytest
from attrs import frozen
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import lobkit
from lobkit.cli import main
from lobkit.declare import Property, rdf_type
from lobkit.errors import ReadError
from lobkit.evolution.entries import edition_of
from lobkit.evolution.migrate import migrate, rewrite_all
from lobkit.evolution.rewrite import rewrite
from lobkit.evolution.succession import Candidate, Step, succession
from lobkit.exchange import FORMATS
from lobkit.formats.rdf import read_triples
from lobkit.shape import checked
from lobkit.values import ConceptIri, Iri

EX = "https://example.org/def#"
ANIMAL = "https://example.org/animal/"


class Animal(ConceptIri):
    """A concept of another project's own scheme."""

    __slots__ = ()
    scheme = "https://example.org/animal"


@rdf_type(EX + "Cage", "Where animals live.")
@frozen
class Cage:
    """A nested thing without a name."""

    lives: Annotated[frozenset[Animal], Property(EX + "lives", "Who lives there.")] = frozenset()

    __attrs_post_init__ = checked


@rdf_type(EX + "Zoo", "A place with animals.")
@frozen
class Zoo:
    """Concepts in every way in which a field can hold them."""

    iri: Iri
    mascot: Annotated[Animal | None, Property(EX + "mascot", "The one on the sign.")] = None
    animals: Annotated[frozenset[Animal], Property(EX + "animals", "Those that there are.")] = frozenset()
    route: Annotated[tuple[Animal, ...], Property(EX + "route", "In the order of a visit.")] = ()
    cages: Annotated[tuple[Cage, ...], Property(EX + "cages", "In the order of a visit.")] = ()
    page: Annotated[Iri | None, Property(EX + "page", "An address that is no concept.")] = None
    name: Annotated[str | None, Property(EX + "name", "What it is called.")] = None

    __attrs_post_init__ = checked


NEW = {"a": "b", "c": "d"}
"""What takes the place of what; `e` was split."""
FORMS = [name for name, form in FORMATS.items() if form.serialize and form.multiple and form.lossless]


def look(iri):
    name = iri.removeprefix(ANIMAL)
    if name == "e":
        return Step(
            iri, "Eel", None, "it was split into 2 concepts", (Candidate(ANIMAL + "f", "Fish"), Candidate(ANIMAL + "g"))
        )
    return Step(iri, name.upper(), ANIMAL + NEW[name], "it was replaced") if name in NEW else None


def moved(value):
    """What a record should be afterwards."""
    if isinstance(value, Animal):
        step = look(value)
        return Animal(step.target) if step and step.target else value
    if isinstance(value, (tuple, frozenset)):
        return type(value)(map(moved, value))
    if isinstance(value, (Zoo, Cage)):
        return type(value)(**{one.name: moved(getattr(value, one.name)) for one in attrs.fields(type(value))})
    return value


_animals = st.sampled_from("abcdef").map(lambda name: Animal(ANIMAL + name))
_cages = st.builds(Cage, st.frozensets(_animals, max_size=4))
_zoos = st.builds(
    Zoo,
    st.just(Iri("https://example.org/zoo/1")),
    st.none() | _animals,
    st.frozensets(_animals, max_size=6),
    st.lists(_animals, max_size=4).map(tuple),
    st.lists(_cages, max_size=2).map(tuple),
    st.none() | _animals.map(Iri),
    st.none() | st.sampled_from(["Zoo", ANIMAL + "a", "- " + ANIMAL + "a", '"', "a\nb"]),
)


@pytest.mark.parametrize("name", FORMS)
@given(_zoos)
def test_every_certain_value_is_rewritten_in_every_form(name, zoo):
    """Read again, the text is the record with each concept in its new form; canonical text stays canonical."""
    before = "".join(FORMATS[name].serialize([zoo]))
    edited = rewrite(before, FORMATS[name], (Zoo,), look)

    assert FORMATS[name].parse(edited.after, (Zoo,)).records == (moved(zoo),)
    assert (edited.after == before) == (not edited.steps) == (moved(zoo) == zoo)
    assert len([one for one in edited.findings if one.code == "LOB712"]) == _count(zoo, "e")
    assert len(edited.steps) == _count(zoo, "a") + _count(zoo, "c")
    if name in ("json", "jsonl", "yaml", "jsonld"):
        assert edited.after == "".join(FORMATS[name].serialize([moved(zoo)]))


def _count(value, name):
    if isinstance(value, Animal):
        return int(value == ANIMAL + name)
    if isinstance(value, (Zoo, Cage)):
        return sum(_count(getattr(value, one.name), name) for one in attrs.fields(type(value)))
    return sum(_count(one, name) for one in value) if isinstance(value, (tuple, frozenset)) else 0


CAREFULLY = {
    "comments, quotes and anchors in YAML": (
        "yaml",
        "# A zoo.\ntype: Zoo\nid: https://example.org/zoo/1\nmascot: &m 'https://example.org/animal/a' # the old one\nanimals: # all\n"
        '  - "https://example.org/animal/a" # one\n  - https://example.org/animal/z\nname: >-\n  https://example.org/animal/a\n',
        "# A zoo.\ntype: Zoo\nid: https://example.org/zoo/1\nmascot: &m 'https://example.org/animal/b' # the old one\nanimals: # all\n"
        '  - "https://example.org/animal/b" # one\n  - https://example.org/animal/z\nname: >-\n  https://example.org/animal/a\n',
    ),
    "a list in brackets, and signs outside the plane of letters": (
        "yaml",
        "type: Zoo\nname: 🐘 é\nid: https://example.org/zoo/1\nanimals: [https://example.org/animal/z, https://example.org/animal/a]\n",
        "type: Zoo\nname: 🐘 é\nid: https://example.org/zoo/1\nanimals: [https://example.org/animal/b, https://example.org/animal/z]\n"
        .replace("animal/b, https://example.org/animal/z", "animal/z, https://example.org/animal/b"),
    ),
    "two that become one in YAML": (
        "yaml",
        "type: Zoo\nid: https://example.org/zoo/1\nanimals:\n  - https://example.org/animal/a\n  - https://example.org/animal/b\nname: x\n",
        "type: Zoo\nid: https://example.org/zoo/1\nanimals:\n  - https://example.org/animal/b\nname: x\n",
    ),
    "comments stay by their values where one goes, in YAML": (
        "yaml",
        "type: Zoo\nid: https://example.org/zoo/1\nanimals:\n  - https://example.org/animal/a  # A\n  - https://example.org/animal/b  # B\n  - https://example.org/animal/e # E\nname: x\n",
        "type: Zoo\nid: https://example.org/zoo/1\nanimals:\n  # A\n  - https://example.org/animal/b  # B\n  - https://example.org/animal/e # E\nname: x\n",
    ),
    "the last of a list, at the end of a file": (
        "yaml",
        "type: Zoo\nid: https://example.org/zoo/1\nname: x\nanimals:\n- https://example.org/animal/b\n- https://example.org/animal/a",
        "type: Zoo\nid: https://example.org/zoo/1\nname: x\nanimals:\n- https://example.org/animal/b",
    ),
    "values with comments do not change places to be sorted": (
        "yaml",
        "type: Zoo\nid: https://example.org/zoo/1\nanimals:\n- https://example.org/animal/c # C\n- https://example.org/animal/cc # CC\n",
        "type: Zoo\nid: https://example.org/zoo/1\nanimals:\n- https://example.org/animal/d # C\n- https://example.org/animal/cc # CC\n",
    ),
    "comments in brackets": (
        "yaml",
        "type: Zoo\nid: https://example.org/zoo/1\nanimals: [https://example.org/animal/b,\n  https://example.org/animal/a, # A\n  https://example.org/animal/e]\n",
        "type: Zoo\nid: https://example.org/zoo/1\nanimals: [https://example.org/animal/b, # A\n  https://example.org/animal/e]\n",
    ),
    "comments between the values of a statement in Turtle": (
        "turtle",
        "@prefix a: <https://example.org/animal/> . @prefix d: <https://example.org/def#> .\n<https://example.org/zoo/1> a d:Zoo ; d:animals a:a , # A\n    a:b , # B\n    a:e .\n<https://example.org/zoo/2> a d:Zoo ; d:animals a:b , # B\n    a:a .\n",
        "@prefix a: <https://example.org/animal/> . @prefix d: <https://example.org/def#> .\n<https://example.org/zoo/1> a d:Zoo ; d:animals # A\n    a:b , # B\n    a:e .\n<https://example.org/zoo/2> a d:Zoo ; d:animals a:b # B\n .\n",
    ),
    "odd spacing in JSON": (
        "json",
        '{"type":"Zoo" , "id":"https://example.org/zoo/1",\r\n\t"animals" : [ "https://example.org/animal/\\u0061" ,"https://example.org/animal/b" ]}',
        '{"type":"Zoo" , "id":"https://example.org/zoo/1",\r\n\t"animals" : [ "https://example.org/animal/b" ]}',
    ),
    "an ordered list keeps what stands twice": (
        "json",
        '{"type":"Zoo","id":"https://example.org/zoo/1","route":["https://example.org/animal/b","https://example.org/animal/a"]}',
        '{"type":"Zoo","id":"https://example.org/zoo/1","route":["https://example.org/animal/b","https://example.org/animal/b"]}',
    ),
    "prefixes, comments and several statements in Turtle": (
        "turtle",
        "@prefix ex: <https://example.org/def#> . # a comment\n@prefix an: <https://example.org/animal/> .\n"
        "<https://example.org/zoo/1> a ex:Zoo ; ex:animals an:a , an:z; # the list\n ex:mascot <https://example.org/animal/a> .\n"
        '<https://example.org/zoo/1> ex:animals an:c ; ex:name "an:a" ; ex:page an:a .\n',
        "@prefix ex: <https://example.org/def#> . # a comment\n@prefix an: <https://example.org/animal/> .\n"
        "<https://example.org/zoo/1> a ex:Zoo ; ex:animals an:b , an:z; # the list\n ex:mascot <https://example.org/animal/b> .\n"
        '<https://example.org/zoo/1> ex:animals an:d ; ex:name "an:a" ; ex:page an:a .\n',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CAREFULLY)
def test_not_a_sign_changes_besides(name):
    """Comments, spacing, quotes, prefixes and line ends stay; so do texts and addresses that are no facets."""
    form, before, after = CAREFULLY[name]
    assert rewrite(before, FORMATS[form], (Zoo,), look).after == after


@pytest.mark.parametrize("form", ["yaml", "turtle"])
def test_records_of_no_known_class_are_told(form):
    """In Turtle, too: who forgets to name the classes is not told that all is done."""
    texts = {"yaml": "type: Nest\n", "turtle": "<https://example.org/n> a <https://example.org/def#Nest> ."}
    (told,) = rewrite(texts[form], FORMATS[form], (Zoo,), look).findings
    assert (told.code, "no record of a known class is here (Zoo)" in told.message) == ("LOB108", True)


def test_versions_of_another_vocabulary_are_told(tmp_path):
    """No concept of theirs is used, so that nothing can be done; where one is used and stays, all is well."""
    file = tmp_path / "x.yaml"
    file.write_text(f"type: Zoo\nid: https://example.org/zoo/1\nmascot: {ANIMAL}b\n")
    (told,) = migrate(file, "sector", "thema", classes=(Zoo,)).findings
    assert (told.code, told.source, "no record here uses a concept of Sector or Theme" in told.message) == ("LOB114", "thema", True)  # fmt: skip
    assert migrate(file, OLD, OLD, classes=(Zoo,)).findings == ()


def test_an_alias_is_left_to_a_person():
    """A value that stands elsewhere in the file is not changed behind its back."""
    text = "type: Zoo\nid: https://example.org/zoo/1\nmascot: &m https://example.org/animal/a\nroute: [*m]\n"
    edited = rewrite(text, FORMATS["yaml"], (Zoo,), look)

    assert [one.code for one in edited.findings] == ["LOB714"]


SKOS = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix : <https://example.org/animal/> .\n"  # fmt: skip
OLD = edition_of(read_triples(SKOS + "".join(f':{name} a skos:Concept ; skos:prefLabel "{name.upper()}"@en .' for name in "abcdefgh"), "turtle"))  # fmt: skip


@pytest.mark.parametrize(
    ("said", "target", "why"),
    [
        (":a a skos:Concept .", None, None),
        (":a a skos:Concept ; owl:deprecated true ; dct:isReplacedBy :b . :b a skos:Concept .", "b", "it was replaced"),
        (":a owl:deprecated true ; dct:isReplacedBy :b . :b a skos:Concept .", "b", "it was replaced"),
        (":b a skos:Concept ; dct:replaces :a .", "b", "it was replaced"),
        (":a dct:isReplacedBy :b . :b a skos:Concept ; dct:isReplacedBy :c . :c a skos:Concept .", "c", "it was replaced, and what replaced it as well"),
        (":a dct:isReplacedBy :b, :c . :b a skos:Concept . :c a skos:Concept .", None, "it was split into 2 concepts"),
        (":a dct:isReplacedBy :b . :b a skos:Concept ; dct:isReplacedBy :c, :d . :c a skos:Concept . :d a skos:Concept .", None, "it was split into 2 concepts"),
        (":a a skos:Concept ; owl:deprecated true .", None, "it is deprecated, and nothing takes its place"),
        (":a dct:isReplacedBy :b . :b a skos:Concept ; dct:isReplacedBy :a .", None, "its successors run in a circle"),
        (":a dct:isReplacedBy :b . :b a skos:Concept ; owl:deprecated true .", None, "its successor <https://example.org/animal/b> is not in use"),
        (":a dct:isReplacedBy <https://other.example/x> .", None, "its successor <https://other.example/x> is not in use"),
        (":b a skos:Concept .", None, "it was removed, and nothing says what takes its place"),
    ],
)  # fmt: skip
def test_what_takes_the_place_of_a_concept(said, target, why):
    """One certain concept in use, or a person decides."""
    step = succession(OLD, edition_of(read_triples(SKOS + said, "turtle")))(ANIMAL + "a")

    assert (step.target if step else None) == (ANIMAL + target if target else None)
    assert (step.why if step else None) == why


def test_an_address_that_no_version_knows():
    """Beside the concepts of the vocabulary it is told; that of another vocabulary is passed over."""
    look = succession(OLD, OLD)

    assert look(ANIMAL + "zebra").known is False
    assert look("https://other.example/zebra") is None


def test_a_removed_concept_is_found_again_by_its_label():
    """As a choice for a person, since an equal label is no identity."""
    new = edition_of(read_triples(SKOS + ':x a skos:Concept ; skos:prefLabel "A"@en .', "turtle"))
    step = succession(OLD, new)(ANIMAL + "a")

    assert (step.target, [one.iri for one in step.candidates]) == (None, [ANIMAL + "x"])


# ── files and the command ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def versions(tmp_path):
    """Thema as it is, and a version 2: one replaced, one split, one removed."""
    old, new = tmp_path / "thema-1.ttl", tmp_path / "thema-2.ttl"
    text = "".join(FORMATS["turtle"].serialize(lobkit.thema.roots()))
    old.write_text(text, "utf-8")
    text = re.sub(r"\nthema:samenwerking\b(?s:.)*?\n\n", "\n", text.replace('"1.0.0"', '"2.0.0"'))
    new.write_text(
        text + "\n@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "thema:ouderbetrokkenheid owl:deprecated true ; dcterms:isReplacedBy thema:ouders .\n"
        'thema:ouders a skos:Concept ; skos:prefLabel "Ouders"@nl .\n'
        "thema:lob-documenten owl:deprecated true ; dcterms:isReplacedBy thema:dossier, thema:portfolio .\n"
        'thema:dossier a skos:Concept ; skos:prefLabel "Dossier"@nl . thema:portfolio a skos:Concept ; skos:prefLabel "Portfolio"@nl .\n',
        "utf-8",
    )
    return str(old), str(new)


def record(tmp_path, name, *themas):
    one = lobkit.Publication(lobkit.LangMap(nl=name), themas=frozenset(lobkit.thema[slug] for slug in themas))
    lobkit.write(one, tmp_path / name)
    return tmp_path / name


def run(versions, *arguments):
    old, new = versions
    return CliRunner().invoke(main, ["vocab", "migrate", *map(str, arguments), "--from", old, "--to", new])


def test_only_files_that_change_are_written(tmp_path, versions):
    """The others keep their bytes and their times."""
    changing, staying = record(tmp_path, "a.yaml", "ouderbetrokkenheid"), record(tmp_path, "b.yaml", "doorstromen")
    before = staying.stat().st_mtime_ns, changing.read_text("utf-8")
    done = run(versions, changing, staying)

    assert done.exit_code == 0
    assert staying.stat().st_mtime_ns == before[0]
    assert changing.read_text("utf-8") == before[1].replace("thema/ouderbetrokkenheid", "thema/ouders")
    assert done.stdout.endswith("\n1 value rewritten in 1 of 2 files\n")


def test_what_is_not_certain_is_listed_and_left(tmp_path, versions):
    """With its line, and what there is to choose from."""
    path = record(tmp_path, "a.json", "lob-documenten", "samenwerking")
    before = path.read_bytes()
    done = run(versions, path)

    assert (done.exit_code, path.read_bytes()) == (1, before)
    assert f"{path}:7:5: LOB712 themas[0]: " in done.stderr
    assert "it was split into 2 concepts; write <https://w3id.org/lobkit/thema/dossier> 'Dossier' or " in done.stderr
    assert "it was removed, and nothing says what takes its place; write another concept, or take it out" in done.stderr


def test_a_dry_run_writes_nothing_and_shows_a_diff(tmp_path, versions):
    """A unified diff, that people and patch read."""
    path = record(tmp_path, "a.yaml", "ouderbetrokkenheid")
    before = path.read_bytes()
    done = run(versions, path, "--dry-run")

    assert path.read_bytes() == before
    assert (
        "-  - https://w3id.org/lobkit/thema/ouderbetrokkenheid\n+  - https://w3id.org/lobkit/thema/ouders\n"
        in done.stdout
    )


def test_doing_it_twice_is_doing_it_once(tmp_path, versions):
    """The second time nothing changes."""
    path = record(tmp_path, "a.ttl", "ouderbetrokkenheid", "doorstromen")
    run(versions, path)
    once = path.read_bytes()

    assert run(versions, path).stdout == "0 values rewritten in 0 of 1 file\n"
    assert path.read_bytes() == once


def test_one_file_that_cannot_be_read_stops_all(tmp_path, versions):
    """Nothing is half migrated: the broken file is told, and the whole one is not written."""
    path = record(tmp_path, "a.json", "ouderbetrokkenheid")
    before = path.read_bytes()
    (tmp_path / "broken.json").write_text("{")

    assert run(versions, path, tmp_path / "broken.json").exit_code == 1
    assert path.read_bytes() == before


def test_packed_files_and_pipes(tmp_path, versions):
    """A packed file stays packed; what comes through a pipe leaves through it."""
    path = record(tmp_path, "a.yaml.gz", "ouderbetrokkenheid")
    run(versions, path)
    old, new = versions
    text = gzip.decompress(path.read_bytes()).decode()
    arguments = ["vocab", "migrate", "-", "--format", "yaml", "--from", old, "--to", new]
    piped = CliRunner().invoke(main, arguments, input=text.replace("thema/ouders", "thema/ouderbetrokkenheid"))

    assert "https://w3id.org/lobkit/thema/ouders\n" in text
    assert piped.stdout == text
    assert piped.stderr.endswith("1 value rewritten in 1 of 1 file\n")


def test_a_sheet_is_left_to_a_person(versions):
    """A fiche names concepts by their labels; what it uses is told."""
    migration = migrate("examples/fiche-kiezen-met-ouders.md", *versions)

    assert [(one.code, one.path) for one in migration.findings] == [("LOB714", "themas[1]")]
    assert migration.changed == ()


def test_what_is_no_record_is_told_and_left(tmp_path, versions):
    """A file of another kind in the folder of records."""
    (tmp_path / "other.json").write_text('{"hello": 1}')
    migration = migrate(tmp_path / "other.json", *versions)

    assert [(one.code, one.severity) for one in migration.findings] == [("LOB108", "info")]


def test_the_report_for_programs(tmp_path, versions):
    """What was rewritten, and what is open with its choices."""
    path = record(tmp_path, "a.yaml", "ouderbetrokkenheid", "lob-documenten")
    told = json.loads(run(versions, path, "--output-format", "json").stdout)

    assert [(one["before"], one["after"]) for one in told["rewritten"]] == [
        (lobkit.thema["ouderbetrokkenheid"], "https://w3id.org/lobkit/thema/ouders")
    ]
    assert [[one["label"] for one in step["candidates"]] for step in told["open"]] == [["Dossier", "Portfolio"]]


def test_a_missing_folder_is_told(versions):
    """As a file that cannot be read."""
    with pytest.raises(ReadError, match="LOB001"):
        rewrite_all(["nowhere.yaml"], look)


def test_records_of_other_classes_follow_by_the_command(tmp_path, monkeypatch):
    """A class is named by its module; one that is none is told."""
    (tmp_path / "zoo_records.py").write_text(
        "from typing import Annotated\nfrom attrs import frozen\nfrom lobkit.declare import Property, rdf_type\n"
        "from lobkit.shape import checked\nfrom lobkit.values import ConceptIri\n\n"
        "class Animal(ConceptIri):\n    scheme = 'https://example.org/animal'\n\n"
        "@rdf_type('https://example.org/def#House', 'A house.')\n@frozen\nclass House:\n"
        "    animals: Annotated[frozenset[Animal], Property('https://example.org/def#animals', 'Who.')] = frozenset()\n"
        "    __attrs_post_init__ = checked\n"
    )
    (tmp_path / "old.ttl").write_text(SKOS + ":a a skos:Concept .")
    (tmp_path / "new.ttl").write_text(SKOS + ":a owl:deprecated true ; dct:isReplacedBy :b . :b a skos:Concept .")
    (tmp_path / "x.yaml").write_text(f"type: House\nanimals:\n  - {ANIMAL}a\n")
    monkeypatch.syspath_prepend(tmp_path)
    arguments = [
        "vocab",
        "migrate",
        str(tmp_path / "x.yaml"),
        "--from",
        str(tmp_path / "old.ttl"),
        "--to",
        str(tmp_path / "new.ttl"),
        "--class",
    ]
    done = CliRunner().invoke(main, [*arguments, "zoo_records:House"])

    assert (done.exit_code, (tmp_path / "x.yaml").read_text()) == (0, f"type: House\nanimals:\n  - {ANIMAL}b\n")
    for name, told in (
        ("zoo_records:Hut", "has no attribute 'Hut'"),
        ("zoo_records:Animal", "is no declared class"),
        ("nowhere:X", "No module"),
    ):
        refused = CliRunner().invoke(main, [*arguments, name])
        assert (refused.exit_code, told in refused.stderr) == (2, True)


def test_a_byte_order_mark_and_line_ends_stay(tmp_path, versions):
    """What an editor on Windows wrote is changed in its values only."""
    path = record(tmp_path, "a.yaml", "ouderbetrokkenheid")
    before = b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(before)
    run(versions, path)

    assert path.read_bytes() == before.replace(b"thema/ouderbetrokkenheid", b"thema/ouders")


def test_a_mapping_of_a_retired_concept_is_a_hint():
    """A person chooses; a match is no successor."""
    new = edition_of(
        read_triples(
            SKOS + ":a a skos:Concept ; owl:deprecated true ; skos:exactMatch :b . :b a skos:Concept .", "turtle"
        )
    )
    step = succession(OLD, new)(ANIMAL + "a")

    assert (step.target, [str(one) for one in step.candidates]) == (None, [f"<{ANIMAL}b> 'b' (skos:exactMatch)"])


def test_a_sheet_that_lobkit_wrote_follows_too(tmp_path, versions):
    """Where the new concept is installed, so that the sheet can name it by its label; else it is left to a person."""
    old, new = versions
    path = tmp_path / "x.md"
    themas = frozenset(lobkit.thema[slug] for slug in ("ouderbetrokkenheid", "doorstromen"))
    one = lobkit.Publication(lobkit.LangMap(nl="x"), themas=themas, language=None)
    lobkit.write(one, path)
    before = path.read_text("utf-8")
    (tmp_path / "new.ttl").write_text((tmp_path / "thema-2.ttl").read_text("utf-8").replace("isReplacedBy thema:ouders ", "isReplacedBy thema:loopbaangesprek "), "utf-8")  # fmt: skip

    left = migrate(path, old, new)
    assert ([one.code for one in left.findings], left.changed) == (["LOB714"], ())

    migrate(path, old, tmp_path / "new.ttl").write()
    assert lobkit.read(path).publications[0].themas == {lobkit.thema["loopbaangesprek"], lobkit.thema["doorstromen"]}
    changed = [
        new for old, new in zip(before.splitlines(), path.read_text("utf-8").splitlines(), strict=True) if old != new
    ]
    assert len(changed) == 2
