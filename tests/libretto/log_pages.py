"""Answers of logs/list."""

from __future__ import annotations

from typing import Any

from tests.libretto.fake_server import JOB


def line(number: int, level: str = "info") -> dict[str, Any]:
    return {
        "jobId": JOB,
        "workflow": "read-orders",
        "level": level,
        "message": f"line {number}",
        "timestamp": f"2026-03-02T10:00:{number:02}.000Z",
    }


def page(*numbers: int, following: str | None = None) -> dict[str, Any]:
    return {"logs": [line(number) for number in numbers], "nextPageToken": following}
