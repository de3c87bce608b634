"""Functions from source that is made from a shape; tracebacks and debuggers show their lines."""

from __future__ import annotations

import itertools
import linecache
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from attrs import define, field

W = TypeVar("W")
K = TypeVar("K")

_MOST = 4096
"""How many values are kept by `Known`."""


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

    def function(self) -> Any:
        """The function; its values are looked up as globals of its own."""
        text = "\n".join([f"def {self.name}({self.arguments}):", *self.lines]) + "\n"
        file = f"<lobkit compiled {self.name} {next(_NUMBERS)}>"
        linecache.cache[file] = (len(text), None, text.splitlines(True), file)
        space = dict(self.values)
        exec(compile(text, file, "exec"), space)
        return space[self.name]


class Writers(dict[type[Any], W]):
    """A function for each class, compiled when the first thing of it comes by, since classes hold one another."""

    def __init__(self, make: Callable[[type[Any]], W]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, cls: type[Any]) -> W:
        self[cls] = made = self._make(cls)
        return made


class Readers(dict[K, W]):
    """A function for each of several classes, by what tells them apart; compiled as in `Writers`."""

    def __init__(self, make: Callable[[Any], W], classes: Mapping[K, type[Any]]) -> None:
        super().__init__()
        self._make, self._classes = make, classes

    def __missing__(self, key: K) -> W:
        self[key] = made = self._make(self._classes[key])
        return made

    def __contains__(self, key: object) -> bool:
        return key in self._classes


class Known(dict[K, W]):
    """What follows from values of which the same few come by again and again."""

    def __init__(self, make: Callable[[K], W]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: K) -> W:
        found = self._make(key)
        if len(self) < _MOST:
            self[key] = found
        return found
