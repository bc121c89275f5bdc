"""`libretto cloud logs --follow`: every line once, whatever the log and the server do meanwhile."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from click.testing import Result

from libretto.cli import log_reading
from libretto.cli import logs as logs_command
from tests.libretto.fake_server import JOB, FakeServer, error, job
from tests.libretto.log_pages import line, page

Cli = Callable[..., Result]
BEGAN = datetime(2026, 3, 2, 10, tzinfo=UTC)


def test_follow_prints_each_line_once_until_the_job_has_ended(cli: Cli, server: FakeServer) -> None:
    server.answers["jobs/get"] = [job("running"), job("running"), job("failed")]
    server.answers["logs/list"] = [page(1), page(1, 1, 2), page(1, 1, 2, following="p2"), page(3)]
    shown = cli("cloud", "logs", JOB, "--follow", "--json")
    assert shown.exit_code == 0
    assert [json.loads(text)["message"] for text in shown.stdout.splitlines()] == [
        "line 1",
        "line 1",
        "line 2",
        "line 3",
    ]


def test_follow_waits_out_a_restart_of_the_server(cli: Cli, server: FakeServer) -> None:
    server.answers["jobs/get"] = [job("running"), error(502, "BAD_GATEWAY", "Restarting"), job("completed")]
    server.answers["logs/list"] = [page(1), page(1, 2)]
    shown = cli("cloud", "logs", JOB, "--follow")
    assert shown.exit_code == 0
    assert len(shown.stdout.splitlines()) == 2
    assert shown.stderr == "Restarting. Trying again.\n"


class GrowingLog:
    """A log that two write: one in order but behind, the other at once. Each look at the job is a moment later."""

    def __init__(self, lines: list[tuple[int, dict[str, Any]]], ends_at: int) -> None:
        self.lines = lines  # from which look on each can be read
        self.ends_at = ends_at
        self.looks = 0
        self.asked: list[dict[str, Any]] = []

    def get_job(self, _: Any) -> dict[str, Any]:
        self.looks += 1
        return job("running" if self.looks < self.ends_at else "completed")

    def list_lines(self, asked: dict[str, Any]) -> dict[str, Any]:
        self.asked.append(asked)
        wanted = [
            (said["timestamp"], place, said)
            for place, (look, said) in enumerate(self.lines)
            if look <= self.looks
            and said["timestamp"] >= asked.get("since", "")
            and said["level"] == asked.get("level", said["level"])
        ]
        after = asked.get("pageToken", "")
        found = [row for row in sorted(wanted, key=lambda row: row[:2]) if f"{row[0]} {row[1]:09}" > after]
        shown, more = found[: asked["limit"]], len(found) > asked["limit"]
        token = f"{shown[-1][0]} {shown[-1][1]:09}" if more else None
        return {"logs": [said for _, _, said in shown], "nextPageToken": token}


def said(milliseconds: int, message: str, level: str = "info") -> dict[str, Any]:
    at = (BEGAN + timedelta(milliseconds=milliseconds)).isoformat(timespec="milliseconds")
    return {**line(0, level), "message": message, "timestamp": at.replace("+00:00", "Z")}


def growing_log(seed: int) -> GrowingLog:
    """A look is a second of the log's. The slow writer is 8 s behind, and with some lines 2 s more."""
    chance = random.Random(seed)
    lines = []
    for number in range(1500):
        at = number * 20
        look = at // 1000 + chance.choice([8, 8, 8, 8, 10])
        lines.append((look, said(at, chance.choice(["tick", "tock"]), chance.choice(["info", "warn"]))))
        if not chance.randrange(200):
            lines.append((at // 1000, said(at, f"quick {number}")))
    return GrowingLog(lines, ends_at=45)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("words", [(), ("--level", "warn")])
def test_follow_gives_every_line_once_though_some_come_late(
    cli: Cli, server: FakeServer, monkeypatch: pytest.MonkeyPatch, seed: int, words: tuple[str, ...]
) -> None:
    monkeypatch.setattr(logs_command, "FOLLOW_SECONDS", 0.0)
    monkeypatch.setattr(log_reading, "PAGE_LINES", 60)
    log = growing_log(seed)
    server.answers |= {"jobs/get": log.get_job, "logs/list": log.list_lines}

    shown = cli("cloud", "logs", JOB, "--follow", "--json", *words)

    given = sorted(shown.stdout.splitlines())
    level = words[-1] if words else None
    assert given == sorted(json.dumps(said) for _, said in log.lines if level in (None, said["level"]))
    assert log.asked[-1]["since"] > said(20_000, "")["timestamp"], "It does not read everything each time."


def test_follow_reads_again_what_was_said_while_it_read(
    cli: Cli, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first look may take a minute. A line that came late to its beginning is behind its end by as much."""
    monkeypatch.setattr(logs_command, "FOLLOW_SECONDS", 0.0)
    ticks = count(0.0, 60.0)
    monkeypatch.setattr(log_reading, "monotonic", lambda: next(ticks))
    late = said(30_000, "late")
    log = GrowingLog([*((1, said(at, f"line {at}")) for at in range(0, 80_000, 100)), (2, late)], ends_at=3)
    server.answers |= {"jobs/get": log.get_job, "logs/list": log.list_lines}

    shown = cli("cloud", "logs", JOB, "--follow", "--json")

    assert shown.stdout.splitlines().count(json.dumps(late)) == 1
    assert len(shown.stdout.splitlines()) == len(log.lines)
