"""What finds the element is given: by a caller, a loop, a list. Other turns of the same call keep what they have."""

from __future__ import annotations

import pytest

from debugging.evidence import Evidence, Page
from debugging.repair.editing.literals import USED_FOR_MORE
from debugging.repair.editing.turns import FITS
from tests.debugging.repair.editing.making import changed_lines, failed, html, proposed, refused, sources_of, went_well

NEW = 'get_by_role("button", name="Pay now")'
OLD = 'get_by_role("button", name="Pay")'
HELPER = """
def press(page, name):
    {before}page.get_by_role("button", name=name).click()
    {after}

def pay(page):
    press(page, "Terms")
    press(page, "Pay")
"""
STACK = (("workflows.py", ").click()", "press"), ("workflows.py", '"Pay"', "pay"))


def in_helper(before: str = "", after: str = "pass", *, earlier: str = "") -> tuple[dict[str, str], Evidence]:
    sources = sources_of(HELPER.format(before=f"{before}\n    " if before else "", after=after))
    turn = [step for name in (earlier,) if name for step in [_turn(sources, name)]]
    return sources, failed(sources, ").click()", OLD, stack=STACK, earlier=tuple(turn))


def _turn(sources: dict[str, str], name: str):  # type: ignore[no-untyped-def]
    line = next(line for line, text in enumerate(sources["workflows.py"].splitlines(), 1) if ").click()" in text)
    return went_well(line, f'get_by_role("button", name="{name}")')


def test_another_turn_of_a_function_went_well() -> None:
    sources, evidence = in_helper(earlier="Terms")
    assert changed_lines(proposed(sources, evidence, NEW)) == ['-    press(page, "Pay")', '+    press(page, "Pay now")']


def test_the_same_turn_went_well() -> None:
    sources, evidence = in_helper(earlier="Pay")
    assert refused(sources, evidence, NEW).reason == FITS


@pytest.mark.parametrize(
    "other", ["print(f'pressing {name}')", "log.info('pressing %s', name)", "page.get_by_label(name).hover()"]
)
def test_what_else_a_function_does_with_it_may_find_or_tell(other: str) -> None:
    sources, evidence = in_helper(other)
    assert changed_lines(proposed(sources, evidence, NEW))[1] == '+    press(page, "Pay now")'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "expect(page.get_by_text(name)).to_be_visible()"),
        ("assert name", "pass"),
        ("page.get_by_label('Code').fill(name)", "pass"),
        ("page.goto(f'/{name}')", "pass"),
        ("", "return page.get_by_text(name).inner_text()"),
        ("", "raise ValueError(name)"),
        ("", "return name"),
    ],
)
def test_a_function_that_does_more_with_it(before: str, after: str) -> None:
    sources, evidence = in_helper(before, after)
    assert refused(sources, evidence, NEW).reason == USED_FOR_MORE


BASE = """
class BasePage:
    def __init__(self, page):
        self.page = page

    def click(self, selector):
        self.page.locator(selector).click()


class Checkout(BasePage):
    CARD = "#card"
    PAY = "#pay"

    def pay(self):
        self.click(self.CARD)
        self.click(self.PAY)
"""
IN_BASE = (("workflows.py", "self.page.loc", "click"), ("workflows.py", "self.PAY", "pay"))


def in_base_page(**facts: object) -> tuple[dict[str, str], Evidence]:
    sources = sources_of(BASE)
    turn = went_well(6, 'locator("#card")')
    evidence = failed(sources, "self.page.loc", 'locator("#pay")', stack=IN_BASE, earlier=(turn,), **facts)  # type: ignore[arg-type]
    return sources, evidence


def test_a_selector_of_a_page_object_that_its_base_class_clicks() -> None:
    sources, evidence = in_base_page()
    found = proposed(sources, evidence, 'locator("#pay-now")')
    assert changed_lines(found) == ['-    PAY = "#pay"', '+    PAY = "#pay-now"']
    assert found.other_uses == ()  # what led to the failed call uses what was changed


@pytest.mark.parametrize(
    ("button", "selector"),
    [
        ('<button id="buy">Pay now</button>', "#buy"),
        ('<button data-testid="buy" id="x">Pay now</button>', '[data-testid="buy"]'),
        ("<button>Pay now</button>", 'button:has-text("Pay now")'),
    ],
)
def test_what_can_only_be_a_selector_is_told_by_one(button: str, selector: str) -> None:
    sources, evidence = in_base_page(page=Page(html=html(button), url="https://shop.example/pay"))
    found = proposed(sources, evidence, NEW)
    assert changed_lines(found)[1].strip("+ ") == f"PAY = {selector!r}".replace("'#buy'", '"#buy"')
    assert found.new_locator.startswith("locator(")


def test_a_label_in_a_function_stays_a_label() -> None:
    sources = sources_of(
        """
        def fill(page, label, value):
            page.get_by_label(label).fill(value)

        def pay(page):
            fill(page, "Card", "4111")
            fill(page, "Name", "Ann")
        """
    )
    stack = (("workflows.py", "get_by_label", "fill"), ("workflows.py", '"Card"', "pay"))
    page = Page(html=html("<label>Card number<input id=n></label><label>Name<input></label>"), url="https://x.example/")
    evidence = failed(sources, "get_by_label", 'get_by_label("Card")', api="locator.fill", stack=stack, page=page)
    found = proposed(sources, evidence, 'locator("#n")')
    assert changed_lines(found)[1] == '+    fill(page, "Card number", "4111")'
    assert found.new_locator == 'get_by_label("Card number")'


LOOPS = {
    'for label, value in {"Card": "4111", "Name": "Ann"}.items():': '{"Card number": "4111", "Name": "Ann"}',
    'for label, value in [("Card", "4111"), ("Name", "Ann")]:': '[("Card number", "4111"), ("Name", "Ann")]',
    "for label, value in FIELDS:": 'FIELDS = [("Card number", "4111"), ("Name", "Ann")]',
    "for label, value in FORM.items():": 'FORM = {"Card number": "4111", "Name": "Ann"}',
}


def in_loop(head: str, body: str = "page.get_by_label(label).fill(value)") -> tuple[dict[str, str], Evidence]:
    known = 'FIELDS = [("Card", "4111"), ("Name", "Ann")]\nFORM = {"Card": "4111", "Name": "Ann"}\n\n\n'
    sources = {"workflows.py": f"{known}def pay(page, rows):\n    {head}\n        {body}\n"}
    turn = went_well(7, 'get_by_label("Name")', api="locator.fill")
    return sources, failed(sources, "label).fill", 'get_by_label("Card")', api="locator.fill", earlier=(turn,))


@pytest.mark.parametrize("head", LOOPS)
def test_a_loop_through_what_is_written_out(head: str) -> None:
    sources, evidence = in_loop(head)
    assert LOOPS[head] in changed_lines(proposed(sources, evidence, 'get_by_label("Card number")'))[1]


@pytest.mark.parametrize("new", ['locator("#card")', 'get_by_role("textbox", name="Number")'])
@pytest.mark.parametrize("head", LOOPS)
def test_never_one_element_for_all_turns(head: str, new: str) -> None:
    sources, evidence = in_loop(head)
    refused(sources, evidence, new)


def test_a_loop_that_fills_in_what_it_finds_by() -> None:
    sources, evidence = in_loop('for label in ("Card", "Name"):', "page.get_by_label(label).fill(label)")
    assert refused(sources, evidence, 'get_by_label("Card number")').reason == USED_FOR_MORE


def test_a_call_in_a_loop_through_rows_is_changed_for_all_of_them_or_not() -> None:
    sources = sources_of(
        """
        def approve(page):
            for row in page.get_by_role("row").all():
                row.get_by_role("button", name="Pay").click()
        """
    )
    evidence = failed(sources, ").click()", f'get_by_role("row").first.{OLD}')
    refused(sources, evidence, NEW)
    refused(sources, evidence, f'get_by_role("row", name="PO-7").{NEW}')
