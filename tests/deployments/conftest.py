from __future__ import annotations

import pytest

from accounts.models import Team
from tests.factories import Api, make_key, make_team


@pytest.fixture
def team(db: None) -> Team:
    return make_team()


@pytest.fixture
def api(team: Team) -> Api:
    return Api(make_key(team))


@pytest.fixture
def stranger(db: None) -> Api:
    """The client of another team."""
    return Api(make_key(make_team()))
