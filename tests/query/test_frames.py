"""Frames hold what the records hold, with a type and a meaning for each column, in three libraries alike."""

import sys

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import lobkit
from lobkit import Catalog
from lobkit.errors import LobkitError
from lobkit.query.frames import to_arrow, to_pandas, to_polars
from lobkit.query.selection import Selection
from lobkit.query.source import Source
from lobkit.shape import shape_of
from tests.everything import Everything
from tests.query.shelf import CATALOG, EX, Colour, Photo, Plant

EVERY = [CATALOG, CATALOG.advice, CATALOG.where(soort=None), Catalog(), Catalog().advice]


def cells(frame, name: str) -> list[object]:
    """The cells of a column as plain Python, with None where one is missing."""
    if isinstance(frame, pd.DataFrame):
        return [one if isinstance(one, list) or not pd.isna(one) else None for one in frame[name]]
    return frame[name].to_list() if isinstance(frame, pl.DataFrame) else frame.column(name).to_pylist()


@pytest.mark.parametrize("records", EVERY, ids=repr)
@pytest.mark.parametrize("long", [(), "thema", ("thema", "sector")], ids=str)
def test_three_libraries_hold_the_same(records, long):
    """Every cell of every column, lists as lists and missing as missing."""
    columns = records.columns(long=long)
    for frame in (to_pandas(columns), to_polars(columns), to_arrow(columns)):
        for one in columns:
            assert cells(frame, one.name) == [list(cell) if one.many else cell for cell in one.values]


@pytest.mark.parametrize("records", EVERY, ids=repr)
def test_the_columns_follow_the_shape(records):
    """One for each property, under its own name or that of its facet, also where there are no records."""
    asked = records.advice.source.asked if isinstance(records, Catalog) else records.source.asked
    asked = records.where().source.asked if isinstance(records, Catalog) else asked
    names = {one.name for one in records.columns()}
    by_facet = {facet.attribute: facet.name for facet in asked.facets.values()}

    assert {by_facet.get(one.name, one.name) for one in shape_of(asked.cls).properties} <= names
    assert {"record", "iri", *asked.facets} <= names
    assert all(one.definition for one in records.columns())


def test_what_a_cell_holds():
    """Titles in a language, nested things by their names, concepts by labels or IRIs."""
    frame = CATALOG.to_polars(lang="en")
    first = frame.row(0, named=True)

    assert (first["iri"], first["title"], first["authors"], first["year"]) == (
        EX + "talk",
        "Het goede loopbaangesprek",
        ["Vries, A. de"],
        2016,
    )
    assert first["recommendations"] == ["Plan elk half jaar een gesprek.", "Betrek ouders."]
    assert (first["sector"], first["jaartal"]) == (
        ["prevocational secondary education", "secondary vocational education"],
        "2015 - 2020",
    )
    assert frame["year"].to_list() == [2016, 2021, 2014, None]
    assert CATALOG.to_pandas(concepts="iri")["soort"][0] == lobkit.soort["proefschrift"]


def test_types_are_kept():
    """Nullable whole numbers, categories with all their values in order, lists of categories."""
    labels = [one.label for one in lobkit.thema.values()]
    pandas, polars, arrow = CATALOG.to_pandas(), CATALOG.to_polars(), CATALOG.to_arrow()

    assert (str(pandas["year"].dtype), str(pandas["title"].dtype), str(pandas["soort"].dtype)) == (
        "Int64",
        "string",
        "category",
    )
    assert isinstance(pandas["thema"][0], list)
    assert list(CATALOG.to_pandas(long="thema")["thema"].cat.categories) == labels
    assert polars.schema["thema"] == pl.List(pl.Enum(labels))
    assert (polars.schema["year"], polars.schema["authors"]) == (pl.Int64, pl.List(pl.String))
    assert arrow.schema.field("thema").type == pa.list_(pa.dictionary(pa.int32(), pa.string()))
    assert arrow.schema.field("year").metadata == {b"definition": b"The year of publication."}
    assert pandas.attrs["definitions"]["year"] == "The year of publication."


def test_the_long_form_can_be_grouped():
    """A row for each concept, and a row in which it is missing for a record without one; zeros are kept by the category."""
    long = CATALOG.to_pandas(long="thema")

    assert long["record"].tolist() == [0, 0, 1, 2, 3]
    assert long.groupby("thema", observed=False)["record"].nunique().to_dict() == {
        one.label: count for one, count in zip(lobkit.thema.values(), CATALOG.facets()["thema"].values(), strict=True)
    }
    assert long["thema"].isna().tolist() == [False] * 4 + [True]
    both = CATALOG.to_polars(long=("thema", "sector"))
    assert both.filter(pl.col("record") == 0).select("thema", "sector").rows() == [
        ("Loopbaangesprek", "vmbo"),
        ("Loopbaangesprek", "mbo"),
        ("Professionalisering", "vmbo"),
        ("Professionalisering", "mbo"),
    ]


def test_advice_brings_the_year_and_kind_of_its_publication():
    """What the advice does not say stands in its row all the same."""
    rows = CATALOG.advice.to_polars().select("text", "year", "soort", "thema").rows()

    assert rows[1] == ("Betrek ouders.", 2016, "Proefschrift", ["Ouderbetrokkenheid"])


def test_the_classes_of_another_project_give_frames():
    """A field of every kind, an open scheme, and a hierarchy."""
    photos = [Photo("a", frozenset({Plant(EX + "oak"), Plant(EX + "moss")}), Colour(EX + "colour/red")), Photo("b")]
    frame = Selection(Source(Photo, lambda: ((one, None) for one in photos))).to_pandas()
    assert frame["plant"].tolist() == [["eik", "mos"], []]
    assert frame["colour"].cat.categories.tolist() == ["red"]
    every = Selection(
        Source(Everything, lambda: [(Everything(lobkit.Iri(EX + "x"), "één", ("a", "b", "a"), flag=True), None)])
    )
    for made in (every.to_pandas(), every.to_polars(), every.to_arrow()):
        assert (cells(made, "needed_list"), cells(made, "flag"), cells(made, "day"), cells(made, "number")) == (
            [["a", "b", "a"]],
            [True],
            [None],
            [None],
        )


def test_a_missing_library_is_told(monkeypatch):
    """With the words that install it."""
    for name in ("pandas", "polars", "pyarrow"):
        monkeypatch.setitem(sys.modules, name, None)
    for make in (CATALOG.to_pandas, CATALOG.to_polars, CATALOG.to_arrow):
        with pytest.raises(LobkitError, match=r"is not installed; install it with: pip install 'lobkit\[frames\]'"):
            make()
