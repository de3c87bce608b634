"""From file to file record by record, where that can be: the memory does not grow with the number of records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from attrs import frozen

from lobkit.as_catalog import AS_CATALOG, catalog_text, graph_text
from lobkit.doubled import FACTS
from lobkit.errors import Finding, LobkitError, ReadError
from lobkit.exchange import format_of
from lobkit.formats.format import Format, NotInOrder
from lobkit.formats.json import JSON
from lobkit.formats.nquads import NQUADS
from lobkit.formats.ntriples import NTRIPLES
from lobkit.formats.rdf import reader
from lobkit.formats.turtle import TURTLE
from lobkit.memory import memory_there_is
from lobkit.model import ROOTS, Catalog
from lobkit.names import Names
from lobkit.partitions import Task
from lobkit.placing import Begun, appears_whole, no_room, put_on_disk, write_text
from lobkit.project import model_of
from lobkit.reading import records_in
from lobkit.record_by_record import RECORD_BY_RECORD
from lobkit.sources import Source, input_kept, label_of, lines_of, pieces_of, size_of
from lobkit.streaming import (
    IN_ORDER,
    in_order,
    located,
    of_a_catalog,
    pieces,
    refused_in_stream,
    refused_twice,
    spread,
    stream,
)
from lobkit.whole import refused, told_by_line

_EXPANDED = 10
"""Bytes of memory that a byte of N-Triples in any order takes when they are read as a whole (measured).

Of the other forms, none takes much more.
"""

_MOST = 10**8
"""Bytes of memory up to which they are read so at most; from here on, sorting them on disk is faster, too."""


def can_stream(source: Source, target: Source, *, from_: str | None = None, to: str | None = None) -> bool:
    """Whether records can pass from one place to another one by one, if they stand in the order of the target.

    Raises:
        ReadError: where the format of either is not known.
    """
    chosen = format_of(source, from_)
    return (chosen in IN_ORDER or chosen.stream is not None) and format_of(target, to) in (
        *RECORD_BY_RECORD,
        *AS_CATALOG,
    )


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
    """Converts a file record by record; False where it has to be read as a whole, and nothing was written.

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
    way = _Way(source, target, format_of(target, to), enrich, None if model is None else model_of(model).roots)
    with input_kept():
        return _converted(way, from_, to, memory, model)


def _converted(way: _Way, from_: str | None, to: str | None, memory: int | None, model: str | None) -> bool:
    source, target, enrich = way.source, way.target, way.enrich
    if (enrich and not way.takes_derived) or not can_stream(source, target, from_=from_, to=to):
        return False
    if format_of(source, from_) in IN_ORDER:
        return _convert_triples(way, format_of(source, from_), memory)
    names = Names()
    if way.form in RECORD_BY_RECORD:
        return _convert_lines(way, from_, names, Task(way.form.name, enrich, model=model))
    try:
        way.write_if_whole(_lines_in_order(source, format_of(source, from_), names, way), names)
    except NotInOrder:
        return False
    return True


def _convert_lines(way: _Way, from_: str | None, names: Names, task: Task) -> bool:
    """From JSON Lines to what is its records one after another, which leave as they come."""
    begun = Begun(way.target)

    def refused_for(record: Any) -> Sequence[Finding]:
        try:
            return refused_twice(names, record) if way.classes else _refused_in_catalog(names, record)
        except NotInOrder:
            if begun.late:
                return [Finding("LOB501", FACTS)]
            raise

    given = stream(way.source, format=from_, known=names, classes=way.classes, refused_for=refused_for)
    try:
        with told_by_line(way.source, task):
            write_text(begun.noted(way.pieces(given, names)), way.target)
    except NotInOrder:
        return False
    return True


@frozen
class _Way:
    """Where records come from, and what becomes of them.

    Args:
        source, target: paths, or `-`.
        form: the format of the target.
        enrich: whether to add the statements that follow from the records.
        classes: as for `stream`.
    """

    source: Source
    target: Source
    form: Format
    enrich: bool
    classes: tuple[type[Any], ...] | None

    @property
    def takes_derived(self) -> bool:
        """Whether statements that follow from each record can be written with it; some follow from a catalog."""
        return self.form in (NTRIPLES, NQUADS) or (self.form is TURTLE and self.classes is not None)

    @property
    def needs_order(self) -> bool:
        """Whether what is written is a catalog, in which the classes of records come one after another."""
        return self.form in AS_CATALOG and self.classes is None

    def pieces(self, records: Iterable[Any], known: Names | None) -> Iterator[str] | Iterator[bytes]:
        """What is written, while the records come; `known` is as for `write_records`.

        Raises:
            NotInOrder: where it takes the whole to tell what is written.
        """
        if self.needs_order:
            return catalog_text(records, self.form)
        if self.form is JSON:
            return graph_text(records)
        return pieces(records, self.form, self.enrich, 0, known)

    def write_if_whole(self, records: Iterator[Any], known: Names | None) -> None:
        """Writes records; nothing appears before the last one came, wherever it is written to.

        Raises:
            NotInOrder: where the file has to be read as a whole.
            WriteError: where the place cannot take it, or what has to wait for the end.
        """
        text = self.pieces(records, known)
        if appears_whole(self.target):
            write_text(text, self.target)
            return
        try:
            waiting = put_on_disk(one.encode() if isinstance(one, str) else one for one in text)
        except OSError as problem:
            raise no_room(problem) from None
        with waiting as whole:
            write_text(iter(partial(whole.read, 2**16), b""), self.target)


def _lines_in_order(source: Source, form: Format, names: Names, way: _Way) -> Iterator[Any]:
    """The records of a file of lines, in the order of a catalog where that is needed.

    Raises:
        ReadError: as `stream`.
        NotInOrder: where the file has to be read as a whole: for the order of its records, or a catalog with facts.
    """
    if form.stream is None or not way.needs_order:
        records = stream(source, format=form.name, known=names, classes=way.classes)
        return _first_named(records, source, way.classes or ROOTS)
    records = form.stream(lines_of(source), ROOTS, partial(_refused_in_catalog, names))
    return of_a_catalog(_first_named(located(spread(records), label_of(source)), source, ROOTS))


def _first_named(records: Iterator[Any], source: Source, classes: tuple[type[Any], ...]) -> Iterator[Any]:
    """Records of lines; where one has the IRI of another, it is told where that one stands, as of a catalog."""
    try:
        yield from records
    except ReadError as error:
        raise refused(error.findings, source, classes) from error.__cause__


def _convert_triples(way: _Way, form: Format, memory: int | None) -> bool:
    """The same from N-Triples, from N-Quads of the default graph, which are written alike, or from Turtle."""
    source, names = way.source, Names()
    try:
        way.write_if_whole(in_order(source, form, names, way.classes), names)
    except NotInOrder:
        names = Names()  # the old ones can be many
        return form is NTRIPLES and _takes_more(source, memory) and _convert_scattered(way)
    return True


def _takes_more(source: Source, memory: int | None) -> bool:
    """Whether statements, read as a whole, would take more than this memory."""
    limit = min(_MOST, memory_there_is() // 2) if memory is None else memory
    return size_of(source) * _EXPANDED > limit


def refuse_beyond(sources: Iterable[Source], memory: int, classes: tuple[type[Any], ...] = ROOTS) -> None:
    """Refuses to read sources as a whole where that would take more memory than they may.

    Args:
        sources: files and folders, and what comes once where it is kept (`sources.input_kept`).
        memory: the bytes.
        classes: what can stand in the files of a folder.

    Raises:
        ReadError: where one cannot be read.
        LobkitError: with what to do instead.
    """
    given = list(sources)
    folders = {one: records_in(Path(one), classes) for one in given if str(one) != "-" and Path(one).is_dir()}
    files = [file for one in given for file in folders.get(one, [one])]
    needed = sum(map(size_of, files)) * _EXPANDED
    if needed > memory:
        raise LobkitError(
            f"{', '.join(map(label_of, given))}: to be read as a whole takes some {max(1, needed // 10**6)} MB of "
            f"memory here, and --memory allows {memory // 10**6}; allow more, or take one file of JSON Lines or "
            "N-Triples, whose records pass one by one"
        )


def _convert_scattered(way: _Way) -> bool:
    if find_spec("_sqlite3") is None:
        return False
    from lobkit.formats.scattered import scattered_records  # noqa: PLC0415 - seldom needed, and not everywhere there

    source, own = way.source, way.classes is not None
    records = scattered_records(lambda: pieces_of(source), way.classes or ROOTS, reader("nt"), by_class=not own)
    try:
        way.write_if_whole(located(records if own else of_a_catalog(records), label_of(source)), None)
    except NotInOrder:
        return False
    return True


def _refused_in_catalog(names: Names, record: Any) -> Sequence[Finding]:
    """As `refused_in_stream`, where a catalog is to become of the records.

    Raises:
        NotInOrder: where one of them is a catalog with facts of its own, which are those of the whole then.
    """
    if type(record) is Catalog and not record.bare:
        raise NotInOrder
    return refused_in_stream(names, record)
