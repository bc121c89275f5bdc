from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from libretto.context import Context


class PlainTracing:
    def __init__(self) -> None:
        self.calls: list[Any] = []

    def group(self, name: str, *, location: dict[str, Any]) -> None:
        self.calls.append((name, location["file"] == __file__))

    def group_end(self) -> None:
        self.calls.append("end")


class AsyncTracing(PlainTracing):
    async def group(self, name: str, *, location: dict[str, Any]) -> None:  # type: ignore[override]
        super().group(name, location=location)

    async def group_end(self) -> None:  # type: ignore[override]
        super().group_end()


def context(tracing: PlainTracing) -> Context[Any]:
    return Context(page=SimpleNamespace(context=SimpleNamespace(tracing=tracing)))


def test_a_group_of_a_plain_workflow_ends_with_its_block() -> None:
    tracing = PlainTracing()
    with pytest.raises(ValueError, match="wrong"), context(tracing).group("Log in"):
        raise ValueError("wrong")

    assert tracing.calls == [("Log in", True), "end"]


def test_a_group_of_an_async_workflow_ends_with_its_block() -> None:
    tracing = AsyncTracing()

    async def workflow() -> None:
        async with context(tracing).group("Log in"), context(tracing).group("Password"):
            pass

    asyncio.run(workflow())
    assert tracing.calls == [("Log in", True), ("Password", True), "end", "end"]


def test_the_wrong_kind_of_with_is_said() -> None:
    async def plain_page() -> None:
        async with context(PlainTracing()).group("Log in"):
            pass

    with pytest.raises(TypeError, match='Write "async with'), context(AsyncTracing()).group("Log in"):
        pass
    with pytest.raises(TypeError, match="without async"):
        asyncio.run(plain_page())


def test_the_end_of_a_group_fails_no_run() -> None:
    class Gone(PlainTracing):
        def group_end(self) -> None:
            raise RuntimeError("The browser has been closed.")

    with context(Gone()).group("Log in"):
        pass
