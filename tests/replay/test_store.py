"""`static/replay/store.js` and `source.js`: rows, filters, search, and where the rows come from."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.replay.timeline_stage import Stage, load, until

pytestmark = pytest.mark.browser


def keys(page: Page, name: str = "visible") -> list[Any]:
    return list(page.evaluate(f"store.{name}.map((row) => row.key)"))


def test_rows_are_in_the_order_of_time_a_parent_before_its_children(page: Page, timeline: Stage) -> None:
    timeline.event("inner", "step", 100, "Click", parent="group")
    timeline.event("later", "step", 900, "Later")
    timeline.event("deepest", "step", 150, "Deepest", parent="inner")
    timeline.event("group", "step", 100, "Sign in")
    timeline.line(120, "A line")
    load(page)

    assert keys(page, "rows") == ["group", "inner", 1, "deepest", "later"]
    assert page.evaluate("store.rows.map((row) => row.depth)") == [0, 1, 0, 2, 0]


def test_parents_in_a_circle_do_no_harm(page: Page, timeline: Stage) -> None:
    timeline.event("a", "step", 1, "A", parent="b")
    timeline.event("b", "step", 2, "B", parent="a")
    timeline.event("itself", "step", 3, "C", parent="itself")
    load(page)
    page.evaluate("store.toggle(store.byId('step-a'))")

    assert keys(page) == ["itself"]


def test_an_event_told_again_replaces_the_earlier_one_in_its_place(page: Page, timeline: Stage) -> None:
    timeline.header["ended"] = False
    timeline.event("1", "step", 100, "Wait", outcome="open")
    timeline.event("2", "console", 200, "Hello")
    load(page)
    page.evaluate("window.first = store.rows[0]; store.select(first)")

    timeline.event("1", "step", 100, "Wait for the table", end=700, outcome="failed")
    until(page, "store.rows[0].outcome === 'failed'")

    assert page.evaluate("[store.rows.length, store.rows[0] === first, store.selected.end]") == [2, True, 700]
    assert keys(page) == ["1", "2"]


def test_every_row_has_the_name_of_its_link(page: Page, timeline: Stage) -> None:
    timeline.event("call@7", "step", 1, "Click")
    timeline.event("request 3", "network", 2, "GET /")
    timeline.line(3, "Line")
    load(page)

    assert page.evaluate("store.rows.map((row) => row.id)") == ["step-call@7", "event-request 3", "log-1"]
    assert page.evaluate("store.byId('step-call@7').title") == "Click"
    assert page.evaluate("store.byId('step-8')") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CLICK", ["s1"]),
        ("button click", ["s1"]),
        ("workflows.py:21", ["s1"]),
        ("prices 500", ["n1"]),
        ("İstanbul", [1]),
        ("click nothing", []),
        (".*", []),
        ("   ", ["s1", "n1", 1]),
    ],
)
def test_the_search_finds_all_words_in_titles_places_and_lines(
    page: Page, timeline: Stage, text: str, found: list[Any]
) -> None:
    timeline.event("s1", "step", 1, 'Click get_by_role("button")', place="workflows.py:21")
    timeline.event("n1", "network", 2, "GET https://shop.example/prices", status=500)
    timeline.line(3, "Order sent to İstanbul")
    load(page)
    page.evaluate("(text) => { store.filter = { text }; }", text)

    assert keys(page) == found


def test_failed_requests_are_listed_with_the_network_off(page: Page, timeline: Stage) -> None:
    timeline.event("ok", "network", 1, "GET /a.png", status=200)
    timeline.event("missing", "network", 2, "GET /b.png", status=404)
    timeline.event("broken", "network", 3, "GET /c", outcome="failed")
    timeline.event("warned", "console", 4, "Old", level="warn")
    timeline.line(5, "Boom", level="error")
    load(page)

    assert keys(page) == ["missing", "broken", "warned", 1]
    assert page.evaluate("store.counts") == {
        "steps": 0,
        "page": 0,
        "logs": 1,
        "console": 1,
        "network": 3,
        "errors": 3,
        "trouble": 4,
    }
    page.evaluate("store.filter = { errorsOnly: true, logs: false }")
    assert keys(page) == ["missing", "broken", 1]
    page.evaluate("store.filter = { errorsOnly: false, network: true }")
    assert keys(page) == ["ok", "missing", "broken", "warned"]


def test_a_collapsed_group_hides_what_is_in_it_but_not_from_a_search(page: Page, timeline: Stage) -> None:
    timeline.event("g", "step", 1, "Sign in")
    timeline.event("g1", "step", 2, "Fill the name", parent="g")
    timeline.event("g2", "step", 3, "Submit", parent="g1")
    timeline.event("other", "step", 4, "Read")
    load(page)

    page.evaluate("store.toggle(store.byId('step-g'))")
    assert keys(page) == ["g", "other"]
    page.evaluate("store.filter = { text: 'submit' }")
    assert keys(page) == ["g2"]
    page.evaluate("store.filter = { text: 'read' }; store.reveal(store.byId('step-g2'))")
    assert keys(page) == ["g", "g1", "g2", "other"]


@pytest.mark.parametrize("lines_first", [True, False])
def test_a_line_of_the_console_is_not_listed_twice(page: Page, lines_first: bool) -> None:
    load(page)
    found = page.evaluate(
        """(linesFirst) => {
          const store = new Replay.Store();
          const header = { ended: true, video: { state: "none" }, next: {}, more: false };
          const lines = [[1, 50, "info", "browser", "Hi"], [2, 60, "warn", "browser", "3 more"]];
          const line = { ...header, events: [], lines };
          const events = [["c", "console", 50, null, "", "info", "Hi", null, null, ""]];
          const event = { ...header, events, lines: [] };
          for (const answer of linesFirst ? [line, event] : [event, line]) store.apply(answer);
          return [store.visible.map((row) => row.id), store.counts.logs, store.byId("log-1").title];
        }""",
        lines_first,
    )

    assert found == [["event-c", "log-2"], 1, "Hi"]


def test_the_row_of_a_moment(page: Page, timeline: Stage) -> None:
    for t_ms in (100, 200, 200, 300):
        timeline.line(t_ms, f"At {t_ms}")
    load(page)

    found = page.evaluate("[50, 100, 250, 200, 9999].map((ms) => store.rowAt(ms)?.key ?? null)")
    assert found == [None, 1, 3, 3, 4]


def test_the_state_is_told_when_it_changes_with_all_pieces_so_far(page: Page) -> None:
    load(page)
    told = page.evaluate(
        """() => {
          const store = new Replay.Store();
          const told = [];
          store.addEventListener("state", () => told.push(store.state.video.pieces.length));
          const answer = (pieces) => ({
            ended: false, state: "running", events: [], lines: [], next: {}, more: false,
            video: { state: "growing", pieces },
          });
          store.apply(answer([[0, 0, 2000, 0, 900, 1]]));
          store.apply(answer([]));
          store.apply(answer([[0, 0, 2000, 0, 900, 1], [1, 2000, 2000, 900, 800, 1]]));
          return [told, "events" in store.state];
        }"""
    )

    assert told == [[1, 2], False]


# --- Sources -----------------------------------------------------------------------------------------


def test_a_server_that_is_away_is_asked_again_and_the_page_says_so(page: Page, timeline: Stage) -> None:
    timeline.header["ended"] = False
    timeline.line(1, "Before")
    load(page)

    timeline.status = 503
    expect(page.get_by_text("The server does not answer. Trying again.")).to_be_visible()
    timeline.line(2, "After")
    timeline.status = 200
    until(page, "store.rows.length === 2")
    expect(page.locator(".replay-notice")).to_be_hidden()


@pytest.mark.parametrize(
    ("status", "words"), [(401, "You are signed out"), (302, "You are signed out"), (404, "no longer kept here")]
)
def test_asking_ends_when_there_is_no_use_in_it(page: Page, timeline: Stage, status: int, words: str) -> None:
    timeline.header["ended"] = False
    load(page)

    timeline.status = status
    page.evaluate("followed")
    expect(page.locator(".replay-notice")).to_contain_text(words)


def test_asking_goes_on_until_the_video_is_whole(page: Page, timeline: Stage) -> None:
    timeline.header["video"]["state"] = "growing"
    load(page)

    timeline.header["video"] = {**timeline.header["video"], "state": "ready"}
    page.evaluate("followed")
    assert page.evaluate("store.state.video.state") == "ready"


def test_details_are_asked_for_once_until_the_row_changes(page: Page, timeline: Stage) -> None:
    timeline.event("a/b c", "step", 1, "Click", outcome="open")
    timeline.details["events/a/b c"] = {"title": "Click"}
    load(page)

    page.evaluate("source.details(store.rows[0]).then(() => source.details(store.rows[0]))")
    assert timeline.asked == ["events/a/b c"]
    page.evaluate("store.rows[0].version += 1; source.details(store.rows[0])")
    assert len(timeline.asked) == 2


def test_a_downloaded_page_reads_its_own_data(page: Page) -> None:
    load(page)
    read = page.evaluate(
        """async () => {
          const lines = Array.from({ length: 9000 }, (_, at) => [at + 1, at, "info", "workflow", `Line ${at}`]);
          const events = [["e", "step", 5, 9, "ok", "", "Click", null, null, ""]];
          const feed = { ended: true, video: { state: "ready" }, events, lines, next: {}, more: false };
          const details = { e: { title: "Click it" } };
          const source = Replay.offlineSource({ feed, details, lines: { 2: { text: "A long line" } } });
          const store = new Replay.Store();
          await Replay.follow(store, source);
          const read = await Promise.all(["step-e", "log-2", "log-3"].map((id) => source.details(store.byId(id))));
          return [store.rows.length, store.loaded, read];
        }"""
    )

    assert read == [9001, True, [{"title": "Click it"}, {"text": "A long line"}, {"text": "Line 2"}]]
