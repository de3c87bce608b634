"""SSSOM/TSV, a table of mappings under a block of metadata: read by its specification, written canonically."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from typing import Any

from attrs import define, field

from lobkit.errors import Finding, ReadError, Severity, shown
from lobkit.formats import yaml
from lobkit.mappings.mapping import SEMAPV, UNSPECIFIED, ConceptMapping, MappingSet
from lobkit.namespaces import BASE, NAMESPACES, SKOS, folder_of


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# The slots of a mapping and of a set in the order in which they are written (SSSOM 1.1, canonical form).
SLOTS = _words(
    "record_id subject_id subject_label subject_category predicate_id predicate_label predicate_modifier object_id "
    "object_label object_category mapping_justification author_id author_label reviewer_id reviewer_label creator_id "
    "creator_label license subject_type subject_source subject_source_version object_type object_source "
    "object_source_version predicate_type mapping_provider mapping_source mapping_cardinality cardinality_scope "
    "mapping_tool mapping_tool_id mapping_tool_version mapping_date publication_date review_date confidence "
    "curation_rule curation_rule_text subject_match_field object_match_field match_string subject_preprocessing "
    "object_preprocessing similarity_score similarity_measure see_also issue_tracker_item other comment"
)
SET_SLOTS = _words(
    "sssom_version mapping_set_id mapping_set_version mapping_set_source mapping_set_title mapping_set_description "
    "mapping_set_confidence creator_id creator_label license subject_type subject_source subject_source_version "
    "object_type object_source object_source_version predicate_type mapping_provider cardinality_scope mapping_tool "
    "mapping_tool_id mapping_tool_version mapping_date publication_date subject_match_field object_match_field "
    "subject_preprocessing object_preprocessing similarity_measure curation_rule curation_rule_text see_also "
    "issue_tracker other comment extension_definitions"
)
_OF_THE_SET = _words("creator_id creator_label license see_also other comment")
_PROPAGATED = tuple(one for one in SET_SLOTS if one in SLOTS and one not in _OF_THE_SET)
_ENTITIES = frozenset(
    _words(
        "record_id subject_id predicate_id object_id mapping_justification author_id reviewer_id creator_id "
        "subject_source object_source mapping_source mapping_tool_id subject_match_field object_match_field "
        "subject_preprocessing object_preprocessing curation_rule issue_tracker_item"
    )
)
_MANY = frozenset(
    _words(
        "author_id author_label reviewer_id reviewer_label creator_id creator_label mapping_set_source match_string "
        "subject_match_field object_match_field subject_preprocessing object_preprocessing curation_rule "
        "curation_rule_text cardinality_scope see_also"
    )
)
_OWN = frozenset(
    _words(
        "subject_id predicate_id object_id mapping_justification confidence predicate_modifier subject_label "
        "object_label"
    )
)

BUILT_IN = {
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "semapv": SEMAPV,
    "skos": SKOS.iri,
    "sssom": "https://w3id.org/sssom/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "linkml": "https://w3id.org/linkml/",
}
"""Prefixes that need no declaration."""

_LEGACY = {
    "Lexical": "LexicalMatching",
    "Logical": "LogicalMatching",
    "HumanCurated": "ManualMappingCuration",
    "Complex": "CompositeMatching",
    "Unspecified": "UnspecifiedMatching",
    "SemanticSimilarity": "SemanticSimilarityThresholdMatching",
}
"""What `match_type` said before version 0.9.1."""

_CURIE = re.compile(r"([A-Za-z_][\w.\-]*):(?!//)(\S*)")


@define
class Problems:
    """What is wrong with a mapping set, with lines."""

    found: list[Finding] = field(factory=list)

    def add(self, code: str, message: str, line: int, path: str = "", severity: Severity = Severity.VIOLATION) -> None:
        """Notes one problem, once."""
        finding = Finding(code, message, path, severity, None, line)
        if finding not in self.found:
            self.found.append(finding)


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def parse(text: str, metadata: str | None = None) -> tuple[MappingSet, tuple[Finding, ...]]:
    """The mapping set of a text, and what was noticed.

    Args:
        text: the table, with its metadata in lines that begin with `#`.
        metadata: the metadata, where they stand in a file of their own.

    Raises:
        ReadError: where the text is no SSSOM/TSV, with every problem and its line.
    """
    problems = Problems()
    block, table, first = _parted(text)
    about = _metadata(block if metadata is None else metadata, problems)
    prefixes = {**BUILT_IN, **_prefixes(about.pop("curie_map", {}), problems)}
    rows = list(_rows(table, first, problems))
    reader = _Reader(prefixes, problems, frozenset(_extensions(about)))
    columns = rows[0][1] if rows else []
    reader.check_columns(columns, first)
    shared = {slot: _text(about[slot]) for slot in _PROPAGATED if slot in about and slot not in columns}
    if "mapping_justification" in about and "mapping_justification" not in columns:
        shared["mapping_justification"] = _text(about["mapping_justification"])
    shared = {slot: reader.expanded(slot, value, 1) for slot, value in shared.items()}
    kept = {slot: reader.of_the_set(slot, value) for slot, value in about.items() if slot not in shared}
    mappings = []
    for line, values in rows[1:]:
        one = reader.mapping(dict(zip(columns, values, strict=False)), shared, line)
        if one is not None:
            mappings.append(one)
    if any(one.severity is Severity.VIOLATION for one in problems.found):
        raise ReadError(problems.found)
    return MappingSet(tuple(mappings), kept, prefixes), tuple(problems.found)


def _parted(text: str) -> tuple[str, str, int]:
    """The lines of metadata without their sign, the table, and the line in which it begins."""
    lines = text.splitlines(keepends=True)
    count = next((at for at, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "".join(line[1:] for line in lines[:count]), "".join(lines[count:]), count + 1


# A version is a text, also where it looks like a number: 1.10 is not 1.1.
_VERSIONS = re.compile(r"(?m)^(\s*\w+_version:[ ]+)([^\s\"'|>\[{#][^\n\"]*?)[ ]*$")


def _metadata(block: str, problems: Problems) -> dict[str, Any]:
    if not block.strip():
        return {}
    try:
        tree = yaml.parse_tree(_VERSIONS.sub(r'\1"\2"', block))
    except ReadError as error:
        for one in error.findings:
            problems.add("LOB721", f"the metadata are no YAML: {one.message}", one.line or 1)
        return {}
    if not isinstance(tree, dict):
        problems.add("LOB721", f"the metadata are keys with values, not {shown(tree)}", 1)
        return {}
    for key in [key for key in tree if key not in (*SET_SLOTS, *_PROPAGATED, *_LATER) and key not in _extensions(tree)]:
        message = f"{shown(key)} is no slot of a mapping set and is left out"
        problems.add("LOB724", message, 1, key, Severity.WARNING)
        del tree[key]
    return tree


_LATER = ("curie_map", "mapping_justification")


def _extensions(about: MappingOf[str, Any]) -> Iterator[str]:
    definitions = about.get("extension_definitions")
    for one in definitions if isinstance(definitions, list) else ():
        if isinstance(one, dict) and isinstance(one.get("slot_name"), str):
            yield one["slot_name"]


def _prefixes(tree: Any, problems: Problems) -> dict[str, str]:
    if not isinstance(tree, dict) or not all(isinstance(iri, str) for iri in tree.values()):
        problems.add("LOB721", f"curie_map holds prefixes with their IRIs, not {shown(tree)}", 1, "curie_map")
        return {}
    for prefix, iri in tree.items():
        if BUILT_IN.get(prefix, iri) != iri:
            message = f"the prefix {prefix!r} always stands for {BUILT_IN[prefix]}; choose another name"
            problems.add("LOB722", message, 1, "curie_map")
    return tree


def _rows(table: str, first: int, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    if not table.strip():
        problems.add("LOB721", "there is no table; its first line names the slots, with a tab between them", first)
        return
    reader = csv.reader(io.StringIO(table, newline=""), delimiter="\t", strict=True)
    line = first
    try:
        for values in reader:
            if values:
                yield line, values
            line = first + reader.line_num
    except csv.Error as problem:
        problems.add("LOB721", f"the table is broken: {problem}", first + reader.line_num - 1)


def _text(value: Any) -> str:
    return "|".join(map(str, value)) if isinstance(value, list) else str(value)


@define
class _Reader:
    """Makes mappings out of rows."""

    prefixes: MappingOf[str, str]
    problems: Problems
    extensions: frozenset[str]

    def check_columns(self, columns: list[str], line: int) -> None:
        if len(columns) == 1 and "," in columns[0]:
            self.problems.add("LOB721", "the columns are apart by commas; SSSOM/TSV has tabs between them", line)
        for slot in ("predicate_id",):
            if columns and slot not in columns:
                self.problems.add("LOB721", f"the column {slot!r} is missing", line, slot)
        for slot in {one for one in columns if columns.count(one) > 1}:
            self.problems.add("LOB721", f"the column {slot!r} stands there twice; keep one", line, slot)
        for slot in columns:
            if slot not in SLOTS and slot not in self.extensions and slot != "match_type":
                message = f"{shown(slot)} is no slot of SSSOM and is left out; define it in extension_definitions"
                self.problems.add("LOB724", message, line, slot, Severity.WARNING)

    def mapping(self, row: dict[str, str], shared: MappingOf[str, str], line: int) -> ConceptMapping | None:
        kept = {slot for slot in row if slot in SLOTS or slot in self.extensions}
        values = dict(shared) | {slot: self.expanded(slot, row[slot], line) for slot in kept if row[slot] != ""}
        if "mapping_justification" not in values and row.get("match_type"):
            values["mapping_justification"] = self._legacy(row["match_type"], line)
        for slot in self._missing(values):
            self.problems.add("LOB721", f"{slot!r} is empty", line, slot)
        rest = tuple((slot, values[slot]) for slot in [*SLOTS, *sorted(self.extensions)] if slot in values)
        return ConceptMapping(
            values.get("subject_id", ""),
            values.get("predicate_id", ""),
            values.get("object_id", ""),
            values.get("mapping_justification", UNSPECIFIED),
            self._confidence(values.get("confidence"), line),
            self._negated(values.get("predicate_modifier"), line),
            values.get("subject_label", ""),
            values.get("object_label", ""),
            tuple((slot, value) for slot, value in rest if slot not in _OWN),
            line,
        )

    def _missing(self, values: MappingOf[str, str]) -> Iterator[str]:
        for end in ("subject", "object"):
            literal = values.get(f"{end}_type") == "rdfs literal"
            if f"{end}_{'label' if literal else 'id'}" not in values:
                yield f"{end}_{'label' if literal else 'id'}"
        yield from (slot for slot in ("predicate_id", "mapping_justification") if slot not in values)

    def _legacy(self, value: str, line: int) -> str:
        if value in _LEGACY:
            return SEMAPV + _LEGACY[value]
        self.problems.add("LOB723", f"{shown(value)} is no match_type; write mapping_justification instead", line)
        return UNSPECIFIED

    def _confidence(self, value: str | None, line: int) -> float | None:
        if value is None:
            return None
        try:
            number = float(value)
        except ValueError:
            number = -1.0
        if not 0 <= number <= 1:
            self.problems.add("LOB723", f"{shown(value)} is no number between 0 and 1", line, "confidence")
            return None
        return number

    def _negated(self, value: str | None, line: int) -> bool:
        if value not in (None, "Not"):
            self.problems.add("LOB723", f"{shown(value)} is no modifier; write Not", line, "predicate_modifier")
        return value is not None

    def expanded(self, slot: str, value: str, line: int) -> str:
        """References to entities as IRIs; other values as they are."""
        if slot not in _ENTITIES:
            return value
        parts = value.split("|") if slot in _MANY else [value]
        return "|".join(self._iri(part, slot, line) for part in parts)

    def of_the_set(self, slot: str, value: Any) -> Any:
        """A slot of the set, its references as IRIs; several values are a list."""
        if slot in _MANY:
            values = value if isinstance(value, list) else [value]
            return [self.expanded(slot, str(one), 1) for one in values]
        return self.expanded(slot, str(value), 1) if slot in _ENTITIES else value

    def _iri(self, text: str, slot: str, line: int) -> str:
        match = _CURIE.fullmatch(text)
        if match and match[1] in self.prefixes:
            return self.prefixes[match[1]] + match[2]
        if re.match(r"[A-Za-z][A-Za-z0-9+.\-]*://\S+$", text):
            message = f"{shown(text)} is written in full; SSSOM has prefixes for identifiers"
            self.problems.add("LOB725", message, line, slot, Severity.INFO)
            return text
        if match:
            message = f"the prefix {match[1]!r} is not declared; add it to curie_map"
            self.problems.add("LOB722", message, line, slot)
        else:
            self.problems.add("LOB723", f"{shown(text)} is no identifier such as ex:1", line, slot)
        return text


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def serialize(mappings: MappingSet) -> Iterator[str]:
    """The set in the canonical form: slots and rows in their order, what all rows share in the metadata."""
    rows = [_row(one) for one in mappings]
    extensions = sorted({slot for row in rows for slot in row if slot not in SLOTS})
    about = dict(mappings.metadata)
    for slot in _PROPAGATED:
        values = {row.get(slot) for row in rows}
        if len(values) == 1 and None not in values and slot not in about:
            about[slot] = values.pop()
            for row in rows:
                del row[slot]
    contract = _Contractor({**mappings.prefixes})
    rows = [{slot: contract.value(slot, value) for slot, value in row.items()} for row in rows]
    about = {slot: _contracted(slot, value, contract) for slot, value in about.items()}
    columns = [slot for slot in [*SLOTS, *extensions] if any(row.get(slot) for row in rows)]
    head = {slot: about[slot] for slot in [*SET_SLOTS, *sorted(set(about) - set(SET_SLOTS))] if slot in about}
    if contract.used:
        yield from _commented({"curie_map": dict(sorted(contract.used.items()))})
    yield from _commented(head)
    yield "\t".join(columns) + "\n" if columns else "\t".join(_LEAST) + "\n"
    for row in sorted(rows, key=lambda row: [row.get(slot, "") for slot in columns]):
        yield "\t".join(_cell(row.get(slot, "")) for slot in columns) + "\n"


_LEAST = ("subject_id", "predicate_id", "object_id", "mapping_justification")


def _row(one: ConceptMapping) -> dict[str, str]:
    row = {
        "subject_id": one.subject,
        "subject_label": one.subject_label,
        "predicate_id": one.predicate,
        "predicate_modifier": "Not" if one.negated else "",
        "object_id": one.object,
        "object_label": one.object_label,
        "mapping_justification": one.justification,
        "confidence": "" if one.confidence is None else _number(one.confidence),
        **dict(one.rest),
    }
    return {slot: value for slot, value in row.items() if value != ""}


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _contracted(slot: str, value: Any, contract: _Contractor) -> Any:
    if slot in _MANY and not isinstance(value, list):
        value = str(value).split("|")
    if isinstance(value, list) and slot in _ENTITIES:
        return [contract.value(slot, str(one)) for one in value]
    return contract.value(slot, value) if isinstance(value, str) else value


_KNOWN = {space.iri: space.prefix for space in NAMESPACES} | {
    f"{BASE}{name}/": name for name in ("sector", "thema", "jaartal", "soort")
}


@define
class _Contractor:
    """Writes IRIs by prefixes, and remembers those that have to be declared."""

    prefixes: dict[str, str]
    used: dict[str, str] = field(factory=dict)

    def value(self, slot: str, value: str) -> str:
        if slot not in _ENTITIES:
            return value
        return "|".join(self._curie(part) for part in (value.split("|") if slot in _MANY else [value]))

    def _curie(self, iri: str) -> str:
        known = {**BUILT_IN, **self.prefixes}
        fitting = [prefix for prefix, start in known.items() if start and iri.startswith(start)]
        if not fitting:
            folder = folder_of(iri) or iri[: iri.rfind(":") + 1]
            if not re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:", iri) or not folder:
                return iri
            prefix = _KNOWN.get(folder) or next(f"ns{n}" for n in range(1, 10**6) if f"ns{n}" not in known)
            self.prefixes[prefix] = folder
            fitting = [prefix]
            known[prefix] = folder
        prefix = max(fitting, key=lambda one: (len(known[one]), one))
        if prefix not in BUILT_IN:
            self.used[prefix] = known[prefix]
        return f"{prefix}:{iri[len(known[prefix]) :]}"


def _commented(tree: dict[str, Any]) -> Iterator[str]:
    if tree:
        for line in yaml.serialize_tree(tree).splitlines():
            yield f"#{line}\n"


def _cell(text: str) -> str:
    if any(sign in text for sign in '\t\n\r"'):
        return '"' + text.replace('"', '""') + '"'
    return text
