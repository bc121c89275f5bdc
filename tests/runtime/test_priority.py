"""Threads that give way, and those that do not."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor

from runtime.priority import LOWEST, STEPS, give_way


def niceness() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def test_a_thread_gives_way_alone_and_never_more_than_it_can() -> None:
    before = niceness()

    def after(times: int) -> int:
        for _ in range(times):
            give_way()
        return niceness()

    with ThreadPoolExecutor(1) as one:
        assert one.submit(after, 1).result() == min(LOWEST, before + STEPS)
    with ThreadPoolExecutor(1) as other:
        assert other.submit(after, 9).result() == LOWEST
    assert niceness() == before
