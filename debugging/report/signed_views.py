"""What signed links to a report show, and the prompt for members. No sign-in but for the last."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import wraps
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from accounts import access
from accounts.access import Access, page
from api.errors import NotFound
from api.streaming import streamed
from debugging.gathering.secret_params import masker_of
from debugging.handoff.run_links import prompt_with_links, run_links
from debugging.links import Purpose, job_of
from debugging.models import DebugReport
from debugging.report.page import page_of_report
from debugging.report.signed import SignedReport
from debugging.report.status import note_of, status_of
from debugging.services import report_of
from jobs.models import Job
from libretto.protocol import JobState
from logs.export import exported
from logs.models import CLOCKS_APART, LogFilters
from recordings.links import LinkExpired
from recordings.views import FILE_POLICY, Refused, signed

JobView = Callable[[HttpRequest, Job, datetime], HttpResponseBase]  # (request, run, the link's last moment)

TEXT: Final = "text/plain; charset=utf-8"
LOG_BYTES_MOST: Final = 50_000_000
LOG_IS_CUT: Final = "\n… The log is longer. `libretto cloud logs {}` prints all of it.\n"
NO_LINES: Final = b"This run has no lines in the log, or they are no longer kept.\n"


def _of_link(purpose: Purpose) -> Callable[[JobView], Callable[..., HttpResponseBase]]:
    """Gives the view the failed run that the link is for, and tells whoever holds it why there is nothing to see."""

    def decorate(view: JobView) -> Callable[..., HttpResponseBase]:
        @signed
        @wraps(view)
        def guarded(request: HttpRequest, token: str) -> HttpResponseBase:
            try:
                job_id, until = job_of(purpose, token)
            except LinkExpired:
                remedy = "Ask whoever sent it to you for a new one, or open the run's page."
                raise Refused(410, "This link has expired", remedy) from None
            found = Job.objects.select_related("team", "version").filter(pk=job_id, state=JobState.FAILED).first()
            if found is None:
                raise Refused(410, "This report is no longer kept", "Its run was deleted.")
            response = view(request, found, until)
            if not response.has_header("Cache-Control"):
                add_never_cache_headers(response)
            return response

        return guarded

    return decorate


@_of_link("report")
def report(request: HttpRequest, job: Job, until: datetime) -> HttpResponseBase:
    """A page for people who may have no account."""
    shown = SignedReport(page_of_report(job))
    return render(request, "debugging/signed/report.html", {"signed": shown, "page": shown.page, "until": until})


@_of_link("log")
def report_log(request: HttpRequest, job: Job, until: datetime) -> HttpResponseBase:
    """The log of its run as text, without colours and control characters, streamed."""
    headers = {"Content-Type": TEXT, "Content-Security-Policy": FILE_POLICY}
    return streamed(request, _log_of(job), headers)


@_of_link("prompt")
def report_prompt(request: HttpRequest, job: Job, until: datetime) -> HttpResponseBase:
    found = DebugReport.objects.of(job.team).filter(job=job).first()
    if found is None or not found.handoff_prompt:
        raise Refused(404, "There is no prompt", note_of(status_of(job, found), found))
    return _text(prompt_with_links(found, run_links(job)))


@require_safe
@page(access.page_member)
def run_prompt(request: HttpRequest, access: Access, job_id: UUID) -> HttpResponse:
    """The same for members, who need no link."""
    try:
        job, found = report_of(team=access.team, job_id=job_id)
    except NotFound as problem:
        raise Http404(problem.message) from None
    if found is None or not found.handoff_prompt:
        return _text(f"{note_of(status_of(job, found), found)}\n", status=404)
    return _text(prompt_with_links(found, run_links(job)))


def _text(text: str, *, status: int = 200) -> HttpResponse:
    headers = {"Content-Security-Policy": FILE_POLICY, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(text, status=status, content_type=TEXT, headers=headers)


def _log_of(job: Job) -> Iterator[bytes]:
    """Oldest line first, without the values of secret params."""
    masker = masker_of(job.params, job.version.input_schema)
    filters = LogFilters(job_id=job.pk, since=job.created_at - CLOCKS_APART)
    sent = 0
    for lines in exported(team=job.team, filters=filters, form="text"):
        masked = masker.raw(lines)
        if sent + len(masked) > LOG_BYTES_MOST:
            yield masked[: masked.rfind(b"\n", 0, LOG_BYTES_MOST - sent) + 1] + LOG_IS_CUT.format(job.pk).encode()
            return
        sent += len(masked)
        yield masked
    if not sent:
        yield NO_LINES
