"""CPU time of a process with everything it has started."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

_TICKS_PER_SECOND: Final = os.sysconf("SC_CLK_TCK")


def tree_cpu_seconds(root: int) -> float:
    """User and system time so far, of `root`, its living descendants, and all that these have waited for.

    From /proc: a process that has ended and was waited for is in its parent's cutime and cstime, one that was not is
    still there as a zombie. So nothing is lost as long as whoever loses its parent becomes a child of somebody in the
    tree: `root` should be a subreaper (runtime.processes.become_subreaper). Steps of 10 ms.
    """
    parents, ticks = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and (fields := _fields(entry)):
            # proc(5), counted from the field after the name: 1 is the parent, 11 to 14 utime, stime, cutime, cstime
            parents[int(entry.name)] = int(fields[1])
            ticks[int(entry.name)] = sum(map(int, fields[11:15]))
    tree, before = {root}, 0
    while len(tree) > before:
        before = len(tree)
        tree |= {pid for pid, parent in parents.items() if parent in tree}
    return sum(ticks.get(pid, 0) for pid in tree) / _TICKS_PER_SECOND


def _fields(entry: Path) -> list[str]:
    """Of /proc/<pid>/stat, after the name, which may hold anything; none when the process has ended meanwhile."""
    try:
        return (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
