"""Quality of words: labels, languages and notes."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

from lobkit.namespaces import DCTERMS, RDFS
from lobkit.scalars import LANGUAGE_PATTERN
from lobkit.workbench import meaning as m
from lobkit.workbench.faults import Case, Fault, finds, same
from lobkit.workbench.links import shared

_TITLES = (RDFS.label, DCTERMS.title, "http://purl.org/dc/elements/1.1/title")
_WELL_FORMED = re.compile(LANGUAGE_PATTERN)
# ISO 639-1, as the registry of BCP 47 has it.
_REGISTERED = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw
ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt
my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm
sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_TWO_LETTERS = frozenset(_REGISTERED.split())

_TIDY = re.compile(r"\S+(?: \S+)*")


def _labels(case: Case, *kinds: str) -> Iterator[tuple[int, int, int]]:
    """The labels of the concepts: whose, which, and the statement that gives it."""
    for kind in kinds or m.LABELS:
        for subject, labels in case.file.label_terms[kind].items():
            if subject in case.concepts:
                yield from ((subject, label, at) for label, at in labels.items())


def _titled(case: Case) -> set[int]:
    return {subject for title in _TITLES for subject, _, _ in case.file.entailed.pairs(title)} | set(
        case.file.label_terms[m.PREF]
    )


@finds("SKOS201", "SKOS202", "SKOS203")
def has_a_name(case: Case) -> Iterator[Fault]:
    """Every concept, scheme and collection that the file describes has a label or title."""
    named, titled = case.file.label_terms[m.PREF], _titled(case)
    for one, at in case.concepts.items():
        if one not in named:
            yield Fault("SKOS201", one, (at,), "this concept has no preferred label")
    for code, class_, word in (("SKOS202", m.SCHEME, "scheme"), ("SKOS203", m.COLLECTION, "collection")):
        for one, at in case.members(class_).items():
            if one in case.own and one not in titled:
                yield Fault(code, one, (at,), f"this {word} has no label or title")


@finds("SKOS204", "SKOS205", "SKOS206")
def texts_are_clean(case: Case) -> Iterator[Fault]:
    """A label shows something, without stray spaces or signs that nobody sees."""
    empty: dict[int, list[int]] = defaultdict(list)
    for predicate in (*m.LABELS, m.LITERAL_FORM, *_TITLES[1:], RDFS.label):
        for subject, text, at in case.file.entailed.stated(predicate):
            term = case.terms[text]
            if term.kind != "literal" or (term.value.isprintable() and _TIDY.fullmatch(term.value)):
                continue
            if predicate == RDFS.label and _is_skos_label(case, at):
                continue
            shown = case.text(text)
            if not term.value.strip():
                empty[subject].append(at)
                continue
            if term.value != " ".join(term.value.split()):
                yield Fault("SKOS205", subject, (at,), f"the label {shown} has stray spaces", shown)
            if hidden := [sign for sign in term.value if unicodedata.category(sign)[0] == "C" and sign not in "\n\r\t"]:
                signs = ", ".join(f"U+{ord(sign):04X}" for sign in dict.fromkeys(hidden))
                yield Fault("SKOS206", subject, (at,), f"the label {shown} has signs that nobody sees: {signs}", shown)
    for subject, statements in empty.items():
        fact = "a label is empty" if len(statements) == 1 else f"{len(statements)} labels are empty"
        yield Fault("SKOS204", subject, tuple(statements), fact)


def _is_skos_label(case: Case, at: int) -> bool:
    predicate = case.statements.predicates[at]
    return any(
        case.statements.name(predicate) == one or case.statements.name(predicate) in case.file.entailed.sayers(one)
        for one in m.LABELS
    )


@finds("SKOS207", "SKOS208")
def texts_have_a_language(case: Case) -> Iterator[Fault]:
    """Labels and notes say their language, by a tag that is one; a finding for each thing."""
    untagged: dict[int, list[tuple[int, int]]] = defaultdict(list)
    ill: dict[int, list[tuple[int, int]]] = defaultdict(list)
    known: dict[str, bool] = {}
    for predicate in (RDFS.label, m.NOTE, m.LITERAL_FORM):
        for subject, text, at in case.file.entailed.stated(predicate):
            term = case.terms[text]
            if term.kind != "literal":
                continue
            if not term.lang:
                untagged[subject].append((text, at))
            elif not known.setdefault(term.lang, is_language(term.lang)):
                ill[subject].append((text, at))
    for code, found, said in (
        ("SKOS207", untagged, "without language tag"),
        ("SKOS208", ill, "with a tag that is none"),
    ):
        for subject, texts in found.items():
            shown = ", ".join(case.text(text) for text, _ in texts[:3]) + (", …" if len(texts) > 3 else "")
            statements = tuple(at for _, at in texts)
            yield Fault(code, subject, statements, f"{len(texts)} text{'s' if len(texts) > 1 else ''} {said}: {shown}")


def is_language(tag: str) -> bool:
    """Whether a tag is well-formed by BCP 47, and begins with a language that is registered or has three letters.

    No language of four letters or more is registered (BCP 47, section 2.2.1).
    """
    first = tag.lower().partition("-")[0]
    return bool(_WELL_FORMED.fullmatch(tag)) and (first in _TWO_LETTERS or len(first) in (1, 3))


@finds("SKOS209", "SKOS210")
def languages_are_whole(case: Case) -> Iterator[Fault]:
    """Each concept has every language that any concept has; and one language at least is on all.

    A concept without any text in a language is told by other checks.
    """
    # Sets of languages are shared: there are few of them, and many concepts.
    none: frozenset[str] = frozenset()
    langs: dict[int, frozenset[str]] = dict.fromkeys(case.concepts, none)
    known: dict[tuple[frozenset[str], str], frozenset[str]] = {}
    stated = zip(case.statements.subjects, case.statements.objects, strict=True)
    for subject, text in chain(stated, ((subject, text) for subject, text, _ in _labels(case))):
        if (lang := case.terms[text].lang) and subject in langs:
            key = langs[subject], lang.lower()
            if key not in known:
                known[key] = key[0] | {key[1]}
            langs[subject] = known[key]
    kinds = set(langs.values()) - {none}
    every = none.union(*kinds)
    for one, found in langs.items():
        if found and (missing := every - found):
            fact = f"nothing here is in {', '.join(sorted(missing))}, which other concepts have"
            yield Fault("SKOS209", one, (case.concepts[one],), fact)
    if every and not every.intersection(*kinds):
        yield Fault("SKOS210", None, (), f"none of {', '.join(sorted(every))} is on all {len(langs)} concepts")


@finds("SKOS211", "SKOS214")
def alternatives_are_alternatives(case: Case) -> Iterator[Fault]:
    """An alternative label stands beside a preferred one in its language, and stands there once."""
    preferred = case.file.label_terms[m.PREF]
    for subject, labels in case.file.label_terms[m.ALT].items():
        langs = {case.terms[label].lang.lower() for label in preferred.get(subject, ())}
        seen: dict[tuple[str, str], int] = {}
        for label, at in labels.items():
            term = case.terms[label]
            if subject in case.concepts and subject in preferred and term.lang and term.lang.lower() not in langs:
                fact = f"{case.text(label)} has no preferred label in {term.lang} beside it"
                yield Fault("SKOS211", subject, (at,), fact, case.text(label))
            first = seen.setdefault((term.value.casefold(), term.lang.lower()), at)
            if first != at and same(term) != same(case.terms[case.statements.objects[first]]):
                fact = f"{case.text(label)} differs from another alternative label in capitals only"
                yield Fault("SKOS214", subject, (first, at), fact, case.text(label))


@finds("SKOS212")
def names_are_told_apart(case: Case) -> Iterator[Fault]:
    """No two concepts of a scheme have one preferred label in a language, capitals aside."""

    def uses() -> Iterator[tuple[tuple[int, str, str], int, int]]:
        for subject, label, at in _labels(case, m.PREF):
            term = case.terms[label]
            for scheme in case.schemes.get(subject, (-1,)):
                yield (scheme, term.value.casefold().strip(), term.lang.lower()), subject, at

    for (_, text, lang), found in shared(uses):
        fact = f"{text!r}@{lang} is the preferred label of {case.names(found)}"
        yield Fault("SKOS212", next(iter(found)), tuple(found.values()), fact, f"{text}@{lang}")


@finds("SKOS213")
def labels_name_one(case: Case) -> Iterator[Fault]:
    """No label of any kind is on two concepts, capitals aside."""

    def uses() -> Iterator[tuple[tuple[str, str], int, int]]:
        for subject, label, at in _labels(case):
            term = case.terms[label]
            if term.value.strip():
                yield (term.value.upper(), term.lang.lower()), subject, at

    for (text, lang), found in shared(uses):
        shown = f"{text.lower()!r}" + (f"@{lang}" if lang else "")
        yield Fault("SKOS213", next(iter(found)), tuple(found.values()), f"{shown} names {case.names(found)}", shown)


@finds("SKOS215")
def label_resources_are_used(case: Case) -> Iterator[Fault]:
    """A label of SKOS-XL has a form, and names something."""
    formed = {one for one, _, _ in case.file.entailed.pairs(m.LITERAL_FORM)}
    naming = {label for kind in m.XL_LABELS for _, label, _ in case.file.entailed.pairs(kind)}
    for one, at in case.members(m.XL_LABEL).items():
        if one not in formed:
            yield Fault("SKOS215", one, (at,), "this label has no literal form")
        elif one not in naming:
            yield Fault("SKOS215", one, (at,), "nothing has this label")


@finds("SKOS221")
def is_documented(case: Case) -> Iterator[Fault]:
    """Every concept has a note of some kind."""
    noted = {subject for subject, _, _ in case.file.entailed.pairs(m.NOTE)}
    for one, at in case.concepts.items():
        if one not in noted:
            yield Fault("SKOS221", one, (at,), "no definition, scope note or any other note")


@finds("SKOS222")
def one_definition(case: Case) -> Iterator[Fault]:
    """A concept has one definition in each language."""

    def uses() -> Iterator[tuple[tuple[int, str], int, int]]:
        for subject, text, at in case.file.entailed.stated(m.CORE + "definition"):
            if case.terms[text].kind == "literal":
                yield (subject, case.terms[text].lang.lower()), text, at

    for (subject, lang), found in shared(uses):
        where = f"in {lang}" if lang else "without language tag"
        yield Fault("SKOS222", subject, tuple(found.values()), f"{len(found)} definitions {where}", lang)
