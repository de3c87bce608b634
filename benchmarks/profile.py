"""Counts instructions: `python -m benchmarks.profile` says on what each row of the benchmark spends them.

Instructions are the same on every run and however busy the machine is, which times are not. They are counted by
callgrind, of valgrind: all rows in one process, the work of each alone, after one call that makes what is made once.
"""

from __future__ import annotations

import argparse
import functools
import gc
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

from benchmarks.measure import Side
from benchmarks.rows import ROWS

Spent = dict[str, float]
"""Instructions for each record, by the group that spends them."""

LEFT_OUT = ("json-in-no-gc", "there-and-back")
"""Rows whose work is that of other rows."""

OTHER = "anything else"

# The group of a function, by the first pattern that is found in "object file:source file:function". CPython keeps its
# kinds of objects in `Objects`, the loop and the calls in `Python`, and memory in two files of its own.
GROUPS = {
    "lobkit's own in C": r"/json_(?:reader|writer)",
    "msgspec": r"/msgspec/",
    "orjson": r"/orjson",
    "pyoxigraph": r"/pyoxigraph",
    "libyaml and its binding": r"/yaml/|libyaml",
    "escaping of texts": r"/_json\.",
    "digests": r"blake2|_sha|_md5|hashlib|libcrypto",
    "regular expressions": r"/_?sre",
    "UTF-8": r"(?i)utf_?8|stringlib/codecs|find_max_char|decode_ascii|ascii_decode",
    "making and dropping of objects": r"(?i)obmalloc|alloc|free$|gcmodule|traverse$|:visit_|GC_",
    "dicts, lists, tuples, sets": r"dictobject|PyDict|listobject|listsort|tupleobject|setobject|pyhash|structseq",
    "texts and bytes": r"[uU]nicode|stringlib|bytes|/_io/|/codecs",
    "copying and comparing of memory": r":_*(mem|str)(cpy|move|set|cmp|chr|rchr|len)|bcmp",
    "interpreter": r"/Python/|/Objects/|/Modules/|/libpython|/python3",
}
NO_SOURCE = "this Python does not know the files of its functions; take one that was built with debug information (-g)"


def _group(place: str) -> str:
    return next((name for name, pattern in GROUPS.items() if re.search(pattern, place)), OTHER)


def _sides() -> Iterator[tuple[str, Side]]:
    """What is counted, in the order of the table: lobkit's side of each row, and its floor."""
    for row in ROWS:
        if row.key not in LEFT_OUT:
            yield row.key, row.sides[0]
            if row.floor:
                yield row.key, row.floor


def _work(count: int) -> None:
    """Does each work twice; callgrind counts what happens inside `reduce` and keeps it apart each time that it ends."""
    for _, side in _sides():
        work = side.prepare(count)
        work()
        gc.collect()
        functools.reduce(lambda _, do: do(), [work], None)


def counted(count: int) -> list[tuple[str, Side, Counter[str]]]:
    """The instructions of each side, by function and object file.

    Args:
        count: the number of records that each side takes.

    Raises:
        SystemExit: without valgrind, or where this Python does not know the files of its functions.
    """
    if not shutil.which("valgrind"):
        raise SystemExit("valgrind is not installed; on Debian: apt-get install valgrind")
    sides = list(_sides())
    with tempfile.TemporaryDirectory() as folder:
        command = [
            *("valgrind", "--tool=callgrind", "--quiet", f"--callgrind-out-file={folder}/out"),
            *("--toggle-collect=functools_reduce", "--dump-after=functools_reduce"),
            *(sys.executable, "-m", "benchmarks.profile", "--records", str(count), "--work"),
        ]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": "0"})
        dumps = sorted(Path(folder).glob("out.*"), key=lambda path: int(path.suffix[1:]))[: len(sides)]
        found = [_functions(dump) for dump in dumps]
        if len(found) < len(sides) or not any("/ceval.c:" in place for place in found[0]):
            raise SystemExit(NO_SOURCE)
        return [(key, side, functions) for (key, side), functions in zip(sides, found, strict=True)]


def _functions(dump: Path) -> Counter[str]:
    """The instructions of each function, by "object file:source file:function" (Callgrind Format Specification)."""
    found: Counter[str] = Counter()
    names: dict[str, str] = {}  # a name stands at its first use only; later uses give its number
    place = {"ob": "", "fl": "", "fn": ""}
    lines = iter(dump.read_text("utf-8").splitlines())
    for line in lines:
        kind, _, rest = line.partition("=")
        kind = {"cob": "ob of a call", "cfn": "fn of a call"}.get(kind, kind)
        if kind[:2] in ("ob", "fn", "fl", "fi", "fe", "cf"):  # the last four are files, of functions, parts and calls
            number, _, name = rest.partition(" ")
            known = f"{kind[:2] if kind[:2] in ('ob', 'fn') else 'fl'}{number}"
            names.setdefault(known, name)
            if kind in place:
                place[kind] = names[known]
        elif kind == "calls":
            next(lines)  # what the called function spends stands with itself
        elif line[:1].isdigit() or line[:1] in ("+", "-", "*"):
            function = place["fn"].partition("'")[0]  # the depth of a recursion follows
            found[f"{place['ob']}:{place['fl']}:{function}"] += int(line.split()[1])
        elif kind.startswith("totals:"):
            assert sum(found.values()) == int(line.split()[1])
    return found


def grouped(functions: Counter[str], count: int) -> Spent:
    """Instructions for each record, by group."""
    spent: Counter[str] = Counter()
    for place, number in functions.items():
        spent[_group(place)] += number
    return {name: number / count for name, number in spent.items()}


def as_markdown(rows: Iterable[tuple[str, Side, Spent]], count: int) -> str:
    """A table for each row: what lobkit and the floor spend, in thousands of instructions for each record."""
    works = {row.key: row.work for row in ROWS}
    told: dict[str, list[str]] = {}
    for key, side, spent in rows:
        total = sum(spent.values())
        order = sorted(spent, key=lambda name: (name == OTHER, -spent[name]))
        parts = [
            f"{name} {spent[name] / 1000:,.1f} ({spent[name] / total:.0%})"
            for name in order
            if spent[name] >= 0.02 * total
        ]
        told.setdefault(key, []).append(f"| {side.name} | {total / 1000:,.1f} | {' · '.join(parts)} |")
    lines = [
        f"lobkit {version('lobkit')}, Python {platform.python_version()}, {platform.machine()}; {count} records a row.",
        "Instructions are for each record; what takes less than 2 % is not shown.",
    ]
    for key, sides in told.items():
        lines += [
            "",
            f"**{works[key]}**",
            "",
            "| side | thousand instructions | spent on |",
            "| --- | --: | --- |",
            *sides,
        ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Counts, and prints the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.profile", description="Counts instructions.")
    parser.add_argument("--records", type=int, default=100, help="how many each side takes")
    parser.add_argument("--functions", type=int, metavar="N", help="name the N costliest functions, too")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write the table to a file as well")
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        _work(given.records)
        return
    sides = counted(given.records)
    table = as_markdown(((key, side, grouped(spent, given.records)) for key, side, spent in sides), given.records)
    print(table)
    for key, side, spent in sides if given.functions else ():
        print(f"\n{key}: {side.name}")
        for place, number in spent.most_common(given.functions):
            names = ":".join(Path(part).name for part in place.split(":"))
            print(f"{number / given.records:12,.0f}  {names}  ({_group(place)})")
    if given.output:
        given.output.write_text(table, encoding="utf-8")


if __name__ == "__main__":
    main()
