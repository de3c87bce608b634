"""What is counted once, and what is counted at all: the numbers that qSKOS comes to where its issues are ours.

The cases are written anew after the tests of qSKOS 1.4 and the counts that it expects of them; where lobkit counts
otherwise on purpose, the case says so.
"""

import pytest

from lobkit.workbench import skosfile
from lobkit.workbench.check import check
from tests.skos_reference import HEAD

TYPED = " ".join(f"<{one}> a skos:Concept ." for one in "ABCDEFGHIJKLMNOP")
CLUSTERS = f"""{TYPED}
<A> skos:broader <C> ; skos:prefLabel "a"@en .  <I> skos:broader <J> ; skos:prefLabel "i"@en ; skos:altLabel "i"@de .
<B> skos:broader <E> , <D> ; skos:prefLabel "b"@en .  <J> skos:broader <I> ; skos:prefLabel "j"@en ; skos:altLabel "h"@en .
<D> skos:narrower <E> ; skos:prefLabel "d"@en .  <E> skos:prefLabel "e"@en ; skos:altLabel "k" ; skos:hiddenLabel "k"@de .
<F> skos:broader <H> , <O> ; skos:prefLabel "f"@en .  <G> skos:broader <F> ; skos:broaderTransitive <N> ; skos:prefLabel "g"@en .
<H> skos:broader <G> ; skos:prefLabel "h"@en .  <O> skos:broader <N> ; skos:prefLabel "o"@en .  <N> skos:broaderTransitive <F> ; skos:prefLabel "n"@en .
<K> skos:broader <L> ; skos:narrower <M> ; skos:prefLabel "k"@en .  <L> skos:broader <M> ; skos:prefLabel "l"@en .
<M> skos:prefLabel "m"@en , "em"@de , "m"@fr , "z" ; skos:altLabel "l"@en .
<d1> skos:inScheme <S> . <d2> skos:inScheme <S> . <d3> skos:broader <d1> .
<t1> a <Kind> ; skos:notation "1" . <Kind> rdfs:subClassOf skos:Concept .
<Q> <under> <R> . <under> rdfs:subPropertyOf skos:broader .
"""
NAMELESS = """
<A> a skos:Concept . <B> a skos:Concept ; skos:prefLabel "b" . <C> a skos:Concept ; skos:altLabel "c" .
<D> skos:broader <E> . <F> skos:broader <G> ; skos:prefLabel "f" . <H> skos:broader <I> ; skos:prefLabel "h" . <I> skos:prefLabel "i" .
<S1> a skos:ConceptScheme ; rdfs:label "s" . <S2> a skos:ConceptScheme ; <http://purl.org/dc/elements/1.1/title> "s" .
<S3> a skos:ConceptScheme . <J> skos:inScheme <S4> . <K> skos:inScheme <S5> . <S5> rdfs:label "s" .
<S6> a skos:ConceptScheme ; <http://purl.org/dc/terms/title> "s" .
"""
ONE_WAY = """
<A> skos:broader <B> . <C> skos:narrower <D> . <G> skos:broaderTransitive <H> . <I> skos:narrowerTransitive <J> .
<M> skos:related <N> . <O> skos:relatedMatch <P> . <S> skos:exactMatch <T> . <W> skos:closeMatch <X> .
<E> skos:topConceptOf <F> . <F> skos:hasTopConcept <E> . <K> skos:narrowMatch <L> . <L> skos:broadMatch <K> .
<Q> skos:related <R> . <R> skos:related <Q> . <U> skos:exactMatch <V> . <V> skos:exactMatch <U> .
"""
SIBLINGS = """
<A> skos:broader <B> ; skos:related <C> . <C> skos:broader <B> .
<D> skos:broader <E> . <E> skos:narrower <F> . <F> skos:related <D> . <G> skos:narrower <D> , <F> .
<G> skos:broaderTransitive <H> ; skos:related <I> . <I> skos:broader <H> .
<J> skos:broader <K> . <K> skos:narrowerTransitive <L> ; skos:narrower <M> . <L> skos:relatedMatch <J> . <M> skos:related <J> .
<Q> skos:broader <S> . <R> skos:narrower <Q> ; skos:related <S> .
<N> skos:narrower <O> , <P> .
"""
SHORTCUTS = """
<A> skos:broader <B> , <C> . <B> skos:broader <C> . <D> skos:narrower <E> , <F> . <E> skos:narrower <F> .
<G> skos:broader <H> . <H> skos:narrower <I> . <I> skos:narrower <G> .
<J> skos:broader <K> , <M> . <K> skos:broader <L> . <L> skos:broader <M> . <N> skos:broader <O> .
"""
TRANSITIVE = """
<A> skos:broaderTransitive <B> . <C> skos:narrowerTransitive <D> . <E> skos:broaderTransitive <F> ; skos:broader <F> .
<G> skos:narrowerTransitive <H> . <H> skos:broader <G> . <I> skos:broader <J> . <J> skos:broaderTransitive <K> .
<L> skos:broader <M> . <N> skos:narrowerTransitive <M> . <O> skos:broader <P> ; skos:broaderTransitive <Q> . <P> skos:broader <Q> .
"""
TOPS = """
<S> a skos:ConceptScheme ; skos:hasTopConcept <A> . <A> skos:inScheme <S> ; skos:broader <above> .
<B> skos:topConceptOf <T> . <C> skos:narrower <B> . <D> skos:topConceptOf <U> .
<E> skos:topConceptOf <T> . <F> skos:narrowerTransitive <E> . <G> skos:topConceptOf <T> ; skos:broaderTransitive <E> .
"""
TOPLESS = """
<S> a skos:ConceptScheme . <A> skos:inScheme <S> . <R> a skos:ConceptScheme . <T> skos:hasTopConcept <B> .
<B> skos:inScheme <T> . <C> skos:inScheme <T> . <D> skos:inScheme <U> ; skos:topConceptOf <U> . <E> skos:topConceptOf <U> .
"""
CODES = f"""{TYPED}
<A> skos:inScheme <S> ; skos:notation "n" . <B> skos:inScheme <S> ; skos:notation "n" .
<C> skos:inScheme <T> ; skos:notation "m"^^<http://www.w3.org/2001/XMLSchema#string> . <D> skos:inScheme <T> ; skos:notation "m" .
<E> skos:inScheme <U> ; skos:notation 1 . <F> skos:inScheme <U> ; skos:notation 1 . <G> skos:notation "o" . <H> skos:notation "o" .
<I> skos:notation 2 . <J> skos:notation 2 . <K> skos:inScheme <S> ; skos:notation "p" . <L> skos:inScheme <V> ; skos:notation "p" .
<M> skos:notation 3 . <N> skos:inScheme <V> ; skos:notation 3 . <O> skos:notation "q" , "r" .
"""
STRANGE = f"""
<A> a skos:Concept ; {" ; ".join(f'skos:{one} "x"' for one in ("symbol", "prefSymbol", "altSymbol", "CollectableProperty", "subject", "isSubjectOf", "primarySubject", "isPrimarySubjectOf", "subjectIndicator"))} .
skos:Nothing rdfs:comment "no such thing" . <B> a skos:Concept ; skos:wished "x" ; rdfs:seeAlso skos:NoMore .
<file> <http://rdfs.org/ns/void#vocabulary> <http://www.w3.org/2004/02/skos/core#> .
"""
CIRCLES = """
<A> skos:broader <B> ; <down> <E> . <B> skos:broader <C> . <C> <up> <A> . <D> skos:narrower <B> . <E> skos:broaderTransitive <D> .
<up> rdfs:subPropertyOf skos:broader . <down> rdfs:subPropertyOf skos:narrowerTransitive .
<H> skos:broader <F> ; skos:narrower <F> . <G> skos:broadMatch <I> ; skos:narrowMatch <I> .
"""
CLASHES = """
<1> skos:broader <2> ; skos:related <2> . <3> skos:broaderTransitive <4> ; skos:related <4> .
<5> skos:broader <6> ; skos:related <7> . <6> skos:broader <7> . <8> skos:narrower <9> ; skos:related <10> . <9> skos:narrower <10> .
<11> skos:related <12> ; skos:narrower <13> . <14> skos:broader <16> ; skos:related <17> . <17> skos:broader <16> .
<26> skos:broader <28> ; skos:related <27> . <27> skos:broader <29> . <28> skos:broader <30> . <29> skos:broader <28> , <27> . <30> skos:broader <29> .
<31> skos:broader <32> ; skos:related <33> . <33> skos:narrower <32> . <34> skos:broader <35> ; skos:relatedMatch <35> .
<36> skos:broadMatch <37> ; skos:related <37> . <38> skos:broader <39> ; skos:relatedMatch <40> . <39> skos:broader <40> .
<41> skos:broadMatch <42> ; skos:related <43> . <42> skos:broadMatch <43> .
"""
MATCHES = """
<17> skos:exactMatch <18> ; skos:broadMatch <18> . <19> skos:exactMatch <20> ; skos:relatedMatch <20> .
<21> skos:exactMatch <22> ; skos:narrowMatch <22> . <23> skos:broadMatch <24> ; skos:relatedMatch <24> .
"""
LABEL_THINGS = """
<love> a skos:Concept ; skosxl:prefLabel <p> ; skosxl:altLabel <a> ; skosxl:hiddenLabel <h> ; skos:altLabel "adoration"@en .
<p> a skosxl:Label ; skosxl:literalForm "love"@en . <a> a skosxl:Label ; skosxl:literalForm "adoration"@en .
<h> a skosxl:Label ; skosxl:literalForm "luv" . <other> a skos:Concept ; skosxl:prefLabel <q> ; skosxl:hiddenLabel <i> .
<q> skosxl:literalForm "anders"@de . <i> skosxl:literalForm "luv" .
"""
MATCHED_OUT = """
<A> a skos:Concept ; skos:broader <B> ; skos:exactMatch <http://other.example/a> . <B> a skos:Concept .
<C> a skos:Concept ; skos:exactMatch <http://other.example/c> .
<D> a skos:Concept ; skos:closeMatch <http://other.example/d> . <E> a skos:Concept ; skos:closeMatch <http://other.example/d> .
<http://other.example/d> a skos:Concept ; skos:prefLabel "d"@en .
"""
FOUND = """
<Kind> rdfs:subClassOf skos:Concept . <Kind2> rdfs:subClassOf skos:Concept .
<1> a <Kind> . <2> a <Kind> ; owl:sameAs <http://bla.example/> . <3> a <Kind2> . <4> a <Kind2> . <5> a skos:Concept .
<scheme> skos:hasTopConcept <6> . <7> skos:topConceptOf <x> . <8> skos:broader <9> . <10> skos:broader <9> .
"""

COUNTS = {
    "dcc: seven clusters": (CLUSTERS, "SKOS235", 7),
    "oc: two alone, one of them by its class": (CLUSTERS, "SKOS234", 2),
    "ol: two labels on two concepts each": (CLUSTERS, "SKOS213", 2),
    "ilc: whoever has a text in a language, and not in all": (CLUSTERS, "SKOS209", 13),
    "oilt: for each thing": (CLUSTERS, "SKOS207", 2),
    "ml: concepts, also those that are only implied": (NAMELESS, "SKOS201", 5),
    "ml: schemes, also those that are only implied": (NAMELESS, "SKOS202", 2),
    "urc: one way, by all eight relations": (ONE_WAY, "SKOS238", 8),
    "var: six pairs, also by stated transitive relations": (SIBLINGS, "SKOS236", 6),
    "hr: four steps": (SHORTCUTS, "SKOS233", 4),
    "strc: four pairs": (TRANSITIVE, "SKOS237", 4),
    "tchbc: four tops": (TOPS, "SKOS240", 4),
    "otc: two schemes": (TOPLESS, "SKOS239", 2),
    "anr: five shared codes": (CODES, "SKOS272", 5),
    "anr: and one concept with two": (CODES, "SKOS271", 1),
    "usr: twelve terms, wherever they stand": (STRANGE, "SKOS275", 12),
    "chr: three circles": (CIRCLES, "SKOS231", 3),
    "rc: ten pairs": (CLASHES, "SKOS105", 10),
    "mc: three pairs": (MATCHES, "SKOS109", 3),
    "SKOS-XL, oilt": (LABEL_THINGS, "SKOS207", 2),
    "SKOS-XL, ilc": (LABEL_THINGS, "SKOS209", 2),
    "SKOS-XL, ol": (LABEL_THINGS, "SKOS213", 1),
    "oc: also tops that are only named": (FOUND, "SKOS234", 7),
    "el: three things with empty labels": ('<A> a skos:Concept ; skos:prefLabel "" . <B> a skos:Concept ; skos:hiddenLabel "" . <C> skos:altLabel "c" . <D> skos:prefLabel "" ; skos:altLabel " " .', "SKOS204", 3),
    "rrc: two links, and no member of itself": ("<A> a skos:Concept ; skos:broader <A> . <B> skos:broadMatch <B> . <C> skos:member <C> .", "SKOS232", 2),
    "uc: not what is no concept, and a note of one's own counts": ('<A> a skos:Concept ; skos:note "n" . <C> a skos:Concept . <D> skos:scopeNote "n" . <E> a skos:Concept ; <mine> "n" . <mine> rdfs:subPropertyOf skos:scopeNote .', "SKOS221", 1),
    "oilt: tags that no registry has; those of two letters that it has are well": ('<A> a skos:Concept ; skos:prefLabel "a"@blubb ; skos:scopeNote "n"@blubb . <B> a skos:Concept ; skos:prefLabel "b"@bm ; skos:altLabel "b"@ff , "c"@jv , "d"@ht , "e"@wa .', "SKOS208", 1),
    "ncl: one language on all that have any": ('<A> skos:prefLabel "a"@en , "x"@de ; skos:broader <B> . <B> skos:prefLabel "b"@en .', "SKOS210", 0),
    # qSKOS takes what matches lead to for members of a cluster; by browsing, nobody comes back from there.
    "dcc: one, and what matches lead to is in none": (MATCHED_OUT, "SKOS235", 0),
    "oc: three that only matches leave, two of them to one end": (MATCHED_OUT, "SKOS234", 3),
    # qSKOS counts concepts without scheme as being in one together; who says no scheme says nothing of it.
    "mri: one in a scheme, and not where there is none": ("<A> a skos:Concept ; skos:broadMatch <B> ; skos:inScheme <S> . <B> a skos:Concept ; skos:inScheme <S> . <C> a skos:Concept ; skos:closeMatch <D> . <D> a skos:Concept .", "SKOS261", 1),
}  # fmt: skip


@pytest.mark.parametrize("case", COUNTS)
def test_as_many_as_qskos_counts(case):
    """One finding for each thing, pair, circle or cluster."""
    text, code, count = COUNTS[case]
    assert check(skosfile.parse(HEAD + text), select=[code]).by_code().get(code, 0) == count


VOCABULARY = """
<S> a skos:ConceptScheme ; rdfs:label "Fruit"@en ; skos:hasTopConcept <apple> .
<apple> a skos:Concept ; skos:topConceptOf <S> ; skos:inScheme <S> ; skos:prefLabel "apple"@en ; skos:note "n"@en ; skos:related <pear> .
<pear> a skos:Concept ; skos:topConceptOf <S> ; skos:inScheme <S> ; skos:prefLabel "pear"@en ; skos:note "n"@en ; skos:related <apple> .
<S> skos:hasTopConcept <pear> .
"""
STUBS = {
    "typed": "<http://other.example/a> a skos:Concept . <apple> skos:exactMatch <http://other.example/a> .",
    "typed and named": '<http://other.example/a> a skos:Concept ; skos:prefLabel "appel"@nl . <apple> skos:exactMatch <http://other.example/a> .',
    "in a scheme that is elsewhere, too": '<http://other.example/a> a skos:Concept ; skos:prefLabel "apple"@en ; skos:inScheme <http://other.example/> . <apple> skos:closeMatch <http://other.example/a> .',
    "with the way back": "<http://other.example/a> a skos:Concept ; skos:narrowMatch <apple> . <apple> skos:broadMatch <http://other.example/a> .",
    "named only": '<http://other.example/a> skos:prefLabel "appel"@nl . <apple> skos:exactMatch <http://other.example/a> .',
    "with a definition of its own": '<http://other.example/a> a skos:Concept ; skos:definition "een vrucht"@nl . <apple> skos:exactMatch <http://other.example/a> .',
}


@pytest.mark.parametrize("case", STUBS)
def test_a_stub_of_another_vocabulary_is_not_judged(case):
    """What a match leads to outside the schemes of the file is told apart from the file's own concepts."""
    report = check(skosfile.parse(HEAD + VOCABULARY + STUBS[case]))

    assert report.judged == 2
    assert {one.code for one in report} <= {"SKOS238", "SKOS246"}
    assert "http://other.example/a" not in {one.record for one in report}


OWN = {
    "in a scheme of the file": "<T> a skos:ConceptScheme . <http://other.example/a> a skos:Concept ; skos:inScheme <T> .",
    "in the hierarchy": "<http://other.example/a> a skos:Concept ; skos:broader <pear> .",
    "beside the others": "<a> a skos:Concept . <apple> skos:exactMatch <a> .",
    "without any match": "<http://other.example/b> a skos:Concept .",
}


@pytest.mark.parametrize("case", OWN)
def test_what_has_a_place_in_the_file_is_its_own(case):
    """By its scheme, by its relations, or by its address."""
    matched = "<apple> skos:exactMatch <http://other.example/a> ." if "other.example/a" in OWN[case] else ""
    assert check(skosfile.parse(HEAD + VOCABULARY + OWN[case] + matched)).judged == 3


def test_two_vocabularies_without_schemes_that_match_each_other_are_both_judged():
    """Where no scheme tells, only what says no more than its names is a stub."""
    text = '<http://a.example/x> a skos:Concept ; skos:note "n"@en ; skos:exactMatch <http://b.example/y> . <http://b.example/y> a skos:Concept ; skos:note "n"@en .'

    assert check(skosfile.parse(HEAD + text)).judged == 2


def test_a_typed_concept_that_points_into_the_void_has_one_finding():
    """A hole is told as a hole, and not once more for all that it lacks."""
    report = check(skosfile.parse(HEAD + VOCABULARY + "<apple> skos:related <nowhere> ."))

    assert report.by_code() == {"SKOS242": 1, "SKOS264": 1}


def test_a_cluster_counts_concepts_of_the_vocabulary_only():
    """Ends of matches are named and counted in none."""
    linked = "<C> skos:related <D> . <B> skos:exactMatch <http://other.example/b> ."
    found = check(skosfile.parse(HEAD + MATCHED_OUT + linked), select=["SKOS235"])

    facts = [one.message.partition(";")[0].replace("http://example.org/ns/", "") for one in found]
    assert facts == [
        "2 concepts that nothing connects to the other 2: <A>, <B>",
        "2 concepts that nothing connects to the other 2: <C>, <D>",
    ]
