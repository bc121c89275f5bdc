"""The source of a deployment, and what differs from another one's."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts import access
from accounts.access import Access, page
from deployments.bundle_listing import listing_of
from deployments.comparing import patch_of
from deployments.models import Deployment
from deployments.pages.compare_page import ComparePage, chosen_other, compare_page, others_of, usual_other
from deployments.pages.source_page import first_file, source_page
from deployments.pages.views import existing
from deployments.problems import BundleProblem


@require_safe
@page(access.page_member)
def source(request: HttpRequest, access: Access, deployment_id: UUID, path: str = "") -> HttpResponse:
    """A file of the bundle; without its path, the entry point."""
    found = existing(access, deployment_id)
    try:
        files = listing_of(found)
        if not path and (first := first_file(found, files)) is not None:
            return redirect("deployment-file", deployment_id=deployment_id, path=first)
        shown = source_page(deployment=found, files=files, path=path)
    except BundleProblem as problem:
        return _unreadable(request, found, problem)
    if shown is None:
        raise Http404("There is no such file in this deployment.")
    return render(request, "deployments/source.html", {"page": shown, "deployment": found})


@require_safe
@page(access.page_member)
def compare(request: HttpRequest, access: Access, deployment_id: UUID) -> HttpResponse:
    """What differs from another version to this one: `with`, or the one it replaced."""
    new = existing(access, deployment_id)
    try:
        shown = _comparison(request, access, new)
    except BundleProblem as problem:
        return _unreadable(request, new, problem)
    return render(request, "deployments/compare.html", {"page": shown, "deployment": new})


@require_safe
@page(access.page_member)
def patch(request: HttpRequest, access: Access, deployment_id: UUID) -> HttpResponse:
    """The same, for `git apply`."""
    new = existing(access, deployment_id)
    try:
        shown = _comparison(request, access, new)
    except BundleProblem as problem:
        raise Http404(str(problem)) from problem
    if shown is None:
        raise Http404("There is no other version to compare with.")
    name = f"{shown.old.short_id}-{new.short_id}.patch"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(patch_of(shown.files), content_type="text/x-patch; charset=utf-8", headers=headers)


def _comparison(request: HttpRequest, access: Access, new: Deployment) -> ComparePage | None:
    others = others_of(team=access.team, deployment=new)
    asked = request.GET.get("with", "")
    if not asked:
        old = usual_other(deployment=new, others=others)
        return compare_page(old=old, new=new, others=others) if old else None
    try:
        chosen = chosen_other(others, team=access.team, asked=UUID(asked))
    except ValueError:
        chosen = None
    if chosen is None:
        raise Http404("There is no such deployment in this team to compare with.")
    return compare_page(old=chosen, new=new, others=others)


def _unreadable(request: HttpRequest, deployment: Deployment, problem: BundleProblem) -> HttpResponse:
    return render(request, "deployments/unreadable.html", {"deployment": deployment, "problem": str(problem)})
