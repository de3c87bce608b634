"""Makes values of what is written as it nearly always is; they are not checked for what is known of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from itertools import repeat
from typing import Any

from lobkit.compiled.source import Known, Unusual, Values
from lobkit.datatypes import DATATYPES, PARTIAL_DATE
from lobkit.formats.tree import PARTIAL_TYPES
from lobkit.scalars import PartialDate, fitting, language_tag
from lobkit.values import Address, ConceptIri, Iri, LangMap, LangString

# A part of what `IRI_PATTERN` and `ADDRESS_PATTERN` take, which is nearly all that there is; nothing is tried twice.
_PLAIN = r"https?+://[A-Za-z0-9.\-]++(?:/[A-Za-z0-9._~/\-]*+)?+(?:[?#][A-Za-z0-9._~/=&+,\-]*+)?+"
is_plain_address = re.compile(_PLAIN).fullmatch
_are_plain = re.compile(rf"{_PLAIN}(?:\n{_PLAIN})*+").fullmatch


_ANYWHERE = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/"
_are_in_their_place = re.compile(rb"\n(?::[?=&+,]*+(?:\#[?=&+,]*+)?+\n)*+").fullmatch


def are_plain(texts: list[str]) -> bool:
    """Whether many texts are all IRIs of the usual kind, told in a quarter of the time of a look at each.

    1. So many lines are there as texts, so that no text has a line end; and each begins with the scheme.
    2. Most signs may stand anywhere behind that. Of those that are left when these are taken away, each line has the
       colon once, which is that of its scheme, and the number sign once at most (`IRI_PATTERN`).
    """
    raw, count = "\n".join(["", *texts, ""]).encode("utf-8", "surrogatepass"), len(texts)
    left = raw.translate(None, _ANYWHERE)
    if left != b"\n" + b":\n" * count and not (left.count(b"\n") == count + 1 and _are_in_their_place(left)):
        return False
    secure = raw.count(b"\nhttps://")
    return secure == count or secure + raw.count(b"\nhttp://") == count


new: Callable[[type[Any]], Any] = object.__new__
"""Makes a thing without its fields."""


@cache
def thawed(cls: Any) -> type[Any]:
    """The class as it is while a thing is under construction: it is made empty, and its fields are set, for little."""
    free = {name: getattr(object, name) for name in ("__new__", "__init__", "__setattr__", "__delattr__")}
    return type(cls.__name__, (cls,), {"__slots__": (), **free})


@cache
def iri_reader(iri_class: type[Iri]) -> Callable[[str], Iri]:
    """A function that makes an IRI of a class; the usual ones are known by one look."""
    if iri_class not in (Iri, Address):
        return iri_class
    make = str.__new__

    def read(text: str) -> Iri:
        return make(iri_class, text) if is_plain_address(text) else iri_class(text)

    return read


@cache
def iris_reader(iri_class: type[Iri]) -> Callable[[list[str]], Iterable[Iri]]:
    """A function that makes several IRIs of a class, of which the usual ones are known by one look at all of them."""
    if iri_class not in (Iri, Address):
        return lambda texts: map(iri_class, texts)
    make = str.__new__

    def read(texts: list[str]) -> Iterable[Iri]:
        joined = "\n".join(texts)
        if _are_plain(joined) and joined.count("\n") == len(texts) - 1:  # none of them has a line end of its own
            return map(make, repeat(iri_class), texts)
        return map(iri_class, texts)

    return read


@cache
def members_of(iri_class: type[Iri]) -> dict[str, Iri] | None:
    """The concepts of a closed scheme by what names them in a tree."""
    members = iri_class.members() if issubclass(iri_class, ConceptIri) else None
    return None if members is None else {str(one): iri_class(one) for one in members}


@cache
def sets_of(iri_class: type[Iri]) -> Known[tuple[str, ...], frozenset[Iri]] | None:
    """The sets of concepts of a closed scheme by what names their members in a tree."""
    members = members_of(iri_class)
    if members is None:
        return None

    def made(names: tuple[str, ...]) -> frozenset[Iri]:
        found = frozenset([members[name] for name in names])
        if len(found) != len(names):
            raise Unusual
        return found

    return Known(made)


@cache
def alone_of(iri_class: type[Iri]) -> Known[str, frozenset[Iri]]:
    """The sets of one IRI, such as the scheme or the broader term that many concepts have in common."""
    make = iri_reader(iri_class)
    return Known(lambda text: frozenset((make(text),)))


known_language = lru_cache(maxsize=1024)(language_tag)


def lang_map(tree: Any) -> LangMap:
    """Texts by language, in the order of the tags."""
    if type(tree) is not dict or not IN_ORDER[tuple(tree)]:
        raise Unusual
    for text in tree.values():
        if type(text) is not str or not text:
            raise Unusual
    found: LangMap = new(LangMap)
    set_texts(found, tree.copy())
    return found


def _are_in_order(tags: tuple[str, ...]) -> bool:
    return bool(tags) and all(known_language(tag) == tag for tag in tags) and list(tags) == sorted(set(tags))


IN_ORDER = Known(_are_in_order)
"""Whether languages stand as a language map has them: at least one, in lower case, in order, none twice."""

set_texts = LangMap.__dict__["_texts"].__set__
"""Gives a language map under construction its texts."""


_Phrase = thawed(LangString)


def phrase(text: str, lang: str) -> LangString:
    """A text with its language, both of which are known to be such."""
    found: Any = _Phrase()
    found.text = text
    found.lang = lang
    found.__class__ = LangString
    return found  # type: ignore[no-any-return]


def phrases(tree: Any) -> frozenset[LangString]:
    """A set of texts from a list for each language."""
    if type(tree) is not dict:
        raise Unusual
    found = []
    for lang, texts in tree.items():
        if type(texts) is not list or known_language(lang) != lang:
            raise Unusual
        for text in texts:
            if type(text) is not str:
                raise Unusual
            one: Any = _Phrase()  # as in `phrase`, without its call
            one.text = text
            one.lang = lang
            one.__class__ = LangString
            found.append(one)
    whole = frozenset(found)
    if len(whole) != len(found):
        raise Unusual
    return whole


def phrase_in(tree: Any) -> LangString:
    """A text with its language from a tree of both."""
    if type(tree) is not dict or len(tree) != 2:
        raise Unusual
    text, lang = tree["value"], tree["lang"]
    if type(text) is not str or known_language(lang) != lang:
        raise Unusual
    return phrase(text, lang)


@cache
def values_of(datatype: Any) -> Values:
    """The values of a datatype by their lexical forms, which hold no character that records refuse."""
    parse, check = datatype.parse, datatype.check
    if datatype.is_told_by_form:
        return Values(_fitted(fitting(check.pattern)))
    if parse is check or datatype in DATATYPES.values():  # lobkit's own parse nothing that they do not take
        return Values(parse)
    return Values(lambda lexical: check(parse(lexical)))


def _fitted(fits: Callable[[str], object]) -> Callable[[str], str]:
    def text_of(text: str) -> str:
        if fits(text) is None:
            raise Unusual
        return text

    return text_of


def partial_date_in(tree: Any) -> PartialDate:
    """A date from a tree of its type and its lexical form."""
    if type(tree) is not dict or len(tree) != 2:
        raise Unusual
    return _PARTIAL_DATES[tree["type"], tree["value"]]


def _partial_date(written: tuple[str, str]) -> PartialDate:
    name, text = written
    found: PartialDate = PARTIAL_DATE.parse(text)
    if PARTIAL_TYPES.get(name) != PARTIAL_DATE.datatype_of(found):
        raise Unusual
    return found


_PARTIAL_DATES = Known(_partial_date)
