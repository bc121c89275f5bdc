"""The element is in another frame, or several fit the locator."""

from __future__ import annotations

import pytest

from debugging.failure_classes import FailureClass
from tests.debugging.repair.editing.making import at, changed_lines, failed, proposed, refused, sources_of


def test_several_match_is_narrowed() -> None:
    sources = sources_of("def save(page):\n    page.get_by_role('button', name='Save').click()\n")
    evidence = failed(sources, "click", 'get_by_role("button", name="Save")')
    found = proposed(
        sources,
        evidence,
        at('get_by_role("form", name="Address").get_by_role("button", name="Save")'),
        FailureClass.SEVERAL_MATCH,
    )
    assert found.kind == "narrowed"
    assert "get_by_role('form', name='Address').get_by_role('button'" in changed_lines(found)[1]


FRAMES = {
    "into a frame": (
        '    page.fill("#card", "4111")',
        'locator("#card")',
        at('get_by_label("Card")', frame='frame_locator("#pay")', proof="mark"),
        '    page.frame_locator("#pay").get_by_label("Card").fill("4111")',
    ),
    "out of a frame": (
        '    page.frame_locator("#pay").get_by_label("Card").fill("4111")',
        'locator("#pay").content_frame.get_by_label("Card")',
        at('get_by_label("Card")'),
        '    page.get_by_label("Card").fill("4111")',
    ),
    "another frame": (
        '    page.frame_locator("#pay").get_by_label("Card").fill("4111")',
        'locator("#pay").content_frame.get_by_label("Card")',
        at('get_by_label("Card")', frame='frame_locator("iframe[title=\\"Payment\\"]")'),
        '    page.frame_locator(\'iframe[title="Payment"]\').get_by_label("Card").fill("4111")',
    ),
    "content_frame": (
        '    page.locator("#pay").content_frame.get_by_label("Card").fill("4111")',
        'locator("#pay").content_frame.get_by_label("Card")',
        at('get_by_label("Card")', frame='frame_locator("#pay").frame_locator("#inner")'),
        '    page.locator("#pay").content_frame.frame_locator("#inner").get_by_label("Card").fill("4111")',
    ),
}


@pytest.mark.parametrize("name", FRAMES)
def test_frames(name: str) -> None:
    line, selector, located, edited = FRAMES[name]
    sources = {"workflows.py": f"def pay(page):\n{line}\n"}
    api = "page.fill" if "page.fill" in line else "locator.fill"
    found = proposed(sources, failed(sources, "fill", selector, api=api), located, FailureClass.FRAME_MOVED)
    assert (found.kind, changed_lines(found)) == ("frame", [f"-{line}", f"+{edited}"])


def test_a_frame_in_a_variable() -> None:
    sources = sources_of(
        """
        def pay(page):
            form = page.frame_locator("#pay")
            form.get_by_label("Card").fill("4111")
            form.get_by_role("button", name="Pay").click()
        """
    )
    selector = 'locator("#pay").content_frame.get_by_label("Card")'
    evidence = failed(sources, "fill", selector, api="locator.fill")
    moved = proposed(
        sources, evidence, at('get_by_label("Card")', frame='frame_locator("#till")'), FailureClass.FRAME_MOVED
    )
    assert changed_lines(moved)[1] == '+    form = page.frame_locator("#till")'
    gone = proposed(sources, evidence, at('get_by_label("Card")'), FailureClass.FRAME_MOVED)
    assert changed_lines(gone)[1] == "+    form = page"


def test_what_begins_with_a_frame_is_not_told() -> None:
    sources = sources_of(
        "def pay(page):\n    frame = page.frame(name='pay')\n    frame.get_by_label('Card').fill('4111')\n"
    )
    evidence = failed(sources, "fill", 'get_by_label("Card")', api="locator.fill")
    refused(sources, evidence, at('get_by_label("Card")', frame='frame_locator("#till")'), FailureClass.FRAME_MOVED)
