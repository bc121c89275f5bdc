"""Sessions in the Django admin: to look at, not to touch."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordings.models import BrowserSession
from tests.factories import make_user, signed_in
from tests.recordings.making import make_session
from tests.recordings.test_services import add_artifact

ADMIN = "/admin/recordings/browsersession/"


@pytest.mark.django_db
def test_sessions_are_shown_and_cannot_be_changed(tmp_path: Path) -> None:
    session, other = make_session(), make_session(browser=False)
    add_artifact(session.pk, tmp_path / "file", b"content")
    client = signed_in(make_user(staff=True))
    found = client.get(ADMIN, {"q": str(session.pk)}).content.decode()
    assert str(session.pk) in found
    assert str(other.pk) not in found
    assert client.get(ADMIN, {"q": "not an id"}).status_code == 200
    page = client.get(f"{ADMIN}{session.pk}/change/").content.decode()
    assert "screenshot" in page
    assert 'name="_save"' not in page
    assert client.get(f"{ADMIN}add/").status_code == 403
    assert client.post(f"{ADMIN}{session.pk}/delete/", {"post": "yes"}).status_code == 403
    assert BrowserSession.objects.count() == 2
