"""Turtle as lobkit writes it, paragraph by paragraph: where each of them stands, and which prefixes were declared."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from attrs import define, field

from lobkit.compiled.source import Unusual
from lobkit.compiled.terms import text_in
from lobkit.compiled.turtle_text import BITS
from lobkit.formats.depth import is_too_deep
from lobkit.formats.turtle_terms import PREFIXES, iri_text
from lobkit.shape import shape_of

Read = Callable[..., tuple[Any, int]]
"""Reads a thing from behind its type: the file, the place, its IRI, its indent and its depth; and where it ends."""

_NEAR = 2**16
"""How far behind a record the things with an IRI stand that it holds, but for those of a large catalog."""

name_match = re.compile(r"<[^<>\x00-\x20]+>|[a-z]+:[A-Za-z0-9_](?:[A-Za-z0-9_\-]*[A-Za-z0-9_])?").match
"""Finds a name at a place."""
_heads = re.compile(r" \.\n\n(<[^<>\x00-\x20]+>|[a-z]+:[A-Za-z0-9_\-]+) a ").finditer
_prefix = re.compile(r"@prefix ([a-z]+): <([^<>\x00-\x20]+)> \.\n").match
_SPACES = {prefix: iri for iri, prefix in PREFIXES.items()}


@define
class File:
    """A text, and what was found in it so far.

    Args:
        text: the text, with a character for each byte.
        used, declared: the prefixes, a bit for each.
        roots: the IRIs of the records.
        open: the IRIs of the things that are being read, none of which can stand inside itself.
        things: the things with an IRI that stand inside records.
        taken: where paragraphs of such things begin and end that were read before their turn.
        behind: where the last of them ended.
        starts: where the paragraph of each name begins, once that was looked for in the whole text.
    """

    text: str
    used: int = 0
    declared: int = 0
    roots: set[str] = field(factory=set)
    open: set[str] = field(factory=set)
    things: dict[str, Any] = field(factory=dict)
    taken: dict[int, int] = field(factory=dict)
    behind: int = 0
    starts: dict[str, int] | None = None

    def iri(self, name: str) -> str:
        """The IRI that a name stands for."""
        if name[0] == "<":
            return text_in(name[1:-1])
        prefix, _, local = name.partition(":")
        self.used |= BITS[prefix]
        return _SPACES[prefix] + local

    def node(self, at: int, by_type: dict[str, Read], indent: str, depth: int) -> tuple[Any, int]:
        """A nested thing: in brackets, or by its name."""
        text = self.text
        if text.startswith("[ a ", at):
            type_ = name_at(text, at + 4)
            thing, at = by_type[type_](self, at + 4 + len(type_), None, indent + "  ", depth + 1)
            end = f"\n{indent}]"
            if not text.startswith(end, at):
                raise Unusual
            return thing, at + len(end)
        name = name_at(text, at)
        return self.named(name, at, by_type, depth + 1), at + len(name)

    def named(self, name: str, at: int, by_type: dict[str, Read], depth: int) -> Any:
        """A thing with an IRI, whose paragraph stands behind that of the record."""
        iri = self.iri(name)
        if iri in self.things:
            thing = self.things[iri]
            if iri_text(shape_of(type(thing)).type) not in by_type or is_too_deep(thing, depth):
                raise Unusual
            return thing
        if iri in self.roots or iri in self.open:
            raise Unusual
        self.open.add(iri)
        self.things[iri] = thing = self.described(name, iri, at, by_type, depth)
        self.open.discard(iri)
        return thing

    def described(self, name: str, iri: str, at: int, by_type: dict[str, Read], depth: int) -> Any:
        """The thing of a name that stands at some place for the first time, from its paragraph."""
        start = self._start_of(name, at)
        if start < 0:
            raise Unusual
        thing, end = self.paragraph(start + 1 + len(name), iri, by_type, depth)
        self.taken[start] = self.behind = end
        return thing

    def _start_of(self, name: str, at: int) -> int:
        """Where the paragraph of a thing begins that is named at some place: mostly next to the last one, or near.

        What looks like its beginning may stand within a text; then reading does not come by there, and all is unusual.
        """
        head = f"\n{name} a "
        if self.text.startswith(head, self.behind):
            return self.behind
        start = self.text.find(head, at, at + _NEAR)
        if start < 0:
            if self.starts is None:
                self.starts = {match[1]: match.start(1) - 1 for match in _heads(self.text)}
            start = self.starts.get(name, -1)
        return start

    def paragraph(self, at: int, iri: str | None, by_type: dict[str, Read], depth: int = 0) -> tuple[Any, int]:
        """The thing of a paragraph, from behind its name or its bracket on, and where the paragraph ends."""
        text = self.text
        if not text.startswith(" a ", at):
            raise Unusual
        type_ = name_at(text, at + 3)
        thing, at = by_type[type_](self, at + 3 + len(type_), iri, "  ", depth)
        end = " .\n" if iri is not None else "\n] .\n"
        if not text.startswith(end, at) or self.used & ~self.declared:
            raise Unusual
        return thing, at + len(end)

    def prefixes(self, at: int) -> int:
        """Reads the prefixes that are declared at a place, and gives the place behind them."""
        while match := _prefix(self.text, at):
            if _SPACES[match[1]] != match[2]:
                raise Unusual
            self.declared |= BITS[match[1]]
            at = match.end()
        return at


def name_at(text: str, at: int) -> str:
    """The name that stands at a place: an IRI, or what has a prefix.

    Raises:
        Unusual: where none stands there.
    """
    return matched(name_match, text, at)


def matched(match: Callable[..., re.Match[str] | None], text: str, at: int) -> str:
    """What a pattern finds at a place.

    Raises:
        Unusual: where it finds nothing.
    """
    found = match(text, at)
    if found is None:
        raise Unusual
    return found[0]
