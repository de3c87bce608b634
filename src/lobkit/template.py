"""A commented YAML record to fill in, from the shape of a publication."""

from __future__ import annotations

from lobkit.formats.yaml import MODELINE
from lobkit.model import Publication
from lobkit.namespaces import BASE
from lobkit.shape import Cardinality, IriRange, LangMapRange, LiteralRange, NodeRange, PropertyShape, shape_of
from lobkit.vocabularies import VOCABULARIES


def template() -> str:
    """A record with the keys that must be there, and every other key as a comment with its meaning and an example."""
    shape = shape_of(Publication)
    lines = [
        MODELINE.rstrip("\n"),
        "# A publication. Fill in what you know; take the # away from a line that you use.",
        "type: Publication",
        "# The address that names this record; without it the record has no name of its own.",
        f"#id: {'https://example.org/lob/'}my-publication",
    ]
    for one in shape.properties:
        lines += ["", f"# {one.definition}", *_example(one)]
    return "\n".join(lines) + "\n"


def _example(one: PropertyShape) -> list[str]:
    """The key with an example of its form; commented out where the key may be absent."""
    mark = "" if one.required else "#"
    match one.range:
        case LangMapRange():
            return [f"{mark}{one.key}:", f"{mark}  nl: {'Vul de titel in' if one.required else '…'}"]
        case IriRange(concept_class=concept_class) if concept_class is not None:
            return _concepts(one, concept_class.scheme)
        case NodeRange(classes=classes):
            inner = next((each for each in shape_of(classes[0]).properties if each.required), None)
            key = f"{inner.key}: …" if inner is not None and isinstance(inner.range, LiteralRange) else "…"
            return [f"{mark}{one.key}:", f"{mark}  {'- ' if one.cardinality.many else ''}type: {classes[0].__name__}",
                    f"{mark}  {'  ' if one.cardinality.many else ''}{key}"]  # fmt: skip
        case LiteralRange(datatype=datatype):
            example = datatype.examples[0] if datatype.examples else {"integer": "2019"}.get(datatype.json, "…")
            return _plain(one, str(example), mark)
    return _plain(one, "https://example.org/…", mark)


def _plain(one: PropertyShape, example: str, mark: str) -> list[str]:
    text = f'"{example}"' if example[:1].isdigit() and not example.isdigit() else example
    return [f"{mark}{one.key}:", f"{mark}  - {text}"] if one.cardinality.many else [f"{mark}{one.key}: {text}"]


def _concepts(one: PropertyShape, scheme: str) -> list[str]:
    concepts = VOCABULARIES[scheme.removeprefix(BASE)].values()
    if one.cardinality is Cardinality.UNORDERED:
        return [f"#{one.key}:", *(f"#  - {concept}  # {concept.label}" for concept in concepts)]
    return [f"#{one.key}: {concept}  # {concept.label}" for concept in concepts]
