"""Records from file to file, one by one: the memory does not grow with the number of records."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lobkit.doubled import FACTS
from lobkit.errors import Finding, ReadError, second
from lobkit.exchange import doubled_in, format_of, format_to_write, parse_source
from lobkit.formats.format import NotInOrder
from lobkit.formats.in_order import records_in_order
from lobkit.formats.nquads import NQUADS
from lobkit.formats.ntriples import NTRIPLES
from lobkit.formats.rdf import reader
from lobkit.formats.turtle import TURTLE
from lobkit.memory import memory_there_is
from lobkit.model import ROOTS, Catalog
from lobkit.model.catalog import RECORD_FIELDS_BY_CLASS
from lobkit.names import Names
from lobkit.partitions import Task
from lobkit.placing import write_text
from lobkit.project import model_of
from lobkit.record_by_record import NO_CATALOG, RECORD_BY_RECORD, records_text
from lobkit.sources import Source, input_kept, label_of, lines_of, pieces_of
from lobkit.whole import told_by_line

_EXPANDED = 10
"""Bytes of memory that a character of N-Triples in any order takes when they are read as a whole (measured)."""

_MOST = 10**8
"""Bytes of memory up to which they are read so at most; from here on, sorting them on disk is faster, too."""


def stream(
    source: Source,
    *,
    format: str | None = None,
    base: str | None = None,
    known: Names | None = None,
    classes: tuple[type[Any], ...] | None = None,
) -> Iterator[Any]:
    """The records of a file, in its order, one by one.

    JSON Lines, and files of N-Triples with each record in one piece, are never in memory as a whole; others are. Files
    of N-Triples are read twice, since a record is known to be whole only when the rest says nothing more of it.

    Args:
        source: a path, or `-` for standard input.
        format: the name of a format in `FORMATS`, where the extension does not say it.
        base: the IRI under which records of fiches get a name of their own.
        known: the names that were seen in other parts of the same whole; those of this source are added.
        classes: the roots of another project's model, whose records are no catalog; None for lobkit's own.

    Raises:
        ReadError: at the first record that is wrong, with all that is wrong in the file; also for an IRI that stands
            twice.
    """
    names = Names() if known is None else known
    chosen = format_of(source, format)
    if chosen is NTRIPLES and Path(source).is_file() and _is_in_order(source, classes):
        yield from _in_order(source, names, classes)
        return
    spread, expected = classes is None, classes or ROOTS
    refused_for = partial(_refused_for if spread else _refused_twice, names)
    if chosen.stream is not None:
        records = _located(chosen.stream(lines_of(source), expected, refused_for), label_of(source))
    else:
        with input_kept():
            parsed = parse_source(source, chosen.name, base=base, classes=expected)
            refused = [one.at(label_of(source)) for record in parsed.records for one in refused_for(record)]
            if refused:
                raise ReadError((doubled_in([source], chosen.name, base=base) if spread else ()) or refused)
        records = iter(parsed.records)
    for one in records:
        if spread and type(one) is Catalog:
            yield from one.records()
        else:
            yield one


def _in_order(source: Source, names: Names, classes: tuple[type[Any], ...] | None = None) -> Iterator[Any]:
    """The records of a file of N-Triples, one by one.

    Raises:
        ReadError: where it is not UTF-8.
        NotInOrder: where the file has to be read as a whole; what came before must not be used then.
    """
    records = records_in_order(pieces_of(source), classes or ROOTS, names)
    return _located(_of_a_catalog(records) if classes is None else records, label_of(source))


def _is_in_order(source: Source, classes: tuple[type[Any], ...] | None) -> bool:
    try:
        for _ in _in_order(source, Names(), classes):
            pass
    except NotInOrder:
        return False
    return True


def _of_a_catalog(records: Iterator[Any]) -> Iterator[Any]:
    """Records that stand in the order in which a catalog has them, and no catalog."""
    kinds = iter(RECORD_FIELDS_BY_CLASS)
    last: type | None = None
    for one in records:
        while type(one) is not last:
            last = next(kinds, None)
            if last is None:
                raise NotInOrder
        yield one


def _located(records: Iterator[Any], label: str) -> Iterator[Any]:
    try:
        yield from records
    except ReadError as error:
        raise error.at(label) from error.__cause__


def _refused_for(names: Names, record: Any) -> Sequence[Finding]:
    """Why a record, or a catalog that says nothing of itself, cannot stand in a stream, whose names are taken in."""
    if type(record) is not Catalog:
        return _refused_twice(names, record)
    if not record.bare:
        return [Finding("LOB501", FACTS)]
    return [_twice(one) for one in record.records() if one.iri is not None and not names.add(one.iri)]


def _refused_twice(names: Names, record: Any) -> Sequence[Finding]:
    """Why a record cannot stand behind those whose names are known: one of them has its IRI, which is taken in."""
    iri = getattr(record, "iri", None)
    return () if iri is None or names.add(iri) else (_twice(record),)


def _twice(record: Any) -> Finding:
    return Finding("LOB501", second(record.iri), record=str(record.iri))


def can_stream(
    source: Source, target: Source, *, from_: str | None = None, to: str | None = None, own: bool = False
) -> bool:
    """Whether records can pass from one place to another one by one.

    Args:
        source, target: paths, or `-`.
        from_, to: the names of formats in `FORMATS`, where the extensions do not say them.
        own: whether they are of another project's model: such records are no catalog in any form.

    Raises:
        ReadError: where the format of either is not known.
    """
    chosen = format_of(source, from_)
    one_by_one = (*RECORD_BY_RECORD, *(NO_CATALOG if own else ()))
    return (chosen is NTRIPLES or chosen.stream is not None) and format_of(target, to) in one_by_one


def convert(
    source: Source,
    target: Source,
    *,
    from_: str | None = None,
    to: str | None = None,
    enrich: bool = False,
    memory: int | None = None,
    model: str | None = None,
) -> bool:
    """Converts a file record by record; False where the file has to be read as a whole, and nothing was written.

    Args:
        source, target: paths, or `-`.
        from_, to: the names of formats in `FORMATS`, where the extensions do not say them.
        enrich: whether to add the statements that follow from the records.
        memory: the bytes that N-Triples whose subjects stand apart may take when they are read as a whole; where it
            would be more, they are sorted on disk. None stands for 100 MB, or half of the memory where that is less.
        model: the model of another project whose records these are, as `MODULE:NAME`; None for lobkit's own.

    Raises:
        LobkitError: where the model cannot be imported.
        ReadError: as `stream`, and where a graph would mix two things, with every place.
        WriteError: as `write_records`.
    """
    classes, form = None if model is None else model_of(model).roots, format_of(target, to)
    if enrich and form not in (NTRIPLES, NQUADS, TURTLE):
        return False
    if not can_stream(source, target, from_=from_, to=to, own=model is not None):
        return False
    names = Names()
    if format_of(source, from_) is not NTRIPLES:
        parts = (
            told_by_line(source, Task(form.name, enrich, model=model)) if form in RECORD_BY_RECORD else nullcontext()
        )
        with parts:
            records = stream(source, format=from_, known=names, classes=classes)
            write_records(records, target, format=to, enrich=enrich, known=names)
        return True
    if not Path(source).is_file():
        return False  # what turns out not to be in order could not be read again
    try:
        _write_if_whole(_in_order(source, names, classes), target, to, enrich, names)
    except NotInOrder:
        names = Names()  # the old ones can be many
        return _takes_more(source, memory) and _convert_scattered(source, target, to, enrich, classes)
    return True


def _takes_more(source: Source, memory: int | None) -> bool:
    """Whether statements, read as a whole, would take more than this memory."""
    limit = min(_MOST, memory_there_is() // 2) if memory is None else memory
    size = 0
    for _, text in pieces_of(source):
        size += len(text)
        if size * _EXPANDED > limit:
            return True
    return False


def _convert_scattered(
    source: Source, target: Source, to: str | None, enrich: bool, classes: tuple[type[Any], ...] | None = None
) -> bool:
    if find_spec("_sqlite3") is None:
        return False
    from lobkit.formats.scattered import scattered_records  # noqa: PLC0415 - seldom needed, and not everywhere there

    spread = classes is None
    records = scattered_records(lambda: pieces_of(source), classes or ROOTS, reader("nt"), by_class=spread)
    try:
        placed = _located(_of_a_catalog(records) if spread else records, label_of(source))
        _write_if_whole(placed, target, to, enrich, None)
    except NotInOrder:
        return False
    return True


def _write_if_whole(records: Iterator[Any], target: Source, to: str | None, enrich: bool, known: Names | None) -> None:
    """As `write_records`, but nothing appears before the last record came, wherever it is written to."""
    path = Path(target)
    if str(target) != "-" and (path.is_file() or not path.exists()):
        write_records(records, target, format=to, enrich=enrich, known=known)
        return
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as whole:
        whole.writelines(records_text(records, format_of(target, to).name, enrich=enrich, known=known))
        whole.seek(0)
        write_text(iter(partial(whole.read, 2**16), ""), target)


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
    chosen = format_to_write(target, format)
    if chosen.serialize_raw is not None and not enrich:
        write_text(chosen.serialize_raw(records), target)
    else:
        write_text(records_text(records, chosen.name, enrich=enrich, start=start, known=known), target)
