"""Quality of the rest: collections, matches, notations, addresses and terms."""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from lobkit.namespaces import RDF
from lobkit.workbench import meaning as m
from lobkit.workbench.faults import Case, Fault, finds, plain
from lobkit.workbench.hierarchy import Hierarchy
from lobkit.workbench.links import shared

# ── collections ──────────────────────────────────────────────────────────────────────────────────────────────────────


@finds("SKOS251", "SKOS252", "SKOS253")
def collections_hold_something(case: Case) -> Iterator[Fault]:
    """A collection has members that are described, and is not one of them."""
    members = case.adjacent(m.MEMBER)
    lists = case.adjacent(m.MEMBER_LIST)
    concepts, collections = case.members(m.CONCEPT), case.members(m.COLLECTION)
    for one, at in collections.items():
        listed = {member for head in lists.get(one, ()) for member in case.file.listed(head)}
        if one in case.own and not members.get(one) and not listed:
            yield Fault("SKOS251", one, (at,), "this collection has no members")
        for member in dict.fromkeys([*members.get(one, ()), *sorted(listed)]):
            if member not in concepts and member not in collections:
                said = members.get(one, {}).get(member, next(iter(lists.get(one, {}).values()), at))
                word = "is described as something else" if member in case.described else "is not described here"
                yield Fault("SKOS252", one, (said,), f"the member {case.name(member)} {word}", case.name(member))
    nested = Hierarchy(members)
    for circle in nested.circles():
        steps = [at for one in circle for other, at in members.get(one, {}).items() if other in set(circle)]
        yield Fault("SKOS253", circle[0], tuple(steps[:20]), f"these collections hold each other: {case.names(circle)}")
    for one in members:
        if one in members[one]:
            yield Fault("SKOS253", one, (members[one][one],), "this collection is a member of itself")


@finds("SKOS254", "SKOS255", "SKOS256", "SKOS257")
def lists_are_lists(case: Case) -> Iterator[Fault]:
    """An ordered collection has one list, which is whole, and says of each member its one place."""
    for one, heads in case.adjacent(m.MEMBER_LIST).items():
        if len(heads) > 1:
            yield Fault("SKOS257", one, tuple(heads.values()), f"{len(heads)} lists of members")
        for head, at in heads.items():
            if reason := _broken(case, head):
                yield Fault("SKOS255", one, (at,), reason)
                continue
            listed = list(case.file.listed(head))
            for member in dict.fromkeys(member for member in listed if listed.count(member) > 1):
                yield Fault("SKOS256", one, (at,), f"{case.name(member)} stands in the list twice", case.name(member))
            left = [member for member in case.adjacent(m.MEMBER).get(one, ()) if member not in set(listed)]
            if left:
                yield Fault("SKOS254", one, (at,), f"the list leaves out {case.names(left)}")


def _broken(case: Case, cell: int) -> str:
    nil = case.statements.number(RDF.nil)
    seen: set[int] = set()
    while cell != nil:
        if cell in seen:
            return "the list runs in a circle"
        seen.add(cell)
        firsts, rests = (case.statements.values(cell, one) for one in (RDF.first, RDF.rest))
        if len(firsts) != 1 or len(rests) != 1:
            return f"cell {len(seen)} of the list has {len(firsts)} members and {len(rests)} ends, not one of each"
        cell = rests[0]
    return ""


# ── matches ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@finds("SKOS261", "SKOS262", "SKOS263")
def matches_lead_elsewhere(case: Case) -> Iterator[Fault]:
    """A match leads to a concept of another vocabulary, by its address, in one way."""
    kinds: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    for one, other, at in case.file.entailed.stated(m.MAPPING):
        term, kind = case.terms[other], case.name(case.statements.predicates[at])
        if term.kind != "iri":
            what = f"the text {case.text(other)}" if term.kind == "literal" else "something without address"
            yield Fault("SKOS262", one, (at,), f"{kind} leads to {what}", case.name(other))
            continue
        if common := set(case.schemes.get(one, ())) & set(case.schemes.get(other, ())):
            fact = f"{case.name(one)} and {case.name(other)} are both in {case.names(sorted(common))}"
            yield Fault("SKOS261", one, (at,), fact, case.name(other))
        kinds[one, other].setdefault(kind, at)
    for (one, other), found in kinds.items():
        if len(found) > 1:
            fact = f"{case.name(other)} is matched in {len(found)} ways: {', '.join(sorted(found))}"
            yield Fault("SKOS263", one, tuple(found.values()), fact, case.name(other))


@finds("SKOS265")
def matches_lead_to_what_there_is(case: Case) -> Iterator[Fault]:
    """A match into a vocabulary at hand, this one included, leads to something that it has."""
    for one, other, at in case.file.entailed.stated(m.MAPPING):
        missing = case.known.missing(case.terms[other].value) if case.terms[other].kind == "iri" else None
        if missing is not None:
            fact = f"{case.name(case.statements.predicates[at])} leads to {missing.told(case.name(other))}"
            yield Fault("SKOS265", one, (at,), fact, case.name(other))


@finds("SKOS264")
def links_out(case: Case) -> Iterator[Fault]:
    """The concepts link to another host, or by a match to another vocabulary: one concept at least does."""
    hosts = Counter(_host(case, one) for one in case.concepts)
    own = max(hosts, key=hosts.__getitem__) if hosts else ""
    if not own:
        return
    inside = case.concepts.keys() | case.members(m.SCHEME).keys()
    near = f"http://{own}/", f"https://{own}/"
    distant = (at for at, term in enumerate(case.terms) if term.kind == "iri" and not term.value.startswith(near))
    outside = {at for at in distant if _host(case, at) not in ("", own)}
    type_ = case.statements.number(RDF.type)
    columns = (case.statements.subjects, case.statements.predicates, case.statements.objects)
    for one, predicate, other in zip(*columns, strict=True):
        if predicate in case.mappings or (other in outside and predicate != type_ and other not in inside):
            if one in case.concepts and case.terms[other].kind == "iri":
                return
    yield Fault("SKOS264", None, (), f"none of the {len(case.concepts)} concepts links outside {own}")


def _host(case: Case, number: int) -> str:
    term = case.terms[number]
    found = _AUTHORITY.match(term.value) if term.kind == "iri" else None
    return found[1].lower() if found else ""


# RFC 3986, section 3.2.
_AUTHORITY = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://([^/?#]*)")


# ── notations, addresses, terms ──────────────────────────────────────────────────────────────────────────────────────


@finds("SKOS271", "SKOS272", "SKOS273")
def notations_name_one(case: Case) -> Iterator[Fault]:
    """A concept has one notation of each kind, and a notation one concept in its scheme."""
    for one, code, at in case.file.entailed.stated(m.NOTATION):
        term = case.terms[code]
        if term.kind != "literal" or term.lang or not term.value.strip():
            what = "an address" if term.kind != "literal" else "a text in a language" if term.lang else "empty"
            yield Fault("SKOS273", one, (at,), f"the notation {case.name(code)} is {what}", case.name(code))
    for (one, _), codes in shared(lambda: _codes(case)):
        shown = ", ".join(repr(code) for code in codes)
        yield Fault("SKOS271", one, tuple(codes.values()), f"{len(codes)} notations of one kind: {shown}")
    in_schemes = lambda: (  # noqa: E731 - asked for twice
        ((scheme, value, datatype), one, at)
        for (one, datatype), value, at in _codes(case)
        for scheme in case.schemes.get(one, (-1,))
    )
    for (_, value, _), things in shared(in_schemes):
        fact = f"the notation {value!r} is on {case.names(things)}"
        yield Fault("SKOS272", next(iter(things)), tuple(things.values()), fact, value)


def _codes(case: Case) -> Iterator[tuple[tuple[int, str], str, int]]:
    """The notations: whose and of which datatype, the code, and the statement."""
    for one, code, at in case.file.entailed.stated(m.NOTATION):
        term = case.terms[code]
        yield (one, "" if plain(term) else term.datatype), term.value, at


@finds("SKOS274")
def addresses_are_of_the_web(case: Case) -> Iterator[Fault]:
    """What the file describes has an address that begins with http or https."""
    firsts: dict[int, int] = {}
    for at, subject in enumerate(case.statements.subjects):
        if case.terms[subject].kind == "iri":
            firsts.setdefault(subject, at)
    for subject, at in firsts.items():
        if not case.terms[subject].value.lower().startswith(("http://", "https://")):
            yield Fault("SKOS274", subject, (at,), f"{case.name(subject)} is no address of the web")


@finds("SKOS275")
def terms_are_of_skos(case: Case) -> Iterator[Fault]:
    """In the namespaces of SKOS and SKOS-XL, only their own terms are used; a finding for each term."""
    known = m.TERMS | m.XL_TERMS
    strange = {
        at: term.value
        for at, term in enumerate(case.terms)
        if term.kind == "iri" and term.value.startswith((m.CORE, m.XL)) and term.value not in known
    }
    strange = {at: iri for at, iri in strange.items() if iri not in (m.CORE, m.XL, m.CORE[:-1], m.XL[:-1])}
    uses: dict[int, list[int]] = defaultdict(list)
    columns = (case.statements.subjects, case.statements.predicates, case.statements.objects)
    for at, statement in enumerate(zip(*columns, strict=True) if strange else ()):
        for one in strange.keys() & statement:
            uses[one].append(at)
    for one, statements in uses.items():
        iri = strange[one]
        word = "was withdrawn before SKOS was finished" if iri in m.WITHDRAWN else "is no term of SKOS"
        near = difflib.get_close_matches(iri, known, n=1, cutoff=0.9)
        hint = f"; did you mean {case.namer.iri(near[0])}?" if near else ""
        times = f", used {len(statements)} times" if len(statements) > 1 else ""
        subject = case.statements.subjects[statements[0]]
        fact = f"{case.name(one)} {word}{times}{hint}"
        yield Fault("SKOS275", subject, tuple(statements[:20]), fact, case.name(one))
