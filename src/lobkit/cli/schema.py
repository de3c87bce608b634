"""Verbs on what is derived from the model for other tools."""

from __future__ import annotations

from lobkit import exchange
from lobkit.cli.frame import main, output, told
from lobkit.published import SCHEMAS, Published


@main.group()
def schema() -> None:
    """What is derived from the model for other tools."""


def _schema_command(one: Published) -> None:
    @schema.command(one.name, help=f"Write the {one.name}, {one.iri}.")
    @output
    @told
    def write_schema(target: str) -> None:
        exchange.write_text([one.path.read_text("utf-8")], target)


for _one in SCHEMAS.values():
    _schema_command(_one)
