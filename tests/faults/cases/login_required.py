"""The session has expired, or a sign-in is demanded."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.cases.login_required_pages import (
    ANMELDEN,
    BOOKINGS,
    COMPANY,
    CONNEXION,
    CONTRACTS,
    EXPIRED,
    LIST,
    OWN_FORM,
    PAYROLL,
    REFUNDS,
    REJECTED,
    SIGN_IN,
)
from tests.faults.fault import Fault, changed, json_answer, redirect
from tests.faults.shells import freight, insurer, people

FAULTS: Final = (
    Fault(
        name="redirected_to_sign_in",
        expected=FailureClass.LOGIN_REQUIRED,
        site={"/bookings": BOOKINGS, "/bookings/new": freight("New booking", "<p>Step 1 of 3</p>")},
        changes={"/bookings": redirect("/sign-in?next=%2Fbookings"), "/sign-in": SIGN_IN},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("start-booking")
async def start_booking(ctx, input):
    await ctx.page.goto(input["site"] + "/bookings")
    await ctx.page.get_by_role("button", name="New booking").click(timeout=1200)
""",
    ),
    Fault(
        name="expired_in_place",
        expected=FailureClass.LOGIN_REQUIRED,
        site={"/payroll": PAYROLL, "/payroll/november": people("November", "<p>Draft</p>")},
        changes={"/payroll": changed(PAYROLL, "</body>", EXPIRED)},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("open-november", start_url="$site/payroll")
def open_november(ctx, input):
    ctx.page.locator("a.btn", has_text="November").click(timeout=1300)
    return ctx.page.locator("main p").inner_text()
""",
        why="the click is intercepted, by the word that the session has expired",
    ),
    Fault(
        name="sitzung_abgelaufen_same_address",
        expected=FailureClass.LOGIN_REQUIRED,
        site={"/vertraege": CONTRACTS, "/v/771": insurer("KFZ-771", "<p>aktiv</p>")},
        changes={"/vertraege": ANMELDEN},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("vertrag-lesen")
def vertrag_lesen(ctx, input):
    page = ctx.page
    page.goto(input["site"] + "/vertraege")
    page.locator("//tr[td[text()='KFZ-771']]//a").click(timeout=1200)
    return page.locator("main p").inner_text()
""",
    ),
    Fault(
        name="company_account_first",
        expected=FailureClass.LOGIN_REQUIRED,
        site={"/payroll": PAYROLL, "/payroll/november": people("November", "<p>Draft</p>")},
        changes={
            "/payroll": redirect("http://login.contoso.localhost:$port/common/oauth2/v2.0/authorize?client_id=77"),
            "/common/oauth2/v2.0/authorize": COMPANY,
        },
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("open-november-async")
async def open_november(ctx, input):
    page = ctx.page
    page.set_default_timeout(1200)
    await page.goto(input["site"] + "/payroll")
    await page.wait_for_selector("text=November")
    await page.click("text=November")
""",
    ),
    Fault(
        name="list_api_answers_401",
        expected=FailureClass.LOGIN_REQUIRED,
        site={"/invoices": LIST, "/api/invoices": json_answer(["INV-1", "INV-2"])},
        changes={"/api/invoices": json_answer({"error": "token_expired"}, status=401)},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("list-invoices")
async def list_invoices(ctx, input):
    await ctx.page.goto(input["site"] + "/invoices")
    first = ctx.page.locator("#rows li").first
    return await first.inner_text(timeout=1200)
""",
    ),
    Fault(
        name="table_is_a_login_page",
        expected=FailureClass.LOGIN_REQUIRED,
        site={"/remboursements": REFUNDS},
        changes={"/remboursements": redirect("/connexion"), "/connexion": CONNEXION},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("dernier-remboursement")
def dernier_remboursement(ctx, input):
    ctx.page.goto(input["site"] + "/remboursements")
    rows = ctx.page.query_selector_all("#rbt tr")
    date, amount = [cell.inner_text() for cell in rows[1].query_selector_all("td")]
    return {"date": date, "montant": amount}
""",
        why="an IndexError, because the page has no table",
    ),
    Fault(
        name="password_is_rejected",
        expected=FailureClass.LOGIN_REQUIRED,
        site={"/login": OWN_FORM, "POST /login": redirect("/home"), "/home": people("Home", "<p>Hello Dana</p>")},
        changes={"POST /login": REJECTED},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("hr-sign-in", credentials=["hr_password"])
async def hr_sign_in(ctx, input):
    page = ctx.page
    await page.goto(input["site"] + "/login")
    await page.get_by_label("Email").fill("dana@lakeside.example")
    await page.get_by_label("Password").fill(ctx.credentials["hr_password"])
    await page.get_by_role("button", name="Log in").click()
    await page.wait_for_url("**/home", timeout=1200)
""",
        credentials={"hr_password": "an old password"},
        why="a wait for the address behind the login ran out",
    ),
)
