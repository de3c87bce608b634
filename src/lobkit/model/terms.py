"""What people call the terms that lobkit adds to the standard ones, in Dutch and English, and what each is tied to."""

from __future__ import annotations

from lobkit.model.publication import Relation
from lobkit.namespaces import BASE, BIBO, DCAT, DCTERMS, FOAF, LOB, PROV, RDFS, SCHEMA, SKOS
from lobkit.schemas.ontology import Named, Term

_CLASS, _PROPERTY, _CLOSE, _SEE = RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, RDFS.seeAlso

TERMS = {
    LOB.Recommendation: Term(
        "aanbeveling",
        "recommendation",
        "Iets wat een publicatie aanraadt te doen.",
        ((_CLASS, SCHEMA.CreativeWork), (_CLOSE, SCHEMA.Recommendation)),
    ),
    LOB.Section: Term(
        "onderdeel",
        "section",
        "Een deel van een tekst, met zijn kop en zijn onderdelen.",
        ((_CLASS, BIBO.DocumentPart),),
    ),
    LOB.Link: Term(
        "verwijzing",
        "link",
        "Een verwijzing naar iets op het web, waarvan het adres kan ontbreken.",
        ((_CLOSE, SCHEMA.LinkRole),),
    ),
    LOB.RelatedPublication: Term(
        "verwante publicatie",
        "related publication",
        "Een andere publicatie, en hoe deze daartoe staat.",
        ((_CLASS, DCAT.Relationship),),
    ),
    LOB.Provenance: Term(
        "herkomst", "provenance", "Waar een record vandaan komt.", ((_CLASS, DCTERMS.ProvenanceStatement),)
    ),
    LOB.Container: Term(
        "verschenen in",
        "container",
        "Het tijdschrift, het boek of de reeks waarin een publicatie verscheen.",
        ((_CLOSE, BIBO.Collection), (_CLOSE, SCHEMA.Periodical)),
    ),
    LOB.publications: Term("publicaties", "publications", "De publicaties, op volgorde.", ((_CLOSE, DCAT.resource),)),
    LOB.recommendations: Term(
        "aanbevelingen",
        "recommendations",
        "Wat wordt aangeraden, in de gedrukte volgorde.",
        ((_CLOSE, DCTERMS.hasPart),),
    ),
    LOB.schemes: Term(
        "vocabulaires", "vocabularies", "De vocabulaires die de catalogus meebrengt.", ((_CLOSE, DCAT.themeTaxonomy),)
    ),
    LOB.concepts: Term("begrippen", "concepts", "De begrippen die de catalogus meebrengt.", ((_CLOSE, DCAT.resource),)),
    LOB.collections: Term(
        "verzamelingen", "collections", "De verzamelingen die de catalogus meebrengt.", ((_CLOSE, DCAT.resource),)
    ),
    LOB.printedAuthors: Term(
        "gedrukte auteurs",
        "printed authors",
        "De regel met auteurs tot op de letter, als die niet werd begrepen.",
        ((_SEE, DCTERMS.creator),),
    ),
    LOB.particle: Term(
        "tussenvoegsel", "name particle", "Het tussenvoegsel van een naam, zoals ‘van den’.", ((_SEE, FOAF.familyName),)
    ),
    LOB.fullText: Term(
        "volledige tekst",
        "full text",
        "Het adres van de volledige tekst, tot op de letter.",
        ((_CLOSE, DCTERMS.hasFormat), (_CLOSE, SCHEMA.url)),
    ),
    LOB.links: Term(
        "verwijzingen", "links", "Andere verwijzingen, in de gedrukte volgorde.", ((_CLOSE, RDFS.seeAlso),)
    ),
    LOB.url: Term("adres", "address", "Het adres, tot op de letter.", ((_PROPERTY, SCHEMA.url),)),
    LOB.note: Term(
        "toelichting", "note", "Waar de verwijzing naartoe leidt, zoals gedrukt.", ((_PROPERTY, RDFS.comment),)
    ),
    LOB.urnNbn: Term("URN:NBN", "URN:NBN", "De URN:NBN van de publicatie.", ((_PROPERTY, DCTERMS.identifier),)),
    LOB.container: Term("verschenen in", "appeared in", "Waar de publicatie verscheen.", ((_CLOSE, DCTERMS.isPartOf),)),
    LOB.containerTitle: Term(
        "titel van het geheel",
        "container title",
        "De naam van het tijdschrift, het boek of de reeks.",
        ((_PROPERTY, DCTERMS.title),),
    ),
    LOB.summary: Term(
        "samenvatting", "summary", "Wat de publicatie zegt, in onderdelen.", ((_CLOSE, DCTERMS.abstract),)
    ),
    LOB.transfer: Term(
        "transfer", "transfer", "Wat een school eruit kan halen, in onderdelen.", ((_SEE, DCTERMS.abstract),)
    ),
    LOB.heading: Term("kop", "heading", "De kop, als platte tekst.", ((_PROPERTY, DCTERMS.title),)),
    LOB.body: Term("tekst", "body", "De tekst onder de kop, in Markdown.", ((_CLOSE, SCHEMA.text),)),
    LOB.sections: Term(
        "onderdelen", "sections", "De onderdelen die erin staan, op volgorde.", ((_CLOSE, DCTERMS.hasPart),)
    ),
    LOB.locator: Term("vindplaats", "locator", "Waar in de publicatie het staat.", ((_PROPERTY, BIBO.locator),)),
    LOB.relatedPublications: Term(
        "verwante publicaties",
        "related publications",
        "Publicaties die erbij horen.",
        ((_CLOSE, DCTERMS.relation), (_CLOSE, DCAT.qualifiedRelation)),
    ),
    LOB.relation: Term(
        "soort verband",
        "relation",
        "Hoe deze publicatie tot de andere staat.",
        ((_PROPERTY, DCAT.hadRole),),
    ),
    LOB.target: Term("doel", "target", "Het adres van de andere publicatie.", ((_PROPERTY, DCTERMS.relation),)),
    LOB.provenance: Term("herkomst", "provenance", "Waar het record vandaan komt.", ((_PROPERTY, DCTERMS.provenance),)),
    LOB.sourceFile: Term(
        "bronbestand", "source file", "De naam van het gelezen bestand.", ((_SEE, PROV.hadPrimarySource),)
    ),
    LOB.remainder: Term(
        "rest",
        "remainder",
        "Regels van de bron die geen andere plaats hebben, tot op de letter.",
        ((_SEE, DCTERMS.source),),
    ),
    LOB.jaartal: Term(
        "jaartal", "period", "De periode, die volgt uit het jaar van verschijnen.", ((_SEE, DCTERMS.issued),)
    ),
}

RELATIONS = {
    "follow-up-of": Term("vervolg op", "follow-up of", "Deze publicatie bouwt voort op de andere."),
    "has-follow-up": Term("heeft vervolg", "has follow-up", "De andere publicatie bouwt voort op deze."),
    "summary-of": Term("samenvatting van", "summary of", "Deze publicatie vat de andere samen."),
    "has-summary": Term("heeft samenvatting", "has summary", "De andere publicatie vat deze samen."),
    "translation-of": Term(
        "vertaling van", "translation of", "Deze publicatie is de andere in een andere taal.",
        ((_SEE, SCHEMA.translationOfWork),),
    ),
    "has-translation": Term(
        "heeft vertaling", "has translation", "De andere publicatie is deze in een andere taal.",
        ((_SEE, SCHEMA.workTranslation),),
    ),
    "version-of": Term(
        "versie van", "version of", "Deze publicatie is een andere uitgave van de andere.", ((_SEE, DCTERMS.isVersionOf),)
    ),
    "part-of": Term("deel van", "part of", "Deze publicatie staat in de andere.", ((_SEE, DCTERMS.isPartOf),)),
    "cites": Term("verwijst naar", "cites", "Deze publicatie noemt de andere als bron.", ((_SEE, BIBO.cites),)),
    "related-to": Term(
        "hoort bij", "related to", "Deze publicatie hoort bij de andere.", ((_SEE, DCTERMS.relation),)
    ),
}  # fmt: skip

ABOUT = Named(
    iri=BASE + "def",
    title={"nl": "De termen van lobkit", "en": "The terms of lobkit"},
    description={
        "nl": "Termen voor publicaties over loopbaanoriëntatie en -begeleiding, naast die van Dublin Core, BIBO en SKOS.",
        "en": "Terms for publications on career guidance, beside those of Dublin Core, BIBO and SKOS.",
    },
    version="0.1.0",
    terms=TERMS,
    concepts={Relation.named(name): term for name, term in RELATIONS.items()},
)
"""The ontology of lobkit's own terms."""
