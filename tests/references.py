"""Invented publications of every kind, for the formats that cite: names, titles and numbers that trip programs up."""

from lobkit.model import Container, Organisation, Person, Publication, Section
from lobkit.values import Address, Iri, LangMap
from lobkit.vocabularies import sector, soort, thema

BOER = Person("Boer, P. den", "P.", "den", "Boer")
SMULDERS = Person("H. R. M. Smulders", "H. R. M.", None, "Smulders")
BERG = Person("Berg, J.-W. van den", "J.-W.", "van den", "Berg")
YAZICI = Person("Yazıcı, Ş.", "Ş.", None, "Yazıcı")
TRUIJEN = Person("Brouwer-Truijen, K.", "K.", None, "Brouwer-Truijen")
OCW = Organisation("Ministerie van Onderwijs, Cultuur en Wetenschap")
GUIDANCE = Organisation("Euroguidance")
UTRECHT = Organisation("Universiteit Utrecht")


def _one(title, *authors, lang="nl", **values):
    slug = values.pop("soort", None)
    journal = values.pop("journal", None)
    container = Container(**journal) if journal else None
    kind = soort[slug] if slug else None
    values = {"language": lang, **values}
    return Publication(LangMap({lang: title}), authors, soort=kind, container=container, **values)


_JOURNAL = {"container_title": "Pedagogische Verzinsels", "volume": "12", "issue": "3", "pages": "34-51"}
_RAPPORT, _ARTIKEL, _PROEF = "onderzoeksrapport", "artikel", "proefschrift"
_REDE, _KORT = "inaugurale-rede-lectorale-rede", "samenvatting-onderzoeksrapport"

REFERENCES = (
    _one("Leren kiezen in het vmbo", BOER, SMULDERS, year=2003, soort=_RAPPORT, publisher=Organisation("CINOP")),
    _one("Wie kiest er mee?", BOER, year=2012, soort=_ARTIKEL, journal=_JOURNAL, doi="10.1000/abc_d.(12)e"),
    _one("Het loopbaangesprek: wat werkt!", BERG, YAZICI, TRUIJEN, year=2017, soort=_ARTIKEL, journal=_JOURNAL),
    _one("LOB in beweging", GUIDANCE, year=2015, soort=_RAPPORT, publisher=GUIDANCE, full_text=Address("https://example.org/a_b%20c~d.pdf")),
    _one("Kansen & keuzes: 100% LOB", OCW, year=2019, soort=_RAPPORT, full_text=Address("https://example.org/lob?x=1&y=%C3%A9#p_2")),
    _one("Gids voor decanen", OCW, GUIDANCE, year=2020, soort=_KORT, publisher=Organisation("Het Steunpunt")),
    _one("Loopbaanleren", TRUIJEN, year=2016, soort=_PROEF, publisher=UTRECHT, isbns=frozenset({"978-90-313-6018-5"})),
    _one("Loopbaanleren zonder universiteit", TRUIJEN, year=2011, soort=_PROEF),
    _one("Over de drempel", BERG, year=2009, soort=_REDE, publisher=Organisation("Hogeschool Noord")),
    _one("Zonder jaar", SMULDERS, soort=_RAPPORT, publisher=Organisation("Lectoraat Kiezen & Leren")),
    _one("Zonder makers, met een punt.", year=2001, soort=_RAPPORT, publisher=Organisation("Uitgeverij Zelden")),
    _one("Zonder soort", BOER, year=1999, publisher=Organisation("Uitgeverij Zelden")),
    _one("Choosing together", YAZICI, BERG, lang="en", year=2022, soort=_ARTIKEL, journal={**_JOURNAL, "container_title": "Journal of Invented Guidance", "issn": "0028-9922"}),
    _one("Career talks {and} \\ back_slashes ^ ~ $5 #1", BOER, lang="en", year=2021, soort=_RAPPORT),
    _one("Ein Gespräch über „Übergänge“", Person("Groß, Ä.", "Ä.", None, "Groß"), lang="de", year=2014, soort=_ARTIKEL, journal={**_JOURNAL, "issue": None}),
    _one("Alleen bladzijden", SMULDERS, year=2005, soort=_ARTIKEL, journal={"container_title": "Losse Bladen", "pages": "e104"}),
    _one("Alleen een nummer", SMULDERS, year=2006, soort=_ARTIKEL, journal={"container_title": "Losse Bladen", "issue": "7"}),
    _one("In een reeks", BOER, BERG, year=2008, soort=_RAPPORT, publisher=Organisation("CINOP"), journal={"container_title": "Reeks Loopbaan", "volume": "4"}),
    _one("Twintig schrijvers", *(Person(f"Naam{chr(65 + n)}, {chr(65 + n)}.", f"{chr(65 + n)}.", None, f"Naam{chr(65 + n)}") for n in range(20)), year=2018, soort=_ARTIKEL, journal=_JOURNAL),
    _one("Drieëntwintig schrijvers", *(Person(f"Naam{chr(65 + n)}, {chr(65 + n)}.", f"{chr(65 + n)}.", None, f"Naam{chr(65 + n)}") for n in range(23)), year=2018, soort=_ARTIKEL, journal=_JOURNAL),
    _one("Ouders in gesprek", Person("'t Hart, Anna Maria", "Anna Maria", "'t", "Hart"), year=2013, soort=_ARTIKEL, journal=_JOURNAL),
    _one("Een naam met twee delen", Person("Ter Horst Pietersen, B.", "B.", None, "Ter Horst Pietersen"), year=2013, soort=_RAPPORT),
    _one("Raad en daad", Organisation("Raad en Daad and Partners"), year=2010, soort=_RAPPORT),
    _one("Met een Handle", BOER, year=2004, soort=_RAPPORT, handle="2066/19444"),
    _one("Doorstroom van vmbo naar mbo -- een verkenning", SMULDERS, BOER, year=2007, soort=_RAPPORT, publisher=Organisation("ECBO")),
    _one("De 'stille' keuze en de \"luide\"", YAZICI, year=2023, soort=_ARTIKEL, journal=_JOURNAL, doi="10.1000/182"),
    _one("Naar een LOB-visie", BERG, SMULDERS, year=2015, soort=_KORT, full_text=Address("https://example.org/visie")),
    _one("Betrokken", GUIDANCE, BOER, year=2011, soort=_RAPPORT, publisher=Organisation("Uitgeverij Zelden")),
    _one(
        "Alles bij elkaar", BERG, OCW, year=2020, soort=_ARTIKEL, journal={**_JOURNAL, "issn": "0028-9922"}, doi="10.1000/abc;def<1>",
        full_text=Address("https://example.org/alles_%26_meer~1.pdf"), publisher=Organisation("Uitgeverij R&D"), isbns=frozenset({"9789031360185", "90-313-6018-8"}),
        themas=frozenset({thema["visie-beleid-en-kwaliteit"], thema["studiekeuze-studiesucces"]}), sectors=frozenset({sector["havo-vwo"], sector["mbo"]}),
        summary=(Section(None, "Eerste alinea met 50% & meer.\n\nTY  - geen echte regel\n\nLaatste alinea."),), iri=Iri("https://example.org/lob/alles_1"),
    ),
    _one("Eén thema", BOER, year=2016, soort=None, themas=frozenset({thema["visie-beleid-en-kwaliteit"]})),
)  # fmt: skip
"""Thirty records."""
