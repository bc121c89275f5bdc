"""A page with list and details alone, served over HTTP with a feed that the test writes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, unquote, urljoin, urlsplit
from weakref import WeakKeyDictionary

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from libretto_site.content_policy import POLICY
from tests.real_browser import problems_of
from tests.web_server import QuietHandler, serving

CHECKOUT = Path(settings.CHECKOUT)
PROBE = Path(__file__).with_name("page_probe.js")
AN_ANSWER = 4_000
VIEWPORT: ViewportSize = {"width": 1400, "height": 900}
STYLES = ("site.css", "replay/page.css", "logs/ansi.css", "replay/list.css", "replay/details.css")
SCRIPTS = (
    *("../logs/ansi", "../logs/pretty"),
    *("rows", "tree", "sieve", "store", "elements", "source"),
    *("clipboard", "remembered", "filters", "row_view", "list_window", "list"),
    *("details_parts", "snapshots", "details_step", "details_network", "details_texts", "details"),
)


def joined(names: Iterable[str]) -> str:
    """One file of many: a browser takes longer to ask for each than to read them all."""
    return "\n".join((CHECKOUT / "static" / name).read_text(encoding="utf-8") for name in names)


def page_of(player: str = "") -> str:
    """The places of a session's page, with the stage's own sheet and script."""
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Stage</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/stage.css"><script src="/stage.js" defer></script>
</head><body><main class="page page-replay">
<div id="replay" class="replay" data-base="/base"><div id="replay-player" class="replay-player">{player}</div>
<div id="replay-list" class="replay-list"></div><div id="replay-details" class="replay-details"></div></div>
</main></body></html>"""


PLAYER = '<div class="player"><p class="player-note">Player</p></div>'
# What main.js does, with a player that only knows a time.
SCRIPT = """"use strict";
class Player extends EventTarget {
  nowMs = 0;
  seek(ms) { this.nowMs = ms; this.dispatchEvent(new Event("time")); }
}
window.store = Replay.store = new Replay.Store();
window.player = new Player();
window.source = Replay.onlineSource("/base");
window.list = new Replay.List(document.getElementById("replay-list"), store);
window.details = new Replay.Details(document.getElementById("replay-details"), store, source);
list.follow(player);
store.addEventListener("select", ({ detail }) => { if (detail.row && detail.byUser) player.seek(detail.row.t); });
window.followed = Replay.follow(store, source);
"""


class Handler(QuietHandler):
    stage: Stage
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        path = unquote(url.path)
        if path == "/":
            self._answer(self.stage.page, "text/html")
        elif path == "/stage.js":
            self._answer(self.stage.script, "text/javascript")
        elif path == "/stage.css":
            self._answer(self.stage.style, "text/css")
        elif path == "/base/feed":
            asked = {name: int(values[0]) for name, values in parse_qs(url.query).items()}
            answer, status = self.stage.answer(**asked), self.stage.status
            self._answer(json.dumps(answer), "application/json", status=status)
        else:
            self._details(path.removeprefix("/base/"))

    def _details(self, path: str) -> None:
        self.stage.asked.append(path)
        found = self.stage.details.get(path)
        status = self.stage.status if found is not None else 404
        if isinstance(found, str):
            self._answer(found, "text/html", status=status)
        else:
            self._answer(json.dumps(found or {}), "application/json", status=status)

    def _answer(self, text: str, content_type: str, *, status: int = 200) -> None:
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{content_type}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(data)


class Stage:
    """What the feed says next. Events and lines are appended only: an event told again is appended again."""

    handler = Handler
    page = page_of(PLAYER)
    style = joined(STYLES)
    script = joined(f"replay/{name}.js" for name in SCRIPTS) + SCRIPT

    def __init__(self) -> None:
        self.events: list[list[Any]] = []
        self.lines: list[list[Any]] = []
        self.header: dict[str, Any] = {
            "ended": True,
            "state": "completed",
            "state_label": "Completed",
            "length_ms": 60_000,
            "failed_at_ms": None,
            "failed_key": None,
            "video": {"state": "none", "note": "", "url": None, "duration_ms": 0, "width": None, "height": None},
        }
        self.details: dict[str, Any] = {}  # by path below the base
        self.status = 200  # of every answer below the base
        self.asked: list[str] = []  # paths below the base, the feed left out
        self.refusals = ["Failed to load resource"]  # how lines of the console may begin: what some tests are about

    def event(self, key: str, kind: str, t_ms: int, title: str, **more: Any) -> None:
        names = ("parent", "status", "place")
        parent, status, place = (more.get(name) for name in names)
        outcome, level = more.get("outcome", "ok"), more.get("level", "")
        self.events.append([key, kind, t_ms, more.get("end"), outcome, level, title, parent, status, place or ""])

    def line(self, t_ms: int, text: str, *, level: str = "info", source: str = "workflow") -> None:
        self.lines.append([len(self.lines) + 1, t_ms, level, source, text])

    def answer(self, *, timeline: int, logs: int, pieces: int) -> dict[str, Any]:
        events, lines = self.events[timeline:][:AN_ANSWER], self.lines[logs:][:AN_ANSWER]
        following = {"timeline": timeline + len(events), "logs": logs + len(lines), "pieces": pieces}
        more = following["timeline"] < len(self.events) or following["logs"] < len(self.lines)
        return {**self.header, "events": events, "lines": lines, "next": following, "more": more}


class Served(Protocol):
    @property
    def handler(self) -> type[QuietHandler]: ...
    @property
    def refusals(self) -> list[str]: ...


def served(stage: Served) -> AbstractContextManager[str]:
    return serving(type("StageHandler", (stage.handler,), {"stage": stage}))


_CONTEXTS: WeakKeyDictionary[Browser, BrowserContext] = WeakKeyDictionary()
_ADDRESSES: WeakKeyDictionary[Page, str] = WeakKeyDictionary()


@contextmanager
def staged(browser: Browser, stage: Served, **options: Any) -> Iterator[Page]:
    """A page at the stage's address, not loaded yet. Whatever its console calls an error fails the test."""
    with served(stage) as url:
        context = browser.new_context(**{"viewport": VIEWPORT, **options}) if options else _usual_context(browser)
        page = context.new_page()
        _ADDRESSES[page] = url
        problems = problems_of(page)
        page.add_init_script(path=PROBE)
        yield page
        if options:
            context.close()
        else:
            page.close()
    unexpected = [problem for problem in problems if not problem.startswith(tuple(stage.refusals))]
    assert unexpected == []


def _usual_context(browser: Browser) -> BrowserContext:
    """The same again and again: to make one takes a third of most tests. Each stage has an address of its own, so that
    no page finds what another one has stored."""
    if browser not in _CONTEXTS:
        _CONTEXTS[browser] = browser.new_context(viewport=VIEWPORT)
    return _CONTEXTS[browser]


def go(page: Page, path: str) -> None:
    page.goto(urljoin(_ADDRESSES[page], path))


def load(page: Page, path: str = "/", *, seconds: float = 10) -> None:
    go(page, path)
    until(page, "window.Replay?.store?.loaded", seconds=seconds)


def until(page: Page, expression: str, *, seconds: float = 10) -> None:
    """Playwright's own wait evaluates in the page, which its content policy refuses."""
    deadline = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"not in time: {expression}"
        page.wait_for_timeout(20)
