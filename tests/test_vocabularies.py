"""The four vocabularies: complete, exactly as printed, and in order with the Dutch profile for vocabularies."""

from pathlib import Path

import pyshacl
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

import lobkit
from lobkit.exchange import FORMATS
from lobkit.vocabularies import VOCABULARIES

PROFILE = Path(__file__).parent.parent.parent / "shared" / "standards" / "skos-ap-nl.ttl"

LABELS = {
    "sector": ["vmbo", "havo / vwo", "mbo", "ho"],
    "thema": ["Visie, beleid en kwaliteit", "LOB-leeromgeving", "LOB-programma", "Studiekeuze/ studiesucces", "Loopbaangesprek",
              "Doorstromen", "Arbeidsmarktinformatie", "LOB-documenten", "Ouderbetrokkenheid", "Professionalisering",
              "Samenwerking", "Kansengelijkheid"],
    "jaartal": ["> 2020", "2015 - 2020", "< 2015"],
    "soort": ["Proefschrift", "Inaugurale rede/ lectorale rede", "Onderzoeksrapport", "Samenvatting onderzoeksrapport", "Artikel"],
}  # fmt: skip
each = pytest.mark.parametrize("name", LABELS)


@each
def test_labels_are_as_printed_and_in_order(name):
    """Odd spacing included."""
    assert [one.label for one in VOCABULARIES[name].values()] == LABELS[name]


@each
def test_every_concept_is_whole(name):
    """Labels and definitions in both languages, a notation, and a place at the top of its scheme."""
    for concept in VOCABULARIES[name].concepts.values():
        assert set(concept.pref_label) == set(concept.definition) == {"nl", "en"}
        assert len(concept.notations) == 1
        assert concept.top_concept_of == concept.in_scheme == {VOCABULARIES[name].iri}
    assert VOCABULARIES[name].scheme().top_concepts == set(VOCABULARIES[name].concepts)


@pytest.mark.parametrize(
    ("name", "said", "slug"),
    [
        ("thema", "Studiekeuze / studiesucces", "studiekeuze-studiesucces"),
        ("thema", "kwaliteitsborging", "visie-beleid-en-kwaliteit"),
        ("thema", "LOOPBAANGESPREK", "loopbaangesprek"),
        ("thema", "T06", "doorstromen"),
        ("sector", "havo", "havo-vwo"),
        ("sector", "VWO", "havo-vwo"),
        ("sector", "Havo/VWO", "havo-vwo"),
        ("jaartal", ">2020", "na-2020"),
        ("jaartal", "<2015", "voor-2015"),
        ("soort", "inaugurale rede / lectorale rede", "inaugurale-rede-lectorale-rede"),
    ],
)
def test_a_concept_is_found_by_any_of_its_names(name, said, slug):
    """Matching ignores case, spacing, hyphens, slashes and accents, and knows alternative and hidden labels."""
    assert VOCABULARIES[name].find(said).slug == slug


@given(st.integers())
def test_every_year_falls_in_exactly_one_period(year):
    """The period follows from the year, totally and without overlap."""
    fitting = [year > 2020, 2015 <= year <= 2020, year < 2015]

    assert lobkit.jaartal.for_year(year) == list(lobkit.jaartal.values())[fitting.index(True)]


def test_mappings_stand_apart():
    """The links to other vocabularies are in a file and a graph of their own."""
    (mbo,) = [one for one in lobkit.sector.mappings() if one.iri == lobkit.sector["mbo"]]

    assert mbo.exact_match == {"http://purl.edustandaard.nl/begrippenkader/f3ac3fbb-5eae-49e0-8494-0a44855fff25"}
    assert not any(one.exact_match or one.broad_match for one in lobkit.sector.concepts.values())


@pytest.mark.skipif(not PROFILE.exists(), reason="the profile is others' work and not part of this repository")
@each
def test_the_dutch_profile_finds_no_violation(name):
    """NL-SBB: every result of severity Violation counts, whatever the validator's own verdict."""
    data = rdflib.Graph().parse(data="".join(FORMATS["turtle"].serialize(VOCABULARIES[name].roots())), format="turtle")
    profile = rdflib.Graph().parse(PROFILE)
    _, report, _ = pyshacl.validate(data, shacl_graph=profile, advanced=True)
    shacl = rdflib.Namespace("http://www.w3.org/ns/shacl#")

    assert list(report.subjects(shacl.resultSeverity, shacl.Violation)) == []
    assert list(report.subjects(shacl.resultSeverity, shacl.Warning)) == []
