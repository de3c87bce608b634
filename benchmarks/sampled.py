"""Looks where the time is spent: `python -m benchmarks.sampled` samples lobkit's side of each row with py-spy.

The work of a row is done over and over in a process that py-spy starts and stops for a glance so many times a second.
A sample counts for the function of lobkit that was running, and there for the interpreter or for the native code that
the function had called. Shares are of time, and so no two runs give quite the same.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from attrs import frozen

from benchmarks.measure import Work
from benchmarks.profile import LEFT_OUT
from benchmarks.rows import ROWS, find

PYTHON = "Python"
"""The part of a sample in which no native function is seen."""

# What a native function is, by the first pattern that its name or its file fits. py-spy shows few of CPython's own
# functions, and counts the others (dicts, lists, attributes, most of the memory) as the function of Python.
PARTS = {
    "lobkit's own in C": r"json_(?:reader|writer)",
    "msgspec decodes": r"JSONDecoder.*msgspec",
    "msgspec encodes": r"JSONEncoder.*msgspec",
    "msgspec's structs": r"msgspec",
    "escapes in texts": r"\(_json\.",
    "regular expressions": r"^_?sre_",
    "UTF-8": r"utf_?8|^unicode_(en|de)code",
    "texts": r"^unicode_",
    "garbage collection": r"^gc_",
    "memory (libc)": r"\((libc|ld|libm)[.-]",
    "other native code": "",
}

_IN_PYTHON = re.compile(r"(?P<name>.*) \((?P<file>[^()]*\.py|<[^()]*>)(:\d+)?\)")
_COMPILED = re.compile(r"<lobkit compiled (?P<name>\S+) \d+>")
_INNER = re.compile(r"\.<locals>\.<(list|set|dict)comp>|\.<locals>\.<genexpr>")

MISSING = "py-spy is not installed; pip install '.[benchmark]' in a clone brings it, or pip install py-spy"
REFUSED = """py-spy could not look into the process that it started:
{told}
The system may forbid it. In a container, start it with the capability SYS_PTRACE (docker run --cap-add SYS_PTRACE); on
Linux, `sysctl kernel.yama.ptrace_scope` should say 0 or 1; on macOS, use sudo. `python -m benchmarks.profile` counts
instructions and asks for none of this."""

FORBIDDEN = 3
"""The exit code where py-spy may not look."""


class Refused(Exception):
    """The system lets nobody look into a process."""


Spent = Counter[tuple[str, str]]
"""The number of samples by function of lobkit, and by what ran there: `PYTHON` or one of `PARTS`."""


@frozen
class Sampled:
    """What was seen of one row.

    Args:
        key: of the row.
        spent: the samples of its work.
    """

    key: str
    spent: Spent

    @property
    def count(self) -> int:
        """The number of samples."""
        return self.spent.total()


def sampled_work(work: Work, seconds: float) -> None:
    """Does the work again and again; py-spy's stacks name this function, which tells them from those of preparing."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        work()


def py_spy() -> str:
    """The path of py-spy: beside this Python, as pip puts it, or anywhere else.

    Raises:
        SystemExit: where it is not installed.
    """
    places = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", os.defpath)])
    if not (found := shutil.which("py-spy", path=places)):
        raise SystemExit(MISSING)
    return found


def can_see_native(spy: str) -> bool:
    """Whether this build of py-spy sees native functions; not every platform's does."""
    return "--native" in _told_by(spy, "record", "--help")


def _told_by(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def sample(key: str, count: int, seconds: float, rate: int) -> Sampled:
    """Samples lobkit's side of a row.

    Args:
        key: of the row.
        count: the number of records that the side takes.
        seconds: how long it works.
        rate: samples a second.

    Raises:
        SystemExit: without py-spy, and where it saw nothing.
        Refused: where it may not look.
    """
    spy = py_spy()
    with tempfile.TemporaryDirectory() as folder:
        stacks = Path(folder) / "stacks"
        command = [
            *(spy, "record", "--format", "raw", "--function", "--rate", str(rate), "--output", str(stacks)),
            *(["--native"] if can_see_native(spy) else []),
            *("--", sys.executable, "-m", "benchmarks.sampled", "--work", key),
            *("--records", str(count), "--seconds", str(seconds)),
        ]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode or not stacks.exists():
            raise Refused(REFUSED.format(told=done.stderr.strip()))
        found = Sampled(key, spent(stacks.read_text("utf-8").splitlines()))
    if not found.count:
        raise SystemExit(f"{key}: no sample fell into the work; give it more --seconds, or a higher --rate")
    return found


def spent(stacks: Iterable[str]) -> Spent:
    """The samples of the work, from py-spy's raw format: frames, outermost first, between semicolons, and a number.

    What belongs to preparing the work, or to dropping its result, is left out, as it is where times are measured.
    """
    found: Spent = Counter()
    for line in stacks:
        stack, _, number = line.rpartition(" ")
        frames = stack.split(";")
        start = next((at for at, frame in enumerate(frames) if frame.startswith(f"{sampled_work.__name__} (")), None)
        if start is None or not any(_IN_PYTHON.fullmatch(frame) for frame in frames[start + 1 :]):
            continue
        found[_function_and_part(frames[start + 1 :])] += int(number)
    return found


def _function_and_part(frames: list[str]) -> tuple[str, str]:
    """The innermost function of lobkit, or of the benchmark around it, and what it had called last."""
    owners = [at for at, frame in enumerate(frames) if _owner(frame)]
    innermost = owners[-1] if owners else 0
    called = [frame for frame in frames[innermost + 1 :] if not _IN_PYTHON.fullmatch(frame)]
    return _owner(frames[innermost]) or frames[innermost], _part(called[0]) if called else PYTHON


def _owner(frame: str) -> str | None:
    """The name of a function of lobkit or of the benchmark, with its file; None for others, whose callers count."""
    if not (match := _IN_PYTHON.fullmatch(frame)):
        return None
    name, file = _INNER.sub("", match["name"]), match["file"]
    if compiled := _COMPILED.fullmatch(file):
        return f"`{compiled['name']}`, compiled"
    parts = Path(file).parts
    for package in ("lobkit", "benchmarks"):
        if package in parts:
            short = name.replace(".<locals>", "").replace("<lambda>", "lambda")
            at = len(parts) - 1 - parts[::-1].index(package)
            return f"`{short}`, {'/'.join(parts[at + (package == 'lobkit') :])}"
    return None


def _part(frame: str) -> str:
    return next(name for name, pattern in PARTS.items() if re.search(pattern, frame))


def as_markdown(rows: Iterable[Sampled], functions: int, how: str) -> str:
    """A table for each row: the functions that take most, in per cent of its samples, and what ran in them.

    Args:
        rows: what was seen.
        functions: how many to show of each row; the others are added up.
        how: with what, and how often, as the first line tells it.
    """
    works = {row.key: row.work for row in ROWS}
    lines = [
        f"lobkit {version('lobkit')}, Python {platform.python_version()}, {platform.machine()}; {how}.",
        "Shares are of the samples of a row. Below 1 %, nothing is shown.",
    ]
    for one in rows:
        lines += [
            *("", f"**{works[one.key]}**, {one.count:,} samples", ""),
            *("| function | of all | what ran there |", "| --- | --: | --- |"),
            *_lines(one, functions),
        ]
    return "\n".join(lines) + "\n"


def _lines(one: Sampled, functions: int) -> list[str]:
    by_function: dict[str, Counter[str]] = {}
    for (function, part), number in one.spent.items():
        by_function.setdefault(function, Counter())[part] += number
    order = sorted(by_function, key=lambda name: (-by_function[name].total(), name))
    shown = [name for name in order[:functions] if by_function[name].total() >= 0.01 * one.count]
    rest = [name for name in order if name not in shown]
    told = [(name, by_function[name]) for name in shown]
    if rest:
        left = sum((by_function[name] for name in rest), Counter[str]())
        told.append((f"{len(rest)} other{'s' if len(rest) > 1 else ''}", left))
    told.append(("**all**", sum(by_function.values(), Counter[str]())))
    return [f"| {name} | {parts.total() / one.count:.0%} | {_shares(parts, one.count)} |" for name, parts in told]


def _shares(parts: Counter[str], count: int) -> str:
    return " · ".join(f"{name} {number / count:.0%}" for name, number in parts.most_common() if number >= 0.01 * count)


def main() -> None:
    """Samples, and prints the table."""
    keys = [row.key for row in ROWS if row.key not in LEFT_OUT]
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.sampled", description="Samples lobkit's side of each row."
    )
    parser.add_argument("--records", type=int, default=2000, help="how many each side takes")
    parser.add_argument("--seconds", type=float, default=6, help="how long each side works")
    parser.add_argument("--rate", type=int, default=200, help="samples a second")
    parser.add_argument("--functions", type=int, default=10, metavar="N", help="how many functions to show of each")
    parser.add_argument("--only", action="append", choices=keys, help="one row; may come again")
    parser.add_argument("--short", action="store_true", help="few records, half a second: to see that everything runs")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write the table to a file as well")
    parser.add_argument("--work", choices=keys, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        work = find(given.work, "lobkit").prepare(given.records)
        work()  # what is made once, such as compiled functions
        sampled_work(work, given.seconds)
        return
    if given.short:
        given.records, given.seconds = 50, 0.5
    spy, rows = py_spy(), []
    for key in given.only or keys:
        print(f"{key} …", file=sys.stderr, flush=True)
        try:
            rows.append(sample(key, given.records, given.seconds, given.rate))
        except Refused as refused:
            print(refused, file=sys.stderr)
            sys.exit(FORBIDDEN)
    how = f"{_told_by(spy, '--version')}, {given.rate} samples a second; {given.records:,} records a row"
    if not can_see_native(spy):
        how += "; this py-spy sees no native functions"
    table = as_markdown(rows, given.functions, how)
    print(table)
    if given.output:
        given.output.write_text(table, encoding="utf-8")


if __name__ == "__main__":
    main()
