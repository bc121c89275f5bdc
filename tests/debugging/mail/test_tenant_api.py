"""/v1/tenant/settings"""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import AuditEvent, Team
from debugging.models import DebugSettings
from tests.factories import Api, make_key, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def api(team: Team) -> Api:
    return Api(make_key(team))


def answer(disabled: bool = False, email: str | None = None) -> tuple[int, dict[str, Any]]:
    return 200, {
        "code_sharing_enabled": False,
        "disable_job_failure_notifications": disabled,
        "debug_notification_email": email,
    }


def test_reading_changes_nothing(api: Api) -> None:
    assert api.post("tenant/settings") == answer()
    assert not DebugSettings.objects.exists()


def test_what_is_sent_is_changed_and_the_rest_stays(api: Api, team: Team) -> None:
    assert api.post("tenant/settings", {"disable_job_failure_notifications": True}) == answer(True)
    assert api.post("tenant/settings", {"debug_notification_email": "Ops@x.io"}) == answer(True, "ops@x.io")
    assert api.post("tenant/settings", {"disable_job_failure_notifications": False}) == answer(False, "ops@x.io")
    assert api.post("tenant/settings", {}) == answer(False, "ops@x.io")
    assert api.post("tenant/settings", {"debug_notification_email": None}) == answer()
    assert AuditEvent.objects.of(team).filter(action="notifications.changed").count() == 4


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"disable_job_failure_notifications": "yes"}, "disable_job_failure_notifications"),
        ({"disable_job_failure_notifications": None}, "disable_job_failure_notifications"),
        ({"debug_notification_email": "nobody"}, "debug_notification_email"),
        ({"debug_notification_email": 7}, "debug_notification_email"),
        ({"debug_notification_email": "a@b.io\nBcc: c@d.io"}, "debug_notification_email"),
    ],
)
def test_what_cannot_be_used_is_named(api: Api, sent: dict[str, Any], field: str) -> None:
    status, body = api.post("tenant/settings", sent)
    assert status == 400
    assert body["data"]["issues"][0]["path"] == [field]
    assert not DebugSettings.objects.exists()


def test_each_team_has_its_own(api: Api) -> None:
    api.post("tenant/settings", {"disable_job_failure_notifications": True})
    assert Api(make_key(make_team())).post("tenant/settings") == answer()
