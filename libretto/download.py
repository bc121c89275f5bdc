"""Fetches a file behind a signed link, such as a recording."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx

from libretto.api_errors import DownloadFailed, ServerUnreachable
from libretto.connection import LOOPBACK

MEBIBYTE = 1024 * 1024


def download(url: str, file: Path, *, on_progress: Callable[[str], None] | None = None) -> int:
    """Writes the file whole or not at all. The bytes written.

    No API key is sent: the link may lead to a file storage of somebody else.
    Raises DownloadFailed, or ServerUnreachable when the link's server does not answer.
    """
    part = file.with_name(f"{file.name}.part")
    try:
        size = _fetch(url, part, on_progress or (lambda text: None))
        part.replace(file)
    except httpx.RequestError as error:
        raise ServerUnreachable(f"The download broke off: {error or type(error).__name__}") from error
    except (httpx.InvalidURL, OSError) as error:
        raise DownloadFailed(f"{file} cannot be written: {error}") from error
    finally:
        part.unlink(missing_ok=True)
    return size


def _fetch(url: str, file: Path, on_progress: Callable[[str], None]) -> int:
    trusted = httpx.URL(url).host not in LOOPBACK
    with httpx.Client(follow_redirects=True, trust_env=trusted) as http, http.stream("GET", url) as response:
        kind = response.headers.get("content-type", "")
        if not response.is_success or kind.startswith("text/"):
            raise DownloadFailed(f"The link answered {response.status_code} {kind}, not a video. Ask for a new one.")
        with file.open("wb") as target:
            for chunk in response.iter_bytes(MEBIBYTE):
                target.write(chunk)
                on_progress(f"Downloading {target.tell() / MEBIBYTE:.1f} MiB")
            return target.tell()
