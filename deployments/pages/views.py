"""The pages of deployments: the list, one of them, and rolling back to it. Its source: `source_views`."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import access
from accounts.access import ADMINS, Access, page
from api.errors import Conflict, InvalidInput
from deployments.models import Deployment, Workflow
from deployments.pages.deployment_page import deployment_page, find_deployment
from deployments.pages.listing import KINDS, deployments_page
from deployments.publishing import roll_back as roll_back_to

NAMES_OFFERED = 200
NAMES_SAID = 5


@require_safe
@page(access.page_member)
def deployments(request: HttpRequest, access: Access) -> HttpResponse:
    """The team's versions, newest first, of one kind and one workflow if asked."""
    kind = request.GET.get("kind", "")
    query = {
        "kind": kind if kind in KINDS else "",
        "workflow": request.GET.get("workflow", "").strip().replace("\0", ""),
    }
    try:
        shown = deployments_page(team=access.team, **query, cursor=request.GET.get("cursor"))
    except InvalidInput:
        return redirect(_list_url(query))
    context = {
        "list": shown,
        "query": query,
        "filters": [
            {"label": label, "url": _list_url(query, kind=value), "current": value == query["kind"]}
            for value, label in KINDS.items()
        ],
        "names": Workflow.objects.of(access.team).order_by("name").values_list("name", flat=True)[:NAMES_OFFERED],
        "newer": _list_url(query, cursor=shown.newer) if shown.newer else "",
        "older": _list_url(query, cursor=shown.older) if shown.older else "",
        "none_yet": not shown.rows and not Deployment.objects.of(access.team).exists(),
    }
    return render(request, "deployments/deployments.html", context)


@require_safe
@page(access.page_member)
def deployment(request: HttpRequest, access: Access, deployment_id: UUID) -> HttpResponse:
    found = existing(access, deployment_id)
    context = {
        "page": deployment_page(team=access.team, deployment=found),
        "deployment": found,
        "is_admin": access.role in ADMINS,
    }
    return render(request, "deployments/deployment.html", context)


@require_safe
@page(access.page_member)
def build_log(request: HttpRequest, access: Access, deployment_id: UUID) -> HttpResponse:
    found = existing(access, deployment_id)
    return HttpResponse(found.build_log, content_type="text/plain; charset=utf-8")


@require_POST
@page(access.page_admin)
def roll_back(request: HttpRequest, access: Access, deployment_id: UUID) -> HttpResponse:
    found = existing(access, deployment_id)
    if access.user is None:
        raise TypeError("A key cannot act on a page.")
    try:
        names = roll_back_to(team=access.team, deployment=found, by=access.user, request=request)
    except Conflict as error:
        messages.error(request, str(error))
    else:
        said = f"New runs of {_listed(names)} use this version now." if names else "All its workflows ran it already."
        messages.add_message(request, messages.SUCCESS if names else messages.WARNING, said)
    return redirect("deployment", deployment_id=deployment_id)


def existing(access: Access, deployment_id: UUID) -> Deployment:
    found = find_deployment(team=access.team, deployment_id=deployment_id)
    if found is None:
        raise Http404("There is no such deployment in this team.")
    return found


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:NAMES_SAID])
    return f"{shown} and {len(names) - NAMES_SAID} more" if len(names) > NAMES_SAID else shown


def _list_url(query: dict[str, str], **changes: str) -> str:
    given = {name: value for name, value in {**query, **changes}.items() if value}
    return reverse("deployments") + (f"?{urlencode(given)}" if given else "")
