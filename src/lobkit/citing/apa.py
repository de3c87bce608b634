"""A reference as a list of literature prints it: APA, seventh edition, in Dutch and in English."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple
from urllib.parse import quote

from lobkit.agent import Agent, Organisation
from lobkit.citing.reference import agents_of, headline, name_of, one_line
from lobkit.errors import LobkitError, shown
from lobkit.model.publication import Container, Publication

Lang = Literal["nl", "en"]
Form = Literal["text", "markdown", "html"]


class Run(NamedTuple):
    """A stretch of text, upright or in italics, or an address."""

    text: str
    kind: str = ""


_WORDS = {
    "nl": {"no date": "z.d.", "number": "nr."},
    "en": {"no date": "n.d.", "number": "No."},
}
_DESCRIPTIONS = {
    "proefschrift": {"nl": "Proefschrift", "en": "Doctoral dissertation"},
    "inaugurale-rede-lectorale-rede": {"nl": "Openbare rede", "en": "Inaugural lecture"},
    "samenvatting-onderzoeksrapport": {"nl": "Samenvatting", "en": "Executive summary"},
}
"""What stands in brackets behind the title; a report and an article need no description."""


def cite(publication: Publication, style: str = "apa", *, lang: Lang = "nl", form: Form = "text") -> str:
    """The reference to a publication, as a list of literature prints it.

    In Dutch the tussenvoegsel follows the initials, as Dutch libraries advise for texts in Dutch; in English it stands
    before the surname. The title stays in the language of the publication.

    Args:
        publication: what is cited.
        style: `apa`, the seventh edition, is the one that there is.
        lang: the language of the text in which the reference will stand.
        form: plain text, or Markdown or HTML with italics.

    Raises:
        LobkitError: for another style, language or form, and for what is no publication.

    >>> from lobkit.citing.reference import person
    >>> from lobkit.values import LangMap
    >>> one = Publication(LangMap(nl="Leren kiezen"), (person("den Boer", "P."), person("Stukker", "E.H.")), year=2003)
    >>> cite(one), cite(one, lang="en")
    ('Boer, P. den, & Stukker, E. H. (2003). Leren kiezen.', 'den Boer, P., & Stukker, E. H. (2003). Leren kiezen.')
    """
    for value, known in ((style, ("apa",)), (lang, tuple(_WORDS)), (form, tuple(_FORMS))):
        if value not in known:
            raise LobkitError(f"{shown(value)} is not known here; choose one of {', '.join(known)}")
    if not isinstance(publication, Publication):
        several = "; cite the publications in it one by one" if isinstance(publication, Iterable) else ""
        raise LobkitError(f"expected a Publication, not {shown(publication)}{several}")
    return "".join(_FORMS[form](run) for run in _runs(publication, lang)).strip()


def _runs(publication: Publication, lang: Lang) -> Iterator[Run]:
    authors = _authors(agents_of(publication), lang)
    date = Run(f"({publication.year or _WORDS[lang]['no date']}). ")
    if authors:
        yield Run(f"{_stopped(authors)} ")
        yield date
        yield from _title(publication, lang)
    else:  # the title takes the place of the author
        yield from _title(publication, lang)
        yield date
    yield from _source(publication)


# ── who ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _authors(agents: tuple[Agent, ...], lang: Lang) -> str:
    names = [name for name in (_name(one, lang) for one in agents) if name]
    if len(names) > 20:
        return f"{', '.join(names[:19])}, . . . {names[-1]}"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}" if names else ""


def _name(agent: Agent, lang: Lang) -> str:
    if isinstance(agent, Organisation):
        return one_line(agent.name)
    if lang == "nl" and agent.family_name is not None:
        behind = " ".join(one for one in (_initials(agent.given_name or ""), one_line(agent.particle or "")) if one)
        return ", ".join(one for one in (one_line(agent.family_name), behind) if one)
    family, given = name_of(agent)
    return ", ".join(one for one in (one_line(family), _initials(given)) if one)


def _initials(given: str) -> str:
    """Given names as initials; what is an initial already stays.

    >>> _initials("Jan-Willem P.J."), _initials("Th."), _initials("A")
    ('J.-W. P. J.', 'Th.', 'A.')
    """
    words = re.sub(r"\.(?=[^\s.\-])", ". ", given).split()
    return " ".join("-".join(map(_initial, word.split("-"))) for word in words)


def _initial(name: str) -> str:
    return name if not name or name.endswith(".") else f"{name[0].upper()}."


# ── what ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _title(publication: Publication, lang: Lang) -> Iterator[Run]:
    title = one_line(headline(publication)[0])
    soort = publication.soort.slug if publication.soort is not None else ""
    behind = _series(publication.container, lang) if soort != "artikel" else ""
    if description := _DESCRIPTIONS.get(soort, {}).get(lang):
        school = publication.publisher if soort == "proefschrift" else None
        behind += f" [{description}{f', {one_line(school.name)}' if school is not None else ''}]"
    yield Run(title, "" if soort == "artikel" else "italic")
    yield Run(f"{behind}. " if behind else " " if title.endswith((".", "?", "!")) else ". ")


def _series(container: Container | None, lang: Lang) -> str:
    """The series of a report or book, with the number in it."""
    if container is None or not container.container_title:
        return ""
    number = container.volume or container.issue
    behind = f" {_WORDS[lang]['number']} {one_line(number)}" if number else ""
    return f" ({one_line(container.container_title)}{behind})"


# ── where ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _source(publication: Publication) -> Iterator[Run]:
    soort = publication.soort.slug if publication.soort is not None else ""
    if soort == "artikel":
        yield from _journal(publication.container or Container())
    elif publication.publisher is not None and soort != "proefschrift" and not _wrote_it_alone(publication):
        yield Run(f"{_stopped(one_line(publication.publisher.name))} ")
    if publication.doi is not None:
        yield Run(f"https://doi.org/{quote(publication.doi, safe='/:;().-_~<>+')}", "address")
    elif publication.full_text is not None:
        yield Run(publication.full_text, "address")
    elif publication.handle is not None:
        yield Run(f"https://hdl.handle.net/{quote(publication.handle, safe='/:;().-_~')}", "address")


def _journal(place: Container) -> Iterator[Run]:
    if place.container_title:
        yield Run(one_line(place.container_title), "italic")
    if place.volume:
        yield Run(", " if place.container_title else "")
        yield Run(one_line(place.volume), "italic")
    if place.issue:
        yield Run(f"({one_line(place.issue)})" if place.volume else f", ({one_line(place.issue)})")
    pages = re.sub(r"(?<=\d)-(?=\d)", "–", one_line(place.pages or ""))
    behind = f", {pages}" if pages and place.container_title else pages
    if behind or place.container_title or place.volume or place.issue:
        yield Run(f"{behind}. ")


def _wrote_it_alone(publication: Publication) -> bool:
    """Whether the publisher is the author, who is then named once."""
    names = [one.name for one in publication.authors]
    return publication.publisher is not None and names == [publication.publisher.name]


def _stopped(text: str) -> str:
    """A part with the full stop that ends it."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


# ── in which form ────────────────────────────────────────────────────────────────────────────────────────────────────


def _markdown(run: Run) -> str:
    if run.kind == "address":
        return f"<{run.text}>"
    plain = re.sub(r"([\\`*_\[\]<>#~|]|&(?=#?\w+;))", r"\\\1", run.text)
    return f"*{plain}*" if run.kind == "italic" and plain.strip() else plain


def _html(run: Run) -> str:
    plain = html.escape(run.text)
    if run.kind == "address":
        return f'<a href="{plain}">{plain}</a>'
    return f"<em>{plain}</em>" if run.kind == "italic" else plain


_FORMS: dict[str, Callable[[Run], str]] = {"text": lambda run: run.text, "markdown": _markdown, "html": _html}
