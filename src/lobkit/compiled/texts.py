"""What a text in JSON can be trusted for, told from its bytes: no key twice, and no character that records refuse."""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from lobkit.compiled.source import Unusual


def native() -> Callable[[bytes], Any]:
    """A decoder of JSON texts to trees, where no key stands twice and every text is clean; it is for one thread.

    The decoder raises Unusual where that is not plain to see.
    """
    return _by_proof() if find_spec("msgspec") is not None else by_pairs


def _by_proof() -> Callable[[bytes], Any]:
    """The decoder does not tell of a key that stands twice; but then the tree would not give the same bytes again."""
    import msgspec  # noqa: PLC0415 - it has no wheel for every platform

    decode, encode_into, again = msgspec.json.Decoder().decode, msgspec.json.Encoder().encode_into, bytearray()

    def read(raw: bytes) -> Any:
        try:
            tree = decode(raw)
            encode_into(tree, again)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            raise Unusual from None
        if not is_clean(raw):
            raise Unusual
        # Spaces between the words, or escapes that need not be, give other bytes: then its pairs are looked at.
        return tree if again == raw or again == raw.strip() else _pairs(raw.decode())

    return read


def by_pairs(raw: bytes) -> Any:
    """Decodes with the standard library.

    Raises:
        Unusual: as `native`.
    """
    try:
        tree = _pairs(raw.decode(), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Unusual from None
    if not is_clean(raw) or has_half_characters(raw):
        raise Unusual
    return tree


_half = re.compile(rb"\\u[dD][89a-fA-F]").search


def has_half_characters(raw: bytes) -> bool:
    """Whether an escape stands for half a character (a surrogate), perhaps without its other half.

    In JSON two halves are a character; N-Triples and Turtle take none (RDF 1.1 Turtle, section 6.4).
    """
    return _half(raw) is not None


def _no_number(name: str) -> None:
    raise ValueError(name)


def _pairs(text: str, **given: Any) -> Any:
    return json.loads(text, object_pairs_hook=unique, **given)


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of these pairs.

    Raises:
        Unusual: where a key stands twice.
    """
    tree = dict(pairs)
    if len(tree) < len(pairs):
        raise Unusual
    return tree


def is_clean(raw: bytes) -> bool:
    """Whether a text in JSON, N-Triples or Turtle holds no character that records refuse.

    It looks for escapes and noncharacters; a control character as it stands is what decoders of JSON refuse, and what
    `has_controls` finds.
    """
    if _has_noncharacters(raw):
        return False
    at = raw.find(b"\\") if _may_be_refused(raw) else -1
    while at >= 0:
        sign = raw[at + 1 : at + 2]
        if sign in (b"b", b"f", b"U", b"") or (sign == b"u" and _is_refused(raw, at + 2)):
            return False
        at = raw.find(b"\\", at + 2)
    return True


def _has_noncharacters(raw: bytes) -> bool:
    # One byte is found many times faster than two.
    return b"\xef" in raw and (b"\xef\xbf\xbe" in raw or b"\xef\xbf\xbf" in raw)


_may_be_refused = re.compile(rb"\\(?:[bfU]|u00[01]|u[fF]{3}[eEfF]|$)").search
"""What looks like an escape of such a character, and nearly never stands anywhere."""
_is_refused = re.compile(rb"00[01]|[fF]{3}[eEfF]").match
"""The figures of an escaped character that no record holds; and a few that it may, which nobody writes so."""


_CONTROLS = [bytes([code]) for code in range(32) if code not in b"\t\n"]
_AT_HAND = 2**17
"""How many bytes are looked through again and again while they are at hand for the processor."""


def has_controls(raw: bytes) -> bool:
    """Whether a text holds a control character that records refuse, or a carriage return, not as an escape."""
    parts = (raw[at : at + _AT_HAND] for at in range(0, len(raw), _AT_HAND))
    return any(one in part for part in parts for one in _CONTROLS)


def is_as_written(raw: bytes) -> bool:
    """Whether an RDF text has no escape but those that lobkit writes, which stand for themselves or for white space.

    A noncharacter that records refuse stands there as it is then.
    """
    return not _is_not_written(raw) and not _has_noncharacters(raw)


_is_not_written = re.compile(rb'\\[^"\\nrt]').search

_BULK = 2**20
"""How many signs a text has of which so much is made that it matters how it is collected later."""


@contextmanager
def without_collecting(size: int = 0) -> Iterator[None]:
    """Pauses the collection of garbage while much is made and little is dropped; a pause within a pause is one.

    Args:
        size: how many signs are read.

    What was made in bulk is old when it is there: else the next collection would walk over all of it, in vain.
    """
    was_on = gc.isenabled()
    is_bulk = was_on and size > _BULK and gc.get_freeze_count() == 0
    if is_bulk:
        gc.collect(1)  # so that nothing of somebody else's grows old before its time
    gc.disable()
    try:
        yield
    finally:
        if is_bulk:  # moves all that is young without a look at it
            gc.freeze()
            gc.unfreeze()
        if was_on:
            gc.enable()
