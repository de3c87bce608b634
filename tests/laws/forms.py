"""What the laws range over: every class that can stand at the top of a file, and every format that claims to carry it."""

from typing import Any

from hypothesis import assume

from lobkit.errors import WriteError
from lobkit.exchange import FORMATS
from lobkit.formats.format import Format
from lobkit.model import ROOTS
from tests.everything import Everything

FAMILIES: dict[type[Any], tuple[type[Any], ...]] = dict.fromkeys(ROOTS, ROOTS) | {Everything: (Everything,)}
LOSSLESS = [one for one in FORMATS.values() if one.parse and one.serialize and one.lossless]
CASES = [(cls, form) for cls in FAMILIES for form in LOSSLESS if form.root in (None, cls.__name__)]
IDS = [f"{cls.__name__}-{form.name}" for cls, form in CASES]


def text_of(things: list[Any], form: Format, **options: Any) -> str:
    """The text of some things; things that no graph could keep apart are set aside, as the writers refuse them."""
    assert form.serialize
    try:
        return "".join(form.serialize(things, **options))
    except WriteError as refused:
        assume("described" not in str(refused) and "on its own" not in str(refused))
        raise
