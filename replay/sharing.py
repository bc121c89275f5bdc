"""Stories about share links: made, shown, opened, revoked. All of it is in the audit trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts import audit
from accounts.models import AuditEvent, User
from recordings.keeping import recording_kept_until
from recordings.models import BrowserSession
from replay.models import ShareLink, signer
from replay.viewing import Viewing, sessions

SHARE = "share"  # the kind of subject in the audit trail
LINKS_SHOWN = 100  # of a session
OPENINGS_SHOWN = 50
SPANS: Mapping[str, tuple[str, timedelta]] = {
    "hour": ("1 hour", timedelta(hours=1)),
    "day": ("1 day", timedelta(days=1)),
    "week": ("7 days", timedelta(days=7)),
    "month": ("30 days", timedelta(days=30)),
}


class UnknownLink(Exception):
    """Not one of ours, or of something that was deleted."""


@dataclass(frozen=True)
class SharePanel:
    """What the sharing of a session looks like to its team. `kept_until` is None when there is nothing to share."""

    session: BrowserSession
    links: Sequence[ShareLink]
    openings: Sequence[AuditEvent]
    kept_until: datetime | None


def panel_of(session: BrowserSession) -> SharePanel:
    newest = ShareLink.objects.filter(session=session).select_related("created_by").order_by("-pk")[:LINKS_SHOWN]
    links = sorted(newest, key=lambda link: not link.works)
    trail = AuditEvent.objects.of(session.team).about(SHARE, [link.pk for link in links])
    openings = trail.filter(action="share.opened").order_by("-at")[:OPENINGS_SHOWN] if links else []
    kept_until = recording_kept_until(session)
    return SharePanel(session, links, list(openings), kept_until if kept_until > timezone.now() else None)


@transaction.atomic
def create_link(
    *, session: BrowserSession, user: User, request: HttpRequest, span: str, steps: bool, logs: bool, name: str
) -> ShareLink:
    """`span` is one of SPANS. The link never outlives the recording."""
    expires_at = min(timezone.now() + SPANS[span][1], recording_kept_until(session))
    link: ShareLink = ShareLink.objects.create(
        session=session,
        team=session.team,
        name=name,
        steps=steps,
        logs=logs,
        created_by=user,
        expires_at=expires_at,
    )
    _record(link, "share.created", request, by=user, data={"expires_at": expires_at.isoformat()})
    return link


@transaction.atomic
def revoke_link(*, link: ShareLink, user: User, request: HttpRequest) -> None:
    """From its end on no request is answered, not even by a page that is open already."""
    if link.revoke():
        _record(link, "share.revoked", request, by=user)


def link_of(token: str) -> ShareLink:
    """With its team, whether it still works or not. Raises UnknownLink."""
    try:
        number, _, nonce = signer().unsign(token).partition(".")
    except BadSignature:
        raise UnknownLink from None
    link: ShareLink | None = ShareLink.objects.select_related("team").filter(pk=int(number)).first()
    if link is None or not constant_time_compare(link.nonce, nonce):
        raise UnknownLink
    return link


def viewing_of(link: ShareLink) -> Viewing:
    return Viewing(
        session=sessions().of(link.team).get(pk=link.session_id),
        team=link.team,
        steps=link.steps,
        logs=link.logs,
        base=f"/shared/{link.token}",
        job_page=False,
    )


@transaction.atomic
def note_opening(*, link: ShareLink, request: HttpRequest) -> bool:
    """Counts somebody's opening of the page, and says so in the audit trail. False when it has just stopped working."""
    if not link.note_opening():
        return False
    by = request.user if isinstance(request.user, User) else None
    _record(link, "share.opened", request, by=by, data={"user_agent": audit.user_agent_of(request)})
    return True


def address_of(link: ShareLink) -> str:
    return settings.PUBLIC_URL + reverse("shared", args=[link.token])


def _record(
    link: ShareLink, action: str, request: HttpRequest, *, by: User | None, data: Mapping[str, Any] | None = None
) -> None:
    said = {"session_id": str(link.session_id), "scope": link.scope, "name": link.name, **(data or {})}
    audit.record(team=link.team, action=action, subject=(SHARE, link.pk), by=by, request=request, data=said)
