"""How much of a flood is kept, and how long it has to wait."""

from __future__ import annotations

from libretto.protocol import Limits
from runtime.log_flood import LAST_LINES, Flood, Printed


def test_lines_of_four_seconds_may_come_at_once_and_more_have_to_wait() -> None:
    flood = Flood(Limits(log_lines_per_second=10))
    assert flood.wait_seconds(100.0) == 0

    for _ in range(40):
        flood.count("x")
    assert flood.wait_seconds(100.0) == 0
    for _ in range(20):
        flood.count("x")
    assert flood.wait_seconds(100.0) == 2
    assert flood.wait_seconds(101.0) == 1
    assert flood.wait_seconds(200.0) == 0


def test_who_prints_nothing_for_long_may_print_no_more_at_once_for_that() -> None:
    flood = Flood(Limits(log_lines_per_second=10))
    flood.wait_seconds(1_000.0)
    for _ in range(60):
        flood.count("x")

    assert flood.wait_seconds(1_000.0) == 2


def test_a_full_log_takes_no_more_lines_and_makes_nobody_wait() -> None:
    flood = Flood(Limits(log_lines=3, log_lines_per_second=1))
    for _ in range(3):
        assert not flood.is_full
        flood.count("x")

    assert flood.is_full
    assert flood.wait_seconds(5.0) == 0


def test_the_size_of_all_lines_has_a_limit_too() -> None:
    flood = Flood(Limits(log_bytes=10))
    flood.count("123456")
    assert not flood.is_full
    flood.count("1234")
    assert flood.is_full


def test_the_last_lines_are_kept_and_the_others_counted() -> None:
    flood = Flood(Limits(log_lines=1))
    for number in range(LAST_LINES + 25):
        flood.leave_out(Printed(number, "info", str(number)))

    assert flood.last[0].message == "25"
    assert flood.told() == "25 more lines of the workflow were left out here. The last 100 follow."


def test_without_limits_nothing_is_cut() -> None:
    flood = Flood(Limits())
    for _ in range(100_000):
        flood.count("x" * 100)

    assert not flood.is_full
    assert flood.wait_seconds(1.0) == 0
