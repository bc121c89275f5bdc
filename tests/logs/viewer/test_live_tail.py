"""The page of the log while lines come: following and pausing, late lines, a server that is away; going back."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, expect

from tests.logs.viewer.log_stage import LogStage
from tests.logs.viewer.test_viewer import is_seen, load, many, row
from tests.replay.timeline_stage import go, until

pytestmark = pytest.mark.browser


SCROLL = "document.querySelector('.log-scroller').scrollTop = %d"


def button(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def test_new_lines_appear_by_themselves(page: Page, log: LogStage) -> None:
    many(log, 500)
    load(page)
    is_seen(page, "Line 499.")

    log.say_now("Fresh.")
    begun = time.monotonic()
    is_seen(page, "Fresh.")
    assert time.monotonic() - begun < 2


def test_paused_the_place_stays_and_new_lines_are_counted(page: Page, log: LogStage) -> None:
    many(log, 500)
    load(page)
    button(page, "Pause")
    log.say_now("Fresh one.")
    log.say_now("Fresh two.")

    expect(page.get_by_role("button", name="Follow · 2 new lines")).to_be_visible()
    is_seen(page, "Line 499.")
    button(page, "Follow")
    is_seen(page, "Fresh two.")
    log.say_now("Fresh three.")
    is_seen(page, "Fresh three.")


def test_what_is_done_to_a_line_ends_no_pause_but_may_begin_one(page: Page, log: LogStage) -> None:
    many(log, 5)
    log.say("Long.\n" * 60)
    load(page)
    button(page, "Pause")
    row(page, "Line 2.").click()
    expect(row(page, "Line 2.").locator(".log-tools")).to_be_visible()
    expect(page.get_by_role("button", name="Follow", exact=True)).to_be_visible()

    button(page, "Follow")
    row(page, "Long.").click()
    expect(page.get_by_role("button", name="Follow", exact=True)).to_be_visible()


def test_reading_further_up_pauses_and_the_end_follows_again(page: Page, log: LogStage) -> None:
    many(log, 500)
    load(page)
    page.locator(".log-scroller").hover()
    page.mouse.wheel(0, -2000)
    expect(page.get_by_role("button", name="Follow", exact=True)).to_be_visible()
    log.say_now("Fresh.")
    expect(page.get_by_role("button", name="Follow · 1 new line")).to_be_visible()
    page.mouse.wheel(0, 5000)
    expect(page.get_by_role("button", name="Pause")).to_be_visible()


def test_a_late_line_takes_its_place(page: Page, log: LogStage) -> None:
    load(page)
    for number in range(25):
        log.say_now(f"Now {number}.")
    is_seen(page, "Now 24.")
    log.say_now("Late.", late_ms=4000)
    is_seen(page, "Late.")
    expect(page.locator(".log-row").first).to_contain_text("Late.")


def test_an_empty_log_fills(page: Page, log: LogStage) -> None:
    load(page)
    expect(page.locator(".log-empty")).to_contain_text("New lines appear here by themselves.")
    log.say_now("The first.")
    is_seen(page, "The first.")
    expect(page.locator(".log-empty")).to_be_hidden()


def test_it_goes_on_after_the_server_was_away(page: Page, log: LogStage) -> None:
    many(log, 50)
    log.is_away = True
    go(page, "/logs")
    expect(page.locator(".log-notice:visible")).to_have_text("The server cannot be reached. Trying again. ")
    log.is_away = False
    is_seen(page, "Line 49.")
    expect(page.locator(".log-notice:visible")).to_have_count(0)

    log.is_away = True
    expect(page.locator(".log-notice:visible")).to_contain_text("Trying again.")
    log.say_now("Said meanwhile.")
    log.is_away = False
    is_seen(page, "Said meanwhile.")


def test_what_is_refused_is_said_and_not_asked_again_by_itself(page: Page, log: LogStage) -> None:
    many(log, 50)
    log.refusal = "The search took too long. Narrow it."
    go(page, "/logs")
    expect(page.locator(".log-notice:visible")).to_contain_text(log.refusal)
    page.wait_for_timeout(900)
    assert len(log.asked) == 1
    log.refusal = None
    button(page, "Try again")
    is_seen(page, "Line 49.")
    log.say_now("Fresh.")
    is_seen(page, "Fresh.")


def test_a_run_that_has_ended_is_not_asked_again(page: Page, log: LogStage) -> None:
    many(log, 50)
    log.live = False
    load(page)
    expect(page.get_by_role("button", name="Newest")).to_be_visible()
    expect(page.get_by_role("button", name="Pause")).to_have_count(0)
    page.wait_for_timeout(900)
    assert len(log.asked) == 1


def test_older_lines_come_while_one_scrolls_up(page: Page, log: LogStage) -> None:
    many(log, 3000)
    load(page)
    until(page, f"{SCROLL % 0}, Logs.viewer.lines.all.length === 3000")
    page.evaluate(SCROLL % 0)
    is_seen(page, "Line 0.")
    expect(page.locator(".log-count")).to_have_text("3,000 lines")


def test_newer_lines_come_while_one_scrolls_down_from_the_oldest(page: Page, log: LogStage) -> None:
    many(log, 3000)
    load(page)
    button(page, "Oldest")
    is_seen(page, "Line 0.")
    expect(page.get_by_role("button", name="To the newest lines")).to_be_visible()
    until(page, f"{SCROLL % 1e6}, Logs.viewer.lines.all.length === 3000")
    page.evaluate(SCROLL % 1e6)
    is_seen(page, "Line 2999.")
    log.say_now("Fresh.")
    expect(row(page, "Fresh.")).to_be_visible()


def test_keys(page: Page, log: LogStage) -> None:
    many(log, 300)
    log.say("It failed.\nBadly.", level="error")
    for number in range(100):
        log.say(f"After {number}.")
    load(page)
    page.keyboard.press("Shift+E")
    is_seen(page, "It failed.")
    expect(row(page, "It failed.")).to_be_focused()
    page.keyboard.press("Enter")
    expect(row(page, "It failed.")).to_contain_text("Badly.")
    expect(row(page, "It failed.")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".log-current")).to_contain_text("After 0.")
    page.keyboard.press("Home")
    is_seen(page, "Line 0.")
    page.keyboard.press("End")
    is_seen(page, "After 99.")
    page.keyboard.press("f")
    expect(page.get_by_role("button", name="Follow", exact=True)).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_label("Search", exact=True)).to_be_focused()
    page.keyboard.type("f")
    expect(page.get_by_role("button", name="Follow", exact=True)).to_be_visible()
