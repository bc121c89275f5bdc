"""What an error says of a mail that was being handed over."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from typing import Final

import requests
from anymail.exceptions import AnymailError
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

SAID_NO: Final = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)
NEVER_CONNECTED: Final = (NewConnectionError, ConnectTimeoutError, ConnectionRefusedError)
GATEWAYS: Final = {502, 504}  # somebody in between lost the answer


def was_not_taken(error: Exception) -> bool:
    """Whether it is sure that the provider has not taken the mail."""
    if any(isinstance(cause, NEVER_CONNECTED) for cause in _causes(error)):
        return True
    if not isinstance(error, AnymailError):
        return isinstance(error, SAID_NO)
    response = error.response
    if isinstance(error, requests.RequestException):
        return response is not None and response.status_code >= 300 and response.status_code not in GATEWAYS
    return True  # it refuses the recipient, or what the mail asks of it


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
