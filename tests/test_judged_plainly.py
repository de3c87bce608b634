"""Files of RDF of which nothing is to tell are judged as they were read, and every report is as with all places."""

import pytest
from attrs import evolve

import lobkit
from lobkit.exchange import format_of
from lobkit.formats.format import Parsed
from lobkit.model import Catalog
from lobkit.validation import judging

EXTENSIONS = ["nt", "nq", "ttl"]


def address(name):
    return lobkit.Iri(f"https://example.org/{name}")


def publication(name, **fields):
    title = lobkit.LangMap(nl=f"Onderzoek naar kiezen, door {name} gedaan")
    authors = (lobkit.Organisation("Lectoraat Leren Kiezen"),)
    return lobkit.Publication(title, authors, year=2019, iri=address(name.replace(" ", "-")), **fields)


def put(things, file):
    """Writes records one after another, and not as a catalog."""
    form = format_of(file)
    file.write_text("".join(form.serialize(things)), "utf-8")


def advice(name, text="Vraag door.", of=None):
    return lobkit.Recommendation(lobkit.LangMap(nl=text), publication=of, iri=address(name))


ONE = publication("een", doi="10.1000/182", recommendations=(advice("r1"), advice("r2")))
REPORTS = {
    "nothing": ([ONE], [publication("heel iemand anders")], []),
    "twice": ([ONE], [ONE], ["LOB501"]),
    "one DOI": ([ONE], [publication("heel iemand anders", doi="10.1000/182")], ["LOB503"]),
    "nearly the same": ([ONE], [publication("eem")], ["LOB504"]),
    "lost": ([ONE], [advice("r3", of=address("eeen"))], ["LOB502"]),
    "described otherwise": (
        [ONE],
        [publication("twee drie", recommendations=(advice("r2", "Vraag niet."),))],
        ["LOB501"],
    ),
    "on its own as well": ([ONE], [advice("r1")], ["LOB501"]),
    "a rule": ([ONE], [publication("twee drie", language="nl"), evolve(ONE, iri=address("x"), year=2999)], None),
    "no IRI": ([evolve(ONE, iri=None)], [publication("eem")], ["LOB504"]),
    "a catalog": ([Catalog(lobkit.LangMap(nl="Alles"), publications=(ONE,))], [ONE], ["LOB501"]),
}


@pytest.mark.parametrize("extension", EXTENSIONS)
@pytest.mark.parametrize("name", REPORTS)
def test_the_report_is_that_of_a_reading_with_all_places(name, extension, tmp_path, monkeypatch):
    """Finding by finding, with source, line and column."""
    *files, codes = REPORTS[name]
    for at, things in enumerate(files):
        put(things, tmp_path / f"{at}.{extension}")
    found = lobkit.validate(tmp_path)
    monkeypatch.setattr(judging, "_BY_SUBJECT", ())

    assert found == lobkit.validate(tmp_path)
    if codes is None:
        assert found.findings
    else:
        assert [one.code for one in found] == codes


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("label", ["", "_:a1 ", '"a1', '_:aa2 "a9'])
def test_the_report_on_a_catalog_is_that_of_a_reading_with_all_places(name, label, tmp_path, monkeypatch):
    """A catalog in Turtle begins its file; how its blank node is called in findings depends on the whole text."""
    *files, codes = REPORTS[name]
    for at, things in enumerate(files):
        told = evolve(
            publication("met een merk"), iri=address(f"merk{at}"), summary=(lobkit.Section("Kop", f"{label} x"),)
        )
        others = [advice("los"), advice("los2", of=address("een"))] if at else []
        if all(type(one) is not Catalog for one in things):
            things = [Catalog.of([*things, told, *others])]
        put(things, tmp_path / f"{at}.ttl")
    found = lobkit.validate(tmp_path)
    monkeypatch.setattr(judging, "_BY_SUBJECT", ())

    assert found == lobkit.validate(tmp_path)
    assert codes is None or set(codes) <= {one.code for one in found}


def test_a_catalog_of_which_nothing_is_to_tell_is_judged_as_it_was_read(tmp_path, monkeypatch):
    """With records that have no IRI, too; but not where one is a part of another, or the catalog holds a named thing."""
    nameless = evolve(publication("heel iemand anders"), iri=None)
    put([Catalog.of([ONE, nameless])], tmp_path / "a.ttl")
    twice = Catalog.of([ONE, advice("r1")])
    put([twice], tmp_path / "b.ttl")
    put([Catalog(publisher=lobkit.Organisation("Uitgever", iri=address("u")), publications=(ONE,))], tmp_path / "c.ttl")
    located: list[str] = []
    known = Parsed.located
    monkeypatch.setattr(Parsed, "located", lambda self: located.append("") or known(self))

    report = lobkit.validate(tmp_path / "a.ttl")
    assert (report.judged, report.findings, located) == (2, (), [])
    for name in ("b.ttl", "c.ttl"):
        located.clear()
        lobkit.validate(tmp_path / name)
        assert located


@pytest.mark.parametrize("several", [0, 1, 10])
def test_a_few_lines_in_turtle_are_looked_for_one_by_one(several, tmp_path, monkeypatch):
    """And told as by a reading with all places: of a DOI, a title, a pointer and a name."""
    monkeypatch.setattr("lobkit.validation.check._SEVERAL", several)
    things = [ONE, evolve(publication("eem"), doi="10.1000/182"), advice("los", of=address("weg")), advice("los2")]
    put([Catalog.of(things)], tmp_path / "a.ttl")
    put([advice("los2"), evolve(publication("een"), iri=None)], tmp_path / "b.ttl")
    found = lobkit.validate(tmp_path)
    monkeypatch.setattr("lobkit.validation.check._SEVERAL", 0)
    monkeypatch.setattr(judging, "_BY_SUBJECT", ())

    assert found == lobkit.validate(tmp_path)
    assert {one.code for one in found} == {"LOB501", "LOB502", "LOB503", "LOB504"}
    assert all(one.line for one in found)


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_no_place_is_looked_for_where_nothing_is_to_tell(extension, tmp_path, monkeypatch):
    """The reader that knows all places takes ten times as long, and as much memory."""
    put([ONE, publication("heel iemand anders")], tmp_path / f"a.{extension}")
    monkeypatch.setattr(Parsed, "located", lambda _: pytest.fail("the places were looked for"))

    report = lobkit.validate(tmp_path)
    assert (report.judged, report.findings) == (2, ())
