"""SPARQL over records, in a store in memory that holds what the RDF writers write."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from lobkit.datatypes import BOOLEAN, DATE, DECIMAL, INTEGER, YEAR
from lobkit.errors import LobkitError, ValueRefused
from lobkit.formats import ntriples
from lobkit.namespaces import BASE, NAMESPACES, XSD
from lobkit.values import Iri

Answer = bool | list[dict[str, Any]] | list[tuple[Any, Any, Any]]
"""True or false for ASK, a dict a row for SELECT, triples for CONSTRUCT and DESCRIBE."""

PREFIXES = {one.prefix: one.iri for one in NAMESPACES} | {
    name: f"{BASE}{name}/" for name in ("thema", "sector", "jaartal", "soort")
}
"""What every query may use without declaring it."""


class QueryRefused(LobkitError, ValueError):
    """A query that is no SPARQL, or asks for what is not here."""


def store_of(things: Iterable[Any]) -> Any:
    """A store of the statements of some things, with what follows from them.

    Raises:
        LobkitError: where pyoxigraph is not to be had, as in the browser.
    """
    try:
        import pyoxigraph as ox  # noqa: PLC0415 - only where SPARQL is asked
    except ImportError:
        raise LobkitError("SPARQL needs pyoxigraph, which is not here; ask lobkit.to_graph(catalog) instead") from None
    store = ox.Store()
    text = "".join(ntriples.serialize(things, enrich=True))
    store.bulk_load(input=text.encode("utf-8"), format=ox.RdfFormat.N_TRIPLES)
    return store


def ask(store: Any, query: str) -> Answer:
    """The answer of a store to a query.

    IRIs come as `Iri`, numbers, dates and truth values as Python's, other literals as text, what is unbound as None.

    Raises:
        QueryRefused: where the query is ill-formed, or names a SERVICE: nothing is fetched.
    """
    import pyoxigraph as ox  # noqa: PLC0415 - only where SPARQL is asked

    if any(_SERVICE.search(_OPAQUE.sub(" ", form)) for form in (query, _unescaped(query))):
        raise QueryRefused("the query names a SERVICE, and lobkit never opens a connection; load what it holds instead")
    try:
        found = store.query(query, prefixes=PREFIXES)
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        if isinstance(found, ox.QueryTriples):
            return [(_value(one.subject), _value(one.predicate), _value(one.object)) for one in found]
        names = [variable.value for variable in found.variables]
        return [{name: _value(row[name]) for name in names} for row in found]
    except (SyntaxError, OSError, ValueError, RuntimeError) as problem:
        said = problem.msg if isinstance(problem, SyntaxError) else str(problem)
        if unknown := _unknown_prefixes(_unescaped(query)):
            which = f"the prefix {unknown[0]} is" if len(unknown) == 1 else f"the prefixes {', '.join(unknown)} are"
            known = ", ".join(PREFIXES)
            said = f"{which} not declared; write PREFIX {unknown[0]} <…> above it, or use one of {known}"
        raise QueryRefused(f"the query cannot be answered: {said}") from None


# The store would ask another server. Strings, IRIs, comments, names and variables may hold the word (SPARQL 1.1, 19).
_SERVICE = re.compile(r"\bSERVICE\b", re.IGNORECASE)
_TEXTS = (
    r"""\"\"\"(?:[^"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'"""
    r"""|<[^<>"{}|^`\\\s]*>|\#[^\n\r]*|[?$]\w+|@\w+"""
)
_OPAQUE = re.compile(rf"{_TEXTS}|\w*:[\w.:%-]+", re.DOTALL)


def _unknown_prefixes(query: str) -> list[str]:
    """The prefixes of a query, each with its colon, that neither it nor lobkit declares."""
    names = re.sub(_TEXTS, " ", query, flags=re.DOTALL)
    declared = {f"{name}:" for name in PREFIXES} | set(re.findall(r"\bPREFIX\s+([\w.-]*:)", names, re.IGNORECASE))
    used = re.findall(r"(?<![\w:.%\\-])(?:[^\W\d_][\w.-]*)?:", names)
    return [one for one in dict.fromkeys(used) if one not in declared]


def _unescaped(query: str) -> str:
    r"""A query with `\u0053` and its like written out, which can stand anywhere (SPARQL 1.1, 19.2)."""
    escapes = r"\\u([0-9A-Fa-f]{4})|\\U(00[0-9A-Fa-f]{6})"
    return re.sub(escapes, lambda found: chr(min(int(found[1] or found[2], 16), 0x10FFFF)), query)


_PYTHON = {iri: one for one in (INTEGER, DECIMAL, BOOLEAN, DATE, YEAR) for iri in one.iris}


def _value(term: Any) -> Any:
    import pyoxigraph as ox  # noqa: PLC0415 - only where SPARQL is asked

    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    if isinstance(term, ox.Literal):
        datatype = _PYTHON.get(term.datatype.value)
        # A computed number can be a double; what no row of the table of datatypes knows stays as it is written.
        if term.datatype.value in (XSD.double, XSD.float):
            return float(term.value)
        try:
            return term.value if datatype is None else datatype.parse(term.value)
        except ValueRefused:
            return term.value
    return None if term is None else str(term)
