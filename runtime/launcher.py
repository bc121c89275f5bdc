"""Becomes another program, after giving itself limits that the program then cannot lift.

Run as a file by ``python -I -S``: it needs nothing but the standard library and starts in 10 ms. See `launched`.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys
from collections.abc import Sequence

_PR_SET_PDEATHSIG = 1
_OPEN_FILES = 4096
_FILE_BYTES = 2 * 1024**3


def launched(argv: Sequence[str], *, parent: int = 0, processes: int = 0) -> list[str]:
    """The arguments that start `argv` limited: it dies with its parent, dumps no core, and is the first to go
    when the machine runs out of memory.

    `parent` is the pid it expects to be started by, 0 for anybody. `processes` is how many its user may have
    (in the user namespace), 0 for no limit.
    """
    return [sys.executable, "-I", "-S", __file__, str(parent), str(processes), *argv]


def _limit(number: int, most: int) -> None:
    hard = resource.getrlimit(number)[1]
    value = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(number, (value, value))


def main() -> None:
    parent, processes, *argv = sys.argv[1:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as score:
            score.write("500")
    if int(parent) and os.getppid() != int(parent):
        sys.exit("The process that started this one has ended.")
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _limit(resource.RLIMIT_FSIZE, _FILE_BYTES)
    if int(processes):
        _limit(resource.RLIMIT_NPROC, int(processes))
    os.execvp(argv[0], argv)  # noqa: S606 - no shell on purpose


if __name__ == "__main__":
    main()
