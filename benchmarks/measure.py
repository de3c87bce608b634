"""Measures sides by turns, each in a process of its own, so that neither pays for the other's memory."""

from __future__ import annotations

import gc
import multiprocessing
import os
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from attrs import field, frozen

if TYPE_CHECKING:
    import resource

Work = Callable[[], Any]
"""What is measured; it gives its result, so that the results of two sides can be compared."""


@frozen
class Side:
    """One contender in a row.

    Args:
        name: as in the table.
        prepare: from the number of records to the work; what it does is not measured.
        outcome: from the result to a text that is the same for sides that did the same work; None where there is none.
        collect: whether garbage collection runs, as it does for everybody who does not turn it off.
    """

    name: str
    prepare: Callable[[int], Work]
    outcome: Callable[[Any], str] | None = None
    collect: bool = True


@frozen
class Row:
    """A row of the table: one work, lobkit's side first.

    Args:
        key: for `--only`.
        work: what goes in and what comes out.
        sides: lobkit, then the peers.
        floor: what no implementation can do without.
        wanted: by the name of the peer, how many times as fast lobkit should be.
        part: the share of the records that is used, since some peers need milliseconds for each.
        note: what the reader of the table should know.
    """

    key: str
    work: str
    sides: tuple[Side, ...]
    floor: Side | None = None
    wanted: dict[str, float] = field(factory=dict)
    part: float = 1.0
    note: str = ""


@frozen
class Sample:
    """What one side took in all rounds.

    Args:
        seconds: of CPU, one number a round.
        megabytes: what the work added to the memory of its process, at its peak.
        outcome: what the result came to, or None.
    """

    seconds: tuple[float, ...]
    megabytes: float
    outcome: str | None

    @property
    def median(self) -> float:
        """The median of the rounds."""
        return statistics.median(self.seconds)

    @property
    def spread(self) -> float:
        """Half the distance between the quartiles, as a share of the median."""
        if len(self.seconds) < 2:
            return 0.0
        low, _, high = statistics.quantiles(self.seconds, n=4, method="inclusive")
        return (high - low) / 2 / self.median if self.median else 0.0


def measured(row: Row, find: Callable[[str, str], Side], count: int, rounds: int) -> dict[str, Sample]:
    """What each side of a row takes: all sides once in each round, so that a busy moment hits all of them.

    Args:
        row: what to measure.
        find: gives a side by the key of its row and its name; it must be importable, since each side has its process.
        count: the number of records.
        rounds: how often each side is measured, after one round that is thrown away.
    """
    sides = [*row.sides, *([row.floor] if row.floor else [])]
    with ExitStack() as stack:
        workers = {one.name: stack.enter_context(Worker(find, row.key, one.name, count)) for one in sides}
        first = {name: worker.ask("outcome") for name, worker in workers.items()}
        turns: list[dict[str, float]] = []
        for at in range(rounds):
            order = list(workers) if at % 2 == 0 else list(reversed(workers))
            turns.append({name: workers[name].ask("run") for name in order})
    return {name: Sample(tuple(turn[name] for turn in turns), *first[name]) for name in workers}


class Worker:
    """A process that holds one side."""

    def __init__(self, find: Callable[[str, str], Side], key: str, name: str, count: int) -> None:
        self.name = f"{key}: {name}"
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, find, key, name, count))
        self.process.start()
        theirs.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()
        self.process.join(5)
        if self.process.is_alive():
            self.process.kill()

    def ask(self, question: str) -> Any:
        """The answer of the process to `outcome` or `run`.

        Raises:
            RuntimeError: where the process ended instead.
        """
        try:
            self.connection.send(question)
            return self.connection.recv()
        except (EOFError, OSError):
            raise RuntimeError(f"{self.name} ended before its time; its error stands above") from None


def _serve(connection: Connection, find: Callable[[str, str], Side], key: str, name: str, count: int) -> None:
    side = find(key, name)
    work = side.prepare(count)
    while True:
        try:
            question = connection.recv()
        except EOFError:
            return
        if question == "outcome":
            result, megabytes = _first(work)
            connection.send((megabytes, side.outcome(result) if side.outcome else None))
            del result
        else:
            connection.send(_once(work, side.collect))


def _first(work: Work) -> tuple[Any, float]:
    """The result of the first call, and the megabytes that it added at its peak; later calls find memory in place."""
    gc.collect()
    before = _reset_peak()
    result = work()
    return result, max(0.0, (_memory("VmHWM") - before) / 1024)


def _once(work: Work, collect: bool) -> float:
    """The CPU seconds of one call; what it made is dropped outside the measured time, as it is for every side."""
    gc.collect()
    if not collect:
        gc.disable()
    try:
        start = time.process_time()
        result = work()
        seconds = time.process_time() - start
    finally:
        gc.enable()
    del result
    return seconds


def _reset_peak() -> int:
    """Forgets the peak so far, where the system can (Linux, proc(5), clear_refs); gives the memory in use now."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")
    return _memory("VmRSS")


def _memory(name: str) -> int:
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith(f"{name}:")), 0)


def ratio(mine: Sample, theirs: Sample) -> float:
    """How many times as long the other side takes: the median over the rounds, each compared with itself."""
    return statistics.median(b / a for a, b in zip(mine.seconds, theirs.seconds, strict=True))


@frozen
class Run:
    """What a command took, as the system tells it."""

    wall: float
    cpu: float
    megabytes: float


def command(arguments: Sequence[str], **environment: str) -> Run:
    """Runs a command and measures it: wall and CPU seconds, and the peak of its memory.

    Raises:
        RuntimeError: where it fails.
    """
    start = time.perf_counter()
    child = os.posix_spawn(arguments[0], list(arguments), {**os.environ, **environment})
    usage = _ended(child, arguments)
    return Run(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def at_once(arguments: Sequence[str], times: int) -> float:
    """Runs a command so many times at once; the seconds on the wall until the last of them has ended.

    Raises:
        RuntimeError: where one fails.
    """
    start = time.perf_counter()
    children = [os.posix_spawn(arguments[0], list(arguments), os.environ) for _ in range(times)]
    for child in children:
        _ended(child, arguments)
    return time.perf_counter() - start


def _ended(child: int, arguments: Sequence[str]) -> resource.struct_rusage:
    _, status, usage = os.wait4(child, 0)
    if status:
        raise RuntimeError(f"{' '.join(arguments)} ended with {os.waitstatus_to_exitcode(status)}")
    return usage
