"""Where each statement of a Turtle or N-Triples text stands; read only to explain what is wrong."""

from __future__ import annotations

import re
from bisect import bisect_left
from urllib.parse import urljoin

from attrs import define, field, frozen

from lobkit.formats.triples import Term, Triple
from lobkit.namespaces import RDF, XSD

Position = tuple[int, int]
"""Line and column, both counted from 1."""


@frozen
class Positions:
    """The places of subjects, of their properties, and of the values of those."""

    found: dict[tuple[object, ...], Position]

    def of(self, *statement: object) -> Position | None:
        """The place of a subject, a subject's property, or one value of it; of the nearest that is known."""
        while statement:
            if statement in self.found:
                return self.found[statement]
            statement = statement[:-1]
        return None


def positions(text: str, only: frozenset[Term] | None = None) -> tuple[list[Triple], Positions] | None:
    """The statements of a well-formed text, with their places; None for a text that this reading does not follow.

    Where only some subjects matter, only their places are told.

    Args:
        text: Turtle or N-Triples.
        only: the subjects that matter, as IRIs, where not all do; what is said of others is passed over quickly.
    """
    walker = _Walker(text, [end.start() for end in re.finditer("\n", text)], only)
    try:
        walker.document()
        if walker.now[2] != len(text):
            return None
    except (IndexError, KeyError, RecursionError, ValueError):
        return None
    return walker.triples, Positions(walker.found)


def blank_prefix(text: str) -> str:
    """What the names of blank nodes begin with that have none in a text, so that they are no label in it."""
    prefix = "a"
    while re.search(rf"(?:_:|[\"']){prefix}[0-9]", text):
        prefix += "a"
    return prefix


# Turtle 1.1, section 6.5; looser, since the text was found well-formed before it comes here.
_TOKEN = re.compile(
    r"""
    (?P<space>[\s]+|\#[^\n]*)
    |(?P<iri><[^<>"{}|^`\x00-\x20]*>)
    |(?P<text>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<directive>@(?:prefix|base)\b|(?i:PREFIX|BASE)(?=\s))
    |(?P<lang>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<type>\^\^)
    |(?P<number>[+-]?(?:[0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+\.?[eE][+-]?[0-9]+|[0-9]+))
    |(?P<mark>[\[\](),;.])
    |(?P<blank>_:[^\s\[\](),;<>"']*[^\s\[\](),;.<>"'])
    |(?P<name>(?:[^\s\[\](),;<>"'\#:.][^\s\[\](),;<>"'\#:]*)?:(?:[^\s\[\](),;<>"'\\\#]|\\.)*(?<!\.)|a(?=[\s<\[_"'])|true|false)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_LOCAL_ESCAPE = re.compile(r"\\(.)")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}

Token = tuple[str, str, int]
"""Kind, text and offset."""


# The rest of a statement: a dot ends it, unless it stands between two signs of a name or a number, or in a text.
_REST = re.compile(
    r"""
    (?>[^"'<\#.\\]+|\\.|<[^<>"{}|^`\x00-\x20]*>|\#[^\n]*
      |\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'
      |(?<=[^\s\[\](),;<>"'.])\.+(?=[^\s\[\](),;<>"'.\#])|\.(?=[0-9])
    )*+\.
    """,
    re.VERBOSE | re.DOTALL,
)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else _ESCAPED.get(m[3], m[3]), text)


@define
class _Walker:
    """Walks over the tokens of a document and notes each statement."""

    text: str
    ends: list[int]
    only: frozenset[Term] | None = None
    at: int = 0
    now: Token = field(init=False)
    base: str = ""
    known: dict[str, str] = field(factory=dict)
    prefixes: dict[str, str] = field(factory=dict)
    triples: list[Triple] = field(factory=list)
    found: dict[tuple[object, ...], Position] = field(factory=dict)
    blanks: int = 0
    blank_prefix: str = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.blank_prefix = blank_prefix(self.text)
        self.now = self.next()

    def next(self) -> Token:
        while match := _TOKEN.match(self.text, self.at):
            start, self.at = self.at, match.end()
            if self.at == start:
                break
            if match.lastgroup != "space":
                return str(match.lastgroup), match[0], start
        return "end", "", self.at

    def take(self) -> Token:
        token = self.now
        self.now = self.next()
        return token

    def sees(self, mark: str) -> bool:
        kind, text, _ = self.now
        return kind == "mark" and text == mark

    def expect(self, mark: str) -> None:
        kind, text, _ = self.take()
        if (kind, text) != ("mark", mark):
            raise ValueError(text)

    def position(self, offset: int) -> Position:
        line = bisect_left(self.ends, offset)
        return line + 1, offset - (self.ends[line - 1] if line else -1)

    def blank(self) -> Term:
        self.blanks += 1
        return Term("blank", f"{self.blank_prefix}{self.blanks}")

    def document(self) -> None:
        while self.now[0] != "end":
            if self.now[0] == "directive":
                self.directive()
            else:
                self.statement()

    def directive(self) -> None:
        name = self.take()[1]
        if name.lower().endswith("prefix"):
            prefix = self.take()[1]
            self.prefixes[prefix] = self.resolved(self.take()[1])
        else:
            self.base = self.resolved(self.take()[1])
        self.known.clear()
        if name.startswith("@"):
            self.expect(".")

    def statement(self) -> None:
        kind, text, offset = self.now
        if self.only is not None and kind in ("iri", "name"):
            iri = self.resolved(text) if kind == "iri" else self.named(kind, text)
            if Term("iri", iri) not in self.only:
                self.pass_over()
                return
        alone = self.sees("[")
        subject = self.node()
        self.place(offset, subject)
        if not (alone and self.sees(".")):
            self.properties(subject)
        self.expect(".")

    def pass_over(self) -> None:
        """Goes on behind the statement whose subject has just been seen."""
        rest = _REST.match(self.text, self.at)
        if rest is None:
            raise ValueError(self.now[1])
        self.at = rest.end()
        self.now = self.next()

    def properties(self, subject: Term) -> None:
        while True:
            kind, text, offset = self.take()
            predicate = RDF.type if (kind, text) == ("name", "a") else self.iri(kind, text)
            self.place(offset, subject, predicate)
            self.objects(subject, predicate)
            while self.sees(";"):
                self.take()
            if self.sees(".") or self.sees("]"):
                return

    def objects(self, subject: Term, predicate: str) -> None:
        while True:
            offset = self.now[2]
            object_ = self.node()
            self.note(subject, predicate, object_, offset)
            if not self.sees(","):
                return
            self.take()

    def note(self, subject: Term, predicate: str, object_: Term, offset: int) -> None:
        if self.only is None:  # else somebody asks for places only
            self.triples.append((subject, predicate, object_))
        self.place(offset, subject, predicate, object_)
        if object_.kind == "blank":
            self.place(offset, object_)

    def place(self, offset: int, subject: Term, *more: object) -> None:
        if self.only is None or subject in self.only:
            self.found.setdefault((subject, *more), self.position(offset))

    def node(self) -> Term:
        kind, text, offset = self.take()
        if kind == "mark" and text == "[":
            subject = self.blank()
            self.place(offset, subject)
            if not self.sees("]"):
                self.properties(subject)
            self.expect("]")
            return subject
        if kind == "mark" and text == "(":
            return self.collection()
        if kind == "blank":
            return Term("blank", text[2:])
        if kind == "text":
            return self.literal(text)
        if kind == "number":
            return Term("literal", text, _number_type(text))
        if kind == "name" and text in ("true", "false"):
            return Term("literal", text, XSD.boolean)
        return Term("iri", self.iri(kind, text))

    def collection(self) -> Term:
        """The cells of a list; each stands where its member stands."""
        nil = Term("iri", RDF.nil)
        head, last = nil, nil
        while not self.sees(")"):
            offset = self.now[2]
            cell = self.blank()
            if last == nil:
                head = cell
            else:
                self.note(last, RDF.rest, cell, offset)
            self.place(offset, cell)
            self.note(cell, RDF.first, self.node(), offset)
            last = cell
        offset = self.take()[2]
        if last != nil:
            self.note(last, RDF.rest, nil, offset)
        return head

    def literal(self, text: str) -> Term:
        quotes = 3 if text[:3] in ('"""', "'''") and len(text) >= 6 else 1
        value = _unescaped(text[quotes:-quotes]) if "\\" in text else text[quotes:-quotes]
        kind, after, _ = self.now
        if kind == "lang":
            self.take()
            return Term("literal", value, "", after[1:].lower())
        if kind == "type":
            self.take()
            return Term("literal", value, self.iri(*self.take()[:2]))
        return Term("literal", value, XSD.string)

    def iri(self, kind: str, text: str) -> str:
        if text not in self.known:
            self.known[text] = self.resolved(text) if kind == "iri" else self.named(kind, text)
        return self.known[text]

    def named(self, kind: str, text: str) -> str:
        if kind != "name":
            raise ValueError(text)
        prefix, _, local = text.partition(":")
        return self.prefixes[f"{prefix}:"] + (_LOCAL_ESCAPE.sub(r"\1", local) if "\\" in local else local)

    def resolved(self, text: str) -> str:
        iri = _unescaped(text[1:-1]) if "\\" in text else text[1:-1]
        if _ABSOLUTE.match(iri):
            return iri
        return urljoin(self.base, iri) + ("#" if iri.endswith("#") else "")


def _number_type(text: str) -> str:
    if "e" in text.lower():
        return "http://www.w3.org/2001/XMLSchema#double"
    return XSD.decimal if "." in text else XSD.integer
