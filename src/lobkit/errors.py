"""What can go wrong, in one form: findings that say where, what and what instead, and the errors that carry them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from attrs import Attribute, evolve, frozen


class Severity(StrEnum):
    """How bad a finding is, in the words of SHACL 1.0, section 2.1.4."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@frozen
class Finding:
    """One thing that was found in one place.

    Args:
        code: stable rule code, such as `LOB204`.
        message: what is wrong and what to write instead, as a sentence for people.
        path: the place inside the record, such as `themas[1]`; empty for the record as a whole.
        severity: violation, warning or info.
        source: the name of the file, or None for a text without a name.
        line, column: counted from 1; None where the form has no lines.
        record: the IRI of the record, where it is known and has one.
    """

    code: str
    message: str
    path: str = ""
    severity: Severity = Severity.VIOLATION
    source: str | None = None
    line: int | None = None
    column: int | None = None
    record: str | None = None

    def at(self, source: str | None) -> Finding:
        """The same finding, in a named file."""
        return evolve(self, source=source)

    def __str__(self) -> str:
        """The one form: `records/boer-2003.yaml:14:5: LOB204 themas[1]: …`."""
        place = ":".join(str(part) for part in (self.source or "<text>", self.line, self.column) if part is not None)
        path = f" {self.path}" if self.path else ""
        return _on_one_line(f"{place}: {self.code}{path}: {self.message}")


@frozen
class LeftOut:
    """One thing that a lenient reading left out: a part of a record, or a record altogether.

    Args:
        text: the part in the source's own form, such as a key with its value, or a statement; empty for a whole record.
        path: the place of what it was left out of; for a whole record, its own place.
        source: the name of the file, or None for a text without a name.
        line, column: counted from 1; None where the form has no lines.
        record: the IRI of the record, where it is known and has one.
        whole: whether a record was left out altogether.
    """

    text: str = ""
    path: str = ""
    source: str | None = None
    line: int | None = None
    column: int | None = None
    record: str | None = None
    whole: bool = False

    def at(self, source: str | None) -> LeftOut:
        """The same, in a named file."""
        return evolve(self, source=source)

    @property
    def name(self) -> str:
        """What people know it by: the IRI of the record, and its place where that says more."""
        if self.record is None:
            return self.path
        within = self.path.removeprefix(f"<{self.record}>").removeprefix(".")
        return f"{self.record} {within}".rstrip()

    def __str__(self) -> str:
        """In the form of findings: `records/boer-2003.yaml:14:5: left out of https://example.org/boer: jaar: 2003`."""
        place = ":".join(str(part) for part in (self.source or "<text>", self.line, self.column) if part is not None)
        if self.whole:
            return _on_one_line(f"{place}: left out: {f'the record {self.name}' if self.name else 'a whole record'}")
        return _on_one_line(f"{place}: left out{f' of {self.name}' if self.name else ''}: {self.text}")


def _on_one_line(text: str) -> str:
    """A name or value from the input must not forge a second line of output."""
    return text.replace("\r", "\\r").replace("\n", "\\n")


class LeftOutWarning(UserWarning):
    """A source says what the thing that was made of it does not hold; the message has a finding a line."""


class LobkitError(Exception):
    """Whatever lobkit raises on purpose; it passes from process to process with all that it says."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _as_it_was, (type(self), self.args, self.__dict__)


def _as_it_was(cls: type[LobkitError], args: tuple[Any, ...], said: dict[str, Any]) -> LobkitError:
    """An error of another process: it is not made anew of its message, since most are made of more than that."""
    error = cls.__new__(cls, *args)
    error.__dict__.update(said)
    return error


class DeclarationError(LobkitError, TypeError):
    """A class is declared in a way that has no one meaning in every form."""


class ValueRefused(LobkitError, ValueError):
    """A value that cannot be carried by every form, or is not of the declared type."""


@frozen
class Second:
    """A thing in a list that has the IRI of another before it.

    Args:
        name, at: the field of the list, and its position there.
        iri: of both.
        first: the list and the position of the other one; None where it is what the lists belong to.
    """

    name: str
    at: int
    iri: str
    first: tuple[str, int] | None


class Doubled(ValueRefused):
    """Things in one thing with the IRI of another in it; each that has one before it is in `seconds`."""

    def __init__(self, seconds: Iterable[Second]) -> None:
        self.seconds = tuple(seconds)
        one = self.seconds[0]
        first = "the catalog itself" if one.first is None else "{}[{}]".format(*one.first)
        super().__init__(f"{one.name}[{one.at}] has the IRI of {first}, {one.iri}; keep one of them")


def second(iri: str, first: str | None = None) -> str:
    """What is said of the second record.

    Args:
        iri: the name of both.
        first: where the first one stands, if that is known; see `first_place`.
    """
    known = f" (the first stands at {first})" if first else ""
    return f"a second record has the IRI {iri}{known}; keep one of them"


def first_place(source: str | None, line: int | None, path: str, *, seen_from: tuple[str | None, int | None]) -> str:
    """Where the first of two records stands: its line, the file where that is another, its path where no line says it.

    Where it has no path either, it is the catalog that holds the other one.

    Args:
        source, line, path: of the first, as far as they are known.
        seen_from: the source and the line of the second.
    """
    if source != seen_from[0]:
        return ":".join(str(part) for part in (source or "<text>", line) if part is not None)
    return path or "the catalog itself" if line is None or line == seen_from[1] else f"line {line}"


class ReadError(LobkitError, ValueError):
    """A source that could not be read, with every problem that was found in it.

    Where a rule of somebody's class raised an error, the first one is the cause (`__cause__`), with its traceback.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))

    def at(self, source: str | None) -> ReadError:
        """The same error, in a named file."""
        return ReadError(finding.at(source) for finding in self.findings)


class WriteError(LobkitError, ValueError):
    """Something that the chosen form or place cannot take; nothing was written."""


class Mixed(WriteError):
    """An IRI that names two things, or one in two ways, which a graph would mix; the IRI is in `iri`."""

    def __init__(self, iri: str, message: str) -> None:
        self.iri = iri
        super().__init__(message)


class LossRefused(WriteError):
    """A format would not carry everything, and was told to refuse then; the losses are in `findings`."""

    def __init__(self, title: str, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        parts = "one part" if len(self.findings) == 1 else f"{len(self.findings)} parts"
        super().__init__(f"{title} has no place for {parts} of the records; nothing was written")


def reason_of(error: Exception) -> str:
    """What an error says that a rule of somebody's class raised, for the finding that it becomes.

    A ValueError and a TypeError are how attrs and most people refuse a value. Anything else is as likely a fault in the
    rule itself, and is told with its type, by which whoever wrote the rule knows it.
    """
    if isinstance(error, (ValueError, TypeError)) and not isinstance(error, UnicodeError):
        by_attrs = any(isinstance(one, Attribute) for one in error.args)  # which puts the field and the value behind
        return str(error.args[0] if by_attrs else error) or f"its class refuses it ({type(error).__name__})"
    kind, said = type(error), f": {error}" if str(error) else ""
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    return f"the rule for it ends in {name}{said}; mend the value, or the rule where that is wrong"


def shown(value: object, limit: int = 80) -> str:
    """A value as it may stand in a message: quoted, on one line, and cut when it is long."""
    text = repr(value)
    text = text if len(text) <= limit else f"{text[:limit]}…"
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
