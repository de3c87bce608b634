"""Terms in Turtle: names with prefixes, and texts that read as they stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from lobkit.formats.triples import Term, quoted
from lobkit.namespaces import BASE, NAMESPACES, XSD, Namespace

SCHEMES = tuple(Namespace(name, f"{BASE}{name}/") for name in ("sector", "thema", "jaartal", "soort", "relation"))
PREFIXES = {space.iri: space.prefix for space in (*NAMESPACES, *SCHEMES)}

# A local name that needs no escape (Turtle 1.1, section 6.5, PN_LOCAL), in ASCII.
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_\-]*[A-Za-z0-9_])?")


def name_of(iri: str) -> str:
    """An IRI in Turtle, with its prefix where it has one."""
    cut = iri.rfind("#") + 1 or iri.rfind("/") + 1
    prefix = PREFIXES.get(iri[:cut])
    if prefix is not None and _LOCAL.fullmatch(iri[cut:]):
        return f"{prefix}:{iri[cut:]}"
    return "<" + iri + ">"  # of a subclass of str, an f-string makes a copy first


iri_text = lru_cache(maxsize=4096)(name_of)
"""`name_of` for IRIs that come by again and again."""


def long_text(text: str) -> str:
    """A text between triple quotes; only what would end it, and line ends that parsers change, are escaped."""
    escaped = text.replace("\\", "\\\\") if "\\" in text else text
    if '"' in text:  # three signs are looked for many times slower than one
        escaped = escaped.replace('"""', '\\"\\"\\"')
    if "\r" in text:
        escaped = escaped.replace("\r", "\\r")
    if escaped[-1] == '"':
        escaped = escaped[:-1] + '\\"'
    return f'"""{escaped}"""'


def prefix_of(name: str) -> str:
    """The prefix of a name that has one."""
    return name[: name.index(":")]


def term_text(term: Term, name: Callable[[str], str]) -> str:
    """A term; `name` gives the name of an IRI."""
    if term.kind == "iri":
        return name(term.value)
    if term.datatype in (XSD.integer, XSD.boolean):
        return term.value  # Turtle 1.1, section 2.5.2: the bare form has this datatype
    text = text_of(term.value)
    if term.lang:
        return f"{text}@{term.lang}"
    return text if term.datatype in ("", XSD.string) else f"{text}^^{name(term.datatype)}"


def text_of(text: str) -> str:
    """A text; one of several lines as one that reads as it stands."""
    return long_text(text) if "\n" in text else quoted(text)
