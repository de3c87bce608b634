"""schema.org in JSON-LD: what search engines and dataset portals read from a page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lobkit.agent import Agent, Organisation
from lobkit.citing.reference import abstract_of, agents_of, concepts_of, publications_of
from lobkit.formats.format import Format
from lobkit.model.publication import Container, Publication, Relation
from lobkit.namespaces import SCHEMA
from lobkit.vocabularies import ConceptHandle

CONTEXT = "https://schema.org"
_RELATIONS = {
    "translation-of": "translationOfWork",
    "has-translation": "workTranslation",
    "summary-of": "isBasedOn",
    "version-of": "isBasedOn",
    "part-of": "isPartOf",
    "cites": "citation",
}


def serialize(records: Iterable[Any], *, enrich: bool = False) -> Iterator[str]:
    """A document with one work, or with all of them in `@graph`."""
    works = [work(one) for one in publications_of(records, SCHEMA_ORG.title)]
    body = works[0] if len(works) == 1 else {"@graph": works}
    yield json.dumps({"@context": CONTEXT, **body}, ensure_ascii=False, indent=2) + "\n"


def work(publication: Publication) -> dict[str, Any]:
    """A publication as a CreativeWork of schema.org, or what it is more precisely."""
    kinds = [one.removeprefix(SCHEMA.iri) for one in publication.classes if one.startswith(SCHEMA.iri)]
    place = publication.container or Container()
    values: dict[str, Any] = {
        "@id": publication.iri,
        "@type": kinds[0] if kinds else "CreativeWork",
        "name": _texts(publication.title),
        "author": [_agent(one) for one in agents_of(publication)],
        "datePublished": str(publication.year) if publication.year is not None else None,
        "genre": _texts(publication.soort.concept.pref_label or {}) if publication.soort is not None else None,
        "inLanguage": publication.language,
        "abstract": abstract_of(publication),
        "about": [_term(one) for one in concepts_of(publication) if one in publication.themas],
        "educationalLevel": [_term(one) for one in concepts_of(publication) if one in publication.sectors],
        "url": publication.full_text,
        "publisher": _agent(publication.publisher) if publication.publisher is not None else None,
        "isbn": sorted(publication.isbns),
        "pagination": place.pages,
        "identifier": _identifiers(publication),
        **_related(publication),
    }
    if (whole := _whole(place, "Periodical" if "Article" in kinds else "CreativeWorkSeries")) is not None:
        values["isPartOf"] = [whole, *values.get("isPartOf", [])]
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def _texts(texts: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@language": lang, "@value": text} for lang, text in texts.items()]


def _agent(agent: Agent) -> dict[str, Any]:
    values: dict[str, Any] = {"@type": "Organization", "name": agent.name, "@id": agent.iri}
    if not isinstance(agent, Organisation):
        family = " ".join(part for part in (agent.particle, agent.family_name) if part)
        values = {**values, "@type": "Person", "givenName": agent.given_name, "familyName": family}
    return {name: value for name, value in values.items() if value or name == "name"}


def _term(concept: ConceptHandle) -> dict[str, Any]:
    return {
        "@id": concept,
        "@type": "DefinedTerm",
        "name": _texts(concept.concept.pref_label or {}),
        "termCode": concept.notation,
        "inDefinedTermSet": concept.scheme,
    }


def _identifiers(publication: Publication) -> list[dict[str, str]]:
    known = {"DOI": publication.doi, "Handle": publication.handle, "URN:NBN": publication.urn_nbn}
    return [
        {"@type": "PropertyValue", "propertyID": name, "value": value}
        for name, value in known.items()
        if value is not None
    ]


def _whole(place: Container, kind_of_whole: str) -> dict[str, Any] | None:
    """The journal or series, with the volume and the issue in which the publication stands, from the inside out."""
    whole: dict[str, Any] | None = None
    if place.container_title or place.issn:
        whole = {"@type": kind_of_whole, "name": place.container_title, "issn": place.issn}
        whole = {name: value for name, value in whole.items() if value}
    for kind, key, number in (
        ("PublicationVolume", "volumeNumber", place.volume),
        ("PublicationIssue", "issueNumber", place.issue),
    ):
        if number:
            whole = {"@type": kind, key: number, **({"isPartOf": whole} if whole is not None else {})}
    return whole


def _related(publication: Publication) -> dict[str, list[dict[str, str]]]:
    """The publications that belong with it, where schema.org has a word for how, and their address is known."""
    found: dict[str, list[dict[str, str]]] = {}
    for one in publication.related_publications:
        name = _RELATIONS.get(Relation.members()[one.relation])
        if name is not None and one.target is not None:
            found.setdefault(name, []).append({"@type": "CreativeWork", "@id": one.target})
    return found


SCHEMA_ORG = Format(
    "schema-org",
    "schema.org JSON-LD",
    "application/ld+json",
    (".schema-org.jsonld",),
    None,
    serialize,
    lossless=False,
    note="what search engines read from a page; `lobkit.losses` tells the rest",
    root="Publication",
)
