"""Typed handles on the concepts of any SKOS file, made of the same two classes as those of lobkit's own."""

from __future__ import annotations

import keyword
import re
import unicodedata
import warnings
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from lobkit.errors import Finding, LeftOutWarning, LobkitError, shown
from lobkit.evolution.edition import UNTAGGED, Edition, Entry, Text, local_name
from lobkit.evolution.singles import left_out, one_of_each, tag_of
from lobkit.evolution.source import EditionLike, read_edition
from lobkit.namespaces import folder_of
from lobkit.skos import Concept, ConceptScheme
from lobkit.values import Iri, LangMap, LangString
from lobkit.vocabularies import ConceptHandle, Vocabulary


def vocabulary(
    source: EditionLike, *, scheme: str | None = None, name: str | None = None
) -> Vocabulary[ConceptHandle, str]:
    """The concepts of a SKOS file by slug, label, notation or IRI, with a class of their own (`.handle`).

    The class can be the type of a field of a declared class, as `Thema` can: JSON Schema, SHACL and the readers then
    know the concepts that there are. For type checkers, write a module with `lobkit vocab python`.

    Args:
        source: a file of any SKOS form, or the name of one of lobkit's own vocabularies.
        scheme: the IRI of the scheme, where the file holds several.
        name: the name of the class, where that of the scheme does not do.

    Raises:
        ReadError: where the file cannot be read, or describes no concept.
        LobkitError: where it holds several schemes and none is named, or no such one.

    Warns:
        LeftOutWarning: where the file says more than a concept of lobkit's has room for, such as two preferred labels
            in one language; `.findings` has the same, one by one.
    """
    found = vocabulary_of(read_edition(source), scheme=scheme, name=name)
    if found.findings:
        warnings.warn("\n".join(map(str, found.findings)), LeftOutWarning, stacklevel=2)
    return found


def vocabulary_of(edition: Edition, *, scheme: str | None = None, name: str | None = None) -> FileVocabulary:
    """As `vocabulary`, of an edition that is read already; what it leaves out is in `.findings`, and nobody is warned.

    Raises:
        LobkitError: where it holds several schemes and none is named, or no such one.
    """
    chosen = _scheme(edition, scheme)
    entries = in_scheme(edition, chosen)
    class_name = name or class_name_of(chosen, edition)
    if not isinstance(class_name, str) or not class_name.isidentifier() or keyword.iskeyword(class_name):
        raise LobkitError(f"{shown(class_name)} cannot be the name of a class; choose another")
    about = {"__slots__": (), "scheme": chosen, "__doc__": f"A concept of {edition.name}.", "__module__": __name__}
    return FileVocabulary(type(class_name, (ConceptHandle,), about), edition, entries)


def _scheme(edition: Edition, named: str | None) -> str:
    schemes = sorted({scheme for entry in edition.entries.values() for scheme in entry.schemes})
    if named is not None:
        if named not in schemes:
            raise LobkitError(f"{shown(named)} is no scheme of {edition.source}; it has {', '.join(schemes) or 'none'}")
        return named
    if len(schemes) > 1:
        raise LobkitError(f"{edition.source} holds {len(schemes)} schemes; name one of {', '.join(schemes)}")
    first = next(iter(edition.entries))
    return edition.scheme or folder_of(first).rstrip("/#") or first[: first.rfind(":")]


def in_scheme(edition: Edition, scheme: str) -> Mapping[str, Entry]:
    """The concepts of one scheme, and those of which the file says no scheme."""
    return {iri: one for iri, one in edition.entries.items() if not one.schemes or scheme in one.schemes}


def class_name_of(scheme: str, edition: Edition) -> str:
    """A name for the class of the concepts: from the address of the scheme, its title, or the name of the file."""
    for text in (local_name(scheme), edition.title, Path(edition.source).name.partition(".")[0]):
        name = "".join(word[:1].upper() + word[1:] for word in re.findall(r"\w+", ascii_of(text)))
        if re.match(r"[A-Za-z]{3}", name) and not keyword.iskeyword(name):
            return name
    return "Concept"


def ascii_of(text: str) -> str:
    """A text without accents; letters of other scripts stay."""
    plain = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFKC", "".join(sign for sign in plain if not unicodedata.combining(sign)))


class FileVocabulary(Vocabulary[ConceptHandle, str]):
    """The concepts of one scheme in a file; each is described when it is first asked for."""

    def __init__(self, handle: type[ConceptHandle], edition: Edition, entries: Mapping[str, Entry]) -> None:
        self.edition = edition
        self.entries = entries
        super().__init__(handle, lambda: (scheme_of(self.iri, edition),))
        self.name = edition.name

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What was noticed while the file was read, and what of it the concepts here have no room for."""
        return (*self.edition.findings, *left_out(self.edition, entries=self.entries.values()))

    @cached_property
    def concepts(self) -> Mapping[str, Concept]:
        """The concepts by IRI, in the order of their notations, then of their IRIs."""
        return _Concepts(self.entries)

    def mappings(self) -> tuple[Concept, ...]:
        """Those of its concepts that have links to other vocabularies."""
        return tuple(concept_of(one) for one in self.entries.values() if one.mappings)


class _Concepts(Mapping[str, Concept]):
    """Entries as concepts, each made when it is asked for."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._order = sorted(entries, key=lambda iri: sorted((len(code), code) for code in entries[iri].notations))
        self._entries = entries
        self._made: dict[str, Concept] = {}

    def __getitem__(self, iri: str) -> Concept:
        if iri not in self._made:
            self._made[str(iri)] = concept_of(self._entries[iri])
        return self._made[iri]

    def __contains__(self, iri: object) -> bool:
        return iri in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._order)

    def __len__(self) -> int:
        return len(self._entries)


def scheme_of(iri: str, edition: Edition) -> ConceptScheme:
    """The scheme as a thing of lobkit's, with what is needed to name it."""
    is_named = iri == edition.scheme and edition.titles
    title = LangMap(one_of_each(edition.titles) if is_named else {UNTAGGED: edition.name or iri})
    tops = frozenset(Iri(one.iri) for one in edition.entries.values() if iri in one.top_of)
    return ConceptScheme(Iri(iri), title, top_concepts=tops, version=edition.version)


def concept_of(entry: Entry) -> Concept:
    """An entry as a concept of lobkit's: of two texts in one language the first, and no words that are not SKOS's."""
    by_match = {name: _iris(target for kind, target in entry.mappings if kind == name) for name in _MATCHES}
    notes: dict[str, set[LangString]] = {}
    for kind, lang, text in entry.notes:
        notes.setdefault(kind, set()).add(_lang_string((lang, text)))
    return Concept(
        iri=Iri(entry.iri),
        pref_label=_lang_map(entry.labels),
        alt_labels=frozenset(map(_lang_string, entry.alt_labels)),
        hidden_labels=frozenset(map(_lang_string, entry.hidden_labels)),
        notations=entry.notations,
        definition=_lang_map(entry.definitions),
        scope_note=_lang_map((lang, text) for kind, lang, text in entry.notes if kind == "scopeNote"),
        notes=frozenset(notes.get("note", ())),
        examples=frozenset(notes.get("example", ())),
        history_notes=frozenset(notes.get("historyNote", ())),
        change_notes=frozenset(notes.get("changeNote", ())),
        editorial_notes=frozenset(notes.get("editorialNote", ())),
        in_scheme=_iris(entry.schemes),
        top_concept_of=_iris(entry.top_of),
        broader=_iris(entry.broader),
        related=_iris(entry.related),
        exact_match=by_match["exactMatch"],
        close_match=by_match["closeMatch"],
        broad_match=by_match["broadMatch"],
        narrow_match=by_match["narrowMatch"],
        related_match=by_match["relatedMatch"],
        deprecated=True if entry.deprecated else None,
        replaced_by=_iris(entry.successors),
    )


_MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")


def _lang_string(text: Text) -> LangString:
    return LangString(text[1], tag_of(text[0]))


def _lang_map(texts: Iterable[Text]) -> LangMap | None:
    found = one_of_each(texts)
    return LangMap(found) if found else None


def _iris(names: Iterable[str]) -> frozenset[Iri]:
    return frozenset(Iri(one) for one in names if one[:1] != "[")
