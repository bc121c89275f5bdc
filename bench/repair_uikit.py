"""Workflows against the test pages of UIkit (2.27 and 3.25): alerts, dialogues, pages, uploads."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _old(file: str) -> Page:
    return Page("uikit@2.27.4", f"tests/{file}")


def _new(file: str) -> Page:
    return Page("uikit@3.25.0", f"tests/{file}")


CASES: Final = (
    Case(
        name="uikit-confirm",
        kind="repairable",
        old=_old("core/modal.html"),
        new=_new("modal.html"),
        steps="""
            await page.locator("button.js-modal-confirm").click()
            return {"asked": True}
        """,
        truth=("#js-modal-confirm",),
        known_by="its text, Confirm, and its name, an id now and not a class; it is a link now",
    ),
    Case(
        name="uikit-with-scrollbar",
        kind="repairable",
        old=_old("core/modal.html"),
        new=_new("modal.html"),
        steps="""
            await page.get_by_role("button", name="Modal with scrollbar").click()
            return {"opened": True}
        """,
        truth=('a[href="#modal-scrollbar"]',),
        known_by="the heading, Scrollbar, and the dialogue that it opens, #modal-scrollbar",
        is_sync=True,
    ),
    Case(
        name="uikit-spinner-gone",
        kind="removed",
        old=_old("core/modal.html"),
        new=_new("modal.html"),
        steps="""
            await page.get_by_role("link", name="Spinner").click()
            return {"opened": True}
        """,
        known_by="none of the many dialogues of the new page shows a spinner",
        is_sync=True,
    ),
    Case(
        name="uikit-close-warning",
        kind="repairable",
        old=_old("core/alert.html"),
        new=_new("alert.html"),
        steps="""
            warning = page.locator("div[data-uk-alert].uk-alert-warning").first
            await warning.locator("a.uk-close").click()
            return {"closed": True}
        """,
        truth=(".uk-alert-warning > a.uk-alert-close",),
        known_by="the first alert of this colour, and all that it closes with",
    ),
    Case(
        name="uikit-upload",
        kind="repairable",
        old=_old("components/upload.html"),
        new=_new("upload.html"),
        steps="""
            photo = {"name": "ada.png", "mimeType": "image/png", "buffer": b"ada"}
            await page.locator("#upload-select1").set_input_files(photo)
            return {"chosen": "ada.png"}
        """,
        truth=(".js-upload:not(.uk-placeholder) input[type=file]",),
        known_by="the button Select beside it and the heading of the same name; the other one is in the drop area",
    ),
    Case(
        name="uikit-notify",
        kind="repairable",
        old=_old("components/notify.html"),
        new=_new("notification.html"),
        steps="""
            await page.locator("button[data-pos='bottom-center']").click()
            await page.locator("button[data-status='warning']").click()
            return {"notified": 2}
        """,
        truth=("button >> Bottom Center", "button >> Warning"),
        known_by="their texts; what they tell is in onclick now",
        is_sync=True,
    ),
)
