"""lobkit turns research on career guidance into linked data: typed records, vocabularies, and every form of both.

>>> import lobkit
>>> lobkit.thema.find("loopbaan-gesprek").label
'Loopbaangesprek'
"""

from importlib import import_module
from importlib.metadata import version as _version
from typing import TYPE_CHECKING, Any

from lobkit.errors import Finding, LobkitError, ReadError, Severity, ValueRefused, WriteError
from lobkit.exchange import FORMATS, Loaded, from_graph, load, losses, read, serialized, to_graph, write
from lobkit.model import Catalog, Link, Organisation, Person, Publication, Recommendation, Section
from lobkit.skos import Collection, Concept, ConceptScheme
from lobkit.values import Iri, LangMap, LangString, PartialDate
from lobkit.vocabularies import jaartal, sector, soort, thema

if TYPE_CHECKING:
    from lobkit.citing.apa import cite
    from lobkit.published import schema
    from lobkit.validation.check import validate
    from lobkit.validation.report import Report

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
    "from_graph",
    "jaartal",
    "load",
    "losses",
    "read",
    "schema",
    "sector",
    "serialized",
    "soort",
    "thema",
    "to_graph",
    "validate",
    "write",
]


_LATER = {
    "cite": "lobkit.citing.apa",
    "Report": "lobkit.validation.report",
    "validate": "lobkit.validation.check",
    "schema": "lobkit.published",
}
"""Names whose rooms are entered when somebody asks for them."""


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(import_module(_LATER[name]), name)
    if name == "__version__":
        return _version("lobkit")
    if name == "testing":
        return import_module("lobkit.testing")
    raise AttributeError(f"module 'lobkit' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__", "testing"])
