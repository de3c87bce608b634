"""Things of any classes in, from a file or a folder of files, before they are a catalog."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from attrs import evolve

from lobkit.errors import Finding, LeftOut, ReadError, shown
from lobkit.formats.format import Parsed, decoded
from lobkit.model import ROOTS
from lobkit.registry import FICHE, by_extension, format_in, may_hold, parse_fiche_text
from lobkit.sources import Source, label_of, raw_of, refuse_no_path


def refuse_several(source: object) -> None:
    """Refuses what names no source, and several sources.

    Raises:
        ReadError: with what to do instead.
    """
    if isinstance(source, Iterable) and not isinstance(source, (str, os.PathLike)):
        several = "read several one by one: lobkit.Catalog.of(map(lobkit.read, files))"
        raise ReadError([Finding("LOB001", f"expected the path of a file or folder, not {shown(source)}; {several}")])
    refuse_no_path(source)


def gathered(
    source: Source,
    format: str | None = None,
    *,
    base: str | None = None,
    lenient: bool = False,
    each: Callable[[Iterable[Path]], Iterable[Path]] = iter,
    classes: tuple[type[Any], ...] = ROOTS,
) -> Parsed:
    """What a file or a folder of files gives, before it becomes a catalog.

    Raises:
        ReadError: as `read`.
    """
    refuse_several(source)
    if source == "":  # which would stand for the folder that one is in
        raise ReadError([Finding("LOB001", "the name of a file is empty; write . for the folder that you are in")])
    folder = Path(source)
    if str(source) == "-" or not folder.is_dir():
        return parse_source(source, format, base=base, lenient=lenient, classes=classes)
    files = records_in(folder, classes)
    if not files:
        raise ReadError([Finding("LOB001", "no file here has an extension that lobkit reads", source=str(folder))])
    read_one = partial(parse_source, format=format, base=base, lenient=lenient, classes=classes)
    return _together(each(files), read_one, lenient)


def gathered_all(
    sources: Sequence[Source],
    format: str | None = None,
    *,
    base: str | None = None,
    lenient: bool = False,
    each: Callable[[Iterable[Path]], Iterable[Path]] = iter,
    classes: tuple[type[Any], ...] = ROOTS,
) -> Parsed:
    """What several files and folders give together, as the files of one folder do.

    Raises:
        ReadError: as `read`.
    """
    read_one = partial(gathered, format=format, base=base, lenient=lenient, each=each, classes=classes)
    return read_one(sources[0]) if len(sources) == 1 else _together(sources, read_one, lenient)


def _together(sources: Iterable[Source], read_one: Callable[[Source], Parsed], lenient: bool) -> Parsed:
    """What several sources give; those that are refused are all told, before what is told of the others."""
    records: list[Any] = []
    findings: list[Finding] = []
    left_out: list[LeftOut] = []
    refused: list[Finding] = []
    for source in sources:
        try:
            parsed = read_one(source)
        except ReadError as error:
            refused += error.findings
            left_out.append(LeftOut(source=label_of(source), whole=True))
            continue
        records += parsed.records
        findings += parsed.findings
        left_out += parsed.left_out
    if refused and (not lenient or not records):
        raise ReadError(refused + findings)
    return Parsed(tuple(records), tuple(refused + findings), tuple(left_out))


def records_in(folder: Path, classes: tuple[type[Any], ...] = ROOTS) -> list[Path]:
    """The files below a folder that have an extension of a format for these classes, sorted, without hidden ones.

    A folder that cannot be listed, and a link that leads nowhere, are among them, so that reading tells of them.
    """
    found: list[Path] = []
    closed: list[Path] = []
    for place, folders, files in os.walk(folder, onerror=lambda problem: closed.append(Path(problem.filename))):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = (Path(place, name) for name in files if not name.startswith("."))
        found += (
            path for path in paths if (path.is_file() or not path.exists()) and may_hold(by_extension(path), classes)
        )
    return sorted(found + closed)


def parse_source(
    source: Source,
    format: str | None = None,
    *,
    base: str | None = None,
    lenient: bool = False,
    classes: tuple[type[Any], ...] = ROOTS,
) -> Parsed:
    """What one file gives, before it becomes a catalog: records with their places, and findings.

    Raises:
        ReadError: as `read`.
    """
    label = label_of(source)
    chosen = format_in(source, format)
    if chosen.parse is None:
        raise ReadError([Finding("LOB002", f"{chosen.title} can be written but not read", source=label)])
    if not may_hold(chosen, classes):
        others = " or ".join(cls.__name__ for cls in classes)
        raise ReadError([Finding("LOB002", f"{chosen.title} holds a {chosen.root} and no {others}", source=label)])
    raw = raw_of(source)
    try:
        if chosen.parse_raw is not None:
            parsed = chosen.parse_raw(raw, classes, lenient=lenient)
        elif chosen is FICHE:
            parsed = parse_fiche_text(decoded(raw), classes, source=label, base=base, lenient=lenient)
        else:
            parsed = chosen.parse(decoded(raw), classes, lenient=lenient)
    except ReadError as error:
        raise error.at(label) from error.__cause__
    findings = tuple(one.at(label) for one in parsed.findings)
    return evolve(parsed, findings=findings, left_out=tuple(one.at(label) for one in parsed.left_out))
