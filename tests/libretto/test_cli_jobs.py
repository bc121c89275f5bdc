from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.libretto.fake_server import JOB, FakeServer, error, job

Cli = Callable[..., Result]

CREATED = {"success": True, "job_id": JOB, "status": "queued", "message": "The job is queued."}
PROGRAM = (sys.executable, "-c", "from libretto.cli.main import main; main()")
FAST = ("--interval-seconds", "0.1")


@pytest.fixture
def queued(server: FakeServer) -> FakeServer:
    server.answers["jobs/create"] = [CREATED]
    return server


def test_create_ends_with_the_id_alone(cli: Cli, queued: FakeServer) -> None:
    shown = cli("cloud", "jobs", "create", "read-orders")
    assert shown.exit_code == 0
    assert shown.stdout == f"Job created: {JOB}\nStatus: queued\nThe job is queued.\n{JOB}\n"
    assert shown.stderr == ""
    assert queued.asked == [("jobs/create", {"workflow": "read-orders", "params": {}})]


def test_create_sends_every_option_under_the_contracts_name(cli: Cli, queued: FakeServer) -> None:
    words = ["--timeout-seconds", "60", "--headless", "--start-url", "https://x.example", "--viewport", "1280X800"]
    words += ["--nonce", "n1", "--callback-url", "https://hook.example", "--callback-secret", "s", "--skip-callbacks"]
    assert json.loads(cli("cloud", "jobs", "create", "w", *words, "--json").stdout) == CREATED
    assert queued.inputs("jobs/create") == [
        {
            "workflow": "w",
            "params": {},
            "timeout_seconds": 60,
            "headless": True,
            "start_url": "https://x.example",
            "viewport": {"width": 1280, "height": 800},
            "nonce": "n1",
            "callback_url": "https://hook.example",
            "callback_secret": "s",
            "skip_callbacks": True,
        }
    ]


def test_headed_is_the_opposite_of_headless(cli: Cli, queued: FakeServer) -> None:
    cli("cloud", "jobs", "create", "w", "--headed")
    assert queued.inputs("jobs/create")[0]["headless"] is False


def test_params_come_from_everywhere(cli: Cli, queued: FakeServer, tmp_path: Path) -> None:
    file = tmp_path / "params.json"
    file.write_text('{"from": "file ü"}')
    create = ("cloud", "jobs", "create", "w")
    cli(*create, "--params", '{"a": 1, "b": 2}', "--param", "b=2", "--param", "c:=[1, null]", "--param", "d=x=y")
    cli(*create, "--params", f"@{file}")
    cli(*create, "--params-file", str(file))
    cli(*create, "--params", "-", input='{"from": "stdin"}')
    assert [asked["params"] for asked in queued.inputs("jobs/create")] == [
        {"a": 1, "b": "2", "c": [1, None], "d": "x=y"},
        {"from": "file ü"},
        {"from": "file ü"},
        {"from": "stdin"},
    ]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--params", "[1]"), "is not a JSON object"),
        (("--params", "{"), "is not valid JSON"),
        (("--params", '{"a": NaN}'), "NaN is not JSON"),
        (("--params", "@/no/such/file"), "@/no/such/file cannot be read: No such file or directory."),
        (("--params", "{}", "--params-file", "x"), "Pass either --params or --params-file, not both."),
        (("--param", "a"), "'a' is not of the form name=text or name:=JSON."),
        (("--param", "=a"), "is not of the form"),
        (("--param", "a:=x"), "a: is not valid JSON"),
        (("--viewport", "1280"), "'1280' is not of the form 1280x800."),
        (("--viewport", "0x800"), "is not of the form 1280x800."),
        (("--timeout-seconds", "0"), "0 is not in the range x>=1"),
        (("--callback-url", "https://x"), "Pass both --callback-url and --callback-secret, or omit both."),
        (("--watch", "--interval-seconds", "61"), "61.0 is not in the range 0.1<=x<=60.0"),
    ],
)
def test_wrong_usage_is_said_before_anything_is_sent(
    cli: Cli, queued: FakeServer, words: tuple[str, ...], reason: str
) -> None:
    refused = cli("cloud", "jobs", "create", "w", *words)
    assert refused.exit_code == 2
    assert reason in refused.stderr
    assert refused.stdout == ""
    assert queued.asked == []


def test_create_is_sent_once_unless_it_has_a_nonce(cli: Cli, server: FakeServer) -> None:
    away = error(503, "SERVICE_UNAVAILABLE", "Later.")
    server.answers["jobs/create"] = [away, CREATED]
    assert cli("cloud", "jobs", "create", "w").exit_code == 3
    assert len(server.asked) == 1
    server.answers["jobs/create"] = [away, CREATED]
    assert cli("cloud", "jobs", "create", "w", "--nonce", "n").exit_code == 0
    assert len(server.asked) == 3


@pytest.mark.parametrize(("state", "code"), [("completed", 0), ("failed", 1), ("cancelled", 1)])
def test_create_watches_to_the_end(cli: Cli, queued: FakeServer, state: str, code: int) -> None:
    queued.answers["jobs/get"] = [job("queued"), job("running"), job("running"), job(state)]
    shown = cli("cloud", "jobs", "create", "w", "--watch", *FAST)
    assert shown.exit_code == code
    assert shown.stderr == f"Status: queued\nStatus: running\nStatus: {state}\n"
    assert shown.stdout.splitlines()[-1] == JOB
    assert f"Job: {JOB}\nStatus: {state}\n" in shown.stdout


@pytest.mark.parametrize(("state", "code"), [("completed", 0), ("failed", 1), ("cancelled", 1)])
def test_status_watches_to_the_end(cli: Cli, server: FakeServer, state: str, code: int) -> None:
    ended = job(state, error="No such button." if state == "failed" else None)
    server.answers["jobs/get"] = [job("running"), job("running"), ended]
    shown = cli("cloud", "jobs", "status", JOB, "--watch", "--json", *FAST)
    assert shown.exit_code == code
    assert json.loads(shown.stdout) == ended


def test_status_without_watch_exits_0_even_for_a_failed_job(cli: Cli, server: FakeServer) -> None:
    server.answers["jobs/get"] = [
        job("failed", error="TimeoutError: no button", mapped_stack="workflows.py:21 in search\n    click()")
    ]
    shown = cli("cloud", "jobs", "status", JOB)
    assert shown.exit_code == 0
    assert shown.stdout == (
        f"Job: {JOB}\nStatus: failed\nError: TimeoutError: no button\n  workflows.py:21 in search\n      click()\n"
    )


@pytest.mark.parametrize(("result", "shown"), [({"rows": ["é"]}, '{"rows": ["é"]}'), (None, "null"), (0, "0")])
def test_status_prints_any_result(cli: Cli, server: FakeServer, result: Any, shown: str) -> None:
    server.answers["jobs/get"] = [job("completed", result=result, live_view_url=None, error=None, mapped_stack=None)]
    assert cli("cloud", "jobs", "status", JOB).stdout == f"Job: {JOB}\nStatus: completed\nResult: {shown}\n"


def test_ctrl_c_says_that_the_job_goes_on(cli: Cli, server: FakeServer) -> None:
    server.answers["jobs/get"] = [job("running")]
    command = [*PROGRAM, "cloud", "jobs", "status", JOB, "--watch", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as watch:
        assert watch.stderr
        assert watch.stdout
        assert watch.stderr.readline() == "Status: running\n"
        watch.send_signal(signal.SIGINT)
        assert watch.wait(10) == 130
        assert watch.stderr.read() == f"The job goes on. Watch it again: libretto cloud jobs status {JOB} --watch\n"
        assert watch.stdout.read() == ""


def test_cancel_prints_the_answer_and_exits_1_when_it_was_too_late(cli: Cli, server: FakeServer) -> None:
    server.answers["jobs/cancel"] = [
        {"success": True, "message": "The run ends."},
        {"success": False, "message": "The run had ended."},
    ]
    done, late = cli("cloud", "jobs", "cancel", JOB), cli("cloud", "jobs", "cancel", JOB)
    assert (done.exit_code, done.stdout) == (0, "The run ends.\n")
    assert (late.exit_code, late.stdout) == (1, "The run had ended.\n")


def test_on_a_terminal_the_status_is_one_line_and_a_trouble_another(cli: Cli, server: FakeServer) -> None:
    away = error(503, "SERVICE_UNAVAILABLE", "Back soon.")
    server.answers["jobs/get"] = [job("queued"), job("queued"), away, away, job("running"), job("completed")]
    terminal, its_end = os.openpty()
    command = [*PROGRAM, "cloud", "jobs", "status", JOB, "--watch", "--json", *FAST]
    shown = subprocess.run(command, stdout=subprocess.PIPE, stderr=its_end, check=True)
    os.close(its_end)
    drawn = re.sub(r"\(\d+ s\)", "(0 s)", os.read(terminal, 65536).decode())
    os.close(terminal)
    assert json.loads(shown.stdout)["status"] == "completed"
    erase = "\r\033[K"
    assert drawn == (
        f"{erase}Status: queued (0 s){erase}Back soon. Trying again.\r\n{erase}Status: queued (0 s)"
        f"{erase}Status: running (0 s){erase}Status: completed (0 s){erase}"
    )


def test_list_passes_the_filters_and_says_how_to_go_on(cli: Cli, server: FakeServer) -> None:
    server.answers["jobs/list"] = [{"jobs": [job("failed", created_at="then")], "next_cursor": "abc"}]
    shown = cli("cloud", "jobs", "list", "--status", "failed", "--limit", "1", "--cursor", "xyz")
    assert server.inputs("jobs/list") == [{"status": "failed", "limit": 1, "cursor": "xyz"}]
    assert shown.stdout.splitlines()[1].split() == [JOB, "read-orders", "failed", "then", "-"]
    assert shown.stderr == "More: add --cursor abc\n"


def test_list_knows_the_states_and_the_limits(cli: Cli) -> None:
    assert cli("cloud", "jobs", "list", "--status", "done").exit_code == 2
    assert cli("cloud", "jobs", "list", "--limit", "101").exit_code == 2


def test_an_empty_list_says_so(cli: Cli, server: FakeServer) -> None:
    server.answers["jobs/list"] = [{"jobs": [], "next_cursor": None}]
    assert cli("cloud", "jobs", "list").stdout == "No jobs.\n"
    assert json.loads(cli("cloud", "jobs", "list", "--json").stdout) == {"jobs": [], "next_cursor": None}
