"""Ends what a run started, in the order that keeps most of it: the page first, then its trace, then the processes."""

from __future__ import annotations

import asyncio
import sys
import traceback
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, Final

from runtime.capture import Capture, capture_page, capture_whole_page
from runtime.endings import Ending
from runtime.processes import end_session
from runtime.stage import Stage
from runtime.tracing.archive import trace_zip

CAPTURE_SECONDS: Final = 12.0
WHOLE_SECONDS: Final = 4.0  # for the picture of a long page
TRACE_SECONDS: Final = 30.0
RECORDER_SECONDS: Final = 10.0
OUTPUT_SECONDS: Final = 30.0
_QUICK_SECONDS: Final = 0.5
_TEXTS: Final = ("page_html", "aria_snapshot")


async def tear_down(stage: Stage, ending: Ending) -> None:
    """Nothing that the run started is left when it returns. It raises nothing, and says what went wrong on the way."""
    quick = ending.outcome == "cancelled"
    grace = _QUICK_SECONDS if quick else stage.spec.limits.stop_grace_seconds
    stage.watches.cancel()
    if ending.outcome == "failed":
        await _bounded(stage, "capturing the page", CAPTURE_SECONDS, _capture(stage))
    await _bounded(stage, "reading the trace", TRACE_SECONDS, stage.last_steps())
    if not quick:
        await _bounded(stage, "packing the trace", TRACE_SECONDS, _pack_trace(stage))
    stage.log.hurry()
    if stage.child is not None:
        await _bounded(stage, "ending the workflow", 2 * grace + 12, stage.child.stop(grace_seconds=grace))
    if stage.recorder is not None:
        await _bounded(stage, "ending the recording", RECORDER_SECONDS, stage.recorder.stop())
        if stage.recorder.problem:
            stage.log.say(stage.recorder.problem, "warn")
    if stage.connection is not None:
        await _bounded(stage, "leaving the browser", grace, stage.connection.close())
    if stage.browser is not None:
        await _bounded(stage, "closing the browser", 3 * grace + 3, stage.browser.close(grace_seconds=grace))
    everything = asyncio.to_thread(end_session, stage.spec.session_id, grace_seconds=_QUICK_SECONDS)
    ended = await _bounded(stage, "ending what is left", 15, everything)
    if stage.child is not None:
        seconds = _QUICK_SECONDS if quick else OUTPUT_SECONDS
        await _bounded(stage, "reading the workflow's output", seconds, stage.child.heard_out())
    stage.log.end_flood()
    stage.log.say(f"Clean-up: {stage.reporter.kept}{'; all processes have ended' if ended else ''}.")
    stage.trace.close()
    stage.stacks.close()


async def _bounded(stage: Stage, doing: str, seconds: float, coroutine: Coroutine[Any, Any, None]) -> bool:
    """Whether it was done. One thing that goes wrong must not keep the rest from being ended."""
    try:
        async with asyncio.timeout(seconds):
            await coroutine
        return True
    except TimeoutError:
        stage.log.say(f"The runner gave up {doing} after {seconds:g} seconds.", "warn")
    except Exception as error:  # noqa: BLE001 - see above
        traceback.print_exc(file=sys.stderr)
        stage.log.say(f"The runner failed while {doing}: {type(error).__name__}: {error}", "warn")
    return False


async def _capture(stage: Stage) -> None:
    """Screenshot, HTML and accessibility tree of the page as the failure left it."""
    browser, connection, recorder = stage.browser, stage.connection, stage.recorder
    if browser is None or connection is None or recorder is None:
        return
    session = recorder.front_session
    if connection.lost or session is None:
        _keep_last_frame(stage, recorder.last_frame)
        return
    stage.log.say("The run has failed. Keeping the page as the failure left it.")
    folder = stage.folders.artifacts
    # The recording ends with the failure: what is done to the page for the last picture is not in it.
    capture, _ = await asyncio.gather(
        capture_page(
            connection=connection,
            cdp_url=browser.cdp_url,
            session_id=session,
            folder=folder,
            last_frame=recorder.last_frame,
        ),
        recorder.stop(),
    )
    await _report(stage, capture)
    if not capture.problems:
        whole = await capture_whole_page(
            connection=connection,
            cdp_url=browser.cdp_url,
            session_id=session,
            folder=folder,
            timeout_seconds=WHOLE_SECONDS,
        )
        await _report(stage, whole)


async def _report(stage: Stage, capture: Capture) -> None:
    for problem in capture.problems:
        stage.log.say(problem, "warn")
    for file in capture.files:
        if file.kind in _TEXTS:
            await asyncio.to_thread(_mask, file.path, stage)
        stage.reporter.artifact(file.kind, file.path, file.content_type)


def _keep_last_frame(stage: Stage, frame: bytes | None) -> None:
    """All that is left of a page whose browser has died."""
    if frame is not None:
        path = stage.folders.artifacts / "last_frame.jpg"
        path.write_bytes(frame)
        stage.reporter.artifact("screenshot", path, "image/jpeg")


def _mask(path: Path, stage: Stage) -> None:
    path.write_bytes(stage.masker.raw(path.read_bytes()))


async def _pack_trace(stage: Stage) -> None:
    target = stage.folders.artifacts / "trace.zip"
    packed = await asyncio.to_thread(
        trace_zip, trace=stage.folders.trace, stacks=stage.stacks, target=target, masker=stage.masker
    )
    if packed:
        stage.reporter.artifact("trace", target, "application/zip")
