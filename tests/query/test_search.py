"""Dutch words are found as a reader would find them, and no question can break the index."""

import sqlite3

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobkit import Catalog, LangMap, Publication, WriteError
from lobkit.query.dutch import holds, part_forms, stem, words
from lobkit.query.search import Index, snippet_of, texts_of
from tests.query.shelf import BARE, CATALOG, CHOICE, POLICY, TALK

SAME = [
    ("scholen", "school"),
    ("gesprekken", "gesprek"),
    ("keuzes", "keuze"),
    ("visies", "visie"),
    ("ouders", "ouder"),
    ("leerlingen", "leerling"),
    ("bedrijven", "bedrijf"),
    ("adviezen", "advies"),
    ("loopbanen", "loopbaan"),
    ("thema’s", "thema"),
    ("begeleiden", "begeleiding"),
    ("begeleidt", "begeleiding"),
    ("competenties", "competentie"),
    ("kinderen", "kind"),
    ("Oriëntatie", "orientatie"),
]
OTHER = [
    ("beleid", "begeleiding"),
    ("beleid", "begeleiden"),
    ("beleid", "begeleid"),
    ("schoolbeleid", "schoolbegeleiding"),
    ("loopbaanbeleid", "loopbaanbegeleiding"),
    ("leren", "leraren"),
    ("stage", "stad"),
]


def folded(word):
    return next(words(word))[0]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_inflections_are_one_word(one, other):
    """Whoever asks for the one finds the other."""
    assert stem(folded(one)) == stem(folded(other))


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_different_words_stay_apart(one, other):
    """No two words of different meaning share a term of the index, nor is the one looked for within the other."""
    a, b = stem(folded(one)), stem(folded(other))

    assert a != b
    assert not holds(b, folded(one), part_forms())


COMPOUNDS = [
    ("loopbaangesprek", "gesprek", True),
    ("loopbaangesprekken", "gesprekken", True),
    ("gespreksvoering", "gesprek", True),
    ("loopbaangesprekscyclus", "gesprek", True),
    ("studiekeuzegesprek", "keuze", True),
    ("schoolbeleid", "beleid", True),
    ("arbeidsmarktinformatie", "informatie", True),
    ("begeleiding", "leiding", False),
    ("begeleiding", "beleid", False),
    ("loopbaanbegeleiding", "beleid", False),
    ("voorbereiding", "rede", False),
    ("verandering", "ander", False),
    ("lerarenopleiding", "rede", False),
    ("gesprek", "spre", False),
]


@pytest.mark.parametrize(("compound", "part", "answer"), COMPOUNDS)
def test_a_word_is_found_within_compounds_only(compound, part, answer):
    """A part counts where all the rest is made of words too."""
    assert holds(stem(compound), part, {}) is answer


FOUND = [
    ("gesprek", [TALK]),
    ("GESPREKKEN", [TALK]),
    ("scholen", [POLICY, TALK]),
    ("beleid", [POLICY]),
    ("begeleiden", [TALK]),
    ("vries", [TALK]),
    ("kies*", []),
    ("kiez*", [CHOICE, TALK]),
    ('"hoger onderwijs"', [CHOICE]),
    ('"onderwijs hoger"', []),
    ("hoger-onderwijs", [CHOICE]),
    ("mentor vraag", [TALK]),
    ("mentor onderwijs", []),
    ("criteria zonder", [BARE]),
    ("plan gesprek", [TALK]),
]


@pytest.mark.parametrize(("text", "answer"), FOUND)
def test_words_are_found(text, answer):
    """In any inflection, within compounds and nested sections, by beginnings and as phrases; the best come first."""
    assert [hit.record for hit in CATALOG.search(text)] == answer


ODD = [
    '"',
    "*",
    "(",
    "AND",
    "a OR",
    "NEAR(a b)",
    "name_words:x",
    "{a b}:c",
    "^x",
    "-x",
    "+",
    "'",
    "''",
    "x\x00y",
    "x'; DROP",
    '"a" "',
    "",
    " ",
    "**",
    "a*b",
    "\ud83d\ude00",
    "%",
    "_",
    "?",
]


@pytest.mark.parametrize("text", ODD)
def test_no_sign_breaks_a_question(text):
    """Signs of FTS5's language have no meaning in a question."""
    assert len(CATALOG.search(text)) >= 0


@given(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=30),
    st.lists(st.sampled_from(['"', "*", "gesprek", "(", "AND", ":", "^", "-", " "])),
)
def test_any_text_can_be_asked(text, signs):
    """Whatever is asked, there is an answer and no error."""
    CATALOG.where(text=text + "".join(signs)).facets("thema")


def test_a_hit_shows_why():
    """The snippet holds the found words and says where they stand."""
    (hit,) = CATALOG.search("vragen")

    assert (str(hit.snippet), hit.record) == ("Mentoren leren [vragen] stellen.", TALK)
    assert hit.score > 0


def test_a_snippet_is_cut_around_the_words():
    """A long text is cut between words, with the marks in their places."""
    text = (
        "eerst komt er een heel lang verhaal over van alles en nog wat " * 5
        + "dan het gesprek over later"
        + " en dan nog veel meer" * 20
    )
    record = Publication(LangMap(nl="Lang"), printed_authors=text)
    snippet = snippet_of(record, Index.of([record]).shows("gesprek later"))

    assert [snippet.text[start:end] for start, end in snippet.marks] == ["gesprek", "later"]
    assert snippet.text.startswith("… ")
    assert snippet.text.endswith(" …")
    assert len(snippet.text) < 200


def test_hits_are_a_sequence():
    """They can be counted, sliced, compared and looked at."""
    found = CATALOG.search("school")

    assert (repr(found), len(found[:1]), found[:1] == [found[0]], found == CATALOG.search("scholen")) == (
        "<2 found>",
        1,
        True,
        True,
    )


def test_names_count_more():
    """A word in the title ranks above the same word in the text."""
    inside = Publication(LangMap(nl="Iets anders"), printed_authors="portfolio portfolio")
    named = Publication(LangMap(nl="Portfolio op school"))
    rest = [Publication(LangMap(nl=f"Nummer {at}")) for at in range(9)]

    assert [hit.record for hit in Catalog(publications=(inside, named, *rest)).search("portfolio")] == [named, inside]


def test_a_selection_is_searched_within():
    """Only what was asked for is found, and no more than wanted."""
    assert [hit.record for hit in CATALOG.where(sector="ho").search("kiezen")] == [CHOICE]
    assert len(CATALOG.search("school", limit=1)) == 1
    assert [hit.record.text["nl"] for hit in CATALOG.advice.search("ouder")] == ["Betrek ouders."]


def test_an_index_in_a_file_follows_the_records(tmp_path):
    """It is used again for the same records, made again for others, and never the only place of anything."""
    file = tmp_path / "woorden.idx"
    assert [hit.record for hit in CATALOG.search("gesprek", index=file)] == [TALK]
    before = file.read_bytes()
    assert [hit.record for hit in CATALOG.search("gesprek", index=file)] == [TALK]
    assert file.read_bytes() == before

    changed = Catalog(publications=(attrs.evolve(POLICY, title=LangMap(nl="Een gesprek")), TALK))
    assert len(changed.search("gesprek", index=file)) == 2
    assert file.read_bytes() != before
    file.unlink()
    assert len(changed.search("gesprek", index=file)) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["woorden.idx"]


def test_another_file_is_not_overwritten(tmp_path):
    """What is no index of lobkit stays as it is."""
    text, database = tmp_path / "notes.txt", tmp_path / "other.db"
    text.write_text("mijn notities " * 100)
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE mine (x)")
    connection.close()
    for file in (text, database, tmp_path, tmp_path / "no" / "folder.idx"):
        before = file.read_bytes() if file.is_file() else None
        with pytest.raises(WriteError, match="LOB004: the index cannot be kept here"):
            CATALOG.search("gesprek", index=file)
        assert (file.read_bytes() if file.is_file() else None) == before


def test_the_text_of_a_record_is_what_its_shape_says():
    """Names first; then every text, nested ones in order, and no IRIs."""
    names, rest = texts_of(TALK)

    assert names == ["Het goede loopbaangesprek"]
    assert rest[:2] == ["Vries, A. de", "2016"]
    assert rest[2:6] == [
        "Begeleiding",
        "Mentoren leren vragen stellen.",
        "Scholen kiezen zelf.",
        "Plan elk half jaar een gesprek.",
    ]
