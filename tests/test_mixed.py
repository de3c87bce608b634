"""Two descriptions of one thing inside records: one verdict, by `validate` and by every road to a graph."""

import json
from collections import Counter

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import lobkit
from lobkit.cli import main
from lobkit.compiled.named import named_in
from lobkit.errors import Mixed
from lobkit.exchange import FORMATS
from lobkit.formats.graph import to_graph
from lobkit.formats.triples import Described
from lobkit.model import Catalog, Organisation, Person, Publication, Recommendation
from lobkit.testing import records, sharing
from lobkit.validation import judging
from lobkit.validation.looking import things_in
from lobkit.values import Iri, LangMap
from tests.laws.forms import FAMILIES
from tests.test_shared import HOUSE, MODEL, NAME, Course, Place, Provider, address, courses

ORG = address("org")
RDF = ["a.ttl", "a.nt", "a.nq", "a.jsonld"]
TREES = ["a.json", "a.jsonl", "a.yaml"]
SECOND = f"{ORG} was described otherwise before; keep one description"
BOTH = f"{ORG} stands on its own and inside another record; keep one"


def publication(at, name="A", **given):
    publisher = Organisation(name, iri=ORG) if name else None
    return Publication(LangMap(nl=f"Titel {at * 111}"), publisher=publisher, iri=address(f"p{at}"), **given)


def run(*call, code):
    done = CliRunner().invoke(main, [str(one) for one in call], catch_exceptions=False)
    assert done.exit_code == code, done.output
    return done.stderr


def told(report):
    return [(one.code, one.line, one.path, one.message) for one in report if one.code == "LOB501"]


# ── one verdict ──────────────────────────────────────────────────────────────────────────────────────────────────────

PLACES = {"a.jsonl": (2, "publisher.id"), "a.json": (23, "publications[1].publisher.id"), "a.yaml": (16, "publications[1].publisher.id")}  # fmt: skip


@pytest.mark.parametrize("name", TREES)
def test_validate_tells_the_second_description_at_its_line(tmp_path, name):
    """In every form that carries both; the number of records says nothing of what stands inside them."""
    lobkit.write(Catalog.of([publication(1), publication(2, "B"), publication(3)]), tmp_path / name)
    report = lobkit.validate(tmp_path / name)

    assert told(report) == [("LOB501", *PLACES[name], SECOND)]
    assert report.judged == 3


@pytest.mark.parametrize("target", RDF)
@pytest.mark.parametrize("name", [*TREES, "folder"])
@pytest.mark.parametrize("enrich", [[], ["--enrich"]], ids=["plain", "enriched"])
def test_convert_to_a_graph_tells_what_validate_tells(tmp_path, name, target, enrich):
    """Record by record and as a whole: with code, file and line, exit code 1, and no file."""
    if enrich and target == "a.jsonld":
        pytest.skip("JSON-LD carries no derived statements")
    source = tmp_path / "in" / (name if name in TREES else "a.jsonl")
    source.parent.mkdir()
    lobkit.write(Catalog.of([publication(1), publication(2, "B")]), source)
    line, path = PLACES[source.name]
    given = source.parent if name == "folder" else source

    assert run("convert", given, "-o", tmp_path / target, *enrich, code=1) == (
        f"{source}:{line}:{PLACE_COLUMNS[source.name]}: LOB501 {path}: {SECOND}\n"
    )
    assert not (tmp_path / target).exists()


PLACE_COLUMNS = {"a.jsonl": 1, "a.json": 9, "a.yaml": 7}


@pytest.mark.parametrize("target", ["a.nt", "a.nq"])
def test_jobs_and_scale_tell_the_same(tmp_path, target):
    """At the same line, in the same words."""
    source = tmp_path / "a.jsonl"
    lobkit.write(Catalog.of([publication(1), publication(2, "B")]), source)

    assert (
        run("convert", source, "-j", "2", "-o", tmp_path / target, code=1)
        == f"{source}:2:1: LOB501 {PLACES['a.jsonl'][1]}: {SECOND}\n"
    )
    assert not (tmp_path / target).exists()


@pytest.mark.parametrize("target", TREES)
@pytest.mark.parametrize("jobs", [[], ["-j", "2"]], ids=["one", "jobs"])
def test_trees_carry_both(tmp_path, target, jobs):
    """Each record is right by itself, and nothing of it is lost; by several processes as by one."""
    if jobs and target != "a.jsonl":
        pytest.skip("not cut into parts")
    source, things = tmp_path / "in.jsonl", Catalog.of([publication(1), publication(2, "B")])
    lobkit.write(things, source)
    run("convert", source, "-o", tmp_path / target, *jobs, code=0)

    assert lobkit.read(tmp_path / target) == things


@pytest.mark.parametrize("target", RDF)
def test_standard_input_is_told_by_its_name(target, tmp_path):
    """And by the line, as a file is."""
    text = "".join(FORMATS["jsonl"].serialize([publication(1), publication(2, "B")]))
    done = CliRunner().invoke(main, ["convert", "-", "--from", "jsonl", "-o", str(tmp_path / target)], input=text)

    assert done.exit_code == 1
    assert done.stderr == f"<stdin>:2:1: LOB501 {PLACES['a.jsonl'][1]}: {SECOND}\n"


@pytest.mark.parametrize("target", RDF)
@pytest.mark.parametrize("name", ["in.jsonl", "in.yaml"])
def test_a_model_of_another_project_gets_the_same(tmp_path, name, target):
    """Its classes are no publications."""
    source = tmp_path / name
    MODEL.write([Course(address("a"), Provider(ORG)), Course(address("b"), Provider(ORG, Place("Ede")))], source)
    (found,) = told(MODEL.validate(source))
    stderr = run("convert", source, "--model", NAME, "-o", tmp_path / target, code=1)

    assert found[3] == SECOND
    assert stderr.startswith(f"{source}:{found[1]}:")
    assert stderr.endswith(f" LOB501 {found[2]}: {SECOND}\n")


def test_two_files_are_one_set(tmp_path):
    """Also of two forms, by several processes, and across pieces of one file."""
    lobkit.write(publication(1), tmp_path / "a.jsonl")
    lobkit.write(publication(2, "B"), tmp_path / "b.ttl")
    lobkit.write(publication(3, "B"), tmp_path / "c.nt")

    for jobs in (1, 3):
        (found,) = [one for one in lobkit.validate(tmp_path, jobs=jobs) if one.code == "LOB501"]
        assert found.source == str(tmp_path / "b.ttl")
        assert found.message == SECOND


def test_a_long_file_is_judged_as_one(tmp_path, monkeypatch):
    """What was said in the piece before is known; each way of saying it is told once."""
    monkeypatch.setattr(judging, "_PIECE", 2)
    names = ["A", "A", "A", "B", "A", "B", "C", "A"]
    lobkit.write(Catalog.of([publication(at, name) for at, name in enumerate(names)]), tmp_path / "a.jsonl")

    assert [line for _, line, _, _ in told(lobkit.validate(tmp_path / "a.jsonl"))] == [4, 7]


def test_records_in_memory_are_judged_alike():
    """No file is needed to see it."""
    (found,) = told(lobkit.validate([publication(1), publication(2, "B")]))

    assert found == ("LOB501", None, "record 2.publisher.id", SECOND)


def test_a_record_that_also_stands_inside_another_is_told(tmp_path):
    """As --jobs tells it, in either order."""
    advice = Recommendation(LangMap(nl="Doe dit"), iri=ORG)
    outer = publication(1, None, recommendations=(advice,))
    lobkit.write(Catalog(publications=(outer,), recommendations=(advice,)), tmp_path / "a.jsonl")

    assert [found[3] for found in told(lobkit.validate(tmp_path / "a.jsonl"))] == [BOTH]
    assert told(lobkit.validate([outer])) == []
    for jobs in ([], ["-j", "2"]):
        assert BOTH in run("convert", tmp_path / "a.jsonl", "-o", tmp_path / "a.nt", *jobs, code=1)


def test_two_descriptions_in_one_record_are_told_once(tmp_path):
    """By the rule on publications, or across all of another project's record."""
    publications = [publication(1, authors=(Organisation("B", iri=ORG),)), publication(2, None)]
    lobkit.write(Catalog.of(publications), tmp_path / "a.jsonl")
    MODEL.write([Course(None, Provider(ORG), (Provider(ORG, None, ("ma",)),))], tmp_path / "b.jsonl")

    assert len(told(lobkit.validate(tmp_path / "a.jsonl"))) == 1
    assert len(told(MODEL.validate(tmp_path / "b.jsonl"))) == 1


def test_what_could_not_be_read_as_a_whole_is_like_nothing_else(tmp_path):
    """A publisher whose name is faulty is told for that; the other fault is told beside it."""
    lines = "".join(FORMATS["jsonl"].serialize([publication(at) for at in range(3)])).splitlines()
    trees = [json.loads(line) for line in lines]
    trees[1]["publisher"]["name"] = 5
    trees[2]["publisher"]["name"] = "B"
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(tree) + "\n" for tree in trees), "utf-8")

    report = lobkit.validate(tmp_path / "a.jsonl")
    assert [(one.code, one.line) for one in report if one.code != "LOB504"] == [("LOB104", 2), ("LOB501", 3)]


def test_python_raises_what_a_graph_would_mix():
    """The IRI is in the error; JSON is written."""
    things = [publication(1), publication(2, "B")]
    for write in (lambda: list(FORMATS["turtle"].serialize(things)), lambda: to_graph(things)):
        with pytest.raises(Mixed, match="described in two ways") as caught:
            write()
        assert caught.value.iri == ORG
    assert "".join(FORMATS["json"].serialize(things))


# ── what is shared is no fault ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", ["jsonl", "json", "yaml", "jsonld", "turtle", "ntriples", "nquads"])
def test_what_is_shared_is_no_fault(tmp_path, form):
    """Also where its class could stand at the top of a file: it is no record there, and not counted."""
    file = tmp_path / f"a{FORMATS[form].extensions[0]}"
    things = courses(12)
    MODEL.write(things, file)

    for judged in (MODEL.validate(file), MODEL.validate(things)):
        assert list(judged) == []
        assert judged.judged == 12


def test_a_provider_on_its_own_is_judged_as_a_record(tmp_path):
    """Two of one IRI are doubled, and one that a course holds as well is told."""
    file = tmp_path / "a.jsonl"
    MODEL.write([Provider(ORG), HOUSE, Provider(ORG)], file)
    assert [(line, "a second record has the IRI" in said) for _, line, _, said in told(MODEL.validate(file))] == [
        (3, True)
    ]
    MODEL.write([Course(None, HOUSE), HOUSE], file)
    assert [(line, said) for _, line, _, said in told(MODEL.validate(file))] == [
        (2, f"{HOUSE.iri} stands on its own and inside another record; keep one")
    ]


# ── laws ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def one_verdict(found, things):
    for form in ("turtle", "ntriples", "nquads", "jsonld"):
        try:
            "".join(FORMATS[form].serialize(things))
        except Mixed:
            assert found
        else:
            assert not found


@settings(deadline=None)
@given(st.lists(records(Course), max_size=3) | sharing(Course))
def test_validate_and_the_writers_have_one_verdict(things):
    """What `validate` lets pass, every graph takes; what it tells, every graph refuses."""
    one_verdict(told(MODEL.validate(things)), things)


@settings(deadline=None)
@given(st.lists(records(Publication), max_size=3, unique_by=lambda one: one.iri or one) | sharing(Publication))
def test_publications_get_one_verdict(things):
    """The same of lobkit's own."""
    one_verdict(told(lobkit.validate(things)), things)


@pytest.mark.parametrize("cls", FAMILIES)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_all_that_has_an_iri_inside_a_thing_is_found(cls, data):
    """The compiled walk finds what the plain one finds, each with its place."""
    thing = data.draw(records(cls))
    plain = [
        (one.iri, place) for place, one in things_in(thing, ("x",)) if getattr(one, "iri", None) and one is not thing
    ]

    assert Counter((iri, place) for iri, _, place in named_in(thing, ("x",))) == Counter(plain)


def test_a_graph_is_told_by_what_describes_first():
    """The order of records does not matter to whether it is told."""
    for things in ([Person("A", iri=ORG), Person("B", iri=ORG)], [Person("B", iri=ORG), Person("A", iri=ORG)]):
        described = Described()
        assert described.first(things[0], ORG)
        with pytest.raises(Mixed):
            described.first(things[1], Iri(ORG))
