"""File to file: how time and memory grow with the number of records, and what a second process saves."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

from benchmarks import records
from benchmarks.measure import Run, at_once, command

CONVERT = (sys.executable, "-c", "from lobkit.cli import main; main()", "convert")

# A second or two of work that has nothing of lobkit: texts are made, put into dicts, and dropped.
_LOOP = """
for turn in range(40):
    things = {f"record {number}": {"title": f"{number} of {turn}"} for number in range(20_000)}
"""
PLAIN_LOOP = (sys.executable, "-I", "-S", "-c", _LOOP)
"""The command of a plain loop, which says what the machine gives to several processes at once."""


@frozen
class Grown:
    """What a conversion of so many records took.

    Args:
        count: the number of records.
        jobs: the number of processes.
        runs: each run of it.
        way: the extensions of its source and of its target.
    """

    count: int
    jobs: int
    runs: tuple[Run, ...]
    way: tuple[str, str] = ("jsonl", "nt")

    @property
    def cpu(self) -> float:
        """CPU seconds, the median."""
        return statistics.median(run.cpu for run in self.runs)

    @property
    def wall(self) -> float:
        """Seconds on the wall, the median."""
        return statistics.median(run.wall for run in self.runs)

    @property
    def megabytes(self) -> float:
        """The peak of the memory of the largest process."""
        return max(run.megabytes for run in self.runs)


WAYS = (("jsonl", "nt"), ("jsonl", "ttl"), ("jsonl", "yaml"), ("nt", "jsonl"))
"""From one extension to another: conversions of which the memory should not grow."""


def grown(counts: Sequence[int], folder: Path, rounds: int) -> list[Grown]:
    """`lobkit convert` from file to file for each number of records, in each way."""
    return [_grown(way, count, folder, _fewer(rounds, count)) for way in WAYS for count in counts]


def _grown(way: tuple[str, str], count: int, folder: Path, rounds: int) -> Grown:
    from_, to = way
    source = _source(folder, count)
    if from_ != "jsonl":
        source = source.with_suffix(f".{from_}")
        command([*CONVERT, str(_source(folder, count)), "-o", str(source)])
    target = folder / f"out.{to}"
    return Grown(count, 1, tuple(command([*CONVERT, str(source), "-o", str(target)]) for _ in range(rounds)), way)


@frozen
class Beside:
    """The same conversion by so many processes, and what the machine gives so many.

    Args:
        whole: the conversion.
        few: the same command for a single record: what the processes need to start and to end.
        loops: the seconds that as many plain loops took at once (`PLAIN_LOOP`), one number a round.
    """

    whole: Grown
    few: Grown
    loops: tuple[float, ...]

    @property
    def jobs(self) -> int:
        """The number of processes."""
        return self.whole.jobs

    def speed(self, first: Beside) -> float:
        """How many times as fast as another number of processes, usually one."""
        return first.whole.wall / self.whole.wall

    def speed_when_started(self, first: Beside) -> float | None:
        """The same without what the processes need to start and to end; None where that is half of the time."""
        if any(one.whole.wall < 2 * one.few.wall for one in (first, self)):
            return None
        return (first.whole.wall - first.few.wall) / (self.whole.wall - self.few.wall)

    def capacity(self, first: Beside) -> float:
        """How many times as much plain work the machine does with these processes, the median of the rounds.

        Two processes do less than twice the work of one where they share a core, or where others use the machine.
        """
        each = (one / many for one, many in zip(first.loops, self.loops, strict=True))
        return self.jobs / first.jobs * statistics.median(each)


def side_by_side(count: int, jobs: Sequence[int], folder: Path, rounds: int) -> list[Beside]:
    """The same conversion by one process and by several, in turns with plain loops; all write the same bytes.

    Raises:
        RuntimeError: where they do not.
    """
    source, single = _source(folder, count), _source(folder, 1)
    targets = {each: folder / f"out-{each}.nt" for each in jobs}
    runs: dict[int, list[Run]] = {each: [] for each in jobs}
    starts: dict[int, list[Run]] = {each: [] for each in jobs}
    loops: dict[int, list[float]] = {each: [] for each in jobs}
    for _ in range(rounds):
        for each, target in targets.items():
            runs[each].append(_by_jobs(source, target, each))
            starts[each].append(_by_jobs(single, folder / "out.nt", each))
            loops[each].append(at_once(PLAIN_LOOP, each))
    first, *others = targets.values()
    if any(one.read_bytes() != first.read_bytes() for one in others):
        raise RuntimeError("the processes side by side wrote other bytes than one")
    return [
        Beside(Grown(count, each, tuple(runs[each])), Grown(1, each, tuple(starts[each])), tuple(loops[each]))
        for each in targets
    ]


def _by_jobs(source: Path, target: Path, jobs: int) -> Run:
    return command([*CONVERT, str(source), "-o", str(target), "--jobs", str(jobs)])


def imports(rounds: int) -> dict[str, list[float]]:
    """CPU seconds of imports in a new interpreter, its own start left out."""
    programs = {
        "lobkit": "import lobkit",
        "lobkit, with all that reads and writes": "from lobkit import read, write, FORMATS",
        "attrs, cattrs and msgspec": "import attrs, cattrs, msgspec",
    }
    found: dict[str, list[float]] = {name: [] for name in programs}
    for program in programs.values():
        _imported(program)  # the first one reads from the disk
    for _ in range(rounds):
        for name, program in programs.items():
            found[name].append(_imported(program))
    return found


def _imported(program: str) -> float:
    import subprocess  # noqa: PLC0415 - only here

    timed = f"import time; start = time.process_time(); {program}; print(time.process_time() - start)"
    return float(subprocess.run([sys.executable, "-c", timed], capture_output=True, text=True, check=True).stdout)


def _source(folder: Path, count: int) -> Path:
    path = folder / f"records-{count}.jsonl"
    if not path.exists():
        records.main(count, str(path))
    return path


def _fewer(rounds: int, count: int) -> int:
    return rounds if count <= 10_000 else 1
