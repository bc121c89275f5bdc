"""Forms sent by GET: only those that look something up are harmless."""

from __future__ import annotations

from typing import Any

import pytest

from debugging.evidence import Step
from debugging.repair.checking import forms_sent as forms
from debugging.repair.checking.forms_sent import forms_sent
from debugging.repair.checking.requests_sent import SentRequest
from runtime.tracing.page_source import PageSources
from tests.runtime.kept_pages import KeptPages

TARGET = {"__playwright_target__": ""}
URL = "https://shop.example/list/"


def told(*nodes: Any, went_to: str = f"{URL}go?a=1", after_ms: int = 50, next_ms: int = 900, **step: Any) -> list[str]:
    """What is said of one step, which is followed by another."""
    kept = KeptPages()
    kept.page(["HTML", {}, ["BODY", {}, *nodes]], phase="action")
    known: dict[str, Any] = {"key": "c@1", "title": "Click it", "t_ms": 100, "end_ms": 200, "outcome": "ok"}
    known |= {"api": "locator.click", "selector": "x", "snapshots": ("before",), "url": URL}
    request = SentRequest(100 + after_ms, "GET", went_to, "document", 200)
    with PageSources(kept.packed()) as pages:
        later = Step(key="c@8", title="Look", t_ms=next_ms, api="locator.count", outcome="ok")
        return forms_sent([Step(**known | step), later], [request], pages)


def form(*nodes: Any, **attributes: str) -> list[Any]:
    return ["FORM", {"action": "go", **attributes}, *nodes]


CONFIRM = ["BUTTON", TARGET, "Confirm order"]
ROOM = ["INPUT", {"name": "room"}]


def test_a_form_that_asks_for_more_than_a_look_counts() -> None:
    assert told(form(ROOM, CONFIRM)) == ['It sent a form to https://shop.example/list/go with "Confirm order".']


@pytest.mark.parametrize(
    "sent",
    [
        form(["INPUT", {"name": "q"}], ["BUTTON", TARGET, "Go"]),
        form(["INPUT", {"type": "search", "name": "x"}], ["BUTTON", TARGET, "Go"]),
        form(ROOM, ["BUTTON", TARGET, "Search"]),
        form(ROOM, ["BUTTON", TARGET, "Suchen"]),
        form(ROOM, ["BUTTON", TARGET, "Go"], role="search"),
        form(ROOM, ["INPUT", {"type": "submit", "value": "Find", **TARGET}]),
    ],
)
def test_looking_something_up_does_not(sent: list[Any]) -> None:
    assert told(sent) == []


@pytest.mark.parametrize(
    "sent",
    [
        form(["INPUT", {"name": "q"}], ["BUTTON", TARGET, "Delete all"]),
        form(["INPUT", {"name": "q"}], ["INPUT", {"type": "password", "name": "p"}], ["BUTTON", TARGET, "Search"]),
        form(["INPUT", {"name": "search"}], ["BUTTON", {}, "Find"], ["BUTTON", TARGET, "Pay"]),
    ],
)
def test_a_search_that_does_more_counts(sent: list[Any]) -> None:
    assert told(sent) != []


def test_an_address_that_acts_is_no_search() -> None:
    assert told(form(["INPUT", {"name": "q"}], ["BUTTON", TARGET, "Go"]), went_to=f"{URL}go?action=remove") != []


def test_pressing_enter_in_a_field_sends_it() -> None:
    field = ["INPUT", {"name": "room", **TARGET}]
    assert told(form(field), api="locator.press", title="Press Enter in x") != []
    assert told(form(field), api="locator.fill") == []


def test_it_may_take_until_the_next_step() -> None:
    assert told(form(ROOM, CONFIRM), after_ms=9_000) == []
    assert told(form(ROOM, CONFIRM), after_ms=9_000, next_ms=9_500) != []


def test_a_form_in_a_frame_is_known_by_its_fields() -> None:
    other = "https://booking.example/frame/go"
    assert told(form(ROOM, CONFIRM), went_to=f"{other}?x=1") == []
    assert told(form(ROOM, CONFIRM), went_to=f"{other}?room=1") != []


def test_too_many_pages_to_look_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "STEPS_MOST", 0)
    assert told(form(["INPUT", {"name": "q"}], CONFIRM)) == [
        "It went to so many pages that not all of them were looked at for forms."
    ]


def test_what_led_elsewhere_or_much_later_sent_no_form() -> None:
    assert told(form(ROOM, CONFIRM), went_to="https://other.example/go?a=1") == []
    assert told(form(ROOM, CONFIRM), after_ms=60_000) == []


@pytest.mark.parametrize(
    "node",
    [
        form(ROOM, ["BUTTON", {"type": "button", **TARGET}, "Confirm"]),
        form(ROOM, ["A", {"href": "/x", **TARGET}, "Confirm"]),
        ["BUTTON", TARGET, "Confirm"],
        form(ROOM, CONFIRM, method="post"),  # that is known by its request
    ],
)
def test_what_sends_no_form_by_get(node: list[Any]) -> None:
    assert told(node) == []


def test_a_button_may_be_outside_of_its_form() -> None:
    outside = ["BUTTON", {"form": "f", **TARGET}, "Confirm"]
    assert told(["FORM", {"action": "go", "id": "f"}, ROOM], outside) != []


def test_a_form_without_an_address_goes_to_its_own_page() -> None:
    assert told(["FORM", {}, ROOM, CONFIRM], went_to=f"{URL}?room=1") != []


def test_what_is_inside_of_a_button_stands_for_it() -> None:
    assert told(form(ROOM, ["BUTTON", {}, ["SPAN", TARGET, "Confirm"]])) != []


def test_a_step_whose_page_is_not_kept_may_have_sent_one() -> None:
    assert told(form(ROOM), key="c@7") == ["Click it led to another page, and whether that sent a form is not kept."]
