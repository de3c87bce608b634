"""A small shelf of records to ask, and a vocabulary with a hierarchy, as another project would declare it."""

from typing import Annotated

from attrs import frozen

import lobkit
from lobkit import Catalog, Iri, LangMap, Person, Publication, Recommendation, Section
from lobkit.declare import Property, rdf_type
from lobkit.shape import checked
from lobkit.skos import Concept
from lobkit.values import ConceptIri

EX = "https://example.org/"


def publication(
    title: str, year: int | None = None, sectors: str = "", themas: str = "", soort: str | None = None, **more
):
    return Publication(
        LangMap(nl=title),
        year=year,
        sectors=frozenset(lobkit.sector[one] for one in sectors.split()),
        themas=frozenset(lobkit.thema[one] for one in themas.split()),
        soort=lobkit.soort[soort] if soort else None,
        **more,
    )


def advice(text: str, themas: str = "", **more) -> Recommendation:
    return Recommendation(LangMap(nl=text), themas=frozenset(lobkit.thema[one] for one in themas.split()), **more)


TALK = publication(
    "Het goede loopbaangesprek",
    2016,
    "mbo vmbo",
    "loopbaangesprek professionalisering",
    "proefschrift",
    iri=Iri(EX + "talk"),
    authors=(Person("Vries, A. de"),),
    summary=(Section("Begeleiding", "Mentoren leren vragen stellen.", (Section(None, "Scholen kiezen zelf."),)),),
    recommendations=(advice("Plan elk half jaar een gesprek."), advice("Betrek ouders.", "ouderbetrokkenheid")),
)
POLICY = publication("Beleid op school", 2021, "mbo", "visie-beleid-en-kwaliteit", "artikel", language="nl")
CHOICE = publication("Kiezen in het hoger onderwijs", 2014, "ho", "studiekeuze-studiesucces", "artikel")
BARE = publication("Zonder criteria")
ALONE = advice("Maak tijd vrij.", publication=Iri(EX + "talk"))
CATALOG = Catalog(publications=(TALK, POLICY, CHOICE, BARE), recommendations=(ALONE,))

PLANTS = {
    EX + "plant": Concept(Iri(EX + "plant"), LangMap(nl="plant", en="plant")),
    EX + "tree": Concept(Iri(EX + "tree"), LangMap(nl="boom", en="tree"), broader=frozenset({Iri(EX + "plant")})),
    EX + "oak": Concept(Iri(EX + "oak"), LangMap(nl="eik", en="oak"), broader=frozenset({Iri(EX + "tree")})),
    EX + "moss": Concept(Iri(EX + "moss"), LangMap(nl="mos", en="moss"), broader=frozenset({Iri(EX + "plant")})),
}


class Plant(ConceptIri):
    """A plant of a small hierarchy."""

    scheme = EX[:-1]

    @classmethod
    def members(cls):
        return PLANTS

    def pref_label(self, lang: str) -> str:
        return PLANTS[self].pref_label.best(lang)


class Colour(ConceptIri):
    """A colour of an open scheme."""

    scheme = EX + "colour"


@rdf_type(EX + "Photo", "A photo of plants.")
@frozen
class Photo:
    """A class that lobkit knows nothing of."""

    name: Annotated[str, Property(EX + "name", "Its name.")]
    plants: Annotated[frozenset[Plant], Property(EX + "shows", "What it shows.")] = frozenset()
    colour: Annotated[Colour | None, Property(EX + "colour", "Its colour.")] = None

    __attrs_post_init__ = checked
