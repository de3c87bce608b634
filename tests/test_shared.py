"""Records that share a thing with an IRI, below which blank nodes stand: each tells it again, in the same statements."""

import random
from collections import Counter
from typing import Annotated

import pytest
from attrs import frozen
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import lobkit
from lobkit import laws
from lobkit.cli import main
from lobkit.compiled.ntriples_things import things_in_order
from lobkit.compiled.source import Unusual
from lobkit.compiled.turtle_things import things_in_layout
from lobkit.declare import Property, rdf_type
from lobkit.exchange import FORMATS
from lobkit.formats import graph, scattered
from lobkit.formats.format import NotInOrder
from lobkit.formats.in_order import records_in_order
from lobkit.formats.ntriples import serialize
from lobkit.formats.rdf import reader
from lobkit.formats.triples import labels_below
from lobkit.model import Catalog
from lobkit.names import Names
from lobkit.partitions import Task, convert_lines
from lobkit.shape import checked
from lobkit.sources import pieces_of
from lobkit.testing import sharing
from lobkit.values import Iri, LangMap
from lobkit.whole import Whole

EX = "https://example.org/courses#"


@rdf_type(EX + "Place", "Where it is.")
@frozen
class Place:
    """A thing without an IRI."""

    city: Annotated[str, Property(EX + "city", "The city.")]
    owner: Annotated["Provider | None", Property(EX + "owner", "Whose it is.")] = None
    __attrs_post_init__ = checked


@rdf_type(EX + "Provider", "Who gives courses.")
@frozen
class Provider:
    """A thing with an IRI that courses share, with things without one and others of its kind below it."""

    iri: Iri
    place: Annotated[Place | None, Property(EX + "place", "Where it is.")] = None
    hours: Annotated[tuple[str, ...], Property(EX + "hours", "In order.")] = ()
    parts: Annotated["tuple[Provider | Place, ...]", Property(EX + "parts", "In order.")] = ()
    __attrs_post_init__ = checked


@rdf_type(EX + "Course", "What is given.")
@frozen
class Course:
    """A record."""

    iri: Iri | None = None
    provider: Annotated[Provider | None, Property(EX + "provider", "By whom.")] = None
    others: Annotated[tuple[Provider, ...], Property(EX + "others", "By whom else, in order.")] = ()
    places: Annotated[frozenset[Place], Property(EX + "places", "Where.")] = frozenset()
    __attrs_post_init__ = checked


MODEL = lobkit.Model((Course, Provider), name="courses", base="https://example.org/")
NAME = "tests.test_shared:MODEL"
CLASSES = MODEL.roots


def address(name):
    return Iri(f"https://example.org/{name}")


HOUSE = Provider(address("house"), Place("Delft", Provider(address("owner"), None, ("za",))), ("ma", "di", "ma"))
SCHOOL = Provider(address("school"), Place("Utrecht"), parts=(HOUSE, Place("Zeist"), HOUSE, Place("Zeist")))


def courses(count):
    """Courses with and without an IRI, which hold the same providers in several ways."""
    return [
        Course(
            address(f"c{at}") if at % 3 else None,
            (SCHOOL, HOUSE, None)[at % 3],
            (HOUSE, SCHOOL, HOUSE)[: at % 4],
            frozenset({Place("Ede"), Place("Ede", HOUSE), Place("Ede", SCHOOL)} if at % 2 else ()),
        )
        for at in range(count)
    ]


def text_of(things, **given):
    return "".join(serialize(things, **given))


@pytest.mark.parametrize(
    "law", [one for one in laws.of(MODEL) if "several" in str(one) or "comes back equal" in str(one)], ids=str
)
def test_nothing_is_lost(law):
    """Also where records share things."""
    law()


@pytest.mark.parametrize("form", ["jsonl", "json", "yaml", "jsonld", "turtle", "ntriples", "nquads"])
def test_every_form_brings_them_back(tmp_path, form):
    """Records by record or all at once, the same things come back."""
    things = tuple(courses(12))
    file = tmp_path / f"a{FORMATS[form].extensions[0]}"
    MODEL.write(things, file)

    assert MODEL.read(file) == things


def test_an_rdflib_graph_brings_them_back():
    """A graph has no order."""
    things = courses(12)

    assert Counter(graph.from_graph(graph.to_graph(things), CLASSES).records) == Counter(things)


def test_a_blank_node_is_named_by_the_nearest_thing_with_an_iri():
    """By its record where there is none, as before."""
    text = text_of([Course(None, SCHOOL, (HOUSE,))])
    names = {iri: next(labels_below(address(iri))).removesuffix("b1") for iri in ("school", "house", "owner")}

    assert names["school"] != names["house"]
    labels = {word.rstrip(".") for word in text.split() if word[:2] == "_:"}
    assert labels == {
        "_:r1b1",
        "_:r1b2",
        *(f"{names['school']}b{at}" for at in range(1, 8)),
        *(f"{names['house']}b{at}" for at in range(1, 5)),
        f"{names['owner']}b1",
    }
    assert all(label[2:].isalnum() for label in labels)


def test_the_same_is_said_wherever_it_is_said():
    """In any record, at any number, enriched or not: every statement of a provider is one statement."""
    said = [
        {line for line in text_of([one], start=start, enrich=enrich).splitlines() if line.startswith(own)}
        for start, one in enumerate([Course(address("a"), SCHOOL), Course(None, None, (HOUSE, SCHOOL)), *courses(7)])
        for enrich in (False, True)
        for own in [(f"<{SCHOOL.iri}>", next(labels_below(SCHOOL.iri)).removesuffix("1"))]
    ]

    assert len({frozenset(one) for one in said if one}) == 1


@pytest.mark.parametrize("form", ["ntriples", "nquads"])
@given(things=sharing(Course), cut=st.integers(0, 3), enrich=st.booleans())
@settings(deadline=None)
def test_parts_are_the_bytes_of_the_whole(form, things, cut, enrich):
    """However they are cut; what is refused is refused both ways."""
    lines = [line for thing in things for line in FORMATS["jsonl"].serialize([thing])]
    task = Task(form, enrich, model=NAME)
    parts = [convert_lines(lines[:cut], task), convert_lines(lines[cut:], task, line=cut, record=min(cut, len(lines)))]
    whole = Whole()
    refused = [one for part in parts for one in whole.take(part, "a")] or [one for part in parts for one in part.bad]
    try:
        expected = "".join(FORMATS[form].serialize(things, enrich=enrich))
    except lobkit.LobkitError:
        assert refused
    else:
        assert not refused
        assert "".join(part.text for part in parts) == expected


@pytest.mark.parametrize("name", ["nt", "nq"])
@pytest.mark.parametrize("jobs", [["-j", "2"], ["--graph", "https://example.org/g"]], ids=["jobs", "graph"])
def test_processes_side_by_side_write_what_one_writes(tmp_path, name, jobs):
    """Every road of the command line."""
    things, source, one, many = courses(3000), tmp_path / "a.jsonl", tmp_path / f"1.{name}", tmp_path / f"2.{name}"
    if name == "nt" and jobs[0] == "--graph":
        pytest.skip("only N-Quads name a graph")
    MODEL.write(things, source)
    for call in ([one], [many, *jobs]):
        arguments = ["convert", str(source), "--model", NAME, "-o", *map(str, call)]
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code == 0, done.output

    assert many.read_text("utf-8").replace(" <https://example.org/g> .\n", " .\n") == one.read_text("utf-8")
    assert MODEL.read(one) == tuple(things)


# ── readers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("form", "road"), [("ntriples", things_in_order), ("turtle", things_in_layout)])
def test_what_is_written_goes_the_fast_road(form, road):
    """As lobkit writes it, no graph is made of it."""
    things = courses(9)

    assert road("".join(FORMATS[form].serialize(things)).encode(), CLASSES) == things


CHANGES = {
    "another name of a blank node": (next(labels_below(HOUSE.iri)), "_:i1b1"),
    "the name of a record's blank node": (next(labels_below(HOUSE.iri)), "_:r99b1"),
    "other words": ('"Delft"', '"Lisse"'),
    "more": (f'<{HOUSE.iri}> <{EX}hours> ', f'<{HOUSE.iri}> <{EX}foo> "x" .\n<{HOUSE.iri}> <{EX}hours> '),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new"), CHANGES.values(), ids=CHANGES)
def test_what_is_said_otherwise_the_second_time_is_no_repetition(old, new, tmp_path):
    """The fast roads leave it to the one that explains, and no road takes it for a part of the first."""
    first, second = text_of([Course(address("a"), HOUSE)]), text_of([Course(address("b"), HOUSE)], start=1)
    assert old in second
    whole = first + second.replace(old, new)

    with pytest.raises(Unusual):
        things_in_order(whole.encode(), CLASSES)
    with pytest.raises(NotInOrder):
        list(records_in_order(pieces(whole, tmp_path, 400), CLASSES, Names()))
    with pytest.raises(lobkit.ReadError):
        FORMATS["ntriples"].parse(whole, CLASSES)


def test_a_blank_node_of_another_thing_is_not_its_own(tmp_path):
    """What stands below one thing with an IRI cannot stand below another, in whatever piece."""
    other = Provider(address("other"), Place("Delft"))
    first, second = text_of([Course(address("a"), HOUSE)]), text_of([Course(address("b"), other)], start=1)
    whole = first + second.replace(next(labels_below(other.iri)), next(labels_below(HOUSE.iri)))

    with pytest.raises(Unusual):
        things_in_order(whole.encode(), CLASSES)
    with pytest.raises(NotInOrder):
        list(records_in_order(pieces(whole, tmp_path, 400), CLASSES, Names()))
    with pytest.raises(lobkit.ReadError):
        by_disk(whole, tmp_path)
    with pytest.raises(lobkit.ReadError):
        FORMATS["ntriples"].parse(whole, CLASSES)


def pieces(text, folder, size):
    file = folder / "a.nt"
    file.write_text(text, "utf-8")
    return pieces_of(file, size)


def by_disk(text, folder, size=700):
    return list(scattered.scattered_records(lambda: pieces(text, folder, size), CLASSES, reader("nt")))


@pytest.mark.parametrize("enrich", [False, True])
def test_records_leave_with_their_piece(tmp_path, enrich):
    """No more than a piece is in memory, where each record tells again what it shares."""
    things = courses(30)

    assert list(records_in_order(pieces(text_of(things, enrich=enrich), tmp_path, 700), CLASSES, Names())) == things


def test_statements_in_any_order_are_sorted_on_disk(tmp_path, monkeypatch):
    """A few records at once; what several records share belongs to each of them."""
    monkeypatch.setattr(scattered, "_MANY", 3)
    things = courses(30)
    lines = text_of(things).splitlines(keepends=True)
    for seed in range(4):
        random.Random(seed).shuffle(lines)
        text = "".join(lines)
        assert by_disk(text, tmp_path) == list(FORMATS["ntriples"].parse(text, CLASSES).records)
    assert by_disk(text_of(things), tmp_path) == things
    # Another writer describes each provider once.
    once = "".join(dict.fromkeys(text_of(things).splitlines(keepends=True)))
    assert by_disk(once, tmp_path) == things


def test_what_is_said_again_and_again_is_kept_once(tmp_path, monkeypatch):
    """A thing that all records share takes no more room on disk than one that stands in one of them."""
    text = text_of([Course(address(f"c{at}"), HOUSE) for at in range(200)])
    kept = []
    take = scattered._Table._load
    monkeypatch.setattr(
        scattered._Table,
        "_load",
        lambda self: (take(self), kept.extend(self.table.execute("SELECT subject, said FROM subjects"))),
    )
    assert len(by_disk(text, tmp_path)) == 200
    assert max(len(said) for subject, said in kept if subject == f"<{HOUSE.iri}>") < 1000


def test_a_catalog_names_what_its_publications_hold_by_them():
    """A publication inside a catalog with facts of its own has blank nodes below it, too."""
    section = lobkit.Section("Kop", "Tekst", (lobkit.Section("Onder", "Meer"),))
    catalog = Catalog(
        title=LangMap(nl="Alles"),
        publications=tuple(
            lobkit.Publication(LangMap(nl=f"T{at}"), summary=(section,), iri=address(f"p{at}") if at else None)
            for at in range(3)
        ),
    )
    text = text_of([catalog])

    assert FORMATS["ntriples"].parse(text, (Catalog,)).records == (catalog,)
    assert things_in_order(text.encode(), (Catalog,)) == [catalog]
    assert next(labels_below(address("p1"))) in text
