"""Things as people look at them: pages in a notebook, cards in a terminal."""

from __future__ import annotations

from typing import Any

_LONGEST = 20_000
"""How many signs of plain text stand beside a page."""


def mimebundle(thing: Any, include: object = None, exclude: object = None) -> dict[str, str]:
    """A declared thing in the forms that a notebook chooses from: assign it to `_repr_mimebundle_` in the class.

    The HTML runs nothing, whatever the thing holds, and is bounded; the plain text is a card.
    """
    from lobkit.cards import card  # noqa: PLC0415 - not before somebody looks
    from lobkit.display.things import page  # noqa: PLC0415 - the same

    return bundle(card(thing), page(thing))


def bundle(text: str, html: str) -> dict[str, str]:
    """Plain text, cut where it is very long, and HTML, as notebooks take them."""
    from lobkit.cards import printable  # noqa: PLC0415 - not before somebody looks

    more = len(text) - _LONGEST
    cut = text if more <= 0 else f"{text[:_LONGEST]}\n… ({more:,} more signs)"
    return {"text/plain": printable(cut), "text/html": html}
