"""Failure groups: the list of a team's, the page of one, and what people do with it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import access
from accounts.access import Access, page
from accounts.models import User
from api.errors import InvalidInput
from debugging.groups.changes import ignore_group, reopen_group, resolve_group
from debugging.groups.page import GroupList, group_page, groups_page
from debugging.groups.state_form import StateForm
from debugging.models import FailureGroup, FailureGroupQuerySet, GroupState
from debugging.report.acting_person import acting_person

NAMES_OFFERED = 200
ALL = "all"
SAID = {
    GroupState.RESOLVED: ("Resolved. The next failure opens it again.", "It was resolved before."),
    GroupState.IGNORED: ("Ignored.", "It was ignored before."),
    GroupState.OPEN: ("Opened again.", "It is open already."),
}


@require_safe
@page(access.page_member)
def failures(request: HttpRequest, access: Access) -> HttpResponse:
    """The team's groups, last seen first; the open ones unless others are asked for."""
    groups = FailureGroup.objects.of(access.team)
    query = {name: request.GET.get(name, "").strip().replace("\0", "") for name in ("state", "workflow", "host")}
    query["state"] = query["state"] if query["state"] in {*GroupState.values, ALL} else ""
    state = "" if query["state"] == ALL else query["state"] or GroupState.OPEN
    wanted = groups.in_state(state).of_workflow(query["workflow"]).on_host(query["host"])
    try:
        shown = groups_page(team=access.team, wanted=wanted, cursor=request.GET.get("cursor"))
    except InvalidInput:
        return redirect(_failures_url(query))
    return render(request, "debugging/failures.html", _context(groups, shown, query))


def _context(groups: FailureGroupQuerySet, shown: GroupList, query: dict[str, str]) -> dict[str, Any]:
    choices = [("", "Open"), *((value, label) for value, label in GroupState.choices if value != "open"), (ALL, "All")]
    return {
        "list": shown,
        "query": query,
        "filters": [
            {"label": label, "url": _failures_url(query, state=value), "current": value == query["state"]}
            for value, label in choices
        ],
        "workflows": _values(groups, "workflow_name", query["workflow"]),
        "hosts": _values(groups, "host", query["host"]),
        "newer": _failures_url(query, cursor=shown.newer) if shown.newer else "",
        "older": _failures_url(query, cursor=shown.older) if shown.older else "",
        "none_yet": not shown.rows and not groups.exists(),
    }


def _values(groups: FailureGroupQuerySet, column: str, chosen: str) -> list[str]:
    """What the team's groups have there, and what was asked for."""
    found = set(groups.exclude(**{column: ""}).order_by().values_list(column, flat=True).distinct()[:NAMES_OFFERED])
    return sorted({*found, chosen} - {""})


@require_safe
@page(access.page_member)
def failure(request: HttpRequest, access: Access, group_id: UUID) -> HttpResponse:
    url = reverse("failure", args=[group_id])
    try:
        shown = group_page(team=access.team, group_id=group_id, cursor=request.GET.get("cursor"))
    except InvalidInput:
        return redirect(url)
    if shown is None:
        raise Http404("There is no such failure in this team.")
    runs = shown.runs
    context = {
        "page": shown,
        "newer": f"{url}?{urlencode({'cursor': runs.newer})}" if runs.newer else "",
        "older": f"{url}?{urlencode({'cursor': runs.older})}" if runs.older else "",
    }
    return render(request, "debugging/failure.html", context)


@require_POST
@page(access.page_member)
def change_state(request: HttpRequest, access: Access, group_id: UUID) -> HttpResponse:
    group = FailureGroup.objects.of(access.team).select_related("team").filter(pk=group_id).first()
    if group is None:
        raise Http404("There is no such failure in this team.")
    form = StateForm(request.POST)
    if form.is_valid():
        state = GroupState(form.cleaned_data["state"])
        done, not_done = SAID[state]
        hit = _change(group, state, acting_person(access), request, form.cleaned_data)
        messages.add_message(request, messages.SUCCESS if hit else messages.WARNING, done if hit else not_done)
    else:
        messages.error(request, form.problem)
    return redirect("failure", group_id=group_id)


def _change(group: FailureGroup, state: GroupState, user: User, request: HttpRequest, given: dict[str, Any]) -> bool:
    match state:
        case GroupState.RESOLVED:
            return resolve_group(group=group, user=user, request=request)
        case GroupState.IGNORED:
            return ignore_group(group=group, user=user, request=request, until=given["until"], more=given["more"])
    return reopen_group(group=group, user=user, request=request)


def _failures_url(query: dict[str, str], **changes: str) -> str:
    given = {name: value for name, value in {**query, **changes}.items() if value}
    return reverse("failures") + (f"?{urlencode(given)}" if given else "")
