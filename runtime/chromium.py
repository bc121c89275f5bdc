"""Which Chromium to start, and with which flags."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from libretto.protocol import Viewport

SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SHARED_MEMORY_LEAST = 256 * 1024**2  # below it Chromium crashes on heavy pages, unless it uses files instead

CALLS_HOME = (
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-client-side-phishing-detection",
    "--disable-component-extensions-with-background-pages",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-field-trial-config",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    "--no-service-autorun",
)
BACK = ("--disable-back-forward-cache",)  # a page that comes out of it never loads, which Playwright waits for
THROTTLING = (
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-hang-monitor",
    "--disable-ipc-flooding-protection",
    "--disable-renderer-backgrounding",
)
QUESTIONS = (
    "--disable-infobars",
    "--disable-popup-blocking",
    "--disable-prompt-on-repost",
    "--disable-search-engine-choice-screen",
    "--disable-save-password-bubble",
    "--password-store=basic",
    "--use-mock-keychain",
)
DISABLED_FEATURES = (
    "AimEnabled",  # asks google.com at start
    "AutofillServerCommunication",
    "AvoidUnnecessaryBeforeUnloadCheckSync",  # loses beforeunload dialogs under automation
    "CertificateTransparencyComponentUpdater",
    "DestroyProfileOnBrowserClose",
    "GlobalMediaControls",
    "HttpsFirstBalancedModeAutoEnable",  # a workflow's http:// stays http://
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",  # keeps showing the page before: the recording would be late
    "PreconnectToSearch",
    "Translate",
)
ENABLED_FEATURES = ("SkipListAccountsWithoutGaiaCookies",)


class ChromiumMissing(Exception):
    """No Chromium on this machine; the text names the remedy."""


def find_chromium(explicit: str | None = None) -> Path:
    """`explicit` (LIBRETTO_CHROMIUM), else Playwright's own, else the system's. Raises ChromiumMissing."""
    if explicit:
        found = shutil.which(explicit)
        if found is None:
            raise ChromiumMissing(
                f"LIBRETTO_CHROMIUM is {explicit!r}, which is not a program that can be started. "
                "Set it to the path of Chromium, or unset it to have Chromium looked up."
            )
        return Path(found)
    for candidate in (*_of_playwright(), *_of_system()):
        return candidate
    raise ChromiumMissing(
        "Chromium was not found. Install it with `playwright install chromium` or with the system's "
        "package manager (`apt install chromium`), or set LIBRETTO_CHROMIUM to its path."
    )


def chromium_arguments(*, profile: Path, viewport: Viewport, headless: bool, own_sandbox: bool) -> list[str]:
    """Everything after the program's name."""
    arguments = [
        *CALLS_HOME,
        *BACK,
        *THROTTLING,
        *QUESTIONS,
        f"--disable-features={','.join(DISABLED_FEATURES)}",
        f"--enable-features={','.join(ENABLED_FEATURES)}",
        "--disable-gpu",
        "--enable-unsafe-swiftshader",  # WebGL without a GPU
        "--force-color-profile=srgb",
        "--mute-audio",
        "--remote-debugging-address=127.0.0.1",
        "--remote-debugging-port=0",
        f"--user-data-dir={profile}",
        f"--window-size={viewport['width']},{viewport['height']}",
    ]
    if headless:
        arguments += ["--headless=new", "--hide-scrollbars"]
    if not own_sandbox:
        arguments.append("--no-sandbox")
    if _shared_memory() < SHARED_MEMORY_LEAST:
        arguments.append("--disable-dev-shm-usage")
    return [*arguments, "about:blank"]


def _of_playwright() -> Iterable[Path]:
    """Playwright's downloads, newest first."""
    configured = os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "")
    folder = Path(configured) if configured not in {"", "0"} else Path.home() / ".cache" / "ms-playwright"
    found = (path for path in folder.glob("chromium-*/chrome-linux*/chrome") if os.access(path, os.X_OK))
    return sorted(found, key=_revision, reverse=True)


def _revision(path: Path) -> int:
    digits = re.search(r"chromium-(\d+)", str(path))
    return int(digits[1]) if digits else 0


def _of_system() -> Iterable[Path]:
    return [Path(found) for name in SYSTEM_NAMES if (found := shutil.which(name))]


def _shared_memory() -> int:
    """Bytes of /dev/shm; 0 where there is none."""
    try:
        size = os.statvfs("/dev/shm")  # noqa: S108 - asked for its size only
    except OSError:
        return 0
    return size.f_frsize * size.f_blocks
