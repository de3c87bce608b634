"""Verbs on vocabularies."""

from __future__ import annotations

import click

from lobkit import exchange, placing
from lobkit.cli.frame import WRITABLE, FormatName, label_language, output, say, told
from lobkit.cli.verbs import Verbs, main
from lobkit.formats.format import Format
from lobkit.registry import VOCABULARY_FORMS
from lobkit.vocabularies import VOCABULARIES

vocabulary_format = click.option(
    "--from", "from_", type=FormatName(VOCABULARY_FORMS), help="The form of the vocabulary, where no extension says it."
)


@main.group(
    cls=Verbs,
    rooms={
        "crosswalk": "mappings",
        "evolution": "diff migrate",
        "reuse": "convert python",
        "vocab": "export list show",
        "vocab_check": "check",
    },
)
def vocab() -> None:
    """Vocabularies: the four of lobkit (thema, sector, jaartal, soort), and SKOS files of any make."""


@vocab.command("list")
@told
def vocab_list() -> None:
    """List the vocabularies, with their versions and sizes."""
    for one in VOCABULARIES.values():
        title = one.scheme().title.best("en")
        say(f"{one.name:8}  {one.scheme().version}  {len(one):2} concepts  {title}  {one.iri}\n")


_name = click.argument("name", type=click.Choice(list(VOCABULARIES)))


@vocab.command("show")
@_name
@label_language
@told
def vocab_show(name: str, lang: str) -> None:
    """Show the concepts of a vocabulary with their definitions."""
    from lobkit.cards import card  # noqa: PLC0415 - not needed by the other verbs

    one = VOCABULARIES[name]
    say("\n\n".join(card(root, lang) for root in one.roots()) + "\n")


@vocab.command("export")
@_name
@output
@click.option("--to", type=WRITABLE, help="The format; Turtle where neither this nor a file says it.")
@click.option("--mappings", is_flag=True, help="The links to other vocabularies, which are kept apart, instead.")
@told
def vocab_export(name: str, target: str, to: str | None, mappings: bool) -> None:
    """Export a vocabulary as SKOS, in a form of lobkit's own.

    As everywhere in lobkit, .json is its own JSON (the keys of its classes), and .jsonld the same with its context.
    JSKOS, tables and pictures are written by vocab convert.
    """
    one = VOCABULARIES[name]
    form: Format = exchange.FORMATS[to or ("turtle" if target == "-" else exchange.format_of(target).name)]
    if form.serialize is None or not form.multiple:
        raise click.UsageError(f"{form.title} holds no vocabulary; take one of turtle, ntriples, jsonld, json, yaml")
    placing.write_text(form.serialize(one.mappings() if mappings else one.roots()), target)
