"""Records that come one by one are written as the catalog that holds them all, to the letter."""

import random

import attrs
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import lobkit
from lobkit import conversion
from lobkit.as_catalog import AS_CATALOG, catalog_text
from lobkit.cli import main
from lobkit.cli import records as verbs
from lobkit.exchange import FORMATS
from lobkit.formats.format import NotInOrder
from lobkit.model.catalog import RECORD_FIELDS_BY_CLASS
from lobkit.skos import Collection, Concept, ConceptScheme
from lobkit.testing import records as any_record
from lobkit.testing import sharing
from lobkit.values import Iri, LangMap

EX = "https://example.org/"
NAMES = [one.name for one in AS_CATALOG]
EXTENSIONS = [FORMATS[name].extensions[0] for name in NAMES]


def records(count=9, *, shared=True):
    """Of all classes, with and without names, in lists and with things inside that have a name."""
    person = lobkit.Person("Boer, P. den", iri=Iri(EX + "boer"))
    found = [
        lobkit.Publication(
            LangMap(nl=f"Titel {at}", en='Say "no"\nand: go'),
            authors=(person if shared and at > 2 else lobkit.Person(f"Boer {at}", iri=Iri(f"{EX}boer{at}")),),
            year=2003,
            summary=(lobkit.Section(f"Kop {at}", "Tekst\n\nén meer.", (lobkit.Section("Onder", "Meer"),)),),
            recommendations=(lobkit.Recommendation(LangMap(nl="Doe dit"), iri=Iri(f"{EX}r{at}") if at % 2 else None),),
            iri=Iri(f"{EX}{at}") if at % 3 else None,
        )
        for at in range(count)
    ]
    found += [lobkit.Recommendation(LangMap(nl=f"Doe {at}")) for at in range(count // 2)]
    found += [ConceptScheme(Iri(EX + "scheme"), LangMap(nl="Schema"))]
    found += [
        Concept(Iri(f"{EX}c{at}"), LangMap(nl=f"Begrip {at}"), in_scheme=frozenset({Iri(EX + "scheme")}))
        for at in range(3)
    ]
    return [*found, Collection(Iri(EX + "all"), LangMap(nl="Alle"), members=frozenset({Iri(EX + "c1")}))]


def one_by_one_text(things, form):
    return "".join(one if isinstance(one, str) else one.decode() for one in catalog_text(things, form))


def whole(things, name):
    return "".join(lobkit.serialized(lobkit.Catalog.of(things), name))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "things", [[], records()[:1], records()[1:2], records()[:2], records(), records(40), records()[-5:]]
)
def test_it_is_to_the_letter_what_is_written_of_the_whole(name, things):
    """No record, one, several; classes that are there and classes that are not."""
    assert one_by_one_text(things, FORMATS[name]) == whole(things, name)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_it_is_so_for_any_records(name, data):
    """Or the whole is needed, and it says so."""
    things = []
    for cls in RECORD_FIELDS_BY_CLASS:
        things += data.draw(st.one_of(st.lists(any_record(cls), max_size=3), sharing(cls)))
    try:
        wanted = whole(things, name)
    except lobkit.LobkitError:
        return  # the same IRI twice, which whoever reads them refuses
    try:
        assert one_by_one_text(things, FORMATS[name]) == wanted
    except NotInOrder:
        assert name == "turtle"


@pytest.mark.parametrize("order", ["before", "after", "unnamed"])
def test_what_stands_among_the_records_too_needs_the_whole(order, tmp_path):
    """In Turtle the names of all records come first, so that a thing that another record holds is known by then."""
    advice = lobkit.Recommendation(LangMap(nl="Doe dit"), iri=Iri(EX + "r"))
    named = lobkit.Publication(LangMap(nl="A"), recommendations=(advice,), iri=Iri(EX + "a"))
    unnamed = lobkit.Publication(LangMap(nl="B"), recommendations=(advice,))
    things = {"before": [named, advice], "after": [named, unnamed], "unnamed": [unnamed, named]}[order]
    given = FORMATS["turtle"]
    if order == "unnamed":
        assert one_by_one_text(things, given) == whole(things, "turtle")
    else:
        with pytest.raises(NotInOrder):
            list(catalog_text(things, given))

    (tmp_path / "a.jsonl").write_text("".join(FORMATS["jsonl"].serialize(things)), "utf-8")
    done = CliRunner().invoke(main, ["convert", str(tmp_path / "a.jsonl"), "-o", str(tmp_path / "a.ttl")])
    assert (done.exit_code, done.output) == (0, "")
    assert (tmp_path / "a.ttl").read_text("utf-8") == whole(things, "turtle")


@pytest.fixture
def one_by_one(monkeypatch):
    """Fails where records are read as a whole."""
    monkeypatch.setattr(verbs, "_convert_whole", lambda *_: pytest.fail("read as a whole"))


@pytest.mark.usefixtures("one_by_one")
@pytest.mark.parametrize("extension", [*EXTENSIONS, ".ttl.gz"])
@pytest.mark.parametrize("from_", ["jsonl", "nt", "nq", "ttl", "jsonl.gz", "ttl.gz"])
def test_convert_writes_it_one_by_one(tmp_path, from_, extension):
    """From lines and from statements, to a file and to standard output."""
    lobkit.write(records(), tmp_path / f"a.{from_}")
    lobkit.write(records(), tmp_path / f"b{extension}")
    call = ["convert", str(tmp_path / f"a.{from_}"), "-o"]
    done = CliRunner().invoke(main, [*call, str(tmp_path / f"c{extension}")])

    assert (done.exit_code, done.output) == (0, "")
    assert (tmp_path / f"c{extension}").read_bytes() == (tmp_path / f"b{extension}").read_bytes()
    name = next(one.name for one in AS_CATALOG if one.extensions[0] == extension.removesuffix(".gz"))
    assert CliRunner().invoke(main, [*call, "-", "--to", name]).output == whole(records(), name)


@pytest.mark.usefixtures("one_by_one")
@pytest.mark.parametrize("extension", EXTENSIONS)
def test_statements_in_any_order_become_a_catalog(tmp_path, extension):
    """By the table on disk."""
    lobkit.write(records(shared=False), tmp_path / "a.nt")
    lines = (tmp_path / "a.nt").read_text("utf-8").splitlines(keepends=True)
    random.Random(1).shuffle(lines)
    (tmp_path / "a.nt").write_text("".join(lines), "utf-8")
    lobkit.write(lobkit.read(tmp_path / "a.nt"), tmp_path / f"b{extension}")
    call = ["convert", str(tmp_path / "a.nt"), "-o", str(tmp_path / f"c{extension}"), "--memory", "0"]
    done = CliRunner().invoke(main, call)

    assert (done.exit_code, done.output) == (0, "")
    assert (tmp_path / f"c{extension}").read_bytes() == (tmp_path / f"b{extension}").read_bytes()


@pytest.mark.parametrize("extension", EXTENSIONS)
@pytest.mark.parametrize("case", ["classes in turns", "a catalog with facts", "catalogs", "standard input"])
def test_what_is_not_in_order_is_read_as_a_whole(tmp_path, case, extension):
    """With the same bytes."""
    things = records()
    facts = attrs.evolve(lobkit.Catalog.of(things[:2]), title=LangMap(nl="Alles"))
    given = {
        "classes in turns": things[::-1],
        "a catalog with facts": [facts, *things[3:]],
        "catalogs": [lobkit.Catalog.of(things[:3]), lobkit.Catalog.of(things[3:])],
        "standard input": things,
    }[case]
    text = "".join(FORMATS["jsonl"].serialize(given))
    (tmp_path / "a.jsonl").write_text(text, "utf-8")
    source = ["-", "--from", "jsonl"] if case == "standard input" else [str(tmp_path / "a.jsonl")]
    done = CliRunner().invoke(main, ["convert", *source, "-o", str(tmp_path / f"b{extension}")], input=text)
    lobkit.write(lobkit.Catalog.of(given), tmp_path / f"c{extension}")

    assert (done.exit_code, done.output) == (0, "")
    assert (tmp_path / f"b{extension}").read_bytes() == (tmp_path / f"c{extension}").read_bytes()


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_every_fault_is_told_and_no_file_is_left(tmp_path, extension):
    """A line that is none, a key that is missing, and an IRI that stands twice."""
    one = records()[1]
    (line,) = FORMATS["jsonl"].serialize([one])
    (tmp_path / "a.jsonl").write_text(line + '{"type": "Publication"}\n' + line + "{\n", "utf-8")
    done = CliRunner().invoke(main, ["convert", str(tmp_path / "a.jsonl"), "-o", str(tmp_path / f"b{extension}")])

    assert done.exit_code == 1
    for told in ("a.jsonl:2:1: LOB103", "a.jsonl:3:1: LOB501", "a.jsonl:4:2: LOB101"):
        assert told in done.output
    assert [one.name for one in tmp_path.iterdir()] == ["a.jsonl"]


def test_no_room_for_what_waits_is_told(tmp_path, monkeypatch):
    """And where there could be room."""

    class Full:
        def __enter__(self):
            raise OSError(28, "No space left on device")

        def __exit__(self, *_):
            pass

    monkeypatch.setattr("lobkit.as_catalog._waiting", Full)
    lobkit.write(records(), tmp_path / "a.jsonl")
    with pytest.raises(lobkit.LobkitError, match=r"LOB004: .*No space left on device; let TMPDIR name a folder"):
        conversion.convert(tmp_path / "a.jsonl", tmp_path / "b.ttl")
    assert [one.name for one in tmp_path.iterdir()] == ["a.jsonl"]
