"""From a JSON document to things: one record, or several under `@graph`, which are read one by one as lines are."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import Any

from attrs import frozen

from lobkit.compiled.lines import line_reader, lines_reader
from lobkit.compiled.long_texts import long_texts
from lobkit.compiled.source import Unusual
from lobkit.compiled.texts import by_pairs, is_clean, unique
from lobkit.compiled.things import reader_of
from lobkit.schemas.context import is_own_context


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
        bare: whether a list under `@graph` may stand there without a context.

    Raises:
        Unusual: where the reader that explains has to look.
    """
    opening = _OPENING(raw)
    if opening is None:
        raise Unusual
    context = _CONTEXT(raw, opening.end())
    if context is not None:
        _refuse_other(context[1], classes)
    graph = _GRAPH(raw, (context or opening).end())
    if graph is None:
        # What stands behind a context is, behind a bracket, a record without one; where nothing does, it is none.
        return Document((line_reader(classes)(raw if context is None else b"{" + raw[context.end() :]),))
    if context is None and not bare:
        raise Unusual
    return Document(_listed(raw, graph.end(), classes), several=True)


_SPACE = rb"[ \t\n\r]*+"  # RFC 8259, section 2
_OPENING = re.compile(rb"%b\{%b" % (_SPACE, _SPACE)).match
# A context is an address, or an object that holds texts and objects of texts; whether it is JSON is not said yet.
_CONTEXT = re.compile(
    rb'"@context"%b:%b("[^"\\]*+"|\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\})%b,%b' % (_SPACE, _SPACE, _SPACE, _SPACE)
).match
_GRAPH = re.compile(rb'"@graph"%b:%b(?=\[)' % (_SPACE, _SPACE)).match


@lru_cache(maxsize=16)  # files of one kind begin alike; a context that is refused is not kept
def _refuse_other(context: bytes, classes: tuple[type[Any], ...]) -> None:
    try:
        is_own = is_own_context(json.loads(context.decode(), object_pairs_hook=unique), classes)
    except (ValueError, RecursionError):
        raise Unusual from None
    if not is_own:
        raise Unusual


def _listed(raw: bytes, start: int, classes: tuple[type[Any], ...]) -> list[Any]:
    """The things in a list that begins at `start`, where no key stands beside the one of the list.

    Before the list stands its key, and behind it the bracket that closes the document. In between, all of it is a list,
    or it is no JSON: so no other key stands there, and this one stands there once.
    """
    end = raw.rfind(b"]") + 1
    if raw[end:].translate(None, b" \t\n\r") != b"}" or not is_clean(raw):
        raise Unusual
    if find_spec("msgspec") is None:
        return list(map(reader_of(classes), by_pairs(raw[start:end])))
    pieces = _pieces(memoryview(raw)[start:end])
    long = long_texts(raw, classes, pieces)
    found: list[Any] = []
    # Of each view, bytes are made when its turn comes, so that few of them are there at a time.
    if lines_reader(map(bytes, pieces), classes, clean=True, long=long)(found) is not None:
        raise Unusual
    return found


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
