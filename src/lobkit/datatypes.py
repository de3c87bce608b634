"""The one table of datatypes: how each literal value is checked, written and read."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Annotated, Any

from attrs import evolve, frozen

from lobkit.errors import DeclarationError, ValueRefused, reason_of, shown
from lobkit.namespaces import XSD
from lobkit.scalars import (
    LANGUAGE_PATTERN,
    Between,
    Form,
    PartialDate,
    checked_integer,
    checked_text,
    checked_year,
    language_tag,
    matches,
    too_large,
)


def _parsed_integer(lexical: str) -> int:
    if matches("[+-]?0*[1-9][0-9]{20,}", lexical):
        raise too_large(shown(lexical))
    if not matches(_INTEGER, lexical):
        raise ValueRefused(f"{shown(lexical)} is not of the form 2015")
    return int(lexical)


def _checked_decimal(value: object) -> Decimal:
    if not isinstance(value, Decimal) or not value.is_finite():
        raise ValueRefused(f"expected a finite Decimal, not {shown(value)}")
    if not -500 <= value.as_tuple().exponent <= 500 or value.adjusted() > 500:  # type: ignore[operator]
        raise ValueRefused(f"{shown(value)} is too large to be written out in digits")
    return value


def _decimal_text(value: Decimal) -> str:
    text = str(value)
    if "E" in text:
        text = format(value, "f")
    if "." in text and text[-1] == "0":
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text  # equal numbers are written alike


def _checked_date(value: object) -> datetime.date:
    if type(value) is not datetime.date:
        raise ValueRefused(f"expected a date (datetime.date), not {shown(value)}")
    checked_year(value.year)
    return value


def _checked_boolean(value: object) -> bool:
    if type(value) is not bool:
        raise ValueRefused(f"expected true or false, not {shown(value)}")
    return value


def _checked_partial(value: object) -> PartialDate:
    if not isinstance(value, PartialDate):
        raise ValueRefused(f"expected a PartialDate, not {shown(value)}")
    return value


def _checked_language(value: object) -> str:
    if language_tag(value) != value:
        raise ValueRefused(f"write the language tag {shown(value)} in lower case: {language_tag(value)!r}")
    return str(value)


def _from_pattern(pattern: str, make: Callable[[str], Any], example: str) -> Callable[[str], Any]:
    def parse(lexical: str) -> Any:
        if not matches(pattern, lexical):
            raise ValueRefused(f"{shown(lexical)} is not of the form {example}")
        try:
            return make(lexical)
        except ValueError as problem:
            raise ValueRefused(f"{shown(lexical)} cannot be right: {problem}") from None

    return parse


def _partial_datatype(value: PartialDate) -> str:
    return XSD.gYear if value.month is None else XSD.gYearMonth if value.day is None else XSD.date


_PYTHON: Mapping[str, type] = {"string": object, "integer": int, "boolean": bool, "object": object}
"""Of what class the values are, by the JSON type that carries them."""

_ONE_EACH = "write one pattern for each IRI, or none, and join several with |"
_FROZEN = "their class frozen, such as by @attrs.frozen or @dataclass(frozen=True)"


@frozen
class Datatype:
    """One row of the table of datatypes: how a Python value stands in RDF and in JSON.

    `of_form` and `between` make the two usual ones.

    Args:
        name: for messages and reference pages.
        iris: the XSD datatypes that a literal of this kind may have.
        json: the JSON type that carries it: `string`, `integer` or `boolean`. The values of the last two are Python's
            int and bool; those of `string` are of any class whose values can be hashed. `object` is for PartialDate.
        check: returns the value, or raises ValueRefused.
        lexical: value to lexical form.
        parse: lexical form to value; raises ValueRefused. As it says the same of a form each time, and `check` of a
            value, what they said is remembered.
        datatype: value to the IRI of its datatype, where `iris` holds several.
        patterns: for validators, the pattern of a whole lexical form, one for each of `iris`.
        bounds: for validators, the least and the greatest value, for numbers.
        examples: valid values, for schemas and tests; needed where not every value of the Python type is valid.
        plain: whether no lexical form holds a quotation mark, a backslash or a control character, so that it stands
            in N-Triples and Turtle as it is. Where it is not said, each form is looked through for them.

    Raises:
        DeclarationError: where one of these is of a kind that no form has a use for.
    """

    name: str
    iris: tuple[str, ...]
    json: str
    check: Callable[[object], Any]
    lexical: Callable[[Any], str]
    parse: Callable[[str], Any]
    datatype: Callable[[Any], str] | None = None
    patterns: tuple[str, ...] = ()
    bounds: tuple[int, int] | None = None
    examples: tuple[Any, ...] = ()
    plain: bool = False

    def __attrs_post_init__(self) -> None:
        what = f"the datatype {self.name!r}"
        for name in ("iris", "patterns", "examples"):
            given: object = getattr(self, name)
            if not isinstance(given, tuple):
                raise DeclarationError(f"{what} has as `{name}` {shown(given)}; write a tuple, such as (…,)")
        if not self.iris or (self.patterns and len(self.patterns) != len(self.iris)):
            raise DeclarationError(
                f"{what} has {len(self.iris)} `iris` and {len(self.patterns)} `patterns`; {_ONE_EACH}"
            )
        if self.json not in _PYTHON:
            raise DeclarationError(f"{what} has as `json` {shown(self.json)}; write one of {', '.join(_PYTHON)}")
        for one in self.examples:
            if type(one).__hash__ is None:
                raise DeclarationError(f"{what} has values that cannot be hashed, as {shown(one)}; make {_FROZEN}")
            if not isinstance(one, _PYTHON[self.json]):
                advice = f"`json` is {self.json!r}, and so are its values; take 'string' for values of other classes"
                raise DeclarationError(f"{what} has {shown(one)} among its examples: {advice}")

    @classmethod
    def of_form(cls, name: str, pattern: str, *examples: str, iri: str = XSD.string) -> Datatype:
        """Texts of a form, kept as written.

        Args:
            name: for messages and reference pages.
            pattern: of a whole text, for Python and validators alike.
            examples: one text of this form at least.
            iri: the datatype in RDF.

        Raises:
            DeclarationError: where an example is missing, or is none.

        >>> Datatype.of_form("room", "[A-D][0-9]{2}", "B12").check("E5")
        Traceback (most recent call last):
        lobkit.errors.ValueRefused: 'E5' is no room; write one such as 'B12'
        """
        if not examples:
            raise DeclarationError(f"the datatype {name!r} has no examples; write one behind its pattern")
        try:
            re.compile(pattern)
        except re.error as problem:
            raise DeclarationError(f"the datatype {name!r} has a pattern that is none: {problem}") from None
        if wrong := [one for one in examples if not matches(pattern, one)]:
            raise DeclarationError(f"the datatype {name!r} has the example {shown(wrong[0])}, which it refuses")
        check = Form(name, pattern, examples[0])
        return cls(name, (iri,), "string", check, str, check, patterns=(pattern,), examples=examples)

    @classmethod
    def between(cls, name: str, least: int, most: int) -> Datatype:
        """Whole numbers between bounds, both of which are among them.

        >>> Datatype.between("number of minutes", 1, 60).check(70)
        Traceback (most recent call last):
        lobkit.errors.ValueRefused: 70 is no number of minutes; write 1 to 60
        """
        if least > most:
            raise DeclarationError(f"the datatype {name!r} begins at {least} and ends at {most}; write the least first")
        return evolve(
            INTEGER,
            name=name,
            check=Between(name, checked_integer(least), checked_integer(most)),
            bounds=(least, most),
            examples=(least, most),
        )

    @property
    def is_text(self) -> bool:
        """Whether its values are texts that stand in every form as they are."""
        return self is STRING or (isinstance(self.check, Form) and self.lexical is str)

    @property
    def is_told_by_form(self) -> bool:
        """Whether all texts that `patterns` have are its values, as they are."""
        check = self.check
        return isinstance(check, Form) and self.parse is check and self.patterns == (check.pattern,)

    @property
    def value_class(self) -> type:
        """The class of all values; `object` where that is not known."""
        return str if self.is_told_by_form else _PYTHON[self.json]

    @property
    def is_told_by_bounds(self) -> bool:
        """Whether all whole numbers between `bounds` are its values."""
        check = self.check
        return self in (INTEGER, YEAR) or (isinstance(check, Between) and self.bounds == (check.least, check.most))

    def datatype_of(self, value: Any) -> str:
        """The IRI of the datatype of one value."""
        return self.iris[0] if self.datatype is None else self.datatype(value)

    def taken(self, lexical: str) -> Any:
        """The value of a lexical form, checked.

        Raises:
            ValueRefused: also for whatever else the functions of another project's datatype raise, which is the cause.
        """
        try:
            value = self.parse(lexical)
            return value if self.parse is self.check else self.check(value)
        except (ValueRefused, MemoryError):
            raise
        except Exception as refused:
            raise self._refused(lexical, refused) from refused

    def checked(self, value: object) -> Any:
        """A value as it may stand in a field.

        Raises:
            ValueRefused: as `taken`.
        """
        try:
            return self.check(value)
        except (ValueRefused, MemoryError):
            raise
        except Exception as refused:
            raise self._refused(value, refused) from refused

    def _refused(self, given: object, reason: Exception) -> ValueRefused:
        return ValueRefused(f"{shown(given)} is no {self.name}: {reason_of(reason)}")


_INTEGER = "[+-]?[0-9]{1,20}"
_YEAR = "[1-9][0-9]{3}"
_MONTH = f"{_YEAR}-(?:0[1-9]|1[0-2])"
_LEAP = "(?:[1-9][0-9](?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[13579][26])00)"
_DAY = (
    f"(?:{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    f"|02-(?:0[1-9]|1[0-9]|2[0-8]))|{_LEAP}-02-29)"
)
_DECIMAL = "[+-]?(?:[0-9]{1,400}(?:[.][0-9]{0,400})?|[.][0-9]{1,400})"
_BOOLEAN = "true|false|1|0"

STRING = Datatype("text", (XSD.string,), "string", checked_text, str, checked_text)
INTEGER = Datatype(
    "whole number",
    (XSD.integer,),
    "integer",
    checked_integer,
    str,
    _parsed_integer,
    patterns=(_INTEGER,),
    bounds=(1 - 2**53, 2**53 - 1),
    plain=True,
)
YEAR = Datatype(
    "year",
    (XSD.gYear,),
    "integer",
    checked_year,
    str,
    _from_pattern("[0-9]{4}", int, "2015"),
    patterns=(_YEAR,),
    bounds=(1000, 9999),
    examples=(2019, 2022),
    plain=True,
)
DECIMAL = Datatype(
    "decimal number",
    (XSD.decimal,),
    "string",
    _checked_decimal,
    _decimal_text,
    _from_pattern(_DECIMAL, Decimal, "12.5"),
    patterns=(_DECIMAL,),
    plain=True,
)
BOOLEAN = Datatype(
    "true or false",
    (XSD.boolean,),
    "boolean",
    _checked_boolean,
    lambda value: "true" if value else "false",
    _from_pattern(_BOOLEAN, lambda text: text in ("true", "1"), "true"),
    patterns=(_BOOLEAN,),
    plain=True,
)
DATE = Datatype(
    "date",
    (XSD.date,),
    "string",
    _checked_date,
    datetime.date.isoformat,
    _from_pattern(
        "[0-9]{4}-[0-9]{2}-[0-9]{2}", lambda text: _checked_date(datetime.date.fromisoformat(text)), "2015-03-01"
    ),
    patterns=(_DAY,),
    plain=True,
)
PARTIAL_DATE = Datatype(
    "date, month or year",
    (XSD.gYear, XSD.gYearMonth, XSD.date),
    "object",
    _checked_partial,
    str,
    PartialDate.parse,
    _partial_datatype,
    patterns=(_YEAR, _MONTH, _DAY),
    plain=True,
)
LANGUAGE = Datatype(
    "language tag",
    (XSD.language,),
    "string",
    _checked_language,
    str,
    language_tag,
    patterns=(LANGUAGE_PATTERN,),
    examples=("nl", "en"),
    plain=True,
)

Year = Annotated[int, YEAR]
"""A year of four digits (xsd:gYear)."""
Language = Annotated[str, LANGUAGE]
"""A BCP 47 language tag in lower case (xsd:language)."""

DATATYPES: Mapping[type, Datatype] = {
    str: STRING,
    int: INTEGER,
    Decimal: DECIMAL,
    bool: BOOLEAN,
    datetime.date: DATE,
    PartialDate: PARTIAL_DATE,
}
"""The datatype of each plain Python type; another one is stated with `Annotated[…, Datatype]`."""
