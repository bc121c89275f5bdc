"""Signed links: one thing, for a while."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from recordings import links, services
from recordings.links import LinkExpired, LinkInvalid
from recordings.models import Artifact
from tests.recordings.making import make_session


def token_of(url: str) -> str:
    return url.rpartition("/")[2]


def test_a_link_names_its_session_until_it_expires(settings: Settings) -> None:
    settings.PUBLIC_URL, settings.LINK_SECONDS = "https://example.org", 60
    session_id, before = uuid4(), timezone.now()
    url, expires_at = links.recording_link(session_id)
    assert re.fullmatch(r"https://example\.org/recordings/[\w.-]+", url)
    assert links.session_of(token_of(url)) == (session_id, expires_at)
    assert timedelta(seconds=58) < expires_at - before <= timedelta(seconds=60)
    assert links.video_path(session_id).startswith("/recordings/")


def test_an_expired_link_says_so(settings: Settings) -> None:
    settings.LINK_SECONDS = -1
    with pytest.raises(LinkExpired):
        links.session_of(token_of(links.recording_link(uuid4())[0]))


def test_links_cannot_be_made_up(settings: Settings) -> None:
    token = token_of(links.recording_link(uuid4())[0])
    name, expires, signature = token.split(".")
    later = str(int(expires) + 1)
    forged = [
        f"{uuid4().hex}.{expires}.{signature}",
        f"{name}.{later}.{signature}",
        f"{name}.{expires}.{signature[:-1]}",
        f"{name}.{expires}",
        token.swapcase(),
        "",
        ".",
        "\ud800",
    ]
    for attempt in forged:
        with pytest.raises(LinkInvalid):
            links.session_of(attempt)
    settings.SECRET_KEY = "another"
    with pytest.raises(LinkInvalid):
        links.session_of(token)


@pytest.mark.django_db
def test_a_link_to_one_kind_of_thing_opens_no_other(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"x")
    session = make_session()
    services.add_artifact(session_id=session.pk, kind="trace", file=file, content_type="", t_ms=0)
    artifact = Artifact.objects.get()
    token = token_of(links.artifact_link(artifact)[0])
    assert links.artifact_of(token) == artifact.pk
    with pytest.raises(LinkInvalid):
        links.session_of(token)
    with pytest.raises(LinkInvalid):
        links.artifact_of(token_of(links.recording_link(session.pk)[0]))
