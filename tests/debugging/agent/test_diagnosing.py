from __future__ import annotations

import socket
import time

import pytest

from debugging.agent.diagnosing import diagnose
from debugging.evidence import Evidence
from debugging.failure_classes import FailureClass as F
from tests.debugging.agent.making import SHOP, document, done, evidence, good, not_found, page, step

PAY = 'get_by_role("button", name="Pay")'
NONE = "'NoneType' object has no attribute 'upper'"


def going_on_without(*, before: str) -> Evidence:
    """The workflow catches that it did not find the price, and stumbles over that."""
    wait = step("locator.wait_for", 'locator(".price")', error="Timeout 1200ms exceeded.", line=9, t_ms=3_000)
    return evidence(
        message=NONE,
        type="AttributeError",
        steps=(wait,),
        page=page("<h1>Lamp</h1>"),
        good=good("<h1>Lamp</h1>", steps=(wait.model_copy(update={"outcome": before, "error": ""}),)),
    )


def test_an_error_that_the_workflow_passed_over_is_the_cause() -> None:
    found = diagnose(going_on_without(before="ok"))
    assert found.failure_class == F.WAIT_TIMEOUT
    assert found.confidence < 0.9
    assert "(workflows.py:9)" in found.summary
    assert "workflows.py:21" in found.why[-1].text


def test_one_that_good_runs_passed_over_too_is_not() -> None:
    assert diagnose(going_on_without(before="failed")).failure_class == F.SCRIPT_ERROR


def test_a_suspicion_of_an_earlier_check_lowers_what_a_later_one_says() -> None:
    plain = page("<h1>Lamp</h1><button>Buy</button>")
    doubtful = page("<h1>Something went wrong</h1>" + "<p>A lamp among lamps.</p>" * 200)
    assert diagnose(not_found(PAY, page=plain)).confidence >= 0.9
    found = diagnose(not_found(PAY, page=doubtful))
    assert (found.failure_class, found.confidence) == (F.ELEMENT_NOT_FOUND, 0.85)


def test_the_same_evidence_gives_the_same_diagnosis_without_any_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a diagnosis needs no network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    facts = not_found(PAY, page=page("<h1>Gone</h1>", status=404), requests=(document(SHOP, 404),))
    stored = Evidence.model_validate_json(facts.model_dump_json())
    assert diagnose(facts) == diagnose(stored)


def test_the_sentence_names_workflow_step_element_and_place() -> None:
    found = diagnose(not_found(PAY, page=page("<h1>Lamp</h1>"), steps=(done("page.goto"),)))
    assert found.summary == 'pay-invoice could not click the button "Pay" (workflows.py:21): it is not on the page.'
    assert found.element == 'button "Pay"'
    assert found.check == "element_not_found"


JUNK = (
    "",
    "\0",
    "<",
    "a" * 5_000,
    "\u202e",
    "://[",
    "http://[::1",
    '- button "',
    "Locator.click: ",
    "(",
    "[0-9",
    "1" * 400,
)


@pytest.mark.parametrize("junk", JUNK)
def test_whatever_is_in_the_evidence_there_is_a_diagnosis(junk: str) -> None:
    odd = step("locator.click", junk, title=junk, error=junk, call_log=(junk, f"locator resolved to <{junk}>"))
    shown = page(junk, title=junk, url=junk, aria=junk, redirects=(junk,))
    before = good(f"<p>{junk}</p>", xpath=junk, url=junk, title=junk, steps=(odd,))
    said = f"Locator.click: Timeout 9ms exceeded.\nCall log:\n  - waiting for {junk}"
    for message in (junk, said, f"Page.goto: net::ERR_{junk} at {junk}", f"Error: strict mode violation: {junk}"):
        facts = evidence(message=message, type="Error", step=odd, page=shown, good=before, mapped_stack=junk)
        found = diagnose(facts)
        assert 0 <= found.confidence <= 1
        assert len(found.summary) < 600
        assert "\0" not in found.summary


def test_a_long_page_is_read_in_seconds() -> None:
    row = "<tr><td><label>Amount <input id='a{0}'></label><button>Buy {0}</button></td></tr>"
    rows = "".join(row.format(number) for number in range(3_000))
    before = good(f"{rows}<button>Pay</button>", xpath="/html/body/button")
    began = time.process_time()
    found = diagnose(not_found(PAY, page=page(rows), good=before))
    assert found.failure_class == F.ELEMENT_NOT_FOUND
    assert time.process_time() - began < 5
