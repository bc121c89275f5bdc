"""Workflows against Gentelella: Bootstrap 3 (1.4), 5 (2.1), and none (4.2)."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _one(name: str) -> Page:
    return Page("gentelella@1.4.0", f"production/{name}.html")


def _two(name: str) -> Page:
    return Page("gentelella@2.1.0", f"production/{name}.html")


def _four(name: str) -> Page:
    return Page("gentelella@4.2.0", f"dist/production/{name}.html")


CASES: Final = (
    Case(
        name="gen-add-to-cart",
        kind="repairable",
        old=_one("e_commerce"),
        new=_two("e_commerce"),
        steps="""
            cart = page.locator("button.btn-default.btn-lg", has_text="Add to Cart")
            await cart.click()
            return {"in_cart": True}
        """,
        truth=("button >> Add to Cart",),
        known_by="its text; Add to Wishlist is beside it",
    ),
    Case(
        name="gen-size-medium",
        kind="repairable",
        old=_one("e_commerce"),
        new=_two("e_commerce"),
        steps="""
            sizes = page.locator("li > button.btn-xs")
            await sizes.filter(has_text="Medium").click()
            return {"size": "Medium"}
        """,
        truth=("button >> Medium",),
        known_by="its text; other sizes are beside it",
    ),
    Case(
        name="gen-birthday",
        kind="repairable",
        old=_one("form"),
        new=_two("form"),
        steps="""
            await page.locator("#first-name").fill("Ada")
            await page.locator("#birthday").fill("10-12-1815")
            return {"first": await page.locator("#first-name").input_value()}
        """,
        truth=("#first-name", "#birthday-input"),
        known_by="the label Date Of Birth",
        told={"first": "Ada"},
    ),
    Case(
        name="gen-telephone",
        kind="repairable",
        old=_one("form_validation"),
        new=_two("form_validation"),
        steps="""
            await page.locator("#telephone").fill("004912345")
            return {"title": await page.title()}
        """,
        truth=("#phone",),
        known_by="its name, phone",
    ),
    Case(
        name="gen-repeat-password",
        kind="repairable",
        old=_one("form_validation"),
        new=_two("form_validation"),
        steps="""
            await page.locator("#password").fill("correct horse")
            await page.locator("#password2").fill("correct horse")
            return {"filled": True}
        """,
        truth=("#password", "#confirmPassword"),
        known_by="by hand: Repeat Password is Confirm Password",
    ),
    Case(
        name="gen-send-form",
        kind="repairable",
        old=_one("form_validation"),
        new=_two("form_validation"),
        steps="""
            await page.locator("#occupation").fill("Analyst")
            await page.locator("#send").click()
            return {"sent": True}
        """,
        truth=("#occupation", "form:has(#occupation) button[type=submit]"),
        known_by="the form's only submit button",
    ),
    Case(
        name="gen-login-name",
        kind="repairable",
        old=_one("login"),
        new=_two("login"),
        steps="""
            await page.locator(".login_form input[placeholder=Username]").fill("ada")
            return {"title": await page.title()}
        """,
        truth=("#username",),
        known_by="by hand: the user name of the form that signs in, not of the one that registers",
    ),
    Case(
        name="gen-forgotten",
        kind="repairable",
        old=_two("login"),
        new=_four("login"),
        steps="""
            await page.locator("#forgotPasswordLink").click()
            return {"title": len(await page.title()) > 0}
        """,
        truth=('a[href="forgot_password.html"]',),
        known_by="its text and where it leads",
    ),
    Case(
        name="gen-sign-in",
        kind="repairable",
        old=_two("login"),
        new=_four("login"),
        steps="""
            await page.locator("#password").fill("correct horse")
            await page.locator("button.btn-lg.btn-primary").click()
            return {"tried": True}
        """,
        truth=("#password", "button[type=submit]"),
        known_by="the only submit button; it says Sign in",
        is_sync=True,
    ),
    Case(
        name="gen-validate-mail",
        kind="repairable",
        old=_two("form_validation"),
        new=_four("form_validation"),
        steps="""
            await page.locator("#email").fill("ada@example.com")
            return {"title": len(await page.title()) > 0}
        """,
        truth=("#vEmail",),
        known_by="by hand: the form's only mail address, labelled Email",
    ),
    Case(
        name="gen-website-gone",
        kind="removed",
        old=_one("form_validation"),
        new=_two("form_validation"),
        steps="""
            await page.locator("#website").fill("https://example.com")
            return {"title": await page.title()}
        """,
        known_by="the new form asks for no website",
    ),
    Case(
        name="gen-confirmed-mail-gone",
        kind="removed",
        old=_one("form_validation"),
        new=_two("form_validation"),
        steps="""
            await page.locator("#email2").fill("ada@example.com")
            return {"title": await page.title()}
        """,
        known_by="the new form asks for the address once; that field is the decoy",
    ),
    Case(
        name="gen-phone-gone",
        kind="removed",
        old=_two("form_validation"),
        new=_four("form_validation"),
        steps="""
            await page.get_by_label("Phone Number").fill("004912345")
            return {"filled": True}
        """,
        known_by="the new form asks for no phone",
    ),
    Case(
        name="gen-cart-taken-away",
        kind="removed",
        old=_one("e_commerce"),
        new=_two("e_commerce"),
        steps="""
            await page.locator("button.btn-default.btn-lg", has_text="Add to Cart").click()
            return {"in_cart": True}
        """,
        known_by="it is taken away; Add to Wishlist is the decoy",
        change='document.querySelector("button:has(.fa-shopping-cart)").remove();',
    ),
)
