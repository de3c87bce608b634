"""LinkML: classes generated from a schema, and its own dumper and loader for RDF."""

from __future__ import annotations

import json
import logging
from functools import cache
from pathlib import Path
from typing import Any

SCHEMA = Path(__file__).with_name("linkml.yaml")


@cache
def _tools() -> tuple[Any, Any]:
    """The module of generated classes, and the view of the schema."""
    from linkml.generators.pythongen import PythonGenerator  # noqa: PLC0415 - takes a second to import
    from linkml_runtime import SchemaView  # noqa: PLC0415 - the same

    logging.disable(logging.WARNING)
    return PythonGenerator(str(SCHEMA)).compile_module(), SchemaView(str(SCHEMA))


def _said(texts: dict[str, str]) -> list[dict[str, str]]:
    return [{"language": lang, "value": text} for lang, text in texts.items()]


def _without_type(tree: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {key: value for key, value in tree.items() if key != "type"}
    if "sections" in made:
        made["sections"] = [_without_type(one) for one in made["sections"]]
    return made


def document(trees: list[dict[str, Any]]) -> str:
    """The records as JSON in the form of the schema."""
    publications = []
    for tree in trees:
        one = _without_type(tree)
        one["title"] = _said(tree["title"])
        one["authors"] = [{"kind": each["type"], **_without_type(each)} for each in tree["authors"]]
        one["summary"] = [_without_type(each) for each in tree["summary"]]
        one["recommendations"] = [
            {**_without_type(each), "text": _said(each["text"])} for each in tree["recommendations"]
        ]
        publications.append(one)
    return json.dumps({"publications": publications}, ensure_ascii=False)


def there_and_back(text: str) -> tuple[Any, Any]:
    """JSON to objects, objects to Turtle, Turtle to objects: the objects before and after."""
    from linkml_runtime.dumpers import rdflib_dumper  # noqa: PLC0415 - takes a second to import
    from linkml_runtime.loaders import json_loader, rdflib_loader  # noqa: PLC0415 - the same

    module, view = _tools()
    before = json_loader.loads(text, target_class=module.Records)
    turtle = rdflib_dumper.dumps(before, schemaview=view, fmt="turtle")
    after = rdflib_loader.loads(turtle, schemaview=view, target_class=module.Records, fmt="turtle")
    return before, after


def equal(pair: tuple[Any, Any]) -> str:
    """How many records came back as they left; where order says nothing, it is not compared."""
    before, after = ({str(one.id): _settled(one) for one in records.publications} for records in pair)
    same = sum(after.get(iri) == one for iri, one in before.items())
    return f"{same} of {len(before)} came back equal"


def _settled(one: Any) -> Any:
    for thing, names in [(one, ("title", "themas", "sectors")), *((each, ("text",)) for each in one.recommendations)]:
        for name in names:
            setattr(thing, name, sorted(getattr(thing, name), key=str))
    return one
