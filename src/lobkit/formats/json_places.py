"""Where one value stands in a JSON text: found by stepping over all that does not lead there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lobkit.formats.format import Place, line_and_column

_skip = json.JSONDecoder().raw_decode
_SPACE = re.compile(r"[ \t\r\n]*")


def place_in(text: str, place: Place) -> tuple[int, int]:
    """The line and column of a value in a JSON text that can be decoded; of a missing one, of what should hold it.

    It takes a small part of the time of `locator`, which knows all places, and is worth it for a few of them.
    """
    # `at` is where to point, `start` where the value begins: a member of an object is pointed at by its key.
    at = start = _after_space(text, 0)
    for step in place:
        found = next((pair for key, *pair in _inside(text, start) if key == step), None)
        if found is None:
            break
        at, start = found
    return line_and_column(text, at)


def _inside(text: str, start: int) -> Iterator[tuple[str | int, int, int]]:
    """The members of an object or the items of a list: the key or number, where that stands, and where the value."""
    is_object = text[start] == "{"
    if not is_object and text[start] != "[":
        return
    number, at = 0, _after_space(text, start + 1)
    while text[at] not in "}]":
        key, value = number, at
        if is_object:
            key, end = _skip(text, at)
            value = _after_space(text, _after_space(text, end) + 1)
        yield key, at, value
        at = _after_space(text, _skip(text, value)[1])
        number, at = number + 1, _after_space(text, at + 1) if text[at] == "," else at


def _after_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at
