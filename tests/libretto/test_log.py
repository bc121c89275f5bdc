from __future__ import annotations

import logging
from datetime import date
from typing import Any

import pytest

from libretto.context import Context, Log


def written(call: Any) -> list[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    call(Log(lambda level, message: lines.append((level, message))))
    return lines


def test_levels() -> None:
    def write(log: Log) -> None:
        log.info("a")
        log.warn("b")
        log.error("c")

    assert written(write) == [("info", "a"), ("warn", "b"), ("error", "c")]


def test_fields_follow_the_message_and_can_be_told_apart() -> None:
    def write(log: Log) -> None:
        log.info("saved", rows=3, file="a.csv", title='The "end"', empty="", when=date(2026, 1, 2), of=[1], text="a\nb")

    assert written(write) == [
        ("info", r'saved rows=3 file=a.csv title="The \"end\"" empty="" when="2026-01-02" of=[1] text="a\nb"')
    ]


def test_fields_may_have_any_name() -> None:
    assert written(lambda log: log.info("x", message="m", self=1)) == [("info", "x message=m self=1")]


def test_any_message_will_do() -> None:
    assert written(lambda log: log.error(ValueError("50 % off"))) == [("error", "50 % off")]


def test_without_a_run_the_log_is_pythons(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    ctx = Context(page=None)
    ctx.log.warn("100 %", n=1)
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [("WARNING", "100 % n=1")]
    assert ctx.session == "local"
