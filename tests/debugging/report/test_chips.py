"""Where the chips of a claim lead. A pointer may come from a model, so it may say anything."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from debugging.diagnosis import Pointer, PointerKind
from debugging.evidence import Step
from debugging.report.chips import Chip, Places, chip_of, clock_text

RUN, OTHER = UUID(int=1), UUID(int=2)
PLACES = Places(
    job_id=RUN,
    failing_step=Step(key="call@9", title="Click Pay", t_ms=1, file="workflows.py", line=21),
    files={"screenshot": "/artifacts/signed"},
)


def chip(kind: PointerKind, **fields: Any) -> Chip:
    return chip_of(Pointer(kind=kind, label="label", **fields), PLACES)


@pytest.mark.parametrize(
    ("kind", "ref", "hash"),
    [
        ("step", "call@9", "#step-call%409"),
        ("log", "17", "#log-17"),
        ("request", "req@3", "#event-req%403"),
        ("console", "c#1 ?", "#event-c%231%20%3F"),
        ("page", "nav@1", "#event-nav%401"),
        ("dialog", "d", "#event-d"),
        ("popup", "p", "#event-p"),
        ("download", "d", "#event-d"),
    ],
)
def test_an_event_is_a_row_of_the_run(kind: PointerKind, ref: str, hash: str) -> None:
    assert chip(kind, ref=ref, t_ms=1500) == Chip(chip(kind).word, "label", "0:01.5", f"/runs/{RUN}{hash}", False)


def test_a_moment_without_a_row_is_a_time_of_the_video() -> None:
    assert chip("video", t_ms=12_345).href == f"/runs/{RUN}?t=12.345"
    assert chip("step", t_ms=0).href == f"/runs/{RUN}?t=0.0"
    assert chip("video").href == ""


def test_the_source_of_the_failing_call_is_shown_with_its_step() -> None:
    assert chip("source", ref="workflows.py:21").href == f"/runs/{RUN}#step-call%409"
    assert chip("source", ref="workflows.py:22").href == ""


def test_a_screenshot_is_shown_while_it_is_kept() -> None:
    assert chip("screenshot", ref="screenshot").href == "/artifacts/signed"
    assert chip("screenshot", ref="screenshot_full").href == ""
    assert chip("screenshot", ref="screenshot", job_id=str(OTHER)).href == ""


def test_another_run_is_another_page() -> None:
    run = chip("run", ref=str(OTHER))
    step = chip("step", ref="call@1", job_id=str(OTHER))

    assert (run.href, run.is_of_another_run) == (f"/runs/{OTHER}", True)
    assert (step.href, step.is_of_another_run) == (f"/runs/{OTHER}#step-call%401", True)
    assert chip("run", ref=str(RUN)).is_of_another_run is False


@pytest.mark.parametrize("named", ["javascript:alert(1)", "../../admin", "https://evil.example", "x"])
def test_what_names_no_run_leads_nowhere(named: str) -> None:
    assert chip("run", ref=named).href == ""
    assert chip("step", ref="call@1", job_id=named).href == ""


def test_times_are_written_as_the_list_of_a_run_does() -> None:
    assert [clock_text(ms) for ms in (0, 83_456, 3_600_000, -5)] == ["0:00.0", "1:23.4", "1:00:00.0", "0:00.0"]
