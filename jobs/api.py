"""/v1/jobs/*"""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts import access
from accounts.access import Access
from api.endpoint import endpoint
from api.fields import IsoDateTime, NoNulCharField, UuidField, WholeNumber
from api.moments import iso
from jobs import listing, services
from jobs.inputs import NewJob
from jobs.models import Job, Purpose
from jobs.states import HELD
from libretto.protocol import JobState
from recordings.links import recording_link

LIMIT_DEFAULT = 20
LIMIT_MOST = 100
STATES = [state.value for state in JobState]
PURPOSE_HELP = "Only where nobody asked for the run: `verification`, made by the server to try out a repair."
VERIFICATION_HELP = "The failed run that a verification repeats."
KEPT_OPTIONS = ("skip_callbacks", "disable_default_proxy")


class JobRef(serializers.Serializer[Any]):
    id = UuidField()


class CreatedJob(serializers.Serializer[Any]):
    success = serializers.BooleanField()
    job_id = UuidField()
    status = serializers.ChoiceField(STATES)
    message = serializers.CharField()


class JobView(serializers.Serializer[Any]):
    job_id = UuidField()
    status = serializers.ChoiceField(STATES)
    workflow = serializers.CharField()
    workflow_id = UuidField()
    deployment_id = UuidField()
    deployment_version = serializers.CharField(help_text="Names the deployed version; today the deployment's id.")
    params = serializers.DictField(help_text="As sent; credentials are never in here.")
    result = serializers.JSONField(required=False, help_text="What the workflow returned. Only when completed.")
    error = serializers.CharField(required=False, help_text="Why it failed. Only when failed.")
    mapped_stack = serializers.CharField(
        allow_null=True, help_text="Where in the workflow's own files it failed, the innermost call first."
    )
    live_view_url = serializers.CharField(
        allow_null=True,
        help_text="Where people watch the run while it goes on: opens without a key, until it expires; call again for "
        "a fresh one. Null before a browser is being started, and when the run has ended.",
    )
    hosted_workflow_id = UuidField(allow_null=True, help_text="Always null: there is no catalogue here.")
    created_at = IsoDateTime()
    started_at = IsoDateTime(allow_null=True)
    completed_at = IsoDateTime(allow_null=True)
    purpose = serializers.ChoiceField(Purpose.values, required=False, help_text=PURPOSE_HELP)
    verification_of = UuidField(required=False, allow_null=True, help_text=VERIFICATION_HELP)


class JobQuery(serializers.Serializer[Any]):
    status = serializers.ChoiceField(STATES, required=False)
    limit = WholeNumber(required=False, default=LIMIT_DEFAULT, min_value=1, max_value=LIMIT_MOST)
    cursor = NoNulCharField(required=False, help_text="`next_cursor` of the answer before.")


class JobEntry(serializers.Serializer[Any]):
    job_id = UuidField()
    deployment_id = UuidField()
    workflow_id = UuidField()
    workflow = serializers.CharField()
    status = serializers.ChoiceField(STATES)
    created_at = IsoDateTime()
    completed_at = IsoDateTime(allow_null=True)
    purpose = serializers.ChoiceField(Purpose.values, required=False, help_text=PURPOSE_HELP)
    verification_of = UuidField(required=False, allow_null=True, help_text=VERIFICATION_HELP)


class JobList(serializers.Serializer[Any]):
    jobs = JobEntry(many=True)
    next_cursor = serializers.CharField(allow_null=True, help_text="Null on the last page.")


class Cancelled(serializers.Serializer[Any]):
    success = serializers.BooleanField(help_text="False when the run had ended before.")
    message = serializers.CharField()


@endpoint(access.api_member, request=NewJob, response=CreatedJob)
def create(access: Access, data: dict[str, Any]) -> dict[str, Any]:
    """Run a workflow.

    The run is queued when this answers; ask `jobs/get` until the status is `completed`, `failed` or `cancelled`.
    A second request with the same workflow, params and `nonce` gives the first one's job; with other params it
    is refused (409, `data.reason` is `nonce_reused`).
    """
    options = {name: data.pop(name) for name in KEPT_OPTIONS if name in data}
    job = services.create_job(team=access.team, options=options, **data)
    message = f"The run of {job.workflow_name} is {job.state.replace('_', ' ')}."
    return {"success": True, "job_id": str(job.id), "status": job.state, "message": message}


@endpoint(access.api_member, request=JobRef, response=JobView)
def get(access: Access, data: dict[str, Any]) -> dict[str, Any]:
    """Tell how a run is doing, and what came of it."""
    job = services.find_job(team=access.team, job_id=data["id"])
    view: dict[str, Any] = {
        **_entry(job),
        "deployment_version": str(job.version.deployment_id),
        "params": job.params,
        "mapped_stack": job.mapped_stack or None,
        "live_view_url": _live_view_url(job),
        "hosted_workflow_id": None,
        "started_at": iso(job.started_at) if job.started_at else None,
    }
    if job.state == JobState.COMPLETED:
        view["result"] = job.result
    if job.state == JobState.FAILED:
        view["error"] = job.error
    return view


@endpoint(access.api_member, request=JobQuery, response=JobList)
def list_newest(access: Access, data: dict[str, Any]) -> dict[str, Any]:
    """List the team's runs, newest first."""
    page = listing.page_of(
        Job.objects.of(access.team).in_state(data.get("status")), limit=data["limit"], cursor=data.get("cursor")
    )
    return {"jobs": [_entry(job) for job in page.jobs], "next_cursor": page.older}


@endpoint(access.api_member, request=JobRef, response=Cancelled)
def cancel(access: Access, data: dict[str, Any]) -> dict[str, Any]:
    """Cancel a queued or running run. A running one ends within seconds."""
    success, message = services.cancel_job(team=access.team, job_id=data["id"], where="through the API")
    return {"success": success, "message": message}


def _live_view_url(job: Job) -> str | None:
    """The session of a queued run is that of an attempt before."""
    if job.state not in HELD or job.session_id is None:
        return None
    return recording_link(job.session_id)[0]


def _entry(job: Job) -> dict[str, Any]:
    entry = {
        "job_id": str(job.id),
        "deployment_id": str(job.version.deployment_id),
        "workflow_id": str(job.version.workflow_id),
        "workflow": job.workflow_name,
        "status": job.state,
        "created_at": iso(job.created_at),
        "completed_at": iso(job.completed_at) if job.completed_at else None,
    }
    if job.purpose:
        entry |= {
            "purpose": job.purpose,
            "verification_of": str(job.verification_of_id) if job.verification_of_id else None,
        }
    return entry
