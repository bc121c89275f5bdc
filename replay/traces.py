"""Traces that are open for reading: reading the index of one takes longer than a page out of it."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import IO

from django.conf import settings
from django.core.files.storage import default_storage

from recordings.models import Artifact
from runtime.tracing.snapshot_index import SnapshotMissing
from runtime.tracing.snapshots import TraceSnapshots

OPEN_MOST = 4  # of one process


class _OpenTrace:
    """One reader at a time."""

    def __init__(self, file: IO[bytes]) -> None:
        self.lock = Lock()
        self._file = file
        self.snapshots = TraceSnapshots(file)
        self.closed = False

    def close(self) -> None:
        with self.lock:
            self.closed = True
            self.snapshots.close()
            self._file.close()


_open: OrderedDict[tuple[int, str, int], _OpenTrace] = OrderedDict()
_lock = Lock()


@contextmanager
def opened(trace: Artifact) -> Iterator[TraceSnapshots]:
    """For this thread alone. Raises SnapshotMissing when it cannot be read."""
    while True:
        found = _found(trace)
        with found.lock:
            if not found.closed:  # by another thread, which needed the place
                yield found.snapshots
                return


@atexit.register
def close_all() -> None:
    with _lock:
        traces = list(_open.values())
        _open.clear()
    for trace in traces:
        trace.close()


def _found(trace: Artifact) -> _OpenTrace:
    name = (trace.pk, trace.path, trace.bytes)
    with _lock:
        found = _open.get(name)
        if found:
            _open.move_to_end(name)
            return found
    fresh = _read(trace)
    with _lock:
        found = _open.setdefault(name, fresh)
        _open.move_to_end(name)
        too_many = [_open.popitem(last=False)[1] for _ in range(len(_open) - OPEN_MOST)]
    for old in too_many if found is fresh else [*too_many, fresh]:
        old.close()
    return found


def _read(trace: Artifact) -> _OpenTrace:
    file = _local(trace)
    try:
        return _OpenTrace(file)
    except SnapshotMissing:
        file.close()
        raise


def _local(trace: Artifact) -> IO[bytes]:
    """Its bytes on this machine's disk, in a file that has no name and goes away with us."""
    folder = settings.HOME.folder("tmp")
    copy: IO[bytes] = tempfile.TemporaryFile(dir=folder, prefix="trace-")  # noqa: SIM115 (it stays open)
    try:
        with default_storage.open(trace.path) as stored:
            shutil.copyfileobj(stored, copy, 1024**2)
    except FileNotFoundError as error:
        copy.close()
        raise SnapshotMissing("The trace of this run is no longer kept.") from error
    copy.seek(0)
    return copy
