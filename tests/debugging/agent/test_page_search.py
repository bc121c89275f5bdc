from __future__ import annotations

from time import perf_counter

import pytest

from debugging.agent.locators import read_locator
from debugging.agent.name_likeness import alike
from debugging.agent.page_content import PageContent
from debugging.agent.page_search import find
from debugging.evidence import Page

BODY = """<main id="m" class="card"><label>Card<input name="card" data-testid="card"></label>
<button>Pay</button><button>Pay later</button><p>Pay with <em>care</em></p><a href="/h" title="Help">?</a>
<iframe id="f"></iframe><div data-frame-document="f"><button>Pay</button></div></main>"""


@pytest.mark.parametrize(
    ("locator", "count"),
    [
        ('get_by_role("button")', 2),
        ('get_by_role("button", name="pay")', 2),
        ('get_by_role("button", name="Pay", exact=True)', 1),
        ('get_by_role("button", name=re.compile(r"later$"))', 1),
        ('get_by_role("button").first', 1),
        ('get_by_role("button").nth(5)', 0),
        ('get_by_role("button").filter(has_text="later")', 1),
        ('get_by_label("Card")', 1),
        ('get_by_test_id("card")', 1),
        ('get_by_title("Help")', 1),
        ('get_by_text("care")', 1),
        ('locator("main.card > button")', 2),
        ('locator("//button")', 2),
        ('locator("xpath=//button[2]")', 1),
        ('locator("#m").get_by_role("link")', 1),
        ('locator("#f").content_frame.get_by_role("button")', 1),
        ('locator("#g").content_frame.get_by_role("button")', 0),
        ('frame_locator("#f").locator("button")', 1),
        ('locator("button:has-text(\\"PAY\\")")', 2),
        ("locator(\"button:text-is('Pay')\")", 1),
        ("locator(\":text('later')\")", 1),
        ("locator(\"main:has(button:has-text('pay later')) > a:visible\")", 1),
        ('locator("main >> button >> nth=-1")', 1),
        ('locator("main >> text=care")', 1),
        ("locator(\"text='Pay >> later'\")", 0),
        ('locator("button", has_text="later")', 1),
        ('locator("button", has_not_text="later")', 1),
        ('locator("main").filter(has=get_by_role("button", name="Pay later"))', 1),
        ('locator("main", has_not=page.get_by_role("button"))', 0),
        ('locator("main", has=page.locator("tr"))', 0),
    ],
)
def test_it_finds_what_playwright_would(locator: str, count: int) -> None:
    found = find(PageContent(Page(html=BODY)), read_locator(locator))
    assert found is not None
    assert len(found) == count


@pytest.mark.parametrize(
    "locator", ['locator("button:near(a)")', 'locator("main", has=found)', 'locator("div[")', 'locator("//[")', "x"]
)
def test_what_it_cannot_tell_it_does_not_guess(locator: str) -> None:
    assert find(PageContent(Page(html=BODY)), read_locator(locator)) is None


def test_names_that_are_alike() -> None:
    assert alike("Submit", "Submit order") > 0.8
    assert alike("Sign in", "Log in") > 0.4
    assert alike("Pay", "Delete account") < 0.5
    assert alike("", "x") == 0


def test_a_pattern_that_takes_for_ever_finds_nothing_soon() -> None:
    page = PageContent(Page(html=f"<button>{'a' * 200}!</button>"))
    began = perf_counter()
    assert find(page, read_locator('get_by_role("button", name=re.compile(r"(a|a?)+$"))')) == []
    assert perf_counter() - began < 5
