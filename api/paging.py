"""Opaque page tokens: where the next page begins, signed so that nobody can make one up."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.signing import BadSignature, Signer

from api.errors import InvalidInput

Value = str | int


def encode(purpose: str, values: Sequence[Value]) -> str:
    """The keyset values of the last row shown. A token fits only the purpose it was made for."""
    return _signer(purpose).sign_object(list(values))


def decode(purpose: str, token: str, field: str = "cursor") -> list[Value]:
    """What `encode` was given. InvalidInput, naming `field`, for any other token."""
    try:
        values: list[Value] = _signer(purpose).unsign_object(token)
    except (BadSignature, ValueError):
        raise InvalidInput(
            "This page token is not one of ours. Leave it out to start at the first page.", path=[field]
        ) from None
    return values


def _signer(purpose: str) -> Signer:
    return Signer(salt=f"api.paging.{purpose}")
