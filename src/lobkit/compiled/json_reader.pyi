"""From the bytes of JSON Lines to things, natively: `json_reader.c`. It is not there where it could not be compiled."""

from types import EllipsisType
from typing import Any, Final, final

TEXT: Final[int]
INTEGER: Final[int]
BOOLEAN: Final[int]
DATE: Final[int]
KNOWN: Final[int]
FORM: Final[int]
DECIMAL: Final[int]
IRI: Final[int]
TEXTS: Final[int]
PHRASES: Final[int]
THING: Final[int]
TREE: Final[int]
ONE: Final[int]
IN_ORDER: Final[int]
AS_SET: Final[int]
BY_NAMES: Final[int]
SOURCE: Final[int]
"""31 bits of the CRC-32 of the files that it was compiled of; 0 where whoever compiled it did not say."""

_Field = tuple[
    bytes, Any, int, int, bool, int, int, Any | EllipsisType, Any, dict[Any, Any] | None, Any, tuple[Any, ...]
]

@final
class Reader:
    def __new__(
        cls,
        of: type[Any],
        names: tuple[str, ...] | None,
        type: bytes,
        deepest: int,
        iri: _Field | None,
        fields: tuple[_Field, ...],
        /,
    ) -> Reader: ...

def listed(readers: list[Reader], raw: bytes, start: int, things: list[Any], /) -> int: ...
def things(readers: list[Reader], lines: list[bytes], things: list[Any], /) -> int: ...
