"""The element was found, and could not be used."""

from __future__ import annotations

from typing import Any

from debugging.agent.diagnosing import diagnose
from debugging.evidence import Evidence
from debugging.failure_classes import FailureClass as F
from tests.debugging.agent.making import evidence, good, page, step

PAY = 'get_by_role("button", name="Pay")'


def held_up(*notes: str, selector: str = PAY, api: str = "locator.click", resolved: str = "", **facts: Any) -> Evidence:
    lines = "".join(f"      - {note}\n" for note in notes)
    message = (
        f"Locator.{api.rpartition('.')[2]}: Timeout 1200ms exceeded.\nCall log:\n  - waiting for {selector}\n"
        f"    - locator resolved to {resolved or '<button>Pay</button>'}\n  - attempting click action\n"
        f"    2 \u00d7 waiting for element to be visible, enabled and stable\n{lines}    - retrying click action\n"
    )
    title = str(facts.pop("title", ""))
    return evidence(message=message, type="TimeoutError", step=step(api, selector, title=title), **facts)


COVER = '<div id="cookie-banner" class="overlay">…</div> intercepts pointer events'


def test_what_covers_it_is_named_with_its_words_and_buttons() -> None:
    shown = page(
        '<button>Pay</button><div id="cookie-banner"><p>We value your privacy</p><button>Accept all</button></div>'
    )
    found = diagnose(held_up(COVER, page=shown))
    assert (found.failure_class, found.confidence >= 0.9) == (F.ELEMENT_COVERED, True)
    assert found.summary == (
        'pay-invoice could not click the button "Pay" (workflows.py:21): a cookie banner,'
        ' "We value your privacy Accept all", lies over it.'
    )
    assert '"Accept all"' in found.advice


def test_a_spinner_is_to_be_waited_for() -> None:
    found = diagnose(
        held_up('<div class="spinner"></div> from <div class="loading-layer">…</div> subtree intercepts pointer events')
    )
    assert found.failure_class == F.ELEMENT_COVERED
    assert found.advice.startswith("Wait until it has gone")


def test_words_of_the_page_in_the_log_are_no_reason() -> None:
    planted = "<button>element is not visible</button>"
    found = diagnose(held_up("element is not enabled", resolved=planted))
    assert found.failure_class == F.ELEMENT_DISABLED


def test_a_closed_part_of_the_page_is_named() -> None:
    shown = page('<div id="more" style="display: none"><button>Pay</button></div>')
    found = diagnose(held_up("element is not visible", page=shown))
    assert (found.failure_class, found.confidence >= 0.9) == (F.ELEMENT_HIDDEN, True)
    assert any('"more"' in claim.text for claim in found.why)


def test_a_form_that_is_not_complete_is_named() -> None:
    shown = page('<form><label>IBAN<input required value=""></label><button disabled>Pay</button></form>')
    before = good("<form><button>Pay</button></form>", xpath="/html/body/form/button")
    found = diagnose(held_up("element is not enabled", page=shown, good=before))
    assert (found.failure_class, found.confidence >= 0.9) == (F.ELEMENT_DISABLED, True)
    told = " ".join(claim.text for claim in found.why)
    assert '"IBAN"' in told
    assert "last good run" in told


def test_a_disabled_group_is_named() -> None:
    shown = page("<fieldset disabled><button>Pay</button></fieldset>")
    found = diagnose(held_up("element is not enabled", page=shown))
    assert any("group of fields" in claim.text for claim in found.why)


def test_one_that_moves_and_one_out_of_view() -> None:
    for note in ("element is not stable", "element is outside of the viewport"):
        found = diagnose(held_up(note))
        assert (found.failure_class, found.confidence >= 0.9) == (F.ELEMENT_UNSTABLE, True)


def test_the_last_reason_counts() -> None:
    found = diagnose(held_up("element is not stable", "element is not stable", COVER))
    assert found.failure_class == F.ELEMENT_COVERED


def test_replaced_again_and_again() -> None:
    found = diagnose(held_up(*["element was detached from the DOM, retrying"] * 4))
    assert (found.failure_class, found.confidence >= 0.9) == (F.ELEMENT_DETACHED, True)


def test_the_options_there_are_and_the_nearest_one() -> None:
    shown = page("<select><option>Basic</option><option>Gold plan</option><option>Silver</option></select>")
    facts = held_up(
        "did not find some options",
        selector='locator("select")',
        api="locator.select_option",
        resolved="<select>…</select>",
        title='Select "Gold" in locator("select")',
        page=shown,
        mapped_stack='workflows.py:21 in pay\n    page.locator("select").select_option("Gold")',
    )
    found = diagnose(facts)
    assert (found.failure_class, found.confidence >= 0.9) == (F.OPTION_MISSING, True)
    assert '"Basic", "Gold plan" and "Silver"' in found.why[1].text
    assert found.summary.endswith('the option "Gold" is not in the list; the nearest is "Gold plan".')
    assert found.suggestion == 'page.locator("select").select_option("Gold plan")'


def test_the_step_s_own_log_is_read_when_the_workflow_raised_something_else() -> None:
    failing = step(
        "locator.click",
        PAY,
        error="Timeout 300ms exceeded.",
        call_log=(
            f"waiting for {PAY}",
            "  locator resolved to <button>Pay</button>",
            "attempting click action",
            "  waiting for element to be visible, enabled and stable",
            "  element is not enabled",
            "retrying click action",
        ),
    )
    facts = evidence(message="Payment failed", type="CheckoutError", step=failing)
    assert diagnose(facts).failure_class == F.ELEMENT_DISABLED


def by_role(html: str, aria: str) -> Evidence:
    return evidence(
        message=f"Locator.click: Timeout 1200ms exceeded.\nCall log:\n  - waiting for {PAY}\n",
        type="TimeoutError",
        step=step("locator.click", PAY),
        page=page(html, aria=aria),
    )


def test_a_locator_by_role_says_nothing_of_one_that_a_style_hides() -> None:
    found = diagnose(by_role('<div class="closed"><button>Pay</button></div>', '- heading "Checkout" [level=1]\n'))
    assert found.failure_class == F.ELEMENT_HIDDEN


def test_a_locator_by_role_says_nothing_of_one_behind_an_open_dialog() -> None:
    over = '<div role="dialog"><p>Rate us!</p><button>No</button></div>'
    html = f'<main aria-hidden="true"><button>Pay</button></main>{over}'
    found = diagnose(by_role(html, '- dialog:\n  - text: "Rate us!"\n  - button "No"\n'))
    assert found.failure_class == F.ELEMENT_COVERED
    assert '"Rate us! No"' in found.summary
