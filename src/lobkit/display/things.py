"""One thing as a page, from its shape: its name, its properties with their meanings, and what is nested in it."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from functools import cache
from typing import Any, cast

from lobkit.datatypes import STRING
from lobkit.description import DerivedShape, LangMapRange, LiteralRange, NodeShape, PropertyShape
from lobkit.display.html import Markup, concept, concepts, element, escaped, joined, link, text, whole
from lobkit.shape import is_declared, shape_of
from lobkit.values import ConceptIri, Iri, LangMap, LangString

_ITEMS = 20
"""How many members of a list a page shows."""
_SHORT = 60
"""How many signs the members of a set may have to stand on one line."""
_DEPTH = 6
_VALUES = 400
"""How many values a page shows in all."""


def page(thing: Any, lang: str = "nl") -> Markup:
    """A declared thing as HTML, with labels in a language.

    It is bounded: long texts, long lists and deep nesting are cut, and it says so.
    """
    return _Page(lang).of(thing)


def naming(shape: NodeShape) -> PropertyShape | None:
    """The property by which people know a thing: its first text in languages, or else its first text."""
    for one in shape.properties:
        if isinstance(one.range, LangMapRange):
            return one
    texts = (one for one in shape.properties if isinstance(one.range, LiteralRange) and one.range.datatype is STRING)
    return next((one for one in texts if not one.cardinality.many), None)


def spoken(name: str) -> str:
    """The name of a property as words: `full_text` becomes `full text`."""
    return re.sub(r"_", " ", name)


def name_of(thing: Any, lang: str = "nl") -> str:
    """What people call a thing, as plain text."""
    name = _naming(cast(Hashable, type(thing)))
    value = getattr(thing, name) if name is not None else None
    if isinstance(value, LangMap):
        return value.best(lang)
    return str(value) if value is not None else ""


@cache
def _naming(cls: Any) -> str | None:
    one = naming(shape_of(cls))
    return one.name if one is not None else None


class _Page:
    """A page in the making, which counts how much it holds."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.left = _VALUES

    def of(self, thing: Any) -> Markup:
        shape = shape_of(type(thing))
        named = naming(shape)
        kind = element("p", spoken_class(shape.name), class_="muted")
        return whole(
            shape.name,
            kind,
            *self._heading(getattr(thing, named.name) if named else None),
            self._facts(thing, shape, named, 0),
            None if self.left > 0 else element("p", "The rest is left out here.", class_="muted"),
        )

    def _heading(self, value: Any) -> Iterable[Markup]:
        if isinstance(value, LangMap):
            best = value.best(self.lang)
            tags = sorted(value, key=lambda tag: value[tag] != best)
            yield text(value[tags[0]], tags[0], tag="h3")
            for tag in tags[1:_ITEMS]:
                yield element("p", text(value[tag], tag), class_="muted")
        elif value is not None:
            yield text(str(value), tag="h3")

    def _facts(self, thing: Any, shape: NodeShape, named: PropertyShape | None, depth: int) -> Markup:
        rows = []
        if getattr(thing, "iri", None) is not None:
            rows.append(self._row("id", "The address that names it.", link(thing.iri)))
        for one in shape.properties:
            value = getattr(thing, one.name)
            if one is not named and value is not None and value not in ((), frozenset()):
                rows.append(self._row(spoken(one.name), one.definition, self._value(value, depth)))
        rows += [self._row(spoken(one.name), one.definition, shown) for one, shown in self._derived(thing, shape)]
        return element("dl", *rows) if rows else Markup("")

    def _derived(self, thing: Any, shape: NodeShape) -> Iterable[tuple[DerivedShape, Markup]]:
        for one in shape.derived:
            value = getattr(thing, one.name) if one.range is not None else None
            if isinstance(value, ConceptIri):
                yield one, concept(value, self.lang)

    def _row(self, label: str, meaning: str, value: Markup) -> Markup:
        return joined([element("dt", label, title=meaning), element("dd", value)])

    def _value(self, value: Any, depth: int) -> Markup:
        self.left -= 1
        if self.left <= 0:
            return element("span", "…", class_="muted")
        match value:
            case ConceptIri():
                return concept(value, self.lang)
            case Iri():
                return link(value)
            case LangMap():
                tags = sorted(value, key=lambda tag: tag != self.lang)
                return joined((self._in_language(one, value[one]) for one in tags[:_ITEMS]), "<br>")
            case LangString():
                return self._in_language(value.lang, value.text)
            case frozenset():
                return self._set(value, depth)
            case tuple():
                return self._list(value, depth)
        if is_declared(type(value)):
            return self._nested(value, depth)
        return text({True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value))

    def _in_language(self, lang: str, value: str) -> Markup:
        return joined([text(value, lang), element("span", f" ({lang})", class_="muted")])

    def _set(self, values: frozenset[Any], depth: int) -> Markup:
        shown = sorted(values, key=lambda one: (getattr(one, "lang", "") != self.lang, str(one)))
        if all(isinstance(one, ConceptIri) for one in values):
            return concepts(self._first(in_scheme_order(shown)), self.lang)
        if all(len(str(one)) <= _SHORT and isinstance(one, (str, LangString)) for one in values):
            more = [element("span", f"and {len(shown) - _ITEMS:,} more", class_="muted")] if len(shown) > _ITEMS else []
            return joined([*(self._value(one, depth) for one in self._first(shown)), *more], " · ")
        return element("ul", *(element("li", self._value(one, depth)) for one in self._first(shown)), self._more(shown))

    def _list(self, values: tuple[Any, ...], depth: int) -> Markup:
        inner = [element("li", self._value(one, depth)) for one in self._first(values)]
        return element("ol", *inner, self._more(values), class_="plain" if len(values) == 1 else None)

    def _first(self, values: Any) -> Any:
        return values[: max(0, min(_ITEMS, self.left))]

    def _more(self, values: Any) -> Markup | None:
        more = len(values) - _ITEMS
        return element("li", f"… and {more:,} more", class_="muted") if more > 0 else None

    def _nested(self, thing: Any, depth: int) -> Markup:
        """A nested thing by its name; the rest unfolds."""
        shape = shape_of(type(thing))
        named = naming(shape)
        value = getattr(thing, named.name) if named else None
        head = escaped(spoken_class(shape.name)) if value is None else self._value(value, depth)
        if depth >= _DEPTH:
            return joined([head, element("span", " …", class_="muted")])
        facts = self._facts(thing, shape, named, depth + 1)
        if not facts:
            return head
        # What holds texts or lists is open; what only says more of a name, such as its parts, is not.
        holds_more = any(isinstance(one, (tuple, LangMap)) and one for one in _values(thing, shape, named))
        opened = "" if holds_more or any(len(str(one)) > 80 for one in _values(thing, shape, named)) else None
        return element("details", element("summary", head), facts, open=opened)


def _values(thing: Any, shape: NodeShape, named: PropertyShape | None) -> list[Any]:
    return [getattr(thing, one.name) for one in shape.properties if one is not named]


def in_scheme_order(values: Iterable[Any]) -> list[Any]:
    """The members of a set in one order: concepts as their scheme has them, other things by their text."""
    found = list(values)
    if len(found) < 2:
        return found
    found.sort(key=str)
    if not found or not isinstance(found[0], ConceptIri):
        return found
    order = _order(type(found[0]))
    return sorted(found, key=lambda one: order.get(one, len(order)))


@cache
def _order(concepts: Any) -> dict[str, int]:
    """The place of each concept in its scheme."""
    return {iri: at for at, iri in enumerate(concepts.members() or ())}


def spoken_class(name: str) -> str:
    """The name of a class as words: `ConceptScheme` becomes `Concept scheme`."""
    words = re.sub(r"(?<!^)(?=[A-Z])", " ", name)
    return words[0] + words[1:].lower()


def counted(n: int, name: str) -> str:
    """A number of things of a class: `1 publication`, `3 publications`."""
    words = spoken_class(name).lower()
    return f"{n:,} {words}{'' if n == 1 else 's'}"
