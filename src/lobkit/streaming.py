"""Records from file to file, one by one: the memory does not grow with the number of records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lobkit.errors import Finding, ReadError, WriteError
from lobkit.exchange import FORMATS, Source, format_of, label_of, lines_of, parse_source
from lobkit.formats.format import Format, NotInOrder
from lobkit.formats.json import JSON_LINES
from lobkit.formats.nquads import NQUADS
from lobkit.formats.ntriples import NTRIPLES
from lobkit.model import ROOTS, Catalog
from lobkit.names import Names
from lobkit.placing import write_text

RECORD_BY_RECORD = (JSON_LINES, NTRIPLES, NQUADS)
"""The formats in which a catalog that says nothing of itself is its records, one after another."""


def stream(
    source: Source, *, format: str | None = None, base: str | None = None, known: Names | None = None
) -> Iterator[Any]:
    """The records of a file, in its order, one by one.

    JSON Lines, and N-Triples with each record in one piece, are never in memory as a whole; other files are.

    Args:
        source: a path, or `-` for standard input.
        format: the name of a format in `FORMATS`, where the extension does not say it.
        base: the IRI under which records of fiches get a name of their own.
        known: the names that were seen in other parts of the same whole; those of this source are added.

    Raises:
        ReadError: at the first record that is wrong, with all that is wrong with it; also for an IRI that stands twice.
        NotInOrder: where a file has to be read as a whole.
    """
    names = Names() if known is None else known
    chosen = format_of(source, format)
    if chosen.stream is None:
        found: Iterator[Any] = iter(parse_source(source, chosen.name, base=base).records)
    else:
        found = _located(chosen.stream(lines_of(source), ROOTS), label_of(source))
    for one in found:
        if isinstance(one, Catalog) and one.bare:
            yield from (_new(record, names, source) for record in one.records())
        else:
            yield _new(one, names, source)


def _located(records: Iterator[Any], label: str) -> Iterator[Any]:
    try:
        yield from records
    except ReadError as error:
        raise error.at(label) from None


def _new(record: Any, names: Names, source: Source) -> Any:
    if isinstance(record, Catalog):
        message = "a catalog with facts of its own cannot stand in a stream of records; read the file as a whole"
        raise ReadError([Finding("LOB501", message, source=label_of(source))])
    if record.iri is not None and not names.add(record.iri):
        message = f"a second record has the IRI {record.iri}; keep one of them"
        raise ReadError([Finding("LOB501", message, source=label_of(source), record=str(record.iri))])
    return record


def can_stream(source: Source, target: Source, *, from_: str | None = None, to: str | None = None) -> bool:
    """Whether records can pass from one place to another one by one.

    Raises:
        ReadError: where the format of either is not known.
    """
    return format_of(source, from_).stream is not None and format_of(target, to) in RECORD_BY_RECORD


def convert(
    source: Source, target: Source, *, from_: str | None = None, to: str | None = None, enrich: bool = False
) -> bool:
    """Converts a file record by record; False where the file has to be read as a whole, and nothing was written.

    Raises:
        ReadError: as `stream`.
        WriteError: as `write_records`.
    """
    if enrich and format_of(target, to) not in (NTRIPLES, NQUADS):
        return False
    if not can_stream(source, target, from_=from_, to=to):
        return False
    if format_of(source, from_).name == NTRIPLES.name and "-" in (str(source), str(target)):
        return False  # what turns out not to be in order could not be read or written again
    names = Names()
    try:
        write_records(stream(source, format=from_, known=names), target, format=to, enrich=enrich, known=names)
    except NotInOrder:
        return False
    return True


def write_records(
    records: Iterable[Any],
    target: Source,
    *,
    format: str | None = None,
    enrich: bool = False,
    start: int = 0,
    known: Names | None = None,
) -> None:
    """Writes records as they come to a file that appears whole or not at all, or to standard output (`-`).

    Args:
        records: the records, not a catalog.
        target: a path; the extension says the format, also before `.gz`.
        format: the name of a format in `FORMATS`, where the extension does not say it.
        enrich: whether to add the statements that follow from the records.
        start: how many records of the same whole stand before the first of these, for the names of blank nodes.
        known: where the IRI of each record is noted before it comes here, as `stream` does.

    Raises:
        WriteError: where the format or the place cannot take it.
    """
    try:
        chosen = format_of(target, format)
    except ReadError as error:
        raise WriteError(str(error)) from None
    write_text(records_text(records, chosen.name, enrich=enrich, start=start, known=known), target)


def records_text(
    records: Iterable[Any], format: str, *, enrich: bool = False, start: int = 0, known: Names | None = None
) -> Iterator[str]:
    """The text of records in a format, piece by piece: partitions of a whole, put together, give the whole.

    Raises:
        WriteError: where the format cannot take them.
    """
    chosen: Format = FORMATS[format]
    if chosen.serialize is None:
        raise WriteError(f"{chosen.title} can be read but not written")
    if chosen in (NTRIPLES, NQUADS):
        from lobkit.formats.ntriples import serialize  # noqa: PLC0415 - it alone knows where it starts

        return serialize(records, enrich=enrich, start=start, known=known)
    return chosen.serialize(records, enrich=enrich)
