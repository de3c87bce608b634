"""What JSON Schema validators of others found, as findings: jsonschema, jsonschema-rs and ajv."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lobkit.errors import Finding, LobkitError, ReadError, shown
from lobkit.formats import json as json_form
from lobkit.formats import yaml as yaml_form
from lobkit.formats.format import Locate, Place, path_text

# By the keyword of JSON Schema 2020-12 that was not met.
_CODES = {
    "required": "LOB103",
    "additionalProperties": "LOB102",
    "unevaluatedProperties": "LOB102",
    "type": "LOB104",
    "uniqueItems": "LOB105",
    "pattern": "LOB106",
    "propertyNames": "LOB106",
    "minimum": "LOB106",
    "maximum": "LOB106",
    "minProperties": "LOB106",
    "minLength": "LOB106",
    "anyOf": "LOB104",
    "const": "LOB108",
    "enum": "LOB108",
    "oneOf": "LOB204",
}
_ADVICE = {
    "required": "'{name}' is missing; write it",
    "additionalProperties": "{name} is no key that fits here; take it out, or correct it",
    "type": "expected {wanted}, not {value}",
    "uniqueItems": "one value stands here twice; keep one",
    "pattern": "{value} is not of the form that this key asks for",
    "propertyNames": "{value} has a key that is no language tag; write one such as 'nl' or 'en'",
    "minimum": "{value} is too small; the least is {wanted}",
    "maximum": "{value} is too large; the greatest is {wanted}",
    "minLength": "a text is needed here, and this one is empty; fill it in",
    "minProperties": "at least one text is needed, such as {{nl: …}}",
    "anyOf": "{value} is of no form that this key takes",
    "const": "{value} does not fit here; write {wanted}",
    "enum": "{value} does not fit here; write one of {wanted}",
    "oneOf": "{value} is no concept of this scheme",
}
_KINDS = {"object": "keys with values", "array": "a list", "string": "text", "integer": "a whole number"}


def findings_of(errors: Iterable[Any], source: str | None = None, text: str | None = None) -> tuple[Finding, ...]:
    """The findings that say what these errors say, in the order of the text where it is given."""
    if not isinstance(errors, Iterable):
        raise LobkitError(f"expected the errors of a JSON Schema validator, in a list, not {shown(errors)}")
    locate = _locator(text) if text is not None else None
    found = []
    for error in errors:
        for keyword, place, message in _told(error):
            line, column = (locate(place) if locate else None) or (None, None)
            code = _CODES.get(keyword, "LOB104")
            found.append(Finding(code, message, path_text(place), source=source, line=line, column=column))
    return tuple(sorted(found, key=lambda one: (one.line or 0, one.column or 0)))


def _locator(text: str) -> Locate | None:
    try:
        return json_form.locator(text) if text.lstrip()[:1] in ("{", "[") else yaml_form.locator(text)
    except ReadError:
        return None


def _told(error: Any) -> Iterator[tuple[str, Place, str]]:
    """The keyword, the place and the message of an error; one for each unknown key."""
    keyword, place, wanted, value, names = _parts(error)
    template = _ADVICE.get(keyword)
    for name in names or [""]:
        where = (*place, name) if keyword in ("additionalProperties", "unevaluatedProperties") and name else place
        if template is None:
            yield keyword, where, _plain_message(error)
        else:
            yield keyword, where, template.format(name=shown(name), wanted=wanted, value=value)


def _parts(error: Any) -> tuple[str, Place, str, str, list[str]]:
    if isinstance(error, Mapping):
        return _of_ajv(error)
    if hasattr(error, "instance_path"):
        return _of_rust(error)
    if not hasattr(error, "validator"):
        raise LobkitError(f"expected an error of jsonschema, jsonschema-rs or ajv, not {shown(error)}")
    keyword = str(error.validator)
    return (
        keyword,
        tuple(error.absolute_path),
        _wanted(error.validator_value),
        shown(error.instance),
        _names(keyword, error.instance, error.validator_value, error.schema),
    )


def _names(keyword: str, instance: Any, value: Any, schema: Any) -> list[str]:
    if keyword == "additionalProperties" and isinstance(instance, Mapping):
        return [key for key in instance if key not in schema.get("properties", {})]
    if keyword == "required" and isinstance(instance, Mapping):
        return [key for key in value if key not in instance]
    return []


def _of_rust(error: Any) -> tuple[str, Place, str, str, list[str]]:
    keyword = str(error.schema_path[-1]) if error.schema_path else ""
    while keyword.isdigit():
        keyword = str(error.schema_path[-2])
    quoted = re.findall(r"'([^']*)'|\"([^\"]*)\"", error.message)
    names = [one or other for one, other in quoted] if keyword in ("required", "additionalProperties") else []
    value = shown(getattr(error, "instance", None))
    wanted = _wanted(getattr(getattr(error, "kind", None), "value", None)) or error.message
    return keyword, tuple(error.instance_path), wanted, value, names


def _of_ajv(error: Mapping[str, Any]) -> tuple[str, Place, str, str, list[str]]:
    params = error.get("params", {})
    steps = [step.replace("~1", "/").replace("~0", "~") for step in error.get("instancePath", "").split("/")[1:]]
    place = tuple(int(step) if step.isdigit() else step for step in steps)
    name = params.get("additionalProperty") or params.get("missingProperty")
    wanted = params.get("type") or params.get("allowedValue") or params.get("allowedValues") or params.get("limit")
    value = shown(error["data"]) if "data" in error else "this"
    return error.get("keyword", ""), place, _wanted(wanted), value, [name] if name else []


def _wanted(value: Any) -> str:
    if isinstance(value, str):
        return _KINDS.get(value, shown(value))
    if isinstance(value, list):
        return ", ".join(map(shown, value))
    return str(value)


def _plain_message(error: Any) -> str:
    return str(error.get("message", "")) if isinstance(error, Mapping) else str(error.message)
