"""Forgets what reports hold of runs whose pages and steps have expired: evidence, prompt, and the mails as sent; and
what is remembered of good runs.

What was found out stays: class, sentence, group. May be killed at any point, run twice, and run side by side.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from time import monotonic
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from debugging.mail.models import SentMail
from debugging.model_agent.models import ModelUse
from debugging.models import DebugReport
from debugging.repair.memory.forgetting import forget_memory
from debugging.repair.models import Repair
from recordings.keeping import artifact_limits

BATCH: Final = 200
BUDGETS_LOOK_BACK: Final = timedelta(days=400)  # a month, in fact; a year can be told apart from the one before


def forget_old(*, seconds: float) -> bool:
    """A batch after the other, until all is done or that time has passed. Whether all is done."""
    until = monotonic() + seconds
    return all(monotonic() < until for _ in _batches())


def _batches() -> Iterator[None]:
    for teams, limit in artifact_limits():
        reports = DebugReport.objects.filter(team__in=teams, created_at__lt=limit).exclude(evidence=None)
        while _numbers(reports):
            DebugReport.objects.filter(pk__in=_numbers(reports)).update(evidence=None, handoff_prompt="")
            yield
        repairs = Repair.objects.of_pages().filter(team__in=teams, created_at__lt=limit)
        while ids := list(repairs.values_list("pk", flat=True)[:BATCH]):
            Repair.objects.filter(pk__in=ids).update(proposal=None, earlier=[], located=None)
            yield
        mails = SentMail.objects.filter(team__in=teams, created_at__lt=limit)
        while numbers := _numbers(mails):
            SentMail.objects.filter(pk__in=numbers).delete()
            yield

    yield from forget_memory()
    uses = ModelUse.objects.filter(asked_at__lt=timezone.now() - BUDGETS_LOOK_BACK)
    while numbers := _numbers(uses):
        ModelUse.objects.filter(pk__in=numbers).delete()
        yield


def _numbers(rows: QuerySet[DebugReport] | QuerySet[SentMail] | QuerySet[ModelUse]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
