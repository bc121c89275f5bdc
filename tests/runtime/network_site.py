"""A web site that redirects, sets cookies, keeps waiting and breaks off, for tests with a browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.web_server import QuietHandler, serving

PAGE = "<!doctype html><title>page</title><link rel=icon href='data:,'>"
HEADERS: dict[str, dict[str, str]] = {
    "/start": {"Location": "/middle", "Set-Cookie": "session=abc123; Path=/; HttpOnly"},
    "/middle": {"Location": "/page?token=abc123"},
    "/kept": {"Cache-Control": "max-age=600", "Content-Type": "text/plain"},
    "/file": {"Content-Disposition": "attachment; filename=report.txt"},
    "/events": {"Content-Type": "text/event-stream"},
    "/worker.js": {"Content-Type": "text/javascript"},
}
STATUS = {"/start": 302, "/middle": 302, "/missing": 404, "/nothing": 204}
BODIES = {
    "/data.json": '{"a": 1}',
    "/worker.js": """fetch('/from-the-worker').then(() => {
console.log('worker works'); throw new Error('worker broke');
})""",
    "/with-frame": PAGE + "<iframe src='http://localhost:PORT/frame' width=300 height=200></iframe>",
    "/frame": PAGE
    + """<button>press</button><script>
console.log('frame speaks'); fetch('/from-the-frame'); setTimeout(() => { throw new Error('frame broke') });
</script>""",
}


@contextmanager
def network_site() -> Iterator[str]:
    """Its address. /slow and /events give a beginning and then nothing until the site ends; /wait gives nothing."""
    ended = threading.Event()

    class Handler(QuietHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if path == "/wait":
                ended.wait()
            port = str(self.connection.getsockname()[1])
            body = BODIES.get(path, PAGE).replace("PORT", port).encode() if path != "/nothing" else b""
            self.send_response(STATUS.get(path, 200))
            for name, value in ({"Content-Type": "text/html; charset=utf-8"} | HEADERS.get(path, {})).items():
                self.send_header(name, value)
            if path in {"/slow", "/events"}:
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                self.wfile.write(b"1\r\n:\r\n")
                ended.wait()
                return
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

    with serving(Handler) as address:
        try:
            yield address
        finally:
            ended.set()
