"""Edits of locators in sources of many styles: only what has to be changed is."""

from __future__ import annotations

import pytest

from debugging.failure_classes import FailureClass
from debugging.repair.proposal import Located
from tests.debugging.repair.editing.making import HEAD, changed_lines, failed, proposed, refused, sources_of

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
    "a locator in a locator": (
        '    page.locator("tr").filter(has=page.get_by_text("PO", exact=True)).get_by_text("Pay").click()',
        'locator("tr").filter(has=get_by_text("PO", exact=True)).get_by_text("Pay")',
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


def test_other_uses_are_listed_and_not_touched() -> None:
    sources = sources_of(
        """
        def pay(page):
            page.click("#pay")

        def again(page):
            page.locator("#pay").hover()
            page.click('css=#pay')
            page.click("#terms")
            page.get_by_role("searchbox").fill(page.text)
        """
    )
    found = proposed(sources, failed(sources, 'click("#pay")', 'locator("#pay")', api="page.click"), NEW)
    assert len(changed_lines(found)) == 2
    assert found.other_uses == ("workflows.py:5", "workflows.py:6")


def test_an_element_that_was_waited_for_has_another_locator() -> None:
    sources = sources_of("def pay(page):\n    page.locator('#paid').wait_for(timeout=900)\n")
    evidence = failed(sources, "wait_for", 'locator("#paid")', api="locator.wait_for")
    found = proposed(sources, evidence, 'get_by_text("Paid")', FailureClass.WAIT_TIMEOUT)
    assert changed_lines(found)[1] == "+    page.get_by_text('Paid').wait_for(timeout=900)"
    gone = Located(why_not="Nothing is like it.")
    assert refused(sources, evidence, gone, FailureClass.WAIT_TIMEOUT).reason == "Nothing is like it."


@pytest.mark.parametrize(
    ("line", "selector", "api", "edited"),
    [
        ('page.locator(selector="#pay").click()', 'locator("#pay")', "locator.click", f"page.{NEW}.click()"),
        (
            'page.get_by_role(role="button", name="Pay").click()',
            'get_by_role("button", name="Pay")',
            "locator.click",
            f"page.{NEW}.click()",
        ),
        ('page.get_by_text(text="Pay").click()', 'get_by_text("Pay")', "locator.click", f"page.{NEW}.click()"),
        ('page.get_by_test_id(test_id="p").click()', 'get_by_test_id("p")', "locator.click", f"page.{NEW}.click()"),
        ('page.fill("#pay", value="1")', 'locator("#pay")', "page.fill", f'page.{NEW}.fill(value="1")'),
        ('page.type("#pay", text="1")', 'locator("#pay")', "page.type", f'page.{NEW}.type(text="1")'),
    ],
)
def test_arguments_by_name(line: str, selector: str, api: str, edited: str) -> None:
    sources = {"workflows.py": f"def pay(page):\n    {line}\n"}
    assert changed_lines(proposed(sources, failed(sources, "page.", selector, api=api), NEW))[1] == f"+    {edited}"
