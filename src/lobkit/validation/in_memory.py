"""Records that no file holds: whether each value is of its declared type, which a reading would have told."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cache
from typing import Any, cast

from attrs import define, field

from lobkit.compiled.source import Source, Writers
from lobkit.description import Cardinality, LiteralRange, NodeRange, PropertyShape, Range
from lobkit.errors import Finding, ValueRefused
from lobkit.formats.format import MAX_DEPTH, Node, Parsed, Place, path_text
from lobkit.shape import checks_itself, shape_of, shapes_of
from lobkit.validation.looking import placed_values
from lobkit.values import Iri

Check = Callable[[Any, int], None]


def doubted(record: Any, place: Place, classes: tuple[type[Any], ...]) -> Parsed | None:
    """What a lenient reading would give of a record in which a value is of another type than declared; else None.

    A class may forget to check its things. Where all do it, nobody looks again: that took as long as all rules.

    Args:
        record: the record.
        place: where it stands.
        classes: of the things that can stand at the top of a file.
    """
    if _is_checked(cast(Hashable, type(record))):
        return None
    try:
        _CHECKS[type(record)](record, 0)
    except (ValueRefused, AttributeError):  # a thing that was never filled has no such attribute
        found = _Found(classes)
        found.look(record, place, 0, None)
        return found.parsed()
    return None


@cache
def _is_checked(cls: Any) -> bool:
    """Whether each thing that a record can hold was checked when it was made."""
    return all(checks_itself(shape.cls) for shape in shapes_of(cls))


# ── nearly all are right ─────────────────────────────────────────────────────────────────────────────────────────────


def _compiled(cls: type[Any]) -> Check:
    shape = shape_of(cls)
    source = Source(f"check_{shape.name}", "thing, depth")
    source.values |= {"ValueRefused": ValueRefused, "checks": _CHECKS.within(shape.properties)}
    source.add(f"if depth > {MAX_DEPTH}: raise ValueRefused")
    for one in shape.properties:
        source.add(f"value = thing.{one.name}")
        if not one.required:
            source.add(f"if value is not {source.use(one.default, 'default')}:")
        _add_check(one, source, 1 if one.required else 2)
    if shape.iri != "none":
        optional = "iri is not None and " if shape.iri == "optional" else ""
        source.add(f"iri = thing.iri\nif {optional}not isinstance(iri, {source.use(Iri, 'Iri')}): raise ValueRefused")
    return cast(Check, source.function())


_CHECKS: Writers[Check] = Writers(_compiled)


def _add_check(one: PropertyShape, source: Source, indent: int) -> None:
    check, nested = source.use(one.range.check, "check"), isinstance(one.range, NodeRange)
    looked = f"{check}(item)" + ("; checks[type(item)](item, depth + 1)" if nested else "")
    if not one.cardinality.many:
        source.add(f"item = value\n{looked}" + ("\nif not value: raise ValueRefused" if one.filled else ""), indent)
        return
    kind = "tuple" if one.cardinality is Cardinality.ORDERED else "frozenset"
    if one.nullable and one.default is not None:
        source.add("if value is not None:", indent)
        indent += 1
    source.add(f"if not isinstance(value, {kind}): raise ValueRefused\nfor item in value: {looked}", indent)


# ── the others are told ──────────────────────────────────────────────────────────────────────────────────────────────


@define
class _Found:
    """What is wrong in a record, and its things as far as they are right.

    Args:
        classes: of the things that can stand at the top of a file.
    """

    classes: tuple[type[Any], ...]
    findings: list[Finding] = field(factory=list)
    nodes: list[Node] = field(factory=list)
    made: list[tuple[Place, Any]] = field(factory=list)

    def look(self, thing: Any, place: Place, depth: int, above: Any) -> bool:
        """Whether all is right in a thing, which stands in another one; of what is wrong, each field is missed."""
        if depth > MAX_DEPTH:
            self._tell("LOB101", place, f"nested deeper than {MAX_DEPTH} levels", above)
            return False
        shape, values, missed, before = shape_of(type(thing)), dict[str, Any](), set[str](), len(self.made)
        for one in shape.properties:
            value = getattr(thing, one.name, None)
            if self._is_right(one, value, (*place, one.key), depth, thing):
                values[one.name] = value
            else:
                missed.add(one.name)
        if shape.iri != "none":
            iri = getattr(thing, "iri", None)
            try:
                shape.check_iri(iri)
                values["iri"] = iri
            except ValueRefused as refused:
                self._tell("LOB104", (*place, "id"), str(refused), above)
                missed.add("iri")
        left = shape.incomplete(values) if missed else thing
        self.nodes.append(Node(place, left, frozenset(missed)))
        if (type(thing) in self.classes or above is None) and missed <= shape.optional:
            self.made.insert(before, (place, left))  # before what stands inside it
        return not missed

    def _is_right(self, one: PropertyShape, value: Any, place: Place, depth: int, thing: Any) -> bool:
        """Whether the value of a field is, and all that stands in it."""
        kind = {Cardinality.ORDERED: tuple, Cardinality.UNORDERED: frozenset}.get(one.cardinality)
        if kind is not None and isinstance(value, kind):
            placed = list(placed_values(value))
            passed = [self._passes(one.range.check, item, one.range, (*place, *at), thing) for at, item in placed]
        else:
            placed = [] if value is None or kind is not None else [((), value)]
            passed = [self._passes(one.check, value, one.range if kind is None else None, place, thing)]
        inside = one.range.classes if isinstance(one.range, NodeRange) else ()
        for at, item in placed:
            if type(item) in inside:
                passed.append(self.look(item, (*place, *at), depth + 1, thing))
        return all(passed)

    def _passes(self, check: Callable[[Any], None], value: Any, range_: Range | None, place: Place, thing: Any) -> bool:
        try:
            check(value)
        except ValueRefused as refused:
            self._tell("LOB106" if _is_of_kind(range_, value) else "LOB104", place, str(refused), thing)
            return False
        return True

    def _tell(self, code: str, place: Place, message: str, thing: Any) -> None:
        iri = getattr(thing, "iri", None)
        self.findings.append(Finding(code, message, path_text(place), record=iri if isinstance(iri, Iri) else None))

    def parsed(self) -> Parsed:
        """As a lenient reading gives it."""
        names = (getattr(one.thing, "iri", None) for one in self.nodes if type(one.thing) in self.classes)
        return Parsed(
            (self.nodes[-1].thing,),  # the record itself, behind what stands inside it
            tuple(self.findings),
            made=tuple(self.made),
            names=frozenset(str(iri) for iri in names if iri is not None),
            nodes=tuple(self.nodes),
        )


_KINDS: dict[str, type] = {"string": str, "integer": int, "boolean": bool}


def _is_of_kind(range_: Range | None, value: object) -> bool:
    """Whether a value that is refused is at least of the kind that JSON has for it."""
    return isinstance(range_, LiteralRange) and type(value) is _KINDS.get(range_.datatype.json)
