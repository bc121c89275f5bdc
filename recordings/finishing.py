"""Makes one video of a recording's fragments.

May be killed at any point, run twice, and run side by side: until the row says READY the fragments are the
truth, afterwards the one file is; whatever the other left in storage is removed then, here or by the sweep.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import F
from django.utils import timezone

from recordings import files
from recordings.models import UNFINISHED, Fragment, Recording, RecordingState
from runtime.remux import MediaInfo, NothingRecorded, remux

logger = logging.getLogger(__name__)


def finish_recording(*, session_id: UUID) -> None:
    """Does nothing while the session is open, and only tidies up when the recording is finished already."""
    recording = Recording.objects.select_related("session").filter(session_id=session_id).first()
    if recording is None:
        return
    if Recording.objects.to_finish().filter(pk=recording.pk).exists():
        Recording.objects.filter(pk=recording.pk).update(tries=F("tries") + 1, tried_at=timezone.now())
        _make_video(recording)
    recording.refresh_from_db(fields=["state", "path"])
    if recording.state not in UNFINISHED:
        tidy([recording])


def _make_video(recording: Recording) -> None:
    with TemporaryDirectory(dir=settings.HOME.folder("tmp"), prefix="recording-") as folder:
        target = Path(folder) / "recording.mp4"
        try:
            info = remux(fragments=_download(recording, Path(folder)), target=target)
        except NothingRecorded:
            recording.finish(RecordingState.EMPTY)
            return
        _publish(recording, target, info)


def _download(recording: Recording, folder: Path) -> list[Path]:
    """The fragments on this machine's disk. A missing one is left out: the rest still plays."""
    paths = []
    for fragment in recording.fragments.all():
        path = folder / f"{fragment.index:06}.m4s"
        try:
            with default_storage.open(fragment.path) as source, path.open("wb") as copy:
                shutil.copyfileobj(source, copy)
        except FileNotFoundError:
            logger.warning("Fragment %s of %s is not in storage", fragment.index, recording)
        else:
            paths.append(path)
    return paths


def _publish(recording: Recording, video: Path, info: MediaInfo) -> None:
    session = recording.session
    path, size = files.store(files.video_name(team_id=session.team_id, session_id=session.id), video)
    published = recording.finish(
        RecordingState.READY,
        path=path,
        bytes=size,
        duration_ms=info.duration_ms,
        width=info.width,
        height=info.height,
    )
    if not published:
        files.remove([path])


def tidy(recordings: Iterable[Recording]) -> None:
    """Removes what these no longer need, all of them finished: fragments, the video of a try that was killed and, of
    those that have expired, their own. One whose files cannot be removed now is left for the next time."""
    tidied = [recording for recording in recordings if _files_removed(recording)]
    # Rows last: as long as there are some, the sweep comes back.
    Fragment.objects.filter(recording__in=tidied).delete()
    expired = [recording.pk for recording in tidied if recording.state == RecordingState.EXPIRED and recording.path]
    Recording.objects.filter(pk__in=expired).update(path="")


def _files_removed(recording: Recording) -> bool:
    of_session = {"team_id": recording.session.team_id, "session_id": recording.session_id}
    kept = recording.path if recording.state == RecordingState.READY else ""
    try:
        files.clear_folder(files.fragments_folder(**of_session))
        files.clear_folder(files.session_folder(**of_session), keep=kept)
    except Exception:
        logger.exception("The files of %s could not be removed; they are tried again later", recording)
        return False
    return True
