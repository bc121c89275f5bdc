"""One run in a child on a real Chromium."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.real_browser import driving
from tests.runtime.fake_host import FakeHost

PAGE = "data:text/html,<title>Shop</title><h1>Hello</h1><input id=name><button onclick='document.title=1'>Go</button>"
HEAD = "from libretto import workflow, HasCredentials\nfrom pydantic import BaseModel\nimport asyncio, sys, time\n"


class Run:
    """One run up to its last word."""

    def __init__(self, host: FakeHost, folder: Path, cdp_url: str) -> None:
        self.host = host
        self.bundle = folder / "bundle"
        self.trace = folder / "trace"
        self._cdp_url = cdp_url

    def start(self, source: str, **order: Any) -> None:
        self.bundle.mkdir()
        (self.bundle / "workflows.py").write_text(HEAD + source, encoding="utf-8")
        self.host.prepare(self.bundle, **order)
        assert self.host.wait_for("ready", "failed") == {"event": "ready"}
        self.host.say({"command": "go", "cdp_url": self._cdp_url, "trace": str(self.trace)})

    def begin(self, source: str, **order: Any) -> None:
        self.start(source, **order)
        assert self.host.wait_for("started", "failed") == {"event": "started"}
        self.host.say({"command": "run"})

    def result(self, source: str, **order: Any) -> Any:
        self.begin(source, **order)
        event = self.host.wait_for("result", "failed")
        assert event["event"] == "result", event
        return event["value"]

    def failure(self, source: str, **order: Any) -> Any:
        self.begin(source, **order)
        return self.host.failure()

    def where(self) -> str:
        self.host.say({"command": "where"})
        return str(self.host.wait_for("stack")["mapped_stack"])

    def where_at(self, words: str) -> str:
        """Asked until the workflow has come to `words`."""
        deadline = time.monotonic() + 10
        while words not in (place := self.where()):
            assert time.monotonic() < deadline, place
        return place


@contextmanager
def front_page(cdp_url: str) -> Iterator[Page]:
    with driving() as playwright:
        browser = playwright.chromium.connect_over_cdp(cdp_url)
        yield browser.contexts[0].pages[-1]
        browser.close()
