"""The last that the recording shows is the page as the failure left it."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.remux import remux
from tests.runtime.host_process import HostProcess
from tests.runtime.pictures import played

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

BEFORE, AT_THE_FAILURE = 30, 200
# The page changes, and in the next moment the workflow is over, or waits until it is.
CHANGES = f"""
@workflow("w")
def w(ctx, input):
    ctx.page.set_content("<body style='background: rgb({BEFORE},{BEFORE},{BEFORE})'>")
    ctx.page.evaluate("s => document.body.style.background = `rgb(${{s}},${{s}},${{s}})`", {AT_THE_FAILURE})
"""
RAISES = f'{CHANGES}    raise ValueError("it is not there")\n'
WAITS = f"{CHANGES}    ctx.page.wait_for_timeout(60_000)\n"


def last_grey(host: HostProcess, folder: Path) -> float:
    fragments = [Path(fragment["path"]) for fragment in host.of("fragment")]
    remux(fragments=fragments, target=folder / "film.mp4")
    assert host.of("fragment")[0]["key"] is True
    return played(folder / "film.mp4")[-1][1]


def test_the_last_frame_is_the_failure(tmp_path: Path) -> None:
    with HostProcess(tmp_path, RAISES) as host:
        assert host.result()["error"]["code"] == "workflow_error"
    assert abs(last_grey(host, tmp_path) - AT_THE_FAILURE) <= 4


def test_a_run_out_of_time_tells_where_it_was_and_shows_its_page(tmp_path: Path) -> None:
    with HostProcess(tmp_path, WAITS, timeout_seconds=2) as host:
        error = host.result()["error"]
    assert error["code"] == "timeout"
    assert error["message"] == "The run took longer than its time limit of 2 seconds."
    assert "workflows.py:9 in w" in error["mapped_stack"]
    assert {"screenshot", "page_html", "trace"} <= {event["kind"] for event in host.of("artifact")}
    assert abs(last_grey(host, tmp_path) - AT_THE_FAILURE) <= 4
