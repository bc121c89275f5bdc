from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.logs.viewer.log_stage import LogStage
from tests.real_browser import launched
from tests.replay.timeline_stage import staged


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """For all tests of this folder, which ask no database."""
    with launched() as browser:
        yield browser


@pytest.fixture
def log() -> LogStage:
    return LogStage()


@pytest.fixture
def page(chromium: Browser, log: LogStage) -> Iterator[Page]:
    """Of the log, not loaded yet."""
    with staged(chromium, log) as page:
        yield page
