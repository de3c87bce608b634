"""The registry: which formats there are, and which of them is meant."""

from __future__ import annotations

import difflib
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
from lobkit.formats.json import JSON
from lobkit.formats.json_lines import JSON_LINES
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


_ALSO = {"xml": RDFXML}
"""Names that are usual elsewhere (rdflib's), beside those of the registry."""


def _spelled(name: str) -> str:
    return name.lower().translate({ord(sign): None for sign in "-_. "})


_BY_NAME: dict[str, Format] = {}
for _one in FORMATS.values():
    for _name in (*_one.extensions, _one.title, _one.media_type):  # the last two can share; the first is meant
        _BY_NAME.setdefault(_spelled(_name), _one)
_BY_NAME |= _ALSO | {_spelled(name): one for name, one in FORMATS.items()}


def format_named(name: object) -> Format | None:
    """The format of a name: its own, its title, an extension or its media type, whatever the case and the hyphens.

    >>> [format_named(name).name for name in ("turtle", "ttl", "N-Triples", "nt", "json-ld", "yml", "text/turtle")]
    ['turtle', 'turtle', 'ntriples', 'ntriples', 'jsonld', 'yaml', 'turtle']
    """
    return _BY_NAME.get(_spelled(name)) if isinstance(name, str) else None


VOCABULARY_FORMS = (
    *("turtle", "ntriples", "nquads", "trig", "rdfxml", "jsonld"),
    *("json", "jsonl", "yaml", "csv", "jskos"),
)
"""The names of the forms in which a vocabulary is read: of RDF, lobkit's own, a table, and JSKOS."""


def no_format(name: object, kind: str, choices: Iterable[str]) -> str:
    """What is said of a name that is none of some formats.

    Args:
        name: the name.
        kind: what it is none of.
        choices: the names of the formats.
    """
    known = list(choices)
    spelled = _spelled(name) if isinstance(name, str) else ""
    near = difflib.get_close_matches(spelled, [one for one in _BY_NAME if _BY_NAME[one].name in known], n=1)
    meant = f"did you mean {_BY_NAME[near[0]].name}? Else " if near else ""
    return f"{shown(name)} is no {kind}; {meant}choose one of {', '.join(known)}"


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
    chosen = format_named(name) if name is not None else by_extension(source)
    if name is not None and chosen is None:
        raise ReadError([Finding("LOB002", no_format(name, "format", FORMATS), source=str(source))])
    if chosen is None:
        known = ", ".join(extension for one in FORMATS.values() for extension in one.extensions)
        message = f"the extension does not say a format; name one ({', '.join(FORMATS)}), or use one of {known}"
        if str(source) == "-":
            message = f"standard input has no extension; name its format (--from): one of {', '.join(FORMATS)}"
        raise ReadError([Finding("LOB002", message, source="<stdin>" if str(source) == "-" else str(source))])
    return chosen
