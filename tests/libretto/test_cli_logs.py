from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from click.testing import Result

from tests.libretto.fake_server import JOB, FakeServer, error, job

Cli = Callable[..., Result]


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


def test_logs_prints_every_page(cli: Cli, server: FakeServer) -> None:
    server.answers["logs/list"] = [page(1, 2, following="p2"), page(3)]
    shown = cli("cloud", "logs", JOB, "--level", "warn")
    assert shown.stdout == "".join(f"2026-03-02T10:00:0{number}.000Z info  line {number}\n" for number in (1, 2, 3))
    assert server.inputs("logs/list") == [
        {"jobId": JOB, "limit": 1000, "level": "warn"},
        {"jobId": JOB, "limit": 1000, "level": "warn", "pageToken": "p2"},
    ]


def test_logs_says_which_lines_are_not_the_workflows(cli: Cli, server: FakeServer) -> None:
    lines = [{**line(1), "source": "workflow"}, {**line(2, "warn"), "source": "executor"}]
    server.answers["logs/list"] = [{"logs": lines, "nextPageToken": None}]
    assert cli("cloud", "logs", JOB).stdout == (
        "2026-03-02T10:00:01.000Z info  line 1\n2026-03-02T10:00:02.000Z warn  [executor] line 2\n"
    )


def test_logs_as_json_is_one_document(cli: Cli, server: FakeServer) -> None:
    server.answers["logs/list"] = [page(1, following="p2"), page(2)]
    assert json.loads(cli("cloud", "logs", JOB, "--json").stdout) == {"logs": [line(1), line(2)]}


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
