"""What locators find on a kept page, in a real browser in which nothing runs and nothing is fetched."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from runtime.page_check import Seen, look
from runtime.page_locators import CannotLook, LocatorPart

PAGE = """<!DOCTYPE html><html><head><base href="{site}/"><style>.off {{ display: none }}</style>
<link rel="stylesheet" href="x.css"><script src="x.js"></script><script>document.title = "ran"</script></head><body>
<title>Kept</title><h1>Pay</h1><button class="off">Pay now</button><button>Pay <b>"now"</b></button>
<button disabled>No</button><label>Card <input name="card" type="text"></label>
<img src="x.png" onerror="document.title='ran'">
<iframe id="inner" srcdoc="<button>In a frame</button><script>parent.document.title='ran'</script>"></iframe>
<div><template shadowrootmode="open"><button>In a shadow</button></template></div><span>plain</span>
<nav data-libretto-not-shown="all"><a href="/">Hidden by a sheet of another site</a></nav>
<iframe src="frame.html"></iframe></body></html>"""


def part(method: str, *args: str | int, **options: str | bool | re.Pattern[str]) -> LocatorPart:
    return LocatorPart(method, args, options)


def looked(html: str, *locators: list[LocatorPart]) -> list[Seen]:
    return asyncio.run(look(html, locators))


@contextmanager
def site(asked: list[str]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.browser
def test_what_is_found_is_told_and_nothing_runs_or_is_fetched() -> None:
    asked: list[str] = []
    with site(asked) as address:
        found = looked(
            PAGE.format(site=address),
            [part("get_by_role", "button", name="Pay")],
            [part("locator", "button.off")],
            [part("get_by_role", "button", name=re.compile("^No$"))],
            [part("get_by_label", "Card")],
            [part("frame_locator", "#inner"), part("get_by_role", "button")],
            [part("get_by_role", "button", name="In a shadow")],
            [part("locator", "button")],
            [part("get_by_text", "nowhere")],
            [part("locator", "title")],
            [part("locator", "nav a")],
        )
    pay, off, no, card, framed, shadow, several, nothing, title, sheet = found
    assert pay == Seen(1, visible=True, enabled=True, role="button", name='Pay "now"', tag="button")
    assert (off.count, off.visible, off.tag) == (1, False, "button")
    assert (no.enabled, no.visible, no.name) == (False, True, "No")
    assert (card.role, card.name, card.editable, card.type) == ("textbox", "Card", True, "text")
    assert (framed.role, framed.name) == ("button", "In a frame")
    assert (shadow.count, shadow.name) == (1, "In a shadow")
    assert several == Seen(4)
    assert nothing == Seen(0)
    assert title.count == 1
    assert (sheet.count, sheet.visible) == (1, False)
    assert asked == []


@pytest.mark.browser
def test_a_locator_that_cannot_be_tried_says_why_and_the_others_are_answered() -> None:
    bad, wild, fine = looked(
        "<button>Go</button>", [part("locator", "b[")], [part("evaluate", "1")], [part("get_by_text", "Go")]
    )
    assert (bad.count, wild.count) == (0, 0)
    assert "b[" in bad.problem
    assert wild.problem == "evaluate is no way of finding an element that can be tried here."
    assert (fine.count, fine.problem) == (1, "")


@pytest.mark.browser
def test_what_scripts_had_done_is_not_done_again() -> None:
    (title,) = looked(PAGE.format(site="http://kept.invalid"), [part("locator", "xpath=//title[text()='ran']")])
    assert title == Seen(0)


@pytest.mark.parametrize("html", ["", "  \n"])
def test_a_page_that_is_not_kept_is_not_opened(html: str) -> None:
    with pytest.raises(CannotLook, match="not kept"):
        looked(html, [part("locator", "a")])


@pytest.mark.browser
def test_a_missing_browser_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise CannotLook("Chromium was not found.")

    monkeypatch.setattr("runtime.page_check.find_chromium", missing)
    with pytest.raises(CannotLook, match="not found"):
        looked("<p>x", [part("locator", "p")])
