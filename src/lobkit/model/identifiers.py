"""Identifiers: the forms of DOI, ISBN, ISSN, Handle and URN:NBN, and the check digits of those that have one."""

from __future__ import annotations

from typing import Annotated

from lobkit.datatypes import Datatype


def isbn_fits(isbn: str) -> bool:
    """Whether the check digit of an ISBN of 10 or 13 digits fits (ISO 2108:2017, annex C)."""
    digits = _digits(isbn)
    if len(digits) == 13:
        return sum(int(d) * (3 if at % 2 else 1) for at, d in enumerate(digits)) % 10 == 0
    return _modulo_11(digits)


def issn_fits(issn: str) -> bool:
    """Whether the check digit of an ISSN fits (ISO 3297, annex)."""
    return _modulo_11(_digits(issn))


def orcid_fits(digits: str) -> bool:
    """Whether the check digit of the sixteen signs of an ORCID fits (ISO 7064, mod 11-2)."""
    total = 0
    for digit in _digits(digits)[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == digits[-1].upper()


_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def ror_fits(name: str) -> bool:
    """Whether the two check digits of the nine signs of a ROR name fit (ISO 7064, mod 97-10, base 32)."""
    number = 0
    for sign in name[:-2].lower():
        number = number * 32 + _CROCKFORD.index(sign)
    return 98 - number * 100 % 97 == int(name[-2:])


def _digits(text: str) -> str:
    return text.replace("-", "").replace(" ", "")


def _modulo_11(digits: str) -> bool:
    values = [10 if digit in "Xx" else int(digit) for digit in digits]
    return sum(value * weight for value, weight in zip(values, range(len(values), 0, -1), strict=True)) % 11 == 0


_PRINTED = r"[^\u0000-\u0020\u007f-\u00a0]"
DOI = Datatype.of_form("DOI", rf"10[.][0-9]{{4,9}}(?:[.][0-9]+)*/{_PRINTED}+", "10.1000/182")
ISBN = Datatype.of_form("ISBN", "(?:[0-9](?:[ -]?[0-9]){8}[ -]?[0-9Xx]|97[89](?:[ -]?[0-9]){10})", "978-90-313-6018-5")
ISSN = Datatype.of_form("ISSN", "[0-9]{4}-[0-9]{3}[0-9X]", "0028-9922")
HANDLE = Datatype.of_form("Handle", f"[0-9A-Za-z]+(?:[.][0-9A-Za-z]+)*/{_PRINTED}+", "2066/19444")
URN_NBN = Datatype.of_form(
    "URN:NBN", f"[Uu][Rr][Nn]:[Nn][Bb][Nn]:[A-Za-z]{{2}}[:-]{_PRINTED}+", "urn:nbn:nl:ui:22-2066/19444"
)

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
