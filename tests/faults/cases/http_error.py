"""The page, or what it asked for, answered 4xx or 5xx, or says that it cannot be shown."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.cases.http_error_pages import (
    BOOK,
    ERROR_500,
    FORBIDDEN,
    GATEWAY,
    INVOICE,
    LOST,
    REPORT,
    SALARY,
    TARIF,
    TEAM,
    WARTUNG,
)
from tests.faults.fault import Fault, file_answer, json_answer
from tests.faults.shells import freight

FAULTS: Final = (
    Fault(
        name="invoice_is_404",
        expected=FailureClass.HTTP_ERROR,
        site={"/invoices/20817": INVOICE},
        changes={"/invoices/20817": LOST},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("approve-invoice")
async def approve_invoice(ctx, input):
    await ctx.page.goto(input["site"] + "/invoices/20817")
    await ctx.page.get_by_test_id("approve").click(timeout=1200)
""",
    ),
    Fault(
        name="maintenance_with_status_200",
        expected=FailureClass.HTTP_ERROR,
        site={"/tarife": TARIF},
        changes={"/tarife": WARTUNG},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("tarif-waehlen", start_url="$site/tarife")
def tarif_waehlen(ctx, input):
    ctx.page.select_option("select[name=t]", label="Komfort", timeout=1200)
""",
    ),
    Fault(
        name="booking_answers_500",
        expected=FailureClass.HTTP_ERROR,
        site={
            "/bookings/new": BOOK,
            "POST /bookings": freight("Booked", '<p role="status">Booking HLY-1 is confirmed</p>'),
        },
        changes={"POST /bookings": ERROR_500},
        misleading=True,
        workflow="""
from libretto import workflow
from playwright.sync_api import expect

@workflow("book-reference")
def book_reference(ctx, input):
    page = ctx.page
    page.goto(input["site"] + "/bookings/new")
    page.get_by_label("Reference").fill("PO-88")
    page.get_by_role("button", name="Book").click()
    expect(page.get_by_role("status")).to_contain_text("confirmed", timeout=1200)
""",
    ),
    Fault(
        name="empty_list_behind_500",
        expected=FailureClass.HTTP_ERROR,
        site={"/team": TEAM, "/api/team": json_answer(["Ana Souza", "Ben Ode"])},
        changes={"/api/team": json_answer({"message": "Internal Server Error"}, status=500)},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("open-employee")
async def open_employee(ctx, input):
    page = ctx.page
    await page.goto(input["site"] + "/team")
    await page.get_by_role("link", name="Ben Ode").click(timeout=1200)
""",
        why="the list is empty because the request for it failed",
    ),
    Fault(
        name="workflow_checks_the_response",
        expected=FailureClass.HTTP_ERROR,
        site={"/reports": REPORT},
        changes={"/reports": GATEWAY},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("quarter-report")
def quarter_report(ctx, input):
    response = ctx.page.goto(input["site"] + "/reports")
    if not response.ok:
        raise RuntimeError(f"Ledgerly is not well: {response.status}")
    return ctx.page.locator("main a").get_attribute("href")
""",
    ),
    Fault(
        name="role_lost_403",
        expected=FailureClass.HTTP_ERROR,
        site={"/salaries": SALARY},
        changes={"/salaries": FORBIDDEN},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("read-salaries")
def read_salaries(ctx, input):
    ctx.page.goto(input["site"] + "/salaries")
    return int(ctx.page.query_selector("td.pay").inner_text().replace(",", ""))
""",
    ),
    Fault(
        name="report_link_is_404",
        expected=FailureClass.HTTP_ERROR,
        site={"/reports": REPORT, "/reports/q3.csv": file_answer("q3.csv", "a,b\n1,2\n")},
        changes={"/reports/q3.csv": LOST},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("download-quarter")
async def download_quarter(ctx, input):
    page = ctx.page
    await page.goto(input["site"] + "/reports")
    async with page.expect_download(timeout=1500) as starting:
        await page.get_by_role("link", name="Download Q3 report").click()
    return (await starting.value).suggested_filename
""",
        why="no download begins, because the file is gone",
    ),
)
