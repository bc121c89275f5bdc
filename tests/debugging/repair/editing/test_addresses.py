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
