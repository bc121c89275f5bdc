"""The page in a download: it opens from a file, plays the video beside it and asks nobody for anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import get_template, render_to_string
from django.utils import timezone

from replay.page import ReplayPage
from replay.take_away.kept_files import VIDEO
from replay.take_away.streamed_zip import Entry

STATIC_TAG = re.compile(r"{% static '([^']+)' %}")
ASSETS = "assets"
SITE_STYLE = "site.css"
DATA = "data.js"
# A file has no origin that 'self' could mean.
POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; style-src-attr 'unsafe-inline'; "
    "img-src 'self' file: data:; media-src 'self' file: blob:; frame-src 'self' file:; "
    "base-uri 'none'; form-action 'none'"
)


def page_entries(page: ReplayPage, files: list[Entry]) -> Iterator[Entry]:
    """index.html and what it loads, all but the data. `files` are those beside it."""
    styles = [SITE_STYLE, *_named_in("replay/styles.html")]
    scripts = _named_in("replay/scripts.html")
    names = {file.name for file in files}
    html = render_to_string(
        "replay/offline.html",
        {
            "page": page,
            "policy": POLICY,
            "styles": [f"{ASSETS}/{name}" for name in styles],
            "scripts": [DATA, *(f"{ASSETS}/{name}" for name in scripts)],
            "video": VIDEO if VIDEO in names else None,
            "pictures": [file for file in files if file.name.startswith("screenshot")],
            "framed": [file for file in files if file.name in ("page.html", "aria.txt")],
            "trace": "trace.zip" in names,
            "now": timezone.now(),
        },
    )
    yield Entry("index.html", "the run: open this one in a browser", partial(_text, html))
    for name in (*styles, *scripts):
        yield Entry(f"{ASSETS}/{name}", "", partial(_content, _static_file(name)))


def readme(page: ReplayPage, entries: list[Entry]) -> Entry:
    files = [(entry.name, entry.about) for entry in entries if entry.about]
    width = max(len(name) for name, _ in files)
    context = {"page": page, "files": [(name.ljust(width), about) for name, about in files], "now": timezone.now()}
    text = render_to_string("replay/offline_readme.txt", context)
    return Entry("README.txt", "", partial(_text, text))


def _named_in(template: str) -> list[str]:
    """The static files that a template of the live page names, in its order."""
    source: str = get_template(template).template.source  # type: ignore[attr-defined]
    return STATIC_TAG.findall(source)


def _static_file(name: str) -> Path:
    found = finders.find(name)
    if found is None:
        raise FileNotFoundError(f"static/{name}")
    return Path(found)


def _content(file: Path) -> Iterator[bytes]:
    yield file.read_bytes()


def _text(text: str) -> Iterator[bytes]:
    yield text.encode()
