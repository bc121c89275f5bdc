"""How long the same 100 steps of a workflow take in the engine, with more and less of it watching.

The runs are there side by side and work in turn, 100 steps each: whatever else the machine does is shared by all.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, Literal

from bench.turns import Turns, asked_for
from libretto.protocol import JobSpec
from runtime.process_marks import host_marks

Watching = Literal["nothing", "film", "film-and-events", "trace", "everything"]
# Which recorder of partial_host, and whether there is a trace.
MODES: Final[dict[Watching, tuple[str, bool]]] = {
    "nothing": ("none", False),
    "film": ("film", False),
    "film-and-events": ("whole", False),
    "trace": ("none", True),
    "everything": ("whole", True),
}
SOURCE: Final = """
import asyncio, time, urllib.request
from libretto.workflows import workflow

@workflow("steps")
async def steps(ctx, input):
    page, rounds = ctx.page, []
    if not input["trace"]:
        await page.context.tracing.stop()
    while await asyncio.to_thread(is_my_turn, input["turn"]):
        await page.goto(input["site"] + "/text")
        await asyncio.sleep(0.5)
        begun = time.perf_counter()
        for number in range(10):
            await ten_steps(ctx, input["site"], number)
        rounds.append(time.perf_counter() - begun)
        await asyncio.sleep(0.5)  # until what watches has seen it, too
    return rounds

def is_my_turn(url):
    with urllib.request.urlopen(url) as answer:
        return answer.read() == b"go"

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
    print("customer", number)
"""


class RunFailed(Exception):
    """The text is the host's last words."""


def round_seconds(modes: Sequence[Watching], *, rounds: int, site: str, chromium: str) -> dict[Watching, list[float]]:
    """Of each 100 steps, in the order of rounds: the values of one place were measured next to each other."""
    turns = Turns([mode for _ in range(rounds) for mode in random.sample(modes, len(modes))])
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, asked_for(turns) as address:

        def run(watching: Watching) -> list[float]:
            try:
                return _run(watching, f"{address}/{watching}", site, Path(folder) / watching, chromium)
            finally:
                turns.leave(watching)

        with ThreadPoolExecutor() as threads:
            return dict(zip(modes, threads.map(run, modes), strict=True))


def _run(watching: Watching, turn: str, site: str, folder: Path, chromium: str) -> list[float]:
    recorder, trace = MODES[watching]
    bundle, output = folder / "bundle", folder / "output"
    for path in (bundle, output):
        path.mkdir(parents=True)
    (bundle / "workflows.py").write_text(SOURCE, encoding="utf-8")
    spec = JobSpec(
        session_id=f"bench-{uuid.uuid4()}",
        bundle=str(bundle),
        entry_point="workflows.py",
        workflow="steps",
        params={"site": site, "trace": trace, "turn": turn},
        credentials={},
        output=str(output),
        chromium=chromium,
        timeout_seconds=3600,
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
