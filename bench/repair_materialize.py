"""Workflows against the documentation of Materialize (0.95 and 0.97): its forms, dialogues and front page."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _old(file: str) -> Page:
    return Page("materialize-css@0.95.3", file)


def _new(file: str) -> Page:
    return Page("materialize-css@0.97.8", file)


CASES: Final = (
    Case(
        name="materialize-name-and-phone",
        kind="repairable",
        old=_old("forms.html"),
        new=_new("forms.html"),
        steps="""
            await page.locator(".input-field:has(i.mdi-action-account-circle) input").fill("Ada")
            await page.locator(".input-field:has(i.mdi-communication-phone) input").fill("0815")
            return {"filled": True}
        """,
        truth=("#icon_prefix", "#icon_telephone"),
        known_by="the ids and the labels, First Name and Telephone; the icons are drawn by another font now",
    ),
    Case(
        name="materialize-email",
        kind="repairable",
        old=_old("forms.html"),
        new=_new("forms.html"),
        steps="""
            await page.get_by_label("Email").fill("ada@example.com")
            return {"filled": True}
        """,
        truth=(".input-field.col > #email",),
        known_by="in a row of its own below the password; the one within a text and that of the errors are new",
        is_sync=True,
    ),
    Case(
        name="materialize-upload",
        kind="repairable",
        old=_old("forms.html"),
        new=_new("forms.html"),
        steps="""
            photo = {"name": "ada.png", "mimeType": "image/png", "buffer": b"ada"}
            await page.locator("input[type=file]").set_input_files(photo)
            return {"chosen": "ada.png"}
        """,
        truth=("input[type=file]:not([multiple])",),
        known_by="it takes one file, as before; the second one, for one or more files, has come",
    ),
    Case(
        name="materialize-username-gone",
        kind="removed",
        old=_old("forms.html"),
        new=_new("forms.html"),
        steps="""
            await page.get_by_label("Username").fill("ada")
            return {"filled": True}
        """,
        known_by="a field that cannot be filled is there now; the names beside it are the decoys",
        is_sync=True,
    ),
    Case(
        name="materialize-open-modal",
        kind="repairable",
        old=_old("modals.html"),
        new=_new("modals.html"),
        steps="""
            await page.locator("a.modal-trigger", has_text="Modal With Fixed Footer").click()
            return {"opened": True}
        """,
        truth=('a.btn[href="#modal2"]',),
        known_by="its text and target",
    ),
    Case(
        name="materialize-release",
        kind="repairable",
        old=_old("index.html"),
        new=_new("index.html"),
        steps="""
            await page.get_by_role("link", name="alpha release v0.95.3").click()
            return {"opened": "source"}
        """,
        truth=('a.red-text[href="https://github.com/Dogfalo/materialize"]',),
        known_by="where it leads, and that it names the release, a later one now",
        is_sync=True,
    ),
)
