"""The integrity conditions of the SKOS Reference, with all that it entails, and nothing that it calls consistent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lobkit.workbench import meaning as m
from lobkit.workbench.faults import Case, Fault, by_label, finds, plain, same

_CODES = {"S9": "SKOS101", "S37": "SKOS108", "S48": "SKOS111"}
_WORDS = {m.CONCEPT: "a concept", m.SCHEME: "a concept scheme", m.COLLECTION: "a collection", m.XL_LABEL: "a label"}
_KINDS = dict(zip(m.LABELS, ("the preferred label", "an alternative label", "a hidden label"), strict=True))


@finds("SKOS101", "SKOS108", "SKOS111")
def disjoint_classes(case: Case) -> Iterator[Fault]:
    """S9, S37, S48: no thing is of two of these classes, be it by its type or by how it is used."""
    for condition, one, other in m.DISJOINT:
        first, second = case.members(one), case.members(other)
        for thing in sorted(first.keys() & second.keys(), key=first.__getitem__):
            fact = f"{case.name(thing)} is {_WORDS[one]} and also {_WORDS[other]}"
            yield Fault(_CODES[condition], thing, (first[thing], second[thing]), fact)


@finds("SKOS102")
def labels_are_texts(case: Case) -> Iterator[Fault]:
    """S12: the range of the labels is the plain literals."""
    for kind in m.LABELS:
        for subject, label, at in case.file.entailed.pairs(kind):
            if not plain(case.terms[label]):
                yield Fault("SKOS102", subject, (at,), f"{case.name(label)} is {_KINDS[kind]} and no plain text", kind)


@finds("SKOS103")
def labels_are_apart(case: Case) -> Iterator[Fault]:
    """S13: prefLabel, altLabel and hiddenLabel are pairwise disjoint; with the labels of SKOS-XL (S55 to S57)."""
    labels = case.file.label_terms
    for one, other in ((m.PREF, m.ALT), (m.PREF, m.HIDDEN), (m.ALT, m.HIDDEN)):
        for subject, found in labels[one].items():
            if subject not in labels[other]:
                continue
            beside = labels[other][subject]
            if {case.terms[label].value for label in found}.isdisjoint(case.terms[label].value for label in beside):
                continue
            first, second = by_label(found, case.terms), by_label(beside, case.terms)
            for label in first:
                if label in second:
                    shown = f"{label[0]!r}" + (f"@{label[1]}" if label[1] else "")
                    fact = f"{shown} is {_KINDS[one]} and also {_KINDS[other]}"
                    yield Fault("SKOS103", subject, (first[label], second[label]), fact, shown)


@finds("SKOS104")
def one_preferred_label(case: Case) -> Iterator[Fault]:
    """S14: no two preferred labels with one language tag, and no two without; with those of SKOS-XL."""
    for subject, found in case.file.label_terms[m.PREF].items():
        if len({case.terms[label].lang.lower() for label in found}) == len(found):
            continue
        by_lang: dict[str, list[tuple[str, int]]] = {}
        for label, at in by_label(found, case.terms).items():
            by_lang.setdefault(label[1], []).append((label[0], at))
        for lang, labels in by_lang.items():
            if len(labels) > 1:
                where = f"in {lang}" if lang else "without language tag"
                texts = ", ".join(repr(text) for text, _ in sorted(labels, key=lambda one: one[1]))
                statements = tuple(sorted(at for _, at in labels))
                yield Fault("SKOS104", subject, statements, f"{len(labels)} preferred labels {where}: {texts}", lang)


@finds("SKOS105")
def related_is_not_above(case: Case) -> Iterator[Fault]:
    """S27: related is disjoint from broaderTransitive, over all steps and both ways, and through sub-properties."""
    hierarchy = case.hierarchy
    for one, others in case.adjacent(m.RELATED).items():
        for other, at in others.items():
            # The relation is symmetric (S23), so that the other way comes by as well.
            if hierarchy.reaches(one, other) and (one != other or hierarchy.turns(one)):
                if hierarchy.reaches(other, one) and other < one:
                    continue
                fact = f"{case.name(one)} is related to {case.name(other)}, which is also broader than it"
                yield Fault("SKOS105", one, (at, *hierarchy.way(one, other)), fact, case.name(other))


@finds("SKOS106")
def members_are_concepts(case: Case) -> Iterator[Fault]:
    """S32: a member is a concept or a collection, so neither a scheme (S9, S37) nor a label (S48)."""
    others = {m.SCHEME: case.members(m.SCHEME), m.XL_LABEL: case.members(m.XL_LABEL)}
    for collection, member, at in case.file.entailed.pairs(m.MEMBER):
        for class_, found in others.items():
            if member in found and member not in case.members(m.CONCEPT) and member not in case.members(m.COLLECTION):
                fact = f"the member {case.name(member)} is {_WORDS[class_]}"
                yield Fault("SKOS106", collection, (at, found[member]), fact, case.name(member))


@finds("SKOS109")
def exact_is_not_another_match(case: Case) -> Iterator[Fault]:
    """S46: exactMatch, symmetric and transitive (S44, S45), is disjoint from broadMatch and relatedMatch."""
    exact = case.adjacent(m.EXACT)
    groups = _groups(exact)
    for relation, word in ((m.BROAD, "a broad"), (m.NARROW, "a narrow"), (m.RELATED_MATCH, "a related")):
        for one, other, at in case.file.entailed.stated(relation):
            if one in groups and groups[one] == groups.get(other):
                if relation == m.BROAD and case.statements.name(case.statements.predicates[at]) == m.NARROW:
                    continue
                fact = f"{case.name(other)} is {word} match of {case.name(one)}, and exact matches make them the same"
                yield Fault("SKOS109", one, (at, *_chain(exact, one, other)), fact, case.name(other))


def _groups(links: Mapping[int, Mapping[int, int]]) -> dict[int, int]:
    """What is linked, over any number of links, as the number of its group."""
    found: dict[int, int] = {}
    for start in links:
        if start in found:
            continue
        found[start], waiting = start, [start]
        while waiting:
            for other in links.get(waiting.pop(), ()):
                if other not in found:
                    found[other] = start
                    waiting.append(other)
    return found


def _chain(links: Mapping[int, Mapping[int, int]], start: int, end: int, limit: int = 2000) -> list[int]:
    """The statements of a shortest chain of links; of one thing to itself, the link there and back."""
    came: dict[int, tuple[int, int]] = {}
    waiting = [start]
    for node in waiting:
        for other, at in links.get(node, {}).items():
            if other not in came and (other != start or start == end):
                came[other] = node, at
                waiting.append(other)
            if other == end:
                steps, node = [at], node
                while node != start:
                    node, at = came[node]
                    steps.append(at)
                return steps[::-1]
        if len(came) > limit:
            break
    return []


# ── SKOS-XL, appendix B of the Reference ─────────────────────────────────────────────────────────────────────────────


@finds("SKOS112", "SKOS113")
def literal_forms(case: Case) -> Iterator[Fault]:
    """S51, S52: a label has one literal form, which is a plain literal."""
    forms: dict[int, dict[tuple[str, str, str], int]] = {}
    for label, text, at in case.file.entailed.pairs(m.LITERAL_FORM):
        if not plain(case.terms[text]):
            yield Fault("SKOS112", label, (at,), f"the literal form {case.name(text)} is no plain text")
        forms.setdefault(label, {}).setdefault(same(case.terms[text]), at)
    for label, found in forms.items():
        if len(found) > 1:
            texts = ", ".join(repr(text) for text, _, _ in found)
            yield Fault("SKOS113", label, tuple(found.values()), f"{len(found)} literal forms: {texts}")


@finds("SKOS114")
def xl_labels_are_apart(case: Case) -> Iterator[Fault]:
    """S58: the three kinds of label are pairwise disjoint as links to label resources, too."""
    links = [case.adjacent(kind) for kind in m.XL_LABELS]
    for one, other in ((0, 1), (0, 2), (1, 2)):
        for subject, labels in links[one].items():
            for label, at in labels.items():
                if label in links[other].get(subject, ()):
                    words = list(_KINDS.values())
                    fact = f"{case.name(label)} is {words[one]} and also {words[other]}"
                    yield Fault("SKOS114", subject, (at, links[other][subject][label]), fact, case.name(label))
