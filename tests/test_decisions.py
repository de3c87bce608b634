"""Kept files that a reviewer sees change: laws check agreement, and only a kept file checks a choice."""

import os
from pathlib import Path

import pytest

import lobkit
from lobkit.exchange import FORMATS, records_in
from lobkit.template import template
from lobkit.vocabularies import VOCABULARIES

KEPT = Path(__file__).parent / "decisions"
EXAMPLES = Path(__file__).parent.parent / "examples"


def example(form: str, **options: bool) -> str:
    files = [path for path in records_in(EXAMPLES) if path.parent == EXAMPLES]
    catalog = lobkit.Catalog.of(lobkit.read(path, base="https://example.org/lob/") for path in files)
    return "".join(lobkit.serialized(catalog, form, **options))


DECISIONS = {
    "new.yaml": lambda: template(lobkit.Publication),
    "catalog.ttl": lambda: example("turtle"),
    "catalog-enriched.ttl": lambda: example("turtle", enrich=True),
    "catalog.json": lambda: example("json"),
    "catalog.yaml": lambda: example("yaml"),
    "portfolio.md": lambda: "".join(lobkit.serialized(lobkit.read(EXAMPLES / "portfolio.yaml"), "fiche")),
} | {
    f"{name}{part}.ttl": lambda one=one, part=part: "".join(
        FORMATS["turtle"].serialize(one.mappings() if part else one.roots())
    )
    for name, one in VOCABULARIES.items()
    for part in (("", "-mappings") if one.mappings() else ("",))
}


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_stands(name):
    """To change one, run the tests with LOBKIT_DECIDE=1 and read the difference."""
    made = DECISIONS[name]()
    if os.environ.get("LOBKIT_DECIDE"):
        (KEPT / name).write_text(made, encoding="utf-8")

    assert (KEPT / name).read_text("utf-8") == made


def test_no_decision_is_left_over():
    """Every kept file is one that is still made."""
    assert {path.name for path in KEPT.iterdir()} == set(DECISIONS)
