"""Forgets what reports hold of runs whose pages and steps have expired: evidence, prompt, and the mails as sent.

What was found out stays: class, sentence, group. May be killed at any point, run twice, and run side by side.
"""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic
from typing import Final

from django.db.models import QuerySet

from debugging.mail.models import SentMail
from debugging.models import DebugReport
from recordings.keeping import artifact_limits

BATCH: Final = 200


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
        mails = SentMail.objects.filter(team__in=teams, created_at__lt=limit)
        while numbers := _numbers(mails):
            SentMail.objects.filter(pk__in=numbers).delete()
            yield


def _numbers(rows: QuerySet[DebugReport] | QuerySet[SentMail]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
