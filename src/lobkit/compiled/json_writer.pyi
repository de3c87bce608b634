"""From things to the bytes of JSON Lines, natively: `json_writer.c`. It is not there where it could not be compiled."""

from collections.abc import Callable
from typing import Any, Final, final

TEXT: Final[int]
INTEGER: Final[int]
BOOLEAN: Final[int]
DATE: Final[int]
DECIMAL: Final[int]
TREE: Final[int]
THING: Final[int]
UNLESS_EMPTY: Final[int]
UNLESS_NONE: Final[int]
ALWAYS: Final[int]
SOURCE: Final[int]
"""31 bits of the CRC-32 of the files that it was compiled of; 0 where whoever compiled it did not say."""

_Field = tuple[str, bytes, int, bool, int, Any]

@final
class Writer:
    def __new__(
        cls,
        of: type[Any],
        type: bytes,
        check: Callable[[Any], None] | None,
        writers: dict[type[Any], Writer],
        deepest: int,
        iri: _Field | None,
        fields: tuple[_Field, ...],
        /,
    ) -> Writer: ...

def lines(writers: dict[type[Any], Writer], things: list[Any], /) -> bytes: ...
