"""From the lines of a live trace to steps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from runtime.child_protocol import STACKS_NAME
from tests.runtime.live_trace import LiveTrace


@pytest.fixture
def live(tmp_path: Path) -> Iterator[LiveTrace]:
    trace = LiveTrace(tmp_path)
    yield trace
    trace.close()


def test_a_call_is_a_step_that_opens_and_closes(live: LiveTrace) -> None:
    live.before("c@1")
    live.write_place("c@1", ("/usr/lib/x.py", 3, "x"), ("workflows.py", 12, "search"), ("workflows.py", 40, "outer"))

    [step] = live.poll()
    assert step == {
        "id": "c@1",
        "title": 'Click get_by_role("button", name="Go")',
        "api": "page.click",
        "selector": 'get_by_role("button", name="Go")',
        "outcome": "open",
        "file": "workflows.py",
        "line": 12,
    }
    live.after("c@1")
    [closed] = live.poll()
    assert closed["outcome"] == "ok"
    assert closed["line"] == 12
    assert live.poll() == []


def test_a_failed_call_says_why(live: LiveTrace) -> None:
    live.before("c@1")
    live.after("c@1", error={"message": "Timeout 500ms exceeded.", "name": "TimeoutError"})
    live.before("c@2", method="expect")
    live.after("c@2", result={"matches": False})

    timed_out, unmet = live.poll()
    assert (timed_out["outcome"], timed_out["error"]) == ("failed", "Timeout 500ms exceeded.")
    assert (unmet["outcome"], unmet["error"]) == ("failed", "The expectation was not met.")


def test_times_are_on_the_session_clock(live: LiveTrace) -> None:
    live.write(
        {"type": "before", "callId": "c@1", "startTime": 500.4, "class": "Frame", "method": "goto", "params": {}},
    )
    [(start_ms, _, _)] = live.follower.poll()

    assert 0 <= start_ms <= 50  # 0.4 ms after the session began, however late it was read


def test_a_place_that_is_written_later_is_added(live: LiveTrace) -> None:
    live.before("c@1")
    assert "file" not in live.poll()[0]

    live.write_place("c@1", ("workflows.py", 9, "search"))
    assert [(step["file"], step["line"]) for step in live.poll()] == [("workflows.py", 9)]
    assert live.poll() == []


def test_calls_of_nobodys_interest_are_left_out(live: LiveTrace) -> None:
    live.before("c@1", **{"class": "Tracing", "method": "tracingStartChunk"})
    live.before("c@2", **{"class": "Route", "method": "continue"})
    live.after("c@9")

    assert live.poll() == []


def test_a_step_tells_what_playwright_noted_and_which_pages_it_kept(live: LiveTrace) -> None:
    def page(phase: str) -> None:
        live.write({"type": "frame-snapshot", "snapshot": {"callId": "c@1", "phase": phase, "html": ["x" * 3_000_000]}})

    live.before("c@1", params={"selector": "#a", "strict": True})
    page("before")
    for number in range(70):
        live.write({"type": "log", "callId": "c@1", "message": f"{number} {'y' * 600}"})
    [opened] = live.poll()
    assert (opened["api"], opened["snapshots"]) == ("locator.click", ["before"])
    assert [line.split()[0] for line in opened["call_log"]] == [str(number) for number in range(10, 70)]
    assert len(opened["call_log"][0]) == 501

    live.write({"type": "log", "callId": "c@1", "message": "again"})
    page("action")
    assert live.poll() == []  # nothing that could not wait
    live.after("c@1")
    [closed] = live.poll()
    assert (closed["outcome"], len(closed["call_log"]), closed["call_log"][-1]) == ("ok", 60, "again")
    page("after")
    assert [step["snapshots"] for step in live.poll()] == [["before", "after"]]


GROUP: dict[str, Any] = {"class": "Tracing", "method": "tracingGroup", "title": "Log in", "params": {}}


def test_groups_hold_their_steps_and_fail_with_them(live: LiveTrace) -> None:
    live.before("c@1", **GROUP)
    live.before("c@2", parentId="c@1", **GROUP)
    live.before("c@3", parentId="c@2")
    outer, inner, step = live.poll()
    assert (outer["title"], outer["group"], inner["parent"], step["parent"]) == ("Log in", True, "c@1", "c@2")
    assert "group" not in step

    for call_id, end in {"c@3": {"error": {"message": "Timeout"}}, "c@2": {}, "c@1": {}}.items():
        live.after(call_id, **end)
    assert [(step["id"], step["outcome"]) for step in live.poll()] == [
        ("c@3", "failed"),
        ("c@2", "failed"),
        ("c@1", "failed"),
    ]


def test_a_group_that_is_open_at_the_end_ends_as_its_parts_did(live: LiveTrace) -> None:
    live.before("c@1", **GROUP)
    live.before("c@2", parentId="c@1")
    live.after("c@2")

    outcomes = {data["id"]: data["outcome"] for _, _, data in live.follower.finish()}
    assert outcomes == {"c@2": "ok", "c@1": "ok"}


def test_the_lines_around_a_step_are_told_once(live: LiveTrace) -> None:
    (live.bundle / "workflows.py").write_text("".join(f"line {number}\r\n" for number in range(1, 31)))
    for call_id, line in {"c@1": 12, "c@2": 12, "c@3": 2, "c@4": 99}.items():
        live.before(call_id)
        live.write_place(call_id, ("workflows.py", line, "search"))

    middle, start = live.poll("source")
    assert {**middle, "text": middle["text"].splitlines()} == {
        "id": "source:workflows.py:12",
        "file": "workflows.py",
        "line": 12,
        "first_line": 7,
        "text": [f"line {number}" for number in range(7, 18)],
    }
    assert (start["first_line"], start["text"].splitlines()[-1]) == (1, "line 7")


def test_what_is_told_of_a_step_holds_no_half_credential(tmp_path: Path) -> None:
    secret = "".join(f"word{number}-" for number in range(60))
    live = LiveTrace(tmp_path, secret)
    (live.bundle / "workflows.py").write_text(f'password = "{" " * 250}{secret}"')
    live.before("c@1", params={"selector": "#p", "value": secret}, method="fill")
    live.write({"type": "log", "callId": "c@1", "message": f"  fill({' ' * 450}{secret})"})
    live.write_place("c@1", ("workflows.py", 1, "search"))

    assert "word1" not in json.dumps(live.follower.poll())
    live.close()


def test_half_a_line_waits_for_its_end(live: LiveTrace) -> None:
    line = json.dumps({"type": "before", "callId": "c@1", "startTime": 500, "class": "Frame", "method": "title"})
    text = line.replace(", ", ",").replace(": ", ":")
    for start in range(0, len(text), 7):
        live.write_text(text[start : start + 7])
        assert live.poll() == []
    live.write_text("\n")

    assert [step["title"] for step in live.poll()] == ["Read the page's title"]


def test_what_is_no_trace_is_passed_over(live: LiveTrace) -> None:
    live.write_text('{"type":"before",broken\n')
    live.write_text('{"type":"before","callId":5,"class":"Frame","method":"click"}\n')
    live.write_text('{"type":"before","callId":"c@0","class":"Frame","method":{}}\n')
    live.write_text(
        '{"type":"before","callId":"c@1","class":"Frame","method":"click","params":[1],"startTime":1e999}\n'
    )
    live.write_text('{"version":10,"type":"context-options","wallTime":1e999,"monotonicTime":' + "9" * 400 + "}\n")
    live.write_text('{"type":"frame-snapshot","snapshot":"' + "x" * 3_000_000 + '"}\n')
    live.write_text('{"type":"before","callId":"' + "y" * 6_000_000 + '"}\n')
    for line in ('["c@1",[[7,1]]]', '["c@1",[["/x",1e999,""]]]', "7", "[", '["c@2",' + "[" * 5000):
        live.write_text(f"{line}\n", name=STACKS_NAME)
    live.before("c@2")

    assert [step["id"] for step in live.poll()] == ["c@1", "c@2"]


def test_steps_that_are_open_at_the_end_are_closed(live: LiveTrace) -> None:
    live.before("c@1")
    live.poll()

    [(_, _, data)] = live.follower.finish()
    assert data["outcome"] == "failed"
    assert data["error"] == "The run ended during this step."
