"""The OpenAPI document of /v1, made from the endpoints themselves."""

from __future__ import annotations

from drf_spectacular.openapi import AutoSchema


class EnvelopeSchema(AutoSchema):
    """One endpoint's operation."""
