"""Mapping sets out of files, and SKOS out of mapping sets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import evolve, frozen

from lobkit import placing, sources
from lobkit.errors import Finding, ReadError, Severity
from lobkit.evolution.edition import MAPPINGS, Edition
from lobkit.evolution.entries import edition_of
from lobkit.evolution.source import read_edition
from lobkit.formats.triples import Triples, quoted
from lobkit.mappings.mapping import NO_TERM, UNSPECIFIED, ConceptMapping, MappingSet, own_label
from lobkit.mappings.sssom import parse, serialize
from lobkit.namespaces import SKOS
from lobkit.vocabularies import VOCABULARIES
from lobkit.workbench import skosfile
from lobkit.workbench.known import Known, names_of


@frozen
class LoadedMappings:
    """What a file of mappings gave, and what was noticed."""

    mappings: MappingSet
    findings: tuple[Finding, ...] = ()


def read_mappings(source: str | Path, *, metadata: str | Path | None = None) -> MappingSet:
    """The mappings in an SSSOM/TSV file, in any SKOS file, or of one of lobkit's own vocabularies by its name.

    Args:
        source: the file; `.tsv` is SSSOM, and a `.sssom.yml` beside it holds its metadata where it has none itself.
        metadata: the file with the metadata, where it has another name.

    Raises:
        ReadError: with every problem and its line.
    """
    return load_mappings(source, metadata=metadata).mappings


def load_mappings(
    source: str | Path,
    *,
    metadata: str | Path | None = None,
    known: Iterable[str | Path] = (),
    format: str | None = None,
) -> LoadedMappings:
    """As `read_mappings`, with the findings.

    Args:
        source, metadata: as for `read_mappings`.
        known: SKOS files of the vocabularies that are mapped, so that a mapping of what they do not have is told
            (LOB726); lobkit's own are known already.
        format: the form of a vocabulary, where the extension does not say it.
    """
    sources.refuse_no_path(source, "the path of a file of mappings, or the name of one of lobkit's own vocabularies")
    at_hand = Known(tuple(names_of(skosfile.read(one)) for one in known))
    loaded = _loaded(source, metadata, format)
    return evolve(loaded, findings=(*loaded.findings, *_missing(loaded.mappings, at_hand, str(source))))


def _missing(mappings: MappingSet, known: Known, source: str) -> Iterator[Finding]:
    """Each end of a mapping that a vocabulary at hand does not have, told once for each line."""
    told = set()
    for one in mappings:
        for end, iri in (("subject_id", one.subject), ("object_id", one.object)):
            missing = known.missing(iri)
            if missing is not None and (iri, one.line) not in told:
                told.add((iri, one.line))
                message = f"{one.match} names {missing.told()}"
                yield Finding("LOB726", message, end, Severity.WARNING, source, one.line, record=one.subject)


def _loaded(source: str | Path, metadata: str | Path | None, format: str | None) -> LoadedMappings:
    if str(source) in VOCABULARIES and not Path(source).exists():
        return LoadedMappings(_own(str(source)))
    if not str(source).removesuffix(".gz").lower().endswith(".tsv"):
        edition = read_edition(source, mappings=True, format=format)
        return LoadedMappings(mappings_of(edition), edition.findings)
    try:
        text = sources.text_of(source)
        beside = metadata or (None if text.startswith("#") else _beside(Path(source)))
        found, noticed = parse(text, sources.text_of(beside) if beside else None)
    except ReadError as error:
        raise error.at(str(source)) from None
    return LoadedMappings(found, tuple(one.at(str(source)) for one in noticed))


def _own(name: str) -> MappingSet:
    make = Triples()
    vocabulary = VOCABULARIES[name]
    roots = vocabulary.mappings()
    edition = edition_of(triple for root in roots for triple in make.of(root))
    return mappings_of(edition, labels=read_edition(name), license=str(vocabulary.scheme().license or NO_LICENSE))


def _beside(source: Path) -> Path | None:
    stem = source.name.removesuffix(".gz").removesuffix(".tsv").removesuffix(".sssom")
    found = [source.with_name(f"{stem}{end}") for end in (".sssom.yml", ".sssom.yaml", ".yml")]
    return next((one for one in found if one.is_file()), None)


NO_LICENSE = "https://w3id.org/sssom/license/unspecified"
"""Stands in a set of which no licence is known, since SSSOM asks for one."""


def mappings_of(edition: Edition, *, labels: Edition | None = None, license: str = NO_LICENSE) -> MappingSet:
    """The mappings that a vocabulary states, in either direction; SKOS says neither how sure they are nor why.

    Whether the ends are called concepts makes no difference: a mapping says it of both (SKOS Reference, S19, S20, S39).

    Args:
        edition: the vocabulary, or a graph of its mappings alone.
        labels: the vocabulary, where the mappings stand apart from it.
        license: of the mappings.
    """
    whole = labels or edition
    version = (("subject_source_version", whole.version),) if whole.version and not whole.dated else ()
    found = []
    for entry in (*edition.entries.values(), *edition.linked.values()):
        for kind, target in sorted(entry.mappings):
            if target[:1] == "[":  # it has no address, which the findings of the edition tell
                continue
            found.append(
                ConceptMapping(
                    entry.iri,
                    SKOS.iri + kind,
                    target,
                    subject_label=whole.label(entry.iri) or edition.label(entry.iri) or own_label(entry.iri),
                    object_label=edition.label(target) or own_label(target),
                    rest=version,
                )
            )
    about = {"mapping_set_id": f"{whole.scheme.rstrip('#/')}#mappings"} if whole.scheme else {}
    about["license"] = license
    return MappingSet(tuple(found), about)


def write_mappings(mappings: MappingSet, target: str | Path) -> None:
    """Writes SSSOM/TSV.

    Raises:
        WriteError: where the place cannot take it.
    """
    placing.write_text(serialize(mappings), target)


def to_skos(mappings: MappingSet) -> tuple[str, tuple[str, ...]]:
    """The mappings as SKOS statements in Turtle, and what SKOS cannot say of them."""
    kept = [one for one in mappings if one.match in MAPPINGS and not one.negated and _ends(one)]
    lines = sorted({f"<{one.subject}> skos:{one.match} <{one.object}> .\n" for one in kept})
    return f"@prefix skos: <{SKOS.iri}> .\n\n" + "".join(lines), tuple(_losses(mappings, kept))


def _ends(one: ConceptMapping) -> bool:
    return bool(one.subject and one.object) and NO_TERM not in (one.subject, one.object)


def _losses(mappings: Iterable[ConceptMapping], kept: list[ConceptMapping]) -> Iterator[str]:
    for one in mappings:
        name = f"{quoted(one.subject or one.subject_label)} {one.match} {quoted(one.object or one.object_label)}"
        if one not in kept:
            yield f"{name}: a mapping that SKOS has no property for" if not one.negated else f"{name}: it is negated"
            continue
        lost = [slot for slot, _ in one.rest]
        lost += ["confidence"] if one.confidence is not None else []
        lost += ["mapping_justification"] if one.justification != UNSPECIFIED else []
        if lost:
            yield f"{name}: {', '.join(sorted(lost))}"
