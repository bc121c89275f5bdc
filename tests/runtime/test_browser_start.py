from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from libretto.protocol import DEFAULT_VIEWPORT
from runtime.browser import Browser, BrowserNotStarted, launch
from runtime.chromium import find_chromium

pytestmark = pytest.mark.browser


async def started(
    folder: Path, executable: Path | None = None, *, headless: bool = True, seconds: float = 20
) -> Browser:
    return await launch(
        executable=executable or find_chromium(),
        folder=folder,
        viewport=DEFAULT_VIEWPORT,
        headless=headless,
        timeout_seconds=seconds,
    )


def program(path: Path, script: str) -> Path:
    path.write_text(script, encoding="utf-8")
    path.chmod(0o755)
    return path


def test_headed_without_a_display_runs_headless_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)

    async def run() -> None:
        browser = await started(tmp_path, headless=False)
        await browser.close()
        assert browser.notes == ("There is no display, so the browser runs headless.",)

    asyncio.run(run())


def test_without_a_sandbox_where_the_machine_allows_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    stack = "".join(f"echo '#{number} 0x0'; " for number in range(30))
    picky = f"""#!/bin/sh
case "$*" in *--no-sandbox*) exec {find_chromium()} "$@";; esac
echo 'FATAL: No usable sandbox! See the documentation'; {stack} exit 133"""

    async def run() -> None:
        browser = await started(tmp_path / "folder", program(tmp_path / "chromium", picky))
        await browser.close()
        assert "runs without it" in browser.notes[0]

    asyncio.run(run())


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("#!/bin/sh\necho libfoo.so is missing >&2; exit 127", r"exit code 127(.|\n)*libfoo.so is missing"),
        ("#!/bin/sh\nexit 1", "It said nothing"),
        ("no program", "cannot be started"),
    ],
)
def test_a_browser_that_does_not_start(tmp_path: Path, script: str, message: str) -> None:
    with pytest.raises(BrowserNotStarted, match=message):
        asyncio.run(started(tmp_path / "folder", program(tmp_path / "chromium", script)))


def test_a_browser_that_stays_silent(tmp_path: Path) -> None:
    silent = program(tmp_path / "chromium", "#!/bin/sh\necho $$ >&2; exec sleep 100")
    with pytest.raises(BrowserNotStarted, match=r"not ready after 0.5 s(.|\n)*\d") as caught:
        asyncio.run(started(tmp_path / "folder", silent, seconds=0.5))
    assert not Path("/proc", str(caught.value).split()[-1]).exists()
