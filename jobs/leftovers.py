"""What dead workers left on this machine: processes, and folders of runs."""

from __future__ import annotations

import logging
import shutil
import time
from pathlib import Path
from uuid import UUID

from django.conf import settings

from jobs.models import Job
from runtime.processes import end_orphans

log = logging.getLogger(__name__)

FOLDER_SETTLES_SECONDS = 3600.0


def remove() -> None:
    if ended := end_orphans():
        log.warning("Ended %s processes whose worker or host is gone.", len(ended))
    remove_folders()


def remove_folders() -> None:
    for folder in left_folders():
        shutil.rmtree(folder, ignore_errors=True)


def left_folders() -> list[Path]:
    """Folders of runs that nobody has touched for long and that belong to no active job."""
    ids = {UUID(folder.name): folder for folder in settings.HOME.folder("runs").iterdir() if _is_old_run(folder)}
    in_use = set(Job.objects.active().filter(session_id__in=ids).values_list("session_id", flat=True))
    return [folder for session_id, folder in ids.items() if session_id not in in_use]


def _is_old_run(folder: Path) -> bool:
    try:
        named_so = str(UUID(folder.name)) == folder.name
        return named_so and folder.stat().st_mtime < time.time() - FOLDER_SETTLES_SECONDS
    except (ValueError, FileNotFoundError):  # no run's folder, or removed just now
        return False
