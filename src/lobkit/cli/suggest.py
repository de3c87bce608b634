"""The verb that proposes criteria: suggest."""

from __future__ import annotations

import json
from typing import Any

import click

from lobkit import placing
from lobkit.cli.ending import TROUBLE
from lobkit.cli.frame import from_format, label_language, lenient, load, stop, tell_all, told
from lobkit.cli.verbs import main


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@from_format
@label_language
@click.option(
    "--least",
    type=click.FloatRange(0, 1),
    default=None,
    help="The score from which something is suggested.  [default: 0.3]",
)
@click.option("--new", is_flag=True, help="Leave out what a record has already.")
@click.option(
    "--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="The form."
)
@click.option("-o", "--output", "target", default="-", metavar="TARGET", help="The file; - is standard output.")
@lenient
@told
def suggest(
    sources: tuple[str, ...],
    from_: str | None,
    lang: str,
    least: float | None,
    new: bool,
    output_format: str,
    target: str,
    lenient: bool,
) -> None:
    """Suggest themes, sectors and a kind for each publication, with the words that speak for them.

    SOURCE is a file, a folder of records, or - for standard input. Nothing is written into the
    records: a person decides. A score is no probability; it says how much speaks for a suggestion.
    """
    try:
        from lobkit.suggesting.suggestions import LEAST  # noqa: PLC0415 - not needed by the other verbs
        from lobkit.suggesting.suggestions import suggest as propose  # noqa: PLC0415 - the same
    except ModuleNotFoundError as missing:
        stop(TROUBLE, str(missing))
    loaded = load(sources, from_, None, lenient)
    tell_all([loaded])
    made: list[tuple[Any, list[Any]]] = []
    try:
        for record in loaded.catalog.publications:
            found = propose(record, least=LEAST if least is None else least)
            made.append((record, [one for one in found if not (new and one.known)]))
    except ModuleNotFoundError as missing:
        stop(TROUBLE, str(missing))
    text = _json(made, lang) if output_format == "json" else "\n".join(_card(*one, lang) for one in made)
    placing.write_text([text], target)


def _card(record: Any, found: list[Any], lang: str) -> str:
    """A record with a line a suggestion: the score, the concept, and its words with their places."""
    lines = [f"{record.title.best(lang)}{f'  {record.iri}' if record.iri is not None else ''}"]
    for one in found:
        mark = "=" if one.known else "+"
        words = " · ".join(_place(each) for each in one.evidence[:3])
        lines.append(f"  {mark} {one.score:.2f}  {_property(one.concept)}: {one.concept.pref_label(lang)}  {words}")
    lines += ["  nothing to suggest"] if not found else []
    return "".join(f"{_shown(line)}\n" for line in lines)


def _place(evidence: Any) -> str:
    return f"'{evidence.words}' ({evidence.path}:{evidence.start})"


def _property(concept: Any) -> str:
    return {"Thema": "themas", "Sector": "sectors"}.get(type(concept).__name__, "soort")


def _shown(text: str) -> str:
    """A line that no text of a record can break, or turn around."""
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text)


def _json(made: list[tuple[Any, list[Any]]], lang: str) -> str:
    tree = [
        {
            "record": record.iri,
            "title": record.title.best(lang),
            "suggestions": [
                {
                    "property": _property(one.concept),
                    "concept": one.concept,
                    "label": one.concept.pref_label(lang),
                    "score": one.score,
                    "known": one.known,
                    "evidence": [
                        {
                            "words": each.words,
                            "path": each.path,
                            "start": each.start,
                            "end": each.end,
                            "label": each.label,
                            "way": each.way,
                        }
                        for each in one.evidence
                    ],
                }
                for one in found
            ],
        }
        for record, found in made
    ]
    return json.dumps(tree, ensure_ascii=False, indent=2) + "\n"
