from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from libretto.protocol import DEFAULT_VIEWPORT
from runtime.browser import Browser, launch
from runtime.cdp import Connection
from runtime.chromium import find_chromium

pytestmark = pytest.mark.browser


async def started(folder: Path, executable: Path | None = None, *, headless: bool = True) -> Browser:
    return await launch(
        executable=executable or find_chromium(),
        folder=folder,
        viewport=DEFAULT_VIEWPORT,
        headless=headless,
        timeout_seconds=20,
    )


async def evaluated(browser: Browser, expression: str) -> object:
    connection = await Connection.open(browser.cdp_url)
    try:
        targets = (await connection.send("Target.getTargets"))["targetInfos"]
        page = next(target["targetId"] for target in targets if target["type"] == "page")
        attached = await connection.send("Target.attachToTarget", {"targetId": page, "flatten": True})
        parameters = {"expression": expression, "returnByValue": True}
        return (await connection.send("Runtime.evaluate", parameters, attached["sessionId"]))["result"].get("value")
    finally:
        await connection.close()


def living_in(folder: Path) -> list[psutil.Process]:
    """The processes of the browser whose profile is under `folder`."""
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if any(str(folder) in argument for argument in process.info["cmdline"] or [])
        and process.status() != psutil.STATUS_ZOMBIE
    ]


def ended_within(folder: Path, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while living_in(folder):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_it_starts_and_ends_whole(tmp_path: Path) -> None:
    async def run() -> None:
        browser = await started(tmp_path)
        assert browser.version.startswith(("Chrome/", "HeadlessChrome/"))
        assert living_in(tmp_path)
        await browser.close()
        assert await browser.wait() == 0
        await browser.close()

    asyncio.run(run())
    assert not living_in(tmp_path)


def test_a_browser_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    async def run() -> None:
        browser = await started(tmp_path)
        browser.process.send_signal(signal.SIGSTOP)
        await browser.close(grace_seconds=1)
        assert await browser.wait() == -signal.SIGKILL

    asyncio.run(run())
    assert ended_within(tmp_path, 1)  # its helpers were killed, and are still on their way


def test_closing_a_browser_that_has_crashed(tmp_path: Path) -> None:
    async def run() -> None:
        browser = await started(tmp_path)
        browser.process.kill()
        assert await browser.wait() == -signal.SIGKILL
        await browser.close()

    asyncio.run(run())
    assert ended_within(tmp_path, 5)


def test_everything_it_writes_is_in_its_folder(tmp_path: Path) -> None:
    async def run() -> None:
        browser = await started(tmp_path)
        environment = psutil.Process(browser.pid).environ()
        await browser.close()
        for name in ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
            assert environment[name].startswith((str(tmp_path), "/proc/self/cwd/"))
        assert "DATABASE_URL" not in environment

    asyncio.run(run())


def test_a_folder_with_a_long_name(tmp_path: Path) -> None:
    async def run() -> None:
        browser = await started(tmp_path / ("long" * 25))
        assert await evaluated(browser, "1 + 1") == 2
        await browser.close()

    asyncio.run(run())


def test_webgl_works_without_a_gpu(tmp_path: Path) -> None:
    async def run() -> None:
        browser = await started(tmp_path)
        assert await evaluated(browser, "!!document.createElement('canvas').getContext('webgl')") is True
        await browser.close()

    asyncio.run(run())


OWNER = """
import asyncio, sys
from pathlib import Path
from runtime.browser import launch
from runtime.chromium import find_chromium

async def main():
    await launch(executable=find_chromium(), folder=Path(sys.argv[1]), viewport={"width": 800, "height": 600})
    print("started", flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


def test_it_does_not_outlive_its_owner(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", OWNER, str(tmp_path)], stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == "started\n"
        assert living_in(tmp_path)
        os.kill(owner.pid, signal.SIGKILL)
    assert ended_within(tmp_path, 5)
