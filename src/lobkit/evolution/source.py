"""Where an edition comes from: a file, or one of lobkit's own vocabularies by its name."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from attrs import evolve

from lobkit import sources
from lobkit.compiled.texts import without_collecting
from lobkit.errors import Finding, ReadError
from lobkit.evolution.changes import Comparison
from lobkit.evolution.compare import compare
from lobkit.evolution.edition import Edition
from lobkit.evolution.entries import edition_of
from lobkit.evolution.nameless import nameless_in
from lobkit.evolution.singles import spots_of
from lobkit.formats import json
from lobkit.formats.triples import Triple, Triples
from lobkit.reuse.jskos import from_jskos, is_jskos
from lobkit.reuse.tables import Lines, from_csv, from_xlsx
from lobkit.vocabularies import VOCABULARIES
from lobkit.workbench.source import Loaded, is_own_name, load
from lobkit.workbench.statements import Statements

EditionLike = str | Path | Edition
"""What names an edition: a path, the name of one of lobkit's own vocabularies, or an edition itself."""


def read_edition(
    source: EditionLike, *, version: str | None = None, lang: str = "en", mappings: bool = False
) -> Edition:
    """The version of a vocabulary that a file holds.

    Args:
        source: a path, or `thema`, `sector`, `jaartal` or `soort` for lobkit's own.
        version: the version, where the file does not say it.
        lang: the language in which it is told.
        mappings: whether a file will do that describes no concept, and has mappings only.

    Raises:
        ReadError: where the file cannot be read, or describes no concept.
    """
    edition = source if isinstance(source, Edition) else _load(source, lang, mappings)[0]
    return evolve(edition, version=version, dated=False) if version is not None else edition


def read_with_statements(source: str | Path) -> tuple[Edition, Iterable[Triple]]:
    """As `read_edition`, with the statements that it is made of, for those who tell what of them they leave out.

    Raises:
        ReadError: where the file cannot be read, or describes no concept.
    """
    return _load(source, "en", mappings=False)


def _load(source: str | Path, lang: str, mappings: bool) -> tuple[Edition, Iterable[Triple]]:
    sources.refuse_no_path(source, "the path of a vocabulary, or the name of one of lobkit's own")
    if is_own_name(source):
        make = Triples()
        statements = [triple for root in VOCABULARIES[str(source)].roots() for triple in make.of(root)]
        return edition_of(statements, str(source), lang), statements
    label = "<stdin>" if str(source) == "-" else str(source)
    try:
        loaded = _read(source)
        edition = edition_of(loaded.statements, "" if str(source) == "-" else str(source), lang)
    except ReadError as error:
        raise error.at(label) from None
    if not edition.entries and not (mappings and edition.linked):
        message = "no SKOS concept is described here; a vocabulary has resources of the class skos:Concept"
        raise ReadError([Finding("LOB108", message, source=label)])
    noticed = tuple(one.at(label) for one in (*loaded.findings, *nameless_in(edition, loaded)))
    spots = spots_of(edition.entries.values(), loaded, label)
    return evolve(edition, findings=noticed, spots=spots), loaded.statements


def _read(source: str | Path) -> Loaded:
    """The statements of a vocabulary in RDF, in one of lobkit's own forms, as JSKOS, or as a table."""
    name = str(source).lower().removesuffix(".gz")
    if name.endswith((".xlsx", ".csv", ".tsv")):
        lines: Lines = {}
        is_text = not name.endswith(".xlsx")
        text = sources.text_of(source) if is_text else ""
        rows = from_csv(text, str(source), lines) if is_text else from_xlsx(Path(source), lines)
        return Loaded(Statements.of(rows), "table", text, places=lines)
    if name.endswith(".json") and is_jskos(tree := json.parse_tree(text := sources.text_of(source))):
        statements, findings = from_jskos(tree)
        return Loaded(Statements.of(statements), "jskos", text, findings=tuple(findings))
    return load(source)


def diff(
    old: EditionLike,
    new: EditionLike,
    *,
    old_version: str | None = None,
    new_version: str | None = None,
    treat: dict[str, str] | None = None,
    lang: str = "en",
) -> Comparison:
    """What changed between two versions of a vocabulary, concept by concept, and whether it breaks anyone.

    Args:
        old, new: paths, or names of lobkit's own vocabularies.
        old_version, new_version: where the files do not say them.
        treat: verdicts for kinds of change that are judged otherwise, such as `{"moved": "breaking"}`.
        lang: the language of labels in the report.

    Raises:
        ReadError: where a file cannot be read, or describes no concept.
    """
    with without_collecting():
        before = read_edition(old, version=old_version, lang=lang)
        return compare(before, read_edition(new, version=new_version, lang=lang), treat)
