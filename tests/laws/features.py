"""Features that a record can have, one example each: what the table of formats and features is made from."""

import datetime
from decimal import Decimal
from typing import Any

from lobkit.citing.losses import losses_of
from lobkit.errors import LobkitError, WriteError
from lobkit.exchange import FORMATS
from lobkit.formats.format import Format
from lobkit.model import ROOTS, Publication, Recommendation, Section
from lobkit.values import Iri, LangMap, LangString, PartialDate
from lobkit.vocabularies import sector, thema
from tests.everything import Everything, Leaf, Twig


def _with(**values: Any) -> list[Any]:
    return [Everything(Iri("https://example.org/a"), "one", (), **values)]


def _publication(**values: Any) -> list[Any]:
    return [Publication(LangMap(nl="X"), **values)]


FEATURES: dict[str, list[Any]] = {
    "order and doubles in lists": _with(some_texts=("b", "a", "b")),
    "an empty list beside no list": _with(list_or_none=()),
    "sets": _with(text_set=frozenset({"a", "b"}), page_set=frozenset({Iri("https://example.org/p")})),
    "texts in several languages": _with(
        names=LangMap(nl="a", en="b"), phrase_set=frozenset({LangString("a", "nl-BE")})
    ),
    "ordered texts with languages": _with(phrases=(LangString("a", "nl"), LangString("a", "en"))),
    "text of several lines, quotes, odd characters": _with(maybe_text='a\n"""b\\\r\n\u0085\u2028\ufeff😀'),
    "whole numbers, decimals, booleans": _with(number=0, amount=Decimal("-0.50"), flag=False),
    "days, months and years": _with(day=datetime.date(2015, 3, 1), when=PartialDate(2015, 3), year=2015),
    "concepts of a scheme": _with(sector=sector["mbo"], theme_list=(thema["doorstromen"], thema["doorstromen"])),
    "nested things without an IRI": _with(leaves=(Leaf("a"), Leaf("a")), leaf_set=frozenset({Leaf("b")})),
    "nested things with an IRI": _with(either=Twig(1, iri=Iri("https://example.org/t"))),
    "things of one of two classes": _with(mixed=(Leaf("a"), Twig(2), Leaf("b"))),
    "things inside their like": _with(either=Twig(0, (Twig(1, (Leaf("x"),)),))),
    "a publication with sections": _publication(summary=(Section("a", "b", (Section(None, "# c"),)),)),
    "a publication with recommendations": _publication(recommendations=(Recommendation(LangMap(en="do")),)),
    "several records": [*_publication(year=2015), Recommendation(LangMap(nl="doe"))],
}


def carries(form: Format, things: list[Any]) -> bool:
    """Whether the things come back equal from the format."""
    classes = ROOTS if type(things[0]) in ROOTS else (Everything,)
    try:
        return form.parse is not None and form.parse("".join(form.serialize(things)), classes).records == tuple(things)
    except LobkitError:
        return False


def cell(form: Format, things: list[Any]) -> str:
    """What the table says: `yes`, `lost` where the format tells a loss, `refused` where it writes nothing."""
    if carries(form, things):
        return "yes"
    try:
        return "lost" if not form.lossless and losses_of(form, things) else "refused"
    except WriteError:
        return "refused"


def table() -> str:
    """The table of features and written formats, each cell from a round trip."""
    forms = [form for form in FORMATS.values() if form.serialize]
    head = "| | " + " | ".join(form.title for form in forms) + " |\n" + "|---" * (len(forms) + 1) + "|\n"
    cells = {name: [cell(form, things) for form in forms] for name, things in FEATURES.items()}
    return head + "".join(f"| {name} | {' | '.join(marks)} |\n" for name, marks in cells.items())
