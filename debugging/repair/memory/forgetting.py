"""Forgets what is remembered of good runs: pages with the artifacts of their run, elements that nothing acts on any
more, and all of a workflow that was deleted. May be killed at any point, run twice, and run side by side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from debugging.batches import delete_in_batches, keys_of
from debugging.repair.memory.models import ElementFingerprint
from deployments.models import Workflow
from recordings.keeping import artifact_limits

UNSEEN_FOR: Final = timedelta(days=180)


def forget_memory() -> Iterator[None]:
    """A batch a turn."""
    for teams, limit in artifact_limits():
        pages = ElementFingerprint.objects.filter(team__in=teams, last_seen_at__lt=limit).exclude(page_html="")
        while keys := keys_of(pages):
            ElementFingerprint.objects.filter(pk__in=keys, last_seen_at__lt=limit).update(page_html="")
            yield
    unseen = timezone.now() - UNSEEN_FOR
    yield from delete_in_batches(ElementFingerprint.objects.filter(last_seen_at__lt=unseen))
    for team_id, name in _deleted():
        yield from delete_in_batches(ElementFingerprint.objects.filter(team=team_id, workflow_name=name))


def _deleted() -> list[tuple[UUID, str]]:
    """Deleted workflows of which something is remembered: asked from their side, as there are few of them."""
    kept = ElementFingerprint.objects.filter(team=OuterRef("team"), workflow_name=OuterRef("name"))
    deleted = Workflow.objects.filter(Exists(kept), deleted_at__isnull=False)
    return list(deleted.order_by("pk").values_list("team_id", "name"))
