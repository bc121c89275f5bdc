from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from libretto.protocol import DEFAULT_VIEWPORT
from runtime.chromium import chromium_arguments, find_chromium
from tests.runtime.child_runs import Run
from tests.runtime.fake_host import child
from tests.runtime.studio import Studio


@pytest.fixture(scope="session")
def shared_chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    profile = tmp_path_factory.mktemp("profile")
    arguments = chromium_arguments(profile=profile, viewport=DEFAULT_VIEWPORT, headless=True, own_sandbox=False)
    with subprocess.Popen([str(find_chromium()), *arguments], stderr=subprocess.PIPE, text=True) as browser:
        assert browser.stderr is not None
        url = next(line.split()[-1] for line in browser.stderr if "DevTools listening on" in line)
        threading.Thread(target=browser.stderr.read, daemon=True).start()
        yield url
        browser.terminate()


@pytest.fixture
def child_run(tmp_path: Path, shared_chromium: str) -> Iterator[Run]:
    (tmp_path / "home").mkdir()
    with child(tmp_path / "home") as host:
        yield Run(host, tmp_path, shared_chromium)


@pytest.fixture(scope="session")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    shared = Studio(tmp_path_factory.mktemp("browser"))
    yield shared
    shared.close()
