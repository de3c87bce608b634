"""Reads a sheet: whatever the text, the result is a record with findings, or the one read error."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from attrs import define, field

from lobkit.agent import Organisation
from lobkit.compiled.trees import unstructure
from lobkit.errors import Finding, ReadError, Severity, ValueRefused, shown
from lobkit.fiche.authors import parse_authors
from lobkit.fiche.outline import Line, Part, outline
from lobkit.formats import yaml
from lobkit.formats.format import Parsed, refuse_characters
from lobkit.formats.tree import structure
from lobkit.model.identifiers import DOI, ISBN
from lobkit.model.publication import Link, Provenance, Publication, Section
from lobkit.model.recommendation import Recommendation
from lobkit.scalars import language_tag
from lobkit.values import Address, Iri, LangMap
from lobkit.vocabularies import UnknownConcept, Vocabulary, folded, jaartal, sector, soort, thema

RECORD = "RECORD"
"""The heading of the block that carries what a sheet has no place for."""

CRITERIA: dict[str, tuple[str, Vocabulary[Any, Any]]] = {
    "sector": ("sectors", sector),
    "thema": ("themas", thema),
    "jaartal": ("jaartal", jaartal),
    "soortpublicatie": ("soort", soort),
}
_ZONES = {"criteria": "criteria", "algemenegegevens": "facts", "samenvatting": "summary", "transfer": "transfer"}
_MARKED = re.compile(r"☒|☑|✓|✔|✗|■|\[[xX]\]|\*\*[^*]+\*\*|<b>.*?</b>|__[^_]+__")
_MARKS = re.compile(r"[☒☑☐□✓✔✗■]|\[[ xX]\]|\*\*|__|</?b>|</?strong>")
_BLOCK = re.compile(r"(?ms)^## RECORD\n(?:(?!^## RECORD$).)*?^(?P<fence>`{3,})yaml\n(?P<yaml>.*?)^(?P=fence)\s*\Z")


def parse(text: str, source: str | None = None, base: str | None = None, lenient: bool = False) -> Parsed:
    """The publication of a sheet, with findings about what the sheet does not say.

    Args:
        text: Markdown or plain text.
        source: the name of the file, for findings.
        base: the IRI under which the record gets a name, made from its title; else it has none.
        lenient: findings are the same; it is taken so that all readers are called alike.

    Raises:
        ReadError: where there is no title, or the text is none; nothing else is raised.
    """
    try:
        return _parse(text, base)
    except ReadError as error:
        raise error.at(source) from None


def _parse(text: str, base: str | None) -> Parsed:
    refuse_characters(text)
    block = _record_block(text)
    sheet = _Sheet()
    parts, joined = outline(text if block is None else text[: block[0]])
    sheet.findings += joined
    _place_parts(sheet, parts)
    if block is None:
        publication = sheet.publication(base)
        return Parsed((publication,), tuple(sorted(sheet.findings, key=lambda one: one.line or 0)))
    publication = sheet.publication(None, needs_title=False)
    tree = unstructure(publication)
    if publication.title is _NO_TITLE:
        del tree["title"]
    tree |= block[1]
    return Parsed((_from_block({key: value for key, value in tree.items() if value is not None}, block[2]),))


def _record_block(text: str) -> tuple[int, dict[str, Any], int] | None:
    """Where the closing block begins, the tree in it, and its line; a sheet from elsewhere has none."""
    start = text.rfind("\n## RECORD\n") + 1
    match = _BLOCK.match(text, start) if start else None
    if match is None:
        return None
    line = text.count("\n", 0, match.start("yaml"))
    try:
        tree = yaml.parse_tree(match["yaml"]) if match["yaml"].strip() else {}
    except ReadError as error:
        raise ReadError(_moved(one, line) for one in error.findings) from None
    if not isinstance(tree, dict):
        raise ReadError([Finding("LOB104", f"expected keys in the block, not {shown(tree)}", line=line + 1, column=1)])
    return start, tree, line


def _moved(one: Finding, lines: int) -> Finding:
    return Finding(one.code, one.message, one.path, one.severity, one.source, (one.line or 1) + lines, one.column or 1)


def _from_block(tree: dict[str, Any], line: int) -> Publication:
    try:
        publication: Publication = structure(tree, (Publication,))
    except ReadError as error:
        raise ReadError(_moved(one, line) for one in error.findings) from None
    return publication


def _place_parts(sheet: _Sheet, parts: list[Part]) -> None:
    """Hands each part of the text to the place in the record that its heading names."""
    zone, zones = "", {"summary": list[Part](), "transfer": list[Part]()}
    for part in parts:
        name = _ZONES.get(folded(part.heading))
        if name is not None and part.level <= 2:
            zone = name
            if zone in zones:
                zones[zone].append(Part(0, "", part.line, part.lines))
            elif zone == "facts":
                sheet.facts(part.lines)
            else:
                sheet.keep(part.lines)
        elif zone == "criteria" and part.level > 2:
            sheet.criterion(part)
        elif zone in zones and part.level > 2:
            zones[zone].append(part)
        else:
            zone = "" if part.level else zone
            heading = [Line(part.line, f"{'#' * part.level} {part.heading}")] if part.level else []
            sheet.keep([*heading, *part.lines])
    for name, found in zones.items():
        sheet.values[name] = _sections(found)
        sheet.recommend(found)


@define
class _Sheet:
    """What has been read so far."""

    values: dict[str, Any] = field(factory=dict)
    findings: list[Finding] = field(factory=list)
    remainder: list[str] = field(factory=list)
    links: list[Link] = field(factory=list)
    stated: Any = None

    def find(self, code: str, line: int, message: str, path: str = "", severity: Severity = Severity.WARNING) -> None:
        self.findings.append(Finding(code, message, path, severity, None, line, 1))

    def keep(self, lines: list[Line], why: str = "has no place in a record and is kept to the letter") -> None:
        """Keeps lines that nothing else takes."""
        for line in lines:
            if line.text.strip():
                self.remainder.append(line.text)
                self.find("LOB403", line.line if isinstance(line, Part) else line.number, f"{shown(line.text)} {why}",
                          "provenance.remainder", Severity.INFO)  # fmt: skip

    def criterion(self, part: Part) -> None:
        """The options of a criterion: those with a mark count; a menu without any says nothing."""
        if folded(part.heading) not in CRITERIA:
            self.keep([Line(part.line, f"### {part.heading}"), *part.lines])
            return
        name, vocabulary = CRITERIA[folded(part.heading)]
        lines = [line for line in part.lines if line.text.strip()]
        chosen = [one for line in lines if _MARKED.search(line.text) for one in self._option(line, vocabulary, name)]
        unmarked = [line for line in lines if not re.search(r"☐|□|\[ \]", line.text)]
        if lines and not chosen and len(unmarked) == len(lines):
            self.find(
                "LOB402",
                part.line,
                f"the menu '{part.heading}' came without marks, so nothing was chosen; fill in '{name}' by hand",
                name,
            )
        self._choose(name, chosen, part.line)

    def _option(self, line: Line, vocabulary: Vocabulary[Any, Any], name: str) -> list[Any]:
        label = html.unescape(_MARKS.sub("", re.sub(r"^\s*[-*+•]\s+", "", line.text))).strip()
        try:
            return [vocabulary.find(label)]
        except UnknownConcept as unknown:
            self.find("LOB204", line.number, str(unknown), name)
            self.remainder.append(line.text)
            return []

    def _choose(self, name: str, chosen: list[Any], line: int) -> None:
        if name in ("sectors", "themas"):
            self.values[name] = frozenset(chosen)
        elif len(set(chosen)) > 1:
            labels = ", ".join(one.label for one in chosen)
            self.find("LOB105", line, f"several options are marked where one is asked for: {labels}", name)
            self.remainder += [f"{name}: {one.label}" for one in chosen]
        elif chosen and name == "soort":
            self.values[name] = chosen[0]
        elif chosen:
            self.stated = (chosen[0], line)

    def facts(self, lines: list[Line]) -> None:
        """The rows of general facts; a line without a label goes on with the row before it."""
        rows: list[tuple[str, str, Line]] = []
        for line in lines:
            row = _row(line.text)
            if row is not None:
                rows.append((*row, line))
            elif line.text.strip() and rows:
                label, value, first = rows[-1]
                rows[-1] = (label, f"{value}\n{line.text.strip()}", first)
            else:
                self.keep([line])
        for label, value, line in rows:
            take = _FACTS.get(folded(label)) or (_hyperlink if _LINKS.search(folded(label)) else None)
            if take is None or not value.strip() or not take(self, value.strip(), line):
                self.keep([line, *(Line(line.number, more) for more in value.split("\n")[1:])])

    def recommend(self, parts: list[Part]) -> None:
        """Recommendations that a section lists under a heading that says so; none is made up from a mere reference."""
        found = list(self.values.get("recommendations", ()))
        for part in parts:
            if match := re.match(
                r"(?i)(?:\d+[.)]?\s*)?(?:aanbevelingen|recommendations)\b(?:\s+(?:voor|for)\s+(.+))?", part.heading
            ):
                audiences = frozenset([match[1].strip()] if match[1] else [])
                found += [
                    Recommendation(LangMap(nl=item), audiences=audiences, locator=part.heading) for item in _items(part)
                ]
        self.values["recommendations"] = tuple(found)

    def publication(self, base: str | None, *, needs_title: bool = True) -> Publication:
        """The record of all that was read.

        Raises:
            ReadError: where there is no title.
        """
        if "title" not in self.values:
            if needs_title:
                message = "no title was found; a sheet has a row 'Titel' under 'ALGEMENE GEGEVENS'"
                raise ReadError([Finding("LOB401", message, "title", line=1, column=1)])
            self.values["title"] = _NO_TITLE
        self._check_period()
        if self.remainder:
            self.values["provenance"] = Provenance(remainder=tuple(self.remainder))
        if base is not None:
            self.values["iri"] = Iri(base + slug(self.values["title"]["nl"]))
        return Publication(**self.values, links=tuple(self.links))

    def _check_period(self) -> None:
        if self.stated is None:
            return
        period, line = self.stated
        year = self.values.get("year")
        if year is None:
            self.remainder.append(f"jaartal: {period.label}")
            self.find("LOB302", line, f"the period {period.label!r} is marked, but no year is printed", "year")
        elif jaartal.for_year(year) != period:
            self.find("LOB302", line, f"the period {period.label!r} is marked, but the year is {year}", "year")


_NO_TITLE = LangMap(nl="?")
"""Stands for the title until the rest of the sheet, which has it, is laid over what was read."""

_ADVICE = re.compile(r"(?i)(?:\d+[.)]?\s*)?(?:aanbevelingen|recommendations)\b(?:\s+(?:voor|for)\s+(.+))?")


def slug(title: str) -> str:
    """A title as the last part of an IRI: small ASCII letters, digits and hyphens.

    >>> slug("Professionaliteit van loopbaanbegeleiding")
    'professionaliteit-van-loopbaanbegeleiding'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "record"


_ROWS = (
    re.compile(r"\s*(?:<b>|<strong>|\*\*|__)\s*([^<*_]{1,60}?)\s*:?\s*(?:</b>|</strong>|\*\*|__)\s*:?\s*(.*)"),
    re.compile(r"\s*\|\s*\**([^|*]{1,60}?)\**\s*\|\s*(.*?)\s*\|?\s*"),
    re.compile(r"\s*([A-Z][^:\t<|]{1,40}?)\s*\t\s*(.*)"),
    re.compile(r"\s*([A-Z][^:\t<|/]{1,40}?)\s*:\s+(.*)"),
)


def _row(text: str) -> tuple[str, str] | None:
    for form in _ROWS:
        if match := form.fullmatch(text):
            return match[1].strip(), match[2]
    return None


def _words(value: str) -> str:
    """A value as plain words: no tags, no entities, spaces as one."""
    return re.sub(r"[ \t\r\n]+", " ", html.unescape(re.sub(r"<[^<>]*>", "", value))).strip(" ")


def _title(sheet: _Sheet, value: str, line: Line) -> bool:
    if "title" in sheet.values or not _words(value):
        return False
    sheet.values["title"] = LangMap(nl=_words(value))
    return True


def _authors(sheet: _Sheet, value: str, line: Line) -> bool:
    if "authors" in sheet.values:
        return False
    printed = _words(value)
    authors = parse_authors(printed)
    sheet.values["authors"] = authors.agents
    if authors.year is not None and not _say_year(sheet, authors.year, line):
        sheet.remainder.append(line.text)
    if not authors.understood:
        sheet.values["printed_authors"] = printed
        sheet.find(
            "LOB301", line.number, f"the authors {shown(printed)} were not understood; part them by hand", "authors"
        )
    return True


def _year(sheet: _Sheet, value: str, line: Line) -> bool:
    return bool(re.fullmatch(r"[1-9][0-9]{3}", value)) and _say_year(sheet, int(value), line)


def _say_year(sheet: _Sheet, year: int, line: Line) -> bool:
    """Takes a year; a second one that differs is a finding, and the first one stays."""
    if sheet.values.setdefault("year", year) == year:
        return True
    sheet.find("LOB302", line.number, f"the year {year} stands here, and {sheet.values['year']} before", "year")
    return False


_ADDRESS = re.compile(
    r"""<a\s[^<>]*?href=["']([^"']*)["'][^<>]*>(.*?)</a>|\[([^\[\]]*)\]\(([^()\s]*)\)|(https?://[^\s<>"]+)"""
)
_MENTION = re.compile(r"<u>(.*?)</u>")


def _hyperlink(sheet: _Sheet, value: str, line: Line) -> bool:
    """The first address is that of the full text; what follows are further links, each with the words before it."""
    value = re.sub(r"\s*\n\s*", " ", value)
    at = 0
    for match in re.finditer(f"(?:{_ADDRESS.pattern})|(?:{_MENTION.pattern})", value):
        note = _words(value[at : match.start()]) or None
        at = match.end()
        address = html.unescape(match[1] or match[4] or match[5] or "")
        label = _words(match[2] or match[3] or match[6] or "")
        _link(sheet, address, label, note, line)
    if rest := _words(value[at:]):
        sheet.links.append(Link(note=rest))
    return True


def _link(sheet: _Sheet, address: str, label: str, note: str | None, line: Line) -> None:
    iri = None
    if address and address != "#":
        try:
            iri = Address(address)
        except ValueRefused as refused:
            sheet.find("LOB303", line.number, f"{refused}; it is kept as the words of a link", "links")
            sheet.links.append(Link(label=address, note=" ".join(one for one in (note, label) if one) or None))
            return
    if iri is not None and "full_text" not in sheet.values and note is None and label in ("", str(iri)):
        sheet.values["full_text"] = iri
    elif iri is not None and "full_text" not in sheet.values and not sheet.links:
        sheet.values["full_text"] = iri
        if note or label != str(iri):
            sheet.links.append(Link(iri, label or None, note))
    else:
        sheet.links.append(Link(iri, label or None, note))


_LINKS = re.compile(r"hyperlink|^link|^url|^website|^vindplaats|volledigonderzoek|volledigetekst")


def _publisher(sheet: _Sheet, value: str, line: Line) -> bool:
    if not _words(value):
        return False
    sheet.values["publisher"] = Organisation(_words(value))
    return True


def _checked(name: str, check: Callable[[str], Any], many: bool = False) -> Callable[[_Sheet, str, Line], bool]:
    def take(sheet: _Sheet, value: str, line: Line) -> bool:
        try:
            found = check(_words(value))
        except ValueRefused as refused:
            sheet.find("LOB304", line.number, str(refused), name)
            return False
        sheet.values[name] = frozenset({found}) if many else found
        return True

    return take


_FACTS: dict[str, Callable[[_Sheet, str, Line], bool]] = {
    "titel": _title,
    "title": _title,
    "auteur": _authors,
    "auteurs": _authors,
    "authors": _authors,
    "jaar": _year,
    "jaartal": _year,
    "publicatiejaar": _year,
    "jaarvanuitgave": _year,
    "jaarvanpublicatie": _year,
    "uitgever": _publisher,
    "publisher": _publisher,
    "doi": _checked("doi", lambda text: DOI.check(re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text))),
    "isbn": _checked("isbns", ISBN.check, many=True),
    "taal": _checked("language", language_tag),
}


def _sections(parts: list[Part]) -> tuple[Section, ...]:
    """Sections by the levels of their headings; those beside 'Samenvatting …' are its parts."""
    levels = [part.level for part in parts if part.level]
    found = _nested(parts, 0, len(parts), min(levels, default=3))
    if len(found) > 1 and folded(found[0].heading or "").startswith("samenvatting") and not found[0].sections:
        return (Section(found[0].heading, found[0].body, tuple(found[1:])),)
    return tuple(found)


def _nested(parts: list[Part], start: int, end: int, level: int) -> list[Section]:
    """The sections of a stretch of parts; a deeper heading opens a section within the one before it."""
    found: list[Section] = []
    at = start
    while at < end:
        after = at + 1
        while after < end and parts[after].level > max(parts[at].level, level):
            after += 1
        part = parts[at]
        if part.level == 0:
            after = at + 1
        inner = _nested(parts, at + 1, after, part.level + 1) if after > at + 1 else []
        if part.level or part.body():
            found.append(Section(part.heading if part.level else None, part.body(), tuple(inner)))
        at = after
    return found


_ITEM = re.compile(r"(?:[-*+•]|[0-9]{1,3}[.)])[ \t]+(.*)")


def _items(part: Part) -> list[str]:
    """The items of the lists in a part; an indented line goes on with the item before it."""
    items: list[str] = []
    open_ = False
    for line in part.lines:
        if match := _ITEM.fullmatch(line.text):
            items.append(match[1].strip())
            open_ = True
        elif open_ and line.text.startswith(("  ", "\t")) and line.text.strip():
            items[-1] += "\n" + line.text.strip()
        elif line.text.strip():
            open_ = False
    return [item for item in items if item]
