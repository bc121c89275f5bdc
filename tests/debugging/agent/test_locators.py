from __future__ import annotations

import pytest

from debugging.agent.locators import Call, Nested, Pattern, frames_in, in_frame, in_words, read_locator


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ('get_by_role("button", name="Pay").first', 'button "Pay"'),
        ("getByRole('textbox', { name: 'Card' })", 'field "Card"'),
        ("getByLabel('Card', { exact: true }).nth(1)", 'field "Card"'),
        ('get_by_role("link", name=re.compile(r"pay", re.IGNORECASE))', 'link "pay"'),
        ('page.locator("#list").get_by_text("Save")', 'text "Save"'),
        ('locator("#submit")', 'element "#submit"'),
        ('locator("#a").content_frame.get_by_placeholder("Card")', 'field "Card"'),
        ("div[", ""),
        ("__import__('os').system('x')", 'element "x"'),
        ("(" * 5_000, ""),
    ],
)
def test_locators_in_words(written: str, words: str) -> None:
    assert in_words(read_locator(written)) == words


def test_options_and_patterns() -> None:
    [call] = read_locator('get_by_role("heading", name=re.compile(r"^Tot", re.I), level=2, exact=True)')
    assert call == Call(
        "get_by_role", ("heading",), {"name": Pattern("^Tot", ignores_case=True), "level": 2, "exact": True}
    )


def test_what_is_looked_for_in_which_frame() -> None:
    calls = read_locator('frame_locator("#a").locator("#b").content_frame.get_by_label("Card").first')
    assert [frame.text for frame in frames_in(calls)] == ["#a", "#b"]
    assert [call.name for call in in_frame(calls)] == ["get_by_label", "first"]


def test_what_is_given_to_a_locator_may_be_no_chain_of_calls() -> None:
    assert read_locator('get_by_text("Order {}".format(number))') == (Call("get_by_text", (None,)),)
    nested = read_locator('locator("li", has=page.get_by_role("heading"))')
    assert nested == (Call("locator", ("li",), {"has": Nested((Call("get_by_role", ("heading",)),))}),)
