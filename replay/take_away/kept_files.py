"""The video and the files of a session, out of storage."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import close_old_connections, connection

from recordings.models import Artifact, Recording
from recordings.playback import body_of
from recordings.streaming import CHUNK_BYTES
from replay.take_away.streamed_zip import Entry
from replay.viewing import Viewing

logger = logging.getLogger(__name__)

VIDEO = "recording.mp4"
NAMES = {
    "screenshot": ("screenshot", "the page at the end, as it was on the screen"),
    "screenshot_full": ("screenshot-full", "the whole page at the end"),
    "page_html": ("page", "the page at the end, without its scripts, with what was typed into its forms"),
    "aria_snapshot": ("aria", "the page at the end, as a screen reader tells of it"),
    "trace": ("trace", "every step with the page before and after it, for Playwright's trace viewer"),
}
# Nothing a page brought along runs from a reader's disk. A browser obeys it only before anything else.
PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline' *; img-src * data:; font-src * data:; form-action 'none'"
PAGE_HEAD = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{PAGE_POLICY}">'
DOCTYPE = "<!doctype html>"


def kept_files(viewing: Viewing) -> list[Entry]:
    """The video for everybody; files for members."""
    entries = []
    body = body_of(viewing.recording) if viewing.recording else None
    if body is not None:
        chunks = partial(_video, viewing.session.pk)
        entries.append(Entry(VIDEO, "the video (MP4, H.264)", chunks, packed=False, size=body.size))
    if viewing.job_page:
        entries += map(_entry, viewing.session.artifacts.order_by("kind"))
    return entries


def _entry(artifact: Artifact) -> Entry:
    name, about = NAMES.get(artifact.kind, (artifact.kind, "a file of the run"))
    suffix = artifact.path.rpartition(".")[2]
    chunks = partial(_page if artifact.kind == "page_html" else _stored, [artifact.path])
    return Entry(f"{name}.{suffix}", about, chunks, packed=suffix in ("html", "txt"), size=artifact.bytes)


def _video(session_id: UUID) -> Iterator[bytes]:
    """Looked up when its turn comes: a recording that was finished meanwhile has lost its fragments."""
    body = body_of(Recording.objects.get(session_id=session_id))
    return _stored([part.path for part in body.parts] if body else [])


def _page(paths: Iterable[str]) -> Iterator[bytes]:
    chunks = _stored(paths)
    first = next(chunks, b"")
    standard = first[: len(DOCTYPE)].lower() == DOCTYPE.encode()
    return chain([f"{DOCTYPE if standard else ''}{PAGE_HEAD}".encode(), first], chunks)


def _stored(paths: Iterable[str]) -> Iterator[bytes]:
    """One after the other. Ends where something is gone: what came before can be used."""
    if not connection.in_atomic_block:
        close_old_connections()  # sending files takes long: others may use the connection
    for path in paths:
        try:
            with default_storage.open(path) as file:
                while chunk := file.read(CHUNK_BYTES):
                    yield chunk
        except FileNotFoundError:
            logger.warning("%s is not in storage any more", path)
            return
