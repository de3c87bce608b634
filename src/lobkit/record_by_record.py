"""The formats that are their records one after another, and the text of some of them: parts make a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from lobkit.formats.format import Serialize
from lobkit.formats.json_lines import JSON_LINES
from lobkit.formats.nquads import NQUADS
from lobkit.formats.ntriples import NTRIPLES
from lobkit.names import Names
from lobkit.writing import written_format

RECORD_BY_RECORD = (JSON_LINES, NTRIPLES, NQUADS)
"""The formats in which a catalog that says nothing of itself is its records, one after another."""


def records_text(
    records: Iterable[Any], format: str, *, enrich: bool = False, start: int = 0, known: Names | None = None
) -> Iterator[str]:
    """The text of records in a format, piece by piece: partitions of a whole, put together, give the whole.

    Raises:
        WriteError: where the format cannot take them.
    """
    chosen = written_format(format)
    if chosen in (NTRIPLES, NQUADS):
        from lobkit.formats.ntriples import serialize  # noqa: PLC0415 - it alone knows where it starts

        return serialize(records, enrich=enrich, start=start, known=known)
    return cast(Serialize, chosen.serialize)(records, enrich=enrich)
