"""SHACL reports: those of others' engines as findings, and findings as a report graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from lobkit.errors import Finding, LobkitError, Severity, shown
from lobkit.formats.triples import quoted
from lobkit.model import ROOTS
from lobkit.namespaces import BASE, RDF, XSD, Namespace, last_part
from lobkit.shape import shapes_of
from lobkit.validation.codes import KNOWN

if TYPE_CHECKING:
    from rdflib import Graph

SH = Namespace(
    "sh",
    "http://www.w3.org/ns/shacl#",
    "ValidationReport ValidationResult conforms result focusNode resultPath resultSeverity resultMessage value "
    "sourceConstraintComponent sourceShape NodeShape targetClass targetNode targetSubjectsOf targetObjectsOf name "
    "Violation Warning Info",
)

# By constraint component (SHACL, section 4).
_CODES = {
    "MinCount": "LOB103",
    "MaxCount": "LOB105",
    "UniqueLang": "LOB105",
    "Closed": "LOB102",
    "Datatype": "LOB104",
    "NodeKind": "LOB104",
    "Or": "LOB104",
    "Xone": "LOB108",
    "Class": "LOB108",
    "In": "LOB204",
    "HasValue": "LOB110",
    "Node": "LOB110",
    "Pattern": "LOB106",
    "MinLength": "LOB106",
    "MinInclusive": "LOB106",
    "MaxInclusive": "LOB106",
}


def findings_of(results: Graph | str) -> tuple[Finding, ...]:
    """The findings of a report graph, sorted by focus node."""
    graph = _graph(results)
    found = [_finding(graph, node) for node in _subjects(graph, SH.ValidationResult)]
    return tuple(sorted(found, key=lambda one: (one.record or "", one.path, one.code, one.message)))


def _graph(source: Graph | str) -> Any:
    from rdflib import Graph  # noqa: PLC0415 - rdflib only when a graph comes by

    if isinstance(source, str):
        try:
            return Graph().parse(data=source, format="turtle")
        except SyntaxError as problem:
            said = " ".join(str(problem).split())
            raise LobkitError(f"expected a graph in Turtle, not {shown(source)}: {said}") from None
    if not isinstance(source, Graph):
        raise LobkitError(f"expected an rdflib graph, or Turtle as text, not {shown(source)}")
    return source


def _subjects(graph: Any, kind: str) -> Iterator[Any]:
    from rdflib import URIRef  # noqa: PLC0415 - the same

    return graph.subjects(URIRef(RDF.type), URIRef(kind))  # type: ignore[no-any-return]


def _finding(graph: Any, node: Any) -> Finding:
    from rdflib import BNode, URIRef  # noqa: PLC0415 - the same

    def one(term: str) -> Any:
        return next(iter(sorted(graph.objects(node, URIRef(term)), key=_dutch_last)), None)

    focus, path, value = one(SH.focusNode), one(SH.resultPath), one(SH.value)
    component = last_part(str(one(SH.sourceConstraintComponent) or "")).removesuffix("ConstraintComponent")
    code = component if component in KNOWN else _CODES.get(component, "LOB106")
    severity = Severity(str(one(SH.resultSeverity) or SH.Violation).rpartition("#")[2].lower())
    message = str(one(SH.resultMessage) or f"the constraint {component} is not met")
    if value is not None and not isinstance(value, BNode) and str(value) not in message:
        message = f"{message}; it is {shown(str(value))}"
    subject = None if focus is None or isinstance(focus, BNode) else str(focus)
    key = _key(path, message)
    return Finding(code, message.removeprefix(f"{key}: "), key, severity, record=subject)


def _dutch_last(term: Any) -> str:
    """English before other languages, so that all findings read alike."""
    return {"en": "0", None: "1"}.get(getattr(term, "language", None), "2")


def _key(path: Any, message: str) -> str:
    """The JSON key of a path, where the model knows it.

    Two classes can have keys of their own for one path; the messages of our shapes begin with the key that is meant.
    """
    from rdflib import BNode  # noqa: PLC0415 - the same

    if path is None or isinstance(path, BNode):
        return message.partition(":")[0] if message.partition(":")[0] in _paths() else ""
    known = [key for key, of_key in _paths().items() if of_key == str(path)]
    return next((key for key in known if message.startswith(f"{key}:")), known[0] if known else f"<{path}>")


@cache
def _paths() -> dict[str, str]:
    """The path of each key: one key means one property in the whole model."""
    return {one.key: one.path for shape in shapes_of(*ROOTS) for one in shape.properties}


def judged(data: Graph | str, shapes: Graph | str) -> tuple[tuple[Finding, ...], int]:
    """Which shapes judged nothing in the data, and how many nodes were judged.

    A validation in which no shape found a node to judge is a violation; a single shape without one is an info. Subjects
    that no shape judged, and that belong to no list, are told as well, since nobody looked at them.
    """
    data_graph, shape_graph = _graph(data), _graph(shapes)
    findings: list[Finding] = []
    reached: set[Any] = set()
    for shape in sorted(_subjects(shape_graph, SH.NodeShape)):
        targets = _targets(shape, shape_graph, data_graph)
        if targets is None:
            continue  # it judges only what other shapes hand to it
        reached |= targets
        if not targets:
            message = f"the shape {_name(shape, shape_graph)} judged nothing: the data holds no node for it"
            findings.append(Finding("LOB114", message, severity=Severity.INFO, record=str(shape)))
    if not reached:
        message = "no shape judged anything: the data holds no node that a shape is for; is it the right data?"
        return (Finding("LOB114", message),), 0
    return (*_unjudged(data_graph, reached), *findings), len(reached)


def _targets(shape: Any, shapes: Any, data: Any) -> set[Any] | None:
    """The focus nodes of a shape (SHACL, section 2.1.3); None where it has no target."""
    from rdflib import RDFS, URIRef  # noqa: PLC0415 - the same

    classes = set(shapes.objects(shape, URIRef(SH.targetClass)))
    nodes = set(shapes.objects(shape, URIRef(SH.targetNode)))
    subjects = set(shapes.objects(shape, URIRef(SH.targetSubjectsOf)))
    objects = set(shapes.objects(shape, URIRef(SH.targetObjectsOf)))
    if not (classes or nodes or subjects or objects):
        return None
    kinds = {sub for kind in classes for sub in data.transitive_subjects(RDFS.subClassOf, kind)}
    found = {node for kind in kinds for node in data.subjects(URIRef(RDF.type), kind)}
    found |= {node for path in subjects for node in data.subjects(path)}
    return found | nodes | {node for path in objects for node in data.objects(None, path)}


def _unjudged(data: Any, reached: set[Any]) -> Iterator[Finding]:
    from rdflib import BNode, URIRef  # noqa: PLC0415 - the same

    for subject in sorted(set(data.subjects()) - reached, key=str):
        if (subject, URIRef(RDF.first), None) not in data and (subject, URIRef(RDF.rest), None) not in data:
            name = "a blank node" if isinstance(subject, BNode) else f"<{subject}>"
            message = f"no shape judged {name}: its rdf:type is none that a shape is for"
            yield Finding("LOB114", message, record=None if isinstance(subject, BNode) else str(subject))


def _name(shape: Any, shapes: Any) -> str:
    from rdflib import URIRef  # noqa: PLC0415 - the same

    return str(next(shapes.objects(shape, URIRef(SH.name)), f"<{shape}>"))


def report_graph(findings: Iterable[Finding]) -> str:
    """A report graph in Turtle; it conforms where there is no result at all (SHACL, section 3.6.1)."""
    found = list(findings)
    prefixes = f"@prefix sh: <{SH.iri}> .\n@prefix xsd: <{XSD.iri}> .\n\n"
    head = f"[ a sh:ValidationReport ;\n  sh:conforms {'false' if found else 'true'}"
    return prefixes + " ;\n  ".join([head, *map(_result, found)]) + "\n] .\n"


def _iri(code: str) -> str:
    """The address of a rule; of a demand of a profile, too, which no table of the code has."""
    return f"{BASE}rule/{code}"


def _result(one: Finding) -> str:
    place = ":".join(str(part) for part in (one.source, one.line, one.column) if part is not None)
    message = f"{place}: {one.message}" if place else one.message
    lines = [
        "a sh:ValidationResult",
        f"sh:focusNode {f'<{one.record}>' if one.record else '[]'}",
        f"sh:resultSeverity sh:{one.severity.value.capitalize()}",
        f"sh:sourceConstraintComponent <{_iri(one.code)}>",
        f"sh:resultMessage {quoted(message)}@en",
    ]
    key = one.path.rpartition(".")[2].partition("[")[0]
    if key in _paths():
        lines.insert(2, f"sh:resultPath <{_paths()[key]}>")
    return "sh:result [\n    " + " ;\n    ".join(lines) + "\n  ]"
