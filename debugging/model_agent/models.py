"""What was asked of models, and what it cost. Kept for the budgets of teams."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import ClassVar, Self

from django.db import models
from django.db.models import Sum
from django.utils import timezone

from accounts.models import Team


class ModelPurpose(models.TextChoices):
    DIAGNOSIS = "diagnosis", "Diagnosis"
    REPAIR = "repair", "Repair"


class ModelUseQuerySet(models.QuerySet["ModelUse"]):
    def of(self, team: Team) -> Self:
        return self.filter(team=team)

    def since(self, moment: datetime) -> Self:
        return self.filter(asked_at__gte=moment)

    def under_way(self) -> Self:
        """Not answered yet, as far as these rows tell: a lost worker's is one of them for as long as it may take."""
        return self.filter(seconds=0, requests=0)

    def cost_usd(self) -> Decimal:
        total: Decimal | None = self.aggregate(total=Sum("cost_usd"))["total"]
        return total or Decimal(0)


class ModelUse(models.Model):
    """One question that a model was asked: written before it is asked, so that a lost worker hides no cost."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="model_uses")
    report = models.ForeignKey("DebugReport", on_delete=models.SET_NULL, null=True, related_name="model_uses")
    purpose = models.CharField(max_length=10, choices=ModelPurpose, default=ModelPurpose.DIAGNOSIS)
    model = models.CharField(max_length=200)
    asked_at = models.DateTimeField(default=timezone.now)
    requests = models.PositiveIntegerField(default=0)
    input_tokens = models.PositiveIntegerField(default=0)
    output_tokens = models.PositiveIntegerField(default=0)
    cost_usd = models.DecimalField(
        max_digits=12, decimal_places=6, default=Decimal(0), help_text="Until it has answered, the most it may cost."
    )
    cost_is_known = models.BooleanField(default=False)
    seconds = models.FloatField(default=0)

    objects: ClassVar = ModelUseQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["team", "asked_at"], name="model_use_of_team")]

    def __str__(self) -> str:
        return f"{self.model} for {self.report}"
