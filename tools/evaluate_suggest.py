"""Measures the suggestions: precision and recall by criterion, over texts that no weight was chosen by."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import yaml

from lobkit.model import Publication, Section
from lobkit.suggesting.suggestions import LEAST, suggest
from lobkit.values import LangMap
from lobkit.vocabularies import sector, soort, thema

FOLDER = Path(__file__).parent.parent / "tests" / "suggest"
SURE = 0.45
"""A higher score to compare with: fewer suggestions, more of them right."""
VOCABULARIES = {"themas": thema, "sectors": sector, "soort": soort}


def texts(name: str) -> list[dict[str, Any]]:
    """The texts of a set: `evaluation` or `tuning`."""
    return list(yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8")))


def publication(text: dict[str, Any]) -> Publication:
    """A text as a record without criteria."""
    return Publication(
        LangMap({text["lang"]: text["title"]}), language=text["lang"], summary=(Section(None, text["text"]),)
    )


def gold(text: dict[str, Any], criterion: str) -> set[str]:
    """What a reader gave the text."""
    given = text[criterion]
    return set(given) if isinstance(given, list) else {given} - {None}


def suggested(text: dict[str, Any], criterion: str, least: float) -> set[str]:
    """What is suggested for the text."""
    scheme = VOCABULARIES[criterion].iri
    return {one.concept.slug for one in suggest(publication(text), least=least) if one.concept.scheme == scheme}


def measured(chosen: Iterable[dict[str, Any]], criterion: str, least: float = LEAST) -> tuple[int, int, int]:
    """How many suggestions are right, how many there are, and how many there should be."""
    pairs = [(suggested(one, criterion, least), gold(one, criterion)) for one in chosen]
    return (
        sum(len(found & wanted) for found, wanted in pairs),
        sum(len(found) for found, _ in pairs),
        sum(len(wanted) for _, wanted in pairs),
    )


def row(name: str, right: int, made: int, wanted: int) -> str:
    precision, recall = right / made if made else 1.0, right / wanted if wanted else 1.0
    both = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f"| {name} | {right} | {made} | {wanted} | {precision:.2f} | {recall:.2f} | {both:.2f} |\n"


def table(name: str = "evaluation") -> str:
    """The table for the docs."""
    every = texts(name)
    tongues: dict[str, Callable[[dict[str, Any]], bool]] = {
        "": lambda one: True,
        ", Dutch": lambda one: one["lang"] == "nl",
        ", English": lambda one: one["lang"] == "en",
    }
    head = "| | right | suggested | wanted | precision | recall | F1 |\n" + "|---" * 7 + "|\n"
    rows = [
        row(f"{criterion}{tongue}, from {least}", *measured([one for one in every if fits(one)], criterion, least))
        for criterion in VOCABULARIES
        for tongue, fits in tongues.items()
        for least in (LEAST, SURE)
    ]
    return f"{len(every)} texts of the set *{name}*.\n\n{head}{''.join(rows)}"


def faults(name: str) -> str:
    """Text by text, what is suggested too much (+) and what is missed (-)."""
    lines = []
    for one in texts(name):
        for criterion in VOCABULARIES:
            found, wanted = suggested(one, criterion, LEAST), gold(one, criterion)
            marks = [f"+{each}" for each in sorted(found - wanted)] + [f"-{each}" for each in sorted(wanted - found)]
            lines += [f"{one['id']} {criterion}: {' '.join(marks)}\n"] if marks else []
    return "".join(lines)


def main() -> None:
    name = "tuning" if "--tuning" in sys.argv else "evaluation"
    print(table(name), end="")
    if "--faults" in sys.argv:
        print("\n" + faults(name), end="")


if __name__ == "__main__":
    main()
