"""Verbs on a vocabulary that lives: vocab diff, vocab migrate."""

from __future__ import annotations

import sys

import click

from lobkit import exchange
from lobkit.cli.frame import FINDINGS, output, tell, told
from lobkit.cli.vocab import vocab
from lobkit.errors import LobkitError


@vocab.command("diff")
@click.argument("old")
@click.argument("new")
@click.option(
    "--output-format",
    type=click.Choice(["text", "markdown", "json", "turtle"]),
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
) -> None:
    """Compare two versions of any SKOS vocabulary, concept by concept.

    OLD and NEW are files in any form that lobkit reads, or thema, sector, jaartal or soort for the versions of its own
    that are installed. The comparison is the result; findings (an address removed without deprecation, a label that
    names another concept now, a version that was not raised, …) go to standard error. Exit codes: 0 clean, 1 violations
    or a verdict that --fail-on names, 2 a file that cannot be read.
    """
    from lobkit.evolution.report import FORMS  # noqa: PLC0415 - not needed by the other verbs
    from lobkit.evolution.source import diff  # noqa: PLC0415 - the same

    comparison = diff(old, new, old_version=old_version, new_version=new_version, treat=_pairs(treat))
    exchange.write_text([FORMS[output_format](comparison)], target)
    tell(comparison.findings)
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
