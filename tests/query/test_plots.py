"""Pictures are counted before they are drawn, labelled in two languages, and shown without a connection."""

import base64
import zlib
from typing import get_args
from xml.etree import ElementTree

import attrs
import pytest
import vl_convert

import lobkit
from lobkit import Catalog
from lobkit.errors import LobkitError
from lobkit.query.asking import UnknownFacet
from lobkit.query.plots import Plot
from lobkit.query.png import packed, size_of
from tests.query.shelf import CATALOG

KINDS = get_args(Plot)
SIZES = {
    "none": Catalog(),
    "one": Catalog(publications=CATALOG.publications[:1]),
    "some": CATALOG,
    "bare": Catalog(publications=CATALOG.publications[3:]),
}


def words(chart) -> str:
    return " ".join(ElementTree.fromstring(vl_convert.vegalite_to_svg(chart.to_dict())).itertext())


def dots(png: bytes) -> bytes:
    data, at = b"", 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        data += png[at + 8 : at + 8 + length] if png[at + 4 : at + 8] == b"IDAT" else b""
        assert int.from_bytes(png[at + 8 + length : at + 12 + length], "big") == zlib.crc32(
            png[at + 4 : at + 8 + length]
        )
        at += length + 12
    return zlib.decompress(data)


def values(chart) -> dict[tuple[str, str], int]:
    return {(one["row"], one["column"]): one["n"] for one in chart.to_dict()["data"]["values"]}


@pytest.mark.once
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_picture_can_be_drawn(kind, size, lang):
    """Whatever there is, in both languages: a picture with its size, and a sentence for whoever does not see it."""
    for records in (SIZES[size], SIZES[size].advice):
        made, sizes = records.plot(kind, lang=lang)._repr_mimebundle_()

        assert made["text/plain"].count(". ") >= 1
        assert base64.b64decode(made["image/png"]).startswith(b"\x89PNG")
        assert 100 < sizes["image/png"]["width"] < 1500
        assert "http" not in str(made["text/plain"])
        assert any(one.startswith("application/vnd.vegalite.v") for one in made)


LABELS = [
    ("years", "nl", ["Publicaties per jaar en sector", "jaar", "aantal", "mbo", "1 zonder jaar"]),
    ("years", "en", ["Publications by year and sector", "year", "count", "secondary vocational education"]),
    ("themes", "nl", ["Thema per sector", "Loopbaangesprek", "havo / vwo", "(geen)"]),
    ("together", "en", ["Theme: which go together", "Equal opportunities"]),
    ("gaps", "nl", ["Thema zonder publicaties", "geen", "alle"]),
]


@pytest.mark.parametrize(("kind", "lang", "said"), LABELS)
def test_pictures_are_labelled(kind, lang, said):
    """Titles, axes and concepts in the language that is asked for."""
    text = words(CATALOG.plot(kind, lang=lang))
    for one in said:
        assert one in text


def test_the_counts_are_those_of_the_facets():
    """Each cell is what asking for both gives; the diagonal is the count of one."""
    cells = values(CATALOG.plot("themes"))
    for theme in lobkit.thema.values():
        for sector in lobkit.sector.values():
            assert cells[theme.label, sector.label] == len(CATALOG.where(thema=theme, sector=sector))
    both = values(CATALOG.plot("together"))
    for one in lobkit.thema.values():
        for other in lobkit.thema.values():
            assert both[one.label, other.label] == len(CATALOG.where(thema=one).where(thema=other))


def test_gaps_are_where_nothing_is():
    """Also for a theme as a whole."""
    cells = values(CATALOG.plot("gaps"))

    assert (cells["Kansengelijkheid", "alle"], cells["Loopbaangesprek", "alle"], cells["Loopbaangesprek", "ho"]) == (
        0,
        1,
        0,
    )


def test_years_between_are_shown():
    """A year without research is a gap in the axis and not left out."""
    spec = CATALOG.plot("years").to_dict()

    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"] == list(range(2014, 2022))
    assert sum(one["n"] for one in spec["data"]["values"]) == 4  # one record has two sectors, one has no year


def test_many_records_are_few_rows():
    """The picture does not grow with the records."""
    one = CATALOG.publications[0]
    many = Catalog(publications=tuple(attrs.evolve(one, iri=None, year=1900 + at % 120) for at in range(6000)))
    for kind in KINDS:
        assert len(many.plot(kind).to_dict()["data"]["values"]) <= 240


def test_a_picture_is_packed_without_loss():
    """Smaller, with the same size and the same dots."""
    png = vl_convert.vegalite_to_png(CATALOG.plot("gaps").to_dict())
    small = packed(png)

    assert (len(small) < len(png) / 2, size_of(small)) == (True, size_of(png))
    assert dots(small) == dots(png)
    assert packed(small) == small


def test_other_facets_can_be_drawn():
    """What is counted, and what it is parted by, can be chosen."""
    assert ("Proefschrift", "2015 - 2020") in values(CATALOG.plot("themes", facet="soort", by="jaartal"))


REFUSED = [
    ({"kind": "pie"}, LobkitError, "'pie' is no picture; choose one of years, themes, together, gaps"),
    ({"by": "sectoren"}, UnknownFacet, "did you mean 'sector'"),
    ({"lang": "fr"}, LobkitError, "pictures speak nl and en, not 'fr'"),
]


@pytest.mark.parametrize(("options", "error", "message"), REFUSED, ids=str)
def test_what_cannot_be_drawn_is_refused(options, error, message):
    """With what there is."""
    with pytest.raises(error, match=message):
        CATALOG.plot(**options)
