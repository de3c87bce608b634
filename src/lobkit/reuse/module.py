"""A Python module with the concepts of a vocabulary as members of a class, for editors and type checkers."""

from __future__ import annotations

import ast
import json
import keyword
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from lobkit.compiled.trees import unstructure
from lobkit.errors import LobkitError, shown
from lobkit.reuse.handles import ascii_of
from lobkit.skos import Concept
from lobkit.vocabularies import ConceptHandle, Vocabulary

Names = Mapping[str, str]
"""From the IRIs of concepts to the names of their members."""


def module_of(vocabulary: Vocabulary[ConceptHandle, str], *, lang: str = "en", before: str | None = None) -> str:
    """The text of a module; it needs lobkit, and no file beside it.

    A member is called after the slug of its concept, or after its label where the slug is a code. Names are stable:
    those in the module that was there before are kept, whatever became of the labels.

    Args:
        vocabulary: the concepts, such as `lobkit.vocabulary("x.ttl")`.
        lang: the language of labels that give names and documentation.
        before: the text of the module that it replaces.

    Raises:
        LobkitError: where the module before is no Python, or has another class.
    """
    kept = names_in(before, vocabulary.handle.__name__) if before is not None else {}
    names = member_names(vocabulary, lang, kept)
    return "".join(_lines(vocabulary, names, lang))


def _lines(vocabulary: Vocabulary[ConceptHandle, str], names: Names, lang: str) -> Iterator[str]:
    cls = vocabulary.handle.__name__
    variable = _variable(cls)
    scheme = vocabulary.scheme()
    version = f", version {scheme.version}" if scheme.version else ""
    title = _one_line(scheme.title.best(lang))
    made = "made by `lobkit vocab python`, which keeps the names of members"
    yield f'"""The concepts of {title}{version}; {made}."""\n\n'
    yield "# ruff: noqa\n# fmt: off\n\nfrom __future__ import annotations\n\nfrom typing import ClassVar, Literal\n\n"
    yield "from lobkit.vocabularies import ConceptHandle, Vocabulary, embedded\n\n"
    yield f"{cls}Slug = Literal[\n" + "".join(f"    {_quoted(slug)},\n" for slug in vocabulary) + "]\n\n\n"
    yield f'class {cls}(ConceptHandle):\n    """A concept of {title}."""\n\n    __slots__ = ()\n'
    yield f"    scheme = {_quoted(vocabulary.iri)}\n\n"
    for iri, concept in vocabulary.concepts.items():
        yield f'    {names[iri]}: ClassVar[{cls}]\n    """{_about(concept, lang)}"""\n'
    yield "\n\n_CONCEPTS = (\n"
    for root in (scheme, *vocabulary.concepts.values()):
        yield f"    {json.dumps(unstructure(root), ensure_ascii=False)!r},\n"
    yield ")\n\n"
    yield f"{variable}: Vocabulary[{cls}, {cls}Slug] = Vocabulary({cls}, embedded(_CONCEPTS))\n"
    yield f'"""The concepts by slug, and `{variable}.find` by any of their names."""\n\n'
    for iri in vocabulary.concepts:
        yield f"{cls}.{names[iri]} = {cls}({_quoted(iri)})\n"


def _variable(cls: str) -> str:
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls).lower()
    return f"{name}_" if keyword.iskeyword(name) else name


def _quoted(text: str) -> str:
    """A Python string between double quotes, with no sign that could end or hide it."""
    return json.dumps(str(text), ensure_ascii=False) if str(text).isprintable() else json.dumps(str(text))


def _one_line(text: str) -> str:
    line = " ".join(text.split()).replace("\\", "\\\\").replace('"""', "'''")
    return f"{line} " if line.endswith('"') else line


def _about(concept: Concept, lang: str) -> str:
    label = concept.pref_label.best(lang) if concept.pref_label else concept.iri
    parts = [f"{label}." if concept.definition else label]
    if concept.deprecated:
        heirs = ", ".join(sorted(concept.replaced_by))
        parts.insert(0, f"Deprecated{f'; use {heirs}' if heirs else ''}:")
    if concept.definition:
        parts.append(concept.definition.best(lang))
    return _one_line(" ".join(parts))


def names_in(text: str, cls: str) -> dict[str, str]:
    """The names of members by IRI in a module that was written before.

    Raises:
        LobkitError: where it is no Python, or has no such class.
    """
    try:
        tree = ast.parse(text)
    except SyntaxError as problem:
        raise LobkitError(f"the module that is there is no Python (line {problem.lineno}); name another file") from None
    if not any(isinstance(node, ast.ClassDef) and node.name == cls for node in tree.body):
        raise LobkitError(f"the module that is there has no class {shown(cls)}; name another file, or the class it has")
    found: dict[str, str] = {}
    for node in tree.body:
        match node:
            case ast.Assign(
                targets=[ast.Attribute(value=ast.Name(id=owner), attr=name)],
                value=ast.Call(func=ast.Name(id=maker), args=[ast.Constant(value=str(iri))]),
            ) if owner == maker == cls:
                found[iri] = name
    return found


def member_names(vocabulary: Vocabulary[ConceptHandle, str], lang: str, kept: Names) -> dict[str, str]:
    """A name for each concept: the kept one, else one of its own that no other has."""
    names = {iri: kept[iri] for iri in vocabulary.concepts if iri in kept}
    fresh = {iri: _name(vocabulary, iri, lang) for iri in vocabulary.concepts if iri not in names}
    counts = Counter([*fresh.values(), *kept.values()])
    taken = set(kept.values())
    for iri, name in fresh.items():
        if counts[name] > 1:
            name = f"{name}_{_identifier(vocabulary.slug_of(iri))}"
        while name in taken:
            name = f"{name}_"
        taken.add(name)
        names[iri] = name
    return names


def _name(vocabulary: Vocabulary[ConceptHandle, str], iri: str, lang: str) -> str:
    slug = vocabulary.slug_of(iri)
    concept = vocabulary.concepts[iri]
    if _is_code(slug) and concept.pref_label:
        return _identifier(concept.pref_label.best(lang))
    return _identifier(slug)


def _is_code(slug: str) -> bool:
    """Whether a slug says nothing to people: `concept4675`, `c_db06`, a UUID, a whole address."""
    words = re.findall(r"[^\W\d_]{3,}", slug)
    digits = len(re.findall(r"\d", slug))
    hexadecimal = re.fullmatch(r"(?:[0-9a-fA-F]{4,}-?)+", slug) is not None and digits > 0
    return (
        not words
        or hexadecimal
        or "//" in slug
        or bool(re.fullmatch(r"(?i)(?:concept|term|c|id|n)?[_-]?\d{2,}.*", slug))
    )


def _identifier(text: str) -> str:
    name = re.sub(r"\W+", "_", ascii_of(text).replace("_", " ")).strip("_").upper()
    name = name if name[:1].isalpha() else f"N{name}"
    return name if name.isidentifier() and len(name) <= 60 else _cut(name)


def _cut(name: str) -> str:
    kept = "".join(sign for sign in name[:60] if f"A{sign}".isidentifier()).rstrip("_")
    return kept or "N"
