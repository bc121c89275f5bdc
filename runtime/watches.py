"""What can end a run from within at any time, and waiting beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final, TypeVar

from libretto.protocol import Limits
from runtime import endings
from runtime.browser import Browser
from runtime.child import Child
from runtime.endings import Ending, Stopped
from runtime.exit_codes import how_it_ended
from runtime.processes import end_tree
from runtime.sandbox import configured_mode, uses_bubblewrap
from runtime.usage import until_too_much

T = TypeVar("T")

WHERE_SECONDS: Final = 3.0  # a busy machine's; only a process that is stuck takes them all
_NEWS_SECONDS: Final = 0.3  # by which the workflow may notice the end of its browser before we do


class Watches:
    def __init__(self) -> None:
        self._tasks: list[asyncio.Task[Ending]] = []

    def add(self, watching: Coroutine[Any, Any, Ending]) -> None:
        self._tasks.append(asyncio.create_task(watching))

    def cancel(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def wait(self, coroutine: Coroutine[Any, Any, T], *, seconds: float) -> T:
        """Its result. Raises TimeoutError, and Stopped when a watch ends the run meanwhile."""
        task = asyncio.create_task(coroutine)
        try:
            await asyncio.wait({task, *self._tasks}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                return task.result()
            self._raise_news()
            raise TimeoutError
        finally:
            task.cancel()

    async def cause(self, ending: Ending) -> Ending:
        """What a watch says, when the workflow's failure is only the consequence of that."""
        if ending.error is None or not self._tasks:
            return ending
        await asyncio.wait(self._tasks, timeout=_NEWS_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        try:
            self._raise_news()
        except Stopped as news:
            return news.ending.seen_from(ending.error)
        return ending

    def _raise_news(self) -> None:
        for task in self._tasks:
            if task.done():
                raise Stopped(task.result())


async def browser_end(browser: Browser, child: Child) -> Ending:
    """When the browser ends by itself."""
    how = how_it_ended(await browser.wait(), in_bubblewrap=uses_bubblewrap(configured_mode()))
    return endings.browser_died(how, await child.where(seconds=WHERE_SECONDS))


async def excess(limits: Limits, child: Child, browser_pid: Callable[[], int | None]) -> Ending:
    """When the child uses more than it may; it has been ended then."""
    sentence = await until_too_much(limits, child=child.pid, browser=browser_pid)
    where = await child.where(seconds=_NEWS_SECONDS)
    await asyncio.to_thread(end_tree, child.pid, grace_seconds=0)
    return endings.too_much(sentence, where)
