"""Workflows against demonstrations of Plyr, Swagger UI, SmartWizard, PatternFly and Semantic UI."""

from __future__ import annotations

from typing import Final

from bench.repair_case import Case
from bench.repair_packages import Page

_PLYR: Final = Page("plyr@1.8.7", "demo/index.html")
_PLYR_NOW: Final = Page("plyr@2.0.18", "demo/index.html")
_WIZARD: Final = Page("smartwizard@4.2.2", "examples/index.html")
_WIZARD_NOW: Final = Page("smartwizard@5.1.1", "examples/index.html")
_TOOLS: Final = Page("patternfly@2.10.0", "tests/toolbar.html")
_TOOLS_NOW: Final = Page("patternfly@3.10.0", "dist/tests/toolbar.html")

CASES: Final = (
    Case(
        name="plyr-on-github",
        kind="repairable",
        old=_PLYR,
        new=_PLYR_NOW,
        steps="""
            await page.locator("a.btn[href='https://github.com/selz/plyr']").click()
            return {"opened": "github"}
        """,
        truth=('a.btn[data-shr-network="github"]',),
        known_by="its text, Download on GitHub; the project has moved there",
    ),
    Case(
        name="plyr-selz-gone",
        kind="removed",
        old=_PLYR,
        new=_PLYR_NOW,
        steps="""
            await page.get_by_role("link", name="@selz").click()
            return {"opened": "selz"}
        """,
        known_by="the page names one maker only now, @sam_potts, the decoy",
        is_sync=True,
    ),
    Case(
        name="swagger-explore",
        kind="repairable",
        old=Page("swagger-ui@2.2.10", "dist/index.html"),
        new=Page("swagger-ui-dist@3.52.5", "index.html"),
        steps="""
            await page.locator("#input_baseUrl").fill("/v1/openapi.json")
            await page.locator("#explore").click()
            return {"explored": True}
        """,
        truth=("input.download-url-input", "button.download-url-button"),
        known_by="the only field of the bar on top, for the description's address, and Explore beside it",
    ),
    Case(
        name="wizard-next",
        kind="repairable",
        old=_WIZARD,
        new=_WIZARD_NOW,
        steps="""
            await page.locator(".form-inline .btn-group > button.btn-default").nth(1).click()
            return {"step": 2}
        """,
        truth=("#next-btn",),
        known_by="its id and text, Go Next",
        is_sync=True,
    ),
    Case(
        name="wizard-theme",
        kind="repairable",
        old=_WIZARD,
        new=_WIZARD_NOW,
        steps="""
            await page.locator("form select.form-control").select_option("dots")
            return {"theme": "dots"}
        """,
        truth=("#theme_selector",),
        known_by="its id and its choices; the two new ones are of animations and steps",
    ),
    Case(
        name="wizard-circles-gone",
        kind="removed",
        old=_WIZARD,
        new=_WIZARD_NOW,
        steps="""
            await page.locator("#theme_selector").select_option("circles")
            return {"theme": "circles"}
        """,
        known_by="default, arrows, dots and progress can be chosen now; which of them would be circles, nobody can say",
        is_sync=True,
    ),
    Case(
        name="patternfly-as-list",
        kind="repairable",
        old=_TOOLS,
        new=_TOOLS_NOW,
        steps="""
            await page.locator(".toolbar-pf-view-selector a:has(.fa-th-list)").click()
            return {"view": "list"}
        """,
        truth=(".toolbar-pf-view-selector button:has(.fa-th-list)",),
        known_by="its icon, in the same place of the same three; they are buttons now",
    ),
    Case(
        name="patternfly-link-gone",
        kind="removed",
        old=_TOOLS,
        new=_TOOLS_NOW,
        steps="""
            await page.get_by_role("link", name="First Link").click()
            return {"opened": "first"}
        """,
        known_by="the menu has other entries now; Basic is at its place",
        is_sync=True,
    ),
    Case(
        name="semantic-newsletter-gone",
        kind="removed",
        old=Page("semantic-ui@1.12.3", "examples/homepage.html"),
        new=Page("semantic-ui@2.5.0", "examples/homepage.html"),
        steps="""
            await page.locator(".ui.action.input").get_by_text("Sign up").click()
            return {"subscribed": True}
        """,
        known_by="the new page has no newsletter; its Sign Up, the decoy, is for an account",
    ),
)
