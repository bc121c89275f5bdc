from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.logs.log_stage import LogStage
from tests.real_browser import launched
from tests.replay.timeline_stage import staged


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """For all staged pages of a file of tests."""
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
