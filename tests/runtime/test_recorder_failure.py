"""The last that the recording shows is the page as the failure left it."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.remux import remux
from tests.runtime.host_process import HostProcess
from tests.runtime.pictures import played

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

BEFORE, AT_THE_FAILURE = 30, 200
# The page changes, and in the next moment the workflow is over.
RAISES = f"""
@workflow("w")
async def w(ctx, input):
    await ctx.page.set_content("<body style='background: rgb({BEFORE},{BEFORE},{BEFORE})'>")
    await ctx.page.evaluate("s => document.body.style.background = `rgb(${{s}},${{s}},${{s}})`", {AT_THE_FAILURE})
    raise ValueError("it is not there")
"""
TIMES_OUT = RAISES.replace("raise ValueError", "await ctx.page.wait_for_selector").replace("it is not there", "#none")


@pytest.mark.parametrize(("source", "code"), [(RAISES, "workflow_error"), (TIMES_OUT, "timeout")])
def test_the_last_frame_is_the_failure(tmp_path: Path, source: str, code: str) -> None:
    with HostProcess(tmp_path, source, timeout_seconds=4) as host:
        assert host.result()["error"]["code"] == code
    fragments = [Path(fragment["path"]) for fragment in host.of("fragment")]
    remux(fragments=fragments, target=tmp_path / "film.mp4")
    assert abs(played(tmp_path / "film.mp4")[-1][1] - AT_THE_FAILURE) <= 4
    assert host.of("fragment")[0]["key"] is True
