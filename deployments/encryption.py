"""Credential values at rest: Fernet tokens. The first of settings.CREDENTIAL_KEYS encrypts, all of them decrypt."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class Undecryptable(Exception):
    """None of the server's keys opens it."""


def encrypt(value: str) -> bytes:
    return _keys().encrypt(value.encode())


def decrypt(token: bytes | memoryview) -> str:
    try:
        return _keys().decrypt(bytes(token)).decode()
    except InvalidToken:
        raise Undecryptable from None


def rotated(token: bytes | memoryview) -> bytes | None:
    """The same value under the first key; None if it is already."""
    newest = _fernets(tuple(settings.CREDENTIAL_KEYS))[0]
    try:
        newest.decrypt(bytes(token))
    except InvalidToken:
        return encrypt(decrypt(token))
    return None


def check_keys() -> None:
    """Stops the start when a key is none."""
    _keys()


def _keys() -> MultiFernet:
    return MultiFernet(_fernets(tuple(settings.CREDENTIAL_KEYS)))


@lru_cache(maxsize=8)
def _fernets(keys: tuple[str, ...]) -> Sequence[Fernet]:
    try:
        return [Fernet(key) for key in keys]
    except ValueError:
        raise ImproperlyConfigured(
            "LIBRETTO_CREDENTIAL_KEYS holds a key that is not a Fernet key (32 bytes, URL-safe base64). Make one with "
            "`python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'`."
        ) from None
