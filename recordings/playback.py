"""What of a recording can be played now."""

from __future__ import annotations

from django.http import HttpRequest

from recordings.models import Recording, RecordingState
from recordings.streaming import Body, Part

VIDEO = "video/mp4"


def body_of(recording: Recording) -> Body | None:
    """The one file, or the fragments so far, which make an MP4 one after the other. None while there is nothing."""
    if recording.state == RecordingState.READY:
        size = recording.bytes or 0
        return Body([Part(recording.path, size)], VIDEO, f'"{recording.pk}-{size}"')
    if not recording.is_playable:
        return None
    fragments = list(recording.fragments.values_list("index", "path", "bytes"))
    if not fragments or fragments[0][0] != 0:  # the first holds the header, without which none can be played
        return None
    parts = [Part(path, size) for _, path, size in fragments]
    return Body(parts, VIDEO, f'"{recording.pk}-{len(parts)}-{sum(part.size for part in parts)}"')


def duration_ms_of(recording: Recording) -> int:
    if recording.duration_ms is not None:
        return recording.duration_ms
    last = recording.fragments.last()
    return last.start_ms + last.duration_ms if last else 0


def readable(milliseconds: int) -> str:
    """'42 s', '3 min 5 s', '1 h 0 min'."""
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


def file_name_of(recording: Recording) -> str:
    session = recording.session
    began = session.started_at or session.created_at
    return f"recording-{began:%Y-%m-%d-%H%M%S}-{session.id.hex[:8]}.mp4"


def disposition_of(recording: Recording, request: HttpRequest) -> str:
    """Played where it is asked for, or kept as a file: `?download=1`."""
    wanted = "attachment" if request.GET.get("download") == "1" else "inline"
    return f'{wanted}; filename="{file_name_of(recording)}"'
