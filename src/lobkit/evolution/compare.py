"""Two versions of a vocabulary compared, concept by concept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from lobkit.evolution.changes import Change, Comparison, Kind, by_language, change_of
from lobkit.evolution.edition import Edition, Entry, Names
from lobkit.evolution.guards import Taken, taken_labels, watch

_ORDER = {kind: at for at, kind in enumerate(Kind)}


def compare(old: Edition, new: Edition, treat: Mapping[str, str] | None = None) -> Comparison:
    """What changed from one version to the next, and what should not have.

    Args:
        old, new: the versions.
        treat: verdicts for kinds of change that are judged otherwise here, such as `{"moved": "breaking"}`.

    Raises:
        LobkitError: for a word in `treat` that is no kind or no verdict.
    """
    taken = taken_labels(old, new)
    found = [*_came_and_went(old, new), *_succeeded(old, new)]
    for iri, before in old.entries.items():
        after = new.entry(iri)
        if after is not None:
            found += _retired(before, after)
            if iri in new.entries:
                found += _altered(before, after, taken)
    for iri, before in old.tombstones.items():
        if iri in new.entries:
            found += _retired(before, new.entries[iri])
    found.sort(key=lambda one: (_ORDER[one.kind], one.concept, one.lang or "", one.before, one.after))
    comparison = Comparison(old, new, tuple(found)).judged(treat or {})
    return watch(comparison, taken)


def _came_and_went(old: Edition, new: Edition) -> Iterator[Change]:
    for iri, entry in new.entries.items():
        if old.entry(iri) is None:
            yield change_of(Kind.ADDED, iri, entry.label())
    for iri, entry in old.entries.items():
        if new.entry(iri) is None:
            yield change_of(Kind.REMOVED, iri, entry.label())


def _retired(before: Entry, after: Entry) -> Iterator[Change]:
    if after.deprecated and not before.deprecated:
        yield change_of(Kind.DEPRECATED, after.iri, _label(after, before))
    if before.deprecated and not after.deprecated:
        yield change_of(Kind.RESTORED, after.iri, _label(after, before))


def _label(after: Entry, before: Entry) -> str:
    return after.label() if after.labels else before.label()


def _succeeded(old: Edition, new: Edition) -> Iterator[Change]:
    """Successors that are stated for the first time; also for a concept that the new version does not describe."""
    fresh = {iri: new.heirs(iri) for iri in {**old.entries, **old.tombstones} if new.heirs(iri) - old.heirs(iri)}
    for iri in {**old.entries, **old.tombstones}:
        entry = new.entry(iri)
        if entry is not None and iri not in fresh and entry.successors != old.heirs(iri):
            yield change_of(Kind.WITHDRAWN, iri, entry.label(), old.heirs(iri) - entry.successors)
    predecessors = Counter(heir for heirs in fresh.values() for heir in heirs)
    for iri, heirs in fresh.items():
        kind = Kind.SPLIT
        if len(heirs) == 1:
            (heir,) = heirs
            kind = Kind.MERGED if predecessors[heir] > 1 or old.entry(heir) is not None else Kind.REPLACED
        before, after = old.entry(iri), new.entry(iri)
        label = _label(after or before or Entry(iri), before or Entry(iri))
        yield change_of(kind, iri, label, old.heirs(iri), heirs)


def _altered(before: Entry, after: Entry, taken: Taken) -> Iterator[Change]:
    iri, label = after.iri, _label(after, before)
    for lang, how, went, came in by_language(before.labels, after.labels):
        lost = any((iri, lang, text) in taken for text in went)
        yield change_of(Kind.RELABELLED, iri, label, went, came, how="taken" if lost else how, lang=lang)
    for lang, how, went, came in by_language(before.definitions, after.definitions):
        yield change_of(Kind.REDEFINED, iri, label, went, came, how=how, lang=lang)
    synonyms = by_language(before.alt_labels | before.hidden_labels, after.alt_labels | after.hidden_labels)
    for lang, how, went, came in synonyms:
        yield change_of(Kind.RESYNONYMED, iri, label, went, came, how=how, lang=lang)
    yield from _in_names(Kind.MOVED, after, label, before.broader, after.broader)
    yield from _in_names(Kind.RELATED, after, label, before.related, after.related)
    yield from _in_names(Kind.REGROUPED, after, label, before.collections, after.collections)
    yield from _in_names(Kind.RENOTATED, after, label, before.notations, after.notations)
    yield from _in_names(Kind.RESCHEMED, after, label, before.schemes, after.schemes)
    yield from _in_names(Kind.REMAPPED, after, label, _words(before.mappings), _words(after.mappings))
    yield from _in_names(Kind.RENOTED, after, label, _notes(before), _notes(after))
    yield from _in_names(Kind.AMENDED, after, label, _words(before.rest), _words(after.rest))


def _in_names(kind: Kind, entry: Entry, label: str, before: Names, after: Names) -> Iterator[Change]:
    if before != after:
        gone, come = before - after, after - before
        how = "changed" if gone and come else "removed" if gone else "added"
        yield change_of(kind, entry.iri, label, gone, come, how=how)


def _words(pairs: frozenset[tuple[str, str]]) -> Names:
    return frozenset(f"{one} {value}" for one, value in pairs)


def _notes(entry: Entry) -> Names:
    return frozenset(f"{one} {text}" + (f"@{lang}" if lang else "") for one, lang, text in entry.notes)
