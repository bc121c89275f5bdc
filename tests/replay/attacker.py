"""A web site that notes what it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.web_server import QuietHandler, serving


@dataclass
class Attacker:
    origin: str = ""
    asked: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)  # what it gives, to everybody


@contextmanager
def attacker() -> Iterator[Attacker]:
    site = Attacker()

    class Handler(QuietHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()
            self.wfile.write(site.files.get(self.path, b"hello"))

        do_POST = do_GET

    with serving(Handler) as site.origin:
        yield site
