"""Dutch words: what shares an index term, and what must not."""

import pytest
from hypothesis import given

from lobkit import dutch
from lobkit.testing import texts

SAME = [
    ("scholen", "school"), ("gesprekken", "gesprek"), ("keuzes", "keuze"), ("keuzes", "keus"), ("visies", "visie"),
    ("ouders", "ouder"), ("kansen", "kans"), ("programma's", "programma"), ("programma’s", "programma"),
    ("bedrijven", "bedrijf"), ("leraren", "leraar"), ("begeleiden", "begeleiding"), ("doorstroming", "doorstromen"),
    ("Coördinatoren", "coordinator"), ("studiekeuzes", "studiekeuze"), ("hogescholen", "hogeschool"),
    ("samenwerkt", "samenwerking"), ("decanen", "decaan"), ("profielkeuzes", "profielkeuze"), ("lessen", "les"),
    ("loopbaankansen", "loopbaankans"), ("reizen", "reis"), ("plannen", "plan"),
]  # fmt: skip
APART = [
    ("beleid", "begeleiding"), ("beleid", "begeleid"), ("loopbaanbeleid", "loopbaanbegeleiding"), ("kans", "kan"),
    ("rede", "reden"), ("oudere", "ouder"), ("ouderen", "ouders"), ("school", "scholing"), ("begeleider", "leider"),
    ("kwaliteit", "kwantiteit"), ("sector", "secties"),
]  # fmt: skip
COMPOUNDS = [
    ("loopbaangesprek", "gesprek"), ("loopbaangesprekken", "loopbaan"), ("studiekeuzes", "keuze"), ("mentorgesprek", "mentor"),
    ("arbeidsmarktinformatie", "arbeidsmarkt"), ("beroepenvoorlichting", "beroep"), ("kansengelijkheid", "kans"),
    ("loopbaanoriëntatieprogramma", "programma"), ("loopbaanoriëntatieprogramma", "oriëntatie"), ("lob-beleid", "beleid"),
    ("ouderbetrokkenheid", "ouder"), ("speeddategesprekken", "gesprek"), ("doorstroomdossiers", "dossier"),
]  # fmt: skip
WHOLE = ["begeleiding", "beleid", "hogeschool", "school", "gesprek", "onderwijs", "", "a", "x" * 500, "arbeidsmarkt"]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_inflections_share_a_stem(one, other):
    """What is one word in another form is found by it."""
    assert dutch.stem(one) == dutch.stem(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_other_words_keep_their_own_stem(one, other):
    """What is another word is never found: policy is no guidance."""
    assert dutch.stem(one) != dutch.stem(other)


@pytest.mark.parametrize(("compound", "part"), COMPOUNDS)
def test_a_compound_is_found_by_its_parts(compound, part):
    """The stem of a part is among the parts of the compound."""
    found = [stem for word in dutch.words(compound) for stem in (*dutch.parts(word.text), dutch.stem(word.text))]

    assert dutch.stem(part) in found


@pytest.mark.parametrize("word", WHOLE)
def test_a_word_that_is_no_compound_has_no_parts(word):
    """Nothing is cut out of a word that is whole."""
    assert dutch.parts(word) == ()


def test_guidance_never_shares_a_part_with_policy():
    """No compound of the one word is found by the other."""
    assert dutch.stem("beleid") not in dutch.parts("loopbaanbegeleiding") + dutch.parts("studiebegeleiders")
    assert dutch.stem("begeleiding") not in dutch.parts("loopbaanbeleid")


@given(texts)
def test_a_word_stands_where_it_says(text):
    """The offsets of a word give its letters; a stem and the parts can be asked of any word."""
    for word in dutch.words(text):
        assert text[word.start : word.end] == word.text
        assert isinstance(dutch.stem(word.text), str)
        assert len(dutch.parts(word.text)) != 1
    assert [word.start for word in dutch.words(text)] == sorted({word.start for word in dutch.words(text)})


def test_english_has_a_stemmer_of_its_own():
    """English words are not stemmed as Dutch ones."""
    assert dutch.stem("conversations", "en") == dutch.stem("conversation", "en")
    assert dutch.stem("policies", "en") == dutch.stem("policy", "en")
