"""The page that plays a session: of a run, or of a session by itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts import access
from accounts.access import Access, page
from jobs.models import Job
from replay.page import ReplayPage, page_of_run
from replay.plain import plain_of
from replay.viewing import Viewing, member


@require_safe
@page(access.page_member)
def run(request: HttpRequest, access: Access, job_id: UUID) -> HttpResponse:
    return render(request, "replay/page.html", _context(request, _page_of_run(access, job_id)))


@require_safe
@page(access.page_member)
def run_facts(request: HttpRequest, access: Access, job_id: UUID) -> HttpResponse:
    """What changes with a run's state; `static/replay/facts.js` puts it into the page."""
    return render(request, "replay/changing.html", {"page": _page_of_run(access, job_id)})


@require_safe
@member
def session(request: HttpRequest, viewing: Viewing) -> HttpResponseBase:
    job_id = viewing.session.job_id
    if job_id and Job.objects.of(viewing.team).filter(pk=job_id).exists():
        return redirect("run", job_id=job_id)
    return render(request, "replay/page.html", _context(request, ReplayPage(viewing, None)))


@require_safe
@member
def session_facts(request: HttpRequest, viewing: Viewing) -> HttpResponse:
    return render(request, "replay/changing.html", {"page": ReplayPage(viewing, None)})


def _page_of_run(access: Access, job_id: UUID) -> ReplayPage:
    job: Job | None = Job.objects.of(access.team).select_related("version__deployment").filter(pk=job_id).first()
    if job is None:
        raise Http404("There is no such run in this team.")
    return page_of_run(team=access.team, job=job)


def _context(request: HttpRequest, page: ReplayPage) -> dict[str, Any]:
    """`?plain=1` shows steps and lines in the page itself, for whoever reads it without scripts."""
    plain = plain_of(page.viewing) if page.viewing and "plain" in request.GET else None
    return {"page": page, "plain": plain}
