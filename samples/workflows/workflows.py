"""Four workflows for the sample portal. Deploy them with `libretto cloud deploy samples/workflows`."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

from playwright.async_api import Locator
from playwright.async_api import Page as AsyncPage
from playwright.sync_api import Page
from portal_pages import DOWNLOAD, NEXT_PAGE, PLACE_ORDER, PortalInput, amount, sign_in, sign_in_async
from pydantic import BaseModel, Field

from libretto import Context, HasCredentials, workflow

CREDENTIALS = ["portal_user", "portal_password"]


class Search(PortalInput, HasCredentials):
    text: str = Field("", description="Part of an order number, a customer's or a product's name")
    most_pages: int = Field(10, ge=1, le=50)


class OrderRow(BaseModel):
    order: str
    customer: str
    product: str
    due: date
    status: str
    total: Decimal


class Orders(BaseModel):
    rows: list[OrderRow]


@workflow("read-orders", input=Search, output=Orders, credentials=CREDENTIALS)
async def read_orders(ctx: Context[AsyncPage], input: Search) -> Orders:
    """Reads the table of orders, page after page. Columns are found by their headings, wherever they are."""
    page = ctx.page
    await sign_in_async(page, input.url("sign-in"), input.credentials)
    await page.get_by_role("searchbox").fill(input.text)
    await page.get_by_role("searchbox").press("Enter")
    await page.wait_for_url(re.compile("[?&]q="))
    rows: list[OrderRow] = []
    for number in range(1, input.most_pages + 1):
        rows += await _rows(page.get_by_role("table"))
        ctx.log.info("read a page", page=number, rows=len(rows))
        following = page.get_by_role("link", name=NEXT_PAGE)
        if not await following.count():
            break
        await following.click()
        await page.wait_for_url(re.compile(rf"[?&]page={number + 1}$"))
    return Orders(rows=rows)


async def _rows(table: Locator) -> list[OrderRow]:
    headings = [heading.lower() for heading in await table.get_by_role("columnheader").all_inner_texts()]
    rows = []
    for row in await table.get_by_role("row").filter(has=table.page.get_by_role("cell")).all():
        cells = dict(zip(headings, await row.get_by_role("cell").all_inner_texts(), strict=True))
        rows.append(OrderRow.model_validate({**cells, "total": amount(cells["total"])}))
    return rows


class Account(PortalInput, HasCredentials):
    """Whose orders they are."""


class OpenOrders(BaseModel):
    count: int


@workflow("count-open-orders", input=Account, output=OpenOrders, credentials=CREDENTIALS, rerun="safe")
def count_open_orders(ctx: Context[Page], input: Account) -> OpenOrders:
    """Counts the orders that are open. Its locator is an id that the portal's second release has no more: a repair
    finds the link again, and may run this to prove it, as it only reads."""
    page = ctx.page
    sign_in(page, input.url("sign-in"), input.credentials)
    page.locator("#open-orders").click(timeout=5000)
    page.wait_for_url(re.compile("status=Open"))
    return OpenOrders(count=page.get_by_role("row").filter(has=page.get_by_role("cell")).count())


class NewOrder(PortalInput, HasCredentials):
    product: str = "Desk lamp"
    quantity: int = Field(3, ge=1, le=500)
    due: date = date(2026, 3, 16)
    notes: str = ""


class Confirmation(BaseModel):
    number: str
    csv: str


@workflow("place-order", input=NewOrder, output=Confirmation, credentials=CREDENTIALS)
def place_order(ctx: Context[Page], input: NewOrder) -> Confirmation:
    """Fills in the order form and downloads the confirmation."""
    page = ctx.page
    with ctx.group("Sign in"):
        sign_in(page, input.url("sign-in"), input.credentials)
    page.goto(input.url("orders/new"))
    with ctx.group("Fill in the order"):
        page.get_by_label("Product").select_option(input.product)
        page.get_by_label("Quantity").fill(str(input.quantity))
        page.get_by_label("Delivery date").fill(input.due.isoformat())
        page.get_by_label("Notes").fill(input.notes)
        page.get_by_label("I accept the terms").check()
    page.get_by_role("button", name=PLACE_ORDER).click()
    page.get_by_role("status").wait_for()
    csv = _download(page)
    return Confirmation(number=csv.splitlines()[1].split(",")[0], csv=csv)


class InvoiceOf(PortalInput, HasCredentials):
    order: str = "PO-1002"


class Invoice(BaseModel):
    number: str
    total: Decimal
    csv: str


@workflow("find-invoice", input=InvoiceOf, output=Invoice, credentials=CREDENTIALS)
def find_invoice(ctx: Context[Page], input: InvoiceOf) -> Invoice:
    """Finds the invoice of an order. Its locators are ids of the portal's first release: the second breaks it. It has
    called the button otherwise, too, so that no repair can know it for the same one."""
    page = ctx.page
    sign_in(page, input.url("sign-in"), input.credentials)
    page.get_by_role("searchbox").fill(input.order)
    page.locator("#search-button").click(timeout=5000)
    page.locator("#orders tr", has_text=input.order).locator("a.invoice").click(timeout=5000)
    page.wait_for_url(re.compile("/invoices/"))
    number = page.url.rsplit("/", 1)[1]
    return Invoice(number=number, total=amount(page.locator("#total").inner_text()), csv=_download(page))


def _download(page: Page) -> str:
    with page.expect_download() as download:
        page.get_by_role("link", name=DOWNLOAD).click()
    return Path(download.value.path()).read_text(encoding="utf-8")
