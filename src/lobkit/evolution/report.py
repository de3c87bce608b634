"""A comparison in the forms that people, editors and other programs read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from attrs import asdict

from lobkit.evolution.changes import Change, Comparison, Kind
from lobkit.evolution.edition import Edition, local_name
from lobkit.evolution.history import turtle
from lobkit.evolution.versions import Verdict

_OF_IRIS = (
    Kind.MOVED,
    Kind.RELATED,
    Kind.RESCHEMED,
    Kind.REGROUPED,
    Kind.REPLACED,
    Kind.MERGED,
    Kind.SPLIT,
    Kind.WITHDRAWN,
)

_INTO = {Kind.REPLACED: "replaced by", Kind.MERGED: "merged into", Kind.SPLIT: "split into"}
_PLAIN = (Kind.ADDED, Kind.REMOVED, Kind.DEPRECATED, *_INTO)

_SECTIONS: Mapping[str, tuple[Kind, ...]] = {
    "Added": (Kind.ADDED,),
    "Changed": (
        Kind.RELABELLED,
        Kind.REDEFINED,
        Kind.MOVED,
        Kind.RENOTATED,
        Kind.REMAPPED,
        Kind.RELATED,
        Kind.RESCHEMED,
        Kind.REGROUPED,
        Kind.RESYNONYMED,
        Kind.RENOTED,
        Kind.AMENDED,
        Kind.RESTORED,
        Kind.WITHDRAWN,
    ),
    "Deprecated": (Kind.DEPRECATED, Kind.REPLACED, Kind.MERGED, Kind.SPLIT),
    "Removed": (Kind.REMOVED,),
}


def text(comparison: Comparison) -> str:
    """For people: the verdict, the counts, and each change under its kind."""
    lines = [f"{_title(comparison)}: {_whole(comparison)}"]
    counts = [f"{count} {kind}" for kind, count in comparison.counts().items() if count]
    lines += [f"  {', '.join(counts)}"] if counts else []
    for kind in Kind:
        found = comparison.of(kind)
        if found:
            lines += ["", f"{kind} ({len(comparison.concepts(kind))})"]
            lines += [f"  {_line(one, comparison)}" for one in found]
    return "\n".join(lines) + "\n"


def _title(comparison: Comparison) -> str:
    old, new = comparison.old, comparison.new
    return f"{new.name} {old.version or '(no version)'} → {new.version or '(no version)'}"


def _whole(comparison: Comparison) -> str:
    asks = f"; asks for {comparison.asks_for} or higher" if comparison.asks_for else ""
    return f"{comparison.verdict}{asks}"


def _line(one: Change, comparison: Comparison) -> str:
    told = _told(one, comparison, _name)
    tag = f" @{one.lang}" if one.lang else ""
    return f"<{one.concept}> '{_short(one.label)}'{tag}{': ' + told if told else ''} [{one.verdict}]"


Name = Callable[[str, Kind, Comparison], str]
"""How a value is told: as text, or as a link."""


def _told(one: Change, comparison: Comparison, name: Name) -> str:
    before, after = ([name(value, one.kind, comparison) for value in values] for values in (one.before, one.after))
    if one.kind in _INTO:
        return f"{_INTO[one.kind]} {', '.join(after)}"
    if one.kind in (Kind.ADDED, Kind.REMOVED, Kind.DEPRECATED, Kind.RESTORED):
        return ""
    how = {"taken": " (the old label names another concept now)", "respelled": " (spelling only)"}.get(one.how, "")
    return f"{', '.join(before) or 'nothing'} → {', '.join(after) or 'nothing'}{how}"


def _name(value: str, kind: Kind, comparison: Comparison) -> str:
    if kind in _OF_IRIS:
        entry = comparison.new.entry(value) or comparison.old.entry(value)
        return f"<{value}>" + (f" '{_short(entry.label())}'" if entry else "")
    return f"'{_short(value)}'"


def _short(text: str, limit: int = 100) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[:limit]}…"


def markdown(comparison: Comparison) -> str:
    """A section for a changelog in the form of Keep a Changelog."""
    new = comparison.new
    lines = [f"## {_escaped(new.name)} {_escaped(new.version or 'unreleased')}", ""]
    since = f" since {_escaped(comparison.old.version)}" if comparison.old.version else ""
    lines += [f"Changes{since}: **{comparison.verdict}**.", ""]
    succeeded = {one.concept for kind in _INTO for one in comparison.of(kind)}
    for title, kinds in _SECTIONS.items():
        found = [one for kind in kinds for one in comparison.of(kind)]
        # One line for a concept that was retired: what takes its place is said there.
        found = [one for one in found if one.kind is not Kind.DEPRECATED or one.concept not in succeeded]
        if found:
            lines += [f"### {title}", "", *(_bullet(one, comparison) for one in found), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _bullet(one: Change, comparison: Comparison) -> str:
    told = _told(one, comparison, _link)
    tag = f" ({one.lang})" if one.lang else ""
    kind = "" if one.kind in _PLAIN else f" {one.kind}{tag}"
    mark = " **breaking**" if one.verdict is Verdict.BREAKING else ""
    said = f"{':' if kind else ''} {told}" if told else ""
    return f"- [{_escaped(_short(one.label))}](<{_target(one.concept)}>){kind}{said}{mark}"


def _link(value: str, kind: Kind, comparison: Comparison) -> str:
    if kind not in _OF_IRIS:
        return f"‘{_escaped(_short(value))}’"
    entry = comparison.new.entry(value) or comparison.old.entry(value)
    return f"[{_escaped(_short(entry.label() if entry else local_name(value)))}](<{_target(value)}>)"


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is (CommonMark 0.31, section 2.4)."""
    return re.sub(r"([\\`*_{}\[\]<>#|~&!])", r"\\\1", " ".join(text.split()))


def _target(iri: str) -> str:
    return iri.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")


def as_json(comparison: Comparison) -> str:
    """One JSON object: the versions, the verdict, the counts, every change and every finding."""
    whole = {
        "old": _about(comparison.old),
        "new": _about(comparison.new),
        "verdict": str(comparison.verdict),
        "asksFor": comparison.asks_for,
        "counts": comparison.counts(),
        "languages": {
            str(kind): comparison.languages(kind) for kind in (Kind.RELABELLED, Kind.REDEFINED, Kind.RESYNONYMED)
        },
        "changes": [_change(one) for one in comparison],
        "findings": [asdict(one) for one in comparison.findings],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _about(edition: Edition) -> dict[str, Any]:
    return {
        "source": edition.source,
        "scheme": edition.scheme,
        "title": edition.title,
        "version": edition.version,
        "concepts": len(edition.entries),
    }


def _change(one: Change) -> dict[str, Any]:
    made: dict[str, Any] = {"kind": str(one.kind), "concept": one.concept, "label": one.label}
    if one.lang is not None:
        made["lang"] = one.lang
    if one.how:
        made["how"] = one.how
    return {**made, "verdict": str(one.verdict), "before": list(one.before), "after": list(one.after)}


FORMS: Mapping[str, Callable[[Comparison], str]] = {
    "text": text,
    "markdown": markdown,
    "json": as_json,
    "turtle": turtle,
}
"""The forms of a comparison by name."""

__all__ = ["FORMS", "as_json", "markdown", "text", "turtle"]
