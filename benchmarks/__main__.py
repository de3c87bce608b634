"""One command that measures: `python -m benchmarks`, or `python -m benchmarks --short` to see that it runs."""

from __future__ import annotations

import argparse
import compileall
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import lobkit
from benchmarks import records
from benchmarks.growth import grown, imports, side_by_side
from benchmarks.measure import Row, Side, measured
from benchmarks.report import Measured, Results, as_json, as_markdown, unequal
from benchmarks.rows import ROWS, find
from benchmarks.shape_rows import SHAPE_ROWS, find_shape

PARTS = ("rows", "shapes", "imports", "growth", "jobs")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--records", type=_count, default=20_000, help="how many records; slow peers get a share of them"
    )
    parser.add_argument("--rounds", type=_count, default=7, help="how often each side is measured")
    parser.add_argument("--seed", type=int, default=records.SEED, help="other records")
    parser.add_argument(
        "--only", action="append", choices=[row.key for row in (*ROWS, *SHAPE_ROWS)], help="one row; may come again"
    )
    parser.add_argument("--part", action="append", choices=PARTS, help="leave the other parts out")
    parser.add_argument(
        "--growth",
        type=_counts,
        default="1000,10000,100000",
        help="the sizes of files to convert, with commas; several processes take the largest",
    )
    parser.add_argument("--jobs", type=_counts, default="1,2", help="the numbers of processes to compare, with commas")
    parser.add_argument("--folder", type=Path, help="where files to convert are kept; else a temporary folder")
    parser.add_argument("--short", action="store_true", help="few records, one round: to see that everything runs")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep all figures")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write the table to a file as well")
    return parser.parse_args()


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1 on, such as 1000, not {text!r}")
    return int(text)


def _counts(text: str) -> list[int]:
    return [_count(part) for part in text.split(",")]


def _measure(given: argparse.Namespace, folder: Path) -> Results:
    parts = {*(given.part or ([] if given.only else PARTS)), *(["rows", "shapes"] if given.only else [])}
    results = Results(given.seed, given.rounds)
    if "rows" in parts:
        results.rows.extend(_measured(ROWS, find, given))
    if "shapes" in parts:
        results.shapes.extend(_measured(SHAPE_ROWS, find_shape, given))
    if "imports" in parts:
        results.imports.update(imports(given.rounds))
    if "growth" in parts:
        results.grown.extend(grown(given.growth, folder, given.rounds))
    if "jobs" in parts:
        results.side_by_side.extend(side_by_side(max(given.growth), given.jobs, folder, min(3, given.rounds)))
    return results


def _measured(rows: Iterable[Row], find: Callable[[str, str], Side], given: argparse.Namespace) -> Iterator[Measured]:
    for row in rows:
        if not given.only or row.key in given.only:
            count = max(1, int(given.records * row.part))
            print(f"{row.work} …", file=sys.stderr, flush=True)
            yield Measured(row, count, measured(row, find, count, given.rounds))


def main() -> int:
    """Measures, prints the table, and fails only where two sides did not do the same work."""
    given = _arguments()
    os.environ["LOBKIT_BENCHMARK_SEED"] = str(given.seed)
    if given.short:
        given.records, given.rounds, given.growth = 500, 1, [100, 200]
    compileall.compile_dir(Path(lobkit.__file__).parent, quiet=1)  # as pip does with the packages that it installs
    with tempfile.TemporaryDirectory() as temporary:
        results = _measure(given, given.folder or Path(temporary))
    table = as_markdown(results)
    print(table)
    if given.output:
        given.output.write_text(table, encoding="utf-8")
    if given.json:
        given.json.write_text(json.dumps(as_json(results), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    wrong = unequal(results)
    for line in wrong:
        print(f"not the same work: {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
