"""What all verbs share: their options, and how errors are told."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from lobkit import exchange, placing
from lobkit.cli.ending import FINDINGS, TROUBLE
from lobkit.errors import Finding, LeftOut, LobkitError, ReadError
from lobkit.formats.format import Parsed
from lobkit.registry import format_named, no_format
from lobkit.validation.codes import UNREADABLE

if TYPE_CHECKING:
    from lobkit.project import Model

NAMED = 10
"""So many of the records that were left out are named at the end; the others are counted."""


class FormatName(click.Choice):  # type: ignore[type-arg] # click 8.1 knows none
    """The name of a format, or another one that it is known by, such as its extension."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The name that the registry has for it."""
        if value in self.choices:
            return value
        named = format_named(value)
        if named is None or named.name not in self.choices:
            self.fail(no_format(value, "format here", self.choices), param, ctx)
        return named.name


READABLE = FormatName([one.name for one in exchange.FORMATS.values() if one.parse])
WRITABLE = FormatName([one.name for one in exchange.FORMATS.values() if one.serialize])

output = click.option(
    "-o", "--output", "target", default="-", metavar="TARGET", help="The file to write; - is standard output."
)
from_format = click.option("--from", "from_", type=READABLE, help="The format of the sources.")
lenient = click.option("--lenient", is_flag=True, help="Leave out what has no place, and tell it, instead of refusing.")
label_language = click.option(
    "--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Language of labels."
)

own_model = click.option(
    "--model", metavar="MODULE:NAME", help="A model of another project; else that of the settings, else lobkit's own."
)


def chosen_model(name: str | None, config: str | None = None) -> Model | None:
    """The model of another project that the call or the settings name; None for lobkit's own."""
    from lobkit.project import model_of  # noqa: PLC0415 - not before a verb needs it

    chosen = name_of_model(name, config)
    return model_of(chosen) if chosen is not None else None


def name_of_model(name: str | None, config: str | None = None) -> str | None:
    """Its name, as `MODULE:NAME`."""
    from lobkit.validation.settings import model_in  # noqa: PLC0415 - not before a verb needs it

    return name or model_in(Path.cwd(), file=Path(config) if config else None)


def say(text: str) -> None:
    """A result, on standard output.

    Raises:
        WriteError: where that takes no more.
    """
    placing.write_text([text], "-")


def tell(findings: Iterable[Finding]) -> None:
    """Findings about the input, on standard error."""
    for finding in findings:
        click.echo(str(finding), err=True)


def tell_all(loaded: Iterable[exchange.Loaded | Parsed]) -> None:
    """What was noticed, what was left out, and at the end which records that were altogether."""
    found = list(loaded)
    tell(one for each in found for one in each.findings)
    left_out = [one for each in found for one in each.left_out]
    for one in left_out:
        click.echo(str(one), err=True)
    gone = [one for one in left_out if one.whole]
    if gone:
        some = ", ".join(map(_named, gone[:NAMED]))
        more = f" and {len(gone) - NAMED} more" if len(gone) > NAMED else ""
        said = "1 record was left out" if len(gone) == 1 else f"{len(gone)} records were left out"
        click.echo(f"{said}: {some}{more}", err=True)


def _named(one: LeftOut) -> str:
    place = ":".join(str(part) for part in (one.source, one.line) if part is not None)
    return f"{one.record} ({place})" if one.record is not None else place


def stop(code: int, message: str) -> NoReturn:
    """Ends the call with a message on standard error."""
    click.echo(message, err=True)
    sys.exit(code)


def told(command: Callable[..., None]) -> Callable[..., None]:
    """Turns lobkit's errors into their one form and an exit code."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> None:
        try:
            command(*args, **options)
        except ReadError as error:
            _tell_refused(error.findings)
            sys.exit(TROUBLE if any(one.code in UNREADABLE for one in error.findings) else FINDINGS)
        except LobkitError as error:
            stop(TROUBLE, str(error))
        except BrokenPipeError:
            sys.exit(TROUBLE)  # the reader of our output left; nothing to tell
        except OSError as problem:
            stop(TROUBLE, f"the system refuses what this needs: {problem}")

    return run


_TYPE = re.compile(r"((@graph\[\d+\]|document \d+|line \d+)\.)?type")
"""Where a record says its type; further in it stand those of its parts."""

OF_NO_CLASS = "where these are records of a model of your own, name it: --model MODULE:NAME, or model in the settings"
_TOLD_OF_NO_CLASS = 3
"""So many records that are of no class are told where all are, which is one fault."""


def are_of_no_class(findings: Iterable[Finding]) -> bool:
    """Whether all that is wrong is that records have types which the model does not know, nor any that is near."""
    return all(
        one.code == "LOB108"
        and (_TYPE.fullmatch(one.path) or "its types are" in one.message)
        and "did you mean" not in one.message
        for one in findings
    )


def _tell_refused(findings: Sequence[Finding]) -> None:
    """All that is wrong; where a model was forgotten, that once."""
    context = click.get_current_context()
    takes_model = any(one.name == "model" for one in context.command.params)
    if not takes_model or name_of_model(context.params["model"]) is not None or not are_of_no_class(findings):
        tell(findings)
        return
    tell(findings[:_TOLD_OF_NO_CLASS])
    if (more := len(findings) - _TOLD_OF_NO_CLASS) > 0:
        click.echo(f"and so {more} more", err=True)
    click.echo(OF_NO_CLASS, err=True)


def load(sources: Sequence[str], name: str | None, base: str | None, lenient: bool) -> exchange.Loaded:
    """What sources give together, with a bar where it takes long."""
    return exchange.load_all(sources, format=name, base=base, lenient=lenient, each=with_progress)


def with_progress(files: Iterable[Path]) -> Iterator[Path]:
    """Shows a bar on a terminal where there is much to read."""
    found = list(files)
    if len(found) < 50 or not sys.stderr.isatty():
        yield from found
        return
    with click.progressbar(found, label="reading", file=sys.stderr) as bar:
        yield from bar
