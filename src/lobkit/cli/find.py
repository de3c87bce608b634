"""Verbs that ask: search and facets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import click

from lobkit.cards import printable
from lobkit.cli.frame import from_format, label_language, lenient, load, say, tell_all, told
from lobkit.cli.verbs import main
from lobkit.model import Catalog, Publication

where = click.option(
    "-w",
    "--where",
    "criteria",
    multiple=True,
    metavar="NAME=VALUE",
    help="Only these: thema=loopbaangesprek, year=2015..2020, or soort= for records without one; a name that is said "
    "twice takes either value.",
)
output_format = click.option(
    "--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="The form."
)


def _criteria(given: Iterable[str]) -> dict[str, Any]:
    found: dict[str, list[Any]] = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals:
            raise click.BadParameter(f"{one!r} is not of the form NAME=VALUE, such as sector=mbo", param_hint="--where")
        found.setdefault(name.strip(), []).append(value.strip() or None)
    return {name: _asked(values) for name, values in found.items()}


def _asked(values: list[Any]) -> Any:
    """Several values as they are; one as itself, or as a range where two years are named."""
    if len(values) > 1:
        return [year for value in values for year in (_years(value) or [value])]
    return _years(values[0]) or values[0]


def _years(value: str | None) -> range | None:
    match = re.fullmatch(r"(\d{4})\.\.(\d{4})", value or "")
    return range(int(match[1]), int(match[2]) + 1) if match else None


def _read(source: str, from_: str | None, lenient: bool) -> Catalog:
    loaded = load([source], from_, None, lenient)
    tell_all([loaded])
    return loaded.catalog


@main.command()
@click.argument("source")
@click.argument("text")
@where
@click.option("-n", "--limit", type=click.IntRange(1), default=10, show_default=True, help="How many at most.")
@click.option("--index", type=click.Path(dir_okay=False), help="A file to keep the index in; it is made when needed.")
@from_format
@label_language
@output_format
@lenient
@told
def search(
    source: str,
    text: str,
    criteria: tuple[str, ...],
    limit: int,
    index: str | None,
    from_: str | None,
    lang: str,
    output_format: str,
    lenient: bool,
) -> None:
    """Find publications by words, the best first.

    SOURCE is a file, a folder of records, or - for standard input. TEXT is words, all of which must be
    there, in any inflection and within compounds; "a phrase" in double quotes; the beginning of a word with a star.
    """
    publications = _read(source, from_, lenient).where(**_criteria(criteria))
    found = publications.search(text, limit=limit, index=index)
    if output_format == "json":
        rows = [
            {"id": one.record.iri, "title": dict(one.record.title), "score": round(one.score, 3)}
            | {"snippet": one.snippet.text, "marks": one.snippet.marks}
            for one in found
        ]
        say(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
        return
    for one in found:
        say(f"{printable(_headline(one.record, lang))}\n    {printable(str(one.snippet))}\n\n")
    click.echo(f"{len(found)} found{' (there may be more)' if len(found) == limit else ''}", err=True)


def _headline(one: Publication, lang: str) -> str:
    """Title, authors, year and address."""
    authors = ", ".join(agent.name for agent in one.authors) or one.printed_authors
    facts = [str(fact) for fact in (authors, one.year, one.iri) if fact]
    return " · ".join([one.title.best(lang), *facts])


@main.command()
@click.argument("source")
@click.argument("names", nargs=-1, metavar="[FACET]...")
@where
@click.option(
    "--of",
    type=click.Choice(["publications", "recommendations"]),
    default="publications",
    show_default=True,
    help="What to count.",
)
@from_format
@label_language
@output_format
@lenient
@told
def facets(
    source: str,
    names: tuple[str, ...],
    criteria: tuple[str, ...],
    of: str,
    from_: str | None,
    lang: str,
    output_format: str,
    lenient: bool,
) -> None:
    """Count records by concept, zeros included.

    SOURCE is a file, a folder of records, or - for standard input. FACET is thema, sector, soort or
    jaartal; none stands for all. What --where asks of a facet does not narrow its own counts, so that they say what
    another choice would give.
    """
    catalog = _read(source, from_, lenient)
    asked = _criteria(criteria)
    records = catalog.advice if of == "recommendations" else catalog.where()
    found = records.where(**asked).facets(*names)
    if output_format == "text":
        say(f"{found.text(lang)}\n")
        return
    rows = [
        {
            "facet": name,
            "concept": one.concept,
            "label": one.concept.pref_label(lang),
            "count": one.count,
            "depth": depth,
            "asked": one.asked,
        }
        for name, counts in found.items()
        for depth, one in counts.walk()
    ]
    say(json.dumps({"records": found.size, "counts": rows}, ensure_ascii=False, indent=2) + "\n")
