"""Waiting out a database that does not answer, so that its restart costs no run anything."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event
from time import monotonic, sleep
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection

log = logging.getLogger(__name__)

OUTAGE_SECONDS = 60.0
HURRY_SECONDS = 5.0
PAUSE_SECONDS = 0.5

T = TypeVar("T")


class DatabaseGone(Exception):
    """It did not come back in time."""


def patiently(action: Callable[[], T], *, hurry: Event, seconds: float = OUTAGE_SECONDS) -> T:
    """`action()`, again and again while the database is away: `seconds` long, or a few once `hurry` is set.

    `action` must bear being repeated: the answer to a write that took place may have been lost.
    """
    began = monotonic()
    while True:
        try:
            return action()
        except (OperationalError, InterfaceError) as error:
            connection.close()  # the next try makes a new one
            if monotonic() - began > (min(seconds, HURRY_SECONDS) if hurry.is_set() else seconds):
                raise DatabaseGone(str(error)) from error
            log.warning("The database does not answer, trying again: %s", error)
        sleep(PAUSE_SECONDS)
