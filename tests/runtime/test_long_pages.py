"""A table of ten thousand rows is nothing unusual. Watching a workflow must not be what makes it fail there."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from runtime.capture import capture_page
from tests.runtime.child_runs import PAGE, Run
from tests.runtime.recording_stage import recorded

pytestmark = pytest.mark.browser

FILL = """document.body.innerHTML = "<table>" + Array.from({length: 10000}, (_, number) =>
  `<tr><td>${number}<td>name ${number}<td><button>Edit ${number}</button>`).join("") + "</table>";"""


def test_actions_take_no_longer_than_their_time_outs(child_run: Run) -> None:
    """Accessibility trees in the trace, say, would take half a minute for each of these clicks."""
    child_run.result(
        f"@workflow('w')\ndef w(ctx, input):\n    ctx.page.evaluate({FILL!r})\n"
        "    for row in range(3): ctx.page.locator('button').nth(row).click(timeout=10_000)\n",
        start_url=PAGE,
    )


def test_the_html_does_not_wait_for_the_accessibility_tree(tmp_path: Path) -> None:
    async def run() -> None:
        async with recorded(tmp_path) as stage:
            await stage.page.evaluate(FILL)
            session = stage.recorder.front_session
            assert session is not None
            capture = await capture_page(
                connection=stage.connection,
                cdp_url=stage.browser.cdp_url,
                session_id=session,
                folder=tmp_path,
                timeout_seconds=15,  # the tree takes longer, the HTML even beside other tests does not
            )
            (html,) = [file.path for file in capture.files if file.kind == "page_html"]
            assert "<button>Edit 9999</button>" in html.read_text(encoding="utf-8")

    asyncio.run(run())
