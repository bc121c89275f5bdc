"""Serves each case's old page, and from a switch on its new one, at the same address; and sees what is touched there.

Every page gets a script: it applies the case's own change of the new page, and tells which elements get a click or an
input, and whether these are the true ones.
"""

from __future__ import annotations

import json
import mimetypes
import posixpath
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal
from urllib.parse import unquote, urlsplit

from bench.repair_case import Case
from bench.repair_packages import Page, folder
from bench.server import Handler, serving

Release = Literal["old", "new"]
SCRIPT: Final = "__bench.js"
TOUCHED: Final = "__bench_touched"
# Nothing is fetched from elsewhere: neither release waits for the internet.
POLICY: Final = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:"
WATCH: Final = """
(() => {
  const change = () => { %(change)s };
  const truth = %(truth)s;
  const is = (node, one) => {
    const [css, text] = one.split(" >> ");
    const found = node && node.closest(css);
    return found && (!text || found.textContent.replace(/\\s+/g, " ").trim() === text);
  };
  const labelled = node => (node.closest("label") || {}).control;
  const seen = event => {
    const node = event.target;
    if (!(node instanceof Element) || (event.type === "click" && !event.isTrusted)) return;
    const name = truth.find(one => is(node, one) || is(labelled(node), one)) || "";
    const said = JSON.stringify([event.type, name, node.outerHTML.slice(0, 200)]);
    navigator.sendBeacon(%(told)s, said);
  };
  for (const type of ["click", "input", "change"]) document.addEventListener(type, seen, true);
  document.addEventListener("DOMContentLoaded", change);
})();
"""


@dataclass(frozen=True)
class Touch:
    release: Release
    kind: str
    true: str  # the truth it fits; "": none
    element: str


@dataclass
class Stage:
    """One case's page: which release is shown, and what was touched."""

    case: Case
    release: Release = "old"
    touches: list[Touch] = field(default_factory=list)

    @property
    def shown(self) -> Page:
        return self.case.old if self.release == "old" else self.case.new

    def take_touches(self) -> list[Touch]:
        """Those since the last time."""
        taken, self.touches = self.touches, []
        return taken


@contextmanager
def staged(cases: Sequence[Case], kept: Path) -> Iterator[tuple[str, Mapping[str, Stage]]]:
    """The address, below which each case has a folder of its name; and the cases' stages."""
    stages = {case.name: Stage(case) for case in cases}
    lock = threading.Lock()

    class Pages(Handler):
        def do_GET(self) -> None:
            stage, path = self._asked()
            if stage is None:
                self.answer("There is no such case.", status=404)
            elif path == SCRIPT:
                self._send(_script(stage).encode(), "text/javascript; charset=utf-8")
            else:
                self._file(stage, path)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            stage, path = self._asked()
            release: Release = "old" if path == f"{TOUCHED}/old" else "new"
            if stage is not None and path.startswith(TOUCHED):
                with lock:
                    stage.touches.append(Touch(release, *json.loads(body)))
            self._send(b"", "text/plain", status=204)

        def _asked(self) -> tuple[Stage | None, str]:
            name, _, path = unquote(urlsplit(self.path).path).strip("/").partition("/")
            return stages.get(name), path

        def _file(self, stage: Stage, path: str) -> None:
            file = _file_of(stage, path, kept, self.headers.get("Referer", ""))
            if file is None:
                self.answer("There is no such file.", status=404)
                return
            content = file.read_bytes()
            if file.suffix == ".html":
                content = _with_script(content, stage.case.name)
            self._send(content, mimetypes.guess_type(file.name)[0] or "application/octet-stream")

        def _send(self, content: bytes, kind: str, *, status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(content)

    with serving(Pages) as address:
        yield address, stages


def _script(stage: Stage) -> str:
    is_new = stage.release == "new"
    told = f"/{stage.case.name}/{TOUCHED}/{stage.release}"
    values = {
        "change": stage.case.change if is_new else "",
        "truth": json.dumps(stage.case.truth if is_new else []),
        "told": json.dumps(told),
    }
    return WATCH % values


def _with_script(content: bytes, case: str) -> bytes:
    tag = f'<script src="/{case}/{SCRIPT}"></script>'.encode()
    before, head, after = content.partition(b"</head>")
    return before + tag + head + after if head else tag + content


def _file_of(stage: Stage, path: str, kept: Path, referer: str) -> Path | None:
    """The case's address shows its page. What that asks for is looked for where the page really lies."""
    root = folder(kept, stage.shown.package).resolve()
    if path == stage.case.old.file:
        return root / stage.shown.file
    wanted = [path]
    asked_by = unquote(urlsplit(referer).path).strip("/").partition("/")[2]
    if asked_by == stage.case.old.file:
        near = posixpath.relpath(path, posixpath.dirname(asked_by) or ".")
        wanted.insert(0, posixpath.normpath(posixpath.join(posixpath.dirname(stage.shown.file), near)))
    found = ((root / one).resolve() for one in wanted)
    return next((file for file in found if file.is_relative_to(root) and file.is_file()), None)
