"""What can go wrong between a client and a server. Every text says what happened and what to do."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

PASSING_STATUSES = frozenset(
    {
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)


class LibrettoError(Exception):
    """Anything the client raises. `code` is for programs, the text for people."""

    code = "ERROR"
    status: int | None = None

    @property
    def is_passing(self) -> bool:
        """True when the same read may well succeed in a moment: a server that restarts, a busy proxy."""
        return self.status in PASSING_STATUSES

    def to_json(self) -> dict[str, Any]:
        return {"status": self.status, "code": self.code, "message": str(self)}


class NotConfigured(LibrettoError):
    """LIBRETTO_API_URL or LIBRETTO_API_KEY cannot be used."""

    code = "NOT_CONFIGURED"


class KeyMissing(NotConfigured):
    code = "UNAUTHORIZED"


class ServerUnreachable(LibrettoError):
    """No answer came: refused, timed out, or cut off."""

    code = "UNREACHABLE"

    @property
    def is_passing(self) -> bool:
        return True


class UnexpectedAnswer(LibrettoError):
    """The answer is not JSON: probably another program listens there, or a proxy is in between."""

    code = "UNEXPECTED_ANSWER"

    def __init__(self, message: str, *, status: int) -> None:
        super().__init__(message)
        self.status = status


class ApiError(LibrettoError):
    """The server refused, and said why.

    `status` is the HTTP status, `code` a word such as NOT_FOUND, `message` the server's sentence and
    `data` what else it sent (`data["issues"]` when input did not validate), or None.
    """

    def __init__(self, status: int, code: str, message: str, data: Any = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.data = data

    def to_json(self) -> dict[str, Any]:
        return super().to_json() | ({} if self.data is None else {"data": self.data})


class BundleRefused(LibrettoError):
    """The folder cannot be deployed as it is."""

    code = "BUNDLE_REFUSED"


class PatchRefused(LibrettoError):
    """It does not fit the local files, or is no patch."""

    code = "PATCH_REFUSED"


class BuildFailed(LibrettoError):
    """The server could not build the deployment. `deployment` is what `deployments/sync` answered."""

    code = "BUILD_FAILED"

    def __init__(self, deployment: dict[str, Any]) -> None:
        super().__init__(f"Build failed: {deployment.get('build_error') or 'the server gave no reason'}")
        self.deployment = deployment


class StillRunning(LibrettoError):
    """A build or a job did not end in the time given to wait for it."""

    code = "STILL_RUNNING"


class DownloadFailed(LibrettoError):
    code = "DOWNLOAD_FAILED"
