"""DataCite: the metadata with which a DOI is registered, as JSON of schema 4.5."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from lobkit.agent import Agent, Organisation
from lobkit.citing.reference import abstract_of, agents_of, concepts_of, headline, name_of, publications_of
from lobkit.errors import WriteError, shown
from lobkit.formats.format import Format
from lobkit.model.publication import Container, Publication, Relation
from lobkit.vocabularies import Sector

_GENERAL = {
    "proefschrift": "Dissertation",
    "inaugurale-rede-lectorale-rede": "Text",
    "onderzoeksrapport": "Report",
    "samenvatting-onderzoeksrapport": "Report",
    "artikel": "JournalArticle",
}
_RELATIONS = {
    "follow-up-of": "Continues",
    "has-follow-up": "IsContinuedBy",
    "summary-of": "IsDerivedFrom",
    "has-summary": "IsSourceOf",
    "translation-of": "IsDerivedFrom",
    "has-translation": "IsSourceOf",
    "version-of": "IsVersionOf",
    "part-of": "IsPartOf",
    "cites": "Cites",
}
_UNKNOWN = ":unkn"
"""The standard value for what is not known (DataCite 4.5, appendix 3)."""
_SCHEMES = (("https://orcid.org/", "ORCID"), ("https://ror.org/", "ROR"), ("https://isni.org/isni/", "ISNI"))


def serialize(records: Iterable[Any], *, enrich: bool = False) -> Iterator[str]:
    """The metadata of one publication, or a list of several.

    Raises:
        WriteError: for publications without a year, which DataCite does not take and nobody can make up.
    """
    publications = publications_of(records, DATACITE.title)
    if undated := [shown(headline(one)[0], 40) for one in publications if one.year is None]:
        more = f" and {len(undated) - 3} more" if len(undated) > 3 else ""
        raise WriteError(f"DataCite needs a year of publication; fill it in for {', '.join(undated[:3])}{more}")
    resources = [resource(one) for one in publications]
    yield json.dumps(resources[0] if len(resources) == 1 else resources, ensure_ascii=False, indent=2) + "\n"


def resource(publication: Publication) -> dict[str, Any]:
    """A publication as DataCite describes it."""
    kind = publication.soort
    publisher = publication.publisher
    values = {
        "doi": publication.doi if _is_registered(publication.doi) else None,
        "url": publication.full_text,
        "types": {"resourceTypeGeneral": "Text"}
        if kind is None
        else {"resourceType": kind.pref_label("en"), "resourceTypeGeneral": _GENERAL[kind.slug]},
        "creators": [_creator(one) for one in agents_of(publication)] or [{"name": _UNKNOWN}],
        "titles": _titles(publication),
        "publisher": {"name": publisher.name if publisher is not None else _UNKNOWN, **_publisher_id(publisher)},
        "publicationYear": str(publication.year),
        "subjects": _subjects(publication),
        "language": publication.language,
        "alternateIdentifiers": _alternate(publication),
        "relatedIdentifiers": _related(publication),
        "relatedItems": _container(publication.container or Container(), kind is not None and kind.slug == "artikel"),
        "descriptions": _descriptions(publication),
        "schemaVersion": "http://datacite.org/schema/kernel-4",
    }
    return {name: value for name, value in values.items() if value}


def _is_registered(doi: str | None) -> bool:
    """Whether DataCite takes a DOI; it knows no prefix with parts."""
    return doi is not None and re.fullmatch(r"10[.][0-9]{4,9}/\S+", doi) is not None


def _creator(agent: Agent) -> dict[str, Any]:
    identifiers = [
        {"nameIdentifier": agent.iri, "nameIdentifierScheme": scheme}
        for start, scheme in _SCHEMES
        if agent.iri is not None and agent.iri.startswith(start)
    ]
    known = {"nameIdentifiers": identifiers} if identifiers else {}
    if isinstance(agent, Organisation):
        return {"name": agent.name, "nameType": "Organizational", **known}
    name = name_of(agent)
    parts = {"givenName": name.given, "familyName": name.family}
    printed = ", ".join(part for part in (name.family, name.given) if part) or agent.name
    return {"name": printed, "nameType": "Personal", **{key: part for key, part in parts.items() if part}, **known}


def _publisher_id(publisher: Organisation | None) -> dict[str, str]:
    if publisher is None or publisher.iri is None or not publisher.iri.startswith("https://ror.org/"):
        return {}
    return {
        "publisherIdentifier": publisher.iri,
        "publisherIdentifierScheme": "ROR",
        "schemeUri": "https://ror.org/",
    }


def _titles(publication: Publication) -> list[dict[str, str]]:
    title, main = headline(publication)
    others = [
        {"title": text, "titleType": "TranslatedTitle", "lang": lang}
        for lang, text in publication.title.items()
        if lang != main
    ]
    return [{"title": title, "lang": main}, *others]


def _subjects(publication: Publication) -> list[dict[str, str]]:
    return [
        {
            "subject": one.pref_label(lang),
            "subjectScheme": f"lobkit {'sector' if isinstance(one, Sector) else 'thema'}",
            "schemeUri": one.scheme,
            "valueUri": one,
            "classificationCode": one.notation,
            "lang": lang,
        }
        for one in concepts_of(publication)
        for lang in ("nl", "en")
    ]


def _alternate(publication: Publication) -> list[dict[str, str]]:
    known = [("URL", publication.iri), ("Handle", publication.handle), ("URN", publication.urn_nbn)]
    known += [("ISBN", one) for one in sorted(publication.isbns)]
    if not _is_registered(publication.doi):
        known.append(("DOI", publication.doi))
    return [
        {"alternateIdentifier": value, "alternateIdentifierType": name} for name, value in known if value is not None
    ]


def _related(publication: Publication) -> list[dict[str, str]]:
    found = []
    for one in publication.related_publications:
        name = _RELATIONS.get(Relation.members()[one.relation], "References")
        if one.target is not None:
            link = {"relatedIdentifier": one.target, "relatedIdentifierType": "URL", "relationType": name}
            found += [link] if link not in found else []
    return found


def _container(place: Container, article: bool) -> list[dict[str, Any]]:
    """The journal or series with the number and the pages."""
    first, _, last = (place.pages or "").partition("-")
    if place.container_title is None:
        return []
    numbers = {"volume": place.volume, "issue": place.issue, "firstPage": first.strip(), "lastPage": last.strip()}
    return [
        {
            "relatedItemType": "Journal" if article else "Collection",
            "relationType": "IsPublishedIn",
            "titles": [{"title": place.container_title}],
            **{name: value for name, value in numbers.items() if value},
            **_issn(place),
        }
    ]


def _issn(place: Container) -> dict[str, Any]:
    if place.issn is None:
        return {}
    return {"relatedItemIdentifier": {"relatedItemIdentifier": place.issn, "relatedItemIdentifierType": "ISSN"}}


def _descriptions(publication: Publication) -> list[dict[str, str]]:
    text = abstract_of(publication)
    return [{"description": text, "descriptionType": "Abstract"}] if text else []


DATACITE = Format(
    "datacite",
    "DataCite JSON",
    "application/vnd.datacite.datacite+json",
    (".datacite.json",),
    None,
    serialize,
    lossless=False,
    note="what DataCite registers with a DOI; needs a year; `lobkit.losses` tells the rest",
    root="Publication",
)
