"""Verbs on mappings between vocabularies: crosswalk, vocab mappings."""

from __future__ import annotations

from collections.abc import Sequence

import click

from lobkit import placing
from lobkit.cli.evolution import classes_of, finish, record_classes
from lobkit.cli.frame import READABLE, FormatName, output, tell, told, with_progress
from lobkit.cli.verbs import main
from lobkit.cli.vocab import vocab, vocabulary_format

known_option = click.option(
    "--known",
    multiple=True,
    metavar="FILE",
    help="A SKOS file of a vocabulary that is mapped: what it does not have is told. lobkit's own are known.",
)
_MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch", "mappingRelation")


@main.command()
@click.argument("records", nargs=-1, required=True, metavar="RECORDS...")
@click.option("--mappings", "source", required=True, metavar="FILE", help="SSSOM/TSV, or any SKOS file.")
@known_option
@click.option("--match", "matches", multiple=True, type=click.Choice(_MATCHES), help="The kinds that count; else all.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), help="The lowest confidence that counts.")
@click.option(
    "--to",
    "form",
    type=FormatName(["csv", "json", "turtle"]),
    default="csv",
    show_default=True,
    help="The form of the crosswalk.",
)
@click.option("--rewrite", is_flag=True, help="Write the concepts of the other vocabulary into the records instead.")
@click.option("--dry-run", is_flag=True, help="With --rewrite: write nothing; show what would change as a diff.")
@output
@click.option("--format", "records_form", type=READABLE, help="The format of the records.")
@record_classes
@told
def crosswalk(
    records: tuple[str, ...],
    source: str,
    known: tuple[str, ...],
    matches: tuple[str, ...],
    min_confidence: float | None,
    form: str,
    rewrite: bool,
    dry_run: bool,
    target: str,
    records_form: str | None,
    named: tuple[str, ...],
) -> None:
    """Cross records over to another vocabulary by a set of mappings.

    The result is a line for each concept in RECORDS and each concept that it is mapped to, with the kind of match and
    its confidence. With --rewrite, a concept with one certain exact match (of confidence 0.9 or higher, or none stated)
    is rewritten in place, and the others are listed for a person, as by vocab migrate; the records are then those of a
    class that takes the other vocabulary, which lobkit's own do not. FILE can also be thema, sector,
    jaartal or soort for the mappings of lobkit's own vocabularies.
    """
    from lobkit.mappings.crosswalk import CERTAIN, MATCHES, cross_over, not_taken  # noqa: PLC0415 - not needed by other verbs
    from lobkit.mappings.crosswalk import crosswalk as cross  # noqa: PLC0415 - the same
    from lobkit.mappings.files import load_mappings  # noqa: PLC0415 - the same

    if dry_run and not rewrite:
        raise click.UsageError("--dry-run goes with --rewrite; a crosswalk changes no record")
    classes = classes_of(named)
    loaded = load_mappings(source, known=known)
    tell(loaded.findings)
    if rewrite:
        least = CERTAIN if min_confidence is None else min_confidence
        made = cross_over(
            records, loaded.mappings, least=least, format=records_form, classes=classes, each=with_progress
        )
        _tell_not_taken(not_taken(made, records_form, classes))
        finish(made, None, dry_run=dry_run)
        return
    found = cross(
        records,
        loaded.mappings,
        matches=matches or MATCHES,
        least=min_confidence or 0.0,
        format=records_form,
        classes=classes,
        each=with_progress,
    )
    placing.write_text([{"csv": found.csv, "json": found.json, "turtle": found.turtle}[form]()], target)
    for iri in found.unmapped:
        click.echo(f"{source}: <{iri}> is mapped to nothing", err=True)


def _tell_not_taken(concepts: Sequence[str]) -> None:
    """Says before it is done that the records will be those of another model."""
    if concepts:
        others = f" and {len(concepts) - 1} more" if len(concepts) > 1 else ""
        advice = "the records then need a class of your own that takes that vocabulary"
        click.echo(f"the classes of these records do not take <{concepts[0]}>{others} (LOB204); {advice}", err=True)


@vocab.command("mappings")
@click.argument("source")
@output
@known_option
@click.option("--to", type=FormatName(["sssom", "turtle"]), help="The form; SSSOM/TSV, or Turtle out of SSSOM/TSV.")
@vocabulary_format
@told
def vocab_mappings(source: str, target: str, known: tuple[str, ...], to: str | None, from_: str | None) -> None:
    """Write the mappings of a vocabulary as SSSOM/TSV, or those of an SSSOM/TSV file as SKOS.

    SOURCE is a SKOS file, an SSSOM/TSV file, - for a vocabulary on standard input, or thema, sector, jaartal or
    soort. What SKOS cannot say of a mapping, such as its confidence, is told on standard error.
    """
    from lobkit.mappings.files import load_mappings, to_skos  # noqa: PLC0415 - not needed by the other verbs
    from lobkit.mappings.sssom import serialize  # noqa: PLC0415 - the same

    loaded = load_mappings(source, known=known, format=from_)
    tell(loaded.findings)
    is_table = source.removesuffix(".gz").lower().endswith(".tsv")
    if (to or ("turtle" if is_table or target.endswith(".ttl") else "sssom")) == "sssom":
        placing.write_text(serialize(loaded.mappings), target)
        tell(loaded.doubled)
        for one in loaded.losses:
            click.echo(f"left out: {one}", err=True)
        return
    text, losses = to_skos(loaded.mappings)
    placing.write_text([text], target)
    for one in losses:
        click.echo(f"left out: {one}", err=True)
