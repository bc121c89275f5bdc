"""Mails as a mail program reads them: both parts, the picture, the headers, whatever pages wrote."""

from __future__ import annotations

import re
from datetime import timedelta
from email.message import EmailMessage
from typing import Any, cast

import av
import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import Team
from debugging.diagnosis import Claim, Diagnosis
from debugging.failure_classes import FailureClass
from debugging.links import job_of
from debugging.mail.content import subject_of
from debugging.mail.models import MailKind, SentMail
from debugging.mail.services import announce_failure, send_test_mails
from debugging.models import DebugReport, Occurrence
from recordings.links import artifact_of
from tests.debugging.mail.making import (
    SUMMARY,
    deliver,
    header,
    make_diagnosis,
    make_failure,
    make_group,
    make_owned_team,
    parsed,
    part,
    png,
    with_screenshot,
)

pytestmark = pytest.mark.django_db

EVIL = (
    'Pay\r\nBcc: everybody@example.com\n\n<script>alert(1)</script><img src="https://evil.example/x.png">\u202e\x1b[31m'
)


@pytest.fixture
def team() -> Team:
    return make_owned_team()


def mail_about(report: DebugReport) -> EmailMessage:
    announce_failure(report)
    (message,) = deliver()
    return message


def page_of(message: EmailMessage) -> Any:
    return parsed(part(message, "html"))


def test_a_mail_says_what_failed_why_and_what_to_do(team: Team) -> None:
    message = mail_about(make_failure(team))
    assert header(message, "Subject") == 'pay-invoice could not click the button "Pay": a cookie banner lies over it'
    assert message["To"] == "olga@example.com"
    text, shown = part(message, "plain"), page_of(message).text_content()
    said = [SUMMARY, "New failure", "Element covered", "Almost certain", 'The banner "We use cookies" took the clicks.']
    said += ["Click Pay at 1:07", "Close the banner before the click.", 'name="Accept"', "TimeoutError: Locator.click"]
    said += ["In the last good run there was no banner.", "https://shop.example/checkout", "Times so far", "First seen"]
    for sentence in said:
        assert sentence in text, sentence
        assert sentence in " ".join(shown.split()), sentence
    assert "token=1" not in text + shown
    positions = [text.index(sentence) for sentence in (SUMMARY, "WHY", "WHAT TO DO", "LINKS", "FACTS", "# Fix the")]
    assert positions == sorted(positions)
    prompt = text.partition("----- FOR A CODING AGENT THAT HAS THE WORKFLOW'S REPOSITORY -----\n\n")[2]
    assert prompt.startswith("# Fix the workflow `pay-invoice`\n\n1. Close the banner.\n\nThese links need no key")
    assert page_of(message).xpath("//pre")[-1].text_content().startswith("# Fix the workflow `pay-invoice`\n")


def test_both_parts_and_the_picture_belong_together(team: Team) -> None:
    message = mail_about(make_failure(team, session=with_screenshot(team)))
    assert message.get_content_type() == "multipart/related"
    assert [each.get_content_type() for each in message.iter_parts()] == ["multipart/alternative", "image/jpeg"]
    alternative, picture = message.iter_parts()
    assert [each.get_content_type() for each in alternative.iter_parts()] == ["text/plain", "text/html"]
    (image,) = page_of(message).xpath("//img")
    assert image.get("src") == "cid:" + str(picture["Content-ID"]).strip("<>")
    assert picture.get_content_disposition() == "inline"
    jpeg = cast(bytes, picture.get_content())
    (frame,) = av.CodecContext.create("mjpeg", "r").decode(av.Packet(jpeg))
    assert (frame.width, frame.height) == (1200, 674)
    assert len(jpeg) < 500_000


@pytest.mark.parametrize("picture", [b"no picture", b"", png()[:50]])
def test_a_picture_that_cannot_be_read_is_left_out(team: Team, picture: bytes) -> None:
    message = mail_about(make_failure(team, session=with_screenshot(team, picture)))
    assert message.get_content_type() == "multipart/alternative"
    assert "cid:" not in part(message, "html")


def test_links_open_what_they_say_for_as_long_as_the_setting_says(team: Team, settings: Settings) -> None:
    settings.MAIL_LINK_HOURS, settings.PUBLIC_URL = 48, "https://libretto.example"
    session = with_screenshot(team)
    report = make_failure(team, session=session)
    text = part(mail_about(report), "plain")
    links = dict(re.findall(r"^(The run|Screenshot|Log): (\S+)$", text, re.MULTILINE))
    job_id, until = job_of("report", links["The run"].rpartition("/")[2])
    assert job_id == report.job_id
    assert abs(until - timezone.now() - timedelta(hours=48)) < timedelta(minutes=1)
    assert job_of("log", links["Log"].split("/")[-2])[0] == report.job_id
    assert artifact_of(links["Screenshot"].rpartition("/")[2]) == session.artifacts.get().pk
    assert all(link.startswith("https://libretto.example/") for link in links.values())
    assert f"UNTIL {until:%-d %B %Y, %H:%M} UTC" in text
    assert f"- Screenshot, when it had failed: <{links['Screenshot']}>" in text.partition("# Fix the workflow")[2]


def test_what_a_page_wrote_is_text_and_nothing_else(team: Team) -> None:
    diagnosis = Diagnosis(
        failure_class=FailureClass.ELEMENT_NOT_FOUND,
        summary=f"pay could not click {EVIL}",
        why=(Claim(text=EVIL),),
        changed=(Claim(text=EVIL),),
        advice=EVIL,
        missing=(EVIL,),
        suggestion=EVIL,
        confidence=0.5,
    )
    fields: dict[str, Any] = {"diagnosis": diagnosis.model_dump(mode="json"), "handoff_prompt": EVIL}
    message = mail_about(make_failure(team, **fields))
    page = page_of(message)
    assert page.xpath("//script | //img | //link | //style | //form | //iframe | //@background | //@onclick") == []
    assert all(link.startswith("http://127.0.0.1:8000/") for link in page.xpath("//@href"))
    assert "url(" not in part(message, "html")
    assert message["Bcc"] is None
    subject = "pay-invoice failed: pay could not click Pay Bcc: everybody@example.com <script>alert(1)</script>"
    assert header(message, "Subject") == f'{subject}<img src="htt…'
    for kind in ("plain", "html"):
        assert "\x1b" not in part(message, kind)
        assert "\u202e" not in part(message, kind)
    above, prompt = part(message, "plain").split("----- FOR A CODING AGENT")
    assert "\nBcc:" in prompt
    assert above.count("\nBcc:") == 1  # the suggestion is code, of several lines


def test_a_name_of_a_workflow_cannot_break_a_header(team: Team) -> None:
    name = "pay\r\nBcc: x@example.com <script>"
    report = make_failure(team, group=make_group(team, name))
    message = mail_about(report)
    assert message["Bcc"] is None
    assert header(message, "Subject").startswith("pay Bcc: x@example.com <script> failed: ")
    assert "<script>" not in part(message, "html")


def test_nothing_is_loaded_from_elsewhere(team: Team) -> None:
    send_test_mails(team)
    report = make_failure(team, session=with_screenshot(team))
    announce_failure(report)
    for message in deliver():
        page = page_of(message)
        assert all(source.startswith("cid:") for source in page.xpath("//@src"))
        assert page.xpath("//link | //script | //style") == []


def test_a_guess_is_called_one(team: Team) -> None:
    guess = make_diagnosis(confidence=0.2, agent="model").model_dump(mode="json")
    text = part(mail_about(make_failure(team, diagnosis=guess)), "plain")
    assert "A guess · found by a language model" in text


def test_not_enough_evidence_says_what_is_missing(team: Team) -> None:
    unknown = make_diagnosis(
        failure_class=FailureClass.UNKNOWN, confidence=0.0, missing=("The page as it was.",), advice="", why=()
    )
    text = part(mail_about(make_failure(team, diagnosis=unknown.model_dump(mode="json"))), "plain")
    assert "Not enough evidence to say why" in text
    assert "TO BE SURE, ONE WOULD NEED\n* The page as it was." in text
    assert "WHAT TO DO" not in text


def test_a_failure_that_is_back_says_so(team: Team) -> None:
    message = mail_about(make_failure(team, Occurrence.BACK))
    assert header(message, "Subject").startswith("Back: pay-invoice could not click")
    assert "Back after it was resolved · Element covered" in part(message, "plain")


def test_the_row_keeps_the_mail_as_it_was_sent(team: Team) -> None:
    message = mail_about(make_failure(team))
    kept = SentMail.objects.get()
    assert kept.subject == header(message, "Subject")
    assert kept.text == part(message, "plain")
    assert kept.html.split() == part(message, "html").split()
    assert kept.message_id == header(message, "Message-ID")


def test_readers_can_end_their_mails(team: Team) -> None:
    message = mail_about(make_failure(team))
    stop = header(message, "List-Unsubscribe").strip("<>")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    assert stop in part(message, "plain")
    assert "/team/notifications" in part(message, "plain")


@pytest.mark.parametrize(
    ("workflow", "summary", "subject"),
    [
        ("pay", "pay failed.", "pay failed"),
        ("pay", "A cookie banner lies over it.", "pay failed: A cookie banner lies over it"),
        ("pay", "payments are off", "pay failed: payments are off"),
        ("pay", "pay could not begin: " + "x" * 200, "pay could not begin: " + "x" * 88 + "…"),
        (
            "pay",
            "pay could not open https://portal.example/" + "a/" * 40 + " (workflows.py:2): it answered 503.",
            "pay could not open https://portal.example/" + "a/" * 25 + "…: it answered 503",
        ),
        ("w" * 200, f"{'w' * 79}… could not click", f"{'w' * 39}… could not click"),
    ],
)
def test_subjects_name_workflow_and_cause(workflow: str, summary: str, subject: str) -> None:
    assert subject_of(MailKind.NEW, workflow, summary) == subject
    assert len(subject) <= 110
