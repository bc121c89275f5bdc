"""What the tests of this room share: no broker, a fake host, short pauses."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from pytest_django.fixtures import Settings

from deployments.checkout import Checkout
from jobs import execution, patience, preparation, pulse, queue
from recordings.tasks import finish_recording

FAKE_HOST = [sys.executable, "-m", "tests.jobs.fake_host"]


@pytest.fixture(autouse=True)
def announced(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """The jobs that the workers were told of."""
    ids: list[UUID] = []
    monkeypatch.setattr(queue, "_send", ids.append)
    return ids


@pytest.fixture(autouse=True)
def to_finish(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """The sessions whose recording somebody was asked to finish."""
    ids: list[UUID] = []
    monkeypatch.setattr(finish_recording, "delay", lambda session_id: ids.append(UUID(session_id)))
    return ids


@pytest.fixture
def fake_host(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.HEARTBEAT_SECONDS = 0
    monkeypatch.setattr(pulse, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(patience, "PAUSE_SECONDS", 0.02)
    monkeypatch.setattr(execution, "HOST_COMMAND", FAKE_HOST)

    def checkout(deployment: Any) -> Checkout:
        return Checkout(bundle=tmp_path, dependencies=None)

    monkeypatch.setattr(preparation, "checkout", checkout)
    yield
    assert list(settings.HOME.folder("runs").iterdir()) == []


@pytest.fixture
def stopping() -> Event:
    return Event()
