"""The list of runs, and cancelling one. The page of a run is in `replay`."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import access
from accounts.access import Access, page
from api.errors import InvalidInput, NotFound
from deployments.models import Workflow
from jobs import services
from jobs.durations import duration_of
from jobs.listing import page_of
from jobs.models import STATE_CHOICES, Job

RUNS_SHOWN = 50
NAMES_OFFERED = 200


@require_safe
@page(access.page_member)
def runs(request: HttpRequest, access: Access) -> HttpResponse:
    """Runs of the team, newest first, of one state and one workflow if asked."""
    jobs = Job.objects.of(access.team)
    state = _known_state(request.GET.get("state"))
    workflow = request.GET.get("workflow", "").strip().replace("\0", "")
    wanted = jobs.in_state(state).of_workflow(workflow)
    try:
        shown = page_of(wanted, limit=RUNS_SHOWN, cursor=request.GET.get("cursor"))
    except InvalidInput:
        return redirect(_runs_url(state=state, workflow=workflow))
    context = {
        "rows": [{"job": job, "duration": duration_of(job)} for job in shown.jobs],
        "newer": _runs_url(state=state, workflow=workflow, cursor=shown.newer) if shown.newer else "",
        "older": _runs_url(state=state, workflow=workflow, cursor=shown.older) if shown.older else "",
        "filters": [
            {"label": label, "url": _runs_url(state=value, workflow=workflow), "current": value == state}
            for value, label in [("", "All"), *STATE_CHOICES]
        ],
        "state": state,
        "workflow": workflow,
        "names": Workflow.objects.of(access.team).order_by("name").values_list("name", flat=True)[:NAMES_OFFERED],
        "none_yet": not shown.jobs and not jobs.exists(),
    }
    return render(request, "jobs/runs.html", context)


@require_POST
@page(access.page_member)
def cancel(request: HttpRequest, access: Access, job_id: UUID) -> HttpResponse:
    try:
        success, message = services.cancel_job(team=access.team, job_id=job_id, where="on its page")
    except NotFound as error:
        raise Http404("There is no such run in this team.") from error
    messages.add_message(request, messages.SUCCESS if success else messages.WARNING, message)
    return redirect("run", job_id=job_id)


def _known_state(asked: str | None) -> str:
    return asked if asked in dict(STATE_CHOICES) else ""


def _runs_url(**query: str) -> str:
    given = {name: value for name, value in query.items() if value}
    return reverse("runs") + (f"?{urlencode(given)}" if given else "")
