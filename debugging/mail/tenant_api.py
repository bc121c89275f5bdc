"""/v1/tenant/settings"""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts import access
from accounts.access import Access
from api.endpoint import endpoint
from api.fields import TrueOrFalse
from debugging.mail import choosing
from debugging.mail.forms import BAD_ADDRESS
from debugging.models import DebugSettings


class TenantChange(serializers.Serializer[Any]):
    disable_job_failure_notifications = TrueOrFalse(required=False, help_text="No mails about failed runs.")
    debug_notification_email = serializers.EmailField(
        required=False,
        allow_null=True,
        allow_blank=True,
        max_length=254,
        error_messages={"invalid": BAD_ADDRESS},
        help_text="Told of failures when the team lists no recipient; null for its owners.",
    )


class TenantSettings(serializers.Serializer[Any]):
    code_sharing_enabled = serializers.BooleanField(help_text="Always false: this server shares no code.")
    disable_job_failure_notifications = serializers.BooleanField()
    debug_notification_email = serializers.CharField(allow_null=True)


@endpoint(access.api_admin, request=TenantChange, response=TenantSettings)
def settings(access: Access, data: dict[str, Any]) -> dict[str, Any]:
    """Read the team's settings, or change those that are sent."""
    fields: dict[str, Any] = {}
    if "disable_job_failure_notifications" in data:
        fields["notifications_disabled"] = data["disable_job_failure_notifications"]
    if "debug_notification_email" in data:
        fields["notification_email"] = (data["debug_notification_email"] or "").lower()
    if fields:
        chosen = choosing.change_settings(access=access, fields=fields)
    else:
        chosen = DebugSettings.objects.filter(team=access.team).first() or DebugSettings(team=access.team)
    return {
        "code_sharing_enabled": False,
        "disable_job_failure_notifications": chosen.notifications_disabled,
        "debug_notification_email": chosen.notification_email or None,
    }
