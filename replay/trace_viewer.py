"""Playwright's trace viewer, from the installed package, for the traces of this server.

Its pages have a policy of their own, and its service worker stands behind one of ours: a trace is written by
workflow code and by pages. See docs/decisions/trace-viewer.md.
"""

from __future__ import annotations

import base64
import hashlib
import mimetypes
import re
from functools import cache
from importlib import util
from pathlib import Path
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from recordings import links
from recordings.models import Artifact

PACKAGED = Path("driver/package/lib/vite/traceViewer")
GUARD = Path(__file__).with_name("trace_viewer_worker.js")
NOTICE = Path(__file__).with_name("trace_viewer_notice.js")  # says why nothing is shown where there are no workers
WORKER = "sw.bundle.js"  # the name by which the viewer's pages ask for it
PACKAGED_WORKER = "playwright.sw.js"  # the name by which the guard does
CONTENT_TYPES = {".webmanifest": "application/manifest+json", ".js": "text/javascript"}
OURS = (GUARD, NOTICE)
NAMED_BY_CONTENT = re.compile(r"[.-][\w-]{8}\.\w+$")
INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'{hashes}; worker-src 'self'; connect-src 'self' data: blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' blob:; "
    "frame-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
FILE_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'"  # the worker obeys it


def viewer_path(trace: Artifact) -> str:
    """Where the viewer shows a session's trace, until the link in it expires. Needs HTTPS or localhost."""
    return f"{reverse('trace-viewer', args=['index.html'])}?{urlencode({'trace': links.artifact_path(trace)})}"


@require_safe
def trace_viewer(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of the viewer: public, the same for everybody."""
    file = _files().get(name)
    if file is None:
        raise Http404
    etag = f'"{hashlib.sha256(_content(file)).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(_content(file), content_type=_type(file))
    response.headers["ETag"] = etag
    lasting = NAMED_BY_CONTENT.search(name) and file not in OURS
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if lasting else "no-cache"
    response.headers["Content-Security-Policy"] = _policy(file)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@cache
def _files() -> dict[str, Path]:
    """By name, so that no name leads out of the folder. The pages of Playwright's test runner are left out."""
    package = util.find_spec("playwright")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("playwright")
    folder = Path(package.origin).parent / PACKAGED
    files = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()}
    files = {name: file for name, file in files.items() if not name.startswith("uiMode")}
    return {**files, WORKER: GUARD, PACKAGED_WORKER: folder / WORKER, NOTICE.name: NOTICE}


@cache
def _policy(file: Path) -> str:
    if file.suffix != ".html":
        return FILE_POLICY
    digests = [hashlib.sha256(script).digest() for script in INLINE_SCRIPT.findall(file.read_bytes())]
    return PAGE_POLICY.format(hashes="".join(f" 'sha256-{base64.b64encode(one).decode()}'" for one in digests))


@cache
def _content(file: Path) -> bytes:
    content = file.read_bytes()
    if file.name == "index.html":
        content = content.replace(b"</body>", f'<script src="./{NOTICE.name}"></script></body>'.encode(), 1)
    return content


def _type(file: Path) -> str:
    return CONTENT_TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
