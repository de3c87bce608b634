"""The sampled profile of the benchmark reads py-spy's stacks, and says what is missing where it cannot run."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from benchmarks import sampled
from benchmarks.sampled import FORBIDDEN, PYTHON, REFUSED, Refused, Sampled, as_markdown, py_spy, sample, spent

ROOT = Path(__file__).parents[1]
STACKS = """\
<module> (benchmarks/sampled.py:1);main (benchmarks/sampled.py:200);_reading.<locals>.prepare (benchmarks/rows.py:48) 70
<module> (benchmarks/sampled.py:1);sampled_work (benchmarks/sampled.py:80) 9
<module> (benchmarks/sampled.py:1);sampled_work (benchmarks/sampled.py:80);unicode_dealloc (libpython3.11.so.1.0) 8
0x7f (libc.so.6);sampled_work (benchmarks/sampled.py:80);_w.<locals>.<lambda> (benchmarks/rows.py:66);0x7f33 (libc.so.6) 1
sampled_work (b.py:80);line_reader.<locals>.read (lobkit/compiled/lines.py:37);JSONDecoder_decode (msgspec/_core.so);malloc (libc.so.6) 40
sampled_work (b.py:80);read (lobkit/json.py:3);read_Publication (<lobkit compiled read_Publication 19>:1) 20
sampled_work (b.py:80);read (lobkit/json.py:3);read_Publication.<locals>.<listcomp> (<lobkit compiled read_Publication 4>:9) 5
sampled_work (b.py:80);read (/home/lobkit/src/lobkit/json.py:3);loads (json/__init__.py:299);scanner_call (_json.c:1159) 4
sampled_work (b.py:80);read (lobkit/json.py:3);__init__ (<attrs generated methods lobkit.Parsed>:31) 3
sampled_work (b.py:80);read (lobkit/json.py:3);unicode_decode_utf8 (libpython3.11.so.1.0);realloc (libc.so.6) 2
"""


def test_a_sample_counts_for_the_function_of_lobkit_and_for_what_it_called():
    """Preparing and dropping are left out; compiled functions go by their names, and other libraries' by their callers."""
    assert spent(STACKS.splitlines()) == {
        ("`_w.lambda`, benchmarks/rows.py", "memory (libc)"): 1,
        ("`line_reader.read`, compiled/lines.py", "msgspec decodes"): 40,
        ("`read_Publication`, compiled", PYTHON): 25,
        ("`read`, json.py", "escapes in texts"): 4,
        ("`read`, json.py", PYTHON): 3,
        ("`read`, json.py", "UTF-8"): 2,
    }


def test_the_table_shows_what_takes_most():
    """The largest first, the others added up, and then all of it by what ran."""
    found = Counter(
        {("`a`", PYTHON): 400, ("`a`", "UTF-8"): 200, ("`b`", PYTHON): 300, ("`c`", "texts"): 96, ("`d`", "texts"): 4}
    )
    lines = as_markdown([Sampled("json-in", found)], 2, "a clock").splitlines()

    assert lines[0].endswith("; a clock.")
    assert lines[-4:] == [
        "| `a` | 60% | Python 40% · UTF-8 20% |",
        "| `b` | 30% | Python 30% |",
        "| 2 others | 10% | texts 10% |",
        "| **all** | 100% | Python 70% · UTF-8 20% · texts 10% |",
    ]


def test_without_py_spy_the_way_to_it_is_told(monkeypatch, tmp_path):
    """It is looked for beside this Python and on the path."""
    monkeypatch.setattr(sampled.sysconfig, "get_path", lambda name: str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match="py-spy is not installed; pip install"):
        py_spy()


def test_where_py_spy_may_not_look_its_words_and_the_remedies_are_told(monkeypatch, tmp_path):
    """What py-spy says stands above what can be done."""
    refusing = tmp_path / "py-spy"
    refusing.write_text(
        '#!/bin/sh\n[ "$2" = --help ] && exit 0\necho Permission denied >&2\nexit 1\n', encoding="utf-8"
    )
    refusing.chmod(0o755)
    monkeypatch.setattr(sampled.sysconfig, "get_path", lambda name: str(tmp_path))
    with pytest.raises(Refused) as refused:
        sample("json-out", 10, 0.1, 100)
    assert str(refused.value) == REFUSED.format(told="Permission denied")
    monkeypatch.setattr(sys, "argv", ["sampled", "--only", "json-out"])
    with pytest.raises(SystemExit, match="3"):
        sampled.main()


def test_the_command_runs_in_short(tmp_path):
    """One row, half a second: the function that makes the records is among those that were seen."""
    try:
        py_spy()
    except SystemExit as missing:
        pytest.skip(str(missing))
    target = tmp_path / "sampled.md"
    command = [sys.executable, "-m", "benchmarks.sampled", "--short", "--only", "json-in", "-o", str(target)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode == FORBIDDEN:
        pytest.skip(done.stderr)

    assert done.returncode == 0, done.stderr
    assert "| `lines_reader.read_on`, compiled/lines.py | " in target.read_text("utf-8")
