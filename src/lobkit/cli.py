"""The command line: every verb is a call of the front door, and errors are told in one form."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn

import click

from lobkit import exchange
from lobkit.errors import Finding, LobkitError, ReadError, Severity, ValueRefused
from lobkit.formats.format import Format
from lobkit.model import Catalog
from lobkit.published import SCHEMAS, Published
from lobkit.validation.codes import UNREADABLE
from lobkit.values import Iri
from lobkit.vocabularies import VOCABULARIES

FINDINGS, TROUBLE = 1, 2
"""Exit codes beside 0: the input has violations; it could not be read or written, or the call is wrong."""

_READABLE = [one.name for one in exchange.FORMATS.values() if one.parse]
_REPORTS = click.Choice(["text", "json", "jsonl", "sarif", "github", "shacl"])
_WRITABLE = [one.name for one in exchange.FORMATS.values() if one.serialize]


def _tell(findings: Iterable[Finding]) -> None:
    for finding in findings:
        click.echo(str(finding), err=True)


def _stop(code: int, message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(code)


def _told(command: Callable[..., None]) -> Callable[..., None]:
    """Turns lobkit's errors into their one form and an exit code."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> None:
        try:
            command(*args, **options)
        except ReadError as error:
            _tell(error.findings)
            sys.exit(TROUBLE if all(one.code in UNREADABLE for one in error.findings) else FINDINGS)
        except LobkitError as error:
            _stop(TROUBLE, str(error))
        except BrokenPipeError:
            sys.stderr.close()  # the reader of our output left; nothing to tell
            sys.exit(TROUBLE)

    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("lobkit"), prog_name="lobkit")
def main() -> None:
    """Research on career guidance as linked data.

    Exit codes: 0 clean, 1 violations in the input, 2 wrong call, or a file that cannot be read or written.
    For completion in bash: eval "$(_LOBKIT_COMPLETE=bash_source lobkit)"; also zsh_source and fish_source.
    """


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "-o", "--output", "target", default="-", metavar="TARGET", help="The file to write; - is standard output."
)
@click.option("--from", "from_", type=click.Choice(_READABLE), help="The format of the sources.")
@click.option("--to", type=click.Choice(_WRITABLE), help="The format of the target.")
@click.option("--base", metavar="IRI", help="The IRI under which records of fiches get names of their own.")
@click.option("--enrich", is_flag=True, help="Add creators, classes and periods, which follow from the records.")
@click.option("--lenient", is_flag=True, help="Leave out what has no place, and tell it, instead of refusing.")
@_told
def convert(
    sources: tuple[str, ...],
    target: str,
    from_: str | None,
    to: str | None,
    base: str | None,
    enrich: bool,
    lenient: bool,
) -> None:
    """Convert records between formats.

    SOURCE is a file, a folder of records, or - for standard input; several become one catalog. The extension says the
    format, also before .gz.
    """
    if base is not None:
        base = _base(base)
    if target == "-" and to is None:
        raise click.UsageError("say with --to in which format to write to standard output")
    loaded = [_load(source, from_, base, lenient) for source in sources]
    findings = [one for each in loaded for one in each.findings]
    _tell(findings)
    for one in (line for each in loaded for line in each.unplaced):
        click.echo(f"left out: {one}", err=True)
    try:
        catalog = Catalog.of(each.catalog for each in loaded)
    except ValueRefused as refused:
        raise ReadError([Finding("LOB501", str(refused), source=", ".join(sources))]) from None
    exchange.write(catalog, target, format=to, enrich=enrich)
    if any(one.severity is Severity.VIOLATION for one in findings):
        sys.exit(FINDINGS)


def _base(base: str) -> str:
    try:
        return Iri(base)
    except ValueRefused as refused:
        raise click.BadParameter(str(refused), param_hint="--base") from None


def _load(source: str, name: str | None, base: str | None, lenient: bool) -> exchange.Loaded:
    return exchange.load(source, format=name, base=base, lenient=lenient, each=_with_progress)


def _with_progress(files: Iterable[Path]) -> Iterator[Path]:
    """Shows a bar on a terminal where there is much to read."""
    found = list(files)
    if len(found) < 50 or not sys.stderr.isatty():
        yield from found
        return
    with click.progressbar(found, label="reading", file=sys.stderr) as bar:
        yield from bar


@main.command()
@click.argument("source")
@click.option("--from", "from_", type=click.Choice(_READABLE), help="The format of the source.")
@click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Language of labels.")
@click.option("--lenient", is_flag=True, help="Leave out what has no place, and tell it, instead of refusing.")
@_told
def show(source: str, from_: str | None, lang: str, lenient: bool) -> None:
    """Show records as cards that people can read."""
    from lobkit.cards import card  # noqa: PLC0415 - not needed by the other verbs

    loaded = _load(source, from_, None, lenient)
    _tell(loaded.findings)
    click.echo("\n\n".join(card(record, lang) for record in loaded.catalog.records()))


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--select", multiple=True, metavar="CODES", help="The codes that count, such as LOB3,LOB305; else all.")
@click.option("--ignore", multiple=True, metavar="CODES", help="The codes that do not count.")
@click.option(
    "--config", type=click.Path(dir_okay=False), help="The settings; else the nearest lobkit.toml or pyproject.toml."
)
@click.option("--from", "from_", type=click.Choice(_READABLE), help="The format of the sources.")
@click.option(
    "--output-format",
    type=click.Choice(["text", "json", "jsonl", "sarif", "github", "shacl"]),
    default="text",
    show_default=True,
    help="The form of the report.",
)
@click.option("-o", "--output", "target", default="-", metavar="TARGET", help="The report; - is standard output.")
@click.option("-j", "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes side by side.")
@click.option("-q", "--quiet", is_flag=True, help="Leave out the summary.")
@_told
def validate(
    sources: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    config: str | None,
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
    from lobkit.validation.check import validate as judge  # noqa: PLC0415 - not needed by the other verbs
    from lobkit.validation.report import OUTPUT_FORMATS  # noqa: PLC0415 - the same
    from lobkit.validation.settings import selection_for  # noqa: PLC0415 - the same

    selection = selection_for(Path.cwd(), _split(select), _split(ignore), file=Path(config) if config else None)
    report = judge(list(sources), selection=selection, format=from_, jobs=jobs, each=_with_progress)
    exchange.write_text([OUTPUT_FORMATS[output_format](report)], target)
    if not quiet:
        click.echo(report.summary(), err=True, nl=False)
    if report.unreadable:
        sys.exit(TROUBLE)
    if not report.conforms:
        sys.exit(FINDINGS)


def _split(choices: Iterable[str]) -> list[str]:
    return [code.strip() for choice in choices for code in choice.split(",") if code.strip()]


@main.command()
@click.option(
    "-o", "--output", "target", default="-", metavar="TARGET", help="The file to write; - is standard output."
)
@_told
def new(target: str) -> None:
    """Write a commented YAML record to fill in."""
    from lobkit.template import template  # noqa: PLC0415 - not needed by the other verbs

    if target != "-" and Path(target).exists():
        _stop(TROUBLE, f"{target}: LOB004: it exists already, and a template would overwrite it; name another file")
    exchange.write_text([template()], target)


@main.group()
def vocab() -> None:
    """The four vocabularies: thema, sector, jaartal, soort."""


@vocab.command("list")
@_told
def vocab_list() -> None:
    """List the vocabularies, with their versions and sizes."""
    for one in VOCABULARIES.values():
        title = one.scheme().title.best("en")
        click.echo(f"{one.name:8}  {one.scheme().version}  {len(one):2} concepts  {title}  {one.iri}")


_name = click.argument("name", type=click.Choice(list(VOCABULARIES)))


@vocab.command("show")
@_name
@click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Language of labels.")
@_told
def vocab_show(name: str, lang: str) -> None:
    """Show the concepts of a vocabulary with their definitions."""
    from lobkit.cards import card  # noqa: PLC0415 - not needed by the other verbs

    one = VOCABULARIES[name]
    click.echo("\n\n".join(card(root, lang) for root in one.roots()))


@vocab.command("export")
@_name
@click.option(
    "-o", "--output", "target", default="-", metavar="TARGET", help="The file to write; - is standard output."
)
@click.option("--to", type=click.Choice(_WRITABLE), help="The format; Turtle where neither this nor a file says it.")
@click.option("--mappings", is_flag=True, help="The links to other vocabularies, which are kept apart, instead.")
@_told
def vocab_export(name: str, target: str, to: str | None, mappings: bool) -> None:
    """Export a vocabulary as SKOS."""
    one = VOCABULARIES[name]
    form: Format = exchange.FORMATS[to or ("turtle" if target == "-" else exchange.format_of(target).name)]
    if form.serialize is None or not form.multiple:
        raise click.UsageError(f"{form.title} holds no vocabulary; take one of turtle, ntriples, jsonld, json, yaml")
    exchange.write_text(form.serialize(one.mappings() if mappings else one.roots()), target)


@main.group()
def schema() -> None:
    """What is derived from the model for other tools."""


def _schema_command(one: Published) -> None:
    @schema.command(one.name, help=f"Write the {one.name}, {one.iri}.")
    @click.option(
        "-o", "--output", "target", default="-", metavar="TARGET", help="The file to write; - is standard output."
    )
    @_told
    def write_schema(target: str) -> None:
        exchange.write_text([one.path.read_text("utf-8")], target)


for _one in SCHEMAS.values():
    _schema_command(_one)
