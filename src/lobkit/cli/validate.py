"""The verb that judges: validate."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from lobkit import placing
from lobkit.cli.ending import FINDINGS, TROUBLE
from lobkit.cli.frame import OF_NO_CLASS, are_of_no_class, chosen_model, from_format, own_model, told, with_progress
from lobkit.cli.verbs import main
from lobkit.model import ROOTS


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--select", multiple=True, metavar="CODES", help="The codes that count, such as LOB3,LOB305; else all.")
@click.option("--ignore", multiple=True, metavar="CODES", help="The codes that do not count.")
@click.option(
    "--config", type=click.Path(dir_okay=False), help="The settings; else the nearest lobkit.toml or pyproject.toml."
)
@own_model
@from_format
@click.option(
    "--output-format",
    type=click.Choice(["text", "json", "jsonl", "sarif", "github", "gitlab", "shacl"]),
    default="text",
    show_default=True,
    help="The form of the report.",
)
@click.option("-o", "--output", "target", default="-", metavar="TARGET", help="The report; - is standard output.")
@click.option("-j", "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes side by side.")
@click.option("-q", "--quiet", is_flag=True, help="Leave out the summary.")
@told
def validate(
    sources: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    config: str | None,
    model: str | None,
    from_: str | None,
    output_format: str,
    target: str,
    jobs: int,
    quiet: bool,
) -> None:
    """Validate records: their structure, their concepts, and what only people used to check.

    SOURCE is a file, a folder of records, or - for standard input. The findings are the result; a summary by rule goes
    to standard error. Exit codes: 0 no violation, 1 violations, 2 a source that cannot be read.
    """
    from lobkit.validation.check import judged  # noqa: PLC0415 - not needed by the other verbs
    from lobkit.validation.judging import Task  # noqa: PLC0415 - the same
    from lobkit.validation.report import IN_PIECES, OUTPUT_FORMATS  # noqa: PLC0415 - the same
    from lobkit.validation.settings import selection_for  # noqa: PLC0415 - the same

    selection = selection_for(Path.cwd(), _split(select), _split(ignore), file=Path(config) if config else None)
    own = chosen_model(model, config)
    classes = own.roots if own is not None else ROOTS
    task = Task(selection, from_, None, classes, datetime.date.today())
    report = judged(list(sources), task, jobs, with_progress)
    pieces = IN_PIECES.get(output_format)
    placing.write_text(pieces(report) if pieces else [OUTPUT_FORMATS[output_format](report)], target)
    if not quiet:
        click.echo(report.summary(), err=True, nl=False)
        if own is None and not report.judged and len(report) and are_of_no_class(report):
            click.echo(OF_NO_CLASS, err=True)
    if report.unreadable:
        sys.exit(TROUBLE)
    if not report.conforms:
        sys.exit(FINDINGS)


def _split(choices: Iterable[str]) -> list[str]:
    return [code.strip() for choice in choices for code in choice.split(",") if code.strip()]
