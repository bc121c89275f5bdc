"""A team member who looks at traces."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from django.core.signals import request_started
from playwright.sync_api import Dialog, Error, FrameLocator, Page

from tests.real_browser import launched
from tests.replay.attacker import Attacker

# A name of this machine that no browser trusts.
ARGUMENTS = ["--host-resolver-rules=MAP plain.test 127.0.0.1"]
ASK_AS_SCRIPT = """path => new Promise(done => {
    const [script, frame] = [document.createElement("script"), document.createElement("iframe")];
    document.querySelectorAll("[name=probe]").forEach(one => one.remove());
    frame.name = "probe";
    script.onload = script.onerror = done;
    script.src = path;
    document.body.append(frame, script);
})"""


@dataclass
class Reader:
    """A team member's browser, and what came of looking."""

    page: Page
    tab: Page
    attacker: Attacker
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)  # of our server

    def snapshot(self) -> FrameLocator:
        """Of the page in the viewer, once it is shown."""
        return self.page.frame_locator("iframe.snapshot-visible")

    def try_in_a_tab(self, path: str) -> None:
        """It may become a download instead."""
        with suppress(Error):
            self.tab.goto(path)

    def try_inside(self, path: str) -> None:
        """Of the viewer itself, the worst place, as a script and in a frame without a sandbox."""
        self.page.evaluate(ASK_AS_SCRIPT, path)
        frame = self.page.frame("probe")
        assert frame
        with suppress(Error):
            frame.goto(path)

    def hear(self, dialog: Dialog) -> None:
        self.said.append(f"harm {dialog.message}")
        dialog.dismiss()

    def wait_for_line(self, beginning: str) -> None:
        """In the browser's console."""
        if not any(line.startswith(beginning) for line in self.said):
            self.page.wait_for_event("console", lambda line: line.text.startswith(beginning))

    def is_unharmed(self) -> None:
        self.page.evaluate("fetch('ping')")  # what was asked before has arrived
        assert [line for line in self.said if line.startswith("harm")] == []
        assert [path for path in self.asked if "harm" in path] == []
        assert self.attacker.asked == []
        assert self.page.evaluate("localStorage.getItem('harm')") is None


@contextmanager
def reading(url: str, cookie: str, site: Attacker) -> Iterator[Reader]:
    """In a browser of their own, signed in at `url`."""
    with launched(*ARGUMENTS) as browser:
        context = browser.new_context(base_url=url, viewport={"width": 1400, "height": 900})
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": url}])
        tab = context.new_page()
        reader = Reader(context.new_page(), tab, site)  # the page in front: the others are slow

        def ours(environ: dict[str, str], **_: object) -> None:
            reader.asked.append(environ["PATH_INFO"])

        context.on("console", lambda line: reader.said.append(line.text))
        context.on("dialog", reader.hear)
        request_started.connect(ours)
        yield reader
        request_started.disconnect(ours)
