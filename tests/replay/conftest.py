from __future__ import annotations

from pathlib import Path

import pytest

from tests.replay.films import Recorded, recorded
from tests.replay.player_stage import Stage, player_browser

__all__ = ["player_browser"]


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """20 seconds, ten pictures a second."""
    return recorded(Path(tmp_path_factory.mktemp("film")), seconds=20)


@pytest.fixture
def stage(film: Recorded) -> Stage:
    """A finished session: a step every second, from 1.2 to 18.2 s."""
    stage = Stage(film)
    for number in range(1, 19):
        stage.event(f"call@{number}", "step", number * 1000 + 200, f"Step {number}", end=number * 1000 + 300)
    return stage
