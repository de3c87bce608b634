"""What the shape of a class is, in the words of SHACL: how many values, of which range, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, cast

import attrs
from attrs import NOTHING, frozen

from lobkit.datatypes import STRING, Datatype
from lobkit.errors import ValueRefused, reason_of, shown
from lobkit.values import ConceptIri, Iri, LangMap, LangString


class Cardinality(Enum):
    """How many values a property has, read from the type of its field."""

    ONE = "exactly one"
    OPTIONAL = "at most one"
    ORDERED = "a list, in order"
    UNORDERED = "a set, without order"

    @property
    def many(self) -> bool:
        """Whether there can be several values."""
        return self in (Cardinality.ORDERED, Cardinality.UNORDERED)


@frozen
class LiteralRange:
    """Literals of one row of the table of datatypes."""

    datatype: Datatype
    expects = property(lambda self: self.datatype.name)

    def check(self, value: object) -> None:
        self.datatype.checked(value)


@frozen
class LangStringRange:
    """Language-tagged texts."""

    expects = "a text with its language"

    def check(self, value: object) -> None:
        if not isinstance(value, LangString):
            raise ValueRefused(f"expected a LangString, not {shown(value)}")


@frozen
class LangMapRange:
    """One text for each language, held together in a LangMap."""

    expects = "texts by language, such as {nl: …}"

    def check(self, value: object) -> None:
        if not isinstance(value, LangMap):
            raise ValueRefused(f"expected a LangMap such as LangMap(nl='…'), not {shown(value)}")


@frozen
class IriRange:
    """IRIs; with a `ConceptIri`, the concepts of one scheme."""

    iri_class: type[Iri] = Iri

    @property
    def concept_class(self) -> type[ConceptIri] | None:
        """The class of concepts, where the range is one scheme."""
        return self.iri_class if issubclass(self.iri_class, ConceptIri) else None

    @property
    def expects(self) -> str:
        """For messages."""
        return "an IRI" if self.concept_class is None else f"a concept of {self.iri_class.__name__}"

    def check(self, value: object) -> None:
        if not isinstance(value, self.iri_class):
            name = self.iri_class.__name__
            raise ValueRefused(f"expected {self.expects}, not {shown(value)}; write {name}('https://…')")


@frozen
class NodeRange:
    """Nested things of one class, or of one of several that their `type` tells apart."""

    classes: tuple[type[Any], ...]

    @property
    def expects(self) -> str:
        """For messages."""
        return " or ".join(_with_article(cls.__name__) for cls in self.classes)

    def check(self, value: object) -> None:
        if type(value) not in self.classes:
            name, advice = type(value).__name__, ""
            if isinstance(value, self.classes):
                known = " | ".join(cls.__name__ for cls in self.classes)
                advice = f"; a subclass has a type of its own, which the field has to say: {known} | {name}"
            raise ValueRefused(f"expected {self.expects}, not {shown(value)}{advice}")


def _with_article(name: str) -> str:
    return f"{'an' if name[0] in 'AEIOU' else 'a'} {name}"


Range = LiteralRange | LangStringRange | LangMapRange | IriRange | NodeRange


EMPTY = "a text is needed here, and this one is empty; fill it in"
"""What is told of an empty text where a text is required."""


@frozen
class PropertyShape:
    """One field of a class, in the words of SHACL.

    Args:
        name: the name of the Python attribute.
        key: the name in JSON and YAML.
        path: the RDF property.
        definition: what it means, for people.
        cardinality: how many values.
        range: what the values are.
        nullable: whether None stands beside a list, so that an empty list and no list differ.
        default: the value of an absent key; `attrs.NOTHING` where the key is required.
    """

    name: str
    key: str
    path: str
    definition: str
    cardinality: Cardinality
    range: Range
    nullable: bool
    default: Any

    @property
    def required(self) -> bool:
        """Whether a record without it cannot be read."""
        return self.default is NOTHING

    @property
    def filled(self) -> bool:
        """Whether an empty text is no value: it stands where a text is required."""
        text = isinstance(self.range, LiteralRange) and self.range.datatype is STRING
        return text and self.required and self.cardinality is Cardinality.ONE

    def check(self, value: object) -> None:
        """Refuses a value that is not of the declared type.

        Raises:
            ValueRefused: with what was expected.
        """
        match self.cardinality:
            case Cardinality.ONE:
                self.range.check(value)
                if self.filled and value == "":
                    raise ValueRefused(EMPTY)
            case Cardinality.OPTIONAL:
                if value is not None:
                    self.range.check(value)
            case Cardinality.ORDERED:
                if value is None and self.nullable:
                    return
                if not isinstance(value, tuple):
                    raise ValueRefused(f"expected a tuple, not {shown(value)}; order matters here")
                for item in value:
                    self.range.check(item)
            case Cardinality.UNORDERED:
                if not isinstance(value, frozenset):
                    raise ValueRefused(f"expected a frozenset, not {shown(value)}; order has no meaning here")
                for item in value:
                    self.range.check(item)


def lower_camel(name: str) -> str:
    """The JSON key of a Python name: `pref_label` becomes `prefLabel`."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


@frozen
class DerivedShape:
    """A Python property that follows from the fields: the writers state it when they enrich.

    Args:
        name: the name of the Python property.
        path: the RDF property.
        definition: what it means, for people.
        code: the code of the finding where a source states something else.
        range: what the value is, where there is at most one and it is an IRI: JSON and YAML may state it then.
    """

    name: str
    path: str
    definition: str
    code: str = "LOB111"
    range: IriRange | None = None

    @property
    def key(self) -> str:
        """The name in JSON and YAML."""
        return lower_camel(self.name)


@frozen
class NodeShape:
    """One class.

    Args:
        cls: the attrs class.
        name: its name in JSON (`type`).
        type: its RDF class.
        definition: what it means, for people.
        iri: `required`, `optional` or `none`: whether its things have an `iri` of their own.
        properties: its fields, as declared.
        derived: what follows from them.
    """

    cls: type[Any]
    name: str
    type: str
    definition: str
    iri: str
    properties: tuple[PropertyShape, ...]
    derived: tuple[DerivedShape, ...]

    @property
    def optional(self) -> frozenset[str]:
        """The names of the fields that a thing can do without."""
        return frozenset(one.name for one in self.properties if not one.required)

    def incomplete(self, values: Mapping[str, Any]) -> Any:
        """A thing that may lack something required, with None in its place: to be looked at, never to be kept."""
        thing: Any = object.__new__(self.cls)
        absent = {one.name: None if one.required else one.default for one in self.properties}
        iri = {} if self.iri == "none" else {"iri": None}
        for name, value in {**iri, **absent, **values}.items():
            object.__setattr__(thing, name, value)
        return thing

    def make(self, values: Mapping[str, Any]) -> Any:
        """The thing of these values.

        Raises:
            ValueRefused: also for whatever else a validator, a converter or `__attrs_post_init__` of somebody's class
                raises, which is then the cause.
        """
        fields = attrs.fields_dict(self.cls)
        implied = {one.name: one.default for one in self.properties if not one.required}
        # What is absent is what the class says it is; where it says nothing, it is what the declaration says.
        absent = {name: value for name, value in implied.items() if fields[name].default is attrs.NOTHING}
        try:
            return self.cls(**absent | dict(values))
        except (ValueRefused, MemoryError):
            raise
        except Exception as refused:
            raise ValueRefused(reason_of(refused)) from refused

    def blamed(self, values: Mapping[str, Any]) -> dict[str, str]:
        """What the rules of fields say against values of which no thing could be made, by the fields' names.

        As attrs does, it asks the validators only where all converters take their values.
        """
        thing = self.incomplete(values)
        found: dict[str, str] = {}
        for ask in (_convert, _validate):
            for one in attrs.fields(self.cls):
                if one.name in values:
                    try:
                        ask(one, thing)
                    except Exception as refused:  # noqa: BLE001 - all that a rule of somebody's raises is told
                        found[one.name] = reason_of(refused)
            if found:
                break
        return found

    def check(self, thing: object) -> None:
        """Refuses a thing that holds a value of another type than declared."""
        for one in self.properties:
            try:
                one.check(getattr(thing, one.name))
            except ValueRefused as problem:
                raise ValueRefused(f"{self.name}.{one.name}: {problem}") from problem.__cause__
        if self.iri != "none":
            try:
                self.check_iri(getattr(thing, "iri"))  # noqa: B009 - known to the shape, not to a checker
            except ValueRefused as problem:
                raise ValueRefused(f"{self.name}.iri: {problem}") from None

    def check_iri(self, iri: object) -> None:
        """Refuses what is no name of a thing of the class.

        Raises:
            ValueRefused: with what was expected.
        """
        if not (isinstance(iri, Iri) or (iri is None and self.iri == "optional")):
            raise ValueRefused(f"expected an Iri, not {shown(iri)}; write Iri('https://…')")


def _convert(one: attrs.Attribute[Any], thing: Any) -> None:
    """Puts in a thing what the converter of a field makes of its value."""
    convert: Any = one.converter
    given = [getattr(thing, one.name)]
    if isinstance(cast(object, convert), attrs.Converter):  # a type of which attrs declares no attributes
        given += [thing] * convert.takes_self + [one] * convert.takes_field
        convert = convert.converter
    if convert is not None:
        object.__setattr__(thing, one.name, convert(*given))


def _validate(one: attrs.Attribute[Any], thing: Any) -> None:
    if one.validator is not None:
        one.validator(thing, one, getattr(thing, one.name))
