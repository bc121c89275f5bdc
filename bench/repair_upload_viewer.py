"""Workflows against a viewer of PDFs (old, and of 2025), and a demonstration of uploads (of 2012, and of 2016)."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page

_VIEWER: Final = Page("ng2-pdfjs-viewer@3.2.0", "pdfjs/web/viewer.html")
_VIEWER_NOW: Final = Page("ng2-pdfjs-viewer@25.0.18", "pdfjs/web/viewer.html")
_VIEWER_SIX: Final = Page("ng2-pdfjs-viewer@6.0.2", "pdfjs/web/viewer.html")
_UPLOAD: Final = Page("blueimp-file-upload@6.9.7", "index.html")
_UPLOAD_NOW: Final = Page("blueimp-file-upload@9.12.6", "index.html")

CASES: Final = (
    Case(
        name="viewer-zoom-in",
        kind="repairable",
        old=_VIEWER,
        new=_VIEWER_NOW,
        steps="""
            await page.locator("#zoomIn").click()
            await page.locator("#zoomIn").click()
            return {"zoomed": True}
        """,
        truth=("#zoomInButton",),
        known_by="its hint and text, Zoom In",
    ),
    Case(
        name="viewer-find",
        kind="repairable",
        old=_VIEWER,
        new=_VIEWER_NOW,
        steps="""
            await page.locator("button#viewFind").click()
            return {"finding": await page.locator("#findbar").is_visible()}
        """,
        truth=("#viewFindButton",),
        known_by="its hint, Find in Document",
        is_sync=True,
    ),
    Case(
        name="viewer-page",
        kind="repairable",
        old=_VIEWER,
        new=_VIEWER_NOW,
        steps="""
            await page.locator("input.pageNumber").fill("3")
            return {"page": 3}
        """,
        truth=("#pageNumber",),
        known_by="its id and hint, Page",
    ),
    Case(
        name="viewer-zoom-out-taken-away",
        kind="removed",
        old=_VIEWER,
        new=_VIEWER_NOW,
        steps="""
            await page.locator(".splitToolbarButton > button.zoomOut").click()
            return {"zoomed": True}
        """,
        known_by="it is taken away; Zoom In is the decoy",
        change='document.querySelector("#zoomOutButton").remove();',
        is_sync=True,
    ),
    Case(
        name="viewer-download",
        kind="repairable",
        old=_VIEWER_SIX,
        new=_VIEWER_NOW,
        steps="""
            await page.get_by_role("button", name="Download").click()
            return {"downloaded": True}
        """,
        truth=("#downloadButton",),
        known_by="its id, and its place beside Print; it says Save now",
    ),
    Case(
        name="viewer-sidebar",
        kind="repairable",
        old=_VIEWER_SIX,
        new=_VIEWER_NOW,
        steps="""
            await page.locator("#sidebarToggle").click()
            return {"open": True}
        """,
        truth=("#sidebarToggleButton",),
        known_by="its hint, Toggle Sidebar, and its place as the first of the bar",
        is_sync=True,
    ),
    Case(
        name="upload-two-files",
        kind="repairable",
        old=_UPLOAD,
        new=_UPLOAD_NOW,
        steps="""
            bar = page.locator(".fileupload-buttonbar .span7")
            files = [
                {"name": "ada.png", "mimeType": "image/png", "buffer": b"ada"},
                {"name": "bob.png", "mimeType": "image/png", "buffer": b"bob"},
            ]
            await bar.locator("input[type=file]").set_input_files(files)
            return {"chosen": 2}
        """,
        truth=("input[name='files[]']",),
        known_by="the page's only field for files",
    ),
    Case(
        name="upload-delete",
        kind="repairable",
        old=_UPLOAD,
        new=_UPLOAD_NOW,
        steps="""
            await page.locator("input.toggle").check()
            await page.locator("button:has(i.icon-trash)").click()
            return {"deleted": True}
        """,
        truth=("input.toggle", "button.delete"),
        known_by="its text, Delete, and a bin as before; the icons have come from another set",
        is_sync=True,
    ),
    Case(
        name="upload-downloads",
        kind="repairable",
        old=_UPLOAD,
        new=_UPLOAD_NOW,
        steps="""
            await page.get_by_role("link", name="Downloads").click()
            return {"opened": "downloads"}
        """,
        truth=(".navbar a >> Download",),
        known_by="first of the same links of the same bar; it says Download now",
    ),
    Case(
        name="upload-support-gone",
        kind="removed",
        old=_UPLOAD,
        new=_UPLOAD_NOW,
        steps="""
            await page.locator(".navbar .nav").get_by_text("Support").click()
            return {"opened": "support"}
        """,
        known_by="the bar has no such link any more; Browser support, in the notes below, is the decoy",
        is_sync=True,
    ),
)
