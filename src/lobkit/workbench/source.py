"""Any vocabulary in: RDF in any form, lobkit's own, JSKOS and tables; nothing is left out, and nothing is fetched."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from lobkit import exchange, sources
from lobkit.errors import Finding, ReadError
from lobkit.formats import json
from lobkit.formats.format import Place, line_and_column, refuse_characters
from lobkit.formats.rdf import has_pyoxigraph, read_triples, refuse_direction
from lobkit.formats.triples import Term, Triple, Triples
from lobkit.formats.turtle import serialize
from lobkit.model import ROOTS
from lobkit.registry import VOCABULARY_FORMS, by_extension
from lobkit.reuse.jskos import from_jskos, is_jskos
from lobkit.reuse.statements import Lines
from lobkit.reuse.tables import from_csv, from_xlsx
from lobkit.schemas.context import is_own_context
from lobkit.vocabularies import VOCABULARIES
from lobkit.workbench.statements import Statements

RDF_NAMES = {"turtle": "turtle", "ntriples": "nt", "nquads": "nq", "trig": "trig", "rdfxml": "xml", "jsonld": "jsonld"}
_OX = {"turtle": "TURTLE", "nt": "N_TRIPLES", "nq": "N_QUADS", "trig": "TRIG", "xml": "RDF_XML", "jsonld": "JSON_LD"}
TABLE, JSKOS = "table", "jskos"
"""The forms of vocabularies that are none of records."""

_EXTENSIONS = {".xml": "rdfxml", ".owl": "rdfxml", ".n3": "turtle", ".skos": "rdfxml", ".csv": "csv", ".tsv": "csv"}

Locate = Callable[[Triple], tuple[int, int] | None]


@frozen
class Loaded:
    """What a file gave.

    Args:
        statements: all of them.
        form: the name of its format.
        text: the text that was read.
        prefixes: the prefixes that it declares.
        findings: what keeps a strict reader from taking it, though it could be read.
        places: line and column of things, where the form has them and is none of RDF.
    """

    statements: Statements
    form: str
    text: str = field(repr=False)
    prefixes: dict[str, str] = field(factory=dict)
    findings: tuple[Finding, ...] = ()
    places: dict[str, tuple[int, int]] = field(factory=dict)


def load(source: str | Path, format: str | None = None) -> Loaded:
    """The statements of a vocabulary.

    Args:
        source: a path, `-` for standard input, or the name of one of lobkit's own vocabularies, which is read as it is
            exported.
        format: `jskos`, `csv` for a table, or the name of one of lobkit's formats, where the extension does not say it.

    Raises:
        ReadError: where it cannot be read, or has named graphs.
    """
    if is_own_name(source):
        return _parsed("".join(serialize(VOCABULARIES[str(source)].roots())), "turtle")
    label = "<stdin>" if str(source) == "-" else str(source)
    try:
        loaded = _read(source, format)
    except ReadError as error:
        raise error.at(label) from None
    return evolve(loaded, findings=tuple(one.at(label) for one in loaded.findings))


def _read(source: str | Path, format: str | None) -> Loaded:
    name = _plain_name(source)
    if format is None and name.endswith(".xlsx"):
        lines: Lines = {}
        return Loaded(Statements.of(from_xlsx(Path(source), lines)), TABLE, "", places=lines)
    form = _form(source, format or _by_extension(source))
    text = sources.text_of(source)
    if form == "json" and format is None and is_jskos(json.parse_tree(text)):
        form = JSKOS
    return _parsed(text, form)


def _form(source: str | Path, format: str | None) -> str:
    """The name of the form of a vocabulary."""
    if format in VOCABULARY_FORMS:
        return format
    if format is None and by_extension(source) is None:
        names = ", ".join(VOCABULARY_FORMS)
        missing = "standard input has no extension" if str(source) == "-" else "the extension does not say a format"
        raise ReadError([Finding("LOB002", f"{missing}; name that of the vocabulary: one of {names}")])
    form = exchange.format_of(source, format)
    if form.name not in VOCABULARY_FORMS:
        message = f"{form.title} holds no vocabulary; name another form, of {', '.join(VOCABULARY_FORMS)}"
        raise ReadError([Finding("LOB002", message)])
    return form.name


def _plain_name(source: str | Path) -> str:
    return str(source).lower().removesuffix(".gz")


def is_own_name(source: str | Path) -> bool:
    """Whether this names one of lobkit's own vocabularies, and no file."""
    return str(source) in VOCABULARIES and not Path(source).exists()


def loads(text: str, form: str = "turtle") -> Loaded:
    """The statements of a text in a format, by its name."""
    return _parsed(text, _form("<text>", form))


def _by_extension(source: str | Path) -> str | None:
    return _EXTENSIONS.get(Path(_plain_name(source)).suffix)


def _parsed(text: str, form: str) -> Loaded:
    if form in ("csv", JSKOS):
        return _of_rows_or_objects(text, form)
    if form not in RDF_NAMES or _is_own(text, form):
        return _own(text, form)
    refuse_characters(text)
    if not has_pyoxigraph():
        return Loaded(Statements.of(read_triples(text, RDF_NAMES[form])), form, text)
    try:
        statements, prefixes = _columns(text, RDF_NAMES[form], lenient=False)
        return Loaded(statements, form, text, prefixes)
    except ReadError as strict:
        # A stray IRI or language tag keeps nobody from seeing what else is wrong.
        try:
            statements, prefixes = _columns(text, RDF_NAMES[form], lenient=True)
        except ReadError:
            raise strict from None
        return Loaded(statements, form, text, prefixes, strict.findings)


def _of_rows_or_objects(text: str, form: str) -> Loaded:
    """The statements of a table or of JSKOS, with the place of each concept."""
    lines: Lines = {}
    if form == "csv":
        return Loaded(Statements.of(from_csv(text, "", lines)), TABLE, text, places=lines)
    statements, findings = from_jskos(json.parse_tree(text), json.locator(text), lines)
    return Loaded(Statements.of(statements), JSKOS, text, findings=tuple(findings), places=lines)


def _is_own(text: str, form: str) -> bool:
    """Whether a JSON-LD text is lobkit's own form, whose context needs no fetching."""
    if form != "jsonld":
        return False
    try:
        tree = json.parse_tree(text)
    except ReadError:
        return False
    return isinstance(tree, dict) and is_own_context(tree.get("@context"), ROOTS)


def _own(text: str, form: str) -> Loaded:
    """A vocabulary in lobkit's own forms: YAML, JSON, JSON-LD with lobkit's context."""
    parse = exchange.FORMATS[form].parse
    if parse is None:
        raise ReadError([Finding("LOB002", f"{form} can be written but not read")])
    parsed = parse(text, ROOTS).placed()
    make = Triples()
    statements = Statements.of(triple for record in parsed.records for triple in make.of(record))
    places: dict[str, tuple[int, int]] = {}
    for place, thing in parsed.made:
        iri, at = getattr(thing, "iri", None), _place(parsed.locate, place)
        if iri is not None and at is not None:
            places[str(iri)] = at
    return Loaded(statements, form, text, places=places)


def _place(locate: Callable[[Place], tuple[int, int] | None] | None, place: Place) -> tuple[int, int] | None:
    return locate(place) if locate is not None else None


def _columns(text: str, name: str, *, lenient: bool) -> tuple[Statements, dict[str, str]]:
    """The statements as pyoxigraph reads them, each term made once."""
    import pyoxigraph as ox  # noqa: PLC0415 - nothing heavy before it is needed

    numbers: dict[Any, int] = {}
    number = numbers.setdefault
    subjects, predicates, objects = array("i"), array("i"), array("i")
    default, with_graphs = ox.DefaultGraph(), name in ("nq", "trig", "jsonld")
    parser = ox.parse(
        input=text.encode("utf-8", "surrogatepass"), format=getattr(ox.RdfFormat, _OX[name]), lenient=lenient
    )
    try:
        for subject, predicate, object_, graph in parser:
            if with_graphs and graph != default:
                _refuse(graph)
            subjects.append(number(subject, len(numbers)))
            predicates.append(number(predicate, len(numbers)))
            objects.append(number(object_, len(numbers)))
    except (SyntaxError, ValueError) as problem:
        if isinstance(problem, ReadError):
            raise
        raise ReadError([_ill_formed(problem, text)]) from None
    read = list(numbers)
    numbers.clear()
    terms = list(_terms(read, ox, _spellings(text, name)))
    return Statements(terms, subjects, predicates, objects), dict(getattr(parser, "prefixes", {}))


def _refuse(graph: object) -> None:
    message = f"the statements of the named graph {graph} would lose its name; put them in the default graph"
    raise ReadError([Finding("LOB112", message)])


def _ill_formed(problem: Exception, text: str) -> Finding:
    line, column = getattr(problem, "lineno", None), getattr(problem, "offset", None)
    message = problem.msg if isinstance(problem, SyntaxError) else str(problem)
    if line is None and (at := getattr(problem, "position", None)) is not None:
        line, column = line_and_column(text, at)
    return Finding("LOB101", f"this cannot be read: {message}".rstrip(), line=line, column=column)


_TAGS = {
    "xml": re.compile(r"""xml:lang\s*=\s*["']([^"'\s]+)"""),
    "jsonld": re.compile(r'"([A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)"'),
}
_TAG = re.compile(r"""["']@([A-Za-z]+(?:-[A-Za-z0-9]+)*)""")


def _spellings(text: str, name: str) -> dict[str, str]:
    """How a file spells its language tags: the parser has them in lower case, and people write `en-GB`.

    Tags are the same in any case (RDF 1.1 Concepts, section 3.3); where a file spells one in two ways, the commoner
    stands for both.
    """
    counts: dict[str, Counter[str]] = {}
    for tag, count in Counter(found[1] for found in _TAGS.get(name, _TAG).finditer(text)).items():
        counts.setdefault(tag.lower(), Counter())[tag] += count
    return {lower: found.most_common(1)[0][0] for lower, found in counts.items() if set(found) != {lower}}


def _terms(read: list[Any], ox: Any, spellings: dict[str, str]) -> Iterator[Term]:
    """The terms that were read; each is let go when it is made anew, since there can be millions."""
    datatypes: dict[str, str] = {}
    for at, one in enumerate(read):
        read[at] = None
        if isinstance(one, ox.NamedNode):
            yield Term("iri", one.value)
        elif isinstance(one, ox.Literal):
            lang = str(one.language or "")
            if lang:
                refuse_direction(one)
                yield Term("literal", one.value, "", spellings.get(lang, lang))
            else:
                datatype = one.datatype.value
                yield Term("literal", one.value, datatypes.setdefault(datatype, datatype))
        elif isinstance(one, ox.BlankNode):
            yield Term("blank", one.value)
        else:
            raise ReadError([Finding("LOB101", f"statements about statements are not taken: {one}")])
