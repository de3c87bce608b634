"""From a line of JSON, as bytes, to a thing."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import Any

from lobkit.compiled.source import Unusual
from lobkit.compiled.structs import expected
from lobkit.compiled.texts import is_clean, native
from lobkit.compiled.things import reader_of, struct_readers
from lobkit.errors import ValueRefused

_MISSES = 32
"""How many lines in a row may not be as long as lobkit writes them, before that is no longer looked at."""


def line_reader(classes: tuple[type[Any], ...], *, clean: bool = False) -> Callable[[bytes], Any]:
    """Reads lines of JSON to things of some classes; it is for one thread.

    Args:
        classes: of the things.
        clean: whether the lines are known to hold no character that records refuse (`is_clean`).

    The reader raises Unusual where the reader that explains has to look.
    """
    by_tree = _by_tree(classes)
    if find_spec("msgspec") is None:
        return by_tree
    import msgspec  # noqa: PLC0415 - it has no wheel for every platform

    decode, readers = _decoder(classes), struct_readers(classes)
    encode_into, again, misses = msgspec.json.Encoder().encode_into, bytearray(), 0

    def read(line: bytes) -> Any:
        nonlocal misses
        if misses < _MISSES:
            try:
                struct = decode(line)
                encode_into(struct, again)
                # Equal in length, it has no key twice (see `expected`).
                if (len(again) == len(line) or len(again) == len(line.strip())) and (clean or is_clean(line)):
                    misses = 0
                    return readers[type(struct)](struct, 0)
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, OverflowError):
                pass  # it may yet be right, in another form
            except (ValueRefused, KeyError):  # no such concept
                raise Unusual from None
            misses += 1
        return by_tree(line)

    return read


@cache
def _decoder(classes: tuple[type[Any], ...]) -> Callable[[bytes], Any]:
    import msgspec  # noqa: PLC0415 - the same

    return msgspec.json.Decoder(expected(classes)[0]).decode


def _by_tree(classes: tuple[type[Any], ...]) -> Callable[[bytes], Any]:
    """Reads a line in any form that JSON has."""
    decode, read = native(), reader_of(classes)
    return lambda line: read(decode(line))
