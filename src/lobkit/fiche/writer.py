"""Writes a record as a sheet; what the sheet has no place for stands in a closing block, so that nothing is lost."""

from __future__ import annotations

import html
import re
from typing import Any

from lobkit.compiled.trees import unstructure
from lobkit.errors import ReadError, WriteError
from lobkit.fiche.reader import CRITERIA, RECORD, parse
from lobkit.formats import yaml
from lobkit.model.publication import Publication, Section
from lobkit.shape import shape_of

_MENUS = {"sector": "Sector", "thema": "Thema", "jaartal": "Jaartal", "soortpublicatie": "Soort publicatie"}


def serialize(publication: Publication) -> str:
    """A sheet that reads back as the same publication.

    Raises:
        WriteError: should it not, which no known record does.
    """
    sheet = _sheet(publication)
    tree = unstructure(publication)
    whole = dict.fromkeys(one.key for one in shape_of(Publication).properties) | tree
    for block in (None, _difference(sheet, tree), whole):
        text = sheet if block is None else sheet + _block(block)
        if _reads_back(text, publication):
            return text
    raise WriteError(f"the sheet of {publication.title.best('nl')!r} would not read back equal; nothing was written")


def _reads_back(text: str, publication: Publication) -> bool:
    try:
        return parse(text).records == (publication,)
    except ReadError:
        return False


def _difference(sheet: str, tree: dict[str, Any]) -> dict[str, Any]:
    """What the sheet alone would say otherwise: the right value, or null where it would say too much."""
    try:
        read = unstructure(parse(sheet + _block({})).records[0])
    except ReadError:
        return tree
    wrong: dict[str, Any] = {key: None for key in read if key not in tree}
    return {key: value for key, value in tree.items() if read.get(key) != value} | wrong


def _block(tree: dict[str, Any]) -> str:
    text = yaml.serialize_tree(tree)
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"\n## {RECORD}\n\nWhat the sheet above has no place for, for programs.\n\n{fence}yaml\n{text}{fence}\n"


def _sheet(publication: Publication) -> str:
    return "\n".join(
        [
            "## Criteria",
            *_criteria(publication),
            "",
            "## ALGEMENE GEGEVENS",
            "",
            *_facts(publication),
            "",
            "## SAMENVATTING",
            "",
            *_text(publication.summary),
            "## TRANSFER",
            "",
            *_text(publication.transfer),
        ]
    )


def _criteria(publication: Publication) -> list[str]:
    """The whole menu of each criterion, with a mark before what was chosen."""
    lines: list[str] = []
    for key, (name, vocabulary) in CRITERIA.items():
        value = getattr(publication, name)
        chosen = value if isinstance(value, frozenset) else {value}
        lines += ["", f"### {_MENUS[key]}", ""]
        lines += [f"- [{'x' if one in chosen else ' '}] {one.label}" for one in vocabulary.values()]
    return lines


def _facts(publication: Publication) -> list[str]:
    names = " & ".join(agent.name for agent in publication.authors) or publication.printed_authors or ""
    year = f" ({publication.year})" if publication.year is not None else ""
    links = [publication.full_text, *publication.links]
    rows = {
        "Titel": html.escape(publication.title.best("nl"), quote=False),
        "Auteurs": html.escape(f"{names}{year}".strip(), quote=False),
        "Hyperlink volledig onderzoek": "  ".join(_link(one) for one in links if one is not None),
        "Uitgever": html.escape(publication.publisher.name, quote=False) if publication.publisher else "",
        "DOI": html.escape(publication.doi or "", quote=False),
        "ISBN": min(publication.isbns, default=""),
        "Taal": publication.language or "",
    }
    return [f"<b>{label}</b>\t{_one_line(value)}" for label, value in rows.items() if value]


def _link(one: Any) -> str:
    """The full text as its address; another link with the words around it."""
    if isinstance(one, str):
        return f'<a href="{html.escape(one)}">{html.escape(one)}</a>'
    label = html.escape(one.label or "", quote=False)
    words = f"<u>{label}</u>" if one.url is None else f'<a href="{html.escape(one.url)}">{label}</a>'
    return f"{html.escape(one.note or '', quote=False)} {words}".strip()


def _one_line(value: str) -> str:
    return re.sub(r"\s+", " ", value)


def _text(sections: tuple[Section, ...]) -> list[str]:
    """Sections under headings of the third level; parts of a lone 'Samenvatting …' beside it, as sheets print them."""
    if len(sections) == 1 and (sections[0].heading or "").lower().startswith("samenvatting") and sections[0].sections:
        sections = (Section(sections[0].heading, sections[0].body), *sections[0].sections)
    return [line for section in sections for line in _section(section, 3)]


def _section(section: Section, level: int) -> list[str]:
    lines = [] if section.heading is None else [f"{'#' * min(level, 6)} {_one_line(section.heading)}", ""]
    lines += [section.body, ""] if section.body else []
    return lines + [line for inner in section.sections for line in _section(inner, level + 1)]
