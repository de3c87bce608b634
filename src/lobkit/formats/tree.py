"""Between the model and the plain tree of dicts, lists and scalars that JSON and YAML share."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Hashable, Iterable
from functools import cache, partial
from typing import TYPE_CHECKING, Any, cast

from lobkit.datatypes import PARTIAL_DATE, Datatype
from lobkit.description import (
    EMPTY,
    Cardinality,
    IriRange,
    LangMapRange,
    LangStringRange,
    LiteralRange,
    NodeRange,
    NodeShape,
    PropertyShape,
    Range,
)
from lobkit.errors import ReadError, ValueRefused, shown
from lobkit.formats.format import MAX_DEPTH, Place
from lobkit.formats.problems import FAILED, Problems
from lobkit.namespaces import XSD
from lobkit.schemas.context import is_own_context
from lobkit.shape import shape_of
from lobkit.values import Iri, LangMap, LangString

if TYPE_CHECKING:
    pass

Tree = Any
Reader = Callable[[Tree, Place, Problems], Any]


def structure(tree: Tree, classes: Iterable[type[Any]]) -> Any:
    """The thing that a tree describes.

    Raises:
        ReadError: with every problem and its path.
    """
    problems = Problems()
    thing = structure_node(tree, tuple(classes), (), problems, root=True)
    if problems.found:
        raise ReadError(problems.findings())
    return thing


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def structure_node(
    tree: Tree, classes: tuple[type[Any], ...], place: Place, problems: Problems, *, root: bool = False
) -> Any:
    """One node; `root` demands a `type`, which elsewhere may be left out where only one class is possible."""
    if root:
        problems.roots = classes
        problems.above = _depth(place)
    thing = _structure_node(tree, classes, place, problems, root=root)
    problems.note(thing, classes, place, tree.get("id") if isinstance(tree, dict) else None)
    return thing


def _structure_node(tree: Tree, classes: tuple[type[Any], ...], place: Place, problems: Problems, *, root: bool) -> Any:
    if not isinstance(tree, dict):
        problems.add(
            "LOB104",
            place,
            f"expected {_one_of(classes)} with its keys, not {_said(tree)}{_advice(tree, classes, root)}",
        )
        return FAILED
    if _depth(place) - problems.above > MAX_DEPTH:
        problems.add("LOB101", place, f"nested deeper than {MAX_DEPTH} levels")
        return FAILED
    shape = _chosen(tree, classes, place, problems, root=root)
    if shape is None:
        return FAILED
    values = _properties(tree, shape, place, problems)
    unknown = _refuse_unknown_keys(tree, shape, place, problems)

    def leave(one: PropertyShape) -> None:
        problems.leave_out((*place, one.key), said_whole(one.key, tree))

    thing, whole = problems.make(shape, values, place, tree.get("id"), leave, unknown=unknown)
    if whole:
        _check_derived(tree, thing, shape, place, problems)
    return thing


def _depth(place: Place) -> int:
    return sum(isinstance(step, str) for step in place)


def _check_derived(tree: dict[str, Tree], thing: Any, shape: NodeShape, place: Place, problems: Problems) -> None:
    """What a source states and what follows from the record are one; it is not kept."""
    for one in shape.derived:
        if one.range is not None and one.key in tree:
            follows = getattr(thing, one.name)
            if tree[one.key] != follows:
                other = shown(str(follows)) if follows is not None else "nothing"
                message = f"{shown(tree[one.key])} is stated, and {other} follows from the record; take the key out"
                problems.add(one.code, (*place, one.key), message)
                problems.leave_out((*place, one.key), said_whole(one.key, tree))


def _chosen(
    tree: dict[str, Tree], classes: tuple[type[Any], ...], place: Place, problems: Problems, *, root: bool
) -> NodeShape | None:
    by_name = _by_name(classes)
    if "type" not in tree:
        if len(classes) == 1 and not root:
            return shape_of(classes[0])
        near = next((key for key in tree if key.lower().lstrip("@") == "type"), None)
        advice = f"write it instead of {shown(near)}" if near is not None else f"write one of {', '.join(by_name)}"
        problems.add("LOB103", place, f"'type' is missing; {advice}")
        return None
    name = tree["type"]
    if isinstance(name, str) and name in by_name:
        return by_name[name]
    problems.add("LOB108", (*place, "type"), f"{shown(name)} is no type that fits here{_nearest(name, by_name)}")
    return None


@cache
def _by_name(classes: tuple[type[Any], ...]) -> dict[str, NodeShape]:
    return {shape_of(cls).name: shape_of(cls) for cls in classes}


def _nearest(name: object, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(str(name), list(known), n=1)
    return f"; did you mean '{near[0]}'?" if near else f"; it can be {', '.join(known)}"


def _properties(tree: dict[str, Tree], shape: NodeShape, place: Place, problems: Problems) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for one, read in _readers(cast(Hashable, shape.cls)):
        if one.key in tree:
            value = read(tree[one.key], (*place, one.key), problems)
            if value is FAILED and problems.lenient and not one.required:
                problems.leave_out((*place, one.key), said_whole(one.key, tree))
            values[one.name] = value
        elif one.required:
            problems.add("LOB103", place, f"'{one.key}' is missing: {one.definition}")
            values[one.name] = FAILED
    if shape.iri != "none":
        values["iri"] = _own_iri(tree, shape, place, problems)
    return values


def _own_iri(tree: dict[str, Tree], shape: NodeShape, place: Place, problems: Problems) -> Any:
    if "id" in tree:
        return _read_iri(Iri)(tree["id"], (*place, "id"), problems)
    if shape.iri == "required":
        problems.add("LOB103", place, f"'id' is missing: the absolute IRI of the {shape.name}")
        return FAILED
    return None


def _refuse_unknown_keys(tree: dict[str, Tree], shape: NodeShape, place: Place, problems: Problems) -> bool:
    """Whether there is a key that the class does not have."""
    known = _known_keys(cast(Hashable, shape.cls))
    unknown = False
    for key in tree:
        if key == "@context" and shape.cls in problems.roots:
            refuse_context(tree, place, problems)
        elif key not in known:
            unknown = True
            advice = _nearest(key, sorted(known))
            if key == "<<":
                advice = "; keys are not merged here, write them out"
            problems.add("LOB102", (*place, key), f"{shown(key)} is no key of {shape.name}{advice}")
            problems.leave_out((*place, key), said_whole(key, tree))
            _forgive(tree, key, place, problems)
    return unknown


def _forgive(tree: dict[str, Tree], key: str, place: Place, problems: Problems) -> None:
    """A misspelt key is not missing as well: one fault is told once."""
    missing = {one[2].split("'")[1]: one for one in problems.found if one[0] == "LOB103" and one[1] == place}
    near = difflib.get_close_matches(key, missing, n=1)
    if near:
        problems.found.remove(missing[near[0]])


def refuse_context(tree: dict[str, Tree], place: Place, problems: Problems) -> None:
    """The context of the model says nothing new; another one would give the keys another meaning."""
    context = tree.get("@context")
    if "@context" in tree and not is_own_context(context, problems.roots):
        message = f"{shown(context)} is not the context of these keys; take it out, or read the text as JSON-LD"
        problems.add("LOB113", (*place, "@context"), message)
        problems.leave_out((*place, "@context"), said_whole("@context", tree))


def _one_of(classes: tuple[type[Any], ...]) -> str:
    *first, last = (cls.__name__ for cls in classes)
    return f"{', '.join(first)} or {last}" if first else last


def _advice(tree: Tree, classes: tuple[type[Any], ...], root: bool) -> str:
    if tree is None:
        return "; nothing stands here, take the place out or fill it in"
    if not root and isinstance(tree, str):
        first = shape_of(classes[0])
        key = next((one.key for one in first.properties if one.filled), None)
        return "" if key is None else f"; write {{type: {first.name}, {key}: …}}"
    if root and isinstance(tree, list):
        return "; put a list of records under '@graph', or write JSON Lines or YAML documents, one for each record"
    return ""


def _said(tree: Tree) -> str:
    """A value in a message, as JSON writes it; a text as in all messages."""
    if isinstance(tree, str):
        return shown(tree)
    text = _dumped(tree)
    return text if len(text) <= 80 else f"{text[:80]}…"


def said_whole(key: str, tree: dict[str, Tree]) -> str:
    """A key with its value, as a lenient reading tells what it leaves out."""
    return f"{key}: {_dumped(tree[key])}"


def _dumped(tree: Tree) -> str:
    return json.dumps(tree, ensure_ascii=False, default=str)


@cache
def _known_keys(cls: Any) -> frozenset[str]:
    shape = shape_of(cls)
    own = {"type"} if shape.iri == "none" else {"type", "id"}
    stated = {one.key for one in shape.derived if one.range is not None}
    return frozenset(own | stated | {one.key for one in shape.properties})


@cache
def _readers(cls: Any) -> tuple[tuple[PropertyShape, Reader], ...]:
    return tuple((one, value_reader(one)) for one in shape_of(cls).properties)


def value_reader(one: PropertyShape) -> Reader:
    """Reads what stands under the key of a property."""
    if isinstance(one.range, LangStringRange) and one.cardinality is Cardinality.UNORDERED:
        return _read_texts_by_language
    item = item_reader(one.range)
    if one.cardinality.many:
        return _read_many(item, one.cardinality, one.range.classes if isinstance(one.range, NodeRange) else ())
    return _read_filled(item) if one.filled else item


def _read_filled(item: Reader) -> Reader:
    def read(tree: Tree, place: Place, problems: Problems) -> Any:
        value = item(tree, place, problems)
        if value == "":
            problems.add("LOB106", place, EMPTY)
            return FAILED
        return value

    return read


def _read_many(item: Reader, cardinality: Cardinality, classes: tuple[type[Any], ...]) -> Reader:
    container: Callable[[list[Any]], Any] = tuple if cardinality is Cardinality.ORDERED else frozenset

    def read(tree: Tree, place: Place, problems: Problems) -> Any:
        if not isinstance(tree, list):
            problems.add("LOB104", place, f"expected a list, such as [a, b], not {_said(tree)}")
            return FAILED
        items = problems.kept([item(one, (*place, at), problems) for at, one in enumerate(tree)], classes, place)
        if items is None:
            return FAILED
        if container is frozenset and len(set(items)) < len(items):
            for at, one in enumerate(items):
                if one in items[:at]:
                    said = str(one) if isinstance(one, Iri) else one
                    problems.add("LOB105", (*place, at), f"{shown(said)} stands here twice; keep one")
            return FAILED
        return container(items)

    return read


def _read_texts_by_language(tree: Tree, place: Place, problems: Problems) -> Any:
    if not isinstance(tree, dict):
        problems.add("LOB104", place, f"expected lists of texts by language, such as {{nl: [a, b]}}, not {_said(tree)}")
        return FAILED
    found: list[Any] = []
    for lang, texts in tree.items():
        if not isinstance(texts, list):
            problems.add("LOB104", (*place, lang), f"expected a list of texts, not {_said(texts)}")
            found.append(FAILED)
            continue
        for at, text in enumerate(texts):
            one = _refused(partial(LangString, text, lang), (*place, lang, at), problems)
            if one is not FAILED and one in found:
                problems.add("LOB105", (*place, lang, at), f"{shown(text)} stands here twice; keep one")
            found.append(one)
    if any(one is FAILED for one in found) or len(set(found)) < len(found):
        return FAILED
    return frozenset(found)


def _refused(make: Callable[[], Any], place: Place, problems: Problems, code: str = "LOB106") -> Any:
    try:
        return make()
    except ValueRefused as refused:
        problems.add(code, place, str(refused))
        return FAILED


def item_reader(range_: Range) -> Reader:
    """Reads one value of a range."""
    match range_:
        case LiteralRange(datatype=datatype):
            return _read_literal(datatype)
        case LangMapRange():
            return _read_lang_map
        case LangStringRange():
            return _read_lang_string
        case IriRange(iri_class=iri_class):
            return _read_iri(iri_class)
        case NodeRange(classes=classes):
            return lambda tree, place, problems: structure_node(tree, classes, place, problems)


def _read_iri(iri_class: type[Iri]) -> Reader:
    def read(tree: Tree, place: Place, problems: Problems) -> Any:
        if not isinstance(tree, str):
            problems.add("LOB104", place, f"expected an IRI as text, not {_said(tree)}")
            return FAILED
        return _refused(lambda: iri_class(tree), place, problems, iri_class.code)

    return read


_JSON_TYPES: dict[str, tuple[type, str]] = {
    "string": (str, "text"),
    "integer": (int, "a whole number without quotes"),
    "boolean": (bool, "true or false"),
}


def _read_literal(datatype: Datatype) -> Reader:
    if datatype.json == "object":
        return _read_partial_date
    python, wanted = _JSON_TYPES[datatype.json]
    take = cast(Callable[[Any], Any], datatype.taken if datatype.json == "string" else datatype.checked)

    def read(tree: Tree, place: Place, problems: Problems) -> Any:
        if python is int and type(tree) is float and tree.is_integer():
            tree = int(tree)  # 2015.0 is a whole number in JSON, as in its schemas (JSON Schema 2020-12, 4.2.3)
        if type(tree) is not python:
            advice = "; put it between quotes" if wanted == "text" and type(tree) in (int, float, bool) else ""
            advice = "; fill it in, or take the key out" if tree is None else advice
            problems.add("LOB104", place, f"expected a {datatype.name} as {wanted}, not {_said(tree)}{advice}")
            return FAILED
        return _refused(lambda: take(tree), place, problems)

    return read


PARTIAL_TYPES = {"gYear": XSD.gYear, "gYearMonth": XSD.gYearMonth, "date": XSD.date}


def _read_partial_date(tree: Tree, place: Place, problems: Problems) -> Any:
    if not (isinstance(tree, dict) and set(tree) == {"type", "value"} and isinstance(tree["value"], str)):
        problems.add("LOB104", place, f"expected such as {{type: gYear, value: '2015'}}, not {_said(tree)}")
        return FAILED
    value = _refused(lambda: PARTIAL_DATE.parse(tree["value"]), place, problems)
    if value is not FAILED and PARTIAL_TYPES.get(str(tree["type"])) != PARTIAL_DATE.datatype_of(value):
        problems.add("LOB106", place, f"{shown(tree['value'])} is no {shown(tree['type'])}")
        return FAILED
    return value


def _read_lang_map(tree: Tree, place: Place, problems: Problems) -> Any:
    if not isinstance(tree, dict):
        problems.add("LOB104", place, f"expected texts by language, such as {{nl: …}}, not {_said(tree)}")
        return FAILED
    found = _refused(lambda: LangMap(tree), place, problems)
    if found is FAILED and tree:  # told at the language that is wrong, where it is one
        problems.found[-1] = (problems.found[-1][0], _wrong_language(tree, place), problems.found[-1][2])
    return found


def _wrong_language(tree: dict[str, Tree], place: Place) -> Place:
    for at, (tag, text) in enumerate(tree.items()):
        before = {other.lower() for other in list(tree)[:at]}
        try:
            LangMap({tag: text})
        except ValueRefused:
            return (*place, tag)
        if tag.lower() in before:
            return (*place, tag)
    return place


def _read_lang_string(tree: Tree, place: Place, problems: Problems) -> Any:
    if not (isinstance(tree, dict) and set(tree) == {"value", "lang"}):
        problems.add(
            "LOB104", place, f"expected a text with its language, such as {{value: …, lang: nl}}, not {_said(tree)}"
        )
        return FAILED
    return _refused(lambda: LangString(tree["value"], tree["lang"]), place, problems)
