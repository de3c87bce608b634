"""A selection or a list of records is written as the catalog of them; what is no record is refused with what to do."""

import pytest

import lobkit
from lobkit.exchange import FORMATS
from praktijkvoorbeelden import MODEL
from tests.test_projects import VOORBEELDEN

CATALOG = lobkit.read("examples/catalog")
MBO = CATALOG.where(sector="mbo")


@pytest.mark.parametrize("form", [one for one in FORMATS.values() if one.serialize and one.multiple])
def test_a_selection_is_written_as_its_catalog(tmp_path, form):
    """In every form, to a file, to text and as losses; a list of its records says the same."""
    whole = lobkit.Catalog(publications=tuple(MBO))
    text = "".join(lobkit.serialized(whole, form.name))
    for several in (MBO, list(MBO), iter(MBO)):
        lost = lobkit.write(several, tmp_path / "a", format=form.name)
        assert (tmp_path / "a").read_bytes() == text.encode()
        assert [one.path for one in lost] == [one.path for one in lobkit.losses(MBO, form.name)]
    assert "".join(lobkit.serialized(MBO, form.name)) == text
    assert lobkit.losses(MBO, form.name) == lobkit.losses(whole, form.name)


def test_what_is_written_of_a_selection_is_read():
    """As a graph of rdflib's, too; of one record and of none."""
    assert lobkit.from_graph(lobkit.to_graph(MBO)).publications == tuple(MBO)
    assert lobkit.from_graph(lobkit.to_graph(CATALOG.advice.where(sector="vmbo"))).recommendations
    assert "".join(lobkit.serialized([MBO[0]], "json")) == "".join(lobkit.serialized(MBO[0], "json"))
    assert "".join(lobkit.serialized([], "jsonl")) == ""
    assert "".join(lobkit.serialized(lobkit.thema.roots(), "turtle")).count("skos:prefLabel") > 10


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (lobkit.thema, "write its records, its `roots\\(\\)`"),
        (lobkit.load("examples/portfolio.yaml"), "write its `catalog`"),
        ("a.ttl", "'a.ttl' is no record; write a catalog, a record, a selection or a list of records"),
        (None, "None is no record"),
        ([MBO[0], 1], "1 is no record of lobkit's, which are Catalog, Publication"),
        ([MBO[0], MBO[0]], "publications\\[1\\] has the IRI of publications\\[0\\]"),
        (MODEL.read(VOORBEELDEN), "MODEL.write"),
    ],
)
def test_what_is_no_record_is_refused(tmp_path, given, message):
    """By every verb that writes, and no file appears."""
    for verb in (
        lambda: lobkit.write(given, tmp_path / "a.ttl"),
        lambda: list(lobkit.serialized(given, "turtle")),
        lambda: lobkit.to_graph(given),
        lambda: lobkit.losses(given, "csv"),
    ):
        with pytest.raises(lobkit.WriteError, match=message):
            verb()
    assert list(tmp_path.iterdir()) == []


def test_a_reference_is_of_one_publication():
    """A list of literature is the reader's to put together."""
    with pytest.raises(lobkit.LobkitError, match="expected a Publication, not <6 Publications>; cite the publications"):
        lobkit.cite(MBO)
    with pytest.raises(lobkit.LobkitError, match="expected a Publication, not 3"):
        lobkit.cite(3)


@pytest.mark.parametrize("verb", [lobkit.read, lobkit.load, MODEL.read])
def test_what_is_no_path_is_not_read(verb):
    """Several files are read one by one, and make one catalog."""
    files = ["examples/portfolio.yaml", "examples/catalog"]
    with pytest.raises(lobkit.ReadError, match=r"not \['examples.*lobkit.Catalog.of\(map\(lobkit.read, files\)\)"):
        verb(files)
    with pytest.raises(lobkit.ReadError, match="expected the path of a file or folder, not 3"):
        verb(3)
    assert len(lobkit.Catalog.of(map(lobkit.read, files)).publications) == len(CATALOG.publications) + 1


def test_a_model_writes_one_record_too(tmp_path):
    """As `lobkit.write` does."""
    one = MODEL.read(VOORBEELDEN)[0]
    MODEL.write(one, tmp_path / "a.yaml")

    assert MODEL.read(tmp_path / "a.yaml") == (one,)
