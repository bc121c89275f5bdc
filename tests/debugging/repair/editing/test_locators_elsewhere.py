"""Locators that stand elsewhere than the call: in page objects, functions, constants."""

from __future__ import annotations

from textwrap import dedent

from tests.debugging.repair.editing.making import changed_lines, failed, proposed, sources_of

NEW = 'get_by_role("button", name="Pay now")'

PAGE_OBJECT = dedent(
    """
    class Checkout:
        def __init__(self, page):
            self.page = page
            self.pay_button = page.locator("#pay")
            self.terms = page.get_by_label("Terms")

        def pay(self):
            self.terms.check()
            self.pay_button.click()
    """
)


def test_page_object_attribute() -> None:
    sources = sources_of(
        "from checkout import Checkout\n\n\ndef run(page):\n    Checkout(page).pay()\n", checkout=PAGE_OBJECT
    )
    found = proposed(sources, failed(sources, "pay_button.click", 'locator("#pay")', file="checkout.py"), NEW)
    assert changed_lines(found) == [
        '-        self.pay_button = page.locator("#pay")',
        '+        self.pay_button = page.get_by_role("button", name="Pay now")',
    ]


def test_page_object_attribute_that_is_used_outside_of_it() -> None:
    run = "def run(page):\n    checkout = Checkout(page)\n    checkout.pay_button.click()\n"
    sources = sources_of(f"from checkout import Checkout\n\n\n{run}", checkout=PAGE_OBJECT)
    found = proposed(sources, failed(sources, "pay_button.click", 'locator("#pay")'), NEW)
    assert [change.file for change in found.changes] == ["checkout.py"]


def test_property_and_method_of_a_page_object() -> None:
    sources = sources_of(
        '''
        class Checkout:
            def __init__(self, page):
                self.page = page

            @property
            def pay_button(self):
                """At the bottom."""
                return self.page.locator("#pay")

            def field(self, label):
                return self.page.get_by_label(label)

        def run(page):
            checkout = Checkout(page)
            checkout.field("Card").fill("4111")
            checkout.field("Name").fill("Ann")
            checkout.pay_button.click()
        '''
    )
    found = proposed(sources, failed(sources, "pay_button.click", 'locator("#pay")'), NEW)
    assert changed_lines(found)[1] == '+        return self.page.get_by_role("button", name="Pay now")'
    evidence = failed(sources, '"Card"', 'get_by_label("Card")', api="locator.fill")
    assert changed_lines(proposed(sources, evidence, 'get_by_label("Card number")')) == [
        '-    checkout.field("Card").fill("4111")',
        '+    checkout.field("Card number").fill("4111")',
    ]
    other = proposed(sources, evidence, 'get_by_role("textbox", name="Card number")')
    assert changed_lines(other)[1] == '+    checkout.page.get_by_role("textbox", name="Card number").fill("4111")'


def test_helper_function_with_a_selector() -> None:
    sources = sources_of(
        """
        from acts import press

        def pay(page):
            press(page, "#terms")
            press(page, "#pay")
        """,
        acts="""
        def press(page, selector):
            page.wait_for_timeout(10)
            page.click(selector)
        """,
    )
    stack = (("acts.py", "click", "press"), ("workflows.py", '"#pay"', "pay"))
    evidence = failed(sources, "click", 'locator("#pay")', api="page.click", file="acts.py", stack=stack)
    found = proposed(sources, evidence, 'locator("#pay-now")')
    assert changed_lines(found) == ['-    press(page, "#pay")', '+    press(page, "#pay-now")']


def test_helper_function_with_a_locator() -> None:
    sources = sources_of(
        """
        async def press(locator):
            await locator.scroll_into_view_if_needed()
            await locator.click()


        async def pay(page):
            await press(page.locator("#terms"))
            await press(page.locator("#pay"))
        """
    )
    stack = (("workflows.py", "click", "press"), ("workflows.py", '"#pay"', "pay"))
    found = proposed(sources, failed(sources, "click", 'locator("#pay")', stack=stack), NEW)
    assert changed_lines(found)[1] == '+    await press(page.get_by_role("button", name="Pay now"))'


def test_constants() -> None:
    sources = sources_of(
        """
        from selectors_of_shop import PAY, Shop

        def pay(page):
            page.click(PAY)
            page.locator(Shop.TERMS).check()
            page.locator(Shop.FIELDS["card"]).fill("4111")
        """,
        selectors_of_shop="""
        PAY = "#pay"  # the big one

        class Shop:
            TERMS = "#terms"
            FIELDS = {"card": "#card"}
        """,
    )
    clicked = proposed(sources, failed(sources, "PAY)", 'locator("#pay")', api="page.click"), 'locator("#pay-now")')
    assert changed_lines(clicked) == ['-PAY = "#pay"  # the big one', '+PAY = "#pay-now"  # the big one']
    other = proposed(sources, failed(sources, "PAY)", 'locator("#pay")', api="page.click"), NEW)
    assert changed_lines(other)[1] == '+    page.get_by_role("button", name="Pay now").click()'
    checked = proposed(sources, failed(sources, "TERMS", 'locator("#terms")', api="locator.check"), 'locator("#agb")')
    assert changed_lines(checked)[1] == '+    TERMS = "#agb"'
    filled = proposed(sources, failed(sources, "FIELDS", 'locator("#card")', api="locator.fill"), 'locator("#number")')
    assert changed_lines(filled)[1] == '+    FIELDS = {"card": "#number"}'


def test_a_constant_that_others_use_is_left_alone() -> None:
    sources = sources_of(
        """
        PAY = "Pay"

        def pay(page):
            page.get_by_role("button", name=PAY).click()

        def refund(page):
            page.get_by_role("link", name=PAY).click()
        """
    )
    evidence = failed(sources, "button", 'get_by_role("button", name="Pay")')
    assert changed_lines(proposed(sources, evidence, NEW))[1] == (
        '+    page.get_by_role("button", name="Pay now").click()'
    )
    assert changed_lines(proposed(sources, evidence, 'get_by_role("link", name="Pay")'))[1] == (
        '+    page.get_by_role("link", name=PAY).click()'
    )
