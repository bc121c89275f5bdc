"""Forgets what reports hold of runs whose pages and steps have expired: evidence, prompt, and the mails as sent; and
what is remembered of good runs.

What was found out stays: class, sentence, group. May be killed at any point, run twice, and run side by side.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from time import monotonic
from typing import Final

from django.utils import timezone

from debugging.batches import delete_in_batches, keys_of
from debugging.mail.models import SentMail
from debugging.model_agent.models import ModelUse
from debugging.models import DebugReport
from debugging.repair.memory.forgetting import forget_memory
from debugging.repair.models import Repair
from recordings.keeping import artifact_limits

BUDGETS_LOOK_BACK: Final = timedelta(days=400)  # a month, in fact; a year can be told apart from the one before


def forget_old(*, seconds: float) -> bool:
    """A batch after the other, until all is done or that time has passed. Whether all is done."""
    until = monotonic() + seconds
    return all(monotonic() < until for _ in _batches())


def _batches() -> Iterator[None]:
    for teams, limit in artifact_limits():
        reports = DebugReport.objects.filter(team__in=teams, created_at__lt=limit, evidence__isnull=False)
        while keys := keys_of(reports, by="created_at"):
            DebugReport.objects.filter(pk__in=keys).update(evidence=None, handoff_prompt="")
            yield
        repairs = Repair.objects.of_pages().filter(team__in=teams, created_at__lt=limit)
        while keys := keys_of(repairs):
            Repair.objects.filter(pk__in=keys).update(proposal=None, earlier=[], located=None)
            yield
        yield from delete_in_batches(SentMail.objects.filter(team__in=teams, created_at__lt=limit))

    yield from forget_memory()
    yield from delete_in_batches(ModelUse.objects.filter(asked_at__lt=timezone.now() - BUDGETS_LOOK_BACK))
