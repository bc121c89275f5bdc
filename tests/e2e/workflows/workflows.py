"""What the end-to-end tests run. Pages are data: URLs, so that nothing but the server is involved."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from typing import Any

from pydantic import BaseModel

from libretto import workflow

TICKING = (
    "data:text/html,<h1 id=n style='font:120px monospace'>0</h1>"
    "<script>let n=0;setInterval(()=>{document.getElementById('n').textContent=++n},100)</script>"
)


class Seconds(BaseModel):
    seconds: float = 1


@workflow("tick", input=Seconds, start_url=TICKING)
async def tick(ctx: Any, input: Seconds) -> dict[str, Any]:
    print("ticking begins")
    deadline = time.monotonic() + input.seconds
    while time.monotonic() < deadline:
        await ctx.page.wait_for_timeout(250)
    size = await ctx.page.evaluate("[innerWidth, innerHeight]")
    return {"shown": int(await ctx.page.inner_text("#n")), "size": size}


@workflow("stuck", start_url=TICKING)
def stuck(ctx: Any, input: Any) -> None:
    print("about to get stuck")
    while True:
        time.sleep(0.1)


@workflow("secretive", credentials=["e2e_secret"], start_url="data:text/html,<input id=p type=password>")
async def secretive(ctx: Any, input: Any) -> dict[str, Any]:
    secret = input["credentials"]["e2e_secret"]
    print("the secret is", secret)
    await ctx.page.fill("#p", secret)
    await ctx.page.evaluate("s => document.body.append(s)", secret)
    raise RuntimeError(f"cannot use {secret}")


@workflow("noisy", start_url="about:blank")
def noisy(ctx: Any, input: Any) -> dict[str, Any]:
    """What a curious workflow can see of the server."""
    for number in range(30_000):
        print("line", number)
    sys.stdout.buffer.write(b"x" * 5_000_000 + b"\n" + b"nul \x00 and broken \xff\xfe utf-8\n")
    sys.stdout.flush()
    return {"names": sorted(os.environ), "home": os.environ["HOME"], "readable": _readable(input["paths"])}


def _readable(paths: list[str]) -> list[str]:
    return [path for path in paths if os.access(path, os.R_OK)]


@workflow("spawner", start_url=TICKING)
async def spawner(ctx: Any, input: Any) -> None:
    subprocess.Popen(["setsid", "sleep", input["seconds"]])
    print("left a process behind")
    await asyncio.sleep(3600)
