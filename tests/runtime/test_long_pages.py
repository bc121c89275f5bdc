"""A table of ten thousand rows is nothing unusual. Watching a workflow must not be what makes it fail there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from runtime.capture import capture_page
from runtime.cdp import Connection
from tests.runtime.child_runs import PAGE, Run
from tests.runtime.studio import Studio

pytestmark = pytest.mark.browser

FILL = """document.body.innerHTML = "<table>" + Array.from({length: 10000}, (_, number) =>
  `<tr><td>${number}<td>name ${number}<td><button>Edit ${number}</button>`).join("") + "</table>";"""


def test_actions_take_no_longer_than_their_time_outs(child_run: Run) -> None:
    """Accessibility trees in the trace, say, would take half a minute for this click."""
    child_run.result(
        f"@workflow('w')\ndef w(ctx, input):\n    ctx.page.evaluate({FILL!r})\n"
        "    ctx.page.locator('button').nth(2).click(timeout=10_000)\n",
        start_url=PAGE,
    )


def test_the_html_does_not_wait_for_the_accessibility_tree(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tree of a long page keeps the page busy for longer than there is time: it is asked for last."""
    story: list[str] = []
    send = Connection.send

    async def heard(connection: Connection, method: str, *arguments: Any, **options: Any) -> dict[str, Any]:
        story.append(f"{method} asked")
        answer = await send(connection, method, *arguments, **options)
        story.append(f"{method} answered")
        return answer

    async def run() -> None:
        async with studio.recorded(tmp_path) as stage:
            session = stage.recorder.front_session
            assert session is not None
            monkeypatch.setattr(Connection, "send", heard)
            await capture_page(
                connection=stage.connection, cdp_url=stage.browser.cdp_url, session_id=session, folder=tmp_path
            )

    studio.run(run())
    assert story.index("Runtime.callFunctionOn answered") < story.index("Accessibility.getFullAXTree asked")
