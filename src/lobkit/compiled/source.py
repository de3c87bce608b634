"""Functions from source that is made from a shape; tracebacks and debuggers show their lines."""

from __future__ import annotations

import itertools
import linecache
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar, cast

from attrs import define, field

from lobkit.description import NodeRange, PropertyShape
from lobkit.formats.triples import SHORT, quoted, quoted_long
from lobkit.shape import check_to_write, checks_itself

W = TypeVar("W")
K = TypeVar("K")

_MOST = 4096
"""How many values are kept by `Known`."""
_SHORT = 128
"""How many signs a lexical form, with its datatype, has that may well come by again."""


class Unusual(Exception):
    """Something that the compiled functions leave to the readers that explain."""


_NUMBERS = itertools.count()


@define
class Source:
    """The lines of a function under construction, and the values that it uses by name.

    Args:
        name: of the function.
        arguments: as they stand between its brackets.
    """

    name: str
    arguments: str
    lines: list[str] = field(factory=list)
    values: dict[str, Any] = field(factory=dict)

    def add(self, text: str, indent: int = 1) -> None:
        """Adds lines, `indent` levels in."""
        self.lines += ["    " * indent + line for line in text.split("\n")]

    def use(self, value: Any, hint: str) -> str:
        """A name for a value; equal ones share it."""
        for name, known in self.values.items():
            if known is value:
                return name
        name = f"{hint}_{len(self.values)}"
        self.values[name] = value
        return name

    def add_check(self, cls: type[Any]) -> None:
        """Adds the line that checks the thing that is written, where its class may not have done it.

        What is of another class has no more than the fields of this one, and is no thing that anybody made.
        """
        if not checks_itself(cls):
            self.add(f"if type(thing) is {self.use(cls, 'cls')}: {self.use(check_to_write, 'check')}(thing)")

    def quoted(self, name: str) -> str:
        """The expression of a text of a record between quotation marks, as N-Triples and Turtle have it."""
        short, long = self.use(quoted, "quoted"), self.use(quoted_long, "quoted_long")
        return f"({short} if len({name}) < {SHORT} else {long})({name})"

    def look(self, known: Known[Any, Any], hint: str, key: str) -> str:
        """The expression of what is known of a key, which is an expression that may be evaluated twice."""
        kept = self.use(known.kept, hint)
        return f"({kept}.get({key}) or {self.use(known.new, f'new_{hint}')}({key}))"

    def function(self) -> Any:
        """The function; its values are looked up as globals of its own."""
        text = "\n".join([f"def {self.name}({self.arguments}):", *self.lines]) + "\n"
        file = f"<lobkit compiled {self.name} {next(_NUMBERS)}>"
        linecache.cache[file] = (len(text), None, text.splitlines(True), file)
        space = dict(self.values)
        exec(compile(text, file, "exec"), space)
        return space[self.name]


# What compiled functions look into are plain dicts: to look into a subclass of dict takes twice as long.


def classes_within(properties: Iterable[PropertyShape]) -> Iterator[type[Any]]:
    """The classes of what stands in these properties."""
    return (cls for one in properties if isinstance(one.range, NodeRange) for cls in one.range.classes)


class Writers(dict[type[Any], W]):
    """A function for each class, compiled when the first thing of it comes by, since classes hold one another."""

    def __init__(self, make: Callable[[type[Any]], W]) -> None:
        super().__init__()
        self._make = make
        self._within: dict[type[Any], W] = {}

    def __missing__(self, cls: type[Any]) -> W:
        self[cls] = self._within[cls] = made = self._make(cls)
        return made

    def within(self, properties: Iterable[PropertyShape]) -> dict[type[Any], W]:
        """The functions for all that stands in these properties, as they are looked up by compiled functions."""
        for cls in classes_within(properties):
            self._within.setdefault(cls, _later(self.__missing__, cls))
        return self._within


def readers_of(make: Callable[[Any], W], classes: Mapping[K, type[Any]]) -> dict[K, W]:
    """A function for each of several classes, by what tells them apart; compiled as in `Writers`."""
    readers: dict[K, W] = {}

    def make_for(key: K) -> W:
        readers[key] = made = make(classes[key])
        return made

    for key in classes:
        readers[key] = _later(make_for, key)
    return readers


def _later(make: Callable[[K], W], key: K) -> W:
    """Stands for a function until it is called for the first time; `make` puts the real one in its place."""

    def first(*arguments: Any) -> Any:
        return cast(Callable[..., Any], make(key))(*arguments)

    return cast(W, first)


class Known(Generic[K, W]):
    """What follows from values of which the same few come by again and again."""

    __slots__ = ("kept", "new")

    def __init__(self, make: Callable[[K], W]) -> None:
        kept: dict[K, W] = {}

        def new(key: K) -> W:
            found = make(key)
            if len(kept) < _MOST and not (isinstance(key, str) and len(key) > _SHORT):
                kept[key] = found
            return found

        self.kept, self.new = kept, new

    def __getitem__(self, key: K) -> W:
        return self.kept[key] if key in self.kept else self.new(key)


class Values(Known[str, Any]):
    """The values of a datatype by their lexical forms, of which the short ones come by again.

    Whatever its functions raise is Unusual.
    """

    __slots__ = ()

    def __init__(self, take: Callable[[str], Any]) -> None:
        kept: dict[str, Any] = {}

        def new(key: str) -> Any:
            try:
                found = take(key)
            except MemoryError:
                raise
            except Exception:  # noqa: BLE001 - they may be somebody's, and the reader that explains tells what they raise
                raise Unusual from None
            if len(kept) < _MOST and len(key) <= _SHORT:
                kept[key] = found
            return found

        self.kept, self.new = kept, new
