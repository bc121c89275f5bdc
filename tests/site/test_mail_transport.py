"""LIBRETTO_SMTP_URL is read strictly, and never shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.mail import EmailMessage, get_connection
from pytest_django.fixtures import Settings

from libretto_site.env import SettingError
from libretto_site.mail_transport import BY_SMTP, TO_FILES, MailTransport, mail_transport


def by(url: str) -> MailTransport:
    return mail_transport(backend=None, smtp_url=url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", MailTransport(BY_SMTP, "mail.example", 587, use_tls=True)),
        ("smtp://mail.example:25?tls=false", MailTransport(BY_SMTP, "mail.example", 25)),
        ("smtps://mail.example/", MailTransport(BY_SMTP, "mail.example", 465, use_ssl=True)),
        (
            "smtp://us%40er:p%2Fa%23s@mail.example:2525?tls=true",
            MailTransport(BY_SMTP, "mail.example", 2525, "us@er", "p/a#s", use_tls=True),
        ),
    ],
)
def test_urls_that_can_be_used(url: str, expected: MailTransport) -> None:
    assert by(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "mail.example:587",
        "https://user:hunter2@mail.example",
        "smtp://",
        "smtp://user:hunter2@",
        "smtp://user:hunter2@mail.example:port",
        "smtp://user:hunter2@mail.example:70000",
        "smtp://user:hunter2@mail.example:0",
        "smtp://user@mail.example",
        "smtp://:hunter2@mail.example",
        "smtp://user:hunter2@mail.example/path",
        "smtp://user:hunter2@mail.example#part",
        "smtp://user:hunter2@mail.example?tls=yes",
        "smtp://user:hunter2@mail.example?tls",
        "smtp://user:hunter2@mail.example?tls=true&tls=false",
        "smtp://user:hunter2@mail.example?ssl=true",
        "smtps://user:hunter2@mail.example?tls=true",
        "smtp://user:hunter2@mail example",
        "smtp://user:hunter2@[mail.example",
    ],
)
def test_others_stop_the_start_without_showing_the_password(url: str) -> None:
    with pytest.raises(SettingError) as refused:
        by(url)
    assert str(refused.value).startswith("LIBRETTO_SMTP_URL ")
    assert "Use smtp://user:password@host:587?tls=true." in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_a_backend_or_files() -> None:
    assert mail_transport(backend="anymail.backends.postmark.EmailBackend", smtp_url=None).backend.startswith("anymail")
    assert mail_transport(backend=None, smtp_url=None).backend == TO_FILES
    with pytest.raises(SettingError, match="Keep one of them"):
        mail_transport(backend="x.Y", smtp_url="smtp://mail.example")


def test_without_a_provider_mails_are_files_and_lines_of_the_log(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_FILE_PATH = str(tmp_path)
    caplog.set_level("INFO")
    EmailMessage("pay failed", "why", to=["dora@example.com"], connection=get_connection(TO_FILES)).send()
    (file,) = tmp_path.iterdir()
    assert "pay failed" in file.read_text()
    assert "Mail to dora@example.com: pay failed." in caplog.text
