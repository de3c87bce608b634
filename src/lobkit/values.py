"""The kinds of value beside plain literals: IRIs, concepts, and texts in a language, checked once at construction."""

from __future__ import annotations

import difflib
import ipaddress
import re
from collections.abc import ItemsView, Iterator, Mapping
from typing import Any, ClassVar, Self

from attrs import field, frozen

from lobkit.datatypes import (
    BOOLEAN,
    DATATYPES,
    DATE,
    DECIMAL,
    INTEGER,
    LANGUAGE,
    PARTIAL_DATE,
    STRING,
    YEAR,
    Datatype,
    Language,
    Year,
)
from lobkit.errors import ValueRefused, shown
from lobkit.scalars import LANGUAGE_PATTERN, PartialDate, checked_text, checked_year, language_tag, matches

__all__ = [
    "ADDRESS_PATTERN",
    "BOOLEAN",
    "DATATYPES",
    "DATE",
    "DECIMAL",
    "INTEGER",
    "IRI_PATTERN",
    "LANGUAGE",
    "LANGUAGE_PATTERN",
    "PARTIAL_DATE",
    "STRING",
    "YEAR",
    "Address",
    "ConceptIri",
    "Datatype",
    "Iri",
    "LangMap",
    "LangString",
    "Language",
    "PartialDate",
    "Year",
    "checked_text",
    "checked_year",
    "language_tag",
    "matches",
]

# What no part of an IRI holds (RFC 3987, section 2.2), written so that every dialect of patterns reads it.
_OUTSIDE = r'\u0000-\u0020"#%/<>?\[\\\]^`{|}\u007f-\u009f\ue000-\uf8ff\ufdd0-\ufdef\ufff0-\uffff'


def _sign(without: str = "") -> str:
    """One sign of an IRI, or an octet in percent form."""
    return f"(?:[^{without}{_OUTSIDE}]|%[0-9A-Fa-f]{{2}})"


_PATH = f"(?:/{_sign()}*)*"
_QUERY = rf"(?:[?](?:{_sign()}|[/?])*)?(?:#(?:{_sign()}|[/?])*)?"


def _authority(signs: str) -> str:
    return rf"//(?:{_sign('@')}*@)?(?:\[[0-9A-Fa-f:.]+\]|{_sign(':@')}{signs})(?::[0-9]*)?"


IRI_PATTERN = f"[A-Za-z][A-Za-z0-9+.-]*:(?:{_authority('*')}{_PATH}|/?(?:{_sign()}+{_PATH})?){_QUERY}"
"""An absolute IRI, for validators."""
ADDRESS_PATTERN = f"[Hh][Tt][Tt][Pp][Ss]?:{_authority('+')}{_PATH}{_QUERY}"
"""An IRI that a browser opens, for validators."""
_PRIVATE = re.compile("[\U000e0000-\U0010ffff]|[\U0001fffe-\U0001ffff]")


class Iri(str):
    """An absolute IRI (RFC 3987), kept to the letter.

    Raises:
        ValueRefused: for a relative IRI, and for spaces, `<`, `>`, `"`, `{`, `}` and the like.

    >>> Iri("https://w3id.org/lobkit/thema/doorstromen")
    Iri('https://w3id.org/lobkit/thema/doorstromen')
    """

    __slots__ = ()
    pattern: ClassVar[str] = IRI_PATTERN
    """What validators of other languages check, as a pattern for the whole text."""
    code: ClassVar[str] = "LOB106"
    """The code of the finding where a text is refused."""

    def __new__(cls, text: str) -> Self:
        checked_text(text)
        if not matches(cls.pattern, text) or _PRIVATE.search(text) or not _has_good_ip(text):
            raise ValueRefused(f"{shown(text)} is no {cls.kind}; {_iri_advice(text)}")
        return super().__new__(cls, text)

    kind: ClassVar[str] = "absolute IRI"
    """For messages."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


def _has_good_ip(text: str) -> bool:
    if not (match := re.match(r"[^/]*//(?:[^/?#@]*@)?\[([^\]]*)\]", text)):
        return True
    try:
        ipaddress.IPv6Address(match[1])
    except ValueError:
        return False
    return True


def _iri_advice(text: str) -> str:
    if not re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:", text):
        return "write it in full, beginning with https://"
    if bad := re.search(r'[\s<>"{}|\\^`]', text):
        return f"write the character {bad[0]!r} as %{ord(bad[0]):02X}"
    return "check it letter by letter"


class Address(Iri):
    """An IRI that a browser opens: http or https, with a host.

    >>> Address("https://example.org/rapport.pdf")
    Address('https://example.org/rapport.pdf')
    """

    __slots__ = ()
    pattern = ADDRESS_PATTERN
    code = "LOB405"
    kind = "address of a page on the web"


class ConceptIri(Iri):
    """The IRI of a concept of one stated scheme; each scheme has a subclass of its own.

    A subclass says `scheme` (the IRI of its scheme) and may narrow `members` to the concepts that there are.
    """

    __slots__ = ()
    code = "LOB204"
    scheme: ClassVar[str] = ""

    def __new__(cls, text: str) -> Self:
        members = cls.members()
        if members is None:
            return super().__new__(cls, text)
        if checked_text(text) not in members:
            raise ValueRefused(f"{shown(str(text))} is no concept of {cls.__name__}{cls.advice(text)}")
        return str.__new__(cls, text)

    @classmethod
    def members(cls) -> Mapping[str, Any] | None:
        """The concepts of the scheme by IRI, or None where the scheme is open."""
        return None

    @classmethod
    def advice(cls, text: str) -> str:
        """What to write instead, as the end of a sentence."""
        near = difflib.get_close_matches(text, map(str, cls.members() or ()), n=1, cutoff=0.8)
        return f"; did you mean {near[0]}?" if near else f"; its concepts are listed by {cls.scheme}"

    def pref_label(self, lang: str) -> str:
        """What people call the concept, in a language; the last part of its IRI where it has no label."""
        return re.split("[/#]", self)[-1] or str(self)


@frozen(order=True)
class LangString:
    """A text in a language (rdf:langString)."""

    text: str = field(converter=checked_text)
    lang: str = field(converter=language_tag)

    def __str__(self) -> str:
        return self.text


class LangMap(Mapping[str, str]):
    """One text for each language, at least one; the order of languages has no meaning.

    Raises:
        ValueRefused: for no language at all, one language twice (`nl` and `NL`), an empty text, or what is no text.

    >>> LangMap(nl="Doorstromen", en="Progression")["nl"]
    'Doorstromen'
    """

    __slots__ = ("_texts",)
    _texts: dict[str, str]

    def __init__(self, texts: Mapping[str, str] | None = None, /, **by_tag: str) -> None:
        found: dict[str, str] = {}
        if texts is not None and not isinstance(texts, Mapping):
            raise ValueRefused(f"expected texts by their languages, such as {{'nl': '…'}}, not {shown(texts)}")
        for tag, text in [*(texts or {}).items(), *by_tag.items()]:
            lang = language_tag(tag)
            if lang in found:
                raise ValueRefused(f"two texts in the language {lang!r}; keep one text for each language")
            found[lang] = checked_text(text)
            if not text:
                raise ValueRefused(f"the text in {lang!r} is empty; fill it in, or take that language out")
        if not found:
            raise ValueRefused("a language map needs at least one text, such as {'nl': '…'}")
        object.__setattr__(self, "_texts", dict(sorted(found.items())))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a LangMap is frozen; make a new one")

    def __getitem__(self, tag: str) -> str:
        return self._texts[tag.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def items(self) -> ItemsView[str, str]:
        """Each language with its text, without the detour that a mapping makes."""
        return self._texts.items()

    def __hash__(self) -> int:
        return hash(tuple(self._texts.items()))

    def __repr__(self) -> str:
        return f"LangMap({self._texts!r})"

    def __reduce__(self) -> tuple[type[LangMap], tuple[dict[str, str]]]:
        return (LangMap, (self._texts,))

    def best(self, *tags: str) -> str:
        """The text in the first of these languages that there is; else in Dutch, English, or whichever comes first."""
        for tag in (*tags, "nl", "en"):
            if tag.lower() in self._texts:
                return self._texts[tag.lower()]
        return next(iter(self._texts.values()))
