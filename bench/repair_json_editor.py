"""Workflows against the examples of JSON Editor (4.1, 9.0) and the documentation of Spectre.css (0.1, 0.5)."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page


def _old(file: str) -> Page:
    return Page("jsoneditor@4.1.2", f"examples/{file}")


def _new(file: str) -> Page:
    return Page("jsoneditor@9.0.0", f"examples/{file}")


_SPECTRE: Final = Page("spectre.css@0.1.10", "index.html")

CASES: Final = (
    Case(
        name="json-expand-all",
        kind="repairable",
        old=_old("03_switch_mode.html"),
        new=_new("03_switch_mode.html"),
        steps="""
            await page.locator("button.expand-all").click()
            return {"expanded": True}
        """,
        truth=("button.jsoneditor-expand-all",),
        known_by="its hint, Expand all fields",
    ),
    Case(
        name="json-search",
        kind="repairable",
        old=_old("03_switch_mode.html"),
        new=_new("03_switch_mode.html"),
        steps="""
            await page.locator("table.search input").fill("World")
            return {"searched": "World"}
        """,
        truth=(".jsoneditor-search input",),
        known_by="the only field above the tree, hinted at as Search fields and values",
        is_sync=True,
    ),
    Case(
        name="json-modes",
        kind="repairable",
        old=_old("03_switch_mode.html"),
        new=_new("03_switch_mode.html"),
        steps="""
            await page.locator(".menu button.modes").click()
            return {"modes": True}
        """,
        truth=("button.jsoneditor-modes",),
        known_by="its hint, Switch Editor Mode, and that it says the mode, Tree",
    ),
    Case(
        name="json-set",
        kind="repairable",
        old=_old("01_basic_usage.html"),
        new=_new("01_basic_usage.html"),
        steps="""
            await page.get_by_role("button", name="Set JSON").click()
            await page.locator(".jsoneditor .collapse-all").click()
            return {"collapsed": True}
        """,
        truth=("#setJSON", "button.jsoneditor-collapse-all"),
        known_by="its hint, Collapse all fields",
        is_sync=True,
    ),
    Case(
        name="spectre-message",
        kind="repairable",
        old=_SPECTRE,
        new=Page("spectre.css@0.5.9", "docs/elements/forms.html"),
        steps="""
            await page.locator("section#forms form").first.get_by_label("Message").fill("Hello.")
            return {"filled": True}
        """,
        truth=("#input-example-3",),
        known_by="its label, Message",
    ),
    Case(
        name="spectre-download",
        kind="repairable",
        old=_SPECTRE,
        new=Page("spectre.css@0.5.9", "docs/getting-started/installation.html"),
        steps="""
            await page.locator("#getting-started .btn.btn-primary").click()
            return {"fetched": True}
        """,
        truth=("a.btn >> Download Spectre.css",),
        known_by="its text",
        is_sync=True,
    ),
)
