"""Parts the one string in which a sheet prints its authors and the year."""

from __future__ import annotations

import re

from attrs import frozen

from lobkit.agent import Agent, Organisation, Person

_PARTICLE = r"(?:van|von|de|den|der|ter|ten|te|het|'t|’t|in|op|aan|la|le|du|el|al|bij|d')"
_PARTICLES = rf"{_PARTICLE}(?: {_PARTICLE}){{0,3}}"
_INITIALS = r"[^\W\d_]{1,3}\.(?:[ \-]?[^\W\d_]{1,3}\.){0,7}"
_WORD = r"[^\W\d_][^\W\d_'’\-]*(?:['’\-][^\W\d_]+){0,3}"
_SURNAME = rf"{_WORD}(?: {_WORD}){{0,3}}"

_AFTER = re.compile(rf"(?P<given>{_INITIALS})(?: ?(?P<particle>{_PARTICLES}))?", re.IGNORECASE)
_BEFORE = re.compile(rf"(?P<given>{_INITIALS}) ?(?:(?P<particle>{_PARTICLES}) )?(?P<family>{_SURNAME})")
_LAST = re.compile(rf"(?:(?P<particle>{_PARTICLES}) )?(?P<family>{_SURNAME})")
_SEPARATOR = re.compile(r"\s*(?:,\s*(?:&|en\b|and\b)|[,;&]|\b(?:en|and)\b)\s*")
_YEAR = re.compile(r"\s*\(\s*(?P<year>[12][0-9]{3})[a-z]?\s*\)\s*\.?\s*$|[\s,]+(?P<bare>(?:19|20)[0-9]{2})\s*$")
_NO_YEAR = re.compile(r"\s*\(\s*(?:z\.? ?j\.?|n\.? ?d\.?|in druk|in press)\s*\)\s*\.?\s*$", re.IGNORECASE)
_OTHERS = re.compile(r"(?i)\bet al\b|\be\.? ?a\.")
# Words that mark a name as that of an organisation.
_BODY = re.compile(
    r"(?i:ministerie|expertise\w*|expertisepunt|universiteit|university|hogeschool|\w*raad|stichting|inspectie|vereniging"
    r"|centrum|instituut|institute|platform|bureau|lectoraat|commissie|netwerk|onderzoek\w*|academie|college|rijk\w*"
    r"|fonds|dienst|guidance|groep|researchers|consult\w*)"
)


@frozen
class Authors:
    """What an author string says; without `understood`, the string itself must be kept."""

    agents: tuple[Agent, ...]
    year: int | None
    understood: bool


def parse_authors(line: str) -> Authors:
    """The persons, organisations and year of an author string; every name to the letter, none invented.

    >>> [one.name for one in parse_authors("Boer, P. den, Stukker, E. (2012)").agents]
    ['Boer, P. den', 'Stukker, E.']
    """
    names, year = _without_year(line)
    if _OTHERS.search(names):
        return Authors((), year, False)  # others are meant whose names are not printed
    agents = _persons(names) if re.search(rf"(?:^|[\s,]){_INITIALS}", names) else _organisations(names)
    return Authors(tuple(agents or ()), year, bool(agents))


def _without_year(line: str) -> tuple[str, int | None]:
    names = line.strip()
    if match := _NO_YEAR.search(names):
        return names[: match.start()].strip(), None
    if match := _YEAR.search(names):
        return names[: match.start()].strip(), int(match["year"] or match["bare"])
    return names, None


def _persons(names: str) -> list[Agent] | None:
    """Persons one after another; None as soon as a part fits no form of a name."""
    parts = _parts(names)
    agents: list[Agent] = []
    at = 0
    while at < len(parts):
        start, end, text = parts[at]
        following = parts[at + 1] if at + 1 < len(parts) else None
        after = _AFTER.fullmatch(following[2]) if following else None
        last = _LAST.fullmatch(text)
        if last and after and following:
            name = names[start : following[1]]
            particle = " ".join(one for one in (after["particle"], last["particle"]) if one) or None
            agents.append(Person(name, after["given"], particle, last["family"]))
            at += 2
        elif before := _BEFORE.fullmatch(text):
            agents.append(Person(names[start:end], before["given"], before["particle"], before["family"]))
            at += 1
        elif _is_organisation(text) and (text.isupper() or " " in text or _BODY.fullmatch(text)):
            agents.append(Organisation(text))
            at += 1
        else:
            return None
    return agents


def _parts(names: str) -> list[tuple[int, int, str]]:
    """The stretches between separators, with their places in the string."""
    parts = []
    start = 0
    for match in [*_SEPARATOR.finditer(names), None]:
        end = match.start() if match else len(names)
        if names[start:end].strip():
            parts.append((start, end, names[start:end].strip()))
        start = match.end() if match else end
    return parts


def _organisations(names: str) -> list[Agent] | None:
    """Organisations, which seldom hold a comma; a string of plain words that could be persons is not understood."""
    if re.match(r"(?i:ministerie)\b", names) and not re.search(r"[&;]", names):
        return [Organisation(names)]  # "Ministerie van Onderwijs, Cultuur en Wetenschap" is one
    if not names or re.search(r"\b(?:en|and|et al)\b", names):
        return None
    parts = [part.strip() for part in re.split(r"[,;&]", names)]
    return [Organisation(part) for part in parts] if all(map(_is_organisation, parts)) else None


def _is_organisation(name: str) -> bool:
    words = name.split()
    if not words or len(name) > 120 or not name[0].isalnum():
        return False
    return len(words) == 1 or any((word.isupper() and len(word) > 1) or _BODY.fullmatch(word) for word in words)
