"""What a team wants of the debug agent."""

from __future__ import annotations

from django.db import models

from accounts.models import Team
from debugging.repair.models import RepairPolicy


class DebugSettings(models.Model):
    """What a team wants of the debug agent. A team without a row has the defaults."""

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="debug_settings")
    notification_email = models.EmailField(blank=True, help_text="Told of failures when no recipient is listed.")
    notifications_disabled = models.BooleanField(default=False, help_text="No mail about failed runs at all.")
    model_enabled = models.BooleanField(
        default=False, help_text="Let a language model look further. Evidence, masked, leaves this server."
    )
    model_name = models.CharField(max_length=200, blank=True, help_text="Empty: the server's (LIBRETTO_MODEL).")
    repair_policy = models.CharField(
        max_length=10,
        choices=RepairPolicy,
        default=RepairPolicy.PUBLISH,
        help_text="What becomes of a verified repair of a deployment that was made with --auto-repair.",
    )

    class Meta:
        verbose_name_plural = "debug settings"

    def __str__(self) -> str:
        return f"debug settings of {self.team}"
