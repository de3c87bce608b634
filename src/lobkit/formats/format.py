"""What a format is: its name, registrations, reader and writer, and what a reading gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

from attrs import field, frozen

from lobkit.errors import Finding, LeftOut, ReadError

MAX_DEPTH = 100
"""How deep things may be nested, in every form, both ways."""


Place = tuple[str | int, ...]
"""The way from a record to a value inside it: keys and positions."""


class Member(str):
    """A step to a member of a set, by its text, since a set has no positions."""

    __slots__ = ()


Locate = Callable[[Place], tuple[int, int] | None]
"""From a place to its line and column, both counted from 1."""


@frozen
class Node:
    """A thing as far as it could be read, for those who judge what is left of it.

    Args:
        place: where it stands.
        thing: the thing; where something required could not be read, an incomplete one with None in that place.
        missed: the names of the fields that the source states and that could not be read.
    """

    place: Place
    thing: Any
    missed: frozenset[str] = frozenset()


@frozen
class Parsed:
    """What a reading gives.

    Args:
        records: the things that were read, in the order of the source.
        findings: what was noticed on the way, worst first only by their place.
        left_out: statements, keys and whole records that a lenient reading could not place.
        made: each thing that could stand at the top of a file, wherever it stands, with its place.
        names: the IRIs of such things, also of those that could not be made.
        nodes: every thing in the source, nested ones too, as far as it could be read; only of a lenient reading that
            found something wrong.
        locate: gives the line and column of a place, where the form has lines.
        resolve: gives the position of each `Member` in the source.
        explained: reads the source again with all its places, where this reading has none.
        starts: the place of each record, where it is another one than that of the whole, and `made` does not say it.
        start: gives the place that the only record, which has no IRI, has in `explained`; it may not know it.
    """

    records: tuple[Any, ...]
    findings: tuple[Finding, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    made: tuple[tuple[Place, Any], ...] = field(default=(), eq=False, repr=False)
    names: frozenset[str] = field(default=frozenset(), eq=False, repr=False)
    nodes: tuple[Node, ...] = field(default=(), eq=False, repr=False)
    locate: Locate | None = field(default=None, eq=False, repr=False)
    resolve: Callable[[Place], Place] = field(default=lambda place: place, eq=False, repr=False)
    explained: Callable[[], Parsed] | None = field(default=None, eq=False, repr=False)
    starts: tuple[Place, ...] = field(default=(), eq=False, repr=False)
    start: Callable[[], Place | None] = field(default=lambda: None, eq=False, repr=False)

    @property
    def unplaced(self) -> tuple[str, ...]:
        """The statements or keys that were left out, as text in the source's own form."""
        return tuple(one.text for one in self.left_out if one.text)

    def placed(self) -> Parsed:
        """The same with all its places."""
        return self if self.explained is None else self.explained()

    def located(self) -> Parsed:
        """The same, so that lines and columns can be asked for, where the form has them."""
        return self if self.locate is not None else self.placed()


class Parse(Protocol):
    """Text to things of the given classes.

    Raises:
        ReadError: with all that is wrong; when `lenient`, only where nothing could be read at all.
    """

    def __call__(self, text: str, classes: tuple[type[Any], ...], *, lenient: bool = False) -> Parsed: ...


class ParseRaw(Protocol):
    """The bytes of a file to things of the given classes, where making a text of them first would be work for nothing.

    Raises:
        ReadError: as `Parse`, and where the bytes are no UTF-8.
    """

    def __call__(self, raw: bytes, classes: tuple[type[Any], ...], *, lenient: bool = False) -> Parsed: ...


class Serialize(Protocol):
    """Things to text, in pieces that can be written one by one.

    Raises:
        WriteError: where the format cannot take a thing.
    """

    def __call__(self, records: Iterable[Any], *, enrich: bool = False) -> Iterator[str]: ...


class SerializeRaw(Protocol):
    """Things to the bytes of a file, in pieces, where making a text first would be work for nothing.

    Raises:
        WriteError: as `Serialize`.
    """

    def __call__(self, records: Iterable[Any]) -> Iterator[bytes]: ...


class Stream(Protocol):
    """Numbered lines to things, one by one, so that no more than one record is in memory.

    `refused_for` gives the reasons why a record that is right in itself cannot stand behind those before it.

    Raises:
        ReadError: with all that is wrong, also with what follows the first fault.
        NotInOrder: where the records do not stand one after another, so that the file has to be read as a whole.
    """

    def __call__(
        self,
        lines: Iterable[tuple[int, bytes]],
        classes: tuple[type[Any], ...],
        refused_for: Callable[[Any], Iterable[Finding]] = ...,
    ) -> Iterator[Any]: ...


class NotInOrder(Exception):
    """Statements about one thing stand apart, or a record needs what another one says: the whole has to be read."""


@frozen
class Format:
    """A row of the registry.

    Args:
        name: as on the command line.
        title: for people.
        media_type: as registered with IANA.
        extensions: as registered, each with its dot; the first is the one that is written.
        parse: the reader, or None.
        serialize: the writer, or None.
        lossless: whether every record comes back equal.
        multiple: whether a file can hold any number of records.
        note: what the format cannot do, for the table in the docs.
        root: the only class that it carries, or None for all.
        parse_raw: the reader of a file's bytes, where it is another one.
        serialize_raw: the writer of a file's bytes, where it is another one.
        stream: reads record by record from lines, or None where a file can only be read as a whole.
    """

    name: str
    title: str
    media_type: str
    extensions: tuple[str, ...]
    parse: Parse | None = None
    serialize: Serialize | None = None
    lossless: bool = True
    multiple: bool = True
    note: str = ""
    root: str | None = None
    parse_raw: ParseRaw | None = None
    serialize_raw: SerializeRaw | None = None
    stream: Stream | None = None


def decoded(raw: bytes, line: int = 1) -> str:
    """The text that bytes are in UTF-8.

    Args:
        raw: the bytes, without the mark of the byte order (U+FEFF) that a file may begin with.
        line: the number of their first line.

    Raises:
        ReadError: with code LOB003, where they are none.
    """
    try:
        return raw.decode()
    except UnicodeDecodeError as problem:
        before = raw[: problem.start].decode()
        at, column = line_and_column(before, len(before))
        message = f"byte {raw[problem.start]:#04x} is no UTF-8; save the file as UTF-8 (it may be a binary file)"
        raise ReadError([Finding("LOB003", message, line=line + at - 1, column=column)]) from None


_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def refuse_characters(text: str) -> None:
    """Refuses a text with characters that no record may hold, with the place of the first.

    Raises:
        ReadError: with code LOB107.
    """
    if bad := _FORBIDDEN.search(text):
        line, column = line_and_column(text, bad.start())
        raise ReadError(
            [
                Finding(
                    "LOB107",
                    f"the character U+{ord(bad[0]):04X} is not allowed in a text; is this a binary or damaged file?",
                    line=line,
                    column=column,
                )
            ]
        )


def line_and_column(text: str, at: int) -> tuple[int, int]:
    """The line and column of an offset, both counted from 1."""
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1


def path_text(place: Place) -> str:
    """A place as it stands in a finding: `authors[1].name`."""
    text = ""
    for step in place:
        text += f"[{step}]" if isinstance(step, (int, Member)) else f".{step}" if text else step
    return text


def resolver(tree: Any) -> Callable[[Place], Place]:
    """Gives each member of a set its position in a plain tree."""

    def resolve(place: Place) -> Place:
        found: list[str | int] = []
        node = tree
        for step in place:
            if isinstance(step, Member) and isinstance(node, list):
                step = node.index(str(step)) if str(step) in node else 0
            found.append(step)
            node = _inside(node, step)
        return tuple(found)

    return resolve


def _inside(node: Any, step: str | int) -> Any:
    if isinstance(node, dict):
        return node.get(step)
    return node[step] if isinstance(node, list) and isinstance(step, int) and step < len(node) else None
