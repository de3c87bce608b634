"""What SKOS itself says of its classes and properties, as tables, with the numbers of the Reference's conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lobkit.namespaces import RDFS, SKOS

CORE = SKOS.iri
XL = "http://www.w3.org/2008/05/skos-xl#"


def core(names: str) -> tuple[str, ...]:
    """Names of SKOS as IRIs."""
    return tuple(CORE + name for name in names.split())


def xl(names: str) -> tuple[str, ...]:
    """Names of SKOS-XL as IRIs."""
    return tuple(XL + name for name in names.split())


CONCEPT, SCHEME, COLLECTION, ORDERED = core("Concept ConceptScheme Collection OrderedCollection")
IN_SCHEME, TOP_CONCEPT_OF, HAS_TOP_CONCEPT = core("inScheme topConceptOf hasTopConcept")
SEMANTIC, BROADER, NARROWER, RELATED = core("semanticRelation broader narrower related")
UP, DOWN = core("broaderTransitive narrowerTransitive")
MAPPING, EXACT, CLOSE, BROAD, NARROW, RELATED_MATCH = core(
    "mappingRelation exactMatch closeMatch broadMatch narrowMatch relatedMatch"
)
MEMBER, MEMBER_LIST = core("member memberList")
LABELS = PREF, ALT, HIDDEN = core("prefLabel altLabel hiddenLabel")
NOTATION, NOTE = core("notation note")
NOTES = core("note changeNote definition editorialNote example historyNote scopeNote")
XL_LABEL, LITERAL_FORM, LABEL_RELATION = xl("Label literalForm labelRelation")
XL_LABELS = xl("prefLabel altLabel hiddenLabel")
MAPPINGS = (EXACT, CLOSE, BROAD, NARROW, RELATED_MATCH)

TERMS = frozenset(
    core(
        "Concept ConceptScheme Collection OrderedCollection inScheme topConceptOf hasTopConcept prefLabel altLabel "
        "hiddenLabel notation note changeNote definition editorialNote example historyNote scopeNote semanticRelation "
        "broader narrower related broaderTransitive narrowerTransitive member memberList mappingRelation exactMatch "
        "closeMatch broadMatch narrowMatch relatedMatch"
    )
)
"""All that the namespace of SKOS holds (Reference, appendix A)."""

WITHDRAWN = frozenset(
    core(
        "symbol prefSymbol altSymbol CollectableProperty subject isSubjectOf primarySubject isPrimarySubjectOf "
        "subjectIndicator"
    )
)
"""What earlier drafts had, and the Reference has not (its appendix C)."""

XL_TERMS = frozenset(xl("Label literalForm prefLabel altLabel hiddenLabel labelRelation"))

# S7, S11, S17, S21, S22, S39 to S42, S29.
SUB_PROPERTIES: Mapping[str, tuple[str, ...]] = {
    TOP_CONCEPT_OF: (IN_SCHEME,),
    **dict.fromkeys(LABELS, (RDFS.label,)),
    **dict.fromkeys(NOTES[1:], (NOTE,)),
    BROADER: (UP,),
    NARROWER: (DOWN,),
    UP: (SEMANTIC,),
    DOWN: (SEMANTIC,),
    RELATED: (SEMANTIC,),
    MAPPING: (SEMANTIC,),
    CLOSE: (MAPPING,),
    EXACT: (CLOSE,),
    BROAD: (MAPPING, BROADER),
    NARROW: (MAPPING, NARROWER),
    RELATED_MATCH: (MAPPING, RELATED),
}
# S8, S25, S26, S43.
INVERSES: Mapping[str, tuple[str, ...]] = {
    one: (other,)
    for pair in ((TOP_CONCEPT_OF, HAS_TOP_CONCEPT), (BROADER, NARROWER), (UP, DOWN), (BROAD, NARROW))
    for one, other in (pair, pair[::-1])
}
# S23, S44, S62.
SYMMETRIC = frozenset({RELATED, RELATED_MATCH, CLOSE, EXACT, LABEL_RELATION})
# S4 to S6, S19, S20, S31, S33, S50, S54, S60, S61: the classes of a statement's two ends.
ENDS: Mapping[str, tuple[str, str]] = {
    IN_SCHEME: ("", SCHEME),
    HAS_TOP_CONCEPT: (SCHEME, CONCEPT),
    SEMANTIC: (CONCEPT, CONCEPT),
    MEMBER: (COLLECTION, ""),
    MEMBER_LIST: (ORDERED, ""),
    LITERAL_FORM: (XL_LABEL, ""),
    **dict.fromkeys(XL_LABELS, ("", XL_LABEL)),
    LABEL_RELATION: (XL_LABEL, XL_LABEL),
}
SUB_CLASSES: Mapping[str, tuple[str, ...]] = {ORDERED: (COLLECTION,)}

# S9, S37, S48.
DISJOINT: tuple[tuple[str, str, str], ...] = (
    ("S9", CONCEPT, SCHEME),
    ("S37", CONCEPT, COLLECTION),
    ("S37", SCHEME, COLLECTION),
    *(("S48", XL_LABEL, one) for one in (CONCEPT, SCHEME, COLLECTION)),
)


def above(start: str, supers: Mapping[str, Iterable[str]]) -> set[str]:
    """A class or property with all that it is a kind of."""
    found, waiting = {start}, [start]
    while waiting:
        for upper in supers.get(waiting.pop(), ()):
            if upper not in found:
                found.add(upper)
                waiting.append(upper)
    return found
