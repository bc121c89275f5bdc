"""Workflows against Gentelella 1 and 2, now 2 and 4."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _one(file: str) -> Page:
    return Page("gentelella@1.4.0", f"production/{file}")


def _two(file: str) -> Page:
    return Page("gentelella@2.1.0", f"production/{file}")


def _four(file: str) -> Page:
    return Page("gentelella@4.2.0", f"dist/production/{file}")


_BUTTONS: Final = "form_buttons.html"
_STEPS: Final = "form_wizards.html"
_ERROR: Final = "page_500.html"
_FOOTER: Final = "fixed_footer.html"
_BOARD: Final = "index3.html"
_PHOTOS: Final = "media_gallery.html"

CASES: Final = (
    Case(
        name="gen-likes-app",
        kind="repairable",
        old=_one(_BUTTONS),
        new=_two(_BUTTONS),
        steps="""
            await page.locator(".btn-app:has(.fa-heart-o)").click()
            return {"opened": "likes"}
        """,
        truth=("a.btn-app:has(.fa-heart)",),
        known_by="its text Likes, with the same number",
    ),
    Case(
        name="gen-small-green",
        kind="repairable",
        old=_one(_BUTTONS),
        new=_two(_BUTTONS),
        steps="""
            await page.locator("button.btn-success.btn-xs", has_text="Small Button").click()
            return {"clicked": True}
        """,
        truth=("button.btn-success.btn-sm >> Small Button",),
        known_by="the only green one of this text",
        is_sync=True,
    ),
    Case(
        name="gen-names-in-steps",
        kind="repairable",
        old=_one(_STEPS),
        new=_two(_STEPS),
        steps="""
            await page.locator("#first-name").fill("Ada")
            await page.locator("#last-name").fill("Lovelace")
            return {"filled": True}
        """,
        truth=(
            "input[placeholder=John]",
            "input[placeholder=Doe]",
        ),
        known_by="the labels First name and Last name of the first step",
    ),
    Case(
        name="gen-middle-name-gone",
        kind="removed",
        old=_one(_STEPS),
        new=_two(_STEPS),
        steps="""
            await page.locator("#middle-name").fill("King")
            return {"filled": True}
        """,
        known_by="the new step asks for first and last name only; these are the decoys",
    ),
    Case(
        name="gen-home-after-error",
        kind="repairable",
        old=_two(_ERROR),
        new=_four(_ERROR),
        steps="""
            await page.locator("a.btn-primary.btn-lg").click()
            return {"home": "index" in page.url}
        """,
        truth=("a.btn >> Back to dashboard",),
        known_by="the link's target",
    ),
    Case(
        name="gen-messages-above-footer",
        kind="repairable",
        old=_two(_FOOTER),
        new=_four(_FOOTER),
        steps="""
            await page.locator("a.info-number").click()
            return {"opened": "messages"}
        """,
        truth=("button.tb-messages",),
        known_by="envelope and label Messages; the bell is beside it",
    ),
    Case(
        name="gen-own-account",
        kind="repairable",
        old=_two(_BOARD),
        new=_four(_BOARD),
        steps="""
            await page.locator("a.user-profile").click()
            return {"opened": "account"}
        """,
        truth=("button.tb-avatar",),
        known_by="the user's picture on top, labelled Account menu",
    ),
    Case(
        name="gen-photos-as-list-gone",
        kind="removed",
        old=_two(_PHOTOS),
        new=_four(_PHOTOS),
        steps="""
            await page.locator("button[data-view=list]").click()
            return {"shown": "list"}
        """,
        known_by="the new gallery has one view; Filter and Upload are the decoys",
    ),
)
