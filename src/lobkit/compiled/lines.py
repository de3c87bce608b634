"""From a line of JSON, or a whole text with one record, to a thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from importlib.util import find_spec
from itertools import islice
from typing import Any

from lobkit.compiled.contexts import context_remover, record_reader
from lobkit.compiled.long_texts import NOTHING_LONG, Long
from lobkit.compiled.makers import are_plain
from lobkit.compiled.source import Unusual
from lobkit.compiled.structs import MAKING, expected
from lobkit.compiled.texts import is_clean, native
from lobkit.compiled.things import can_trust, struct_readers
from lobkit.errors import ValueRefused

_AT_ONCE = 32
"""How many lines are read at once: few enough that what was made of one is still at hand for the next look at it."""
_MISSES = 32
"""How many lines in a row may not be as long as lobkit writes them, before that is no longer looked at."""
_MISSES_TOGETHER = 3
"""How often in a row some lines may not be taken at once, before that is no longer tried."""


def line_reader(
    classes: tuple[type[Any], ...], *, long: Long = NOTHING_LONG, context: bool | None = None
) -> Callable[[bytes], Any]:
    """Reads a line of JSON to a thing; the rest is as with `lines_reader`.

    Where `context` is False, a context among its keys is unusual. The reader raises Unusual where the reader that
    explains has to look.
    """
    read_on = _one_by_one(classes, clean=False, long=long, context=context)

    def read(line: bytes) -> Any:
        found: list[Any] = []
        if read_on((line,), found) is not None:
            raise Unusual
        return found[0]

    return read


def lines_reader(
    lines: Iterable[bytes],
    classes: tuple[type[Any], ...],
    *,
    clean: bool = False,
    long: Long = NOTHING_LONG,
    by_few: bool = False,
    context: bool | None = None,
) -> Callable[[list[Any]], bytes | None]:
    """Reads lines of JSON to things of some classes; it is for one thread.

    Args:
        lines: what is read.
        classes: of the things.
        clean: whether the lines are known to hold no character that records refuse (`is_clean`).
        long: the fields in which most texts are known to be long (`long_texts`).
        by_few: whether the reader comes back after a few lines; at the end it has added nothing then.
        context: whether each line has a context among its keys; None where it may.

    The reader adds things to a list, until it comes to a line at which the reader that explains has to look: this line
    is given back, and when it is called again, it goes on behind it. At the end it gives None.
    """
    one_by_one = _one_by_one(classes, clean=clean, long=long, context=context)
    together = None
    if context is not True and find_spec("msgspec") is not None and can_trust(classes):
        together = _together(classes, clean=clean, long=long)
    left, some, misses = iter(lines), list[bytes](), 0
    waiting = iter(some)

    def read_on(found: list[Any]) -> bytes | None:
        nonlocal some, waiting, misses
        line = one_by_one(waiting, found)
        if by_few and found:
            return line
        while line is None and (some := list(islice(left, _AT_ONCE))):
            if together is not None and misses < _MISSES_TOGETHER:
                if (things := together(some)) is not None:
                    found += things
                    misses = 0
                    if by_few:
                        break
                    continue
                misses += 1
            waiting = iter(some)
            line = one_by_one(waiting, found)
            if by_few:
                break
        return line

    return read_on


def _together(classes: tuple[type[Any], ...], *, clean: bool, long: Long) -> Callable[[list[bytes]], list[Any] | None]:
    """Reads some lines and looks at all their IRIs at once; it gives None where anything is unusual.

    They are read again one by one then, so that what was made of them is dropped.
    """
    import msgspec  # noqa: PLC0415 - the same

    decode, readers = _decoder(classes, long), struct_readers(classes, long, trusting=True)
    encode_into, again = msgspec.json.Encoder().encode_into, bytearray()

    def read(lines: list[bytes]) -> list[Any] | None:
        found: list[Any] = []
        unseen: list[str] = []
        try:
            for line in lines:
                struct = decode(line)
                encode_into(struct, again)
                more = len(line) - len(again)  # a line end, mostly
                if not (0 <= more <= 1 or _says_no_more(line, again)) or not (clean or is_clean(line)):
                    return None
                found.append(readers[type(struct)](struct, 0, unseen))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, OverflowError):
            return None
        except (Unusual, ValueRefused, KeyError):
            return None
        return found if are_plain(unseen) else None

    return read


def _one_by_one(
    classes: tuple[type[Any], ...], *, clean: bool, long: Long, context: bool | None = None
) -> Callable[[Iterable[bytes], list[Any]], bytes | None]:
    """Reads lines until one is unusual, which is given back."""
    by_tree: Callable[[bytes], Any] | None = None  # it takes a while to make, and most files have no use for it
    if find_spec("msgspec") is None:
        return _all_by_tree(classes, context)
    by_struct, without_context = _by_struct(classes, clean=clean, long=long), context_remover(classes)

    def read_on(lines: Iterable[bytes], found: list[Any]) -> bytes | None:
        nonlocal by_tree
        for line in lines:
            try:
                thing = None if context else by_struct(line)  # no struct has a context
                if thing is None and context is not False and (rest := without_context(line)) is not None:
                    thing = by_struct(rest)
                if thing is None:
                    by_tree = by_tree or _by_tree(classes, context)
                    thing = by_tree(line)
            except Unusual:
                return line
            found.append(thing)
        return None

    return read_on


def _by_struct(classes: tuple[type[Any], ...], *, clean: bool, long: Long) -> Callable[[bytes], Any]:
    """Reads a line as it nearly always is; it gives None for one that may be right in another form.

    The reader raises Unusual where a value is refused.
    """
    import msgspec  # noqa: PLC0415 - it has no wheel for every platform

    decode, readers = _decoder(classes, long), struct_readers(classes, long)
    encode_into, again, misses = msgspec.json.Encoder().encode_into, bytearray(), 0

    def read(line: bytes) -> Any:
        nonlocal misses
        if misses >= _MISSES:
            return None
        try:
            struct = decode(line)
            encode_into(struct, again)
            more = len(line) - len(again)  # a line end, mostly
            if (0 <= more <= 1 or _says_no_more(line, again)) and (clean or is_clean(line)):
                thing = readers[type(struct)](struct, 0)
                misses = 0
                return thing
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, OverflowError):
            pass
        except (ValueRefused, KeyError):  # no such concept
            raise Unusual from None
        misses += 1
        return None

    return read


def _says_no_more(line: bytes, again: bytearray) -> bool:
    """Whether a line says no more than what was read of it and written again; then it has no key twice.

    They are as long as one another, but for white space between the words, and escapes of what is not ASCII: no other
    form of a text or a number is shorter than the one that is written (see `expected`).
    """
    import msgspec  # noqa: PLC0415 - it has no wheel for every platform

    tight = msgspec.json.format(line, indent=-1)  # without white space
    if len(tight) == len(again) or not tight.isascii() or again.isascii():
        return len(tight) == len(again)
    text = again.decode()
    ascii_, pairs = len(text.encode("ascii", "ignore")), len(text.encode("utf-16-le")) // 2
    # An escape takes six signs for each half of a pair in UTF-16, of which all that is ASCII is one.
    return len(tight) == ascii_ + 6 * (pairs - ascii_)


@cache
def _decoder(classes: tuple[type[Any], ...], long: Long) -> Callable[[bytes], Any]:
    import msgspec  # noqa: PLC0415 - the same

    with MAKING:
        return msgspec.json.Decoder(expected(classes, long)[0]).decode


def _all_by_tree(
    classes: tuple[type[Any], ...], context: bool | None
) -> Callable[[Iterable[bytes], list[Any]], bytes | None]:
    read = _by_tree(classes, context)

    def read_on(lines: Iterable[bytes], found: list[Any]) -> bytes | None:
        for line in lines:
            try:
                found.append(read(line))
            except Unusual:
                return line
        return None

    return read_on


def _by_tree(classes: tuple[type[Any], ...], context: bool | None) -> Callable[[bytes], Any]:
    """Reads a line in any form that JSON has."""
    decode, read = native(), record_reader(classes, context)
    return lambda line: read(decode(line))
