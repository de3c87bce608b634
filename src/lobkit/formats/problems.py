"""What is wrong with a tree or a graph: collected while it is read, and told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from attrs import evolve

from lobkit.description import NodeShape, PropertyShape
from lobkit.errors import Doubled, Finding, LeftOut, ReadError, Severity, ValueRefused, first_place, second
from lobkit.formats.format import Locate, Node, Parsed, Place, path_text

FAILED: Any = object()
"""Stands for a value that could not be read; the problem is in the list."""


def _beginnings(place: Place) -> Iterator[Place]:
    """A place and all those that it stands in."""
    return (place[:cut] for cut in range(len(place) + 1))


def _readable(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not FAILED}


UNKNOWN = "*"
"""Stands among the missed fields of a node for a key that its class does not have, and that may be any of them."""


class Problems:
    """Collects what is wrong with a tree or graph, so that all of it is told at once."""

    def __init__(self, lenient: bool = False, before: Iterable[Finding] = ()) -> None:
        self.lenient = lenient
        self.before = tuple(before)
        self.found: list[tuple[str, Place, str]] = []
        self.firsts: dict[Place, Place] = {}
        self.left: list[tuple[Place, str]] = []
        self.stood: dict[Place, str | None] = {}
        self.gone: set[Place] = set()
        self.partial: dict[Place, list[int]] = {}
        self.roots: tuple[type[Any], ...] = ()
        self.above = 0  # how many levels of the source there are above its records
        self.made: list[tuple[Place, Any]] = []
        self.names: set[str] = set()
        self.nodes: list[Node] = []
        self.subjects: dict[Place, str] = {}
        self.cause: BaseException | None = None

    def add(self, code: str, place: Place, message: str) -> None:
        """Notes one problem."""
        self.found.append((code, place, message))

    def leave_out(self, place: Place, text: str) -> None:
        """Notes a part that a lenient reading leaves out, with all that stands in it."""
        self.left.append((place, text))
        self.gone.add(place)

    def kept(self, items: list[Any], classes: tuple[type[Any], ...], place: Place) -> list[Any] | None:
        """The items of a list that could be read; None where a list of which some could not be is none.

        A lenient reading leaves out single records, such as those of a catalog, and nothing else of a list.

        Args:
            items: the things, or FAILED.
            classes: what can stand in the list; nothing for values that are no things.
            place: where the list stands.
        """
        kept = [one for one in items if one is not FAILED]
        if len(kept) == len(items):
            return kept
        if not (self.lenient and kept and classes and set(classes) <= set(self.roots)):
            return None
        self.partial[place] = [at for at, one in enumerate(items) if one is not FAILED]
        return kept

    def note(self, thing: Any, classes: tuple[type[Any], ...], place: Place, iri: object) -> None:
        """Notes a thing that could be a record, by which findings name it and a lenient reading tells what is gone.

        Args:
            thing: the thing, or FAILED.
            classes: what could stand there.
            place: where it stands.
            iri: its name in the source.
        """
        if thing is FAILED:
            self.gone.add(place)
        if isinstance(iri, str):
            self.subjects.setdefault(place, iri)
        if type(thing) in self.roots or (thing is FAILED and set(classes) <= set(self.roots)):
            self.stood[place] = iri if isinstance(iri, str) else None

    def parsed(
        self,
        records: Iterable[Any],
        locate: Locate | None,
        resolve: Callable[[Place], Place] = lambda place: place,
    ) -> Parsed:
        """What was read, with what was noticed.

        Raises:
            ReadError: where something is wrong, unless the reading is lenient and gave something.
        """
        found = tuple(records)
        findings = self.findings(locate) if self.found or self.before else ()
        nodes = tuple(self.nodes) if findings else ()
        if findings and (not self.lenient or not (found or nodes)):
            raise ReadError(findings) from self.cause
        made, names = tuple(self.made), frozenset(self.names)
        return Parsed(found, findings, self._left_out(locate), made, names, nodes, locate, resolve)

    def make(
        self,
        shape: NodeShape,
        values: dict[str, Any],
        place: Place,
        iri: object,
        leave: Callable[[PropertyShape], None],
        *,
        unknown: bool = False,
    ) -> tuple[Any, bool]:
        """The thing of these values, or FAILED, and whether nothing of it is missed.

        What could be read of it is noted for those who judge it.

        Args:
            shape: its class.
            values: by the names of the fields; FAILED where the source states something that could not be read.
            place: where it stands.
            iri: its name in the source.
            leave: leaves out what stands under a property.
            unknown: whether it has a key that its class does not have.
        """
        missed = frozenset(name for name, value in values.items() if value is FAILED)
        left_out = missed & shape.optional if self.lenient else frozenset()
        given = {name: value for name, value in values.items() if name not in left_out}
        extra = frozenset([UNKNOWN] if unknown else [])
        thing = FAILED
        if missed == left_out:
            thing, refused = self._made(shape, given, place)
            for one in shape.properties:
                if one.name in refused:
                    leave(one)
            missed |= refused
            given = {name: value for name, value in given.items() if name not in refused}
        parts = {one.name for one in shape.properties if (*place, one.key) in self.partial} if self.partial else set()
        if isinstance(iri, str):
            self.subjects[place] = iri
        if self.lenient:
            self.nodes.append(
                Node(place, shape.incomplete(_readable(given)) if thing is FAILED else thing, missed | extra | parts)
            )
        if shape.cls in self.roots:
            if isinstance(iri, str):
                self.names.add(iri)
            if thing is not FAILED:
                self.made.append((place, thing))
        return thing, thing is not FAILED and not missed and not parts

    def _made(self, shape: NodeShape, values: dict[str, Any], place: Place) -> tuple[Any, frozenset[str]]:
        """The thing of these values, or FAILED, and the names of the fields that a lenient reading leaves out of it."""
        try:
            return shape.make(values), frozenset()
        except Doubled as refused:
            kept = self._first_ones(refused, shape, values, place)
            return self._made(shape, kept, place) if self.lenient else (FAILED, frozenset())
        except ValueRefused as refused:
            self.cause = self.cause or refused.__cause__
            blamed = shape.blamed(values)
            keys = {"iri": "id", **{one.name: one.key for one in shape.properties}}
            for name, message in blamed.items():
                self.add("LOB106", (*place, keys[name]), message)
            if not blamed:
                self.add("LOB106", place, str(refused))
        if not blamed or not blamed.keys() <= shape.optional:
            return FAILED, frozenset()
        # Also where nothing is left out, since attrs asks no validator before all converters are content.
        thing, more = self._made(shape, {name: one for name, one in values.items() if name not in blamed}, place)
        return (FAILED, frozenset()) if thing is FAILED or not self.lenient else (thing, more | frozenset(blamed))

    def _first_ones(self, refused: Doubled, shape: NodeShape, values: dict[str, Any], place: Place) -> dict[str, Any]:
        """The values without the things whose IRI another one before them has, each of which is told."""
        lists = {one.name: (*place, one.key) for one in shape.properties}
        seconds: dict[str, list[int]] = {}

        def place_of(name: str, at: int) -> Place:
            within = lists[name]
            return (*within, self.partial[within][at] if within in self.partial else at)

        for one in refused.seconds:
            here = place_of(one.name, one.at)
            self.add("LOB501", (*here, "id"), second(one.iri))
            self.firsts[(*here, "id")] = (*(place if one.first is None else place_of(*one.first)), "id")
            self.gone.add(here)
            seconds.setdefault(one.name, []).append(one.at)
        kept = dict(values)
        for name, dropped in seconds.items():
            within, count = lists[name], len(values[name])
            known = self.partial.get(within, list(range(count)))
            self.partial[within] = [known[at] for at in range(count) if at not in dropped]
            kept[name] = tuple(one for at, one in enumerate(values[name]) if at not in dropped)
        return kept

    def findings(self, locate: Locate | None = None) -> tuple[Finding, ...]:
        """The problems as findings, each with the line and column where they are known."""
        severity = Severity.WARNING if self.lenient else Severity.VIOLATION
        made = [evolve(one, severity=severity) for one in self.before]
        for code, place, message in self.found:
            line, column = (locate(place) if locate else None) or (None, None)
            subject = self._subject(place)
            if code == "LOB501" and place in self.firsts and subject is not None:
                message = second(subject, self._first(self.firsts[place], line, locate))
            made.append(Finding(code, message, path_text(place), severity, None, line, column, subject))
        return tuple(sorted(made, key=lambda one: (one.line or 0, one.column or 0)))

    def _first(self, place: Place, line: int | None, locate: Locate | None) -> str:
        """The place of the first record with an IRI, as it is told with the second."""
        at, _ = (locate(place) if locate else None) or (None, None)
        return first_place(None, at, path_text(place[:-1]), seen_from=(None, line))

    def _left_out(self, locate: Locate | None) -> tuple[LeftOut, ...]:
        """What a lenient reading left out, by its place; of parts in parts and records in records, the outer one."""
        parts = {place for place, _ in self.left}
        left = [(place, text) for place, text in self.left if parts.isdisjoint(_beginnings(place[:-1]))]
        told = [(place, text, place[:-1], self._subject(place)) for place, text in left]
        gone = {place: None for place in self.stood if any(one in self.gone for one in _beginnings(place))}
        outer = [place for place in gone if not place or gone.keys().isdisjoint(_beginnings(place[:-1]))]
        told += [(place, "", place, self.stood[place]) for place in outer]
        made = []
        for place, text, path, record in told:
            line, column = (locate(place) if locate else None) or (None, None)
            made.append(LeftOut(text, path_text(path), None, line, column, record, whole=not text))
        return tuple(sorted(made, key=lambda one: (one.line or 0, one.column or 0)))

    def _subject(self, place: Place) -> str | None:
        """The IRI of the innermost thing around a place that has one."""
        return next(
            (self.subjects[place[:cut]] for cut in range(len(place), -1, -1) if place[:cut] in self.subjects), None
        )
