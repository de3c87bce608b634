"""What a format does not carry of some records: found by reading back what was written, or by taking parts out.

Nothing is listed by hand. Where a format can be read, a loss is a difference between the record and what its own
reader gives back. Where it can only be written, a part is lost when the text stays the same without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from lobkit.datatypes import STRING
from lobkit.description import Cardinality, LiteralRange, NodeRange, PropertyShape
from lobkit.errors import Finding, LossRefused, ReadError, Severity, WriteError, shown
from lobkit.formats.format import Format, Place, path_text
from lobkit.model import ROOTS, Catalog, Publication
from lobkit.shape import shape_of
from lobkit.values import LangMap

CODE = "LOB803"


def losses_of(form: Format, records: Iterable[Any]) -> tuple[Finding, ...]:
    """What a format does not carry of these records and catalogs, each loss with its place.

    Raises:
        WriteError: where the format cannot take the records at all.
    """
    if form.lossless:
        return ()
    found: list[Finding] = []
    publications: list[tuple[Place, Publication]] = []
    things = list(records)
    for at, thing in enumerate(things):
        start: Place = () if len(things) == 1 else (at,)
        if isinstance(thing, Publication):
            publications.append((start, thing))
            continue
        if isinstance(thing, Catalog):
            publications += [((*start, "publications", n), one) for n, one in enumerate(thing.publications)]
            found += [_lost(form, (*start, key), thing) for key in _beside_publications(thing)]
        else:
            found.append(_lost(form, start or (type(thing).__name__,), thing))
    written = _by_reading if form.parse is not None else _by_erasing
    return (*written(form, publications, things), *found)


def lost_in(form: Format, things: list[Any], target: str, *, no_loss: bool = False) -> tuple[Finding, ...]:
    """The losses of what is about to be written to a target.

    Raises:
        LossRefused: where there are some, and `no_loss` says that there may be none.
    """
    if form.lossless or form.serialize is None:
        return ()
    found = tuple(one.at(target) for one in losses_of(form, things))
    if found and no_loss:
        raise LossRefused(form.title, found)
    return found


def _beside_publications(catalog: Catalog) -> Iterator[str]:
    """What a catalog holds besides its publications: facts about the set, and records of other kinds."""
    if catalog.iri is not None:
        yield "id"
    for one in shape_of(Catalog).properties:
        if one.name != "publications" and getattr(catalog, one.name) != one.default:
            yield one.key


def _lost(form: Format, place: Place, record: Any, back: Any = None) -> Finding:
    message = f"{form.title} has no place for it" if back is None else f"{form.title} gives it back as {back}"
    return Finding(CODE, message, path_text(place), Severity.WARNING, record=getattr(record, "iri", None))


# ── by reading back ──────────────────────────────────────────────────────────────────────────────────────────────────


def _by_reading(form: Format, placed: list[tuple[Place, Publication]], things: list[Any]) -> Iterator[Finding]:
    assert form.serialize is not None
    assert form.parse is not None
    try:
        read = form.parse("".join(form.serialize(things)), ROOTS, lenient=True).records
    except ReadError as refused:
        raise WriteError(f"{form.title} would not give it back: {refused}; nothing was written") from None
    if len(read) != len(placed):
        raise WriteError(f"{form.title} would give back {len(read)} of {len(placed)} records; nothing was written")
    for (place, before), after in zip(placed, read, strict=True):
        for inner, back in differences(before, after):
            yield _lost(form, (*place, *inner), before, back)


def differences(before: Any, after: Any) -> Iterator[tuple[Place, str | None]]:
    """Where two things of one class differ, each place with what stands there afterwards; None where nothing does.

    >>> from lobkit.model import Person
    >>> list(differences(Person("Boer, P.", "P."), Person("P. Boer")))
    [(('name',), "'P. Boer'"), (('givenName',), None)]
    """
    shape = shape_of(type(before))
    if shape.iri != "none" and before.iri != after.iri:
        yield ("id",), _shown(after.iri)
    for one in shape.properties:
        old, new = getattr(before, one.name), getattr(after, one.name)
        if old != new:
            yield from _differences((one.key,), old, new)


def _differences(place: Place, old: Any, new: Any) -> Iterator[tuple[Place, str | None]]:
    if new is None or new in ((), frozenset()):
        yield place, None
    elif attrs.has(type(old)) and type(old) is type(new) and hasattr(type(old), "__lobkit_rdf_type__"):
        for inner, back in differences(old, new):
            yield (*place, *inner), back
    elif isinstance(old, tuple) and isinstance(new, tuple) and old:
        yield from _in_lists(place, old, new)
    elif isinstance(old, frozenset) and isinstance(new, frozenset) and old - new:
        for item in sorted(old - new, key=str):
            yield (*place, str(item)), None
    elif isinstance(old, LangMap) and isinstance(new, LangMap) and set(new) < set(old):
        for lang in old:
            if lang not in new or new[lang] != old[lang]:
                yield (*place, lang), _shown(new.get(lang))
    else:
        yield place, _shown(new)


def _in_lists(place: Place, old: tuple[Any, ...], new: tuple[Any, ...]) -> Iterator[tuple[Place, str | None]]:
    for at, item in enumerate(old):
        if at >= len(new):
            yield (*place, at), None
        elif item != new[at]:
            yield from _differences((*place, at), item, new[at])
    if len(new) > len(old):
        yield place, f"{len(new)} items instead of {len(old)}"


def _shown(value: Any) -> str | None:
    if value is None:
        return None
    return shown(dict(value) if isinstance(value, LangMap) else str(value) if isinstance(value, str) else value)


# ── by taking out ────────────────────────────────────────────────────────────────────────────────────────────────────


def _by_erasing(form: Format, placed: list[tuple[Place, Publication]], things: list[Any]) -> Iterator[Finding]:
    for place, record in placed:
        for inner in erasable(form, record):
            yield _lost(form, (*place, *inner), record)


def erasable(form: Format, record: Any) -> Iterator[Place]:
    """The parts of a record without which a format writes the very same text."""
    assert form.serialize is not None
    serialize = form.serialize

    def text(thing: Any) -> str | None:
        try:
            return "".join(serialize([thing]))
        except WriteError:  # without this part it cannot be written, so the part is carried
            return None

    whole = text(record)
    yield from _unseen(record, lambda thing: text(thing) == whole)


def _unseen(thing: Any, same: Any) -> Iterator[Place]:
    """The places of a thing that the question `same` does not notice; a whole part before what is in it."""
    shape = shape_of(type(thing))
    if shape.iri == "optional" and thing.iri is not None and same(attrs.evolve(thing, iri=None)):
        yield ("id",)
    for one in shape.properties:
        value = getattr(thing, one.name)
        if value is None or value in ((), frozenset()):
            continue

        def without(new: Any, name: str = one.name) -> bool:
            return bool(same(attrs.evolve(thing, **{name: new})))

        for inner in _unseen_value(one, value, without):
            yield (one.key, *inner)


def _unseen_value(one: PropertyShape, value: Any, same: Any) -> Iterator[Place]:
    if isinstance(value, str) and isinstance(one.range, LiteralRange) and one.range.datatype is STRING:
        # Another text, and not none: what one part says, another may say as well.
        if same(f"{value}·"):
            yield ()
    elif not one.required and same(one.default):
        yield ()
    elif isinstance(value, LangMap):
        yield from _unseen_texts(value, same)
    elif one.cardinality is Cardinality.ORDERED:
        for at, item in enumerate(value):
            if same((*value[:at], *value[at + 1 :])):
                yield (at,)
            elif isinstance(one.range, NodeRange):
                for inner in _unseen(item, lambda new, at=at: same((*value[:at], new, *value[at + 1 :]))):
                    yield (at, *inner)
    elif one.cardinality is Cardinality.UNORDERED:
        yield from ((str(item),) for item in sorted(value, key=str) if same(frozenset(value) - {item}))
    elif isinstance(one.range, NodeRange):
        yield from _unseen(value, same)


def _unseen_texts(texts: LangMap, same: Any) -> Iterator[Place]:
    for lang in texts:
        others = {tag: text for tag, text in texts.items() if tag != lang}
        if same(LangMap(others)) if others else same(LangMap({lang: texts[lang] + "·"})):
            yield (lang,)


def summary(findings: Iterable[Finding], records: int) -> list[str]:
    """A line a property, with how many records it concerns, for people who write many records.

    >>> print(*summary([Finding(CODE, "CSV has no place for it", "publications[3].transfer")], 40), sep="\\n")
    LOB803 transfer: CSV has no place for it (1 of 40 records)
    """
    groups: dict[tuple[str, str], set[str]] = {}
    for one in findings:
        record, name = _record_and_property(one.path)
        message = one.message if "no place" in one.message else one.message.partition(" gives it")[0] + " changes it"
        groups.setdefault((name, message), set()).add(record)
    return [f"{CODE} {name}: {message} ({len(at)} of {records} records)" for (name, message), at in groups.items()]


def _record_and_property(path: str) -> tuple[str, str]:
    record, _, rest = path.partition("].") if path.startswith("publications[") else ("", "", path)
    return record, "".join(rest.partition("[")[0].split("[")[0])
