"""`libretto cloud jobs report`."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

from tests.libretto.fake_server import JOB, FakeServer, error, job

Cli = Callable[..., Result]

PROGRAM = (sys.executable, "-c", "from libretto.cli.main import main; main()")
FAST = ("--wait", "--interval-seconds", "0.1")
LINKS = {
    "run_url": "https://l.example/runs/1",
    "recording_url": "https://l.example/recordings/a",
    "screenshot_url": None,
    "dom_snapshot_url": None,
    "logs_url": "https://l.example/reports/b/log",
}


def answer(status: str = "completed", **fields: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"job_id": JOB, "debug_agent_status": status, "job_workflow": "pay", "error": None, **LINKS}
    if status == "completed":
        found |= {
            "failure_class": "element_not_found",
            "confidence": 0.93,
            "tldr": 'pay could not click "Pay".',
            "handoff_prompt": "# Fix pay\n\nDo it.\n",
            "diagnosis": {
                "why": ['There is a button "Pay now".', "Playwright waited."],
                "changed": ["It was called Pay."],
                "advice": 'Look for "Pay now".',
                "suggestion": 'page.get_by_role("button", name="Pay now").click()',
                "missing": [],
            },
        }
    else:
        found |= {"failure_class": None, "confidence": None, "tldr": None, "handoff_prompt": None, "diagnosis": None}
    return found | fields


def test_it_prints_the_diagnosis(cli: Cli, server: FakeServer) -> None:
    server.answers["jobs/debugReport"] = [answer()]
    shown = cli("cloud", "jobs", "report", JOB)
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert server.asked == [("jobs/debugReport", {"id": JOB})]
    assert (
        shown.stdout
        == f"""\
Job: {JOB}
Workflow: pay
Report: completed
Class: element_not_found
Confidence: 93%

What
  pay could not click "Pay".

Why
  There is a button "Pay now".
  Playwright waited.

What changed since the last good run
  It was called Pay.

Advice
  Look for "Pay now".

Suggested change
  page.get_by_role("button", name="Pay now").click()

Links
  Run: https://l.example/runs/1
  Recording: https://l.example/recordings/a
  Log: https://l.example/reports/b/log
"""
    )


def test_prompt_prints_the_prompt_and_nothing_else(cli: Cli, server: FakeServer) -> None:
    server.answers["jobs/debugReport"] = [answer()]
    shown = cli("cloud", "jobs", "report", JOB, "--prompt")
    assert (shown.exit_code, shown.stdout, shown.stderr) == (0, "# Fix pay\n\nDo it.\n", "")


def test_json_prints_the_answer(cli: Cli, server: FakeServer) -> None:
    server.answers["jobs/debugReport"] = [answer()]
    shown = cli("cloud", "jobs", "report", JOB, "--json")
    assert (shown.exit_code, json.loads(shown.stdout)) == (0, answer())


def test_escape_sequences_do_not_reach_the_terminal(cli: Cli, server: FakeServer) -> None:
    planted = answer(tldr="a\x1b[2Jb", handoff_prompt="a\x1b[2Jb\x07")
    server.answers["jobs/debugReport"] = [planted]
    for words in ((), ("--prompt",), ("--json",)):
        shown = cli("cloud", "jobs", "report", JOB, *words).stdout
        assert "\x1b" not in shown
        assert "\x07" not in shown


@pytest.mark.parametrize("words", [(), ("--prompt",), ("--json",)])
@pytest.mark.parametrize("status", ["pending", "running"])
def test_a_report_that_is_not_written_yet_says_how_to_wait(
    cli: Cli, server: FakeServer, status: str, words: tuple[str, ...]
) -> None:
    server.answers["jobs/debugReport"] = [answer(status)]
    shown = cli("cloud", "jobs", "report", JOB, *words)
    assert shown.exit_code == 1
    again = f"libretto cloud jobs report {JOB}{' --prompt' if '--prompt' in words else ''} --wait"
    assert shown.stderr == f"The report is not written yet ({status}). Add --wait: {again}\n"
    if words == ("--prompt",):
        assert shown.stdout == ""


def test_a_report_without_a_diagnosis_says_why(cli: Cli, server: FakeServer) -> None:
    server.answers["jobs/debugReport"] = [answer("failed", error="It could not be read.")]
    shown = cli("cloud", "jobs", "report", JOB)
    assert (shown.exit_code, shown.stderr) == (1, "It could not be read.\n")


def test_a_prompt_that_was_forgotten_is_missed(cli: Cli, server: FakeServer) -> None:
    server.answers["jobs/debugReport"] = [answer(handoff_prompt=None)]
    shown = cli("cloud", "jobs", "report", JOB, "--prompt")
    assert (shown.exit_code, shown.stdout) == (1, "")
    assert "no longer kept" in shown.stderr


def test_wait_waits_for_job_and_report(cli: Cli, server: FakeServer) -> None:
    server.answers["jobs/get"] = [job("running"), job("running"), job("failed")]
    server.answers["jobs/debugReport"] = [answer("pending"), answer("pending"), answer("running"), answer()]
    shown = cli("cloud", "jobs", "report", JOB, "--prompt", *FAST)
    assert (shown.exit_code, shown.stdout) == (0, "# Fix pay\n\nDo it.\n")
    assert shown.stderr == "Status: running\nStatus: failed\nReport: pending\nReport: running\n"


def test_waiting_outlives_a_server_that_restarts(cli: Cli, server: FakeServer) -> None:
    server.answers["jobs/get"] = [job("failed")]
    away = error(503, "SERVICE_UNAVAILABLE", "Back soon.")
    server.answers["jobs/debugReport"] = [answer("pending"), away, answer()]
    shown = cli("cloud", "jobs", "report", JOB, *FAST)
    assert shown.exit_code == 0
    assert "Back soon. Trying again." in shown.stderr


def test_a_job_that_did_not_fail_has_none(cli: Cli, server: FakeServer) -> None:
    server.answers["jobs/get"] = [job("completed")]
    server.answers["jobs/debugReport"] = [error(404, "NOT_FOUND", "This run has not failed: it is completed.")]
    for words in ((), FAST):
        shown = cli("cloud", "jobs", "report", JOB, *words)
        assert (shown.exit_code, shown.stdout) == (1, "")
        assert shown.stderr == "Error: This run has not failed: it is completed. (404 NOT_FOUND)\n"


def test_wrong_usage(cli: Cli, server: FakeServer) -> None:
    assert cli("cloud", "jobs", "report", "x").exit_code == 2
    refused = cli("cloud", "jobs", "report", JOB, "--prompt", "--json")
    assert (refused.exit_code, "--prompt cannot be used with --json" in refused.stderr) == (2, True)
    assert server.asked == []


def test_ctrl_c_says_that_the_report_is_written_all_the_same(cli: Cli, server: FakeServer) -> None:
    server.answers["jobs/get"] = [job("failed")]
    server.answers["jobs/debugReport"] = [answer("pending")]
    command = [*PROGRAM, "cloud", "jobs", "report", JOB, *FAST]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as waiting:
        assert waiting.stderr
        assert waiting.stderr.readline() == "Report: pending\n"
        waiting.send_signal(signal.SIGINT)
        assert waiting.wait(10) == 130
        said = waiting.stderr.read()
    assert said == f"The report is written all the same. See it later: libretto cloud jobs report {JOB}\n"
