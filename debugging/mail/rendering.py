"""Writes mails: subject, text and HTML. Every link is signed, needs no account, and ends."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import Team
from debugging.evidence import Evidence
from debugging.handoff.run_links import prompt_with_links, run_links
from debugging.mail.content import block, diagnosis_part, evidence_part, link_seconds, subject_of
from debugging.mail.models import MailKind, SentMail
from debugging.mail.pictures import content_id, picture_of
from debugging.mail.repair_part import repair_part, subject_mark
from debugging.mail.stopping import stop_link
from debugging.models import DebugReport
from recordings.models import Artifact

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
        **repair_part(report),
        **_links(report),
        "report": report,
        "group": report.group,
        "workflow": evidence.run.workflow,
        "failed_at": evidence.run.completed_at or report.created_at,
        "is_back": mail.kind == MailKind.BACK,
        "took_back": report.ended_a_repair,
        "cid": content_id(shown.pk) if shown else "",
        "is_last": _reaches_the_most(mail),
        "most": settings.MAILS_PER_HOUR,
        **foot(mail.team, mail.to),
    }
    return {
        "subject": subject_of(
            MailKind(mail.kind), evidence.run.workflow, str(diagnosis["summary"]), subject_mark(report)
        ),
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


def _links(report: DebugReport) -> dict[str, object]:
    """And the prompt, which ends with them."""
    made = run_links(report.job, link_seconds())
    named = [
        ("The run", made.report),
        ("Recording", made.recording),
        ("Screenshot", made.screenshot),
        ("Log", made.log),
    ]
    return {
        "links": [(label, url) for label, url in named if url],
        "until": made.until,
        "prompt": block(prompt_with_links(report, made)),
    }


def _screenshot(report: DebugReport, evidence: Evidence) -> Artifact | None:
    ids = [kept.artifact_id for kept in evidence.kept if kept.kind == "screenshot"]
    return Artifact.objects.filter(session__team=report.team, pk__in=ids).first()


def _reaches_the_most(mail: SentMail) -> bool:
    counted = SentMail.objects.of(mail.team).in_the_hour_before(mail.created_at, to=mail.to, kinds=FAILURES)
    return bool(counted.count() >= settings.MAILS_PER_HOUR)
