"""What is asked every few seconds or minutes finds its rows by an index, however many rows there are beside them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from debugging.models import MODEL_IS_ASKED, DebugReport
from debugging.repair.memory.models import ElementFingerprint
from jobs.models import Job
from libretto.protocol import JobState

pytestmark = pytest.mark.django_db

AGO = timezone.now() - timedelta(days=90)


@pytest.mark.parametrize(
    ("index", "rows"),
    [
        ("job_failed", lambda: Job.objects.ordinary().filter(state=JobState.FAILED, completed_at__gte=AGO)),
        ("report_at_model", lambda: DebugReport.objects.filter(model_status=MODEL_IS_ASKED[0], claimed_at__lt=AGO)),
        ("report_to_forget", lambda: DebugReport.objects.filter(created_at__lt=AGO, evidence__isnull=False)),
        ("fingerprint_seen", lambda: ElementFingerprint.objects.filter(last_seen_at__lt=AGO)),
    ],
)
def test_an_index_holds_what_is_looked_for(index: str, rows: Callable[[], QuerySet[Any]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # the tables of a test are empty

    assert index in rows().explain()


def test_old_pages_are_found_among_many_elements_that_have_none() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; DROP INDEX fingerprint_seen")  # until the test ends

    pages = ElementFingerprint.objects.filter(last_seen_at__lt=AGO).exclude(page_html="")

    assert "fingerprint_page" in pages.explain()
