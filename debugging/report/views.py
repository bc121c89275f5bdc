"""The report on a failed run: a panel that its page loads, and the same as a page of its own."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import access
from accounts.access import ADMINS, Access, page
from debugging.models import DebugReport, Feedback
from debugging.report.acting_person import acting_person
from debugging.report.feedback import rate
from debugging.report.page import page_of_report
from jobs.models import Job
from libretto.protocol import JobState

WHOLE = "page"  # in the query: the panel with a page around it


@require_safe
@page(access.page_member)
def report(request: HttpRequest, access: Access, job_id: UUID) -> HttpResponse:
    """The panel, 204 while the run has not failed. `?page=1` asks for the whole page."""
    job: Job | None = Job.objects.of(access.team).select_related("team").filter(pk=job_id).first()
    if job is None:
        raise Http404("There is no such run in this team.")
    whole = WHOLE in request.GET
    if job.purpose:
        return _of_verification(request, job)
    if job.state != JobState.FAILED and not whole:
        return HttpResponse(status=204)
    if job.state != JobState.FAILED:
        raise Http404("This run has not failed. Only failed runs have a report.")
    template = "debugging/report_page.html" if whole else "debugging/report_panel.html"
    may_decide = access.role in ADMINS
    return render(request, template, {"page": page_of_report(job), "whole": whole, "may_decide": may_decide})


def _of_verification(request: HttpRequest, job: Job) -> HttpResponse:
    """A run that tried out a repair has no report of its own: the repair tells of it."""
    of = DebugReport.objects.of(job.team).filter(job=job.verification_of_id, repair__isnull=False).first()
    if of is None:
        return HttpResponse(status=204)
    return render(request, "debugging/repair/verification_panel.html", {"job": job, "repair_id": of.repair_id})


@require_POST
@page(access.page_member)
def feedback(request: HttpRequest, access: Access, job_id: UUID) -> HttpResponse:
    """Whether somebody finds the diagnosis right."""
    found = DebugReport.objects.of(access.team).select_related("team").filter(job_id=job_id).first()
    if found is None:
        raise Http404("There is no report on such a run in this team.")
    answer = request.POST.get("answer")
    if answer in Feedback.values:
        rate(report=found, user=acting_person(access), request=request, answer=Feedback(answer))
    else:
        messages.error(request, "Choose whether the diagnosis was right: yes or no.")
    return redirect(reverse("report", args=[job_id]) + ("?page=1" if WHOLE in request.GET else ""))
