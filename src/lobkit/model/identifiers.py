"""Identifiers of publications: DOI, ISBN, ISSN, Handle and URN:NBN, with their checksums."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated

from lobkit.errors import ValueRefused, shown
from lobkit.namespaces import XSD
from lobkit.values import Datatype, checked_text


def _shaped(name: str, pattern: str, example: str, checksum: Callable[[str], bool] | None = None) -> Datatype:
    """A row for text of one form, kept as written."""
    compiled = re.compile(pattern)

    def check(value: object) -> str:
        text = checked_text(value)
        if not compiled.fullmatch(text):
            raise ValueRefused(f"{shown(text)} is no {name}; write one such as {example!r}")
        if checksum is not None and not checksum(text):
            raise ValueRefused(f"the check digit of the {name} {shown(text)} does not fit; is a digit wrong?")
        return text

    return Datatype(name, (XSD.string,), "string", check, str, check, examples=(example,))


def _digits(text: str) -> str:
    return text.replace("-", "").replace(" ", "")


def _isbn_fits(text: str) -> bool:
    digits = _digits(text)
    if len(digits) == 13:  # ISO 2108:2017, annex C: weights 1 and 3, modulo 10
        return digits.isdigit() and sum(int(d) * (3 if at % 2 else 1) for at, d in enumerate(digits)) % 10 == 0
    return len(digits) == 10 and _modulo_11(digits)


def _issn_fits(text: str) -> bool:
    return _modulo_11(_digits(text))  # ISO 3297, annex: weights from 8 down, modulo 11


def _modulo_11(digits: str) -> bool:
    values = [10 if digit in "Xx" else int(digit) for digit in digits]
    return sum(value * weight for value, weight in zip(values, range(len(values), 0, -1), strict=True)) % 11 == 0


DOI = _shaped("DOI", r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+", "10.1000/182")
ISBN = _shaped("ISBN", r"[0-9](?:[ -]?[0-9]){8,11}[ -]?[0-9Xx]", "978-90-313-6018-5", _isbn_fits)
ISSN = _shaped("ISSN", r"[0-9]{4}-[0-9]{3}[0-9X]", "0028-9922", _issn_fits)
HANDLE = _shaped("Handle", r"[0-9A-Za-z]+(?:\.[0-9A-Za-z]+)*/\S+", "2066/19444")
URN_NBN = _shaped("URN:NBN", r"[Uu][Rr][Nn]:[Nn][Bb][Nn]:[A-Za-z]{2}[:\-]\S+", "urn:nbn:nl:ui:22-2066/19444")

Doi = Annotated[str, DOI]
"""A DOI without its resolver: `10.1000/182`."""
Isbn = Annotated[str, ISBN]
"""An ISBN of 10 or 13 digits, hyphens as printed."""
Issn = Annotated[str, ISSN]
"""An ISSN with its hyphen."""
Handle = Annotated[str, HANDLE]
"""A Handle without its resolver: `2066/19444`."""
UrnNbn = Annotated[str, URN_NBN]
"""A URN:NBN in full."""
