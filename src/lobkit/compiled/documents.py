"""From a JSON document to things: one record, or several under `@graph`, which are read one by one as lines are."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

from attrs import frozen

from lobkit.compiled.contexts import CONTEXT, SPACE, record_reader, refuse_other
from lobkit.compiled.lines import line_reader, lines_reader
from lobkit.compiled.long_texts import long_texts
from lobkit.compiled.source import Unusual
from lobkit.compiled.texts import by_pairs, is_clean


@frozen
class Document:
    """What a document holds.

    Args:
        records: in their order.
        several: whether they stand in a list under `@graph`, be it one record only.
    """

    records: Sequence[Any]
    several: bool = False


def read_document(raw: bytes, classes: tuple[type[Any], ...], *, bare: bool = True) -> Document:
    """The things in a document.

    Args:
        raw: the document.
        classes: of the things.
        bare: whether a list under `@graph` may stand there without a context; else each record needs its own.

    Raises:
        Unusual: where the reader that explains has to look.
    """
    opening = _OPENING(raw)
    if opening is None:
        raise Unusual
    before = _FIRST_CONTEXT(raw, opening.end())
    if before is not None:
        refuse_other(before[1], classes)
    graph = _GRAPH(raw, (before or opening).end())
    if graph is not None:
        return Document(_listed(raw, graph.end(), classes, before is not None, bare), several=True)
    if before is None:
        return Document((line_reader(classes)(raw),))
    # What stands behind a context is, behind a bracket, a record without one; where nothing does, it is none.
    return Document((line_reader(classes, context=False)(b"{" + raw[before.end() :]),))


_OPENING = re.compile(rb"%b\{%b" % (SPACE, SPACE)).match
_FIRST_CONTEXT = re.compile(rb"%b,%b" % (CONTEXT, SPACE)).match
_LAST_CONTEXT = re.compile(rb"%b,%b%b" % (SPACE, SPACE, CONTEXT)).match
_GRAPH = re.compile(rb'"@graph"%b:%b(?=\[)' % (SPACE, SPACE)).match


def _listed(raw: bytes, start: int, classes: tuple[type[Any], ...], in_context: bool, bare: bool) -> list[Any]:
    """The things in a list that begins at `start`, where no key but a context stands beside the one of the list.

    Before the list stands its key, and behind it the bracket that closes the document, or a context and that. In
    between, all of it is a list, or it is no JSON: so no other key stands there, and this one stands there once.
    """
    close = end = raw.rfind(b"]") + 1
    behind = None if in_context else _LAST_CONTEXT(raw, end)
    if behind is not None:
        refuse_other(behind[1], classes)
        close, in_context = behind.end(), True
    if raw[close:].translate(None, b" \t\n\r") != b"}":
        raise Unusual
    context = None if in_context or bare else True  # each record has to have one of its own
    if context is None and (things := _natively(raw, start, end, classes)) is not None:
        return things
    if not is_clean(raw):
        raise Unusual
    if find_spec("msgspec") is None:
        return list(map(record_reader(classes, context), by_pairs(raw[start:end])))
    pieces = _pieces(memoryview(raw)[start:end])
    long = long_texts(raw, classes, pieces)
    found: list[Any] = []
    # Of each view, bytes are made when its turn comes, so that few of them are there at a time.
    if lines_reader(map(bytes, pieces), classes, clean=lambda: True, long=long, context=context)(found) is not None:
        raise Unusual
    if context and not found:  # then the whole is no JSON of lobkit
        raise Unusual
    return found


def _natively(raw: bytes, start: int, end: int, classes: tuple[type[Any], ...]) -> list[Any] | None:
    """The things in a list from one place to another, by the reader that was compiled from C, where that takes them."""
    try:
        from lobkit.compiled.reading_natively import list_reader  # noqa: PLC0415 - it is not everywhere
    except ImportError:
        return None
    found: list[Any] = []
    return found if list_reader(classes)(raw, start, found) == end else None


def _pieces(raw: memoryview) -> list[Any]:
    """The members of a list, each as a view of what stands there, without the white space between words."""
    import msgspec  # noqa: PLC0415 - it has no wheel for every platform

    try:
        tight = raw if bytes(raw[1:2]) == b"{" else msgspec.json.format(raw, indent=-1)
        return _split()(tight)
    except (msgspec.MsgspecError, RecursionError):
        raise Unusual from None


@cache
def _split() -> Callable[[bytes | memoryview], list[Any]]:
    import msgspec  # noqa: PLC0415 - the same

    return msgspec.json.Decoder(list[msgspec.Raw]).decode
