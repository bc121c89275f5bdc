"""A repair as the API tells it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from api.moments import iso
from debugging.handoff.run_links import has_recording
from debugging.repair.models import Repair
from debugging.repair.proposal import Candidate, Located, Proposal
from debugging.repair.receipt import Receipt
from debugging.repair.words import title_of
from jobs.models import Job
from recordings.links import recording_link


def entry_of(repair: Repair) -> dict[str, Any]:
    moments = ("finished_at", "verified_at", "published_at")
    return {
        "id": str(repair.pk),
        "status": repair.status,
        "title": title_of(repair),
        "sentence": repair.sentence,
        "proposed_by": repair.proposed_by,
        "workflow": repair.workflow_name,
        "job_id": str(repair.report.job_id),
        "parent_deployment_id": str(repair.parent_id),
        "deployment_id": str(repair.deployment_id) if repair.deployment_id else None,
        "verification_job_id": str(repair.verification_job_id) if repair.verification_job_id else None,
        "created_at": iso(repair.created_at),
        **{name: iso(at) if (at := getattr(repair, name)) else None for name in moments},
    }


def whole_of(repair: Repair) -> dict[str, Any]:
    receipt = Receipt(repair)
    return {
        **entry_of(repair),
        "model_note": repair.model_note,
        "diff": repair.diff,
        "edits": [_edit(edit.proposal) for edit in receipt.edits],
        "candidates": _candidates(Located.model_validate(repair.located) if repair.located else None),
        "checks": repair.checks,
        "not_checked": repair.not_checked,
        "verification": _verification(repair.verification_job) if repair.verification_job else None,
        "url": f"{settings.PUBLIC_URL}{reverse('repair', args=[repair.pk])}",
    }


def _edit(proposal: Proposal) -> dict[str, Any]:
    told = proposal.model_dump(
        mode="json", include={"kind", "line", "sentence", "was_wrong", "old_locator", "new_locator", "other_uses"}
    )
    told |= {"proposed_by": proposal.by, "model": proposal.model, "model_says": proposal.model_says}
    return {**told, "file": proposal.changes[0].file, "candidates": _candidates(proposal.located)}


def _candidates(located: Located | None) -> list[dict[str, Any]]:
    return [_candidate(one) for one in located.candidates] if located else []


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return candidate.model_dump(mode="json", include={"element", "score", "why", "taken"})


def _verification(job: Job) -> dict[str, Any]:
    return {
        "job_id": str(job.pk),
        "status": job.state,
        "run_url": f"{settings.PUBLIC_URL}{reverse('run', args=[job.pk])}",
        "recording_url": recording_link(job.session_id)[0] if job.session_id and has_recording(job) else None,
    }
