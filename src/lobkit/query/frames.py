"""Columns as a frame of pandas, Polars or Arrow, with a type for each: lists stay lists, categories categories."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from lobkit.errors import LobkitError
from lobkit.query.columns import Column

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise LobkitError(f"{name} is not installed; install it with: pip install 'lobkit[frames]'") from None


_PANDAS = {"text": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}


def to_pandas(columns: Sequence[Column]) -> pandas.DataFrame:
    """A pandas frame: nullable types, Categorical for categories, lists of Python in columns of objects.

    The meanings of the columns stand in `frame.attrs["definitions"]`.
    """
    pd = _library("pandas")

    def series(one: Column) -> Any:
        if one.many:
            return pd.Series([list(cell) for cell in one.values], dtype="object")
        if one.kind == "category":
            return pd.Series(pd.Categorical(one.values, categories=one.categories))
        if one.kind == "date":
            return pd.Series(pd.to_datetime(list(one.values)).astype("datetime64[s]"))
        return pd.Series(list(one.values), dtype=_PANDAS[one.kind])

    frame = pd.DataFrame({one.name: series(one) for one in columns})
    frame.attrs["definitions"] = {one.name: one.definition for one in columns}
    return frame


def to_polars(columns: Sequence[Column]) -> polars.DataFrame:
    """A Polars frame: Enum for categories, List for lists."""
    pl = _library("polars")
    plain = {"text": pl.String, "integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean, "date": pl.Date}

    def type_of(one: Column) -> Any:
        inner = pl.Enum(list(one.categories)) if one.kind == "category" else plain[one.kind]
        return pl.List(inner) if one.many else inner

    data = {one.name: [list(cell) for cell in one.values] if one.many else list(one.values) for one in columns}
    return pl.DataFrame(data, schema={one.name: type_of(one) for one in columns})  # type: ignore[no-any-return]


def to_arrow(columns: Sequence[Column]) -> pyarrow.Table:
    """An Arrow table: dictionaries for categories, lists for lists, and the meaning of each column in its field."""
    pa = _library("pyarrow")
    plain = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }

    def made(one: Column) -> Any:
        if one.kind != "category":
            kind = pa.list_(plain[one.kind]) if one.many else plain[one.kind]
            return pa.array([list(cell) for cell in one.values] if one.many else list(one.values), type=kind)
        at = {label: number for number, label in enumerate(one.categories)}
        flat = [label for cell in one.values for label in (cell if one.many else (cell,))]
        codes = pa.array([None if label is None else at[label] for label in flat], type=pa.int32())
        coded = pa.DictionaryArray.from_arrays(codes, pa.array(one.categories, type=pa.string()))
        if not one.many:
            return coded
        ends = [0]
        for cell in one.values:
            ends.append(ends[-1] + len(cell))
        return pa.ListArray.from_arrays(pa.array(ends, type=pa.int32()), coded)

    arrays = {one.name: made(one) for one in columns}
    fields = [pa.field(one.name, arrays[one.name].type, metadata={"definition": one.definition}) for one in columns]
    return pa.Table.from_arrays(list(arrays.values()), schema=pa.schema(fields))
