"""A web site of a few pages, for tests with a browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tests.web_server import QuietHandler, serving

SHADES = "<!doctype html><title>{0}</title><body style='margin:0;background:rgb({0},{0},{0})'>"
SHADES += "<script>const sizeAtStart = [innerWidth, innerHeight]</script>"
PAGES = {
    "/black": SHADES.format(0) + "<button onclick=\"window.open('/white', '', 'width=300,height=200')\">popup</button>"
    "<a href='/white' target='_blank'>tab</a><a href='/grey'>grey</a>",
    "/grey": SHADES.format(128) + "<button onclick='window.close()'>close</button>",
    "/white": SHADES.format(255) + "<button onclick='window.close()'>close</button>",
    # The background tells when it was painted: 2 levels of grey every 50 ms, from 0 to 200.
    "/counting": SHADES.format(0)
    + """<h1>0</h1><script>
let count = 0;
const timer = setInterval(() => {
  document.querySelector("h1").textContent = ++count;
  document.body.style.background = `rgb(${2 * count}, ${2 * count}, ${2 * count})`;
  if (count === 100) clearInterval(timer);
}, 50);
</script>""",
    # Ends with a burst that is faster than any recording: the last shade must be seen nevertheless.
    "/burst": SHADES.format(0)
    + """<script>
let count = 0;
const paint = () => {
  document.body.style.background = `rgb(${2 * count}, ${2 * count}, ${2 * count})`;
  if (++count <= 100) setTimeout(paint, 4);
};
onclick = paint;
</script>""",
}


@contextmanager
def web_site(pages: Mapping[str, str] = PAGES) -> Iterator[str]:
    """Its address. What begins with /file is a download; /file-slow begins and does not end."""
    ended = threading.Event()

    class Handler(QuietHandler):
        def do_GET(self) -> None:
            found = self.path in pages or self.path.startswith("/file")
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", f"text/{'css' if self.path.endswith('.css') else 'html'}; charset=utf-8")
            if self.path.startswith("/file"):
                self.send_header("Content-Disposition", "attachment; filename=report.txt")
            if self.path == "/file-slow":
                self.send_header("Content-Length", "1000000")
            self.end_headers()
            self.wfile.write(pages.get(self.path, "nothing here").encode())
            if self.path == "/file-slow":
                ended.wait()

    with serving(Handler) as address:
        try:
            yield address
        finally:
            ended.set()
