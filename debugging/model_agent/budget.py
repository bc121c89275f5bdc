"""What a team's reports may cost a day and a month."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Team
from debugging.model_agent.configuration import Model, ModelRefused
from debugging.model_agent.conversation import Asked
from debugging.model_agent.models import ModelPurpose, ModelUse
from debugging.models import DebugReport

_COUNTED: Final = {ModelPurpose.DIAGNOSIS: "reports", ModelPurpose.REPAIR: "repairs"}


def reserve(report: DebugReport, model: Model, purpose: ModelPurpose = ModelPurpose.DIAGNOSIS) -> ModelUse:
    """Counts the question, at the most it may cost, until `settle` knows better. Raises ModelRefused."""
    with transaction.atomic():
        Team.objects.select_for_update(no_key=True).get(pk=report.team_id)  # two at once must not share what is left
        _check(report.team, model, purpose)
        use: ModelUse = ModelUse.objects.create(
            team=report.team, report=report, purpose=purpose, model=str(model)[:200], cost_usd=model.cost_usd
        )
        return use


def settle(use: ModelUse, asked: Asked[Any]) -> None:
    """Its cost is None when nobody knows the price: then the most it may cost is not held against the team."""
    use.requests, (use.input_tokens, use.output_tokens), use.seconds = asked.requests, asked.tokens, asked.seconds
    use.cost_usd, use.cost_is_known = asked.cost_usd or Decimal(0), asked.cost_usd is not None
    use.save(update_fields=["requests", "input_tokens", "output_tokens", "seconds", "cost_usd", "cost_is_known"])


def _check(team: Team, model: Model, purpose: ModelPurpose) -> None:
    now = timezone.now()
    uses = ModelUse.objects.of(team)
    most_reports, most_usd = settings.MODEL_REPORTS_PER_DAY, settings.MODEL_USD_PER_MONTH
    if most_reports and uses.filter(purpose=purpose).since(now - timedelta(days=1)).count() >= most_reports:
        raise ModelRefused(
            f"The team's limit of {most_reports} {_COUNTED[purpose]} a day is reached (LIBRETTO_MODEL_REPORTS_PER_DAY)."
        )
    first = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    if most_usd and uses.since(first).cost_usd() + model.cost_usd > most_usd:
        raise ModelRefused(f"The team's ${most_usd} of this month are used up (LIBRETTO_MODEL_USD_PER_MONTH).")
