from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from accounts.models import Team, User
from recordings.models import BrowserSession
from tests.factories import make_user
from tests.real_browser import launched
from tests.replay import player_stage, timeline_stage
from tests.replay.films import Recorded, recorded
from tests.replay.share_links import make_shared_run


@pytest.fixture
def member(team: Team) -> User:
    return make_user(team, email="dora@example.com")


@pytest.fixture
def shared_run(team: Team, tmp_path: Path) -> BrowserSession:
    return make_shared_run(team, tmp_path)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """For all staged pages of a file of tests: to start one takes longer than most of them."""
    with launched("--autoplay-policy=document-user-activation-required") as browser:
        yield browser


@pytest.fixture
def timeline() -> timeline_stage.Stage:
    """A finished session without a video."""
    return timeline_stage.Stage()


@pytest.fixture
def page(chromium: Browser, timeline: timeline_stage.Stage) -> Iterator[Page]:
    """Of the timeline, not loaded yet."""
    with timeline_stage.staged(chromium, timeline) as page:
        yield page


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """20 seconds, ten pictures a second."""
    return recorded(Path(tmp_path_factory.mktemp("film")), seconds=20)


@pytest.fixture
def stage(film: Recorded) -> player_stage.Stage:
    """A finished session with a video: a step every second, from 1.2 to 18.2 s."""
    stage = player_stage.Stage(film)
    for number in range(1, 19):
        stage.event(f"call@{number}", "step", number * 1000 + 200, f"Step {number}", end=number * 1000 + 300)
    return stage
