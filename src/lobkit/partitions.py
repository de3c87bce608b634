"""Parts of a whole: records are cut into partitions, each of which is converted alone, in any order, anywhere."""

from __future__ import annotations

import gzip
import io
import zlib
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from lobkit.compiled.named import named_in
from lobkit.compiled.ntriples_text import Lines
from lobkit.compiled.texts import without_collecting
from lobkit.compiled.trees import unstructure
from lobkit.doubled import FACTS, otherwise
from lobkit.errors import Finding, LobkitError, Mixed, ReadError, ValueRefused, WriteError, shown
from lobkit.exchange import FORMATS, format_of
from lobkit.formats.format import Parsed
from lobkit.formats.json_lines import JSON_LINES, each_line, is_no_line, no_lines
from lobkit.formats.nquads import NQUADS, in_graph
from lobkit.model import ROOTS, Catalog
from lobkit.project import model_of
from lobkit.record_by_record import RECORD_BY_RECORD, records_text
from lobkit.registry import format_named
from lobkit.sources import Source, label_of, opened
from lobkit.values import Iri

PARTITION_SIZE = 32 * 2**20
"""Bytes of JSON Lines in one partition: some seconds of work, and some hundred megabytes of memory."""


def _name_of(form: str) -> str:
    named = format_named(form)
    return form if named is None else named.name


@frozen
class Task:
    """What becomes of every record.

    Args:
        form: the name of the format: `jsonl`, `ntriples` or `nquads`.
        enrich: whether to add the statements that follow from the records.
        graph: the name of the graph of all statements, in N-Quads.
        model: the model of another project whose records these are, as `MODULE:NAME`; None for lobkit's own.

    Raises:
        WriteError: for a format whose parts do not make a whole, or a graph where there is no place for one.
    """

    form: str = field(converter=_name_of)
    enrich: bool = False
    graph: Iri | None = None
    model: str | None = None

    @property
    def classes(self) -> tuple[type[Any], ...]:
        """What can stand on a line.

        Raises:
            LobkitError: where the model cannot be imported.
        """
        return ROOTS if self.model is None else model_of(self.model).roots

    def __attrs_post_init__(self) -> None:
        names = ", ".join(one.name for one in RECORD_BY_RECORD)
        if self.form not in [one.name for one in RECORD_BY_RECORD]:
            raise WriteError(f"parts of {shown(self.form)} do not make a whole when put together; take one of {names}")
        if self.graph is not None and self.form != NQUADS.name:
            raise WriteError(f"only N-Quads name a graph, not {FORMATS[self.form].title}; take nquads")
        if self.enrich and self.form == JSON_LINES.name:
            raise WriteError("derived statements are written in RDF only; take ntriples or nquads")


@frozen
class Partition:
    """Some lines of a file.

    Args:
        source: the path of the file.
        offset, size: the bytes that they take; the size is -1 for all of a packed file.
        line: how many lines of the file stand before them.
        record: how many records of the whole stand before them, the bad ones counted.
        records: how many lines of them are not blank.
        digest: of their bytes.
    """

    source: str
    offset: int
    size: int
    line: int
    record: int
    records: int
    digest: str


@frozen
class Bad:
    """A line that holds no record: its number, what it says, and every reason."""

    line: int
    text: str
    findings: tuple[Finding, ...]


@frozen
class Part:
    """What became of some lines.

    Args:
        raw: the text of all their records, in their order, in UTF-8.
        count: how many records that is.
        bad: the lines that were set aside.
        roots: the line and the name of each record that has one, to find the one that stands twice.
        nested: the line and the name of each thing inside a record that has one, and a digest of what is said of it.
    """

    raw: bytes
    count: int
    bad: tuple[Bad, ...] = ()
    roots: tuple[tuple[int, str], ...] = ()
    nested: tuple[tuple[int, str, str], ...] = ()

    @property
    def read(self) -> int:
        """How many records were read, with the lines that were set aside, each of which counts as one."""
        return self.count + len(self.bad)

    @property
    def text(self) -> str:
        """The text of all their records, in their order."""
        return self.raw.decode()


def convert_lines(
    lines: Iterable[str | bytes], task: Task, *, line: int = 0, record: int = 0, several: bool = False
) -> Part:
    """Converts some lines of JSON Lines: the same lines and numbers give the same part, whatever else there is.

    Blank nodes are named by the number of their record in the whole, or by the IRI of the thing that they belong to, so
    that parts never clash, and put together in their order are, to the byte, what one process writes.

    Args:
        lines: one record each, as text or as bytes in UTF-8; blank ones are passed over.
        task: what becomes of them.
        line: how many lines of their file stand before them, for findings.
        record: how many records of the whole stand before them, for the names of blank nodes.
        several: whether a line may hold a graph or a catalog, so that nobody knows how many records the lines are.

    >>> part = convert_lines(['{"type": "Publication", "title": {"nl": "Kiezen"}}', '{"type": "Publication"}'],
    ...                      Task("ntriples"), record=41)
    >>> print(part.text, end="")
    _:r42b1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://purl.org/ontology/bibo/Document> .
    _:r42b1 <http://purl.org/dc/terms/title> "Kiezen"@nl .
    >>> [(bad.line, bad.findings[0].code) for bad in part.bad]
    [(2, 'LOB103')]
    """
    whole, count = io.BytesIO(), 0
    bad: list[Bad] = []
    roots: list[tuple[int, str]] = []
    nested: list[tuple[int, str, str]] = []
    kept = list(lines)
    with without_collecting():
        for at, parsed in each_line(enumerate(kept, start=line + 1), task.classes):
            try:
                found = _records_on(parsed, several)
                written = [_written(one, task, record + before) for before, one in enumerate(found)]
            except (ReadError, WriteError) as problem:
                bad.append(Bad(at, _said(kept[at - line - 1]), _findings(problem, at)))
                record += 1
                continue
            for one, (text, named) in zip(found, written, strict=True):
                whole.write(text.encode())  # at once, while the text is at hand
                if (iri := getattr(one, "iri", None)) is not None:
                    roots.append((at, str(iri)))
                nested += [(at, iri, _digest_of(thing)) for iri, thing in named]
            count += len(found)
            record += len(found)
    return Part(whole.getvalue(), count, tuple(bad), tuple(roots), tuple(nested))


def _said(line: str | bytes) -> str:
    return (line if isinstance(line, str) else line.decode()).rstrip("\r\n")


def _records_on(given: Any, several: bool) -> Sequence[Any]:
    """The records of a line: one, or several where that is allowed."""
    if isinstance(given, ReadError):
        raise given
    if not isinstance(given, Parsed | Catalog):
        return (given,)
    parsed = given if isinstance(given, Parsed) else Parsed((given,))
    if several:
        return list(chain.from_iterable(map(_held, parsed.records)))
    if len(parsed.records) != 1 or isinstance(parsed.records[0], Catalog):
        message = "a line holds one record here, not a catalog or a graph; write each record on a line of its own"
        raise ReadError([Finding("LOB501", message, column=1)])
    return parsed.records


def _held(record: Any) -> Iterable[Any]:
    """A record, or those of a catalog that says nothing of itself."""
    if not isinstance(record, Catalog):
        return (record,)
    if not record.bare:
        raise ReadError([Finding("LOB501", FACTS, column=1)])
    return record.records()


def _written(record: Any, task: Task, before: int) -> tuple[str, Iterable[tuple[str, Any]]]:
    """The text of a record, and the things inside it that have a name, with their names; JSON Lines mix no two."""
    if task.form == JSON_LINES.name:
        return "".join(records_text((record,), task.form)), ()
    if task.enrich:
        text = "".join(records_text((record,), task.form, enrich=True, start=before))
        named: Iterable[tuple[str, Any]] = ((str(iri), inner) for iri, inner, _ in named_in(record))
    else:
        lines = Lines(before)  # which note those things by the way
        text, named = lines.of(record), lines.described.things.items()
    return text if task.graph is None else in_graph(text, task.graph), named


def _findings(problem: ReadError | WriteError, line: int) -> tuple[Finding, ...]:
    if isinstance(problem, Mixed):
        return (Finding("LOB501", otherwise(problem.iri), line=line, column=1, record=problem.iri),)
    if isinstance(problem, WriteError):
        return (Finding("LOB501", str(problem), line=line, column=1),)
    return tuple(evolve(one, line=line, column=one.column or 1) for one in problem.findings)


def _digest_of(thing: Any) -> str:
    """A digest of what is said of a thing."""
    return blake2b(repr(unstructure(thing)).encode(), digest_size=8).hexdigest()


# ── the plan ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@frozen
class Cut:
    """Some lines of a file, as they were read.

    Args:
        source: the path of the file.
        raw: its bytes; of a packed file, those that it holds.
        offset, line, record, records: as in `Partition`.
    """

    source: str
    raw: bytes
    offset: int
    line: int
    record: int
    records: int


def plan(sources: Sequence[Source], *, size: int = PARTITION_SIZE) -> Iterator[Partition]:
    """Cuts files into partitions at line ends, in their order; a packed file is one partition.

    Raises:
        ReadError: where a file is no JSON Lines, or cannot be read.
    """
    for source in sources:
        if format_of(source) is not JSON_LINES:
            message = "only JSON Lines can be cut into partitions; convert it to .jsonl first"
            raise ReadError([Finding("LOB002", message, source=label_of(source))])
    for one in cuts(sources, size, whole=True):
        digest = blake2b(one.raw, digest_size=16).hexdigest()
        length = -1 if _is_packed(Path(one.source)) else len(one.raw)
        yield Partition(one.source, one.offset, length, one.line, one.record, one.records, digest)


def cuts(sources: Sequence[Source], size: int, *, whole: bool = False) -> Iterator[Cut]:
    """Some lines after one another, of some bytes together.

    Args:
        sources: the files, which hold JSON Lines, whatever they are called.
        size: the bytes.
        whole: whether a packed file stays in one piece, since nobody can begin in its middle.

    Raises:
        ReadError: where a file cannot be read.
    """
    record = 0
    for source in sources:
        for one in _cut(source, size, record, whole):
            yield one
            record += one.records


def _cut(source: Source, size: int, record: int, whole: bool) -> Iterator[Cut]:
    offset = line = 0
    with opened(source) as stream:
        in_one = whole and isinstance(stream, gzip.GzipFile)
        while raw := stream.read() if in_one else stream.read(size) + stream.readline():
            lines = _lines(raw, offset)
            if offset == 0 and is_no_line(lines[0] if lines else b""):
                raise ReadError([no_lines().at(label_of(source))])  # and none of its lines is a record
            records = len(lines) - sum(map(bytes.isspace, lines))
            yield Cut(str(source), raw, offset, line, record, records)
            offset, line, record = offset + len(raw), line + len(lines), record + records


def _is_packed(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(2) == b"\x1f\x8b"


def lines_in(partition: Partition) -> list[bytes]:
    """The lines of a partition, with their ends.

    Raises:
        ReadError: where the file cannot be read, or is another one than when it was cut.
    """
    path = Path(partition.source)
    try:
        if partition.size < 0:
            raw = gzip.decompress(path.read_bytes())
        else:
            with path.open("rb") as stream:
                stream.seek(partition.offset)
                raw = stream.read(partition.size)
    except (OSError, EOFError, zlib.error) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise ReadError([Finding("LOB001", f"cannot be read: {reason}", source=partition.source)]) from None
    if blake2b(raw, digest_size=16).hexdigest() != partition.digest:
        raise ReadError([Finding("LOB001", "the file changed while it was read; begin again", source=partition.source)])
    return _lines(raw, partition.offset)


def _lines(raw: bytes, offset: int) -> list[bytes]:
    """The lines of a part of a file that begins at a byte, with their ends."""
    return io.BytesIO(raw.removeprefix(BOM_UTF8) if offset == 0 else raw).readlines()  # faster than to split


def convert_partition(partition: Partition, task: Task) -> Part:
    """Converts one partition.

    Raises:
        ReadError: where its file cannot be read, is no UTF-8, or changed.
    """
    return _converted(lines_in(partition), partition, task)


def convert_cut(cut: Cut, task: Task) -> Part:
    """Converts some lines as they were read; one of them may hold several records.

    Raises:
        ReadError: where they are no UTF-8.
    """
    return _converted(_lines(cut.raw, cut.offset), cut, task, several=True)


def _converted(lines: list[bytes], there: Partition | Cut, task: Task, *, several: bool = False) -> Part:
    try:
        return convert_lines(lines, task, line=there.line, record=there.record, several=several)
    except ReadError as error:
        raise error.at(there.source) from error.__cause__


def sources_of(pattern: str) -> list[str]:
    """The files of a folder, of a pattern with `*`, or the one file, sorted.

    Raises:
        ReadError: where there is none.
    """
    from glob import glob  # noqa: PLC0415 - only here

    path = Path(pattern)
    found = [str(one) for one in path.rglob("*") if one.is_file()] if path.is_dir() else glob(pattern, recursive=True)
    lines = sorted(one for one in found if one.lower().removesuffix(".gz").endswith(JSON_LINES.extensions))
    if not lines:
        raise ReadError([Finding("LOB001", "no file of JSON Lines is here", source=pattern)])
    return lines


def graph_of(text: str | None) -> Iri | None:
    """The name of a graph, from what somebody wrote.

    Raises:
        LobkitError: where it is no absolute IRI.
    """
    try:
        return None if text is None else Iri(text)
    except ValueRefused as refused:
        raise LobkitError(f"the graph: {refused}") from None
