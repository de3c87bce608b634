"""The four vocabularies of the research bank, and the typed handles on their concepts."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import resources
from typing import Any, ClassVar, Generic, TypeVar, overload

from lobkit.errors import LobkitError, shown
from lobkit.formats import yaml
from lobkit.namespaces import BASE
from lobkit.skos import Collection, Concept, ConceptScheme
from lobkit.values import ConceptIri, Iri
from lobkit.vocabularies.slugs import JaartalSlug, SectorSlug, SoortSlug, ThemaSlug


class UnknownConcept(LobkitError, KeyError):
    """A name that no concept of the vocabulary has."""

    def __str__(self) -> str:
        return str(self.args[0])


def folded(label: str) -> str:
    """A label without case, spacing, accents, hyphens and slashes: what matching compares.

    >>> folded("Studiekeuze/ studiesucces") == folded("studiekeuze / Studiesucces")
    True
    """
    plain = unicodedata.normalize("NFKD", label).casefold()
    return re.sub(r"[^\w<>]|_", "", "".join(sign for sign in plain if not unicodedata.combining(sign)))


class ConceptHandle(ConceptIri):
    """A concept of one of the four schemes: its IRI, which also knows its labels."""

    __slots__ = ()
    vocabulary: ClassVar[Vocabulary[Any, Any]]

    @classmethod
    def members(cls) -> Mapping[str, Concept]:
        """The concepts of the scheme by IRI."""
        return cls.vocabulary.concepts

    @classmethod
    def advice(cls, text: str) -> str:
        """The nearest concept, as the end of a sentence."""
        return cls.vocabulary.advice(text)

    @property
    def concept(self) -> Concept:
        """The whole SKOS concept."""
        return self.members()[self]

    @property
    def slug(self) -> str:
        """The last part of the IRI: the key of the concept in its vocabulary."""
        return self.removeprefix(self.scheme + "/")

    @property
    def notation(self) -> str:
        """The code of the concept, such as `T05`."""
        return min(self.concept.notations)

    @property
    def label(self) -> str:
        """The Dutch label, exactly as printed on the sheets."""
        return self.pref_label("nl")

    def pref_label(self, lang: str) -> str:
        """The preferred label in a language (`nl` or `en`)."""
        labels = self.concept.pref_label
        return labels.best(lang) if labels else self.slug


class Sector(ConceptHandle):
    """A sector of education."""

    __slots__ = ()
    scheme = BASE + "sector"


class Thema(ConceptHandle):
    """A theme of career guidance."""

    __slots__ = ()
    scheme = BASE + "thema"


class Jaartal(ConceptHandle):
    """A period of publication."""

    __slots__ = ()
    scheme = BASE + "jaartal"


class Soort(ConceptHandle):
    """A kind of publication."""

    __slots__ = ()
    scheme = BASE + "soort"


C = TypeVar("C", bound=ConceptHandle)
S = TypeVar("S", bound=str)


class Vocabulary(Mapping[str, C], Generic[C, S]):
    """One scheme: its concepts by slug, in the order of their notations.

    >>> thema["loopbaangesprek"].label
    'Loopbaangesprek'
    >>> thema.find("Studiekeuze / studiesucces").slug
    'studiekeuze-studiesucces'
    """

    def __init__(self, handle: type[C]) -> None:
        self.handle = handle
        self.iri = Iri(handle.scheme)
        self.name = handle.scheme.removeprefix(BASE)
        handle.vocabulary = self

    # Two signatures, so that an editor completes the slugs and a name that is computed is taken as well.
    @overload
    def __getitem__(self, slug: S) -> C: ...
    @overload
    def __getitem__(self, slug: str) -> C: ...
    def __getitem__(self, slug: str) -> C:
        if isinstance(slug, str) and slug in self._slugs:
            return self._slugs[slug]
        raise UnknownConcept(f"{shown(slug)} is no concept of {self.handle.__name__}{self.advice(str(slug))}")

    def __iter__(self) -> Iterator[str]:
        return iter(self._slugs)

    def __len__(self) -> int:
        return len(self._slugs)

    def __repr__(self) -> str:
        return f"<{self.handle.__name__}: {' · '.join(one.label for one in self.values())}>"

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return hash(self.iri)

    def find(self, name: str) -> C:
        """The concept that a slug, notation, IRI or label of any kind names, in any spelling.

        Raises:
            UnknownConcept: with the nearest label.
        """
        found = self._by_name.get(name) or self._by_name.get(folded(name))
        if found is None:
            raise UnknownConcept(f"{shown(name)} is no concept of {self.handle.__name__}{self.advice(name)}")
        return found

    def advice(self, name: str) -> str:
        """What may have been meant, as the end of a sentence."""
        for other in VOCABULARIES.values():
            if other is not self and name in other.concepts:
                return f"; it is one of {other.handle.__name__}"
        last = folded(name.removeprefix(self.iri + "/"))
        if last in self._by_name:
            return f"; write its address, {self._by_name[last]}"
        near = difflib.get_close_matches(last, self._by_name, n=1, cutoff=0.6)
        if near:
            return f"; did you mean '{self._by_name[near[0]].label}' ({self._by_name[near[0]]})?"
        return "; it has " + ", ".join(f"'{slug}'" for slug in self)

    def scheme(self) -> ConceptScheme:
        """The scheme itself: title, version, licence, source."""
        return next(one for one in self._roots if isinstance(one, ConceptScheme))

    @cached_property
    def concepts(self) -> Mapping[str, Concept]:
        """The SKOS concepts by IRI, in the order of their notations."""
        found = [one for one in self._roots if isinstance(one, Concept)]
        return {one.iri: one for one in sorted(found, key=lambda one: sorted(_natural(n) for n in one.notations))}

    def roots(self) -> tuple[ConceptScheme | Concept | Collection, ...]:
        """The scheme and its concepts: what a file of the vocabulary holds."""
        return (self.scheme(), *self.concepts.values())

    def mappings(self) -> tuple[Concept, ...]:
        """The links of its concepts to other vocabularies, which are kept apart from the vocabulary itself."""
        return tuple(one for one in _load("mappings") if one.iri in self.concepts)

    @cached_property
    def _roots(self) -> tuple[Any, ...]:
        return _load(self.name)

    @cached_property
    def _slugs(self) -> dict[str, C]:
        handles = [self.handle(iri) for iri in self.concepts]
        return {one.slug: one for one in handles}

    @cached_property
    def _by_name(self) -> dict[str, C]:
        names: dict[str, C] = {}
        for handle in self._slugs.values():
            one = handle.concept
            labels = [*(one.pref_label or {}).values(), *(text.text for text in one.alt_labels | one.hidden_labels)]
            spellings: list[str] = [handle, handle.slug, *one.notations, *labels]
            for name in spellings:
                names.setdefault(name, handle)
                names.setdefault(folded(name), handle)
        return names


def _natural(text: str) -> tuple[int, str]:
    return (len(text), text)


def _load(name: str) -> tuple[Any, ...]:
    text = resources.files("lobkit.vocabularies").joinpath("data", f"{name}.yaml").read_text("utf-8")
    return yaml.parse(text, (ConceptScheme, Concept, Collection)).records


class YearVocabulary(Vocabulary[Jaartal, JaartalSlug]):
    """The periods of publication, which follow from the year."""

    def for_year(self, year: int) -> Jaartal:
        """The one period that a year falls in; every whole number falls in exactly one.

        >>> jaartal.for_year(2015).label
        '2015 - 2020'
        """
        if year > 2020:
            return self["na-2020"]
        return self["2015-2020"] if year >= 2015 else self["voor-2015"]


sector: Vocabulary[Sector, SectorSlug] = Vocabulary(Sector)
thema: Vocabulary[Thema, ThemaSlug] = Vocabulary(Thema)
jaartal = YearVocabulary(Jaartal)
soort: Vocabulary[Soort, SoortSlug] = Vocabulary(Soort)

VOCABULARIES: Mapping[str, Vocabulary[Any, Any]] = {one.name: one for one in (sector, thema, jaartal, soort)}
"""The four vocabularies by name."""
