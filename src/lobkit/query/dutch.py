"""Words of a Dutch text: folded, stemmed, and taken apart where they are compounds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Iterator
from functools import cache, lru_cache

from lobkit.errors import LobkitError

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of a text, folded, each with where it begins and ends; a hyphen parts words.

    >>> list(words("Ouders & thema’s"))
    [('ouders', 0, 6), ("thema's", 9, 16)]
    """
    for match in _WORD.finditer(text):
        yield fold(match[0]), match.start(), match.end()


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """A word without case and accents."""
    plain = unicodedata.normalize("NFKD", word.replace("’", "'")).casefold()
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


# What the stemmer gets wrong: plurals in -s after a vowel that it leaves alone, and nouns whose vowel or end changes.
_EXCEPTIONS = {
    "visies": "visie",
    "studies": "studie",
    "functies": "functie",
    "competenties": "competentie",
    "reflecties": "reflectie",
    "orientaties": "orientatie",
    "organisaties": "organisatie",
    "publicaties": "publicatie",
    "relaties": "relatie",
    "situaties": "situatie",
    "interventies": "interventie",
    "ambities": "ambitie",
    "emoties": "emotie",
    "keuzes": "keuze",
    "stages": "stage",
    "cursussen": "cursus",
    "themas": "thema",
    "thema's": "thema",
    "portfolios": "portfolio",
    "portfolio's": "portfolio",
    "havos": "havo",
    "steden": "stad",
    "leden": "lid",
    "kinderen": "kind",
    "middelen": "middel",
    "begeleid": "begeleiding",
    "begeleidt": "begeleiding",
    "begeleide": "begeleiding",
    "begeleiden": "begeleiding",
    "beleids": "beleid",
    "ouderlijk": "ouder",
    "ouderlijke": "ouder",
}

_PARTS = """
aanpak activiteit advies arbeid arbeidsmarkt bank bedrijf beeld begeleiden begeleider begeleiding beleid beroep
betrokkenheid bezoek bijeenkomst boek bureau carriere coach competentie cyclus dag decaan docent document doel
doorstroom droom eind ervaring fase functie gelijkheid gericht gesprek groep hulp idee informatie interesse jaar
jeugd jongere jongeren kans keuken keuze kind klas kwaliteit leer leerling leider leiding leraar les leven loopbaan
maker markt medewerker mee mentor methode model moment net netwerk omgeving onderwijs onderzoek ontwikkeling
opleiding orientatie ouder ouderavond over plaats plan plein praktijk proces product profiel programma project rede
reflectie reis resultaat samen school sector september slb stage start stof student studie sturing succes tafel team
test thema thuis traject uitval uur vaardigheid vak verhaal verslag vervolg visie vmbo voering voor voorlichting
vorm vorming vraag weg werk werkveld wijzer zelf zelfsturing
"""
PARTS = frozenset(_PARTS.split())
"""Words of which compounds are made in texts on career guidance; beside those that the records hold themselves."""


@cache
def _stemmer() -> Callable[[str], str]:
    try:
        import snowballstemmer  # noqa: PLC0415 - only where words are asked for
    except ImportError:
        raise LobkitError("full text needs the Dutch stemmer; install it with: pip install 'lobkit[search]'") from None
    # Not `dutch`: since Snowball 3 that one takes begeleiding and beleid for one word (snowballstem issue 208).
    return snowballstemmer.stemmer("dutch_porter").stemWord  # type: ignore[no-any-return]


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a folded word: what its inflections share.

    >>> stem("scholen") == stem("school"), stem("beleid") == stem("begeleiding")
    (True, False)
    """
    found = _stemmer()(_EXCEPTIONS.get(word, word).replace("'", ""))
    # A final z or v is written s or f (keuzes, keus; bedrijven, bedrijf).
    return found[:-1] + {"z": "s", "v": "f"}[found[-1]] if found[-1:] in ("z", "v") and len(found) > 2 else found


@lru_cache(maxsize=200_000)
def forms(word: str) -> frozenset[str]:
    """How a word can stand within a stemmed compound: as it is in the middle, and stemmed at the end.

    >>> sorted(forms("voering"))
    ['voer', 'voering']
    """
    plain = _EXCEPTIONS.get(word, word)
    # The stemmer takes an ending from the last part of a long word that it leaves on the short word itself.
    return frozenset({plain, stem(word), stem(_LONG + plain).removeprefix(_LONG)})


_LONG = "school"


@cache
def part_forms() -> frozenset[str]:
    """The forms of `PARTS`."""
    return frozenset(form for part in PARTS for form in forms(part))


_LINKS = ("", "s", "en", "n", "e")
"""What may stand between the parts of a compound."""
_SHORTEST = 4
"""How many letters a word has at least to be looked for within others, and to count as known from the records."""


def holds(compound: str, word: str, known: Container[str]) -> bool:
    """Whether a stem is a compound with a word as a part, so that all the rest is made of words too.

    Args:
        compound: the stem.
        word: the word, folded.
        known: stems of words that there are, beside `PARTS`.

    >>> holds(stem("loopbaangesprek"), "gesprekken", {})
    True
    >>> holds(stem("begeleiding"), "leiding", {})
    False
    """
    return any(_holds(compound, form, known) for form in forms(word))


def _holds(compound: str, form: str, known: Container[str]) -> bool:
    if len(form) < _SHORTEST or len(compound) < len(form) + 3:
        return False
    at = compound.find(form)
    while at >= 0:
        if _made_of(compound[:at], known, before=True) and _made_of(compound[at + len(form) :], known, before=False):
            return True
        at = compound.find(form, at + 1)
    return False


def _made_of(rest: str, known: Container[str], *, before: bool) -> bool:
    """Whether what stands before or after a part is nothing, or words with what links them."""
    if not rest:
        return True
    for link in _LINKS:
        core = rest.removesuffix(link) if before else rest.removeprefix(link)
        if link and core == rest:
            continue
        if len(core) >= 3 and (_is_known(core, known) or _splits(core, known)):
            return True
    return False


def _splits(core: str, known: Container[str]) -> bool:
    cuts = range(3, len(core) - 2)
    return any(_is_known(core[:at], known) and _made_of(core[at:], known, before=False) for at in cuts)


def _is_known(core: str, known: Container[str]) -> bool:
    if core in part_forms() or stem(core) in part_forms():
        return True
    return len(core) >= _SHORTEST and stem(core) in known
