"""Writes mails: subject, text and HTML. Every link is signed, needs no account, and ends."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import Team
from debugging.evidence import Evidence
from debugging.links import log_link, report_link
from debugging.mail.content import block, diagnosis_part, evidence_part, hours_of_links, subject_of
from debugging.mail.models import MailKind, SentMail
from debugging.mail.pictures import content_id, picture_of
from debugging.mail.stopping import stop_link
from debugging.models import DebugReport
from recordings.links import artifact_link, recording_link
from recordings.models import Artifact, Recording

FAILURES: Final = (MailKind.NEW, MailKind.BACK)
TEXT_MOST: Final = 100_000


def render_failure(mail: SentMail, report: DebugReport) -> dict[str, str | int | None]:
    """What the row keeps of it, written when it is sent. `screenshot_id` is None when there is no picture to show."""
    evidence = Evidence.model_validate(report.evidence)
    screenshot = _screenshot(report, evidence)
    shown = screenshot if screenshot and picture_of(screenshot.pk) else None
    diagnosis = diagnosis_part(report)
    context = {
        **diagnosis,
        **evidence_part(evidence),
        **_links(report, evidence, screenshot),
        "report": report,
        "group": report.group,
        "workflow": evidence.run.workflow,
        "failed_at": evidence.run.completed_at or report.created_at,
        "is_back": mail.kind == MailKind.BACK,
        "cid": content_id(shown.pk) if shown else "",
        "prompt": block(report.handoff_prompt),
        "is_last": _reaches_the_most(mail),
        "most": settings.MAILS_PER_HOUR,
        **foot(mail.team, mail.to),
    }
    return {
        "subject": subject_of(MailKind(mail.kind), evidence.run.workflow, str(diagnosis["summary"])),
        "screenshot_id": shown.pk if shown else None,
        **render("failure", context),
    }


def render_test(team: Team, to: str) -> dict[str, str]:
    context = {"at": timezone.now(), **foot(team, to)}
    return {"subject": f"A test mail for {team.name}"[:200], **render("test", context)}


def render(name: str, context: dict[str, object]) -> dict[str, str]:
    return {
        "text": block(render_to_string(f"debugging/mail/{name}.txt", context), TEXT_MOST) + "\n",
        "html": render_to_string(f"debugging/mail/{name}.html", context),
    }


def foot(team: Team, to: str) -> dict[str, object]:
    """What the foot of every mail shows."""
    return {
        "team": team,
        "settings_url": f"{settings.PUBLIC_URL}{reverse('notifications')}",
        "stop_url": stop_link(team=team, email=to),
    }


def _links(report: DebugReport, evidence: Evidence, screenshot: Artifact | None) -> dict[str, object]:
    seconds = hours_of_links()
    url, until = report_link(report, seconds)
    links: list[tuple[str, str, datetime]] = [("The run", url, until)]
    session_id = evidence.run.session_id
    if session_id and Recording.objects.of(report.team).playable().filter(session_id=session_id).exists():
        links.append(("Recording", *recording_link(session_id, seconds)))
    if screenshot:
        links.append(("Screenshot", *artifact_link(screenshot, seconds)))
    links.append(("Log", *log_link(report, seconds)))
    return {"links": [(label, address) for label, address, _ in links], "until": until}


def _screenshot(report: DebugReport, evidence: Evidence) -> Artifact | None:
    ids = [kept.artifact_id for kept in evidence.kept if kept.kind == "screenshot"]
    return Artifact.objects.filter(session__team=report.team, pk__in=ids).first()


def _reaches_the_most(mail: SentMail) -> bool:
    counted = SentMail.objects.of(mail.team).in_the_hour_before(mail.created_at, to=mail.to, kinds=FAILURES)
    return bool(counted.count() >= settings.MAILS_PER_HOUR)
