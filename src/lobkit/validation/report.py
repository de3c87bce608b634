"""What a validation found, in the forms that people, editors and services read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from attrs import asdict, frozen

from lobkit.display import as_html
from lobkit.errors import Finding, LobkitError, Severity, shown
from lobkit.validation.codes import KNOWN, UNREADABLE

_SIGNS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


@frozen
class Told:
    """What a validation found, and how much was judged, in the forms in which it is told.

    Args:
        findings: file by file, line by line.
        judged: how many records were looked at; where it is 0, nothing was shown to be right.
    """

    findings: Collection[Finding] = ()
    judged: int = 0

    @cached_property
    def _counts(self) -> Mapping[tuple[str, Severity], int]:
        """How many findings there are of each code and severity, in the order of the first of each."""
        return Counter((one.code, one.severity) for one in self.findings)

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings and infos do not count."""
        return not self.count(Severity.VIOLATION)

    @property
    def unreadable(self) -> bool:
        """Whether a source could not be read at all, so that nothing is known of the records in it."""
        return any(code in UNREADABLE for code, _ in self._counts)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    def count(self, severity: Severity) -> int:
        """How many findings have a severity."""
        return sum(n for (_, of), n in self._counts.items() if of is severity)

    def by_code(self) -> dict[str, int]:
        """How many findings each code has, most first."""
        codes: Counter[str] = Counter()
        for (code, _), n in self._counts.items():
            codes[code] += n
        return dict(codes.most_common())

    def summary(self) -> str:
        """A line a rule, and a line for the whole."""
        lines = [f"{n:6}  {code}  {self._title(code)}" for code, n in self.by_code().items()]
        return "\n".join([*lines, self._whole()]) + "\n"

    def _title(self, code: str) -> str:
        """What a code means; of a code that a profile brought, what its first finding says."""
        if code in KNOWN:
            return KNOWN[code].title
        return next(one.message for one in self.findings if one.code == code).partition(";")[0]

    def _whole(self) -> str:
        records = f"{self.judged} record{'' if self.judged == 1 else 's'}"
        if not self.findings:
            return f"{records}, nothing wrong" if self.judged else "nothing was judged"
        counts = [f"{self.count(one)} {one.value}{'' if self.count(one) == 1 else 's'}" for one in Severity]
        return f"{records}: {', '.join(counts)}"

    def lines(self) -> Iterator[str]:
        """A line a finding, in the one form, one by one."""
        return (f"{finding}\n" for finding in self.findings)

    def text(self) -> str:
        """A line a finding, in the one form."""
        return "".join(self.lines())

    __str__ = text

    def json(self) -> str:
        """One JSON object with the findings and the counts."""
        whole = {
            "conforms": self.conforms,
            "judged": self.judged,
            "counts": {one.value: self.count(one) for one in Severity},
            "findings": [asdict(one) for one in self.findings],
        }
        return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"

    def objects(self) -> Iterator[str]:
        """A JSON object a line, one for each finding, one by one."""
        return (json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in self.findings)

    def jsonl(self) -> str:
        """A JSON object a line, one for each finding."""
        return "".join(self.objects())

    def annotations(self) -> Iterator[str]:
        """Annotations for the workflow log of GitHub Actions, one by one."""
        return (_annotation(one) + "\n" for one in self.findings)

    def github(self) -> str:
        """Annotations for the workflow log of GitHub Actions, which it shows beside the lines."""
        return "".join(self.annotations())

    def sarif(self) -> str:
        """SARIF 2.1.0, which code hosts and editors show beside the lines."""
        from lobkit.validation.sarif import sarif  # noqa: PLC0415 - only when it is asked for

        return json.dumps(sarif(self.findings), ensure_ascii=False, indent=2) + "\n"

    def gitlab(self) -> str:
        """A Code Quality report of GitLab, which a merge request shows beside the lines."""
        from lobkit.validation.gitlab import gitlab  # noqa: PLC0415 - only when it is asked for

        return json.dumps(gitlab(self.findings), ensure_ascii=False, indent=2) + "\n"

    def shacl(self) -> str:
        """A SHACL validation report graph (SHACL, section 3.6), in Turtle."""
        from lobkit.validation.shacl import report_graph  # noqa: PLC0415 - only when it is asked for

        return report_graph(self.findings)


@frozen
class Report(Told):
    """All findings of a validation, in the order of the sources, and how much was judged.

    Args:
        findings: file by file, line by line.
        judged: how many records were looked at; where it is 0, nothing was shown to be right.

    >>> import lobkit
    >>> report = lobkit.validate(lobkit.Publication(lobkit.LangMap(nl="Later"), year=2999))
    >>> report.conforms, [finding.code for finding in report]
    (False, ['LOB305'])
    """

    findings: tuple[Finding, ...] = ()
    judged: int = 0

    _repr_html_ = as_html

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        from lobkit.display import bundle  # noqa: PLC0415 - not before somebody looks
        from lobkit.validation.page import page  # noqa: PLC0415 - the same

        return bundle(self.text() + self.summary(), page(self.findings, self.by_code(), self._whole(), self.conforms))

    @classmethod
    def of(cls, parts: Iterable[Report]) -> Report:
        """Several reports as one.

        Raises:
            LobkitError: where something is no report.
        """
        parts = list(parts) if isinstance(parts, Iterable) else [parts]
        for one in parts:
            if not isinstance(one, Report):
                raise LobkitError(f"expected several reports, such as [lobkit.validate(…)], not {shown(one)}")
        return cls(tuple(one for part in parts for one in part.findings), sum(part.judged for part in parts))

    @classmethod
    def from_shacl(cls, results: Any, *, data: Any = None, shapes: Any = None) -> Report:
        """The findings of any SHACL engine.

        Args:
            results: its report graph: an rdflib graph, or Turtle as text.
            data, shapes: what it judged, and by what: with both, shapes that judged nothing are reported too.

        Raises:
            LobkitError: where one of them is no graph.
        """
        from lobkit.validation.shacl import findings_of, judged  # noqa: PLC0415 - only when it is asked for

        found, count = judged(data, shapes) if data is not None and shapes is not None else ((), 0)
        return cls((*findings_of(results), *found), count)

    @classmethod
    def from_json_schema(cls, errors: Iterable[Any], *, source: str | None = None, text: str | None = None) -> Report:
        """The findings of a JSON Schema validator: jsonschema, jsonschema-rs, or ajv's list of errors.

        Args:
            errors: what it found.
            source: the name of the file.
            text: the JSON or YAML text, from which lines and columns are taken.

        Raises:
            LobkitError: where something is no error of such a validator.
        """
        from lobkit.validation.json_schema import findings_of  # noqa: PLC0415 - only when it is asked for

        return cls(findings_of(errors, source, text))


OUTPUT_FORMATS = {
    "text": Told.text,
    "json": Told.json,
    "jsonl": Told.jsonl,
    "sarif": Told.sarif,
    "github": Told.github,
    "gitlab": Told.gitlab,
    "shacl": Told.shacl,
}
"""The forms of a report by name."""

IN_PIECES = {"text": Told.lines, "jsonl": Told.objects, "github": Told.annotations}
"""Those that can be told finding by finding, so that they are never in memory as a whole."""


def _annotation(one: Finding) -> str:
    # https://docs.github.com/actions, workflow commands: what would end a value is written in percent form.
    kind = {"note": "notice"}.get(_SIGNS[one.severity], _SIGNS[one.severity])
    place = {"file": one.source, "line": one.line, "col": one.column, "title": one.code}
    parts = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in place.items() if value is not None)
    said = f"{one.path}: {one.message}" if one.path else one.message
    return f"::{kind} {parts}::{_escaped(said)}"


def _escaped(text: str, more: str = "") -> str:
    for sign in ("%", "\r", "\n", *more):
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text
