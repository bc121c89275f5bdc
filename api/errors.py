"""The refusals of /v1. Raise one anywhere below an endpoint; `api/error_handling.py` makes the answer.

The body is the contract's {"json": {defined, code, status, message, data?}}. `defined` is true for errors the
contract names and false for those nobody planned (500). The reason is always in `message`: clients print nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from rest_framework.exceptions import APIException

from api.issues import Issue

RETRY_AFTER_SECONDS = 5
ISSUES_IN_MESSAGE = 10


class ApiError(APIException):
    """A refusal the contract knows. `data` is for programs, `message` for people."""

    status_code = HTTPStatus.INTERNAL_SERVER_ERROR
    code = "INTERNAL_SERVER_ERROR"
    defined = True

    def __init__(self, message: str, *, data: Mapping[str, Any] | None = None, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.data = data
        self.headers = {} if retry_after is None else {"Retry-After": str(retry_after)}

    def body(self) -> dict[str, Any]:
        body = {"defined": self.defined, "code": self.code, "status": int(self.status_code), "message": self.message}
        return body if self.data is None else {**body, "data": dict(self.data)}


class InvalidInput(ApiError):
    """400: one field of the request cannot be used. `path` leads to it: names, and places in arrays."""

    status_code = HTTPStatus.BAD_REQUEST
    code = "BAD_REQUEST"

    def __init__(self, message: str, *, path: Sequence[str | int], code: str = "custom") -> None:
        self._tell([Issue(code=code, message=message, path=tuple(path))])

    @classmethod
    def many(cls, issues: Sequence[Issue]) -> InvalidInput:
        error = cls.__new__(cls)
        error._tell(issues)
        return error

    def _tell(self, issues: Sequence[Issue]) -> None:
        reasons = "; ".join(issue.sentence().rstrip(".") for issue in issues[:ISSUES_IN_MESSAGE])
        if len(issues) > ISSUES_IN_MESSAGE:
            reasons += f"; and {len(issues) - ISSUES_IN_MESSAGE} more"
        super().__init__(f"Input validation failed: {reasons}", data={"issues": [issue.to_json() for issue in issues]})


class BadRequest(ApiError):
    """400: the body as a whole cannot be read."""

    status_code = HTTPStatus.BAD_REQUEST
    code = "BAD_REQUEST"


class Unauthorized(ApiError):
    """401: no key, or one that opens nothing."""

    status_code = HTTPStatus.UNAUTHORIZED
    code = "UNAUTHORIZED"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.headers["WWW-Authenticate"] = 'ApiKey header="x-api-key"'


class Forbidden(ApiError):
    """403: the team is right, but its role may not do this."""

    status_code = HTTPStatus.FORBIDDEN
    code = "FORBIDDEN"


class NotFound(ApiError):
    """404: there is no such thing in this team, whether or not there is one in another."""

    status_code = HTTPStatus.NOT_FOUND
    code = "NOT_FOUND"


class MethodNotAllowed(ApiError):
    """405."""

    status_code = HTTPStatus.METHOD_NOT_ALLOWED
    code = "METHOD_NOT_ALLOWED"


class Conflict(ApiError):
    """409. `reason` is a stable word for programs, such as `nonce_reused`."""

    status_code = HTTPStatus.CONFLICT
    code = "CONFLICT"

    def __init__(self, message: str, *, reason: str) -> None:
        super().__init__(message, data={"reason": reason})


class PayloadTooLarge(ApiError):
    """413. The message names the limit."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    code = "PAYLOAD_TOO_LARGE"


class TooManyRequests(ApiError):
    """429, with Retry-After in seconds."""

    status_code = HTTPStatus.TOO_MANY_REQUESTS
    code = "TOO_MANY_REQUESTS"

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message, retry_after=retry_after)


class Unavailable(ApiError):
    """503, with Retry-After in seconds: a part we need does not answer just now."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    code = "SERVICE_UNAVAILABLE"

    def __init__(self, message: str, *, retry_after: int = RETRY_AFTER_SECONDS) -> None:
        super().__init__(message, retry_after=retry_after)


class InternalError(ApiError):
    """500: not planned. Says nothing of our insides."""

    defined = False
