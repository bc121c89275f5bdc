"""`static/replay/details.js` in a real browser: all that is known of the selected row."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.replay.timeline_stage import Stage, load, staged, until

pytestmark = pytest.mark.browser

HOSTILE = '<img src=x onerror="document.title=1"><script>alert(1)</script>'


def tell(timeline: Stage, key: str, kind: str, *, data: dict[str, Any], **more: Any) -> None:
    """An event with its details."""
    snapshots = more.pop("snapshots", {"before": None, "after": None})
    source, children, error = more.pop("source", None), more.pop("children", 0), more.pop("error", "")
    title = more.pop("title", key)
    timeline.event(key, kind, 1000, title, **more)
    timeline.details[f"events/{key}"] = {
        "key": key,
        "kind": kind,
        "t_ms": 1000,
        "end_ms": more.get("end"),
        "outcome": more.get("outcome", "ok"),
        "level": more.get("level", ""),
        "title": title,
        "error": error,
        "data": data,
        "source": source,
        "snapshots": snapshots,
        "children": children,
    }


def select(page: Page, row_id: str) -> Locator:
    page.evaluate("(id) => store.select(store.byId(id), true)", row_id)
    return page.locator(".details")


def fact(details: Locator, name: str) -> Locator:
    return details.locator("dt", has_text=name).locator("xpath=following-sibling::dd[1]")


def section(details: Locator, title: str) -> Locator:
    return details.locator(".details-section").filter(has=details.page.get_by_role("heading", name=title, exact=True))


def test_a_failed_step(page: Page, timeline: Stage) -> None:
    source = {"file": "workflows.py", "line": 21, "first_line": 20, "text": "    total = 0\n    page.click('#go')\n"}
    tell(
        timeline,
        "call@1",
        "step",
        title="Click #go",
        end=31_000,
        outcome="failed",
        error="Timeout 30000ms exceeded.\nCall log:\n  - waiting for #go",
        data={"selector": "#go", "api": "page.click", "call_log": ["waiting for #go", "\x1b[2mretrying\x1b[22m"]},
        source=source,
        children=2,
    )
    load(page)
    details = select(page, "step-call@1")

    expect(details.locator(".details-kind")).to_have_text("Step failed")
    expect(details.get_by_role("heading", name="Click #go")).to_be_visible()
    expect(details.locator(".details-when")).to_have_text("at 0:01.0 · took 30.0 s")
    expect(section(details, "Error").locator("pre")).to_have_text("Timeout 30000ms exceeded.")
    expect(section(details, "Call log").locator("pre")).to_have_text("waiting for #go\nretrying")
    expect(fact(details, "Selector")).to_contain_text("#go")
    expect(fact(details, "Call")).to_have_text("page.click")
    expect(fact(details, "Contains")).to_have_text("2 steps")
    expect(details.locator(".source-line")).to_have_text(["20    total = 0", "21    page.click('#go')"])
    expect(details.locator(".source-failed")).to_contain_text("page.click('#go')")
    expect(details.get_by_role("link", name="workflows.py:21")).to_have_count(0)


def test_the_place_of_a_step_leads_members_to_the_file(page: Page, timeline: Stage) -> None:
    source = {"file": "my pages/?.py", "line": 2, "first_line": 1, "text": "\npage.click('#go')\n"}
    tell(timeline, "a", "step", data={"api": "locator.click"}, source=source)
    load(page)
    page.evaluate("document.getElementById('replay').dataset.source = '/deployments/7/source'")

    link = select(page, "step-a").get_by_role("link", name="my pages/?.py:2")
    expect(link).to_have_attribute("href", "/deployments/7/source/my%20pages/%3F.py#L2")


def test_the_page_before_and_after_a_step(page: Page, timeline: Stage) -> None:
    timeline.refusals += ["Blocked script execution"]
    timeline.header["video"].update(width=1000, height=500)
    urls = {moment: f"/base/snapshots/1/{moment}" for moment in ("before", "after")}
    tell(timeline, "1", "step", data={}, snapshots=urls)
    for moment in urls:
        timeline.details[f"snapshots/1/{moment}"] = (
            f"<h1>The page {moment}</h1><script>parent.document.title = 'x'</script>"
        )
    load(page)
    details = select(page, "step-1")

    frame = details.locator("iframe")
    expect(frame).to_have_attribute("sandbox", "")
    expect(frame.content_frame.get_by_role("heading")).to_have_text("The page after")
    expect(details.get_by_role("link", name="Open in a new tab")).to_have_attribute("href", urls["after"])
    until(page, "document.querySelector('iframe').style.transform")
    stage_box, frame_box = details.locator(".snapshot-stage").bounding_box(), frame.bounding_box()
    assert stage_box
    assert frame_box
    assert abs(stage_box["width"] - frame_box["width"]) < 4
    assert abs(frame_box["width"] / frame_box["height"] - 2) < 0.02

    details.get_by_role("tab", name="Before").click()
    expect(details.locator("iframe").content_frame.get_by_role("heading")).to_have_text("The page before")
    expect(details.get_by_role("tab", name="Before")).to_have_attribute("aria-selected", "true")
    assert page.title() == "Stage"


def test_a_request(page: Page, timeline: Stage) -> None:
    data = {
        "url": "https://shop.example/api?q=1",
        "method": "POST",
        "status": 503,
        "status_text": "Unavailable",
        "resource_type": "xhr",
        "mime": "application/json",
        "bytes": 1_234_567,
        "redirected_from": "https://shop.example/old",
        "timing": {"dns": 10, "wait": 80.4, "receive": 0.25, "send": -1},
        "request_headers": {"accept": "*/*", "authorization": "[hidden]"},
        "response_headers": {"x-note": HOSTILE},
    }
    tell(timeline, "n", "network", status=503, end=1090, data=data)
    load(page)
    details = select(page, "event-n")

    expect(details.locator(".details-kind")).to_have_text("Request failed")
    expect(fact(details, "URL")).to_contain_text("https://shop.example/api?q=1")
    expect(fact(details, "Method")).to_have_text("POST")
    expect(fact(details, "Status")).to_have_text("503 Unavailable")
    expect(fact(details, "Type")).to_have_text("xhr, application/json")
    expect(fact(details, "Size")).to_have_text("1.2 MB")
    expect(fact(details, "Redirected from")).to_have_text("https://shop.example/old")
    expect(details.locator(".timing-row")).to_have_text(["DNS10 ms", "Wait80 ms", "Receive0.3 ms"])
    expect(section(details, "Request headers").locator("tr")).to_have_text(["accept*/*", "authorization[hidden]"])
    expect(section(details, "Response headers").locator("td")).to_have_text(HOSTILE)


def test_a_request_that_got_no_answer(page: Page, timeline: Stage) -> None:
    data = {"url": "https://x.example/", "method": "GET", "failure": "net::ERR_NAME_NOT_RESOLVED", "from_cache": False}
    tell(timeline, "n", "network", outcome="failed", data=data)
    load(page)

    expect(fact(select(page, "event-n"), "Failure")).to_have_text("net::ERR_NAME_NOT_RESOLVED")


def test_an_error_of_the_page(page: Page, timeline: Stage) -> None:
    data = {"url": "https://shop.example/app.js", "line": 12, "column": 3}
    tell(timeline, "e", "page_error", level="error", error="TypeError: x\n    at f (app.js:12:3)", data=data)
    load(page)
    details = select(page, "event-e")

    expect(section(details, "Error").locator("pre")).to_have_text("TypeError: x\n    at f (app.js:12:3)")
    expect(fact(details, "Place")).to_contain_text("https://shop.example/app.js:12:3")


def test_a_line_keeps_its_colours(page: Page, timeline: Stage) -> None:
    timeline.line(5, "It is \x1b[32mgreen\x1b[0m")
    timeline.details["lines/1"] = {"text": "It is \x1b[32mgreen\x1b[0m\x1b[2K, all of it", "level": "info", "t_ms": 5}
    load(page)
    whole = section(select(page, "log-1"), "Line").locator("pre")

    expect(whole).to_have_text("It is green, all of it")
    expect(whole.locator(".ansi-green")).to_have_text("green")


def test_a_whole_log_line_and_its_json(page: Page, timeline: Stage) -> None:
    timeline.line(5, "Order …")
    text = 'Order {"id": 7, "items": [1]}'
    timeline.details["lines/1"] = {"text": text, "at": "2024-11-23T10:00:00.800+00:00", "level": "info", "t_ms": 5}
    load(page)
    details = select(page, "log-1")
    whole = section(details, "Line").locator("pre")

    expect(whole).to_have_text(text)
    expect(fact(details, "Said by")).to_have_text("the workflow")
    expect(fact(details, "At")).to_have_text("2024-11-23 10:00:00.800 UTC")
    details.get_by_role("button", name="Pretty JSON").click()
    expect(whole).to_have_text('Order\n{\n  "id": 7,\n  "items": [\n    1\n  ]\n}', use_inner_text=True)
    details.get_by_role("button", name="Pretty JSON").click()
    expect(whole).to_have_text(text)


@pytest.mark.parametrize(
    ("kind", "data", "shown"),
    [
        (
            "dialog",
            {"dialog": "prompt", "message": "Your name?", "answer": "accepted", "typed": "Ada"},
            {"Dialog": "prompt", "Message": "Your name?", "Answer": "accepted", "Typed": "Ada"},
        ),
        ("download", {"name": "bill.pdf", "bytes": 5120}, {"File": "bill.pdf", "Size": "5.1 kB"}),
        ("popup", {"url": "https://help.example/"}, {"URL": "https://help.example/"}),
        (
            "navigation",
            {"url": "https://b.example/", "redirected_from": "https://a.example/"},
            {"Asked for": "https://a"},
        ),
    ],
)
def test_the_facts_of_other_kinds(
    page: Page, timeline: Stage, kind: str, data: dict[str, Any], shown: dict[str, str]
) -> None:
    tell(timeline, "1", kind, data=data)
    load(page)
    details = select(page, "event-1")

    for name, text in shown.items():
        expect(fact(details, name)).to_contain_text(text)


def test_everything_is_text(page: Page, timeline: Stage) -> None:
    names = ("selector", "api", "url", "method", "name", "message", "typed", "failure", "mime", "redirected_from")
    data: dict[str, Any] = dict.fromkeys(names, HOSTILE) | {
        "call_log": [HOSTILE],
        "request_headers": {HOSTILE: HOSTILE},
    }
    source = {"file": HOSTILE, "line": 1, "first_line": 1, "text": HOSTILE}
    for kind in ("step", "network", "console", "page_error", "dialog", "download"):
        tell(timeline, kind, kind, title=HOSTILE, error=HOSTILE, data=data, source=source)
    load(page)

    for row_id in page.evaluate("store.rows.map((row) => row.id)"):
        details = select(page, row_id)
        expect(details.locator(".details-column").first).to_contain_text(HOSTILE)
        assert details.locator("img, script").count() == 0
    assert page.title() == "Stage"


def test_rows_passed_quickly_are_not_asked_for(page: Page, timeline: Stage) -> None:
    for number in range(30):
        tell(timeline, str(number), "step", title=f"Step {number}", data={"api": f"call {number}"})
    load(page)
    page.evaluate("for (const row of store.rows) store.select(row, true)")

    expect(fact(page.locator(".details"), "Call")).to_have_text("call 29")
    assert "events/29" in timeline.asked
    assert len(timeline.asked) <= 2


def test_what_becomes_known_of_the_selected_row_is_shown(page: Page, timeline: Stage) -> None:
    timeline.header["ended"] = False
    tell(timeline, "1", "step", title="Wait", outcome="open", data={})
    load(page)
    details = select(page, "step-1")
    expect(details.locator(".details-kind")).to_have_text("Step running")

    tell(timeline, "1", "step", title="Wait", end=1500, outcome="failed", error="Gone", data={})

    expect(details.locator(".details-kind")).to_have_text("Step failed")
    expect(section(details, "Error").locator("pre")).to_have_text("Gone")


def test_details_that_cannot_be_read_can_be_asked_for_again(page: Page, timeline: Stage) -> None:
    tell(timeline, "1", "step", data={"api": "page.click"})
    timeline.event("2", "step", 2000, "Without details")
    load(page)
    timeline.status = 503
    details = select(page, "step-1")
    expect(details.get_by_role("alert")).to_contain_text("The details could not be read.")

    timeline.status = 200
    details.get_by_role("button", name="Try again").click()
    expect(fact(details, "Call")).to_have_text("page.click")

    select(page, "step-2")
    expect(details.get_by_role("alert")).to_contain_text("no longer kept here")
    expect(details.get_by_role("button", name="Try again")).to_have_count(0)


@pytest.mark.parametrize("has_clipboard", [True, False])
def test_texts_and_the_link_of_a_row_are_copied(chromium: Browser, timeline: Stage, has_clipboard: bool) -> None:
    tell(timeline, "call@1", "step", data={"selector": "#go"})
    with staged(chromium, timeline, permissions=["clipboard-read", "clipboard-write"]) as page:
        if not has_clipboard:  # as on plain HTTP
            page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
        load(page)
        page.evaluate(
            "window.copied = []; document.addEventListener('copy', () => copied.push(getSelection().toString()))"
        )
        details = select(page, "step-call@1")

        fact(details, "Selector").get_by_role("button").click()
        expect(fact(details, "Selector").get_by_role("button")).to_have_text("Copied")
        details.get_by_role("button", name="Copy link").click()
        expect(details.locator(".details-actions")).to_have_text("Copied")
        if has_clipboard:
            assert page.evaluate("navigator.clipboard.readText()") == f"{page.url}#step-call%401"
        else:
            assert page.evaluate("copied") == ["#go", f"{page.url}#step-call%401"]


def test_nothing_is_selected_at_first(page: Page, timeline: Stage) -> None:
    load(page)

    expect(page.get_by_text("Select a row of the timeline to see its details.")).to_be_visible()
