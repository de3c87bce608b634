"""The verbs search and facets: results on standard output, exit codes 0 and 2, and messages that help."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from lobkit.cli import main

CATALOG = str(Path(__file__).parent.parent / "examples" / "catalog")


def run(*arguments: str):
    return CliRunner().invoke(main, arguments)


def test_search_tells_titles_and_why():
    """The best first, with the found words in brackets; the count goes to standard error."""
    done = run("search", CATALOG, "gesprekken", "-w", "sector=mbo", "-n", "1")

    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "Ouders aan tafel · Dam, C. ten, Yilmaz, A. · 2021 · https://example.org/lob/ouders-aan-tafel",
        "    Hoe kijken ouders die zelf kort naar school gingen naar het [keuzegesprek]?",
        "",
    ]
    assert done.stderr == "1 found (there may be more)\n"


def test_search_gives_json():
    """With the places of the found words."""
    (one,) = json.loads(run("search", CATALOG, '"eigen gesprekken"', "--output-format", "json").stdout)

    assert [one["snippet"][start:end] for start, end in one["marks"]] == ["eigen", "gesprekken"]
    assert (one["id"], one["title"]["en"]) == (
        "https://example.org/lob/vragen-die-verder-helpen",
        "Questions that help you on",
    )


def test_search_keeps_an_index(tmp_path):
    """In the file that is named, for the next time."""
    for _ in range(2):
        assert run("search", CATALOG, "beleid", "--index", str(tmp_path / "words.idx")).stdout.startswith(
            "Beleid dat blijft"
        )
    assert [path.name for path in tmp_path.iterdir()] == ["words.idx"]


def test_facets_counts():
    """Zeros too, with labels in a language, also of advice and under a filter."""
    done = run("facets", CATALOG, "thema", "--lang", "en", "-w", "year=2015..2020", "-w", "sector=mbo")
    counts = dict(line.rsplit(maxsplit=1) for line in done.stdout.splitlines()[1:])
    assert (counts["  Career conversation"], counts["  Labour market information"]) == ("1", "0")
    advice = json.loads(
        run(
            "facets",
            CATALOG,
            "sector",
            "--of",
            "recommendations",
            "-w",
            "thema=Ouderbetrokkenheid",
            "--output-format",
            "json",
        ).stdout
    )
    assert (advice["records"], [one["count"] for one in advice["counts"]]) == (1, [1, 0, 1, 0])


QUESTIONS = [
    (["year=2009", "year=2011"], 2),
    (["year=2009..2011", "year=2024"], 3),
    (["soort="], 0),
    (["soort=", "soort=artikel"], 2),
    (["thema=Visie, beleid en kwaliteit"], 2),
    (["text=gesprek", "sector=ho"], 1),
]


@pytest.mark.parametrize(("asked", "count"), QUESTIONS, ids=str)
def test_what_where_takes(asked, count):
    """Values, spans of years, several of them, labels with commas, and nothing."""
    options = [part for one in asked for part in ("-w", one)]

    assert json.loads(run("facets", CATALOG, *options, "--output-format", "json").stdout)["records"] == count


REFUSED = [
    (
        ["facets", CATALOG, "themas", "-w", "sektor=mbo"],
        "a Publication cannot be asked by 'sektor'; did you mean 'sector'?",
    ),
    (["facets", CATALOG, "-w", "thema=mbo"], "'mbo' is no concept of Thema; it is one of sector: ask sector='mbo'"),
    (
        ["facets", CATALOG, "onderwerp"],
        "'onderwerp' is no facet of a Publication; ask by soort, sector, thema, jaartal",
    ),
    (["facets", CATALOG, "-w", "mbo"], "'mbo' is not of the form NAME=VALUE, such as sector=mbo"),
    (["search", CATALOG, "x", "--index", CATALOG], "is a directory"),
    (["search", "nergens", "x"], "LOB001"),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSED, ids=lambda one: str(one)[-60:])
def test_a_wrong_call_is_told(arguments, message):
    """On standard error, with exit code 2 and nothing on standard output."""
    done = run(*arguments)

    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr
