"""Forgets what is remembered of good runs: pages with the artifacts of their run, elements that nothing acts on any
more, and all of a workflow that was deleted. May be killed at any point, run twice, and run side by side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from debugging.repair.models import ElementFingerprint
from deployments.models import Workflow
from recordings.keeping import artifact_limits

BATCH: Final = 200
UNSEEN_FOR: Final = timedelta(days=180)


def forget_memory() -> Iterator[None]:
    """A batch a turn."""
    for teams, limit in artifact_limits():
        pages = ElementFingerprint.objects.filter(team__in=teams, last_seen_at__lt=limit).exclude(page_html="")
        while numbers := _numbers(pages):
            ElementFingerprint.objects.filter(pk__in=numbers, last_seen_at__lt=limit).update(page_html="")
            yield
    unseen = timezone.now() - UNSEEN_FOR
    yield from _delete(ElementFingerprint.objects.filter(last_seen_at__lt=unseen))
    deleted = Workflow.objects.filter(team=OuterRef("team"), name=OuterRef("workflow_name"), deleted_at__isnull=False)
    yield from _delete(ElementFingerprint.objects.filter(Exists(deleted)))


def _delete(rows: QuerySet[ElementFingerprint]) -> Iterator[None]:
    while numbers := _numbers(rows):
        rows.filter(pk__in=numbers).delete()
        yield


def _numbers(rows: QuerySet[ElementFingerprint]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
