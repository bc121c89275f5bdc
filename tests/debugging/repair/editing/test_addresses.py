"""Addresses that are waited for."""

from __future__ import annotations

import pytest

from debugging.evidence import Evidence, Navigation, Page, Step
from debugging.failure_classes import FailureClass
from tests.debugging.repair.editing.making import NOWHERE, changed_lines, failed, good, html, proposed, refused


def waited(sources: dict[str, str], now: str, before: str = "https://shop.example/orders/done") -> Evidence:
    line = next(number for number, one in enumerate(sources["workflows.py"].splitlines(), 1) if "wait_for_url" in one)
    click = Step(
        key="s1",
        title="Click",
        t_ms=1,
        outcome="ok",
        api="locator.click",
        file="workflows.py",
        line=1,
        url="https://shop.example/pay",
    )
    steps = (Step(key="g", title="", t_ms=9, file="workflows.py", line=line, url=before, outcome="ok"),)
    return failed(
        sources,
        "wait_for_url",
        "",
        api="page.expect_navigation",
        page=Page(url=now, html=html("<h1>Done</h1>")),
        earlier=(click,),
        good=good(steps=steps, navigations=(Navigation(key="n", t_ms=5, url=before),)),
    )


ADDRESSES = {
    "glob": ('"**/orders/done"', "https://shop.example/en/orders/done", '"**/en/orders/done"'),
    "end": ('"**/done**"', "https://shop.example/v2/sales/done.html?x=1", '"**/v2/sales/done.html**"'),
    "whole": (
        "'https://shop.example/orders/done'",
        "https://shop.example/shop/done/",
        "'https://shop.example/shop/done/'",
    ),
}


@pytest.mark.parametrize("name", ADDRESSES)
def test_addresses(name: str) -> None:
    old, now, new = ADDRESSES[name]
    sources = {"workflows.py": f"async def pay(page):\n    await page.wait_for_url({old}, timeout=1_300)\n"}
    found = proposed(sources, waited(sources, now), NOWHERE, FailureClass.WAIT_TIMEOUT)
    assert changed_lines(found)[1] == f"+    await page.wait_for_url({new}, timeout=1_300)"


@pytest.mark.parametrize(
    ("old", "now"),
    [
        ('"**/orders/done"', "https://shop.example/pay"),  # it did not go on
        ('"**/orders/done"', "https://shop.example/orders/declined"),
        ('"**/orders/done"', "https://shop.example/orders/77/done"),  # of one order
        ('"**/orders/done"', "https://elsewhere.example/en/orders/done"),
        ("re.compile('/done$')", "https://shop.example/en/done/"),
        ("done_address", "https://shop.example/en/orders/done"),
        ('f"**/{name}"', "https://shop.example/en/orders/done"),
    ],
)
def test_no_addresses(old: str, now: str) -> None:
    sources = {"workflows.py": f"import re\ndef pay(page, name, done_address):\n    page.wait_for_url({old})\n"}
    refused(sources, waited(sources, now), NOWHERE, FailureClass.WAIT_TIMEOUT)


ENDS = {
    "f-string": ('f"{site}/orders/done"', 'f"{site}/sales/done.html"'),
    "sum": ("site + '/orders/done'", "site + '/sales/done.html'"),
    "with its folder": ('f"{site}/orders/{order}/done"', ""),
    "pattern": ('re.compile(r"/orders/done$")', 're.compile(r"/sales/done\\.html$")'),
    "pattern in a constant": ("DONE", 'DONE = re.compile("/sales/done\\\\.html")'),
    "pattern that has it twice": ('re.compile("/orders/done|x/orders/done")', ""),
    "pattern of something else": ('re.compile("/order[s]/done")', ""),
    "function": ('lambda url: url.endswith("/orders/done")', ""),
}


@pytest.mark.parametrize("name", ENDS)
def test_addresses_of_which_only_the_end_is_written(name: str) -> None:
    old, new = ENDS[name]
    head = 'import re\n\nDONE = re.compile("/orders/done")\n\n\n'
    sources = {"workflows.py": f"{head}def pay(page, site, order):\n    page.wait_for_url({old}, timeout=1_300)\n"}
    evidence = waited(sources, "https://shop.example/sales/done.html")
    if not new:
        refused(sources, evidence, NOWHERE, FailureClass.WAIT_TIMEOUT)
        return
    assert new in changed_lines(proposed(sources, evidence, NOWHERE, FailureClass.WAIT_TIMEOUT))[1]


def test_an_end_in_another_folder_than_before_it() -> None:
    sources = {"workflows.py": 'def pay(page, site):\n    page.wait_for_url(f"{site}/done", timeout=1_300)\n'}
    evidence = waited(sources, "https://shop.example/orders/v2/done")
    kept = proposed(sources, evidence, NOWHERE, FailureClass.WAIT_TIMEOUT)
    assert changed_lines(kept)[1] == '+    page.wait_for_url(f"{site}/v2/done", timeout=1_300)'
    refused(sources, waited(sources, "https://shop.example/v2/done"), NOWHERE, FailureClass.WAIT_TIMEOUT)


def test_an_element_that_did_not_come_is_no_address() -> None:
    sources = {"workflows.py": "def pay(page):\n    page.wait_for_selector('#pay')\n"}
    evidence = failed(sources, "wait_for", 'locator("#pay")', api="page.wait_for_selector")
    assert refused(sources, evidence, NOWHERE, FailureClass.WAIT_TIMEOUT).reason == NOWHERE.why_not
