"""Verbs on records: convert, show, new."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lobkit import exchange, streaming
from lobkit.cli.frame import (
    FINDINGS,
    TROUBLE,
    WRITABLE,
    from_format,
    label_language,
    lenient,
    load,
    main,
    output,
    stop,
    tell,
    told,
)
from lobkit.errors import Finding, ReadError, Severity, ValueRefused
from lobkit.model import Catalog
from lobkit.values import Iri


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@output
@from_format
@click.option("--to", type=click.Choice(WRITABLE), help="The format of the target.")
@click.option("--base", metavar="IRI", help="The IRI under which records of fiches get names of their own.")
@click.option("--enrich", is_flag=True, help="Add creators, classes and periods, which follow from the records.")
@click.option("-j", "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes side by side.")
@click.option("--graph", metavar="IRI", help="The graph of all statements, in N-Quads.")
@lenient
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
    lenient: bool,
) -> None:
    """Convert records between formats.

    SOURCE is a file, a folder of records, or - for standard input; several become one catalog. The extension says the
    format, also before .gz. With --jobs, a file of JSON Lines becomes JSON Lines, N-Triples or N-Quads, with the bytes
    of one process.
    """
    if base is not None:
        base = _base(base)
    if target == "-" and to is None:
        raise click.UsageError("say with --to in which format to write to standard output")
    if jobs > 1 or graph is not None:
        _convert_parts(sources, target, from_, to, enrich, jobs, graph, lenient)
        return
    if len(sources) == 1 and not lenient and not Path(sources[0]).is_dir():
        if streaming.convert(sources[0], target, from_=from_, to=to, enrich=enrich):
            return
    loaded = [load(source, from_, base, lenient) for source in sources]
    findings = [one for each in loaded for one in each.findings]
    tell(findings)
    for one in (line for each in loaded for line in each.unplaced):
        click.echo(f"left out: {one}", err=True)
    try:
        catalog = Catalog.of(each.catalog for each in loaded)
    except ValueRefused as refused:
        raise ReadError([Finding("LOB501", str(refused), source=", ".join(sources))]) from None
    exchange.write(catalog, target, format=to, enrich=enrich)
    if any(one.severity is Severity.VIOLATION for one in findings):
        sys.exit(FINDINGS)


def _convert_parts(
    sources: tuple[str, ...],
    target: str,
    from_: str | None,
    to: str | None,
    enrich: bool,
    jobs: int,
    graph: str | None,
    lenient: bool,
) -> None:
    """What can be cut into parts, and put together again."""
    from lobkit import partitions  # noqa: PLC0415 - not needed without --jobs or --graph

    if len(sources) != 1 or sources[0] == "-" or Path(sources[0]).is_dir() or lenient:
        raise click.UsageError("--jobs and --graph take one file of JSON Lines, and not --lenient; see lobkit scale")
    if exchange.format_of(sources[0], from_) is not exchange.FORMATS["jsonl"]:
        raise click.UsageError("--jobs and --graph read JSON Lines; convert the source to .jsonl first")
    task = partitions.Task(exchange.format_of(target, to).name, enrich, partitions.graph_of(graph))
    partitions.convert(sources[0], target, task, jobs=jobs)


def _base(base: str) -> str:
    try:
        return Iri(base)
    except ValueRefused as refused:
        raise click.BadParameter(str(refused), param_hint="--base") from None


@main.command()
@click.argument("source")
@from_format
@label_language
@lenient
@told
def show(source: str, from_: str | None, lang: str, lenient: bool) -> None:
    """Show records as cards that people can read."""
    from lobkit.cards import card  # noqa: PLC0415 - not needed by the other verbs

    loaded = load(source, from_, None, lenient)
    tell(loaded.findings)
    click.echo("\n\n".join(card(record, lang) for record in loaded.catalog.records()))


@main.command()
@output
@told
def new(target: str) -> None:
    """Write a commented YAML record to fill in."""
    from lobkit.template import template  # noqa: PLC0415 - not needed by the other verbs

    if target != "-" and Path(target).exists():
        stop(TROUBLE, f"{target}: LOB004: it exists already, and a template would overwrite it; name another file")
    exchange.write_text([template()], target)
