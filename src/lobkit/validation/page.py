"""A report as a page for a notebook: a count by rule, and the first findings with their places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lobkit.display.html import Markup, element, text, whole
from lobkit.display.tables import more_than, plain_table
from lobkit.errors import Finding
from lobkit.validation.codes import CODES

_SHOWN = 50
"""How many findings a page shows."""


def page(findings: Sequence[Finding], by_code: Mapping[str, int], said: str, conforms: bool) -> Markup:
    """The findings of a report; it is bounded, however many there are."""
    verdict = "It conforms: there is no violation." if conforms else "It does not conform."
    parts = [element("h3", said), element("p", verdict, class_="muted")]
    if by_code:
        rules = [(code, CODES[code].title if code in CODES else "", f"{n:,}") for code, n in by_code.items()]
        parts.append(plain_table(("code", "rule", "findings"), rules, "By rule"))
        rows = [
            (
                element("span", one.severity.value, class_=one.severity.value),
                one.code,
                text(_place(one)),
                text(one.message),
            )
            for one in findings[:_SHOWN]
        ]
        parts.append(plain_table(("severity", "code", "place", "message"), rows, "Findings"))
        parts.append(more_than(len(findings) - _SHOWN))
    return whole("Report", *parts)


def _place(one: Finding) -> str:
    where = ":".join(str(part) for part in (one.source, one.line, one.column) if part is not None)
    return " ".join(part for part in (where, one.path or (one.record if not where else None)) if part)
