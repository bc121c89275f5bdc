"""Workflows against templates of Creative Tim: Argon Dashboard (1.0, 1.2, 2.0), Material Dashboard, Paper Kit."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _argon(file: str) -> Page:
    return Page("@creative-tim-official/argon-dashboard-free@1.2.0", f"examples/{file}")


def _argon_now(file: str) -> Page:
    return Page("@creative-tim-official/argon-dashboard@2.0.4", f"pages/{file}")


_USER: Final = Page("material-dashboard@1.2.0", "examples/user.html")
_USER_NOW: Final = Page("material-dashboard@2.1.0", "examples/user.html")

CASES: Final = (
    Case(
        name="argon-remember-me",
        kind="repairable",
        old=_argon("login.html"),
        new=_argon_now("sign-in.html"),
        steps="""
            await page.get_by_placeholder("Email").fill("ada@example.com")
            await page.get_by_placeholder("Password").fill("correct horse")
            await page.locator(".custom-control-label").click()
            return {"title": len(await page.title()) > 0}
        """,
        truth=('input[placeholder="Email"]', 'input[placeholder="Password"]', "label[for=rememberMe], #rememberMe"),
        known_by="the label Remember me, the form's only box to tick",
    ),
    Case(
        name="argon-create-account",
        kind="repairable",
        old=_argon("register.html"),
        new=_argon_now("sign-up.html"),
        steps="""
            await page.get_by_placeholder("Name").fill("Ada Lovelace")
            await page.get_by_placeholder("Email").fill("ada@example.com")
            await page.get_by_placeholder("Password").fill("correct horse")
            await page.get_by_role("button", name="Create account").click()
            return {"created": True}
        """,
        truth=(
            *('input[placeholder="Name"]', 'input[placeholder="Email"]', 'input[placeholder="Password"]'),
            "form button >> Sign up",
        ),
        known_by="the only button of the form that registers; a link of the menu says Sign Up, too",
        is_sync=True,
    ),
    Case(
        name="argon-profile-names",
        kind="repairable",
        old=_argon("profile.html"),
        new=_argon_now("profile.html"),
        steps="""
            await page.locator("#input-first-name").fill("Ada")
            await page.locator("#input-last-name").fill("Lovelace")
            return {"filled": True}
        """,
        truth=('input[value="Jesse"]', 'input[value="Lucky"]'),
        known_by="the labels First name and Last name; what stands in the two fields has changed places",
    ),
    Case(
        name="argon-profile-city",
        kind="repairable",
        old=_argon("profile.html"),
        new=_argon_now("profile.html"),
        steps="""
            city = page.get_by_label("City")
            await city.fill("Oslo")
            return {"title": len(await page.title()) > 0}
        """,
        truth=('input[value="New York"]',),
        known_by="the label City above it, which names no field any more; it holds New York in both",
        is_sync=True,
    ),
    Case(
        name="argon-profile-settings",
        kind="repairable",
        old=_argon("profile.html"),
        new=_argon_now("profile.html"),
        steps="""
            await page.get_by_role("link", name="Settings").click()
            return {"opened": True}
        """,
        truth=("button >> Settings",),
        known_by="text, look and place in the head of the form; a tab that says Settings has come",
    ),
    Case(
        name="argon-search",
        kind="repairable",
        old=_argon("tables.html"),
        new=_argon_now("tables.html"),
        steps="""
            await page.get_by_placeholder("Search", exact=True).fill("invoices")
            return {"title": len(await page.title()) > 0}
        """,
        truth=('input[placeholder="Type here..."]',),
        known_by="the only text field, in the bar at the top, behind a magnifying glass",
    ),
    Case(
        name="argon-menu-profile",
        kind="repairable",
        old=Page("@creative-tim-official/argon-dashboard-free@1.0.0", "index.html"),
        new=_argon("dashboard.html"),
        steps="""
            await page.locator("#sidenav-main").get_by_role("link", name="User profile").click()
            await page.wait_for_url("**/profile.html")
            return {"hello": await page.locator("h1").inner_text()}
        """,
        truth=('#sidenav-main a[href="profile.html"]',),
        known_by="where it leads; it says Profile now",
        told={"hello": "Hello Jesse"},
    ),
    Case(
        name="argon-forgotten-gone",
        kind="removed",
        old=_argon("login.html"),
        new=_argon_now("sign-in.html"),
        steps="""
            await page.get_by_placeholder("Email").fill("ada@example.com")
            await page.get_by_text("Forgot password?").click()
            return {"asked": True}
        """,
        truth=('input[placeholder="Email"]',),
        known_by="the new page offers no way to a forgotten password; Sign up, below the form as well, is the decoy",
    ),
    Case(
        name="argon-github-gone",
        kind="removed",
        old=_argon("register.html"),
        new=_argon_now("sign-up.html"),
        steps="""
            await page.locator(".card-header a.btn-neutral", has_text="Github").click()
            return {"opened": True}
        """,
        known_by="one registers with Facebook, Apple or Google now; these three icons are the decoys",
    ),
    Case(
        name="argon-edit-profile-gone",
        kind="removed",
        old=_argon("profile.html"),
        new=_argon_now("profile.html"),
        steps="""
            await page.get_by_role("link", name="Edit profile").click()
            return {"title": len(await page.title()) > 0}
        """,
        known_by="the form is open at once and only has that title; Settings, beside it, is the decoy",
        is_sync=True,
    ),
    Case(
        name="mdash-profile",
        kind="repairable",
        old=_USER,
        new=_USER_NOW,
        steps="""
            form = page.locator(".card form")
            await form.locator(".label-floating", has_text="Last Name").locator("input").fill("Lovelace")
            await form.locator(".label-floating", has_text="City").locator("input").fill("London")
            return {"filled": True}
        """,
        truth=(
            ".card form > .row:nth-child(2) > :nth-child(2) input",
            ".card form > .row:nth-child(4) > :nth-child(1) input",
        ),
        known_by="the labels above them, which name no field: nor did they before",
    ),
    Case(
        name="mdash-menu-tables",
        kind="repairable",
        old=_USER,
        new=_USER_NOW,
        steps="""
            await page.locator(".sidebar a[href='./table.html']").click()
            return {"opened": "table" in page.url}
        """,
        truth=('.sidebar a[href="./tables.html"]',),
        known_by="it says Table List in both",
    ),
    Case(
        name="paper-unfollow",
        kind="repairable",
        old=Page("paper-kit-2@2.0.0", "examples/profile.html"),
        new=Page("paper-kit-2@2.1.0", "examples/profile.html"),
        steps="""
            await page.locator("#checkbox1").uncheck(force=True)
            return {"followed": await page.locator("ul.follows h6").count()}
        """,
        truth=("ul.follows > li:first-child label, ul.follows > li:first-child input",),
        known_by="the box in the row of Flume; the other one is in the row of Banks",
        told={"followed": 2},
    ),
)
