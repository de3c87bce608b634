"""Findings as SARIF 2.1.0."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from lobkit.errors import Finding, Severity
from lobkit.validation.codes import KNOWN

_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif(findings: Iterable[Finding]) -> dict[str, Any]:
    """A log with one run (SARIF 2.1.0, sections 3.13 and 3.14)."""
    found = list(findings)
    codes = sorted({one.code for one in found})
    driver = {
        "name": "lobkit",
        "semanticVersion": version("lobkit"),
        "rules": [_rule(code) for code in codes],
    }
    return {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": [_result(one, codes.index(one.code)) for one in found],
            }
        ],
    }


def _rule(code: str) -> dict[str, Any]:
    known = KNOWN.get(code)
    if known is None:
        return {"id": code}
    return {
        "id": code,
        "helpUri": known.iri,
        "shortDescription": {"text": known.title},
        "defaultConfiguration": {"level": _LEVELS[known.severity]},
    }


def _result(one: Finding, at: int) -> dict[str, Any]:
    said = f"{one.path}: {one.message}" if one.path else one.message
    result: dict[str, Any] = {
        "ruleId": one.code,
        "ruleIndex": at,
        "level": _LEVELS[one.severity],
        "message": {"text": said},
    }
    if location := _location(one):
        result["locations"] = [location]
    return result


def _location(one: Finding) -> dict[str, Any]:
    location: dict[str, Any] = {}
    if one.source is not None:
        physical: dict[str, Any] = {"artifactLocation": {"uri": quote(PurePath(one.source).as_posix())}}
        if one.line is not None:
            physical["region"] = {"startLine": one.line, "startColumn": one.column or 1}
        location["physicalLocation"] = physical
    if one.path or one.record:
        name = " ".join(part for part in (one.record, one.path) if part)
        location["logicalLocations"] = [{"fullyQualifiedName": name}]
    return location
