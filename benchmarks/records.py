"""Invented records from a seed: the same number gives the same record on every machine, alone or among a million."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from typing import Any

from lobkit.vocabularies import VOCABULARIES

Tree = dict[str, Any]

SEED = 2026


def chosen_seed() -> int:
    """The seed of this run; the environment carries it to the processes of the sides."""
    return int(os.environ.get("LOBKIT_BENCHMARK_SEED", SEED))


_BASE = "https://example.org/onderzoek/"

_WORDS = (
    "school loopbaangesprek begeleiding beleid mentor leerling student ouders keuze studie opleiding decaan docent "
    "team reflectie portfolio stage ervaring vraag onderzoek praktijk beroep bedrijf arbeidsmarkt kans programma les "
    "activiteit idee coördinator financiën café reünie één vóór zelfsturing netwerk zicht talent motief wens grens"
).split()
_LINKS = "de het een van in op met voor bij naar over die dat en maar want niet wel meer minder zij hun ook".split()
_SURNAMES = (
    "Boer Jansen Smulders Jager Stukker Brouwer Woudt Pullen Günther Ibrahim Müller Özdemir Veen Kuijpers".split()
)
_PARTICLES = [None, None, None, "de", "van den", "ter"]
_BODIES = ["Lectoraat Leren Kiezen", "Euroguidance", "Instituut voor Loopbaan & Onderwijs", 'Stichting "Zicht op werk"']
_AUDIENCES = ["mentoren", "decanen", "schoolleiders", "team leaders", "lerarenopleidingen"]


def _terms(name: str) -> list[str]:
    return sorted(str(handle) for handle in VOCABULARIES[name].values())


_SECTORS, _THEMAS, _SOORTEN = _terms("sector"), _terms("thema"), _terms("soort")


def _sentence(draw: random.Random) -> str:
    words = [draw.choice(_LINKS if at % 2 else _WORDS) for at in range(draw.randint(7, 13))]
    text = " ".join(words).capitalize()
    sign = draw.random()
    # What writers have to escape, about as often as it stands in real texts.
    return f"“{text}”." if sign < 0.05 else f'{text} – "{words[0]}".' if sign < 0.15 else f"{text}."


class Texts:
    """Sentences to draw from: drawing each word of a million records would take longer than what is measured."""

    def __init__(self, seed: int) -> None:
        draw = random.Random(seed)
        self.sentences = [_sentence(draw) for _ in range(4096)]
        self.words = [f"{draw.choice(_WORDS)} {draw.choice(_LINKS)} {draw.choice(_WORDS)}" for _ in range(1024)]

    def title(self, draw: random.Random) -> str:
        """Some words."""
        return f"{draw.choice(self.words)} {draw.choice(self.words)}".capitalize()

    def body(self, draw: random.Random, sentences: int) -> str:
        """As many sentences, in two paragraphs where they are many."""
        chosen = draw.choices(self.sentences, k=sentences)
        cut = sentences // 2
        return f"{' '.join(chosen[:cut])}\n\n{' '.join(chosen[cut:])}" if cut > 2 else " ".join(chosen)


def _author(draw: random.Random) -> Tree:
    if draw.random() < 0.2:
        return {"type": "Organisation", "name": draw.choice(_BODIES)}
    given, particle, family = f"{draw.choice('ABEHJKMRSZ')}.", draw.choice(_PARTICLES), draw.choice(_SURNAMES)
    named: Tree = {"name": f"{family}, {given}" + (f" {particle}" if particle else ""), "givenName": given}
    return {"type": "Person", **named, **({"particle": particle} if particle else {}), "familyName": family}


def _some(draw: random.Random, members: list[str], least: int, most: int) -> list[str]:
    return sorted(draw.sample(members, draw.randint(least, most)))


def record(number: int, texts: Texts, seed: int) -> Tree:
    """The record of a number, as the tree that JSON and YAML share, in the order in which lobkit writes it."""
    draw = random.Random(seed * 10**9 + number)
    authors = [_author(draw) for _ in range(draw.randint(1, 2))]
    if draw.random() < 0.05:
        authors.append(authors[0])  # order and doubles both count
    return {
        "id": f"{_BASE}{number}",
        "type": "Publication",
        "title": {"en": texts.title(draw), "nl": texts.title(draw)},
        "authors": authors,
        "year": draw.randint(1995, 2026),
        "soort": draw.choice(_SOORTEN),
        "sectors": _some(draw, _SECTORS, 1, 2),
        "themas": _some(draw, _THEMAS, 1, 3),
        "fullText": f"https://example.org/publicaties/{number}/rapport.pdf",
        **({"doi": f"10.{draw.randint(1000, 9999)}/lob.{number}"} if draw.random() < 0.5 else {}),
        "language": "nl",
        "summary": [
            {
                "type": "Section",
                "heading": draw.choice(texts.words).capitalize(),
                "body": texts.body(draw, draw.randint(8, 11)),
                "sections": [
                    {
                        "type": "Section",
                        "heading": draw.choice(texts.words),
                        "body": texts.body(draw, draw.randint(5, 7)),
                    }
                ],
            }
        ],
        "recommendations": [
            {
                "type": "Recommendation",
                "text": {"en": draw.choice(texts.sentences), "nl": draw.choice(texts.sentences)},
                "themas": _some(draw, _THEMAS, 1, 1),
                "audiences": _some(draw, _AUDIENCES, 1, 1),
            }
        ],
    }  # fmt: skip


def records(count: int, *, start: int = 1) -> Iterator[Tree]:
    """As many records, one by one, with numbers from `start` on."""
    seed = chosen_seed()
    texts = Texts(seed)
    for number in range(start, start + count):
        yield record(number, texts, seed)


def lines(count: int, *, start: int = 1) -> Iterator[str]:
    """The same as JSON Lines, each with its line end."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for tree in records(count, start=start):
        yield encode(tree) + "\n"


def main(count: int, path: str) -> None:
    """Writes a file of records, never holding more than one."""
    with open(path, "w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(lines(count))
