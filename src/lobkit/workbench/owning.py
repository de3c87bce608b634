"""What in a file is of the vocabulary itself, and what it knows only as the end of a link to another."""

from __future__ import annotations

from functools import cached_property

from lobkit.namespaces import RDF, RDFS, folder_of
from lobkit.workbench import meaning as m
from lobkit.workbench.skosfile import SkosFile

# What a stub says of a concept of another vocabulary, so that people and tools know what the link is to.
_STUB = frozenset({RDF.type, RDFS.label, m.NOTATION, m.IN_SCHEME, *m.LABELS, *m.XL_LABELS, *m.MAPPINGS})


def owned(file: SkosFile) -> frozenset[int]:
    """What a vocabulary itself has, by number.

    That is what it describes, without the ends of matches that are elsewhere; and what is implied: where a thing is a
    concept by its links only (S19, S20), so is the other end. Where a concept is typed, an end of which nothing is said
    is a hole instead.
    """
    return _Owner(file).owned()


class _Owner:
    def __init__(self, file: SkosFile) -> None:
        self.file = file
        self.statements = file.statements
        self.entailed = file.entailed
        self.described = frozenset(file.statements.subjects)

    def owned(self) -> frozenset[int]:
        ends = {other for one, other, _ in self._matches if self._elsewhere(one, other)}
        return (self.described | self._implied()) - {one for one in ends if self._foreign(one)}

    @cached_property
    def _matches(self) -> list[tuple[int, int, int]]:
        return list(self.entailed.stated(m.MAPPING))

    @cached_property
    def _typed(self) -> frozenset[int]:
        """What has a class of SKOS by name."""
        name = self.statements.name
        of_skos = {m.CONCEPT, m.SCHEME, m.COLLECTION}
        kinds = {class_ for _, class_, _ in self.statements.pairs(RDF.type)}
        kinds = {one for one in kinds if of_skos & self.entailed.kinds_of(name(one))}
        return frozenset(one for one, class_, _ in self.statements.pairs(RDF.type) if class_ in kinds)

    def _implied(self) -> frozenset[int]:
        """The ends of which nothing is said, of links that begin at something that has no class by name either."""
        terms = self.statements.terms
        return frozenset(
            other
            for relation in (m.SEMANTIC, m.IN_SCHEME, m.HAS_TOP_CONCEPT)
            for one, other, _ in self.entailed.stated(relation)
            if other not in self.described and one not in self._typed and terms[other].kind != "literal"
        )

    @cached_property
    def _linked(self) -> frozenset[int]:
        """What has a place in a hierarchy or an association here, other than by matches."""
        matches = {at for _, _, at in self._matches}
        pairs = (pair for pair in self.entailed.stated(m.SEMANTIC) if pair[2] not in matches)
        return frozenset(end for one, other, _ in pairs for end in (one, other))

    @cached_property
    def _in_schemes(self) -> frozenset[int]:
        """What is in a scheme that the file describes."""
        return frozenset(one for one, scheme, _ in self.entailed.pairs(m.IN_SCHEME) if scheme in self.described)

    def _foreign(self, one: int) -> bool:
        if one in self._linked or one in self._in_schemes:
            return False
        if one not in self._typed or self._in_schemes:
            return True
        predicates, name = self.statements.predicates, self.statements.name
        return all(name(predicates[at]) in _STUB for at in self.statements.about(one))

    def _elsewhere(self, one: int, other: int) -> bool:
        """Whether the ends of a match have addresses of different namespaces."""
        return folder_of(self.statements.name(one)) != folder_of(self.statements.name(other))
