"""Mails over real connections: SMTP, and a provider's HTTP API by anymail."""

from __future__ import annotations

import email
import json
import time
from collections.abc import Iterator
from email.policy import default
from typing import Any, ClassVar

import pytest
from pytest_django.fixtures import Settings

from debugging.mail.models import MailState, SentMail
from debugging.mail.sending import send_mail
from debugging.mail.services import announce_failure
from libretto_site.mail_transport import mail_transport
from tests.debugging.mail.making import header, make_failure, make_owned_team, part, with_screenshot
from tests.debugging.mail.smtp_server import SmtpServer, smtp_server
from tests.web_server import QuietHandler, serving

pytestmark = pytest.mark.django_db


def sent() -> SentMail:
    mail: SentMail = SentMail.objects.get()
    send_mail(mail.pk)
    mail.refresh_from_db()
    return mail


@pytest.fixture(autouse=True)
def _failure() -> None:
    team = make_owned_team()
    announce_failure(make_failure(team, session=with_screenshot(team)))


@pytest.fixture
def server(settings: Settings) -> Iterator[SmtpServer]:
    with smtp_server() as server:
        chosen = mail_transport(backend=None, smtp_url=f"smtp://127.0.0.1:{server.port}?tls=false")
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = chosen.backend, chosen.host, chosen.port
        settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = chosen.use_tls, 5
        yield server


def test_smtp(server: SmtpServer) -> None:
    mail = sent()
    assert (mail.state, mail.error) == (MailState.SENT, "")
    (taken,) = server.taken
    message = email.message_from_bytes(taken, policy=default)
    assert header(message, "Message-ID") == mail.message_id
    assert part(message, "plain").replace("\r\n", "\n").strip() == mail.text.strip()
    assert [each.get_content_type() for each in message.walk()][-1] == "image/jpeg"
    assert max(len(line) for line in taken.splitlines()) <= 998  # RFC 5322


@pytest.mark.parametrize("answer", ["451 4.3.0 later", "554 5.7.1 no"])
def test_a_server_that_says_no_is_asked_again(server: SmtpServer, answer: str) -> None:
    server.answer = answer
    mail = sent()
    assert mail.state == MailState.WAITING
    assert answer[:3] in mail.error


def test_a_refused_recipient_is_no_bounce(server: SmtpServer) -> None:
    server.to_recipients = "550 5.1.1 unknown"
    mail = sent()
    assert (mail.state, mail.bounced_at) == (MailState.WAITING, None)
    assert "SMTPRecipientsRefused" in mail.error


def test_a_server_that_hangs_up_before_its_answer_may_have_taken_it(server: SmtpServer) -> None:
    server.answer = ""
    mail = sent()
    assert mail.state == MailState.UNKNOWN
    assert len(server.taken) == 1
    send_mail(mail.pk)
    assert len(server.taken) == 1


def test_no_server_is_tried_later(settings: Settings, server: SmtpServer) -> None:
    server.shutdown()
    server.server_close()
    mail = sent()
    assert mail.state == MailState.WAITING
    assert "ConnectionRefusedError" in mail.error


class Provider(QuietHandler):
    posts: ClassVar[list[dict[str, Any]]] = []
    status: ClassVar[int] = 200
    delay: ClassVar[float] = 0.0

    def do_POST(self) -> None:
        self.posts.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        time.sleep(self.delay)
        self.send_response(self.status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        answer = {"To": "olga@example.com", "MessageID": "provider-7", "ErrorCode": 0, "Message": "OK"}
        self.wfile.write(json.dumps(answer).encode())


@pytest.fixture
def provider(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Provider]]:
    for name, value in (("posts", []), ("status", 200), ("delay", 0.0)):
        monkeypatch.setattr(Provider, name, value)
    with serving(Provider) as address:
        settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
        settings.ANYMAIL = {
            "POSTMARK_SERVER_TOKEN": "t",
            "POSTMARK_API_URL": f"{address}/",
            "REQUESTS_TIMEOUT": 1,
        }
        yield Provider


def test_a_provider_gives_its_own_id_which_its_reports_name(provider: type[Provider]) -> None:
    mail = sent()
    assert (mail.state, mail.message_id, mail.error) == (MailState.SENT, "provider-7", "")
    (post,) = provider.posts
    assert post["To"] == "olga@example.com"
    assert post["TextBody"].strip() == mail.text.strip()
    (picture,) = post["Attachments"]
    assert picture["ContentID"] in post["HtmlBody"]
    assert picture["ContentID"].startswith("cid:")
    assert {each["Name"] for each in post["Headers"]} >= {"Message-ID", "List-Unsubscribe", "Auto-Submitted"}


@pytest.mark.parametrize(
    ("status", "state"),
    [(401, MailState.WAITING), (500, MailState.WAITING), (503, MailState.WAITING), (504, MailState.UNKNOWN)],
)
def test_what_the_status_of_an_answer_means(provider: type[Provider], status: int, state: MailState) -> None:
    provider.status = status
    assert sent().state == state


def test_a_provider_that_is_too_slow_may_have_taken_it(provider: type[Provider]) -> None:
    provider.delay = 1.5
    mail = sent()
    assert mail.state == MailState.UNKNOWN
    assert "ReadTimeout" in mail.error or "timed out" in mail.error


def test_no_provider_is_tried_later(provider: type[Provider], settings: Settings) -> None:
    settings.ANYMAIL = {**settings.ANYMAIL, "POSTMARK_API_URL": "http://127.0.0.1:9/"}
    mail = sent()
    assert mail.state == MailState.WAITING
    assert "Error posting" in mail.error
