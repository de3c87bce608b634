"""File to file: how time and memory grow with the number of records, and what a second process saves."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

from benchmarks import records
from benchmarks.measure import Run, command

CONVERT = (sys.executable, "-c", "from lobkit.cli import main; main()", "convert")


@frozen
class Grown:
    """What a conversion of so many records took.

    Args:
        count: the number of records.
        jobs: the number of processes.
        runs: each run of it.
    """

    count: int
    jobs: int
    runs: tuple[Run, ...]

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


def grown(counts: Sequence[int], folder: Path, rounds: int) -> list[Grown]:
    """`lobkit convert a.jsonl -o b.nt` for each number of records."""
    found = []
    for count in counts:
        source = _source(folder, count)
        runs = [command([*CONVERT, str(source), "-o", str(folder / "out.nt")]) for _ in range(_fewer(rounds, count))]
        found.append(Grown(count, 1, tuple(runs)))
    return found


def side_by_side(count: int, jobs: Sequence[int], folder: Path, rounds: int) -> list[Grown]:
    """The same conversion by one process and by several, in turns; all write the same bytes.

    Raises:
        RuntimeError: where they do not.
    """
    source = _source(folder, count)
    runs: dict[int, list[Run]] = {each: [] for each in jobs}
    for _ in range(rounds):
        for each in jobs:
            target = folder / f"out-{each}.nt"
            runs[each].append(command([*CONVERT, str(source), "-o", str(target), "--jobs", str(each)]))
    first, *others = (folder / f"out-{each}.nt" for each in jobs)
    if any(one.read_bytes() != first.read_bytes() for one in others):
        raise RuntimeError("the processes side by side wrote other bytes than one")
    return [Grown(count, each, tuple(found)) for each, found in runs.items()]


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
