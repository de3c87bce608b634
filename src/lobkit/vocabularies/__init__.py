"""The four vocabularies of the research bank, and the typed handles on their concepts."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from importlib import resources
from itertools import islice
from typing import Any, ClassVar, Generic, TypeVar, cast, overload

from lobkit.display import as_html, bundle, mimebundle
from lobkit.errors import LobkitError, ValueRefused, shown
from lobkit.formats import json_lines, yaml
from lobkit.namespaces import BASE
from lobkit.skos import Collection, Concept, ConceptScheme
from lobkit.values import ConceptIri, Iri
from lobkit.vocabularies import picture
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
    return label.translate(_FOLDED)


class _Folded(dict[int, str]):
    """What becomes of each sign; known for those that came by."""

    def __missing__(self, sign: int) -> str:
        # An accent, apart from its letter, is no `\w`.
        self[sign] = folded = re.sub(r"[^\w<>]|_", "", unicodedata.normalize("NFKD", chr(sign)).casefold())
        return folded


_FOLDED = _Folded()


class ConceptHandle(ConceptIri):
    """A concept of a scheme: its IRI, which also knows its labels."""

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

    _repr_html_ = as_html

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return mimebundle(self.concept)

    @property
    def concept(self) -> Concept:
        """The whole SKOS concept."""
        return self.members()[self]

    @property
    def slug(self) -> str:
        """The last part of the IRI: the key of the concept in its vocabulary."""
        return self.vocabulary.slug_of(self)

    @property
    def notation(self) -> str:
        """The code of the concept, such as `T05`; empty where it has none."""
        return min(self.concept.notations, default="")

    @property
    def label(self) -> str:
        """The Dutch label, exactly as printed on the sheets; of other vocabularies the nearest that there is."""
        return self.pref_label("nl")

    def pref_label(self, lang: str) -> str:
        """The preferred label in a language, such as `nl` or `en`, else in the nearest that there is."""
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

    def __init__(self, handle: type[C], roots: Callable[[], Iterable[Any]] | None = None) -> None:
        """Joins a class of concepts and their descriptions.

        Args:
            handle: the class of the concepts; it says their scheme.
            roots: gives the scheme and its concepts when they are first asked for; None for lobkit's own.
        """
        self.handle = handle
        self.iri = Iri(handle.scheme)
        self.name = handle.scheme.removeprefix(BASE)
        self._source = roots
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
        some = [self[slug].label for slug in islice(self, 30)]
        return f"<{self.handle.__name__}: {' · '.join(some if len(self) <= 30 else [*some, '…'])}>"

    _repr_html_ = as_html

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        from lobkit.display.html import Markup, element, escaped, whole  # noqa: PLC0415 - not before somebody looks

        handles = list(self.values()) if len(self) <= picture.MOST_IN_A_NOTEBOOK else []
        flat = bool(handles) and all(one.concept.notations and not one.concept.broader for one in handles)
        if not flat:
            inner = Markup(picture.html(self.concepts, "nl", most=picture.MOST_IN_A_NOTEBOOK))
            head = element("h3", self.handle.__name__)
            return bundle(repr(self), whole(self.handle.__name__, head, escaped(self.iri), inner))
        title = self.scheme().title.best("nl")
        lines = [f"{one.notation:4} {one.label} · {one.pref_label('en')}" for one in handles]
        page = whole(title, element("h3", title, lang="nl"), escaped(self.iri), _table(handles))
        return bundle("\n".join([title, *lines]), page)

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
        if not isinstance(name, str):
            raise UnknownConcept(f"expected a slug, notation, IRI or label, not {shown(name)}")
        found = self._by_name.get(name) or self._by_name.get(folded(name))
        if found is None:
            raise UnknownConcept(f"{shown(name)} is no concept of {self.handle.__name__}{self.advice(name)}")
        return found

    def advice(self, name: str) -> str:
        """What may have been meant, as the end of a sentence."""
        for other in VOCABULARIES.values():
            if other is not self and name in other.concepts:
                return f"; it is one of {other.handle.__name__}"
        last = folded(self.slug_of(name))
        if last in self._by_name:
            return f"; write its address, {self._by_name[last]}"
        near = difflib.get_close_matches(last, self._by_name, n=1, cutoff=0.6)
        if near:
            return f"; did you mean '{self._by_name[near[0]].label}' ({self._by_name[near[0]]})?"
        some = [f"'{slug}'" for slug in islice(self, 30)]
        return "; it has " + ", ".join(some if len(self) <= 30 else [*some, f"… ({len(self)} in all)"])

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

    def slug_of(self, iri: str) -> str:
        """The key of a concept: what its IRI adds to that of the scheme, else the last part of it.

        Where two concepts have the same last part, their whole IRIs are their keys.
        """
        slug = last_part(iri, self.iri)
        return str(iri) if slug in self._shared else slug

    @cached_property
    def _shared(self) -> frozenset[str]:
        counts = Counter(last_part(iri, self.iri) for iri in self.concepts)
        return frozenset(slug for slug, count in counts.items() if count > 1)

    @cached_property
    def _roots(self) -> tuple[Any, ...]:
        return tuple(self._source()) if self._source else _load(self.name)

    @cached_property
    def _slugs(self) -> dict[str, C]:
        return {self.slug_of(iri): self.handle(iri) for iri in self.concepts}

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


def last_part(iri: str, scheme: str) -> str:
    """What the IRI of a concept adds to that of its scheme, else what follows its last `#` or `/`."""
    for sign in ("/", "#") if not scheme.endswith(("/", "#")) else ("",):
        if iri.startswith(scheme + sign) and len(iri) > len(scheme + sign):
            return iri[len(scheme + sign) :]
    return iri.rstrip("/#").replace("#", "/").rpartition("/")[2] or iri


def embedded(lines: Iterable[str]) -> Callable[[], tuple[Any, ...]]:
    """The scheme and concepts in the JSON lines of a module that `lobkit vocab python` wrote."""
    text = "\n".join(lines)
    return lambda: json_lines.parse_lines(text, (ConceptScheme, Concept, Collection)).records


def _table(handles: Iterable[ConceptHandle]) -> Any:
    """Concepts with their labels in two languages and what they mean."""
    from lobkit.display.html import text  # noqa: PLC0415 - not before somebody looks
    from lobkit.display.tables import plain_table  # noqa: PLC0415 - the same

    rows = [
        (one.notation, text(one.pref_label("nl"), "nl"), text(one.pref_label("en"), "en"), text(_meaning(one), "nl"))
        for one in handles
    ]
    return plain_table(("notation", "nl", "en", "definition"), rows)


def _meaning(one: ConceptHandle) -> str:
    return one.concept.definition.best("nl") if one.concept.definition is not None else ""


def _natural(text: str) -> tuple[int, str]:
    return (len(text), text)


def _load(name: str) -> tuple[Any, ...]:
    text = resources.files("lobkit.vocabularies").joinpath("data", f"{name}.yaml").read_text("utf-8")
    return yaml.parse(text, (ConceptScheme, Concept, Collection)).records


class YearVocabulary(Vocabulary[Jaartal, JaartalSlug]):
    """The periods of publication, which follow from the year."""

    def for_year(self, year: int) -> Jaartal:
        """The one period that a year falls in; every whole number falls in exactly one.

        Raises:
            ValueRefused: where it is no whole number.

        >>> jaartal.for_year(2015).label
        '2015 - 2020'
        """
        if isinstance(cast(object, year), bool) or not hasattr(type(year), "__index__"):
            raise ValueRefused(f"expected a year as a whole number, such as 2015, not {shown(year)}")
        if year > 2020:
            return self["na-2020"]
        return self["2015-2020"] if year >= 2015 else self["voor-2015"]


sector: Vocabulary[Sector, SectorSlug] = Vocabulary(Sector)
thema: Vocabulary[Thema, ThemaSlug] = Vocabulary(Thema)
jaartal = YearVocabulary(Jaartal)
soort: Vocabulary[Soort, SoortSlug] = Vocabulary(Soort)

VOCABULARIES: Mapping[str, Vocabulary[Any, Any]] = {one.name: one for one in (sector, thema, jaartal, soort)}
"""The four vocabularies by name."""
