"""The page of the log in a real browser: what a line is like, folded and unfolded, and its link."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.logs.viewer.log_stage import JOB, SESSION, LogStage
from tests.replay.timeline_stage import go, until

pytestmark = pytest.mark.browser

HOSTILE = '<img src=x onerror="document.title=1"><b>bold</b>'


def load(page: Page, path: str = "/logs") -> None:
    go(page, path)
    until(page, "window.Logs?.viewer && !Logs.viewer.pages.isAskingFor('open')")


def row(page: Page, text: str | re.Pattern[str]) -> Locator:
    return page.locator(".log-row").filter(has_text=text)


def shown(page: Page, text: str) -> Locator:
    return row(page, text).locator(".log-text")


def is_seen(page: Page, text: str) -> None:
    """Waits until the line is in the window, not only drawn beyond it."""
    until(
        page,
        f"""(() => {{
          const row = [...document.querySelectorAll(".log-row")].find((row) => row.textContent.includes("{text}"));
          const box = document.querySelector(".log-scroller").getBoundingClientRect();
          const {{ top, bottom }} = row?.getBoundingClientRect() ?? {{ top: -1, bottom: -1 }};
          return top >= box.top - 2 && bottom <= box.bottom + 2;
        }})()""",
    )


def many(log: LogStage, count: int) -> list[str]:
    return [log.say(f"Line {number}.") for number in range(count)]


def test_a_row_says_when_how_serious_and_what(page: Page, log: LogStage) -> None:
    log.say(HOSTILE, level="error", source="browser")
    log.say("Careful", level="warn")
    load(page)

    error = row(page, "bold")
    expect(error.locator(".log-text")).to_have_text(HOSTILE)
    expect(error).to_have_class(re.compile(r"\blog-error\b"))
    expect(error.locator(".log-of-level")).to_have_text("error")
    expect(error.locator(".log-source")).to_have_text("browser")
    expect(error.locator(".log-time")).to_have_text(re.compile(r"^\d+ \w{3} \d\d:\d\d:\d\d\.\d{3}$"))
    expect(error.locator(".log-workflow")).to_have_attribute("href", f"/runs/{JOB}")
    expect(row(page, "Careful")).to_have_class(re.compile(r"\blog-warn\b"))
    assert "1" not in page.title()


def test_colours_of_a_terminal_are_understood(page: Page, log: LogStage) -> None:
    log.say("\x1b[31mred\x1b[0m and \x1b[1mbold\x1b[0m\x1b[2K")
    load(page)

    expect(shown(page, "red")).to_have_text("red and bold")
    expect(row(page, "red").locator(".ansi-red")).to_have_text("red")
    expect(row(page, "red").locator(".ansi-bold")).to_have_text("bold")


def test_a_long_line_is_one_row_until_it_is_clicked(page: Page, log: LogStage) -> None:
    log.say(f"first {'long ' * 100}\nsecond\nthird and last")
    log.say("below")
    load(page)

    folded = row(page, "first")
    expect(folded).to_contain_text("+ 2 more lines")
    expect(folded).not_to_contain_text("third and last")
    height = page.evaluate("document.querySelector('.log-row').offsetHeight")
    folded.click()
    expect(folded).to_contain_text("third and last")
    until(page, f"document.querySelector('.log-row').offsetHeight > {3 * height}")
    until(
        page, "document.querySelectorAll('.log-row')[1].offsetTop === document.querySelector('.log-row').offsetHeight"
    )

    page.keyboard.press("Enter")
    expect(folded).not_to_contain_text("third and last")


def test_the_rest_of_a_cut_line_is_asked_for(page: Page, log: LogStage) -> None:
    key = log.say("the beginning", cut=1)
    gone = log.say("no more", cut=1)
    log.whole[key] = "the beginning and the end"
    load(page)

    row(page, "the beginning").click()
    expect(shown(page, "the beginning")).to_have_text("the beginning and the end")
    row(page, "no more").click()
    expect(row(page, "no more").locator(".log-problem")).to_have_text(
        "Only the beginning is shown. This line is no longer kept."
    )
    log.whole[gone] = "no more, but there"
    row(page, "no more").get_by_role("button", name="Try again").click()
    expect(shown(page, "no more")).to_have_text("no more, but there")


def test_json_is_set_out_on_demand_and_keeps_its_digits(page: Page, log: LogStage) -> None:
    log.say('found {"id": 12345678901234567890, "lines": [1, 2]}')
    log.say("plain {text}")
    load(page)

    line = row(page, "found")
    line.click()
    pretty = line.get_by_role("button", name="Pretty JSON")
    pretty.click()
    expect(pretty).to_be_focused()
    expect(pretty).to_have_attribute("aria-pressed", "true")
    assert line.locator(".log-text").inner_text() == (
        'found\n{\n  "id": 12345678901234567890,\n  "lines": [\n    1,\n    2\n  ]\n}'
    )
    pretty.click()
    expect(line.locator(".log-text")).to_have_text('found {"id": 12345678901234567890, "lines": [1, 2]}')
    row(page, "plain").click()
    expect(row(page, "plain").locator(".log-tools")).to_be_visible()
    expect(row(page, "plain").get_by_role("button", name="Pretty JSON")).to_have_count(0)


def test_a_link_opens_around_its_line(page: Page, log: LogStage) -> None:
    keys = many(log, 5000)
    load(page, f"/logs#line-{keys[2000]}")

    is_seen(page, "Line 2000.")
    expect(row(page, "Line 2000.")).to_have_class(re.compile("log-lit"))
    expect(page.get_by_role("button", name="To the newest lines")).to_be_visible()
    go(page, f"/logs#line-{keys[10]}")
    is_seen(page, "Line 10.")
    page.get_by_role("button", name="To the newest lines").click()
    is_seen(page, "Line 4999.")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()


def test_the_time_of_a_line_is_its_link(page: Page, log: LogStage) -> None:
    keys = many(log, 50)
    load(page)
    row(page, "Line 40.").locator(".log-time").click()

    expect(page).to_have_url(re.compile(f"#line-{keys[40]}$"))
    expect(row(page, "Line 40.")).to_have_class(re.compile("log-lit"))
    expect(row(page, "Line 40.").locator(".log-tools")).to_have_count(0)
    row(page, "Line 40.").click()
    link = row(page, "Line 40.").get_by_role("link", name="Show in the run")
    expect(link).to_have_attribute("href", f"/runs/{JOB}#log-41")
    assert SESSION


def test_a_link_to_a_line_that_the_filters_leave_out_leads_to_it(page: Page, log: LogStage) -> None:
    many(log, 100)
    key = log.say("an info")
    log.say("an error", level="error")
    load(page, f"/logs?level=error#line-{key}")

    is_seen(page, "an error")
    page.get_by_role("link", name="Look for it without filters").click()
    expect(row(page, "an info")).to_have_class(re.compile("log-lit"))
    assert page.url.endswith(f"/logs#line-{key}")


def test_a_search_marks_what_it_found(page: Page, log: LogStage) -> None:
    many(log, 30)
    load(page, "/logs?query=LINE+2")

    expect(page.locator(".log-row")).to_have_count(11)
    expect(row(page, "Line 25.").locator("mark")).to_have_text("Line 2")


def test_filters_are_followed_at_once_and_empty_ones_stay_out_of_the_address(page: Page, log: LogStage) -> None:
    many(log, 3)
    log.say("Bad", level="error")
    load(page)
    page.get_by_label("Errors").check()
    page.wait_for_url("**/logs?level=error")
    expect(page.locator(".log-row")).to_have_count(1)
    page.get_by_role("link", name="Only warnings and errors").click()
    page.wait_for_url("**/logs?level=warn&level=error")
    expect(page.get_by_role("link", name="Only warnings and errors")).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="Only warnings and errors").click()
    expect(page.locator(".log-row")).to_have_count(4)


def test_nothing_left_leads_back(page: Page, log: LogStage) -> None:
    many(log, 3)
    load(page, "/logs?level=error")
    expect(page.locator(".log-empty")).to_contain_text("Nothing is kept that these filters leave.")
    page.locator(".log-empty").get_by_role("link", name="Clear the filters").click()
    expect(page.locator(".log-row")).to_have_count(3)
