"""HTML that cannot run anything: every text is escaped as an element is made, and only addresses of pages are links."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Any

from lobkit.cards import printable
from lobkit.errors import ValueRefused
from lobkit.values import Address, ConceptIri

LONGEST = 1_000
"""How many signs of one text a page shows."""


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def element(tag: str, *children: object, **attributes: object) -> Markup:
    """An element: children that are no Markup are escaped, attributes always; one that is None or False is left out.

    A name that Python keeps to itself ends in an underscore: `class_`.

    >>> element("b", "<i>", title='"')
    '<b title="&quot;">&lt;i&gt;</b>'
    """
    named = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{html.escape(printable(str(value)))}"'
        for name, value in attributes.items()
        if value is not None and value is not False
    )
    inner = "".join(child if isinstance(child, Markup) else escaped(child) for child in children if child is not None)
    return Markup(f"<{tag}{named}>{inner}</{tag}>")


def escaped(text: object) -> Markup:
    """A text as text: signs of HTML have no meaning in it, and marks of direction are shown."""
    return Markup(html.escape(printable(str(text))))


def joined(parts: Any, between: str = "") -> Markup:
    """Several pieces as one."""
    return Markup(between.join(part if isinstance(part, Markup) else escaped(part) for part in parts))


def text(value: str, lang: str | None = None, tag: str = "span") -> Markup:
    """A text of a record in its own language and direction, cut where it is very long."""
    more = len(value) - LONGEST
    if more <= 0:
        return element(tag, value, lang=lang, dir="auto")
    note = element("span", f" … ({more:,} more signs)", class_="muted", lang="en")
    return element(tag, value[:LONGEST], note, lang=lang, dir="auto")


def link(address: str, words: object = None) -> Markup:
    """A link, where the address is that of a page on the web; else its text."""
    try:
        Address(address)
    except ValueRefused:
        return text(address)
    return element("a", address if words is None else words, href=address, rel="noopener noreferrer nofollow")


def concept(one: ConceptIri, lang: str) -> Markup:
    """A concept by its label; its IRI shows when somebody points at it."""
    return element("span", one.pref_label(lang), class_="concept", title=one, lang=lang)


def concepts(found: Iterable[ConceptIri], lang: str) -> Markup:
    """Concepts after each other; a comma parts them for whoever hears the page, or sees it without its style."""
    return joined((concept(one, lang) for one in found), heard(", "))


def heard(words: str) -> Markup:
    """Words that only show where the style does not: a notebook that is not trusted yet leaves it out."""
    return element("span", words, class_="heard")


def whole(label: str, *children: object) -> Markup:
    """The outermost element of a page, with its style, which touches nothing outside it."""
    # The last two classes keep MathJax from reading a dollar sign as the beginning of a formula.
    inner = element("section", *children, aria_label=label)
    return element("div", Markup(f"<style>{_STYLE}</style>"), inner, class_=f"lobkit {_NO_FORMULAS}", lang="en")


_NO_FORMULAS = "tex2jax_ignore mathjax_ignore"

_LIGHT = (
    "color-scheme:light;--back:#fff;--text:#1b1f24;--muted:#57606a;--line:#d0d7de;--chip:#e6eff8;--chip-text:#0b3d6b;"
    "--link:#0b5cad;--bar:#5b8fc4;--mark:#fff0b8;--violation:#b3261e;--warning:#7a4f01;--info:#0b5cad"
)
_DARK = (
    "color-scheme:dark;--back:#16191d;--text:#e6e9ec;--muted:#a8b2bd;--line:#3d454e;--chip:#1f3347;--chip-text:#cfe4fa;"
    "--link:#8ab8f0;--bar:#4f86bd;--mark:#5c4a00;--violation:#ffb4ab;--warning:#f2c063;--info:#8ab8f0"
)
# What JupyterLab, VS Code, Colab and the theme of these docs say of themselves goes before what the system prefers.
_SAID_LIGHT = ('[data-jp-theme-light="true"]', '[data-theme="light"]', ".vscode-light", 'html[theme="light"]')
_SAID_DARK = (
    '[data-jp-theme-light="false"]',
    '[data-theme="dark"]',
    ".vscode-dark",
    ".vscode-high-contrast",
    'html[theme="dark"]',
)
_STYLE = Markup(
    f".lobkit{{{_LIGHT}}}"
    f"@media (prefers-color-scheme:dark){{.lobkit{{{_DARK}}}}}"
    f"{','.join(f'{said} .lobkit' for said in _SAID_LIGHT)}{{{_LIGHT}}}"
    f"{','.join(f'{said} .lobkit' for said in _SAID_DARK)}{{{_DARK}}}"
    ".lobkit{background:var(--back);color:var(--text);border:1px solid var(--line);border-radius:6px;padding:.8em 1em;"
    "margin:.3em 0;max-width:64em;font:14px/1.5 system-ui,sans-serif;overflow-wrap:anywhere;overflow-x:auto}"
    ".lobkit *{box-sizing:border-box;color:inherit}"
    ".lobkit h3,.lobkit h4{margin:.1em 0 .4em;padding:0;border:0;background:none;font-weight:600;line-height:1.3}"
    ".lobkit h3{font-size:18px}.lobkit h4{font-size:15px;margin-top:.9em}"
    ".lobkit p{margin:.2em 0}"
    ".lobkit .muted,.lobkit .muted *{color:var(--muted)}"
    ".lobkit dl{display:grid;grid-template-columns:minmax(7em,max-content) 1fr;gap:.25em 1em;margin:.4em 0}"
    ".lobkit dl dl{grid-template-columns:minmax(3em,max-content) 1fr;gap:.15em .7em}"
    ".lobkit dt{color:var(--muted);font-weight:400;margin:0;float:none;width:auto;padding:0}"
    ".lobkit dd{margin:0;padding:0;min-width:0}"
    ".lobkit dd [dir=auto],.lobkit summary [dir=auto]{white-space:pre-wrap}"
    ".lobkit ol,.lobkit ul{margin:0;padding-left:1.3em}"
    ".lobkit ol.plain{list-style:none;padding-left:0}"
    ".lobkit a{color:var(--link);text-decoration:underline}"
    ".lobkit .concept{display:inline-block;background:var(--chip);color:var(--chip-text);border-radius:4px;"
    "padding:0 .45em;margin:0 .3em .2em 0}"
    ".lobkit summary{cursor:pointer}"
    ".lobkit .facets{display:flex;flex-wrap:wrap;gap:1em 2.5em;align-items:flex-start}"
    ".lobkit table{border-collapse:collapse;border:0;margin:.3em 0;font-size:13px;table-layout:auto}"
    ".lobkit caption{text-align:left;font-weight:600;padding:0 0 .2em;color:var(--text);caption-side:top}"
    ".lobkit.lobkit th,.lobkit.lobkit td{text-align:left;vertical-align:top;padding:.15em .8em .15em 0;border:0;"
    "font-weight:400;max-width:none;white-space:normal;line-height:1.5;overflow-wrap:break-word}"
    ".lobkit .heard{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}"
    ".lobkit.lobkit thead th{color:var(--muted);border-bottom:1px solid var(--line)}"
    ".lobkit.lobkit .facets thead th{border:0;padding:0}.lobkit .facets thead{border:0}"
    ".lobkit.lobkit tbody tr,.lobkit.lobkit tbody tr:nth-child(n){background:transparent}"
    ".lobkit.lobkit td.number{text-align:right;font-variant-numeric:tabular-nums}"
    ".lobkit.lobkit th.asked{font-weight:700}"
    ".lobkit .bar{display:block;height:.7em;margin-top:.45em;background:var(--bar);border-radius:2px;min-width:1px}"
    ".lobkit td.bars{width:7em;min-width:7em}"
    ".lobkit mark{background:var(--mark);color:var(--text)}"
    ".lobkit .violation{color:var(--violation);font-weight:600}"
    ".lobkit .warning{color:var(--warning);font-weight:600}.lobkit .info{color:var(--info)}"
    ".lobkit code{background:none;font-size:12px}"
)
