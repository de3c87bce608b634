"""Mapping sets out of files, and SKOS out of mapping sets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from attrs import evolve, frozen

from lobkit import placing, sources
from lobkit.errors import Finding, ReadError, Severity
from lobkit.evolution.edition import MAPPINGS, Edition, Entry
from lobkit.evolution.entries import edition_of
from lobkit.evolution.singles import left_out
from lobkit.evolution.source import read_edition, read_with_places
from lobkit.formats.triples import Term, Triple, Triples, quoted
from lobkit.mappings.mapping import NO_TERM, UNSPECIFIED, ConceptMapping, MappingSet, own_label
from lobkit.mappings.sssom import parse, serialize
from lobkit.namespaces import SKOS
from lobkit.vocabularies import VOCABULARIES
from lobkit.workbench import skosfile
from lobkit.workbench.known import Known, names_of
from lobkit.workbench.places import locator
from lobkit.workbench.source import Loaded


@frozen
class LoadedMappings:
    """What a file of mappings gave, and what was noticed.

    Args:
        mappings: the mappings.
        findings: what is wrong or odd in the file.
        losses: what a vocabulary says of the ends of its mappings, and a table of mappings does not.
        doubled: the labels of ends that stand beside others in their language, which it does not show either.
    """

    mappings: MappingSet
    findings: tuple[Finding, ...] = ()
    losses: tuple[str, ...] = ()
    doubled: tuple[Finding, ...] = ()


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
    loaded, locate = _loaded(source, metadata, format)
    label = "<stdin>" if str(source) == "-" else str(source)
    return evolve(loaded, findings=(*loaded.findings, *_missing(loaded.mappings, at_hand, label, locate)))


_Place = tuple[int | None, int | None]
_Locate = Callable[[Sequence[ConceptMapping]], Callable[[ConceptMapping], _Place]]
"""Looks for some mappings in a text, and gives the line and column of each."""


def _missing(mappings: MappingSet, known: Known, source: str, locate: _Locate) -> Iterator[Finding]:
    """Each end of a mapping that a vocabulary at hand does not have, told once for each line."""
    found = [
        (one, end, missing)
        for one in mappings
        for end, iri in (("subject_id", one.subject), ("object_id", one.object))
        if (missing := known.missing(iri)) is not None
    ]
    place = locate([one for one, _, _ in found])
    told = set()
    for one, end, missing in found:
        line, column = place(one)
        if (missing.iri, line, column) not in told:
            told.add((missing.iri, line, column))
            message = f"{one.match} names {missing.told()}"
            yield Finding("LOB726", message, end, Severity.WARNING, source, line, column, record=one.subject)


def _in_table(_: Sequence[ConceptMapping]) -> Callable[[ConceptMapping], _Place]:
    return lambda one: (one.line, None)


def _in_text(loaded: Loaded) -> _Locate:
    """Where the statement of a mapping stands, which may be made at its other end."""

    def locate(mappings: Sequence[ConceptMapping]) -> Callable[[ConceptMapping], _Place]:
        ways = {one: [_triple(way) for way in (one, one.turned()) if way is not None] for one in mappings}
        wanted = {triple for triples in ways.values() for triple in triples}
        made = {triple for triple in loaded.statements if triple in wanted} if wanted else set()
        at = locator(loaded, made)
        return lambda one: next((at(triple) or (None, None) for triple in ways[one] if triple in made), (None, None))

    return locate


def _triple(one: ConceptMapping) -> Triple:
    return Term("iri", one.subject), one.predicate, Term("iri", one.object)


def _loaded(source: str | Path, metadata: str | Path | None, format: str | None) -> tuple[LoadedMappings, _Locate]:
    if str(source) in VOCABULARIES and not Path(source).exists():
        return _own(str(source)), _in_table
    if format is not None or not str(source).removesuffix(".gz").lower().endswith(".tsv"):
        edition, loaded = read_with_places(source, format=format)
        return _of_vocabulary(edition), _in_text(loaded)
    try:
        text = sources.text_of(source)
        beside = metadata or (None if text.startswith("#") else _beside(Path(source)))
        found, noticed = parse(text, sources.text_of(beside) if beside else None)
    except ReadError as error:
        raise error.at(str(source)) from None
    return LoadedMappings(found, tuple(one.at(str(source)) for one in noticed)), _in_table


def _of_vocabulary(edition: Edition, *, labels: Edition | None = None, license: str | None = None) -> LoadedMappings:
    """The mappings of a vocabulary, with the labels that a table of mappings has no place for."""
    found = mappings_of(edition, labels=labels, license=license or NO_LICENSE)
    whole = labels or edition
    ends = dict.fromkeys(iri for one in found for iri in (one.subject, one.object))
    entries = [entry for iri in ends if (entry := whole.entry_named(iri) or edition.entry_named(iri)) is not None]
    doubled = left_out(whole, ("prefLabel",), entries)
    return LoadedMappings(found, edition.findings, tuple(_other_labels(entries)), tuple(doubled))


def _other_labels(entries: Iterable[Entry]) -> Iterator[str]:
    """What is told of labels in languages that are not shown."""
    counts = Counter(
        lang or "no language"
        for entry in entries
        for lang in {lang for lang, _ in entry.labels or entry.names}
        if (lang, entry.label()) not in (entry.labels or entry.names)
    )
    if counts:
        said = ", ".join(f"{count} in {lang}" for lang, count in sorted(counts.items()))
        yield f"labels in other languages than the one shown: {said} (subject_label and object_label hold one label)"


def _own(name: str) -> LoadedMappings:
    make = Triples()
    vocabulary = VOCABULARIES[name]
    roots = vocabulary.mappings()
    edition = edition_of(triple for root in roots for triple in make.of(root))
    return _of_vocabulary(edition, labels=read_edition(name), license=str(vocabulary.scheme().license or NO_LICENSE))


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
    filled_in = frozenset({"subject_label", "object_label", "subject_source_version"})
    return MappingSet(tuple(found), about, filled_in=filled_in)


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


def _losses(mappings: MappingSet, kept: list[ConceptMapping]) -> Iterator[str]:
    """A line for all mappings that lose the same."""
    alike: dict[str, list[str]] = {}
    for one in mappings:
        if said := _lost(one, mappings.filled_in, is_kept=one in kept):
            name = f"{quoted(one.subject or one.subject_label)} {one.match} {quoted(one.object or one.object_label)}"
            alike.setdefault(said, []).append(name)
    for said, names in alike.items():
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        yield f"{', '.join(names[:_NAMED])}{more}: {said}"


_NAMED = 3
"""So many of the mappings that lose the same are named; the others are counted."""


def _lost(one: ConceptMapping, filled_in: frozenset[str], *, is_kept: bool) -> str:
    if not is_kept:
        return "it is negated" if one.negated else "a mapping that SKOS has no property for"
    lost = [slot for slot, _ in one.rest]
    lost += [slot for slot in ("subject_label", "object_label") if getattr(one, slot)]
    lost = [slot for slot in lost if slot not in filled_in]
    lost += ["confidence"] if one.confidence is not None else []
    lost += ["mapping_justification"] if one.justification != UNSPECIFIED else []
    return ", ".join(sorted(lost))
