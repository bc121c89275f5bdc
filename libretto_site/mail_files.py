"""Where mails go while no provider is set."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend

logger = logging.getLogger(__name__)


class MailFiles(EmailBackend):
    """Writes each mail to a file in LIBRETTO_HOME/mail, and a line about it to the log."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            logger.info("Mail to %s: %s. In a file, as no provider is set.", ", ".join(message.to), message.subject)
        return super().send_messages(email_messages) or 0
