"""Exit codes. `libretto cloud --help` documents them; scripts rely on them."""

from __future__ import annotations

from http import HTTPStatus

from libretto.api_errors import KeyMissing, LibrettoError, NotConfigured, ServerUnreachable

FAILED = 1
WRONG_USAGE = 2
UNREACHABLE = 3
NOT_AUTHORISED = 4
INTERRUPTED = 130

SERVER_AWAY = frozenset({HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT})
REFUSED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})


def exit_code_of(error: LibrettoError) -> int:
    if isinstance(error, KeyMissing) or error.status in REFUSED:
        return NOT_AUTHORISED
    if isinstance(error, NotConfigured):
        return WRONG_USAGE
    if isinstance(error, ServerUnreachable) or error.status in SERVER_AWAY:
        return UNREACHABLE
    return FAILED
