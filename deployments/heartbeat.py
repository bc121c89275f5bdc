"""Says every few seconds that a build is alive, from a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, connection

from deployments.models import Deployment

logger = logging.getLogger(__name__)


@contextmanager
def heartbeat(deployment: Deployment) -> Iterator[None]:
    done = threading.Event()
    thread = threading.Thread(target=_beat, args=(deployment, done), name=f"heartbeat of {deployment}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _beat(deployment: Deployment, done: threading.Event) -> None:
    try:
        while not done.wait(settings.HEARTBEAT_SECONDS):
            try:
                if not deployment.beat():
                    logger.warning("The build of %s was given to somebody else, or is over", deployment)
                    return
            except DatabaseError as error:
                logger.warning("The heartbeat of %s could not be written: %s", deployment, error)
                connection.close()  # the next beat opens a new one
    finally:
        connection.close()
