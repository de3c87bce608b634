"""Other processes, which end with the one that started them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

ENDED = "a process was ended before its part was done, as systems do when memory runs out; take fewer --jobs"
"""What is told where one of them ends by no doing of ours."""


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Lets Ctrl-C wait while processes are begun: in what Python calls around a fork, nobody would hear of it."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main one hears signals
        return
    asked = False

    def wait(*_: object) -> None:
        nonlocal asked
        asked = True

    before = signal.signal(signal.SIGINT, wait)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)
    if asked:
        signal.raise_signal(signal.SIGINT)


@contextmanager
def held_back() -> Iterator[None]:
    """As `uninterrupted`, and Ctrl-C never reaches the threads and processes that are begun meanwhile.

    For those of another library, which would answer it themselves while they begin, each with a traceback of its own.
    """
    masks = hasattr(signal, "pthread_sigmask")  # Windows has none
    with uninterrupted():
        if masks:
            from multiprocessing import resource_tracker  # noqa: PLC0415 - a browser's Python has none

            resource_tracker.ensure_running()  # which would let Ctrl-C through again where it begins later
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if masks else None
        try:
            yield
        finally:
            if before is not None:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_with_parent() -> None:
    """Lets this process end when the one that started it was killed, instead of waiting for work for ever.

    Ctrl-C, which a terminal tells to all of them, is for that one alone, which ends the others.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)  # what a fork took over is no answer here

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
