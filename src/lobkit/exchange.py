"""Catalogs and records in and out: the two verbs that everybody uses."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import evolve, frozen

from lobkit.doubled import doubled, first_ones, fresh, left_out_for
from lobkit.errors import Finding, LeftOut, ReadError, Severity, ValueRefused, WriteError, shown
from lobkit.formats.format import Format, Parsed
from lobkit.model import ROOTS, Catalog, Record
from lobkit.placing import write_text
from lobkit.reading import gathered, gathered_all, parse_source, records_in, refuse_several
from lobkit.record_by_record import RECORD_BY_RECORD
from lobkit.registry import (
    FICHE,
    FORMATS,
    format_in,
    format_of,
)
from lobkit.shape import is_declared
from lobkit.sources import Source, input_kept, is_there_again, label_of
from lobkit.vocabularies import Vocabulary
from lobkit.writing import format_to_write, pieces_to_write, serialized_things, written_format

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = [
    "FICHE",
    "FORMATS",
    "Loaded",
    "Writable",
    "doubled_in",
    "format_in",
    "format_of",
    "format_to_write",
    "from_graph",
    "gathered",
    "load",
    "parse_source",
    "pieces_to_write",
    "read",
    "records_in",
    "roots",
    "serialized",
    "serialized_things",
    "taken",
    "to_graph",
    "write",
    "written_format",
]


@frozen
class Loaded:
    """What a source gave: the catalog, what was noticed, and what a lenient reading left out, with its place."""

    catalog: Catalog
    findings: tuple[Finding, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def unplaced(self) -> tuple[str, ...]:
        """The statements or keys that were left out, as text in the source's own form."""
        return tuple(one.text for one in self.left_out if one.text)


def read(source: Source, *, format: str | None = None, base: str | None = None, lenient: bool = False) -> Catalog:
    """The catalog in a file, in a folder of files, or on standard input (`-`).

    Args:
        source: a path; the extension says the format, also before `.gz`.
        format: the name of a format in `FORMATS`, where the extension does not say it.
        base: the IRI under which records of fiches get a name of their own.
        lenient: whether to leave out what cannot be placed instead of refusing the source; see `load`.

    Raises:
        ReadError: with every problem and its place, also for an IRI that two records have.
    """
    return load(source, format=format, base=base, lenient=lenient).catalog


def load(
    source: Source,
    *,
    format: str | None = None,
    base: str | None = None,
    lenient: bool = False,
    each: Callable[[Iterable[Path]], Iterable[Path]] = iter,
) -> Loaded:
    """As `read`, with the findings; `each` may watch the files of a folder pass by."""
    refuse_several(source)
    return load_all([source], format=format, base=base, lenient=lenient, each=each)


def load_all(
    sources: Sequence[Source],
    *,
    format: str | None = None,
    base: str | None = None,
    lenient: bool = False,
    each: Callable[[Iterable[Path]], Iterable[Path]] = iter,
) -> Loaded:
    """As `load`, of several sources that make one catalog, as the files of a folder do; each counts once.

    Raises:
        ReadError: as `read`, with the problems of all of them.
    """
    with input_kept():
        once: dict[str, Source] = {}
        for source in sources:
            once.setdefault("-" if str(source) == "-" else os.path.realpath(source), source)
        return _loaded(list(once.values()), format, base, lenient, each)


def _loaded(
    sources: Sequence[Source],
    format: str | None,
    base: str | None,
    lenient: bool,
    each: Callable[[Iterable[Path]], Iterable[Path]],
) -> Loaded:
    label = ", ".join(map(label_of, sources))
    try:
        parsed = gathered_all(sources, format, base=base, lenient=lenient, each=each)
    except ReadError as error:
        twice = doubled_in(sources, format, base=base)
        raise ReadError(_in_order([*fresh(error.findings, twice), *twice])) from error.__cause__
    try:
        return Loaded(Catalog.of(parsed.records), parsed.findings, parsed.left_out)
    except ValueRefused as refused:
        twice = doubled_in(sources, format, base=base)
        if not twice or not lenient:
            raise ReadError(twice or [Finding("LOB501", str(refused), source=label)]) from None
    twice = fresh(twice, parsed.findings)
    findings = [*parsed.findings, *(evolve(one, severity=Severity.WARNING) for one in twice)]
    left_out = [*parsed.left_out, *map(left_out_for, twice)]
    catalog = _catalog(first_ones(parsed.records), label)
    return Loaded(catalog, tuple(_in_order(findings)), tuple(_in_order(left_out)))


def doubled_in(
    sources: Iterable[Source],
    format: str | None = None,
    *,
    base: str | None = None,
    classes: tuple[type[Any], ...] = ROOTS,
) -> list[Finding]:
    """The records that have the IRI of another one, with the places of both; the sources are read again for that.

    Args:
        sources: files, folders of files, and standard input where it is kept (`sources.input_kept`).
        format, base: as for `read`.
        classes: of the records.
    """
    return doubled(_read_again(sources, format, base, classes))


def _read_again(
    sources: Iterable[Source], format: str | None, base: str | None, classes: tuple[type[Any], ...]
) -> Iterator[tuple[str, Parsed]]:
    for source in sources:
        if str(source) == "" or not is_there_again(source):
            continue
        for file in records_in(Path(source), classes) if str(source) != "-" and Path(source).is_dir() else [source]:
            try:
                yield label_of(file), parse_source(file, format, base=base, lenient=True, classes=classes)
            except ReadError:
                continue  # what is wrong with it was told


Told = TypeVar("Told", Finding, LeftOut)


def _in_order(told: Iterable[Told]) -> list[Told]:
    """What is told, by its place in each source, the sources as they come."""
    found = list(told)
    sources = {source: at for at, source in enumerate(dict.fromkeys(one.source for one in found))}
    return sorted(found, key=lambda one: (sources[one.source], one.line or 0, one.column or 0))


def _catalog(records: Iterable[Any], source: str) -> Catalog:
    try:
        return Catalog.of(records)
    except ValueRefused as refused:
        raise ReadError([Finding("LOB501", str(refused), source=source)]) from None


Writable = Catalog | Record | Iterable[Record | Catalog]
"""What can be written: a catalog, a record, or several, such as a selection, which stand for the catalog of them."""


def taken(given: Writable) -> Catalog | Record:
    """The catalog or the record that is meant.

    Raises:
        WriteError: where it is none, with what to write instead; also where two of several records have one IRI.
    """
    if is_declared(type(given)):
        return cast(Any, given)  # type: ignore[no-any-return]
    if isinstance(given, Loaded):
        raise WriteError("this is what a reading gave, with its findings; write its `catalog`")
    if isinstance(given, Vocabulary):
        raise WriteError(f"the vocabulary {given.name} gives handles on concepts; write its records, its `roots()`")
    if isinstance(given, (str, os.PathLike, Mapping)) or not isinstance(given, Iterable):
        raise WriteError(f"{shown(given)} is no record; write a catalog, a record, a selection or a list of records")
    records = list(given)
    for one in records:
        if not isinstance(one, ROOTS):
            own = "; a model of your own writes its records: MODEL.write(…)" if is_declared(type(one)) else ""
            raise WriteError(
                f"{shown(one)} is no record of lobkit's, which are {', '.join(cls.__name__ for cls in ROOTS)}{own}"
            )
    try:
        return Catalog.of(records)
    except ValueRefused as refused:
        raise WriteError(f"{refused}; nothing was written") from None


def roots(given: Writable) -> list[Any]:
    """What stands at the top of a file: the one record of a catalog that says nothing else, or the catalog.

    Raises:
        WriteError: where it is no record.
    """
    catalog = taken(given)
    if not isinstance(catalog, Catalog):
        return [catalog]
    records = list(catalog.records())
    return records if len(records) == 1 and catalog.bare else [catalog]


def serialized(catalog: Writable, format: str, *, enrich: bool = False) -> Iterator[str]:
    """The text of a catalog, of a record or of several records in a format, in pieces.

    Raises:
        WriteError: at once where it is no record, or there is no such format; on the way where the format cannot
            take it.
    """
    chosen = written_format(format).name
    return serialized_things(_things(taken(catalog), chosen), chosen, enrich=enrich)


def _things(catalog: Catalog | Record, format: str) -> list[Any]:
    """What is written of a catalog: where records can stand one after another, a bare one is its records."""
    if FORMATS[format] in RECORD_BY_RECORD and isinstance(catalog, Catalog) and catalog.bare:
        return list(catalog.records())
    return roots(catalog)


def write(
    catalog: Writable,
    target: Source,
    *,
    format: str | None = None,
    enrich: bool = False,
    no_loss: bool = False,
) -> tuple[Finding, ...]:
    """Writes a catalog, a record or several records to a file, or to standard output (`-`).

    The file appears whole or not at all: it is written beside its place and then renamed.

    Args:
        catalog: what to write; a selection or a list of records is written as a catalog of them.
        target: a path; the extension says the format, also before `.gz`.
        format: the name of a format in `FORMATS`, where the extension does not say it.
        enrich: whether to add the statements that follow from the records (creators, classes, period).
        no_loss: whether to refuse where the format does not carry everything.

    Returns:
        What the format does not carry, part by part; nothing for a format that is lossless.

    Raises:
        WriteError: where the format or the place cannot take it.
        LossRefused: where something would be lost and `no_loss` says not to.
    """
    chosen = format_to_write(target, format)
    whole = taken(catalog)
    found = _lost(chosen, roots(whole), target, no_loss)
    write_text(pieces_to_write(_things(whole, chosen.name), chosen.name, enrich=enrich), target)
    return found


def _lost(chosen: Format, things: list[Any], target: Source, no_loss: bool) -> tuple[Finding, ...]:
    from lobkit.citing.losses import lost_in  # noqa: PLC0415 - not before something can be lost

    return lost_in(chosen, things, "<stdout>" if str(target) == "-" else str(target), no_loss=no_loss)


def from_graph(graph: Graph, *, lenient: bool = False) -> Catalog:
    """The catalog that an rdflib graph describes.

    Raises:
        ReadError: with the subject and predicate of each problem.
    """
    from rdflib import Graph  # noqa: PLC0415 - rdflib only when it is asked for

    from lobkit.formats import graph as door  # noqa: PLC0415 - the same

    if not isinstance(graph, Graph):
        message = f"expected an rdflib graph, not {shown(graph)}; lobkit.read(…) reads files"
        raise ReadError([Finding("LOB001", message, source="<graph>")])
    return _catalog(door.from_graph(graph, ROOTS, lenient=lenient).records, "<graph>")


def to_graph(catalog: Writable, *, enrich: bool = False) -> Graph:
    """An rdflib graph of a catalog, of a record or of several records.

    Raises:
        WriteError: where it is no record.
    """
    from lobkit.formats import graph as door  # noqa: PLC0415 - rdflib only when it is asked for

    return door.to_graph(roots(catalog), enrich=enrich)
