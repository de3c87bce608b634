"""The verb that judges vocabularies: vocab check."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import click

from lobkit import placing
from lobkit.cli.ending import FINDINGS, TROUBLE
from lobkit.cli.frame import say, tell, told
from lobkit.cli.vocab import vocab, vocabulary_format


@vocab.command("check")
@click.argument("sources", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "-p",
    "--profile",
    "profiles",
    multiple=True,
    metavar="PROFILE",
    help="Ask also what a profile asks: nl-sbb, vocpub, skohub, lobkit, or a .yaml file; can be given several times.",
)
@click.option(
    "--tier",
    "tiers",
    multiple=True,
    type=click.Choice(["integrity", "quality"]),
    help="Only this tier beside the profiles; both where it is not given.",
)
@click.option("--select", multiple=True, metavar="CODES", help="The codes that count, such as SKOS1,SKOS231; else all.")
@click.option("--ignore", multiple=True, metavar="CODES", help="The codes that do not count.")
@click.option(
    "--known",
    multiple=True,
    metavar="FILE",
    help="A vocabulary that matches lead to: one to what it does not have is told (SKOS265). lobkit's own are known.",
)
@click.option("--waivers", metavar="FILE", help="Findings that are lived with, each with a reason (TOML).")
@click.option(
    "--fix",
    multiple=True,
    metavar="CODES",
    help="Repair the faults of these checks first, in the file itself: all, or codes such as SKOS205,SKOS238.",
)
@click.option("--diff", is_flag=True, help="Show what --fix would change, as a unified diff, and change nothing.")
@click.option("--language", metavar="TAG", help="With --fix: the language of texts without language tag (SKOS207).")
@vocabulary_format
@click.option(
    "--output-format",
    type=click.Choice(["text", "json", "jsonl", "sarif", "github", "shacl"]),
    default="text",
    show_default=True,
    help="The form of the report.",
)
@click.option("--brief", is_flag=True, help="A line a finding, without statements and reasons.")
@click.option("-o", "--output", "target", default="-", metavar="TARGET", help="The report; - is standard output.")
@click.option("-q", "--quiet", is_flag=True, help="Leave out the summary.")
@told
def vocab_check(
    sources: tuple[str, ...],
    profiles: tuple[str, ...],
    tiers: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    known: tuple[str, ...],
    waivers: str | None,
    fix: tuple[str, ...],
    diff: bool,
    language: str | None,
    from_: str | None,
    output_format: str,
    brief: bool,
    target: str,
    quiet: bool,
) -> None:
    """Check SKOS vocabularies of any make: what is inconsistent, what is unwise, and what a profile asks.

    FILE is a vocabulary in any RDF form or in one of lobkit's own, a table (.csv, .xlsx), JSKOS, thema, sector, jaartal
    or soort for those that come with lobkit, or - for standard input. Integrity (SKOS1…) is what the SKOS Reference
    calls inconsistent, with all that follows from a file; quality (SKOS2…) is advice; a profile (SKOS3…) is what a
    community asks besides. Exit codes: 0 no violation, 1 violations, such as a text that is not of its format, 2 a file
    that is not there or has no form that is read.
    """
    from lobkit.validation.report import OUTPUT_FORMATS  # noqa: PLC0415 - not needed by the other verbs
    from lobkit.workbench.check import check, explained, unused  # noqa: PLC0415 - the same
    from lobkit.workbench.waivers import read_waivers  # noqa: PLC0415 - the same

    if diff or language:
        fix = fix or ("all",) if diff else fix
        if not fix:
            raise click.UsageError("--language goes with --fix")
    if fix:
        _repair(sources, _split(fix), diff, language, from_)
        if diff:
            return
    lived_with = read_waivers(waivers) if waivers else []
    report = check(
        list(sources),
        profiles=profiles,
        tiers=tiers or ("integrity", "quality"),
        select=_split(select),
        ignore=_split(ignore),
        waivers=lived_with,
        format=from_,
        known=known,
    )
    form = explained if output_format == "text" and not brief else OUTPUT_FORMATS[output_format]
    placing.write_text([form(report)], target)
    tell(one.at(waivers) for one in unused(lived_with))
    if not quiet:
        click.echo(report.summary().replace(" record", " concept"), err=True, nl=False)
    if report.unreadable:
        sys.exit(TROUBLE)
    if not report.conforms:
        sys.exit(FINDINGS)


def _repair(sources: Iterable[str], codes: list[str], diff: bool, language: str | None, form: str | None) -> None:
    from lobkit.scalars import language_tag  # noqa: PLC0415 - not needed by the other verbs
    from lobkit.workbench import skosfile  # noqa: PLC0415 - the same
    from lobkit.workbench.repairs import difference, repaired  # noqa: PLC0415 - the same
    from lobkit.workbench.source import is_own_name  # noqa: PLC0415 - the same

    lang = language_tag(language) if language else None
    for source in sources:
        if source == "-" and not diff:
            raise click.UsageError("standard input cannot be repaired in place; give a file, or --diff")
        if is_own_name(source) and not diff:
            raise click.UsageError(
                f"{source} comes with lobkit; repair a file of it, from lobkit vocab export {source}"
            )
        file = skosfile.read(source, format=form)
        made = repaired(file, codes, language=lang)
        if diff:
            say(difference(file.loaded.text, made.text, file.source or source))
        elif made.text != file.loaded.text:
            placing.write_text([made.text], source)
        for code, count in made.counts.items():
            click.echo(f"{file.source}: {code}: {count} {'to repair' if diff else 'repaired'}", err=True)
        if made.whole:
            click.echo(
                f"{file.source}: this form is written anew as a whole; its comments and order are lost", err=True
            )


def _split(choices: Iterable[str]) -> list[str]:
    return [code.strip() for choice in choices for code in choice.split(",") if code.strip()]
