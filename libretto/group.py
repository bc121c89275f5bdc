"""Steps of a run that belong together, under a name: ``with ctx.group("Log in"):``, or ``async with``."""

from __future__ import annotations

import contextlib
import inspect
from types import TracebackType
from typing import Any


class Group:
    """A context manager for both kinds of workflow. It changes nothing but how the run's page shows the steps."""

    def __init__(self, tracing: Any, name: str, *, file: str, line: int) -> None:
        self._tracing = tracing
        self._name = name
        self._location = {"file": file, "line": line}

    def __enter__(self) -> None:
        begun = self._begin()
        if inspect.iscoroutine(begun):
            begun.close()
            raise TypeError(f'Write "async with ctx.group({self._name!r})" in an async workflow.')

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(Exception):  # the browser may be gone, and no run should fail at the end of a name
            self._tracing.group_end()

    async def __aenter__(self) -> None:
        begun = self._begin()
        if not inspect.iscoroutine(begun):
            self._tracing.group_end()
            raise TypeError(f'Write "with ctx.group({self._name!r})", without async, in a plain workflow.')
        await begun

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(Exception):
            await self._tracing.group_end()

    def _begin(self) -> Any:
        return self._tracing.group(self._name, location=self._location)
