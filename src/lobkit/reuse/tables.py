"""A vocabulary as a table, a line a concept: CSV, and the sheets of Excel; out and in again."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from lobkit import placing
from lobkit.errors import Finding, LobkitError, ReadError, shown
from lobkit.evolution.edition import Edition
from lobkit.formats.triples import Triple
from lobkit.reuse.statements import LINK_KEYS, TEXT_KEYS, Lines, scheme_statements, statements_of, values_of
from lobkit.scalars import language_tag

KEYS = ("iri", *TEXT_KEYS, "notation", *LINK_KEYS, "deprecated", "isReplacedBy")
_JOINT = " | "

Row = list[str]


def rows_of(edition: Edition) -> list[Row]:
    """A head, and a row for each concept; a text has a column for its language, and several values ` | ` between them.

    A vertical bar within a value is written `\\|`, and a backslash `\\\\`.
    """
    cells: list[dict[str, list[str]]] = []
    for entry in edition.entries.values():
        row: dict[str, list[str]] = {"iri": [entry.iri]}
        for key, lang, value in values_of(entry):
            row.setdefault(f"{key}@{lang}" if lang else key, []).append(_escaped(value))
        cells.append(row)
    order = {key: at for at, key in enumerate(KEYS)}
    found = {column for row in cells for column in row} | {"iri"}
    columns = sorted(found, key=lambda column: (order[column.partition("@")[0]], column))
    return [columns, *([_JOINT.join(row.get(column, [])) for column in columns] for row in cells)]


def _escaped(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("|", "\\|")
    # Spaces at the ends would go with the joint.
    return re.sub(r"^\s|\s\Z", lambda match: "\\" + match[0], escaped)


def _values(cell: str) -> list[str]:
    """The values of a cell: bars part them, and what a backslash stands before is meant to the letter."""
    parts: list[list[tuple[str, bool]]] = [[]]
    signs = iter(cell)
    for sign in signs:
        if sign == "\\":
            parts[-1].append((next(signs, "\\"), True))
        elif sign == "|":
            parts.append([])
        else:
            parts[-1].append((sign, False))
    return [text for text in map(_trimmed, parts) if text]


def _trimmed(part: list[tuple[str, bool]]) -> str:
    kept = [at for at, (sign, literal) in enumerate(part) if literal or not sign.isspace()]
    return "".join(sign for sign, _ in part[kept[0] : kept[-1] + 1]) if kept else ""


def to_csv(edition: Edition) -> str:
    """The table as RFC 4180, with a byte order mark, by which Excel knows that it is UTF-8."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows_of(edition))
    return "\ufeff" + out.getvalue()


def from_csv(text: str, source: str = "", lines: Lines | None = None) -> Iterator[Triple]:
    """The statements of a table; commas, semicolons or tabs stand between the cells.

    Args:
        text: the table.
        source: the name of the file, for what is told of it.
        lines: takes the place of each concept.

    Raises:
        ReadError: with the line of each problem.
    """
    text = text.removeprefix("\ufeff")
    if re.match(r"#|[^\n]*\bpredicate_id\b", text):
        message = "this is a set of mappings (SSSOM/TSV) and no vocabulary; lobkit vocab mappings and crosswalk read it"
        raise ReadError([Finding("LOB101", message, source=source or None, line=1)])
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        numbered = [(reader.line_num, row) for row in reader]
    except csv.Error as problem:
        message = f"the table is broken: {problem}"
        raise ReadError([Finding("LOB101", message, source=source or None, line=reader.line_num)]) from None
    yield from _statements(numbered, source, lines)


def to_xlsx(edition: Edition, path: Path) -> None:
    """Writes a workbook with one sheet, the head fixed; every cell is a text, so that none is taken for a formula.

    Raises:
        LobkitError: where openpyxl is not installed.
        WriteError: where the place cannot take the file.
    """
    workbook = _openpyxl().Workbook()
    sheet = workbook.active
    sheet.title = re.sub(r"[\\/*?:\[\]]", " ", edition.name)[:31] or "concepts"
    sheet.freeze_panes = "B2"
    for at, row in enumerate(rows_of(edition), start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(at, column)
            cell.value, cell.data_type = value, "s"
            cell.quotePrefix = value[:1] in tuple("=+-@")
    out = io.BytesIO()
    workbook.save(out)
    placing.write_text([_without_time(out.getvalue())], path)


def _without_time(data: bytes) -> bytes:
    """The same workbook without the times at which it was made, so that equal tables give equal bytes."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"1980-01-01T00:00:00Z", part)
            new.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, ZIP_DEFLATED)
    return out.getvalue()


def from_xlsx(path: Path, lines: Lines | None = None) -> Iterator[Triple]:
    """The statements of the first sheet of a workbook.

    Args:
        path: the workbook.
        lines: takes the place of each concept.

    Raises:
        ReadError: where it is none, or with the line of each problem.
    """
    openpyxl = _openpyxl()
    try:
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
        rows = [["" if cell is None else str(cell) for cell in row] for row in workbook.worksheets[0].values]
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise ReadError([Finding("LOB001", f"cannot be read: {reason}", source=str(path))]) from None
    except (KeyError, ValueError, BadZipFile, openpyxl.utils.exceptions.InvalidFileException) as problem:
        raise ReadError([Finding("LOB101", f"this is no workbook: {problem}", source=str(path))]) from None
    yield from _statements(list(enumerate(rows, start=1)), str(path), lines)


def _openpyxl() -> Any:
    try:
        import openpyxl  # noqa: PLC0415 - an extra
    except ImportError:
        raise LobkitError("workbooks need openpyxl; pip install 'lobkit[tables]'") from None
    return openpyxl


def _statements(numbered: list[tuple[int, Row]], source: str, lines: Lines | None) -> Iterator[Triple]:
    problems: list[Finding] = []
    columns = _columns(numbered[0] if numbered else (1, []), problems)
    if problems:
        raise ReadError([one.at(source or None) for one in problems])
    rows = [(line, row) for line, row in numbered[1:] if any(cell.strip() for cell in row)]
    made: list[Triple] = []
    seen: dict[str, int] = {}
    for line, row in rows:
        cells = [(key, lang, value) for (key, lang), cell in zip(columns, row, strict=False) for value in _values(cell)]
        names = [value for key, _, value in cells if key == "iri"]
        if len(names) != 1 or not re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:\S+$", names[0]):
            problems.append(_problem("LOB106", f"'iri' is the one absolute address of a concept, not {names}", line))
        elif names[0] in seen:
            problems.append(_problem("LOB105", f"<{names[0]}> stood in line {seen[names[0]]} already", line))
        else:
            seen[names[0]] = line
            made += statements_of(names[0], [one for one in _checked(cells, line, problems) if one[0] != "iri"])
    if problems:
        raise ReadError([one.at(source or None) for one in problems])
    if lines is not None:
        lines.update((iri, (line, 1)) for iri, line in seen.items())
    schemes = sorted({object_.value for _, predicate, object_ in made if predicate.endswith("#inScheme")})
    for scheme in schemes:
        yield from scheme_statements(scheme, (), None)
    yield from made


def _columns(numbered: tuple[int, Row], problems: list[Finding]) -> list[tuple[str, str]]:
    line, head = numbered
    columns = []
    for name in head:
        key, _, lang = name.strip().partition("@")
        if key not in KEYS or (lang and key not in TEXT_KEYS):
            advice = f"write one of {', '.join(KEYS)}, a text with its language (prefLabel@nl)"
            problems.append(_problem("LOB102", f"{shown(name)} is no column; {advice}", line))
        if lang:
            try:
                language_tag(lang)
            except ValueError as refused:
                problems.append(_problem("LOB106", str(refused), line))
        columns.append((key, lang))
    if ("iri", "") not in columns:
        problems.append(_problem("LOB103", "the column 'iri' is missing: the address of each concept", line))
    return columns


def _checked(
    cells: Iterable[tuple[str, str, str]], line: int, problems: list[Finding]
) -> Iterator[tuple[str, str, str]]:
    for key, lang, value in cells:
        if key in (*LINK_KEYS, "isReplacedBy") and not re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:\S+$", value):
            problems.append(_problem("LOB106", f"{key!r} holds absolute addresses, not {shown(value)}", line))
        elif key == "deprecated":
            if value.strip().lower() not in ("true", "false", "1", "0", "yes", "no", "ja", "nee"):
                problems.append(_problem("LOB106", f"'deprecated' is true or false, not {shown(value)}", line))
            elif value.strip().lower() in ("true", "1", "yes", "ja"):
                yield key, "", "true"
        else:
            yield key, lang, value


def _problem(code: str, message: str, line: int) -> Finding:
    return Finding(code, message, line=line)
