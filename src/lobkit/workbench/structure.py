"""Quality of the structure: hierarchies, associations, schemes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lobkit.workbench import meaning as m
from lobkit.workbench.faults import Case, Fault, finds
from lobkit.workbench.hierarchy import Hierarchy

_MANY = 60
"""A concept with more broader concepts than this is looked at by walking upwards instead of pair by pair."""


@finds("SKOS231")
def no_circles(case: Case) -> Iterator[Fault]:
    """No concept is above itself over other concepts; a finding for each circle."""
    for circle in case.hierarchy.circles():
        members = set(circle)
        steps = [
            at
            for one in circle
            for other, at in case.hierarchy.up.get(one, {}).items()
            if other in members and other != one
        ]
        fact = f"{len(circle)} concepts are above each other: {case.names(circle)}"
        yield Fault("SKOS231", circle[0], tuple(steps[:20]), fact)


@finds("SKOS232")
def no_links_to_itself(case: Case) -> Iterator[Fault]:
    """No concept is linked to itself."""
    for one, other, at in case.file.entailed.stated(m.SEMANTIC):
        if one == other:
            yield Fault("SKOS232", one, (at,), f"{case.name(case.statements.predicates[at])} leads back to itself")


@finds("SKOS233")
def no_shortcuts(case: Case) -> Iterator[Fault]:
    """No step upwards leads where other steps lead already; steps that are only stated as transitive do not count."""
    hierarchy, steps = case.hierarchy, case.adjacent(m.BROADER)
    for one, others in steps.items():
        outside = [other for other in others if not hierarchy.same_circle(one, other)]
        for other in outside if len(outside) > 1 else ():
            via = next((step for step in outside[:_MANY] if step != other and hierarchy.reaches(step, other)), None)
            if via is not None and not hierarchy.same_circle(via, other):
                fact = f"{case.name(one)} is below {case.name(other)} by {case.name(via)} already"
                yield Fault("SKOS233", one, (others[other], others[via]), fact, case.name(other))


@finds("SKOS234", "SKOS235")
def all_is_connected(case: Case) -> Iterator[Fault]:
    """Every concept is linked, and there is a way from each to each.

    Only concepts of the vocabulary itself count, and a way over one of another vocabulary is none: who follows a match
    to it has left, and finds no way back there. qSKOS takes such ends into its graph as well.
    """
    near, own = case.adjacent(m.SEMANTIC), case.concepts
    linked: dict[int, list[int]] = {
        one: [other for other in others if other != one and other in own] for one, others in near.items() if one in own
    }
    for one, others in list(linked.items()):
        for other in others:
            linked.setdefault(other, []).append(one)
    clusters: list[list[int]] = []
    seen: set[int] = set()
    for one, at in case.concepts.items():
        if not linked.get(one):
            matched = any(other != one for other in near.get(one, ()))
            only = ", other than matches to other vocabularies" if matched else ""
            yield Fault("SKOS234", one, (at,), f"no relation leads here or away{only}")
        elif one not in seen:
            seen.add(one)
            cluster = [one]
            for node in cluster:
                fresh = [other for other in linked[node] if other not in seen]
                for other in fresh:
                    if other not in seen:
                        seen.add(other)
                        cluster.append(other)
            clusters.append(cluster)
    if len(clusters) > 1:
        clusters.sort(key=len, reverse=True)
        for cluster in clusters:
            fact = f"{len(cluster)} concepts that nothing connects to the other {len(seen) - len(cluster)}"
            yield Fault("SKOS235", cluster[0], (), f"{fact}: {case.names(cluster, 3)}")


@finds("SKOS236")
def associations_say_something(case: Case) -> Iterator[Fault]:
    """Concepts with a common broader or narrower concept need not be associated as well."""
    up, down = case.adjacent(m.UP), case.adjacent(m.DOWN)
    for one, others in case.adjacent(m.RELATED).items():
        for other, at in others.items():
            if one < other:
                for steps, word in ((up, "broader"), (down, "narrower")):
                    common = steps.get(one, {}).keys() & steps.get(other, {}).keys()
                    if common:
                        shared = min(common)
                        fact = f"{case.name(one)} and {case.name(other)} share the {word} concept {case.name(shared)}"
                        statements = (at, steps[one][shared], steps[other][shared])
                        yield Fault("SKOS236", one, statements, fact, case.name(other))
                        break


@finds("SKOS237")
def transitive_relations_have_steps(case: Case) -> Iterator[Fault]:
    """A stated broaderTransitive is one that steps of broader lead to."""
    transitive = [case.statements.number(one) for one in (m.UP, m.DOWN)]
    if not any(case.statements.with_predicate(one) for one in transitive):
        return
    steps = Hierarchy(case.adjacent(m.BROADER))
    for predicate, turned in zip(transitive, (False, True), strict=True):
        for one, other, at in case.statements.pairs(predicate):
            low, high = (other, one) if turned else (one, other)
            if not steps.reaches(low, high):
                fact = f"no steps of skos:broader lead from {case.name(low)} to {case.name(high)}"
                yield Fault("SKOS237", one, (at,), fact, case.name(other))


_TWO_SIDED = (
    *((one, other) for one, other in ((m.BROADER, m.NARROWER), (m.UP, m.DOWN), (m.BROAD, m.NARROW))),
    (m.TOP_CONCEPT_OF, m.HAS_TOP_CONCEPT),
    *((one, one) for one in (m.RELATED, m.RELATED_MATCH, m.EXACT, m.CLOSE)),
)


@finds("SKOS238")
def relations_are_said_twice(case: Case) -> Iterator[Fault]:
    """Both ends state their relation; of what the file does not describe, nothing is asked."""
    own = case.own
    for relation, inverse in _TWO_SIDED:
        for here, there in dict.fromkeys(((relation, inverse), (inverse, relation))):
            back = {(one, other) for one, other, _ in case.statements.pairs(there)}
            for one, other, at in case.statements.pairs(here):
                if other in own and one != other and (other, one) not in back:
                    fact = f"{case.name(other)} does not state {case.namer.iri(there)} {case.name(one)}"
                    yield Fault("SKOS238", one, (at,), fact, f"{here} {case.name(other)}")


@finds("SKOS239", "SKOS240")
def schemes_have_a_top(case: Case) -> Iterator[Fault]:
    """Each scheme has top concepts, and nothing of the scheme is above them."""
    tops, broader = case.adjacent(m.HAS_TOP_CONCEPT), case.adjacent(m.UP)
    for scheme, at in case.members(m.SCHEME).items():
        if scheme in case.described and scheme not in tops:
            yield Fault("SKOS239", scheme, (at,), "this scheme has no top concept")
    for scheme, concepts in tops.items():
        for top, at in concepts.items():
            for other, step in broader.get(top, {}).items():
                if not case.is_mapping(step) and scheme in case.schemes.get(other, (scheme,)):
                    fact = f"{case.name(top)} is at the top of {case.name(scheme)}, and below {case.name(other)}"
                    yield Fault("SKOS240", top, (at, step), fact, case.name(other))


@finds("SKOS241", "SKOS246")
def concepts_are_in_a_scheme(case: Case) -> Iterator[Fault]:
    """Each concept is in a scheme that is described here, as far as the file has any scheme."""
    schemes = case.members(m.SCHEME)
    for one, at in case.concepts.items():
        if one not in case.schemes:
            yield Fault("SKOS241", one, (at,), "this concept is in no scheme")
    for scheme, at in schemes.items():
        if scheme not in case.own:
            fact = f"nothing is said here of the scheme {case.name(scheme)}"
            yield Fault("SKOS246", scheme, (at,), fact)


@finds("SKOS242", "SKOS243")
def links_lead_somewhere(case: Case) -> Iterator[Fault]:
    """What a concept is linked to is described here, unless the link is a match; and it is a thing, no text."""
    relations = (m.SEMANTIC, m.IN_SCHEME, m.HAS_TOP_CONCEPT, m.MEMBER)
    for relation in relations:
        for one, other, at in case.file.entailed.stated(relation):
            if case.terms[other].kind == "literal":
                fact = f"{case.name(case.statements.predicates[at])} leads to the text {case.text(other)}"
                yield Fault("SKOS243", one, (at,), fact, case.text(other))
            elif relation in (m.SEMANTIC, m.HAS_TOP_CONCEPT) and not case.is_mapping(at) and other not in case.own:
                verb = case.name(case.statements.predicates[at])
                fact = f"{verb} leads to {case.name(other)}, of which nothing is said"
                yield Fault("SKOS242", one, (at,), fact, case.name(other))


@finds("SKOS244")
def tops_lead_to_all(case: Case) -> Iterator[Fault]:
    """Where there are top concepts, each concept in a hierarchy is below one."""
    tops = {top for concepts in case.adjacent(m.HAS_TOP_CONCEPT).values() for top in concepts}
    if not tops:
        return
    down = case.adjacent(m.NARROWER)
    seen, waiting = set(tops), list(tops)
    while waiting:
        for other in down.get(waiting.pop(), ()):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    for one, at in case.concepts.items():
        if one not in seen:
            yield Fault("SKOS244", one, (at,), "no top concept leads here")


@finds("SKOS245")
def hierarchies_stay_in_a_scheme(case: Case) -> Iterator[Fault]:
    """Steps upwards stay within a scheme; between schemes there are matches."""
    schemes: Mapping[int, tuple[int, ...]] = case.schemes
    for one, others in case.adjacent(m.BROADER).items():
        for other, at in others.items():
            here, there = schemes.get(one), schemes.get(other)
            if here and there and not case.is_mapping(at) and not set(here) & set(there):
                fact = f"{case.name(other)} is in {case.names(there)}, and {case.name(one)} in {case.names(here)}"
                yield Fault("SKOS245", one, (at,), fact, case.name(other))
