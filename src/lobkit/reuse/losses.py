"""What a file says, and an edition of it written anew does not: by thing and property, statement for statement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from attrs import frozen

from lobkit.evolution.edition import MAPPINGS, NOTES, Edition, Entry
from lobkit.evolution.entries import PREDECESSOR, SUCCESSOR, TITLES, VERSION
from lobkit.formats.triples import Term, Triple
from lobkit.namespaces import NAMESPACES, OWL, RDF, SKOS, XSD
from lobkit.workbench.written import Namer

_MIRRORED = {one: one for one in ("exactMatch", "closeMatch", "relatedMatch")}
_MIRRORED |= {"broadMatch": "narrowMatch", "narrowMatch": "broadMatch"}
_NAMER = Namer({space.prefix: space.iri for space in NAMESPACES})


def losses_of(edition: Edition, statements: Iterable[Triple], form: str, *, scheme: bool = True) -> list[str]:
    """What the statements of a file say that a form does not, a line for all things that lose the same.

    Args:
        edition: what is written.
        statements: all that the file says.
        form: how the form is called, as in `not in a table`.
        scheme: whether the form says the title and the version of the scheme.
    """
    carried = _Carried(edition, scheme)
    lost: dict[Term, dict[str, None]] = {}
    inner: set[Term] = set()
    for triple in statements:
        subject, _, object_ = triple
        if object_.kind == "blank":
            inner.add(object_)
        word = carried.lost(triple)
        if word:
            lost.setdefault(subject, {})[word] = None
    # What is said of a thing without address goes with the statement that leads to it.
    alike: dict[str, list[str]] = {}
    for one, words in lost.items():
        if one not in inner:
            alike.setdefault(", ".join(sorted(words)), []).append(_name(one))
    return [f"{_names(names)}: {said} (not in {form})" for said, names in alike.items()]


_NAMED = 10
"""So many of the things that lose the same are named; the others are counted."""


def _names(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _name(term: Term) -> str:
    return f"<{term.value}>" if term.kind == "iri" else "something without address"


@cache
def _word(predicate: str) -> str:
    return _NAMER.iri(predicate)


@frozen
class _Carried:
    """Tells the statements that an edition holds from those that it does not."""

    edition: Edition
    scheme: bool

    def lost(self, triple: Triple) -> str:
        """How the lost part of a statement is called; empty where nothing is lost."""
        subject, predicate, object_ = triple
        entry = self.edition.entries.get(subject.value) if subject.kind == "iri" else None
        if self._turned(subject.value, predicate, object_):
            return ""
        if entry is None:
            return "" if self._of_scheme(subject, predicate, object_) else _word(predicate)
        return _of_entry(entry, predicate, object_)

    def _turned(self, subject: str, predicate: str, object_: Term) -> bool:
        """Whether it is said from the other end."""
        if predicate not in _TURNED or object_.kind != "iri":
            return False
        other = self.edition.entries.get(object_.value)
        return other is not None and subject in _TURNED[predicate](other)

    def _of_scheme(self, subject: Term, predicate: str, object_: Term) -> bool:
        if subject.kind != "iri" or subject.value != self.edition.scheme:
            return False
        if predicate == RDF.type:
            return object_.value == SKOS.ConceptScheme
        if not self.scheme:
            return False
        if predicate in TITLES:
            return object_.kind == "literal" and (object_.lang.lower(), object_.value) in self.edition.titles
        is_version = predicate in VERSION and not self.edition.dated
        return is_version and object_.kind == "literal" and object_.value.strip() == self.edition.version


Ends = Callable[[Entry], Iterable[str]]


def _matches(kind: str) -> Ends:
    return lambda entry: (target for key, target in entry.mappings if key == kind)


_TURNED: Mapping[str, Ends] = {
    SKOS.narrower: lambda entry: entry.broader,
    SKOS.related: lambda entry: entry.related,
    SKOS.hasTopConcept: lambda entry: entry.top_of,
    **{one: lambda entry: entry.successors for one in PREDECESSOR},
    **{SKOS.iri + kind: _matches(mirrored) for kind, mirrored in _MIRRORED.items()},
}
_LINKS: Mapping[str, Ends] = {
    SKOS.broader: lambda entry: entry.broader,
    SKOS.related: lambda entry: entry.related,
    SKOS.inScheme: lambda entry: entry.schemes,
    SKOS.topConceptOf: lambda entry: entry.top_of,
    **{one: lambda entry: entry.successors for one in SUCCESSOR},
    **{SKOS.iri + kind: _matches(kind) for kind in MAPPINGS},
}
_TEXTS = {SKOS.iri + kind for kind in ("prefLabel", "altLabel", "hiddenLabel", "definition", *NOTES)}


def _of_entry(entry: Entry, predicate: str, object_: Term) -> str:
    """An entry holds every text, code and link of SKOS, of the latter those between addresses."""
    word = _word(predicate)
    if predicate == RDF.type:
        return "" if object_.value == SKOS.Concept else f"{word} {_shown(object_)}"
    if predicate in _LINKS:
        return "" if object_.kind == "iri" and object_.value in _LINKS[predicate](entry) else word
    plain = object_.kind == "literal" and object_.datatype in ("", XSD.string)
    if predicate in _TEXTS:
        return "" if plain else f"{word} other than as a text"
    if predicate == SKOS.notation:
        kind = "language" if object_.lang else "datatype"
        return "" if plain and not object_.lang else f"the {kind} of {word}"
    return "" if predicate == OWL.deprecated and object_.kind == "literal" else word


def _shown(term: Term) -> str:
    return _word(term.value) if term.kind == "iri" else _name(term)
