"""N-Triples read piece by piece, where each record stands in one piece with its blank nodes, as lobkit writes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lobkit.compiled.graphs import records_of
from lobkit.compiled.source import Unusual
from lobkit.compiled.texts import without_collecting
from lobkit.errors import ReadError
from lobkit.formats.format import NotInOrder
from lobkit.formats.rdf import read_triples
from lobkit.formats.statements import parse_triples
from lobkit.formats.triples import labels_below
from lobkit.names import Names
from lobkit.namespaces import RDF
from lobkit.shape import shape_of

_LONGEST = 64 * 2**20
"""Characters of a piece in which no second record begins: longer ones are read in another way."""

_TYPE = f" <{RDF.type}> "
_PLAIN = r'(?:<[^\s<>"\\]+>|_:\S+) <[^\s<>"\\]+> (?:"[^\r\n]*|<[^\s<>"\\]+>|_:\S+) \.'
is_plain = re.compile(_PLAIN).fullmatch
"""Whether a statement stands on its line as lobkit writes it: then names are the same if they are written alike."""
are_plain = re.compile(rf"(?>{_PLAIN}\n)*+").fullmatch
"""The same of lines, each with its end."""
_LABELS = re.compile("\n_:([^b ]*)").findall
"""What stands in a label before its first b, where it is a subject: in `_:r42b7`, the number of the record; in
`_:i42b7`, what follows from the IRI of the thing above it."""
_LABELS_OF_OBJECTS = re.compile(r" _:([^b ]*)\S* \.\n").findall
_is_numbered = re.compile("r[0-9]{1,18}").fullmatch


def records_in_order(pieces: Iterable[tuple[int, str]], classes: tuple[type[Any], ...], known: Names) -> Iterator[Any]:
    """The records of a file in its order, each as a reading of the whole file gives it.

    No more than a piece is in memory. What is proved for each piece before its records leave: it can be read alone,
    and no other piece says anything else of its subjects. An IRI is the subject of one piece, or what is said of it
    inside records is the same in all of them. Blank nodes are named by the number of their record, and numbers only
    grow; or by the IRI of the thing above them, of which they are a part.

    Args:
        pieces: the text, in pieces of whole lines.
        classes: what can stand on its own.
        known: takes in the IRIs of records.

    Raises:
        NotInOrder: where one of this cannot be proved; also where something is wrong, which the reader of the whole
            file tells.
    """
    apart = _Apart(known)
    # A line end within a text is escaped, so that those of another system end statements only.
    for text in _cut((text.replace("\r\n", "\n") for _, text in pieces), classes):
        found, labels = _read(text, classes)
        apart.note(text, labels, [str(iri) for one in found if (iri := getattr(one, "iri", None)) is not None])
        yield from found


def _cut(pieces: Iterable[str], classes: tuple[type[Any], ...]) -> Iterator[str]:
    """The same text, in pieces that begin with a record as far as one can see."""
    heads = [f"{_TYPE}<{shape_of(cls).type}> .\n" for cls in classes]
    waiting = ""
    for piece in pieces:
        text = waiting + piece
        at = _last_head(text, len(waiting), heads)
        if at:
            yield text[:at]
        waiting = text[at:]
        if len(waiting) > _LONGEST:
            raise NotInOrder
    if waiting:
        yield waiting


def _last_head(text: str, start: int, heads: list[str]) -> int:
    """Where the last record begins that has its head in the text behind some offset; 0 where none does."""
    end = len(text)
    while True:
        found = max(text.rfind(head, start, end) for head in heads)
        if found < 0:
            return 0
        at = text.rfind("\n", 0, found) + 1
        subject = text[at:found]
        # Nested things follow the statement that names them; and a text may hold what looks like a head.
        if at and " " not in subject and not text.endswith(f" {subject} .\n", 0, at):
            return at
        end = found


def _read(text: str, classes: tuple[type[Any], ...]) -> tuple[tuple[Any, ...], set[str]]:
    """The records of a piece, and what stands in the labels of its blank nodes before their first b."""
    labels = set(_LABELS(f"\n{text}"))
    try:
        with without_collecting():
            return records_of(text.encode(), "nt", classes), labels
    except Unusual:
        pass
    # Only where every line is written in one way, names can be told apart by how they are written.
    text = text if text.endswith("\n") else f"{text}\n"
    if not are_plain(text):
        raise NotInOrder
    try:
        # What follows from a record may name a blank node that stands in another one.
        return parse_triples(read_triples(text, "nt"), classes).records, labels.union(_LABELS_OF_OBJECTS(text))
    except ReadError:
        raise NotInOrder from None


class _Apart:
    """What the pieces before have said something of.

    Args:
        roots: takes in the IRIs of records.
    """

    def __init__(self, roots: Names) -> None:
        self._roots, self._nested, self._said = roots, Names(), Names()
        self._highest = -1

    def note(self, text: str, labels: set[str], roots: list[str]) -> None:
        """Takes in a piece that could be read.

        Raises:
            NotInOrder: where something was said of one of its subjects before.
        """
        below = {one for one in labels if one[:1] == "i"}
        self._note_blank(labels - below)
        for iri in roots:
            if not self._roots.add(iri) or iri in self._nested:
                raise NotInOrder
        # Each thing that can be read has its class stated; the part before may end in a text that only looks like it.
        subjects = {part[part.rfind("\n") + 1 :] for part in text.split(_TYPE)[:-1]}
        nested = {one[1:-1] for one in subjects if one[:1] == "<" and " " not in one}.difference(roots)
        if nested or below:
            self._note_nested(text, nested, below)

    def _note_blank(self, labels: set[str]) -> None:
        if not all(map(_is_numbered, labels)):
            raise NotInOrder
        if labels:
            numbers = [int(one[1:]) for one in labels]
            if min(numbers) <= self._highest:
                raise NotInOrder
            self._highest = max(numbers)

    def _note_nested(self, text: str, nested: set[str], below: set[str]) -> None:
        """Takes in what is said of things with an IRI inside records, with the blank nodes that are named by them."""
        said: dict[str, set[str]] = {iri: set() for iri in nested}
        named = {next(labels_below(iri))[2:-2]: iri for iri in nested} if below else {}
        if not named.keys() >= below:
            raise NotInOrder
        for line in text.split("\n"):
            subject = line[1 : line.find(">")] if line[:1] == "<" else named.get(line[2 : line.find("b")], "")
            if subject in said:
                said[subject].add(line)
        for iri, lines in said.items():
            first = self._nested.add(iri)
            if iri in self._roots or (self._said.add("\n".join(sorted(lines))) and not first):
                raise NotInOrder
