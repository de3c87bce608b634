"""Changes some statements of a Turtle text and nothing else: comments, order and spacing of the rest stay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from attrs import define, field, frozen

from lobkit.formats.triples import Term, Triple
from lobkit.formats.turtle_lines import Token, _Walker
from lobkit.namespaces import RDF
from lobkit.workbench.written import Namer


@frozen
class Change:
    """What becomes of a statement: it goes, it comes, or another takes its place."""

    old: Triple | None
    new: Triple | None


@define
class _Verb:
    """A property of a subject in the text, with its objects."""

    start: int
    predicate: str
    objects: list[tuple[Triple, int, int]] = field(factory=list)

    @property
    def end(self) -> int:
        return self.objects[-1][2]


@define
class _Block:
    """A subject with its properties, up to the full stop."""

    subject: Term
    start: int
    verbs: list[_Verb] = field(factory=list)
    end: int = -1


@define
class _Reader(_Walker):
    """Walks over a text and keeps where the statements of named subjects begin and end."""

    blocks: list[_Block] = field(factory=list)
    open: list[_Block | None] = field(factory=list)
    last: int = 0
    subject_start: int = 0
    verb_start: int = 0

    def take(self) -> Token:
        token = super().take()
        self.last = token[2] + len(token[1])
        return token

    def statement(self) -> None:
        self.open = []
        start = self.now[2]
        super().statement()
        if self.blocks and self.blocks[-1].start == start:
            self.blocks[-1].end = self.last

    def properties(self, subject: Term) -> None:
        # Only what stands at the top of the text is changed, not what stands between brackets.
        block = _Block(subject, self.subject_start) if not self.open and subject.kind == "iri" else None
        self.open.append(block)
        if block is not None:
            self.blocks.append(block)
        super().properties(subject)
        self.open.pop()

    def objects(self, subject: Term, predicate: str) -> None:
        block = self.open[-1]
        if block is not None:
            block.verbs.append(_Verb(self.verb_start, predicate))
        super().objects(subject, predicate)

    def place(self, offset: int, subject: Term, *more: object) -> None:
        if not more:
            self.subject_start = offset
        elif len(more) == 1:
            self.verb_start = offset
        else:
            block = self.open[-1] if self.open else None
            predicate, object_ = more
            if block is not None and subject == block.subject and isinstance(object_, Term):
                block.verbs[-1].objects.append(((subject, str(predicate), object_), offset, self.last))


def edited(text: str, changes: Iterable[Change]) -> str | None:
    """The text with the changes; None where it cannot be changed in place."""
    reader = _Reader(text, [end.start() for end in re.finditer("\n", text)])
    try:
        reader.document()
    except (IndexError, KeyError, RecursionError, ValueError):
        return None
    if reader.now[2] != len(text):
        return None
    namer = Namer({prefix.removesuffix(":"): iri for prefix, iri in reader.prefixes.items()})
    return _applied(text, reader.blocks, list(changes), namer)


def _applied(text: str, blocks: list[_Block], changes: list[Change], namer: Namer) -> str | None:
    gone = {_key(change.old): change.new for change in changes if change.old is not None}
    edits: list[tuple[int, int, str]] = []
    met: set[Triple] = set()
    added: dict[Term, list[Triple]] = {}
    for change in changes:
        if change.new is not None and (change.old is None or change.old[1] != change.new[1]):
            added.setdefault(change.new[0], []).append(change.new)
    for block in blocks:
        new = added.pop(block.subject, []) if any(not _all_gone(verb, gone) for verb in block.verbs) else []
        edits += _block_edits(text, block, gone, met, namer)
        if new:
            said = "".join(f" ;\n  {verb}" for verb in _verbs(new, namer))
            edits.append((block.verbs[-1].end, block.verbs[-1].end, said))
    if met != gone.keys():
        return None
    for start, end, said in sorted(edits, key=lambda one: (one[0], one[1]), reverse=True):
        text = text[:start] + said + text[end:]
    rest = "".join(
        f"\n{namer.term(subject)} " + " ;\n  ".join(_verbs(triples, namer)) + " .\n"
        for subject, triples in added.items()
    )
    return text if not rest else text.rstrip("\n") + "\n" + rest


def _block_edits(
    text: str, block: _Block, gone: Mapping[Triple, Triple | None], met: set[Triple], namer: Namer
) -> list[tuple[int, int, str]]:
    edits: list[tuple[int, int, str]] = []
    kept = [verb for verb in block.verbs if not _all_gone(verb, gone)]
    for verb in block.verbs:
        met |= {_key(triple) for triple, _, _ in verb.objects} & gone.keys()
    if not kept:
        end = block.end + 1 if text[block.end : block.end + 1] == "\n" else block.end
        return [(block.start, end, "")]
    for at, verb in enumerate(block.verbs):
        if verb not in kept:
            before = any(one in kept for one in block.verbs[:at])
            cut = (block.verbs[at - 1].end, verb.end) if before else (verb.start, block.verbs[at + 1].start)
            edits.append((*cut, ""))
        else:
            edits += _object_edits(text, verb, gone, namer)
    return edits


def _object_edits(
    text: str, verb: _Verb, gone: Mapping[Triple, Triple | None], namer: Namer
) -> list[tuple[int, int, str]]:
    edits: list[tuple[int, int, str]] = []
    said: dict[str, None] = {}
    fewer = False
    for triple, start, end in verb.objects:
        word = text[start:end]
        if _key(triple) in gone:
            new = gone[_key(triple)]
            if new is None or new[1] != verb.predicate:
                fewer = True
                continue
            word = namer.term(new[2])
            edits.append((start, end, word))
        fewer |= word in said
        said[word] = None
    # Where objects go, the commas between the others are written anew.
    return [(verb.objects[0][1], verb.end, ", ".join(said))] if fewer else edits


def _all_gone(verb: _Verb, gone: Mapping[Triple, Triple | None]) -> bool:
    def goes(triple: Triple) -> bool:
        new = gone.get(_key(triple), triple)
        return new is None or new[1] != verb.predicate

    return all(goes(triple) for triple, _, _ in verb.objects)


def _verbs(triples: Iterable[Triple], namer: Namer) -> list[str]:
    objects: dict[str, list[str]] = {}
    for _, predicate, object_ in triples:
        objects.setdefault(predicate, []).append(namer.term(object_))
    return [f"{'a' if one == RDF.type else namer.iri(one)} {', '.join(said)}" for one, said in objects.items()]


def _key(triple: Triple) -> Triple:
    """A statement as the reading by lines has it: tags in lower case."""
    subject, predicate, object_ = triple
    return subject, predicate, Term(object_.kind, object_.value, object_.datatype, object_.lang.lower())
