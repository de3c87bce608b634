"""Records out of a file and into one, one by one: the memory does not grow with the number of records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from lobkit.doubled import FACTS
from lobkit.errors import Finding, ReadError, second
from lobkit.exchange import doubled_in, format_of, format_to_write, parse_source
from lobkit.formats.format import Format, NotInOrder
from lobkit.formats.in_order import records_in_order
from lobkit.formats.nquads import NQUADS
from lobkit.formats.ntriples import NTRIPLES
from lobkit.formats.turtle import TURTLE
from lobkit.formats.turtle_in_order import records_in_paragraphs
from lobkit.model import ROOTS, Catalog
from lobkit.model.catalog import RECORD_FIELDS_BY_CLASS
from lobkit.names import Names
from lobkit.placing import write_text
from lobkit.record_by_record import records_text
from lobkit.sources import Source, input_kept, label_of, lines_of, pieces_of, unpacked

IN_ORDER = (NTRIPLES, NQUADS, TURTLE)
"""The formats of statements whose records can be found one by one, where they stand as lobkit writes them."""


def stream(
    source: Source,
    *,
    format: str | None = None,
    base: str | None = None,
    known: Names | None = None,
    classes: tuple[type[Any], ...] | None = None,
    refused_for: Callable[[Any], Sequence[Finding]] | None = None,
) -> Iterator[Any]:
    """The records of a file, in its order, one by one.

    JSON Lines, files of N-Triples or N-Quads with each record in one piece, and Turtle as lobkit writes it are never in
    memory as a whole; others are. Files of statements are read twice, since a record is known to be whole only when the
    rest says no more of it.

    Args:
        source: a path, or `-` for standard input.
        format: the name of a format in `FORMATS`, where the extension does not say it.
        base: the IRI under which records of fiches get a name of their own.
        known: the names that were seen in other parts of the same whole; those of this source are added.
        classes: the roots of another project's model, whose records are no catalog; None for lobkit's own.
        refused_for: gives the reasons why a record, or a catalog, cannot pass, and takes their names in; None for those
            why it cannot stand in any stream.

    Raises:
        ReadError: at the first record that is wrong, with all that is wrong in the file; also for an IRI that stands
            twice.
    """
    names = Names() if known is None else known
    chosen = format_of(source, format)
    # Where a name was seen in another part, the reading of the whole says where it stands again.
    if chosen in IN_ORDER and not len(names) and Path(source).is_file() and _is_in_order(source, chosen, classes):
        yield from in_order(source, chosen, names, classes)
        return
    own, expected = classes is not None, classes or ROOTS
    why = partial(refused_twice if own else refused_in_stream, names) if refused_for is None else refused_for
    if chosen.stream is not None:
        records = located(chosen.stream(lines_of(source), expected, why), label_of(source))
    else:
        with input_kept():
            parsed = parse_source(source, chosen.name, base=base, classes=expected)
            refused = [one.at(label_of(source)) for record in parsed.records for one in why(record)]
            if refused:
                raise ReadError((() if own else doubled_in([source], chosen.name, base=base)) or refused)
        records = iter(parsed.records)
    yield from records if own else spread(records)


def spread(records: Iterable[Any]) -> Iterator[Any]:
    """Records, and those of the catalogs among them."""
    for one in records:
        if type(one) is Catalog:
            yield from one.records()
        else:
            yield one


def in_order(source: Source, form: Format, names: Names, classes: tuple[type[Any], ...] | None = None) -> Iterator[Any]:
    """The records of a file in one of the formats `IN_ORDER`, one by one.

    Raises:
        ReadError: where it is not UTF-8.
        NotInOrder: where the file has to be read as a whole; what came before must not be used then.
    """
    if form is TURTLE:
        records = _in_paragraphs(source, names, classes)
    else:
        records = records_in_order(pieces_of(source), classes or ROOTS, names)
    return located(of_a_catalog(records) if classes is None else records, label_of(source))


def _in_paragraphs(source: Source, names: Names, classes: tuple[type[Any], ...] | None) -> Iterator[Any]:
    with unpacked(source) as file:
        yield from records_in_paragraphs(file, classes or ROOTS, names, Catalog if classes is None else None)


def _is_in_order(source: Source, form: Format, classes: tuple[type[Any], ...] | None) -> bool:
    try:
        for _ in in_order(source, form, Names(), classes):
            pass
    except NotInOrder:
        return False
    return True


def of_a_catalog(records: Iterator[Any]) -> Iterator[Any]:
    """Records that stand in the order in which a catalog has them, and no catalog.

    Raises:
        NotInOrder: where they do not.
    """
    kinds = iter(RECORD_FIELDS_BY_CLASS)
    last: type | None = None
    for one in records:
        while type(one) is not last:
            last = next(kinds, None)
            if last is None:
                raise NotInOrder
        yield one


def located(records: Iterator[Any], label: str) -> Iterator[Any]:
    """Records under way; what is wrong with them names its source."""
    try:
        yield from records
    except ReadError as error:
        raise error.at(label) from error.__cause__


def refused_in_stream(names: Names, record: Any) -> Sequence[Finding]:
    """Why a record, or a catalog that says nothing of itself, cannot stand in a stream, whose names are taken in."""
    if type(record) is not Catalog:
        return refused_twice(names, record)
    if not record.bare:
        return [Finding("LOB501", FACTS)]
    return [_twice(one) for one in record.records() if one.iri is not None and not names.add(one.iri)]


def refused_twice(names: Names, record: Any) -> Sequence[Finding]:
    """Why a record cannot stand behind those whose names are known: one of them has its IRI, which is taken in."""
    iri = getattr(record, "iri", None)
    return () if iri is None or names.add(iri) else (_twice(record),)


def _twice(record: Any) -> Finding:
    return Finding("LOB501", second(record.iri), record=str(record.iri))


def write_records(
    records: Iterable[Any],
    target: Source,
    *,
    format: str | None = None,
    enrich: bool = False,
    start: int = 0,
    known: Names | None = None,
) -> None:
    """Writes records as they come to a file that appears whole or not at all, or to standard output (`-`).

    Args:
        records: the records, not a catalog.
        target: a path; the extension says the format, also before `.gz`.
        format: the name of a format in `FORMATS`, where the extension does not say it.
        enrich: whether to add the statements that follow from the records.
        start: how many records of the same whole stand before the first of these, for the names of blank nodes.
        known: where the IRI of each record is noted before it comes here, as `stream` does.

    Raises:
        WriteError: where the format or the place cannot take it.
    """
    write_text(pieces(records, format_to_write(target, format), enrich, start, known), target)


def pieces(
    records: Iterable[Any], form: Format, enrich: bool, start: int, known: Names | None
) -> Iterator[str] | Iterator[bytes]:
    """What `write_records` writes, with the same arguments.

    Raises:
        WriteError: where the format cannot take the records.
    """
    if form.serialize_raw is not None and not enrich:
        return form.serialize_raw(records)
    return records_text(records, form.name, enrich=enrich, start=start, known=known)
