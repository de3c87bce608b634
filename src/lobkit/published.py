"""The files that other projects take: context, JSON Schema, SHACL shapes and ontology of lobkit's own model."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

from attrs import frozen

from lobkit.errors import LobkitError, shown
from lobkit.model import ROOTS
from lobkit.namespaces import BASE
from lobkit.schemas.context import context_of
from lobkit.schemas.json_schema import json_schema_of

if TYPE_CHECKING:
    from lobkit.schemas.ontology import Named

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
        """The file in the installed package, where it is derived from lobkit's own model."""
        return resources.files("lobkit.schemas").joinpath("files", VERSION, self.file)


def _json(tree: object) -> str:
    return json.dumps(tree, ensure_ascii=False, indent=2) + "\n"


def _shapes(roots: tuple[type[Any], ...], folder: str) -> str:
    from lobkit.schemas.shacl import shacl_of  # noqa: PLC0415 - not needed by the other files

    return shacl_of(roots, folder)


def _ontology(roots: tuple[type[Any], ...], about: Named) -> str:
    from lobkit.schemas.ontology import ontology_of  # noqa: PLC0415 - not needed by the other files

    return ontology_of(roots, about)


def _about() -> Named:
    from lobkit.model.terms import ABOUT  # noqa: PLC0415 - not needed by the other files

    return ABOUT


def derived(
    roots: tuple[type[Any], ...], name: str, base: str, version: str, about: Callable[[], Named]
) -> dict[str, Published]:
    """What is derived from the root classes of a model, by name, each with its versioned address under a base."""

    def at(kind: str, file: str) -> tuple[str, str]:
        return file, f"{base}{kind}/{version}/{file}"

    schema_file, schema_iri = at("schema", f"{name}.schema.json")
    return {
        one.name: one
        for one in (
            Published("context", *at("context", f"{name}.jsonld"), lambda: _json({"@context": context_of(roots)})),
            Published("json-schema", schema_file, schema_iri, lambda: _json(json_schema_of(roots, schema_iri))),
            Published("shacl", *at("shapes", f"{name}.shacl.ttl"), lambda: _shapes(roots, f"{base}shapes/{version}/")),
            Published("ontology", *at("def", f"{name}.owl.ttl"), lambda: _ontology(roots, about())),
        )
    }


SCHEMAS: Mapping[str, Published] = derived(ROOTS, "lobkit", BASE, VERSION, _about)
"""What is derived from the model for other tools, by name."""


def schema(name: str) -> str:
    """The text of the `context`, `json-schema`, `shacl` or `ontology` of lobkit's own model.

    Raises:
        LobkitError: for another name.
    """
    if not isinstance(name, str) or name not in SCHEMAS:
        raise LobkitError(f"{shown(name)} is no schema; choose one of {', '.join(SCHEMAS)}")
    return SCHEMAS[name].path.read_text("utf-8")
