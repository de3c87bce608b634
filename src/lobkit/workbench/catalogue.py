"""Every check on a vocabulary: what it finds, where that is said, why it matters, and how to repair it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from attrs import frozen

from lobkit.errors import Severity


class Tier(StrEnum):
    """The three tiers, which are never mixed."""

    INTEGRITY = "integrity"
    """What the SKOS Reference itself calls inconsistent."""
    QUALITY = "quality"
    """What is consistent, and mostly unwise."""
    PROFILE = "profile"
    """What a community asks for besides."""


@frozen
class Check:
    """One check.

    Args:
        code: such as `SKOS105`; the hundreds say the tier. A code keeps its meaning for ever.
        title: what is wrong, in a few words.
        said: the condition of the SKOS Reference, or who else looks for it (`q:` is an issue of qSKOS).
        why: why it matters.
        repair: what to do about it.
    """

    code: str
    title: str
    said: str
    why: str
    repair: str

    @property
    def tier(self) -> Tier:
        """The tier that the code says."""
        return {"1": Tier.INTEGRITY, "2": Tier.QUALITY, "3": Tier.PROFILE}[self.code[4]]

    @property
    def severity(self) -> Severity:
        """Integrity is an error, quality a warning; a profile says itself how bad its demands are."""
        return Severity.WARNING if self.tier is Tier.QUALITY else Severity.VIOLATION


_ROWS = """
SKOS101 | a concept that is also a concept scheme | S9 | a concept is one idea, a scheme is a set of them; whoever reads both in one resource can trust neither | give the scheme an IRI of its own, or drop the statement that makes it a concept
SKOS102 | a label that is no plain text | S12 | labels are texts; an address or a typed value is shown to nobody | write the label as text with a language tag, or use SKOS-XL for labels that are things
SKOS103 | one text as two kinds of label | S13 | a label is preferred, alternative or hidden, so that each tool shows the same | keep the preferred label, and drop the other
SKOS104 | two preferred labels in one language | S14 | a concept has one name in each language, or every tool picks another | keep one, and make the other an alternative label
SKOS105 | associated and in one hierarchy | S27 | related says that two concepts are apart, broader that one holds the other; over all steps, and for matches as well | drop the association, or the step of the hierarchy that is wrong
SKOS106 | a member that is a concept scheme or a label | S32 | a collection groups concepts and collections | drop the member, or name a concept instead
SKOS108 | a collection that is also a concept or a scheme | S37 | a collection only groups; it has no place in a hierarchy | link its members instead of the collection, or make it a concept
SKOS109 | exact match and another match at once | S46 | what is the same cannot be broader, narrower or merely related; exact matches are passed on | keep the match that is true
SKOS111 | a label that is also a concept, scheme or collection | S48 | a label of SKOS-XL is a word, not what the word means | give the label an IRI of its own
SKOS112 | a literal form that is no plain text | S51 | the literal form is the word as it is written | write it as text with a language tag
SKOS113 | a label with two literal forms | S52 | a label is one word | make two labels
SKOS114 | one label resource as two kinds of label | S58 | a label is preferred, alternative or hidden | keep the preferred label, and drop the other
SKOS201 | a concept without preferred label | q:ml | people see its address instead of a name | add skos:prefLabel
SKOS202 | a scheme without title | q:ml | nobody can tell which vocabulary it is | add dcterms:title or rdfs:label
SKOS203 | a collection without label | SkoHub, VocPub | people see its address instead of a name | add skos:prefLabel
SKOS204 | an empty label | q:el | it shows as nothing, and sorts before everything | write the label, or drop it
SKOS205 | a label with stray spaces | Skosify, VocBench | a search or a join by label misses it | trim it, and keep one space between words
SKOS206 | a label with unprintable characters | q:ucil | what nobody sees nobody can search | take the characters out
SKOS207 | a text without language tag | q:oilt | tools for several languages show it to nobody, or to all | add the tag of its language
SKOS208 | a language tag that is none | q:oilt | no tool knows which language it is | use a tag of BCP 47, such as nl or en-GB
SKOS209 | languages that other concepts have are missing | q:ilc | in that language the vocabulary has holes | translate the labels
SKOS210 | no language that all concepts have | q:ncl | in no language is the vocabulary whole | label every concept in one language at least
SKOS211 | an alternative label in a language without preferred label | VocBench | the alternative has nothing to be an alternative to | add a preferred label in that language
SKOS212 | one preferred label for two concepts of a scheme | iQvoc, VocBench | people cannot tell them apart | qualify the labels, or merge the concepts
SKOS213 | one label for two concepts | q:ol | a search by label finds both | qualify the label where the concepts differ, or map them to each other
SKOS214 | one label twice on a concept | iQvoc | it adds nothing | drop one
SKOS215 | a label resource without literal form, or that nothing uses | VocBench | no word can be shown for it | add skosxl:literalForm, or drop the resource
SKOS221 | a concept without any note | q:uc | people guess what it covers | add skos:definition or skos:scopeNote
SKOS222 | two definitions in one language | SkoHub, VocPub | people cannot know which one counts | keep one, and make the other a note
SKOS231 | a circle in the hierarchy | q:chr | each of these concepts is broader than itself; tools that walk upwards never arrive | drop the step that leads back
SKOS232 | a concept that is linked to itself | q:rrc | the link says nothing | drop it
SKOS233 | a step in the hierarchy that others already make | q:hr | it shows a concept at two levels at once | drop the shortcut
SKOS234 | a concept without any relation inside the vocabulary | q:oc | nobody comes to it by browsing | link it to another concept
SKOS235 | clusters that nothing connects | q:dcc | by browsing, people never leave the one they begin in | link the clusters, or split the vocabulary
SKOS236 | siblings that are also associated | q:var | their common parent already says it | drop the association unless it says more
SKOS237 | only a transitive relation, and no steps that lead there | q:strc | skos:broaderTransitive is there to ask, not to state | state skos:broader for each step
SKOS238 | a relation that is stated from one side only | q:urc | some tools read no inverses; to SKOS one side is enough | add the other side
SKOS239 | a scheme without top concept | q:otc | browsing has no place to begin | add skos:hasTopConcept
SKOS240 | a top concept with a broader concept in its scheme | q:tchbc | it cannot be at the top | drop skos:topConceptOf, or the broader concept
SKOS241 | a concept in no scheme | VocBench | tools that show scheme by scheme leave it out | add skos:inScheme
SKOS242 | a relation to something that is not described here | SkoHub, VocPub | the link ends nowhere; another vocabulary is linked by a match | describe the concept, or use a mapping property
SKOS243 | a link that ends at a text | SkoHub | a link names a thing by its address | write the address
SKOS244 | a concept that no top concept leads to | VocPub 2.3.03 | browsing from the top never shows it | link it upwards, or make it a top concept
SKOS245 | a broader concept in another scheme | qSKOS#51 | hierarchies of two schemes are linked by matches | use skos:broadMatch
SKOS246 | in a scheme that is not described here | SkoHub | nobody can tell what the scheme is | describe it as skos:ConceptScheme
SKOS251 | a collection without members | VocPub 2.2.04 | it groups nothing | add members, or drop it
SKOS252 | a member that is not described here | SkoHub | the group shows a hole | describe the member, or drop it
SKOS253 | a collection inside itself | Atramhasis | tools that open it never arrive | drop the membership that leads back
SKOS254 | members that the list of an ordered collection leaves out | S36 | nobody knows their place in the order | put them in the list
SKOS255 | a list that is none | RDF | tools read it in part, or not at all | write it as ( … ) in Turtle
SKOS256 | a member that stands twice in a list | Atramhasis | one of the places is wrong | keep one
SKOS257 | an ordered collection with two lists | S35 | an order that is given twice is none; the Reference calls it consistent nonsense (9.6.2) | keep one list
SKOS261 | a match inside one scheme | q:mri | matches are for links between vocabularies | use skos:broader, skos:narrower or skos:related
SKOS262 | a match to something without address | SkoHub | nobody can follow it | name the concept by its IRI
SKOS263 | two kinds of match to one concept | jskos | only one of them can be meant | keep the stronger one that is true
SKOS264 | a vocabulary that links nowhere | q:mol | others cannot find their way between the vocabularies | map some concepts to another vocabulary
SKOS265 | a match to what a vocabulary at hand does not have | VocBench | records that cross over by it end at nothing | write the address of a concept that is there
SKOS271 | several notations on one concept | q:anr | a code stands for one concept, and a concept for one code | keep one in each system of codes
SKOS272 | one notation for two concepts of a scheme | q:anr | the code names neither | give each its own
SKOS273 | a notation with a language tag, or without text | SkoHub, VocPub | a code belongs to no language | write it as a plain or typed literal
SKOS274 | an address that is not of the web | q:husv | nobody can look it up | use http or https
SKOS275 | a term that SKOS does not have | q:usr | every tool passes over it in silence | write the term as the Reference does
SKOS276 | an address or tag that is ill-formed | RDF | a strict reader refuses the whole file | write it as its standard asks
"""

CHECKS: Mapping[str, Check] = {
    cells[0]: Check(*cells)
    for cells in ([cell.strip() for cell in row.split("|")] for row in _ROWS.strip().splitlines())
}
"""Every check of integrity and quality, in order; those of profiles are in their own files."""
