"""Folders of records on many processes or machines: every partition a file of its own, and none is done twice."""

from __future__ import annotations

import json
import logging
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from hashlib import blake2b
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from attrs import asdict, frozen

from lobkit.errors import Finding, LobkitError, WriteError
from lobkit.exchange import FORMATS
from lobkit.partitions import PARTITION_SIZE, Part, Partition, Task, convert_partition, plan
from lobkit.placing import write_text
from lobkit.processes import held_back
from lobkit.sources import Source
from lobkit.whole import Whole

_PART = re.compile(r"part-[0-9]{6}\.")
_UNFINISHED = re.compile(r"\.part-[0-9]{6}\..*\.part$")


@frozen
class Outcome:
    """What became of a folder of records.

    Args:
        records: how many were converted.
        bad: how many lines were set aside, in `bad.jsonl`.
        parts: the files that were written, in the order in which they make a whole.
        kept: how many of them an earlier run had finished.
        findings: what stands in two parts, and should not.
    """

    records: int
    bad: int
    parts: tuple[Path, ...]
    kept: int
    findings: tuple[Finding, ...]


def convert_all(
    sources: Sequence[Source],
    folder: Path,
    task: Task,
    *,
    workers: int = 2,
    scheduler: str | None = None,
    size: int = PARTITION_SIZE,
) -> Outcome:
    """Converts files of JSON Lines on Dask, one file for each partition; the parts in their order are the whole.

    A partition that an earlier run finished is not done again. A line that holds no record is set aside in `bad.jsonl`,
    with every reason. `manifest.json` says what belongs together, and appears last.

    Args:
        sources: the files; the workers have to see them under the same paths, and the folder too.
        folder: where the parts go; it is made where it is not there.
        task: what becomes of every record.
        workers: how many processes are started on this machine, where no scheduler is named.
        scheduler: the address of a running Dask scheduler, such as `tcp://10.0.0.1:8786`.
        size: bytes of JSON Lines in one partition.

    Raises:
        ReadError: where a source cannot be read.
        WriteError: where the folder cannot take the parts.
    """
    _make(folder)
    todo: list[tuple[int, Partition]] = []
    partitions = list(plan([Path(one).resolve() for one in sources], size=size))
    (folder / "manifest.json").unlink(missing_ok=True)
    for number, partition in enumerate(partitions):
        if _finished(folder, number, partition, task) is None:
            todo.append((number, partition))
    _remove_others(folder, len(partitions), task)
    _remove_unfinished(folder)
    if todo:
        _run_on_dask(todo, partial(finish, task=task, folder=str(folder.resolve())), workers, scheduler)
        _remove_unfinished(folder)
    return _gathered(folder, partitions, task, len(partitions) - len(todo))


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise WriteError(f"{folder}: LOB004: cannot be made: {problem.strerror or problem}") from None


def _remove_others(folder: Path, count: int, task: Task) -> None:
    """Takes out parts of an earlier run with other partitions or another form, which nobody should load with these."""
    names = {path.name for at in range(count) for path in _files(folder, at, task)}
    for path in folder.iterdir():
        if _PART.match(path.name) and path.name not in names:
            path.unlink()


def _remove_unfinished(folder: Path) -> None:
    """Takes out what a worker that was killed had begun; another has done it under a name of its own."""
    for path in folder.iterdir():
        if _UNFINISHED.match(path.name):
            path.unlink(missing_ok=True)


def _files(folder: Path, number: int, task: Task) -> tuple[Path, Path]:
    """The file of a part, and the file that says that it is finished."""
    name = f"part-{number:06}"
    return folder / f"{name}{FORMATS[task.form].extensions[0]}", folder / f"{name}.json"


# ── one partition, wherever it runs ──────────────────────────────────────────────────────────────────────────────────


def finish(numbered: tuple[int, Partition], task: Task, folder: str) -> int:
    """Converts one partition and writes its files, the one that says so last; gives the number of its records.

    It may run twice, when the process that ran it dies: the second writes the same bytes in the same place.
    """
    number, partition = numbered
    part = convert_partition(partition, task)
    file, state = _files(Path(folder), number, task)
    write_text([part.raw], file)
    write_text([json.dumps(_state(partition, task, part), ensure_ascii=False) + "\n"], state)
    return part.count


def _state(partition: Partition, task: Task, part: Part) -> dict[str, Any]:
    return {
        "made": _made(partition, task),
        "digest": blake2b(part.raw, digest_size=16).hexdigest(),
        "records": part.count,
        "bad": [
            {
                "source": partition.source,
                "line": one.line,
                "text": one.text,
                "findings": [str(finding.at(partition.source)) for finding in one.findings],
            }
            for one in part.bad
        ],
        "roots": part.roots,
        "nested": part.nested,
    }


def _made(partition: Partition, task: Task) -> dict[str, Any]:
    """What a part was made from and how: where this is the same, so are the bytes."""
    return {"partition": asdict(partition), "task": asdict(task), "lobkit": version("lobkit")}


def _finished(folder: Path, number: int, partition: Partition, task: Task) -> dict[str, Any] | None:
    """What a finished part says of itself, where it is this very one and its file is whole."""
    file, state = _files(folder, number, task)
    try:
        said: dict[str, Any] = json.loads(state.read_text("utf-8"))
        whole = said["made"] == _made(partition, task) and said["digest"] == _digest(file)
    except (OSError, ValueError, KeyError):
        return None
    return said if whole else None


def _digest(file: Path) -> str:
    digest = blake2b(digest_size=16)
    with file.open("rb") as stream:
        while block := stream.read(2**20):
            digest.update(block)
    return digest.hexdigest()


# ── Dask ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _run_on_dask(todo: Iterable[tuple[int, Partition]], work: Any, workers: int, scheduler: str | None) -> None:
    dask = _dask()
    with _client(dask, workers, scheduler) as client:
        futures = client.map(work, list(todo), pure=False)
        for future in dask.as_completed(futures):
            future.result()  # raises what the partition raised; what is finished stays finished
            future.release()


def _dask() -> Any:
    try:
        return import_module("distributed")
    except ImportError:
        raise LobkitError("Dask is not installed; pip install 'lobkit[scale]'") from None


@contextmanager
def _client(dask: Any, workers: int, scheduler: str | None) -> Iterator[Any]:
    if scheduler is not None:
        try:
            client = dask.Client(scheduler, timeout=10)
        except (OSError, ValueError) as problem:
            raise LobkitError(f"no Dask scheduler answers at {scheduler}: {problem}") from None
        with client:
            yield client
        return
    quiet = {"dashboard_address": None, "silence_logs": logging.CRITICAL}
    running = ExitStack()
    try:
        with held_back(), warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Port .* is already in use")  # for a page that is not served
            # Nothing listens beyond this machine, and no page is served.
            cluster = dask.LocalCluster(n_workers=workers, threads_per_worker=1, host="127.0.0.1", **quiet)
            client = running.enter_context(dask.Client(running.enter_context(cluster)))
        yield client
    finally:
        with held_back():
            running.close()


# ── the whole ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _gathered(folder: Path, partitions: Sequence[Partition], task: Task, kept: int) -> Outcome:
    whole, findings, records, bad = Whole(), list[Finding](), 0, 0
    for number, partition in enumerate(partitions):
        said = _said(folder, number, partition, task)
        roots = tuple((line, iri) for line, iri in said["roots"])
        nested = tuple((line, iri, text) for line, iri, text in said["nested"])
        findings += whole.take(Part(b"", said["records"], roots=roots, nested=nested), partition.source)
        records += said["records"]
        bad += len(said["bad"])
    write_text(_bad_lines(folder, partitions, task), folder / "bad.jsonl")
    files = tuple(_files(folder, number, task)[0] for number in range(len(partitions)))
    manifest = {
        "lobkit": version("lobkit"),
        "task": asdict(task),
        "records": records,
        "bad": bad,
        "twice": [str(one) for one in findings],
        "digests": "BLAKE2b, 128 bits",
        "parts": [
            _in_manifest(file, _said(folder, number, partition, task)["digest"], partition)
            for number, (file, partition) in enumerate(zip(files, partitions, strict=True))
        ],
    }
    write_text([json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"], folder / "manifest.json")
    return Outcome(records, bad, files, kept, tuple(findings))


def _in_manifest(file: Path, digest: str, partition: Partition) -> dict[str, Any]:
    """A part: its file with the digest of that, and the lines that it was made from with the digest of these."""
    made_from = asdict(partition)
    return {"file": file.name, "file_digest": digest, "source_digest": made_from.pop("digest"), **made_from}


def _said(folder: Path, number: int, partition: Partition, task: Task) -> dict[str, Any]:
    file, state = _files(folder, number, task)
    try:
        said: dict[str, Any] = json.loads(state.read_text("utf-8"))
    except (OSError, ValueError):
        message = f"{file}: LOB004: the workers wrote elsewhere; they have to see this folder under the same path"
        raise WriteError(message) from None
    return said


def _bad_lines(folder: Path, partitions: Sequence[Partition], task: Task) -> Iterator[str]:
    for number, partition in enumerate(partitions):
        for one in _said(folder, number, partition, task)["bad"]:
            yield json.dumps(one, ensure_ascii=False) + "\n"
