"""The benchmark says beside what several processes save what the machine gives to several processes."""

import multiprocessing
import os
import signal
import sys
import threading
import time

import pytest
from benchmarks.growth import Beside, Grown
from benchmarks.measure import Run, at_once
from benchmarks.report import _beside, _jobs_table

from lobkit.processes import held_back, uninterrupted


def beside(jobs, wall, start, *loops):
    return Beside(
        Grown(60_000, jobs, (Run(wall, wall, 40.0),)), Grown(1, jobs, (Run(start, start, 30.0),)), tuple(loops)
    )


ONE = beside(1, 10.0, 1.0, 2.0, 1.0, 2.0)
TWO = beside(2, 7.0, 1.0, 2.5, 1.25, 4.0)


def test_the_limit_is_what_plain_loops_gain_in_the_same_rounds():
    """Two loops in 2.5 s where one takes 2: the machine gives 1.6 of two, and a round with a busy neighbour is no median."""
    assert ONE.capacity(ONE) == 1
    assert TWO.capacity(ONE) == pytest.approx(1.6)
    assert TWO.speed(ONE) == pytest.approx(10 / 7)
    assert TWO.speed_when_started(ONE) == pytest.approx(1.5)


def test_where_starting_is_half_of_the_time_nothing_is_said_of_the_rest():
    """A handful of records shows how long processes need to start, and nothing else."""
    assert beside(2, 1.9, 1.0, 2.5, 1.25, 4.0).speed_when_started(ONE) is None


def test_the_table_and_the_figures_kept():
    """The ratio stands beside its limit, and the share of the limit that was reached."""
    assert _jobs_table([ONE, TWO])[2:] == [
        "| 1 | 10.00 | 10.00 | 1.00 | 1.00 | 1.00 | 1.00 | 100% | 40 |",
        "| 2 | 7.00 | 7.00 | 1.00 | 1.43 | 1.50 | 1.60 | 89% | 40 |",
    ]
    kept = _beside(TWO, ONE)
    assert (kept["jobs"], kept["records"], kept["plain_loops"]) == (2, 60_000, (2.5, 1.25, 4.0))
    assert kept["single_record"] == [{"wall": 1.0, "cpu": 1.0, "megabytes": 30.0}]
    assert kept["capacity"] == pytest.approx(1.6)


# Each leaves a file and waits until there are two: one after the other, the first would give up.
MEETING = """
import pathlib, sys, os, time
folder = pathlib.Path(sys.argv[1])
(folder / str(os.getpid())).touch()
end = time.monotonic() + 20
while len(list(folder.iterdir())) < 2:
    if time.monotonic() > end:
        sys.exit(3)
    time.sleep(0.01)
"""


def test_commands_run_at_once(tmp_path):
    """They are started before the first of them is waited for."""
    assert at_once((sys.executable, "-I", "-S", "-c", MEETING, str(tmp_path)), 2) < 20


def test_a_command_that_fails_is_told():
    """A figure of work that was not done would be wrong."""
    with pytest.raises(RuntimeError, match="ended with 3"):
        at_once((sys.executable, "-c", "raise SystemExit(3)"), 2)


def test_ctrl_c_waits_until_processes_have_begun():
    """It comes then, and none comes that nobody asked for."""
    reached = []

    def begin(interrupted):
        with uninterrupted():
            if interrupted:
                signal.raise_signal(signal.SIGINT)
            reached.append(interrupted)

    with pytest.raises(KeyboardInterrupt):
        begin(True)
    begin(False)
    assert reached == [True, False]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="Windows has no masks of signals")
def test_ctrl_c_does_not_reach_what_another_library_begins():
    """As a process that it begins in a thread of its own; this one hears of it again afterwards."""
    context = multiprocessing.get_context("spawn")
    begun = []

    def begin(at):
        child = context.Process(target=time.sleep, args=(0.5,))
        child.start()
        os.kill(child.pid, signal.SIGINT)
        child.join()
        begun.append((at, child.exitcode))

    with held_back():
        thread = threading.Thread(target=begin, args=("meanwhile",))
        thread.start()
        thread.join()
    assert begun == [("meanwhile", 0)]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
