"""The registry: which formats there are, and which of them is meant."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from lobkit.citing.bibtex import BIBTEX
from lobkit.citing.csl import CSL
from lobkit.citing.datacite import DATACITE
from lobkit.citing.ris import RIS
from lobkit.citing.schema_org import SCHEMA_ORG
from lobkit.citing.table import CSV
from lobkit.errors import Finding, ReadError, WriteError, shown
from lobkit.formats.format import Format, Parsed
from lobkit.formats.json import JSON, JSON_LINES
from lobkit.formats.jsonld import JSONLD
from lobkit.formats.nquads import NQUADS
from lobkit.formats.ntriples import NTRIPLES
from lobkit.formats.rdf import RDFXML, TRIG
from lobkit.formats.turtle import TURTLE
from lobkit.formats.yaml import YAML
from lobkit.model import Publication
from lobkit.sources import Source


def parse_fiche_text(
    text: str,
    classes: tuple[type[Any], ...],
    *,
    lenient: bool = False,
    source: str | None = None,
    base: str | None = None,
) -> Parsed:
    """What a fiche gives; `source` and `base` are what other formats have no use for."""
    from lobkit.fiche.reader import parse as parse_fiche  # noqa: PLC0415 - not before a fiche comes by

    return parse_fiche(text, source=source, base=base, lenient=lenient)


def _serialize_fiche(records: Iterable[Any], *, enrich: bool = False) -> Iterator[str]:
    publications = list(records)
    if len(publications) != 1 or not isinstance(publications[0], Publication):
        raise WriteError(f"a fiche holds one publication, not {len(publications)} records; write one file for each")
    from lobkit.fiche.writer import serialize as serialize_fiche  # noqa: PLC0415 - not before a fiche is asked for

    yield serialize_fiche(publications[0])


FICHE = Format(
    "fiche",
    "Fiche",
    "text/markdown",
    (".md", ".txt"),
    parse_fiche_text,
    _serialize_fiche,
    multiple=False,
    note="one publication a file",
    root="Publication",
)

_ALL = (JSON, JSON_LINES, YAML, JSONLD, TURTLE, NTRIPLES, NQUADS, TRIG, RDFXML, FICHE)
_CITING = (BIBTEX, RIS, CSL, SCHEMA_ORG, DATACITE, CSV)

FORMATS: Mapping[str, Format] = {one.name: one for one in (*_ALL, *_CITING)}
"""Every format by name: adding a row here adds its tests, its row in the docs and its place on the command line."""


def may_hold(form: Format | None, classes: tuple[type[Any], ...]) -> bool:
    """Whether a format is read and carries one of these classes; a sheet carries publications only."""
    if form is None or form.parse is None:
        return False
    return form.root is None or any(cls.__name__ == form.root for cls in classes)


def by_extension(source: Source) -> Format | None:
    """The format that the extension of a file says, also before `.gz`; None where it says none."""
    name = Path(source).name.lower().removesuffix(".gz")
    fitting = [(extension, one) for one in FORMATS.values() for extension in one.extensions if name.endswith(extension)]
    return max(fitting, key=lambda pair: len(pair[0]))[1] if fitting else None  # .csl.json goes before .json


def format_in(source: Source, name: str | None = None) -> Format:
    """The format of something that is read; what is not there is told before what its name may mean.

    Raises:
        ReadError: where it is not there, or its format is not known.
    """
    if str(source) != "-":
        try:
            if Path(source).is_dir():
                os.listdir(source)
            else:
                Path(source).stat()
        except (OSError, ValueError) as problem:
            reason = getattr(problem, "strerror", None) or str(problem)
            raise ReadError([Finding("LOB001", f"cannot be read: {reason}", source=str(source))]) from None
    return format_of(source, name)


def format_of(source: Source, name: str | None = None) -> Format:
    """The format that is named, or that the extension of a file says.

    Raises:
        ReadError: where neither is known.
    """
    if name is not None and not (isinstance(name, str) and name in FORMATS):
        message = f"{shown(name)} is no format; choose one of {', '.join(FORMATS)}"
        raise ReadError([Finding("LOB002", message, source=str(source))])
    chosen = FORMATS[name] if name is not None else by_extension(source)
    if chosen is None:
        known = ", ".join(extension for one in FORMATS.values() for extension in one.extensions)
        message = f"the extension does not say a format; name one ({', '.join(FORMATS)}), or use one of {known}"
        if str(source) == "-":
            message = f"standard input has no extension; name its format (--from): one of {', '.join(FORMATS)}"
        raise ReadError([Finding("LOB002", message, source="<stdin>" if str(source) == "-" else str(source))])
    return chosen
