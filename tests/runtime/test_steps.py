"""Steps read like the code that made them."""

from __future__ import annotations

from typing import Any

import pytest

from runtime.tracing.api_names import api_name
from runtime.tracing.selectors import readable_selector
from runtime.tracing.steps import title_and_selector


@pytest.mark.parametrize(
    ("selector", "readable"),
    [
        ('internal:role=button[name="Go"i]', 'get_by_role("button", name="Go")'),
        (
            'internal:role=heading[level=2][name="A >> b"s]',
            'get_by_role("heading", level=2, name="A >> b", exact=True)',
        ),
        ("internal:role=link[name=/go+/i]", 'get_by_role("link", name=re.compile(r"go+", re.IGNORECASE))'),
        (
            r"internal:role=link[name=/Order \d+\. \\/i]",
            r'get_by_role("link", name=re.compile(r"Order \d+\. \\", re.IGNORECASE))',
        ),
        (r"internal:text=/say \"hi\"\d/", r"""get_by_text(re.compile(r'say "hi"\d'))"""),
        (r"internal:text=/it\'s \"\d\"/", r"""get_by_text(re.compile("it's \"\\d\""))"""),
        (r"internal:text=/a \>\> b/", 'get_by_text(re.compile(r"a >> b"))'),
        (
            r'li >> internal:has="b >> internal:has-text=/\\d/"',
            r'locator("li").filter(has=locator("b").filter(has_text=re.compile(r"\d")))',
        ),
        ("internal:role=checkbox[checked=true]", 'get_by_role("checkbox", checked=True)'),
        ('internal:text="Total"i', 'get_by_text("Total")'),
        ('internal:label="Name"s', 'get_by_label("Name", exact=True)'),
        ('internal:attr=[placeholder="Find"i]', 'get_by_placeholder("Find")'),
        ('internal:testid=[data-testid="row"s]', 'get_by_test_id("row")'),
        ('li >> internal:has-text="x"i >> nth=2', 'locator("li").filter(has_text="x").nth(2)'),
        ('li >> internal:has="internal:text=\\"x\\"i"', 'locator("li").filter(has=get_by_text("x"))'),
        ("iframe >> internal:control=enter-frame >> #x", 'locator("iframe").content_frame.locator("#x")'),
        ("text=Go >> nth=0", 'locator("text=Go").first'),
        ("div > b >> nth=-1", 'locator("div > b").last'),
        ('a[href=">> x"]', 'locator("a[href=\\">> x\\"]")'),
        ("internal:has=broken", 'locator("internal:has=broken")'),
        ("", ""),
    ],
)
def test_selectors_read_as_they_are_written(selector: str, readable: str) -> None:
    assert readable_selector(selector) == readable


@pytest.mark.parametrize(
    ("call", "title"),
    [
        ({"class": "Frame", "method": "goto", "params": {"url": "http://x/"}}, "Go to http://x/"),
        ({"class": "Frame", "method": "fill", "params": {"selector": "#a", "value": 'a "b"'}},
         'Fill locator("#a") with "a \\"b\\""'),
        ({"class": "Frame", "method": "dragAndDrop", "params": {"source": "#a", "target": "#b"}},
         'Drag locator("#a") to locator("#b")'),
        ({"class": "Frame", "method": "selectOption", "params": {"selector": "#a", "options": [{"label": "One"}]}},
         'Select "One" in locator("#a")'),
        ({"class": "ElementHandle", "method": "click", "params": {}}, "Click the element"),
        ({"class": "Page", "method": "bringToFront", "params": {}}, "Bring to front"),
        ({"class": "Page", "method": "__waitInfo__", "title": 'Wait for event "popup"'}, 'Wait for event "popup"'),
        ({"class": "Frame", "method": "waitForSelector", "title": "Screenshot", "params": {"selector": "#a"}},
         'Screenshot locator("#a")'),
        ({"class": "Frame", "method": "expect", "title": 'Expect "not_to_have_text"', "params": {
            "selector": "p", "expression": "to.have.text", "isNot": True, "expectedText": [{"string": "Total"}]}},
         'Expect locator("p") not to have text "Total"'),
        ({"class": "Frame", "method": "expect", "params": {"expression": "to.have.title", "expectedText": [3]}},
         "Expect the page to have title"),
        ({"class": "Frame", "method": "waitForTimeout", "params": {"waitTimeout": 1500}}, "Wait 1500 ms"),
        ({"class": "Frame", "method": "fill", "params": {"selector": "#user-password", "value": "hunter2"}},
         'Fill locator("#user-password") with "[hidden]"'),
        ({"class": "Frame", "method": "type", "params": {"selector": 'internal:label="API key"i', "text": "hunter2"}},
         'Type "[hidden]" into get_by_label("API key")'),
    ],
)  # fmt: skip
def test_titles(call: dict[str, Any], title: str) -> None:
    assert title_and_selector(call)[0] == title


def test_long_values_are_cut() -> None:
    title, _ = title_and_selector(
        {"class": "Frame", "method": "fill", "params": {"selector": "#a", "value": "x" * 5000}}
    )

    assert len(title) < 200


@pytest.mark.parametrize(
    ("call", "name"),
    [
        ({"class": "Frame", "method": "goto", "params": {"url": "http://x/"}}, "page.goto"),
        ({"class": "Frame", "method": "click", "params": {"selector": "#a"}}, "page.click"),
        ({"class": "Frame", "method": "click", "params": {"selector": "#a", "strict": True}}, "locator.click"),
        ({"class": "Frame", "method": "queryCount", "params": {"selector": "p"}}, "locator.count"),
        ({"class": "Frame", "method": "innerHTML", "params": {"selector": "p", "strict": True}}, "locator.inner_html"),
        ({"class": "Frame", "method": "type", "params": {"strict": True}}, "locator.press_sequentially"),
        ({"class": "Frame", "method": "waitForSelector", "title": "Bounding box", "params": {"strict": True}},
         "locator.bounding_box"),
        ({"class": "Frame", "method": "expect", "params": {"expression": "to.have.text", "isNot": True}},
         "expect.not_to_have_text"),
        ({"class": "Page", "method": "keyboardPress", "params": {"key": "a"}}, "keyboard.press"),
        ({"class": "Page", "method": "setViewportSize"}, "page.set_viewport_size"),
        ({"class": "Page", "method": "__waitInfo__", "title": 'Wait for event "popup"'}, "page.wait_for_event"),
        ({"class": "BrowserContext", "method": "newPage"}, "context.new_page"),
        ({"class": "ElementHandle", "method": "selectOption"}, "element_handle.select_option"),
    ],
)  # fmt: skip
def test_calls_are_named_as_in_the_python_api(call: dict[str, Any], name: str) -> None:
    assert api_name(call) == name
