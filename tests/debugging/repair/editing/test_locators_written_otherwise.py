"""Locators as people write them: put together, imported under other names, kept by objects, returned at the end."""

from __future__ import annotations

import pytest

from tests.debugging.repair.editing.making import changed_lines, failed, proposed, refused, sources_of

NEW = 'get_by_role("button", name="Pay now")'


@pytest.mark.parametrize("written", ['"#row-{}".format(order)', '"#row-{n}".format(n=order)', '"#row-%s" % order'])
def test_texts_that_are_filled_in(written: str) -> None:
    sources = {"workflows.py": f"def pay(page, order):\n    page.locator({written}).click()\n"}
    evidence = failed(sources, "row-", 'locator("#row-7")')
    assert changed_lines(proposed(sources, evidence, 'locator("#order-7")'))[1] == (
        '+    page.locator(f"#order-{order}").click()'
    )
    assert "order" in refused(sources, evidence, NEW).reason


@pytest.mark.parametrize("written", ['"#row-{:>4}".format(order)', '"#row-%04d" % order', '"#row-{}".format(*order)'])
def test_texts_that_are_filled_in_in_other_ways(written: str) -> None:
    sources = {"workflows.py": f"def pay(page, order):\n    page.locator({written}).click()\n"}
    refused(sources, failed(sources, "row-", 'locator("#row-7")'), 'locator("#order-7")')


@pytest.mark.parametrize("written", ['FORM + " .pay"', 'f"{FORM} .pay"'])
def test_a_constant_in_a_text_does_not_depend_on_the_run(written: str) -> None:
    sources = {"workflows.py": f'FORM = "#form"\n\n\ndef pay(page):\n    page.locator({written}).click()\n'}
    evidence = failed(sources, " .pay", 'locator("#form .pay")')
    assert changed_lines(proposed(sources, evidence, NEW))[1] == f"+    page.{NEW}.click()"
    kept = proposed(sources, evidence, 'locator("#form .pay-now")')
    assert changed_lines(kept)[1] == '+    page.locator(f"{FORM} .pay-now").click()'


@pytest.mark.parametrize(
    ("imports", "name"),
    [
        ("from shop import found", "found.PAY"),
        ("import shop.found as marks", "marks.PAY"),
        ("import shop.found", "shop.found.PAY"),
        ("from shop.found import Marks", "Marks.PAY.value"),
        ("from shop.found import SETS", 'SETS["till"].get("pay")'),
    ],
)
def test_names_of_other_modules(imports: str, name: str) -> None:
    found = (
        'PAY = "#pay"\n\n\nclass Marks(str, Enum):\n    PAY = "#pay"\n\n\n'
        'SETS = {"till": {"pay": "#pay", "back": "#back"}, "shop": {"pay": "#buy"}}\n'
    )
    text = f"{imports}\n\n\ndef pay(page):\n    page.locator({name}).click()\n"
    sources = {"workflows.py": text, "shop/found.py": found}
    evidence = failed(sources, ").click()", 'locator("#pay")')
    assert changed_lines(proposed(sources, evidence, 'locator("#pay-now")'))[1].count('"#pay-now"') == 1
    assert changed_lines(proposed(sources, evidence, NEW))[1] == f"+    page.{NEW}.click()"


def test_a_function_that_returns_it_at_its_end() -> None:
    sources = sources_of(
        """
        def pay_button(page):
            form = page.get_by_role("form", name="Order")
            return form.locator("#pay")

        def pay(page):
            pay_button(page).click()
        """
    )
    evidence = failed(sources, "page).click", 'get_by_role("form", name="Order").locator("#pay")')
    inside = proposed(sources, evidence, f'get_by_role("form", name="Order").{NEW}')
    assert changed_lines(inside)[1] == f"+    return form.{NEW}"


def test_two_names_at_once() -> None:
    sources = sources_of(
        "def pay(page):\n    pay, back = page.locator('#pay'), page.locator('#back')\n    pay.click()\n"
    )
    found = proposed(sources, failed(sources, "pay.click", 'locator("#pay")'), 'locator("#pay-now")')
    assert changed_lines(found)[1] == "+    pay, back = page.locator('#pay-now'), page.locator('#back')"


SHARED = """
from base import BasePage


class Checkout(BasePage):
    def __init__(self, page):
        {kept}
        self.form = page.get_by_role("form", name="Order")
        self.button = self.form.locator("#pay")

    def pay(self):
        self.button.click()
        expect(self.button).to_be_hidden()
"""
BASE = "class BasePage:\n    def __init__(self, page):\n        self._page = page\n"


@pytest.mark.parametrize(
    ("kept", "page"),
    [("self.page = page", "self.page"), ("super().__init__(page)", "self._page")],
)
def test_the_page_as_its_object_keeps_it(kept: str, page: str) -> None:
    sources = sources_of(SHARED.format(kept=kept), base=BASE)
    evidence = failed(sources, "button.click", 'get_by_role("form", name="Order").locator("#pay")')
    assert changed_lines(proposed(sources, evidence, NEW))[1] == f"+        {page}.{NEW}.click()"


@pytest.mark.parametrize("kept", ["pass", "self.page = page\n        self.page = other", "super().__init__(other)"])
def test_a_page_that_its_object_does_not_keep(kept: str) -> None:
    sources = sources_of(SHARED.format(kept=kept), base=BASE)
    evidence = failed(sources, "button.click", 'get_by_role("form", name="Order").locator("#pay")')
    assert "has no name at the failed call" in refused(sources, evidence, NEW).reason


def test_a_part_of_the_page_that_is_gone_stays_for_what_else_is_looked_for_in_it() -> None:
    """On the whole page, its button may be another form's."""
    sources = sources_of(
        """
        def sign_in(page):
            form = page.locator("form.sign-in")
            form.locator("#mail").fill("ada@example.com")
            form.locator("button.primary").click()
        """
    )
    evidence = failed(sources, "fill", 'locator("form.sign-in").locator("#mail")', api="locator.fill")
    assert changed_lines(proposed(sources, evidence, 'locator("#mail")')) == [
        '-    form.locator("#mail").fill("ada@example.com")',
        '+    page.locator("#mail").fill("ada@example.com")',
    ]


def test_a_part_of_the_page_that_is_gone_and_has_nothing_else_in_it() -> None:
    sources = sources_of(
        """
        def sign_in(page):
            form = page.locator("form.sign-in")
            form.locator("#mail").fill("ada@example.com")
        """
    )
    evidence = failed(sources, "fill", 'locator("form.sign-in").locator("#mail")', api="locator.fill")
    assert "+    form = page" in changed_lines(proposed(sources, evidence, 'locator("#mail")'))
