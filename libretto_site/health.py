"""Is this server able to work? For supervisors and load balancers."""

from __future__ import annotations

import logging
from http import HTTPStatus

import psycopg
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)
CONNECT_SECONDS = 2


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, 503 when it does not. Bare JSON, no key."""
    try:
        _ask_database()
    except psycopg.Error as error:
        logger.warning("The database does not answer: %s", error)
        return JsonResponse({"status": "unavailable", "database": "down"}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return JsonResponse({"status": "ok", "database": "up"})


def _ask_database() -> None:
    """On a connection of its own: the pool waits longer for a database that is down than callers wait for us."""
    parameters = {**connection.get_connection_params(), "connect_timeout": CONNECT_SECONDS}
    with psycopg.connect(**parameters) as own:
        own.execute("SELECT 1")
