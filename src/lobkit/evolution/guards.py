"""What should not happen from one version of a vocabulary to the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve

from lobkit.errors import Finding, Severity
from lobkit.evolution.changes import Comparison, Kind
from lobkit.evolution.edition import Edition, Entry
from lobkit.evolution.versions import Version, not_raised
from lobkit.namespaces import folder_of

Taken = Mapping[tuple[str, str, str], str]
"""From concept, language and text of a preferred label to the concept that this label names now."""

Key = tuple[str, str, str]
"""Code, concept, and what else tells one finding from another."""


def taken_labels(old: Edition, new: Edition) -> Taken:
    """The preferred labels that named one concept in the old version, and in the new one name only another.

    A label that went to the successor of its concept was not taken but handed on.
    """
    holders: dict[tuple[str, str], list[str]] = {}
    for iri, entry in new.entries.items():
        for label in entry.labels:
            holders.setdefault(label, []).append(iri)
    found: dict[tuple[str, str, str], str] = {}
    for iri, before in old.entries.items():
        for lang, text in before.labels:
            for other in _others(iri, holders.get((lang, text), []), new):
                held = old.entry(other)
                if held is None or (lang, text) not in held.labels:
                    found.setdefault((iri, lang, text), other)
    return found


def successors(iri: str, edition: Edition) -> Iterator[str]:
    """All that takes the place of a concept, near and far, each once."""
    waiting, seen = [iri], {iri}
    while waiting:
        for one in sorted(edition.heirs(waiting.pop(0))):
            if one not in seen:
                seen.add(one)
                waiting.append(one)
                yield one


def watch(comparison: Comparison, taken: Taken) -> Comparison:
    """The comparison with its findings: what the new version brings in, not what stood in the old one already."""
    old, new = comparison.old, comparison.new
    known = {key for key, _ in _lifecycle(old)}
    found = [
        *_removed(comparison, taken),
        *_labels(comparison, taken),
        *_notations(old, new),
        *_version(comparison),
        *(finding for key, finding in _lifecycle(new) if key not in known),
    ]
    return evolve(comparison, findings=tuple(one.at(new.source or None) for one in found))


def _finding(code: str, iri: str, message: str, severity: Severity = Severity.VIOLATION) -> Finding:
    return Finding(code, message, path=f"<{iri}>", severity=severity, record=iri)


def _removed(comparison: Comparison, taken: Taken) -> Iterator[Finding]:
    old, new = comparison.old, comparison.new
    heirs = {iri: other for (iri, _, _), other in taken.items()}
    for iri in sorted(set(old.others) - set(new.others)):
        if new.entry(iri) is None:
            message = f"the scheme or collection '{old.others[iri]}' was removed; keep it in the file, deprecated"
            yield _finding("LOB701", iri, message)
    for iri in comparison.concepts(Kind.REMOVED):
        before = old.entries[iri]
        if before.retired:
            continue
        heir = f"dcterms:isReplacedBy <{heirs.get(iri, '…')}>"
        advice = f"keep it in the file with owl:deprecated true and what takes its place ({heir})"
        yield _finding("LOB701", iri, f"'{before.label()}' was removed without having been deprecated; {advice}")


def _labels(comparison: Comparison, taken: Taken) -> Iterator[Finding]:
    for (iri, lang, text), other in sorted(taken.items()):
        tag = f"@{lang}" if lang else ""
        advice = "if it is the same concept, keep the old address, deprecated, with dcterms:isReplacedBy"
        told = f"'{text}'{tag} named <{iri}> and names <{other}> now"
        yield _finding("LOB702", other, f"{told}; {advice}; if not, label it otherwise")


def _notations(old: Edition, new: Edition) -> Iterator[Finding]:
    holders: dict[tuple[str, str], list[str]] = {}
    for entry in new.entries.values():
        for place in _coded(entry):
            holders.setdefault(place, []).append(entry.iri)
    told: set[tuple[str, str, str]] = set()
    for before in old.entries.values():
        for scheme, code in _coded(before):
            for other in _others(before.iri, holders.get((scheme, code), []), new):
                held = old.entry(other)
                if (held is None or code not in held.notations) and (before.iri, other, code) not in told:
                    told.add((before.iri, other, code))
                    message = f"the notation {code!r} named <{before.iri}> and names <{other}> now; choose a new code"
                    yield _finding("LOB709", other, message)


def _coded(entry: Entry) -> Iterator[tuple[str, str]]:
    for code in sorted(entry.notations):
        for scheme in sorted(entry.schemes or {""}):
            yield scheme, code


def _others(iri: str, holders: list[str], new: Edition) -> list[str]:
    """Those who hold now what a concept held, unless it holds it still or handed it on."""
    if not holders or iri in holders:
        return []
    heirs = set(successors(iri, new))
    return [one for one in holders if one not in heirs]


def _version(comparison: Comparison) -> Iterator[Finding]:
    old, new = comparison.old, comparison.new
    if old.dated and not new.version:
        return
    why = not_raised(old.version, new.version, comparison.verdict)
    if why is None:
        return
    higher = bool(old.version and new.version) and _higher(old.version or "", new.version or "")
    severity = Severity.WARNING if higher or not new.version else Severity.VIOLATION
    yield Finding("LOB703", why, severity=severity, record=new.scheme)


def _higher(old: str, new: str) -> bool:
    before, after = Version.of(old), Version.of(new)
    return before.comparable(after) and after.higher_than(before)


def _lifecycle(edition: Edition) -> Iterator[tuple[Key, Finding]]:
    """What is wrong with retired concepts and their successors within one version."""
    everything = {**edition.entries, **edition.tombstones}
    folders = {folder_of(iri) for iri in edition.entries}  # what stands beside its concepts should be described here
    told: set[frozenset[str]] = set()
    for iri, entry in everything.items():
        if not entry.successors:
            if entry.deprecated:
                advice = "write dcterms:isReplacedBy, or say in a skos:changeNote what to use instead"
                message = f"'{entry.label()}' is deprecated and nothing takes its place; {advice}"
                yield ("LOB704", iri, ""), _finding("LOB704", iri, message, Severity.WARNING)
            continue
        if not entry.deprecated:
            message = f"'{entry.label()}' has a successor and is not marked as retired; write owl:deprecated true"
            yield ("LOB711", iri, ""), _finding("LOB711", iri, message, Severity.WARNING)
        circle = _circle(iri, everything)
        if circle:
            if frozenset(circle) not in told:
                told.add(frozenset(circle))
                way = " → ".join(f"<{one}>" for one in (*circle, circle[0]))
                message = f"successors run in a circle: {way}; name one that is in use"
                yield ("LOB706", min(circle), ""), _finding("LOB706", iri, message)
            continue
        yield from _heirs(entry, edition, everything, folders)
    yield from _children(edition)


def _heirs(
    entry: Entry, edition: Edition, everything: Mapping[str, Entry], folders: set[str]
) -> Iterator[tuple[Key, Finding]]:
    for heir in sorted(entry.successors):
        next_ = everything.get(heir)
        if next_ is None:
            if folder_of(heir) in folders:
                message = f"its successor <{heir}> is described nowhere in the file; name a concept that is"
                yield ("LOB710", entry.iri, heir), _finding("LOB710", entry.iri, message)
            continue
        if next_.successors:
            ends = sorted(one for one in successors(heir, edition) if not _successors_of(one, everything))
            last = ", ".join(f"<{one}>" for one in ends) or "there is none"
            message = f"its successor <{heir}> has a successor in its turn; name the last one: {last}"
            yield ("LOB705", entry.iri, heir), _finding("LOB705", entry.iri, message, Severity.WARNING)
        if next_.deprecated:
            message = f"its successor <{heir}> ('{next_.label()}') is deprecated itself; name one that is in use"
            yield ("LOB707", entry.iri, heir), _finding("LOB707", entry.iri, message)


def _successors_of(iri: str, everything: Mapping[str, Entry]) -> Iterable[str]:
    return everything[iri].successors if iri in everything else ()


def _circle(iri: str, everything: Mapping[str, Entry]) -> list[str]:
    """The shortest way from a concept over its successors back to it; empty where there is none."""
    came: dict[str, str] = {}
    waiting = [iri]
    while waiting:
        at = waiting.pop(0)
        for one in sorted(_successors_of(at, everything)):
            if one == iri:
                way = [at]
                while way[-1] != iri:
                    way.append(came[way[-1]])
                return way[::-1]
            if one not in came:
                came[one] = at
                waiting.append(one)
    return []


def _children(edition: Edition) -> Iterator[tuple[Key, Finding]]:
    for iri, entry in edition.entries.items():
        if entry.deprecated:
            continue
        for parent in sorted(entry.broader):
            above = edition.entry(parent)
            if above is not None and above.deprecated:
                heirs = ", ".join(f"<{one}>" for one in sorted(above.successors))
                advice = f"move it, perhaps to {heirs}" if heirs else "move it"
                told = (
                    f"'{entry.label()}' is in use and its broader concept <{parent}> ('{above.label()}') is deprecated"
                )
                message = f"{told}; {advice}"
                yield ("LOB708", iri, parent), _finding("LOB708", iri, message, Severity.WARNING)
