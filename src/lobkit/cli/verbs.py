"""Which verbs there are, and the room of each, which is entered when somebody calls the verb."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from importlib import import_module
from typing import Any

import click

from lobkit.cli.ending import end_of, reader_may_leave


class Verbs(click.Group):
    """A group of verbs.

    Args:
        rooms: the modules of `lobkit.cli`, each with the verbs that it enters into this group when it is imported.
    """

    def __init__(self, *args: Any, rooms: Mapping[str, str], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.room_of = {verb: f"lobkit.cli.{room}" for room, verbs in rooms.items() for verb in verbs.split()}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all verbs, entered or not."""
        return sorted({*self.room_of, *self.commands})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of a name; its room is entered for it."""
        if cmd_name not in self.commands and cmd_name in self.room_of:
            import_module(self.room_of[cmd_name])
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Tells each verb in a whole sentence, which click would cut to what fits on a line."""
        verbs = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, verb.get_short_help_str(1000)) for name, verb in verbs if verb is not None])

    def make_context(self, *args: Any, **settings: Any) -> click.Context:
        """Reads a call, which may ask for help."""
        with reader_may_leave():
            return super().make_context(*args, **settings)

    def invoke(self, ctx: click.Context) -> Any:
        """Makes a call of a verb, which may ask for help."""
        with reader_may_leave():
            return super().invoke(ctx)

    def main(self, *args: Any, standalone_mode: bool = True, **settings: Any) -> Any:
        """Makes a call, and ends the process, unless whoever calls does that."""
        call = partial(super().main, *args, standalone_mode=False, **settings)
        return end_of(call) if standalone_mode else call()


@click.group(
    cls=Verbs,
    rooms={
        "crosswalk": "crosswalk",
        "find": "facets search",
        "records": "convert new show",
        "scale": "scale",
        "schema": "schema",
        "suggest": "suggest",
        "validate": "validate",
        "vocab": "vocab",
    },
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="lobkit", prog_name="lobkit")
def main() -> None:
    """Research on career guidance as linked data.

    Exit codes: 0 clean, 1 violations in the input, 2 wrong call, or a file that cannot be read or written.
    For completion in bash: eval "$(_LOBKIT_COMPLETE=bash_source lobkit)"; also zsh_source and fish_source.
    """
