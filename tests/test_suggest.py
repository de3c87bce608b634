"""Suggesting criteria: each suggestion has words in the record that speak for it, and a person decides."""

import builtins
import json
import re

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tools.evaluate_suggest import VOCABULARIES, gold, publication, suggested, texts

import lobkit
from lobkit import dutch
from lobkit.cli import main
from lobkit.model import Container, Publication, Recommendation, Section
from lobkit.suggesting.labels import labels
from lobkit.suggesting.suggestions import suggest, texts_of
from lobkit.testing import records
from lobkit.values import LangMap
from lobkit.vocabularies import sector, soort, thema


def of(text, lang="nl", **values):
    """The slugs that are suggested for a summary of one text."""
    one = Publication(
        LangMap({lang: "Zomaar" if lang == "nl" else "Something"}),
        language=lang,
        summary=(Section(None, text),),
        **values,
    )
    return {found.concept.slug for found in suggest(one)}


@pytest.mark.parametrize(("text", "slugs"), [
    ("Over het loopbaangesprek.", {"loopbaangesprek"}),
    ("Mentoren voeren loopbaangesprekken.", {"loopbaangesprek"}),
    ("LOB-gesprekken en loopbaan-gesprekken", {"loopbaangesprek"}),
    ("Een gesprek met de mentor over je loopbaan", {"loopbaangesprek"}),
    ("Ouders op ouderavonden", {"ouderbetrokkenheid"}),
    ("De betrokkenheid van veel ouders", {"ouderbetrokkenheid"}),
    ("Wie doorstroomt naar het mbo", {"doorstromen", "mbo"}),
    ("Profielkeuzes in havo en vwo", {"studiekeuze-studiesucces", "havo-vwo"}),
    ("mbo'ers en hbo’ers", {"mbo", "ho"}),
    ("Gelijke kansen", {"kansengelijkheid"}),
    ("Informatie over de krappe arbeidsmarkt", {"arbeidsmarktinformatie"}),
    ("Loopbaandossiers", {"lob-documenten"}),
    ("Beleid en kwaliteitszorg", {"visie-beleid-en-kwaliteit"}),
    ("Begeleiding, begeleid door begeleiders", set()),
    ("Een oudere leerling dan de ouderen", set()),
    ("Het kan niet", set()),
    ("Niets.", set()),
    ("", set()),
])  # fmt: skip
def test_dutch_words_lead_to_concepts(text, slugs):
    """Inflections, compounds, and compounds that are spelled out; policy is never seen in guidance."""
    assert of(text) == slugs


@pytest.mark.parametrize(("text", "slugs"), [
    ("Career conversations with mentors", {"loopbaangesprek"}),
    ("The involvement of parents in vmbo", {"ouderbetrokkenheid", "vmbo"}),
    ("Parental involvement", {"ouderbetrokkenheid"}),
    ("Equal opportunities in higher education", {"kansengelijkheid", "ho"}),
    ("Pre-university education", {"havo-vwo"}),
    ("De ouders en het beleid", set()),
])  # fmt: skip
def test_english_words_lead_to_concepts(text, slugs):
    """English texts are held against English labels, and a longer label hides a shorter one within it."""
    assert of(text, "en") == slugs


@pytest.mark.parametrize(("text", "kind"), [
    ("In dit proefschrift staat dat.", "proefschrift"),
    ("Het rapport beschrijft vier scholen.", "onderzoeksrapport"),
    ("Dit artikel bespreekt een rapport.", "artikel"),
    ("Deze oratie gaat over kiezen.", "inaugurale-rede-lectorale-rede"),
    ("Uit een samenvatting of een artikel in de krant.", None),
    ("Zij schrijven rapporten.", None),
])  # fmt: skip
def test_a_kind_is_suggested_where_a_text_speaks_of_itself(text, kind):
    """Other texts that a text speaks of say nothing about its own kind; at most one kind is suggested."""
    assert of(text) & set(soort) == ({kind} if kind else set())


def test_the_heading_of_a_sheet_says_nothing_of_its_kind():
    """Every sheet has a part that is called a summary."""
    one = Publication(LangMap(nl="X"), summary=(Section("Samenvatting van het onderzoeksrapport", "Tekst."),))

    assert suggest(one) == ()


def test_a_journal_with_its_number_holds_articles():
    """The container is evidence as well, with its place."""
    one = Publication(LangMap(nl="X"), container=Container("Pedagogische Verzinsels", "12", pages="1-9"))
    (found,) = suggest(one)

    assert (found.concept, found.evidence[0].path) == (soort["artikel"], "container.containerTitle")


def test_evidence_is_words_and_where_they_stand():
    """Every text of a record is read, in its own language, and the strongest words come first."""
    one = Publication(
        LangMap(nl="Praten met ouders", en="Talking with parents"),
        summary=(Section("In het mbo", "Ouders.", (Section(None, "Weer ouders."),)),),
        recommendations=(Recommendation(LangMap(nl="Nodig ouders uit.")),),
        sectors=frozenset({sector["mbo"]}),
    )
    parents, mbo = suggest(one)

    assert (parents.concept, parents.known, mbo.concept, mbo.known) == (
        thema["ouderbetrokkenheid"],
        False,
        sector["mbo"],
        True,
    )
    assert [(each.path, each.start, each.end, each.words, each.label) for each in parents.evidence] == [
        ("title.en", 13, 20, "parents", "parents"),
        ("title.nl", 11, 17, "ouders", "ouder"),
        ("summary[0].body", 0, 6, "Ouders", "ouder"),
        ("summary[0].sections[0].body", 5, 11, "ouders", "ouder"),
        ("recommendations[0].text.nl", 6, 12, "ouders", "ouder"),
    ]


def test_what_is_said_again_counts_less():
    """A word that is said ten times is no proof."""
    once, often = (
        suggest(Publication(LangMap(nl="X"), summary=(Section(None, "Ouders. " * n),)))[0].score for n in (1, 50)
    )

    assert once == 0.3
    assert once < often < 0.6


def test_more_is_asked_for_where_somebody_asks_for_more():
    """`least` keeps the certain ones."""
    one = Publication(LangMap(nl="Loopbaangesprek"), summary=(Section(None, "Ouders."),))

    assert [each.concept.slug for each in suggest(one)] == ["loopbaangesprek", "ouderbetrokkenheid"]
    assert [each.concept.slug for each in suggest(one, least=0.5)] == ["loopbaangesprek"]


label_texts = st.sampled_from([one.text for lang in ("nl", "en") for one in labels(lang)])


@given(one=records(Publication), more=st.lists(label_texts, max_size=4))
def test_evidence_stands_where_it_says(one, more):
    """The path and offsets of all evidence give its words, in any record; scores lie between 0 and 1 and are in order."""
    whole = Publication(
        one.title,
        language=one.language,
        summary=(*one.summary, Section(None, " en ".join(more))),
        transfer=one.transfer,
    )
    places = {path: text for path, text, _ in texts_of(whole)}
    found = suggest(whole, least=0)

    for suggestion in found:
        assert 0 < suggestion.score <= 1
        assert suggestion.evidence
        for each in suggestion.evidence:
            assert places[each.path][each.start : each.end] == each.words
    assert len({suggestion.concept for suggestion in found}) == len(found)
    assert suggest(whole, least=0) == found


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_label_is_found_in_a_text_of_its_own(lang):
    """No label of a theme or sector is beyond the matcher; a kind needs a text that speaks of itself."""
    lost = []
    for one in labels(lang):
        text = f"{'dit' if lang == 'nl' else 'this'} {one.text}"
        record = Publication(LangMap({lang: "X"}), language=lang, summary=(Section(None, text),))
        if one.concept not in {each.concept for each in suggest(record, least=0)}:
            lost.append(one.text)

    assert lost == []


def test_the_sets_are_apart_and_name_concepts_that_there_are():
    """What is measured with was not tuned with, and every gold criterion exists."""
    measured, tuned = texts("evaluation"), texts("tuning")

    assert len(measured) >= 40
    assert {one["text"] for one in measured} & {one["text"] for one in tuned} == set()
    assert len({one["id"] for one in measured + tuned}) == len(measured + tuned)
    for one in measured + tuned:
        for criterion, vocabulary in VOCABULARIES.items():
            assert gold(one, criterion) <= set(vocabulary)


def test_suggestions_do_not_get_worse():
    """Half of all themes, at the least, are found, and four of five suggestions are right."""
    pairs = [(suggested(one, "themas", 0.3), gold(one, "themas")) for one in texts("evaluation")]
    right = sum(len(found & wanted) for found, wanted in pairs)

    assert right / sum(len(found) for found, _ in pairs) >= 0.8
    assert right / sum(len(wanted) for _, wanted in pairs) >= 0.6


def test_a_record_of_the_set_has_no_criteria_of_its_own():
    """What is measured is the text alone."""
    made = publication(texts("evaluation")[0])

    assert (made.themas, made.sectors, made.soort) == (frozenset(), frozenset(), None)


# ── on the command line ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a.json"
    lobkit.write(
        Publication(LangMap(nl="Loopbaangesprekken\u202e in het mbo"), sectors=frozenset({sector["mbo"]})), path
    )
    return path


def test_the_command_tells_words_and_places(file):
    """A line a suggestion; what the record has already is marked; no text disturbs the terminal; the file stays as it was."""
    before = file.read_bytes()
    done = CliRunner().invoke(main, ["suggest", str(file)])

    assert done.exit_code == 0
    assert done.stdout == (
        "Loopbaangesprekken\\u202e in het mbo\n"
        "  + 0.97  themas: Loopbaangesprek  'Loopbaangesprekken' (title.nl:0)\n"
        "  = 0.97  sectors: mbo  'mbo' (title.nl:27)\n"
    )
    assert file.read_bytes() == before


def test_the_command_gives_json_and_leaves_out_what_is_known(file):
    """For programs, with all evidence."""
    done = CliRunner().invoke(main, ["suggest", str(file), "--new", "--output-format", "json", "--lang", "en"])
    (record,) = json.loads(done.stdout)

    assert [(one["property"], one["label"], one["known"]) for one in record["suggestions"]] == [
        ("themas", "Career conversation", False)
    ]
    assert record["suggestions"][0]["evidence"][0] == {
        "words": "Loopbaangesprekken", "path": "title.nl", "start": 0, "end": 18, "label": "Loopbaangesprek", "way": "itself",
    }  # fmt: skip


def test_without_the_stemmer_the_message_says_what_to_install(file, monkeypatch):
    """An extra that is missing is named."""
    real = builtins.__import__

    def without(name, *rest):
        if name == "snowballstemmer":
            raise ModuleNotFoundError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    for one in (dutch.stem, dutch._stemmer, dutch.parts, labels):
        one.cache_clear()
    try:
        done = CliRunner().invoke(main, ["suggest", str(file)])
    finally:
        for one in (dutch.stem, dutch._stemmer, dutch.parts, labels):
            one.cache_clear()

    assert (done.exit_code, done.stdout) == (2, "")
    assert re.search(r"pip install 'lobkit\[search\]'", done.stderr)
