"""Workflows against the demonstration page of Shards (1.1 and 3.0): Bootstrap 4's forms."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page

_DEMO: Final = Page("shards-ui@1.1.1", "dist/shards-demo.html")
_DEMO_NOW: Final = Page("shards-ui@3.0.0", "dist/shards-demo.html")

CASES: Final = (
    Case(
        name="shards-photo-id",
        kind="repairable",
        old=_DEMO,
        new=_DEMO_NOW,
        steps="""
            scan = {"name": "passport.png", "mimeType": "image/png", "buffer": b"ada"}
            await page.locator("#form-file-4").set_input_files(scan)
            return {"chosen": "passport.png"}
        """,
        truth=("#customFile2",),
        known_by="Photo ID Scan above it, in the same form; the other one stands alone",
        is_sync=True,
    ),
    Case(
        name="shards-password",
        kind="repairable",
        old=_DEMO,
        new=_DEMO_NOW,
        steps="""
            await page.locator(".with-addon-icon-right input").fill("correct horse")
            return {"filled": True}
        """,
        truth=("#form2-password",),
        known_by="beside #form1-username, in the second of the three forms, which have a password each",
    ),
)
