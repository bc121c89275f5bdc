"""A recorder keeps nothing of what is over."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from runtime.recorder import Recorder
from tests.runtime.studio import Studio
from tests.runtime.web_site import web_site

LATELY = "_network._ended"  # requests that may still be told about: at most a few hundred

pytestmark = pytest.mark.browser


def kept(recorder: Recorder) -> dict[str, int]:
    """How much is in each list, dict, set… of the recorder and of all its parts."""
    found: dict[str, int] = {}
    waiting: list[tuple[str, Any]] = [("recorder", recorder)]
    seen: set[int] = set()
    while waiting:
        name, one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, list | dict | set | deque):
            found[name] = found.get(name, 0) + len(one)
            waiting += [(f"{name}[]", inner) for inner in (one.values() if isinstance(one, dict) else one)]
        elif type(one).__module__.startswith("runtime."):
            waiting += [(f"{name}.{key}", value) for key, value in attributes(one)]
    return found


def attributes(one: object) -> Iterator[tuple[str, Any]]:
    yield from getattr(one, "__dict__", {}).items()
    for kind in type(one).__mro__:
        for name in getattr(kind, "__slots__", ()):
            yield name, getattr(one, name, None)


def test_nothing_grows(studio: Studio, tmp_path: Path) -> None:
    async def run() -> None:
        with web_site() as site:
            async with studio.recorded(tmp_path) as stage:
                await visit(stage, site, 2)
                before, fragments = kept(stage.recorder), len(stage.fragments)
                await visit(stage, site, 7)
                await stage.until_seconds(stage.clock.now_ms() / 1000 + 0.5)  # answers on their way
                after = kept(stage.recorder)
                assert len(stage.fragments) > fragments
                assert any(name.endswith("_connection._pending") for name in after)
                grown = {name: (before.get(name, 0), size) for name, size in after.items() if LATELY not in name}
                assert not {name: sizes for name, sizes in grown.items() if sizes[1] > sizes[0] + 4}

    async def visit(stage: Any, site: str, times: int) -> None:
        for number in range(times):
            await stage.page.goto(f"{site}/grey?{number}")
            await stage.page.evaluate("console.log('here'); fetch('/black'); document.body.append('changed')")
            other = await stage.client.contexts[0].new_page()
            await other.goto(f"{site}/white")
            await other.close()

    studio.run(run())
