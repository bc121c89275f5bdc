"""What all workflows here know about the portal's pages.

Locators go by role and label, and by what stays the same when a site is redesigned.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

from playwright.async_api import Page as AsyncPage
from playwright.sync_api import Page
from pydantic import BaseModel, HttpUrl

USER_NAME = re.compile("user name", re.IGNORECASE)
NEXT_PAGE = re.compile("^next", re.IGNORECASE)
PLACE_ORDER = re.compile("(place|submit) order", re.IGNORECASE)
DOWNLOAD = re.compile("download|export", re.IGNORECASE)
SIGNED_IN = re.compile("/orders$")


class PortalInput(BaseModel):
    """Every workflow here needs to know where the portal is, such as `https://portal.example/r1`."""

    portal_url: HttpUrl

    def url(self, path: str) -> str:
        return f"{str(self.portal_url).rstrip('/')}/{path}"


async def sign_in_async(page: AsyncPage, sign_in_url: str, credentials: Mapping[str, str]) -> None:
    await page.goto(sign_in_url)
    await page.get_by_label(USER_NAME).fill(credentials["portal_user"])
    await page.get_by_label("Password", exact=True).fill(credentials["portal_password"])
    await page.get_by_label("Password", exact=True).press("Enter")
    await page.wait_for_url(SIGNED_IN)


def sign_in(page: Page, sign_in_url: str, credentials: Mapping[str, str]) -> None:
    page.goto(sign_in_url)
    page.get_by_label(USER_NAME).fill(credentials["portal_user"])
    page.get_by_label("Password", exact=True).fill(credentials["portal_password"])
    page.get_by_label("Password", exact=True).press("Enter")
    page.wait_for_url(SIGNED_IN)


def amount(text: str) -> Decimal:
    """Of a text such as `€ 1,234.50`."""
    return Decimal(re.sub(r"[^\d.]", "", text))
