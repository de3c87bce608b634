"""Text of a sheet as sections with line numbers; page headers are taken out and what they cut is joined."""

from __future__ import annotations

import re

from attrs import define, field, frozen

from lobkit.errors import Finding, Severity

HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*")
_BOLD = re.compile(r"(?:\*\*|__|<b>)(.*?)(?:\*\*|__|</b>)")
_LIST = re.compile(r"[ \t]*(?:[-*+•]|[0-9]{1,3}[.)])[ \t]")
_LINK_END = re.compile(r"\[([^\[\]]*)\]\(([^()\s]*)\)$")
_LINK_START = re.compile(r"\[([^\[\]]*)\]\(([^()\s]*)\)")
_CLOSED = re.compile(r"""[.!?:;…][\s)\]"'”’*_]*$""")


@frozen
class Line:
    """A line of the source, with its number from 1."""

    number: int
    text: str


@define
class Part:
    """A heading with the lines under it, up to the next heading; level 0 stands before the first."""

    level: int
    heading: str
    line: int
    lines: list[Line] = field(factory=list)

    def body(self) -> str:
        """The lines as one text, without blank lines around it."""
        return "\n".join(line.text for line in self.lines).strip("\n")


def plain(heading: str) -> str:
    """A heading without the marks of bold."""
    return _BOLD.sub(r"\1", heading).strip()


def outline(text: str) -> tuple[list[Part], list[Finding]]:
    """The parts of a sheet in their order, and a finding for each sentence that was joined."""
    lines = [Line(at, one.rstrip("\r")) for at, one in enumerate(text.split("\n"), start=1)]
    joined, findings = _without_page_headers(lines)
    parts = [Part(0, "", 1)]
    fence = ""
    for line in joined:
        mark = re.match(r"(`{3,}|~{3,})", line.text)
        heading = None if fence else _heading(line.text)
        if mark and not fence:
            fence = mark[1]
        elif fence and line.text.startswith(fence) and not line.text.strip("`~ "):
            fence = ""
        if heading is None:
            parts[-1].lines.append(line)
        else:
            parts.append(Part(heading[0], heading[1], line.number))
    return parts, findings


_CAPITALS = {"CRITERIA": 2, "ALGEMENE GEGEVENS": 2, "SAMENVATTING": 2, "TRANSFER": 2}


def _heading(text: str) -> tuple[int, str] | None:
    if match := HEADING.fullmatch(text):
        return len(match[1]), plain(match[2])
    level = _CAPITALS.get(plain(text.strip()))
    return None if level is None else (level, plain(text.strip()))


def _without_page_headers(lines: list[Line]) -> tuple[list[Line], list[Finding]]:
    headers = _page_headers(lines)
    kept: list[Line] = []
    findings: list[Finding] = []
    at = 0
    while at < len(lines):
        if at not in headers:
            kept.append(lines[at])
            at += 1
            continue
        number = lines[at].number
        while at < len(lines) and (at in headers or not lines[at].text.strip()):
            at += 1
        if at < len(lines) and _join(kept, lines[at]):
            findings.append(Finding("LOB404", "a sentence cut by the page header was joined", "", Severity.INFO,
                                    None, number, 1))  # fmt: skip
            at += 1
        elif kept and kept[-1].text.strip():
            kept.append(Line(number, ""))
    return kept, findings


def _page_headers(lines: list[Line]) -> set[int]:
    """Headings of the first level that stand twice, or after the sheet has begun: pages print them, not the author."""
    first = [(at, line.text.strip()) for at, line in enumerate(lines) if re.match(r"#[ \t]+\S", line.text)]
    begun = next((at for at, line in enumerate(lines) if re.match(r"##+[ \t]", line.text)), len(lines))
    counts: dict[str, int] = {}
    for _, text in first:
        counts[text] = counts.get(text, 0) + 1
    return {at for at, text in first if counts[text] > 1 or at > begun or plain(text[1:]).upper() == "LOB ONDERZOEK"}


def _join(kept: list[Line], following: Line) -> bool:
    """Joins a line to the last one that says something, where a page header cut the sentence between them."""
    while kept and not kept[-1].text.strip():
        kept.pop()
    if not kept:
        return False
    before, after = kept[-1].text.rstrip(), following.text.lstrip()
    if _heading(before) or _heading(following.text) or _LIST.match(following.text) or _CLOSED.search(before):
        kept.append(Line(following.number, ""))
        return False
    end, start = _LINK_END.search(before[-2000:]), _LINK_START.match(after)
    if end and start and end[2] == start[2]:
        head = before[: len(before) - len(end[0])]
        text = f"{head}[{end[1]} {start[1]}]({start[2]}){after[start.end() :]}"
    else:
        text = f"{before} {after}"
    kept[-1] = Line(kept[-1].number, text)
    return True
