"""Records crossed over to another vocabulary by a set of mappings, with the kind of each match and its confidence."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import asdict, fields, frozen

from lobkit import exchange, sources
from lobkit.description import IriRange
from lobkit.errors import Finding, LobkitError, ReadError, shown
from lobkit.evolution.edition import MAPPINGS
from lobkit.evolution.facets import Use
from lobkit.evolution.migrate import Migration, files_of, rewrite_all
from lobkit.evolution.rewrite import uses_in
from lobkit.evolution.succession import Candidate, Lookup, Step
from lobkit.formats.format import path_text
from lobkit.formats.triples import quoted
from lobkit.mappings.mapping import ConceptMapping, MappingSet, own_label
from lobkit.model import ROOTS
from lobkit.namespaces import DCTERMS, RDF, RDFS, SKOS, folder_of
from lobkit.skos import Concept

CERTAIN = 0.9
"""The confidence from which an exact match is certain; one that states none is taken as certain, too."""

MATCHES = MAPPINGS
"""The kinds of match, the surest first; `mappingRelation` does not say which kind it is."""


@frozen
class Crossing:
    """One concept in a record, and one concept elsewhere that it is mapped to.

    Args:
        record: the IRI of the record, or the file where it has none.
        path: the way from the record to the field, such as `recommendations[0].themas`.
        key: the field, in JSON; `property` is its RDF property.
        concept: what the record says, with its label where the mappings know it, or the type of the field.
        match: the kind of match, such as `exactMatch`; empty where the concept is mapped to nothing.
        target: the concept elsewhere, with its label where the mappings or lobkit's own vocabularies know it: in
            English, else in any language.
        confidence: of the mapping; None where it states none.
        justification: how the mapping came about.
        source: the file.
    """

    record: str
    path: str
    key: str
    property: str
    concept: str
    concept_label: str
    match: str
    target: str
    target_label: str
    confidence: float | None
    justification: str
    source: str


@frozen
class Crosswalk:
    """The crossings of all records, in their order."""

    crossings: tuple[Crossing, ...]
    findings: tuple[Finding, ...] = ()

    def __iter__(self) -> Iterator[Crossing]:
        return iter(self.crossings)

    def __len__(self) -> int:
        return len(self.crossings)

    @property
    def unmapped(self) -> tuple[str, ...]:
        """The concepts that are mapped to nothing, each once."""
        return tuple(sorted({one.concept for one in self.crossings if not one.match}))

    def csv(self) -> str:
        """A table with a line a crossing."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        columns = [one.name for one in fields(Crossing)]
        writer.writerow(columns)
        for one in self.crossings:
            values = [getattr(one, column) for column in columns]
            writer.writerow(["" if value is None else value for value in values])
        return out.getvalue()

    def json(self) -> str:
        """A list with an object a crossing."""
        return json.dumps([asdict(one) for one in self.crossings], ensure_ascii=False, indent=2) + "\n"

    def turtle(self) -> str:
        """Each crossing as a statement about the record, with its match and confidence beside it.

        An exact match is stated outright as well, since what is said of the one concept holds of the other. What has no
        address, a record or a thing inside one, is a blank node with a label that says where it stands.
        """
        spaces = {"rdf": RDF.iri, "rdfs": RDFS.iri, "dcterms": DCTERMS.iri, "skos": SKOS.iri}
        spaces |= {"sssom": "https://w3id.org/sssom/", "prov": "http://www.w3.org/ns/prov#"}
        body = "".join(_statements(one) for one in self.crossings if one.match)
        used = (f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in spaces.items() if f" {prefix}:" in body)
        return "".join(used) + body


def _holder(one: Crossing) -> str:
    """What holds the field, in Turtle."""
    inside = one.path.removesuffix(one.key).rstrip(".")
    if one.record == one.source:
        return f"[ rdfs:label {quoted(f'{one.source} {inside}'.rstrip())} ]"
    return f"[ rdfs:label {quoted(inside)} ; dcterms:isPartOf <{one.record}> ]" if inside else f"<{one.record}>"


def _statements(one: Crossing) -> str:
    holder = _holder(one)
    lines = [
        "[ a rdf:Statement",
        f"rdf:subject {holder}",
        f"rdf:predicate <{one.property}>",
        f"rdf:object <{one.target}>",
        f"prov:wasDerivedFrom <{one.concept}>",
        f"sssom:predicate_id skos:{one.match}" if one.match in MATCHES else f"sssom:predicate_id <{one.match}>",
    ]
    if one.confidence is not None:
        lines.append(f"sssom:confidence {one.confidence!r}")
    if one.justification:
        lines.append(f"sssom:mapping_justification <{one.justification}>")
    if one.target_label:
        lines.append(f"sssom:object_label {quoted(one.target_label)}")
    is_outright = one.match == "exactMatch" and holder == f"<{one.record}>"
    outright = f"<{one.record}> <{one.property}> <{one.target}> .\n" if is_outright else ""
    return "\n" + outright + " ;\n  ".join(lines) + " ] .\n"


def crosswalk(
    records: sources.Source | Iterable[sources.Source],
    mappings: MappingSet,
    *,
    matches: Iterable[str] = MATCHES,
    least: float = 0.0,
    format: str | None = None,
    classes: tuple[type[Any], ...] = ROOTS,
    each: Callable[[Iterable[Path]], Iterable[Path]] = iter,
) -> Crosswalk:
    """Each concept in the records with what it is mapped to; crossings that are equal stand once.

    Args:
        records: a file, a folder of records, or several of them.
        mappings: the mappings; those whose kind says what they are from the other end count in both directions.
        matches: the kinds of match that count.
        least: the lowest confidence that counts; mappings that state none always count.
        format: the form of the records, where the extension does not say it.
        classes: what can stand at the top of a file.
        each: may watch the files pass by.

    Raises:
        ReadError: with the problems of every source that cannot be read.
    """
    known, folders = _known(mappings)
    wanted = set(matches)
    crossings: list[Crossing] = []
    refused: list[Finding] = []
    for source in each(files_of(records)):  # type: ignore[arg-type] # `-` passes as well
        label = "<stdin>" if str(source) == "-" else str(source)
        try:
            uses = uses_in(sources.text_of(source), exchange.format_of(source, format), classes)
        except ReadError as error:
            refused += [one if one.source else one.at(label) for one in error.findings]
            continue
        for use in uses:
            fitting = [one for one in known.get(use.iri, ()) if _counts(one, wanted, least)]
            crossings += [_crossing(use, one, label) for one in fitting]
            if not fitting and folder_of(use.iri) in folders:
                crossings.append(_crossing(use, None, label))
    if refused:
        raise ReadError(refused)
    # A value that stands twice in one list says nothing new, nor do two rows of one mapping by different people.
    return Crosswalk(tuple(dict.fromkeys(crossings)))


def _known(mappings: MappingSet) -> tuple[Mapping[str, list[ConceptMapping]], set[str]]:
    """The mappings by their subjects, and where the subjects of the set itself stand."""
    if not isinstance(mappings, MappingSet):
        raise LobkitError(f"expected the mappings that lobkit.read_mappings(…) gives, not {shown(mappings)}")
    return mappings.by_subject(), {folder_of(one.subject) for one in mappings}


def _counts(one: ConceptMapping, wanted: set[str], least: float) -> bool:
    return not one.negated and one.match in wanted and (one.confidence is None or one.confidence >= least)


def _crossing(use: Use, one: ConceptMapping | None, source: str) -> Crossing:
    return Crossing(
        use.owner or use.record or source,
        path_text(use.within),
        use.field.key,
        use.field.path,
        use.iri,
        (one.subject_label if one else "") or _label(use),
        one.match if one else "",
        one.object if one else "",
        (one.object_label or own_label(one.object)) if one else "",
        one.confidence if one else None,
        one.justification if one else "",
        source,
    )


def _members(use: Use) -> Mapping[str, Any] | None:
    """The concepts that the field takes, by IRI; None where it takes any."""
    concepts = use.field.range.concept_class if isinstance(use.field.range, IriRange) else None
    return None if concepts is None else concepts.members()


def _label(use: Use) -> str:
    """What people call the concept, in English as the labels of mappings; empty where the field does not know it."""
    concept = (_members(use) or {}).get(use.iri)
    return concept.pref_label.best("en") if isinstance(concept, Concept) and concept.pref_label else ""


def certain(mappings: MappingSet, *, least: float = CERTAIN) -> Lookup:
    """What the mappings put in the place of each concept: the one that it exactly matches, where there is but one.

    A concept with several exact matches, with less sure ones, or with other kinds of match is left to a person, with
    all of them to choose from.
    """
    known, folders = _known(mappings)

    def look(iri: str) -> Step | None:
        found = [one for one in known.get(iri, ()) if not one.negated]
        if not found:
            if iri in known or folder_of(iri) in folders:
                return Step(iri, "", None, "no mapping of it is stated")
            return None
        label = next((one.subject_label for one in found if one.subject_label), "")
        exact = {
            one.object
            for one in found
            if one.match == "exactMatch" and (one.confidence is None or one.confidence >= least)
        }
        candidates = tuple(
            Candidate(one.object, one.object_label or own_label(one.object), "", f"skos:{one.match}", one.confidence)
            for one in _ranked(found)
        )
        if len(exact) == 1:
            best = next(one for one in candidates if one.iri in exact and one.relation == "skos:exactMatch")
            confidence = f", confidence {best.confidence:g}" if best.confidence is not None else ""
            return Step(iri, label, best.iri, f"skos:exactMatch{confidence}", (best,))
        why = f"it has {len(exact)} exact matches" if exact else "it has no exact match that is certain"
        return Step(iri, label, None, why, candidates)

    return look


def _ranked(found: list[ConceptMapping]) -> list[ConceptMapping]:
    order = {name: at for at, name in enumerate(MATCHES)}
    return sorted(
        found,
        key=lambda one: (order.get(one.match, 9), -(1.0 if one.confidence is None else one.confidence), one.object),
    )


def cross_over(
    records: sources.Source | Iterable[sources.Source],
    mappings: MappingSet,
    *,
    least: float = CERTAIN,
    format: str | None = None,
    classes: tuple[type[Any], ...] = ROOTS,
    each: Callable[[Iterable[Path]], Iterable[Path]] = iter,
) -> Migration:
    """What it takes to rewrite records with the concepts of another vocabulary; nothing is written yet.

    The records are then those of a class whose fields take that vocabulary: a class that is closed to it refuses them.
    """
    return rewrite_all(records, certain(mappings, least=least), format=format, classes=classes, each=each)


def not_taken(
    migration: Migration, format: str | None = None, classes: tuple[type[Any], ...] = ROOTS
) -> tuple[str, ...]:
    """The concepts in rewritten records that the fields do not take, so that a validation refuses them (LOB204).

    Args:
        migration: what `cross_over` gave.
        format, classes: as for `cross_over`.
    """
    found: dict[str, None] = {}
    for source, edited in migration.files:
        new = {step.after for step in edited.steps}
        for use in uses_in(edited.after, exchange.format_of(source, format), classes) if new else ():
            members = _members(use)
            if use.iri in new and members is not None and use.iri not in members:
                found[use.iri] = None
    return tuple(sorted(found))
