"""Links to all that is kept of a failed run, for whoever reads its report without an account."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone

from debugging.handoff.more_links import HandoffLinks, with_links
from debugging.links import link_of
from debugging.models import DebugReport
from jobs.models import Job
from recordings.links import artifact_link, recording_link
from recordings.models import Artifact, Recording

KINDS: Final = ("screenshot", "page_html", "aria_snapshot")


def run_links(job: Job, seconds: int | None = None) -> HandoffLinks:
    """New ones, for `seconds` from now; for as long as LINK_SECONDS says without them."""
    span = settings.LINK_SECONDS if seconds is None else seconds
    files = {artifact.kind: artifact_link(artifact, span)[0] for artifact in artifacts_of(job)}
    return HandoffLinks(
        report=link_of("report", job.pk, span)[0],
        log=link_of("log", job.pk, span)[0],
        recording=recording_link(job.session_id, span)[0] if job.session_id and has_recording(job) else "",
        until=timezone.now() + timedelta(seconds=span),
        **files,
    )


def artifacts_of(job: Job) -> list[Artifact]:
    """Of the failed page."""
    if job.session_id is None:
        return []
    return list(Artifact.objects.filter(session__team=job.team, session_id=job.session_id, kind__in=KINDS))


def has_recording(job: Job) -> bool:
    return bool(Recording.objects.of(job.team).playable().filter(session_id=job.session_id).exists())


def prompt_with_links(report: DebugReport, links: HandoffLinks) -> str:
    """ "" when there is none: not written yet, or forgotten with the run's pages."""
    return with_links(report.handoff_prompt, links) if report.handoff_prompt else ""
