"""Edits of locators in sources of many styles: only what has to be changed is."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.debugging.repair.editing.making import HEAD, changed_lines, failed, proposed, sources_of

NEW = 'get_by_role("button", name="Pay now")'

INLINE = {
    "sync": (
        "    ctx.page.get_by_role('button', name='Pay').click()  # at last",
        'get_by_role("button", name="Pay")',
        "    ctx.page.get_by_role('button', name='Pay now').click()  # at last",
    ),
    "another way to find it": (
        '    page.locator("#pay").click(timeout=1_000)',
        'locator("#pay")',
        '    page.get_by_role("button", name="Pay now").click(timeout=1_000)',
    ),
    "xpath": (
        "    page.locator(\"//button[@id='pay']\").click()",
        "locator(\"//button[@id='pay']\")",
        '    page.get_by_role("button", name="Pay now").click()',
    ),
    "a pattern": (
        '    page.get_by_role("button", name=re.compile("^pay", re.I)).click()',
        'get_by_role("button", name=re.compile(r"^pay", re.IGNORECASE))',
        '    page.get_by_role("button", name="Pay now").click()',
    ),
    "the first of several": (
        '    page.locator(".pay").first.click()',
        'locator(".pay").first',
        '    page.get_by_role("button", name="Pay now").click()',
    ),
    "has_text": (
        '    page.locator("button", has_text="Pay").click()',
        'locator("button").filter(has_text="Pay")',
        '    page.get_by_role("button", name="Pay now").click()',
    ),
    "selectors in one": (
        '    page.click("form#f >> text=Pay")',
        'locator("form#f").locator("text=Pay")',
        '    page.get_by_role("button", name="Pay now").click()',
    ),
    "by selector": (
        '    page.click("#pay", timeout=1200)',
        'locator("#pay")',
        '    page.get_by_role("button", name="Pay now").click(timeout=1200)',
    ),
    "by selector, with a comma": (
        "    page.click('#pay',)",
        'locator("#pay")',
        "    page.get_by_role('button', name='Pay now').click()",
    ),
    "by a named selector": (
        '    page.click(timeout=10, selector="#pay")',
        'locator("#pay")',
        '    page.get_by_role("button", name="Pay now").click(timeout=10)',
    ),
}


@pytest.mark.parametrize("name", INLINE)
def test_inline_locators(name: str) -> None:
    line, selector, edited = INLINE[name]
    source = f"import re\n{HEAD}def pay(ctx, input):\n    page = ctx.page\n{line}\n"
    api = "page.click" if "page.click(" in line else "locator.click"
    found = proposed({"workflows.py": source}, failed({"workflows.py": source}, line, selector, api=api), NEW)
    assert changed_lines(found) == [f"-{line}", f"+{edited}"]
    assert (found.kind, found.line, found.old_locator, found.new_locator) == ("locator", 8, selector, NEW)
    assert found.located is not None


def test_a_selector_takes_another_selector() -> None:
    source = f"{HEAD}async def pay(ctx, input):\n    await ctx.page.fill('#card', input['card'])\n"
    sources = {"workflows.py": source}
    found = proposed(sources, failed(sources, "fill", 'locator("#card")', api="page.fill"), 'locator("#card-number")')
    assert changed_lines(found) == [
        "-    await ctx.page.fill('#card', input['card'])",
        "+    await ctx.page.fill('#card-number', input['card'])",
    ]


def test_async_chain_over_several_lines_keeps_its_comments_and_the_rest_of_the_chain() -> None:
    source = sources_of(
        """
        async def pay(page):
            await (
                page.get_by_role("region", name="Invoice")  # the open one
                .get_by_role("button", name="Pay")
                # in the footer
                .click(
                    timeout=1_200,
                )
            )
        """
    )
    selector = 'get_by_role("region", name="Invoice").get_by_role("button", name="Pay")'
    evidence = failed(source, "await (", selector)
    new = 'get_by_role("region", name="Invoice").get_by_role("button", name="Pay now")'
    assert changed_lines(proposed(source, evidence, new)) == [
        '-        .get_by_role("button", name="Pay")',
        '+        .get_by_role("button", name="Pay now")',
    ]


def test_a_region_is_put_before() -> None:
    source = sources_of(
        """
        def save(page):
            page.get_by_role('button', name='Save').click()
        """
    )
    evidence = failed(source, "click", 'get_by_role("button", name="Save")')
    new = 'get_by_role("dialog", name="Address").get_by_role("button", name="Save")'
    assert changed_lines(proposed(source, evidence, new))[1] == (
        "+    page.get_by_role('dialog', name=\"Address\").get_by_role('button', name='Save').click()".replace(
            '"Address"', "'Address'"
        )
    )


def test_two_calls_on_one_line() -> None:
    source = sources_of(
        """
        def pay(page):
            page.locator("#terms").click(); page.locator("#pay").click()
        """
    )
    found = proposed(source, failed(source, "#terms", 'locator("#pay")'), 'locator("#pay-now")')
    assert changed_lines(found)[1] == '+    page.locator("#terms").click(); page.locator("#pay-now").click()'


def test_in_a_with_block() -> None:
    source = sources_of(
        """
        def export(page):
            with page.expect_download() as download:
                page.click("text=Export")
            return download.value.path()
        """
    )
    found = proposed(
        source, failed(source, "Export", 'locator("text=Export")', api="page.click"), 'get_by_role("link", name="CSV")'
    )
    assert changed_lines(found)[1] == '+        page.get_by_role("link", name="CSV").click()'


def test_a_variable_is_changed_where_it_is_set() -> None:
    source = sources_of(
        """
        def pay(page):
            button = page.locator("#pay")  # bottom right
            page.get_by_label("Card").fill("4111")
            button.hover()
            button.click()
        """
    )
    found = proposed(source, failed(source, "hover", 'locator("#pay")', api="locator.hover"), NEW)
    assert changed_lines(found) == [
        '-    button = page.locator("#pay")  # bottom right',
        '+    button = page.get_by_role("button", name="Pay now")  # bottom right',
    ]


def test_a_variable_in_an_assertion_is_left_alone() -> None:
    source = sources_of(
        """
        def pay(page):
            button = page.locator("#pay")
            button.click()
            expect(button).to_be_hidden()
        """
    )
    found = proposed(source, failed(source, "button.click", 'locator("#pay")'), NEW)
    assert changed_lines(found) == [
        "-    button.click()",
        '+    page.get_by_role("button", name="Pay now").click()',
    ]
    assert found.other_uses == ("workflows.py:2", "workflows.py:4")


def test_only_the_link_that_changed_in_a_row_that_is_kept() -> None:
    source = sources_of(
        """
        def pay(page, order):
            row = page.get_by_role("row", name=order)
            row.get_by_role("link", name="Pay").click()
        """
    )
    selector = 'get_by_role("row", name="PO-7").get_by_role("link", name="Pay")'
    evidence = failed(source, "click", selector)
    new = 'get_by_role("row", name="PO-7").get_by_role("button", name="Pay")'
    assert changed_lines(proposed(source, evidence, new))[1] == '+    row.get_by_role("button", name="Pay").click()'


def test_f_string_keeps_its_variable_part() -> None:
    source = sources_of(
        """
        def open_order(page, input):
            page.locator(f"#order-{input['order']} a.open").click()
        """
    )
    evidence = failed(source, "click", 'locator("#order-PO-7 a.open")')
    found = proposed(source, evidence, 'get_by_role("link", name="Open PO-7")')
    assert changed_lines(found)[1] == '+    page.get_by_role("link", name=f"Open {input[\'order\']}").click()'


def test_a_variable_text_stays_a_variable() -> None:
    source = sources_of(
        """
        def find_invoice(page, input):
            page.locator("#orders tr", has_text=input.order).locator("a.invoice").click(timeout=5000)
        """
    )
    evidence = failed(source, "click", 'locator("#orders tr").filter(has_text="PO-1002").locator("a.invoice")')
    new = 'get_by_role("row").filter(has_text="PO-1002").get_by_role("link", name="Invoice")'
    assert changed_lines(proposed(source, evidence, new))[1] == (
        '+    page.get_by_role("row").filter(has_text=input.order)'
        '.get_by_role("link", name="Invoice").click(timeout=5000)'
    )


def test_loop_over_values() -> None:
    source = sources_of(
        """
        def choose(page, names):
            for name in names:
                page.get_by_text(name).click()
        """
    )
    found = proposed(source, failed(source, "click", 'get_by_text("Ann")'), 'get_by_role("checkbox", name="Ann")')
    assert changed_lines(found)[1] == '+        page.get_by_role("checkbox", name=name).click()'


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


def test_other_uses_are_listed_and_not_touched() -> None:
    sources = sources_of(
        """
        def pay(page):
            page.click("#pay")

        def again(page):
            page.locator("#pay").hover()
            page.click('css=#pay')
            page.click("#terms")
        """
    )
    found = proposed(sources, failed(sources, 'click("#pay")', 'locator("#pay")', api="page.click"), NEW)
    assert len(changed_lines(found)) == 2
    assert found.other_uses == ("workflows.py:5", "workflows.py:6")
