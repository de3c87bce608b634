"""Trees as YAML in blocks: words plain where every reader gives them back, else between quotes; long texts by line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lobkit.formats.triples import quoted

Tree = Any

_LETTERS = "A-Za-zÀ-ÖØ-öø-ÿ"
_ENDS = "./%+…’”"
_SIGNS = r" \-./()+%&;=~’‘“”–—…,!?"
_PLAIN = re.compile(rf"[^\W\d_](?:[\w{_SIGNS}]*[\w){_ENDS}])?").fullmatch
# The part of it that nearly all texts are in, told twice as fast.
is_usual = re.compile(rf"[{_LETTERS}][{_LETTERS}0-9_{_SIGNS}]*(?<=[{_LETTERS}0-9_){_ENDS}])").fullmatch
_PLAIN_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+:[A-Za-z0-9/._~\-%?&=+@!$();#]*[A-Za-z0-9/_~\-]").fullmatch
# What YAML 1.1 readers take for something else than text.
_AMBIGUOUS = re.compile(r"(?i:y|n|yes|no|on|off|true|false|null|nan|inf)").fullmatch
LONGEST_AMBIGUOUS = 5
"""A longer text is none of these."""
# YAML 1.2.2, section 5.1, less what a reader may take for a line break (1.1: U+0085, U+2028, U+2029) and U+FEFF.
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]").sub
_CONTROL = re.compile("[\x80-\x9f]").search
LONG = 100
"""How many signs a text may take on one line, if it has a space at which it can be broken."""


def mapping(tree: dict[str, Tree], indent: str = "") -> Iterator[str]:
    """The lines of a mapping: its keys in their order, each after the indent."""
    for key, value in tree.items():
        yield entry(f"{indent}{inline(key)}:", value, indent)


def entry(head: str, value: Tree, indent: str) -> str:
    """The lines of one key with its value; what is nested stands two spaces further in."""
    inner = indent + "  "
    if isinstance(value, dict) and value:
        return "".join([head, "\n", *mapping(value, inner)])
    if isinstance(value, list) and value:
        return "".join([head, "\n", *(_item(one, inner) for one in value)])
    return f"{head} {scalar(value, inner)}\n"


def _item(value: Tree, indent: str) -> str:
    inner = indent + "  "
    if isinstance(value, dict) and value:
        return f"{indent}- {''.join(mapping(value, inner))[len(inner) :]}"
    return f"{indent}- {scalar(value, inner)}\n"


def inline(value: Tree) -> str:
    """A scalar on one line."""
    return text_inline(value) if isinstance(value, str) else json.dumps(value)


def text_inline(text: str) -> str:
    """A text on one line."""
    if '"' in text:
        return _between_quotes(text)
    plain = is_usual(text) or _PLAIN(text)
    return text if plain and (len(text) > LONGEST_AMBIGUOUS or not _AMBIGUOUS(text)) else iri_inline(text)


def iri_inline(text: str) -> str:
    """A text on one line that is most likely an IRI, and no word."""
    return text if _PLAIN_IRI(text) else _between_quotes(text)


def _between_quotes(text: str) -> str:
    between = quoted(text)
    return between if text.isprintable() else _UNPRINTABLE(lambda match: f"\\u{ord(match[0]):04x}", between)


def scalar(value: Tree, indent: str) -> str:
    """A scalar after a key or a dash; if it takes several lines, they stand at `indent`."""
    return text_scalar(value, indent) if isinstance(value, str) else json.dumps(value)


def text_scalar(text: str, indent: str) -> str:
    """A text after a key or a dash: a long one, or one of several lines, as a block where it can be one."""
    if "\n" in text or (len(text) > LONG and " " in text):
        return _block(text, indent) or text_inline(text)
    return text_inline(text)


def _block(text: str, indent: str) -> str | None:
    """A literal block; None where it would not give the text back: odd characters, or what the indentation swallows."""
    if text[0] in " \t\n" or text.endswith("\n\n") or _has_odd_characters(text):
        return None
    closed = text[-1] == "\n"
    parts = ["|" if closed else "|-"]
    begin = "\n" + indent
    for line in (text[:-1] if closed else text).split("\n"):
        if line.isspace():
            return None
        parts += (begin, line) if line else ("\n",)
    return "".join(parts)


def _has_odd_characters(text: str) -> bool:
    # One character is found many times faster than one of several.
    if "\r" in text or "\x7f" in text or "\u2028" in text or "\u2029" in text or "\ufeff" in text:
        return True
    return b"\xc2" in text.encode("utf-8", "surrogatepass") and _CONTROL(text) is not None


# YAML 1.2.2, section 10.2.1.2 (the JSON schema); a number with a leading zero stays text.
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,300})")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_WORDS: dict[str, Tree] = {"null": None, "~": None, "": None, "true": True, "false": False}


def resolved(text: str) -> Tree:
    """What plain words on a line stand for."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
