"""A small trace that keeps pages, as Playwright writes it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

from recordings import services as recordings
from recordings.models import BrowserSession

PICTURE = f"{'a' * 40}.png"
SCRIPT = f"{'b' * 40}.js"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
SITE = "http://shop.test"


def trace_with_pages(target: Path) -> Path:
    """`call@1` before and after: a heading, a picture, and a script that must not run."""
    lines: list[dict[str, Any]] = [
        {"type": "before", "callId": "call@1", "startTime": 10, "class": "Frame", "method": "click", "params": {}},
        _page("before", "Your basket"),
        _page("after", "Thank you"),
    ]
    with zipfile.ZipFile(target, "w") as file:
        file.writestr("trace.trace", "\n".join(json.dumps(line, separators=(",", ":")) for line in lines) + "\n")
        kept = ((PICTURE, "image/png"), (SCRIPT, "text/javascript"))
        file.writestr("trace.network", "\n".join(json.dumps(_answer(*each)) for each in kept) + "\n")
        file.writestr(f"resources/{PICTURE}", PNG)
        file.writestr(f"resources/{SCRIPT}", b"alert(1)")
    return target


def keep_trace(session: BrowserSession, file: Path) -> None:
    recordings.add_artifact(session_id=session.pk, kind="trace", file=file, content_type="application/zip", t_ms=1)


def _page(phase: str, heading: str) -> dict[str, Any]:
    picture = ["IMG", {"src": f"{SITE}/{PICTURE}"}]
    html = ["HTML", {}, ["BODY", {}, ["H1", {"onclick": "alert(1)"}, heading], picture, ["SCRIPT", {}, "alert(1)"]]]
    return {
        "type": "frame-snapshot",
        "snapshot": {
            "callId": "call@1",
            "phase": phase,
            "pageId": "page@1",
            "frameId": "frame@1",
            "frameUrl": f"{SITE}/",
            "doctype": "html",
            "html": html,
            "viewport": {"width": 800, "height": 600},
            "timestamp": 11,
            "resourceOverrides": [],
            "isMainFrame": True,
        },
    }


def _answer(name: str, mime: str) -> dict[str, Any]:
    content = {"size": 1, "mimeType": mime, "_file": f"resources/{name}"}
    return {
        "type": "resource-snapshot",
        "snapshot": {
            "request": {"method": "GET", "url": f"{SITE}/{name}", "headers": []},
            "response": {"status": 200, "headers": [], "content": content},
            "_frameref": "frame@1",
            "_monotonicTime": 5,
        },
    }
