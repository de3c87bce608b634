"""Verbs on records: convert, show, new."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lobkit import exchange
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

MANY = 20
"""From so many losses on, they are told by property."""


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@output
@from_format
@click.option("--to", type=click.Choice(WRITABLE), help="The format of the target.")
@click.option("--base", metavar="IRI", help="The IRI under which records of fiches get names of their own.")
@click.option("--enrich", is_flag=True, help="Add creators, classes and periods, which follow from the records.")
@click.option("--no-loss", is_flag=True, help="Refuse, with code 1, where the target does not carry everything.")
@lenient
@told
def convert(
    sources: tuple[str, ...],
    target: str,
    from_: str | None,
    to: str | None,
    base: str | None,
    enrich: bool,
    no_loss: bool,
    lenient: bool,
) -> None:
    """Convert records between formats.

    SOURCE is a file, a folder of records, or - for standard input; several become one catalog. The extension says the
    format, also before .gz. What the target does not carry is told on standard error.
    """
    if base is not None:
        base = _base(base)
    if target == "-" and to is None:
        raise click.UsageError("say with --to in which format to write to standard output")
    loaded = [load(source, from_, base, lenient) for source in sources]
    findings = [one for each in loaded for one in each.findings]
    tell(findings)
    for one in (line for each in loaded for line in each.unplaced):
        click.echo(f"left out: {one}", err=True)
    try:
        catalog = Catalog.of(each.catalog for each in loaded)
    except ValueRefused as refused:
        raise ReadError([Finding("LOB501", str(refused), source=", ".join(sources))]) from None
    try:
        lost = exchange.write(catalog, target, format=to, enrich=enrich, no_loss=no_loss)
    except exchange.LossRefused as refused:
        _tell_losses(refused.findings, catalog)
        stop(FINDINGS, str(refused))
    _tell_losses(lost, catalog)
    if any(one.severity is Severity.VIOLATION for one in findings):
        sys.exit(FINDINGS)


def _tell_losses(lost: tuple[Finding, ...], catalog: Catalog) -> None:
    """Each loss where there are few; where there are many, a line for each property."""
    if len(lost) <= MANY:
        tell(lost)
        return
    from lobkit.citing.losses import summary  # noqa: PLC0415 - only where something was lost

    for line in summary(lost, len(catalog.publications)):
        click.echo(f"{lost[0].source}: {line}", err=True)


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
