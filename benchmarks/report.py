"""The results: as a table to read, and as JSON to keep."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from attrs import field, frozen

from benchmarks.growth import Beside, Grown
from benchmarks.measure import Row, Sample, ratio
from lobkit.exchange import format_of

PACKAGES = "lobkit pydantic pydantic-core rdflib pyoxigraph linkml PyYAML pyshacl attrs cattrs msgspec orjson".split()


@frozen
class Measured:
    """A row with what its sides took.

    Args:
        row: what was measured.
        count: the number of records.
        samples: by the name of the side.
    """

    row: Row
    count: int
    samples: dict[str, Sample]

    @property
    def mine(self) -> Sample:
        """lobkit's side."""
        return self.samples["lobkit"]

    def microseconds(self, name: str) -> float:
        """The median of one side, for each record."""
        return self.samples[name].median / self.count * 1e6

    def same_work(self, name: str) -> bool:
        """Whether the result of a peer is that of lobkit."""
        return self.samples[name].outcome == self.mine.outcome


@frozen
class Results:
    """All that one run found."""

    seed: int
    rounds: int
    rows: list[Measured] = field(factory=list)
    shapes: list[Measured] = field(factory=list)
    imports: dict[str, list[float]] = field(factory=dict)
    grown: list[Grown] = field(factory=list)
    side_by_side: list[Beside] = field(factory=list)


def unequal(results: Results) -> list[str]:
    """Where two sides did not do the same work; a peer that loses records on the way is told in the table instead."""
    return [
        f"{one.row.key}: {name} came to {one.samples[name].outcome}, lobkit to {one.mine.outcome}"
        for one in (*results.rows, *results.shapes)
        for name in one.row.wanted
        if not one.same_work(name) and "came back equal" not in str(one.mine.outcome)
    ]


def as_json(results: Results) -> dict[str, Any]:
    """All figures, each round apart."""
    return {
        "machine": {"system": platform.platform(), "python": platform.python_version(), "cores": os.cpu_count()},
        "versions": {name: version(name) for name in PACKAGES},
        "seed": results.seed,
        "rounds": results.rounds,
        "rows": [_row(one) for one in results.rows],
        "shapes": [_row(one) for one in results.shapes],
        "imports": {name: {"cpu_seconds": each} for name, each in results.imports.items()},
        "growth": [_grown(one) for one in results.grown],
        "side_by_side": [_beside(one, results.side_by_side[0]) for one in results.side_by_side],
    }


def _row(one: Measured) -> dict[str, Any]:
    sides = {
        name: {
            "cpu_seconds": sample.seconds,
            "microseconds_a_record": one.microseconds(name),
            "spread": sample.spread,
            "megabytes": sample.megabytes,
            "outcome": sample.outcome,
            "times_lobkit": ratio(one.mine, sample),
        }
        for name, sample in one.samples.items()
    }
    floor = one.row.floor.name if one.row.floor else None
    return {"key": one.row.key, "work": one.row.work, "records": one.count, "floor": floor, "sides": sides}


def _grown(one: Grown) -> dict[str, Any]:
    runs = [{"wall": run.wall, "cpu": run.cpu, "megabytes": run.megabytes} for run in one.runs]
    return {"way": one.way, "records": one.count, "jobs": one.jobs, "runs": runs}


def _beside(one: Beside, first: Beside) -> dict[str, Any]:
    return {
        **_grown(one.whole),
        "single_record": _grown(one.few)["runs"],
        "plain_loops": one.loops,
        "speed": one.speed(first),
        "speed_when_started": one.speed_when_started(first),
        "capacity": one.capacity(first),
    }


def as_markdown(results: Results) -> str:
    """The table as it stands in the docs."""
    run = f"{results.rounds} round{'s' if results.rounds > 1 else ''}, seed {results.seed}."
    parts = [f"{_versions()} {run}"]
    for rows in filter(None, (results.rows, results.shapes)):
        parts += ["", *_work_table(rows)]
    if results.imports:
        parts += ["", *_import_table(results.imports)]
    if results.grown:
        parts += ["", *_growth_table(results.grown)]
    if results.side_by_side:
        parts += ["", *_jobs_table(results.side_by_side)]
    return "\n".join(parts) + "\n"


def _versions() -> str:
    named = ", ".join(f"{name} {version(name)}" for name in PACKAGES if name != "lobkit")
    return f"Python {platform.python_version()}, {os.cpu_count()} cores; {named}."


def _table(head: str, rows: Iterable[Iterable[str]]) -> list[str]:
    columns = head.split(" | ")
    rule = "|" + "|".join("---" if at == 0 else "---:" for at in range(len(columns))) + "|"
    return [f"| {head} |", rule, *(f"| {' | '.join(row)} |" for row in rows)]


def _work_table(rows: Iterable[Measured]) -> list[str]:
    head = (
        "work | records | lobkit, µs a record | against | µs a record | ratio | wanted | floor, µs | lobkit ÷ floor "
        "| peak MB, lobkit / peer | same result"
    )
    return _table(head, (_work_line(one, name) for one in rows for name in one.row.wanted))


def _work_line(one: Measured, name: str) -> list[str]:
    floor = one.row.floor.name if one.row.floor else None
    wanted = one.row.wanted[name]
    same = "yes" if one.same_work(name) else f"{one.mine.outcome} / {one.samples[name].outcome}"
    return [
        one.row.work,
        f"{one.count:,}",
        _with_spread(one, "lobkit"),
        name,
        _with_spread(one, name),
        f"{ratio(one.mine, one.samples[name]):.3g} ×",
        f"{wanted:g} ×",
        f"{one.microseconds(floor):.1f}" if floor else "–",
        f"{one.microseconds('lobkit') / one.microseconds(floor):.1f}" if floor else "–",
        f"{one.mine.megabytes:.0f} / {one.samples[name].megabytes:.0f}",
        same,
    ]


def _with_spread(one: Measured, name: str) -> str:
    spread = f" ± {100 * one.samples[name].spread:.0f} %" if len(one.samples[name].seconds) > 1 else ""
    return f"{one.microseconds(name):.1f}{spread}"


def _import_table(imports: dict[str, list[float]]) -> list[str]:
    lobkit = statistics.median(imports["lobkit"])
    return _table(
        "import | CPU ms, median | least | times lobkit's",
        (
            [name, *(f"{number * 1e3:.1f}" for number in (middle, min(each))), f"{middle / lobkit:.2f}"]
            for name, each in imports.items()
            for middle in [statistics.median(each)]
        ),
    )


def _growth_table(grown: Iterable[Grown]) -> list[str]:
    return _table(
        "convert, from | to | records | CPU s | µs a record | peak MB",
        (
            [
                *(format_of(f"a.{each}").title for each in one.way),
                f"{one.count:,}",
                f"{one.cpu:.2f}",
                f"{one.cpu / one.count * 1e6:.1f}",
                f"{one.megabytes:.0f}",
            ]
            for one in grown
        ),
    )


def _jobs_table(side_by_side: list[Beside]) -> list[str]:
    head = (
        "convert, processes | wall s | CPU s | start and end, s | times as fast | without start and end "
        "| what the machine gives | of that | peak MB of the largest process"
    )
    return _table(head, (_jobs_line(one, side_by_side[0]) for one in side_by_side))


def _jobs_line(one: Beside, first: Beside) -> list[str]:
    started = one.speed_when_started(first)
    return [
        str(one.jobs),
        f"{one.whole.wall:.2f}",
        f"{one.whole.cpu:.2f}",
        f"{one.few.wall:.2f}",
        f"{one.speed(first):.2f}",
        "–" if started is None else f"{started:.2f}",
        f"{one.capacity(first):.2f}",
        f"{one.speed(first) / one.capacity(first):.0%}",
        f"{one.whole.megabytes:.0f}",
    ]
