"""Plain trees from YAML in blocks, as people and programs mostly write it; what is rarer is left to the parser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from lobkit.compiled.source import Unusual
from lobkit.formats.yaml_blocks import Tree, resolved

_DEEPEST = 100
"""How many containers may stand in each other here; what is deeper is unusual."""

# What no record holds, and what a reader may take for a line break or leave out.
_ODD = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]").search

# A block that ends in a line break, if the text does.
_OPEN = re.compile(r"[|>]\n").search

_KEY = r"[A-Za-z][A-Za-z0-9\-]{0,63}"
# Further in than the dash or the key on this line.
_DEEPER = r"\2(?(3)(?(4)\ \ \ |\ )|\ )\ *"
# Words on a line, less than YAML 1.2.2 takes (section 7.3.3), some of which may be a number or the like.
_NO_FIRST = r"""\s\-?:,\[\]{}\#&*!|>'"%@`<="""
_REST = r"[^\n:\#]*(?:(?::(?=[^ \n])|(?<=[^ \n])\#)[^\n:\#]*)*(?<!\ )"
_WORDS = rf"(?:[^{_NO_FIRST}]|-(?=[0-9])){_REST}"
_TEXT = rf"[^{_NO_FIRST}0-9tfn~]{_REST}"
_MORE = rf"(?:\n{_DEEPER}[^\s\-?:\#]{_REST})*"
_SINGLE = r"[^'\n]*(?:''[^'\n]*)*"
_ITEM = r"[^\W_](?:[\w\-./]|\ (?=[\w\-./])|:(?=[\w/]))*"
_LINE = re.compile(
    rf"""
    ((\ *)(-\ )?)(?:({_KEY}):(?=[ \n]))?
    (?:
        \ *(?:({_TEXT}{_MORE})|(
            {_WORDS}{_MORE}
            |"[^"\\\n]*(?:\\["\\/nrt][^"\\\n]*)*"
            |'{_SINGLE}(?:\n+{_DEEPER}(?=[^ \n]){_SINGLE})*'
            |\[\ *(?:{_ITEM}(?:\ *,\ *{_ITEM})*)?\ *\]
            |\{{\ *(?:{_KEY}:\ +{_ITEM}(?:\ *,\ *{_KEY}:\ +{_ITEM})*)?\ *\}}
        ))
        |\ *([|>]-?)\n({_DEEPER})([^ \n].*+(?:\n+\8.*+)*+)(?!\s*\n\8)
    )?
    (?:\ +\#.*)?\n
    |(.*)\n
    """,
    re.VERBOSE,
).finditer


def trees(text: str) -> Iterator[Tree]:
    """The trees of the documents of a text, each a mapping; no text in them holds a character that records refuse.

    Raises:
        Unusual: where anything is not as it nearly always is, faulty or not.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if _ODD(text) or (not text.endswith("\n") and _OPEN(text)):  # does the last block end in a line break?
        raise Unusual
    # Three dashes at the begin of a line part documents, wherever they stand (YAML 1.2.2, section 9.1.2).
    first, *others = f"\n{text}".split("\n---\n")
    for document in others if _says_nothing(first) else (first, *others):
        yield _tree(document + "\n")


_says_nothing = re.compile(r"(?:\n *(?:#.*)?)*").fullmatch


def _tree(text: str) -> Tree:
    """Reads line by line; a line that begins as those of a container around it do ends what stands in between."""
    root: dict[str, Tree] = {}
    top: Any = root
    level = ""  # what the lines of the items of `top` begin with: spaces, and a dash in a list
    around: list[tuple[Any, str]] = []
    awaiting: str | None = None  # the key whose value comes on the next lines
    for lead, indent, dash, key, words, special, head, inner, block, other in map(re.Match.groups, _LINE(text)):
        if not key and not dash:
            if words or special or block or (other and other[0] != "#"):
                raise Unusual
            continue
        if awaiting is not None:
            if not (len(indent) > len(level) or (dash and indent == level)) or len(around) > _DEEPEST:
                raise Unusual
            around.append((top, level))
            inside: Any = [] if dash else {}
            top[awaiting] = inside
            top, level, awaiting = inside, lead, None
        elif lead != level:
            top, level = _left(around, lead)
        if words:
            value = _folded(words) if "\n" in words else words
        elif special:
            value = _SPECIAL[special[0]](special)
        elif block:
            value = _block(head, block.replace("\n" + inner, "\n").rstrip("\n"))
        elif key:
            value, awaiting = None, key
        else:
            raise Unusual
        if not dash:
            if key in top:
                raise Unusual
            top[key] = value
        elif not key:
            top.append(value)
        else:
            around.append((top, level))
            inside = {key: value}
            top.append(inside)
            top, level = inside, " " * len(lead)
    if awaiting is not None or not root:
        raise Unusual
    return root


def _left(around: list[tuple[Any, str]], lead: str) -> tuple[Any, str]:
    while around:
        container, level = around.pop()
        if level == lead:
            return container, level
    raise Unusual


def _block(head: str, text: str) -> str:
    if head[0] == ">":
        if "\n " in text:  # lines that stand further in are not folded
            raise Unusual
        text = _breaks(lambda found: found[0][1:] or " ", text)
    return text if head[-1] == "-" else text + "\n"


_breaks = re.compile(r"\n+").sub
_fold = re.compile(r" *\n[ \n]*").sub


def _folded(text: str) -> str:
    """One line of several: a break is a space, and so many empty lines are so many breaks."""
    return _fold(lambda found: "\n" * (found[0].count("\n") - 1) or " ", text)


def _plain(text: str) -> Tree:
    return resolved(_folded(text) if "\n" in text else text)


def _double(text: str) -> str:
    return str(json.loads(text)) if "\\" in text else text[1:-1]


def _single(text: str) -> str:
    return _folded(text[1:-1]).replace("''", "'")


def _list(text: str) -> list[Tree]:
    within = text[1:-1].strip(" ")
    return [resolved(item.strip(" ")) for item in within.split(",")] if within else []


def _mapping(text: str) -> dict[str, Tree]:
    within = text[1:-1].strip(" ")
    pairs = [item.partition(":") for item in within.split(",")] if within else []
    tree = {key.strip(" "): resolved(value.strip(" ")) for key, _, value in pairs}
    if len(tree) < len(pairs):
        raise Unusual
    return tree


_SPECIAL: dict[str, Callable[[str], Tree]] = {
    '"': _double,
    "'": _single,
    "[": _list,
    "{": _mapping,
    **dict.fromkeys("-0123456789tfn~", _plain),
}
"""Readers of what may be no text, or does not stand there as it is, by its first sign."""
