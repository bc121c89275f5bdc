"""Where nothing is proposed: a wrong edit is worse than none."""

from __future__ import annotations

import pytest

from debugging.evidence import Page
from debugging.failure_classes import FailureClass
from debugging.repair.editing.awaited import STATE
from debugging.repair.proposal import Located, Proposal, Refusal
from debugging.repair.proposing import propose
from tests.debugging.repair.editing.making import (
    at,
    diagnosed,
    failed,
    good,
    html,
    proposed,
    refused,
    sources_of,
    went_well,
)

NEW = 'get_by_role("button", name="Pay now")'
PLAIN = sources_of(
    """
    def pay(page):
        page.locator("#pay").click()
    """
)
NEVER = (
    *(FailureClass.BOT_WALL, FailureClass.LOGIN_REQUIRED, FailureClass.HTTP_ERROR, FailureClass.CRASH),
    *(
        FailureClass.ENVIRONMENT,
        FailureClass.NETWORK_ERROR,
        FailureClass.NAVIGATION_TIMEOUT,
        FailureClass.VALUE_DIFFERS,
    ),
    *(FailureClass.PAGE_CLOSED, FailureClass.UNKNOWN),
)


@pytest.mark.parametrize("failure_class", NEVER)
def test_classes_that_are_never_repaired_not_by_a_model_either(failure_class: FailureClass) -> None:
    found = refused(PLAIN, failed(PLAIN, "click", 'locator("#pay")'), NEW, failure_class)
    assert found.final
    assert found.located is None


def test_every_class_has_an_answer() -> None:
    for failure_class in FailureClass:
        evidence = failed(PLAIN, "click", 'locator("#pay")')
        found = propose(
            evidence, diagnosed(failure_class), PLAIN, find=lambda _: Located(why_not="Nothing is like it.")
        )
        assert isinstance(found, Refusal)
        assert found.reason.endswith(".")


def test_what_was_not_found_is_said_with_the_candidates() -> None:
    located = Located(why_not="Several elements are like it, and nothing tells which one it is.")
    found = refused(PLAIN, failed(PLAIN, "click", 'locator("#pay")'), located)
    assert (found.reason, found.located, found.final) == (located.why_not, located, False)


def test_an_unsure_diagnosis() -> None:
    evidence = failed(PLAIN, "click", 'locator("#pay")')
    found = propose(evidence, diagnosed(confidence=0.5), PLAIN, find=lambda _: at(NEW))
    assert isinstance(found, Refusal)


def test_other_languages() -> None:
    sources = {"pay.ts": "await page.click('#pay');\n"}
    found = refused(sources, failed(sources, "click", 'locator("#pay")', file="pay.ts"), NEW)
    assert found.reason == "pay.ts is not Python, and other source is not repaired yet."


@pytest.mark.parametrize("api", ["expect.to_be_visible", "expect.to_have_text"])
def test_assertions(api: str) -> None:
    sources = sources_of("def pay(page):\n    expect(page.locator('#pay')).to_be_visible()\n")
    assert refused(sources, failed(sources, "expect", 'locator("#pay")', api=api), NEW).final


@pytest.mark.parametrize("proof", ["mark", "surroundings", "part of the text", "meaning"])
def test_a_value_that_is_read_needs_a_strong_proof(proof: str) -> None:
    sources = sources_of("def total(page):\n    return page.locator('#total').inner_text()\n")
    evidence = failed(sources, "inner_text", 'locator("#total")', api="locator.inner_text")
    assert "wrong value" in refused(sources, evidence, at("get_by_test_id('sum')", proof=proof)).reason


TOTAL = "<table><tr><td>Total:</td><td id='sum'>$265.24</td></tr></table>"
TOLD_BY_IT = [
    "get_by_role('cell', name='$265.24')",
    "get_by_text('265.24')",
    "locator('td:has-text(\"$265.24\")')",
]


@pytest.mark.parametrize("locator", TOLD_BY_IT)
def test_a_value_that_is_read_does_not_tell_where_it_is(locator: str) -> None:
    shown = Page(html=html(TOTAL), url="https://shop.example/pay")
    sources = sources_of("def total(page):\n    return page.locator('#total').inner_text()\n")
    evidence = failed(sources, "inner_text", 'locator("#total")', api="locator.inner_text", page=shown)
    assert "the text that the call reads" in refused(sources, evidence, at(locator)).reason  # or it cannot be told


@pytest.mark.parametrize("call", ["evaluate('1')", "screenshot()", "count()", "all_inner_texts()"])
def test_other_calls(call: str) -> None:
    sources = sources_of(f"def total(page):\n    return page.locator('#total').{call}\n")
    api = f"locator.{call.partition('(')[0]}"
    refused(sources, failed(sources, "return", 'locator("#total")', api=api), NEW)


@pytest.mark.parametrize("state", ["hidden", "detached"])
def test_waiting_for_something_to_go_away(state: str) -> None:
    sources = sources_of(f"def total(page):\n    page.wait_for_selector('#busy', state='{state}')\n")
    refused(sources, failed(sources, "busy", 'locator("#busy")', api="page.wait_for_selector"), NEW)


def test_a_call_that_went_well_earlier_in_the_run() -> None:
    sources = sources_of(
        """
        def all_pages(page):
            while True:
                page.locator("#next").click()
        """
    )
    evidence = failed(sources, "click", 'locator("#next")', earlier=(went_well(3, 'locator("#next")'),))
    assert "went well earlier" in refused(sources, evidence, NEW).reason


@pytest.mark.parametrize(
    "line",
    [
        'page.locator("#other").click()',  # not what failed
        "page.locator(selector_of(page)).click()",  # nobody knows
        "find(page, 'pay').click()",
        "for button in page.locator('#pay').all(): button.click()",
    ],
)
def test_the_source_does_not_show_the_locator(line: str) -> None:
    sources = {"workflows.py": f"def pay(page):\n    {line}\n"}
    refused(sources, failed(sources, "click", 'locator("#pay")'), NEW)


def test_another_source_than_the_one_that_ran() -> None:
    evidence = failed(PLAIN, "click", 'locator("#pay")')
    other = {"workflows.py": PLAIN["workflows.py"].replace("#pay", "#buy")}
    assert refused(other, evidence, NEW).reason == "The source of the deployment is not the one that ran."
    refused({}, evidence, NEW)
    refused({"workflows.py": "def pay(:\n"}, evidence, NEW)


@pytest.mark.parametrize(
    "new",
    [
        'get_by_role("button").nth(1)',
        'get_by_role("button").first',
        'locator(".a").last',
        "locator(",
        "",
        "page",
        'get_by_role("row").filter(has=page.get_by_text("x"))',
    ],
)
def test_new_locators_that_are_none(new: str) -> None:
    refused(PLAIN, failed(PLAIN, "click", 'locator("#pay")'), new)


@pytest.mark.parametrize(
    "line",
    [
        'page.locator(f"#pay-{order}").click()',
        'page.locator("#pay-" + order).click()',
        'page.locator("#pay-{}".format(order)).click()',
        "page.get_by_text(order).click()",
        "page.click(f'#pay-{order}')",
    ],
)
def test_a_variable_part_that_the_new_locator_does_not_have(line: str) -> None:
    sources = {"workflows.py": f"def pay(page, order):\n    {line}\n"}
    selector = 'get_by_text("PO-7")' if "text" in line else 'locator("#pay-PO-7")'
    api = "page.click" if "page.click(" in line else "locator.click"
    assert "order" in refused(sources, failed(sources, "click", selector, api=api), NEW).reason


@pytest.mark.parametrize(
    ("before", "nested"),
    [
        ("", "page.get_by_text(order)"),
        ("", "page.get_by_text(order.strip(), exact=True)"),
        ("wanted = page.get_by_text(order)", "wanted"),
        ("wanted = page.get_by_text('A') if order else page.get_by_text('B')", "wanted"),
        ("rows = page.get_by_label(order)", "rows.get_by_text('PO')"),
        ("", "given"),
        ("", "given.get_by_text('PO')"),
    ],
)
def test_a_variable_part_in_a_locator_within_a_locator(before: str, nested: str) -> None:
    line = f'page.locator("tr").filter(has={nested}).get_by_role("link").click()'
    called = 'def all(page):\n    pay(page, "7", page.get_by_text("A"))\n'
    sources = {"workflows.py": f"def pay(page, order, given):\n    {before or 'pass'}\n    {line}\n\n\n{called}"}
    selector = 'locator("tr").filter(has=get_by_text("PO-7")).get_by_role("link")'
    new = 'get_by_role("row").filter(has_text="PO-7").get_by_role("button", name="Open")'
    stack = (("workflows.py", "click", "pay"), ("workflows.py", "    pay(", "all"))
    evidence = failed(sources, "click", selector, stack=stack)
    assert "depends on the run" in refused(sources, evidence, new).reason


def test_a_variable_part_that_is_in_it_twice() -> None:
    sources = sources_of("def pay(page, order):\n    page.locator(f'#pay-{order}').click()\n")
    refused(sources, failed(sources, "click", 'locator("#pay-7")'), 'get_by_role("button", name="7 of 7")')


def test_a_value_of_this_run_in_the_new_locator() -> None:
    evidence = failed(PLAIN, "click", 'locator("#pay")', params={"order": {"number": "PO-7"}})
    found = refused(PLAIN, evidence, 'get_by_role("button", name="Pay PO-7")')
    assert found.reason == "The element could only be told by a value that this run was given."


SHARED = sources_of(
    """
    def press(page, name):
        page.get_by_role("button", name=name).click()

    def pay(page):
        press(page, "Terms")
        press(page, "Pay")
    """
)
IN_PAY = (("workflows.py", "click", "press"), ("workflows.py", '"Pay"', "pay"))


def test_a_function_that_others_call_with_other_values() -> None:
    evidence = failed(SHARED, "click", 'get_by_role("button", name="Pay")', stack=IN_PAY)
    refused(SHARED, evidence, 'get_by_role("link", name="Pay")')
    refused(SHARED, evidence, 'get_by_role("link", name="Pay now")')
    without_stack = failed(SHARED, "click", 'get_by_role("button", name="Pay")')
    refused(SHARED, without_stack, NEW)


def test_a_function_that_others_give_other_regions() -> None:
    sources = sources_of(
        """
        def save(region):
            region.get_by_role("button", name="Save").click()

        def run(page):
            save(page.get_by_role("form", name="Address"))
            save(page.get_by_role("form", name="Card"))
        """
    )
    stack = (("workflows.py", "click", "save"), ("workflows.py", "Card", "run"))
    selector = 'get_by_role("form", name="Card").get_by_role("button", name="Save")'
    evidence = failed(sources, "click", selector, stack=stack)
    refused(sources, evidence, 'get_by_role("form", name="Card").get_by_role("button", name="Save card")')


def test_a_handle_that_is_used_later() -> None:
    sources = sources_of("def pay(page):\n    button = page.wait_for_selector('#pay')\n    button.click()\n")
    refused(sources, failed(sources, "wait_for", 'locator("#pay")', api="page.wait_for_selector"), NEW)


def test_a_comment_within_what_would_be_replaced() -> None:
    sources = sources_of(
        """
        def pay(page):
            (page.locator("#form")
                # the lower one
                .locator("#pay")
                .click())
        """
    )
    evidence = failed(sources, ".click", 'locator("#form").locator("#pay")')
    assert "comment" in refused(sources, evidence, NEW).reason


def test_no_step_that_failed() -> None:
    evidence = failed(PLAIN, "click", 'locator("#pay")').model_copy(update={"failing_step": None})
    refused(PLAIN, evidence, NEW)


def test_another_kind_of_control_takes_only_a_click() -> None:
    sources = sources_of("def age(page):\n    page.get_by_label('Age').fill('44')\n")
    evidence = failed(sources, "fill", 'get_by_label("Age")', api="locator.fill")
    refused(sources, evidence, 'get_by_role("slider", name="Age")', FailureClass.WRONG_CONTROL)


def test_a_line_of_which_a_secret_was_not_kept_is_the_one_that_ran() -> None:
    sources = sources_of("def sign_in(page):\n    page.locator('#pw').fill('correct horse')\n")
    evidence = failed(sources, "fill", 'locator("#pw")', api="locator.fill")
    assert evidence.source is not None
    kept = evidence.source.model_copy(update={"text": evidence.source.text.replace("correct horse", "[hidden]")})
    found = propose(
        evidence.model_copy(update={"source": kept}), diagnosed(), sources, find=lambda _: at('locator("#new")')
    )
    assert isinstance(found, Proposal)
    other = {"workflows.py": sources["workflows.py"].replace("#pw", "#old")}
    assert refused(other, evidence.model_copy(update={"source": kept}), NEW).reason.startswith("The source of")


WAITING = 'get_by_text("Order 7")'


@pytest.mark.parametrize(
    ("selector", "now", "is_refused"),
    [
        (".order.done", '<p class="order">Order 7</p>', True),
        (".order.done", '<p class="order open">Order 7</p>', True),
        (".done", "<p>Order 7</p>", True),
        ("p[data-state='done']", '<p data-state="open">Order 7</p>', True),
        (".order.done", '<p class="item finished">Order 7</p>', False),
        (".done", '<p class="finished">Order 7</p>', False),
        ("#order", "<p>Order 7</p>", False),
        ("p[data-testid='order']", '<p data-testid="item">Order 7</p>', False),
    ],
)
def test_a_state_that_did_not_come_is_no_other_name(selector: str, now: str, is_refused: bool) -> None:
    before = """<p class="order done" data-state="done" id="order" data-testid="order">Order 7</p>"""
    shown = Page(html=html(now), url="https://shop.example/pay")
    sources = sources_of(f'def wait(page):\n    page.wait_for_selector("{selector}")\n')
    given = {"api": "page.wait_for_selector", "page": shown, "good": good(before)}
    evidence = failed(sources, "page.", f'locator("{selector}")', **given)  # type: ignore[arg-type]
    if is_refused:
        assert refused(sources, evidence, WAITING, FailureClass.WAIT_TIMEOUT).reason == STATE
    else:
        proposed(sources, evidence, WAITING, FailureClass.WAIT_TIMEOUT)
