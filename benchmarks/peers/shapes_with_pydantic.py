"""pydantic v2: the records of other shapes as strict models, with the constraints that lobkit checks."""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import BaseModel, TypeAdapter

from benchmarks.peers.with_pydantic import Address, Iri, LangMap, Language, Strict, Text


class Lesson(Strict):
    """Many short fields."""

    id: Iri
    type: Literal["Lesson"]
    course: Iri
    code: Text
    room: Text
    teacher: Text
    group: Text
    day: datetime.date
    hour: int
    seats: int
    online: bool
    taken: int | None = None
    language: Language | None = None
    link: Address | None = None
    remark: Text | None = None


class Term(Strict):
    """Labels by language, and links."""

    id: Iri
    type: Literal["Term"]
    label: LangMap
    alike: list[Iri] = []


class Essay(Strict):
    """Pages of text."""

    id: Iri
    type: Literal["Essay"]
    title: LangMap
    body: Text
    abstract: LangMap


class Unit(Strict):
    """A part that has parts."""

    type: Literal["Unit"]
    heading: Text
    units: list[Unit] = []


class Course(Strict):
    """Things in things; sets are lists here."""

    id: Iri
    type: Literal["Course"]
    title: LangMap
    starts: datetime.date
    terms: list[Term] = []
    words: list[Text] = []
    books: list[Address] = []
    units: list[Unit] = []


MODELS: dict[str, type[BaseModel]] = {one.__name__: one for one in (Lesson, Term, Essay, Course)}


def parse(name: str, raw: bytes) -> list[BaseModel]:
    """The records of a file of JSON Lines."""
    read = MODELS[name].model_validate_json
    return [read(line) for line in raw.splitlines()]


def serialize_raw(name: str, records: list[BaseModel]) -> bytes:
    """The records as JSON Lines, to the byte what lobkit writes."""
    write = TypeAdapter(MODELS[name]).dump_json
    return b"".join([write(one, exclude_defaults=True) + b"\n" for one in records])
