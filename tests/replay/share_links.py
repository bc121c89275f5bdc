from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from recordings.models import BrowserSession
from replay.models import ShareLink


def make_link(session: BrowserSession, **fields: Any) -> ShareLink:
    """One that works for an hour and shows the video only."""
    expires_at = timezone.now() + timedelta(hours=1)
    link: ShareLink = ShareLink.objects.create(
        **{"session": session, "team": session.team, "expires_at": expires_at, **fields}
    )
    return link
