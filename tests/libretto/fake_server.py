"""A server that answers what a test tells it to, and remembers what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

JOB = "0b9c3f5e-8a54-4b0c-9c39-0d8c5e1a7f11"
DEPLOYMENT = "7f0c2c46-6a55-4f0f-8a3e-5a9f0b1c2d3e"


@dataclass(frozen=True)
class Raw:
    """An answer that is not the contract's envelope with status 200."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})


def error(status: int, code: str, message: str, **data: Any) -> Raw:
    body = {"defined": False, "code": code, "status": status, "message": message} | ({"data": data} if data else {})
    return Raw(json.dumps({"json": body}).encode(), status)


def job(status: str, **more: Any) -> dict[str, Any]:
    return {"job_id": JOB, "status": status, "workflow": "read-orders", "params": {}, **more}


class FakeServer(ThreadingHTTPServer):
    """`answers[path]` is a list used up one by one, the last one again and again, or a function of the input."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.answers: dict[str, list[Any] | Callable[[Any], Any]] = {}
        self.asked: list[tuple[str, Any]] = []
        self.headers: list[dict[str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def inputs(self, path: str) -> list[Any]:
        return [asked for name, asked in self.asked if name == path]

    def answer(self, path: str, asked: Any) -> Raw:
        planned = self.answers.get(path)
        if planned is None:
            return error(404, "NOT_FOUND", f"No answer is planned for {path}.")
        answer = planned(asked) if callable(planned) else planned.pop(0) if len(planned) > 1 else planned[0]
        return answer if isinstance(answer, Raw) else Raw(json.dumps({"json": answer}).encode())


class _Handler(BaseHTTPRequestHandler):
    server: FakeServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert set(body) == {"json"}
        self._answer(self.path.removeprefix("/v1/"), body["json"])

    def do_GET(self) -> None:
        self._answer(self.path, None)

    def _answer(self, path: str, asked: Any) -> None:
        self.server.asked.append((path, asked))
        self.server.headers.append({name.lower(): value for name, value in self.headers.items()})
        answer = self.server.answer(path, asked)
        self.send_response(answer.status)
        for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: Any) -> None:
        """Tests look at what was asked instead."""


@contextmanager
def fake_server(port: int = 0) -> Iterator[FakeServer]:
    with FakeServer(port) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
