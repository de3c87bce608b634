"""Text as LaTeX writes it, both ways: special characters escaped, and accents and ligatures undone."""

from __future__ import annotations

import re
import unicodedata

_ESCAPES = {
    "\\": "{\\textbackslash}", "{": "\\{\\vphantom{\\}}", "}": "\\vphantom{\\{}\\}", "~": "{\\textasciitilde}",
    "^": "{\\textasciicircum}", "\u00a0": "~", "&": "\\&", "%": "\\%", "$": "\\$", "#": "\\#", "_": "\\_",
}  # fmt: skip
# A brace is balanced by an invisible one, as Zotero does: BibTeX counts braces also where they are escaped.


def encoded(text: str) -> str:
    """A text that LaTeX prints as it is, and that `decoded` gives back.

    >>> encoded("50% & {meer}")
    '50\\\\% \\\\& \\\\{\\\\vphantom{\\\\}}meer\\\\vphantom{\\\\{}\\\\}'
    """
    plain = "".join(_ESCAPES.get(sign, sign) for sign in text)
    # Two signs that LaTeX would draw as one are kept apart.
    return re.sub(r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')", "{}", plain)


_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307",
    "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "b": "\u0331", "d": "\u0323",
    "r": "\u030a",
}  # fmt: skip
_SYMBOLS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å",
    "i": "ı", "j": "ȷ", "ij": "ĳ", "IJ": "Ĳ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ",
    "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~", "textasciicircum": "^",
    "textunderscore": "_", "textbar": "|", "textless": "<", "textgreater": ">", "textquotesingle": "'",
    "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”", "textquotedbl": '"',
    "quotesinglbase": "‚", "quotedblbase": "„", "guillemotleft": "«", "guillemotright": "»", "guilsinglleft": "‹",
    "guilsinglright": "›", "textendash": "–", "textemdash": "—", "textellipsis": "…", "ldots": "…", "dots": "…",
    "textbullet": "•", "textperiodcentered": "·", "textdegree": "°", "texteuro": "€", "euro": "€", "textsterling": "£",
    "pounds": "£",
    "textsection": "§", "S": "§", "P": "¶", "textcopyright": "©", "copyright": "©", "textregistered": "®",
    "texttrademark": "™", "textexclamdown": "¡", "textquestiondown": "¿", "textonehalf": "½", "textonequarter": "¼",
    "textthreequarters": "¾", "texttimes": "×", "textpm": "±", "textmu": "µ",
    "textrightarrow": "→", "textleftarrow": "←",
    "textordfeminine": "ª", "textordmasculine": "º", "textdagger": "†", "textdaggerdbl": "‡", "slash": "/",
    "space": " ", "quad": " ", "qquad": " ", "newline": " ", "par": "\n\n", "LaTeX": "LaTeX", "TeX": "TeX",
}  # fmt: skip
_SHAPES = frozenset({
    "emph", "textit", "textbf", "textsc", "texttt", "textrm", "textsf", "textup", "textsl", "textnormal",
    "underline", "uppercase", "enquote", "mkbibquote", "url", "mkbibemph", "bibstring", "relax", "protect",
    "itshape", "bfseries", "scshape", "upshape", "em", "it", "bf", "sc", "rm", "tt", "noopsort", "mbox", "hbox",
    "ensuremath",
})  # fmt: skip
_SIGNS = {"-": "", "/": "", ",": " ", ";": " ", ":": " ", "!": "", " ": " ", "\n": " ", "\\": " ", "@": ""}

_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]+)\*?[ \t]*\n?[ \t]*|\\(?P<sign>[^A-Za-z])|(?P<math>\$[^$]*\$)|(?P<dash>-{2,3})"
    r"|(?P<open>``)|(?P<close>'')|(?P<tie>~)|(?P<brace>[{}])"
)


_PLAIN = re.compile(r"(?:[^\\{}$~`'-]|-(?!-)|`(?!`)|'(?!'))*")
"""A source without anything of LaTeX in it."""


class Decoded(str):
    """A text without LaTeX, with the commands that are not known and stand in it as they were."""

    unknown: tuple[str, ...] = ()


def decoded(source: str) -> Decoded:
    r"""The text that LaTeX would print.

    >>> decoded(r"Co{\"o}rdinatie en {\'e}{\'e}n \emph{caf\'e}")
    'Coördinatie en één café'
    """
    if _PLAIN.fullmatch(source):
        return Decoded(source)
    made: list[str] = []
    unknown: list[str] = []
    accent: str | None = None  # waits for its letter
    at = 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        known = len(unknown)
        text, mark = (source[at], None) if match is None else _meaning(match, source, unknown)
        at = at + 1 if match is None else match.end()
        if match is not None and match["word"] == "vphantom":
            at = _after_group(source, at)
        if len(unknown) > known:  # it stays as it is, with what it is about
            end = _after_group(source, at)
            text, at = text + source[at:end], end
        if mark is not None:
            accent = mark
        elif accent is not None and text:
            made.append(unicodedata.normalize("NFC", {"ı": "i", "ȷ": "j"}.get(text[0], text[0]) + accent) + text[1:])
            accent = None
        else:
            made.append(text)
    found = Decoded("".join(made))
    found.unknown = tuple(unknown)
    return found


def _meaning(match: re.Match[str], source: str, unknown: list[str]) -> tuple[str, str | None]:
    """The text of a token, or the accent that waits for the next letter."""
    word, sign = match["word"], match["sign"]
    if word is not None:
        return _command(match, source, unknown)
    if sign is not None:
        if sign in _ACCENTS and _letter_follows(source, match.end()):
            return "", _ACCENTS[sign]
        return _SIGNS.get(sign, sign), None
    if match["math"] is not None:
        return match["math"], None
    if match["dash"] is not None:
        return "–" if len(match["dash"]) == 2 else "—", None
    return {"``": "“", "''": "”", "~": "\u00a0"}.get(match[0], ""), None


def _command(match: re.Match[str], source: str, unknown: list[str]) -> tuple[str, str | None]:
    word = match["word"]
    if word in _SYMBOLS:
        return _SYMBOLS[word], None
    if word in _ACCENTS and _letter_follows(source, match.end()):
        return "", _ACCENTS[word]
    if word in _SHAPES or word == "vphantom":
        return "", None
    unknown.append(f"\\{word}")
    return match[0], None


def _letter_follows(source: str, at: int) -> bool:
    return re.match(r"[ {]*(?:[^\W\d_]|\\[ij](?![A-Za-z]))", source[at : at + 20]) is not None


def _after_group(source: str, at: int) -> int:
    """Where the group that opens here ends; an escaped brace does not count."""
    match = re.compile(r"\{(?:[^{}\\]|\\.)*\}").match(source, at)
    return match.end() if match else at
