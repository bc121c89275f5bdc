"""One run after the other in the real host, with a real browser: how it goes, how it ends, what is left."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from runtime.remux import remux
from tests.runtime.host_process import HostProcess

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

CLICKS = """
@workflow("w", credentials=["password"])
async def w(ctx, input):
    print("begun with", input["credentials"]["password"])
    await ctx.page.set_content("<label>Name<input></label><button>Go</button><p>hunter2hunter2</p>")
    await ctx.page.get_by_label("Name").fill(ctx.credentials["password"])
    await ctx.page.get_by_role("button", name="Go").click()
    return {"done": [1, "hunter2hunter2"]}
"""
FAILS = """
@workflow("w", credentials=["password"])
def w(ctx, input):
    page = "<title>Shop</title><input value='hunter2hunter2'><button>Buy</button><hr style='margin: 900px'>"
    ctx.page.set_content(page)
    ctx.page.get_by_role("button", name="Pay").click(timeout=300)
"""
CREDENTIALS = {"password": "hunter2hunter2"}


def recording(host: HostProcess, folder: Path) -> Any:
    fragments = host.of("fragment")
    assert [fragment["index"] for fragment in fragments] == list(range(len(fragments)))
    return remux(fragments=[Path(fragment["path"]) for fragment in fragments], target=folder / "film.mp4")


def told(host: HostProcess) -> list[str]:
    """The host's own sentences, with '…' for durations and the browser's version."""
    messages = [event["message"] for event in host.of("log", source="executor")]
    return [re.sub(r"\S+(?= runs)|[\d.]+ s\b", "…", message) for message in messages]


@dataclass
class Succeeded:
    host: HostProcess
    folder: Path
    asked_at_first: list[dict[str, Any]]  # of the worker, when all was ready
    printed_at_first: list[str]
    result: dict[str, Any]


@pytest.fixture(scope="module")
def succeeded(tmp_path_factory: pytest.TempPathFactory) -> Succeeded:
    """A run whose worker takes its time to answer `workflow_started`."""
    asked: list[dict[str, Any]] = []
    folder = tmp_path_factory.mktemp("run")
    with HostProcess(folder, CLICKS, credentials=CREDENTIALS) as host:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(host, "tell", asked.append)
            host.until("workflow_started")
            host.until("fragment")  # a moment later
        printed = host.printed()
        host.tell({"command": "start"})
        return Succeeded(host, folder, asked, printed, host.result())


def test_user_code_waits_for_the_word(succeeded: Succeeded) -> None:
    assert succeeded.asked_at_first == [{"command": "start"}]
    assert succeeded.printed_at_first == []
    assert succeeded.result["outcome"] == "completed"
    assert succeeded.host.printed() == ["begun with [credential]"]


def test_a_run_that_succeeds(succeeded: Succeeded) -> None:
    host, result = succeeded.host, succeeded.result
    assert result["outcome"] == "completed"
    assert result["value"] == {"done": [1, "[credential]"]}
    assert host.names() == ["session_started", "browser_started", "workflow_started", "artifact", "result", "closed"]
    assert host.printed() == ["begun with [credential]"]
    steps = {event["data"]["id"]: event["data"] for event in host.of("timeline", kind="step")}
    assert [step["title"] for step in steps.values()][-2:] == [
        'Fill get_by_label("Name") with "[credential]"',
        'Click get_by_role("button", name="Go")',
    ]
    assert all(step["outcome"] == "ok" for step in steps.values())
    assert list(steps.values())[-1]["file"] == "workflows.py"
    assert recording(host, succeeded.folder).duration_ms > 300
    assert told(host) == [
        "Importing workflow w and checking its input.",
        "The input is valid. Starting the browser.",
        "… runs and is being recorded.",
        "The workflow has finished.",
        "Clean-up: recording of … and trace kept; all processes have ended.",
    ]
    assert not any("hunter2" in json.dumps(event) for event in host.events)


def test_a_run_that_fails_keeps_the_page(tmp_path: Path) -> None:
    with HostProcess(tmp_path, FAILS, credentials=CREDENTIALS) as host:
        result = host.result()

    error = result["error"]
    assert (error["code"], error["type"]) == ("workflow_error", "TimeoutError")
    assert error["mapped_stack"].startswith("workflows.py:")
    assert 'get_by_role("button", name="Pay")' in error["message"]
    artifacts = {event["kind"]: Path(event["path"]) for event in host.of("artifact")}
    assert set(artifacts) == {"screenshot", "screenshot_full", "page_html", "aria_snapshot", "trace"}
    assert "Buy" in artifacts["page_html"].read_text()
    assert "hunter2" not in artifacts["page_html"].read_text() + artifacts["aria_snapshot"].read_text()
    steps = {
        event["data"]["id"]: event["data"] for event in host.of("timeline", kind="step")
    }  # told again as more is known
    [failed] = [step for step in steps.values() if step["outcome"] == "failed"]
    assert failed["selector"] == 'get_by_role("button", name="Pay")'
    with zipfile.ZipFile(artifacts["trace"]) as archive:
        assert {"trace.trace", "trace.network", "trace.stacks"} <= set(archive.namelist())
        assert any(name.startswith("src/") for name in archive.namelist())
        assert all(b"hunter2" not in archive.read(name) for name in archive.namelist())
    assert host.events.index(host.of("artifact")[0]) < host.events.index(result)
    assert told(host)[-2:] == [
        "The run has failed. Keeping the page as the failure left it.",
        "Clean-up: recording of …, screenshot, HTML, accessibility tree, screenshot of the whole page and trace kept; "
        "all processes have ended.",
    ]


@pytest.mark.parametrize(
    ("source", "changes", "code"),
    [  # more of them in test_child_prepare.py
        (
            "from pydantic import BaseModel\nclass In(BaseModel):\n    n: int\n"
            '@workflow("w", input=In)\nasync def w(ctx, input): ...',
            {"params": {"n": "x"}},
            "invalid_input",
        ),
        ('import os\nprint("bye")\nos._exit(3)', {}, "child_died"),
    ],
)
def test_a_run_that_cannot_begin_starts_no_browser(
    tmp_path: Path, source: str, changes: dict[str, Any], code: str
) -> None:
    with HostProcess(tmp_path, source, **changes) as host:
        result = host.result()

    assert result["error"]["code"] == code
    assert host.names() == ["session_started", "result", "closed"]
    assert told(host) == [
        "Importing workflow w and checking its input.",
        "Clean-up: nothing kept; all processes have ended.",
    ]


def test_no_chromium_is_said_clearly(tmp_path: Path) -> None:
    with HostProcess(tmp_path, CLICKS, credentials=CREDENTIALS, chromium="/nowhere/chromium") as host:
        result = host.result()

    assert result["error"]["code"] == "browser_not_started"
    assert "/nowhere/chromium" in result["error"]["message"]


def test_a_busy_run_out_of_time(tmp_path: Path) -> None:
    """One that waits for its page: test_recorder_failure.py."""
    source = '@workflow("w")\ndef w(ctx, input):\n    while True: pass\n'
    with HostProcess(tmp_path, source, timeout_seconds=1) as host:
        result = host.result()

    assert result["error"]["code"] == "timeout"
    assert result["error"]["message"] == "The run took longer than its time limit of 1 second."
    assert "workflows.py:6 in w" in result["error"]["mapped_stack"]
    assert {"screenshot", "page_html", "trace"} <= {event["kind"] for event in host.of("artifact")}


def test_a_run_is_cancelled(tmp_path: Path) -> None:
    source = '@workflow("w")\ndef w(ctx, input):\n    print("here")\n    ctx.page.wait_for_timeout(60_000)\n'
    with HostProcess(tmp_path, source) as host:
        host.until("log", message="here")
        host.tell({"command": "cancel"})
        result = host.result()

    assert result["outcome"] == "cancelled"
    assert recording(host, tmp_path).duration_ms > 0


def test_a_run_can_be_cancelled_before_user_code_begins(tmp_path: Path) -> None:
    with HostProcess(tmp_path, "time.sleep(30)") as host:
        host.until("log", source="executor")
        host.tell({"command": "cancel"})
        assert host.result()["outcome"] == "cancelled"

    assert host.names() == ["session_started", "result", "closed"]
