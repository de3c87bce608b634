"""Records of other shapes than a publication: many short fields, labels and links, pages of text, sets of things."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Iterator
from typing import Annotated, Any

from attrs import frozen

from benchmarks.records import Texts, chosen_seed
from lobkit.declare import Property, rdf_type
from lobkit.shape import checked
from lobkit.values import Address, Iri, LangMap, Language

_EX = "https://example.org/def#"
_BASE = "https://example.org/"


@rdf_type(_EX + "Lesson", "An hour in a timetable.")
@frozen
class Lesson:
    """Many short fields."""

    iri: Iri
    course: Annotated[Iri, Property(_EX + "course", "Of which course.")]
    code: Annotated[str, Property(_EX + "code", "Its code.")]
    room: Annotated[str, Property(_EX + "room", "The room.")]
    teacher: Annotated[str, Property(_EX + "teacher", "Who gives it.")]
    group: Annotated[str, Property(_EX + "group", "Who takes it.")]
    day: Annotated[datetime.date, Property(_EX + "day", "The day.")]
    hour: Annotated[int, Property(_EX + "hour", "The hour.")]
    seats: Annotated[int, Property(_EX + "seats", "How many can come.")]
    online: Annotated[bool, Property(_EX + "online", "Whether it is on the web.")]
    taken: Annotated[int | None, Property(_EX + "taken", "How many come.")] = None
    language: Annotated[Language | None, Property(_EX + "language", "Its language.")] = None
    link: Annotated[Address | None, Property(_EX + "link", "Where it is on the web.")] = None
    remark: Annotated[str | None, Property(_EX + "remark", "What else there is.")] = None
    __attrs_post_init__ = checked


@rdf_type(_EX + "Term", "A concept.")
@frozen
class Term:
    """Labels by language, and links."""

    iri: Iri
    label: Annotated[LangMap, Property(_EX + "label", "Its name.")]
    alike: Annotated[frozenset[Iri], Property(_EX + "alike", "The like elsewhere.")] = frozenset()
    __attrs_post_init__ = checked


@rdf_type(_EX + "Essay", "A text.")
@frozen
class Essay:
    """Pages of text."""

    iri: Iri
    title: Annotated[LangMap, Property(_EX + "title", "Its title.")]
    body: Annotated[str, Property(_EX + "body", "All of it.")]
    abstract: Annotated[LangMap, Property(_EX + "abstract", "In short.")]
    __attrs_post_init__ = checked


@rdf_type(_EX + "Unit", "A part of a course.")
@frozen
class Unit:
    """A part that has parts."""

    heading: Annotated[str, Property(_EX + "heading", "Its heading.")]
    units: Annotated[tuple[Unit, ...], Property(_EX + "units", "Its parts, in order.")] = ()
    __attrs_post_init__ = checked


@rdf_type(_EX + "Course", "A course.")
@frozen
class Course:
    """Things in things: in order, and as a set."""

    iri: Iri
    title: Annotated[LangMap, Property(_EX + "title", "Its title.")]
    starts: Annotated[datetime.date, Property(_EX + "starts", "Its first day.")]
    terms: Annotated[frozenset[Term], Property(_EX + "terms", "What it is about.")] = frozenset()
    words: Annotated[frozenset[str], Property(_EX + "words", "Words of its own.")] = frozenset()
    books: Annotated[tuple[Address, ...], Property(_EX + "books", "What to read, in order.")] = ()
    units: Annotated[tuple[Unit, ...], Property(_EX + "units", "Its parts, in order.")] = ()
    __attrs_post_init__ = checked


SHAPES: tuple[type[Any], ...] = (Lesson, Term, Essay, Course)
"""One of each; rows of the benchmark bear their names."""


def things(cls: type[Any], count: int) -> Iterator[Any]:
    """As many records of a shape, from the seed of this run."""
    draw = random.Random(f"{cls.__name__} {chosen_seed()}")
    make = _Maker(draw, Texts(chosen_seed()))
    made: dict[type[Any], Callable[[int], Any]] = {
        Lesson: make.lesson,
        Term: make.term,
        Essay: make.essay,
        Course: make.course,
    }
    return map(made[cls], range(count))


class _Maker:
    def __init__(self, draw: random.Random, texts: Texts) -> None:
        self.draw, self.texts = draw, texts
        self.terms = [self.term(number) for number in range(200)]

    def lesson(self, number: int) -> Lesson:
        return Lesson(
            Iri(f"{_BASE}lesson/{number}"),
            Iri(f"{_BASE}course/{number // 9}"),
            code=f"L-{number:06}",
            room=f"{'ABCD'[number % 4]}{number % 40:02}",
            teacher=self.draw.choice(self.texts.words),
            group=f"g{number % 7}",
            day=self._day(),
            hour=8 + number % 10,
            seats=20 + number % 30,
            online=number % 3 == 0,
            taken=number % 20 if number % 2 else None,
            language="nl" if number % 2 else None,
            link=Address(f"https://meet.example.org/{number}") if number % 3 == 0 else None,
            remark=self.draw.choice(self.texts.words) if number % 6 == 0 else None,
        )

    def term(self, number: int) -> Term:
        alike = (Iri(f"https://other.example.net/c/{number}/{at}") for at in range(number % 8))
        return Term(Iri(f"{_BASE}term/{number}"), self._labels(), frozenset(alike))

    def essay(self, number: int) -> Essay:
        pages = "\n\n".join(self.texts.body(self.draw, 10) for _ in range(self.draw.randint(3, 7)))
        short = LangMap({lang: self.texts.body(self.draw, 4) for lang in ("en", "nl")})
        return Essay(Iri(f"{_BASE}essay/{number}"), self._labels(), pages, short)

    def course(self, number: int) -> Course:
        books = (f"https://books.example.org/{self.draw.randint(0, 999)}" for _ in range(self.draw.randint(0, 4)))
        return Course(
            Iri(f"{_BASE}course/{number}"),
            self._labels(),
            self._day(),
            frozenset(self.draw.sample(self.terms, self.draw.randint(0, 4))),
            frozenset(self.draw.sample(self.texts.words, self.draw.randint(0, 5))),
            tuple(map(Address, books)),
            tuple(self._unit(2) for _ in range(self.draw.randint(0, 3))),
        )

    def _unit(self, depth: int) -> Unit:
        parts = self.draw.randint(0, 2) if depth else 0
        return Unit(self.draw.choice(self.texts.words), tuple(self._unit(depth - 1) for _ in range(parts)))

    def _labels(self) -> LangMap:
        return LangMap({lang: self.draw.choice(self.texts.words) for lang in ("de", "en", "nl")})

    def _day(self) -> datetime.date:
        return datetime.date(2020, 1, 1) + datetime.timedelta(self.draw.randint(0, 2500))
