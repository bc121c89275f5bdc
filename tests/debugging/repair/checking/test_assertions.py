"""Whether a run came by what good runs came by."""

from __future__ import annotations

from itertools import count
from random import Random
from typing import Any

from debugging.evidence import Step
from debugging.repair.checking.assertions import Moved, new_failures, unreached
from debugging.repair.proposal import FileChange

_number = count(1)
OLD = "import x\n\ndef pay(ctx):\n    click()\n    expect(total)\n    expect(name)\n"
NEW = "import x\n\ndef pay(ctx):\n    if banner():\n        close()\n    click()\n    expect(total)\n    expect(name)\n"
SAME = Moved([])
LONGER = Moved([FileChange(file="workflows.py", old=OLD, new=NEW)])


def step(selector: str, line: int, *, api: str = "expect.to_have_text", outcome: str = "ok", **data: Any) -> Step:
    known: dict[str, Any] = {"key": f"call@{next(_number)}", "title": f"Expect {selector}", "t_ms": 1}
    return Step(**known | data, selector=selector, line=line, api=api, outcome=outcome, file="workflows.py")


def test_an_assertion_that_passed_before_must_pass_again() -> None:
    good = [step("total", 5), step("name", 6)]
    assert unreached([good], [step("total", 5), step("name", 6)], SAME) == []
    assert unreached([good], [step("total", 5)], SAME) == [good[1]]
    assert unreached([good], [step("total", 5), step("name", 6, outcome="failed")], SAME) == [good[1]]


def test_another_kind_of_assertion_is_another_one() -> None:
    assert len(unreached([[step("total", 5)]], [step("total", 5, api="expect.to_be_visible")], SAME)) == 1


def test_numbers_may_be_others() -> None:
    assert unreached([[step('text("Order 17")', 5)]], [step('text("Order 18")', 9)], SAME) == []


def test_the_same_line_looks_at_another_thing_for_other_params() -> None:
    good, ran = [step("of Ann", 5)], [step("of Bob", 7)]
    assert unreached([good], ran, LONGER) == []  # the edit moved it down by two lines
    assert unreached([good], ran, SAME) == good
    assert unreached([good], [step("of Bob", 5)], None) == good  # lines of another source mean nothing


def test_what_only_some_good_runs_came_by_is_no_must() -> None:
    assert unreached([[step("total", 5)], [step("name", 6)]], [], SAME) == []


def test_without_good_runs_nothing_is_missing() -> None:
    assert unreached([], [], SAME) == []


def test_whatever_a_good_run_did_the_same_run_does_again() -> None:
    for chance in map(Random, range(100)):
        lines = [f"line {chance.randrange(6)}" for _ in range(chance.randrange(3, 15))]
        at = chance.randrange(len(lines))
        edited = [*lines[:at], "guard", "dismiss", *lines[at:]]
        places = [line for line in range(1, len(lines) + 1) if chance.random() < 0.6]
        good = [step(f"thing {chr(97 + line)}", line) for line in places]
        shifted = [step(f"other {chr(97 + line)}", line + 2 if line > at else line) for line in places]
        change = FileChange(file="workflows.py", old="\n".join(lines), new="\n".join(edited))
        assert unreached([good], good, None) == []
        assert unreached([good], shifted, Moved([change])) == []


def test_a_step_that_failed_is_new_unless_such_a_step_failed_before() -> None:
    usual = step("banner", 3, api="locator.click", outcome="failed")
    broken = step("menu", 4, api="locator.click", outcome="failed")
    assert new_failures([[usual]], [step("banner", 5, api="locator.click", outcome="failed")]) == []
    assert new_failures([[usual]], [broken]) == [broken]
    assert new_failures([], [broken]) == [broken]
