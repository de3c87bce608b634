"""Version numbers: which is higher, and which one a change asks for (Semantic Versioning 2.0.0)."""

from __future__ import annotations

import re
from enum import IntEnum

from attrs import frozen


class Verdict(IntEnum):
    """What a change does to those who use the vocabulary, worst last."""

    NONE = 0
    EDITORIAL = 1
    COMPATIBLE = 2
    BREAKING = 3

    def __str__(self) -> str:
        return self.name.lower() if self else "no change"


# Semantic Versioning 2.0.0, with the shorter forms that vocabularies use (9.02, v3, 1.0).
_NUMBERS = re.compile(r"[vV]?\.?\s*([0-9]{1,9})(?:\.([0-9]{1,9}))?(?:\.([0-9]{1,9}))?(?:-([0-9A-Za-z.-]+))?(?:\+\S*)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2}.*)?|[0-9]{8}")


@frozen
class Version:
    """A version as it is written, and what it is worth."""

    text: str
    numbers: tuple[int, int, int] | None
    before: str = ""
    """The mark of a version that comes before the release, such as `rc.1`."""
    places: int = 3
    dated: bool = False

    @classmethod
    def of(cls, text: str) -> Version:
        """Reads a version: numbers, a date, or a name that says nothing about order."""
        stripped = text.strip()
        if _DATE.fullmatch(stripped):
            return cls(text, None, dated=True)
        match = _NUMBERS.fullmatch(stripped)
        if match is None:
            return cls(text, None)
        given = [int(part) for part in match.groups()[:3] if part is not None]
        padded = (*given, 0, 0)[:3]
        return cls(text, (padded[0], padded[1], padded[2]), match[4] or "", len(given))

    def comparable(self, other: Version) -> bool:
        """Whether it can be told which of the two is higher."""
        return (self.numbers is not None and other.numbers is not None) or (self.dated and other.dated)

    def higher_than(self, other: Version) -> bool:
        """Whether it comes after another that it is comparable with."""
        if self.dated:
            return self.text.strip() > other.text.strip()
        return _key(self) > _key(other)


def _key(one: Version) -> tuple[tuple[int, int, int], bool, tuple[tuple[bool, int, str], ...]]:
    parts = tuple((not p.isdigit(), int(p) if p.isdigit() else 0, p) for p in one.before.split(".") if p)
    return one.numbers or (0, 0, 0), not one.before, parts


def asked_for(old: str | None, verdict: Verdict) -> str | None:
    """The lowest version that says what a change does; None where nothing changed, or the old one has no numbers.

    Below 1.0.0 anything may change (clause 4), and by habit the middle number says what the first one says later.

    >>> asked_for("1.4.2", Verdict.BREAKING), asked_for("1.4.2", Verdict.COMPATIBLE)
    ('2.0.0', '1.5.0')
    >>> asked_for("0.3.1", Verdict.BREAKING)
    '0.4.0'
    """
    version = Version.of(old) if old else None
    if version is None or version.numbers is None or verdict is Verdict.NONE:
        return None
    major, minor, patch = version.numbers
    if verdict is Verdict.BREAKING and major > 0:
        raised = (major + 1, 0, 0)
    elif verdict >= Verdict.COMPATIBLE and (major > 0 or verdict is Verdict.BREAKING):
        raised = (major, minor + 1, 0)
    else:
        raised = (major, minor, patch if version.before else patch + 1)
    places = max(version.places, next((at for at in (3, 2, 1) if raised[at - 1]), 1))
    return ".".join(map(str, raised[:places]))


def not_raised(old: str | None, new: str | None, verdict: Verdict) -> str | None:
    """Why the new version does not say what changed, as a sentence; None where it does, or where none can tell."""
    if verdict is Verdict.NONE:
        return None
    if not new:
        return "the new edition states no version; write owl:versionInfo on its scheme" if old else None
    if not old:
        return None
    before, after = Version.of(old), Version.of(new)
    if old.strip() == new.strip():
        return f"the version is {new} as before, and its content changed; {_write(old, verdict)}"
    if not before.comparable(after):
        return None
    if not after.higher_than(before):
        return f"the version went down from {old} to {new}; {_write(old, verdict)}"
    asked = asked_for(old, verdict)
    if asked is not None and Version.of(asked).higher_than(after) and before.places >= _place(before, verdict):
        return f"the version went from {old} to {new}, and a {verdict} change asks for {asked} or higher"
    return None


def _place(version: Version, verdict: Verdict) -> int:
    """Which number of a version a change raises; vocabularies that write fewer numbers cannot say it."""
    early = version.numbers is not None and version.numbers[0] == 0
    return {Verdict.BREAKING: 2 if early else 1, Verdict.COMPATIBLE: 3 if early else 2}.get(verdict, 3)


def _write(old: str, verdict: Verdict) -> str:
    asked = asked_for(old, verdict)
    return f"write {asked} or higher" if asked else "write a later one"
