"""Records with a context among their keys, wherever it stands there: the one of the model says nothing new."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from lobkit.compiled.source import Unusual
from lobkit.compiled.texts import unique
from lobkit.compiled.things import reader_of
from lobkit.schemas.context import is_own_context


def record_reader(classes: tuple[type[Any], ...], context: bool | None = None) -> Callable[[Any], Any]:
    """Reads the tree of a record to a thing, as `reader_of` does; it takes the context out of the tree.

    Args:
        classes: of the things.
        context: whether the record has one among its keys; None where it may. All else is unusual.
    """
    read = reader_of(classes)

    def read_record(tree: Any) -> Any:
        there = type(tree) is dict and "@context" in tree
        if context is not None and there is not context:
            raise Unusual
        if there and not is_own_context(tree.pop("@context"), classes):
            raise Unusual
        return read(tree)

    return read_record


SPACE = rb"[ \t\n\r]*+"  # RFC 8259, section 2
# A context is an address, or an object that holds texts and objects of texts; whether it is JSON is not said yet.
CONTEXT = rb'"@context"%b:%b("[^"\\]*+"|\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\})%b' % (SPACE, SPACE, SPACE)
_FIRST = re.compile(rb"%b\{%b%b," % (SPACE, SPACE, CONTEXT)).match
_LAST = re.compile(rb"%b\}%b" % (CONTEXT, SPACE)).fullmatch


def context_remover(classes: tuple[type[Any], ...]) -> Callable[[bytes], bytes | None]:
    """Takes out of a line the context that stands before or behind all other keys; None where none stands there.

    What is left is JSON where the line is, and the other way round: a comma and a key of an object are taken out whole,
    since a quotation mark behind a comma or a bracket opens a text, where it does not make a line that is no JSON.

    The remover raises Unusual where it is the context of other classes.
    """
    begin = end = b""  # with what the last line of its kind began or ended; most lines of a file do so alike

    def remove(line: bytes) -> bytes | None:
        nonlocal begin, end
        if begin and line.startswith(begin):
            return b"{" + line[len(begin) :]
        if end and line.endswith(end):
            return line[: -len(end)] + b"}"
        first = _FIRST(line)
        if first is not None:
            refuse_other(first[1], classes)
            begin = first[0]
            return b"{" + line[len(begin) :]
        at = line.rfind(b'"@context"')
        before = line[: max(at, 0)].rstrip(b" \t\n\r")
        last = _LAST(line, at) if before.endswith(b",") else None
        if last is None:
            return None
        refuse_other(last[1], classes)
        end = line[len(before) - 1 :]
        return before[:-1] + b"}"

    return remove


@lru_cache(maxsize=16)  # files of one kind begin alike; a context that is refused is not kept
def refuse_other(context: bytes, classes: tuple[type[Any], ...]) -> None:
    """Refuses the text of a context of other classes.

    Raises:
        Unusual: also where it is no JSON.
    """
    try:
        is_own = is_own_context(json.loads(context.decode(), object_pairs_hook=unique), classes)
    except (ValueError, RecursionError):
        raise Unusual from None
    if not is_own:
        raise Unusual
