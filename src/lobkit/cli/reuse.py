"""Verbs that put a vocabulary to use: vocab python, vocab convert."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lobkit import placing, sources
from lobkit.cli.frame import FormatName, output, tell, told
from lobkit.cli.vocab import vocab, vocabulary_format
from lobkit.registry import VOCABULARY_FORMS, by_extension

if TYPE_CHECKING:
    from lobkit.evolution.edition import Edition, Entry
    from lobkit.formats.triples import Triple
    from lobkit.reuse.handles import FileVocabulary

scheme_option = click.option("--scheme", metavar="IRI", help="The scheme, where the file holds several.")
name_option = click.option(
    "--name", metavar="CLASS", help="The name of the class, where that of the scheme does not do."
)
any_language = click.option("--lang", default="en", show_default=True, metavar="TAG", help="Language of labels.")


@vocab.command("python")
@click.argument("source")
@output
@scheme_option
@name_option
@any_language
@vocabulary_format
@told
def vocab_python(source: str, target: str, scheme: str | None, name: str | None, lang: str, from_: str | None) -> None:
    """Write a typed Python module with the concepts of any SKOS file.

    SOURCE is a file in any form that lobkit reads, - for standard input, or thema, sector, jaartal or soort. Where
    TARGET exists already, its members keep their names, whatever became of their labels.
    """
    from lobkit.evolution.source import read_with_statements  # noqa: PLC0415 - not needed by the other verbs
    from lobkit.reuse.handles import vocabulary_of  # noqa: PLC0415 - the same
    from lobkit.reuse.losses import losses_of  # noqa: PLC0415 - the same
    from lobkit.reuse.module import module_of  # noqa: PLC0415 - the same

    before = sources.text_of(target) if target != "-" and Path(target).is_file() else None
    edition, statements = read_with_statements(source, format=from_)
    found = vocabulary_of(edition, scheme=scheme, name=name)
    text = module_of(found, lang=lang, before=before)
    placing.write_text([text], target)
    tell(found.findings)
    for one in losses_of(edition, statements, "the module"):
        click.echo(f"left out: {one}", err=True)


_ENDS = {
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".jskos.json": "jskos",
    ".schema.json": "json-schema",
    ".ttl": "turtle",
    ".dot": "dot",
    ".gv": "dot",
    ".svg": "svg",
    ".html": "html",
}
_ONE_A_LANGUAGE = {
    "jskos": ("prefLabel",),
    "json-schema": ("prefLabel", "definition"),
    "dot": ("prefLabel",),
    "svg": ("prefLabel",),
    "html": ("prefLabel", "definition"),
}
"""The texts of which a form shows no more than one in a language."""

_SHAPES = ("json-schema", "shacl", "dot", "svg", "html")


@vocab.command("convert")
@click.argument("source")
@output
@click.option(
    "--to",
    type=FormatName(["turtle", "csv", "xlsx", "jskos", *_SHAPES]),
    help="The form, where TARGET does not say it by its extension.",
)
@scheme_option
@name_option
@any_language
@vocabulary_format
@told
def vocab_convert(
    source: str, target: str, to: str | None, scheme: str | None, name: str | None, lang: str, from_: str | None
) -> None:
    """Convert a vocabulary between SKOS, tables and JSKOS, or to closed lists and pictures.

    SOURCE is a SKOS file, a table (.csv, .xlsx), JSKOS, - for standard input, or thema, sector, jaartal or soort.
    json-schema and shacl are lists of the concepts for validators; dot, svg and html show the tree. What the form
    cannot say is told on standard error. JSKOS is named .jskos.json: .json alone is lobkit's own JSON, which
    convert writes of any SKOS file that its model carries, and vocab export of lobkit's own vocabularies.
    """
    from lobkit.evolution.singles import left_out  # noqa: PLC0415 - not needed by the other verbs
    from lobkit.evolution.source import read_with_statements  # noqa: PLC0415 - the same
    from lobkit.reuse.handles import vocabulary_of  # noqa: PLC0415 - the same

    form = to or next((name for end, name in _ENDS.items() if target.lower().endswith(end)), None)
    if form is None:
        raise click.UsageError(_which_form(source, target))
    edition, statements = read_with_statements(source, format=from_)
    tell(edition.findings)
    entries: Iterable[Entry] = edition.entries.values()
    if form == "xlsx":
        from lobkit.reuse.tables import to_xlsx  # noqa: PLC0415 - an extra

        if target == "-":
            raise click.UsageError("a workbook goes to a file; name it with -o")
        to_xlsx(edition, Path(target))
    elif form in _SHAPES:
        found = vocabulary_of(edition, scheme=scheme, name=name)
        placing.write_text([_drawn(found, form, lang)], target)
        entries = found.entries.values()
    else:
        placing.write_text([_writer(form)(edition)], target)
    tell(left_out(edition, _ONE_A_LANGUAGE.get(form, ()), entries))
    for one in _losses(edition, statements, form):
        click.echo(f"left out: {one}", err=True)


def _which_form(source: str, target: str) -> str:
    """What to say where the name of the target says no form of this verb."""
    from lobkit.workbench.source import is_own_name  # noqa: PLC0415 - not needed by the other verbs

    own = f"lobkit vocab export {source}" if is_own_name(source) else f"lobkit convert {source}"
    named = by_extension(target)
    if named is not None and named.name in VOCABULARY_FORMS and named.serialize and named.name not in ("csv", "json"):
        return f"{named.title} is written by '{own} -o {target}'; say with --to which form to write here"
    if not target.lower().endswith(".json"):
        return "say with --to which form to write"
    jskos = f"{target[:-5]}.jskos.json"
    return (
        f".json is lobkit's own JSON, which '{own} -o {target}' writes; "
        f"for JSKOS name the target {jskos}, or say --to jskos"
    )


def _writer(form: str) -> Callable[[Edition], str]:
    from lobkit.reuse import jskos, statements, tables  # noqa: PLC0415 - not needed by the other verbs

    if form == "turtle":
        return lambda edition: "".join(statements.turtle(statements.edition_statements(edition)))
    return tables.to_csv if form == "csv" else jskos.to_jskos


def _drawn(found: FileVocabulary, form: str, lang: str) -> str:
    from lobkit.reuse import closed  # noqa: PLC0415 - not needed by the other verbs
    from lobkit.vocabularies import picture  # noqa: PLC0415 - the same

    if form in ("json-schema", "shacl"):
        return closed.json_schema(found) if form == "json-schema" else closed.shacl(found)
    if form == "html":
        body = picture.html(found.concepts, lang, found.name)
        return f'<!doctype html>\n<meta charset="utf-8">\n{body}'
    return (picture.dot if form == "dot" else picture.svg)(found.concepts, lang, found.name)


def _losses(edition: Edition, statements: Iterable[Triple], form: str) -> list[str]:
    from lobkit.reuse.losses import losses_of  # noqa: PLC0415 - not needed by the other verbs

    if form in _SHAPES:
        return []
    titles = {"turtle": "what is converted", "csv": "a table", "xlsx": "a table", "jskos": "JSKOS"}
    return losses_of(edition, statements, titles[form], scheme=form in ("turtle", "jskos"))
