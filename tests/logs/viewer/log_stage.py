"""The page of the log, its template and its scripts, served over HTTP with lines that the test writes."""

from __future__ import annotations

import json
import re
import time
from bisect import bisect_left, bisect_right, insort
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.http import QueryDict
from django.template.loader import render_to_string

from libretto_site.content_policy import POLICY
from logs.filter_form import LogFilterForm
from logs.pages import context_of
from tests.replay.timeline_stage import CHECKOUT, joined
from tests.web_server import QuietHandler

AGO_MS = 20 * 60_000  # the first line was said so long ago
JOB = "3f2a41c0-0000-4000-8000-000000000001"
SESSION = "3f2a41c0-0000-4000-8000-000000000002"
PAGE_LINES = 1000
TYPES = {".css": "text/css", ".svg": "image/svg+xml"}
SCRIPT = re.compile(r'<script src="/static/([^"]+)" defer></script>')
Row = list[Any]  # of logs.pages.row_of


class Handler(QuietHandler):
    stage: LogStage
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        asked = QueryDict(url.query)
        if url.path.startswith("/static/"):
            file = CHECKOUT / url.path.removeprefix("/")
            self._answer(file.read_text(encoding="utf-8"), TYPES[file.suffix])
        elif url.path == "/stage.js":
            self._answer(joined(url.query.split(",")), "text/javascript")
        elif url.path == "/logs":
            self._answer(self.stage.page(asked), "text/html")
        elif self.stage.is_away:
            self._answer("<h1>Bad gateway</h1>", "text/html", status=502)
        elif url.path == "/logs/lines":
            self.stage.asked.append(asked)
            answer, status = self.stage.answer(asked)
            self._answer(json.dumps(answer), "application/json", status=status)
        else:
            text = self.stage.whole.get(url.path.removeprefix("/logs/lines/"))
            answer = {"message": "This line is no longer kept."} if text is None else {"text": text}
            self._answer(json.dumps(answer), "application/json", status=404 if text is None else 200)

    def _answer(self, text: str, content_type: str, *, status: int = 200) -> None:
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{content_type}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(data)


class LogStage:
    """Lines a hundredth of a second apart, or said now; answers as the server's."""

    handler = Handler

    def __init__(self) -> None:
        self.rows: list[Row] = []  # in their order
        self.begin_ms = now_ms() - AGO_MS
        self.whole: dict[str, str] = {}  # by key
        self.is_away = False
        self.refusal: str | None = None  # the message of every answer
        self.live = True
        self.asked: list[QueryDict] = []
        self.refusals = ["Failed to load resource"]  # how lines of the console may begin

    def say(
        self, text: str, *, level: str = "info", source: str = "workflow", at: int | None = None, cut: int = 0
    ) -> str:
        """The key of the line."""
        number = len(self.rows) + 1
        at = self.begin_ms + 10 * number if at is None else at
        row = [number, at, level, source, text, cut, JOB, SESSION, "read-orders", 10 * number, at * 1000]
        insort(self.rows, row, key=_place)
        return f"{at * 1000}-{number}"

    def say_now(self, text: str, *, late_ms: int = 0, level: str = "info") -> str:
        return self.say(text, level=level, at=now_ms() - late_ms)

    def page(self, asked: QueryDict) -> str:
        form = LogFilterForm(asked)
        context = context_of(form) | {"live": self.live, "job_id": asked.get("job"), "lines": []}
        return _with_one_script(render_to_string("logs/page.html", context))

    def answer(self, asked: QueryDict) -> tuple[dict[str, Any], int]:
        if self.refusal:
            return {"message": self.refusal}, 400
        rows = self._left_by(asked)
        first, end = _span(rows, asked, int(_text(asked, "limit") or self.page_lines(asked)))
        older = str(first) if first > 0 else None
        newer = str(end) if end < len(rows) else None
        if "token" not in asked and "around" not in asked:  # nothing is known of what is before a beginning
            older, newer = (None, newer) if asked.get("start") == "oldest" else (older, None)
        tokens = {"older": older and f"older {older}", "newer": newer and f"newer {newer}"}
        return {"lines": rows[first:end], **tokens}, 200

    def page_lines(self, asked: QueryDict) -> int:
        """As many as a page has that was asked for without a limit."""
        return PAGE_LINES

    def _left_by(self, asked: QueryDict) -> list[Row]:
        levels, text = asked.getlist("level"), _text(asked, "query").lower()
        if not levels and not text:
            return list(self.rows)
        return [row for row in self.rows if (not levels or row[2] in levels) and (not text or text in row[4].lower())]


def _with_one_script(html: str) -> str:
    names = SCRIPT.findall(html)
    one = f'<script src="/stage.js?{",".join(names)}" defer></script>'
    return SCRIPT.sub("", html).replace("</body>", f"{one}</body>")


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def _place(row: Row) -> tuple[int, int]:
    return row[10], row[0]


def _text(asked: QueryDict, name: str) -> str:
    return str(asked.get(name, ""))


def _span(rows: list[Row], asked: QueryDict, limit: int) -> tuple[int, int]:
    if token := _text(asked, "token"):
        direction, at = token.split()
        return (max(0, int(at) - limit), int(at)) if direction == "older" else (int(at), int(at) + limit)
    if around := _text(asked, "around"):
        place, number = map(int, around.split("-"))
        middle = bisect_right(rows, (place, number), key=_place)
        return max(0, middle - limit // 2), middle + limit // 2
    if _text(asked, "start") != "oldest":
        return max(0, len(rows) - limit), len(rows)
    since = _text(asked, "since")
    since_ms = datetime.fromisoformat(since).timestamp() * 1000 if since else 0
    first = bisect_left(rows, since_ms, key=lambda row: row[1])
    return first, first + limit
