"""Records that come by one by one, written as the document that holds them all: to the letter, and never as a whole."""

from __future__ import annotations

import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, groupby, islice
from types import SimpleNamespace
from typing import IO, Any

from attrs import define, field

from lobkit.compiled.json_text import each_indented
from lobkit.compiled.turtle_text import Page
from lobkit.compiled.yaml_text import yaml_item
from lobkit.formats.format import Format, NotInOrder
from lobkit.formats.json import JSON
from lobkit.formats.triples import Described
from lobkit.formats.turtle import TURTLE, declared
from lobkit.formats.yaml import YAML
from lobkit.model import Catalog
from lobkit.model.catalog import RECORD_FIELDS_BY_CLASS
from lobkit.names import Names
from lobkit.placing import no_room
from lobkit.shape import shape_of

AS_CATALOG = (TURTLE, YAML, JSON)
"""The formats in which several records of lobkit's are a catalog, and that are written while its records come by."""

_KEYS = {one.name: one.key for one in shape_of(Catalog).properties}


def catalog_text(records: Iterable[Any], form: Format) -> Iterator[str] | Iterator[bytes]:
    """The text of the catalog of some records, which says nothing of itself, or of the record, if it is one.

    It comes in pieces, as text or in UTF-8.

    Args:
        records: the records, class by class, in the order in which a catalog has them; no two with one IRI.
        form: one of `AS_CATALOG`.

    Raises:
        NotInOrder: where it takes all records at once to tell what is written.
        WriteError: where the format cannot take them, or there is no room on disk for what has to wait.
    """
    coming = iter(records)
    some = list(islice(coming, 2))
    if len(some) < 2:
        return form.serialize(some or [Catalog()])  # type: ignore[misc]
    return _TEXTS[form.name](chain(some, coming))


def graph_text(records: Iterable[Any]) -> Iterator[str]:
    """JSON of records that are no catalog: the record itself where there is one, else `@graph` with all of them.

    Raises:
        WriteError: where they cannot be written.
    """
    coming = iter(records)
    some = list(islice(coming, 2))
    if len(some) < 2:
        return JSON.serialize(some)  # type: ignore[misc]
    return _json([("@graph", chain(some, coming))])


def _by_key(records: Iterable[Any]) -> Iterator[tuple[str, Iterator[Any]]]:
    return ((_KEYS[RECORD_FIELDS_BY_CLASS[cls]], some) for cls, some in groupby(records, type))


def _json(lists: Iterable[tuple[str, Iterable[Any]]], *facts: str) -> Iterator[str]:
    before = "{\n  " + "".join(f"{one},\n  " for one in facts)
    for key, records in lists:
        before += f'"{key}": [\n    '
        for text in each_indented(records, depth=2):
            yield before + text
            before = ",\n    "
        before = "\n  ],\n  "
    yield "\n  ]\n}\n"


def _json_catalog(records: Iterable[Any]) -> Iterator[str]:
    return _json(_by_key(records), f'"type": "{shape_of(Catalog).name}"')


def _yaml_catalog(records: Iterable[Any]) -> Iterator[str]:
    yield f"type: {shape_of(Catalog).name}\n"
    for key, some in _by_key(records):
        yield f"{key}:\n"
        yield from map(yaml_item, some)


# ── Turtle: the catalog names its records first, and a paragraph of each follows ──────────────────────────────────────


def _turtle_catalog(records: Iterable[Any]) -> Iterator[bytes]:
    described = _OneByOne()
    page = Page(described)
    try:
        with _waiting() as names, _waiting() as paragraphs:
            coming = _Coming(iter(records), described, partial(_write_paragraphs, page, described, paragraphs))
            lists = {name: _OfClass(coming, cls) for cls, name in RECORD_FIELDS_BY_CLASS.items()}
            catalog = SimpleNamespace(**dict.fromkeys(("iri", *_KEYS)) | lists)
            page.paragraph("[", catalog, 0, lambda text: names.write(text.encode()), Catalog)
            if coming.next is not None:
                raise NotInOrder
            page.waiting, described.deeper = described.deeper, deque()
            while page.waiting:
                _write_paragraph(page, page.waiting.popleft(), paragraphs)
            yield declared(page.prefixes).encode()
            for part in (names, paragraphs):
                part.seek(0)
                yield from iter(partial(part.read, 2**16), b"")
    except OSError as problem:
        raise no_room(problem) from None


def _waiting() -> IO[bytes]:
    """A place on disk without a name, which goes with the process."""
    return tempfile.TemporaryFile(prefix="lobkit-")


def _write_paragraph(page: Page, announced: tuple[str, Any, int], file: IO[bytes]) -> None:
    parts: list[str] = []
    page.paragraph(*announced, parts.append)
    file.write("".join(parts).encode())


def _write_paragraphs(page: Page, described: _OneByOne, file: IO[bytes]) -> None:
    """Writes what the name of a record has announced; what is announced there waits until all records are written."""
    announced, page.waiting = page.waiting, described.deeper
    described.at_the_names = False
    for one in announced:
        _write_paragraph(page, one, file)
    announced.clear()
    described.at_the_names, page.waiting = True, announced


@define
class _OneByOne(Described):
    """As `Described`, for records of which each is forgotten when it is written.

    Args:
        record: the one under way.
        names: those of the records so far.
        deeper: things that paragraphs have announced.
        announced: the IRIs that stand among the names of the catalog, in brackets of records without one.
        at_the_names: whether these are being written, and no paragraph.
    """

    record: Any = None
    names: Names = field(factory=Names)
    deeper: deque[tuple[str, Any, int]] = field(factory=deque)
    announced: set[str] = field(factory=set)
    at_the_names: bool = True

    def first(self, thing: Any, iri: str, depth: int = 0) -> bool:
        """Whether a thing is still to be described.

        Raises:
            NotInOrder: where the whole catalog is needed to tell, since it names all its records first.
            LobkitError: as `Described.first`.
        """
        if self.at_the_names and thing is self.record:
            if iri in self.things or not self.names.add(iri):
                raise NotInOrder
            return True
        if iri in self.names:
            raise NotInOrder
        new = Described.first(self, thing, iri, depth)
        if self.at_the_names:
            if not new and iri not in self.announced:
                raise NotInOrder
            self.announced.add(iri)
        return new


@define
class _Coming:
    """Records under way, with a look at the next one; what has to be done after each of them is done."""

    records: Iterator[Any]
    described: _OneByOne
    after: Callable[[], None]
    next: Any = None

    def __attrs_post_init__(self) -> None:
        self.next = next(self.records, None)

    def of(self, cls: type[Any]) -> Iterator[Any]:
        """Those of a class, as far as they come now."""
        while type(self.next) is cls:
            self.described.record = self.next
            yield self.next
            self.after()
            self.next = next(self.records, None)


@define
class _OfClass:
    """Stands for a list of a catalog; it can be gone through once."""

    coming: _Coming
    cls: type[Any]

    def __bool__(self) -> bool:
        return type(self.coming.next) is self.cls

    def __iter__(self) -> Iterator[Any]:
        return self.coming.of(self.cls)


_TEXTS: dict[str, Callable[[Iterable[Any]], Iterator[str] | Iterator[bytes]]] = {
    TURTLE.name: _turtle_catalog,
    YAML.name: _yaml_catalog,
    JSON.name: _json_catalog,
}
