"""The tree of a vocabulary as a picture: GraphViz, SVG, and HTML for a notebook; each concept once, circles and all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from attrs import frozen

from lobkit.skos import Concept

Concepts = Mapping[str, Concept]

MOST_IN_A_NOTEBOOK = 300
"""How many concepts a notebook shows before it says how many more there are."""


@frozen
class Line:
    """A concept in the tree.

    Args:
        iri: its address.
        label: its label.
        depth: how far it stands from the top.
        again: whether it stood higher up already, since it has several broader concepts; its own are shown there.
        deprecated: whether it is retired.
    """

    iri: str
    label: str
    depth: int
    again: bool
    deprecated: bool


def tree(concepts: Concepts, lang: str = "en") -> Iterator[Line]:
    """The concepts from the top down, those of one level in the order of the vocabulary.

    The narrower concepts of each are shown once. Where only a circle is left, it is entered at its first concept.
    """
    below: dict[str, list[str]] = {}
    for iri, concept in concepts.items():
        for parent in sorted(concept.broader):
            if parent in concepts and parent != iri:
                below.setdefault(parent, []).append(iri)
    shown: set[str] = set()
    tops = [
        iri for iri, concept in concepts.items() if not any(one in concepts for one in concept.broader if one != iri)
    ]
    for start in [*tops, *concepts]:
        waiting = [(str(start), 0)] if start not in shown else []
        while waiting:
            iri, depth = waiting.pop()
            again = iri in shown
            yield Line(iri, label(concepts[iri], lang), depth, again and iri in below, bool(concepts[iri].deprecated))
            shown.add(iri)
            if not again:
                waiting += [(str(one), depth + 1) for one in reversed(below.get(iri, []))]


def label(concept: Concept, lang: str) -> str:
    """The label in a language, else the nearest, else the address."""
    return concept.pref_label.best(lang) if concept.pref_label else concept.iri


def dot(concepts: Concepts, lang: str = "en", name: str = "vocabulary") -> str:
    """A GraphViz digraph, from broader to narrower; associated concepts are joined by dashed lines."""
    lines = [f"digraph {_quoted(name)} {{", "  rankdir=LR;", '  node [shape=box, fontname="sans-serif"];']
    for iri, concept in concepts.items():
        style = ", style=dashed, fontcolor=gray40" if concept.deprecated else ""
        lines.append(f"  {_quoted(iri)} [label={_quoted(label(concept, lang))}, URL={_quoted(iri)}{style}];")
    for iri, concept in concepts.items():
        lines += [f"  {_quoted(parent)} -> {_quoted(iri)};" for parent in sorted(concept.broader) if parent in concepts]
        lines += [
            f"  {_quoted(iri)} -> {_quoted(other)} [dir=none, style=dashed, constraint=false];"
            for other in sorted(concept.related)
            if other in concepts and iri < other
        ]
    return "\n".join([*lines, "}"]) + "\n"


def _quoted(text: str) -> str:
    """A quoted ID (DOT language): a backslash would begin an escape of labels."""
    return '"' + str(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


_ROW, _STEP, _SIGN = 22, 24, 7.6


def svg(concepts: Concepts, lang: str = "en", title: str = "") -> str:
    """An SVG of the tree that needs nothing beside it: no font, no style sheet, no script."""
    lines = list(tree(concepts, lang))
    width = max((line.depth * _STEP + len(line.label) * _SIGN + 80 for line in lines), default=200)
    height = (len(lines) + 1) * _ROW
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}" '
        f'viewBox="0 0 {width:.0f} {height}" role="img" font-family="sans-serif" font-size="14">',
        f"<title>{escape(title or 'vocabulary')}</title>",
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    parents: dict[int, int] = {}
    for at, line in enumerate(lines):
        x, y = 12 + line.depth * _STEP, (at + 1) * _ROW
        if line.depth:
            top = (parents[line.depth - 1] + 1) * _ROW + 6
            parts.append(f'<path d="M{x - 18} {top}V{y - 5}h12" fill="none" stroke="#999"/>')
        parents[line.depth] = at
        look = ' fill="#777" text-decoration="line-through"' if line.deprecated else ' fill="#111"'
        more = " ↑" if line.again else ""
        tip = f"<title>{escape(line.iri)}</title>"
        parts.append(f'<text x="{x}" y="{y}"{look}>{tip}{escape(line.label)}{more}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def html(concepts: Concepts, lang: str = "en", title: str = "", most: int | None = None) -> str:
    """A nested list for a notebook or a page; labels, definitions and addresses are escaped."""
    lines = list(tree(concepts, lang))
    shown = lines if most is None else lines[:most]
    parts = [f"<strong>{escape(title)}</strong>"] if title else []
    depth = -1
    for line in shown:
        if line.depth > depth:
            parts.append("<ul>" * (line.depth - depth))
        else:
            parts.append("</li>" + "</ul></li>" * (depth - line.depth))
        depth = line.depth
        definition = concepts[line.iri].definition
        tip = f' title="{escape(definition.best(lang))}"' if definition else ""
        name = f"<s>{escape(line.label)}</s>" if line.deprecated else escape(line.label)
        target = f' href="{escape(line.iri)}"' if line.iri.startswith(("http://", "https://")) else ""
        parts.append(f"<li><a{target}{tip}>{name}</a>{' ↑' if line.again else ''}")
    if depth >= 0:
        parts.append("</li></ul>" * (depth + 1))
    if len(lines) > len(shown):
        parts.append(f"<p>… and {len(lines) - len(shown)} more</p>")
    return "".join(parts) + "\n"
