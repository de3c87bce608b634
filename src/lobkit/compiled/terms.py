"""From terms as N-Triples has them to values."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache, partial
from json import JSONDecodeError
from typing import Any

from lobkit.compiled.makers import iri_reader, known_language, members_of, phrase
from lobkit.compiled.source import Unusual, Values
from lobkit.datatypes import Datatype
from lobkit.errors import ValueRefused
from lobkit.namespaces import XSD
from lobkit.values import Iri, LangString

NOT_PLAIN = (
    Unusual,
    ValueRefused,
    KeyError,
    TypeError,
    IndexError,
    UnicodeEncodeError,
    RecursionError,
    JSONDecodeError,
)
"""What is raised where a term is not as it nearly always is."""

# Characters that N-Triples has only in escaped form, and that no record holds, are refused; it lacks the escapes \' and
# \U of N-Triples (RDF 1.1 N-Triples, section 2.4), and has \/ besides: all are unusual.
scan: Callable[[str, int, bool], tuple[str, int]] = json.decoder.scanstring  # type: ignore[attr-defined]


# ── texts with a character for each byte ─────────────────────────────────────────────────────────────────────────────


def characters_of(raw: bytes) -> str:
    """A text with a character for each of its bytes: such texts are searched and compared much faster than others."""
    return raw.decode("latin-1")


def text_in(bytes_: str) -> str:
    """The text that such characters are in UTF-8.

    Raises:
        UnicodeDecodeError: where they are none.
    """
    return bytes_ if bytes_.isascii() else bytes_.encode("latin-1").decode()


def _scanned(term: Any) -> tuple[str, int]:
    """The text of a literal, and where what follows its text begins."""
    if type(term) is not str or term[0] != '"' or ("\\" in term and "\\/" in term):
        raise Unusual
    return scan(term, 1, True)


def text_of(term: Any) -> str:
    """The text of a plain literal."""
    text, end = _scanned(term)
    if end != len(term):
        raise Unusual
    return text


def split_of(term: Any) -> tuple[str, str]:
    """The text and the language of a literal."""
    text, end = _scanned(term)
    if term[end] != "@":
        raise Unusual
    return text, known_language(term[end + 1 :])


def phrase_of(term: Any) -> LangString:
    """The same as one value."""
    return phrase(*split_of(term))


@cache
def iri_of(iri_class: type[Iri]) -> Callable[[Any], Any]:
    """Makes an IRI of a class of a term; of a closed scheme, a term that names no member is a KeyError."""
    members = members_of(iri_class)
    if members is not None:
        return {f"<{one}>": handle for one, handle in members.items()}.__getitem__
    make = iri_reader(iri_class)

    def read(term: Any) -> Any:
        if type(term) is not str or term[0] != "<" or term[-1] != ">":
            raise Unusual
        return make(term[1:-1])

    return read


@cache
def literal_of(datatype: Any) -> Callable[[Any], Any]:
    """Makes a value of a datatype of a term."""
    known = Values(partial(_typed, datatype))
    kept, new = known.kept, known.new

    def read(term: Any) -> Any:
        if type(term) is not str:
            raise Unusual
        return kept.get(term) or new(term)

    return read


def _typed(datatype: Datatype, term: str) -> Any:
    if datatype.iris[0] == XSD.string:
        return datatype.taken(text_of(term))
    text, end = _scanned(term)
    given = term[end + 3 : -1]
    if term[end : end + 3] != "^^<" or term[-1] != ">" or given not in datatype.iris:
        raise Unusual
    value = datatype.taken(text)
    if datatype.datatype_of(value) != given:
        raise Unusual
    return value
