"""Verbs on records: convert, show, new."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import evolve

from lobkit import conversion, exchange, placing
from lobkit.cli.ending import FINDINGS, TROUBLE
from lobkit.cli.frame import (
    WRITABLE,
    chosen_model,
    from_format,
    label_language,
    lenient,
    load,
    name_of_model,
    output,
    own_model,
    say,
    stop,
    tell,
    tell_all,
    told,
    with_progress,
)
from lobkit.cli.verbs import main
from lobkit.doubled import first_ones, left_out_for
from lobkit.errors import Finding, LossRefused, Mixed, ReadError, Severity, ValueRefused, second
from lobkit.exchange import doubled_in
from lobkit.formats.format import Parsed
from lobkit.model import ROOTS, Publication
from lobkit.published import SCHEMAS
from lobkit.record_by_record import RECORD_BY_RECORD
from lobkit.sources import input_kept, is_there_again, label_of
from lobkit.values import Iri

if TYPE_CHECKING:
    from lobkit.project import Model

MANY = 20
"""From so many losses on, they are told by property."""


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@output
@from_format
@click.option("--to", type=WRITABLE, help="The format of the target.")
@click.option("--base", metavar="IRI", help="The IRI under which records of fiches get names of their own.")
@click.option("--enrich", is_flag=True, help="Add creators, classes and periods, which follow from the records.")
@click.option("-j", "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes side by side.")
@click.option("--graph", metavar="IRI", help="The graph of all statements, in N-Quads, from JSON Lines.")
@click.option(
    "--memory",
    type=click.IntRange(0),
    metavar="MB",
    help="Megabytes that reading as a whole may take; N-Triples beyond them are sorted on disk, all else is refused. "
    "[default: for N-Triples 100, or half of what there is; for all else no limit]",
)
@click.option("--no-loss", is_flag=True, help="Refuse, with code 1, where the target does not carry everything.")
@lenient
@own_model
@told
def convert(
    sources: tuple[str, ...],
    target: str,
    from_: str | None,
    to: str | None,
    base: str | None,
    enrich: bool,
    jobs: int,
    graph: str | None,
    memory: int | None,
    no_loss: bool,
    lenient: bool,
    model: str | None,
) -> None:
    """Convert records between formats.

    SOURCE is a file, a folder of records, or - for standard input; several become one catalog. The extension says the
    format, also before .gz; without -o, --to has to say it. What the target does not carry is told on standard error.
    With --jobs, a file of JSON Lines becomes JSON Lines, N-Triples or N-Quads, with the bytes of one process.

    For example: lobkit convert records.yaml more.jsonl -o catalog.ttl
    """
    if base is not None:
        base = _base(base)
    if target == "-" and to is None:
        last = sources[-1]
        instead = (
            f"lobkit convert {' '.join(sources[:-1])} -o {last}" if len(sources) > 1 and not Path(last).exists() else ""
        )
        raise click.UsageError(
            f"name the file to write with -o: {instead}"
            if instead
            else "name the file to write with -o, or say with --to in which format to write to standard output"
        )
    alone = len(sources) == 1 and not lenient and not Path(sources[0]).is_dir()
    limit = None if memory is None else memory * 10**6
    own, name = chosen_model(model), name_of_model(model)

    def in_parts() -> bool:
        if jobs > 1 or graph is not None:
            return _convert_parts(sources, target, from_, to, enrich, jobs, graph, lenient, name)
        return alone and conversion.convert(
            sources[0], target, from_=from_, to=to, enrich=enrich, memory=limit, model=name
        )

    with _mixtures_told(sources, from_, base, ROOTS if own is None else own.roots):
        if in_parts():
            return
        if limit is not None:
            conversion.refuse_beyond(sources, limit, ROOTS if own is None else own.roots)
        if own is not None:
            _convert_own(own, sources, target, from_, to, enrich, no_loss, lenient)
        else:
            _convert_whole(sources, target, from_, to, base, enrich, no_loss, lenient)


def _convert_whole(
    sources: tuple[str, ...],
    target: str,
    from_: str | None,
    to: str | None,
    base: str | None,
    enrich: bool,
    no_loss: bool,
    lenient: bool,
) -> None:
    """Reads all sources, and writes what they give as one catalog."""
    loaded = load(sources, from_, base, lenient)
    findings, catalog = loaded.findings, loaded.catalog
    tell_all([loaded])
    with _losses_refused(len(catalog.publications)):
        _tell_losses(
            exchange.write(catalog, target, format=to, enrich=enrich, no_loss=no_loss), len(catalog.publications)
        )
    if any(one.severity is Severity.VIOLATION for one in findings):
        sys.exit(FINDINGS)


@contextmanager
def _mixtures_told(
    sources: Sequence[str], from_: str | None, base: str | None, classes: tuple[type[Any], ...]
) -> Iterator[None]:
    """Tells where it stands what a graph would mix, as `validate` does; the sources are read again for that."""
    with input_kept(), _told_again(sources, from_, base, classes):
        yield


@contextmanager
def _told_again(
    sources: Sequence[str], from_: str | None, base: str | None, classes: tuple[type[Any], ...]
) -> Iterator[None]:
    try:
        yield
    except Mixed as mixed:
        from lobkit.validation.check import validate  # noqa: PLC0415 - only where something is wrong

        files = filter(is_there_again, sources)
        told = validate(files, select=("LOB501",), format=from_, base=base, classes=classes)
        label = ", ".join(map(label_of, sources))
        raise ReadError([*told] or [Finding("LOB501", str(mixed), source=label, record=mixed.iri)]) from None


@contextmanager
def _losses_refused(records: int) -> Iterator[None]:
    """Ends the call where a format would lose something that it may not lose."""
    try:
        yield
    except LossRefused as refused:
        _tell_losses(refused.findings, records)
        stop(FINDINGS, str(refused))


def _tell_losses(lost: tuple[Finding, ...], records: int) -> None:
    """Each loss where there are few; where there are many, a line for each property."""
    if len(lost) <= MANY:
        tell(lost)
        return
    from lobkit.citing.losses import summary  # noqa: PLC0415 - only where something was lost

    for line in summary(lost, records):
        click.echo(f"{lost[0].source}: {line}", err=True)


def _convert_own(
    own: Model,
    sources: Sequence[str],
    target: str,
    from_: str | None,
    to: str | None,
    enrich: bool,
    no_loss: bool,
    lenient: bool,
) -> None:
    """The same for a model of another project, whose records are no catalog."""
    loaded, refused = list[Parsed](), list[Finding]()
    for source in sources:
        try:
            loaded.append(own.load(source, format=from_, lenient=lenient, each=with_progress))
        except ReadError as error:
            if len(sources) == 1:
                raise
            refused += error.findings
    if refused:
        raise ReadError(refused)
    found = [record for each in loaded for record in each.records]
    kept = first_ones(found)
    if not lenient:
        _refuse_second(found)
    elif len(kept) < len(found):
        loaded.append(_second_left_out(doubled_in(sources, from_, classes=own.roots)))
        found = kept
    tell_all(loaded)
    with _losses_refused(len(found)):
        _tell_losses(own.write(found, target, format=to, enrich=enrich, no_loss=no_loss), len(found))
    if any(one.severity is Severity.VIOLATION for each in loaded for one in each.findings):
        sys.exit(FINDINGS)


def _second_left_out(twice: Sequence[Finding]) -> Parsed:
    """What is told where the second record of an IRI is left out."""
    told = tuple(evolve(one, severity=Severity.WARNING) for one in twice)
    return Parsed((), told, tuple(map(left_out_for, twice)))


def _refuse_second(records: Iterable[Any]) -> None:
    """Refuses the second record of an IRI in every form, as it is refused where records are lobkit's own."""
    seen: set[str] = set()
    for iri in (getattr(record, "iri", None) for record in records):
        if iri is not None and iri in seen:
            raise Mixed(iri, second(iri))
        seen.update(() if iri is None else (iri,))


def _convert_parts(
    sources: tuple[str, ...],
    target: str,
    from_: str | None,
    to: str | None,
    enrich: bool,
    jobs: int,
    graph: str | None,
    lenient: bool,
    model: str | None,
) -> bool:
    """What can be cut into parts, and put together again; False where it has to be read as a whole."""
    from lobkit import partitions, side_by_side  # noqa: PLC0415 - not needed without --jobs or --graph

    option = "--jobs" if jobs > 1 else "--graph"
    if lenient:
        raise click.UsageError(f"{option} leaves nothing out; leave out --lenient, or {option}")
    if len(sources) != 1 or Path(sources[0]).is_dir():
        raise click.UsageError(
            f"{option} takes one file of JSON Lines; bring the sources to one file first, or call lobkit scale, which "
            "makes a folder of parts"
        )
    if exchange.format_of(sources[0], from_) is not exchange.FORMATS["jsonl"]:
        raise click.UsageError(f"{option} reads JSON Lines; convert the source to .jsonl first")
    form = exchange.format_of(target, to)
    if form not in RECORD_BY_RECORD:
        raise click.UsageError(f"{option} writes JSON Lines, N-Triples or N-Quads, and not {form.title}")
    task = partitions.Task(form.name, enrich, partitions.graph_of(graph), model)
    return side_by_side.convert(sources[0], target, task, jobs=jobs)


def _base(base: str) -> str:
    try:
        return Iri(base)
    except ValueRefused as refused:
        raise click.BadParameter(str(refused), param_hint="--base") from None


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@from_format
@label_language
@lenient
@told
def show(sources: tuple[str, ...], from_: str | None, lang: str, lenient: bool) -> None:
    """Show records as cards that people can read.

    SOURCE is a file, a folder of records, or - for standard input.
    """
    from lobkit.cards import card  # noqa: PLC0415 - not needed by the other verbs

    loaded = load(sources, from_, None, lenient)
    tell_all([loaded])
    say("\n\n".join(card(record, lang) for record in loaded.catalog.records()) + "\n")


@main.command()
@output
@click.option(
    "--schema",
    metavar="PATH",
    help="The JSON Schema that an editor completes the record by; it is written there where nothing stands yet.",
)
@own_model
@click.option("--class", "name", metavar="NAME", help="The class of the record; else the first of the model.")
@told
def new(target: str, schema: str | None, model: str | None, name: str | None) -> None:
    """Write a commented YAML record to fill in."""
    from lobkit.template import template  # noqa: PLC0415 - not needed by the other verbs

    if target != "-" and Path(target).exists():
        stop(TROUBLE, f"{target}: LOB004: it exists already, and a template would overwrite it; name another file")
    own = chosen_model(model)
    cls = _root(own.roots if own is not None else (Publication, *ROOTS), name)
    if schema is not None and not _is_address(schema) and not Path(schema).exists():
        text = own.schema("json-schema") if own is not None else SCHEMAS["json-schema"].path.read_text("utf-8")
        placing.write_text([text], schema)
    placing.write_text([template(cls, _seen_from(target, schema))], target)


def _root(roots: tuple[type[Any], ...], name: str | None) -> type[Any]:
    """The root class of a name; the first where none is named."""
    names = list(dict.fromkeys(cls.__name__ for cls in roots))
    if name is not None and name not in names:
        raise click.BadParameter(f"{name!r} is no class of the model; choose one of {', '.join(names)}")
    return next(cls for cls in roots if name in (None, cls.__name__))


def _is_address(schema: str) -> bool:
    return schema.startswith(("https:", "http:", "file:"))


def _seen_from(target: str, schema: str | None) -> str | None:
    """The path of a schema from the folder of the file that names it."""
    if schema is None or target == "-" or _is_address(schema) or Path(schema).is_absolute():
        return schema
    return Path(os.path.relpath(schema, Path(target).parent)).as_posix()
