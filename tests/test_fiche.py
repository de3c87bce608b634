"""The sheet: what a reader takes from it, and what it never makes up."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import lobkit
from lobkit.errors import ReadError
from lobkit.fiche.authors import parse_authors
from lobkit.fiche.reader import parse
from lobkit.fiche.writer import serialize

HERE = Path(__file__).parent.parent
EXAMPLE = HERE / "examples" / "fiche-kiezen-met-ouders.md"
REAL = HERE.parent / "shared" / "fiches" / "000_628ad72b2ba7e5ff.txt"


@pytest.mark.parametrize(
    ("line", "names", "year"),
    [
        ("Euroguidance (2015)", ["Euroguidance"], 2015),
        ("Boer, P. den, A. K. Jager & H. R. M. Smulders (2003)", ["Boer, P. den", "A. K. Jager", "H. R. M. Smulders"], 2003),
        ("Boer, P. den, Stukker, E. (2012)", ["Boer, P. den", "Stukker, E."], 2012),
        ("Brouwer-Truijen, K., Woudt-Mittendorff, K. & Pullen, A. (2017)", ["Brouwer-Truijen, K.", "Woudt-Mittendorff, K.", "Pullen, A."], 2017),
        ("Kuijpers, M. & Meijers, F. (2009)", ["Kuijpers, M.", "Meijers, F."], 2009),
        ("Berg, J. van den (2010)", ["Berg, J. van den"], 2010),
        ("Luken, T., Oomen, A. en Kuijpers, M.", ["Luken, T.", "Oomen, A.", "Kuijpers, M."], None),
        ("Ministerie van Onderwijs, Cultuur en Wetenschap (2020)", ["Ministerie van Onderwijs, Cultuur en Wetenschap"], 2020),
        ("SLO & Euroguidance (2016)", ["SLO", "Euroguidance"], 2016),
        ("Expertisepunt LOB, MBO Raad (2021)", ["Expertisepunt LOB", "MBO Raad"], 2021),
    ],
)  # fmt: skip
def test_authors_come_apart(line, names, year):
    """A comma parts surname from initials as well as authors, and a particle follows the initials."""
    authors = parse_authors(line)

    assert ([one.name for one in authors.agents], authors.year, authors.understood) == (names, year, True)


def test_a_particle_is_no_part_of_the_surname():
    """The parts of a name stand apart, and the printed name stays."""
    (one,) = parse_authors("Boer, P. den (2012)").agents

    assert one == lobkit.Person("Boer, P. den", "P.", "den", "Boer")


@pytest.mark.parametrize(
    "line", ["Marinka Kuijpers (2012)", "e.a.", "", "Jansen e.a. (2001)", "Meijers, F. et al. (2010)"]
)
def test_what_is_not_understood_is_not_guessed(line):
    """A string of another form gives no names at all, so that the printed string is kept."""
    assert parse_authors(line).agents == ()


def test_a_printed_line_of_authors_is_kept():
    """Names are never lost: what is not understood stands in the record as printed, with a finding."""
    read = parse("## ALGEMENE GEGEVENS\n\n<b>Titel</b>\tX\n<b>Auteurs</b>\tMarinka Kuijpers (2012)\n")

    assert read.records[0].printed_authors == "Marinka Kuijpers (2012)"
    assert read.records[0].year == 2012
    assert [(one.code, one.line) for one in read.findings] == [("LOB301", 4)]


def test_the_example_sheet():
    """Marks that survived are honoured, a cut sentence is whole again, and listed advice becomes recommendations."""
    read = parse(EXAMPLE.read_text("utf-8"), base="https://example.org/lob/")
    (one,) = read.records

    assert one.iri == "https://example.org/lob/kiezen-doe-je-niet-alleen"
    assert [agent.name for agent in one.authors] == ["Berg, J. van den", "Smit, A."]
    assert (one.year, one.soort) == (2019, lobkit.soort["onderzoeksrapport"])
    assert one.themas == {lobkit.thema["ouderbetrokkenheid"], lobkit.thema["loopbaangesprek"]}
    assert one.sectors == {lobkit.sector["vmbo"], lobkit.sector["mbo"]}
    assert one.full_text == "https://example.org/publicaties/kiezen-doe-je-niet-al-leen.pdf"
    assert [link.label for link in one.links] == ["Themapagina Samen kiezen"]
    assert [part.heading for part in one.summary[0].sections] == ["Aan de keukentafel", "Op school"]
    assert "praten ouders vaker mee dan de school denkt" in one.summary[0].sections[0].body
    assert [advice.text["nl"].split()[0] for advice in one.recommendations] == ["Nodig", "Geef", "Bespreek"]
    assert one.recommendations[0].audiences == {"scholen"}
    assert [finding.code for finding in read.findings] == ["LOB404"]


@pytest.mark.skipif(not REAL.exists(), reason="the real sheet is not beside this checkout")
def test_the_real_sheet():
    """The sheet that the design describes gives what it says, and nothing that it does not say."""
    read = parse(REAL.read_text("utf-8"))
    (one,) = read.records
    address = (
        "http://www.euroguidance.nl/professionaliteit-van-loopbaanbegeleiding-in-het-mbo/downloads/"
        "Euroguidance-Professionaliteit-Van-Loop-baanbegeleiding.pdf"
    )

    assert one.title["nl"] == "Professionaliteit van loopbaanbegeleiding"
    assert one.authors == (lobkit.Organisation("Euroguidance"),)
    assert (one.year, one.full_text) == (2015, address)
    assert [link.label for link in one.links] == [
        "Webmagazine Euroguidance - Professionaliteit van loopbaanbegeleiding"
    ]
    assert len(one.summary[0].sections) == 3
    assert "Je gaat van visie" in one.summary[0].sections[0].body
    assert "het Raamwerk voor Loopbaanbegeleiding Jongeren](#) (2017)" in one.transfer[0].body
    assert one.transfer[0].body.count("\n- ") == 7
    assert (one.soort, one.sectors, one.themas, one.recommendations) == (None, frozenset(), frozenset(), ())
    assert [finding.code for finding in read.findings if finding.code == "LOB402"] == ["LOB402"] * 4
    assert parse(serialize(one)).records == (one,)


def test_a_marked_period_is_held_against_the_year():
    """The period follows from the year; a sheet that says another gets a finding."""
    text = "## Criteria\n\n### Jaartal\n\n- ☒ > 2020\n- ☐ 2015 - 2020\n\n## ALGEMENE GEGEVENS\n\nTitel: X\nJaar: 2015\n"
    read = parse(text)

    assert [(one.code, one.line) for one in read.findings] == [("LOB302", 3)]


def test_other_words_for_the_rows_are_known():
    """Sheets do not agree on the words before a row, nor on line ends; a space that does not break stays."""
    read = parse(
        "## ALGEMENE GEGEVENS\r\n\r\n**Titel:** Een\u00a0titel\r\n**Auteur(s):** Boer, P. den (2003)\r\n"
        "**Publicatiejaar:** 2003\r\n**Link:** https://x.org/a.pdf\r\n\r\n## Samenvatting\r\n\r\nTekst\r\n"
    )
    (one,) = read.records

    assert (one.title["nl"], one.year, one.full_text) == ("Een\u00a0titel", 2003, "https://x.org/a.pdf")
    assert (one.summary[0].body, one.provenance, read.findings) == ("Tekst", None, ())


def test_two_years_are_told():
    """Where a sheet prints two years, the first stays and the other is kept with a finding."""
    read = parse("## ALGEMENE GEGEVENS\n\nTitel: X\nJaar: 2004\nAuteurs: Euroguidance (2003)\n")

    assert (read.records[0].year, read.findings[0].code, read.findings[0].line) == (2004, "LOB302", 5)
    assert read.records[0].provenance.remainder == ("Auteurs: Euroguidance (2003)",)


def test_unknown_lines_are_kept():
    """What has no place in a record stays, to the letter, with a finding."""
    read = parse("## ALGEMENE GEGEVENS\n\nTitel: X\nTrefwoorden: a, b\n\n## Colofon\n\nDrukkerij Y\n")

    assert read.records[0].provenance.remainder == ("Trefwoorden: a, b", "## Colofon", "Drukkerij Y")
    assert {one.code for one in read.findings} == {"LOB403"}


def test_a_damaged_block_is_told_with_its_line():
    """A closing block that somebody broke is told as any other source, in the lines of the sheet."""
    text = serialize(lobkit.Publication(lobkit.LangMap(nl="X", en="Y"))).replace("en:", "en: Z\n  en:")

    with pytest.raises(ReadError) as caught:
        parse(text, "sheet.md")

    line = next(at for at, one in enumerate(text.split("\n"), start=1) if one.startswith("  en:"))
    assert f"sheet.md:{line + 1}:3: LOB105" in str(caught.value)


_PIECES = st.sampled_from(
    ["## SAMENVATTING", "## TRANSFER", "## Criteria", "### Thema", "## ALGEMENE GEGEVENS", "<b>Titel</b>\tX", "# LOB ONDERZOEK",
     "## RECORD", "```yaml", "```", "- [x] mbo", "- > 2020", "", "Tekst zonder punt", "[a](#)", "<b>Auteurs</b>\tA (9999)",
     "<b>Hyperlink</b>\t<a href='x y'>z</a>", "### Aanbevelingen", "- doe dit", "| Titel | Y |", "SAMENVATTING", "ISBN: 1", "DOI: x"]
)  # fmt: skip


@given(st.text() | st.lists(_PIECES, max_size=25).map("\n".join))
@example("## ALGEMENE GEGEVENS\nTitel: x\n## RECORD\n\n```yaml\n[\n```\n")
@example("\ud800")
def test_whatever_the_text_there_is_a_record_or_the_one_error(text):
    """The reader gives one record with findings, or raises the one read error; and what it gives can be written."""
    try:
        read = parse(text)
    except ReadError as error:
        assert error.findings  # noqa: PT017 - both outcomes are right
    else:
        assert parse(serialize(read.records[0])).records == read.records


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "#" * 100_000, "# x\n" * 20_000, "<a " * 50_000, "**a" * 50_000, "\n" * 50_000]
)
def test_a_hostile_text_takes_no_long_time(text):
    """Patterns that run away would keep this test from ending."""
    with pytest.raises(ReadError):
        parse(text)
    parse(f"## ALGEMENE GEGEVENS\nTitel: x\nHyperlink: {text}\n## SAMENVATTING\n{text}")
