"""What a text in JSON can be trusted for, told from its bytes: no key twice, and no character that records refuse."""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from typing import Any

from lobkit.compiled.source import Unusual


@cache
def native() -> Callable[[str], Any]:
    """Decodes one JSON text to its tree, where no key stands twice and every text is clean.

    Raises:
        Unusual: where that is not plain to see.
    """
    return _by_proof() if find_spec("msgspec") is not None else _by_pairs


def _by_proof() -> Callable[[str], Any]:
    """The decoder does not tell of a key that stands twice; but then the tree would not give the same bytes again."""
    import msgspec  # noqa: PLC0415 - it has no wheel for every platform

    decode, encode_into, again = msgspec.json.Decoder().decode, msgspec.json.Encoder().encode_into, bytearray()

    def read(text: str) -> Any:
        try:
            raw = text.encode()
            tree = decode(raw)
            encode_into(tree, again)
        except (msgspec.MsgspecError, UnicodeEncodeError, RecursionError):
            raise Unusual from None
        if not is_clean(raw):
            raise Unusual
        # Spaces between the words, or escapes that need not be, give other bytes: then its pairs are looked at.
        return tree if again == raw or again == raw.strip() else _pairs(text)

    return read


def _by_pairs(text: str) -> Any:
    try:
        tree = _pairs(text, parse_constant=_no_number)
        tree_text = text.encode()
    except (ValueError, RecursionError):
        raise Unusual from None
    if not is_clean(tree_text) or _SURROGATE.search(tree_text):
        raise Unusual
    return tree


_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
"""Half a character, perhaps without its other half."""


def _no_number(name: str) -> None:
    raise ValueError(name)


def _pairs(text: str, **given: Any) -> Any:
    return json.loads(text, object_pairs_hook=_unique, **given)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    tree = dict(pairs)
    if len(tree) < len(pairs):
        raise Unusual
    return tree


def is_clean(raw: bytes) -> bool:
    """Whether a JSON text that can be decoded plainly holds no character that records refuse.

    Such a character stands there as U+FFFE or U+FFFF, or as an escape.
    """
    # One byte is found many times faster than two.
    if b"\xef" in raw and (b"\xef\xbf\xbe" in raw or b"\xef\xbf\xbf" in raw):
        return False
    at = raw.find(b"\\")
    while at >= 0:
        sign = raw[at + 1]
        if sign in b"bf" or (sign == 117 and _is_refused(raw, at + 2)):
            return False
        at = raw.find(b"\\", at + 2)
    return True


_is_refused = re.compile(rb"00[01]|[fF]{3}[eEfF]").match
"""The figures of an escaped character that no record holds; and a few that it may, which nobody writes so."""


@contextmanager
def without_collecting() -> Iterator[None]:
    """Pauses the collection of garbage while much is made and little is dropped; a pause within a pause is one."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
