"""What is remembered of the call that made a run fail."""

from __future__ import annotations

from typing import Final

from debugging.evidence import Evidence, Page, Remembered, Step
from debugging.repair.memory.models import ElementFingerprint
from jobs.models import Job

LOOKED_AT: Final = 50


def with_memory(evidence: Evidence, job: Job) -> Evidence:
    """Adds what is remembered, unless the good run has a page on which the element is marked."""
    step, good = evidence.failing_step, evidence.good
    if step is None or (good is not None and good.page is not None and good.page.target_xpath):
        return evidence
    found = _fingerprint(step, evidence, job)
    return evidence if found is None else evidence.model_copy(update={"remembered": _remembered(found)})


def _fingerprint(step: Step, evidence: Evidence, job: Job) -> ElementFingerprint | None:
    """Of the same call with the same locator: one that was made with another, in a loop or for other params, acted on
    another element. An element handle does not tell its locator: it must be the same place in the same version."""
    known = ElementFingerprint.objects.of(job.team).filter(
        workflow_name=job.workflow_name, call=step.api, locator=step.selector, last_seen_at__lt=job.created_at
    )
    if not step.selector:
        known = known.filter(deployment_id=job.version.deployment_id, site=step.site)
    rows = list(known.defer("page_html").order_by("-last_seen_at", "pk")[:LOOKED_AT])
    turn = sum((one.site, one.api) == (step.site, step.api) for one in evidence.steps if one.t_ms < step.t_ms)

    def nearness(row: ElementFingerprint) -> tuple[bool, bool, int]:
        same_version = row.deployment_id == job.version.deployment_id
        return same_version and row.site == step.site, row.site == step.site, -abs(row.pass_number - turn)

    return max(rows, key=nearness, default=None)


def _remembered(row: ElementFingerprint) -> Remembered:
    html = page_of(row)
    page = Page(url=row.page_url, html=html, target_xpath=row.element.get("xpath", "")) if html else None
    return Remembered(
        site=row.site,
        locator=row.locator,
        seen_at=row.last_seen_at,
        job_id=row.job_id,
        element=row.element,
        page=page,
    )


def page_of(row: ElementFingerprint) -> str:
    """Kept with one of the calls that were made on it. "" when it has expired."""
    alike = ElementFingerprint.objects.of(row.team).filter(workflow_name=row.workflow_name, page_digest=row.page_digest)
    found = alike.exclude(page_html="").values_list("page_html", flat=True).first()
    return found or ""
