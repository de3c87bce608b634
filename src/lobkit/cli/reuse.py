"""Verbs that put a vocabulary to use: vocab python."""

from __future__ import annotations

from pathlib import Path

import click

from lobkit import exchange
from lobkit.cli.frame import output, told
from lobkit.cli.vocab import vocab

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
@told
def vocab_python(source: str, target: str, scheme: str | None, name: str | None, lang: str) -> None:
    """Write a typed Python module with the concepts of any SKOS file.

    SOURCE is a file in any form that lobkit reads, or thema, sector, jaartal or soort. Where TARGET exists already, its
    members keep their names, whatever became of their labels.
    """
    from lobkit.reuse.handles import vocabulary  # noqa: PLC0415 - not needed by the other verbs
    from lobkit.reuse.module import module_of  # noqa: PLC0415 - the same

    before = exchange.text_of(target) if target != "-" and Path(target).is_file() else None
    text = module_of(vocabulary(source, scheme=scheme, name=name), lang=lang, before=before)
    exchange.write_text([text], target)
