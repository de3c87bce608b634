"""Verbs on what is derived from the model for other tools."""

from __future__ import annotations

from lobkit import placing
from lobkit.cli.frame import chosen_model, output, own_model, told
from lobkit.cli.verbs import Verbs, main
from lobkit.published import SCHEMAS, Published


@main.group(cls=Verbs, rooms={})
def schema() -> None:
    """What is derived from the model for other tools."""


def _schema_command(one: Published) -> None:
    @schema.command(one.name, help=f"Write the {one.name}; of lobkit itself it is {one.iri}.")
    @output
    @own_model
    @told
    def write_schema(target: str, model: str | None) -> None:
        own = chosen_model(model)
        text = one.path.read_text("utf-8") if own is None else own.schema(one.name)
        placing.write_text([text], target)


for _one in SCHEMAS.values():
    _schema_command(_one)
