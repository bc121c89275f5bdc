"""How long the same 100 steps of a workflow take in the engine, with more and less of it watching."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any, Final, Literal

from libretto.protocol import JobSpec
from runtime.process_marks import host_marks

Watching = Literal["nothing", "film", "everything", "everything but the film", "film and events"]
ROUNDS: Final = 3  # of 100 steps each in one run
# Which recorder of partial_host, and whether there is a trace.
MODES: Final[dict[Watching, tuple[str, bool]]] = {
    "nothing": ("none", False),
    "film": ("film", False),
    "everything": ("whole", True),
    "film and events": ("whole", False),
    "everything but the film": ("none", True),
}
SOURCE: Final = """
import asyncio, time
from libretto.workflows import workflow

@workflow("steps")
async def steps(ctx, input):
    page, rounds = ctx.page, []
    if not input["trace"]:
        await page.context.tracing.stop()
    for _ in range(input["rounds"]):
        await page.goto(input["site"] + "/text")
        await asyncio.sleep(1)
        begun = time.perf_counter()
        for number in range(10):
            await ten_steps(ctx, input["site"], number)
        rounds.append(time.perf_counter() - begun)
    return rounds

async def ten_steps(ctx, site, number):
    page = ctx.page
    await page.goto(site + "/form")
    await page.get_by_label("Name").fill(f"Customer {number}")
    await page.get_by_label("Mail").fill(f"customer{number}@example.com")
    await page.get_by_label("Street").press_sequentially("High Street")
    await page.get_by_label("Country").select_option("Italy")
    await page.get_by_label("Tell me the news").check()
    await page.get_by_label("Remarks").fill("Nothing to remark.")
    await page.get_by_role("button", name="Add").click()
    if await page.locator("#said").text_content() != "1 added":
        raise ValueError("the page did not add it")
    await page.get_by_role("link", name="Terms").click()
    if number == 0:
        print("ten steps done")
"""


class RunFailed(Exception):
    """The text is the host's last words."""


def round_seconds(watching: Watching, *, site: str, folder: Path, chromium: str) -> list[float]:
    """Of each 100 steps. `folder` exists and is empty. Raises RunFailed."""
    recorder, trace = MODES[watching]
    bundle, output = folder / "bundle", folder / "output"
    for path in (bundle, output):
        path.mkdir()
    (bundle / "workflows.py").write_text(SOURCE, encoding="utf-8")
    spec = JobSpec(
        session_id=f"bench-{uuid.uuid4()}",
        bundle=str(bundle),
        entry_point="workflows.py",
        workflow="steps",
        params={"site": site, "trace": trace, "rounds": ROUNDS},
        credentials={},
        output=str(output),
        chromium=chromium,
        timeout_seconds=300,
    )
    result = _result(spec, recorder, folder)
    if result.get("outcome") != "completed":
        raise RunFailed(json.dumps(result.get("error", "the host said nothing")))
    return [float(seconds) for seconds in result["value"]]


def _result(spec: JobSpec, recorder: str, folder: Path) -> dict[str, Any]:
    """The host's `result` event; it is driven as a worker does."""
    result: dict[str, Any] = {}
    with (folder / "stderr").open("wb") as stderr:
        host = subprocess.Popen(
            [sys.executable, "-m", "bench.partial_host", recorder],
            cwd=Path(__file__).parents[1],
            env={**os.environ, **host_marks(spec.session_id)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
        )
        if host.stdin is None or host.stdout is None:
            raise RunFailed("the host has no pipes")
        with host, contextlib.suppress(BrokenPipeError):
            _say(host, spec.to_json())
            for line in host.stdout:
                event = json.loads(line)
                if event["event"] == "workflow_started":
                    _say(host, {"command": "start"})
                elif event["event"] == "result":
                    result = event
    return result


def _say(host: subprocess.Popen[bytes], message: dict[str, Any]) -> None:
    if host.stdin is not None:
        host.stdin.write(json.dumps(message).encode() + b"\n")
        host.stdin.flush()
