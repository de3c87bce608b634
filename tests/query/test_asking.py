"""Records are asked by concept, value and words, and counted as a faceted search counts."""

import pytest

import lobkit
from lobkit import Catalog, ValueRefused
from lobkit.errors import LobkitError
from lobkit.query.asking import UnknownFacet, askable
from lobkit.query.selection import Selection
from lobkit.query.source import Source
from lobkit.vocabularies import UnknownConcept
from tests.query.shelf import ALONE, BARE, CATALOG, CHOICE, EX, POLICY, TALK, Colour, Photo, Plant

ASKED = [
    ({"thema": "loopbaangesprek"}, [TALK]),
    ({"thema": "LOOPBAAN-gesprek"}, [TALK]),
    ({"thema": "T05"}, [TALK]),
    ({"thema": "https://w3id.org/lobkit/thema/loopbaangesprek"}, [TALK]),
    ({"thema": lobkit.thema["loopbaangesprek"]}, [TALK]),
    ({"themas": "career conversation"}, [TALK]),
    ({"sector": "mbo"}, [TALK, POLICY]),
    ({"sectors": ["vmbo", lobkit.sector["ho"]]}, [TALK, CHOICE]),
    ({"sector": "mbo", "thema": "kwaliteitsborging"}, [POLICY]),
    ({"soort": "artikel"}, [POLICY, CHOICE]),
    ({"soort": None}, [BARE]),
    ({"soort": [None, "Proefschrift"]}, [TALK, BARE]),
    ({"jaartal": "2015 - 2020"}, [TALK]),
    ({"jaartal": "< 2015"}, [CHOICE]),
    ({"year": 2016}, [TALK]),
    ({"year": "2016"}, [TALK]),
    ({"year": range(2014, 2017)}, [TALK, CHOICE]),
    ({"year": range(2015, 2021), "sector": "ho"}, []),
    ({"year": None}, [BARE]),
    ({"year": {2014, 2021}}, [POLICY, CHOICE]),
    ({"language": "nl"}, [POLICY]),
    ({"text": "gesprek"}, [TALK]),
    ({"text": "gesprek", "sector": "ho"}, []),
    ({"text": "kiezen", "soort": "artikel"}, [CHOICE]),
    ({}, [TALK, POLICY, CHOICE, BARE]),
]


@pytest.mark.parametrize(("criteria", "answer"), ASKED, ids=[str(criteria) for criteria, _ in ASKED])
def test_publications_are_asked(criteria, answer):
    """Every name of a concept finds it, and all that is asked must be so."""
    assert CATALOG.where(**criteria) == answer


REFUSED = [
    ({"themes": "x"}, UnknownFacet, "a Publication cannot be asked by 'themes'; did you mean 'thema'?"),
    ({"jaar": 2015}, UnknownFacet, "a Publication cannot be asked by 'jaar'; did you mean 'jaartal'?"),
    ({"zzz": 2015}, UnknownFacet, "'zzz'; ask by soort, sector, thema, jaartal, printed_authors, year,"),
    (
        {"thema": "Loopbaangesprekje"},
        UnknownConcept,
        "'Loopbaangesprekje' is no concept of Thema; did you mean 'Loopbaangesprek'",
    ),
    ({"thema": "mbo"}, UnknownConcept, "'mbo' is no concept of Thema; it is one of sector: ask sector='mbo'"),
    ({"sector": lobkit.thema["doorstromen"]}, UnknownConcept, "it is one of thema"),
    ({"thema": 5}, ValueRefused, "thema: expected a concept or its name, not 5"),
    ({"year": "lang geleden"}, ValueRefused, "year: 'lang geleden' is not of the form 2015"),
    ({"year": "2015..2020"}, ValueRefused, "ask for a range by range(2015, 2021), on the command line by 2015..2020"),
    ({"year": "2020 - 2015"}, ValueRefused, "ask for a range by range(2015, 2021)"),
    ({"year": 99}, ValueRefused, "year: 99 is no year of publication"),
    ({"language": range(3)}, ValueRefused, "language: a range asks for whole numbers"),
    ({"text": 5}, ValueRefused, "text: expected words, not 5"),
]


@pytest.mark.parametrize(("criteria", "error", "message"), REFUSED, ids=str)
def test_a_wrong_question_is_refused_at_once(criteria, error, message):
    """A name that is none says what may have been meant, before anything is looked up."""
    with pytest.raises(error) as refused:
        CATALOG.where(**criteria)

    assert isinstance(refused.value, LobkitError)
    assert message in str(refused.value)


def test_questions_are_chained():
    """One question after another narrows further, and the first selection stays what it was."""
    mbo = CATALOG.where(sector="mbo")
    both = mbo.where(thema="loopbaangesprek").where(thema="professionalisering")

    assert (len(mbo), both[0], both[:5], repr(both)) == (2, TALK, [TALK], "<1 Publication>")


def test_nothing_is_looked_up_before_it_is_needed():
    """A selection reads its records when somebody looks."""
    read = []
    source = Source(Photo, lambda: read.append(1) or [(Photo("a"), None)])
    selection = Selection(source).where(colour=None)
    assert read == []

    assert (len(selection), len(selection), read) == (1, 1, [1])


def test_counts_tell_zeros_and_what_is_missing():
    """Each concept of each facet is counted, also where no record has it."""
    found = CATALOG.facets()

    assert dict(found["sector"]) == {
        lobkit.sector[slug]: n for slug, n in {"vmbo": 1, "havo-vwo": 0, "mbo": 2, "ho": 1}.items()
    }
    assert (found["thema"]["Kansengelijkheid"], found["themas"]["T05"], len(found["thema"])) == (0, 1, 12)
    assert (found["soort"].without, found["jaartal"].without, found.size) == (1, 1, 4)
    assert list(found) == ["soort", "sector", "thema", "jaartal"]


def test_what_is_asked_of_a_facet_does_not_narrow_its_own_counts():
    """The other themes under a theme say what another choice would give; other facets are narrowed."""
    found = CATALOG.where(sector="mbo", year=range(2015, 2030)).facets()

    assert [one.count for _, one in found["sector"].walk()] == [1, 0, 2, 0]
    assert [one.concept.slug for _, one in found["sector"].walk() if one.asked] == ["mbo"]
    assert [one.count for _, one in found["soort"].walk()] == [1, 0, 0, 0, 1]
    assert found.size == 2


@pytest.mark.parametrize(
    "asked", [{"sector": "mbo"}, {"thema": "doorstromen", "soort": "artikel"}, {"text": "school"}, {"year": 2014}]
)
def test_counts_are_what_asking_gives(asked):
    """Every count is the length of the selection in which its own facet is asked for that concept."""
    for name, counts in CATALOG.where(**asked).facets().items():
        others = {key: value for key, value in asked.items() if key != name}
        for concept, count in counts.items():
            assert len(CATALOG.where(**others).where(**{name: concept})) == count
        assert len(CATALOG.where(**others).where(**{name: None})) == counts.without


def test_an_unknown_facet_is_refused():
    """Only facets can be counted."""
    with pytest.raises(UnknownFacet, match="'sectoren' is no facet of a Publication; did you mean 'sector'"):
        CATALOG.facets("sectoren")
    with pytest.raises(UnknownFacet, match="ask by soort, sector, thema, jaartal"):
        CATALOG.facets("year")


def test_advice_is_asked_across_publications():
    """Advice within publications and on its own is asked alike; what it does not say, its publication says."""
    plan, parents = TALK.recommendations
    advice = CATALOG.advice

    assert advice == [plan, parents, ALONE]
    assert advice.where(thema="ouderbetrokkenheid") == [parents]
    assert advice.where(thema="loopbaangesprek") == [plan, ALONE]
    assert advice.where(sector="mbo", soort="proefschrift", year=range(2015, 2021)) == [plan, parents, ALONE]
    assert [advice.publication_of(at) for at in range(3)] == [TALK, TALK, TALK]
    assert [one.count for _, one in advice.facets("sector")["sector"].walk()] == [3, 0, 3, 0]
    assert CATALOG.where(sector="ho").recommendations == []
    assert CATALOG.where(thema="loopbaangesprek").recommendations.where(thema="ouderbetrokkenheid") == [parents]


def test_a_broader_concept_finds_and_counts_what_is_below_it():
    """The hierarchy of a scheme of another project is followed, down to the leaves."""
    photos = [
        Photo("oak", frozenset({Plant(EX + "oak")})),
        Photo("both", frozenset({Plant(EX + "tree"), Plant(EX + "moss")})),
        Photo("none"),
    ]
    every = Selection(Source(Photo, lambda: ((one, None) for one in photos)))
    counts = every.facets("plant")["plant"]

    assert [one.name for one in every.where(plant="Boom")] == ["oak", "both"]
    assert [(depth, one.concept.pref_label("en"), one.count) for depth, one in counts.walk()] == [
        (0, "plant", 2),
        (1, "tree", 2),
        (2, "oak", 1),
        (1, "moss", 1),
    ]
    assert "      eik" in str(counts)
    with pytest.raises(UnknownConcept, match="'berk' is no concept of Plant; its concepts are plant, tree, oak, moss"):
        every.where(plants="berk")


def test_an_open_scheme_counts_what_is_found():
    """A scheme without a list of concepts is asked by IRI."""
    red, blue = Colour(EX + "colour/red"), Colour(EX + "colour/blue")
    every = Selection(Source(Photo, lambda: ((Photo("x", colour=one), None) for one in (red, blue, red))))

    assert dict(every.facets("colour")["colour"]) == {blue: 1, red: 2}
    assert len(every.where(colour=str(red))) == 2
    with pytest.raises(UnknownConcept, match="named by IRI"):
        every.where(colour="red")


def test_the_keywords_follow_the_shape():
    """Facets and plain values are those of the class, in all their spellings."""
    found = askable(lobkit.Publication)

    assert {name: one.names for name, one in found.facets.items()} == {
        "soort": ("soort",),
        "sector": ("sector", "sectors"),
        "thema": ("thema", "themas"),
        "jaartal": ("jaartal",),
    }
    assert found.find("fullText") is found.find("full_text")


def test_an_empty_catalog_can_be_asked():
    """No records give no answers and zeros, and no error."""
    empty = Catalog()

    assert (empty.where(thema="T05", text="x") == [], empty.search("x"), empty.advice == []) == (True, [], True)
    assert set(empty.facets()["thema"].values()) == {0}
    assert str(empty.facets("sector")).splitlines()[1].split() == ["vmbo", "0"]
