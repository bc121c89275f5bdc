"""One server, one key: sends a call, reads the answer, tries a read again while the server is away."""

from __future__ import annotations

import json
import os
import ssl
import time
from collections.abc import Callable, Mapping
from typing import Any, Self

import httpx

from libretto.api_answers import result_of
from libretto.api_errors import KeyMissing, LibrettoError, NotConfigured, ServerUnreachable

DEFAULT_URL = "http://127.0.0.1:8000"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
ANSWER_SECONDS = 300.0
PATIENT_ANSWER_SECONDS = 30.0


class Connection:
    """Calls one server with one key. Not for use by several threads at once."""

    def __init__(self, url: str, api_key: str, *, on_retry: Callable[[str], None] | None = None) -> None:
        """`on_retry` is told why a read is tried again."""
        self.url = _usable_url(url)
        self._on_retry = on_retry or (lambda reason: None)
        here = httpx.URL(self.url).host in LOOPBACK
        self.http = httpx.Client(
            headers={"x-api-key": _usable_key(api_key), "content-type": "application/json"},
            trust_env=not here,  # no proxy leads to this very machine
            verify=_no_certificates() if here and httpx.URL(self.url).scheme == "http" else True,
        )

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str] = os.environ, *, on_retry: Callable[[str], None] | None = None
    ) -> Self:
        """LIBRETTO_API_URL (default: this machine, port 8000) and LIBRETTO_API_KEY."""
        url = environment.get("LIBRETTO_API_URL", "").strip() or DEFAULT_URL
        return cls(url, environment.get("LIBRETTO_API_KEY", ""), on_retry=on_retry)

    def close(self) -> None:
        self.http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def call(self, path: str, payload: Mapping[str, Any] | None = None, *, patience: float = 0.0) -> Any:
        """The result of `POST /v1/<path>`, such as `jobs/get`, without its envelope.

        With `patience`, a call that gets no answer, or a 429, 502, 503 or 504, is made again for so many
        seconds. Only for reads, and for creations that carry a nonce.
        Raises ApiError, ServerUnreachable or UnexpectedAnswer.
        """
        deadline = time.monotonic() + patience
        pause = 0.2
        while True:
            try:
                return self._ask(path, payload or {}, PATIENT_ANSWER_SECONDS if patience else ANSWER_SECONDS)
            except LibrettoError as error:
                if not error.is_passing or time.monotonic() + pause > deadline:
                    raise
                self._on_retry(str(error))
            time.sleep(pause)
            pause = min(pause * 1.5, 3.0)

    def _ask(self, path: str, payload: Mapping[str, Any], answer_seconds: float) -> Any:
        url = f"{self.url}/v1/{path}"
        try:
            response = self.http.post(
                url, content=json.dumps({"json": payload}), timeout=httpx.Timeout(answer_seconds, connect=10.0)
            )
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise ServerUnreachable(
                f"cannot reach {self.url}: is the server running? Set LIBRETTO_API_URL ({error})"
            ) from error
        except httpx.RequestError as error:
            reason = str(error) or type(error).__name__
            raise ServerUnreachable(f"{self.url} did not answer {path}: {reason}") from error
        return result_of(response, path)


def _no_certificates() -> ssl.SSLContext:
    """Trusts nobody: all that is asked is plain HTTP. To read the certificates of the world takes 40 ms."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _usable_url(text: str) -> str:
    url = text.strip().rstrip("/")
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        parsed = httpx.URL("")
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        raise NotConfigured(f"LIBRETTO_API_URL is {text!r}. Use an address such as {DEFAULT_URL}.")
    return url


def _usable_key(text: str) -> str:
    key = text.strip()
    if not key:
        raise KeyMissing("LIBRETTO_API_KEY is not set. Set it to an API key of your team; bin/up prints the first one.")
    if not (key.isascii() and key.isprintable()):
        raise NotConfigured("LIBRETTO_API_KEY holds characters that no key has. Copy the key again.")
    return key
