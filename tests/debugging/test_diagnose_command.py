"""manage.py diagnose."""

from __future__ import annotations

import gzip
import json
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from debugging.models import DebugReport
from debugging.services import investigate, open_report
from jobs.models import Job
from recordings.models import TimelineEvent
from tests.debugging.rows import failed_job, pay_step, recorded_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def job() -> Job:
    made = failed_job()
    recorded_session(made, pay_step(outcome="failed"), html="<button>Submit order</button>")
    open_report(made.pk)
    investigate(made.pk)
    return made


def said(*arguments: str) -> Any:
    out = StringIO()
    call_command("diagnose", *arguments, stdout=out)
    return json.loads(out.getvalue())


def test_a_stored_report_is_diagnosed_again_without_what_it_was_gathered_from(job: Job, tmp_path: Path) -> None:
    stored = DebugReport.objects.get(job=job)
    TimelineEvent.objects.all().delete()
    assert said(str(job.pk)) == stored.diagnosis
    for file, content in (
        ("plain.json", json.dumps(stored.evidence).encode()),
        ("packed.json.gz", gzip.compress(json.dumps({"evidence": stored.evidence}).encode())),
    ):
        (tmp_path / file).write_bytes(content)
        assert said(str(tmp_path / file)) == stored.diagnosis
    assert said(str(job.pk), "--evidence") == stored.evidence


def test_what_is_no_evidence_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no JSON")
    (tmp_path / "other.json").write_text("[1]")
    for what, reason in (
        (str(uuid4()), "no report"),
        (str(tmp_path / "none"), "cannot be read"),
        (str(tmp_path / "text"), "does not hold JSON"),
        (str(tmp_path / "other.json"), "no evidence"),
    ):
        with pytest.raises(CommandError, match=reason):
            said(what)
