"""Which concepts the vocabularies at hand have, so that a mistyped address of one is told; no network is asked."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property

from attrs import define, frozen

from lobkit.model.publication import Relation
from lobkit.namespaces import BASE, folder_of, last_part
from lobkit.vocabularies import VOCABULARIES
from lobkit.workbench import meaning as m
from lobkit.workbench.owning import owned
from lobkit.workbench.skosfile import SkosFile


@frozen
class Missing:
    """An address of a vocabulary at hand that it does not have, or one that no vocabulary can have.

    Args:
        iri: the address.
        vocabulary: the name of the vocabulary, or of its file.
        nearest: the address there that is most alike; empty where none is.
        why: what is told in place of the vocabulary, where its address is no help.
    """

    iri: str
    vocabulary: str
    nearest: str
    why: str = ""

    def told(self, shown: str = "") -> str:
        """As a clause for people, with the addresses in full or as somebody else shows them."""
        advice = f"; the nearest there is <{self.nearest}>" if self.nearest and not self.why else ""
        advice = f"; did you mean <{self.nearest}>?" if self.nearest and self.why else advice
        return f"{shown or f'<{self.iri}>'}, {self.why or f'which {self.vocabulary} does not have'}{advice}"


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

    @cached_property
    def _near(self) -> dict[str, str]:
        """By folder that no vocabulary has: the one that it is mistyped for, as far as it was looked up."""
        return {}

    def lacks(self, iri: str) -> bool:
        """Whether an address is of a vocabulary at hand that does not have it, or mistyped for one that has."""
        return self.missing(iri) is not None

    def missing(self, iri: str) -> Missing | None:
        """What is told of an address: nothing where it is known, or of no vocabulary at hand."""
        folder = _folder(iri)
        if folder in self._known:
            vocabulary, names = self._known[folder]
            return None if iri in names else Missing(iri, vocabulary, _nearest(iri, names))
        return _mistyped_scheme(iri) or self._mistyped_folder(iri, folder)

    def _mistyped_folder(self, iri: str, folder: str) -> Missing | None:
        """An address in a folder that is spelt nearly as one that is known, or in one of lobkit's that there is not."""
        if folder not in self._near:
            self._near[folder] = next((one for one in (*self._known, *_mapped()) if _nearly(folder, one)), "")
        near = self._near[folder]
        if near in _mapped():
            return Missing(iri, "", "", f"which is nearly {_mapped()[near]}, where lobkit's own mappings lead")
        if near:
            vocabulary, names = self._known[near]
            same = [one for one in names if _end(one) == _end(iri)]
            return Missing(iri, vocabulary, min(same)) if same else None
        if not folder.startswith(_LOBKIT):
            return None
        names = {one for own, (_, names) in self._known.items() if own.startswith(_LOBKIT) for one in names}
        return Missing(iri, "", _nearest(iri, names), "where lobkit has no vocabulary")


@cache
def _mapped() -> dict[str, str]:
    """The folders that lobkit's own mappings lead to, as they are compared and as they are written."""
    found = (
        folder_of(str(end))
        for one in VOCABULARIES.values()
        for root in one.mappings()
        for ends in (root.exact_match, root.close_match, root.broad_match, root.narrow_match, root.related_match)
        for end in ends
    )
    return {_folder(one): f"<{one}>" for one in found}


_LOBKIT = BASE.partition(":")[2]
_WORDS = re.compile(r"[^\W\d_]+|\d+|[\W_]")
_LEAST = 4
"""Words that are shorter differ by one letter without being mistyped: `en` and `nl`, `aat` and `tgn`."""


def _nearly(one: str, other: str) -> bool:
    """Whether two folders differ in the letters of one word, and there by two signs at most."""
    pairs = list(zip(words := _WORDS.findall(one), others := _WORDS.findall(other), strict=False))
    differing = [pair for pair in pairs if pair[0] != pair[1]]
    if len(words) != len(others) or len(differing) != 1:
        return False
    wrong, right = (word.casefold() for word in differing[0])
    longer = max(len(wrong), len(right))
    if not (wrong.isalpha() and right.isalpha()) or min(len(wrong), len(right)) < _LEAST:
        return False
    blocks = difflib.SequenceMatcher(None, wrong, right, autojunk=False).get_matching_blocks()
    return longer - sum(block.size for block in blocks) <= 2


def _mistyped_scheme(iri: str) -> Missing | None:
    scheme, _, rest = iri.partition(":")
    if not rest.startswith("//") or scheme in ("http", "https"):
        return None
    near = difflib.get_close_matches(scheme, ("http", "https"), n=1, cutoff=0.7)
    return Missing(iri, "", f"{near[0]}:{rest}", f"where {scheme!r} is no scheme of addresses") if near else None


def _own() -> Iterator[Names]:
    for one in VOCABULARIES.values():
        iris = frozenset(str(root.iri) for root in one.roots())
        yield Names(one.name, frozenset({_folder(str(one[slug])) for slug in one}), iris)
    relations = frozenset(Relation.members() or ())
    yield Names("relation", frozenset(map(_folder, relations)), relations)


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
