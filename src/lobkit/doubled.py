"""An IRI that two records have: where the second one stands, and the first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import evolve

from lobkit.errors import Finding, LeftOut, Severity, first_place, second
from lobkit.formats.format import Parsed, Place, path_text
from lobkit.model import Catalog, Record
from lobkit.model.catalog import RECORD_FIELDS
from lobkit.shape import shape_of


def otherwise(iri: str) -> str:
    """What is said of a thing inside a record that another record describes in other words."""
    return f"{iri} was described otherwise before; keep one description"


FACTS = (
    "a catalog with facts of its own cannot stand in a stream of records; read the file as a whole: lobkit.read(…), "
    "or lobkit convert FILE -o TARGET without --graph"
)
"""What is said of it on a line, where records have to pass one by one."""


def on_its_own(iri: str) -> str:
    """What is said of a record that also stands inside another one."""
    return f"{iri} stands on its own and inside another record; keep one"


def doubled(parts: Iterable[tuple[str, Parsed]]) -> list[Finding]:
    """Every record whose IRI another one before it has, in the order of the sources.

    Args:
        parts: what each source gave, with its name.
    """
    first: dict[str, tuple[str, int | None, str]] = {}
    found: list[Finding] = []
    for label, parsed in parts:
        placed = parsed.placed()
        told = [one for one in parsed.findings if one.code == "LOB501"]  # in a catalog that stands on a line
        columns = {(one.line, one.path): one.column for one in told}
        for place, iri in roots_in(placed):
            line, column = (placed.locate((*place, "id")) if placed.locate is not None else None) or (None, None)
            path = path_text(place[1:] if _is_line(place) else place)
            here = (label, line, path)
            if first.setdefault(iri, here) is not here:
                message = second(iri, first_place(*first[iri], seen_from=(label, line)))
                path = f"{path}.id".removeprefix(".")
                column = columns.get((line, path), column)
                found.append(Finding("LOB501", message, path, source=label, line=line, column=column, record=iri))
        found += fresh((evolve(one, severity=Severity.VIOLATION) for one in told), found)
    return found


def roots_in(parsed: Parsed) -> Iterator[tuple[Place, str]]:
    """The place and the IRI of each record that stands on its own or in a catalog; of a catalog as well."""
    starts = parsed.starts or [()] * len(parsed.records)
    made = outer_first(parsed.made) or list(zip(starts, parsed.records, strict=True))
    inside = {place for place, thing in made if not isinstance(thing, Catalog)} if len(made) > 1 else set()
    holding = {place[:cut] for place, _ in parsed.made for cut in range(len(place))}
    for place, thing in made:
        # Where a reading did not note what a catalog holds, the catalog says it.
        for at, one in held_at(place, thing) if place not in holding else [(place, thing)]:
            iri = getattr(one, "iri", None)
            if iri is not None and not any(at[:cut] in inside for cut in range(len(at))):
                yield at, str(iri)


def held_at(place: Place, thing: Any) -> Iterator[tuple[Place, Any]]:
    """A record, or a catalog and those that it holds, each with its place."""
    yield place, thing
    if isinstance(thing, Catalog):
        for name in RECORD_FIELDS:
            for at, one in enumerate(getattr(thing, name)):
                yield (*place, _KEYS[name], at), one


_KEYS = {one.name: one.key for one in shape_of(Catalog).properties}


def outer_first(made: Iterable[tuple[Place, Any]]) -> list[tuple[Place, Any]]:
    """Things in the order in which they begin; a reading notes what is inside of a thing before the thing."""
    found: list[tuple[Place, Any]] = []
    for place, thing in made:
        at = len(found)
        while at and found[at - 1][0][: len(place)] == place:
            at -= 1
        found.insert(at, (place, thing))
    return found


def left_out_for(finding: Finding) -> LeftOut:
    """The record that is left out where a lenient reading finds its IRI for the second time."""
    path = finding.path.removesuffix("id").removesuffix(".")
    return LeftOut("", path, finding.source, finding.line, finding.column, finding.record, whole=True)


def fresh(twice: Iterable[Finding], told: Iterable[Finding]) -> list[Finding]:
    """Those that are not told yet: of records in one catalog, the reading of it tells them itself."""
    known = {_place(one) for one in told}
    return [one for one in twice if _place(one) not in known]


def _place(one: Finding) -> tuple[object, ...]:
    return one.code, one.source, one.line, one.column, one.record


def _is_line(place: Place) -> bool:
    return bool(place) and str(place[0]).startswith("line ")


def first_ones(records: Iterable[Record | Catalog]) -> list[Any]:
    """The records without those whose IRI another one before them has, also of those that a catalog holds."""
    seen: set[str] = set()

    def is_first(one: Record) -> bool:
        iri = None if one.iri is None else str(one.iri)
        if iri is None or iri not in seen:
            seen.update(() if iri is None else (iri,))
            return True
        return False

    kept: list[Any] = []
    for one in records:
        if isinstance(one, Catalog):
            held: dict[str, Any] = {name: tuple(filter(is_first, getattr(one, name))) for name in RECORD_FIELDS}
            kept.append(evolve(one, **held))
        elif is_first(one):
            kept.append(one)
    return kept
