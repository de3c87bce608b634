"""The files that other projects take: context, JSON Schema, SHACL shapes and ontology of lobkit's own model."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from importlib import resources
from importlib.resources.abc import Traversable

from attrs import frozen

from lobkit.errors import LobkitError, shown
from lobkit.model import ROOTS
from lobkit.namespaces import BASE
from lobkit.schemas.context import CONTEXT_IRI, context_of
from lobkit.schemas.json_schema import JSON_SCHEMA_IRI, json_schema_of

VERSION = "0.1"
"""The version of the model that the addresses carry; it is raised when a record that was valid no longer is."""


@frozen
class Published:
    """A file that is derived from the model.

    Args:
        name: as on the command line.
        file: its name in the wheel, below `lobkit/schemas/files`.
        iri: its versioned address.
        make: derives its text again.
    """

    name: str
    file: str
    iri: str
    make: Callable[[], str]

    @property
    def path(self) -> Traversable:
        """The file in the installed package."""
        return resources.files("lobkit.schemas").joinpath("files", VERSION, self.file)


def _json(tree: object) -> str:
    return json.dumps(tree, ensure_ascii=False, indent=2) + "\n"


def _shapes() -> str:
    from lobkit.schemas.shacl import shacl_of  # noqa: PLC0415 - not needed by the other files

    return shacl_of(ROOTS)


def _ontology() -> str:
    from lobkit.model.terms import ABOUT  # noqa: PLC0415 - not needed by the other files
    from lobkit.schemas.ontology import ontology_of  # noqa: PLC0415 - the same

    return ontology_of(ROOTS, ABOUT)


SCHEMAS: Mapping[str, Published] = {
    one.name: one
    for one in (
        Published("context", "lobkit.jsonld", CONTEXT_IRI, lambda: _json({"@context": context_of(ROOTS)})),
        Published("json-schema", "lobkit.schema.json", JSON_SCHEMA_IRI, lambda: _json(json_schema_of(ROOTS))),
        Published("shacl", "lobkit.shacl.ttl", f"{BASE}shapes/{VERSION}/lobkit.shacl.ttl", _shapes),
        Published("ontology", "lobkit.owl.ttl", f"{BASE}def/{VERSION}/lobkit.owl.ttl", _ontology),
    )
}
"""What is derived from the model for other tools, by name."""


def schema(name: str) -> str:
    """The text of the `context`, `json-schema`, `shacl` or `ontology` of lobkit's own model.

    Raises:
        LobkitError: for another name.
    """
    if name not in SCHEMAS:
        raise LobkitError(f"{shown(name)} is no schema; choose one of {', '.join(SCHEMAS)}")
    return SCHEMAS[name].path.read_text("utf-8")
