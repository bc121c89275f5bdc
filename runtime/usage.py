"""Watches how much memory and how many processes a workflow uses."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable, Iterator

import psutil

from libretto.protocol import Limits
from runtime.processes import reap_adopted

_LOOK_SECONDS = 0.3
_MIB = 1024**2


async def until_too_much(limits: Limits, *, child: int, browser: Callable[[], int | None]) -> str:
    """Returns when the child's tree uses more than it may: a sentence that says what. Else never.

    Processes that went into the background count: the host, as subreaper, is their parent then.
    """
    while True:
        await asyncio.sleep(_LOOK_SECONDS)
        too_much = await asyncio.to_thread(_measure, limits, child, browser())
        if too_much:
            return too_much


def _measure(limits: Limits, child: int, browser: int | None) -> str:
    """One look at the machine's processes; looking is dear, there may be hundreds."""
    descendants = psutil.Process(os.getpid()).children(recursive=True)
    reap_adopted(descendants, known={child, browser})
    count = memory = 0
    for process in _without_tree(descendants, browser):
        with contextlib.suppress(psutil.NoSuchProcess):
            memory += process.memory_info().rss
            count += 1
    if limits.child_memory_bytes and memory > limits.child_memory_bytes:
        used, most = round(memory / _MIB), round(limits.child_memory_bytes / _MIB)
        return f"used {used:,} MiB of memory, more than the {most:,} MiB a run may use"
    if limits.child_processes and count > limits.child_processes:
        return f"started {count:,} processes, more than the {limits.child_processes:,} a run may have"
    return ""


def _without_tree(descendants: list[psutil.Process], root: int | None) -> Iterator[psutil.Process]:
    """In the order in which psutil gives them: parents before their children."""
    left_out = {root}
    for process in descendants:
        with contextlib.suppress(psutil.NoSuchProcess):
            if process.pid in left_out or process.ppid() in left_out:
                left_out.add(process.pid)
            else:
                yield process
