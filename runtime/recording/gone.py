"""What a page had open ends with it, and the browser says nothing of that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from runtime.cdp import Connection

Gone = Callable[[str | None, str, str], None]  # session, why, loader of the document in its place or ""


def on_gone(connection: Connection, gone: Gone) -> None:
    """Calls `gone` when a page is left for another, is closed or crashes; frames and workers with sessions likewise."""

    def navigated(params: dict[str, Any], session: str | None) -> None:
        frame = params["frame"]
        if "parentId" not in frame:
            gone(session, "page was left", frame["loaderId"])

    connection.on("Page.frameNavigated", navigated)
    connection.on("Target.detachedFromTarget", lambda params, _: gone(params["sessionId"], "page was closed", ""))
    connection.on("Inspector.targetCrashed", lambda _, session: gone(session, "page crashed", ""))
