"""Texts, language tags, dates and whole numbers by themselves: what every form carries, and why one is refused."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from functools import lru_cache

from attrs import frozen

from lobkit.errors import ValueRefused, shown

# What XML 1.0 cannot carry (section 2.2), and what is no Unicode text at all.
_FORBIDDEN_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def checked_text(text: object) -> str:
    """The text itself, when every form can carry it.

    Raises:
        ValueRefused: for what is no `str`, control characters, lone surrogates and noncharacters.
    """
    if not isinstance(text, str):
        raise ValueRefused(f"expected text, not {shown(text)}")
    if text.isprintable():  # none of the forbidden characters is, and most texts are
        return text
    if bad := _FORBIDDEN_CHARACTER.search(text):
        raise ValueRefused(
            f"the character U+{ord(bad[0]):04X} at position {bad.start()} cannot be carried by every form; take it out"
        )
    return text


@lru_cache(maxsize=256)
def fitting(pattern: str) -> Callable[[str], re.Match[str] | None]:
    """The function that fits a pattern for validators to a whole text."""
    return re.compile(pattern).fullmatch


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern for validators fits the whole text."""
    return fitting(pattern)(text) is not None


# BCP 47 (RFC 5646, section 2.1), without the grandfathered tags; tags have no case.
LANGUAGE_PATTERN = (
    "(?:(?:[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
    "(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(?:-[0-9A-WY-Za-wy-z](?:-[A-Za-z0-9]{2,8})+)*"
    "(?:-[Xx](?:-[A-Za-z0-9]{1,8})+)?|[Xx](?:-[A-Za-z0-9]{1,8})+)"
)
"""A language tag in any case, for validators."""


def language_tag(tag: object) -> str:
    """A language tag in the one form that lobkit keeps: well-formed by BCP 47, in lower case.

    Tags compare without case (RDF 1.1 Concepts, 3.3), so `nl-BE` and `nl-be` are one tag.
    """
    text = checked_text(tag)
    if not matches(LANGUAGE_PATTERN, text):
        raise ValueRefused(f"{shown(tag)} is no language tag; write one such as 'nl', 'en' or 'nl-be' (BCP 47)")
    return text.lower()


@frozen(order=True)
class PartialDate:
    """A year, a month of a year, or a day: xsd:gYear, xsd:gYearMonth or xsd:date.

    >>> str(PartialDate(2015, 3))
    '2015-03'
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __attrs_post_init__(self) -> None:
        checked_year(self.year)
        if self.month is None and self.day is not None:
            raise ValueRefused("a day needs its month")
        if self.month is not None and (type(self.month) is not int or not 1 <= self.month <= 12):
            raise ValueRefused(f"{shown(self.month)} is no month; write 1 to 12")
        if self.month is not None and self.day is not None:
            last = calendar.monthrange(self.year, self.month)[1]
            if type(self.day) is not int or not 1 <= self.day <= last:
                raise ValueRefused(f"{shown(self.day)} is no day of {self.year}-{self.month:02}; write 1 to {last}")

    def __str__(self) -> str:
        month = "" if self.month is None else f"-{self.month:02}"
        return f"{self.year:04}{month}" + ("" if self.day is None else f"-{self.day:02}")

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """The date that `2015`, `2015-03` or `2015-03-01` names."""
        match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text) if isinstance(text, str) else None
        if match is None:
            raise ValueRefused(f"{shown(text)} is no date; write 2015, 2015-03 or 2015-03-01")
        return cls(*(int(part) for part in match.groups() if part is not None))


def checked_year(year: object) -> int:
    """A year of four digits: what xsd:gYear writes without a sign or leading zeros."""
    if type(year) is not int:
        raise ValueRefused(f"expected a year as a whole number, not {shown(year)}")
    if not 1000 <= year <= 9999:
        raise ValueRefused(f"{year} is no year of publication; write four digits, 1000 to 9999")
    return year


def checked_integer(value: object) -> int:
    """A whole number that every form can carry.

    Raises:
        ValueRefused: for what is none, also true and false, and beyond the numbers that JSON carries.
    """
    if type(value) is not int:
        raise ValueRefused(f"expected a whole number, not {shown(value)}")
    if abs(value) >= 2**53:  # RFC 8259, section 6: beyond it, readers of JSON disagree
        raise too_large(shown(value))
    return value


def too_large(number: str) -> ValueRefused:
    """What is said of a number that JSON does not carry."""
    return ValueRefused(f"{number} is too large for JSON, which goes to {2**53 - 1} on either side; carry it as text")


@frozen
class Form:
    """The check of a text of one form and of nothing else, so that readers who know the form need not call it."""

    name: str
    pattern: str
    example: str

    def __call__(self, value: object) -> str:
        """The text itself.

        Raises:
            ValueRefused: with an example.
        """
        text = checked_text(value)
        if fitting(self.pattern)(text) is None:
            raise ValueRefused(f"{shown(text)} is no {self.name}; write one such as {self.example!r}")
        return text


@frozen
class Between:
    """The check of a whole number between bounds and of nothing else."""

    name: str
    least: int
    most: int

    def __call__(self, value: object) -> int:
        """The number itself.

        Raises:
            ValueRefused: with the bounds.
        """
        number = checked_integer(value)
        if not self.least <= number <= self.most:
            raise ValueRefused(f"{number} is no {self.name}; write {self.least} to {self.most}")
        return number
