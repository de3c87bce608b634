"""Full text on SQLite's FTS5: ranked, with snippets; the index holds words only, and can be thrown away at any time."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar, overload

from attrs import frozen

from lobkit.description import LangMapRange, LangStringRange, LiteralRange, NodeRange, PropertyShape
from lobkit.display import as_html
from lobkit.errors import WriteError
from lobkit.query.dutch import forms, holds, stem, words
from lobkit.shape import shape_of

R = TypeVar("R")
_FORM = "lobkit full text 1"
"""The form of the index; an index of another form is made again."""


# ── the text of a record, from its shape ─────────────────────────────────────────────────────────────────────────────


def texts_of(record: Any) -> tuple[list[str], list[str]]:
    """What a record says in words: its names, and everything else, nested things included, as its shape orders it."""
    names: list[str] = []
    rest: list[str] = []
    for one in shape_of(type(record)).properties:
        found = list(_texts(getattr(record, one.name), one))
        (rest if names or not isinstance(one.range, LangMapRange) else names).extend(found)
    return names, rest


def _texts(value: Any, one: PropertyShape) -> Iterator[str]:
    if value is None:
        return
    many: tuple[Any, ...] = (value,)
    if isinstance(value, tuple):
        many = value
    elif isinstance(value, frozenset):
        many = tuple(sorted(value, key=str))  # one order on every run
    for each in many:
        match one.range:
            case LangMapRange():
                yield from each.values()
            case LangStringRange():
                yield each.text
            case LiteralRange(datatype=datatype):
                yield datatype.lexical(each)
            case NodeRange():
                for inner in shape_of(type(each)).properties:
                    yield from _texts(getattr(each, inner.name), inner)


# ── what is asked ────────────────────────────────────────────────────────────────────────────────────────────────────


@frozen
class Asked:
    """One part of a question: a word, the beginning of a word, or a phrase."""

    words: tuple[str, ...]
    prefix: bool = False

    @property
    def phrase(self) -> bool:
        """Whether it is several words that follow each other."""
        return len(self.words) > 1


def understood(text: str) -> list[Asked]:
    """The parts of a question; signs that are no words have no meaning, so that no question is ill-formed.

    >>> [" ".join(one.words) for one in understood('keuzes AND "goed gesprek" loop* (')]
    ['keuzes', 'and', 'goed gesprek', 'loop']
    """
    found: list[Asked] = []
    for quoted, plain in re.findall(r'"([^"]*)"|([^"\s]+)', text):
        folded = tuple(word for word, _, _ in words(quoted or plain))
        if folded:
            # A hyphen parts words, which then follow each other: `lob-beleid` is a phrase.
            found.append(Asked(folded, prefix=len(folded) == 1 and not quoted and plain.endswith("*")))
    return found


# ── the index ────────────────────────────────────────────────────────────────────────────────────────────────────────


class Index:
    """The words of some records by their positions.

    Four columns: the names and the rest, each as folded words (for beginnings of words) and as stems.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        weakref.finalize(self, connection.close)

    @classmethod
    def of(cls, records: Iterable[Any]) -> Index:
        """An index in memory."""
        return cls(_filled(sqlite3.connect(":memory:", check_same_thread=False), map(texts_of, records), ""))

    @classmethod
    def at(cls, path: Path | str, records: Iterable[Any]) -> Index:
        """The index in a file, which is made again where the records are others than those that it was made of.

        Raises:
            WriteError: where the file is something else than an index, or cannot be written.
        """
        texts = list(map(texts_of, records))
        mark = _mark(texts)
        file = Path(path)
        try:
            if file.exists() and _mark_in(file) == mark:
                return cls(sqlite3.connect(file, check_same_thread=False))
            return cls(_remade(file, texts, mark))
        except (sqlite3.Error, OSError) as problem:
            raise WriteError(f"{path}: LOB004: the index cannot be kept here: {problem}") from None

    @cached_property
    def stems(self) -> frozenset[str]:
        """All stems in the records."""
        rows = self._connection.execute("SELECT term FROM stems WHERE col IN ('name_stems', 'rest_stems')")
        return frozenset(term for (term,) in rows)

    def alike(self, word: str) -> list[str]:
        """The stems that a word stands for: its own, and those of compounds that hold it."""
        own = stem(word)
        within = forms(word)
        compounds = sorted(
            one
            for one in self.stems
            if one != own and any(form in one for form in within) and holds(one, word, self.stems)
        )
        return [own, *compounds]

    def ranked(self, text: str) -> list[tuple[int, float]]:
        """The positions of the records that hold all that is asked, the best first, each with its score."""
        asked = understood(text)
        if not asked:
            return []
        match = " AND ".join(self._match(one) for one in asked)
        # Names count five times; a folded word that is asked for as it stands counts beside its stem.
        rows = self._connection.execute(
            "SELECT rowid, bm25(words, 5.0, 1.0, 5.0, 1.0) AS rank FROM words WHERE words MATCH ? ORDER BY rank, rowid",
            (match,),
        )
        return [(position, -rank) for position, rank in rows]

    def positions(self, text: str) -> frozenset[int]:
        """The positions of the records that hold all that is asked, without their order."""
        return frozenset(position for position, _ in self.ranked(text))

    def _match(self, one: Asked) -> str:
        """A part of the question in FTS5's language; every word is quoted, so that none is taken for an operator."""
        if one.prefix:
            return f'{{name_words rest_words}} : "{one.words[0]}" *'
        if one.phrase:
            return '{name_stems rest_stems} : "' + " ".join(stem(word) for word in one.words) + '"'
        either = " OR ".join(f'"{stem_}"' for stem_ in self.alike(one.words[0]))
        return f"{{name_stems rest_stems}} : ({either})"

    def shows(self, text: str) -> Shown:
        """What of a text to show as found."""
        stems: set[str] = set()
        prefixes: list[str] = []
        for one in understood(text):
            if one.prefix:
                prefixes.append(one.words[0])
            elif one.phrase:
                stems |= {stem(word) for word in one.words}
            else:
                stems |= set(self.alike(one.words[0]))
        return Shown(frozenset(stems), tuple(prefixes))


def _filled(
    connection: sqlite3.Connection, texts: Iterable[tuple[list[str], list[str]]], mark: str
) -> sqlite3.Connection:
    with connection:
        connection.execute(
            "CREATE VIRTUAL TABLE words USING fts5(name_words, rest_words, name_stems, rest_stems, content='', "
            "tokenize=\"unicode61 remove_diacritics 0 tokenchars ''''\")"
        )
        connection.execute("CREATE VIRTUAL TABLE stems USING fts5vocab(words, col)")
        connection.execute("CREATE TABLE made (mark TEXT)")
        connection.executemany(
            "INSERT INTO words(rowid, name_words, rest_words, name_stems, rest_stems) VALUES (?, ?, ?, ?, ?)",
            ((at, *_columns(names, rest)) for at, (names, rest) in enumerate(texts)),
        )
        connection.execute("INSERT INTO made VALUES (?)", (mark,))
    return connection


def _columns(names: list[str], rest: list[str]) -> tuple[str, str, str, str]:
    name_words = [word for text in names for word, _, _ in words(text)]
    rest_words = [word for text in rest for word, _, _ in words(text)]
    return " ".join(name_words), " ".join(rest_words), " ".join(map(stem, name_words)), " ".join(map(stem, rest_words))


def _mark(texts: Iterable[tuple[list[str], list[str]]]) -> str:
    """A digest of all that is indexed, and of the form of the index."""
    digest = hashlib.sha256(_FORM.encode())
    for names, rest in texts:
        digest.update(repr((names, rest)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _mark_in(file: Path) -> str:
    with closing(sqlite3.connect(f"file:{_quoted(file)}?mode=ro", uri=True)) as connection:
        try:
            (mark,) = connection.execute("SELECT mark FROM made").fetchone()
        except sqlite3.OperationalError:
            raise sqlite3.DatabaseError("this is another database, which is left as it is") from None
    return str(mark)


def _quoted(file: Path) -> str:
    return str(file.resolve()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _remade(file: Path, texts: Iterable[tuple[list[str], list[str]]], mark: str) -> sqlite3.Connection:
    """A new index beside its place, then renamed, so that no half index is left."""
    part = file.with_name(f".{file.name}.part")
    part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(part)) as connection:
            _filled(connection, texts, mark)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return sqlite3.connect(file, check_same_thread=False)


# ── what is found ────────────────────────────────────────────────────────────────────────────────────────────────────


@frozen
class Shown:
    """What of a text is shown as found: words with these stems, and words with these beginnings."""

    stems: frozenset[str]
    prefixes: tuple[str, ...]

    def marks(self, text: str) -> list[tuple[int, int]]:
        """Where the found words begin and end."""
        return [(start, end) for word, start, end in words(text) if self._is_found(word)]

    def _is_found(self, word: str) -> bool:
        return stem(word) in self.stems or any(word.startswith(prefix) for prefix in self.prefixes)


@frozen
class Snippet:
    """A piece of the text of a record, and where in it the found words stand."""

    text: str
    marks: tuple[tuple[int, int], ...]

    def __str__(self) -> str:
        """The text with the found words between `[` and `]`."""
        made, at = "", 0
        for start, end in self.marks:
            made += f"{self.text[at:start]}[{self.text[start:end]}]"
            at = end
        return made + self.text[at:]


@frozen
class Hit(Generic[R]):
    """A record that was found, how well it answers (more is better), and a piece of its text that shows why."""

    record: R
    score: float
    snippet: Snippet


class Hits(Sequence[Hit[R]], Generic[R]):
    """What was found, the best first; a notebook shows it with the found words marked."""

    def __init__(self, found: Iterable[Hit[R]] = ()) -> None:
        self._found = tuple(found)

    @overload
    def __getitem__(self, at: int) -> Hit[R]: ...
    @overload
    def __getitem__(self, at: slice) -> Hits[R]: ...
    def __getitem__(self, at: int | slice) -> Hit[R] | Hits[R]:
        return Hits(self._found[at]) if isinstance(at, slice) else self._found[at]

    def __len__(self) -> int:
        return len(self._found)

    def __eq__(self, other: object) -> bool:
        """A list or tuple of the same hits is equal."""
        return isinstance(other, (Hits, list, tuple)) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<{len(self)} found>"

    _repr_html_ = as_html

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        from lobkit.display import bundle  # noqa: PLC0415 - not before somebody looks
        from lobkit.query.pages import hits_page, hits_text  # noqa: PLC0415 - the same

        return bundle(
            hits_text([(one.record, str(one.snippet)) for one in self]),
            hits_page([(one.record, one.snippet.text, one.snippet.marks) for one in self]),
        )


_WINDOW = 160
"""How many signs a snippet has at most."""
_LOOKED_AT = 200
"""How many found words of one text are looked at for the best snippet."""


def hits(index: Index, records: Sequence[R], text: str, limit: int, chosen: set[int] | None) -> Hits[R]:
    """The best records of an index for a question; `chosen` are the identities of those that may be given."""
    shows = index.shows(text)
    found: list[Hit[R]] = []
    for position, score in index.ranked(text):
        if len(found) >= limit:
            break
        record = records[position]
        if chosen is None or id(record) in chosen:
            found.append(Hit(record, score, snippet_of(record, shows)))
    return Hits(found)


def snippet_of(record: Any, shows: Shown) -> Snippet:
    """The piece of a record's text with the most different found words; the names where there is none."""
    names, rest = texts_of(record)
    found = [_window(text, marks) for text in (*rest, *names) if (marks := shows.marks(text)[:_LOOKED_AT])]
    # Among pieces with as many words the first that is more than a heading.
    best = max(found, key=lambda one: (one[0], min(len(one[1].text), 40)), default=None)
    return best[1] if best is not None else Snippet(_cut(names[0] if names else "", 0, _WINDOW)[0], ())


def _window(text: str, marks: list[tuple[int, int]]) -> tuple[int, Snippet]:
    """The window with the most marks in it."""
    if len(text) <= _WINDOW:
        return len(marks), Snippet(re.sub(r"\s", " ", text), tuple(marks))
    within = [[mark for mark in marks if start <= mark[0] and mark[1] <= start + _WINDOW - 40] for start, _ in marks]
    chosen = max(within, key=len) or marks[:1]
    piece, start = _cut(text, max(0, chosen[0][0] - 40), max(chosen[-1][1], chosen[0][0] + _WINDOW - 40))
    inside = [(a - start, b - start) for a, b in marks if start <= a and b - start <= len(piece)]
    shift = 2 if start else 0  # for the "… " in front
    shown = ("… " if start else "") + piece + (" …" if start + len(piece) < len(text) else "")
    flat = re.sub(r"\s", " ", shown)
    return len(chosen), Snippet(flat, tuple((a + shift, b + shift) for a, b in inside))


def _cut(text: str, start: int, end: int) -> tuple[str, int]:
    """A piece of a text that begins and ends between words, and where it begins."""
    if start:
        blank = text.find(" ", start)
        start = blank + 1 if 0 <= blank < start + 30 else start
    if end < len(text):
        blank = text.rfind(" ", start, end + 1)
        end = blank if blank > start + 20 else end
    return text[start:end], start
