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
from lobkit.formats.triples import Triple, Triples
from lobkit.vocabularies import VOCABULARIES
from lobkit.workbench.source import Loaded, is_own_name, load
from lobkit.workbench.statements import Statements

EditionLike = str | Path | Edition
"""What names an edition: a path, the name of one of lobkit's own vocabularies, or an edition itself."""


def read_edition(
    source: EditionLike,
    *,
    version: str | None = None,
    lang: str = "en",
    mappings: bool = False,
    format: str | None = None,
) -> Edition:
    """The version of a vocabulary that a file holds.

    Args:
        source: a path, or `thema`, `sector`, `jaartal` or `soort` for lobkit's own.
        version: the version, where the file does not say it.
        lang: the language in which it is told.
        mappings: whether a file will do that describes no concept, and has mappings only.
        format: `jskos`, `csv` for a table, or the name of one of lobkit's formats, where the extension does not say it.

    Raises:
        ReadError: where the file cannot be read, or describes no concept.
    """
    edition = source if isinstance(source, Edition) else _load(source, lang, format, mappings=mappings)[0]
    return evolve(edition, version=version, dated=False) if version is not None else edition


def read_with_statements(source: str | Path, *, format: str | None = None) -> tuple[Edition, Iterable[Triple]]:
    """As `read_edition`, with the statements that it is made of, for those who tell what of them they leave out.

    Raises:
        ReadError: where the file cannot be read, or describes no concept.
    """
    edition, loaded = _load(source, "en", format)
    return edition, loaded.statements


def read_with_places(source: str | Path, *, format: str | None = None) -> tuple[Edition, Loaded]:
    """As `read_edition`, also of mappings only, with the text, for those who tell where in it something stands.

    Raises:
        ReadError: where the file cannot be read, or describes no concept and maps nothing.
    """
    return _load(source, "en", format, mappings=True)


def _load(source: str | Path, lang: str, format: str | None, *, mappings: bool = False) -> tuple[Edition, Loaded]:
    sources.refuse_no_path(source, "the path of a vocabulary, or the name of one of lobkit's own")
    if is_own_name(source):
        make = Triples()
        statements = Statements.of(triple for root in VOCABULARIES[str(source)].roots() for triple in make.of(root))
        return edition_of(statements, str(source), lang), Loaded(statements, "", "")
    label = "<stdin>" if str(source) == "-" else str(source)
    try:
        loaded = load(source, format)
        edition = edition_of(loaded.statements, "" if str(source) == "-" else str(source), lang)
    except ReadError as error:
        raise error.at(label) from None
    if not edition.entries and not (mappings and edition.linked):
        message = "no SKOS concept is described here; a vocabulary has resources of the class skos:Concept"
        raise ReadError([Finding("LOB108", message, source=label)])
    noticed = tuple(one.at(label) for one in (*loaded.findings, *nameless_in(edition, loaded)))
    named = [*edition.entries.values(), *edition.linked.values(), *edition.named.values()]
    return evolve(edition, findings=noticed, spots=spots_of(named, loaded, label)), loaded


def diff(
    old: EditionLike,
    new: EditionLike,
    *,
    old_version: str | None = None,
    new_version: str | None = None,
    treat: dict[str, str] | None = None,
    lang: str = "en",
    format: str | None = None,
) -> Comparison:
    """What changed between two versions of a vocabulary, concept by concept, and whether it breaks anyone.

    Args:
        old, new: paths, or names of lobkit's own vocabularies.
        old_version, new_version: where the files do not say them.
        treat: verdicts for kinds of change that are judged otherwise, such as `{"moved": "breaking"}`.
        lang: the language of labels in the report.
        format: the form of standard input (`-`), as for `read_edition`.

    Raises:
        ReadError: where a file cannot be read, or describes no concept.
    """
    with without_collecting():
        forms = (format if str(one) == "-" else None for one in (old, new))
        before = read_edition(old, version=old_version, lang=lang, format=next(forms))
        after = read_edition(new, version=new_version, lang=lang, format=next(forms))
        return compare(before, after, treat)
