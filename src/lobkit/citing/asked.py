"""What a format leaves behind, asked by the name of the format."""

from __future__ import annotations

from lobkit.citing.losses import losses_of
from lobkit.errors import Finding, WriteError, shown
from lobkit.exchange import FORMATS, Writable, roots


def losses(catalog: Writable, format: str) -> tuple[Finding, ...]:
    """What a format does not carry of a catalog, a record or several, part by part; nothing where it carries all.

    >>> from lobkit.model import Publication
    >>> from lobkit.values import LangMap
    >>> [loss.path for loss in losses(Publication(LangMap(nl="Samen kiezen", en="Choosing together")), "bibtex")]
    ['title.en']

    Raises:
        WriteError: where the format cannot take it at all.
    """
    chosen = FORMATS.get(format)
    if chosen is None or chosen.serialize is None:
        writable = ", ".join(one.name for one in FORMATS.values() if one.serialize)
        raise WriteError(f"{shown(format)} is no format that is written; choose one of {writable}")
    return losses_of(chosen, roots(catalog))
