"""What is used stays; what is not goes whole."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from django.conf import settings

from deployments import cache
from libretto_site.home import Home


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setattr(settings, "HOME", Home(tmp_path))
    return Home(tmp_path)


def aged(folder: Path, days: float) -> Path:
    folder.mkdir()
    (folder / "file").write_text("x")
    then = time.time() - days * cache.DAY
    os.utime(folder, (then, then))
    return folder


def test_only_what_nobody_used_for_long_goes(folders: Home) -> None:
    old = aged(folders.folder("cache/bundles") / "old", settings.CACHE_DAYS + 1)
    new = aged(folders.folder("cache/bundles") / "new", settings.CACHE_DAYS - 1)
    packages = aged(folders.folder("cache/dependencies") / "packages", settings.CACHE_DAYS + 1)
    cache.remove_unused()
    assert not old.exists()
    assert new.exists()
    assert not packages.exists()
    assert list(old.parent.iterdir()) == [new]


def test_use_keeps_a_folder(folders: Home) -> None:
    old = aged(folders.folder("cache/bundles") / "old", settings.CACHE_DAYS + 1)
    cache.note_use(old)
    cache.remove_unused()
    assert old.exists()


def test_an_interrupted_removal_is_finished(folders: Home) -> None:
    half = aged(folders.folder("cache/bundles") / f"old{cache.REMOVED}", settings.CACHE_DAYS + 1)
    cache.remove_unused()
    assert not half.exists()


def test_lock_files_stay(folders: Home) -> None:
    lock = folders.folder("cache/dependencies") / "abc.lock"
    lock.touch()
    os.utime(lock, (0, 0))
    cache.remove_unused()
    assert lock.exists()
