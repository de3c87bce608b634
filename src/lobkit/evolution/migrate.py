"""Records brought from one version of a vocabulary to the next: what is certain is rewritten, the rest is listed."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from attrs import asdict, evolve, field, frozen

from lobkit import exchange, placing, sources
from lobkit.errors import Finding, ReadError, Severity
from lobkit.evolution.rewrite import Edited, Rewritten, rewrite
from lobkit.evolution.source import EditionLike, read_edition
from lobkit.evolution.succession import Candidate, Lookup, Step, succession
from lobkit.model import ROOTS


@frozen
class Migration:
    """What a migration does to some files; nothing is written before `write`.

    Args:
        files: each file with its text before and after, in the order in which they were named.
        noticed: what is told of all of them.
    """

    files: tuple[tuple[Path | str, Edited], ...] = field(repr=False)
    noticed: tuple[Finding, ...] = ()

    @property
    def rewritten(self) -> tuple[Rewritten, ...]:
        """Every value that is rewritten, file by file."""
        return tuple(step for _, edited in self.files for step in edited.steps)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What a person decides (LOB712), and what could not be done, file by file."""
        return (*(finding for _, edited in self.files for finding in edited.findings), *self.noticed)

    @property
    def open(self) -> tuple[Step, ...]:
        """The concepts that a person decides on, each once, with what there is to choose from."""
        found = {step.iri: step for _, edited in self.files for _, step in edited.open if step.target is None}
        return tuple(found[iri] for iri in sorted(found))

    @property
    def changed(self) -> tuple[Path | str, ...]:
        """The files whose text changes."""
        return tuple(source for source, edited in self.files if edited.before != edited.after)

    @property
    def conforms(self) -> bool:
        """Whether nothing is left for a person."""
        return not any(one.severity is Severity.VIOLATION for one in self.findings)

    def write(self) -> None:
        """Writes the files that changed, each whole or not at all; the others are not touched.

        Raises:
            WriteError: where a place cannot take a file; running the migration again finishes it.
        """
        for source, edited in self.files:
            if edited.before != edited.after or str(source) == "-":
                placing.write_text([_byte_order_mark(source), edited.after], source)

    def text(self) -> str:
        """For people: a line a rewritten value, what a person chooses from, and a line for the whole."""
        lines = [str(one) for one in self.rewritten]
        for step in self.open:
            if step.candidates:
                lines += ["", f"<{step.iri}> '{step.label}': {step.why}; choose"]
                lines += [f"  {one}{_definition(one)}" for one in step.candidates]
        return "\n".join([*lines, *([""] if lines else []), self._whole()]).lstrip("\n") + "\n"

    def _whole(self) -> str:
        files, values = len(self.changed), len(self.rewritten)
        told = f"{values} value{_s(values)} rewritten in {files} of {len(self.files)} file{_s(len(self.files))}"
        waiting = sum(one.severity is Severity.VIOLATION for one in self.findings)
        return told + (f", {waiting} for a person" if waiting else "")

    def json(self) -> str:
        """One JSON object: what is rewritten, what a person decides on, and the findings."""
        whole = {
            "files": len(self.files),
            "changed": [str(one) for one in self.changed],
            "rewritten": [_tree(one) for one in self.rewritten],
            "open": [asdict(one) for one in self.open],
            "findings": [asdict(one) for one in self.findings],
        }
        return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"

    def diff(self) -> str:
        """The change of each text as a unified diff, which `patch` and people read."""
        return "".join(_diff(str(source), edited) for source, edited in self.files)


def _byte_order_mark(source: Path | str) -> str:
    """The mark that some editors put before a text: what a file has, it keeps."""
    if str(source) == "-" or not Path(source).is_file():
        return ""
    with Path(source).open("rb") as stream:
        return "\ufeff" if stream.read(3) == b"\xef\xbb\xbf" else ""


def _definition(one: Candidate) -> str:
    return f": {' '.join(one.definition.split())}" if one.definition else ""


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def _tree(one: Rewritten) -> dict[str, Any]:
    tree = asdict(one)
    return {**{key: value for key, value in tree.items() if key != "step"}, "label": one.step.label}


def _diff(source: str, edited: Edited) -> str:
    name = source.lstrip("/")
    lines = difflib.unified_diff(
        edited.before.splitlines(keepends=True), edited.after.splitlines(keepends=True), f"a/{name}", f"b/{name}"
    )
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def migrate(
    records: sources.Source | Iterable[sources.Source],
    old: EditionLike,
    new: EditionLike,
    *,
    format: str | None = None,
    classes: tuple[type[Any], ...] = ROOTS,
    lang: str = "en",
    each: Callable[[Iterable[Path]], Iterable[Path]] = iter,
) -> Migration:
    """What it takes to bring records from one version of a vocabulary to another; nothing is written yet.

    Args:
        records: a file, a folder of records, or several of them.
        old, new: the versions: files of any SKOS form, or names of lobkit's own vocabularies.
        format: the form of the records, where the extension does not say it.
        classes: what can stand at the top of a file; any declared classes, whose concepts are found by their types.
        lang: the language of labels in the report.
        each: may watch the files pass by.

    Raises:
        ReadError: with the problems of every source that cannot be read; nothing is migrated then.
    """
    before, after = read_edition(old, lang=lang), read_edition(new, lang=lang)
    look = succession(before, after)
    made = rewrite_all(records, look, format=format, classes=classes, each=each)
    known = {*before.entries, *before.tombstones, *after.entries, *after.tombstones}
    if made.findings or any(not known.isdisjoint(edited.concepts) for _, edited in made.files):
        return made
    message = (
        f"no record here uses a concept of {before.name} or {after.name}, so that nothing was migrated; "
        "are these the versions that the records were made with?"
    )
    return evolve(made, noticed=(Finding("LOB114", message, severity=Severity.WARNING, source=str(new)),))


def rewrite_all(
    records: sources.Source | Iterable[sources.Source],
    look: Lookup,
    *,
    format: str | None = None,
    classes: tuple[type[Any], ...] = ROOTS,
    each: Callable[[Iterable[Path]], Iterable[Path]] = iter,
) -> Migration:
    """As `migrate`, with any way of looking up what takes the place of a concept."""
    done: list[tuple[Path | str, Edited]] = []
    refused: list[Finding] = []
    for source in each(files_of(records)):  # type: ignore[arg-type] # `-` passes as well
        try:
            form = exchange.format_of(source, format)
            label = "<stdin>" if str(source) == "-" else str(source)
            text = sources.text_of(source)
            done.append((source, rewrite(text, form, classes, look, label)))
        except ReadError as error:
            refused += [one if one.source else one.at(str(source)) for one in error.findings]
    if refused:
        raise ReadError(refused)
    return Migration(tuple(done))


def files_of(records: sources.Source | Iterable[sources.Source]) -> Iterator[Path | str]:
    """The files that are meant: those named, and those of records in the folders named.

    Raises:
        ReadError: for a folder without any.
    """
    several = isinstance(records, Iterable) and not isinstance(records, (str, bytes, Path, Mapping))
    given: Any = list(cast(Any, records)) if several else [records]
    for source in given:
        sources.refuse_no_path(source, "the path of a file or folder of records")
        if str(source) != "-" and Path(source).is_dir():
            found = exchange.records_in(Path(source))
            if not found:
                message = "no file here has an extension that lobkit reads"
                raise ReadError([Finding("LOB001", message, source=str(source))])
            yield from found
        else:
            yield source if str(source) == "-" else Path(source)
