"""What a format leaves behind, asked by the name of the format."""

from __future__ import annotations

from lobkit.citing.losses import losses_of
from lobkit.errors import Finding
from lobkit.exchange import Writable, roots, written_format


def losses(catalog: Writable, format: str) -> tuple[Finding, ...]:
    """What a format does not carry of a catalog, a record or several, part by part; nothing where it carries all.

    >>> from lobkit.model import Publication
    >>> from lobkit.values import LangMap
    >>> [loss.path for loss in losses(Publication(LangMap(nl="Samen kiezen", en="Choosing together")), "bibtex")]
    ['title.en']

    Raises:
        WriteError: where the format cannot take it at all.
    """
    return losses_of(written_format(format), roots(catalog))
