"""The verb for many records: scale."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lobkit.cli.ending import FINDINGS
from lobkit.cli.frame import FormatName, name_of_model, own_model, tell, told
from lobkit.cli.verbs import main
from lobkit.partitions import Task, graph_of, sources_of
from lobkit.record_by_record import RECORD_BY_RECORD

PARTS = FormatName([one.name for one in RECORD_BY_RECORD])


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("-o", "--output", "target", required=True, metavar="FOLDER", help="The folder for the parts.")
@click.option("--to", type=PARTS, default="ntriples", show_default=True, help="The format of the parts.")
@click.option("--graph", metavar="IRI", help="The graph of all statements, in N-Quads.")
@click.option("--enrich", is_flag=True, help="Add creators, classes and periods, which follow from the records.")
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True, help="Processes on this machine.")
@click.option("--scheduler", metavar="ADDRESS", help="A running Dask scheduler to use instead.")
@click.option(
    "--partition-size",
    type=click.IntRange(1),
    default=32,
    show_default=True,
    help="Megabytes (2**20 bytes) of input for each part.",
)
@own_model
@told
def scale(
    sources: tuple[str, ...],
    target: str,
    to: str,
    graph: str | None,
    enrich: bool,
    workers: int,
    scheduler: str | None,
    partition_size: int,
    model: str | None,
) -> None:
    """Convert folders of JSON Lines on many processes or machines.

    SOURCE is a file, a folder, or a pattern such as 'in/*.jsonl'. Each partition becomes a file; in their order they
    are what one process would write. Lines that hold no record are set aside in bad.jsonl. When it was stopped, call it
    again: what is finished is not done again. Needs lobkit[scale].
    """
    from lobkit.scale import convert_all  # noqa: PLC0415 - not needed by the other verbs

    task = Task(to, enrich, graph_of(graph), name_of_model(model))
    _ = task.classes  # a model that is not there is told before work begins
    files = [file for source in sources for file in sources_of(source)]
    done = convert_all(
        files, Path(target), task, workers=workers, scheduler=scheduler, size=partition_size * 2**20
    )  # fmt: skip
    tell(done.findings)
    kept = f", {done.kept} of them finished before" if done.kept else ""
    click.echo(f"{done.records} records in {len(done.parts)} parts{kept}", err=True)
    if done.bad:
        click.echo(
            f"{done.bad} lines hold no record; they and the reasons are in {Path(target) / 'bad.jsonl'}", err=True
        )
    if done.bad or done.findings:
        sys.exit(FINDINGS)
