"""Processes side by side: one cuts a file and puts the parts together, the others convert them.

Lines and texts do not go through pipes where processes are forked, but lie in memory that all of them share.
"""

from __future__ import annotations

import mmap
import multiprocessing
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from attrs import evolve

from lobkit.doubled import FACTS
from lobkit.errors import Finding, WriteError
from lobkit.formats.format import NotInOrder
from lobkit.partitions import Bad, Cut, Part, Task, convert_cut, cuts
from lobkit.placing import Begun, Piece, write_text
from lobkit.processes import ENDED, end_with_parent, uninterrupted
from lobkit.sources import Source, input_kept, label_of
from lobkit.whole import Whole, refused

_SIZE = 2**19
"""Bytes of JSON Lines in one part, some hundredth of a second of work; more of them leave the cache of a processor."""

_DESK = 16 * _SIZE
"""Bytes that a process can lay down for another one: RDF takes some three times what JSON takes."""


def convert(source: Source, target: Source, task: Task, *, jobs: int) -> bool:
    """Converts a file of JSON Lines by several processes, with the bytes of one; the file appears whole or not at all.

    False where it has to be read as a whole, since a catalog in it has facts of its own, and nothing was written.

    Raises:
        ReadError: with every problem of every line, and nothing is written.
        WriteError: where the place cannot take it, or a process was ended by somebody else.
    """
    begun = Begun(target)
    try:
        with input_kept():
            write_text(begun.noted(_texts(source, task, jobs, begun)), target)
    except NotInOrder:
        return False
    except BrokenProcessPool:
        raise WriteError(f"{target}: LOB004: cannot be written: {ENDED}") from None
    return True


def _texts(source: Source, task: Task, jobs: int, begun: Begun) -> Iterator[Piece]:
    label, whole = label_of(source), Whole()
    found: list[Finding] = []
    for part, text in _parts(cuts([source], _SIZE), task, jobs):
        if task.graph is None and not begun.late and any(map(_has_facts, part.bad)):
            raise NotInOrder
        found += whole.told(part, label)
        if not found:  # after the first problem, the rest is read only to tell all of them
            yield text
    if found:
        raise refused(found, source, task.classes)


def _has_facts(bad: Bad) -> bool:
    return any(one.message == FACTS for one in bad.findings)


def _parts(given: Iterator[Cut], task: Task, jobs: int) -> Iterator[tuple[Part, Piece]]:
    """The parts in their order, and their texts, which last until the next one is asked for.

    No more parts wait than the processes need to be busy. The first one is converted here: processes that are forked
    have then all that was made for it, and few lines need no other process. Where a line held several records, those
    behind it have other numbers than was thought, and are converted here once more.

    Raises:
        ReadError: where the file is JSON over several lines; also where it cannot be read, or is no UTF-8.
    """
    more = 0
    for one in given:
        first = convert_cut(one, task)
        yield first, first.raw
        more = first.read - one.records
        break
    if (second := next(given, None)) is None:
        return
    most = 2 * jobs + 1
    desks = _desks(most)
    with ProcessPoolExecutor(jobs, initializer=_begin, initargs=(desks,)) as pool:
        waiting: deque[tuple[int, Cut, Future[tuple[Part, _Laid]]]] = deque()
        free = deque(range(most))
        try:
            cut: Cut | None = second
            while cut is not None or waiting:
                if cut is not None and len(waiting) < most:
                    at = free.popleft()
                    laid = _lay(desks, at, cut.raw)
                    with uninterrupted():
                        future = pool.submit(_convert, evolve(cut, raw=b""), at, laid, task)
                    waiting.append((at, cut, future))
                    cut = next(given, None)
                else:
                    at, done, future = waiting.popleft()
                    part, laid = future.result()
                    if more:
                        part = convert_cut(evolve(done, record=done.record + more), task)
                    yield part, part.raw if more else _taken(desks, at, laid)
                    more += part.read - done.records
                    free.append(at)
        finally:
            for _, _, future in waiting:
                future.cancel()


# ── what lies between processes ──────────────────────────────────────────────────────────────────────────────────────

_Laid = bytes | int
"""What the other process is told of a text: how many bytes of a desk it takes, or the text itself."""


def _desks(count: int) -> tuple[mmap.mmap, ...]:
    """Places in memory that forked processes share; none where processes begin in another way."""
    return tuple(mmap.mmap(-1, _DESK) for _ in range(count)) if _forks() else ()


def _forks() -> bool:
    return multiprocessing.get_start_method() == "fork"


def _lay(desks: tuple[mmap.mmap, ...], at: int, raw: bytes) -> _Laid:
    """Lays a text on a desk."""
    if not desks or len(raw) > _DESK:
        return raw
    desks[at][: len(raw)] = raw
    return len(raw)


def _taken(desks: tuple[mmap.mmap, ...], at: int, laid: _Laid) -> bytes | memoryview:
    """What was laid down, where it lies."""
    return laid if isinstance(laid, bytes) else memoryview(desks[at])[:laid]


_DESKS: tuple[mmap.mmap, ...] = ()


def _begin(desks: tuple[mmap.mmap, ...]) -> None:
    """Begins a process."""
    global _DESKS
    _DESKS = desks
    end_with_parent()


def _convert(cut: Cut, at: int, laid: _Laid, task: Task) -> tuple[Part, _Laid]:
    """Converts lines that lie on a desk, and lays their text there in turn."""
    part = convert_cut(evolve(cut, raw=bytes(_taken(_DESKS, at, laid))), task)
    return evolve(part, raw=b""), _lay(_DESKS, at, part.raw)
