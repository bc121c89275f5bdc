"""A workflow whose two ids are gone in the site's second release. Running it again does no harm."""

from __future__ import annotations

from typing import Any

from libretto import workflow


@workflow("read-total", rerun="safe")
def read_total(ctx: Any, input: Any) -> dict[str, Any]:
    page = ctx.page
    page.goto(input["url"])
    page.locator("#month-button").click(timeout=2000)
    # The second button only comes with the first one's list.
    page.locator("#total-button").click(timeout=2000)
    return {"total": page.get_by_role("status").inner_text()}
