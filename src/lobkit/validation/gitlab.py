"""Findings as a Code Quality report of GitLab, which a merge request shows beside the lines."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from lobkit.errors import Finding, Severity

_SEVERITIES = {Severity.VIOLATION: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def gitlab(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """An issue for each finding (docs.gitlab.com, Code Quality, "Code quality report format")."""
    seen: Counter[str] = Counter()
    return [_issue(one, seen) for one in findings]


def _issue(one: Finding, seen: Counter[str]) -> dict[str, Any]:
    said = f"{one.path}: {one.message}" if one.path else one.message
    path = PurePath(one.source or "<text>").as_posix()
    # GitLab shows one of several issues with one fingerprint; a line that moved must not make it a new issue.
    key = f"{path}\0{one.code}\0{said}"
    seen[key] += 1
    return {
        "description": f"{one.code} {said}",
        "check_name": one.code,
        "fingerprint": hashlib.sha256(f"{key}\0{seen[key]}".encode()).hexdigest(),
        "severity": _SEVERITIES[one.severity],
        "location": {"path": path, "lines": {"begin": one.line or 1}},
    }
