from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client


@pytest.mark.django_db
def test_healthy() -> None:
    response = Client().get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "database": "up"})
    assert "no-store" in response.headers["Cache-Control"]
    assert Client().head("/healthz").status_code == 200
    assert Client().post("/healthz").status_code == 405


def test_without_a_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(connection.settings_dict, "HOST", str(tmp_path))
    response = Client().get("/healthz")
    assert (response.status_code, response.json()) == (503, {"status": "unavailable", "database": "down"})
