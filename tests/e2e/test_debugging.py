"""A run that fails is explained: from the failing workflow to the report and the mail."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.e2e.installation import Installation, wait_until

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

SOON_SECONDS = 15  # the other sample is being repaired meanwhile


def report(site: Installation, job_id: str) -> dict[str, Any]:
    return site.call("jobs/debugReport", {"id": job_id})


def test_the_sample_that_fails_is_explained_soon_and_mailed(site: Installation) -> None:
    samples = json.loads((site.home / "run" / "samples.json").read_text())
    assert site.finished(samples["good_invoice_job"])["status"] == "completed"
    job_id = samples["failed_job"]  # the same workflow on a site that has changed
    assert site.finished(job_id)["status"] == "failed"

    done = {"completed", "failed", "skipped"}
    wait_until(lambda: report(site, job_id)["debug_agent_status"] in done, SOON_SECONDS, "the report")

    found = report(site, job_id)
    assert found["debug_agent_status"] == "completed"
    assert found["failure_class"] == "element_not_found"
    assert "Find orders" in found["tldr"] + found["handoff_prompt"]  # what the button is called now
    assert "workflows.py" in found["handoff_prompt"]
    for name in ("recording_url", "screenshot_url", "dom_snapshot_url", "logs_url"):
        answer = httpx.get(found[name], trust_env=False)
        assert answer.status_code == 200, name
    wait_until(
        lambda: report(site, job_id)["email_sent_at"] is not None or found["group"]["occurrences"] > 1, 60, "mail"
    )
