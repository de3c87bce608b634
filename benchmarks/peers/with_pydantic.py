"""pydantic v2: the records as strict models with the constraints that lobkit checks, in the order that it writes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter
from pydantic.alias_generators import to_camel

from lobkit.model.identifiers import DOI
from lobkit.values import ADDRESS_PATTERN, IRI_PATTERN, LANGUAGE_PATTERN
from lobkit.vocabularies import VOCABULARIES


def _whole(pattern: str) -> StringConstraints:
    return StringConstraints(pattern=f"^(?:{pattern})$")


# What lobkit refuses in a text, as far as UTF-8 can hold it at all.
Text = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]*$")]
Iri = Annotated[str, _whole(IRI_PATTERN)]
Address = Annotated[str, _whole(ADDRESS_PATTERN)]
Language = Annotated[str, StringConstraints(pattern=f"^(?:{LANGUAGE_PATTERN})$", to_lower=True)]
LangMap = Annotated[dict[Language, Text], Field(min_length=1)]
Year = Annotated[int, Field(ge=1000, le=9999)]
Doi = Annotated[str, _whole(DOI.patterns[0])]
Soort = Literal[tuple(str(one) for one in VOCABULARIES["soort"].values())]  # type: ignore[valid-type]
Sector = Literal[tuple(str(one) for one in VOCABULARIES["sector"].values())]  # type: ignore[valid-type]
Thema = Literal[tuple(str(one) for one in VOCABULARIES["thema"].values())]  # type: ignore[valid-type]


class Strict(BaseModel):
    """What no model takes: unknown keys, and values of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, alias_generator=to_camel, populate_by_name=True)


class Person(Strict):
    """A person."""

    type: Literal["Person"]
    name: Text
    given_name: Text | None = None
    particle: Text | None = None
    family_name: Text | None = None


class Organisation(Strict):
    """An organisation."""

    type: Literal["Organisation"]
    name: Text


class Section(Strict):
    """A part of a text."""

    type: Literal["Section"]
    heading: Text | None = None
    body: Text = ""
    sections: list[Section] = []


class Recommendation(Strict):
    """What is advised. Sets are lists here, which is the faster form, and keeps the order of the source."""

    id: Iri | None = None
    type: Literal["Recommendation"]
    text: LangMap
    themas: list[Thema] = []
    sectors: list[Sector] = []
    audiences: list[Text] = []


class Publication(Strict):
    """A record, with the fields that the benchmark's records use."""

    id: Iri | None = None
    type: Literal["Publication"]
    title: LangMap
    authors: list[Annotated[Person | Organisation, Field(discriminator="type")]] = []
    year: Year | None = None
    soort: Soort | None = None
    sectors: list[Sector] = []
    themas: list[Thema] = []
    full_text: Address | None = None
    doi: Doi | None = None
    language: Language | None = None
    summary: list[Section] = []
    recommendations: list[Recommendation] = []


def parse(raw: bytes) -> list[Publication]:
    """The records of a file of JSON Lines, from its bytes: lines that are text take longer."""
    read = Publication.model_validate_json
    return [read(line) for line in raw.splitlines()]


class Document(Strict):
    """A document of several records."""

    graph: list[Publication] = Field(alias="@graph")


def parse_document(raw: bytes) -> list[Publication]:
    """The records of a JSON document."""
    return Document.model_validate_json(raw).graph


def serialize(publications: list[Publication]) -> str:
    """The records as JSON Lines, to the byte what lobkit writes."""
    return "".join([one.model_dump_json(by_alias=True, exclude_defaults=True) + "\n" for one in publications])


_ADAPTER = TypeAdapter(Publication)


def serialize_raw(publications: list[Publication]) -> bytes:
    """The same in UTF-8, from which no text is made first."""
    write = _ADAPTER.dump_json
    return b"".join([write(one, by_alias=True, exclude_defaults=True) + b"\n" for one in publications])
