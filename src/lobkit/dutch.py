"""Dutch words for finding things: where they stand in a text, their stems, and the parts of compounds.

>>> stem("loopbaangesprekken") == stem("loopbaangesprek"), stem("beleid") == stem("begeleiding")
(True, False)
>>> parts("loopbaangesprekken")
('loopban', 'gesprek')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple


class Word(NamedTuple):
    """A word of a text: its letters as printed, and where they stand."""

    text: str
    start: int
    end: int


# Letters and digits with the marks that combine with them; an apostrophe belongs to the word (programma's).
_WORD = re.compile(r"[^\W_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W_]*)*(?:['’][^\W_]+)?")


def words(text: str) -> Iterator[Word]:
    """The words of a text, one after another; hyphens, slashes and points part words.

    >>> [word.text for word in words("LOB-programma's: studiekeuze/ studiesucces")]
    ['LOB', "programma's", 'studiekeuze', 'studiesucces']
    """
    for match in _WORD.finditer(text):
        yield Word(match[0], match.start(), match.end())


def folded(word: str) -> str:
    """A word without case and accents.

    >>> folded("Coördinatoren")
    'coordinatoren'
    """
    plain = unicodedata.normalize("NFKD", word).casefold()
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).replace("’", "'")


# What the stemmer gets wrong among the words of schools, each with the stem that it should have.
_EXCEPTIONS = {
    "kans": "kans",  # else it is one with "kan"
    "oudere": "oud",  # else "oudere leerlingen" speaks of parents
    "ouderen": "oud",
    "programmas": "programma",
    "portfolios": "portfolio",
    "redes": "rede",
    "rede": "rede",  # else it is one with "reden"
    "samenwerkt": "samenwerk",
    "samengewerkt": "samenwerk",
    "doorstroomt": "doorstrom",
    "doorgestroomd": "doorstrom",
    "havo": "havo",
    "leraar": "lerar",
    "leraren": "lerar",
    "lerares": "lerar",
    "kinderen": "kind",
    "toekomst": "toekomst",
}
# The same for the last part of compounds.
_ENDINGS = (("keuzes", "keuze"), ("visies", "visie"), ("kans", "kans"), ("aars", "aar"))


@lru_cache(maxsize=50_000)
def stem(word: str, lang: str = "nl") -> str:
    """The stem of a word, which its inflections share; `lang` is `nl` or `en`.

    The Dutch stemmer is the one of Porter's family: the newer one that bears the name `dutch` merges
    *beleid* (policy) with *begeleiding* (guidance).

    Raises:
        ModuleNotFoundError: without snowballstemmer; `pip install 'lobkit[search]'` brings it.
    """
    plain = folded(word)
    if lang == "en":
        return str(_stemmer("english").stemWord(plain.removesuffix("'s")))
    plain = plain.removesuffix("'s").replace("'", "")
    if plain in _EXCEPTIONS:
        return _EXCEPTIONS[plain]
    for ending, instead in _ENDINGS:
        if plain.endswith(ending):
            plain = plain.removesuffix(ending) + instead
            if ending == instead:
                return plain
    found = str(_stemmer("dutch_porter").stemWord(plain))
    if re.search(r"([bfglmnprs])\1$", found):  # lessen, les; plannen, plan
        found = found[:-1]
    # In Dutch, v and z stand at the end of no word: bedrijven and bedrijf are one.
    return found[:-1] + {"v": "f", "z": "s"}[found[-1]] if found[-1:] in ("v", "z") else found


@cache
def _stemmer(name: str) -> Any:
    try:
        import snowballstemmer  # noqa: PLC0415 - an extra, and not before somebody searches
    except ModuleNotFoundError as missing:
        raise ModuleNotFoundError("stems need snowballstemmer; run: pip install 'lobkit[search]'") from missing
    return snowballstemmer.stemmer(name)


# Words of which the compounds of this field are made.
_KNOWN = (
    "aanbod advies avond afspraak arbeid arbeidsmarkt bedrijf begeleider begeleiding beleid beroep betrokkenheid "
    "cijfer coach competentie contact coördinator cultuur decaan docent document doel doorstroom dossier evaluatie "
    "gegevens gelijkheid gesprek informatie instelling instrument interventie jongere kans kennis keten keuze "
    "kind klas kwaliteit kwaliteitszorg leerkracht leerling leeromgeving leerlijn leraar leiding les lob loopbaan "
    "markt mentor methode model netwerk omgeving onderwijs onderzoek ongelijkheid ontwikkeling opleiding oriëntatie "
    "ouder overstap overgang partner participatie perspectief plan portfolio praktijk proces profiel programma "
    "project rapport reflectie regio rol samenwerking school scholing sector stage student studie succes team "
    "thema toekomst traject uitval vak vaardigheid verslag visie voorlichting voortgang vraag werk zorg"
)
# Words that end in a known one and are no compounds of it.
_WHOLE = frozenset({"hogeschool", "universiteit", "voorbeeld", "werkelijk", "beroepsonderwijs"})
_JOINTS = ("", "s", "en", "n", "e")


@cache
def _known() -> frozenset[str]:
    return frozenset(stem(word) for word in _KNOWN.split())


@lru_cache(maxsize=50_000)
def parts(word: str) -> tuple[str, ...]:
    """The stems of the parts of a compound, in order; nothing for a word that is none.

    Where only the last part is a known word, it stands behind the rest as it is, so that *speeddategesprek* is still
    found by *gesprek*.

    >>> parts("studiekeuzes"), parts("begeleiding"), parts("speeddategesprek")
    (('studie', 'keus'), (), ('speeddate', 'gesprek'))
    """
    plain = folded(word).removesuffix("'s").replace("'", "")
    if len(plain) > 60 or plain in _WHOLE or stem(plain) in _known():
        return ()
    whole = _split(plain)
    if whole:
        return whole
    for at in range(3, len(plain) - 5):
        if stem(plain[at:]) in _known():
            return (plain[:at], stem(plain[at:]))
    return ()


def _split(plain: str) -> tuple[str, ...]:
    """The word as known parts from end to end, with the longest first part that leaves none over."""
    for at in range(len(plain) - 2, 2, -1):
        first = stem(plain[:at])
        if first not in _known() or not _is_base(plain[:at]):
            continue
        for joint in _JOINTS:
            rest = plain[at:].removeprefix(joint) if plain[at:].startswith(joint) else ""
            if len(rest) < 3:
                continue
            if stem(rest) in _known():
                return (first, stem(rest))
            if more := _split(rest):
                return (first, *more)
    return ()


@cache
def _bases() -> frozenset[str]:
    return frozenset(folded(word) for word in _KNOWN.split())


def _is_base(plain: str) -> bool:
    """Whether a first part stands in its bare form, or in its plural, as in *beroepenvoorlichting*."""
    return plain in _bases() or plain.endswith("en")
