"""The sample workflows against the portal in a real browser: plain functions with a plain context, no server."""

from __future__ import annotations

import asyncio
import importlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from playwright.async_api import Playwright, async_playwright
from playwright.sync_api import Browser, Page, TimeoutError

from libretto import Context, Credentials
from libretto.credentials import attach
from samples.portal.accounts import PASSWORD, USER
from samples.portal.server import Portal
from tests.real_browser import address_of_chromium, launched

pytestmark = pytest.mark.browser

BUNDLE = Path(__file__).parents[2] / "samples" / "workflows"
CREDENTIALS = Credentials({"portal_user": USER, "portal_password": PASSWORD})


@pytest.fixture
def workflows(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(BUNDLE)
    yield importlib.import_module("workflows")
    for name in ("workflows", "portal_pages"):
        del sys.modules[name]


@pytest.fixture
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@dataclass(frozen=True)
class Asynchronous:
    """For workflows that are `async def`."""

    runner: asyncio.Runner
    playwright: Playwright

    def read_orders(self, workflows: ModuleType, **params: Any) -> Any:
        async def run() -> Any:
            browser = await self.playwright.chromium.connect_over_cdp(address_of_chromium())
            input = attach(workflows.Search(**params), CREDENTIALS)
            orders = await workflows.read_orders(Context(page=await browser.new_page()), input)
            await browser.close()
            return orders

        return self.runner.run(run())


@pytest.fixture(scope="module")
def asynchronous() -> Iterator[Asynchronous]:
    with asyncio.Runner() as runner:
        driver = async_playwright()
        yield Asynchronous(runner, runner.run(driver.__aenter__()))
        runner.run(driver.__aexit__())


@pytest.mark.parametrize("release", ["r1", "r2"])
def test_read_orders_reads_every_page_of_both_releases(
    workflows: ModuleType, portal: Portal, asynchronous: Asynchronous, release: str
) -> None:
    rows = asynchronous.read_orders(workflows, portal_url=f"{portal.url}/{release}").rows
    assert [row.order for row in rows] == [f"PO-{number}" for number in range(1001, 1038)]
    assert rows[1].model_dump(mode="json") == {
        "order": "PO-1002",
        "customer": "Dunmore Hotels",
        "product": "8 x Coat stand",
        "due": "2026-02-21",
        "status": "Shipped",
        "total": "457.60",
    }


def test_read_orders_searches(workflows: ModuleType, portal: Portal, asynchronous: Asynchronous) -> None:
    rows = asynchronous.read_orders(workflows, portal_url=portal.url, text="Larkfield", most_pages=1).rows
    assert {row.customer for row in rows} == {"City of Larkfield"}


@pytest.mark.parametrize("release", ["r1", "r2"])
def test_place_order_brings_the_confirmation_of_both_releases(
    workflows: ModuleType, portal: Portal, browser: Browser, release: str
) -> None:
    input = attach(workflows.NewOrder(portal_url=f"{portal.url}/{release}", quantity=2), CREDENTIALS)
    confirmation = workflows.place_order(Context(page=browser.new_page()), input)
    assert confirmation.number == "HF-20001"
    assert confirmation.csv.splitlines()[1] == 'HF-20001,"Desk lamp",2,2026-03-16,97.80'


def count_open_orders(workflows: ModuleType, page: Page, portal: str) -> int:
    input = attach(workflows.Account(portal_url=portal), CREDENTIALS)
    return int(workflows.count_open_orders(Context(page=page), input).count)


def test_count_open_orders_meets_a_link_without_its_id_in_the_second_release(
    workflows: ModuleType, portal: Portal, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = browser.new_page()
    assert count_open_orders(workflows, page, f"{portal.url}/r1") == 8
    monkeypatch.setattr(page, "locator", lambda selector: page.get_by_role("link", name="Show open orders"))
    assert count_open_orders(workflows, page, f"{portal.url}/r2") == 8  # as a repair makes it
    assert not page.query_selector("#open-orders")


def test_find_invoice_works_on_the_first_release(workflows: ModuleType, portal: Portal, browser: Browser) -> None:
    input = attach(workflows.InvoiceOf(portal_url=f"{portal.url}/r1"), CREDENTIALS)
    invoice = workflows.find_invoice(Context(page=browser.new_page()), input)
    assert invoice.number == "INV-1002"
    assert str(invoice.total) == "457.60"
    assert invoice.csv.splitlines()[1].startswith("INV-1002,PO-1002,")


def test_find_invoice_is_broken_by_the_second_release(workflows: ModuleType, portal: Portal, browser: Browser) -> None:
    page = browser.new_page()
    input = attach(workflows.InvoiceOf(portal_url=f"{portal.url}/r2"), CREDENTIALS)
    with pytest.raises(TimeoutError, match="#search-button"):
        workflows.find_invoice(Context(page=page), input)
    assert page.get_by_role("button", name="Find orders").is_visible()
