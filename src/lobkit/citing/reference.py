"""What every form of a reference needs of a publication: a title, names in two parts, an abstract, keywords, a key."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import attrs

from lobkit.agent import Agent, Organisation, Person
from lobkit.errors import WriteError
from lobkit.model.publication import Publication, Section
from lobkit.vocabularies import ConceptHandle

KEY_MARK = "citation key: "
"""Begins the line of `provenance.remainder` that keeps the key of the file that a record was read from."""


def publications_of(records: Iterable[Any], title: str) -> list[Publication]:
    """The publications among what stands at the top of a file, with those of a catalog.

    Raises:
        WriteError: where there is no publication to write, though there is something else.
    """
    found: list[Publication] = []
    others = 0
    for record in records:
        inner = getattr(record, "publications", None)
        if isinstance(record, Publication):
            found.append(record)
        elif inner is not None:
            found += inner
            others += not inner and record != type(record)()
        else:
            others += 1
    if others and not found:
        raise WriteError(f"{title} holds publications, and there is none here; take json, yaml or turtle")
    return found


def headline(publication: Publication) -> tuple[str, str]:
    """The title to cite and its language: the one of the publication, else Dutch, English, or what there is."""
    titles = publication.title
    for lang in (publication.language, (publication.language or "").partition("-")[0], "nl", "en", *titles):
        if lang and lang in titles:
            return titles[lang], lang
    raise AssertionError("a title holds at least one text")


class Name(NamedTuple):
    """A person in two parts, the tussenvoegsel before the surname, as other programs keep it."""

    family: str
    given: str


def name_of(person: Person) -> Name:
    """The two parts of a name; where only the printed name is known, what stands before and after its comma."""
    if person.family_name is not None:
        return Name(" ".join(one for one in (person.particle, person.family_name) if one), person.given_name or "")
    family, _, given = person.name.partition(",")
    return Name(family.strip(), given.strip())


_PARTICLE = re.compile(r"((?:(?:[^\W\d_A-Z]|['’])\S* )+)(\S.*)")


def person(family: str, given: str, particle: str = "") -> Person:
    """A person from two parts; small words before the surname are its tussenvoegsel.

    >>> person("den Boer", "P.")
    Person(name='Boer, P. den', given_name='P.', particle='den', family_name='Boer', iri=None)
    """
    if not particle and (match := _PARTICLE.fullmatch(family)) and not match[1][0].isupper():
        particle, family = match[1].strip(), match[2]
    printed = ", ".join(one for one in (family, " ".join(part for part in (given, particle) if part)) if one)
    return Person(printed, given or None, particle or None, family)


def agents_of(publication: Publication) -> tuple[Agent, ...]:
    """Who wrote it; a line of authors that was not understood stands whole, as an organisation would.

    A name of nothing but spaces names nobody.
    """
    if not publication.authors and (publication.printed_authors or "").strip():
        return (Organisation(publication.printed_authors or ""),)
    return tuple(one for agent in publication.authors if (one := _named(agent)) is not None)


def _named(agent: Agent) -> Agent | None:
    """An agent by a name that says something; a family name of nothing but spaces is none."""
    if isinstance(agent, Person) and agent.family_name is not None:
        if agent.family_name.strip():
            return agent
        agent = attrs.evolve(agent, family_name=None)
    return agent if agent.name.strip() else None


def abstract_of(publication: Publication) -> str:
    """The summary as text in paragraphs, with its headings among them."""
    return "\n\n".join(_paragraphs(publication.summary))


def _paragraphs(sections: tuple[Section, ...]) -> Iterator[str]:
    for one in sections:
        if one.heading is not None:
            yield one.heading
        if one.body:
            yield one.body
        yield from _paragraphs(one.sections)


def concepts_of(publication: Publication) -> list[ConceptHandle]:
    """The themes and the sectors, in the order of their notations."""
    return [
        *sorted(publication.themas, key=lambda one: (len(one.notation), one.notation)),
        *sorted(publication.sectors, key=lambda one: one.notation),
    ]


def without_comma(label: str) -> str:
    """A label that no program splits in two: most part keywords at each comma, also between braces."""
    return re.sub(r"\s*,\s*", " ", label)


def one_line(text: str) -> str:
    """A text without line ends and doubled spaces."""
    return re.sub(r"\s+", " ", text).strip()


# What both BibTeX and Biber take as a key; an address, which Zotero may give, is no key for people.
_KEY = re.compile(r"""[^\s{}(),#%~\\"'=/]+""")


def citation_key(publication: Publication) -> str:
    """The key by which a document cites the publication: surname, year and first long word of the title, in ASCII.

    It follows from the record alone. A key that the record brought from another program is kept.

    >>> from lobkit.values import LangMap
    >>> citation_key(Publication(LangMap(nl="Een visie op LOB"), (person("den Boer", "P."),), year=2003))
    'denBoer2003visie'
    """
    kept = publication.provenance.remainder if publication.provenance else ()
    for line in kept:
        key = line.removeprefix(KEY_MARK)
        if key != line and _KEY.fullmatch(key):
            return key
    return _made_key(publication)


def _made_key(publication: Publication, whole: bool = False) -> str:
    who = next((key for key in (_who(one, whole) for one in agents_of(publication)) if key), "")
    words = re.findall(r"[^\W_]+", headline(publication)[0])
    what = next((word for word in words if len(word) > 3), "".join(words[:1]))
    key = who + (str(publication.year) if publication.year else "") + _ascii(what).lower()
    return key or f"lob{_digest(publication)}"


def _who(agent: Agent, whole: bool) -> str:
    """What stands for an author in a key: a surname, or the first word of an organisation (or the whole name)."""
    if isinstance(agent, Organisation) and whole:
        return _ascii(agent.name)
    if isinstance(agent, Organisation):
        return next((key for key in map(_ascii, re.findall(r"[^\W_]+", agent.name)) if key), "")
    name = name_of(agent)
    return _ascii(name.family) or _ascii(name.given)


def keys_of(publications: list[Publication]) -> list[str]:
    """A key for each; where two would have one, the later ones end in a mark of their own."""
    found: dict[str, None] = {}
    for one in publications:
        key = citation_key(one)
        key = key if key not in found else f"{key}-{_digest(one)}"
        twin, at = key, 2
        while key in found:
            key, at = f"{twin}.{at}", at + 1
        found[key] = None
    return list(found)


def is_own_key(key: str, publication: Publication) -> bool:
    """Whether a key is the one that the record would get anyway, so that it need not be kept."""
    # A surname of two words without given names comes back as an organisation; its key is still its own.
    own = "|".join(re.escape(one) for one in (citation_key(publication), _made_key(publication, whole=True)))
    return re.fullmatch(rf"(?:{own})(?:-[0-9a-f]{{6}}(?:\.[0-9]+)?)?", key) is not None


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]", "", plain)


def _digest(publication: Publication) -> str:
    known = publication.iri or one_line(headline(publication)[0])
    return hashlib.sha256(known.encode()).hexdigest()[:6]


def is_doctoral(words: str) -> bool:
    """Whether the words beside a thesis say that it was written for a doctorate."""
    return re.search(r"(?i)doct|ph\.? ?d|proefschrift|dissertati", words) is not None


LANGUAGES = {
    "nl": ("dutch", "nederlands"), "en": ("english", "engels"), "de": ("german", "duits", "deutsch", "ngerman"),
    "fr": ("french", "frans"), "fy": ("frisian", "fries"), "da": ("danish", "deens"), "sv": ("swedish", "zweeds"),
    "fi": ("finnish", "fins"), "nb": ("norwegian", "noors"), "es": ("spanish", "spaans"),
    "it": ("italian", "italiaans"),
    "pt": ("portuguese", "portugees"), "pl": ("polish", "pools"),
}  # fmt: skip
"""What people and LaTeX call languages, by tag; the first is the name in LaTeX."""


def language_named(text: str) -> str:
    """The tag of a language that a name or a tag gives, or the text itself."""
    plain = text.strip().lower().replace("_", "-")
    if plain in ("american", "british", "usenglish", "ukenglish"):
        return "en"
    return next((tag for tag, names in LANGUAGES.items() if plain in names), plain)


def title_language(tag: str | None) -> str:
    """The language of a title of which only the language of the publication is known: without a usual region."""
    if tag is None:
        return "und"
    main, _, region = tag.partition("-")
    return main if region == main or tag in ("en-us", "en-gb") else tag
