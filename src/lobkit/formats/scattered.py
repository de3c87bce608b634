"""N-Triples whose subjects stand apart, in a file larger than memory: sorted on disk, and read record by record.

The table on disk is SQLite's, and not a store of RDF, since such a store keeps values and no lexical forms: what is put
in as `"1"^^xsd:boolean` comes out as `true`, and what a reading of the whole file refuses would pass.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import partial
from itertools import islice
from typing import Any

from attrs import evolve

from lobkit.description import Cardinality, NodeRange
from lobkit.errors import Finding, ReadError, WriteError
from lobkit.formats.format import NotInOrder, Parse, Parsed, refuse_characters
from lobkit.formats.in_order import are_plain, is_plain
from lobkit.formats.rdf import faults_by_line, read_triples
from lobkit.namespaces import RDF
from lobkit.shape import shape_of, shapes_of

Pieces = Callable[[], Iterable[tuple[int, str]]]
"""Reads a file from its beginning, in pieces of whole lines, each with the number of its first line."""

_MANY = 100
"""How many records are read at once."""

_CACHE = 16 * 2**10
"""Kilobytes of the table that are in memory, and that are sorted at once."""

_blank_objects = re.compile(r" (_:\S+) \.$", re.MULTILINE).findall
_links = re.compile(rf"^\S+ (?!<{re.escape(RDF.type)}> <)\S+ (<\S+>|_:\S+) \.$", re.MULTILINE).findall


def scattered_records(
    pieces: Pieces, classes: tuple[type[Any], ...], parse: Parse, *, by_class: bool = False
) -> Iterator[Any]:
    """The records of a file, in its order; or class by class, and each class in the order of the file.

    No more than some of them are in memory. That they are what a reading of the whole file gives is known for certain
    when the last one was given; what came before must not be used until then.

    Args:
        pieces: the file, which is read once, and twice more where something is wrong with it.
        classes: what can stand on its own.
        parse: reads a text of N-Triples.
        by_class: whether the classes come one after another, in the order of `classes`, as a catalog has them.

    Raises:
        ReadError: with all that is wrong, as a reading of the whole file tells it.
        NotInOrder: where only such a reading can tell.
        WriteError: where there is no room on disk.
    """
    try:
        with closing(sqlite3.connect("", isolation_level=None)) as table:  # no name: it goes with this process
            yield from _Table(table, pieces, classes, parse).records("rank, at" if by_class else "at")
    except sqlite3.DataError:
        raise NotInOrder from None  # so much is said of one subject that a row cannot hold it
    except sqlite3.OperationalError as problem:
        message = f"statements cannot be sorted on disk: {problem}; let TMPDIR name a folder with more room"
        raise WriteError(f"LOB004: {message}") from None


class _Table:
    """The statements of a file by their subject."""

    def __init__(self, table: sqlite3.Connection, pieces: Pieces, classes: tuple[type[Any], ...], parse: Parse) -> None:
        self.table, self.pieces, self.classes, self.parse = table, pieces, classes, parse
        paths = {
            one.path
            for shape in shapes_of(*classes)
            for one in shape.properties
            if isinstance(one.range, NodeRange) and one.cardinality is not Cardinality.ORDERED
        }
        # By these properties a thing is named by what holds it, be it from a cell of a list.
        self.naming = {f"<{path}>" for path in (*paths, RDF.first)}
        some = "|".join(map(re.escape, sorted(self.naming)))
        self.named = re.compile(rf"^\S+ (?:{some}) (<\S+>) \.$", re.MULTILINE).findall
        self.ranks = {f"<{shape_of(cls).type}>": at for at, cls in enumerate(classes)}

    # ── in ───────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _load(self) -> None:
        run = self.table.execute
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "temp_store=FILE", f"cache_size=-{_CACHE}"):
            run(f"PRAGMA {pragma}")
        run("CREATE TABLE runs(subject TEXT, at INTEGER, said TEXT)")
        run("CREATE TABLE heads(subject TEXT, rank INTEGER)")
        run("CREATE TABLE named(subject TEXT)")
        run("BEGIN")
        for at, text in self.pieces():
            try:
                refuse_characters(text)
            except ReadError:
                self._refuse_ill_formed()
            self._take(at, text)
        run("CREATE TABLE subjects(subject TEXT PRIMARY KEY, at INTEGER, said TEXT) WITHOUT ROWID")
        # What is said of a thing in the same words again and again, once for each record that holds it, is kept once.
        once = "SELECT subject, min(at) AS at, said FROM runs GROUP BY subject, said"
        all_of_it = f"SELECT subject, min(at), group_concat(said, char(10)) FROM ({once}) GROUP BY subject"
        run(f"INSERT INTO subjects {all_of_it}")
        run("DROP TABLE runs")
        run("CREATE INDEX by_name ON named(subject)")
        run("CREATE TABLE roots(rank INTEGER, at INTEGER, subject TEXT, PRIMARY KEY(rank, at, subject)) WITHOUT ROWID")
        run(
            "INSERT OR IGNORE INTO roots SELECT rank, at, subject FROM heads JOIN subjects USING (subject)"
            " WHERE NOT EXISTS (SELECT 1 FROM named WHERE named.subject = heads.subject)"
        )
        run("DROP TABLE heads")
        run("DROP TABLE named")
        run("CREATE TABLE used(at INTEGER, owner INTEGER)")

    def _take(self, at: int, text: str) -> None:
        """Takes a piece in, statement by statement."""
        runs: list[tuple[str, int, str]] = []
        heads: list[tuple[str, int]] = []
        named: list[tuple[str]] = []
        ranks, naming, type_ = self.ranks, self.naming, f"<{RDF.type}>"
        all_plain = text[-1:] == "\n" and are_plain(text) is not None
        last, said = "", [""]
        for number, raw in enumerate(text.split("\n"), start=at):
            for line in (raw,) if (all_plain and raw) or is_plain(raw) else self._plain(raw, number):
                subject, predicate, rest = line.split(" ", 2)
                if subject != last:
                    if last:
                        runs[-1] = (*runs[-1][:2], "\n".join(said))
                    runs.append((subject, number, ""))
                    last, said = subject, [line]
                else:
                    said.append(line)
                if predicate in naming and rest[0] != '"':
                    named.append((rest[:-2],))
                elif predicate == type_ and rest[:-2] in ranks:
                    heads.append((subject, ranks[rest[:-2]]))
        if last:
            runs[-1] = (*runs[-1][:2], "\n".join(said))
        self.table.executemany("INSERT INTO runs VALUES (?, ?, ?)", runs)
        self.table.executemany("INSERT INTO heads VALUES (?, ?)", heads)
        self.table.executemany("INSERT INTO named VALUES (?)", named)

    def _plain(self, raw: str, number: int) -> list[str]:
        """The statements of a line that is written otherwise: with a comment, other spaces or escapes."""
        if not raw.strip() or raw.lstrip()[0] == "#":
            return []
        if "\r" in raw.rstrip("\r"):
            raise NotInOrder  # a line end of old that parts two statements
        try:
            return [f"{subject} <{predicate}> {object_} ." for subject, predicate, object_ in read_triples(raw, "nt")]
        except ReadError:
            self._refuse_ill_formed()
            raise NotInOrder from None

    # ── out ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def records(self, order: str) -> Iterator[Any]:
        """The records, ordered by these columns; see `scattered_records`."""
        self._load()
        roots = self.table.execute(f"SELECT subject, rank FROM roots ORDER BY {order}")
        faulty: list[str] = []
        while some := list(islice(roots, _MANY)):
            text, used = self._gathered(some)
            found = self._read(text, some)
            if found is not None and not faulty:
                yield from found
            elif found is None:
                alone = [one[0] for one in some if self._read(self._gathered([one])[0], [one]) is None]
                # Where each is right alone, they are wrong together: two of them share what one can have.
                faulty += alone or [one[0] for one in some]
            self.table.executemany("INSERT INTO used VALUES (?, ?)", used)
        faulty += self._left_out()
        if faulty:
            self._explain(faulty)

    def _gathered(self, roots: list[tuple[str, int]]) -> tuple[str, list[tuple[int, int]]]:
        """All statements of some records, and of what subjects they are, each with the one that it is a part of.

        A blank node is a part of the record, or of the thing with an IRI, that leads to it; others are their own.
        """
        said: dict[str, str] = {}
        used: list[tuple[int, int]] = []
        waiting: list[tuple[str, int | None]] = [(subject, None) for subject, _ in roots]
        fetch = self.table.cursor().execute
        # Roots come first, so that records come in their order.
        for subject, above in waiting:
            if subject in said:
                continue
            row = fetch("SELECT at, said FROM subjects WHERE subject = ?", (subject,)).fetchone()
            if row is not None:
                said[subject] = row[1]
                owner = row[0] if above is None else above
                used.append((row[0], owner))
                waiting += ((one, owner) for one in _blank_objects(row[1]))
                waiting += ((one, None) for one in self.named(row[1]))
        return "\n".join([*said.values(), ""]), used

    def _read(self, text: str, roots: list[tuple[str, int]]) -> list[Any] | None:
        """The records of their statements; None where these are not just what the text gives."""
        try:
            parsed: Parsed = self.parse(text, self.classes)
        except ReadError:
            return None
        wanted = [(self.classes[rank], subject if subject[0] == "<" else None) for subject, rank in roots]
        given = [(type(one), _named(one)) for one in parsed.records]
        return list(parsed.records) if wanted == given else None

    def _left_out(self) -> list[str]:
        """The subjects that belong to no record, and the blank nodes that belong to two, or to two things."""
        run = self.table.execute
        (all_,) = run("SELECT count(*) FROM subjects").fetchone()
        (once,) = run("SELECT count(DISTINCT at) FROM used").fetchone()
        doubled = "SELECT at FROM used GROUP BY at HAVING min(owner) < max(owner)"
        if once == all_ and run(f"{doubled} LIMIT 1").fetchone() is None:
            return []
        found = run(f"SELECT subject FROM subjects WHERE at NOT IN (SELECT at FROM used) OR at IN ({doubled})")
        return [subject for (subject,) in found]

    # ── what is wrong ────────────────────────────────────────────────────────────────────────────────────────────────

    def _refuse_ill_formed(self) -> None:
        """Tells every line that is no N-Triples; a byte that is no UTF-8 is told before all else, by reading.

        Raises:
            ReadError: where there is one.
        """
        for check in (len, refuse_characters):
            for at, text in self.pieces():
                try:
                    check(text)
                except ReadError as problem:
                    raise ReadError(_moved(problem, partial(int.__add__, at - 1))) from None
        faults = faults_by_line(self.pieces())
        if faults:
            raise ReadError(faults)

    def _explain(self, faulty: list[str]) -> None:
        """Reads all that hangs together with what is wrong as a file of its own, and tells what is wrong with it.

        Raises:
            ReadError: with what a reading of the whole file tells.
            NotInOrder: where there is nothing to tell.
        """
        self._refuse_ill_formed()
        around = self._around(faulty)
        lines: list[str] = []
        numbers: list[int] = []
        for at, text in self.pieces():
            for number, raw in enumerate(text.split("\n"), start=at):
                if raw.strip() and _subject(raw) in around:
                    lines.append(raw)
                    numbers.append(number)
        try:
            self.parse("\n".join([*lines, ""]), self.classes)
        except ReadError as problem:
            raise ReadError(_moved(problem, lambda line: numbers[line - 1])) from None
        raise NotInOrder

    def _around(self, subjects: Iterable[str]) -> set[str]:
        """These subjects and all that hang together with them, in either direction."""
        run = self.table.execute
        run("CREATE TABLE links(subject TEXT, object TEXT)")
        for subject, said in self.table.cursor().execute("SELECT subject, said FROM subjects"):
            self.table.executemany("INSERT INTO links VALUES (?, ?)", [(subject, one) for one in set(_links(said))])
        run("CREATE INDEX by_object ON links(object)")
        run("CREATE INDEX by_subject ON links(subject)")
        found: set[str] = set()
        waiting = list(subjects)
        while waiting:
            one = waiting.pop()
            if one in found or run("SELECT 1 FROM subjects WHERE subject = ?", (one,)).fetchone() is None:
                continue
            found.add(one)
            waiting += [other for (other,) in run("SELECT object FROM links WHERE subject = ?", (one,))]
            waiting += [other for (other,) in run("SELECT subject FROM links WHERE object = ?", (one,))]
        return found


def _subject(raw: str) -> str:
    """The subject of a line that is well-formed."""
    if is_plain(raw):
        return raw.split(" ", 1)[0]
    return next((str(subject) for subject, _, _ in read_triples(raw, "nt")), "")


def _named(record: Any) -> str | None:
    """The subject of a record with an IRI."""
    iri = getattr(record, "iri", None)
    return None if iri is None else f"<{iri}>"


def _moved(problem: ReadError, number: Callable[[int], int]) -> list[Finding]:
    """The findings with the lines that they have in the whole file."""
    return [evolve(one, line=None if one.line is None else number(one.line)) for one in problem.findings]
