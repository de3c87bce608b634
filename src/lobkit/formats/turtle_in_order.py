"""Turtle read record by record, where each paragraph stands where lobkit writes it; no more than some are in memory."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from typing import IO, Any, cast

from attrs import define, field

from lobkit.compiled.source import Unusual
from lobkit.compiled.terms import NOT_PLAIN, characters_of
from lobkit.compiled.texts import has_controls, is_as_written
from lobkit.compiled.turtle_file import File, Read, name_at
from lobkit.compiled.turtle_text import bits_of
from lobkit.compiled.turtle_things import readers
from lobkit.description import Cardinality, NodeRange
from lobkit.formats.format import NotInOrder
from lobkit.formats.turtle_terms import iri_text
from lobkit.names import Names
from lobkit.shape import shape_of

_SIZE = 2**19
"""How many bytes are read at once."""

_AHEAD = 2**12
"""How many bytes are at hand, if there are so many, before one looks what stands next."""

_LONGEST = 2**24
"""Bytes of a paragraph from which on it is read in another way."""

_IN_LIST = "    "
"""What the items of a list of the catalog begin with."""


def records_in_paragraphs(
    stream: IO[bytes], classes: tuple[type[Any], ...], known: Names, whole: type[Any] | None
) -> Iterator[Any]:
    """The records of a file in its order, each as a reading of the whole file gives it.

    lobkit writes a record, then the things with an IRI that it names, in the order in which it names them, then those
    that these name, and so on; a catalog names its records in this way. So it is known for each name where its
    paragraph begins. That every paragraph was read, and once, is known for certain when the last record was given:
    what came before must not be used until then.

    Args:
        stream: the bytes of the file, in which one can go to any place.
        classes: what can stand on its own.
        known: takes in the IRIs of records.
        whole: the class of a thing that only holds records, which stand for it; None where there is none.

    Raises:
        NotInOrder: where anything is not as lobkit writes it, right or wrong; the reader of the whole file tells.
    """
    file = _Paragraphs(stream, known)
    try:
        yield from file.records(readers(tuple(one for one in classes if one is not whole)), classes, whole)
    except (*NOT_PLAIN, ValueError):
        raise NotInOrder from None


@define
class _Cursor:
    """A part of the file of which the paragraphs are read one after another.

    Args:
        text: some of it, with a character for each byte, to the end of a line.
        base: where in the file that begins.
        at: where in the text the next paragraph begins.
        start: where in the file the first one began.
    """

    text: str
    base: int
    at: int
    start: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.start = self.place

    @property
    def place(self) -> int:
        """Where in the file the next paragraph begins."""
        return self.base + self.at


class _Paragraphs(File):
    """A file of which the things with an IRI that a paragraph names stand in the next part, in that order.

    The parts follow one another: the record (or the catalog), what it names, what that names, and so on.
    """

    def __init__(self, stream: IO[bytes], known: Names) -> None:
        super().__init__("", roots=cast(Any, known))
        self._stream = stream
        self._cursors = [_Cursor("", len(_mark(stream)), 0)]
        self._level = 0

    # ── records ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def records(
        self, by_type: dict[str, Read], classes: tuple[type[Any], ...], whole: type[Any] | None
    ) -> Iterator[Any]:
        """The records, one by one; see `records_in_paragraphs`."""
        head = f"\n[ a {iri_text(shape_of(whole).type)}" if whole is not None else None
        self._take_prefixes()
        is_first = True
        while (cursor := self._next()).at < len(cursor.text):
            if cursor.text.startswith("\n@prefix ", cursor.at):
                cursor.at += 1
                self._take_prefixes()
                continue
            if head is not None and cursor.text.startswith((f"{head} ", f"{head}\n"), cursor.at):
                cursor.at += len(head)
                yield from self._held(cast(type[Any], whole), classes)
                self._settle()
                if not is_first or self._next().at < len(self.text):
                    raise NotInOrder  # its records would stand among others
                return
            yield self._record(by_type)
            self._settle()
            is_first = False

    def _take_prefixes(self) -> None:
        while (at := self.prefixes((cursor := self._next()).at)) > cursor.at:
            cursor.at = at

    def _record(self, by_type: dict[str, Read]) -> Any:
        """The record whose paragraph comes next."""
        cursor = self._cursors[0]
        if cursor.text.startswith("\n[ a ", cursor.at):
            return self._read(cursor, lambda at: self.paragraph(at + 2, None, by_type))
        name = name_at(cursor.text, cursor.at + 1)
        if name_at(cursor.text, cursor.at + len(f"\n{name} a ")) not in by_type:
            raise NotInOrder
        iri = self._root(name)
        return self._read(cursor, lambda at: self._named_paragraph(at, name, iri, by_type, 0))

    def _root(self, name: str) -> str:
        """The IRI of a record, which nothing else has."""
        iri = self.iri(name)
        if iri in self.things or not cast(Any, self.roots).add(iri):
            raise NotInOrder
        return iri

    def _held(self, whole: type[Any], classes: tuple[type[Any], ...]) -> Iterator[Any]:
        """The records that a thing holds of which nothing else is said, from behind its type on to its end."""
        shape = shape_of(whole)
        self.used |= bits_of(shape.type)
        for one in shape.properties:
            start = f" ;\n  {iri_text(one.path)} (\n{_IN_LIST}"
            cursor = self._next()
            if not cursor.text.startswith(start, cursor.at):
                continue
            range_ = one.range
            if one.cardinality is not Cardinality.ORDERED or not isinstance(range_, NodeRange):
                raise NotInOrder
            if not set(range_.classes) <= set(classes):
                raise NotInOrder
            self.used |= bits_of(one.path)
            cursor.at += len(start) - len(_IN_LIST)
            by_type = readers(range_.classes)
            while (cursor := self._next()).text.startswith(_IN_LIST, cursor.at):
                yield self._item(cursor, by_type)
            self._pass(cursor, "  )")
        self._pass(self._next(), "\n] .\n")
        if self.used & ~self.declared:
            raise NotInOrder

    def _item(self, cursor: _Cursor, by_type: dict[str, Read]) -> Any:
        """A record in a list: in brackets, or by its name."""
        at = cursor.at + len(_IN_LIST)
        if cursor.text.startswith("[", at):
            return self._read(cursor, partial(self._bracket, by_type))
        name = name_at(cursor.text, at)
        record = self.described(name, self._root(name), at, by_type, 1)
        cursor.at = at + len(name)
        self._pass(cursor, "\n")
        return record

    def _bracket(self, by_type: dict[str, Read], at: int) -> tuple[Any, int]:
        record, at = self.node(at + len(_IN_LIST), by_type, _IN_LIST, 0)
        if self.text[at] != "\n":
            raise Unusual
        return record, at + 1

    def _pass(self, cursor: _Cursor, text: str) -> None:
        if not cursor.text.startswith(text, cursor.at):
            raise NotInOrder
        cursor.at += len(text)

    # ── parts of the file ────────────────────────────────────────────────────────────────────────────────────────────

    def described(self, name: str, iri: str, at: int, by_type: dict[str, Read], depth: int) -> Any:
        """The thing of a name that stands at some place for the first time, from its paragraph in the next part."""
        head = f"\n{name} a "
        level = self._level + 1
        if level == len(self._cursors):
            self._cursors.append(self._begun(head, at))
        cursor = self._cursors[level]
        while len(cursor.text) - cursor.at < len(head) and self._extend(cursor):
            pass
        if not cursor.text.startswith(head, cursor.at):
            raise NotInOrder
        around = self.text, self._level
        self._level = level
        thing = self._read(cursor, lambda at: self._named_paragraph(at, name, iri, by_type, depth))
        self.text, self._level = around
        return thing

    def _named_paragraph(self, at: int, name: str, iri: str, by_type: dict[str, Read], depth: int) -> tuple[Any, int]:
        if self.text[at] != "\n":
            raise Unusual
        return self.paragraph(at + 1 + len(name), iri, by_type, depth)

    def _read(self, cursor: _Cursor, read: Callable[[int], tuple[Any, int]]) -> Any:
        """Reads what comes next in a part; where it does not end in what is at hand of the file, from more of it.

        Whatever was found to be named until then is named, since reading goes from sign to sign, and lines are whole.
        """
        while True:
            self.text = cursor.text
            try:
                thing, cursor.at = read(cursor.at)
            except (*NOT_PLAIN, ValueError):
                if not self._extend(cursor):
                    raise NotInOrder from None
            else:
                return thing

    def _next(self) -> _Cursor:
        """The first part, of which enough is at hand to look at what comes next."""
        cursor = self._cursors[0]
        while len(cursor.text) - cursor.at < _AHEAD and self._extend(cursor):
            pass
        self.text = cursor.text
        return cursor

    def _extend(self, cursor: _Cursor) -> bool:
        """Takes more of the file to hand, twice as much each time; whether there was more."""
        left = cursor.text[cursor.at :]
        if len(left) > _LONGEST:
            raise NotInOrder
        more = self._loaded(cursor.base + len(cursor.text), max(_SIZE, len(left)))
        cursor.text, cursor.base, cursor.at = left + more, cursor.place, 0
        return bool(more)

    def _loaded(self, place: int, size: int) -> str:
        """Lines of the file from some place on."""
        self._stream.seek(place)
        raw = self._stream.read(size)
        raw += self._stream.readline()
        if has_controls(raw) or not is_as_written(raw):
            raise NotInOrder
        return characters_of(raw)

    def _begun(self, head: str, at: int) -> _Cursor:
        """The next part of the file, whose first paragraph has this beginning.

        It may stand within a text; then the part before does not end there, which is found out in the end.
        """
        above = self._cursors[-1]
        found = above.text.find(head, at)
        if found >= 0:
            return _Cursor(above.text, above.base, found)
        wanted = head.encode("latin-1")
        place, rest = above.base + len(above.text), above.text[-len(head) :].encode("latin-1")
        self._stream.seek(place)
        while raw := self._stream.read(_SIZE):
            around = rest + raw
            found = around.find(wanted)
            if found >= 0:
                place += found - len(rest)
                return _Cursor(self._loaded(place, _SIZE), place, 0)
            place += len(raw)
            rest = around[-len(head) :]
        raise NotInOrder

    def _settle(self) -> None:
        """Goes on behind what was named, when a record with all that it names was read.

        Raises:
            NotInOrder: where one of the parts does not end where the next one begins.
        """
        if any(one.place != other.start for one, other in pairwise(self._cursors)):
            raise NotInOrder
        del self._cursors[:-1]


def _mark(stream: IO[bytes]) -> bytes:
    """The mark of the byte order that a file may begin with."""
    return BOM_UTF8 if stream.read(len(BOM_UTF8)) == BOM_UTF8 else b""
