"""What may be asked of a run. Whatever comes through here can be stored and acted upon."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from api.fields import JsonObject, NoNulCharField, TrueOrFalse, WholeNumber
from libretto.protocol import VIEWPORT_MOST

NAME_LENGTH_MOST = 200
URL_LENGTH_MOST = 8_000

# Named by the contract, not offered here. Better to say so than to run without.
NOT_OFFERED = {
    "callback_url": "This server does not send callbacks yet. Leave it out and ask jobs/get for the end of the run.",
    "callback_secret": "This server does not send callbacks yet. Leave it out.",
    "credential_id": "A run gets the credentials that its workflow declares by name. Leave it out.",
    "residential_proxy": "This server has no proxies. Leave it out.",
    "gpu": "This server starts browsers without a GPU. Leave it out.",
}


class ViewportField(serializers.Serializer[Any]):
    """CSS pixels."""

    width = WholeNumber(min_value=1, max_value=VIEWPORT_MOST)
    height = WholeNumber(min_value=1, max_value=VIEWPORT_MOST)


class RunOptions(serializers.Serializer[Any]):
    """How a workflow is to be run."""

    timeout_seconds = WholeNumber(
        required=False, min_value=1, help_text="Default 1800, at most 3600, unless the server says otherwise."
    )
    headless = TrueOrFalse(
        required=False, help_text="Accepted; every run is recorded, and a server has no screen to show a window on."
    )
    start_url = NoNulCharField(
        required=False,
        max_length=URL_LENGTH_MOST,
        help_text="In place of the workflow's own: http, https or about:blank.",
    )
    viewport = ViewportField(required=False)
    gpu = TrueOrFalse(required=False, allow_null=True, help_text="Only false: there is no GPU.")
    callback_url = serializers.JSONField(required=False, allow_null=True, help_text="Not offered yet: refused.")
    callback_secret = serializers.JSONField(required=False, allow_null=True, help_text="Not offered yet: refused.")
    credential_id = serializers.JSONField(required=False, allow_null=True, help_text="Not offered: refused.")
    residential_proxy = serializers.JSONField(required=False, allow_null=True, help_text="Not offered: refused.")
    skip_callbacks = TrueOrFalse(required=False, help_text="Accepted; nothing is sent anyway.")
    disable_default_proxy = TrueOrFalse(required=False, help_text="Accepted; there is no proxy anyway.")

    def validate_timeout_seconds(self, seconds: int) -> int:
        most = settings.JOB_TIMEOUT_MAX_SECONDS
        if seconds > most:
            raise ValidationError(f"Ensure this value is less than or equal to {most}.", code="max_value")
        return seconds

    def validate_start_url(self, url: str) -> str:
        try:
            parts = urlsplit(url)
            usable = url == "about:blank" or (parts.scheme in {"http", "https"} and bool(parts.hostname))
        except ValueError:
            usable = False
        if not usable:
            raise ValidationError("Not a web address. Use http://…, https://… or about:blank.", code="custom")
        return url

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        refused = {name: [reason] for name, reason in NOT_OFFERED.items() if data.get(name) not in (None, False)}
        if refused:
            raise ValidationError(refused, code="custom")
        return {name: value for name, value in data.items() if name not in NOT_OFFERED}


class NewJob(RunOptions):
    workflow = NoNulCharField(max_length=NAME_LENGTH_MOST, help_text="Name of a deployed workflow.")
    params = JsonObject(required=False, default=dict, help_text="Input of the workflow; at most 256 KiB as JSON.")
    nonce = NoNulCharField(
        required=False,
        max_length=NAME_LENGTH_MOST,
        help_text="Makes a repeated request harmless: the same workflow, params and nonce give the same job.",
    )
