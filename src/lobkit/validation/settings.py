"""Settings of a project: which findings count where, from `lobkit.toml` or `[tool.lobkit]` of `pyproject.toml`."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lobkit.errors import LobkitError, shown
from lobkit.validation.selection import Selection

_KEYS = ("select", "ignore", "per-file-ignores", "exclude", "model")


def selection_for(
    folder: Path, select: Iterable[str] = (), ignore: Iterable[str] = (), *, file: Path | None = None
) -> Selection:
    """The selection that holds in a folder: that of the nearest settings above it, and what is said besides.

    Args:
        folder: where to look, and then in the folders above it.
        select: instead of what the settings select.
        ignore: beside what the settings ignore.
        file: the settings themselves, where they stand elsewhere.

    Raises:
        LobkitError: for settings that cannot be read, or that say something unknown.
    """
    table, place = _read(file) if file is not None else _nearest(folder)
    for key in table:
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, n=1)
            advice = f"did you mean {near[0]!r}?" if near else f"it can be {', '.join(_KEYS)}"
            raise LobkitError(f"{place}: {shown(key)} is no setting of lobkit; {advice}")
    per_file = table.get("per-file-ignores", {})
    if not isinstance(per_file, dict):
        raise LobkitError(f"{place}: 'per-file-ignores' is a table of patterns, each with a list of codes")
    try:
        return Selection(
            tuple(select) or _codes(table.get("select", []), "select", place),
            (*ignore, *_codes(table.get("ignore", []), "ignore", place)),
            tuple((pattern, _codes(codes, pattern, place)) for pattern, codes in per_file.items()),
            _texts(table.get("exclude", []), "exclude", "patterns of files such as ['README.md', 'archief/*']", place),
        )
    except LobkitError as error:
        raise error if str(place) in str(error) or not table else LobkitError(f"{place}: {error}") from None


def model_in(folder: Path, *, file: Path | None = None) -> str | None:
    """The name of the model that the settings of a folder choose, such as `praktijk.model:MODEL`.

    Raises:
        LobkitError: as `selection_for`.
    """
    table, place = _read(file) if file is not None else _nearest(folder)
    name = table.get("model")
    if name is not None and not isinstance(name, str):
        raise LobkitError(f"{place}: 'model' is a name such as 'praktijk.model:MODEL', not {shown(name)}")
    return name


def _codes(value: Any, key: str, place: Path | None) -> tuple[str, ...]:
    return _texts(value, key, "codes such as ['LOB3', 'LOB406']", place)


def _texts(value: Any, key: str, of: str, place: Path | None) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise LobkitError(f"{place}: {shown(key)} is a list of {of}, not {shown(value)}")
    return tuple(value)


def _nearest(folder: Path) -> tuple[dict[str, Any], Path | None]:
    for above in (folder.resolve(), *folder.resolve().parents):
        for name in ("lobkit.toml", "pyproject.toml"):
            if (above / name).is_file():
                table, place = _read(above / name)
                if name == "lobkit.toml" or table:
                    return table, place
    return {}, None


def _read(file: Path) -> tuple[dict[str, Any], Path]:
    try:
        whole = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise LobkitError(f"{file}: these settings cannot be read: {problem}") from None
    table = whole.get("tool", {}).get("lobkit", {}) if file.name == "pyproject.toml" else whole
    if not isinstance(table, dict):
        raise LobkitError(f"{file}: 'tool.lobkit' is a table, not {shown(table)}")
    return table, file
