from __future__ import annotations

from debugging.agent.call_log import read_error
from debugging.agent.obstacles import Obstacle


def test_the_call_its_words_and_its_log() -> None:
    error = read_error(
        "Locator.click: Timeout 1200ms exceeded.\nCall log:\n"
        '  - waiting for get_by_role("button", name="Go")\n'
        '    - locator resolved to <button class="a">Go</button>\n'
        "  - attempting click action\n"
        "    2 \u00d7 waiting for element to be visible, enabled and stable\n"
        "      - element is visible, enabled and stable\n"
        '      - <p>hi</p> from <div id="over">…</div> subtree intercepts pointer events\n'
        "    - retrying click action\n"
    )
    assert error is not None
    assert (error.api, error.method, error.timeout_ms) == ("locator.click", "click", 1200)
    assert error.headline == "Timeout 1200ms exceeded."
    assert error.locator == 'get_by_role("button", name="Go")'
    assert error.resolved == '<button class="a">Go</button>'
    assert error.obstacle is Obstacle.COVERED
    assert error.covered_by == '<p>hi</p> from <div id="over">…</div>'


def test_typescript_s_way_of_writing_and_its_colours() -> None:
    log = "\x1b[2m  - waiting for getByRole('combobox')\x1b[22m\n"
    error = read_error(f"locator.selectOption: Timeout 30000ms exceeded.\nCall log:\n{log}")
    assert error is not None
    assert (error.api, error.locator) == ("locator.select_option", "getByRole('combobox')")


def test_a_wait_for_a_state() -> None:
    error = read_error(
        "Page.wait_for_selector: Timeout 9ms exceeded.\nCall log:\n"
        '  - waiting for locator(".done") to be visible\n'
        '    5 \u00d7 locator resolved to hidden <p class="done">x</p>\n'
    )
    assert error is not None
    assert (error.locator, error.resolved_hidden) == ('locator(".done")', True)


def test_the_aria_snapshot_after_the_log_is_no_part_of_it() -> None:
    error = read_error(
        "Locator expected to be visible\nActual value: None\nCall log:\n"
        '  - Expect "to_be_visible" locator("h1")\n\nAria snapshot:\n- paragraph: element is not enabled\n'
    )
    assert error is not None
    assert error.log == ('Expect "to_be_visible" locator("h1")',)
    assert error.obstacle is None


def test_the_other_way_logs_are_written() -> None:
    line = "=" * 30
    error = read_error(
        f'Page.wait_for_url: Timeout 9ms exceeded.\n{line} logs {line}\nwaiting for navigation to "**/a" until "load"\n'
        f'  navigated to "https://x.example/b"\n{line}{line}'
    )
    assert error is not None
    assert error.navigated_to == ("https://x.example/b",)
    assert not error.waits_for_navigation


def test_other_texts_are_not_playwright_s() -> None:
    for text in ("could not convert string to float: '1,2'", "requests.get: failed", ""):
        assert read_error(text) is None
