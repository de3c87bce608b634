"""How a call of the command line ends: with its exit code, also where nobody takes its output, or somebody ends it."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, NoReturn, TextIO

import click

FINDINGS, TROUBLE = 1, 2
"""Exit codes beside 0: the input has violations; it could not be read or written, or the call is wrong."""


def end_of(call: Callable[[], Any]) -> NoReturn:
    """Makes a call, and ends the process as shells expect it.

    Ctrl-C goes on as KeyboardInterrupt, of which Python tells the system: shells show 130, and stop their loops, too.

    Args:
        call: gives None, or an exit code where click itself has answered.
    """
    with _output_given_up(), _ended_by_sigterm():
        try:
            code = call() or 0
        except click.ClickException as refused:
            code = refused.exit_code
            with suppress(OSError):  # where standard error takes nothing, the exit code says all
                refused.show()
        except click.Abort as aborted:
            if isinstance(aborted.__cause__, KeyboardInterrupt):
                _interrupted()
            raise
        except OSError as problem:  # click writes help and version itself; a verb tells of its own troubles
            code = TROUBLE
            with suppress(OSError):  # the same
                click.echo(f"<stdout>: LOB004: cannot be written: {problem.strerror or problem}", err=True)
        sys.exit(code)


@contextmanager
def reader_may_leave() -> Iterator[None]:
    """Ends a call whose help nobody reads to its end as any other; click itself ends it with 1, as of violations."""
    try:
        yield
    except BrokenPipeError:
        raise click.exceptions.Exit(TROUBLE) from None


def _interrupted() -> NoReturn:
    """Ends the process as one that was interrupted, without a traceback."""
    told = sys.excepthook

    def tell_others(kind: type[BaseException], *rest: Any) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            told(kind, *rest)

    sys.excepthook = tell_others
    raise KeyboardInterrupt


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """Lets SIGTERM end the process in order: what was begun is taken away, and other processes end."""

    own = os.getpid()

    def end(number: int, _: FrameType | None) -> NoReturn:
        if os.getpid() != own:  # a fork, which has not yet said for itself how it ends
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        sys.exit(128 + number)

    if threading.current_thread() is not threading.main_thread():
        yield  # only the main one hears signals
        return
    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _output_given_up() -> Iterator[None]:
    """Forgets in the end what nobody takes: Python tries once more to write it, and would tell of it a second time."""
    try:
        yield
    finally:
        for stream in (sys.stdout, sys.stderr):
            _give_up(stream)


def _give_up(stream: TextIO | None) -> None:
    if stream is None:  # the shell closed it
        return
    try:
        stream.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
