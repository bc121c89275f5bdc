"""Sessions, and small fragments such as the recorder writes."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from uuid import UUID

import av

from accounts.models import Team
from libretto.protocol import Viewport
from recordings import services
from recordings.models import BrowserSession
from tests.factories import make_team

VIEWPORT: Viewport = {"width": 64, "height": 48}
FRAGMENT_MS = 500


def make_session(team: Team | None = None, *, job_id: UUID | None = None, browser: bool = True) -> BrowserSession:
    team = team or make_team()
    session = services.open_session(team_id=team.pk, job_id=job_id)
    services.session_started(session_id=session.pk, wall_time_ms=1_772_366_400_000)
    if browser:
        services.browser_started(session_id=session.pk, version="Chromium 150", viewport=VIEWPORT)
    session.refresh_from_db()
    return session


def add_fragments(session: BrowserSession, folder: Path, pieces: list[bytes] | None = None) -> list[bytes]:
    pieces = fragments() if pieces is None else pieces
    for index, piece in enumerate(pieces):
        file = folder / f"{index}.m4s"
        file.write_bytes(piece)
        services.add_fragment(
            session_id=session.pk, index=index, file=file, start_ms=index * FRAGMENT_MS, duration_ms=FRAGMENT_MS
        )
    return pieces


@cache
def _film() -> bytes:
    """Two seconds, a key frame every half, a fragment each."""
    file = io.BytesIO()
    options = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}
    with av.open(file, "w", format="mp4", options=options) as container:
        stream = container.add_stream("libx264", rate=10, options={"x264-params": "keyint=5:scenecut=0:bframes=0"})
        stream.width, stream.height, stream.pix_fmt = VIEWPORT["width"], VIEWPORT["height"], "yuv420p"
        for number in range(20):
            frame = av.VideoFrame(VIEWPORT["width"], VIEWPORT["height"], "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([number * 12]) * plane.buffer_size)
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()


def fragments() -> list[bytes]:
    """Number 0 begins with the header; a fragment is a `moof` box and its `mdat`."""
    film, pieces, place = _film(), [b""], 0
    while place < len(film):
        size, kind = int.from_bytes(film[place : place + 4]), film[place + 4 : place + 8]
        if kind == b"moof" and b"moof" in pieces[-1]:
            pieces.append(b"")
        if kind != b"mfra":  # an index at the very end, which a growing recording does not have
            pieces[-1] += film[place : place + size]
        place += size
    return pieces


def played(video: bytes) -> tuple[int, float]:
    """How many pictures a player shows, and for how many seconds."""
    with av.open(io.BytesIO(video), "r") as container:
        pictures = len(list(container.decode(video=0)))
        return pictures, (container.duration or 0) / 1_000_000
