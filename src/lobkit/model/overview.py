"""A catalog as a page: what it is, what it holds, how that is spread, and the first of it."""

from __future__ import annotations

from typing import Any

from lobkit.display import bundle
from lobkit.display.html import element, whole
from lobkit.display.tables import ROWS, facts_list, more_than, records_table
from lobkit.display.things import name_of
from lobkit.model.publication import Publication
from lobkit.model.recommendation import Recommendation
from lobkit.model.selections import publications_of
from lobkit.query.pages import facets_grid, records_text


def overview(catalog: Any, lang: str = "nl") -> dict[str, str]:
    """A catalog in the forms that a notebook chooses from; it is bounded, however many records there are."""
    title = catalog.title.best(lang) if catalog.title is not None else "Catalog"
    held = repr(catalog).removeprefix("<Catalog: ").removesuffix(">")
    counts = publications_of(catalog).facets() if catalog.publications else None
    text = [title, held]
    page = [element("h3", title, dir="auto"), element("p", held, class_="muted"), facts_list(_facts(catalog), lang)]
    if counts is not None:
        text += ["", counts.text(lang), "", records_text(catalog.publications, Publication, lang)]
        page += [facets_grid(counts.tables(lang), lang), element("h4", "Publications")]
        page.append(records_table(catalog.publications, Publication, lang))
    if catalog.recommendations:
        text += ["", records_text(catalog.recommendations, Recommendation, lang)]
        page += [element("h4", "Recommendations on their own")]
        page.append(records_table(catalog.recommendations, Recommendation, lang))
    for name in ("schemes", "concepts", "collections"):
        if things := getattr(catalog, name):
            items = [element("li", name_of(one, lang) or one.iri, dir="auto") for one in things[:ROWS]]
            page += [element("h4", name.capitalize()), element("ul", *items), more_than(len(things) - ROWS)]
    return bundle("\n".join(text), whole("Catalog", *page))


def _facts(catalog: Any) -> list[tuple[str, Any]]:
    names = ("iri", "description", "publisher", "license", "created", "modified")
    return [("id" if name == "iri" else name, getattr(catalog, name)) for name in names]
