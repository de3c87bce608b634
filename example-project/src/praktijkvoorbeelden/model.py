"""The model: a class with a field of every kind, a scheme of its own, and the one value that bundles them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Annotated

from attrs import frozen

from lobkit import Concept, ConceptScheme, Iri, LangMap, Model, Organisation
from lobkit.declare import Property, rdf_type
from lobkit.formats import yaml
from lobkit.namespaces import DCTERMS, FOAF, Namespace
from lobkit.schemas.ontology import Named, Term
from lobkit.shape import checked
from lobkit.values import Address, ConceptIri
from lobkit.vocabularies import Sector, Thema

BASE = "https://praktijk.example.org/"
PV = Namespace("pv", BASE + "def#", "Praktijkvoorbeeld Stap school werkvorm steps instruction minutes basedOn")


@cache
def _werkvormen() -> Mapping[str, Concept]:
    text = resources.files("praktijkvoorbeelden").joinpath("werkvormen.yaml").read_text("utf-8")
    found = yaml.parse(text, (ConceptScheme, Concept)).records
    return {one.iri: one for one in found if isinstance(one, Concept)}


class Werkvorm(ConceptIri):
    """A concept of this project's own scheme: how pupils work."""

    __slots__ = ()
    scheme = BASE + "werkvorm"

    @classmethod
    def members(cls) -> Mapping[str, Concept]:
        """The concepts by IRI."""
        return _werkvormen()


@rdf_type(PV.Stap, "A step of a practice example.")
@frozen
class Stap:
    """What happens, and how long it takes."""

    instruction: Annotated[LangMap, Property(PV.instruction, "What the pupils do.")]
    minutes: Annotated[int | None, Property(PV.minutes, "How many minutes it takes.")] = None

    __attrs_post_init__ = checked


@rdf_type(PV.Praktijkvoorbeeld, "Something that a school did for career guidance.")
@frozen
class Praktijkvoorbeeld:
    """What a school did, step by step, and what it is about."""

    iri: Iri
    title: Annotated[LangMap, Property(DCTERMS.title, "What the school calls it.")]
    school: Annotated[Organisation, Property(PV.school, "The school that did it.")]
    steps: Annotated[tuple[Stap, ...], Property(PV.steps, "What happens, in order.")] = ()
    sectors: Annotated[frozenset[Sector], Property(DCTERMS.educationLevel, "For which sectors it is.")] = frozenset()
    themas: Annotated[frozenset[Thema], Property(DCTERMS.subject, "The themes that it concerns.")] = frozenset()
    werkvormen: Annotated[frozenset[Werkvorm], Property(PV.werkvorm, "How the pupils work.")] = frozenset()
    held: Annotated[datetime.date | None, Property(DCTERMS.issued, "The day on which it was first done.")] = None
    page: Annotated[Address | None, Property(FOAF.page, "Where the school tells about it.")] = None
    based_on: Annotated[frozenset[Iri], Property(PV.basedOn, "The publications that it builds on.")] = frozenset()

    __attrs_post_init__ = checked


ABOUT = Named(
    PV.iri.rstrip("#"),
    {"nl": "Praktijkvoorbeelden", "en": "Practice examples"},
    {"nl": "Wat scholen voor LOB deden.", "en": "What schools did for career guidance."},
    "1.0.0",
    {
        PV.Praktijkvoorbeeld: Term("praktijkvoorbeeld", "practice example", "Iets wat een school voor LOB deed."),
        PV.Stap: Term("stap", "step", "Een stap van een praktijkvoorbeeld."),
        PV.school: Term("school", "school", "De school die het deed."),
        PV.steps: Term("stappen", "steps", "Wat er gebeurt, op volgorde."),
        PV.werkvorm: Term("werkvorm", "working method", "Hoe de leerlingen werken."),
        PV.basedOn: Term("gebaseerd op", "based on", "De publicaties waarop het voortbouwt."),
        PV.instruction: Term("opdracht", "instruction", "Wat de leerlingen doen."),
        PV.minutes: Term("minuten", "minutes", "Hoeveel minuten het duurt."),
    },
    {},
)

MODEL = Model((Praktijkvoorbeeld,), name="praktijk", base=BASE, version="1.0", about=ABOUT)
