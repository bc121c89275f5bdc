"""Steps of real runs, from the workflow's line to the page before and after."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from runtime.tracing.snapshots import TraceSnapshots
from tests.runtime.host_process import IMPORTS, HostProcess

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

PAGE = "<label>Name<input></label><button>Go</button>"
GROUPS = """
@workflow("w", credentials=["password"])
{define} w(ctx, input):
    {wait}ctx.page.set_content("{page}")
    {open} ctx.group("Sign in"):
        {open} ctx.group("Fields"):
            {wait}ctx.page.get_by_label("Name").fill(ctx.credentials["password"])
    try:
        {open} ctx.group("Pay"):
            {wait}ctx.page.get_by_role("button", name="Pay").click(timeout=300)
    except Exception: pass
"""
PLAIN = {"define": "def", "wait": "", "open": "with", "page": PAGE}
ASYNC = {"define": "async def", "wait": "await ", "open": "async with", "page": PAGE}
WAITS = """
@workflow("w")
def w(ctx, input):
    ctx.page.set_content("<input value=old>")
    ctx.page.locator("input").fill("new")
    time.sleep(0.5)
    ctx.page.get_by_text("never").wait_for(timeout=60_000)
"""


def steps(host: HostProcess) -> dict[str, dict[str, Any]]:
    """By title, as they were told last."""
    return {event["data"]["title"]: event["data"] for event in host.of("timeline", kind="step")}


@pytest.mark.parametrize("kind", [PLAIN, ASYNC])
def test_steps_are_in_the_workflows_groups_with_all_that_is_known(tmp_path: Path, kind: dict[str, str]) -> None:
    source = GROUPS.format(**kind)
    with HostProcess(tmp_path, source, credentials={"password": "hunter2hunter2"}) as host:
        assert host.result()["outcome"] == "completed"

    told = steps(host)
    fill, fields, sign_in = told['Fill get_by_label("Name") with "[credential]"'], told["Fields"], told["Sign in"]
    assert (fill["parent"], fields["parent"]) == (fields["id"], sign_in["id"])
    assert (sign_in["group"], sign_in["outcome"], told["Pay"]["outcome"]) == (True, "ok", "failed")
    lines = (IMPORTS + source).splitlines()
    assert "ctx.group" in lines[sign_in["line"] - 1]
    assert ".fill(" in lines[fill["line"] - 1]
    assert (fill["api"], fill["file"], fill["snapshots"]) == ("locator.fill", "workflows.py", ["before", "after"])
    assert fill["call_log"][0] == 'waiting for get_by_label("Name")'
    assert any("locator resolved to <input" in line for line in fill["call_log"])
    click = told['Click get_by_role("button", name="Pay")']
    assert (click["outcome"], click["error"]) == ("failed", "Timeout 300ms exceeded.")
    sources = {event["data"]["id"]: event["data"] for event in host.of("timeline", kind="source")}
    source_of_click = sources[f"source:workflows.py:{click['line']}"]
    assert 'name="Pay"' in source_of_click["text"].splitlines()[click["line"] - source_of_click["first_line"]]


def test_a_killed_workflow_leaves_its_steps_and_a_whole_trace(tmp_path: Path) -> None:
    with HostProcess(tmp_path, WAITS) as host:
        title = 'Wait for get_by_text("never")'
        while title not in steps(host):
            host.until("timeline", kind="step")
        opened = host.events[-1]
        assert host.events[-1]["data"]["outcome"] == "open"
        host.child().kill()
        result = host.result()

    assert result["error"]["code"] == "child_died"
    assert (steps(host)[title]["outcome"], steps(host)[title]["error"]) == ("failed", "The run ended during this step.")
    assert steps(host)[title]["end_ms"] >= opened["t_ms"]
    [trace] = [Path(event["path"]) for event in host.of("artifact", kind="trace")]
    with TraceSnapshots(trace) as snapshots:
        filled = steps(host)['Fill locator("input") with "new"']
        assert 'value="old"' in snapshots.html(filled["id"], "before")
        assert 'value="new"' in snapshots.html(filled["id"], "after")
        assert 'value="new"' in snapshots.html(steps(host)[title]["id"], "before")


def test_an_open_step_is_told_while_it_is_open(tmp_path: Path) -> None:
    with HostProcess(tmp_path, WAITS) as host:
        while 'Wait for get_by_text("never")' not in steps(host):
            event = host.until("timeline", kind="step")
        begun = host.of("session_started")[0]["wall_time_ms"] + event["t_ms"]
        assert time.time() * 1000 - begun < 2000  # 250 ms, were this machine idle
