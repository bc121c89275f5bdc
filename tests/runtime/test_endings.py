"""How a run ended, in words; and that nothing the workflow writes itself can spoil it."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from libretto.protocol import RunError
from runtime import endings
from runtime.child import Death
from runtime.clock import Clock
from runtime.endings import Ending
from runtime.events import EventWriter
from runtime.exit_codes import how_it_ended
from runtime.host import _say_result
from runtime.masking import Masker

ERROR: RunError = {
    "code": "workflow_error",
    "type": "KeyError",
    "message": "'x'",
    "stack": "all",
    "mapped_stack": "mine",
}


@pytest.mark.parametrize(
    ("code", "in_bubblewrap", "words"),
    [
        (0, False, "ended with exit code 0"),
        (3, True, "ended with exit code 3"),
        (-9, False, "was killed by signal 9 (SIGKILL)"),
        (137, True, "was killed by signal 9 (SIGKILL)"),
        (137, False, "ended with exit code 137"),
        (255, True, "ended with exit code 255"),
    ],
)
def test_exit_codes_in_words(code: int, in_bubblewrap: bool, words: str) -> None:
    assert how_it_ended(code, in_bubblewrap=in_bubblewrap) == words


def test_last_words() -> None:
    assert endings.ending_of({"event": "result", "value": 1}, result_bytes=9) == Ending("completed", value=1)
    assert endings.ending_of({"event": "failed", "error": ERROR}, result_bytes=9) == Ending("failed", error=ERROR)
    died = endings.ending_of(Death("ended with exit code 3"), result_bytes=9).error
    assert died is not None
    assert died["code"] == "child_died"
    assert died["message"] == "The workflow's process ended with exit code 3 before the workflow had finished."


def test_last_words_that_the_workflow_wrote_itself() -> None:
    forged: Any = {**ERROR, "code": "no such code", "message": "x" * 10**6, "more": float("nan")}
    error = endings.ending_of({"event": "failed", "error": forged}, result_bytes=9).error
    assert error is not None
    assert set(error) == set(ERROR)
    assert error["code"] == "workflow_error"
    assert len(error["message"]) < 10**5

    large = endings.ending_of({"event": "result", "value": "x" * 100}, result_bytes=50).error
    assert large is not None
    assert large["code"] == "result_too_large"


def test_a_cause_keeps_the_place_in_user_code() -> None:
    cause = endings.browser_died("was killed by signal 9 (SIGKILL)", endings.NOWHERE)

    seen = cause.seen_from(ERROR).error
    assert seen is not None
    assert (seen["code"], seen["mapped_stack"]) == ("browser_died", "mine")


@pytest.mark.parametrize("value", [float("nan"), {"deep": float("inf")}])
def test_a_result_that_is_no_json_is_a_failure(value: object) -> None:
    reading, writing = os.pipe()

    async def say() -> None:
        events = EventWriter(writing, clock=Clock(), masker=Masker([]))
        _say_result(Ending("completed", value=value), events)
        await events.flushed()
        events.close()

    asyncio.run(say())
    os.close(writing)
    with os.fdopen(reading) as stream:
        [event] = [json.loads(line) for line in stream]
    assert (event["outcome"], event["error"]["code"]) == ("failed", "result_not_json")


@pytest.mark.parametrize("line", ["", "nonsense\n", "[]\n", "{}\n", '{"session_id": "1"}\n'])
def test_a_host_without_a_job_says_so(line: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "runtime.host"],
        cwd=Path(__file__).parents[2],
        input=line,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("The first line of standard input is not a job: ")
