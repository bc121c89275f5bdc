"""Workflows against the demonstration of Cropper, which cuts pictures: 0.7, and 0.11."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page

_CROPPER: Final = Page("cropper@0.7.9", "docs/index.html")
_CROPPER_NOW: Final = Page("cropper@0.11.1", "docs/index.html")

CASES: Final = (
    Case(
        name="cropper-image-data",
        kind="repairable",
        old=_CROPPER,
        new=_CROPPER_NOW,
        steps="""
            await page.locator("#getImageData").click()
            return {"read": True}
        """,
        truth=("button >> Get Image Data",),
        known_by="its text; other data are to be had beside it",
    ),
    Case(
        name="cropper-zoom-in",
        kind="repairable",
        old=_CROPPER,
        new=_CROPPER_NOW,
        steps="""
            tools = page.locator(".docs-toolbar")
            await tools.get_by_title("Zoom In").click()
            return {"zoomed": True}
        """,
        truth=('button[title="Zoom In"]',),
        known_by="its hint; Zoom Out is beside it",
        is_sync=True,
    ),
    Case(
        name="cropper-disable",
        kind="repairable",
        old=_CROPPER,
        new=_CROPPER_NOW,
        steps="""
            await page.locator("#disable").click()
            await page.locator("#enable").click()
            return {"enabled": True}
        """,
        truth=("button[data-method=disable]", "button[data-method=enable]"),
        known_by="their attributes and hints, Disable and Enable; they are icons now",
    ),
    Case(
        name="cropper-replace-gone",
        kind="removed",
        old=_CROPPER,
        new=_CROPPER_NOW,
        steps="""
            await page.locator("#replaceWith").fill("img/picture-3.jpg")
            await page.locator("#replace").click()
            return {"replaced": True}
        """,
        known_by="no picture can be named by its address any more; the upload, and the field for data, are the decoys",
        is_sync=True,
    ),
)
