"""The entries of a BibTeX text, each value with its place; a broken entry is told, and reading goes on at the next."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from attrs import field, frozen


@frozen
class Value:
    """The value of a field: its source without the outer braces or quotes, parts joined and abbreviations filled in."""

    text: str
    at: tuple[int, int]
    unknown: tuple[str, ...] = ()


@frozen
class Entry:
    """One entry: `@article{key, …}`."""

    kind: str
    key: str
    at: tuple[int, int]
    fields: tuple[tuple[str, Value], ...] = ()


@frozen
class Told:
    """Something between or instead of entries: what is wrong (`broken`), or what is passed over."""

    message: str
    at: tuple[int, int]
    text: str = ""
    broken: bool = True


class _Broken(Exception):
    """An entry that cannot be read on, with the offset and the reason."""

    def __init__(self, at: int, message: str) -> None:
        self.at, self.message = at, message
        super().__init__(message)


_MONTHS = {name: name for name in ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")}
_NAME = re.compile(r"[^\s\"#%'(),={}]+")
_SPACE = re.compile(r"\s*")
_NEXT = re.compile(r"^[ \t]*@(?=[A-Za-z]+\s*[{(])", re.MULTILINE)


def entries(text: str) -> Iterator[Entry | Told]:
    """The entries of a text in order; what stands between them is a comment (BibTeX's own rule)."""
    yield from _Scanner(text).entries()


@frozen(eq=False)
class _Scanner:
    text: str
    macros: dict[str, str] = field(factory=lambda: dict(_MONTHS))
    ends: list[int] = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "ends", [match.start() for match in re.finditer("\n", self.text)])

    def entries(self) -> Iterator[Entry | Told]:
        at = 0
        while (at := self.text.find("@", at)) >= 0:
            match = _NAME.match(self.text, at + 1)
            opening = self._skip(match.end()) if match else at
            if match is None or self.text[opening : opening + 1] not in ("{", "("):
                at += 1  # an at sign in a comment, such as an address of e-mail
                continue
            try:
                made, at = self._entry(match[0].lower(), at, opening)
                if made is not None:
                    yield made
            except _Broken as problem:
                following = _NEXT.search(self.text, at + 1)
                end = following.start() if following else len(self.text)
                yield Told(problem.message, self._place(problem.at), self.text[at:end].strip())
                at = end

    def _entry(self, kind: str, start: int, opening: int) -> tuple[Entry | Told | None, int]:
        close = "}" if self.text[opening] == "{" else ")"
        at = self._skip(opening + 1)
        if kind == "comment":
            end = self._group(opening) if close == "}" else self.text.find("\n", opening) + 1 or len(self.text)
            return Told("a comment", self._place(start), self.text[start:end], broken=False), end
        if kind == "preamble":
            value, at = self._value(at)
            return Told("a preamble", self._place(start), value.text, broken=False), self._expect(close, at, "preamble")
        if kind == "string":
            return None, self._macro(at, close)
        key = re.compile(r"[^,\s}=]*" if close == "}" else r"[^,\s=]*").match(self.text, at)
        name = key[0] if key else ""
        at = self._skip(at + len(name))
        fields: list[tuple[str, Value]] = []
        while self.text[at : at + 1] == ",":
            at = self._skip(at + 1)
            if self.text[at : at + 1] == close:
                break
            field_name, value, at = self._field(at)
            fields.append((field_name, value))
        end = self._expect(
            close, at, f"{name or kind}: expected a comma and a field, or {close!r} where the entry ends"
        )
        return Entry(kind, name, self._place(start), tuple(fields)), end

    def _macro(self, at: int, close: str) -> int:
        name, value, at = self._field(at)
        self.macros[name] = value.text
        return self._expect(close, at, f"expected {close!r} after an abbreviation")

    def _field(self, at: int) -> tuple[str, Value, int]:
        match = _NAME.match(self.text, at)
        if match is None:
            raise _Broken(at, f"expected the name of a field, not {self.text[at : at + 10]!r}")
        after = self._skip(match.end())
        if self.text[after : after + 1] != "=":
            raise _Broken(after, f"expected '=' after {match[0]!r}, not {self.text[after : after + 10]!r}")
        value, end = self._value(self._skip(after + 1))
        return match[0].lower(), value, end

    def _value(self, at: int) -> tuple[Value, int]:
        start = at
        texts: list[str] = []
        unknown: list[str] = []
        while True:
            at = self._part(at, texts, unknown)
            at = self._skip(at)
            if self.text[at : at + 1] != "#":
                return Value("".join(texts), self._place(start), tuple(unknown)), at
            at = self._skip(at + 1)

    def _part(self, at: int, texts: list[str], unknown: list[str]) -> int:
        """One part of a value: braced, quoted, a number, or an abbreviation."""
        sign = self.text[at : at + 1]
        if sign == "{":
            end = self._group(at)
            texts.append(self.text[at + 1 : end - 1])
            return end
        if sign == '"':
            end = self._quoted(at)
            texts.append(self.text[at + 1 : end - 1])
            return end
        match = _NAME.match(self.text, at)
        if match is None:
            raise _Broken(at, f"expected a value in braces or quotes, not {self.text[at : at + 10]!r}")
        word = match[0]
        if not word.isdigit() and word.lower() not in self.macros:
            unknown.append(word)
        texts.append(self.macros.get(word.lower(), word))
        return match.end()

    def _group(self, at: int) -> int:
        """The end of the group that opens here; a brace behind a backslash does not count."""
        depth = 0
        for match in re.compile(r"\\.|[{}]", re.DOTALL).finditer(self.text, at):
            depth += {"{": 1, "}": -1}.get(match[0], 0)
            if depth == 0:
                return match.end()
        raise _Broken(at, "this brace is never closed")

    def _quoted(self, at: int) -> int:
        depth = 0
        for match in re.compile(r'\\.|[{}"]', re.DOTALL).finditer(self.text, at + 1):
            if match[0] == '"' and depth == 0:
                return match.end()
            depth += {"{": 1, "}": -1}.get(match[0], 0)
        raise _Broken(at, "this quotation mark is never closed")

    def _expect(self, sign: str, at: int, message: str) -> int:
        at = self._skip(at)
        if self.text[at : at + 1] != sign:
            found = "the end of the file" if at >= len(self.text) else repr(self.text[at : at + 10])
            raise _Broken(at, f"{message}, not {found}")
        return at + 1

    def _skip(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return match.end() if match else at

    def _place(self, at: int) -> tuple[int, int]:
        line = bisect_left(self.ends, at)
        return line + 1, at - (self.ends[line - 1] if line else -1)


def parted(text: str, separator: str) -> list[str]:
    """A text parted where a separator (a pattern) stands outside all braces.

    >>> parted("Boer, P. and {Raad and Daad}", " and ")
    ['Boer, P.', '{Raad and Daad}']
    """
    found: list[str] = []
    depth = start = 0
    for match in re.compile(rf"\\.|[{{}}]|(?P<cut>{separator})", re.DOTALL).finditer(text):
        if match["cut"] is not None and depth == 0:
            found.append(text[start : match.start()])
            start = match.end()
        elif match["cut"] is None:
            depth += {"{": 1, "}": -1}.get(match[0], 0)
    return [*found, text[start:]]
