"""The vocabularies that lobkit speaks: closed namespaces, so that a misspelt term fails at import."""

from __future__ import annotations


def folder_of(iri: str) -> str:
    """An IRI up to its last `#` or `/`, which is the namespace of most terms."""
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]


def last_part(iri: str) -> str:
    """What follows the last `#` or `/` of an IRI, by which people know a term; the whole where it has neither."""
    return iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]


class Namespace:
    """A prefix, its IRI, and the terms that may be taken from it as attributes.

    >>> DCTERMS.title
    'http://purl.org/dc/terms/title'
    >>> hasattr(DCTERMS, "titel")
    False
    """

    def __init__(self, prefix: str, iri: str, terms: str = "") -> None:
        self.prefix = prefix
        self.iri = iri
        self._terms = frozenset(terms.split())

    def __getattr__(self, term: str) -> str:
        name = term.rstrip("_")
        if name not in self._terms:
            raise AttributeError(f"{term!r} is no term of {self.prefix} ({self.iri}) that lobkit knows")
        return self.iri + name

    def __dir__(self) -> list[str]:
        return sorted(self._terms)

    def __repr__(self) -> str:
        return f"Namespace({self.prefix!r}, {self.iri!r})"


RDF = Namespace("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "type first rest nil langString List")
RDFS = Namespace(
    "rdfs",
    "http://www.w3.org/2000/01/rdf-schema#",
    "label comment seeAlso isDefinedBy subClassOf subPropertyOf Literal domain range",
)
XSD = Namespace(
    "xsd",
    "http://www.w3.org/2001/XMLSchema#",
    "string integer decimal boolean date gYear gYearMonth language anyURI double float",
)
OWL = Namespace("owl", "http://www.w3.org/2002/07/owl#", "deprecated versionInfo Ontology sameAs")
SKOS = Namespace(
    "skos",
    "http://www.w3.org/2004/02/skos/core#",
    "Concept ConceptScheme Collection prefLabel altLabel hiddenLabel notation definition scopeNote note example "
    "historyNote editorialNote changeNote broader narrower related inScheme topConceptOf hasTopConcept member "
    "exactMatch closeMatch broadMatch narrowMatch relatedMatch",
)
DCTERMS = Namespace(
    "dcterms",
    "http://purl.org/dc/terms/",
    "title description creator publisher issued type subject educationLevel language identifier source license "
    "created modified isReplacedBy replaces relation references hasVersion isPartOf audience abstract provenance "
    "bibliographicCitation format alternative hasPart hasFormat isVersionOf ProvenanceStatement rightsHolder",
)
BIBO = Namespace(
    "bibo",
    "http://purl.org/ontology/bibo/",
    "authorList doi isbn issn handle volume issue pages edition Document Thesis Report Article uri DocumentPart "
    "Collection locator cites",
)
FOAF = Namespace("foaf", "http://xmlns.com/foaf/0.1/", "Person Organization name givenName familyName page")
SCHEMA = Namespace(
    "schema",
    "https://schema.org/",
    "Thesis Report Article CreativeWork url Recommendation LinkRole Periodical text translationOfWork workTranslation",
)
DCAT = Namespace(
    "dcat",
    "http://www.w3.org/ns/dcat#",
    "Catalog resource landingPage keyword Relationship themeTaxonomy qualifiedRelation hadRole",
)
REG = Namespace("reg", "http://purl.org/linked-data/registry#", "status")
PROV = Namespace("prov", "http://www.w3.org/ns/prov#", "wasDerivedFrom hadPrimarySource generatedAtTime Entity")

BASE = "https://w3id.org/lobkit/"
LOB = Namespace(
    "lob",
    BASE + "def#",
    "Recommendation Section Link RelatedPublication Provenance Container fullText links url note summary transfer "
    "recommendations sections heading body jaartal particle printedAuthors locator relatedPublications relation "
    "target provenance sourceFile remainder publications standaloneRecommendations schemes concepts collections "
    "container containerTitle urnNbn",
)

NAMESPACES = (RDF, RDFS, XSD, OWL, SKOS, DCTERMS, BIBO, FOAF, SCHEMA, DCAT, REG, PROV, LOB)
"""Every namespace, in the order in which a Turtle file lists their prefixes."""
