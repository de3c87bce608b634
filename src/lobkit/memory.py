"""How much memory there is, to choose the way by which a large file is read."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_OF_GROUPS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
"""Where Linux tells what a container or a service may take."""

_UNKNOWN = 4 * 2**30
"""What is taken for granted where the system does not say."""


def memory_there_is() -> int:
    """The bytes of memory that this process may take at most: of the machine, of its container, or by its limits."""
    known = [*_of_machine(), *_of_groups(), *_of_limits()]
    return min(known, default=_UNKNOWN)


def _of_machine() -> list[int]:
    try:
        return [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    except (AttributeError, OSError, ValueError):
        return []  # Windows has no such call


def _of_groups() -> list[int]:
    found = []
    for name in _OF_GROUPS:
        try:
            said = Path(name).read_text("ascii").strip()
        except OSError:
            continue  # another system, or another version of it
        if said.isdecimal():
            found.append(int(said))
    return found


def _of_limits() -> list[int]:
    if sys.platform == "win32":
        return []
    import resource  # noqa: PLC0415 - not everywhere

    soft = [resource.getrlimit(which)[0] for which in (resource.RLIMIT_AS, resource.RLIMIT_DATA)]
    return [one for one in soft if one != resource.RLIM_INFINITY]
