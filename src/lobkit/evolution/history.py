"""A comparison as RDF: skos-history's deltas, W3C's delta terms, and PROV for what came from what."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lobkit.evolution.changes import Change, Comparison, Kind
from lobkit.evolution.edition import Edition
from lobkit.formats.triples import literal, quoted
from lobkit.namespaces import DCTERMS, OWL, PROV, SKOS

_PREFIXES = {
    "hist": "http://purl.org/skos-history/",
    "delta": "http://www.w3.org/2004/delta#",
    "skos": SKOS.iri,
    "dcterms": DCTERMS.iri,
    "owl": OWL.iri,
    "prov": PROV.iri,
}

_TEXTS = {
    Kind.RELABELLED: "skos:prefLabel",
    Kind.REDEFINED: "skos:definition",
}
_CODES = {Kind.RENOTATED: "skos:notation"}
_LINKS = {
    Kind.MOVED: "skos:broader",
    Kind.RELATED: "skos:related",
    Kind.RESCHEMED: "skos:inScheme",
    Kind.REPLACED: "dcterms:isReplacedBy",
    Kind.MERGED: "dcterms:isReplacedBy",
    Kind.SPLIT: "dcterms:isReplacedBy",
}


def turtle(comparison: Comparison) -> str:
    """The delta of two versions: one node for the whole, and one for each concept that changed.

    What changed is said as deletions and insertions (`delta:deletion`, `delta:insertion`), each a blank node with the
    statement's property and value, as skos-history does; `skos:changeNote` says the kind and the verdict in words.
    """
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in _PREFIXES.items())
    by_concept: dict[str, list[Change]] = {}
    for one in comparison:
        by_concept.setdefault(one.concept, []).append(one)
    parts = [_whole(comparison)]
    parts += [_concept(iri, at, changes) for at, (iri, changes) in enumerate(sorted(by_concept.items()), start=1)]
    return f"{head}\n" + "\n".join(parts)


def _whole(comparison: Comparison) -> str:
    said = f"{comparison.verdict}" + (f"; asks for version {comparison.asks_for}" if comparison.asks_for else "")
    lines = [
        "_:delta a hist:SchemeDelta, prov:Activity",
        f"hist:deltaFrom {_edition(comparison.old)}",
        f"hist:deltaTo {_edition(comparison.new)}",
        f"dcterms:description {quoted(said)}@en",
    ]
    return " ;\n  ".join(lines) + " .\n"


def _edition(edition: Edition) -> str:
    lines = ["a hist:SchemeVersion"]
    if edition.scheme:
        lines.append(f"dcterms:isVersionOf <{edition.scheme}>")
    if edition.version:
        lines.append(f"owl:versionInfo {quoted(edition.version)}")
    return f"[ {' ; '.join(lines)} ]"


def _concept(iri: str, at: int, changes: list[Change]) -> str:
    delta = f"_:c{at}"
    lines = ["a hist:ConceptDelta", "dcterms:isPartOf _:delta"]
    lines += [f"skos:changeNote {quoted(_note(one))}@en" for one in changes]
    lines += dict.fromkeys(line for one in changes for line in _statements(one))
    about = [f"hist:conceptHistory {delta}", *_provenance(changes)]
    return f"<{iri}> {' ; '.join(about)} .\n{delta} " + " ;\n  ".join(lines) + " .\n"


def _note(one: Change) -> str:
    tag = f" in {one.lang}" if one.lang else ""
    how = f" ({one.how})" if one.how else ""
    return f"{one.kind}{tag}{how}: {one.verdict}"


def _provenance(changes: list[Change]) -> Iterator[str]:
    kinds = {one.kind for one in changes}
    if Kind.ADDED in kinds:
        yield "prov:wasGeneratedBy _:delta"
    if kinds & {Kind.REMOVED, Kind.DEPRECATED}:
        yield "prov:wasInvalidatedBy _:delta"
    heirs = sorted(
        {heir for one in changes if one.kind in (Kind.REPLACED, Kind.MERGED, Kind.SPLIT) for heir in one.after}
    )
    if heirs:
        yield f"dcterms:isReplacedBy {', '.join(f'<{heir}>' for heir in heirs)}"


def _statements(one: Change) -> Iterator[str]:
    match one.kind:
        case Kind.DEPRECATED:
            yield "delta:insertion [ owl:deprecated true ]"
        case Kind.RESTORED:
            yield "delta:deletion [ owl:deprecated true ]"
        case Kind.ADDED:
            yield "delta:insertion [ a skos:Concept ]"
        case Kind.REMOVED:
            yield "delta:deletion [ a skos:Concept ]"
        case Kind.WITHDRAWN:
            yield from _pairs(one, lambda value: f"dcterms:isReplacedBy <{value}>")
        case Kind.REMAPPED:
            yield from _pairs(one, lambda value: f"skos:{value.split(' ', 1)[0]} <{value.split(' ', 1)[1]}>")
        case kind if kind in _TEXTS:
            yield from _pairs(one, lambda value: f"{_TEXTS[kind]} {literal(value, '', one.lang or '')}")
        case kind if kind in _CODES:
            yield from _pairs(one, lambda value: f"{_CODES[kind]} {quoted(value)}")
        case kind if kind in _LINKS:
            yield from _pairs(one, lambda value: f"{_LINKS[kind]} <{value}>" if ":" in value else "")


def _pairs(one: Change, make: Callable[[str], str]) -> Iterator[str]:
    for word, values in (("deletion", one.before), ("insertion", one.after)):
        for value in values:
            statement = make(value)
            if statement and "<[" not in statement:
                yield f"delta:{word} [ {statement} ]"
