"""Waivers: findings that a project lives with, each with the reason why, in a file of its own."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from attrs import define, field

from lobkit.errors import LobkitError, shown

_KEYS = {"code", "reason", "subject", "file"}
_CODE = re.compile(r"SKOS[1-3][0-9]{0,2}")


@define
class Waiver:
    """What is waived.

    Args:
        code: a code, or the beginning of some, such as `SKOS2`.
        reason: why; a waiver without reason is none.
        subject: the IRI of the only thing that it holds for; `…*` for all that begin so; None for all.
        file: the end of the name of the only file that it holds for; None for all.
        used: how many findings it took away.
    """

    code: str
    reason: str
    subject: str | None = None
    file: str | None = None
    used: int = field(default=0, eq=False)

    def covers(self, code: str, subject: str | None, source: str | None) -> bool:
        """Whether it takes a finding away."""
        if not code.startswith(self.code):
            return False
        if self.file is not None and not Path(source or "").as_posix().endswith(self.file):
            return False
        if self.subject is None:
            return True
        if self.subject.endswith("*"):
            return (subject or "").startswith(self.subject[:-1])
        return subject == self.subject

    def __str__(self) -> str:
        """The waiver, for the message that it is not used."""
        more = [f"for {self.subject}"] if self.subject else []
        more += [f"in {self.file}"] if self.file else []
        return " ".join([self.code, *more, f"({self.reason})"])


def read_waivers(path: str | Path) -> list[Waiver]:
    """The waivers of a TOML file: tables `[[waiver]]`, each with `code`, `reason`, and where it holds.

    Raises:
        LobkitError: for a file that cannot be read, or a waiver that is none.
    """
    try:
        whole = tomllib.loads(Path(path).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise LobkitError(f"{path}: these waivers cannot be read: {problem}") from None
    rows = whole.get("waiver")
    if set(whole) - {"waiver"} or not isinstance(rows, list):
        raise LobkitError(
            f"{path}: a file of waivers has tables [[waiver]], each with code and reason, and nothing else"
        )
    return [_waiver(row, f"{path}: waiver {at}") for at, row in enumerate(rows, 1)]


def _waiver(row: Any, place: str) -> Waiver:
    if not isinstance(row, dict) or not all(isinstance(value, str) for value in row.values()):
        raise LobkitError(f"{place}: it is a table of texts, such as code = 'SKOS234' and reason = 'a flat list'")
    if unknown := sorted(set(row) - _KEYS):
        raise LobkitError(f"{place}: {shown(unknown[0])} is no key of a waiver; it has {', '.join(sorted(_KEYS))}")
    if not _CODE.fullmatch(row.get("code", "")):
        raise LobkitError(
            f"{place}: code is a code such as 'SKOS234', or the beginning of one, not {shown(row.get('code'))}"
        )
    if not row.get("reason", "").strip():
        raise LobkitError(f"{place}: a waiver has a reason, for those who read it in a year")
    return Waiver(**row)
