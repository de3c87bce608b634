"""References: what other programs write is read without silence, and what they stumble over is written so that they do not."""

import json
import re
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner
from hypothesis import given
from rdflib import SDO

import lobkit
from lobkit.citing.apa import cite
from lobkit.citing.latex import decoded, encoded
from lobkit.citing.reference import citation_key, keys_of
from lobkit.citing.schema_org import work
from lobkit.cli import main
from lobkit.errors import LossRefused, ReadError, WriteError
from lobkit.exchange import FORMATS
from lobkit.model import ROOTS, Catalog, Container, Organisation, Person, Publication, Recommendation, Section
from lobkit.testing import records, texts
from lobkit.values import Address, Iri, LangMap
from lobkit.vocabularies import sector, soort, thema
from tests.references import REFERENCES

FOREIGN = Path(__file__).parent / "foreign"
CITING = ["bibtex", "ris", "csl"]


def text(name, *things):
    return "".join(FORMATS[name].serialize(list(things)))


def one(**values):
    return Publication(LangMap(nl="Leren kiezen"), **values)


# ── reading what others write ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("file", "facts", "findings"), [
    ("zotero.bib", [
        ({"nl": "Leren kiezen: één visie op LOB"}, ["Boer, Pieter de", "Berg, Jan-Willem van den"], 2003, "proefschrift", "https://example.org/proef_schrift%20een~a.pdf"),
        ({"und": "Kansen & keuzes: {meer} ruimte"}, ["Ministerie van Onderwijs, Cultuur en Wetenschap"], 2019, "onderzoeksrapport", "https://example.org/a_b"),
        ({"und": "Zonder soort"}, ["Smulders, Henny"], 1999, None, None),
    ], ["3 LOB801 address", "6 LOB801 shorttitle", "12 LOB801 urldate", "15 LOB801 month", "17 LOB801 keywords", "18 LOB801 file", "31 LOB802 entry type", "34 LOB802 author", "35 LOB801 editor"]),
    ("zotero.ris", [
        ({"nl": "Visie op ouders"}, ["Boer, P. den", "Euroguidance", "Smulders, H."], 2012, "artikel", "https://example.org/a_b%20c~d"),
        ({"und": "Loopbaanleren"}, ["Truijen, K."], 2016, "proefschrift", None),
        ({"und": "Een boek"}, ["Plato"], None, None, None),
    ], ["5 LOB801 AU", "10 LOB801 DA", "18 LOB801 ST", "20 LOB801 Y2", "22 LOB801 KW", "22 LOB801 KW", "33 LOB802 TY", "36 LOB802 Y1"]),
    ("zotero.csl.json", [
        ({"nl": "Visie op ouders"}, ["Boer, Pieter den", "Euroguidance", "Smulders, H."], 2012, "artikel", "https://example.org/a_b%20c~d"),
        ({"und": "Een praatje"}, [], None, None, None),
        ({"und": "Loopbaanleren"}, [], 2016, "proefschrift", None),
    ], ["10 LOB801 journalAbbreviation", "12 LOB801 note", "14 LOB801 source", "18 LOB801 author", "23 LOB801 accessed", "24 LOB801 issued", "28 LOB802 type", "30 LOB801 genre", "31 LOB802 issued"]),
])  # fmt: skip
def test_a_file_of_zotero_is_read_and_what_has_no_place_is_told(file, facts, findings):
    """Titles, names, years, kinds and addresses are right; every other field is a finding with its line, and is kept."""
    read = lobkit.load(FOREIGN / file)
    found = [
        (dict(p.title), [a.name for a in p.authors], p.year, p.soort and p.soort.slug, p.full_text)
        for p in read.catalog.publications
    ]

    assert found == facts
    assert [f"{f.line} {f.code} {f.path}" for f in read.findings] == findings
    kept = [
        line
        for p in read.catalog.publications
        for line in (p.provenance.remainder if p.provenance else ())
        if "citation key" not in line
    ]
    assert len(kept) == len(findings)


def test_a_broken_entry_is_told_and_the_others_are_read():
    """A strict reading refuses the file with the place; a lenient one leaves the entry out, and reads what comes after it."""
    with pytest.raises(ReadError) as caught:
        lobkit.read(FOREIGN / "jabref.bib")
    (broken,) = [f for f in caught.value.findings if f.code == "LOB101"]
    assert (broken.line, broken.column) == (24, 17)
    assert "Oud1998: expected a comma" in broken.message

    read = lobkit.load(FOREIGN / "jabref.bib", lenient=True)
    first, second = read.catalog.publications
    assert [p.title.best("nl") for p in (first, second)] == ["Ouders en de coördinator — een naïeve blik", "Wel goed"]
    assert [a.name for a in first.authors] == ["Boer, P. den", "Euroguidance", "Raad and Daad"]
    assert first.container == Container("Pedagogische Verzinsels, deel 2", "12", "3", "34-51", "0028-9922")
    assert (first.doi, first.language, second.year) == ("10.1000/abc_d", "nl", 2001)
    assert [left.split(",")[0] for left in read.unplaced] == ["@Article(Oud1998"]


@pytest.mark.parametrize(("name", "source", "where", "message"), [
    ("bibtex", "@misc{a,\n title = {X}\n year = 2001}\n", "3:2: LOB101", "a: expected a comma and a field, or '}'"),
    ("bibtex", "@misc{a,\n title = {X", "2:10: LOB101", "this brace is never closed"),
    ("bibtex", '@misc{a,\n title = "X', "2:10: LOB101", "this quotation mark is never closed"),
    ("bibtex", "@misc{a,\n title {X}}", "2:8: LOB101", "expected '=' after 'title'"),
    ("bibtex", "@misc{a,\n title = ,}", "2:10: LOB101", "expected a value in braces or quotes"),
    ("bibtex", "@misc{a, title = {X}", "1:21: LOB101", "not the end of the file"),
    ("bibtex", "@misc{a,\n title = {X},\n title = {Y}}", "3:10: LOB105", "first in line 2"),
    ("bibtex", "\n@misc{a, year = 2001}", "2:1: LOB103", "'a' has no title"),
    ("bibtex", "@misc{a, title = {\x00}}", "LOB107", "binary or damaged"),
    ("ris", "TI  - X\nER  - \n", "1:1: LOB101", "belongs to no record"),
    ("ris", "TY  - JOUR\nTI  - X\n", "1:1: LOB101", "has no end; add 'ER  - '"),
    ("ris", "TY  - JOUR\nTI  - X\nTY  - JOUR\nTI  - Y\nER  - \n", "3:1: LOB101", "before the one of line 1 ended"),
    ("ris", "TY  - JOUR\nPY  - 2001\nER  - \n", "1:1: LOB103", "has no title"),
    ("csl", "[1]", "1:2: LOB104", "expected an item"),
    ("csl", '[{"type": "report",\n "type": "report"}]', "2:2: LOB105", "stands here twice"),
    ("csl", '[{"id": "a", "type": "report"}]', "1:2: LOB103", "'a' has no title"),
    ("csl", '[{"id": "a"', "1:", "this is no JSON"),
])  # fmt: skip
def test_what_is_no_reference_is_refused_with_its_place(name, source, where, message):
    """Line, column, what is wrong and what to write instead."""
    with pytest.raises(ReadError) as caught:
        FORMATS[name].parse(source, ROOTS)

    assert where in str(caught.value)
    assert message in str(caught.value)


@pytest.mark.parametrize(("source", "plain"), [
    (r"{\'e}\'{e}\'e{\'{e}}", "éééé"),
    (r"na{\"\i}ef na\"ieve", "naïef naïeve"),
    (r"{\c c}\c{c} \v{s} \v s {\H{o}}", "çç š š ő"),
    (r"\ss{} {\ss} \o\ {\AE} {\aa}", "ß ß ø Æ å"),
    (r"50\% \& \$5 \#1 a\_b \{x\}", "50% & $5 #1 a_b {x}"),
    (r"\emph{een} {\em twee} \textbf{{drie}}", "een twee drie"),
    (r"a--b c---d ``e'' f~g", "a–b c—d “e” f\u00a0g"),
    (r"\{\vphantom{\}}open \vphantom{\{}\}", "{open }"),
    (r"$x^2$ \textgreater{} \textasciitilde{}x", "$x^2$ > ~x"),
    (r"\onbekend{iets \'e} \foo", r"\onbekend{iets \'e} \foo"),
    ("\\", "\\"), ("{", ""), (r"\'", "'"), (r"\c", r"\c"), ("", ""),
])  # fmt: skip
def test_latex_is_undone(source, plain):
    """Accents, ligatures, escapes and shapes; a command that is not known stands as it was."""
    assert decoded(source) == plain


@given(texts)
def test_any_text_survives_latex(plain):
    """What is escaped for LaTeX and undone is the same text, and its braces are balanced."""
    source = encoded(plain)

    assert decoded(source) == plain
    assert decoded(source).unknown == ()
    assert source.count("{") == source.count("}")


def test_a_command_that_is_not_known_is_told():
    """Nothing of LaTeX is dropped in silence."""
    read = FORMATS["bibtex"].parse("@misc{Xa,\n title = {A \\foo{b}}}", ROOTS)

    assert read.records[0].title["und"] == "A \\foo{b}"
    assert [(f.code, f.line) for f in read.findings] == [("LOB802", 2)]
    assert "\\foo is not known" in read.findings[0].message


# ── writing what others read ─────────────────────────────────────────────────────────────────────────────────────────

WRITTEN = [
    ("bibtex", one(authors=(Organisation("Ministerie van Onderwijs, Cultuur and Wetenschap"),)), "author = {{Ministerie van Onderwijs, Cultuur and Wetenschap}}"),
    ("bibtex", one(authors=(Person("Boer, P. den", "P.", "den", "Boer"),)), "author = {den Boer, P.}"),
    ("bibtex", one(authors=(Person("X", "P.", None, "Raad and Daad"),)), "author = {{Raad and Daad}, P.}"),
    ("bibtex", one(full_text=Address("https://example.org/a_b%20c~d#e")), "url = {https://example.org/a_b%20c~d#e}"),
    ("bibtex", one(doi="10.1000/a_b{c}"), "doi = {10.1000/a_b%7Bc%7D}"),
    ("bibtex", one(themas=frozenset({thema["visie-beleid-en-kwaliteit"]})), "keywords = {Visie beleid en kwaliteit}"),
    ("bibtex", one(), "langid = {dutch}"),
    ("bibtex", one(), "title = {{Leren kiezen}}"),
    ("bibtex", one(soort=soort["proefschrift"], publisher=Organisation("U & U")), "school = {U \\& U}"),
    ("bibtex", one(soort=soort["artikel"], container=Container("T", pages="1-9")), "pages = {1--9}"),
    ("csl", one(authors=(Person("Boer, P. den", "P.", "den", "Boer"),)), '"family": "den Boer"'),
    ("csl", one(authors=(Organisation("Euroguidance"),)), '"literal": "Euroguidance"'),
    ("csl", one(iri=Iri("https://example.org/a")), '"note": "lob-id: https://example.org/a"'),
    ("csl", one(themas=frozenset({thema["visie-beleid-en-kwaliteit"]})), '"keyword": "Visie beleid en kwaliteit"'),
    ("csl", one(soort=soort["inaugurale-rede-lectorale-rede"]), '"type": "speech"'),
    ("ris", one(themas=frozenset({thema["visie-beleid-en-kwaliteit"]})), "KW  - Visie, beleid en kwaliteit\r\nKW  - LOB\r\n"),
    ("ris", one(authors=(Organisation("A, B en C"),)), "AU  - A B en C\r\n"),
    ("ris", one(authors=(Person("Plato", None, None, "Plato"),)), "AU  - Plato,\r\n"),
    ("ris", one(summary=(Section(None, "a\n\nER  - b"),)), "AB  - a ER - b\r\nID  - leren\r\nER  - \r\n"),
    ("ris", one(iri=Iri("https://example.org/a")), "AN  - https://example.org/a\r\nDB  - lobkit\r\n"),
    ("ris", one(soort=soort["artikel"], container=Container("T", pages="1-9")), "SP  - 1\r\nEP  - 9\r\n"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "publication", "expected"), WRITTEN)
def test_what_programs_stumble_over_is_written_so_that_they_do_not(name, publication, expected):
    """Each line is a trap that a program was seen to fall into."""
    assert expected in text(name, publication)


@pytest.mark.parametrize("name", CITING)
def test_the_references_come_back_but_for_what_is_told(name):
    """Thirty records with odd names and numbers lose nothing but printed names, and what is told."""
    read = FORMATS[name].parse(text(name, *REFERENCES), ROOTS)
    lost = {re.sub(r"^\[\d+\]\.?", "", f.path) for f in lobkit.losses(Catalog(publications=REFERENCES), name)}

    assert len(read.records) == len(REFERENCES)
    assert read.findings == ()
    assert lost


@given(records(Publication))
def test_each_line_of_a_ris_record_has_its_tag(publication):
    """No text goes on over a line: pandoc refuses the whole file then."""
    lines = text("ris", publication, REFERENCES[28]).split("\r\n")

    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines if line)
    assert [at for at, line in enumerate(lines) if not line] == [lines.index("ER  - ") + 1, len(lines) - 1]
    assert not any(sign in line for line in lines for sign in "\r\n\u2028\u2029\x0b\x0c\x85")


def test_keys_are_ascii_of_their_own_and_follow_from_the_record():
    """A key does not change when other records come in behind it, and no two are alike."""
    twins = [one(year=2003, iri=Iri(f"https://example.org/{n}")) for n in range(3)]
    keys = keys_of([*REFERENCES, *twins, *twins[:1]])

    assert keys[0] == "denBoer2003leren"
    assert all(re.fullmatch(r"[A-Za-z0-9.\-]+", key) for key in keys)
    assert len(set(keys)) == len(keys)
    assert keys_of([*twins, one()])[:3] == keys_of(twins)


def test_a_key_from_another_program_is_kept_through_it():
    """The key of a file that was read is the key of the file that is written."""
    (read,) = FORMATS["bibtex"].parse("@misc{mijn:sleutel_1, title = {X}}", ROOTS).records

    assert citation_key(read) == "mijn:sleutel_1"
    assert text("bibtex", read).startswith("@misc{mijn:sleutel_1,")


# ── losses ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_losses_are_told_exactly():
    """What BibTeX has no place for, part by part, and nothing else."""
    full = lobkit.read(Path(__file__).parent.parent / "examples" / "portfolio.yaml").publications[0]
    plain = attrs.evolve(full, title=LangMap(nl="X"), summary=(Section(None, "Tekst."),), recommendations=())

    assert [f.path for f in lobkit.losses(full, "bibtex")] == [
        "title.en",
        "summary[0].heading",
        "summary[0].body",
        "recommendations",
    ]
    assert {f.record for f in lobkit.losses(full, "bibtex")} == {full.iri}
    assert lobkit.losses(plain, "bibtex") == lobkit.losses(plain, "csl") == ()
    assert [f.path for f in lobkit.losses(plain, "ris")] == []
    assert lobkit.losses(full, "json") == ()


def test_a_catalog_loses_what_is_no_publication():
    """Facts about the set and records of other kinds are told as well."""
    catalog = Catalog(
        title=LangMap(nl="Bank"), publications=(one(),), recommendations=(Recommendation(LangMap(nl="Doe")),)
    )

    assert [f.path for f in lobkit.losses(catalog, "bibtex")] == ["title", "recommendations"]


def test_a_writer_refuses_to_lose_when_it_is_told_to(tmp_path):
    """No file is written, and the losses come with the refusal."""
    target = tmp_path / "x.bib"
    with pytest.raises(LossRefused, match="one part") as caught:
        lobkit.write(one(transfer=(Section("Doe", ""),)), target, no_loss=True)
    assert [f.path for f in caught.value.findings] == ["transfer"]
    assert not target.exists()

    lost = lobkit.write(one(transfer=(Section("Doe", ""),)), target)
    assert [(f.code, f.path, f.source) for f in lost] == [("LOB803", "transfer", str(target))]
    assert target.read_text("utf-8").startswith("@misc{")


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.serialize and not form.lossless])
def test_what_is_no_publication_is_refused(name):
    """A file of references without references is no file."""
    with pytest.raises(WriteError, match="holds publications"):
        text(name, Recommendation(LangMap(nl="Doe")))


def test_the_command_line_tells_losses_and_refuses_them(tmp_path):
    """Losses go to standard error; with --no-loss the exit code is 1 and there is no file."""
    source, target = tmp_path / "a.json", tmp_path / "a.ris"
    lobkit.write(one(transfer=(Section("Doe", ""),), language="nl"), source)
    told = CliRunner().invoke(main, ["convert", str(source), "-o", str(target)])
    assert (told.exit_code, told.stderr) == (0, f"{target}: LOB803 transfer: RIS has no place for it\n")

    target.unlink()
    refused = CliRunner().invoke(main, ["convert", str(source), "-o", str(target), "--no-loss"])
    assert refused.exit_code == 1
    assert "RIS has no place for one part of the records; nothing was written" in refused.stderr
    assert not target.exists()


def test_many_losses_are_told_by_property(tmp_path):
    """Somebody who converts a whole bank gets a line a property."""
    source = tmp_path / "a.json"
    things = [one(transfer=(Section("Doe", ""),), iri=Iri(f"https://example.org/{n}")) for n in range(30)]
    lobkit.write(Catalog(publications=tuple(things)), source)
    told = CliRunner().invoke(main, ["convert", str(source), "--to", "bibtex"])

    assert told.stderr == "<stdout>: LOB803 transfer: BibTeX has no place for it (30 of 30 records)\n"


def test_the_longest_extension_says_the_format(tmp_path):
    """x.csl.json is CSL-JSON, and x.json is JSON."""
    lobkit.write(one(), tmp_path / "x.csl.json.gz")
    lobkit.write(one(iri=Iri("https://example.org/b")), tmp_path / "x.json")

    assert len(lobkit.read(tmp_path).publications) == 2
    assert json.loads(text("csl", one()))[0]["title"] == "Leren kiezen"


# ── a formatted reference ────────────────────────────────────────────────────────────────────────────────────────────

APA = [
    (0, "Boer, P. den, & Smulders, H. R. M. (2003). *Leren kiezen in het vmbo*. CINOP.", "den Boer, P., & Smulders, H. R. M. (2003). *Leren kiezen in het vmbo*. CINOP."),
    (1, "Boer, P. den. (2012). Wie kiest er mee? *Pedagogische Verzinsels*, *12*(3), 34–51. <https://doi.org/10.1000/abc_d.(12)e>", None),
    (3, "Euroguidance. (2015). *LOB in beweging*. <https://example.org/a_b%20c~d.pdf>", "Euroguidance. (2015). *LOB in beweging*. <https://example.org/a_b%20c~d.pdf>"),
    (5, "Ministerie van Onderwijs, Cultuur en Wetenschap, & Euroguidance. (2020). *Gids voor decanen* \\[Samenvatting\\]. Het Steunpunt.", None),
    (6, "Brouwer-Truijen, K. (2016). *Loopbaanleren* \\[Proefschrift, Universiteit Utrecht\\].", "Brouwer-Truijen, K. (2016). *Loopbaanleren* \\[Doctoral dissertation, Universiteit Utrecht\\]."),
    (8, "Berg, J.-W. van den. (2009). *Over de drempel* \\[Openbare rede\\]. Hogeschool Noord.", "van den Berg, J.-W. (2009). *Over de drempel* \\[Inaugural lecture\\]. Hogeschool Noord."),
    (9, "Smulders, H. R. M. (z.d.). *Zonder jaar*. Lectoraat Kiezen & Leren.", "Smulders, H. R. M. (n.d.). *Zonder jaar*. Lectoraat Kiezen & Leren."),
    (10, "*Zonder makers, met een punt.* (2001). Uitgeverij Zelden.", None),
    (16, "Smulders, H. R. M. (2006). Alleen een nummer. *Losse Bladen*, (7).", None),
    (17, "Boer, P. den, & Berg, J.-W. van den. (2008). *In een reeks* (Reeks Loopbaan nr. 4). CINOP.", None),
    (20, "Hart, A. M. 't. (2013). Ouders in gesprek. *Pedagogische Verzinsels*, *12*(3), 34–51.", "'t Hart, A. M. (2013). Ouders in gesprek. *Pedagogische Verzinsels*, *12*(3), 34–51."),
    (23, "Boer, P. den. (2004). *Met een Handle*. <https://hdl.handle.net/2066/19444>", None),
]  # fmt: skip


@pytest.mark.parametrize(("at", "dutch", "english"), APA)
def test_a_reference_in_apa(at, dutch, english):
    """The seventh edition, with the tussenvoegsel where the language has it."""
    assert cite(REFERENCES[at], form="markdown") == dutch
    assert english is None or cite(REFERENCES[at], lang="en", form="markdown") == english


def test_a_reference_names_twenty_authors_at_most():
    """Of more than twenty the first nineteen and the last are named."""
    assert ", & NaamT, T. (2018)" in cite(REFERENCES[18])
    assert "NaamS, S., . . . NaamW, W. (2018)" in cite(REFERENCES[19])


def test_nothing_in_a_record_runs_in_a_reference():
    """Markup in a title is text in HTML and in Markdown."""
    bad = Publication(
        LangMap(nl="<script>x</script> *b* [c](d)"),
        (Organisation('"><img onerror=x>'),),
        full_text=Address("https://example.org/?a=1&b='"),
    )

    assert cite(bad, form="html") == (
        "&quot;&gt;&lt;img onerror=x&gt;. (z.d.). <em>&lt;script&gt;x&lt;/script&gt; *b* [c](d)</em>. "
        '<a href="https://example.org/?a=1&amp;b=&#x27;">https://example.org/?a=1&amp;b=&#x27;</a>'
    )
    assert "\\<script\\>x\\</script\\> \\*b\\* \\[c\\](d)" in cite(bad, form="markdown")


@pytest.mark.parametrize("wrong", [{"style": "mla"}, {"lang": "fy"}, {"form": "rtf"}])
def test_another_style_language_or_form_is_refused(wrong):
    """What there is stands in the message."""
    with pytest.raises(lobkit.LobkitError, match="choose one of"):
        cite(one(), **wrong)


def test_sectors_come_back_from_their_labels():
    """A label with a slash and one in another spelling name the same concept."""
    (read,) = FORMATS["ris"].parse("TY  - GEN\r\nTI  - X\r\nKW  - Havo/vwo\r\nKW  - mbo\r\nER  - \r\n", ROOTS).records

    assert read.sectors == {sector["havo-vwo"], sector["mbo"]}


def test_schema_org_knows_every_word():
    """Types and properties are terms of schema.org, as rdflib lists them."""

    def words(tree):
        for key, value in tree.items() if isinstance(tree, dict) else ():
            yield key if not key.startswith("@") else value if key == "@type" else "name"
            for inner in value if isinstance(value, list) else [value]:
                yield from words(inner)

    used = {word for one in REFERENCES for word in words(work(one))}

    assert {"Thesis", "Report", "Article", "Periodical", "DefinedTerm", "about"} <= used
    assert [word for word in used if word not in SDO] == []


@pytest.mark.parametrize("name", ["datacite"])
def test_datacite_needs_a_year(name):
    """A year that is not known is not made up, and the records that lack it are named."""
    with pytest.raises(WriteError, match="DataCite needs a year of publication; fill it in for 'Leren kiezen'"):
        text(name, one())
