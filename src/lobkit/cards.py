"""Records as plain text for a terminal: cards, from the shape, with labels instead of IRIs."""

from __future__ import annotations

import re
import textwrap
from typing import Any

from lobkit.description import Cardinality, PropertyShape
from lobkit.shape import is_declared, shape_of
from lobkit.values import ConceptIri, LangMap, LangString

_WIDTH = 100


def card(thing: Any, lang: str = "nl") -> str:
    """A thing as a card: its name, then one line a property, nested things further in."""
    shape = shape_of(type(thing))
    name = next((getattr(thing, key) for key in ("title", "pref_label", "text") if getattr(thing, key, None)), None)
    head = f"{shape.name}: {_inline(name, lang)}" if name is not None else shape.name
    lines = [head, "─" * min(len(head), _WIDTH)]
    if getattr(thing, "iri", None) is not None:
        lines.append(f"{'id':14}{thing.iri}")
    for one in shape.properties:
        lines += _property(one, getattr(thing, one.name), lang)
    lines += [f"{one.name:14}{_inline(getattr(thing, one.name), lang)}" for one in shape.derived if _plain(thing, one)]
    return "\n".join(lines)


def _plain(thing: Any, one: Any) -> bool:
    return isinstance(getattr(thing, one.name), ConceptIri)


def _property(one: PropertyShape, value: Any, lang: str) -> list[str]:
    if value is None or value in ((), frozenset()):
        return []
    if one.cardinality is Cardinality.UNORDERED:
        text = " · ".join(sorted(_inline(item, lang) for item in value))
    elif isinstance(value, tuple):
        return [one.key, *(line for item in value for line in _item(item, lang))]
    else:
        text = _inline(value, lang)
    return textwrap.wrap(
        f"{one.key:14}{text}", _WIDTH, subsequent_indent=" " * 14, break_long_words=False, break_on_hyphens=False
    )


def _item(item: Any, lang: str) -> list[str]:
    lines = []
    for part in _inline(item, lang).split("\n"):
        lines += textwrap.wrap(part, _WIDTH - 2, break_long_words=False, break_on_hyphens=False) or [""]
    return [("- " if at == 0 else "  ") + line for at, line in enumerate(lines)]


def _inline(value: Any, lang: str) -> str:
    """A value in words; control and direction marks are shown, so that no text can disturb the terminal."""
    if isinstance(value, ConceptIri):
        text = value.pref_label(lang)
    elif isinstance(value, LangMap):
        text = value.best(lang)
    elif isinstance(value, LangString):
        text = f"{value.text} ({value.lang})"
    elif is_declared(type(value)):
        text = _nested(value, lang)
    else:
        text = str(value)
    return printable(text)


def printable(text: str) -> str:
    """A text in which control and direction marks are shown, so that it cannot disturb a terminal or a page."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", lambda bad: f"\\u{ord(bad[0]):04x}", text)


def _nested(thing: Any, lang: str) -> str:
    shape = shape_of(type(thing))
    values = [getattr(thing, one.name) for one in shape.properties]
    parts = [
        _inline(value, lang) for value in values if value is not None and not isinstance(value, (tuple, frozenset))
    ]
    inner = [_inline(item, lang) for value in values if isinstance(value, tuple) for item in value]
    return "\n".join(part for part in [*parts, *inner] if part)
