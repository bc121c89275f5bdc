"""What a page looked like: screenshot, HTML with the state of its forms, and its accessibility tree."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from libretto.protocol import ArtifactKind
from runtime.cdp import Connection


@dataclass(frozen=True, kw_only=True)
class CapturedFile:
    kind: ArtifactKind
    path: Path
    content_type: str


@dataclass(frozen=True, kw_only=True)
class Capture:
    files: tuple[CapturedFile, ...]
    problems: tuple[str, ...]  # one sentence for each file that could not be taken


async def capture_page(
    *,
    connection: Connection,
    session_id: str,
    folder: Path,
    last_frame: bytes | None = None,
    timeout_seconds: float = 5,
) -> Capture:
    """Writes screenshot.png, page.html and aria.yaml into `folder`, each within `timeout_seconds`, side by side.

    Never raises: what a hanging or vanished page does not give is named in `problems`. `last_frame` (JPEG)
    stands in for a screenshot that cannot be taken. Password values are never written.
    """
    raise NotImplementedError
