from __future__ import annotations

import pytest

from debugging.agent.diagnosing import diagnose
from debugging.evidence import Evidence, SourceExcerpt
from debugging.failure_classes import FailureClass as F
from tests.debugging.agent.making import evidence, good, not_found, page

CARD = '<label>Card<input name="card"></label>'
IN_FRAME = 'locator("#pay").content_frame.get_by_label("Card")'


def framed(name: str, inner: str = CARD) -> str:
    """As pages are kept: what a frame holds follows its element."""
    return f'<h1>Checkout</h1><iframe id="{name}"></iframe><div data-frame-document="">{inner}</div>'


def filling(selector: str, body: str, before: str) -> Evidence:
    return not_found(selector, "locator.fill", page=page(body), good=good(before))


@pytest.mark.parametrize(
    ("selector", "body", "before", "words"),
    [
        (IN_FRAME, framed("payment"), framed("pay"), 'in the frame "payment" now'),
        (IN_FRAME, f"<h1>Checkout</h1>{CARD}", framed("pay"), "on the page itself now"),
        ('get_by_label("Card")', framed("pay"), f"<h1>Checkout</h1>{CARD}", 'inside of the frame "pay" now'),
        (IN_FRAME, "<h1>Checkout</h1>", framed("pay"), 'no frame "#pay"'),
    ],
)
def test_the_frame_is_gone_or_another_one(selector: str, body: str, before: str, words: str) -> None:
    found = diagnose(filling(selector, body, before))
    assert (found.failure_class, found.confidence >= 0.9) == (F.FRAME_MOVED, True)
    assert words in found.summary


def test_a_frame_that_is_there_without_the_element() -> None:
    found = diagnose(filling(IN_FRAME, framed("pay", "<p>Sorry</p>"), framed("pay")))
    assert found.failure_class == F.ELEMENT_NOT_FOUND


def test_no_frame_of_that_name() -> None:
    text = 'frame = page.frame(name="pay")\nframe.locator("#card").fill("4111")'
    found = diagnose(
        evidence(
            message="'NoneType' object has no attribute 'locator'",
            type="AttributeError",
            source=SourceExcerpt(file="workflows.py", line=21, first_line=20, text=text),
        )
    )
    assert (found.failure_class, found.confidence >= 0.9) == (F.FRAME_MOVED, True)


def test_a_frame_that_is_taken_away_while_it_is_used() -> None:
    message = (
        'Locator.fill: Frame was detached\nCall log:\n  - waiting for locator("#pay").content_frame.locator("input")\n'
    )
    found = diagnose(evidence(message=message, type="Error"))
    assert (found.failure_class, found.confidence >= 0.9) == (F.FRAME_MOVED, True)
