"""The portal over HTTP: reads requests, finds the release they ask for, writes answers."""

from __future__ import annotations

from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from samples.portal.accounts import Visitors
from samples.portal.markup import RELEASES, Markup
from samples.portal.site import COOKIE, Answer, Request, answer

LARGEST_FORM = 64 * 1024
TEXT = "text/plain; charset=utf-8"


class Portal(ThreadingHTTPServer):
    """Listens at once; `serve_forever` answers. `release` is the markup of paths without /r1 or /r2."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], release: str = "1") -> None:
        super().__init__(address, Handler)
        self.release = release
        self.visitors = Visitors()

    @property
    def url(self) -> str:
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"


class Handler(BaseHTTPRequestHandler):
    server: Portal
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_GET(self) -> None:
        self._send(self._answer({}))

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if not (length.isascii() and length.isdigit() and int(length[:9]) <= LARGEST_FORM):
            self.close_connection = True
            self._send(Answer("This form is too large.\n", HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TEXT))
            return
        body = self.rfile.read(int(length)).decode("utf-8", "replace")
        self._send(self._answer(dict(parse_qsl(body, keep_blank_values=True))))

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the first line of the output is the address, and that is all there is to say."""

    def _answer(self, form: dict[str, str]) -> Answer:
        url = urlsplit(self.path)
        if (self.command, url.path) == ("POST", "/_release"):
            return self._switch_release(form.get("release", ""))
        base = next((f"/r{release}" for release in RELEASES if f"{url.path}/".startswith(f"/r{release}/")), "")
        return answer(
            Request(
                method=self.command,
                path=url.path.removeprefix(base) or "/",
                query=dict(parse_qsl(url.query, keep_blank_values=True)),
                form=form,
                session=self._session(),
                markup=Markup(base.removeprefix("/r") or self.server.release, base),
                visitors=self.server.visitors,
            )
        )

    def _switch_release(self, release: str) -> Answer:
        if release not in RELEASES:
            return Answer(
                f"There is no release {release!r}: send release=1 or release=2.\n", HTTPStatus.BAD_REQUEST, TEXT
            )
        self.server.release = release
        return Answer(f"Release {release} is served now.\n", content_type=TEXT)

    def _session(self) -> str:
        try:
            cookie = SimpleCookie(self.headers.get("Cookie", "")).get(COOKIE)
        except CookieError:
            return ""
        return cookie.value if cookie else ""

    def _send(self, answer: Answer) -> None:
        body = answer.body.encode()
        self.send_response(answer.status)
        for name, value in {"Content-Type": answer.content_type, "Cache-Control": "no-store", **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
