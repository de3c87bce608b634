"""What a schema language cannot say: an example of each, which Python refuses and the schema lets pass."""

from typing import Any

from lobkit.formats.format import MAX_DEPTH
from lobkit.schemas.context import CONTEXT_IRI

P: dict[str, Any] = {"type": "Publication", "title": {"nl": "X"}}
JAARTAL = "https://w3id.org/lobkit/jaartal/"


def _lines(text: str) -> str:
    """N-Triples, a statement a line."""
    return text.replace(" . ", " .\n")


def _deep(levels: int) -> dict[str, Any]:
    section: dict[str, Any] = {"type": "Section", "body": "x"}
    for _ in range(levels):
        section = {"type": "Section", "sections": [section]}
    return {**P, "summary": [section]}


JSON_SCHEMA: dict[str, Any] = {
    "Two language tags that differ in case only are one language, and need one text.": {
        **P,
        "title": {"nl": "X", "NL": "Y"},
    },
    "One text of a set under two spellings of a language stands there twice.": {
        "type": "Concept",
        "id": "https://x.org/a",
        "altLabels": {"nl": ["a"], "NL": ["a"]},
    },
    "Two things of a set that differ only in a key written out with its default are one.": {
        "type": "Catalog",
        "publications": [{**P, "id": "https://x.org/a"}, {**P, "id": "https://x.org/a", "authors": []}],
    },
    "Two records of a catalog have one IRI.": {
        "type": "Catalog",
        "publications": [{**P, "id": "https://x.org/a"}, {**P, "id": "https://x.org/a", "year": 2015}],
    },
    "A stated period has to follow from the year.": {**P, "year": 2012, "jaartal": f"{JAARTAL}na-2020"},
    "A context other than lobkit's own gives the keys another meaning.": {
        **P,
        "@context": {"title": "https://x.org/t"},
    },
    f"Things are nested deeper than {MAX_DEPTH} levels.": _deep(MAX_DEPTH + 5),
    "An IRI holds characters for private use, or an IPv6 address that is none.": {**P, "id": "http://[1:2]/"},
}
"""By the sentence for the docs: a tree."""

TEXTS: dict[str, str] = {
    "A key stands twice in one object.": '{"type": "Publication", "title": {"nl": "X"}, "year": 2015, "year": 2016}',
    "An escape stands for half a character.": '{"type": "Publication", "title": {"nl": "X\\ud800"}}',
}
"""By the sentence for the docs: a JSON text, of which a validator sees the tree only."""

UNTYPED: dict[str, Any] = {**P, "container": {"volume": "12"}}
"""Where one class is possible, JSON and YAML may leave its type out."""

HEAD = '<https://x.org/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://purl.org/ontology/bibo/Document> .\n<https://x.org/a> <http://purl.org/dc/terms/title> "X"@nl .\n'
LOB = "https://w3id.org/lobkit/def#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_LIST = _lines(
    f"<https://x.org/a> <{LOB}summary> _:l . _:l <{RDF}first> _:s . _:l <{RDF}rest> <{RDF}nil> . _:s <{RDF}type> <{LOB}Section> .\n"
)

SHACL: dict[str, str] = {
    "A stated period has to follow from the year, and a stated creator or class from the record.": HEAD
    + f"<https://x.org/a> <{LOB}jaartal> <{JAARTAL}na-2020> .\n",
    "Two lists share a tail, or one blank node stands in two places, which cannot be told from a copy.": HEAD
    + _LIST
    + f"<https://x.org/a> <{LOB}transfer> _:l .\n",
    "A subject is of no class that can stand on its own; a part, such as a section, belongs to no record.": HEAD
    + f"_:s <{RDF}type> <{LOB}Section> .\n",
    "A text holds control characters, which no form can carry.": HEAD.replace('"X"@nl', '"X\\u0001"@nl'),
    f"Things are nested deeper than {MAX_DEPTH} levels, or within themselves.": HEAD
    + _LIST
    + _lines(f"_:s <{LOB}sections> _:m . _:m <{RDF}first> _:s . _:m <{RDF}rest> <{RDF}nil> .\n"),
}
"""By the sentence for the docs: N-Triples."""

BOTH = {
    "What a rule says beyond the structure (the codes LOB205, LOB301 to LOB307, LOB406 to LOB410, LOB501 to LOB505): check "
    "digits, years in the future, duplicates, texts.": (
        {**P, "year": 2999, "isbns": ["978-90-313-6018-0"]},
        HEAD
        + '<https://x.org/a> <http://purl.org/dc/terms/issued> "2999"^^<http://www.w3.org/2001/XMLSchema#gYear> .\n',
    )
}
"""By the sentence for the docs: a tree and N-Triples that have the right structure, in which the rules find a violation."""


def table() -> str:
    """The page for the docs."""
    parts = {
        "JSON Schema": [*JSON_SCHEMA, *TEXTS],
        "SHACL": SHACL,
        "SHACL, of JSON that another processor took for JSON-LD": [
            "A nested thing leaves its type out where only one class is possible, so that its node has none."
        ],
        "Neither": BOTH,
    }
    return "\n".join(
        f"**{name}**\n\n" + "".join(f"- {one}\n" for one in sentences) for name, sentences in parts.items()
    )


OWN_CONTEXT = {**P, "@context": CONTEXT_IRI}
