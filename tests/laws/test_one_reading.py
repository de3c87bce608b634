"""What the fast roads take of a damaged file is what the reader that explains gives: the same things, and no other verdict."""

import random
import re

import pytest

from lobkit.errors import ReadError
from lobkit.exchange import FORMATS
from lobkit.faults import complete
from tests.laws.forms import FAMILIES

SIGNS = (
    *'"\\.;,:[]{}()<>@#_-+0 \t\n\r\x0b\x7f\x85\u2028\ufeff\uffffé😀',
    *(
        '"""',
        "\\n",
        "\\/",
        "\\u00e9",
        "\\ud83d",
        "\\u0000",
        "\r\n",
        " .\n",
        ".\n",
        "null",
        "true",
        "1e3",
        "2015",
        "2.0",
    ),
    *("@NL", "@nl-be", "_:r1b1", "_:g", " <https://e.org/g>", "<>", "()", "[]", "{}", '"":"",', "# \n"),
)
"""What is put into a text: what ends or escapes something in one of the forms, and what is refused or rare."""

_word = re.compile(r'"(?:[^"\\\n]|\\.)*"|<[^>\n]*>|\w+|\s+|.', re.DOTALL).findall


def _with_a_sign(text, chance):
    at = chance.randrange(len(text))
    return text[:at] + chance.choice(SIGNS) + text[at:]


def _without_some(text, chance):
    at = chance.randrange(len(text))
    return text[:at] + text[at + chance.choice([1, 2, 5]) :]


def _with_other_figures(text, chance):
    at = chance.choice([found.start() for found in re.finditer("[0-9]", text)])
    return text[:at] + chance.choice("0139") + text[at + 1 :]


def _with_a_line_elsewhere(text, chance):
    lines = text.splitlines(keepends=True)
    line = chance.choice(lines)
    if chance.random() < 0.5:
        lines.remove(line)
    lines.insert(chance.randrange(len(lines) + 1), line)
    return "".join(lines)


def _with_another_word(text, chance):
    words = _word(text)
    words[chance.randrange(len(words))] = chance.choice(words)
    return "".join(words)


CHANGES = (_with_a_sign, _without_some, _with_other_figures, _with_a_line_elsewhere, _with_another_word)


@pytest.mark.parametrize("name", ["json", "ntriples", "nquads", "turtle"])
@pytest.mark.parametrize("cls", FAMILIES)
def test_a_damaged_text_is_read_alike_on_every_road(cls, name):
    """The same things in the same order, or it is left to the reader that explains."""
    whole = "".join(FORMATS[name].serialize([complete(cls)]))
    chance, fast = random.Random(name), 0
    for at in range(200):
        text = CHANGES[at % len(CHANGES)](whole, chance)
        try:
            parsed = FORMATS[name].parse(text, FAMILIES[cls])
        except ReadError:
            continue
        fast += parsed.explained is not None
        assert parsed.placed().records == parsed.records
    assert fast > 10
