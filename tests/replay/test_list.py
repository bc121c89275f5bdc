"""`static/replay/list.js` in a real browser: the rows, filters and search, keys, and the current moment."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.replay.timeline_stage import Stage, load, staged, until

pytestmark = pytest.mark.browser

HOSTILE = '<img src=x onerror="document.title=1"><b>bold</b>'


def row(page: Page, text: str) -> Locator:
    return page.get_by_role("option").filter(has_text=text)


def rows(page: Page) -> Locator:
    return page.get_by_role("option")


def chip(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name="Show").get_by_role("button", name=name)


def number_lines(timeline: Stage, count: int) -> None:
    for number in range(count):
        timeline.line(number * 10, f"Line {number}")


def is_at_the_top(page: Page, text: str) -> None:
    """Waits until this is the row at the top of the window."""
    until(
        page,
        f"""(() => {{
          const box = document.querySelector(".timeline-scroller").getBoundingClientRect();
          const row = document.elementFromPoint(box.left + 150, box.top + 4).closest(".row");
          return row?.querySelector(".row-title").textContent === "{text}";
        }})()""",
    )


def test_a_row_says_when_what_and_how(page: Page, timeline: Stage) -> None:
    timeline.event("1", "step", 83_456, "Click Go", end=84_656, outcome="failed", place="workflows.py:21")
    timeline.event("2", "network", 83_500, "GET /api", status=500)
    timeline.line(90_000, "Careful", level="warn")
    load(page)

    expect(row(page, "Click Go")).to_have_text("1:23.4Click Go1.20 s")
    expect(row(page, "Click Go")).to_have_attribute("aria-label", "1:23.4, Step, failed, Click Go, 1.20 s")
    expect(row(page, "Click Go")).to_have_class("row row-steps  row-failed ")
    expect(row(page, "GET /api").locator(".row-right")).to_have_text("500")
    expect(row(page, "Careful")).to_have_attribute("aria-label", "1:30.0, Log, warning, Careful, warn")
    expect(row(page, "Careful")).to_have_attribute("aria-posinset", "3")
    expect(row(page, "Careful")).to_have_attribute("aria-setsize", "3")


def test_chips_count_and_choose_what_is_shown_and_are_remembered(page: Page, timeline: Stage) -> None:
    timeline.event("1", "step", 1, "Click Go")
    timeline.event("2", "network", 2, "GET /a.png", status=200)
    timeline.event("3", "network", 3, "GET /b.png", status=200)
    timeline.line(4, "Hello")
    load(page)
    expect(rows(page)).to_have_count(2)
    expect(chip(page, "Network")).to_have_text("Network2")
    expect(chip(page, "Network")).to_have_attribute("aria-pressed", "false")

    chip(page, "Network").click()
    chip(page, "Logs").click()
    expect(rows(page)).to_have_count(3)

    load(page)
    expect(chip(page, "Logs")).to_have_attribute("aria-pressed", "false")
    expect(rows(page)).to_have_count(3)


@pytest.mark.parametrize("kept", ["not json", "[1]", '{"steps": "no", "text": "x", "logs": false}', "null"])
def test_odd_remembered_filters_are_ignored(page: Page, timeline: Stage, kept: str) -> None:
    timeline.event("1", "step", 1, "Click Go")
    page.add_init_script(f"localStorage.setItem('replay-filter', {kept!r})")
    load(page)

    expect(row(page, "Click Go")).to_be_visible()


def test_the_search_counts_marks_and_is_cleared(page: Page, timeline: Stage) -> None:
    timeline.event("1", "step", 1, "Click the Red button")
    timeline.event("2", "step", 2, "Click the blue button")
    timeline.line(3, "A red line")
    load(page)

    page.get_by_label("Search the timeline").fill("RED")
    expect(page.locator(".search-matches")).to_have_text("2 matches")
    expect(rows(page)).to_have_count(2)
    expect(row(page, "Click").locator("mark")).to_have_text("Red")

    page.get_by_label("Search the timeline").fill("red purple")
    expect(page.get_by_text("Nothing matches.")).to_be_visible()
    page.get_by_label("Clear the search").click()
    expect(rows(page)).to_have_count(3)
    expect(page.locator(".row mark")).to_have_count(0)


def test_only_warnings_and_errors(page: Page, timeline: Stage) -> None:
    timeline.event("1", "step", 1, "Click Go")
    timeline.event("2", "step", 2, "Click Pay", outcome="failed")
    timeline.line(3, "Careful", level="warn")
    timeline.line(4, "Hello")
    load(page)
    only = chip(page, "Warnings and errors")
    expect(only).to_have_text("Warnings and errors2")

    only.click()
    expect(rows(page)).to_have_count(2)
    expect(row(page, "Careful")).to_be_visible()
    page.locator(".chip-errorsOnly").click()
    expect(only).to_have_attribute("aria-pressed", "false")
    expect(rows(page)).to_have_count(1)
    page.locator(".chip-errorsOnly").click()
    expect(rows(page)).to_have_count(4)


def test_lines_have_the_colours_of_a_terminal(page: Page, timeline: Stage) -> None:
    timeline.line(1, "\x1b[1;32mAll\x1b[0m orders\nare \x1b[36mread\x1b[0m\x1b[2K")
    load(page)
    line = row(page, "orders")

    expect(line.locator(".row-title")).to_have_text("All orders ↵ are read")
    expect(line.locator(".ansi-green.ansi-bold")).to_have_text("All")
    expect(line).to_have_attribute("aria-label", "0:00.0, Log, All orders\nare read")
    page.get_by_label("Search the timeline").fill("all orders")
    expect(line.locator("mark")).to_have_text(["All", "orders"])


def test_nothing_matches_leads_to_everything(page: Page, timeline: Stage) -> None:
    timeline.event("1", "network", 1, "GET /", status=200)
    load(page)

    page.get_by_role("button", name="Show everything").click()
    expect(row(page, "GET /")).to_be_visible()


def test_enter_in_the_search_leads_to_the_first_match(page: Page, timeline: Stage) -> None:
    number_lines(timeline, 50)
    load(page)

    page.get_by_label("Search the timeline").fill("line 42")
    page.get_by_label("Search the timeline").press("Enter")

    expect(page.locator(".row-selected")).to_contain_text("Line 42")
    expect(page.get_by_role("listbox")).to_be_focused()


def test_a_long_wait_says_how_far_it_is(page: Page) -> None:
    load(page)
    page.evaluate(
        """() => {
          window.slow = new Replay.Store();
          document.getElementById("replay-list").replaceChildren();
          new Replay.List(document.getElementById("replay-list"), slow);
          const lines = Array.from({ length: 1200 }, (_, at) => [at, at, "info", "workflow", "Line"]);
          slow.apply({ ended: true, video: { state: "none" }, events: [], lines, next: {}, more: true });
        }"""
    )

    expect(page.get_by_text("1,200 rows loaded, more to come…")).to_be_visible()
    page.evaluate("slow.finishLoading()")
    expect(page.get_by_text("more to come…")).to_be_hidden()


def test_colours_and_line_ends_of_a_terminal_make_one_line(page: Page, timeline: Stage) -> None:
    timeline.line(1, "\x1b[31mTraceback\x1b[0m\n  File x\n", level="error")
    load(page)

    expect(rows(page).locator(".row-title")).to_have_text("Traceback ↵   File x")


@pytest.mark.parametrize(("ended", "words"), [(True, "Nothing was recorded."), (False, "Nothing has happened yet.")])
def test_a_session_without_rows(page: Page, timeline: Stage, ended: bool, words: str) -> None:
    timeline.header["ended"] = ended
    load(page)

    expect(page.get_by_text(words)).to_be_visible()


def test_a_session_whose_rows_have_expired(page: Page, timeline: Stage) -> None:
    name_it = "() => (document.getElementById('replay-list').dataset.empty = 'They expired.')"
    page.add_init_script(f"document.addEventListener('readystatechange', {name_it})")
    load(page)

    expect(page.get_by_text("They expired.")).to_be_visible()


def test_no_sign_turns_the_text_around_it(page: Page, timeline: Stage) -> None:
    timeline.line(1, "pay \u202eeno\u2066 now")
    load(page)

    expect(rows(page).locator(".row-title")).to_have_text("pay eno now")


def test_what_pages_and_logs_say_is_text(page: Page, timeline: Stage) -> None:
    timeline.event("1", "console", 1, HOSTILE)
    timeline.line(2, HOSTILE)
    load(page)
    page.get_by_label("Search the timeline").fill("<b> <img")

    expect(rows(page)).to_have_count(2)
    expect(rows(page).first.locator(".row-title")).to_have_text(HOSTILE)
    assert page.locator(".timeline img, .timeline b").count() == 0


# --- Choosing ----------------------------------------------------------------------------------------


def test_a_click_selects_and_the_player_goes_there(page: Page, timeline: Stage) -> None:
    number_lines(timeline, 5)
    load(page)
    page.evaluate(
        "window.told = []; store.addEventListener('select', ({detail}) => told.push([detail.row.id, detail.byUser]))"
    )

    row(page, "Line 3").click()

    assert page.evaluate("[told, player.nowMs]") == [[["log-4", True]], 30]
    expect(page.locator(".row-selected.row-current")).to_contain_text("Line 3")


def test_keys_walk_through_the_rows(page: Page, timeline: Stage) -> None:
    number_lines(timeline, 500)
    load(page)
    page.get_by_role("listbox").focus()

    for key, there in [
        ("ArrowDown", "Line 0"),
        ("ArrowDown", "Line 1"),
        ("ArrowUp", "Line 0"),
        ("End", "Line 499"),
        ("ArrowDown", "Line 499"),
        ("Home", "Line 0"),
    ]:
        page.keyboard.press(key)
        expect(page.locator(".row-selected .row-title")).to_have_text(there)
    active = page.get_by_role("listbox").get_attribute("aria-activedescendant")
    expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")

    page.keyboard.press("PageDown")
    page.evaluate("player.seek(0)")
    page.keyboard.press("Enter")
    assert page.evaluate("player.nowMs === store.selected.t && player.nowMs > 50")


def test_groups_fold_by_click_and_by_key(page: Page, timeline: Stage) -> None:
    timeline.event("g", "step", 1, "Sign in")
    timeline.event("g1", "step", 2, "Fill the name", parent="g")
    timeline.event("next", "step", 3, "Read")
    load(page)
    expect(row(page, "Fill the name")).to_have_attribute("style", "transform: translateY(27px); --depth: 1;")

    row(page, "Sign in").locator(".row-fold").click()
    expect(rows(page)).to_have_count(2)
    expect(row(page, "Sign in")).to_have_attribute("aria-label", "0:00.0, Step, collapsed, Sign in")
    assert page.evaluate("store.selected") is None

    row(page, "Sign in").click()
    page.keyboard.press("ArrowRight")
    expect(rows(page)).to_have_count(3)
    page.keyboard.press("ArrowLeft")
    expect(rows(page)).to_have_count(2)


def test_a_link_to_a_row_shows_it_whatever_is_filtered(page: Page, timeline: Stage) -> None:
    number_lines(timeline, 300)
    timeline.event("n", "network", 2500, "GET /a.png", status=200)
    load(page)
    page.get_by_label("Search the timeline").fill("line 299")
    expect(page.locator(".search-matches")).to_have_text("1 match")

    page.evaluate("store.select(store.byId('event-n'))")

    expect(page.locator(".row-selected")).to_contain_text("GET /a.png")
    expect(page.locator(".row-selected")).to_be_in_viewport()
    expect(page.get_by_label("Search the timeline")).to_have_value("")


# --- The window --------------------------------------------------------------------------------------


def test_only_the_rows_in_the_window_are_in_the_page(page: Page, timeline: Stage) -> None:
    number_lines(timeline, 50_000)
    load(page)
    assert rows(page).count() < 50

    page.evaluate("document.querySelector('.timeline-scroller').scrollTop = 27 * 30_000")
    expect(row(page, "Line 30000")).to_be_in_viewport()
    assert page.locator(".row").count() < 50
    is_at_the_top(page, "Line 30000")


def test_what_comes_while_the_reader_reads_leaves_the_place(page: Page, timeline: Stage) -> None:
    timeline.header["ended"] = False
    number_lines(timeline, 300)
    load(page)
    page.evaluate("document.querySelector('.timeline-scroller').scrollTop = 27 * 100")
    is_at_the_top(page, "Line 100")

    timeline.event("early", "step", 5, "Came late, happened early")
    timeline.line(9000, "The newest")
    until(page, "store.rows.length === 302")

    expect(row(page, "Line 101")).to_have_attribute("aria-posinset", "103")
    is_at_the_top(page, "Line 100")


def test_who_is_at_the_end_of_a_live_run_stays_there(page: Page, timeline: Stage) -> None:
    timeline.header["ended"] = False
    number_lines(timeline, 300)
    load(page)
    page.evaluate("document.querySelector('.timeline-scroller').scrollTop = 1e9")

    timeline.line(9000, "The newest")

    expect(row(page, "The newest")).to_be_in_viewport()


def test_an_open_step_shows_that_it_runs_until_it_ends(page: Page, timeline: Stage) -> None:
    timeline.header["ended"] = False
    timeline.event("1", "step", 100, "Wait for the table", outcome="open")
    load(page)
    expect(page.locator(".row-open")).to_contain_text("Wait for the table")

    timeline.event("1", "step", 100, "Wait for the table", end=2100)
    expect(row(page, "Wait for the table").locator(".row-right")).to_have_text("2.00 s")
    expect(page.locator(".row-open")).to_have_count(0)


def test_the_current_row_is_lit_and_scrolled_to(page: Page, timeline: Stage) -> None:
    number_lines(timeline, 1000)
    load(page)

    page.evaluate("player.seek(4999.4)")

    expect(page.locator(".row-current .row-title")).to_have_text("Line 500")  # a video's time is not exact
    expect(page.locator(".row-current")).to_be_in_viewport()
    page.evaluate("player.seek(9000)")
    expect(page.locator(".row-current")).to_contain_text("Line 900")
    expect(page.locator(".row-current")).to_be_in_viewport()


def test_a_reader_who_scrolls_away_is_left_alone_and_can_come_back(page: Page, timeline: Stage) -> None:
    number_lines(timeline, 1000)
    load(page)
    page.evaluate("player.seek(5000)")
    expect(page.locator(".row-current")).to_be_in_viewport()
    page.locator(".timeline-scroller").hover()
    page.mouse.wheel(0, -27 * 300)

    back = page.get_by_role("button", name="Back to the current moment")
    expect(back).to_be_visible()
    page.evaluate("player.seek(5020)")
    expect(page.locator(".row-current")).to_have_count(0)

    back.click()
    expect(page.locator(".row-current")).to_contain_text("Line 502")
    expect(page.locator(".row-current")).to_be_in_viewport()
    expect(back).to_be_hidden()


def test_a_phone_shows_one_column(chromium: Browser, timeline: Stage) -> None:
    number_lines(timeline, 100)
    with staged(chromium, timeline, viewport={"width": 400, "height": 800}) as page:
        load(page)
        assert page.evaluate("document.documentElement.scrollWidth") == 400
        row(page, "Line 3").first.click()
        expect(page.locator(".details")).to_be_in_viewport()
