from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def rung(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[str]]]:
    """What was asked of the workers: there are none here, and no broker."""
    asked: list[tuple[str, list[str]]] = []

    def send_task(name: str, arguments: list[str], **_: Any) -> None:
        asked.append((name, arguments))

    monkeypatch.setattr("debugging.queue.current_app.send_task", send_task)
    return asked
