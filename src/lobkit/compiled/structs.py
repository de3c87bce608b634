"""The structs of msgspec between JSON and things: a native decoder fills and checks them, a native encoder writes them.

A struct has a field for each property of its class, with what JSON has there. A thing says more than JSON does (its
IRIs are of a class, its sets have no order), so that neither is made of bytes at one go.
"""

from __future__ import annotations

import datetime
from collections.abc import Hashable
from functools import cache
from threading import RLock
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, cast

from lobkit.compiled.long_texts import NOTHING_LONG, Long
from lobkit.datatypes import DATE
from lobkit.description import (
    Cardinality,
    LangMapRange,
    LangStringRange,
    LiteralRange,
    NodeRange,
    NodeShape,
    PropertyShape,
    Range,
)
from lobkit.shape import shape_of

if TYPE_CHECKING:
    from msgspec import Struct


def field_name(one: PropertyShape) -> str:
    """The field of a property; `iri` and `type` are taken."""
    return f"of_{one.name}"


@cache
def struct_to_write(cls: Any) -> type[Struct]:
    """The struct that is written for a class: it takes the IRI, the type and the value of each property.

    What is None is left out, unless a value is needed.
    """
    import msgspec  # noqa: PLC0415 - it has no wheel for every platform

    shape = shape_of(cls)
    fields: list[tuple[str, Any, Any]] = [("iri", Any, None), ("type", Any, None)]
    for one in shape.properties:
        needed = one.required and one.cardinality is Cardinality.ONE
        fields.append((field_name(one), Any, msgspec.UNSET if needed else None))
    return msgspec.defstruct(shape.name, fields, rename=_keys(shape), omit_defaults=True, gc=False)


Expected = tuple[Any, dict[type, type[Any]]]
"""A type to decode to, and the class that each of its structs stands for."""


MAKING = RLock()
"""Held while structs or their decoders are made: a struct is whole only when all are that it can hold."""


def expected(classes: tuple[type[Any], ...], long: Long = NOTHING_LONG) -> Expected:
    """What is expected where a thing of one of the classes stands; texts that are `long` are taken as they stand.

    A field that is missing in the text is None. A struct that is written again tells whether a key stood twice:

    1. All that is written was in the text, since what is None is left out, and `type` is required.
    2. No key, text or number has a shorter form in JSON than the one that is written.
    3. So the text is at least as long as what is written; where both are equally long, nothing else was in it. A key
       that stands twice makes it longer by six signs at least, so that one sign more, such as a line end, is none.
    4. What stands twice is read once, and would be something else.
    """
    with MAKING:
        return _expected(classes, long)


@cache
def _expected(classes: tuple[type[Any], ...], long: Long) -> Expected:
    structs = {_struct(cast(Hashable, cls), len(classes) > 1, long): cls for cls in classes}
    return Union[tuple(structs)], structs  # noqa: UP007 - the members are known at run time only


_STRUCTS: dict[tuple[Any, bool, Long], type[Struct]] = {}


def _struct(cls: Any, tagged: bool, long: Long) -> type[Struct]:
    """The struct that is decoded for a class; where it is one of several, it is known by its tag."""
    import msgspec  # noqa: PLC0415 - the same

    if (cls, tagged, long) in _STRUCTS:
        return _STRUCTS[cls, tagged, long]
    shape = shape_of(cls)
    fields: list[Any] = [] if tagged else [("type", Literal[shape.name])]
    if shape.iri != "none":
        fields.append(("iri", str) if shape.iri == "required" else ("iri", str, None))
    for one in shape.properties:
        type_ = _long_type(one) if (cls, one.name) in long else _type(one)
        fields.append((field_name(one), type_, *(() if one.required else (None,))))
    made = _STRUCTS[cls, tagged, long] = msgspec.defstruct(
        shape.name,
        fields,
        rename=_keys(shape),
        omit_defaults=True,
        forbid_unknown_fields=True,
        kw_only=True,
        gc=False,
        tag=shape.name if tagged else None,
        tag_field="type" if tagged else None,
    )
    # Annotations are looked up in the struct itself, so that classes may hold one another.
    for one in shape.properties:
        if isinstance(one.range, NodeRange):
            setattr(made, _node_name(one), _expected(one.range.classes, long)[0])
    return made


def _keys(shape: NodeShape) -> dict[str, str]:
    return {"iri": "id", **{field_name(one): one.key for one in shape.properties}}


def _node_name(one: PropertyShape) -> str:
    return f"node_{one.name}"


def _long_type(one: PropertyShape) -> Any:
    import msgspec  # noqa: PLC0415 - the same

    return dict[str, msgspec.Raw] if isinstance(one.range, LangMapRange) else msgspec.Raw


def _type(one: PropertyShape) -> Any:
    if one.cardinality is Cardinality.UNORDERED and isinstance(one.range, LangStringRange):
        return dict[str, list[str]]
    if isinstance(one.range, NodeRange):
        return f"list[{_node_name(one)}]" if one.cardinality.many else _node_name(one)
    item = _item_type(one.range, one.filled)
    return list[item] if one.cardinality.many else item  # type: ignore[valid-type]


def _item_type(range_: Range, filled: bool) -> Any:
    import msgspec  # noqa: PLC0415 - the same

    match range_:
        case LangMapRange():
            return dict[str, Annotated[str, msgspec.Meta(min_length=1)]]
        case LangStringRange():
            return dict[str, str]
        case LiteralRange(datatype=datatype) if datatype.json == "object":
            return dict[str, str]
        case LiteralRange(datatype=datatype) if datatype.json == "integer" and datatype.bounds:
            least, most = (int(one) if abs(one) < 2**63 else None for one in datatype.bounds)
            return Annotated[int, msgspec.Meta(ge=least, le=most)]
        case LiteralRange(datatype=datatype) if datatype is DATE:
            return datetime.date
        case LiteralRange(datatype=datatype) if datatype.json != "string":
            return {"integer": int, "boolean": bool}[datatype.json]
        case _:
            return Annotated[str, msgspec.Meta(min_length=1)] if filled else str
