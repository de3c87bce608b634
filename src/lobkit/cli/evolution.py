"""Verbs on a vocabulary that lives: vocab diff, vocab migrate."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from lobkit import placing
from lobkit.cli.ending import FINDINGS
from lobkit.cli.frame import READABLE, FormatName, output, say, tell, told, with_progress
from lobkit.cli.vocab import vocab, vocabulary_format
from lobkit.errors import LobkitError
from lobkit.model import ROOTS
from lobkit.shape import is_declared

if TYPE_CHECKING:
    from lobkit.evolution.migrate import Migration

report_form = click.option(
    "--output-format",
    type=click.Choice(["text", "json", "diff"]),
    help="The form of the report; text, or diff in a dry run.",
)
report_language = click.option("--lang", default="en", show_default=True, metavar="TAG", help="Language of labels.")
record_classes = click.option(
    "--class",
    "named",
    multiple=True,
    metavar="MODULE:CLASS",
    help="What the records are, where they are none of lobkit's own; can be given several times.",
)
records_format = click.option("--format", "form", type=READABLE, help="The format of the records.")


def classes_of(named: tuple[str, ...]) -> tuple[type[Any], ...]:
    """The declared classes that are named as `module:Class`; those of lobkit where none is.

    Raises:
        LobkitError: where there is no such one.
    """
    found = []
    for name in named:
        module, _, cls = name.partition(":")
        try:
            one = getattr(import_module(module), cls)
        except (ImportError, AttributeError, ValueError) as problem:
            raise LobkitError(f"--class {name!r}: {problem}; write such as my_records:Study") from None
        if not is_declared(one):
            raise LobkitError(f"--class {name!r}: it is no declared class; write @rdf_type(…) and @frozen above it")
        found.append(one)
    return tuple(found) or ROOTS


def finish(migration: Migration, form: str | None, *, dry_run: bool) -> None:
    """Writes what a migration changes, tells it, and ends the call."""
    piped = any(str(source) == "-" for source, _ in migration.files)
    if not dry_run:
        migration.write()
    chosen = form or ("diff" if dry_run else "text")
    report = {"text": migration.text, "json": migration.json, "diff": migration.diff}[chosen]()
    if piped and not dry_run:  # the records themselves are the result of a pipe
        click.echo(report, nl=False, err=True)
    else:
        say(report)
    tell(migration.findings)
    if not migration.conforms:
        sys.exit(FINDINGS)


@vocab.command("diff")
@click.argument("old")
@click.argument("new")
@click.option(
    "--output-format",
    type=FormatName(["text", "markdown", "json", "turtle"]),
    default="text",
    show_default=True,
    help="The form of the comparison; markdown is a section for a changelog.",
)
@output
@click.option("--old-version", metavar="VERSION", help="The version of OLD, where it does not say it.")
@click.option("--new-version", metavar="VERSION", help="The version of NEW, where it does not say it.")
@click.option(
    "--treat",
    multiple=True,
    metavar="KIND=VERDICT",
    help="Judge a kind of change otherwise, such as moved=breaking; can be given several times.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["breaking", "compatible", "editorial"]),
    help="End with 1 also where the verdict is this one or worse.",
)
@report_language
@vocabulary_format
@told
def vocab_diff(
    old: str,
    new: str,
    output_format: str,
    target: str,
    old_version: str | None,
    new_version: str | None,
    treat: tuple[str, ...],
    fail_on: str | None,
    lang: str,
    from_: str | None,
) -> None:
    """Compare two versions of any SKOS vocabulary, concept by concept.

    OLD and NEW are files in any form that lobkit reads, one of them can be - for standard input; or thema, sector,
    jaartal or soort for the versions of its own that are installed. The comparison is the result; findings (an
    address removed without deprecation, a label that names another concept now, a version that was not raised, …)
    go to standard error. Exit codes: 0 clean, 1 violations or a verdict that --fail-on names, 2 a file that cannot
    be read.
    """
    from lobkit.evolution.report import FORMS  # noqa: PLC0415 - not needed by the other verbs
    from lobkit.evolution.source import diff  # noqa: PLC0415 - the same

    comparison = diff(
        old, new, old_version=old_version, new_version=new_version, treat=_pairs(treat), lang=lang, format=from_
    )
    placing.write_text([FORMS[output_format](comparison)], target)
    tell([*comparison.old.findings, *comparison.new.findings, *comparison.findings])
    order = {"editorial": 1, "compatible": 2, "breaking": 3}
    if not comparison.conforms or (fail_on is not None and comparison.verdict >= order[fail_on]):
        sys.exit(FINDINGS)


def _pairs(words: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for word in words:
        kind, sign, verdict = word.partition("=")
        if not sign:
            raise LobkitError(
                f"--treat {word!r}: write a kind and a verdict with = between them, such as moved=breaking"
            )
        found[kind.strip()] = verdict.strip()
    return found


@vocab.command("migrate")
@click.argument("records", nargs=-1, required=True, metavar="RECORDS...")
@click.option("--from", "old", required=True, metavar="OLD", help="The version that the records were made with.")
@click.option("--to", "new", required=True, metavar="NEW", help="The version that they are brought to.")
@click.option("--dry-run", is_flag=True, help="Write nothing; show what would change as a diff.")
@report_form
@records_format
@record_classes
@report_language
@told
def vocab_migrate(
    records: tuple[str, ...],
    old: str,
    new: str,
    dry_run: bool,
    output_format: str | None,
    form: str | None,
    named: tuple[str, ...],
    lang: str,
) -> None:
    """Bring records from one version of a vocabulary to the next.

    RECORDS are files, folders, or - for standard input. A concept that was replaced is rewritten in place where one
    certain concept takes its place; where it was split, or nothing takes its place, it is listed on standard error for
    a person to decide. Nothing else in a file changes, and files without retired concepts are not written. OLD and NEW
    are as for vocab diff. Exit codes: 0 all done, 1 something is left for a person, 2 a file that cannot be read or
    written.
    """
    from lobkit.evolution.migrate import migrate  # noqa: PLC0415 - not needed by the other verbs

    classes = classes_of(named)
    migration = migrate(records, old, new, format=form, classes=classes, lang=lang, each=with_progress)
    finish(migration, output_format, dry_run=dry_run)
