"""The screenshot, small enough for a mail."""

from __future__ import annotations

import logging
from email.mime.image import MIMEImage
from fractions import Fraction
from typing import Final, Literal

import av
from av.video.frame import VideoFrame
from django.core.files.storage import default_storage

from recordings.models import Artifact

Codec = Literal["png", "mjpeg"]

logger = logging.getLogger(__name__)

WIDTH_MOST: Final = 1200
HEIGHT_MOST: Final = 1600
BYTES_MOST: Final = 500_000
SOURCE_BYTES_MOST: Final = 30_000_000
CODECS: Final[dict[str, Codec]] = {"image/png": "png", "image/jpeg": "mjpeg"}
ATTEMPTS: Final = ((1.0, 4), (1.0, 10), (0.75, 12), (0.5, 16), (0.25, 24))  # part of the size, coarseness


def content_id(artifact_id: int) -> str:
    return f"screenshot-{artifact_id}@libretto"


def inline_picture(artifact_id: int, jpeg: bytes) -> MIMEImage:
    """To be shown by `cid:`."""
    part = MIMEImage(jpeg, "jpeg")
    part.add_header("Content-ID", f"<{content_id(artifact_id)}>")
    part.add_header("Content-Disposition", "inline", filename="screenshot.jpg")
    return part


def picture_of(artifact_id: int) -> bytes | None:
    """A JPEG of at most BYTES_MOST; None when the file is no longer kept, or is no picture."""
    kept = Artifact.objects.filter(pk=artifact_id).first()
    if kept is None or kept.content_type not in CODECS or kept.bytes > SOURCE_BYTES_MOST:
        return None
    try:
        with default_storage.open(kept.path) as file:
            return small_jpeg(file.read(), CODECS[kept.content_type])
    except (OSError, av.FFmpegError):
        logger.warning("The screenshot %s could not be read for a mail", artifact_id, exc_info=True)
        return None


def small_jpeg(picture: bytes, codec: Codec) -> bytes | None:
    frames = av.CodecContext.create(codec, "r").decode(av.Packet(picture))
    frame = next((frame for frame in frames if isinstance(frame, VideoFrame)), None)
    if frame is None:
        return None
    fitting = min(1.0, WIDTH_MOST / frame.width, HEIGHT_MOST / frame.height)
    for part, coarseness in ATTEMPTS:
        jpeg = _jpeg(frame, fitting * part, coarseness)
        if len(jpeg) <= BYTES_MOST:
            return jpeg
    return None


def _jpeg(frame: VideoFrame, scale: float, coarseness: int) -> bytes:
    width, height = (max(2, int(side * scale) // 2 * 2) for side in (frame.width, frame.height))
    encoder = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt, encoder.time_base = width, height, "yuvj420p", Fraction(1, 1000)
    encoder.options = {"qmin": str(coarseness), "qmax": str(coarseness)}
    picture = frame.reformat(width=width, height=height, format="yuvj420p")
    return b"".join(bytes(packet) for packet in [*encoder.encode(picture), *encoder.encode(None)])
