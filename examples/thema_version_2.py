"""Thema grows to a version 2: one theme is split, one gets a new name, one is retired; records follow.

Run it in an empty folder: it writes the two versions, a few records, and what changed. Every name here is invented.
"""

from __future__ import annotations

import sys
from pathlib import Path

from attrs import evolve

import lobkit
from lobkit.evolution.report import markdown
from lobkit.exchange import write_text
from lobkit.skos import Concept, ConceptScheme

THEMA = "https://w3id.org/lobkit/thema"


def new(slug: str, notation: str, nl: str, en: str, definition_nl: str, definition_en: str) -> Concept:
    """A concept that version 2 adds."""
    scheme = lobkit.Iri(THEMA)
    return Concept(
        lobkit.Iri(f"{THEMA}/{slug}"),
        pref_label=lobkit.LangMap(nl=nl, en=en),
        notations=frozenset({notation}),
        definition=lobkit.LangMap(nl=definition_nl, en=definition_en),
        in_scheme=frozenset({scheme}),
        top_concept_of=frozenset({scheme}),
        defined_by=scheme,
    )


def version_2() -> list[ConceptScheme | Concept]:
    """Version 2 of Thema, out of the version that is installed."""
    old = lobkit.thema
    dossier = new(
        "loopbaandossier", "T13", "Loopbaandossier", "Career file",
        "Dossier waarin een leerling vastlegt wat nadenken over de loopbaan heeft opgeleverd.",
        "File in which a pupil records what thinking about a career has yielded.",
    )  # fmt: skip
    transfer = new(
        "overdrachtsdocumenten", "T14", "Overdrachtsdocumenten", "Transfer documents",
        "Documenten die meegaan naar een volgende opleiding, zoals het doorstroomdossier.",
        "Documents that go along to the next programme, such as the transfer file.",
    )  # fmt: skip
    changed = {
        # Split: the old theme stays, retired, and names both that take its place.
        old["lob-documenten"]: {"deprecated": True, "replaced_by": frozenset({dossier.iri, transfer.iri})},
        # A new name: the address stays, and the old label remains findable.
        old["ouderbetrokkenheid"]: {
            "pref_label": lobkit.LangMap(nl="Ouders als gesprekspartner", en="Parents as partners in conversation"),
            "alt_labels": old["ouderbetrokkenheid"].concept.alt_labels
            | {lobkit.LangString("Ouderbetrokkenheid", "nl"), lobkit.LangString("Parental involvement", "en")},
        },
        # Retired: another theme that was there already takes its place.
        old["samenwerking"]: {"deprecated": True, "replaced_by": frozenset({lobkit.Iri(old["lob-programma"])})},
    }
    concepts = [evolve(one, **changed.get(iri, {})) for iri, one in old.concepts.items()]
    tops = old.scheme().top_concepts | {dossier.iri, transfer.iri}
    return [evolve(old.scheme(), version="2.0.0", top_concepts=tops), *concepts, dossier, transfer]


def records(folder: Path) -> None:
    """Three records: one that is certain, one that a person decides on, one that nothing happens to."""
    folder.mkdir(exist_ok=True)
    for name, themas in {
        "certain": ["samenwerking", "doorstromen"],
        "to-decide": ["lob-documenten"],
        "untouched": ["ouderbetrokkenheid"],
    }.items():
        one = lobkit.Publication(
            lobkit.LangMap(nl=f"Verzonnen: {name}"),
            themas=frozenset(lobkit.thema[slug] for slug in themas),
            iri=lobkit.Iri(f"https://example.org/lob/{name}"),
        )
        lobkit.write(one, folder / f"{name}.yaml")


def main(folder: Path) -> None:
    """Writes both versions, compares them, and brings the records along."""
    for name, roots in {"thema-1.ttl": lobkit.thema.roots(), "thema-2.ttl": version_2()}.items():
        write_text(lobkit.FORMATS["turtle"].serialize(roots), folder / name)
    records(folder / "records")

    comparison = lobkit.diff(folder / "thema-1.ttl", folder / "thema-2.ttl")
    print(f"verdict: {comparison.verdict}; asks for {comparison.asks_for} or higher")
    print(f"findings: {len(comparison.findings)}")
    (folder / "CHANGES.md").write_text(markdown(comparison), encoding="utf-8")

    migration = lobkit.migrate(folder / "records", folder / "thema-1.ttl", folder / "thema-2.ttl")
    migration.write()
    print(migration.text().replace(f"{folder}/", ""), end="")
    for finding in migration.findings:
        print(str(finding).replace(f"{folder}/", ""))

    themes = lobkit.vocabulary(folder / "thema-2.ttl")
    print("in use:", " · ".join(one.label for one in themes.values() if not one.concept.deprecated))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
