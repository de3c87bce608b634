"""Statements by hand, as a program for this one shape would make them; rdflib and pyoxigraph bring their own terms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from lobkit import Organisation, Publication, Section
from lobkit.namespaces import BIBO, DCTERMS, FOAF, LOB, RDF, XSD

Make = Callable[..., Any]


class Hand:
    """Makes the statements of publications with the terms of a library.

    Args:
        iri: makes an IRI from its text.
        blank: makes a new blank node.
        text: makes a literal from its text and a language, or None.
        typed: makes a literal from its text and the IRI of its datatype.
    """

    def __init__(self, iri: Make, blank: Make, text: Make, typed: Make) -> None:
        self.iri, self.blank, self.text, self.typed = cache(iri), blank, text, typed
        self.new_iri = iri
        self.a, self.first, self.rest, self.nil = (iri(str(one)) for one in (RDF.type, RDF.first, RDF.rest, RDF.nil))

    def of(self, one: Publication) -> Iterator[tuple[Any, Any, Any]]:
        """The statements of a publication."""
        iri, text, typed = self.iri, self.text, self.typed
        me = self.new_iri(str(one.iri))
        yield me, self.a, iri(BIBO.Document)
        for lang, words in one.title.items():
            yield me, iri(DCTERMS.title), text(words, lang)
        yield from self.listed(me, iri(BIBO.authorList), one.authors, self.author)
        if one.year is not None:
            yield me, iri(DCTERMS.issued), typed(str(one.year), iri(XSD.gYear))
        if one.soort is not None:
            yield me, iri(DCTERMS.type), iri(one.soort)
        for sector in one.sectors:
            yield me, iri(DCTERMS.educationLevel), iri(sector)
        for thema in one.themas:
            yield me, iri(DCTERMS.subject), iri(thema)
        if one.full_text is not None:
            yield me, iri(LOB.fullText), self.new_iri(str(one.full_text))
        if one.doi is not None:
            yield me, iri(BIBO.doi), text(one.doi, None)
        if one.language is not None:
            yield me, iri(DCTERMS.language), typed(one.language, iri(XSD.language))
        yield from self.listed(me, iri(LOB.summary), one.summary, self.section)
        yield from self.listed(me, iri(LOB.recommendations), one.recommendations, self.recommendation)

    def listed(self, subject: Any, path: Any, items: Any, make: Make) -> Iterator[tuple[Any, Any, Any]]:
        """An rdf:List."""
        if not items:
            return
        cell = self.blank()
        yield subject, path, cell
        for at, item in enumerate(items):
            node = self.blank()
            yield cell, self.first, node
            yield from make(node, item)
            rest = self.blank() if at + 1 < len(items) else self.nil
            yield cell, self.rest, rest
            cell = rest

    def author(self, node: Any, one: Any) -> Iterator[tuple[Any, Any, Any]]:
        """A person or an organisation."""
        iri, text = self.iri, self.text
        if isinstance(one, Organisation):
            yield node, self.a, iri(FOAF.Organization)
            yield node, iri(FOAF.name), text(one.name, None)
            return
        yield node, self.a, iri(FOAF.Person)
        yield node, iri(FOAF.name), text(one.name, None)
        if one.given_name is not None:
            yield node, iri(FOAF.givenName), text(one.given_name, None)
        if one.particle is not None:
            yield node, iri(LOB.particle), text(one.particle, None)
        if one.family_name is not None:
            yield node, iri(FOAF.familyName), text(one.family_name, None)

    def section(self, node: Any, one: Section) -> Iterator[tuple[Any, Any, Any]]:
        """A section and those within it."""
        iri, text = self.iri, self.text
        yield node, self.a, iri(LOB.Section)
        if one.heading is not None:
            yield node, iri(LOB.heading), text(one.heading, None)
        yield node, iri(LOB.body), text(one.body, None)
        yield from self.listed(node, iri(LOB.sections), one.sections, self.section)

    def recommendation(self, node: Any, one: Any) -> Iterator[tuple[Any, Any, Any]]:
        """A piece of advice."""
        iri, text = self.iri, self.text
        yield node, self.a, iri(LOB.Recommendation)
        for lang, words in one.text.items():
            yield node, iri(DCTERMS.description), text(words, lang)
        for thema in one.themas:
            yield node, iri(DCTERMS.subject), iri(thema)
        for audience in one.audiences:
            yield node, iri(DCTERMS.audience), text(audience, None)
