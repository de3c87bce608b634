"""The numbered examples of the SKOS Reference: its verdict on each, its condition where it is broken, and what follows.

After the W3C Recommendation of 18 August 2009, by its numbers; `""` stands for consistent.
"""

HEAD = """
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix ex: <http://example.org/ex#> .
@base <http://example.org/ns/> .
"""

_LABELS = 'skos:prefLabel "animals"@en ; skos:altLabel "fauna"@en ; skos:hiddenLabel "aminals"@en ; skos:prefLabel "animaux"@fr ; skos:altLabel "faune"@fr .'
_XL = '<Love> skosxl:prefLabel <A> ; skosxl:altLabel <B> ; skosxl:hiddenLabel <C> . <A> a skosxl:Label ; skosxl:literalForm "love"@en . <B> a skosxl:Label ; skosxl:literalForm "adoration"@en . <C> a skosxl:Label ; skosxl:literalForm "luv"@en .'

# Sections 3 to 10: 16 that are called inconsistent, and 35 that are called consistent.
EXAMPLES = {
    2: ("", "<MyConcept> a skos:Concept ."),
    3: ("", "<MyConcept> a skos:Concept , owl:Class ."),
    4: ("", "<MyConcept> a skos:Concept , owl:ObjectProperty ."),
    5: ("", "<MyScheme> a skos:ConceptScheme ; skos:hasTopConcept <MyConcept> . <MyConcept> skos:topConceptOf <MyScheme> . <AnotherConcept> skos:inScheme <MyScheme> ."),
    6: ("", "<MyScheme> a skos:ConceptScheme . <AnotherScheme> a skos:ConceptScheme ; owl:differentFrom <MyScheme> . <MyConcept> skos:inScheme <MyScheme> , <AnotherScheme> ."),
    7: ("", "<MyScheme> a skos:ConceptScheme , owl:Ontology . <MyConcept> skos:inScheme <MyScheme> ."),
    8: ("", "<MyScheme> skos:hasTopConcept <MyConcept> . <MyConcept> skos:broader <AnotherConcept> . <AnotherConcept> skos:inScheme <MyScheme> ."),
    10: ("", f"<MyResource> {_LABELS}"),
    11: ("", '<AnotherResource> skos:prefLabel "東"@ja-Hani , "ひがし"@ja-Hira , "ヒガシ"@ja-Kana , "higashi"@ja-Latn ; skos:altLabel "あずま"@ja-Hira , "アズマ"@ja-Kana , "azuma"@ja-Latn .'),
    12: ("S14", '<Love> skos:prefLabel "love"@en ; skos:prefLabel "adoration"@en .'),
    13: ("S13", '<Love> skos:prefLabel "love"@en ; skos:altLabel "love"@en .'),
    14: ("S13", '<Love> skos:altLabel "love"@en ; skos:hiddenLabel "love"@en .'),
    15: ("S13", '<Love> skos:prefLabel "love"@en ; skos:hiddenLabel "love"@en .'),
    16: ("", f"<MyClass> a owl:Class ; {_LABELS}"),
    17: ("", '<Love> skos:altLabel "adoration"@en , "desire"@en .'),
    18: ("", '<Colour> skos:prefLabel "color"@en , "color"@en-US , "colour"@en-GB .'),
    19: ("", '<Love> skos:prefLabel "love"@en ; skos:altLabel "love"@en-GB .'),
    20: ("", '<MyConcept> skos:notation "303.4833"^^<MyNotationDatatype> .'),
    21: ("", '<Potassium> skos:prefLabel "K"@en ; skos:notation "K"^^<ChemicalSymbolNotation> .'),
    22: ("", '<MyResource> skos:note "this is a note"@en .'),
    23: ("", "<MyResource> skos:note <MyNote> ."),
    24: ("", '<Protein> a owl:Class ; skos:definition """A sequence of amino-acids."""@en .'),
    25: ("", "<A> skos:broader <B> ; skos:related <C> ."),
    26: ("S27", "<A> skos:broader <B> ; skos:related <B> ."),
    27: ("S27", "<A> skos:broader <B> ; skos:related <C> . <B> skos:broader <C> ."),
    28: ("S27", "<A> skos:broaderTransitive <C> ; skos:related <C> ."),
    29: ("S27", "<A> skos:narrower <B> ; skos:related <C> . <B> skos:narrower <C> ."),
    33: ("", "<A> skos:related <A> ."),
    36: ("", "<A> skos:broader <A> ."),
    37: ("", "<A> skos:broader <B> . <B> skos:broader <A> ."),
    38: ("", "<A> skos:broader <B> , <C> . <B> skos:broader <C> ."),
    39: ("", "<A> skos:broader <B> , <C> . <B> skos:broader <D> . <C> skos:broader <D> ."),
    40: ("", "<MyCollection> a skos:Collection ; skos:member <X> , <Y> , <Z> ."),
    41: ("", "<MyOrderedCollection> a skos:OrderedCollection ; skos:memberList ( <X> <Y> <Z> ) ."),
    44: ("", "<MyCollection> a skos:Collection ; skos:member <A> , <B> , <MyNestedCollection> . <MyNestedCollection> a skos:Collection ; skos:member <X> , <Y> , <Z> ."),
    45: ("S37", "<A> skos:narrower <B> . <B> a skos:Collection ."),
    46: ("S37", "<A> skos:broader <B> . <B> a skos:Collection ."),
    47: ("S37", "<A> skos:related <B> . <B> a skos:Collection ."),
    48: ("", '<A> skos:narrower <B> , <C> , <D> . <ResourceCollection> rdfs:label "Resource Collection"@en ; skos:member <B> , <C> , <D> .'),
    49: ("", "<A> skos:exactMatch <B> ."),
    50: ("", "<A> skos:closeMatch <B> ."),
    51: ("", "<A> skos:broadMatch <B> ; skos:relatedMatch <C> ."),
    52: ("S46", "<A> skos:exactMatch <B> ; skos:broadMatch <B> ."),
    53: ("S46", "<A> skos:exactMatch <B> ; skos:relatedMatch <B> ."),
    58: ("", "<A> skos:broadMatch <B> ; skos:relatedMatch <C> . <A> skos:inScheme <MyScheme> . <B> skos:inScheme <MyScheme> . <C> skos:inScheme <MyScheme> ."),
    59: ("S27", "<A> skos:broadMatch <B> ; skos:relatedMatch <B> ."),
    60: ("S27", "<A> skos:narrowMatch <B> ; skos:relatedMatch <B> ."),
    61: ("S27", "<A> skos:broadMatch <B> . <B> skos:broadMatch <C> . <A> skos:relatedMatch <C> ."),
    66: ("", "<A> skos:exactMatch <A> . <B> skos:broadMatch <B> . <C> skos:relatedMatch <C> ."),
    67: ("", "<A> skos:broadMatch <B> . <B> skos:broadMatch <A> . <X> skos:broadMatch <Y> . <Y> skos:broadMatch <Z> . <Z> skos:broadMatch <X> ."),
    68: ("", "<A> skos:broadMatch <B> . <B> skos:broadMatch <C> . <A> skos:broadMatch <C> ."),
}  # fmt: skip

# Appendix B: 8 and 5 more.
EXAMPLES_XL = {
    75: ("", '<A> a skosxl:Label ; skosxl:literalForm "love"@en .'),
    76: ("S52", '<B> a skosxl:Label ; skosxl:literalForm "love" ; skosxl:literalForm "adoration" .'),
    77: ("S52", '<B> a skosxl:Label ; skosxl:literalForm "love"@en ; skosxl:literalForm "love"@fr .'),
    78: ("S52", '<B> a skosxl:Label ; skosxl:literalForm "love"@en-GB ; skosxl:literalForm "love"@en-US .'),
    79: ("S52", '<B> a skosxl:Label ; skosxl:literalForm "東"@ja-Hani ; skosxl:literalForm "ひがし"@ja-Hira .'),
    81: ("", '<A> a skosxl:Label ; skosxl:literalForm "love"@en ; skos:inScheme <MyScheme> .'),
    82: ("", _XL),
    84: ("S14", '<Love> skosxl:prefLabel <A> ; skosxl:prefLabel <B> . <A> skosxl:literalForm "love"@en . <B> skosxl:literalForm "adoration"@en .'),
    85: ("S13", '<Love> skosxl:prefLabel <A> ; skosxl:altLabel <B> . <A> skosxl:literalForm "love"@en . <B> skosxl:literalForm "love"@en .'),
    86: ("S13", '<Love> skosxl:altLabel <A> ; skosxl:hiddenLabel <B> . <A> skosxl:literalForm "love"@en . <B> skosxl:literalForm "love"@en .'),
    87: ("S13", '<Love> skosxl:prefLabel <A> ; skosxl:hiddenLabel <B> . <A> skosxl:literalForm "love"@en . <B> skosxl:literalForm "love"@en .'),
    88: ("", '<A> a skosxl:Label ; skosxl:literalForm "love" . <B> a skosxl:Label ; skosxl:literalForm "adoration" . <A> skosxl:labelRelation <B> .'),
    89: ("", 'ex:acronym rdfs:subPropertyOf skosxl:labelRelation . <A> a skosxl:Label ; skosxl:literalForm "FAO"@en . <B> a skosxl:Label ; skosxl:literalForm "Food and Agriculture Organization"@en . <B> ex:acronym <A> .'),
}  # fmt: skip

# What is stated, what the Reference says follows, and what it says does not follow.
ENTAILMENTS = {
    9: ("<A> skos:narrower <B> . <A> skos:inScheme <MyScheme> .", "", "B inScheme MyScheme"),
    30: ("<A> skos:related <B> .", "B related A", ""),
    31: ("<cause> a owl:ObjectProperty ; rdfs:subPropertyOf skos:related . <effect> a owl:ObjectProperty ; rdfs:subPropertyOf skos:related ; owl:inverseOf <cause> . <A> <cause> <B> .", "A related B, B related A", ""),
    32: ("<A> skos:related <B> . <B> skos:related <C> .", "", "A related C"),
    34: ("<A> skos:broader <B> . <B> skos:broader <C> .", "", "A broader C"),
    35: ("<A> skos:broader <B> . <B> skos:broader <C> .", "A broaderTransitive B, B broaderTransitive C, A broaderTransitive C", ""),
    42: ("<M> a skos:OrderedCollection ; skos:memberList ( <X> <Y> <Z> ) .", "M a Collection, M member X, M member Y, M member Z", ""),
    43: ("<M> skos:memberList ( <A> <B> ) , ( <X> <Y> ) .", "M member A, M member B, M member X, M member Y", ""),
    54: ("<A> skos:broadMatch <B> .", "A mappingRelation B, A broader B, A broaderTransitive B, A semanticRelation B, A a Concept, B a Concept", ""),
    55: ("<A> skos:narrowMatch <B> .", "A mappingRelation B, A narrower B, A narrowerTransitive B, A semanticRelation B, A a Concept, B a Concept", ""),
    56: ("<A> skos:relatedMatch <B> .", "A mappingRelation B, A related B, A semanticRelation B, A a Concept, B a Concept", ""),
    57: ("<A> skos:exactMatch <B> .", "A closeMatch B, A mappingRelation B, A semanticRelation B, A a Concept, B a Concept", ""),
    62: ("<A> skos:exactMatch <B> . <B> skos:exactMatch <C> .", "A exactMatch C", ""),
    63: ("<A> skos:broadMatch <B> . <B> skos:broadMatch <C> .", "", "A broadMatch C"),
    64: ("<A> skos:relatedMatch <B> . <B> skos:relatedMatch <C> .", "", "A relatedMatch C"),
    65: ("<A> skos:closeMatch <B> . <B> skos:closeMatch <C> .", "", "A closeMatch C"),
    69: ("<A> skos:exactMatch <B> .", "A exactMatch A", ""),
    70: ("<A> skos:exactMatch <B> . <B> skos:broadMatch <C> .", "", "A broadMatch C"),
    71: ("<A> skos:exactMatch <B> . <B> skos:relatedMatch <C> .", "", "A relatedMatch C"),
    72: ("<A> skos:closeMatch <B> . <B> skos:broadMatch <C> .", "", "A broadMatch C"),
    73: ("<A> skos:closeMatch <B> . <B> skos:relatedMatch <C> .", "", "A relatedMatch C"),
    80: ('<A> skosxl:literalForm "love"@en . <B> skosxl:literalForm "love"@en .', "", ""),  # that A is B: nothing here infers that two things are one
    83: (_XL, "Love prefLabel love, Love altLabel adoration, Love hiddenLabel luv", ""),
    90: ("<A> skos:broader <B> . <B> skos:broader <C> .", "", "A broader C"),
}  # fmt: skip

# The one example of what follows that is inconsistent besides: what owl:sameAs makes of two concepts.
SAME = 'S14', '<A> a skos:Concept ; skos:prefLabel "love"@en ; skos:inScheme <MyScheme> . <B> a skos:Concept ; skos:prefLabel "adoration"@en ; skos:inScheme <AnotherScheme> . <A> owl:sameAs <B> .'  # fmt: skip
"""Example 74."""

# What follows from the conditions together: no numbered examples, but of the same kind.
MORE = {
    "a label with its form": ("", '<A> skosxl:prefLabel [ a skosxl:Label ; skosxl:literalForm "love"@en ] .'),
    "a label without form": ("", "<A> a skosxl:Label . <B> skosxl:labelRelation <A> ."),
    "two labels with one form": ("", '<A> skosxl:literalForm "love"@en . <B> skosxl:literalForm "love"@en . <A> skosxl:labelRelation <B> .'),
    "a label of two languages for two things": ("", '<A> skosxl:prefLabel <L> . <B> skosxl:altLabel <L> . <L> skosxl:literalForm "x"@en .'),
    "a label with two forms": ("S52", '<A> a skosxl:Label ; skosxl:literalForm "foo" , "bar" .'),
    "a label with one form in two languages": ("S52", '<A> a skosxl:Label ; skosxl:literalForm "foo"@en , "foo"@nl .'),
    "a literal form that is an address": ("S51", "<A> skosxl:literalForm <B> ."),
    "a label that is a concept": ("S48", '<A> a skos:Concept ; skosxl:literalForm "x" .'),
    "a label that is a scheme by its use": ("S48", "<A> a skosxl:Label . <B> skos:inScheme <A> ."),
    "a label that is a collection": ("S48", "<A> skosxl:prefLabel <B> . <B> skos:member <C> ."),
    "one label as two kinds": ("S58", '<A> skosxl:prefLabel <L> ; skosxl:hiddenLabel <L> .'),
    "two preferred labels that are things": ("S14", '<A> skosxl:prefLabel [ skosxl:literalForm "x"@en ] , [ skosxl:literalForm "y"@en ] .'),
    "a preferred text and a preferred thing": ("S14", '<A> skos:prefLabel "y"@en ; skosxl:prefLabel [ skosxl:literalForm "x"@en ] .'),
    "a text that is an alternative thing": ("S13", '<A> skos:prefLabel "x"@en ; skosxl:altLabel [ skosxl:literalForm "x"@en ] .'),
    "the same text in both forms": ("", '<A> skos:prefLabel "x"@en ; skosxl:prefLabel [ skosxl:literalForm "x"@en ] .'),
    "two untagged preferred labels": ("S14", '<A> skos:prefLabel "x" , "y" .'),
    "tags that differ in case": ("S14", '<A> skos:prefLabel "x"@en-GB , "y"@en-gb .'),
    "one text tagged in two cases": ("", '<A> skos:prefLabel "x"@en-GB , "x"@en-gb .'),
    "a label that is an address": ("S12", "<A> skos:prefLabel <B> ."),
    "a label with a datatype": ("S12", "<A> skos:altLabel 5 ."),
    "a label that says it is a string": ("", '<A> skos:altLabel "x"^^<http://www.w3.org/2001/XMLSchema#string> .'),
    "a scheme that is a concept": ("S9", "<A> a skos:Concept , skos:ConceptScheme ."),
    "a scheme in a hierarchy": ("S9", "<A> a skos:ConceptScheme ; skos:narrower <B> ."),
    "in a scheme that is a concept": ("S9", "<A> skos:inScheme <B> . <B> a skos:Concept ."),
    "at the top of a concept": ("S9", "<A> skos:topConceptOf <B> . <B> skos:related <C> ."),
    "a scheme that is a top concept": ("S9", "<A> skos:hasTopConcept <B> . <B> skos:hasTopConcept <C> ."),
    "a scheme that is mapped": ("S9", "<A> a skos:ConceptScheme ; skos:exactMatch <B> ."),
    "a collection in a match": ("S37", "<A> skos:member <B> . <C> skos:closeMatch <A> ."),
    "a collection that is a scheme": ("S37", "<A> skos:memberList ( <B> ) . <C> skos:inScheme <A> ."),
    "a member that is a scheme": ("S32", "<A> skos:member <B> . <C> skos:inScheme <B> ."),
    "related through two stated transitive steps": ("S27", "<A> skos:broaderTransitive <B> . <C> skos:narrowerTransitive <B> . <A> skos:related <C> ."),
    "related to itself on a circle": ("S27", "<A> skos:broader <B> ; skos:related <A> . <B> skos:broader <A> ."),
    "related within a circle": ("S27", "<A> skos:broader <B> ; skos:related <B> . <B> skos:broader <A> ."),
    "related, and above by mixed steps": ("S27", "<A> skos:broadMatch <B> . <C> skos:narrower <B> . <C> skos:relatedMatch <A> ."),
    "exact over three, and broad": ("S46", "<A> skos:exactMatch <B> . <C> skos:exactMatch <B> . <C> skos:narrowMatch <A> ."),
    "broad to itself, with an exact match": ("S46", "<A> skos:exactMatch <B> ; skos:broadMatch <A> ."),
    "exact and close": ("", "<A> skos:exactMatch <B> ; skos:closeMatch <B> ."),
    "exact and broader": ("", "<A> skos:exactMatch <B> ; skos:broader <B> ."),
    "a sub-property of the file's own": ("S27", "ex:partOf rdfs:subPropertyOf skos:broader . <A> ex:partOf <B> ; skos:related <B> ."),
    "an inverse of the file's own": ("S27", "ex:whole owl:inverseOf skos:narrower . <A> ex:whole <B> ; skos:related <B> ."),
    "a sub-class of the file's own": ("S9", "ex:Descriptor rdfs:subClassOf skos:Concept . <A> a ex:Descriptor , skos:ConceptScheme ."),
    "a label property of the file's own": ("S14", 'ex:main rdfs:subPropertyOf skos:prefLabel . <A> ex:main "x"@en ; skos:prefLabel "y"@en .'),
    "two things that are one, in a hierarchy": ("S27", "<A> skos:broader <B> ; skos:related <C> . <C> owl:sameAs <D> . <B> owl:sameAs <D> ; skos:narrower <X> . <C> skos:narrower <Y> . <D> skos:narrower <Z> ."),
    "one that is another, elsewhere": ("", '<A> skos:prefLabel "x"@en ; owl:sameAs <http://other.example/a> . <B> skos:prefLabel "y"@en .'),
    "a domain of the file's own": ("S37", "ex:has rdfs:domain skos:Collection . <A> ex:has <B> ; skos:broader <C> ."),
}  # fmt: skip
