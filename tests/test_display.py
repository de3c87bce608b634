"""What a notebook shows is bounded, labelled, and runs nothing, whatever stands in a record."""

from html.parser import HTMLParser

import attrs
import pytest
from hypothesis import given

import lobkit
from lobkit import (
    Catalog,
    Concept,
    ConceptScheme,
    Iri,
    LangMap,
    LangString,
    Link,
    Organisation,
    Person,
    Publication,
    Recommendation,
    Section,
)
from lobkit.display import html as pages
from lobkit.display import mimebundle
from lobkit.display.html import element, link
from lobkit.errors import Finding, Severity
from lobkit.model import ROOTS
from lobkit.shape import shapes_of
from lobkit.testing import records
from lobkit.validation.report import Report
from lobkit.values import Address
from tests.everything import Everything
from tests.query.shelf import CATALOG, EX

VOID = {"br"}
TAGS = {
    "div",
    "style",
    "section",
    "h3",
    "h4",
    "p",
    "dl",
    "dt",
    "dd",
    "ol",
    "ul",
    "li",
    "span",
    "strong",
    "a",
    "br",
    "details",
    "summary",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "mark",
}
ATTRIBUTES = {"class", "lang", "dir", "title", "href", "rel", "scope", "open", "style", "aria-label", "aria-hidden"}


class Checked(HTMLParser):
    """Refuses what is no well-formed page of the few elements that pages are made of."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.words: list[str] = []
        self.elements = 0
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        assert tag in TAGS
        self.elements += 1
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attributes:
            assert name in ATTRIBUTES
            if name == "href":
                assert value.lower().startswith(("http://", "https://"))
            if name == "style":
                assert value.startswith(("width:", "padding-left:"))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1:] != ["style"]:
            self.words.append(data)

    def handle_comment(self, data):
        raise AssertionError(data)

    @property
    def text(self) -> str:
        return "".join(self.words)


def shown(thing) -> Checked:
    return Checked(thing._repr_mimebundle_()["text/html"])


EVIL = """</style></section><script>alert(1)</script><img src=x onerror="alert(2)">'"><!-- <b> &lt; $x$ `a` [k](javascript:alert(3)) ‮ {{7*7}}"""
BAD = LangMap({"nl": EVIL, "en": f"en {EVIL}"})
EVIL_RECORD = Publication(
    BAD,
    authors=(Person(EVIL, family_name=EVIL), Organisation(EVIL, iri=Iri("javascript:alert(1)"))),
    printed_authors=EVIL,
    full_text=Address("https://example.org/?a=%22onmouseover=alert(1)&b='c"),
    links=(Link(label=EVIL, note=EVIL),),
    summary=(Section(EVIL, EVIL, (Section(EVIL, EVIL),)),),
    recommendations=(Recommendation(BAD, audiences=frozenset({EVIL}), iri=Iri("data:text/html,x")),),
    iri=Iri("urn:x:y'onclick='alert(1)"),
)
EVIL_CONCEPT = Concept(
    Iri("javascript:alert(1)"),
    BAD,
    alt_labels=frozenset({LangString(EVIL, "nl")}),
    broader=frozenset({Iri("data:x,y")}),
)
EVIL_CATALOG = Catalog(
    title=BAD,
    description=BAD,
    publisher=Organisation(EVIL),
    publications=(EVIL_RECORD,),
    recommendations=(Recommendation(BAD),),
    schemes=(ConceptScheme(Iri("javascript:alert(2)"), BAD),),
    concepts=(EVIL_CONCEPT,),
    iri=Iri("javascript:alert(3)"),
)
EVIL_THINGS = {
    "publication": EVIL_RECORD,
    "recommendation": EVIL_RECORD.recommendations[0],
    "concept": EVIL_CONCEPT,
    "scheme": EVIL_CATALOG.schemes[0],
    "catalog": EVIL_CATALOG,
    "selection": EVIL_CATALOG.where(text="alert"),
    "hits": EVIL_CATALOG.search("alert"),
    "report": Report((Finding("LOB101", EVIL, EVIL, Severity.WARNING, EVIL, 1, 1, EVIL), Finding(EVIL, EVIL)), 1),
}


@pytest.mark.parametrize("name", EVIL_THINGS)
def test_nothing_in_a_record_runs(name):
    """Markup in a text is text, and only addresses of pages are links."""
    thing = EVIL_THINGS[name]
    text = shown(thing).text

    assert "<script>alert(1)</script>" in text
    assert "\u202e" not in text + thing._repr_mimebundle_()["text/plain"]
    assert "\\u202e" in text


@pytest.mark.parametrize("shape", [*shapes_of(*ROOTS), *shapes_of(Everything)], ids=lambda shape: shape.name)
def test_every_class_has_a_page(shape):
    """Whatever its fields hold: well-formed, with the name of the class, in both forms."""

    @given(records(shape.cls))
    def check(thing):
        made = thing._repr_mimebundle_() if hasattr(thing, "_repr_mimebundle_") else mimebundle(thing)
        assert Checked(made["text/html"]).text
        assert made["text/plain"]

    check()


LOOKED_AT = {
    "publication": CATALOG.publications[0],
    "recommendation": CATALOG.recommendations[0],
    "handle": lobkit.thema["loopbaangesprek"],
    "concept": lobkit.thema["loopbaangesprek"].concept,
    "scheme": lobkit.thema.scheme(),
    "vocabulary": lobkit.thema,
    "catalog": CATALOG,
    "empty catalog": Catalog(),
    "one record": Catalog(publications=CATALOG.publications[:1]),
    "selection": CATALOG.where(sector="mbo"),
    "empty selection": CATALOG.where(sector="mbo", year=1900),
    "advice": CATALOG.advice,
    "facets": CATALOG.where(sector="mbo").facets(),
    "hits": CATALOG.search("gesprek"),
    "report": lobkit.validate(CATALOG),
    "empty report": Report(),
}


@pytest.mark.parametrize("name", LOOKED_AT)
def test_a_page_can_be_read_aloud(name):
    """It has a label and a language; tables have heads, and texts keep their own language."""
    html = LOOKED_AT[name]._repr_mimebundle_()["text/html"]
    page = Checked(html)

    assert '<section aria-label="' in html
    assert 'lang="en"><style>' in html
    assert html.count("<table>") == html.count("<thead>")
    assert "object at 0x" not in page.text + LOOKED_AT[name]._repr_mimebundle_()["text/plain"]


def test_a_page_shows_names_languages_and_meanings():
    """Labels instead of IRIs, the language of each text, and what a property means."""
    html = CATALOG.publications[0]._repr_mimebundle_()["text/html"]

    assert '<h3 lang="nl" dir="auto">Het goede loopbaangesprek</h3>' in html
    assert '<span class="concept" title="https://w3id.org/lobkit/sector/mbo" lang="nl">mbo</span>' in html
    assert '<dt title="Who wrote it, in the printed order.">authors</dt>' in html
    assert '<a href="https://example.org/talk" rel="noopener noreferrer nofollow">https://example.org/talk</a>' in html


def test_what_was_asked_is_marked_in_words_too():
    """A tick, a weight, and a word for whoever sees neither."""
    text = shown(CATALOG.where(sector="mbo").facets("sector")).text

    assert "mbo ✓ (asked)2" in text


def test_advice_is_shown_with_what_it_is_found_by():
    """The sectors of its publication where it has none of its own, and the name of that publication."""
    text = shown(CATALOG.advice).text

    assert "Betrek ouders.Ouderbetrokkenheidvmbo, mboHet goede loopbaangesprek" in text


def many(count: int) -> Catalog:
    one = CATALOG.publications[0]
    return Catalog(
        publications=tuple(attrs.evolve(one, iri=Iri(f"{EX}{at}")) for at in range(count)),
        recommendations=CATALOG.recommendations * count,
    )


def test_a_page_is_bounded():
    """Ten times as many records give no longer page, and it says how many were left out."""
    some, more = many(60), many(600)
    for name in ("catalog", "selection", "advice", "hits"):
        small, large = (
            {"catalog": one, "selection": one.where(), "advice": one.advice, "hits": one.search("gesprek", limit=500)}[
                name
            ]
            for one in (some, more)
        )
        assert shown(small).elements == shown(large).elements
        assert "and 580 more" in shown(more).text
        assert len(large._repr_mimebundle_()["text/plain"]) < 20_100
    assert repr(more) == "<Catalog: 600 publications, 600 recommendations>"
    assert repr(more.where()) == "<600 Publications>"


def test_a_long_record_is_cut():
    """Long texts, long lists and deep sections stop, and say so."""
    deep = Section("bottom")
    for _ in range(90):
        deep = Section("x", "y", (deep,))
    long = Publication(
        LangMap(nl="t" * 5000), authors=(Person("A"),) * 5000, summary=(Section("h", "b" * 100_000), deep)
    )
    page = shown(long)

    assert page.elements < 3000
    assert len(page.text) < 50_000
    for said in ("(4,000 more signs)", "and 4,980 more", "(99,000 more signs)"):
        assert said in page.text


def test_a_page_touches_nothing_outside_it():
    """Every rule of its style begins with its own class, or with what a notebook says of its theme."""
    html = shown(CATALOG) and CATALOG._repr_mimebundle_()["text/html"]
    style = html[html.index("<style>") + 7 : html.index("</style>")]
    rules = [
        rule.split("{")[0]
        for rule in style.replace("@media (prefers-color-scheme:dark){", "").split("}")
        if rule.strip()
    ]

    assert all(".lobkit" in selector for rule in rules for selector in rule.split(","))
    assert "http" not in style
    assert "url(" not in style


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(sign * 2 for sign in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


PAIRS = [
    ("text", "back"),
    ("muted", "back"),
    ("link", "back"),
    ("chip-text", "chip"),
    ("text", "mark"),
    ("violation", "back"),
    ("warning", "back"),
    ("info", "back"),
]


@pytest.mark.parametrize("mode", ["_LIGHT", "_DARK"])
@pytest.mark.parametrize(("front", "behind"), PAIRS)
def test_contrast_is_enough(mode, front, behind):
    """At least 4.5 to 1 for every text, light and dark (WCAG 2.2, 1.4.3)."""

    colours = dict(one.split(":") for one in getattr(pages, mode).replace("--", "").split(";"))
    light, dark = sorted((_luminance(colours[front]), _luminance(colours[behind])), reverse=True)

    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:x",
        "data:text/html,x",
        "//evil.example/",
        "vbscript:x",
        " https://a.b/",
        "https://a b",
        "urn:isbn:1",
    ],
)
def test_only_addresses_of_pages_are_links(address):
    """Anything else is text."""
    assert "<a" not in link(address)


def test_an_element_escapes_all():
    """Children and attributes alike."""
    assert element("p", "<b>", "&", title="\"'<>", hidden=None) == '<p title="&quot;&#x27;&lt;&gt;">&lt;b&gt;&amp;</p>'
