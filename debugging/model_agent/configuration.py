"""Which model is asked, and how much it may cost."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.conf import settings

from debugging.models import DebugReport, DebugSettings

COMPATIBLE: Final = "compatible"  # any endpoint that speaks OpenAI's protocol


@dataclass(frozen=True, kw_only=True)
class Model:
    provider: str
    name: str
    url: str  # "": the provider's own
    api_key: str
    steps: int
    tokens: int
    seconds: int
    cost_usd: Decimal  # 0: no limit

    def __str__(self) -> str:
        return self.name if self.provider == COMPATIBLE else f"{self.provider}:{self.name}"


class ModelRefused(Exception):
    """Why no model is asked, as a sentence."""


def model_of(report: DebugReport) -> Model | None:
    """The model that the report's team wants; None when it wants none. Raises ModelRefused."""
    wishes = DebugSettings.objects.filter(team=report.team).first()
    if not settings.MODEL or wishes is None or not wishes.model_enabled:
        return None
    provider, name = parted(settings.MODEL)
    if wishes.model_name:
        wanted, name = parted(wishes.model_name)
        if wanted != provider:  # the key is for one of them, and must not be sent to another
            raise ModelRefused(f"The team's model, {wishes.model_name}, is not of this server's provider.")
    return Model(
        provider=provider,
        name=name,
        url=settings.MODEL_URL,
        api_key=settings.MODEL_API_KEY,
        steps=settings.MODEL_STEPS,
        tokens=settings.MODEL_TOKENS,
        seconds=settings.MODEL_SECONDS,
        cost_usd=settings.MODEL_COST_USD,
    )


def parted(name: str) -> tuple[str, str]:
    """'anthropic:claude-…' in its parts. With LIBRETTO_MODEL_URL the whole name is that endpoint's own."""
    if settings.MODEL_URL:
        return COMPATIBLE, name.removeprefix("openai:")
    provider, _, rest = name.partition(":")
    return provider, rest
