"""Links that show a report, the log of its run or its prompt to whoever holds them, until they expire.

As recordings/links.py makes them: absolute, signed, and of letters, digits, '-', '_' and '.' only, so that mail
programs find their end. Each opens one thing; the page of a report makes the links to log and prompt that it shows.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import timezone

from debugging.models import DebugReport
from recordings.links import LinkExpired, LinkInvalid

Purpose = Literal["report", "log", "prompt"]
ROUTES: Final[dict[Purpose, str]] = {
    "report": "signed-report",
    "log": "signed-report-log",
    "prompt": "signed-report-prompt",
}


def report_link(report: DebugReport, seconds: int | None = None) -> tuple[str, datetime]:
    """Where the report is a page, and until when. `seconds` from now; as LINK_SECONDS says without them."""
    return link_of("report", report.job_id, seconds)


def log_link(report: DebugReport, seconds: int | None = None) -> tuple[str, datetime]:
    """Where the log of its run is plain text."""
    return link_of("log", report.job_id, seconds)


def prompt_link(report: DebugReport, seconds: int | None = None) -> tuple[str, datetime]:
    """Where its handoff prompt is plain text."""
    return link_of("prompt", report.job_id, seconds)


def link_of(purpose: Purpose, job_id: UUID, seconds: int | None = None) -> tuple[str, datetime]:
    """The same for a failed run that may have no report yet."""
    span = timedelta(seconds=settings.LINK_SECONDS if seconds is None else seconds)
    expires_at = timezone.now().replace(microsecond=0) + span
    return f"{settings.PUBLIC_URL}{path_of(purpose, job_id, expires_at)}", expires_at


def path_of(purpose: Purpose, job_id: UUID, expires_at: datetime) -> str:
    """On this site."""
    token = _signer(purpose).sign(f"{job_id.hex}.{int(expires_at.timestamp())}")
    return reverse(ROUTES[purpose], args=[token])


def job_of(purpose: Purpose, token: str) -> tuple[UUID, datetime]:
    """The run that a link is for, and the link's last moment. Raises LinkInvalid or LinkExpired."""
    try:
        name, _, expires = _signer(purpose).unsign(token).rpartition(".")
    except (BadSignature, UnicodeEncodeError):
        raise LinkInvalid from None
    expires_at = datetime.fromtimestamp(int(expires), UTC)
    if expires_at < timezone.now():
        raise LinkExpired
    return UUID(name), expires_at


def _signer(purpose: Purpose) -> Signer:
    return Signer(sep=".", salt=f"debugging.links.{purpose}")
