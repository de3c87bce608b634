"""Which texts of a file are long: they are taken as they stand until their thing is made, which spares time and memory.

A `str` that is written again, as the proof that nothing stands twice does, keeps its UTF-8 as long as it lives, unless
it is ASCII. For a page of text that costs more than all else; for a word it costs less than taking it as it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from itertools import islice
from typing import Any

from lobkit.datatypes import STRING
from lobkit.description import LangMapRange, LiteralRange, NodeRange, PropertyShape
from lobkit.shape import shape_of

Long = frozenset[tuple[type[Any], str]]
"""The fields whose texts are long: the class and the name of each."""
NOTHING_LONG: Long = frozenset()

_BULK = 2**24
"""Bytes of JSON from which on it takes less time to look, and to compile other readers, than it spares."""
_SAMPLE = 2**15
"""Bytes of lines that are looked at."""
_FEW = 16
"""Records of a document that are looked at."""
_PAGE = 300
"""Characters that make a text long."""


def long_texts(raw: bytes, classes: tuple[type[Any], ...], records: Iterable[Any] | None = None) -> Long:
    """The fields of things of these classes in which most texts are long, by what the first records of a file have.

    What cannot be read is passed over; nothing that is read depends on it.

    Args:
        raw: the file.
        classes: of the things.
        records: the JSON of each record, where they are no lines.
    """
    if len(raw) < _BULK or find_spec("msgspec") is None:
        return NOTHING_LONG
    import msgspec  # noqa: PLC0415 - it has no wheel for every platform

    votes: Counter[tuple[type[Any], str]] = Counter()
    for record in raw[:_SAMPLE].split(b"\n")[:-1] if records is None else islice(records, _FEW):
        try:
            tree = msgspec.json.decode(record)
        except (msgspec.MsgspecError, RecursionError):
            continue
        for field, text in _texts(tree, classes):
            votes[field] += 1 if len(text) >= _PAGE and not text.isascii() else -1
    return frozenset(field for field, more in votes.items() if more > 0)


def is_text(one: PropertyShape) -> bool:
    """Whether a property holds one text, or one in each language."""
    plain = isinstance(one.range, LiteralRange) and one.range.datatype is STRING
    return (plain or isinstance(one.range, LangMapRange)) and not one.cardinality.many


def _texts(tree: Any, classes: tuple[type[Any], ...]) -> Iterator[tuple[tuple[type[Any], str], str]]:
    """The texts of a tree, with their fields."""
    for item in tree if isinstance(tree, list) else [tree]:
        name = item.get("type") if isinstance(item, dict) else None
        for shape in (shape for shape in map(shape_of, classes) if shape.name == name):
            for one in shape.properties:
                value = item.get(one.key)
                if isinstance(one.range, NodeRange):
                    yield from _texts(value, one.range.classes)
                elif is_text(one):
                    texts = value.values() if isinstance(value, dict) else [value]
                    yield from (((shape.cls, one.name), text) for text in texts if isinstance(text, str))
