"""Failures that somebody is to be told of, and the mails that come of them."""

from __future__ import annotations

import email
import tempfile
from email.message import EmailMessage
from email.policy import default
from itertools import count
from pathlib import Path
from typing import Any

import av
from av.video.frame import VideoFrame
from django.core import mail as django_mail
from django.utils import timezone
from lxml import html as lxml_html

from accounts.models import Role, Team
from debugging.diagnosis import Claim, Diagnosis, Pointer
from debugging.evidence import Evidence, Failure, Kept, Page, Run
from debugging.failure_classes import FailureClass
from debugging.mail.models import DebugRecipient, SentMail
from debugging.mail.sending import send_mail
from debugging.models import DebugReport, FailureGroup, Occurrence, ReportStatus
from jobs.models import Job
from libretto.protocol import ErrorCode
from recordings import services as recordings
from recordings.models import Artifact, BrowserSession
from tests.debugging.rows import failed_job
from tests.factories import make_team, make_user
from tests.jobs.making import make_version
from tests.recordings.making import make_session

SUMMARY = 'pay-invoice could not click the button "Pay" (workflows.py:21): a cookie banner lies over it.'
_number = count(1)


def make_owned_team(*addresses: str) -> Team:
    team = make_team("Northwind")
    for address in addresses or ("olga@example.com",):
        make_user(team, Role.OWNER, email=address)
    return team


def list_recipient(team: Team, address: str, workflow: str = "", **fields: Any) -> DebugRecipient:
    recipient: DebugRecipient = DebugRecipient.objects.create(
        team=team, email=address, workflow_name=workflow, **fields
    )
    return recipient


def make_group(team: Team, workflow: str = "pay-invoice", **fields: Any) -> FailureGroup:
    now = timezone.now()
    known: dict[str, Any] = {
        "failure_class": FailureClass.ELEMENT_COVERED,
        "title": SUMMARY,
        "fingerprint": f"{next(_number)}",
    }
    known |= {"first_seen_at": now, "last_seen_at": now, "occurrences": 1}
    group: FailureGroup = FailureGroup.objects.create(team=team, workflow_name=workflow, **known | fields)
    return group


def make_failure(
    team: Team,
    occurrence: Occurrence = Occurrence.NEW,
    *,
    group: FailureGroup | None = None,
    workflow: str = "pay-invoice",
    session: BrowserSession | None = None,
    **fields: Any,
) -> DebugReport:
    """A finished report; nobody has been told yet."""
    group = group or make_group(team, workflow)
    version = make_version(team, group.workflow_name)
    job = failed_job(team, version=version, session_id=session.pk if session else None)
    known: dict[str, Any] = {"status": ReportStatus.COMPLETED, "failure_class": FailureClass.ELEMENT_COVERED}
    known |= {"tldr": SUMMARY, "handoff_prompt": "# Fix the workflow `pay-invoice`\n\n1. Close the banner.\n"}
    known |= {"diagnosis": make_diagnosis().model_dump(mode="json")}
    known |= {"evidence": make_evidence(job, session).model_dump(mode="json")}
    report: DebugReport = DebugReport.objects.create(
        job=job, team=team, group=group, occurrence=occurrence, **known | fields
    )
    return report


def make_diagnosis(**fields: Any) -> Diagnosis:
    banner = Pointer(kind="step", ref="call@9", label="Click Pay", t_ms=67_000)
    picture = Pointer(kind="screenshot", ref="screenshot", label="The page after the failure")
    known: dict[str, Any] = {
        "failure_class": FailureClass.ELEMENT_COVERED,
        "summary": SUMMARY,
        "why": (Claim(text='The banner "We use cookies" took the clicks.', pointers=(banner, picture)),),
        "changed": (Claim(text="In the last good run there was no banner."),),
        "advice": "Close the banner before the click.",
        "suggestion": 'page.get_by_role("button", name="Accept").click()',
        "confidence": 0.93,
    }
    return Diagnosis(**known | fields)


def make_evidence(job: Job, session: BrowserSession | None = None, **fields: Any) -> Evidence:
    kept = Artifact.objects.filter(session=session) if session else []
    run = Run(
        job_id=job.pk,
        workflow=job.workflow_name,
        deployment_id=job.version.deployment_id,
        session_id=session.pk if session else None,
        created_at=job.created_at,
        completed_at=job.completed_at,
    )
    failure = Failure(code=ErrorCode.WORKFLOW_ERROR, type="TimeoutError", message=job.error)
    known: dict[str, Any] = {"page": Page(url="https://shop.example/checkout?token=1", title="Checkout")}
    known |= {"kept": tuple(Kept(kind=file.kind, artifact_id=file.pk, t_ms=file.t_ms) for file in kept)}
    return Evidence(run=run, failure=failure, **known | fields)


def with_screenshot(team: Team, picture: bytes | None = None) -> BrowserSession:
    session = make_session(team)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.png"
        file.write_bytes(png() if picture is None else picture)
        recordings.add_artifact(session_id=session.pk, kind="screenshot", file=file, content_type="image/png", t_ms=10)
    return session


def png(width: int = 1366, height: int = 768, shade: int = 200) -> bytes:
    frame = VideoFrame(width, height, "rgb24")
    frame.planes[0].update(bytes([shade]) * frame.planes[0].buffer_size)
    encoder = av.CodecContext.create("png", "w")
    encoder.width, encoder.height, encoder.pix_fmt, encoder.time_base = width, height, "rgb24", 1  # type: ignore[assignment]
    return b"".join(bytes(packet) for packet in [*encoder.encode(frame), *encoder.encode(None)])


def deliver() -> list[EmailMessage]:
    """Sends all that is due; the outbox, as a mail program reads it."""
    for number in SentMail.objects.due().order_by("pk").values_list("pk", flat=True):
        send_mail(number)
    return outbox()


def outbox() -> list[EmailMessage]:
    return [email.message_from_bytes(message.message().as_bytes(), policy=default) for message in django_mail.outbox]


def part(message: EmailMessage, kind: str) -> str:
    """The text of its plain or HTML part."""
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content())


def parsed(html: str) -> Any:
    return lxml_html.fromstring(html)


def header(message: EmailMessage, name: str) -> str:
    """Without the blank that folding leaves before a long one."""
    value = str(message[name])
    assert "\n" not in value
    return value.strip()


def addresses_of(mails: list[SentMail] | None = None) -> list[str]:
    return sorted(mail.to for mail in (SentMail.objects.all() if mails is None else mails))
