"""lobkit turns research on career guidance into linked data: typed records, vocabularies, and every form of both.

>>> import lobkit
>>> lobkit.thema.find("loopbaan-gesprek").label
'Loopbaangesprek'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lobkit.citing.apa import cite
    from lobkit.citing.asked import losses
    from lobkit.errors import Finding, LobkitError, ReadError, Severity, ValueRefused, WriteError
    from lobkit.evolution.migrate import migrate
    from lobkit.evolution.source import diff
    from lobkit.exchange import FORMATS, Loaded, from_graph, load, read, serialized, to_graph, write
    from lobkit.mappings.crosswalk import crosswalk
    from lobkit.mappings.files import read_mappings
    from lobkit.model import Catalog, Link, Organisation, Person, Publication, Recommendation, Section
    from lobkit.project import Model
    from lobkit.published import schema
    from lobkit.reuse.handles import vocabulary
    from lobkit.scalars import PartialDate
    from lobkit.skos import Collection, Concept, ConceptScheme
    from lobkit.suggesting.suggestions import suggest
    from lobkit.validation.check import validate
    from lobkit.validation.report import Report
    from lobkit.values import Iri, LangMap, LangString
    from lobkit.vocabularies import jaartal, sector, soort, thema

__all__ = [
    "FORMATS",
    "Catalog",
    "Collection",
    "Concept",
    "ConceptScheme",
    "Finding",
    "Iri",
    "LangMap",
    "LangString",
    "Link",
    "Loaded",
    "LobkitError",
    "Model",
    "Organisation",
    "PartialDate",
    "Person",
    "Publication",
    "ReadError",
    "Recommendation",
    "Report",
    "Section",
    "Severity",
    "ValueRefused",
    "WriteError",
    "cite",
    "crosswalk",
    "diff",
    "from_graph",
    "jaartal",
    "load",
    "losses",
    "migrate",
    "read",
    "read_mappings",
    "schema",
    "sector",
    "serialized",
    "soort",
    "suggest",
    "thema",
    "to_graph",
    "validate",
    "vocabulary",
    "write",
]

_ROOMS = {
    "citing.apa": "cite",
    "citing.asked": "losses",
    "errors": "Finding LobkitError ReadError Severity ValueRefused WriteError",
    "evolution.migrate": "migrate",
    "evolution.source": "diff",
    "exchange": "FORMATS Loaded from_graph load read serialized to_graph write",
    "mappings.crosswalk": "crosswalk",
    "mappings.files": "read_mappings",
    "model": "Catalog Link Organisation Person Publication Recommendation Section",
    "project": "Model",
    "published": "schema",
    "reuse.handles": "vocabulary",
    "scalars": "PartialDate",
    "skos": "Collection Concept ConceptScheme",
    "suggesting.suggestions": "suggest",
    "validation.check": "validate",
    "validation.report": "Report",
    "values": "Iri LangMap LangString",
    "vocabularies": "jaartal sector soort thema",
}
"""Where each name lives: its room is entered when somebody asks for it, so that importing lobkit takes no time."""

_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    if name in _ROOM_OF:
        found = getattr(import_module(f"lobkit.{_ROOM_OF[name]}"), name)
        globals()[name] = found
        return found
    if name == "__version__":
        return import_module("importlib.metadata").version("lobkit")
    if name == "testing":
        return import_module("lobkit.testing")
    raise AttributeError(f"module 'lobkit' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__", "testing"])
