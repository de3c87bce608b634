"""From a line of JSON, or a whole text with one record, to a thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from importlib.util import find_spec
from itertools import islice
from typing import Any

from attrs import frozen

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


@frozen
class _Together:
    """A way to read several lines with one call.

    Args:
        read: adds the things of lines to a list, as far as it takes them, and gives how many it took.
        alone: how many lines behind those are read one by one then.
        misses: how often in a row it may take none, before it is no longer tried.
    """

    read: Callable[[list[bytes], list[Any]], int]
    alone: int
    misses: int


def line_reader(
    classes: tuple[type[Any], ...], *, long: Long = NOTHING_LONG, context: bool | None = None
) -> Callable[[bytes], Any]:
    """Reads a line of JSON to a thing; the rest is as with `lines_reader`.

    Where `context` is False, a context among its keys is unusual. The reader raises Unusual where the reader that
    explains has to look.
    """
    read_on = _one_by_one(classes, clean=lambda: False, long=long, context=context)

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
    clean: Callable[[], bool] = lambda: False,
    long: Long = NOTHING_LONG,
    by_few: bool = False,
    context: bool | None = None,
) -> Callable[[list[Any]], bytes | None]:
    """Reads lines of JSON to things of some classes; it is for one thread.

    Args:
        lines: what is read.
        classes: of the things.
        clean: tells whether the lines are known to hold no character that records refuse (`is_clean`), where that has
            not been seen otherwise.
        long: the fields in which most texts are known to be long (`long_texts`).
        by_few: whether the reader comes back after a few lines; at the end it has added nothing then.
        context: whether each line has a context among its keys; None where it may.

    The reader adds things to a list, until it comes to a line at which the reader that explains has to look: this line
    is given back, and when it is called again, it goes on behind it. At the end it gives None.
    """
    together = None if context else _together(classes, clean=clean, long=long)
    tried = together is not None and together.alone == 1
    one_by_one = _one_by_one(classes, clean=clean, long=long, context=context, tried=tried)
    left, some, misses = iter(lines), list[bytes](), 0
    alone = iter(some)

    def read_on(found: list[Any]) -> bytes | None:
        nonlocal some, alone, misses
        while True:
            line = one_by_one(alone, found)
            if line is not None or (by_few and found):
                return line
            some = some or list(islice(left, _AT_ONCE))
            if not some:
                return None
            read, behind = 0, len(some)
            if together is not None and misses < together.misses:
                read, behind = together.read(some, found), together.alone
                misses = 0 if read else misses + 1
            alone, some = iter(some[read : read + behind]), some[read + behind :]

    return read_on


def _together(classes: tuple[type[Any], ...], *, clean: Callable[[], bool], long: Long) -> _Together | None:
    if (natively := _natively(classes)) is not None:
        return _Together(natively, alone=1, misses=_MISSES)
    if find_spec("msgspec") is not None and can_trust(classes):
        return _Together(_by_structs(classes, clean=clean(), long=long), alone=_AT_ONCE, misses=3)
    return None


def _natively(classes: tuple[type[Any], ...]) -> Callable[[list[bytes], list[Any]], int] | None:
    """The reader that was compiled from C, where that was possible."""
    try:
        from lobkit.compiled.reading_natively import things_reader  # noqa: PLC0415 - it is not everywhere
    except ImportError:
        return None
    return things_reader(classes)


def _by_structs(classes: tuple[type[Any], ...], *, clean: bool, long: Long) -> Callable[[list[bytes], list[Any]], int]:
    """Reads some lines and looks at all their IRIs at once; it takes none where anything is unusual.

    They are read again one by one then, so that what was made of them is dropped.
    """
    import msgspec  # noqa: PLC0415 - the same

    decode, readers = _decoder(classes, long), struct_readers(classes, long, trusting=True)
    encode_into, again = msgspec.json.Encoder().encode_into, bytearray()

    def read(lines: list[bytes], found: list[Any]) -> int:
        things: list[Any] = []
        unseen: list[str] = []
        try:
            for line in lines:
                struct = decode(line)
                encode_into(struct, again)
                more = len(line) - len(again)  # a line end, mostly
                if not (0 <= more <= 1 or _says_no_more(line, again)) or not (clean or is_clean(line)):
                    return 0
                things.append(readers[type(struct)](struct, 0, unseen))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, OverflowError):
            return 0
        except (Unusual, ValueRefused, KeyError):
            return 0
        if not are_plain(unseen):
            return 0
        found += things
        return len(things)

    return read


def _one_by_one(
    classes: tuple[type[Any], ...],
    *,
    clean: Callable[[], bool],
    long: Long,
    context: bool | None = None,
    tried: bool = False,
) -> Callable[[Iterable[bytes], list[Any]], bytes | None]:
    """Reads lines until one is unusual, which is given back; `tried` are lines that the native reader left."""
    by_tree: Callable[[bytes], Any] | None = None  # it takes a while to make, and most files have no use for it
    quickly, without_context = _quickly(classes, clean=clean, long=long), context_remover(classes)

    def read_on(lines: Iterable[bytes], found: list[Any]) -> bytes | None:
        nonlocal by_tree
        for line in lines:
            try:
                thing = None if context else quickly(line, tried)  # which knows no context
                if thing is None and context is not False and (rest := without_context(line)) is not None:
                    thing = quickly(rest, False)
                if thing is None:
                    by_tree = by_tree or _by_tree(classes, context)
                    thing = by_tree(line)
            except Unusual:
                return line
            found.append(thing)
        return None

    return read_on


def _quickly(classes: tuple[type[Any], ...], *, clean: Callable[[], bool], long: Long) -> Callable[[bytes, bool], Any]:
    """Reads a line as it nearly always is, natively where that was not tried, or by its struct.

    The rest is as with `_by_struct`.
    """
    natively = _natively(classes)
    by_struct: Callable[[bytes], Any] | None = None  # which takes a while, too
    found: list[Any] = []
    misses = 0

    def read(line: bytes, tried: bool) -> Any:
        nonlocal by_struct, misses
        if natively is not None and not tried and misses < _MISSES:
            if natively([line], found):
                misses = 0
                return found.pop()
            misses += 1
        if by_struct is None:
            by_struct = _by_struct(classes, clean=clean(), long=long) if find_spec("msgspec") else lambda line: None
        return by_struct(line)

    return read


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


def _by_tree(classes: tuple[type[Any], ...], context: bool | None) -> Callable[[bytes], Any]:
    """Reads a line in any form that JSON has."""
    decode, read = native(), record_reader(classes, context)
    return lambda line: read(decode(line))
