"""Which concepts the vocabularies at hand have, so that a mistyped address of one is told; no network is asked."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from attrs import define, frozen

from lobkit.namespaces import folder_of, last_part
from lobkit.vocabularies import VOCABULARIES
from lobkit.workbench import meaning as m
from lobkit.workbench.owning import owned
from lobkit.workbench.skosfile import SkosFile


@frozen
class Missing:
    """An address of a vocabulary at hand that it does not have.

    Args:
        iri: the address.
        vocabulary: the name of the vocabulary, or of its file.
        nearest: the address there that is most alike; empty where none is.
    """

    iri: str
    vocabulary: str
    nearest: str

    def told(self, shown: str = "") -> str:
        """As a clause for people, with the addresses in full or as somebody else shows them."""
        advice = f"; the nearest there is <{self.nearest}>" if self.nearest else ""
        return f"{shown or f'<{self.iri}>'}, which {self.vocabulary} does not have{advice}"


@frozen
class Names:
    """The name of a vocabulary, the folders that its concepts stand in, and all addresses that it describes."""

    vocabulary: str
    folders: frozenset[str]
    iris: frozenset[str]


def names_of(file: SkosFile, *, said_by_scheme: bool = False) -> Names:
    """The names that a file has.

    Where it describes schemes, the concepts in them say where the vocabulary stands: the others may be somebody else's.

    Args:
        file: the vocabulary.
        said_by_scheme: whether a file without schemes says nothing, since it may hold a part of a vocabulary, such as
            its mappings.
    """
    described, name, own = frozenset(file.statements.subjects), file.statements.name, owned(file)
    schemes = file.adjacent(m.IN_SCHEME)
    concepts = [one for one in file.entailed.members(m.CONCEPT) if one in own]
    inside = [one for one in concepts if not described.isdisjoint(schemes.get(one, ()))]
    folders = {_folder(name(one)) for one in (inside if said_by_scheme else inside or concepts)}
    return Names(file.source or "the file", frozenset(folders - {""}), frozenset(name(one) for one in described & own))


def ends_of_matches(file: SkosFile) -> frozenset[str]:
    """The addresses that the matches of a file lead to."""
    terms = file.statements.terms
    ends = (terms[other] for _, other, _ in file.entailed.stated(m.MAPPING))
    return frozenset(one.value for one in ends if one.kind == "iri")


@define(slots=False)
class Known:
    """The names of lobkit's own vocabularies and of others; they are put together when the first match is looked up.

    Args:
        given: vocabularies that somebody names as such, or their names alone, where they need not be kept.
        beside: files that may hold a part of a vocabulary only, such as its mappings; their schemes say what they are.
    """

    given: tuple[SkosFile | Names, ...] = ()
    beside: tuple[SkosFile | Names, ...] = ()

    @cached_property
    def _known(self) -> dict[str, tuple[str, set[str]]]:
        found: dict[str, tuple[str, set[str]]] = {}
        others = [one if isinstance(one, Names) else names_of(one) for one in self.given]
        others += [one if isinstance(one, Names) else names_of(one, said_by_scheme=True) for one in self.beside]
        for one in (*_own(), *others):
            for iri in one.iris:
                if (folder := _folder(iri)) in one.folders:
                    found.setdefault(folder, (one.vocabulary, set()))[1].add(iri)
        return found

    def lacks(self, iri: str) -> bool:
        """Whether an address is of a vocabulary at hand that does not have it."""
        return iri not in self._known.get(_folder(iri), ("", {iri}))[1]

    def missing(self, iri: str) -> Missing | None:
        """What is told of an address: nothing where it is known, or of no vocabulary at hand."""
        vocabulary, names = self._known.get(_folder(iri), ("", {iri}))
        return None if iri in names else Missing(iri, vocabulary, _nearest(iri, names))


def _own() -> Iterator[Names]:
    for one in VOCABULARIES.values():
        iris = frozenset(str(root.iri) for root in one.roots())
        yield Names(one.name, frozenset({_folder(str(one[slug])) for slug in one}), iris)


_SCHEME = re.compile("https?:")


def _folder(iri: str) -> str:
    """An address without its last part, and without http or https, which are mixed up by mistake."""
    return _SCHEME.sub("", folder_of(iri), count=1)


def _nearest(iri: str, names: Iterable[str]) -> str:
    """The name whose last part is most alike, without regard to case."""
    by_end: dict[str, str] = {}
    for name in sorted(names):
        by_end.setdefault(_end(name), name)
    found = difflib.get_close_matches(_end(iri), by_end, n=1)
    return by_end[found[0]] if found else ""


def _end(iri: str) -> str:
    return last_part(iri).casefold()
